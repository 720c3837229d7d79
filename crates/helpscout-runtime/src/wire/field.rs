//! Reads and writes one field of an object of a response.
//!
//! A field costs an object one call, without branches and without an error to pass on, because a
//! user's build checks these calls once for each field.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde_core::de::{Deserializer, MapAccess};
use serde_core::ser::{SerializeMap, Serializer};
use serde_core::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::field_set::is_in;
use super::identity::{as_text, optional_as_text};
use super::list::List;
use super::number::Whole;
use super::received::Received;
use super::time::{instant, optional_instant};

/// Implements a function that reads the value of a field.
macro_rules! read {
    ($($name:ident $(<$value:ident: $bound:path>)?: $field:ty = $read:ty => |$came:ident| $taken:expr;)*) => {
        $(
            #[doc(hidden)]
            #[inline(always)]
            pub fn $name<'de, A: MapAccess<'de> $(, $value: $bound)?>(
                field: &mut $field,
                map: &mut A,
            ) -> Result<(), A::Error> {
                let $came = map.next_value::<$read>()?;
                *field = $taken;
                Ok(())
            }
        )*
    };
}
read! {
    read_value<T: Deserialize<'de>>: T = T => |value| value;
    read_integer: i64 = Whole => |whole| whole.0;
    read_optional_integer: Option<i64> = Option<Whole> => |whole| whole.map(|whole| whole.0);
    read_instant: Timestamp = Instant => |instant| instant.0;
    read_optional_instant: Option<Timestamp> = MaybeInstant => |instant| instant.0;
    read_text<T: From<i64>>: T = Text<T> => |text| text.0;
    read_optional_text<T: From<i64>>: Option<T> = MaybeText<T> => |text| text.0;
    read_decimal<T: From<f64>>: T = Decimal => |decimal| decimal.0.into();
    read_optional_decimal<T: From<f64>>: Option<T> = Option<Decimal> => |decimal| {
        decimal.map(|decimal| decimal.0.into())
    };
    read_list<T: Deserialize<'de>>: Vec<T> = List<T> => |list| list.0;
    read_optional_list<T: Deserialize<'de>>: Vec<T> = Option<List<T>> => |list| {
        list.map_or_else(Vec::new, |list| list.0)
    };
}

/// Writes the fields of an object, up to the first error.
#[doc(hidden)]
pub struct Writer<'a, M: SerializeMap> {
    map: &'a mut M,
    /// The keys that came when the object was read.
    received: &'a [u64],
    outcome: Result<(), M::Error>,
}

/// Each function but `rest` writes one field under its key. `optional` functions leave a field
/// without a value out, unless its key came.
impl<'a, M: SerializeMap> Writer<'a, M> {
    pub(super) fn new(map: &'a mut M) -> Self {
        Self {
            map,
            received: &[],
            outcome: Ok(()),
        }
    }

    /// Sets the keys that came when the object was read.
    pub fn received<const WORDS: usize>(&mut self, keys: &'a Received<WORDS>) {
        self.received = keys.words();
    }

    pub(super) fn finish(self) -> Result<(), M::Error> {
        self.outcome
    }

    pub fn value<T: Serialize>(&mut self, key: &'static str, value: &T) {
        self.entry(key, value);
    }

    pub fn optional<T: Serialize>(&mut self, key: &'static str, field: u16, value: &Option<T>) {
        if value.is_some() || is_in(self.received, field) {
            self.entry(key, value);
        }
    }

    pub fn optional_list<T: Serialize>(&mut self, key: &'static str, field: u16, list: &Vec<T>) {
        if !list.is_empty() || is_in(self.received, field) {
            self.entry(key, list);
        }
    }

    pub fn instant(&mut self, key: &'static str, instant: &Timestamp) {
        self.entry(key, &Instant(*instant));
    }

    pub fn nullable_instant(&mut self, key: &'static str, instant: &Option<Timestamp>) {
        self.entry(key, &MaybeInstant(*instant));
    }

    pub fn optional_instant(&mut self, key: &'static str, field: u16, instant: &Option<Timestamp>) {
        if instant.is_some() || is_in(self.received, field) {
            self.nullable_instant(key, instant);
        }
    }

    pub fn text<T: fmt::Display>(&mut self, key: &'static str, number: &T) {
        self.entry(key, &Text(number));
    }

    pub fn nullable_text<T: fmt::Display>(&mut self, key: &'static str, number: &Option<T>) {
        self.entry(key, &MaybeText(number.as_ref()));
    }

    pub fn optional_text<T: fmt::Display>(
        &mut self,
        key: &'static str,
        field: u16,
        number: &Option<T>,
    ) {
        if number.is_some() || is_in(self.received, field) {
            self.nullable_text(key, number);
        }
    }

    pub fn decimal<T: Into<f64> + Copy>(&mut self, key: &'static str, number: &T) {
        self.entry(key, &Decimal((*number).into()));
    }

    pub fn nullable_decimal<T: Into<f64> + Copy>(&mut self, key: &'static str, number: &Option<T>) {
        self.entry(key, &number.map(|number| Decimal(number.into())));
    }

    pub fn optional_decimal<T: Into<f64> + Copy>(
        &mut self,
        key: &'static str,
        field: u16,
        number: &Option<T>,
    ) {
        if number.is_some() || is_in(self.received, field) {
            self.nullable_decimal(key, number);
        }
    }

    /// Writes keys that are not described.
    pub fn rest<T: Serialize>(&mut self, rest: &BTreeMap<String, T>) {
        for (key, value) in rest {
            self.entry(key, value);
        }
    }

    #[inline]
    fn entry<T: Serialize>(&mut self, key: &str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.map.serialize_entry(key, value);
        }
    }
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

struct Instant(Timestamp);
read_and_written_with!(Instant, instant);

struct MaybeInstant(Option<Timestamp>);
read_and_written_with!(MaybeInstant, optional_instant);

struct Text<T>(T);
read_and_written_with!(Text<T>, as_text);

struct MaybeText<T>(Option<T>);
read_and_written_with!(MaybeText<T>, optional_as_text);
