//! The checked description of the Help Scout Reports API, as plain data.
//!
//! An [`Api`] describes operations, parameters, fields, units, rules and pages. `helpscout-spec`
//! makes one from a folder of YAML files and checks it, so code that takes an `Api` has no errors
//! of the spec's author to handle. The generator, the sandbox and the command line all work from
//! it.
//!
//! This crate imports none of the other crates, and knows nothing about YAML, HTTP or Rust source.
//! Start with:
//!
//! - [`Api::from_json`] and [`Api::to_json`], which read and write a description.
//! - [`Api::operation`] and [`Api::columns`], which look up an operation and the fields of its
//!   rows.
//! - [`compare`], which compares an answer of the service with the description of its operation.
//! - [`Tables`], which derives the flat tables of an answer.
//! - [`nearest`], which finds the known name that an unknown one was probably meant to be.
//!
//! # Features
//!
//! - `embedded`: includes the description of the Reports API itself, as `embedded()`.
//! - `schema`: implements `schemars::JsonSchema` for the types that spec files use, too.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
pub mod conformance;
mod index;
pub mod link;
pub mod literal;
pub mod path;
pub mod prose;
pub mod quote;
mod sent_object;
mod serialized;
pub mod suggest;
pub mod tables;
mod trail;

pub use api::*;
pub use conformance::{Disagreement, DisagreementKind, compare};
pub use index::IndexedApi;
pub use sent_object::SentObject;
#[cfg(feature = "embedded")]
pub use serialized::embedded;
pub use suggest::nearest;
pub use tables::Tables;
pub use trail::Step;

/// Compiles and runs the example of the README.
#[cfg(all(doctest, feature = "embedded"))]
#[doc = include_str!("../README.md")]
struct Readme;
