//! Values of maps, whose keys are data: one that is not of the described type is kept as JSON, so
//! that it does not cost the whole response.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserialize, DeserializeOwned, Deserializer, Visitor};
use serde_core::ser::{Serialize, Serializer};
use serde_json::Value;

use super::number::whole_as_read;

/// The name under which these values are read and written. In JSON, nothing shows it.
pub(crate) const NAME: &str = "MapValue";

/// A value of a map, whose keys are data, so that the service may add a key with a value of another
/// type.
///
/// ```
/// use std::collections::BTreeMap;
/// use helpscout_runtime::wire::MapValue;
///
/// let json = r#"{"chat":12.5,"note":"new","phone":-3.0}"#;
/// let changes: BTreeMap<String, MapValue<f64>> = serde_json::from_str(json)?;
/// assert_eq!(changes["chat"].known(), Some(&12.5));
/// assert_eq!(changes["note"], MapValue::Other("new".into()));
///
/// let sum: f64 = changes.values().filter_map(MapValue::known).sum();
/// assert_eq!(sum, 9.5);
/// assert_eq!(serde_json::to_string(&changes)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum MapValue<T> {
    /// A value of the described type.
    Known(T),
    /// A value of another type, as received.
    Other(Value),
}

/// A value of a map that is either one value or a list of them, such as a link of HAL.
///
/// ```
/// use std::collections::BTreeMap;
/// use helpscout_runtime::wire::OneOrMany;
///
/// let json = r#"{"self":"/a","versions":["/b","/c"]}"#;
/// let links: BTreeMap<String, OneOrMany<String>> = serde_json::from_str(json)?;
/// assert_eq!(links["self"].as_slice(), ["/a"]);
/// assert_eq!(links["versions"].as_slice(), ["/b", "/c"]);
/// assert_eq!(serde_json::to_string(&links)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum OneOrMany<T> {
    /// One value, without a list around it.
    One(T),
    /// A list of values.
    Many(Vec<T>),
    /// A value of another type, as received.
    Other(Value),
}

impl<T> MapValue<T> {
    /// Returns the value if it is of the described type.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Other(_) => None,
        }
    }

    /// Returns the value, or the JSON that is not of the described type.
    ///
    /// # Errors
    /// Returns the JSON of a value of another type.
    pub fn into_known(self) -> Result<T, Value> {
        match self {
            Self::Known(value) => Ok(value),
            Self::Other(value) => Err(value),
        }
    }
}

impl<T> OneOrMany<T> {
    /// Returns the values, which are none if they are of another type.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
            Self::Other(_) => &[],
        }
    }
}

impl<T> From<T> for MapValue<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T> From<T> for OneOrMany<T> {
    fn from(value: T) -> Self {
        Self::One(value)
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values)
    }
}

impl<T: Serialize> Serialize for MapValue<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => serializer.serialize_newtype_struct(NAME, value),
            Self::Other(value) => serializer.serialize_newtype_struct(NAME, value),
        }
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(value) => serializer.serialize_newtype_struct(NAME, value),
            Self::Many(values) => serializer.serialize_newtype_struct(NAME, values),
            Self::Other(value) => serializer.serialize_newtype_struct(NAME, value),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for MapValue<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, ValueVisitor(PhantomData))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, ValueVisitor(PhantomData))
    }
}

/// A value that is read as the described type or else kept as it is.
trait Tolerant: Sized {
    /// Reads the described type.
    fn described<'de, D: Deserializer<'de>>(json: D, is_list: bool) -> Result<Self, D::Error>;

    /// Keeps a value of another type.
    fn other(json: Value) -> Self;
}

impl<T: DeserializeOwned> Tolerant for MapValue<T> {
    fn described<'de, D: Deserializer<'de>>(json: D, _: bool) -> Result<Self, D::Error> {
        T::deserialize(json).map(Self::Known)
    }

    fn other(json: Value) -> Self {
        Self::Other(json)
    }
}

