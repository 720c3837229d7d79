//! Reads ordinary JSON quickly.
//!
//! It guesses that the keys of an object come in the order of the description, and compares a key
//! with its guess before it looks at single characters. Whatever it does not take, such as wrong
//! JSON, an unexpected type or a number with 19 digits, is left to `serde_json`, which finds the
//! place and words the error. So it only has to be right about what it takes, and a test compares
//! that with `serde_json`.

use std::fmt;

use serde_core::de::value::BorrowedStrDeserializer;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde_core::forward_to_deserialize_any;

/// Deserializes a whole text. Returns `None` for everything that is left to `serde_json`.
pub(super) fn read<'de, T>(
    text: &'de str,
    read: impl FnOnce(&mut Quick<'de>) -> Result<T, Left>,
) -> Option<T> {
    let mut quick = Quick {
        text,
        at: 0,
        depth: MAX_DEPTH,
    };
    let value = read(&mut quick).ok()?;
    quick.skip_space();
    (quick.at == text.len()).then_some(value)
}

/// How deep values may be nested, which is less than `serde_json` allows.
const MAX_DEPTH: u8 = 100;

/// The largest number of digits of a whole number, which then is less than 2⁶³.
const MAX_DIGITS: usize = 18;

/// The text is left to `serde_json`.
#[derive(Debug)]
pub(super) struct Left;

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("left to serde_json")
    }
}

impl std::error::Error for Left {}

impl Error for Left {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A text that is read from its start.
pub(super) struct Quick<'de> {
    text: &'de str,
    at: usize,
    /// How much deeper values may be nested.
    depth: u8,
}

impl<'de> Quick<'de> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Returns the first byte of what is not a space.
    #[inline]
    fn next(&mut self) -> Result<u8, Left> {
        self.skip_space();
        self.peek().ok_or(Left)
    }

    /// Takes a byte after spaces, if it is the next.
    #[inline]
    fn takes(&mut self, byte: u8) -> bool {
        self.skip_space();
        self.takes_here(byte)
    }

    /// Takes a byte, if it is the next.
    #[inline]
    fn takes_here(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn take(&mut self, byte: u8) -> Result<(), Left> {
        if self.takes(byte) { Ok(()) } else { Err(Left) }
    }

    fn word(&mut self, word: &str) -> Result<(), Left> {
        let is_next = self.rest().starts_with(word.as_bytes());
        self.at += word.len();
        if is_next { Ok(()) } else { Err(Left) }
    }

    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Takes a text. What is escaped in it is left to `serde_json`, as a text of its own.
    #[inline]
    fn string(&mut self) -> Result<Text<'de>, Left> {
        self.take(b'"')?;
        let start = self.at;
        let mut is_plain = true;
        loop {
            self.at += plain(self.rest());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    is_plain = false;
                    self.at += 2;
                }
                _ => return Err(Left),
            }
        }
        let end = self.at;
        self.at += 1;
        if is_plain {
            self.text.get(start..end).map(Text::Plain).ok_or(Left)
        } else {
            let text = self.text.get(start - 1..self.at).ok_or(Left)?;
            serde_json::from_str(text)
                .map(Text::Escaped)
                .map_err(|_| Left)
        }
    }

    #[inline]
    fn visit_string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Left> {
        match self.string()? {
            Text::Plain(text) => visitor.visit_borrowed_str(text),
            Text::Escaped(text) => visitor.visit_string(text),
        }
    }

    /// Takes digits, and returns their number and value.
    #[inline]
    fn digits(&mut self) -> (usize, u64) {
        let start = self.at;
        let mut value: u64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        (self.at - start, value)
    }

    #[inline]
    fn visit_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Left> {
        self.skip_space();
        let start = self.at;
        let is_negative = self.takes_here(b'-');
        let is_zero = self.peek() == Some(b'0');
        let (count, value) = self.digits();
        if count == 0 || (is_zero && count > 1) {
            return Err(Left);
        }
        let mut is_whole = true;
        if self.takes_here(b'.') {
            is_whole = false;
            if self.digits().0 == 0 {
                return Err(Left);
            }
        }
        if self.takes_here(b'e') || self.takes_here(b'E') {
            is_whole = false;
            let _ = self.takes_here(b'+') || self.takes_here(b'-');
            if self.digits().0 == 0 {
                return Err(Left);
            }
        }
        // Negative zero is no whole number.
        if is_whole && !(is_zero && is_negative) {
            return match i64::try_from(value) {
                Ok(value) if count <= MAX_DIGITS && is_negative => visitor.visit_i64(-value),
                Ok(_) if count <= MAX_DIGITS => visitor.visit_u64(value),
                _ => Err(Left),
            };
        }
        let number = self.text.get(start..self.at).ok_or(Left)?;
        match number.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(Left),
        }
    }

    /// Takes a list or an object, what is in it with `visit`.
    #[inline]
    fn nested<T>(
        &mut self,
        (open, close): (u8, u8),
        visit: impl FnOnce(&mut Self) -> Result<T, Left>,
    ) -> Result<T, Left> {
        self.take(open)?;
        self.depth = self.depth.checked_sub(1).ok_or(Left)?;
        let value = visit(self)?;
        self.depth += 1;
        self.take(close)?;
        Ok(value)
    }

    /// Returns whether there is one more before the end of a list or an object, and takes the comma
    /// before it.
    #[inline]
    fn has_next(&mut self, close: u8, is_first: &mut bool) -> Result<bool, Left> {
        if self.next()? == close {
            return Ok(false);
        }
        if !std::mem::take(is_first) {
            self.take(b',')?;
        }
        Ok(true)
    }

    #[inline]
    fn visit_object<V: Visitor<'de>>(
        &mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Left> {
        self.nested((b'{', b'}'), |text| {
            visitor.visit_map(Members {
                text,
                fields,
                is_first: true,
            })
        })
    }
}

