//! The client against small services over real HTTP.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod history;
mod paging;
mod queries;
mod rate_limit;
mod raw;
mod refusals;
mod retries;
mod safety;
mod service;
mod tokens;
