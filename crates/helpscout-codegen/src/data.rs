//! JSON files that are generated.

use crate::head;

/// Puts the marker of generated files into a JSON object, as its first key.
pub(crate) fn marked(key: &str, from: &str, object: &str) -> String {
    let head = head(from);
    object.replacen('{', &format!("{{\n  \"{key}\": \"{head}\","), 1)
}
