//! How an entry in the `parameters:` of an operation is read: as a parameter, or as
//! `{ use: GROUP }`.
//!
//! The first key decides, since serde's untagged enums and flattened structs lose the positions of
//! errors. The structural check has made sure that an entry with `use` has no other key.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, IntoDeserializer, MapAccess, Visitor};
use serde_json::{Value, json};

use crate::pattern;
use crate::raw::{Parameter, ParameterEntry};

const USE: &str = "use";

impl<'de> Deserialize<'de> for ParameterEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = ParameterEntry;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a parameter, or a parameter group to use")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let first: Option<String> = map.next_key()?;
        if first.as_deref() == Some(USE) {
            let group = map.next_value()?;
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(ParameterEntry::Group(group));
        }
        let map = Resumed { first, map };
        let parameter = Parameter::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ParameterEntry::Own(Box::new(parameter)))
    }
}

/// A map whose first key has been read already.
struct Resumed<A> {
    first: Option<String>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Resumed<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(first) => seed.deserialize(first.into_deserializer()).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// The keys of a parameter and `use`, of which an entry has one or the other.
impl JsonSchema for ParameterEntry {
    fn schema_name() -> Cow<'static, str> {
        "ParameterEntry".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Parameter::json_schema(generator);
        schema.remove("required");
        schema.insert(
            "description".to_owned(),
            "A parameter of an operation, or the name of a parameter group to use.".into(),
        );
        let either = json!([
            { "required": [USE], "maxProperties": 1 },
            { "required": ["name", "type"] },
        ]);
        schema.insert("oneOf".to_owned(), either);
        if let Some(Value::Object(keys)) = schema.get_mut("properties") {
            let group = json!({
                "description": "The name of a parameter group of `api.yaml` to use here.",
                "type": "string",
                "pattern": pattern::SNAKE.regex,
            });
            keys.insert(USE.to_owned(), group);
        }
        schema
    }
}