impl<T: DeserializeOwned> Tolerant for OneOrMany<T> {
    fn described<'de, D: Deserializer<'de>>(json: D, is_list: bool) -> Result<Self, D::Error> {
        if is_list {
            Vec::deserialize(json).map(Self::Many)
        } else {
            T::deserialize(json).map(Self::One)
        }
    }

    fn other(json: Value) -> Self {
        Self::Other(json)
    }
}

struct ValueVisitor<T>(PhantomData<T>);

impl<'de, T: Tolerant> Visitor<'de> for ValueVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, json: D) -> Result<T, D::Error> {
        match NOTED.take() {
            None => Value::deserialize(json).map(tolerant),
            Some(is_list) => Ok(T::described(json, is_list).unwrap_or_else(|_| {
                IS_OTHER.set(true);
                T::other(Value::Null)
            })),
        }
    }
}

fn tolerant<T: Tolerant>(json: Value) -> T {
    let is_list = json.is_array();
    let whole = || json.as_f64().and_then(whole_as_read).map(Value::from);
    T::described(&json, is_list)
        .or_else(|problem| whole().map_or(Err(problem), |whole| T::described(&whole, is_list)))
        .unwrap_or_else(|_| T::other(json))
}

thread_local! {
    /// Whether the next value is a list, if only `compare` reads it, which needs the value in place.
    static NOTED: Cell<Option<bool>> = const { Cell::new(None) };
    static IS_OTHER: Cell<bool> = const { Cell::new(false) };
}

/// Calls `read`, which reads one value under [`NAME`], and returns whether it is of another type than
/// described. The value that `read` returns is of no use then.
pub(crate) fn noting_other<T>(is_list: bool, read: impl FnOnce() -> T) -> (T, bool) {
    NOTED.set(Some(is_list));
    let outcome = read();
    NOTED.set(None);
    (outcome, IS_OTHER.take())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::units::Seconds;

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Link {
        href: String,
    }
    crate::record!(Link {
        0 href: required value = "href",
    });

    fn read<T: DeserializeOwned>(json: &str) -> BTreeMap<String, T> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn whatever_a_map_has_is_written_as_it_was_read() {
        let json = r#"{"a":{"href":"/a"},"b":[{"href":"/b"}],"c":[],"d":null,"e":"x","f":[{"href":1}],"g":{"href":null}}"#;
        assert_eq!(
            serde_json::to_string(&read::<MapValue<Link>>(json)).unwrap(),
            json
        );
        let links: BTreeMap<String, OneOrMany<Link>> = read(json);
        assert_eq!(serde_json::to_string(&links).unwrap(), json);
        let lengths = links.values().map(|link| link.as_slice().len());
        assert_eq!(lengths.collect::<Vec<_>>(), [1, 1, 0, 0, 0, 0, 0]);
        assert_eq!(links["c"], OneOrMany::Many(Vec::new()));
        assert_eq!(links["f"], OneOrMany::Other(json!([{ "href": 1 }])));
    }

    #[test]
    fn a_value_of_the_described_type_is_known() {
        let values: BTreeMap<String, MapValue<Option<i64>>> =
            read(r#"{"a":1,"b":null,"c":3.0,"d":3.5,"e":[1],"f":9007199254740993.0}"#);
        let known = ["a", "b", "c"].map(|key| values[key].clone());
        assert_eq!(known, [Some(1), None, Some(3)].map(MapValue::Known));
        for (key, json) in [("d", json!(3.5)), ("e", json!([1]))] {
            assert_eq!(values[key].clone().into_known(), Err(json), "{key}");
        }
        // It is not known which whole number that was.
        assert_eq!(values["f"].known(), None);
        let times = read::<MapValue<Seconds>>(r#"{"a":12,"b":0.5}"#);
        assert_eq!(times["b"], Seconds(0.5).into());
        let lists = read::<MapValue<Vec<i64>>>(r#"{"a":[1,2],"b":3}"#);
        assert_eq!(lists["a"].known(), Some(&vec![1, 2]));
        assert_eq!(lists["b"], MapValue::Other(json!(3)));
    }
}
