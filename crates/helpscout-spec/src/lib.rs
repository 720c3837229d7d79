//! Reads and checks the YAML description of the API.
//!
//! The input is a folder of YAML files: `api.yaml`, which declares what operations share, and one
//! file for each operation below `reports` and `lookups`. The output is an [`Api`], in which every
//! name is resolved and every rule holds, or [`Findings`] that say what to fix and where.
//!
//! Start with [`read`], then look at [`Api`]. The module [`raw`] defines the spec language, and
//! [`schema`] returns its JSON schema for editors.
//!
//! ```
//! use helpscout_spec::{Sources, read_sources};
//!
//! let sources = Sources::new().with("api.yaml", "service: { title: Desk, base_ulr: x }");
//! let reading = read_sources(&sources);
//! assert!(reading.api.is_none());
//! assert!(reading.findings.render(false).contains("did you mean `base_url`?"));
//! ```

mod body;
mod check;
mod code;
mod disagreement;
mod document;
mod editor;
mod entry;
mod finding;
mod findings;
mod fixing;
mod folder;
mod json;
mod left_out;
pub mod pattern;
mod position;
pub mod raw;
mod reading;
mod render;
pub mod reserved;
mod sarif;
pub mod scalar;
mod schema;
mod shape;
mod syntax;
mod text;
mod values;
mod verify;
pub mod yaml;

pub use check::PAGE_PARAMETERS;
pub use code::{Code, Severity};
pub use finding::{Edit, Excerpt, Finding, Fix, Place, Position, Second};
pub use findings::Findings;
pub use fixing::{Fixed, fix};
pub use folder::Sources;
pub use helpscout_description::Api;
pub use reading::{Files, Reading, parse_sources, read, read_sources};
pub use schema::schema;
