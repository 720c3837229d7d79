//! The objects around the rows of a page, whose values are kept as text.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde_core::Deserialize;
use serde_core::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::misfit::Misfit;
use crate::wire::decodable;

/// An object around the rows.
#[derive(Default)]
pub(super) struct Object<'a> {
    members: BTreeMap<Cow<'a, str>, &'a RawValue>,
    /// The keys that come more than once. Their values contradict each other, so none is used.
    repeated: BTreeSet<Cow<'a, str>>,
}

impl<'a> Object<'a> {
    pub(super) fn read(path: &str, text: &'a str) -> Result<Self, Misfit> {
        let read = serde_json::from_str::<Members<'_, Cow<'_, str>>>(text)
            .map(|Members(members)| Self::of(members));
        let read = read.or_else(|error| match decodable(text) {
            Cow::Borrowed(_) => Err(error),
            Cow::Owned(repaired) => Self::read_repaired(text, &repaired),
        });
        read.map_err(|error| misfit(path, &error.to_string()))
    }

    /// Reads an object that may have half of a character in a key. The values stay as received,
    /// which is possible because both texts have the same length.
    fn read_repaired(text: &'a str, repaired: &str) -> Result<Self, serde_json::Error> {
        let Members(members) = serde_json::from_str::<Members<'_, String>>(repaired)?;
        let as_received = |(key, value): (String, &RawValue)| {
            let start = value.get().as_ptr().addr() - repaired.as_ptr().addr();
            let received = text.get(start..start + value.get().len());
            let value = serde_json::from_str(received.unwrap_or_default())?;
            Ok((Cow::Owned(key), value))
        };
        members
            .into_iter()
            .map(as_received)
            .collect::<Result<_, _>>()
            .map(Self::of)
    }

    fn of(members: Vec<(Cow<'a, str>, &'a RawValue)>) -> Self {
        let mut object = Self {
            members: BTreeMap::new(),
            repeated: BTreeSet::new(),
        };
        for (key, value) in members {
            if object.members.insert(key.clone(), value).is_some() {
                object.repeated.insert(key);
            }
        }
        object
    }

    /// Returns whether there is a key at a dotted path, even if its value is `null`.
    pub(super) fn has(&self, path: &str) -> Result<bool, Misfit> {
        match path.rsplit_once('.') {
            Some((above, key)) => match self.find(above)? {
                Some(object) => Ok(Object::read(above, object.get())?.members.contains_key(key)),
                None => Ok(false),
            },
            None => Ok(self.members.contains_key(path)),
        }
    }

    /// Returns the value at a dotted path, or `None` if it or an object on the way is missing or
    /// `null`.
    pub(super) fn find(&self, path: &str) -> Result<Option<&'a RawValue>, Misfit> {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        if self.repeated.contains(key) {
            return Err(misfit(key, "the key comes more than once in one object"));
        }
        let Some(value) = self
            .members
            .get(key)
            .copied()
            .filter(|value| value.get() != "null")
        else {
            return Ok(None);
        };
        if rest.is_empty() {
            return Ok(Some(value));
        }
        Object::read(key, value.get())?.find(rest)
    }
}

/// The members of an object in their order, also those whose keys come more than once.
struct Members<'a, K>(Vec<(K, &'a RawValue)>);

impl<'de: 'a, 'a, K: Deserialize<'de>> Deserialize<'de> for Members<'a, K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor(PhantomData))
    }
}

struct MembersVisitor<'a, K>(PhantomData<(K, &'a ())>);

impl<'de: 'a, 'a, K: Deserialize<'de>> Visitor<'de> for MembersVisitor<'a, K> {
    type Value = Members<'a, K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

pub(super) fn read<'a, T: Deserialize<'a>>(path: &str, value: &'a RawValue) -> Result<T, Misfit> {
    read_text(path, value.get())
}

pub(super) fn read_text<'a, T: Deserialize<'a>>(path: &str, text: &'a str) -> Result<T, Misfit> {
    serde_json::from_str(text).map_err(|error| misfit(path, &error.to_string()))
}

pub(super) fn misfit(path: &str, problem: &str) -> Misfit {
    Misfit {
        path: path.to_owned(),
        problem: problem.to_owned(),
        source: None,
    }
}
