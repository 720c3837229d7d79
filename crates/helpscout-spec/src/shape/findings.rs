//! The findings of the structural check, each with what to do about it.

use std::collections::BTreeSet;

use helpscout_description::quote::{bare, listed, quoted};
use helpscout_description::suggest;
use serde_json::Value;

use super::keywords::{description, kind_name, kinds, noun};
use super::synonyms::{self, Synonym};
use crate::code::Code;
use crate::finding::{Finding, Fix};
use crate::left_out;
use crate::pattern::{self, Pattern};
use crate::position::At;
use crate::scalar::Kind;
use crate::syntax;
use crate::values::{integer, whole_number};
use crate::yaml::{Content, Entry, Scalar};

pub(super) fn missing_key(at: At<'_>, key: &str, schema: &Value) -> Finding {
    let name = quoted(key);
    let message = format!("{} needs the key {name}", noun(schema));
    let help = match description(&schema["properties"][key]) {
        Some(text) => format!("add {name}: {text}"),
        None => format!("add {name}"),
    };
    Finding::new(Code::MissingKey, at.place(), message).help(help)
}

pub(super) fn missing_alternative(at: At<'_>, keys: &[&str], schema: &Value) -> Finding {
    let message = format!("{} needs the key {}", noun(schema), listed(keys, "or"));
    let describe = |key: &&str| description(&schema["properties"][*key]);
    let first = keys.first().and_then(describe);
    let help = match (keys.first(), first) {
        (Some(key), Some(text)) => format!("add one of them; {}: {text}", quoted(key)),
        _ => "add one of them".to_owned(),
    };
    Finding::new(Code::MissingKey, at.place(), message).help(help)
}

pub(super) fn too_few(at: At<'_>, name: &str, count: u64, least: u64) -> Finding {
    let (message, help) = if (count, least) == (0, 1) {
        (
            format!("{name} is empty"),
            "write at least one entry".to_owned(),
        )
    } else {
        let entries = if count == 1 { "entry" } else { "entries" };
        (
            format!("{name} has {count} {entries}, but needs at least {least}"),
            format!("write at least {least} entries"),
        )
    };
    Finding::new(Code::TooFew, at.place(), message).help(help)
}

pub(super) fn empty_text(at: At<'_>, name: &str) -> Finding {
    Finding::new(Code::TooFew, at.place(), format!("{name} is an empty text"))
        .help("write a text, or remove the key")
}

pub(super) fn unknown_word(at: At<'_>, name: &str, text: &str, words: &[&str]) -> Finding {
    let near = suggest::nearest(text, words.iter().copied());
    let help = match near {
        Some(near) => format!("did you mean {}?", quoted(near)),
        None => format!("use {}", listed(words, "or")),
    };
    if is_glued(at, text, |word| words.contains(&word)) {
        return cant_be(Code::UnknownWord, at, name, text).help(GLUED);
    }
    cant_be(Code::UnknownWord, at, name, text)
        .help(help)
        .maybe_help(left_out::word_help(name, text).map(str::to_owned))
        .maybe_fix(near.and_then(|near| at.reworded(near)))
}

pub(super) fn out_of_bounds(at: At<'_>, name: &str, text: &str, least: i64, most: i64) -> Finding {
    cant_be(Code::Refused, at, name, text)
        .help(format!("write a whole number between {least} and {most}"))
}

fn cant_be(code: Code, at: At<'_>, name: &str, text: &str) -> Finding {
    Finding::new(
        code,
        at.place(),
        format!("{name} can't be {}", quoted(text)),
    )
}

pub(super) fn stray_key(at: At<'_>, stray: &Entry, head: &str) -> Finding {
    let message = format!(
        "{} has no effect together with {}",
        quoted(&stray.key),
        quoted(head)
    );
    Finding::new(Code::EitherOr, at.span(stray.key_span.clone()), message)
        .help(format!("remove either this key or {}", quoted(head)))
}

pub(super) fn exclusive(at: At<'_>, first: &str, second: &str) -> Finding {
    let message = format!(
        "{} and {} can't be used together",
        quoted(first),
        quoted(second)
    );
    Finding::new(Code::EitherOr, at.key_place(second), message)
        .second(
            at.key_place(first),
            format!("{} is given here", quoted(first)),
        )
        .help("remove one of them")
}

