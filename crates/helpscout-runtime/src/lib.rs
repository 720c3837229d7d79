#![doc = include_str!("../README.md")]
//!
//! ## Where to start
//!
//! A call takes an [`Operation`], which has the facts about an endpoint, and a [`Query`], which has
//! the parameters. Generated code has both behind one type, an [`Endpoint`]. [`Client`] sends it and
//! returns a [`Response`] with the decoded body, a stream of pages or rows, or an [`Error`] that says
//! what to do.
#![cfg_attr(docsrs, feature(doc_cfg))]
// What returns a changed copy does nothing if the copy is dropped.
#![warn(clippy::return_self_not_must_use)]

// The module `call` has the steps of one call from start to end.
mod address;
mod all_of;
mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod brackets;
mod builder;
mod call;
mod checks;
mod client;
mod compare;
mod connections;
mod content;
mod decode;
mod error;
#[rustfmt::skip]
mod generated;
mod header_parameters;
mod headers;
mod http;
mod identity;
mod json_path;
mod link_header;
mod loopback;
mod misfit;
mod network;
mod operation;
mod options;
mod page_headers;
mod pages;
mod paging;
#[doc(hidden)]
pub mod parameters;
mod position;
mod proxy;
mod query;
mod rate;
mod raw_page;
mod recorded;
mod request;
mod response;
mod retry;
mod retry_after;
mod rule;
mod secrets;
mod service;
mod status;
mod task;
mod tls;
mod token;
mod truncation;
mod units;
mod wait;
pub mod wire;

pub use all_of::{AllOf, Answered};
pub use builder::ClientBuilder;
pub use client::Client;
pub use compare::{Difference, DifferenceKind, compare};
#[doc(hidden)]
pub use decode::decoded;
pub use error::{Error, ErrorKind, FieldError, Violation};
pub use headers::RateLimit;
pub use identity::Identity;
pub use operation::{
    BodyObject, Content, Endpoint, HeaderField, How, JsonKind, Method, ObjectFields, Operation,
    Paged, Sent,
};
pub use options::{CallCounter, CallOptions};
pub use pages::{Pages, RawPages, RawRows, RawWalk, Restart, Rows, WalkEvent};
pub use paging::{PageStyle, Paging};
pub use position::Position;
pub use query::Query;
pub use raw_page::RawPage;
pub use request::Request;
pub use response::Response;
pub use rule::Rule;
pub use secrets::Secrets;
pub use service::{Basic, RateLimitHeaders, Service};
pub use token::AccessToken;
pub use units::{Milliseconds, Minutes, Seconds};
pub use wait::{Wait, WaitReason};
pub use wire::WireEnum;

pub use {jiff, reqwest, secrecy, serde_json};
