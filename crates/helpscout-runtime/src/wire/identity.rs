//! IDs, each kind with its own type, so that a mailbox is not taken for a tag.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde_core::ser::Serializer;

use super::number::whole_as_read;

/// Implements an ID that is a `pub struct Name(pub i64)`.
///
/// The macro implements `Display`, `FromStr`, `From` in both directions, `Serialize` as a number,
/// `Deserialize` from `42`, `"42"` and `42.0`, [`ToWire`](crate::wire::ToWire), and the conversion into an
/// [`Identity`](crate::Identity).
///
/// ```
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// pub struct TagId(pub i64);
/// helpscout_runtime::id_type!(TagId);
///
/// assert_eq!("4845671933".parse(), Ok(TagId(4_845_671_933)));
/// ```
#[doc(hidden)]
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
        impl ::core::convert::From<&$name> for $crate::Identity {
            fn from(id: &$name) -> Self {
                Self::from(id.0)
            }
        }
        impl ::core::convert::From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
        impl ::core::convert::From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
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

/// Implements an ID of 24 hexadecimal digits that is a `pub struct Name(pub String)`.
///
/// The macro implements what [`text_id_type!`](crate::text_id_type) does, with a `FromStr` that checks
/// the digits.
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct SiteId(pub String);
/// helpscout_runtime::hex_id_type!(SiteId);
///
/// let id: SiteId = "5215163545667acd25394b5c".parse()?;
/// assert_eq!(id, SiteId::from("5215163545667acd25394b5c"));
/// assert!("447723".parse::<SiteId>().is_err());
/// # Ok::<(), helpscout_runtime::wire::IdError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! hex_id_type {
    ($name:ident) => {
        $crate::string_id_type!($name, parse_hex_id);
    };
}

/// Implements an ID of any form that is a `pub struct Name(pub String)`.
///
/// The macro implements `Display`, `FromStr` (which refuses an empty text), `From<&str>` and
/// `From<String>`, `AsRef<str>`, `Into<String>`, `Serialize`, `Deserialize` from any string,
/// [`ToWire`](crate::wire::ToWire), and the conversion into an [`Identity`](crate::Identity).
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct CustomerId(pub String);
/// helpscout_runtime::text_id_type!(CustomerId);
///
/// let id: CustomerId = "cus_4QnBkw".parse()?;
/// assert_eq!(id, CustomerId::from("cus_4QnBkw"));
/// assert!("".parse::<CustomerId>().is_err());
/// # Ok::<(), helpscout_runtime::wire::IdError>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! text_id_type {
    ($name:ident) => {
        $crate::string_id_type!($name, parse_text_id);
    };
}

/// Implements an ID that is a `pub struct Name(pub String)`, and is parsed by a function of
/// `wire::plumbing`.
#[doc(hidden)]
#[macro_export]
macro_rules! string_id_type {
    ($name:ident, $parse:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = $crate::wire::IdError;
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::wire::plumbing::$parse(text).map(Self)
            }
        }
        impl ::core::convert::From<&$name> for $crate::Identity {
            fn from(id: &$name) -> Self {
                Self::from(&id.0)
            }
        }
        impl ::core::convert::From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(::std::borrow::ToOwned::to_owned(id))
            }
        }
        impl ::core::convert::From<::std::string::String> for $name {
            fn from(id: ::std::string::String) -> Self {
                Self(id)
            }
        }
        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl $crate::wire::plumbing::serde::Serialize for $name {
            fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <::std::string::String as $crate::wire::plumbing::serde::Deserialize>::deserialize(
                    deserializer,
                )
                .map(Self)
            }
        }
        impl $crate::wire::ToWire for $name {
            fn to_wire(&self) -> ::std::string::String {
                ::std::clone::Clone::clone(&self.0)
            }
            fn is_sendable(&self) -> bool {
                !self.0.is_empty()
            }
        }
    };
}

/// Reads and writes a whole number or an ID that the service writes as a string, for
/// `#[serde(with = …)]`. A number is accepted as well.
pub(crate) mod as_text {
    use super::*;

    /// Reads a number from a string of digits, or from a number.
    ///
    /// # Errors
    /// Returns an error if the value is neither.
    pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<T, D::Error>
    where
        D: Deserializer<'de>,
        T: From<i64>,
    {
        super::deserialize(deserializer).map(T::from)
    }

    /// Writes a number as a string of digits.
    ///
    /// # Errors
    /// Returns an error if the serializer fails.
    pub(crate) fn serialize<S: Serializer, T: fmt::Display>(
        number: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }
}

/// Reads and writes an `Option` like [`as_text`]. `null` is `None`.
pub(crate) mod optional_as_text {
    use super::*;

    /// Reads a number from a string of digits or from a number, or `None` from `null`.
    ///
    /// # Errors
    /// Returns an error if the value is neither, nor `null`.
    pub(crate) fn deserialize<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        D: Deserializer<'de>,
        T: From<i64>,
    {
        Ok(Option::<Digits>::deserialize(deserializer)?.map(|Digits(number)| T::from(number)))
    }

