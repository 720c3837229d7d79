#![allow(clippy::unwrap_used)]

mod by_hand;
mod copies;
mod growth;
mod seeded;
