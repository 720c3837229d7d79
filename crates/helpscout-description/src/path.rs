//! Dotted paths of JSON values: `results[3].customers`.

use std::borrow::Cow;

/// Returns a path extended by a key. The path of the whole value is empty.
pub fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// Returns a key as a path has it: in double quotes if it has a character that a path would not
/// take for a part of the key.
///
/// ```
/// use helpscout_description::path;
///
/// assert_eq!(path::key("first_reply"), "first_reply");
/// assert_eq!(path::key("first reply"), "\"first reply\"");
/// ```
pub fn key(key: &str) -> Cow<'_, str> {
    let ends_key = |char: char| char == '.' || char == '[' || char == '"' || char.is_whitespace();
    if key.is_empty() || key.contains(ends_key) {
        Cow::Owned(format!("\"{key}\""))
    } else {
        Cow::Borrowed(key)
    }
}

/// One step of the path of a described field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'p> {
    /// The key, without quotes.
    pub key: &'p str,
    /// Whether `[]` follows, which marks a list.
    pub is_list: bool,
}

/// Returns the steps of the path of a described field, such as `fields."first reply".cycles[]`. Dots
/// in double quotes are part of a key.
///
/// ```
/// use helpscout_description::path::{Step, steps};
///
/// let steps = steps("fields.\"1. reply\".cycles[]");
/// let keys: Vec<&str> = steps.iter().map(|step| step.key).collect();
/// assert_eq!(keys, ["fields", "1. reply", "cycles"]);
/// assert_eq!(steps[2], Step { key: "cycles", is_list: true });
/// ```
pub fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = path;
    loop {
        let quoted = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let (key, after) = match quoted {
            Some((key, after)) => (key, after),
            None => rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len())),
        };
        let is_list = after.starts_with("[]");
        steps.push(Step { key, is_list });
        match after.split_once('.') {
            Some((_, more)) => rest = more,
            None => return steps,
        }
    }
}
