//! The program from outside: its options, its results, its messages and exit codes.

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
