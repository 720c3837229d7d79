//! Everything that can go wrong on the way to a report, over real HTTP: either all rows come, once
//! and in order, or an error says which call failed and why. Never fewer rows with success.
//!
//! Run with `--nocapture` to see the matrices.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod growth;
mod matrix;
mod mixture;
mod report;
mod tokens;
