//! Objects of responses whose keys are data.

use std::collections::BTreeMap;

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};

/// Implements `Serialize` and `Deserialize` for a `pub struct Name(pub BTreeMap<String, T>)`.
///
/// ```
/// use std::collections::BTreeMap;
///
/// pub struct Counts(pub BTreeMap<String, i64>);
/// helpscout_runtime::map_type!(Counts);
///
/// let counts: Counts = serde_json::from_str(r#"{"chat": 3}"#)?;
/// assert_eq!(counts.0["chat"], 3);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! map_type {
    ($name:ident) => {
        impl $crate::wire::plumbing::serde::Serialize for $name {
            fn serialize<S: $crate::wire::plumbing::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::wire::plumbing::serialize_map(&self.0, serializer)
            }
        }
        impl<'de> $crate::wire::plumbing::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::wire::plumbing::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::wire::plumbing::deserialize_map(deserializer).map(Self)
            }
        }
    };
}

#[doc(hidden)]
pub fn serialize<S: Serializer, T: Serialize>(
    map: &BTreeMap<String, T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    map.serialize(serializer)
}

#[doc(hidden)]
pub fn deserialize<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    BTreeMap::deserialize(deserializer)
}
