//! Valid JSON text, taken apart without a tree of values.
//!
//! Nothing here recurses, so values may be nested to any depth. Nothing panics on invalid text, but
//! what comes out of it has no meaning.

use std::borrow::Cow;

use helpscout_reports::wire::decodable;

/// Returns the position after the string that starts at `at`.
pub(crate) fn string_end(json: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

/// Returns the position after the number, `true`, `false` or `null` that starts at `at`.
pub(crate) fn word_end(json: &[u8], at: usize) -> usize {
    let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b':') || is_space(*byte);
    let rest = json.get(at..).unwrap_or_default();
    at + rest.iter().position(is_end).unwrap_or(rest.len())
}

/// Returns the position after the value that starts at `at`.
pub(crate) fn value_end(json: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => at = string_end(json, at),
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b',' | b':' => at += 1,
            byte if is_space(*byte) => at += 1,
            _ => at = word_end(json, at).max(at + 1),
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Returns whether JSON allows the byte between values.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Returns the members of an object, each a key without its quotes and a value, both as written.
/// Returns `None` if the text is not an object.
pub(crate) fn members(json: &str) -> Option<Members<'_>> {
    let inside = json.trim_start().strip_prefix('{')?;
    Some(Members(inside))
}

/// The members of an object that are left to read.
#[derive(Clone, Debug)]
pub(crate) struct Members<'a>(&'a str);

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0;
        let start = rest.bytes().position(|byte| byte == b'"')?;
        let end = string_end(rest.as_bytes(), start);
        let key = rest.get(start + 1..end - 1)?;
        let colon = end
            + rest
                .as_bytes()
                .get(end..)?
                .iter()
                .position(|byte| *byte == b':')?;
        let rest = rest
            .get(colon + 1..)?
            .trim_start_matches([' ', '\t', '\r', '\n']);
        let end = value_end(rest.as_bytes(), 0);
        let value = rest.get(..end)?;
        self.0 = rest.get(end..)?;
        Some((key, value))
    }
}

/// Returns the text that the inside of a JSON string stands for. Half of a surrogate pair, which is
/// no character, becomes U+FFFD.
pub(crate) fn unescaped(inside: &str) -> Cow<'_, str> {
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    let text = serde_json::from_str(&decodable(&format!("\"{inside}\"")));
    text.map_or(Cow::Borrowed(inside), Cow::Owned)
}

/// Returns the text of a JSON string. Returns `None` for any other value.
pub(crate) fn text(json: &str) -> Option<Cow<'_, str>> {
    let inside = json.strip_prefix('"')?.strip_suffix('"')?;
    Some(unescaped(inside))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn members_are_as_written() {
        let json = "{ \"a\" : [1, {\"b\": \"}\"}] ,\n\"c\\\"\":\"\", \"d\":-1.5e3}";
        let seen: Vec<_> = members(json).into_iter().flatten().collect();
        let expected = [
            ("a", "[1, {\"b\": \"}\"}]"),
            ("c\\\"", "\"\""),
            ("d", "-1.5e3"),
        ];
        assert_eq!(seen, expected);
        assert_eq!(members("{ }").into_iter().flatten().count(), 0);
        assert!(members("[1]").is_none());
    }

    #[test]
    fn a_value_may_be_nested_to_any_depth() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert_eq!(value_end(deep.as_bytes(), 0), deep.len());
    }

    #[test]
    fn half_of_a_surrogate_pair_is_a_replacement_character() {
        let cases = [
            (r"bad \ud83d end", "bad \u{fffd} end"),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
            (r"\ud83d\n\u0041", "\u{fffd}\nA"),
            (r"\ud83d", "\u{fffd}"),
        ];
        for (inside, expected) in cases {
            assert_eq!(unescaped(inside), expected, "{inside}");
        }
    }

    proptest! {
        #[test]
        fn strings_are_read_as_by_a_parser(text in ".*", escapes in any::<bool>()) {
            let mut json = serde_json::to_string(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            if escapes {
                json = json
                    .chars()
                    .map(|char| if char.is_ascii() {
                        char.to_string()
                    } else {
                        let mut units = [0; 2];
                        char.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
                    })
                    .collect();
            }
            let read = super::text(&json);
            prop_assert_eq!(read.as_deref(), Some(text.as_str()));
        }

        #[test]
        fn no_text_is_too_odd(json in ".*") {
            let _ = members(&json).into_iter().flatten().count();
            let _ = unescaped(&json);
            let _ = value_end(json.as_bytes(), 0);
        }
    }
}
