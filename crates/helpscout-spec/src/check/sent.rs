//! What a call sends, as written: a parameter, or a field of the body. Both are checked as one.

use helpscout_description::{ListStyle, Place};

use crate::position::At;
use crate::raw;

/// A parameter or a field of the body, as written.
pub(super) struct Sent<'a> {
    /// The wire name: for a field of the body, its path without `[]`.
    pub(super) name: &'a str,
    /// What a Rust name is derived from.
    pub(super) last_key: &'a str,
    pub(super) type_name: &'a str,
    /// The name of the Rust type of each object of a list.
    pub(super) object: Option<&'a str>,
    pub(super) required: bool,
    pub(super) place: Place,
    pub(super) list: Option<ListStyle>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) min_length: Option<u32>,
    pub(super) max_length: Option<u32>,
    pub(super) deprecated: Option<&'a str>,
    pub(super) has_default: bool,
    pub(super) has_example: bool,
    pub(super) doc: Option<&'a str>,
    pub(super) rust: Option<&'a str>,
    pub(super) correction: Option<&'a raw::Correction>,
    pub(super) todo: Option<&'a str>,
}

impl<'a> From<&'a raw::Parameter> for Sent<'a> {
    fn from(raw: &'a raw::Parameter) -> Self {
        Self {
            name: &raw.name,
            last_key: &raw.name,
            type_name: &raw.type_name,
            object: None,
            required: raw.required,
            place: match raw.place {
                Some(raw::PlaceName::Header) => Place::Header,
                None => Place::Query,
            },
            list: raw.list,
            minimum: raw.minimum,
            maximum: raw.maximum,
            min_length: raw.min_length,
            max_length: raw.max_length,
            deprecated: raw.deprecated.as_deref(),
            has_default: raw.default.is_some(),
            has_example: raw.example.is_some(),
            doc: raw.doc.as_deref(),
            rust: raw.rust.as_deref(),
            correction: raw.correction.as_ref(),
            todo: raw.todo.as_deref(),
        }
    }
}

impl<'a> Sent<'a> {
    /// Returns a field of the body. `path` is its path in the object that it belongs to.
    pub(super) fn of_body(raw: &'a raw::BodyField, path: &'a str) -> Self {
        let list = path.strip_suffix("[]");
        let name = list.unwrap_or(path);
        Self {
            name,
            last_key: name.rsplit_once('.').map_or(name, |(_, key)| key),
            type_name: raw.type_name.as_deref().unwrap_or_default(),
            object: raw.object.as_deref(),
            required: raw.required,
            place: Place::Body,
            list: list.map(|_| ListStyle::Array),
            minimum: raw.minimum,
            maximum: raw.maximum,
            min_length: raw.min_length,
            max_length: raw.max_length,
            deprecated: raw.deprecated.as_deref(),
            has_default: raw.default.is_some(),
            has_example: raw.example.is_some(),
            doc: raw.doc.as_deref(),
            rust: raw.rust.as_deref(),
            correction: raw.correction.as_ref(),
            todo: raw.todo.as_deref(),
        }
    }
}

/// Returns the place of the name of a parameter, or of the path of a field of the body.
pub(super) fn named(at: At<'_>) -> At<'_> {
    at.get("name").unwrap_or_else(|| at.key("path"))
}