/// The advice for a value that is followed by a comment without a space.
const GLUED: &str = "put a space before `#`, so that a comment starts there";

/// Returns whether a value that is not right would be, or might be, without what follows its number
/// sign.
fn is_glued(at: At<'_>, text: &str, is_right: impl Fn(&str) -> bool) -> bool {
    let is_plain = at.scalar().is_some_and(|scalar| scalar.plain);
    let value = text.split('#').next().unwrap_or_default();
    is_plain && value.len() < text.len() && is_right(value.trim_end())
}

pub(super) fn wrong_pattern(at: At<'_>, text: &str, pattern: Pattern) -> Finding {
    if is_glued(at, text, pattern.matches) {
        let message = format!("{} is not {}", quoted(text), pattern.what);
        return Finding::new(Code::Pattern, at.place(), message).help(GLUED);
    }
    if let Some(finding) = left_out::finding(text, pattern, at) {
        return finding;
    }
    let message = format!("{} is not {}", quoted(text), pattern.what);
    let suggested = (pattern.suggest)(text);
    let finding = Finding::new(Code::Pattern, at.place(), message);
    if suggested == text || text.contains('#') || !(pattern.matches)(&suggested) {
        return finding.help(format!("write {}", pattern.rule));
    }
    // Quotes that are a part of the text stand inside of those of YAML.
    let written = if suggested.contains('"') {
        format!("'{}'", suggested.replace('\'', "''"))
    } else {
        suggested.clone()
    };
    let help = format!("write {}; did you mean {}?", pattern.rule, quoted(&written));
    let fix = at.reworded(&suggested);
    // A header is sent as it is written.
    let is_sent = pattern.regex == pattern::HEADER.regex;
    finding.help(help).maybe_fix(fix.filter(|_| !is_sent))
}

pub(super) fn wrong_kind(at: At<'_>, options: &[&Value], name: &str) -> Finding {
    let expected: Vec<&str> = options
        .iter()
        .flat_map(|option| kinds(option))
        .map(kind_name)
        .fold(Vec::new(), |mut names, name| {
            if !names.contains(&name) {
                names.push(name);
            }
            names
        });
    let is_null = at
        .scalar()
        .is_some_and(|scalar| scalar.kind() == Kind::Null);
    if is_null {
        return Finding::new(Code::WrongKind, at.place(), format!("{name} has no value")).help(
            format!("write {}, or remove the key", expected.join(" or ")),
        );
    }
    let is_text = expected == ["text"];
    if is_text && at.scalar().is_none() {
        // A text that YAML reads as a list or a map.
        if let Some(complaint) = syntax::text_without_quotes(at.text(), at.bytes().start) {
            return complaint.finding(Code::WrongKind, at.text());
        }
    }
    let message = format!(
        "{name} must be {}, not {}",
        expected.join(" or "),
        found(at)
    );
    let (help, fix) = kind_help(at, &expected);
    Finding::new(Code::WrongKind, at.place(), message)
        .help(help)
        .maybe_fix(fix)
}

