//! Objects of responses, which are read and written from one line for each field.
//!
//! A derive would work as well, but it generates much more code, and checking that code would take
//! most of the time that a user's build spends on the client. Here the loop over the keys is
//! written once.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::{SerializeMap, Serializer};
use serde_core::{Deserialize, Serialize};

use super::field_set::FieldSet;
use super::identity::{as_text, optional_as_text};
use super::time::{instant, optional_instant};

/// An object of a response. [`record!`](crate::record) implements it.
///
/// `WORDS` is the size of a set of its fields.
#[doc(hidden)]
pub trait Record<const WORDS: usize>: Default {
    /// The name of the Rust type, for messages.
    const NAME: &'static str;
    /// All keys that it is read from, including aliases.
    const KEYS: &'static [&'static str];
    /// The number of the field of each key.
    const FIELDS: &'static [u16];
    /// The fields that must not be missing.
    const REQUIRED: FieldSet<WORDS>;
    /// Whether keys that are not described are kept.
    const IS_OPEN: bool;

    /// Returns the number of the field of a key, or [`UNKNOWN`].
    fn field(key: &str) -> u16;

    /// Reads the value of a field.
    ///
    /// # Errors
    ///
    /// Returns the error of the map, for example that the value has another type.
    fn read<'de, A: MapAccess<'de>>(&mut self, field: u16, map: &mut A) -> Result<(), A::Error>;

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

    /// Keeps which keys came.
    fn receive<const ALL: usize>(&mut self, _keys: &FieldSet<ALL>) {}

    /// Returns which keys came, for [`Received`](super::Received).
    fn received(&self) -> &[u64] {
        &[]
    }

    /// Writes the fields in order.
    ///
    /// # Errors
    ///
    /// Returns the error of the map.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Implements `Serialize` and `Deserialize` for a struct that is an object of a response.
///
/// Each field has one line with these parts:
///
/// - its number, counted from 0, and its name;
/// - its presence: `required`, `optional` (the key may be missing), `nullable` (the value may be
///   `null`), or `loose` (both);
/// - how it is read: `value`, `integer`, `instant`, `text` (a number that the service writes as a
///   string), or `list`;
/// - its key, and other keys that it is read from.
///
/// The field after `..` takes all other keys. The field after `keys in`, a
/// [`Received`](crate::wire::Received), keeps which keys came.
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
        $(, .. $rest:ident)? $(, keys in $received:ident)? $(,)?
    }) => {
        #[doc(hidden)]
        impl $crate::wire::plumbing::Record<{ $crate::wire::plumbing::words(&[$($number),*]) }> for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const KEYS: &'static [&'static str] = &[$($key, $($alias,)*)*];
            const FIELDS: &'static [u16] = &[$($number, $($crate::record!(@number $number $alias),)*)*];
            const REQUIRED: $crate::wire::plumbing::FieldSet<
                { $crate::wire::plumbing::words(&[$($number),*]) },
            > = $crate::wire::plumbing::FieldSet::of(
                &[$(($number, $crate::record!(@is_required $presence))),*]
            );
            const IS_OPEN: bool = $crate::record!(@open $($rest)?);
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
                map: &mut A,
            ) -> ::core::result::Result<(), A::Error> {
                match field {
                    $($number => self.$field = $crate::record!(@read $presence $kind map),)*
                    _ => {}
                }
                ::core::result::Result::Ok(())
            }
            $(
                fn read_other<'de, A: $crate::wire::plumbing::serde::de::MapAccess<'de>>(
                    &mut self,
                    key: ::std::string::String,
                    map: &mut A,
                ) -> ::core::result::Result<(), A::Error> {
                    self.$rest.insert(key, map.next_value()?);
                    ::core::result::Result::Ok(())
                }
            )?
            $(
                fn receive<const ALL: usize>(
                    &mut self,
                    keys: &$crate::wire::plumbing::FieldSet<ALL>,
                ) {
                    self.$received = $crate::wire::Received::of(keys);
                }
                fn received(&self) -> &[u64] {
                    self.$received.words()
                }
            )?
            #[allow(unused_variables)]
            fn write<M: $crate::wire::plumbing::serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                let keys = $crate::wire::plumbing::received(self);
                $($crate::record!(@write $presence $kind map keys $number self.$field, $key);)*
                $($crate::wire::plumbing::write_rest(&self.$rest, map)?;)?
                ::core::result::Result::Ok(())
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
    (@number $number:literal $alias:literal) => { $number };
    (@is_required required) => { true };
    (@is_required $presence:ident) => { false };
    (@open) => { false };
    (@open $rest:ident) => { true };
    (@read required integer $map:ident) => {
        $map.next_value::<$crate::wire::plumbing::Whole>()?.0
    };
    (@read $presence:ident integer $map:ident) => {
        $map.next_value::<::core::option::Option<$crate::wire::plumbing::Whole>>()?.map(|whole| whole.0)
    };
    (@read required instant $map:ident) => {
        $map.next_value::<$crate::wire::plumbing::Instant>()?.0
    };
    (@read $presence:ident instant $map:ident) => {
        $map.next_value::<$crate::wire::plumbing::MaybeInstant>()?.0
    };
    (@read required text $map:ident) => {
        $map.next_value::<$crate::wire::plumbing::Text<_>>()?.0
    };
    (@read $presence:ident text $map:ident) => {
        $map.next_value::<$crate::wire::plumbing::MaybeText<_>>()?.0
    };
    (@read required list $map:ident) => {
        $map.next_value::<$crate::wire::plumbing::List<_>>()?.0
    };
    (@read $presence:ident list $map:ident) => {
        match $map.next_value::<::core::option::Option<$crate::wire::plumbing::List<_>>>()? {
            ::core::option::Option::Some(list) => list.0,
            ::core::option::Option::None => ::std::vec::Vec::new(),
        }
    };
    (@read $presence:ident $kind:ident $map:ident) => { $map.next_value()? };
    (@shown required instant $value:expr) => { $crate::wire::plumbing::Instant($value) };
    (@shown $presence:ident instant $value:expr) => {
        $crate::wire::plumbing::MaybeInstant($value)
    };
    (@shown required text $value:expr) => {
        $crate::wire::plumbing::Text(::core::clone::Clone::clone(&$value))
    };
    (@shown $presence:ident text $value:expr) => {
        $crate::wire::plumbing::MaybeText(::core::clone::Clone::clone(&$value))
    };
    (@shown $presence:ident $kind:ident $value:expr) => { $value };
    (@write optional list $map:ident $keys:ident $number:literal $value:expr, $key:literal) => {
        if !$value.is_empty() || $crate::wire::plumbing::is_received($keys, $number) {
            $map.serialize_entry($key, &$value)?
        }
    };
    (@write loose list $map:ident $keys:ident $number:literal $value:expr, $key:literal) => {
        $crate::record!(@write optional list $map $keys $number $value, $key)
    };
    (@write $presence:ident list $map:ident $keys:ident $number:literal $value:expr, $key:literal) => {
        $map.serialize_entry($key, &$value)?
    };
    (@write optional $kind:ident $map:ident $keys:ident $number:literal $value:expr, $key:literal) => {
        if $value.is_some() || $crate::wire::plumbing::is_received($keys, $number) {
            $map.serialize_entry($key, &$crate::record!(@shown optional $kind $value))?
        }
    };
    (@write loose $kind:ident $map:ident $keys:ident $number:literal $value:expr, $key:literal) => {
        $crate::record!(@write optional $kind $map $keys $number $value, $key)
    };
    (@write $presence:ident $kind:ident $map:ident $keys:ident $number:literal $value:expr, $key:literal) => {
        $map.serialize_entry($key, &$crate::record!(@shown $presence $kind $value))?
    };
}

