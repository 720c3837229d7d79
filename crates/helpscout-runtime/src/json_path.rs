//! The dotted paths of values in JSON, as messages show them: `results[0].customers`.
//!
//! A key that contains a dot, a blank or another character that a path uses is written as a JSON
//! string: `fields."first reply".value`. That is also how a spec names such a field.

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// Returns the path in text, which is empty for the whole body.
pub(crate) fn text(path: &Path) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Map { key } | Segment::Enum { variant: key } => text = below(&text, key),
            // The place can't be found through this value. The path of a whole body has one.
            Segment::Unknown if text.is_empty() => {}
            Segment::Unknown => text.push_str(".?"),
        }
    }
    text
}

/// Returns the path of the value that an object has under a key.
pub(crate) fn below(path: &str, key: &str) -> String {
    let is_plain = !key.is_empty() && !key.contains(|letter: char| is_special(letter));
    let key = if is_plain {
        key.to_owned()
    } else {
        Value::from(key).to_string()
    };
    match path {
        "" => key,
        _ => format!("{path}.{key}"),
    }
}

/// Returns the path of the object that has the last key of a path.
pub(crate) fn above(path: &str) -> &str {
    let mut end = 0;
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (place, letter) in path.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => end = place,
            _ => {}
        }
    }
    &path[..end]
}

fn is_special(letter: char) -> bool {
    matches!(letter, '.' | '[' | ']' | '"' | '\\') || letter.is_whitespace() || letter.is_control()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_that_a_path_could_not_hold_is_quoted() {
        for (path, key, expected) in [
            ("", "results", "results"),
            ("fields", "first reply", r#"fields."first reply""#),
            ("fields", "first.reply", r#"fields."first.reply""#),
            ("fields[]", "", r#"fields[]."""#),
            ("fields", r#"a"b"#, r#"fields."a\"b""#),
            ("page[size]", "max-size", "page[size].max-size"),
        ] {
            assert_eq!(below(path, key), expected);
        }
    }

    proptest! {
        #[test]
        fn the_object_of_any_key_is_found(keys in prop::collection::vec(".*", 1..4), last in ".*") {
            let object = keys.iter().fold(String::new(), |path, key| below(&path, key));
            let path = below(&object, &last);
            prop_assert_eq!(above(&path), object);
        }
    }
}
