//! Runs the program and checks its options, results, messages and exit codes.

#![allow(clippy::unwrap_used)]

mod endings;
mod errors_json;
mod exit_codes;
mod help;
mod history;
mod list;
mod output;
mod program;
mod readers;
mod report;
mod sandbox;
mod service;
#[cfg(unix)]
mod terminal;
mod trouble;
mod unknown_ids;
mod usage;
mod waiting;
