//! Whether rows that are fetched again are the same data, in whatever spelling.
//!
//! JSON can write the same data in many ways. What a program that reads it can't tell apart is no
//! change: white space, the order of the keys of an object, escapes within text, and the spelling of a
//! number. So each row is written in one way before its digest is taken. The order of rows and of the
//! items of a list is data.

use std::fmt::Write as _;

use ring::digest::{SHA256, digest};

use crate::format::json_text::{is_space, string_end, unescaped, word_end};

/// The longest text of an object or a list. A longer one is there as its digest, so that values may be
/// nested to any depth.
const LONGEST: usize = 128;

/// An object or a list that is read.
#[derive(Default)]
struct Open {
    is_object: bool,
    /// The members or items so far, each in its only spelling.
    parts: Vec<String>,
    /// The key whose value follows.
    key: Option<String>,
}

/// Returns a JSON value in the only spelling that its data has here.
pub(super) fn spelled(json: &str) -> String {
    let bytes = json.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let value = match byte {
            b'{' | b'[' => {
                at += 1;
                open.push(Open {
                    is_object: *byte == b'{',
                    ..Open::default()
                });
                continue;
            }
            b'}' | b']' => {
                at += 1;
                match open.pop() {
                    Some(complete) => complete.closed(),
                    None => continue,
                }
            }
            b'"' => {
                let end = string_end(bytes, at);
                let inside = json.get(at + 1..end - 1).unwrap_or_default();
                at = end;
                quoted(&unescaped(inside))
            }
            b',' | b':' => {
                at += 1;
                continue;
            }
            byte if is_space(*byte) => {
                at += 1;
                continue;
            }
            _ => {
                let end = word_end(bytes, at).max(at + 1);
                let word = json.get(at..end).unwrap_or_default();
                at = end;
                number(word).unwrap_or_else(|| word.to_owned())
            }
        };
        match open.last_mut() {
            Some(holder) => holder.take(value),
            None => return value,
        }
    }
    json.to_owned()
}

impl Open {
    fn take(&mut self, value: String) {
        match self.key.take() {
            _ if !self.is_object => self.parts.push(value),
            None => self.key = Some(value),
            Some(key) => self.parts.push(format!("{key}:{value}")),
        }
    }

    fn closed(mut self) -> String {
        let ends = if self.is_object {
            // The order is stable, and of repeated keys, the last one counts in most programs.
            self.parts.sort_by(|a, b| key_of(a).cmp(key_of(b)));
            ['{', '}']
        } else {
            ['[', ']']
        };
        let text = format!("{}{}{}", ends[0], self.parts.join(","), ends[1]);
        if text.len() <= LONGEST {
            return text;
        }
        let mut short = format!("{}#", ends[0]);
        for byte in digest(&SHA256, text.as_bytes()).as_ref() {
            // Writing to a text can't fail.
            let _ = write!(short, "{byte:02x}");
        }
        short
    }
}

/// Returns the key of a member, with its quotes.
fn key_of(member: &str) -> &str {
    let end = string_end(member.as_bytes(), 0);
    member.get(..end).unwrap_or(member)
}

/// Returns a text as JSON, with the escapes that it needs.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns a number as its digits without zeros at the ends, and its power of ten: `1200`, `1.2e3` and
/// `1200.0` are all `12e2`. Nothing is rounded. Returns `None` for another word.
fn number(word: &str) -> Option<String> {
    let (sign, plain) = match word.strip_prefix('-') {
        Some(plain) => ("-", plain),
        None => ("", word),
    };
    if !plain.starts_with(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let (mantissa, power) = plain.split_once(['e', 'E']).unwrap_or((plain, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = digits.len() - significant.len();
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let power: i64 = power.parse().ok()?;
    let shift = i64::try_from(zeros).ok()? - i64::try_from(fraction.len()).ok()?;
    Some(format!("{sign}{significant}e{}", power.checked_add(shift)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_spelling_of_the_same_data_is_the_same() {
        for (a, b) in [
            (
                r#"{"id":1,"name":"Zoë"}"#,
                r#"{ "name" : "Zo\u00eb", "id":1 }"#,
            ),
            (
                r#"{"a/b":{"x":[],"y":{}}}"#,
                "{\"a\\/b\":{\"y\":{ },\"x\":[ ]}}\n",
            ),
            ("[1200,0.5,-0]", "[1.2e3, 5E-1,0.0]"),
            ("[1200.0]", "[12e+2]"),
            (r#""\ud83d\ude42""#, "\"🙂\""),
            (r#"{"a":1,"\u0061b":2}"#, r#"{"ab":2,"a":1}"#),
        ] {
            assert_eq!(spelled(a), spelled(b), "{a}");
        }
        let long = |items: &str| format!(r#"{{"list":[{items}{}]}}"#, ",\"item\"".repeat(50));
        assert_eq!(spelled(&long("1")), spelled(&long(" 1.0 ")));
        assert_ne!(spelled(&long("1")), spelled(&long("2")));
    }

    #[test]
    fn other_data_is_another_text() {
        let all = [
            "1",
            "10",
            "0.1",
            "-1",
            "\"1\"",
            "null",
            "true",
            "\"\"",
            "[]",
            "{}",
            "[[]]",
            "[1,2]",
            "[2,1]",
            "[12]",
            r#"{"a":1}"#,
            r#"{"a":"1"}"#,
            r#"{"a":null}"#,
            r#"{"b":1}"#,
            r#"{"a":{"b":1}}"#,
            r#"{"a":[1]}"#,
            r#"["a",1]"#,
            r#"{"a":1,"a":2}"#,
            r#"{"a":2,"a":1}"#,
            "9007199254740993",
            "9007199254740992",
            "1e400",
            "1e401",
            "0.10000000000000000001",
            r#"{"a,\"b\":1":1}"#,
            r#""a ""#,
            r#""A ""#,
        ];
        let spelled: std::collections::HashSet<String> = all.map(spelled).into_iter().collect();
        assert_eq!(spelled.len(), all.len());
    }

    #[test]
    fn a_value_may_be_nested_to_any_depth() {
        let deep = |inside: &str| "[".repeat(100_000) + inside + &"]".repeat(100_000);
        assert_eq!(spelled(&deep("1")), spelled(&deep(" 1 ")));
        assert_ne!(spelled(&deep("1")), spelled(&deep("2")));
    }
}
