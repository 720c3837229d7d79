//! Objects of answers, read and written from one line for each field.
//!
//! A derive would do as well, but its code is long, and checking it is most of what a user's build
//! spends on the client. Here the loop over the keys is written once.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::{as_text, instant, integer, optional_as_text, optional_instant};

/// An object of answers. Implemented by [`record!`](crate::record).
pub trait Record: Default {
    /// The Rust type, for messages.
    const NAME: &'static str;
    /// Every key it is read from, aliases included.
    const KEYS: &'static [&'static str];
    /// The number of the field of each key.
    const FIELDS: &'static [u8];
    /// The fields that must be there, as bits.
    const REQUIRED: u128;
    /// Whether keys that are not described are kept.
    const IS_OPEN: bool;

    /// Reads the value of a field.
    fn read<'de, A: MapAccess<'de>>(&mut self, field: u8, map: &mut A) -> Result<(), A::Error>;

    /// Reads the value of a key that is not described.
    fn read_other<'de, A: MapAccess<'de>>(
        &mut self,
        key: String,
        map: &mut A,
    ) -> Result<(), A::Error> {
        drop(key);
        map.next_value::<IgnoredAny>().map(drop)
    }

    /// Writes all fields, in order.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Makes a struct a [`Record`], `Serialize` and `Deserialize`.
