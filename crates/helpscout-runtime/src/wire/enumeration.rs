//! Enumerations that keep values that this version does not know.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Visitor};

/// An enumeration that the service writes as text.
///
/// `open_enum!` implements it.
pub trait WireEnum: Sized + 'static {
    /// The documented values.
    const KNOWN: &'static [Self];

    /// Returns the value as sent and received.
    fn as_str(&self) -> &str;

    /// Creates a value that is not documented.
    fn other(value: &str) -> Self;
}

/// Implements [`WireEnum`] for an enumeration with a variant `Other(String)`.
///
/// The macro adds an inherent `KNOWN` and `as_str`, and implements `Display`, `FromStr` (which never
/// fails), `From<&str>`, `AsRef<str>`, `Serialize`, `Deserialize` and [`ToWire`](crate::wire::ToWire).
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// pub enum Order { Up, Down, Other(String) }
/// helpscout_runtime::open_enum!(Order { Up = "ASC", Down = "DESC" });
///
/// assert_eq!(Order::from("ASC"), Order::Up);
/// assert_eq!(Order::from("SIDEWAYS").to_string(), "SIDEWAYS");
/// assert_eq!([Order::Up, Order::from("SIDEWAYS")].map(|order| order.as_ref().len()), [3, 8]);
/// assert_eq!(Order::KNOWN, [Order::Up, Order::Down]);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $wire:literal),+ $(,)? }) => {
        impl $crate::WireEnum for $name {
            const KNOWN: &'static [Self] = Self::KNOWN;
            fn as_str(&self) -> &str {
                Self::as_str(self)
            }
            fn other(value: &str) -> Self {
                Self::Other(::std::borrow::ToOwned::to_owned(value))
            }
        }
        impl $name {
            /// The documented values, in the order of the documentation.
            #[allow(unreachable_pub)]
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the value as sent and received.
            #[allow(unreachable_pub)]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Other(value) => value,
                }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::WireEnum::as_str(self))
            }
        }
        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)+
                    other => <Self as $crate::WireEnum>::other(other),
                }
            }
        }
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                $crate::WireEnum::as_str(self)
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;
            // Not `Self::Err`, which would be ambiguous if there were a variant of that name.
            fn from_str(
                value: &str,
            ) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }
        impl $crate::wire::plumbing::serde::Serialize for $name {
            fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::WireEnum::as_str(self))
            }
        }
        impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::plumbing::deserialize_enum(deserializer)
            }
        }
        impl $crate::wire::ToWire for $name {
            fn to_wire(&self) -> ::std::string::String {
                ::std::borrow::ToOwned::to_owned($crate::WireEnum::as_str(self))
            }
        }
    };
}

#[doc(hidden)]
pub fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: WireEnum + for<'a> From<&'a str>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: WireEnum + for<'a> From<&'a str>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        note_unknown(
            || T::KNOWN.iter().any(|known| known.as_str() == value),
            value,
        );
        Ok(T::from(value))
    }
}

thread_local! {
    /// Whether unknown values are noted, which only `compare` needs.
    static IS_NOTING: Cell<bool> = const { Cell::new(false) };
    static NOTE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Notes a value if values are being noted and it is unknown.
pub(crate) fn note_unknown(is_known: impl FnOnce() -> bool, value: impl ToString) {
    if IS_NOTING.get() && !is_known() {
        NOTE.replace(Some(value.to_string()));
    }
}

/// Calls `read`, which reads one value, and returns the value as well if an enumeration did not
/// know it.
pub(crate) fn noting_unknown<T>(read: impl FnOnce() -> T) -> (T, Option<String>) {
    let before = IS_NOTING.replace(true);
    let outcome = read();
    IS_NOTING.set(before);
    (outcome, NOTE.take())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::wire::to_wire::ToWire;

    #[derive(Clone, Debug, PartialEq)]
    enum Order {
        Ascending,
        Descending,
        Other(String),
    }

    crate::open_enum!(Order {
        Ascending = "ASC",
        Descending = "DESC",
    });

    #[test]
    fn an_unknown_value_is_kept_and_written_as_it_came() {
        for (json, value) in [
            ("\"ASC\"", Order::Ascending),
            ("\"DESC\"", Order::Descending),
            ("\"desc\"", Order::Other("desc".to_owned())),
            (
                "\"a \\\"new\\\" one\"",
                Order::Other("a \"new\" one".to_owned()),
            ),
        ] {
            let read: Order = serde_json::from_str(json).unwrap();
            assert_eq!(read, value);
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
            assert_eq!(read.to_wire(), read.to_string());
        }
    }

    #[test]
    fn other_json_is_refused() {
        assert!(serde_json::from_str::<Order>("3").is_err());
        assert!(serde_json::from_str::<Order>("null").is_err());
    }
}
