#![doc = include_str!("../README.md")]
//!
//! ## Where to find what
//!
//! - [`Client`] sends queries. [`guide::blocking`] says how to do so without async code.
//! - Each report and each look-up has a query type, such as [`UserConversationHistory`], whose page
//!   says what comes back.
//! - [`history`] groups the rows of a conversation history by conversation.
//! - [`Error`] and [`ErrorKind`] say what went wrong.
//! - [`guide`] has the chapters.

#[cfg(feature = "describe")]
pub mod describe;
#[rustfmt::skip]
mod generated;
pub mod guide;
pub mod history;

pub use generated::*;
pub use helpscout_runtime::*;
