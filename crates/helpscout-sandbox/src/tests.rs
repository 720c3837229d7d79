//! Tests of the whole sandbox, and the caller that the tests of its parts use.
#![allow(clippy::unwrap_used)]

mod caller;
mod requests;
mod socket;

pub(crate) use caller::{Answer, Caller, HISTORY, MAY, embedded};
