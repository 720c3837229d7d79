//! Entries that a key of a response needs which has none, since only longer paths mention it.

use helpscout_description::quote::escaped;

/// Returns the entry that a key without one needs; `more` is what it says besides, each with a comma.
pub(super) fn entry(path: &str, object: &str, more: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_.-".contains(char);
    let path = if path.chars().all(is_plain) && !path.starts_with(['.', '-']) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "''"))
    };
    format!(
        "{{ path: {}, object: {object}, {more}doc: A part of the answer. }}",
        escaped(&path)
    )
}
