//! Halves of characters in JSON text, which the grammar of JSON allows but no text can hold.

use std::borrow::Cow;

use memchr::memchr;

/// The escape of U+FFFD, the replacement character. It is as long as the escapes that it replaces.
const REPLACEMENT: &str = "\\ufffd";
const ESCAPE: usize = REPLACEMENT.len();

/// Returns the JSON text with each half of a character replaced by U+FFFD, so that it decodes.
///
/// JSON can write a character above U+FFFF as two escapes, such as `\ud83d\ude00`. A service that
/// cuts a text between them sends one half, which is valid JSON but no valid Unicode, so decoders
/// refuse the whole text. The replacement is as long as the half, so all positions stay. Text
/// without such a half is returned as it is.
///
/// ```
/// use helpscout_runtime::{serde_json, wire};
///
/// let cut = r#"{"name":"bad \ud83d end"}"#;
/// assert!(serde_json::from_str::<serde_json::Value>(cut).is_err());
/// let row: serde_json::Value = serde_json::from_str(&wire::decodable(cut))?;
/// assert_eq!(row["name"], "bad \u{fffd} end");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn decodable(json: &str) -> Cow<'_, str> {
    let bytes = json.as_bytes();
    let mut repaired = String::new();
    // Where the part begins that is not in `repaired` yet, and where the search goes on.
    let (mut kept, mut next) = (0, 0);
    while let Some(found) = bytes.get(next..).and_then(|rest| memchr(b'\\', rest)) {
        let start = next + found;
        next = match Escape::at(bytes, start) {
            Escape::Short => start + 2,
            Escape::Whole => start + ESCAPE,
            Escape::Pair => start + 2 * ESCAPE,
            Escape::Half => {
                repaired.push_str(&json[kept..start]);
                repaired.push_str(REPLACEMENT);
                kept = start + ESCAPE;
                kept
            }
        };
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    repaired.push_str(&json[kept..]);
    Cow::Owned(repaired)
}

/// What a backslash starts.
enum Escape {
    /// An escape of two characters, such as `\n` or `\\`, or something that is not JSON.
    Short,
    /// A character with four hexadecimal digits.
    Whole,
    /// Both halves of a character, in order.
    Pair,
    /// Half of a character.
    Half,
}

impl Escape {
    fn at(bytes: &[u8], start: usize) -> Self {
        match unit(bytes, start) {
            None => Self::Short,
            Some(0xD800..=0xDBFF) => match unit(bytes, start + ESCAPE) {
                Some(0xDC00..=0xDFFF) => Self::Pair,
                _ => Self::Half,
            },
            Some(0xDC00..=0xDFFF) => Self::Half,
            Some(_) => Self::Whole,
        }
    }
}

/// Returns the number that an escape with four hexadecimal digits states.
fn unit(bytes: &[u8], start: usize) -> Option<u16> {
    let digits = bytes.get(start..start + ESCAPE)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit: u16, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn each_half_becomes_one_replacement_character() {
        for (json, text) in [
            (r#""bad \ud83d end""#, "bad \u{fffd} end"),
            (r#""\ud83d""#, "\u{fffd}"),
            (r#""\ude00""#, "\u{fffd}"),
            (r#""\uDE00\uD83D""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
            (r#""\ud83d\ude00\ude00""#, "\u{1f600}\u{fffd}"),
            (r#""\uD83d\n""#, "\u{fffd}\n"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83dude00""#, "\u{fffd}ude00"),
            (r#""\\\ud83d""#, "\\\u{fffd}"),
            (r#""ä\ud83dö""#, "ä\u{fffd}ö"),
        ] {
            assert!(serde_json::from_str::<String>(json).is_err(), "{json}");
            let repaired = decodable(json);
            assert_eq!(repaired.len(), json.len());
            assert_eq!(serde_json::from_str::<String>(&repaired).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_half_is_returned_as_it_is() {
        for json in [
            "",
            "\\",
            "\\u",
            "\\ud83",
            r#""plain""#,
            r#""\ud83d\ude00""#,
            r#""\uD83D\uDE00 \u00e9 \/""#,
            r#""\\ud83d""#,
            r#""\\\\ud83d""#,
            r#""\u005cud83d""#,
            r#""\ufffd""#,
        ] {
            assert!(matches!(decodable(json), Cow::Borrowed(_)), "{json}");
        }
    }

    /// Parts of JSON text: escapes of every sort and other characters.
    fn parts() -> impl Strategy<Value = Vec<String>> {
        let unit = any::<u16>().prop_map(|unit| format!("\\u{unit:04x}"));
        let half = (0xD800_u16..=0xDFFF, any::<bool>()).prop_map(|(unit, upper)| {
            if upper {
                format!("\\u{unit:04X}")
            } else {
                format!("\\u{unit:04x}")
            }
        });
        let short = prop::sample::select(vec!["\\\\", "\\\"", "\\n", "\\/", "u", "d83d", "\\\\u"]);
        let plain = "[^\"\\\\\\x00-\\x1f]{0,3}";
        let part = prop_oneof![unit, half, short.prop_map(str::to_owned), plain];
        prop::collection::vec(part, 0..12)
    }

    proptest! {
        #[test]
        fn any_text_of_the_grammar_decodes_and_keeps_its_length(parts in parts()) {
            let json = format!(r#"{{"{0}":["{0}"]}}"#, parts.concat());
            let repaired = decodable(&json);
            prop_assert_eq!(repaired.len(), json.len());
            prop_assert!(serde_json::from_str::<Value>(&repaired).is_ok(), "{}", repaired);
            prop_assert!(matches!(decodable(&repaired), Cow::Borrowed(_)));
            let decodes = serde_json::from_str::<Value>(&json).is_ok();
            prop_assert_eq!(matches!(repaired, Cow::Borrowed(_)), decodes);
        }

        #[test]
        fn text_that_is_not_json_is_no_problem(text in ".*", escapes in parts(), cut in 0_usize..80) {
            let text = format!("{}{text}", escapes.concat());
            let start: String = text.chars().take(cut).collect();
            for text in [text, start] {
                let repaired = decodable(&text);
                prop_assert_eq!(repaired.len(), text.len());
                prop_assert!(matches!(decodable(&repaired), Cow::Borrowed(_)));
            }
        }
    }
}
