//! Objects of responses, which are read and written from one line for each field.
//!
//! A derive would work as well, but it generates much more code, and checking that code would take
//! most of the time that a user's build spends on the client. Here the loop over the keys is
//! written once.

use std::marker::PhantomData;
use std::{fmt, iter};

use serde_core::de::value::{self, MapDeserializer};
use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_core::ser::Serializer;

use super::field::{Comparison, Fields, Formatting, Reader, Writer};
use super::field_set::FieldSet;

/// An object of a response. [`record!`](crate::record) implements it.
///
/// `WORDS` is the size of a set of its fields.
#[doc(hidden)]
pub trait Record<const WORDS: usize = 1>: Default {
    /// Whether keys that are not described are kept.
    const IS_OPEN: bool = false;

    /// Keeps which keys have come, and reads the value of a field. Nothing is read for [`UNKNOWN`].
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        field: u16,
        seen: &FieldSet<WORDS>,
        from: &mut Reader<'de, A>,
    );

    /// Shows all fields, together with those of another object.
    fn show<F: Fields>(&self, other: &Self, to: &mut F);

    /// Reads the value of a key that is not described, if such keys are kept.
    fn read_other<'de, A: MapAccess<'de>>(&mut self, _key: String, _from: &mut Reader<'de, A>) {}
}

/// The facts about the type of an object. They are no constant of the type, because a user's build
/// evaluates each constant, even if it is not used.
#[doc(hidden)]
pub struct Shape<Keys: ?Sized = [&'static str]> {
    /// The name of the Rust type, for messages.
    pub name: &'static str,
    /// Other keys that fields are read from, with the numbers of the fields.
    pub aliases: &'static [(&'static str, u16)],
    /// For each field whether it must not be missing.
    pub required: &'static [bool],
    /// The key of each field.
    pub keys: Keys,
}

impl Shape {
    /// Returns the number of the field of a key, or [`UNKNOWN`]. Usually the key is that of the field
    /// `next`.
    fn field(&self, key: &str, next: u16) -> u16 {
        let (before, after) = self.keys.split_at(usize::from(next).min(self.keys.len()));
        let position = |keys: &[&str]| keys.iter().position(|known| *known == key);
        let place = position(after).map(|place| before.len() + place);
        if let Some(place) = place.or_else(|| position(before)) {
            return place as u16;
        }
        let alias = self.aliases.iter().find(|(alias, _)| *alias == key);
        alias.map_or(UNKNOWN, |(_, field)| *field)
    }

    fn required(&self) -> impl Iterator<Item = (&'static str, u16)> {
        let fields = self.keys.iter().zip(self.required).zip(0..);
        fields.filter_map(|((key, required), field)| required.then_some((*key, field)))
    }
}

/// Implements `Serialize` and `Deserialize` for a struct that is an object of a response.
///
/// Each field has one line with these parts:
///
/// - its number, counted from 0 in the order of the lines, and its name;
/// - its presence: `required`, `optional` (the key may be missing), `nullable` (the value may be
///   `null`), or `loose` (both);
/// - how it is read: `value`, `integer`, `instant`, `text` (a whole number or an ID that the service
///   writes as a string), `decimal` (a number or a duration that it writes as a string), or `list`
///   (of which `null` is an empty one, whatever the presence);
/// - its key, and other keys that it is read from.
///
/// The field after `..` takes all other keys. The field after `keys in`, a
/// [`Received`](crate::wire::Received), keeps which keys came. An object with more than 64 fields
/// states the number of fields divided by 64, rounded up, such as `words 2`. At last,
/// `impl Debug and PartialEq` implements these traits as a derive does, but with less code.
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
        $(, .. $rest:ident)? $(, keys in $received:ident)? $(, words $words:literal)?
        $(, impl $debug:ident and $partial_eq:ident)? $(,)?
    }) => {
        #[doc(hidden)]
        impl $crate::wire::plumbing::Record$(<$words>)? for $name {
            #[allow(unused_variables)]
            #[inline(always)]
            fn read<'de, A: $crate::wire::plumbing::serde::de::MapAccess<'de>>(
                &mut self,
                field: u16,
                seen: &$crate::wire::plumbing::FieldSet$(<$words>)?,
                from: &mut $crate::wire::plumbing::Reader<'de, A>,
            ) {
                $(self.$received = $crate::wire::Received::of(seen);)?
                match field {
                    $($number => $crate::wire::plumbing::read::$presence::$kind(from, &mut self.$field),)*
                    _ => {}
                }
            }
            fn show<F: $crate::wire::plumbing::Fields>(&self, other: &Self, to: &mut F) {
                to.names(::core::stringify!($($field)* $($rest)?));
                $($crate::wire::plumbing::show::$presence::$kind(
                    to, $key, $number, &self.$field, &other.$field,
                );)*
                $(to.rest(&self.$rest, &other.$rest);)?
            }
            $(
                const IS_OPEN: bool = true;
                fn read_other<'de, A: $crate::wire::plumbing::serde::de::MapAccess<'de>>(
                    &mut self,
                    key: ::std::string::String,
                    from: &mut $crate::wire::plumbing::Reader<'de, A>,
                ) {
                    from.rest(key, &mut self.$rest);
                }
            )?
        }
        impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::plumbing::deserialize_record(deserializer, &$crate::wire::plumbing::Shape {
                    name: ::core::stringify!($name),
                    aliases: &[$($(($alias, $number),)*)*],
                    required: &[$($crate::wire::plumbing::read::$presence::IS_REQUIRED),*],
                    keys: [$($key),*],
                })
            }
        }
        impl $crate::wire::plumbing::serde::Serialize for $name {
            fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::plumbing::serialize_record(
                    self,
                    &[$(self.$received.words())?],
                    serializer,
                )
            }
        }
        $(
            impl ::core::fmt::$debug for $name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    $crate::wire::plumbing::format_record(self, ::core::stringify!($name), f)
                }
            }
            impl ::core::cmp::$partial_eq for $name {
                fn eq(&self, other: &Self) -> bool {
                    $crate::wire::plumbing::is_same_record(self, other)
                }
            }
        )?
    };
}