/// A text without its quotes.
enum Text<'de> {
    Plain(&'de str),
    Escaped(String),
}

/// Returns how many bytes at the start stand for themselves in a text: no quote, no backslash, no
/// control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    let mut length = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    length + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Returns a word whose lowest bit that is set belongs to the first special byte of a word of eight
/// bytes, or 0.
fn special(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let is_zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let is_control = word.wrapping_sub(ONES * u64::from(b' ')) & !word;
    let is_quote = is_zero(word ^ (ONES * u64::from(b'"')));
    let is_backslash = is_zero(word ^ (ONES * u64::from(b'\\')));
    (is_control | is_quote | is_backslash) & HIGH
}

/// The members of an object.
struct Members<'t, 'de> {
    text: &'t mut Quick<'de>,
    /// The keys that may come next.
    fields: &'static [&'static str],
    is_first: bool,
}

impl Members<'_, '_> {
    /// Takes the next key, if it is the one that is expected.
    #[inline]
    fn expected(&mut self) -> Option<&'static str> {
        let (field, others) = self.fields.split_first()?;
        let key = self.text.rest().strip_prefix(b"\"")?;
        let after = key.strip_prefix(field.as_bytes())?;
        if after.first() != Some(&b'"') {
            return None;
        }
        self.fields = others;
        self.text.at += field.len() + 2;
        Some(field)
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Left;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Left> {
        if !self.text.has_next(b'}', &mut self.is_first)? {
            return Ok(None);
        }
        self.text.skip_space();
        let key = match self.expected() {
            Some(field) => seed.deserialize(key_of(field))?,
            None => match self.text.string()? {
                Text::Plain(key) => {
                    if let Some(at) = self.fields.iter().position(|field| *field == key) {
                        self.fields = self.fields.get(at + 1..).unwrap_or_default();
                    }
                    seed.deserialize(key_of(key))?
                }
                Text::Escaped(key) => seed.deserialize(key.into_deserializer())?,
            },
        };
        self.text.take(b':')?;
        Ok(Some(key))
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Left> {
        seed.deserialize(&mut *self.text)
    }
}

fn key_of(key: &str) -> BorrowedStrDeserializer<'_, Left> {
    BorrowedStrDeserializer::new(key)
}

/// The elements of a list.
struct Elements<'t, 'de> {
    text: &'t mut Quick<'de>,
    is_first: bool,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Left;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Left> {
        if !self.text.has_next(b']', &mut self.is_first)? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.text).map(Some)
    }
}

impl<'de> Deserializer<'de> for &mut Quick<'de> {
    type Error = Left;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        match self.next()? {
            b'"' => self.visit_string(visitor),
            b'{' => self.visit_object(&[], visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => self.visit_number(visitor),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        if self.next()? == b'n' {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Left> {
        self.visit_object(fields, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        self.visit_object(&[], visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        self.nested((b'[', b']'), |text| {
            visitor.visit_seq(Elements {
                text,
                is_first: true,
            })
        })
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        self.visit_string(visitor)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        self.visit_string(visitor)
    }

    #[inline]
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        self.visit_number(visitor)
    }

    #[inline]
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Left> {
        self.visit_number(visitor)
    }

    /// Raw text has a name that only `serde_json` knows.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Left> {
        if name.starts_with('$') {
            return Err(Left);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Left> {
        Err(Left)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Left> {
        Err(Left)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Left> {
        Err(Left)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 char unit unit_struct tuple tuple_struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests;
