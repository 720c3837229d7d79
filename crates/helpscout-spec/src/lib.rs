//! Reads and checks the YAML description of the API.
//!
//! In comes a folder of YAML files: `api.yaml` with what all operations share, one file for each
//! operation below `reports` and `lookups`. Out comes an [`Api`], in which every name is resolved
//! and every rule holds, or [`Findings`] that say what to mend and where.
//!
//! Look at [`read`] first, then at [`Api`]. The language itself is the module `raw`; its JSON
//! schema for editors is [`schema`].
//!
//! ```
//! use helpscout_spec::{Sources, read_sources};
//!
//! let sources = Sources::new().with("api.yaml", "service: { title: Desk, base_ulr: x }");
//! let reading = read_sources(&sources);
//! assert!(reading.api.is_none());
//! assert!(reading.findings.render(false).contains("did you mean `base_url`?"));
//! ```

pub mod api;
mod check;
mod code;
mod comparison;
mod document;
mod finding;
mod findings;
mod folder;
mod form;
mod json;
mod page;
mod position;
mod quote;
mod raw;
mod reading;
mod render;
mod sarif;
mod scalar;
mod schema;
mod shape;
mod suggest;
mod syntax;
mod text;
mod tree;
mod verify;

pub use api::Api;
pub use code::{Code, Severity};
pub use comparison::{Disagreement, compare};
pub use finding::{Excerpt, Finding, Place, Position, Second};
pub use findings::Findings;
pub use folder::Sources;
pub use page::{Draft, DraftError, Drafter};
pub use reading::{Reading, read, read_sources};
pub use schema::schema;
pub use suggest::nearest;