/// Returns a record that counts as read with all of its keys, so that a field without a value is
/// written as `null`.
#[doc(hidden)]
pub fn with_every_key<T: Record<WORDS>, const WORDS: usize>(mut record: T) -> T {
    let nothing = MapDeserializer::<_, value::Error>::new(iter::empty::<(String, String)>());
    record.read(UNKNOWN, &FieldSet::full(), &mut Reader::new(nothing));
    record
}

/// Writes an object. `received` has the keys that came when it was read, if it keeps them.
#[doc(hidden)]
pub fn serialize<T: Record<WORDS>, S: Serializer, const WORDS: usize>(
    record: &T,
    received: &[&[u64]],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let received = received.first().copied().unwrap_or_default();
    let mut writer = Writer::new(serializer, received);
    record.show(record, &mut writer);
    writer.end()
}

/// Formats an object as a derived `Debug` does, without which keys came, which `==` ignores, too.
#[doc(hidden)]
pub fn format<T: Record<WORDS>, const WORDS: usize>(
    record: &T,
    name: &'static str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut formatting = Formatting::new(f, name);
    record.show(record, &mut formatting);
    formatting.end()
}

/// Returns whether two objects are equal, as a derived `PartialEq` does.
#[doc(hidden)]
pub fn is_same<T: Record<WORDS>, const WORDS: usize>(record: &T, other: &T) -> bool {
    let mut comparison = Comparison(true);
    record.show(other, &mut comparison);
    comparison.0
}

/// Reads an object. It does not compile if a field has no place in a set of the fields.
#[doc(hidden)]
pub fn deserialize<'de, T, D, const WORDS: usize, const FIELDS: usize>(
    deserializer: D,
    shape: &'static Shape<[&'static str; FIELDS]>,
) -> Result<T, D::Error>
where
    T: Record<WORDS>,
    D: Deserializer<'de>,
{
    const { FieldSet::<WORDS>::assert_place_for(FIELDS) };
    let shape: &'static Shape = shape;
    let visitor = Object(shape, PhantomData);
    if T::IS_OPEN {
        deserializer.deserialize_map(visitor)
    } else {
        deserializer.deserialize_struct(shape.name, &shape.keys, visitor)
    }
}

struct Object<T, const WORDS: usize>(&'static Shape, PhantomData<T>);

impl<'de, T: Record<WORDS>, const WORDS: usize> Visitor<'de> for Object<T, WORDS> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", self.0.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut from = Reader::new(map);
        let Self(shape, _) = self;
        let mut record = T::default();
        let mut seen = FieldSet::new();
        let mut next = 0;
        let mut other = String::new();
        while let Some(field) = from.map.next_key_seed(Key::<T, WORDS> {
            shape,
            next,
            seen,
            other: &mut other,
            record: PhantomData,
        })? {
            if field != UNKNOWN {
                seen.insert(field);
                next = field + 1;
                record.read(field, &seen, &mut from);
            } else if T::IS_OPEN {
                record.read_other(std::mem::take(&mut other), &mut from);
            } else {
                from.map.next_value::<IgnoredAny>()?;
            }
            from.outcome()?;
        }
        match shape.required().find(|(_, field)| !seen.contains(*field)) {
            None => Ok(record),
            Some((key, _)) => Err(A::Error::missing_field(key)),
        }
    }
}

/// The number of a field that is not described.
#[doc(hidden)]
pub const UNKNOWN: u16 = u16::MAX;

/// Reads the next key and returns the number of its field, or [`UNKNOWN`].
struct Key<'a, T, const WORDS: usize> {
    shape: &'static Shape,
    /// The field whose key is expected.
    next: u16,
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
        // A key that was guessed is the very text in the shape, so that it is not compared.
        let expected = self.shape.keys.get(usize::from(self.next));
        if expected.is_some_and(|expected| std::ptr::eq(*expected, key))
            && !self.seen.contains(self.next)
        {
            return Ok(self.next);
        }
        let field = unseen(self.shape, key, self.next, self.seen);
        if T::IS_OPEN && matches!(field, Ok(UNKNOWN)) {
            key.clone_into(self.other);
        }
        field
    }
}

/// Returns the number of the field of a key that must not have come before. It is not inlined, so
/// that the loop over the keys is small enough to be inlined itself.
#[inline(never)]
fn unseen<E: Error, const WORDS: usize>(
    shape: &'static Shape,
    key: &str,
    next: u16,
    seen: FieldSet<WORDS>,
) -> Result<u16, E> {
    let field = shape.field(key, next);
    if field != UNKNOWN && seen.contains(field) {
        return Err(repeated(shape, key));
    }
    Ok(field)
}

#[cold]
fn repeated<E: Error>(shape: &'static Shape, key: &str) -> E {
    let aliases = shape.aliases.iter().map(|(alias, _)| *alias);
    let known = shape
        .keys
        .iter()
        .copied()
        .chain(aliases)
        .find(|known| *known == key);
    E::duplicate_field(known.unwrap_or_default())
}

#[cfg(test)]
mod tests;
