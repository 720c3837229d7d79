//! Objects of responses, which are read and written from one line for each field.
//!
//! A derive would work as well, but it generates much more code, and checking that code would take
//! most of the time that a user's build spends on the client. Here the loop over the keys is
//! written once.

use std::marker::PhantomData;
use std::{fmt, iter};

use serde_core::de::value::{self, MapDeserializer};
use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{SerializeMap, Serializer};

use super::field::Writer;
use super::field_set::FieldSet;

/// An object of a response. [`record!`](crate::record) implements it.
///
/// `WORDS` is the size of a set of its fields.
#[doc(hidden)]
pub trait Record<const WORDS: usize = 1>: Default {
    /// The facts about the type.
    const SHAPE: &'static Shape<WORDS>;
    /// Whether keys that are not described are kept.
    const IS_OPEN: bool = false;

    /// Returns the number of the field of a key, or [`UNKNOWN`].
    fn field(key: &str) -> u16;

    /// Keeps which keys have come, and reads the value of a field. Nothing is read for [`UNKNOWN`].
    ///
    /// # Errors
    ///
    /// Returns the error of the map, for example that the value has another type.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        field: u16,
        seen: &FieldSet<WORDS>,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// Reads the value of a key that is not described.
    ///
    /// # Errors
    ///
    /// Returns the error of the map, for example that its text ends too early.
    fn read_other<'de, A: MapAccess<'de>>(
        &mut self,
        key: String,
        map: &mut A,
    ) -> Result<(), A::Error> {
        drop(key);
        map.next_value::<IgnoredAny>().map(drop)
    }

    /// Writes the fields in order.
    fn write<'a, M: SerializeMap>(&'a self, to: &mut Writer<'a, M>);
}

/// The facts about the type of an object. They are one constant, because a user's build checks each
/// constant of each object.
#[doc(hidden)]
pub struct Shape<const WORDS: usize = 1> {
    /// The name of the Rust type, for messages.
    pub name: &'static str,
    /// All keys that it is read from, including aliases.
    pub keys: &'static [&'static str],
    /// The fields that must not be missing.
    pub required: FieldSet<WORDS>,
}

