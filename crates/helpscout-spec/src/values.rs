//! Reads raw types from the tree of a file.
//!
//! The text is parsed once, so the checks of the tree and the raw types can't understand it
//! differently.

use std::fmt;
use std::ops::Range;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::scalar::Kind;
use crate::yaml::{Content, Entry, Node, Scalar};

/// Reads one value of a tree.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'n> {
    node: &'n Node,
}

/// Why a value can't be read.
#[derive(Debug)]
pub(crate) struct Error {
    reason: String,
    span: Option<Range<usize>>,
}

impl<'n> Reader<'n> {
    pub(crate) fn new(node: &'n Node) -> Self {
        Self { node }
    }

    fn placed<T>(self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| Error {
            // The innermost value is at fault.
            span: error.span.or(Some(self.node.span.clone())),
            ..error
        })
    }
}

impl Error {
    /// Returns the bytes of the value.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone().unwrap_or_default()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self {
            reason: reason.to_string(),
            span: None,
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let result = match &self.node.content {
            Content::Map(entries) => visitor.visit_map(Maps::new(entries)),
            Content::List(items) => visitor.visit_seq(Lists(items.iter())),
            Content::Scalar(scalar) => scalar_value(scalar, visitor),
        };
        self.placed(result)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.content {
            Content::Scalar(scalar) => self.placed(visitor.visit_str(&scalar.text)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.content {
            Content::Scalar(scalar) if scalar.kind() == Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.node.content {
            Content::Scalar(scalar) => self.placed(visitor.visit_enum(Word(&scalar.text))),
            _ => self.placed(Err(de::Error::custom("not a word"))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier
    }
}

fn scalar_value<'de, V: Visitor<'de>>(scalar: &Scalar, visitor: V) -> Result<V::Value, Error> {
    let text = scalar.text.as_str();
    match scalar.kind() {
        Kind::Null => visitor.visit_unit(),
        Kind::Boolean => visitor.visit_bool(text.eq_ignore_ascii_case("true")),
        Kind::Integer => match integer(text) {
            Some(number) => visitor.visit_i64(number),
            None => Err(de::Error::custom("a number of more than 64 bits")),
        },
        Kind::Number => match text.parse() {
            Ok(number) => visitor.visit_f64(number),
            Err(_) => visitor.visit_str(text),
        },
        Kind::Text => visitor.visit_str(text),
    }
}

/// Returns the value of a whole number, which may have another radix.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let digits = text.trim_start_matches(['+', '-']);
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (digits, 10),
    };
    let sign = if text.starts_with('-') { "-" } else { "" };
    i64::from_str_radix(&format!("{sign}{digits}"), radix).ok()
}

/// Returns the whole number that a text is, perhaps in a spelling of other languages: `1_000`, `1e3`,
/// `50.0`.
pub(crate) fn whole_number(text: &str) -> Option<i64> {
    let is_apart = text.split('_').all(|digits| !digits.is_empty());
    let plain = text.replace('_', "");
    if plain.len() < text.len() && !is_apart {
        return None;
    }
    plain.parse().ok().or_else(|| {
        let number: f64 = plain.parse().ok()?;
        let digits = format!("{number:.0}");
        // Larger numbers may have lost digits.
        let is_exact = number.fract() == 0.0 && number.abs() < 1e15;
        is_exact.then(|| digits.parse().ok()).flatten()
    })
}

struct Lists<'n>(std::slice::Iter<'n, Node>);

impl<'de> SeqAccess<'de> for Lists<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let next = self.0.next();
        next.map(|node| seed.deserialize(Reader { node }))
            .transpose()
    }
}

struct Maps<'n> {
    entries: std::slice::Iter<'n, Entry>,
    value: Option<&'n Node>,
}

impl<'n> Maps<'n> {
    fn new(entries: &'n [Entry]) -> Self {
        Self {
            entries: entries.iter(),
            value: None,
        }
    }
}

impl<'de> MapAccess<'de> for Maps<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        let key: StrDeserializer<'_, Error> = entry.key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(node) => seed.deserialize(Reader { node }),
            None => Err(de::Error::custom("a value without a key")),
        }
    }
}

/// A word that selects a variant without fields.
struct Word<'n>(&'n str);

impl<'de> EnumAccess<'de> for Word<'_> {
    type Error = Error;
    type Variant = Unit;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Unit), Error> {
        let word: StrDeserializer<'_, Error> = self.0.into_deserializer();
        Ok((seed.deserialize(word)?, Unit))
    }
}

struct Unit;

impl<'de> VariantAccess<'de> for Unit {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _seed: T) -> Result<T::Value, Error> {
        Err(de::Error::custom("a word has no value"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value, Error> {
        Err(de::Error::custom("a word has no values"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Error> {
        Err(de::Error::custom("a word has no fields"))
    }
}
