//! Lists, which the service sometimes sends as `null`.

use serde::{Deserialize, Deserializer};

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
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