/// Implements `Serialize` and `Deserialize` for a struct that is an object of a response.
///
/// Each field has one line with these parts:
///
/// - its number, counted from 0, and its name;
/// - its presence: `required`, `optional` (the key may be missing), `nullable` (the value may be
///   `null`), or `loose` (both);
/// - how it is read: `value`, `integer`, `instant`, `text` (a whole number or an ID that the service
///   writes as a string), `decimal` (a number or a duration that it writes as a string), or `list`;
/// - its key, and other keys that it is read from.
///
/// The field after `..` takes all other keys. The field after `keys in`, a
/// [`Received`](crate::wire::Received), keeps which keys came. An object with more than 64 fields
/// states at last the number of fields divided by 64, rounded up, such as `words 2`.
///
/// An `optional` or `loose` field without a value, which is `None` or an empty list, is left out
/// when the struct is serialized. If its key came, it is written as `null` or `[]`. A `nullable`
/// field without a value is written as `null`, and a `nullable` list as `[]`.
///
/// ```
/// use helpscout_runtime::{Seconds, jiff::Timestamp};
///
/// #[derive(Debug, Default, PartialEq)]
/// struct Row {
///     id: i64,
///     time: Option<Seconds>,
///     at: Option<Timestamp>,
///     names: Vec<String>,
/// }
/// helpscout_runtime::record!(Row {
///     0 id: required integer = "id",
///     1 time: optional value = "responseTime" | "time",
///     2 at: nullable instant = "at",
///     3 names: optional list = "names",
/// });
///
/// let row: Row = serde_json::from_str(r#"{"id": 3.0, "time": 12, "names": null, "new": 1}"#)?;
/// assert_eq!((row.id, row.time), (3, Some(Seconds(12.0))));
/// assert_eq!(serde_json::to_string(&row)?, r#"{"id":3,"responseTime":12,"at":null}"#);
/// assert!(serde_json::from_str::<Row>(r#"{"time": 12}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($name:ident {
        $(
            $(#[$meta:meta])*
            $number:literal $field:ident: $presence:ident $kind:ident = $key:literal $(| $alias:literal)*
        ),*
        $(, .. $rest:ident)? $(, keys in $received:ident)? $(, words $words:literal)? $(,)?
    }) => {
        #[doc(hidden)]
        impl $crate::wire::plumbing::Record$(<$words>)? for $name {
            const SHAPE: &'static $crate::wire::plumbing::Shape$(<$words>)? =
                &$crate::wire::plumbing::Shape {
                    name: ::core::stringify!($name),
                    keys: &[$($key, $($alias,)*)*],
                    required: $crate::wire::plumbing::FieldSet::of(
                        &[$(($number, $crate::record!(@is_required $presence))),*]
                    ),
                };
            #[inline]
            fn field(key: &str) -> u16 {
                match key {
                    $($key $(| $alias)* => $number,)*
                    _ => $crate::wire::plumbing::UNKNOWN,
                }
            }
            #[allow(unused_variables)]
            #[inline(always)]
            fn read<'de, A: $crate::wire::plumbing::serde::de::MapAccess<'de>>(
                &mut self,
                field: u16,
                seen: &$crate::wire::plumbing::FieldSet$(<$words>)?,
                map: &mut A,
            ) -> ::core::result::Result<(), A::Error> {
                $(self.$received = $crate::wire::Received::of(seen);)?
                match field {
                    $($number => $crate::record!(@read $presence $kind)(&mut self.$field, map),)*
                    _ => ::core::result::Result::Ok(()),
                }
            }
            $(
                const IS_OPEN: bool = true;
                fn read_other<'de, A: $crate::wire::plumbing::serde::de::MapAccess<'de>>(
                    &mut self,
                    key: ::std::string::String,
                    map: &mut A,
                ) -> ::core::result::Result<(), A::Error> {
                    self.$rest.insert(key, map.next_value()?);
                    ::core::result::Result::Ok(())
                }
            )?
            #[allow(unused_variables)]
            fn write<'a, M: $crate::wire::plumbing::serde::ser::SerializeMap>(
                &'a self,
                to: &mut $crate::wire::plumbing::Writer<'a, M>,
            ) {
                $(to.received(&self.$received);)?
                $($crate::record!(@write $presence $kind to $number self.$field, $key);)*
                $(to.rest(&self.$rest);)?
            }
        }
        impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::plumbing::deserialize_record(deserializer)
            }
        }
        impl $crate::wire::plumbing::serde::Serialize for $name {
            fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::plumbing::serialize_record(self, serializer)
            }
        }
    };
    (@is_required required) => { true };
    (@is_required $presence:ident) => { false };
    (@read required integer) => { $crate::wire::plumbing::read_integer };
    (@read $presence:ident integer) => { $crate::wire::plumbing::read_optional_integer };
    (@read required instant) => { $crate::wire::plumbing::read_instant };
    (@read $presence:ident instant) => { $crate::wire::plumbing::read_optional_instant };
    (@read required text) => { $crate::wire::plumbing::read_text };
    (@read $presence:ident text) => { $crate::wire::plumbing::read_optional_text };
    (@read required decimal) => { $crate::wire::plumbing::read_decimal };
    (@read $presence:ident decimal) => { $crate::wire::plumbing::read_optional_decimal };
    (@read required list) => { $crate::wire::plumbing::read_list };
    (@read $presence:ident list) => { $crate::wire::plumbing::read_optional_list };
    (@read $presence:ident $kind:ident) => { $crate::wire::plumbing::read_value };
    (@write required instant $to:ident $number:literal $value:expr, $key:literal) => {
        $to.instant($key, &$value)
    };
    (@write nullable instant $to:ident $number:literal $value:expr, $key:literal) => {
        $to.nullable_instant($key, &$value)
    };
    (@write $presence:ident instant $to:ident $number:literal $value:expr, $key:literal) => {
        $to.optional_instant($key, $number, &$value)
    };
    (@write required text $to:ident $number:literal $value:expr, $key:literal) => {
        $to.text($key, &$value)
    };
    (@write nullable text $to:ident $number:literal $value:expr, $key:literal) => {
        $to.nullable_text($key, &$value)
    };
    (@write $presence:ident text $to:ident $number:literal $value:expr, $key:literal) => {
        $to.optional_text($key, $number, &$value)
    };
    (@write required decimal $to:ident $number:literal $value:expr, $key:literal) => {
        $to.decimal($key, &$value)
    };
    (@write nullable decimal $to:ident $number:literal $value:expr, $key:literal) => {
        $to.nullable_decimal($key, &$value)
    };
    (@write $presence:ident decimal $to:ident $number:literal $value:expr, $key:literal) => {
        $to.optional_decimal($key, $number, &$value)
    };
    (@write required $kind:ident $to:ident $number:literal $value:expr, $key:literal) => {
        $to.value($key, &$value)
    };
    (@write nullable $kind:ident $to:ident $number:literal $value:expr, $key:literal) => {
        $to.value($key, &$value)
    };
    (@write $presence:ident list $to:ident $number:literal $value:expr, $key:literal) => {
        $to.optional_list($key, $number, &$value)
    };
    (@write $presence:ident $kind:ident $to:ident $number:literal $value:expr, $key:literal) => {
        $to.optional($key, $number, &$value)
    };
}

