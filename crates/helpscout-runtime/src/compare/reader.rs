//! Reads a model out of a body, and notes the keys and values that the model does not know.

use std::cell::RefCell;

use serde_core::Deserialize;
use serde_core::de::value::StrDeserializer;
use serde_core::de::{
    DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde_core::forward_to_deserialize_any;
use serde_json::{Error, Value};

use super::tally::Tallies;
use crate::json_path::below;
use crate::wire::{MAP_VALUE, noting_other, noting_unknown, whole_as_read};

pub(super) fn read<'de, T: Deserialize<'de>>(body: &'de Value) -> Result<Tallies, Error> {
    let tallies = RefCell::new(Tallies::default());
    T::deserialize(Reader {
        value: body,
        path: "",
        tallies: &tallies,
    })?;
    Ok(tallies.into_inner())
}

/// One value of the body.
#[derive(Clone, Copy)]
struct Reader<'de, 'a> {
    value: &'de Value,
    path: &'a str,
    tallies: &'a RefCell<Tallies>,
}

impl<'de, 'a> Reader<'de, 'a> {
    fn at<'b>(self, path: &'b str, value: &'de Value) -> Reader<'de, 'b>
    where
        'a: 'b,
    {
        Reader {
            value,
            path,
            tallies: self.tallies,
        }
    }

    fn scalar<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let (read, unknown) = noting_unknown(|| self.value.deserialize_any(visitor));
        if let Some(unknown) = unknown {
            self.tallies.borrow_mut().unknown_value(self.path, unknown);
        }
        read
    }
}

impl<'de> Deserializer<'de> for Reader<'de, '_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.tallies.borrow_mut().value(self.path);
        match self.value {
            Value::Array(elements) => visitor.visit_seq(Elements {
                list: self,
                path: format!("{}[]", self.path),
                rest: elements.iter(),
            }),
            Value::Object(members) => visitor.visit_map(Members {
                object: self,
                rest: members.iter(),
                value: None,
            }),
            _ => self.scalar(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let members = self.value.as_object().into_iter().flatten();
        for (key, value) in members.filter(|(key, _)| !fields.contains(&key.as_str())) {
            self.tallies
                .borrow_mut()
                .unknown_key(below(self.path, key), value);
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => {
                self.tallies.borrow_mut().value(self.path);
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name != MAP_VALUE {
            return visitor.visit_newtype_struct(self);
        }
        // What was found before the value turned out to be of another type does not count.
        let found = RefCell::new(Tallies::default());
        let inside = Reader {
            tallies: &found,
            ..self
        };
        let read = || visitor.visit_newtype_struct(inside);
        let (read, is_other) = noting_other(self.value.is_array(), read);
        let mut tallies = self.tallies.borrow_mut();
        if is_other {
            tallies.value(self.path);
            tallies.other_type(self.path, self.value);
        } else {
            tallies.add(found.into_inner());
        }
        read
    }

    /// Accepts `3.0`, as the model does.
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value.as_f64().and_then(whole_as_read) {
            Some(whole) if self.value.is_f64() => {
                self.tallies.borrow_mut().value(self.path);
                visitor.visit_i64(whole)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.tallies.borrow_mut().value(self.path);
        self.value.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

struct Elements<'de, 'a> {
    list: Reader<'de, 'a>,
    path: String,
    rest: std::slice::Iter<'de, Value>,
}

impl<'de> SeqAccess<'de> for Elements<'de, '_> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        match self.rest.next() {
            Some(value) => seed.deserialize(self.list.at(&self.path, value)).map(Some),
            None => Ok(None),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Members<'de, 'a> {
    object: Reader<'de, 'a>,
    rest: serde_json::map::Iter<'de>,
    /// The path and the value of the last key that was read.
    value: Option<(String, &'de Value)>,
}

impl<'de> MapAccess<'de> for Members<'de, '_> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some((below(self.object.path, key), value));
        let key: StrDeserializer<'_, Error> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let Some((path, value)) = self.value.take() else {
            return Err(serde_core::de::Error::custom(
                "a value was requested before its key",
            ));
        };
        seed.deserialize(self.object.at(&path, value))
    }
}