    /// Writes a number as a string of digits, or `null`.
    ///
    /// # Errors
    /// Returns an error if the serializer fails.
    pub(crate) fn serialize<S: Serializer, T: fmt::Display>(
        number: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match number {
            Some(number) => serializer.collect_str(number),
            None => serializer.serialize_none(),
        }
    }

    struct Digits(i64);

    impl<'de> Deserialize<'de> for Digits {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            super::deserialize(deserializer).map(Self)
        }
    }
}

/// The error for a text that is not an ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdError {
    given: String,
    wanted: &'static str,
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { given, wanted } = self;
        write!(f, "`{given}` is not an ID; an ID is {wanted}")
    }
}

impl std::error::Error for IdError {}

#[doc(hidden)]
pub fn parse(text: &str) -> Result<i64, IdError> {
    text.parse().map_err(|_| IdError {
        given: text.to_owned(),
        wanted: "a whole number such as 447723",
    })
}

#[doc(hidden)]
pub fn parse_hex(text: &str) -> Result<String, IdError> {
    if text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text.to_owned());
    }
    Err(IdError {
        given: text.to_owned(),
        wanted: "24 hexadecimal digits such as 5215163545667acd25394b5c",
    })
}

#[doc(hidden)]
pub fn parse_text(text: &str) -> Result<String, IdError> {
    if !text.is_empty() {
        return Ok(text.to_owned());
    }
    Err(IdError {
        given: String::new(),
        wanted: "a text that is not empty",
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
        f.write_str("a whole number as an ID")
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<i64, E> {
        Ok(id)
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<i64, E> {
        i64::try_from(id).map_err(|_| E::invalid_value(Unexpected::Unsigned(id), &self))
    }

    fn visit_f64<E: Error>(self, id: f64) -> Result<i64, E> {
        whole_as_read(id).ok_or_else(|| E::invalid_value(Unexpected::Float(id), &self))
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<i64, E> {
        parse(id).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::wire::to_wire::ToWire;

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
        assert_eq!([UserId(7)].map(i64::from), [7]);
    }

    #[test]
    fn a_number_written_as_text_stays_text() {
        #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
        struct Row {
            #[serde(with = "super::as_text")]
            user: UserId,
            #[serde(default, with = "super::optional_as_text")]
            other: Option<i64>,
        }
        let row: Row = serde_json::from_str(r#"{"user": "7", "other": "8"}"#).unwrap();
        assert_eq!(row.user, UserId(7));
        assert_eq!(
            serde_json::to_string(&row).unwrap(),
            r#"{"user":"7","other":"8"}"#
        );
        let row: Row = serde_json::from_str(r#"{"user": 7}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&row).unwrap(),
            r#"{"user":"7","other":null}"#
        );
    }

    #[test]
    fn a_hexadecimal_id_is_a_text_of_24_digits() {
        #[derive(Clone, Debug, PartialEq)]
        struct SiteId(String);
        crate::hex_id_type!(SiteId);
        let id: SiteId = "5215163545667acd25394b5c".parse().unwrap();
        assert_eq!(
            serde_json::to_string(&id).unwrap(),
            "\"5215163545667acd25394b5c\""
        );
        assert_eq!(id.as_ref(), "5215163545667acd25394b5c");
        assert_eq!(String::from(id), "5215163545667acd25394b5c");
        assert_eq!(
            "447723".parse::<SiteId>().unwrap_err().to_string(),
            "`447723` is not an ID; an ID is 24 hexadecimal digits such as 5215163545667acd25394b5c"
        );
    }

    #[test]
    fn an_id_of_any_form_is_a_text_that_is_not_empty() {
        #[derive(Clone, Debug, PartialEq)]
        struct CustomerId(String);
        crate::text_id_type!(CustomerId);
        let id: CustomerId = "cus_4QnBkw".parse().unwrap();
        assert_eq!(id, CustomerId::from("cus_4QnBkw"));
        assert_eq!(id, CustomerId::from("cus_4QnBkw".to_owned()));
        assert_eq!(id.to_string(), "cus_4QnBkw");
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"cus_4QnBkw\"");
        assert_eq!(serde_json::from_str::<CustomerId>(&json).unwrap(), id);
        assert!(serde_json::from_str::<CustomerId>("7").is_err());
        assert_eq!(
            "".parse::<CustomerId>().unwrap_err().to_string(),
            "`` is not an ID; an ID is a text that is not empty"
        );
        assert!(id.is_sendable());
        assert!(!CustomerId::from("").is_sendable());
    }

    #[test]
    fn what_is_not_an_id_is_named() {
        let error = "12a".parse::<UserId>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`12a` is not an ID; an ID is a whole number such as 447723"
        );
        for json in ["\"12a\"", "1.5", "null", "[]", "18446744073709551615"] {
            assert!(serde_json::from_str::<UserId>(json).is_err(), "{json}");
        }
    }
}
