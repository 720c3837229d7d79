//! Tests everything that can go wrong while a report is fetched over HTTP: either all rows arrive,
//! once and in order, or an error says which call failed and why. A call never succeeds with fewer
//! rows.
//!
//! Run with `--nocapture` to see the matrices.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod growth;
mod matrix;
mod mixture;
mod repeats;
mod report;
mod tokens;
