//! What the generated client of the Help Scout Reports API sits on: every HTTP concern, once.
//!
//! In: an [`Operation`] (the facts about an endpoint, generated) and a [`Query`] (its parameters).
//! Out: a [`Response`] with the decoded answer, a stream of pages or rows, or one [`Error`] that
//! says what to do. Between them: tokens, retries, the account's rate limit, time limits.
//! Look first at [`Client`]; `call` has the life of one call from top to bottom.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod call;
mod client;
mod compare;
mod decode;
mod error;
mod http;
mod operation;
mod options;
mod pages;
mod query;
mod rate;
mod raw_page;
mod request;
mod response;
mod retry;
mod seconds;
mod tls;
mod token;
mod wait;
pub mod wire;

pub use builder::ClientBuilder;
pub use client::Client;
pub use compare::{Difference, DifferenceKind, compare};
pub use error::{Error, FieldError, Violation};
pub use operation::{Endpoint, Operation, Paged, Pages, Position, Rule};
pub use options::CallOptions;
pub use query::Query;
pub use raw_page::RawPage;
pub use request::Request;
pub use response::{RateLimit, Response};
pub use seconds::Seconds;
pub use token::AccessToken;
pub use wait::{Wait, WaitReason};
pub use wire::WireEnum;

pub use {jiff, reqwest, secrecy, serde_json};