/// Returns a record that counts as read with all of its keys, so that a field without a value is
/// written as `null`.
#[doc(hidden)]
pub fn with_every_key<T: Record<WORDS>, const WORDS: usize>(mut record: T) -> T {
    let mut nothing = MapDeserializer::<_, value::Error>::new(iter::empty::<(String, String)>());
    // It reads nothing, so it can't fail.
    let _ = record.read(UNKNOWN, &FieldSet::full(), &mut nothing);
    record
}

#[doc(hidden)]
pub fn serialize<T: Record<WORDS>, S: Serializer, const WORDS: usize>(
    record: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut writer = Writer::new(&mut map);
    record.write(&mut writer);
    writer.finish()?;
    map.end()
}

#[doc(hidden)]
pub fn deserialize<'de, T: Record<WORDS>, D: Deserializer<'de>, const WORDS: usize>(
    deserializer: D,
) -> Result<T, D::Error> {
    let visitor = Fields(PhantomData);
    if T::IS_OPEN {
        deserializer.deserialize_map(visitor)
    } else {
        deserializer.deserialize_struct(T::SHAPE.name, T::SHAPE.keys, visitor)
    }
}

struct Fields<T, const WORDS: usize>(PhantomData<T>);

impl<'de, T: Record<WORDS>, const WORDS: usize> Visitor<'de> for Fields<T, WORDS> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::SHAPE.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut record = T::default();
        let mut seen = FieldSet::new();
        let mut other = String::new();
        while let Some(field) = map.next_key_seed(Key::<T, WORDS> {
            seen,
            other: &mut other,
            record: PhantomData,
        })? {
            if field != UNKNOWN {
                seen.insert(field);
                record.read(field, &seen, &mut map)?;
            } else if T::IS_OPEN {
                record.read_other(std::mem::take(&mut other), &mut map)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if T::SHAPE.required.is_subset(&seen) {
            Ok(record)
        } else {
            Err(missing::<T, A::Error, WORDS>(&seen))
        }
    }
}

#[cold]
fn missing<T: Record<WORDS>, E: Error, const WORDS: usize>(seen: &FieldSet<WORDS>) -> E {
    let is_missing = |key: &&&str| {
        let field = T::field(key);
        T::SHAPE.required.contains(field) && !seen.contains(field)
    };
    let key = T::SHAPE.keys.iter().find(is_missing);
    E::missing_field(key.copied().unwrap_or_default())
}

#[cold]
fn repeated<E: Error>(keys: &[&'static str], key: &str) -> E {
    let known = keys.iter().find(|known| **known == key);
    E::duplicate_field(known.copied().unwrap_or_default())
}

/// The number of a field that is not described.
#[doc(hidden)]
pub const UNKNOWN: u16 = u16::MAX;

/// Reads the next key and returns the number of its field, or [`UNKNOWN`].
struct Key<'a, T, const WORDS: usize> {
    seen: FieldSet<WORDS>,
    /// Takes a key that is not described, if such keys are kept.
    other: &'a mut String,
    record: PhantomData<T>,
}

impl<'de, T: Record<WORDS>, const WORDS: usize> DeserializeSeed<'de> for Key<'_, T, WORDS> {
    type Value = u16;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u16, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Record<WORDS>, const WORDS: usize> Visitor<'_> for Key<'_, T, WORDS> {
    type Value = u16;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline(always)]
    fn visit_str<E: Error>(self, key: &str) -> Result<u16, E> {
        let field = unseen::<T, E, WORDS>(key, self.seen);
        if T::IS_OPEN && matches!(field, Ok(UNKNOWN)) {
            key.clone_into(self.other);
        }
        field
    }
}

/// Returns the number of the field of a key that must not have come before. It is not inlined, so
/// that the loop over the keys is small enough to be inlined itself.
#[inline(never)]
fn unseen<T: Record<WORDS>, E: Error, const WORDS: usize>(
    key: &str,
    seen: FieldSet<WORDS>,
) -> Result<u16, E> {
    let field = T::field(key);
    if field != UNKNOWN && seen.contains(field) {
        return Err(repeated(T::SHAPE.keys, key));
    }
    Ok(field)
}

#[cfg(test)]
mod tests;
