#![allow(clippy::unwrap_used)]

mod answers;
mod parameters;
mod series;
