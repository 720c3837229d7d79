//! The checked description of an API, as plain data.
//!
//! The generator, the sandbox and the command line all work from an [`Api`]. `helpscout-spec` makes
//! one out of a folder of YAML files: every name in it is resolved and every rule holds, so that
//! whoever takes an `Api` has no mistakes of the spec's author left to handle. It can be written to
//! JSON and read again without the files it was made of.
//!
//! This crate is the ground floor: it imports none of the others. Look first at [`Api`], then at
//! [`compare`], which holds an answer of the service against the description of its operation.

mod api;
pub mod conformance;
pub mod literal;
pub mod path;
pub mod quote;
mod serialized;
pub mod suggest;

pub use api::*;
pub use conformance::{Disagreement, DisagreementKind, compare};
#[cfg(feature = "embedded")]
pub use serialized::embedded;
pub use suggest::nearest;
