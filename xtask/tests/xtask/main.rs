//! `cargo xtask` as a contributor runs it, and the documents that show how.
#![allow(clippy::unwrap_used)]

mod changes;
mod commands;
mod credentials;
mod documents;
mod fixes;
mod line_endings;
#[cfg(unix)]
mod links;
mod new_report;
mod preview;
mod public_items;
mod streams;
mod support;
mod verify;
