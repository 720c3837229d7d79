//! Dotted paths of JSON values: `results[3].customers`.

/// Returns a path extended by a key. The path of the whole value is empty.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
