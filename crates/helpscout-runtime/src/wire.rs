//! How values are written into a query and read out of an answer.
//!
//! In: values of the client's types, and JSON as the service sends it, which is not strict about
//! whole numbers, missing lists and time zones. Out: query text ([`ToWire`]) and functions for
//! `#[serde(deserialize_with = …)]`. The macros for ids, enumerations and objects are in
//! `identity`, `enumeration`, `code` and `record`.

mod code;
mod enumeration;
mod identity;
mod number;
pub(crate) mod record;
mod time;

pub use enumeration::WireEnum;
pub(crate) use enumeration::{note_unknown, noting_unknown};
pub use identity::IdError;
pub(crate) use identity::{as_text, optional_as_text};
pub use number::integer;
pub(crate) use number::whole;
pub(crate) use record::comparing;
pub use time::{instant, optional_instant};
pub(crate) use time::{is_same_instant, query_text};

#[doc(hidden)]
pub mod plumbing {
    //! What the macros expand to; not for use by hand.
    pub use super::code::deserialize as deserialize_code;
    pub use super::enumeration::deserialize as deserialize_enum;
    pub use super::identity::{
        deserialize as deserialize_id, parse as parse_id, parse_hex as parse_hex_id,
    };
    pub use super::record::{
        Instant, MaybeInstant, MaybeText, Record, Text, Whole, deserialize as deserialize_record,
        serialize as serialize_record, write_loose, write_rest,
    };
    pub use serde;
}

use serde::{Deserialize, Deserializer};

/// A value that can stand in a query.
pub trait ToWire {
    /// The text that is sent, before percent encoding.
    fn to_wire(&self) -> String;
}

impl ToWire for i64 {
    fn to_wire(&self) -> String {
        self.to_string()
    }
}

impl ToWire for f64 {
    fn to_wire(&self) -> String {
        self.to_string()
    }
}

impl ToWire for bool {
    fn to_wire(&self) -> String {
        self.to_string()
    }
}

impl ToWire for str {
    fn to_wire(&self) -> String {
        self.to_owned()
    }
}

impl ToWire for String {
    fn to_wire(&self) -> String {
        self.clone()
    }
}

impl<T: ToWire + ?Sized> ToWire for &T {
    fn to_wire(&self) -> String {
        (**self).to_wire()
    }
}

/// Reads a list; `null` is an empty one. Together with `#[serde(default)]` so is a missing one.
///
/// # Errors
/// If the value is neither `null` nor a list of `T`.
pub fn optional_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
