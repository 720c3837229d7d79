//! Tests of the whole sandbox, and the caller that the tests of its parts use.
#![allow(clippy::unwrap_used)]

mod caller;
mod cors;
mod document;
mod exchange;
mod hosts;
mod random_requests;
mod requests;
mod slow;
mod socket;

pub(crate) use caller::{Answer, Caller, HISTORY, MAY, embedded};
