//! YAML in the style of the spec files: keys in the given order, flow style if it fits on a line.

use helpscout_description::quote::is_invisible;
use helpscout_spec::scalar::Kind;
use helpscout_spec::yaml::Scalar;

/// The longest line, unless a single word is longer.
const WIDTH: usize = 110;

/// A YAML value to write.
#[derive(Clone, Debug)]
pub(crate) enum Yaml {
    /// Text, quoted if YAML would read it as something else.
    Text(String),
    /// A number or boolean, written as it is.
    Plain(String),
    List(Vec<Yaml>),
    Map(Vec<(&'static str, Yaml)>),
    /// A map in block style even if it would fit on a line.
    Block(Vec<(&'static str, Yaml)>),
}

impl Yaml {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }
}

/// Writes a key and its value.
pub(crate) fn entry(key: &str, value: &Yaml, indent: usize, out: &mut String) {
    let blanks = " ".repeat(indent);
    let flow = flow(value);
    let room = WIDTH.saturating_sub(indent + key.len() + 2);
    match value {
        Yaml::Text(text) => {
            let plain = scalar(text, false);
            if plain.chars().count() > room && is_foldable(text) {
                out.push_str(&format!("{blanks}{key}: >-\n"));
                fold(text, indent + 2, out);
            } else {
                out.push_str(&format!("{blanks}{key}: {plain}\n"));
            }
        }
        Yaml::Plain(text) => out.push_str(&format!("{blanks}{key}: {text}\n")),
        Yaml::List(items) if items.is_empty() => out.push_str(&format!("{blanks}{key}: []\n")),
        Yaml::List(_) | Yaml::Map(_) if is_flat(value) && flow.chars().count() <= room => {
            out.push_str(&format!("{blanks}{key}: {flow}\n"));
        }
        Yaml::List(items) => {
            out.push_str(&format!("{blanks}{key}:\n"));
            items
                .iter()
                .for_each(|item| self::item(item, indent + 2, out));
        }
        Yaml::Map(entries) | Yaml::Block(entries) => {
            out.push_str(&format!("{blanks}{key}:\n"));
            entries
                .iter()
                .for_each(|(key, value)| entry(key, value, indent + 2, out));
        }
    }
}

/// Writes an item of a list.
fn item(value: &Yaml, indent: usize, out: &mut String) {
    let blanks = " ".repeat(indent);
    let flow = flow(value);
    let fits = indent + 2 + flow.chars().count() <= WIDTH;
    match value {
        Yaml::Text(text) => {
            let plain = scalar(text, false);
            if indent + 2 + plain.chars().count() > WIDTH && is_foldable(text) {
                out.push_str(&format!("{blanks}- >-\n"));
                fold(text, indent + 2, out);
            } else {
                out.push_str(&format!("{blanks}- {plain}\n"));
            }
        }
        Yaml::Map(entries) | Yaml::Block(entries) if matches!(value, Yaml::Block(_)) || !fits => {
            let mut block = String::new();
            entries
                .iter()
                .for_each(|(key, value)| entry(key, value, indent + 2, &mut block));
            // The first key is on the line of the dash.
            out.push_str(&format!("{blanks}- {}", block.trim_start()));
        }
        _ => out.push_str(&format!("{blanks}- {flow}\n")),
    }
}

/// Returns whether a value is readable in flow style: it has no lists of maps.
fn is_flat(value: &Yaml) -> bool {
    match value {
        Yaml::List(items) => items
            .iter()
            .all(|item| matches!(item, Yaml::Text(_) | Yaml::Plain(_))),
        Yaml::Map(entries) => entries.iter().all(|(_, value)| is_flat(value)),
        Yaml::Block(_) => false,
        Yaml::Text(_) | Yaml::Plain(_) => true,
    }
}

/// Returns a value in flow style.
fn flow(value: &Yaml) -> String {
    match value {
        Yaml::Text(text) => scalar(text, true),
        Yaml::Plain(text) => text.clone(),
        Yaml::List(items) => format!(
            "[{}]",
            items.iter().map(flow).collect::<Vec<_>>().join(", ")
        ),
        Yaml::Map(entries) | Yaml::Block(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", flow(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Returns text as a scalar: plain if YAML reads it back as the same text, in double quotes if it
/// has characters that must be escaped, and in single quotes otherwise.
pub(crate) fn scalar(text: &str, in_flow: bool) -> String {
    if text.chars().any(must_be_escaped) {
        return escaped(text);
    }
    if is_plain(text, in_flow) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

fn is_plain(text: &str, in_flow: bool) -> bool {
    let is_text = |text: &str| {
        let scalar = Scalar {
            text: text.to_owned(),
            plain: true,
        };
        scalar.kind() == Kind::Text
    };
    let starts_well = text.starts_with(|char: char| char.is_alphanumeric() || "_/".contains(char));
    let is_word = ["y", "n", "yes", "no", "on", "off"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    let breaks = if in_flow {
        text.contains([
            ',', '[', ']', '{', '}', ':', '#', '\'', '"', '`', '%', '&', '*', '!', '|', '>',
        ])
    } else {
        text.contains(": ") || text.contains(" #") || text.ends_with(':')
    };
    starts_well && is_text(text) && !is_word && !breaks && !text.ends_with(char::is_whitespace)
}

/// Returns whether a character must be escaped: it is invisible, or YAML does not allow it.
fn must_be_escaped(char: char) -> bool {
    char.is_control()
        || is_invisible(char)
        || (char.is_whitespace() && char != ' ')
        || matches!(char, '\u{fffe}' | '\u{ffff}')
}

fn escaped(text: &str) -> String {
    let mut out = "\"".to_owned();
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            char if must_be_escaped(char) && u32::from(char) <= 0xff => {
                out.push_str(&format!("\\x{:02X}", u32::from(char)));
            }
            char if must_be_escaped(char) && u32::from(char) <= 0xffff => {
                out.push_str(&format!("\\u{:04X}", u32::from(char)));
            }
            char if must_be_escaped(char) => out.push_str(&format!("\\U{:08X}", u32::from(char))),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Returns whether text is the same after its lines are joined again.
fn is_foldable(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    words.len() > 1
        && words.iter().all(|word| !word.is_empty())
        && !text.chars().any(must_be_escaped)
}

/// Writes text over several lines.
fn fold(text: &str, indent: usize, out: &mut String) {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out.push_str(&format!("{}{line}\n", " ".repeat(indent)));
}

#[cfg(test)]
mod tests {
    use helpscout_description::quote::is_invisible;
    use helpscout_spec::Code;
    use helpscout_spec::yaml::{self, Content, Node};
    use proptest::prelude::*;

    use super::{Yaml, entry, scalar};

    /// Generates text with characters that have a meaning in YAML, and any other text.
    fn any_text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            ": ",
            " #",
            "'",
            "\"",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "%",
            "`",
            "&a",
            "*a",
            "!!str",
            "|",
            ">-",
            "---",
            "...",
            "?",
            "null",
            "~",
            "true",
            "0x1f",
            "1e3",
            "1_000",
            ".inf",
            "\n",
            "\t",
            " ",
            "\\",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "\u{a0}",
            "\u{fffe}",
            "\u{0}",
            "no",
            "word",
            "é",
            "\u{1f600}",
            "2019-05-02",
        ]);
        let pieces = prop::collection::vec(piece.prop_map(str::to_owned), 0..8);
        prop_oneof![
            pieces.prop_map(|pieces| pieces.concat()),
            any::<String>(),
            "[ -~]{0,160}"
        ]
    }

    /// Returns whether the spec reader refuses a text, even if it is written with escapes.
    fn is_refused(text: &str) -> bool {
        let is_control = |char: char| char.is_control() && char != '\n';
        text.contains(|char| is_control(char) || is_invisible(char))
    }

    fn scalar_of(node: &Node) -> Option<&str> {
        match &node.content {
            Content::Scalar(scalar) => Some(&scalar.text),
            Content::List(items) => scalar_of(items.first()?),
            Content::Map(entries) => scalar_of(&entries.first()?.value),
        }
    }

    fn string_of(value: &serde_yaml::Value) -> Option<&str> {
        match value {
            serde_yaml::Value::String(text) => Some(text),
            serde_yaml::Value::Sequence(items) => string_of(items.first()?),
            serde_yaml::Value::Mapping(map) => string_of(map.values().next()?),
            _ => None,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_500))]

        #[test]
        fn any_text_is_read_as_it_was_written(text in any_text()) {
            let value = Yaml::Text(text.clone());
            let list = Yaml::List(vec![value.clone()]);
            let maps = Yaml::List(vec![Yaml::Map(vec![("b", value.clone())])]);
            let block = Yaml::List(vec![Yaml::Block(vec![("b", value.clone()), ("c", value.clone())])]);
            for written in [value, list, maps, block] {
                let mut yaml = String::new();
                entry("a", &written, 0, &mut yaml);
                let read: serde_yaml::Value = serde_yaml::from_str(&yaml).expect(&yaml);
                prop_assert_eq!(string_of(&read), Some(text.as_str()), "{}", yaml);
                match yaml::parse(&yaml) {
                    Ok(node) => {
                        prop_assert!(!is_refused(&text), "{}", yaml);
                        prop_assert_eq!(scalar_of(&node), Some(text.as_str()), "{}", yaml);
                    }
                    Err(findings) => {
                        let mut codes = findings.iter().map(|finding| finding.code);
                        let is_because_of_that = codes.all(|code| code == Code::ControlInProse);
                        let shown = findings.render(false);
                        prop_assert!(is_refused(&text) && is_because_of_that, "{}\n{}", shown, yaml);
                    }
                }
            }
        }
    }

    #[test]
    fn text_is_quoted_only_if_it_must_be() {
        for (text, block, flow) in [
            ("One of the rows.", "One of the rows.", "One of the rows."),
            ("rows[].id", "rows[].id", "'rows[].id'"),
            (
                "It's one, or two",
                "It's one, or two",
                "'It''s one, or two'",
            ),
            ("a: b", "'a: b'", "'a: b'"),
            ("12", "'12'", "'12'"),
            ("", "''", "''"),
            ("a\tb\u{feff}", "\"a\\tb\\uFEFF\"", "\"a\\tb\\uFEFF\""),
        ] {
            assert_eq!(
                (scalar(text, false).as_str(), scalar(text, true).as_str()),
                (block, flow)
            );
        }
    }

    #[test]
    fn long_texts_are_folded() {
        let mut yaml = String::new();
        entry(
            "doc",
            &Yaml::Text("word ".repeat(40).trim_end().to_owned()),
            0,
            &mut yaml,
        );
        assert!(
            yaml.starts_with("doc: >-\n  word word") && yaml.lines().all(|line| line.len() <= 110),
            "{yaml}"
        );
    }
}