///
/// Each field has a number, its name, whether it is `required`, `optional` (the key may be
/// missing), `nullable` or `loose` (both, and written as null), how it is read (`value`, `integer`, `instant`, `text` for a number
/// written as a string, `list`), its key and other keys it is known under. What stands after `..`
/// takes every other key.
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
/// assert!(serde_json::from_str::<Row>(r#"{"time": 12}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! record {
    ($name:ident {
        $($number:literal $field:ident: $presence:ident $kind:ident = $key:literal $(| $alias:literal)*),*
        $(, .. $rest:ident)? $(,)?
    }) => {
        impl $crate::wire::plumbing::Record for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const KEYS: &'static [&'static str] = &[$($key, $($alias,)*)*];
            const FIELDS: &'static [u8] = &[$($number, $($crate::record!(@number $number $alias),)*)*];
            const REQUIRED: u128 = 0 $(| $crate::record!(@bit $presence $number))*;
            const IS_OPEN: bool = $crate::record!(@open $($rest)?);
            #[allow(unused_variables)]
            fn read<'de, A: $crate::wire::plumbing::serde::de::MapAccess<'de>>(
                &mut self,
                field: u8,
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
            #[allow(unused_variables)]
            fn write<M: $crate::wire::plumbing::serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                $($crate::record!(@write $presence $kind map self.$field, $key);)*
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
    (@bit required $number:literal) => { 1 << $number };
    (@bit $presence:ident $number:literal) => { 0 };
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
    (@read required list $map:ident) => { $map.next_value()? };
    (@read $presence:ident list $map:ident) => {
        $map.next_value::<::core::option::Option<_>>()?.unwrap_or_default()
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
    (@write $presence:ident list $map:ident $value:expr, $key:literal) => {
        $map.serialize_entry($key, &$value)?
    };
    (@write loose $kind:ident $map:ident $value:expr, $key:literal) => {
        $crate::wire::plumbing::write_loose(
            $map,
            $key,
            $value.is_some(),
            &$crate::record!(@shown loose $kind $value),
        )?
    };
    (@write optional $kind:ident $map:ident $value:expr, $key:literal) => {
        if $value.is_some() {
            $map.serialize_entry($key, &$crate::record!(@shown optional $kind $value))?
        }
    };
    (@write $presence:ident $kind:ident $map:ident $value:expr, $key:literal) => {
        $map.serialize_entry($key, &$crate::record!(@shown $presence $kind $value))?
    };
}

/// A whole number, also when written as `3.0`.
#[doc(hidden)]
#[derive(Deserialize)]
pub struct Whole(#[serde(deserialize_with = "integer")] pub i64);

#[doc(hidden)]
#[derive(Deserialize, Serialize)]
pub struct Instant(#[serde(with = "instant")] pub Timestamp);

#[doc(hidden)]
#[derive(Deserialize, Serialize)]
pub struct MaybeInstant(#[serde(with = "optional_instant")] pub Option<Timestamp>);

#[doc(hidden)]
#[derive(Deserialize, Serialize)]
#[serde(bound(deserialize = "T: From<i64>", serialize = "T: fmt::Display"))]
pub struct Text<T>(#[serde(with = "as_text")] pub T);

#[doc(hidden)]
#[derive(Deserialize, Serialize)]
#[serde(bound(deserialize = "T: From<i64>", serialize = "T: fmt::Display"))]
pub struct MaybeText<T>(#[serde(with = "optional_as_text")] pub Option<T>);

thread_local! {
    /// Whether what is written is laid beside what was read.
    static IS_COMPARING: Cell<bool> = const { Cell::new(false) };
}

thread_local! {
    /// Whether the next object that is read is a whole answer.
    static IS_ANSWER: Cell<bool> = const { Cell::new(false) };
}

/// Runs `read`, which reads an answer: an object that has none of the described keys is something
/// else. Of objects inside it, any key may be missing that need not be there.
pub(crate) fn answer<T>(read: impl FnOnce() -> T) -> T {
    IS_ANSWER.set(true);
    let answer = read();
    IS_ANSWER.set(false);
    answer
}

/// Runs `write`, which leaves out what may be missing and is null.
pub(crate) fn comparing<T>(write: impl FnOnce() -> T) -> T {
    let before = IS_COMPARING.replace(true);
    let written = write();
    IS_COMPARING.set(before);
    written
}

/// Writes a value that may be missing as well as null. Null is written, since both mean the same;
/// only a comparison wants no key where none need be.
#[doc(hidden)]
pub fn write_loose<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &'static str,
    is_there: bool,
    value: &T,
) -> Result<(), M::Error> {
    match !is_there && IS_COMPARING.get() {
        true => Ok(()),
        false => map.serialize_entry(key, value),
    }
}

#[doc(hidden)]
pub fn write_rest<M: SerializeMap, T: Serialize>(
    rest: &std::collections::BTreeMap<String, T>,
    map: &mut M,
) -> Result<(), M::Error> {
    rest.iter()
        .try_for_each(|(key, value)| map.serialize_entry(key, value))
}

#[doc(hidden)]
pub fn serialize<T: Record, S: Serializer>(record: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    record.write(&mut map)?;
    map.end()
}

#[doc(hidden)]
pub fn deserialize<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let visitor = Fields(PhantomData);
    match T::IS_OPEN {
        true => deserializer.deserialize_map(visitor),
        false => deserializer.deserialize_struct(T::NAME, T::KEYS, visitor),
    }
}

struct Fields<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for Fields<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let is_answer = IS_ANSWER.take();
        let mut record = T::default();
        let mut seen = 0_u128;
        let mut next = 0;
        let key = |next| Key {
            keys: T::KEYS,
            next,
            keep: T::IS_OPEN,
        };
        while let Some(found) = map.next_key_seed(key(next))? {
            match found {
                Found::Known(place) => {
                    next = place + 1;
                    let field = T::FIELDS[place];
                    if seen & (1 << field) != 0 {
                        return Err(A::Error::duplicate_field(T::KEYS[place]));
                    }
                    seen |= 1 << field;
                    record.read(field, &mut map)?;
                }
                Found::Other(key) => record.read_other(key, &mut map)?,
                Found::Ignored => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let missing = T::REQUIRED & !seen;
        let is_missing = |field: &u8| missing & (1 << field) != 0;
        match T::FIELDS.iter().position(is_missing) {
            Some(place) => Err(A::Error::missing_field(T::KEYS[place])),
            None if is_answer && seen == 0 && !T::IS_OPEN && !T::KEYS.is_empty() => {
                Err(A::Error::custom("it has no key that is documented"))
            }
            None => Ok(record),
        }
    }
}

/// Finds out which key stands next. Keys mostly come in the order they are described in, so the
/// search starts behind the last one.
struct Key {
    keys: &'static [&'static str],
    next: usize,
    /// Whether a key that is not known is of interest.
    keep: bool,
}

enum Found {
    Known(usize),
    Other(String),
    Ignored,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Found, E> {
        let behind = self.keys.iter().enumerate().skip(self.next);
        let before = self.keys.iter().enumerate().take(self.next);
        let found = behind.chain(before).find(|(_, known)| **known == key);
        Ok(match found {
            Some((place, _)) => Found::Known(place),
            None if self.keep => Found::Other(key.to_owned()),
            None => Found::Ignored,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct UserId(i64);
    crate::id_type!(UserId);

    #[derive(Debug, Default, PartialEq)]
    struct Row {
        id: i64,
        user: UserId,
        deputy: Option<UserId>,
        at: Timestamp,
        until: Option<Timestamp>,
        share: Option<f64>,
        gone: Option<f64>,
        names: Vec<String>,
        others: BTreeMap<String, Option<f64>>,
    }
    crate::record!(Row {
        0 id: required integer = "id",
        1 user: required text = "user" | "userId",
        2 deputy: optional text = "deputy",
        3 at: required instant = "at",
        4 until: nullable instant = "until",
        5 share: optional value = "share",
        6 gone: loose value = "gone",
        7 names: optional list = "names",
        .. others
    });

    const WHOLE: &str = r#"{"id":3,"user":"7","deputy":"8","at":"2019-05-02T12:00:00Z","until":"2019-05-03T12:00:00Z","share":0.5,"gone":1.5,"names":["a"],"odd":2.5,"none":null}"#;
    const LEAST: &str =
        r#"{"id":3,"user":"7","at":"2019-05-02T12:00:00Z","until":null,"gone":null,"names":[]}"#;

    fn read(json: &str) -> Result<Row, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn every_field_is_read_and_written_under_its_key() {
        let row = read(WHOLE).unwrap();
        assert_eq!(
            (row.id, row.user, row.deputy),
            (3, UserId(7), Some(UserId(8)))
        );
        assert_eq!(row.others["odd"], Some(2.5));
        let written = serde_json::to_value(&row).unwrap();
        assert_eq!(
            written,
            serde_json::from_str::<serde_json::Value>(WHOLE).unwrap()
        );
        assert_eq!(serde_json::to_string(&read(LEAST).unwrap()).unwrap(), LEAST);
    }

    #[derive(Debug, Default, PartialEq)]
    struct Loose {
        share: Option<f64>,
        inner: Option<Inner>,
    }
    crate::record!(Loose {
        0 share: optional value = "share",
        1 inner: optional value = "inner",
    });

    #[derive(Debug, Default, PartialEq)]
    struct Inner {
        name: Option<String>,
    }
    crate::record!(Inner {
        0 name: optional value = "name",
    });

    #[test]
    fn an_answer_without_a_documented_key_is_something_else() {
        let read = |json| crate::decode::text::<Loose>(json).map_err(|misfit| misfit.problem);
        for body in ["{}", r#"{"error": "quota exceeded"}"#] {
            let problem = read(body).unwrap_err();
            assert!(
                problem.starts_with("it has no key that is documented"),
                "{problem}"
            );
            // By itself it is an object like any other.
            assert!(serde_json::from_str::<Loose>(body).is_ok());
        }
        let inside = read(r#"{"inner": {"nickname": "Ada"}, "new": 1}"#).unwrap();
        assert_eq!(inside.inner, Some(Inner::default()));
        assert!(read(r#"{"share": null}"#).is_ok());
    }

    #[test]
    fn a_comparison_misses_no_key_that_may_be_missing() {
        let row = read(LEAST).unwrap();
        let written = comparing(|| serde_json::to_value(&row)).unwrap();
        let keys: Vec<&str> = written
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(keys, ["id", "user", "at", "until", "names"]);
    }

    #[test]
    fn keys_come_in_any_order_and_under_their_other_names() {
        let row = read(r#"{"names":null,"at":"2019-05-02T12:00:00","userId":7,"id":3.0}"#);
        assert_eq!(row.unwrap().user, UserId(7));
    }

    #[test]
    fn what_is_missing_twice_or_of_another_type_is_an_error() {
        let missing = read(r#"{"user":"7","at":"2019-05-02T12:00:00Z"}"#).unwrap_err();
        assert!(missing.contains("missing field `id`"), "{missing}");
        let twice = read(r#"{"id":1,"user":1,"userId":2}"#).unwrap_err();
        assert!(twice.contains("duplicate field `userId`"), "{twice}");
        let other = read("[]").unwrap_err();
        assert!(other.contains("expected struct Row"), "{other}");
        assert!(read(r#"{"id":"3"}"#).is_err());
    }
}
