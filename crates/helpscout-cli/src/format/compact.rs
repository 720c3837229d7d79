//! JSON text without whitespace between its values. Numbers and strings stay as they are.

/// Appends the text of one JSON value. Strings are not changed.
pub(crate) fn append(json: &str, out: &mut String) {
    let mut in_string = false;
    let mut escaped = false;
    let mut kept_from = 0;
    for (at, byte) in json.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else if byte == b'"' {
            in_string = true;
        } else if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
            out.push_str(&json[kept_from..at]);
            kept_from = at + 1;
        }
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
