//! Generates the files that other crates are built from.
//!
//! In: an [`Api`], the description that `helpscout-spec` has checked. Out: a [`Tree`], which maps
//! paths to texts. Everything up to the tree is a pure function of the description; only
//! [`Tree::changes`] and [`Tree::write`] touch the disk. Start reading at [`client`], then go to
//! `operation.rs`, which generates the file of one endpoint.

mod client;
mod constructors;
mod docs;
mod enums;
mod example;
mod ids;
mod markdown;
mod marker;
mod modules;
mod objects;
mod openapi;
mod operation;
mod outline;
mod paging;
mod parameters;
mod public;
mod rows;
mod rust_type;
mod sentences;
mod setters;
mod source;
mod tree;

use helpscout_description::Api;

pub use marker::MARKER;
pub use public::{PUBLIC_API, lost};
pub use tree::{Change, Names, Tree, TreeError};

/// Generates the part of the client crate that depends on the description.
///
/// The tree has a Rust module with modules for IDs, enumerations, models, reports and look-ups, and
/// one file for each operation. It also has [`PUBLIC_API`], the list of what programs can name.
pub fn client(api: &Api) -> Tree {
    client::tree(api)
}

/// Returns what programs will see of one spec file: the public items with their docs, functions
/// without bodies.
///
/// `file` is relative to the spec folder. Returns `None` if the description has no such file.
pub fn outline(api: &Api, file: &str) -> Option<String> {
    outline::of_file(api, file)
}

/// Generates `api.json`, the description as `helpscout-description` embeds it.
pub fn description(api: &Api) -> Tree {
    let mut tree = Tree::default();
    tree.insert(
        "api.json",
        marker::marked("generated", "spec", &api.to_json()),
    );
    tree
}

/// Generates `openapi.json`, the description as an OpenAPI 3.1 document for third-party tools.
pub fn openapi(api: &Api) -> Tree {
    let mut tree = Tree::default();
    let document = openapi::document(api);
    tree.insert("openapi.json", marker::with_marker_first(&document));
    tree
}

/// Generates `schema.json`, the schema that editors use for spec files, from the JSON text of
/// `helpscout_spec::schema`.
pub fn schema(schema: &str) -> Tree {
    let mut tree = Tree::default();
    let text = marker::marked("$comment", "crates/helpscout-spec", schema);
    tree.insert("schema.json", text);
    tree
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
