//! Reads and writes one field of an object of a response.
//!
//! A field costs an object one call, without branches and without an error to pass on, because a
//! user's build checks these calls once for each field. [`record!`](crate::record) makes them of two
//! words, the presence and the kind of the field: the first is the name of a module in [`read`] and
//! in [`show`], the second that of a function in it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::SplitAsciiWhitespace;

use jiff::Timestamp;
use serde_core::de::{Deserializer, MapAccess};
use serde_core::ser::{SerializeMap, Serializer};
use serde_core::{Deserialize, Serialize};

use super::decimal::Decimal;
use super::field_set::is_in;
use super::identity::{as_text, optional_as_text};
use super::list::List;
use super::number::Whole;
use super::time::{instant, optional_instant};

/// Implements functions that read the value of a field.
macro_rules! readers {
    ($($name:ident $(<$value:ident: $bound:path>)?: $field:ty = $read:ty => |$came:ident| $taken:expr;)*) => {
        $(
            #[doc(hidden)]
            #[inline(always)]
            pub fn $name<'de, A: MapAccess<'de> $(, $value: $bound)?>(
                from: &mut Reader<'de, A>,
                field: &mut $field,
            ) {
                if let Some($came) = from.value::<$read>() {
                    *field = $taken;
                }
            }
        )*
    };
}

#[doc(hidden)]
pub mod read {
    //! Reads the value of a field.

    pub mod required {
        use super::super::*;

        pub const IS_REQUIRED: bool = true;

        readers! {
            value<T: Deserialize<'de>>: T = T => |value| value;
            integer: i64 = Whole => |whole| whole.0;
            instant: Timestamp = Instant => |instant| instant.0;
            text<T: From<i64>>: T = Text<T> => |text| text.0;
            decimal<T: From<f64>>: T = Decimal => |decimal| decimal.0.into();
            // Services send `null` for an empty list. If rows are missing, the walk notices it by
            // their number.
            list<T: Deserialize<'de>>: Vec<T> = Option<List<T>> => |list| {
                list.map_or_else(Vec::new, |list| list.0)
            };
        }
    }

    pub mod loose {
        use super::super::*;

        pub const IS_REQUIRED: bool = false;

        pub use super::required::{list, value};
        readers! {
            integer: Option<i64> = Option<Whole> => |whole| whole.map(|whole| whole.0);
            instant: Option<Timestamp> = MaybeInstant => |instant| instant.0;
            text<T: From<i64>>: Option<T> = MaybeText<T> => |text| text.0;
            decimal<T: From<f64>>: Option<T> = Option<Decimal> => |decimal| {
                decimal.map(|decimal| decimal.0.into())
            };
        }
    }

    pub use loose as optional;
    pub use loose as nullable;
}

/// Implements functions that show a field: whether it has a value, and how it is written.
macro_rules! shown {
    ($($name:ident $(<$ty:ident: $bound:path>)?: $field:ty => |$value:ident| $has_value:expr, $written:expr;)*) => {
        $(
            #[doc(hidden)]
            pub fn $name<$($ty: $bound,)? F: Fields>(
                to: &mut F,
                key: &'static str,
                number: u16,
                $value: &$field,
                other: &$field,
            ) {
                to.field(key, number, $has_value, $written, ($value, other));
            }
        )*
    };
}

#[doc(hidden)]
pub mod show {
    //! Shows a field and the same field of another object to one of the [`Fields`](super::Fields).

    pub mod required {
        use super::super::*;

        shown! {
            value<T: Value>: T => |value| true, value;
            instant: Timestamp => |value| true, &Instant(*value);
            text<T: Digits>: T => |value| true, &Text(value);
            decimal<T: Number>: T => |value| true, &Decimal((*value).into());
        }
        pub use value as integer;
        pub use value as list;
    }

    pub mod nullable {
        use super::super::*;

        pub use super::required::{integer, list, value};
        shown! {
            instant: Option<Timestamp> => |value| true, &MaybeInstant(*value);
            text<T: Digits>: Option<T> => |value| true, &MaybeText(value.as_ref());
            decimal<T: Number>: Option<T> => |value| true, &value.map(|value| Decimal(value.into()));
        }
    }

    pub mod loose {
        use super::super::*;

        shown! {
            value<T: Value>: Option<T> => |value| value.is_some(), value;
            list<T: Value>: Vec<T> => |value| !value.is_empty(), value;
            instant: Option<Timestamp> => |value| value.is_some(), &MaybeInstant(*value);
            text<T: Digits>: Option<T> => |value| value.is_some(), &MaybeText(value.as_ref());
            decimal<T: Number>: Option<T> => |value| value.is_some(), &value.map(|value| {
                Decimal(value.into())
            });
        }
        pub use value as integer;
    }

    pub use loose as optional;
}

