//! `cargo xtask` as a contributor runs it, and the documents that show how.
#![allow(clippy::unwrap_used)]

mod changes;
mod commands;
mod documents;
mod new_report;
mod preview;
mod support;
mod verify;
