#![allow(clippy::unwrap_used)]

pub(in crate::reports) mod by_hand;
mod copies;
mod growth;
mod seeded;
