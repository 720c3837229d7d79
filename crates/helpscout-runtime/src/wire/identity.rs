//! Ids: 64-bit whole numbers, each kind its own type, so that a mailbox is no tag.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

/// Makes a `pub struct Name(pub i64)` an id: `Display`, `FromStr`, `From<i64>`, `Serialize` as a
/// number, `Deserialize` from `42`, `"42"` and `42.0`, and [`ToWire`](crate::wire::ToWire).
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// pub struct TagId(pub i64);
/// helpscout_runtime::id_type!(TagId);
///
/// assert_eq!("4845671933".parse(), Ok(TagId(4_845_671_933)));
/// ```
#[macro_export]
macro_rules! id_type {
    ($name:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = $crate::wire::IdError;
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::wire::plumbing::parse_id(text).map(Self)
            }
        }
        impl ::core::convert::From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
        impl $crate::wire::plumbing::serde::Serialize for $name {
            fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }
        impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::plumbing::deserialize_id(deserializer).map(Self)
            }
        }
        impl $crate::wire::ToWire for $name {
            fn to_wire(&self) -> ::std::string::String {
                ::std::string::ToString::to_string(&self.0)
            }
        }
    };
}

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdError {
    given: String,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { given } = self;
        write!(
            f,
            "`{given}` is no id; an id is a whole number such as 447723"
        )
    }
}

impl std::error::Error for IdError {}

#[doc(hidden)]
pub fn parse(text: &str) -> Result<i64, IdError> {
    text.parse().map_err(|_| IdError {
        given: text.to_owned(),
    })
}

#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_any(Id)
}

struct Id;

impl Visitor<'_> for Id {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id, a whole number")
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<i64, E> {
        Ok(id)
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<i64, E> {
        i64::try_from(id).map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(id), &self))
    }

    fn visit_f64<E: Error>(self, id: f64) -> Result<i64, E> {
        super::whole(id).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(id), &self))
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<i64, E> {
        parse(id).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::wire::ToWire;

    #[derive(Clone, Copy, Debug, PartialEq)]
    struct UserId(i64);
    crate::id_type!(UserId);

    #[test]
    fn an_id_is_read_from_a_number_or_its_text_and_written_as_a_number() {
        for json in ["4845671933", "\"4845671933\"", "4845671933.0"] {
            let id: UserId = serde_json::from_str(json).unwrap();
            assert_eq!(id, UserId(4_845_671_933));
            assert_eq!(serde_json::to_string(&id).unwrap(), "4845671933");
        }
        assert_eq!(UserId::from(7).to_wire(), "7");
        assert_eq!(UserId(7).to_string(), "7");
    }

    #[test]
    fn what_is_no_id_is_named() {
        let error = "12a".parse::<UserId>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`12a` is no id; an id is a whole number such as 447723"
        );
        for json in ["\"12a\"", "1.5", "null", "[]", "18446744073709551615"] {
            assert!(serde_json::from_str::<UserId>(json).is_err(), "{json}");
        }
    }
}