/// Returns what to do about a value of the wrong kind, and the change that does it.
fn kind_help(at: At<'_>, expected: &[&str]) -> (String, Option<Fix>) {
    let source = at.source(at.bytes());
    let is_flow = source.starts_with(['{', '[']);
    let Some(Scalar { text, .. }) = at.scalar() else {
        return match (expected, at.content()) {
            (["a list"], _) if is_flow => (
                "put brackets around it".to_owned(),
                Some(at.fix(at.bytes(), format!("[{source}]"))),
            ),
            (["a list"], _) => ("start each entry with `- `".to_owned(), None),
            (_, Content::List(items)) if is_flow && items.len() == 1 => {
                let only = at.source(items[0].span.clone());
                let help = format!("write the value without brackets: `{}`", bare(only));
                (help, Some(at.fix(at.bytes(), only)))
            }
            (["a map"], _) => ("write lines of the form `key: value`".to_owned(), None),
            _ => (
                format!(
                    "write {}; put quotes around a text that starts with `{{`, `[` or `- `",
                    expected.join(" or ")
                ),
                None,
            ),
        };
    };
    let instead = |new: &str| {
        let help = format!("write `{}`", bare(new));
        (help, Some(at.fix(at.bytes(), new)))
    };
    let is_kind = |text: &str| {
        expected.iter().any(|kind| match *kind {
            "true or false" => matches!(text, "true" | "false"),
            "a whole number" => text.parse::<i64>().is_ok(),
            "a number" => text.parse::<f64>().is_ok(),
            _ => false,
        })
    };
    if is_glued(at, text, is_kind) {
        return (GLUED.to_owned(), None);
    }
    match (expected, text.to_lowercase().as_str()) {
        (["true or false"], "yes" | "on" | "y" | "1" | "true") => instead("true"),
        (["true or false"], "no" | "off" | "n" | "0" | "false") => instead("false"),
        (["a whole number"], _) => match whole_number(text) {
            Some(number) if has_leading_zero(text) => (
                format!("write decimal digits without a zero before them, such as `{number}`"),
                None,
            ),
            Some(number) => instead(&number.to_string()),
            None => ("write a whole number".to_owned(), None),
        },
        (["text"], _) => {
            let help = format!("put quotes around it: `'{}'`", bare(text));
            (help, Some(at.fix(at.bytes(), format!("'{text}'"))))
        }
        (["a map"], _) => ("write lines of the form `key: value`".to_owned(), None),
        (["a list"], _) => {
            let is_line = !source.contains('\n') && !source.contains(['[', ']', '{', '}', '#']);
            if !is_line {
                let help = "write a list: brackets around the values, and commas between them";
                return (help.to_owned(), None);
            }
            let help = format!("write a list: `[{}]`", bare(source));
            (help, Some(at.fix(at.bytes(), format!("[{source}]"))))
        }
        _ => (format!("write {}", expected.join(" or ")), None),
    }
}

/// Returns whether a number starts with a zero, so that some programs read it as an octal one.
fn has_leading_zero(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.")
}

/// Creates the finding for a whole number with another radix, if a text is one: `0x190`.
pub(super) fn other_radix(at: At<'_>, name: &str, text: &str) -> Option<Finding> {
    let digits = text.trim_start_matches(['+', '-']);
    let is_one = ["0x", "0o", "0b"]
        .iter()
        .any(|prefix| digits.starts_with(prefix));
    let number = is_one.then(|| integer(text)).flatten()?;
    let finding = cant_be(Code::Refused, at, name, text)
        .help(format!("write decimal digits: `{number}`"))
        .maybe_fix(Some(at.fix(at.bytes(), number.to_string())));
    Some(finding)
}

