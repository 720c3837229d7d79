//! Generates the files that other crates are built from.
//!
//! In: an [`Api`], the description that `helpscout-spec` has checked. Out: a [`Tree`], which maps
//! paths to texts. Everything up to the tree is a pure function of the description; only
//! [`Tree::changes`] and [`Tree::write`] touch the disk. Start reading at [`client`], then go to
//! `operation.rs`, which generates the file of one endpoint.

mod block;
mod client;
mod constructors;
mod docs;
mod enums;
mod example;
mod home;
mod ids;
mod listing;
mod marker;
mod modules;
mod objects;
mod operation;
mod outline;
mod paging;
mod parameters;
mod public;
mod rust_type;
mod service;
mod setters;
mod source;
mod tree;

use std::collections::BTreeMap;

use helpscout_description::Api;
use helpscout_openapi::{Described, Options, Version};

pub use home::Home;
pub use listing::ListingError;
pub use marker::MARKER;
pub use public::{PUBLIC_API, lost};
pub use tree::{Change, Names, Tree, TreeError};

/// Generates the modules of a client, the part of its crate that depends on the description.
///
/// The tree has a Rust module with modules for IDs, enumerations, models, reports and look-ups, and
/// one file for each operation. It also has [`PUBLIC_API`], the list of what programs can name.
pub fn client(api: &Api, home: Home) -> Tree {
    client::tree(&Described::new(api), home)
}

/// Generates the part of the runtime that depends on the description: the facts about the service
/// that a client has unless it is set up for another one.
pub fn runtime(api: &Api) -> Tree {
    service::of_runtime(api)
}

/// Returns what programs will see of one spec file: the public items with their docs, functions
/// without bodies.
///
/// `file` is relative to the spec folder, and `home` says where the client will be. Returns `None` if
/// the description has no such file.
pub fn outline(api: &Api, file: &str, home: Home) -> Option<String> {
    outline::of_file(&Described::new(api), file, home)
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

/// Generates the description as OpenAPI documents for third-party tools: `openapi.json` for OpenAPI 3.1,
/// and `openapi-3.0.json`.
pub fn openapi(api: &Api) -> Tree {
    let mut tree = Tree::default();
    let versions = [
        ("openapi.json", Version::V3_1),
        ("openapi-3.0.json", Version::V3_0),
    ];
    for (file, version) in versions {
        let options = Options {
            version,
            ..Options::default()
        };
        let document = helpscout_openapi::document(api, options);
        tree.insert(file, marker::marked("x-generated", "spec", &document));
    }
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

/// Generates [`PUBLIC_API`], the list of what programs can name in a crate that is written by hand:
/// one line for each public item, with its signature.
///
/// `source` is the folder of the crate's sources, which the first line names. `files` has their
/// texts by path below that folder, such as `lib.rs` and `pages/walk.rs`. Modules without a file
/// are left out, so a caller leaves out those that are generated.
///
/// ```
/// use std::collections::BTreeMap;
///
/// let files = [
///     ("lib.rs", "mod rows; pub use rows::Rows;"),
///     ("rows.rs", "pub struct Rows(u8); impl Rows { pub fn count(&self) -> u64 { 0 } }"),
/// ];
/// let files: BTreeMap<String, String> =
///     files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
/// let tree = helpscout_codegen::public_items("src", &files)?;
/// let (_, text) = tree.files().next().unwrap();
/// assert!(text.ends_with("pub struct Rows { .. }\npub fn Rows::count(&self) -> u64\n"));
/// # Ok::<(), helpscout_codegen::ListingError>(())
/// ```
///
/// # Errors
/// Returns an error if a file isn't Rust, or if a macro of the crate that is called for items can't be
/// expanded.
pub fn public_items(source: &str, files: &BTreeMap<String, String>) -> Result<Tree, ListingError> {
    let lines = listing::list(files)?;
    let mut tree = Tree::default();
    tree.insert(PUBLIC_API, public::text(source, &lines));
    Ok(tree)
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
