#![allow(clippy::unwrap_used)]

mod answers;
mod other_apis;
mod parameters;
mod series;