/// What an unknown key is about.
pub(super) enum Unknown<'k> {
    /// The end of a text that contains a comma and has no quotes.
    Torn,
    /// A key and its value without a space between them.
    Joined(&'k str),
    /// Another key of the map, misspelled.
    Misspelled(&'k str),
    /// The word that other languages have for a key of the map.
    Foreign(Synonym),
    /// Nothing known.
    Else,
}

impl<'k> Unknown<'k> {
    /// Returns what a key is about that is not in `known`. The keys in `absent` are not given yet.
    pub(super) fn of(entry: &'k Entry, known: &BTreeSet<&'k str>, absent: &[&'k str]) -> Self {
        let is_empty = match &entry.value.content {
            Content::Scalar(scalar) => scalar.kind() == Kind::Null,
            _ => false,
        };
        if let Some((word, _)) = entry.key.split_once(':')
            && let Some(key) = known.get(word).filter(|_| is_empty)
        {
            return Self::Joined(key);
        }
        if is_empty && entry.key.contains(' ') {
            return Self::Torn;
        }
        if let Some(synonym) = synonyms::find(&entry.key, known) {
            return match synonym {
                Synonym::Same(key) if !absent.contains(&key) => {
                    Self::Foreign(Synonym::Similar(key))
                }
                other => Self::Foreign(other),
            };
        }
        match suggest::nearest(&entry.key, absent.iter().copied()) {
            Some(near) => Self::Misspelled(near),
            None => Self::Else,
        }
    }

    /// Returns the key to which an entry can be renamed.
    pub(super) fn meant(&self) -> Option<&str> {
        match self {
            Self::Misspelled(key) | Self::Foreign(Synonym::Same(key)) => Some(key),
            _ => None,
        }
    }
}

pub(super) fn unknown_key(
    at: At<'_>,
    entry: &Entry,
    unknown: &Unknown<'_>,
    known: &BTreeSet<&str>,
    schema: &Value,
) -> Finding {
    let span = entry.key_span.clone();
    let message = format!("{} has no key {}", noun(schema), quoted(&entry.key));
    let finding = Finding::new(Code::UnknownKey, at.span(span.clone()), message);
    match unknown {
        Unknown::Torn => finding
            .help("put quotes around the whole text; between braces, a comma ends a text")
            .maybe_fix(untorn(at, entry)),
        Unknown::Joined(key) => {
            let colon = span.start + key.len() + 1;
            let message = format!("a space is missing after `{key}:`");
            let is_plain = at.source(span.clone()).starts_with(key);
            let fix = is_plain.then(|| at.fix(colon..colon, " "));
            Finding::new(Code::UnknownKey, at.span(span), message)
                .help(format!("write `{key}: ` and the value"))
                .maybe_fix(fix)
        }
        Unknown::Misspelled(near) => finding
            .help(format!("did you mean {}?", quoted(near)))
            .fix(at.fix(span, *near)),
        Unknown::Foreign(Synonym::Same(key)) => {
            let text = description(&schema["properties"][*key]).unwrap_or_default();
            finding
                .help(format!("write {}: {text}", quoted(key)))
                .fix(at.fix(span, *key))
        }
        Unknown::Foreign(Synonym::Similar(key)) => {
            let text = description(&schema["properties"][*key]).unwrap_or_default();
            finding.help(format!("use {} instead: {text}", quoted(key)))
        }
        Unknown::Foreign(Synonym::Hint(hint)) => finding.help(*hint),
        Unknown::Else => {
            let known: Vec<&&str> = known.iter().collect();
            finding.help(format!("use one of the keys {}", listed(&known, "or")))
        }
    }
}

/// Creates the finding for a section of the file that is indented as if it were a key of another.
pub(super) fn indented_section(at: At<'_>, entry: &Entry, schema: &Value) -> Finding {
    let key = quoted(&entry.key);
    let message = format!("{} has no key {key}", noun(schema));
    Finding::new(Code::UnknownKey, at.span(entry.key_span.clone()), message).help(format!(
        "{key} is a key of the whole file: write it at the start of its line"
    ))
}

/// Creates the finding for the entries at the end of a list that belong to another key, one of
/// `sections`.
pub(super) fn other_entries(first: At<'_>, name: &str, count: usize, sections: &[&str]) -> Finding {
    let message = format!("from here on, {count} entries of {name} are those of another key");
    let keys: Vec<String> = sections.iter().map(|key| format!("{key}:")).collect();
    let help = format!("write the line {} above them", listed(&keys, "or"));
    Finding::new(Code::WrongKind, first.place(), message).help(help)
}

/// Returns the change that puts quotes around a text which commas tear into keys.
fn untorn(at: At<'_>, entry: &Entry) -> Option<Fix> {
    let entries = at.entries();
    let is_torn = |entry: &Entry| {
        let value = &entry.value.content;
        let is_empty = matches!(value, Content::Scalar(scalar) if scalar.kind() == Kind::Null);
        is_empty && entry.key.contains(' ')
    };
    let index = entries
        .iter()
        .position(|other| other.key_span == entry.key_span)?;
    let first = entries[..index]
        .iter()
        .rev()
        .find(|entry| !is_torn(entry))?;
    let torn = entries[index..].iter().take_while(|entry| is_torn(entry));
    let end = torn.last()?.key_span.end;
    let Content::Scalar(scalar) = &first.value.content else {
        return None;
    };
    let span = first.value.span.start..end;
    let text = at.source(span.clone());
    let is_plain = scalar.plain && !text.contains('\n');
    is_plain.then(|| at.fix(span, format!("'{}'", text.replace('\'', "''"))))
}

fn found(at: At<'_>) -> String {
    match at.content() {
        Content::Map(_) => "a map".to_owned(),
        Content::List(_) => "a list".to_owned(),
        Content::Scalar(scalar) => match scalar.kind() {
            Kind::Integer | Kind::Number => format!("the number {}", quoted(&scalar.text)),
            Kind::Boolean => format!("the boolean {}", quoted(&scalar.text)),
            Kind::Null | Kind::Text => format!("the text {}", quoted(&scalar.text)),
        },
    }
}
