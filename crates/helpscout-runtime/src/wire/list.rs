//! Lists, which the service sometimes sends as `null`.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// Reads a list, or an empty list from `null`.
///
/// Together with `#[serde(default)]` a missing list is empty as well.
///
/// # Errors
/// Returns an error if the value is neither `null` nor a list of `T`.
pub fn optional_list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list = Option::<List<T>>::deserialize(deserializer)?;
    Ok(list.map(|list| list.0).unwrap_or_default())
}

/// A list. If it has one element, as most lists in rows do, it takes no more memory than that.
pub(super) struct List<T>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_seq(Elements(PhantomData))
            .map(Self)
    }
}

struct Elements<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let Some(first) = elements.next_element()? else {
            return Ok(Vec::new());
        };
        let mut list = vec![first];
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(list)
    }
}