/// What is done with the fields of an object, or of two objects of a type. One function of the type
/// serves them all, because a user's build checks that of each type.
#[doc(hidden)]
pub trait Fields {
    /// Takes the names of all fields in the struct, with spaces between them.
    fn names(&mut self, _names: &'static str) {}

    /// Takes a field. `written` is how it is written under its key.
    fn field<T: fmt::Debug + PartialEq, W: Serialize>(
        &mut self,
        key: &'static str,
        number: u16,
        has_value: bool,
        written: &W,
        values: (&T, &T),
    );

    /// Takes the field with the keys that are not described.
    fn rest<T: Value>(&mut self, rest: &BTreeMap<String, T>, other: &BTreeMap<String, T>);
}

/// The value of a field.
#[doc(hidden)]
pub trait Value: fmt::Debug + PartialEq + Serialize {}
impl<T: fmt::Debug + PartialEq + Serialize> Value for T {}

/// A whole number that is written as text.
#[doc(hidden)]
pub trait Digits: fmt::Debug + fmt::Display + PartialEq {}
impl<T: fmt::Debug + fmt::Display + PartialEq> Digits for T {}

/// A number that is written as text.
#[doc(hidden)]
pub trait Number: Copy + fmt::Debug + Into<f64> + PartialEq {}
impl<T: Copy + fmt::Debug + Into<f64> + PartialEq> Number for T {}

/// Reads the values of an object, up to the first error.
#[doc(hidden)]
pub struct Reader<'de, A: MapAccess<'de>> {
    pub(super) map: A,
    error: Option<A::Error>,
    text: PhantomData<&'de str>,
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    pub(super) fn new(map: A) -> Self {
        Self {
            map,
            error: None,
            text: PhantomData,
        }
    }

    /// Reads the value of a key that is not described.
    pub fn rest<T: Deserialize<'de>>(&mut self, key: String, rest: &mut BTreeMap<String, T>) {
        if let Some(value) = self.value() {
            rest.insert(key, value);
        }
    }

    #[inline(always)]
    fn value<T: Deserialize<'de>>(&mut self) -> Option<T> {
        match self.map.next_value() {
            Ok(value) => Some(value),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    /// Returns the error of the last value, if there was one.
    #[inline(always)]
    pub(super) fn outcome(&mut self) -> Result<(), A::Error> {
        self.error.take().map_or(Ok(()), Err)
    }
}

/// Writes the fields of an object, up to the first error.
pub(super) struct Writer<'a, S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
    /// The keys that came when the object was read.
    received: &'a [u64],
}

impl<'a, S: Serializer> Writer<'a, S> {
    pub(super) fn new(serializer: S, received: &'a [u64]) -> Self {
        Self {
            map: serializer.serialize_map(None),
            received,
        }
    }

    pub(super) fn end(self) -> Result<S::Ok, S::Error> {
        self.map?.end()
    }

    #[inline]
    fn entry<T: Serialize>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.map = Err(error);
        }
    }
}

impl<S: Serializer> Fields for Writer<'_, S> {
    /// Leaves a field without a value out, unless its key came.
    fn field<T, W: Serialize>(
        &mut self,
        key: &'static str,
        number: u16,
        has_value: bool,
        written: &W,
        _: (&T, &T),
    ) {
        if has_value || is_in(self.received, number) {
            self.entry(key, written);
        }
    }

    fn rest<T: Value>(&mut self, rest: &BTreeMap<String, T>, _: &BTreeMap<String, T>) {
        for (key, value) in rest {
            self.entry(key, value);
        }
    }
}

/// Whether the fields of two objects are equal.
pub(super) struct Comparison(pub(super) bool);

impl Fields for Comparison {
    fn field<T: PartialEq, W>(
        &mut self,
        _: &'static str,
        _: u16,
        _: bool,
        _: &W,
        (value, other): (&T, &T),
    ) {
        self.0 = self.0 && value == other;
    }

    fn rest<T: Value>(&mut self, rest: &BTreeMap<String, T>, other: &BTreeMap<String, T>) {
        self.0 = self.0 && rest == other;
    }
}

/// Formats the fields of an object as a derived `Debug` does.
pub(super) struct Formatting<'a, 'f> {
    object: fmt::DebugStruct<'a, 'f>,
    names: SplitAsciiWhitespace<'static>,
}

impl<'a, 'f> Formatting<'a, 'f> {
    pub(super) fn new(f: &'a mut fmt::Formatter<'f>, name: &'static str) -> Self {
        Self {
            object: f.debug_struct(name),
            names: "".split_ascii_whitespace(),
        }
    }

    pub(super) fn end(mut self) -> fmt::Result {
        self.object.finish()
    }

    fn add(&mut self, value: &dyn fmt::Debug) {
        self.object
            .field(self.names.next().unwrap_or_default(), value);
    }
}

impl Fields for Formatting<'_, '_> {
    fn names(&mut self, names: &'static str) {
        self.names = names.split_ascii_whitespace();
    }

    fn field<T: fmt::Debug, W>(
        &mut self,
        _: &'static str,
        _: u16,
        _: bool,
        _: &W,
        (value, _): (&T, &T),
    ) {
        self.add(value);
    }

    fn rest<T: Value>(&mut self, rest: &BTreeMap<String, T>, _: &BTreeMap<String, T>) {
        self.add(rest);
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
