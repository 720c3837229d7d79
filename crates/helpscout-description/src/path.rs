//! Dotted paths of JSON values: `results[3].customers`.

/// Returns the path one key longer; the path of the whole is empty.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
