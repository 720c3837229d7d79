//! How values are written to a query and read from a response.
//!
//! [`ToWire`] writes the text of a query parameter. The functions and modules for
//! `#[serde(with = …)]` and `#[serde(deserialize_with = …)]` read what the service sends, which is
//! not strict about whole numbers, missing lists and time zones. The macros for IDs, enumerations,
//! objects and maps are in `identity`, `enumeration`, `code`, `record` and `map`; `field` reads and
//! writes the fields of objects.

mod code;
mod decimal;
mod enumeration;
mod epoch;
mod field;
mod field_set;
mod identity;
mod list;
mod map;
mod map_value;
mod number;
mod received;
mod record;
mod surrogate;
mod time;
mod to_wire;

pub(crate) use self::decimal::is_same_decimal;
pub use self::enumeration::WireEnum;
pub(crate) use self::enumeration::noting_unknown;
pub use self::epoch::{EpochError, EpochMilliseconds, EpochSeconds};
pub use self::identity::IdError;
pub use self::list::optional_list;
pub use self::map_value::{MapValue, OneOrMany};
pub(crate) use self::map_value::{NAME as MAP_VALUE, noting_other};
pub use self::number::integer;
pub(crate) use self::number::{Whole, whole, whole_as_read};
pub use self::received::Received;
pub use self::surrogate::decodable;
pub use self::time::{instant, optional_instant};
pub(crate) use self::time::{is_same_instant, query_text, sent as sent_instant, with_zone};
pub use self::to_wire::ToWire;

#[doc(hidden)]
pub mod plumbing {
    //! What the macros expand to. It is not for use by hand.
    pub use serde_core as serde;

    pub use super::code::deserialize as deserialize_code;
    pub use super::enumeration::deserialize as deserialize_enum;
    pub use super::field::{Fields, Reader, read, show};
    pub use super::field_set::FieldSet;
    pub use super::identity::{
        deserialize as deserialize_id, parse as parse_id, parse_hex as parse_hex_id,
        parse_text as parse_text_id,
    };
    pub use super::map::{deserialize as deserialize_map, serialize as serialize_map};
    pub use super::record::{
        Record, Shape, UNKNOWN, deserialize as deserialize_record, format as format_record,
        is_same as is_same_record, serialize as serialize_record, with_every_key,
    };
}
