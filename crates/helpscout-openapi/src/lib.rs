//! Writes a description as an OpenAPI document, and says what it has in sentences.
//!
//! In: an [`Api`](helpscout_description::Api). Out: the text of `openapi.json` or
//! of `openapi-3.0.json`, from [`document()`]. [`Options`] say which, and what is special about a
//! server. [`sentences`] and [`markdown`] write the prose of the document. The generator uses them, too, so
//! that rustdoc says the same. Start reading at `document.rs`; the other modules follow the parts of
//! the document: `paths` has the operations, `schemas` their responses, `errors` the error
//! responses, and `names` decides what they are all called. `older` rewrites all of it for OpenAPI 3.0.
//!
//! # What the document does for generators
//! - An enum of a response is a plain string or number with `examples` and `x-known-values`, because
//!   the service may add values.
//! - An instant of a request has a `pattern` and no `format`. Libraries write `date-time` in forms
//!   that the service refuses, such as `2019-05-02T12:00:00.000Z`.
//! - A parameter has no `default`, because some generators then always send it. The value is in
//!   `x-default`.
//! - Keys that the description doesn't name have any type if there are named ones beside them:
//!   TypeScript has no other type for such an object. If they are objects, `additionalProperties` is a
//!   bare reference, and `x-additional-properties` has what else is known.
//! - The names of operations, schemas and examples consist of letters, digits and underscores, and
//!   no two of them lead to the same name of a type.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod bad_request;
mod basic;
mod body;
mod described;
mod document;
mod errors;
mod examples;
mod layout;
pub mod markdown;
mod names;
mod older;
mod parameters;
mod paths;
mod reference;
mod schemas;
pub mod sentences;
mod tags;

pub use described::Described;
pub use document::{Options, Version, document};

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
