//! Runs the program and checks its options, results, messages and exit codes.

#![allow(clippy::unwrap_used)]

mod help;
mod history;
mod list;
mod output;
mod program;
mod report;
mod sandbox;
mod service;
mod trouble;
mod usage;
