//! JSON text without whitespace between its values. Numbers and strings stay as they are.

use super::json_text::{is_space, string_end};

/// Appends the text of one JSON value. Strings are not changed.
pub(crate) fn append(json: &str, out: &mut String) {
    let bytes = json.as_bytes();
    let (mut at, mut kept_from) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' {
            at = string_end(bytes, at);
            continue;
        }
        if is_space(byte) {
            out.push_str(&json[kept_from..at]);
            kept_from = at + 1;
        }
        at += 1;
    }
    out.push_str(&json[kept_from..]);
}

/// Returns the text of one JSON value on one line.
pub(crate) fn compact(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    append(json, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whitespace_is_removed_between_values_and_kept_in_strings() {
        let json = "{ \"a b\" :\t[ 1.50 ,\r\n null ] , \"q\" : \"x \\\" y \\\\\" , \"z\" : 1e3 }";
        assert_eq!(
            compact(json),
            r#"{"a b":[1.50,null],"q":"x \" y \\","z":1e3}"#
        );
    }

    #[test]
    fn text_beyond_ascii_is_kept() {
        assert_eq!(
            compact(" \"Zoë   \u{2003}\u{1f600}\" "),
            "\"Zoë   \u{2003}\u{1f600}\""
        );
    }
}
