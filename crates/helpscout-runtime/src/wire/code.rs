//! Enumerations that the service writes as whole numbers. They keep numbers that this version does
//! not know.

use serde_core::de::Deserializer;

use super::enumeration::note_unknown;
use super::number::integer;

/// Implements an enumeration with a variant `Other(i64)` that the service writes as a number.
///
/// The macro adds an inherent `KNOWN` and `code`, and implements `Display` (the number),
/// `From<i64>`, `FromStr`, `Serialize`, `Deserialize` and [`ToWire`](crate::wire::ToWire).
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// pub enum Rating { Great, NotGood, Other(i64) }
/// helpscout_runtime::open_code!(Rating { Great = 1, NotGood = 3 });
///
/// assert_eq!(Rating::from(1), Rating::Great);
/// assert_eq!(Rating::from(7).code(), 7);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_code {
    ($name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl $name {
            /// The documented values, in the order of the documentation.
            #[allow(unreachable_pub)]
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the number as sent and received.
            #[allow(unreachable_pub)]
            pub const fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code,
                }
            }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.code(), f)
            }
        }
        impl ::core::convert::From<i64> for $name {
            fn from(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    code => Self::Other(code),
                }
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;
            // Not `Self::Err`, which would be ambiguous if there were a variant of that name.
            fn from_str(
                text: &str,
            ) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                text.parse::<i64>().map(Self::from)
            }
        }
        impl $crate::wire::plumbing::serde::Serialize for $name {
            fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.code())
            }
        }
        impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::plumbing::deserialize_code(deserializer, |code| {
                    Self::KNOWN.iter().any(|known| known.code() == code)
                })
                .map(Self::from)
            }
        }
        impl $crate::wire::ToWire for $name {
            fn to_wire(&self) -> ::std::string::String {
                ::std::string::ToString::to_string(&self.code())
            }
        }
    };
}

#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
    is_known: impl FnOnce(i64) -> bool,
) -> Result<i64, D::Error> {
    let code = integer(deserializer)?;
    note_unknown(|| is_known(code), code);
    Ok(code)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::wire::to_wire::ToWire;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Weekday {
        Monday,
        Sunday,
        Other(i64),
    }

    crate::open_code!(Weekday {
        Monday = 1,
        Sunday = 7,
    });

    #[test]
    fn an_unknown_number_is_kept_and_written_as_it_came() {
        for (json, value) in [
            ("1", Weekday::Monday),
            ("7", Weekday::Sunday),
            ("8", Weekday::Other(8)),
            ("-1", Weekday::Other(-1)),
        ] {
            let read: Weekday = serde_json::from_str(json).unwrap();
            assert_eq!(read, value);
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
            assert_eq!(read.to_wire(), json);
            assert_eq!(json.parse(), Ok(value));
        }
        assert_eq!(
            serde_json::from_str::<Weekday>("7.0").unwrap(),
            Weekday::Sunday
        );
    }

    #[test]
    fn other_json_is_refused() {
        for json in ["\"1\"", "null", "1.5"] {
            assert!(serde_json::from_str::<Weekday>(json).is_err(), "{json}");
        }
    }
}