/// Implements `Deserialize` and `Serialize` for a tuple struct with the functions of a module.
macro_rules! read_and_written_with {
    ($name:ident, $module:ident) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $module::deserialize(deserializer).map(Self)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $module::serialize(&self.0, serializer)
            }
        }
    };
    ($name:ident<T>, $module:ident) => {
        impl<'de, T: From<i64>> Deserialize<'de> for $name<T> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $module::deserialize(deserializer).map(Self)
            }
        }
        impl<T: fmt::Display> Serialize for $name<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $module::serialize(&self.0, serializer)
            }
        }
    };
}

#[doc(hidden)]
pub struct Instant(pub Timestamp);
read_and_written_with!(Instant, instant);

#[doc(hidden)]
pub struct MaybeInstant(pub Option<Timestamp>);
read_and_written_with!(MaybeInstant, optional_instant);

#[doc(hidden)]
pub struct Text<T>(pub T);
read_and_written_with!(Text<T>, as_text);

#[doc(hidden)]
pub struct MaybeText<T>(pub Option<T>);
read_and_written_with!(MaybeText<T>, optional_as_text);

#[doc(hidden)]
pub fn write_rest<M: SerializeMap, T: Serialize>(
    rest: &BTreeMap<String, T>,
    map: &mut M,
) -> Result<(), M::Error> {
    rest.iter()
        .try_for_each(|(key, value)| map.serialize_entry(key, value))
}

/// Returns a record that counts as read with all of its keys, so that a field without a value is
/// written as `null`.
#[doc(hidden)]
pub fn with_every_key<T: Record<WORDS>, const WORDS: usize>(mut record: T) -> T {
    record.receive(&FieldSet::<WORDS>::full());
    record
}

#[doc(hidden)]
pub fn received<T: Record<WORDS>, const WORDS: usize>(record: &T) -> &[u64] {
    record.received()
}

#[doc(hidden)]
pub fn serialize<T: Record<WORDS>, S: Serializer, const WORDS: usize>(
    record: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    record.write(&mut map)?;
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
        deserializer.deserialize_struct(T::NAME, T::KEYS, visitor)
    }
}

struct Fields<T, const WORDS: usize>(PhantomData<T>);

impl<'de, T: Record<WORDS>, const WORDS: usize> Visitor<'de> for Fields<T, WORDS> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
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
                record.read(field, &mut map)?;
            } else if T::IS_OPEN {
                record.read_other(std::mem::take(&mut other), &mut map)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        record.receive(&seen);
        if T::REQUIRED.is_subset(&seen) {
            Ok(record)
        } else {
            Err(missing::<T, A::Error, WORDS>(&seen))
        }
    }
}

#[cold]
fn missing<T: Record<WORDS>, E: Error, const WORDS: usize>(seen: &FieldSet<WORDS>) -> E {
    let is_missing = |field: &u16| T::REQUIRED.contains(*field) && !seen.contains(*field);
    let place = T::FIELDS.iter().position(is_missing).unwrap_or_default();
    E::missing_field(T::KEYS[place])
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
        return Err(repeated(T::KEYS, key));
    }
    Ok(field)
}

#[cfg(test)]
mod tests;
