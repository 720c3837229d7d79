//! The tables of the file, with the places of their keys and values.

use clap::Command;
use helpscout_description::nearest;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::commands::{options_of, producers};
use super::mistake::Mistakes;
use crate::suggestions::{is_credential, nearest_option};

/// The named reports of a file.
pub(super) struct File {
    /// Options for every report whose command has them.
    pub(super) defaults: Vec<Entry>,
    /// In the order of the file.
    pub(super) reports: Vec<Report>,
}

/// A named report.
pub(super) struct Report {
    pub(super) name: String,
    /// The place of its name.
    pub(super) at: usize,
    pub(super) command: Text,
    /// The title, which is an option of some commands.
    pub(super) title: Option<Entry>,
    pub(super) options: Vec<Entry>,
}

/// A text and its place.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) at: usize,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_at: usize,
    pub(super) value: Value,
    pub(super) value_at: usize,
}

/// What an option is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Flag(bool),
    One(String),
    Several(Vec<String>),
}

impl Report {
    /// Returns the title.
    pub(super) fn title(&self) -> Option<&str> {
        match &self.title.as_ref()?.value {
            Value::One(title) => Some(title),
            Value::Flag(_) | Value::Several(_) => None,
        }
    }
}

impl File {
    /// Reads as much as can be understood.
    pub(super) fn parse(text: &str, mistakes: &mut Mistakes<'_>) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut file = Self {
            defaults: Vec::new(),
            reports: Vec::new(),
        };
        if !errors.is_empty() {
            for error in errors {
                let span = error.span().unwrap_or_default();
                let key = text.get(span.clone()).unwrap_or_default();
                if error.message() == "duplicate key" && !key.is_empty() {
                    let what = format!("`{key}` is a second time in its table");
                    mistakes.add_with_help(span.start, what, "remove this one, or the other");
                } else if let Some((key, value)) = without_quotes(text, span.start) {
                    let what = format!("`{value}` is a text without quotes");
                    mistakes.add_with_help(span.start, what, format!("write {key} = \"{value}\""));
                } else {
                    mistakes.add(span.start, error.message().replace('\n', "; "));
                }
            }
            // What follows from them would only confuse.
            return file;
        }
        for (key, value) in in_order(table.get_ref()) {
            if key.get_ref() == "reports" {
                file.reports = reports(value, mistakes);
            } else if value.get_ref().is_table() {
                let what = format!("`{}` is no table of this file", key.get_ref());
                let name = key.get_ref();
                let help = if nearest(name, ["reports"]).is_some() {
                    "write a report as a table [reports.NAME], with an s".to_owned()
                } else {
                    format!("write a report as a table [reports.{name}]")
                };
                mistakes.add_with_help(key.span().start, what, help);
            } else {
                file.defaults.extend(entry(key, value, mistakes));
            }
        }
        file
    }

    /// Checks that each option for all reports is one of some command.
    pub(super) fn check_defaults(&self, root: &Command, mistakes: &mut Mistakes<'_>) {
        let mut known: Vec<String> = vec!["reports".to_owned()];
        for leaf in producers(root) {
            known
                .extend(options_of(root, leaf).filter_map(|arg| arg.get_long().map(str::to_owned)));
        }
        for entry in &self.defaults {
            if check_key(entry, mistakes) && !known.contains(&entry.key) {
                let what = format!("no command has an option `{}`", entry.key);
                match nearest_option(&entry.key, known.iter().map(String::as_str)) {
                    Some(near) => {
                        let help = format!("did you mean `{near}`?");
                        mistakes.add_with_help(entry.key_at, what, help);
                    }
                    None => mistakes.add(entry.key_at, what),
                }
            }
        }
    }
}

/// Checks that a key may be in a file. Returns whether it may.
pub(super) fn check_key(entry: &Entry, mistakes: &mut Mistakes<'_>) -> bool {
    let key = entry.key.to_lowercase().replace('_', "-");
    if is_credential(&key) {
        let what = format!("`{}`: credentials are never read from this file", entry.key);
        let help = "remove the line, and set HELPSCOUT_APP_ID and HELPSCOUT_APP_SECRET, or\n\
                    HELPSCOUT_ACCESS_TOKEN, in the environment";
        mistakes.add_with_help(entry.key_at, what, help);
        return false;
    }
    let urls: Vec<&String> = match &entry.value {
        Value::One(text) => vec![text],
        Value::Several(texts) => texts.iter().collect(),
        Value::Flag(_) => Vec::new(),
    };
    if urls.iter().any(|text| has_password(text)) {
        let what = format!("`{}` has a user name or a password in its URL", entry.key);
        let help = "set HELPSCOUT_BASE_URL in the environment instead";
        mistakes.add_with_help(entry.value_at, what, help);
        return false;
    }
    if ["errors", "help", "version"].contains(&key.as_str()) {
        let what = format!("`{}` is an option for the whole run", entry.key);
        let help = "give it on the command line";
        mistakes.add_with_help(entry.key_at, what, help);
        return false;
    }
    true
}

/// Returns whether a text is a URL with a user name or password.
fn has_password(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('@')
}

fn reports(value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes<'_>) -> Vec<Report> {
    let Some(tables) = value.get_ref().as_table() else {
        let what = format!("`reports` is {}, not a table", kind(value.get_ref()));
        let help = "write a table [reports.NAME] for each report";
        mistakes.add_with_help(value.span().start, what, help);
        return Vec::new();
    };
    let reports = in_order(tables).into_iter();
    reports
        .filter_map(|(name, value)| report(name, value, mistakes))
        .collect()
}

fn report(
    name: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    mistakes: &mut Mistakes<'_>,
) -> Option<Report> {
    let at = name.span().start;
    let name = name.get_ref().to_string();
    let is_letter = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.');
    if !name.starts_with(char::is_alphanumeric) || !name.chars().all(is_letter) {
        let what = format!("`{}` can't be the name of a report", name.escape_debug());
        let help = "use letters, digits, and - _ . between them";
        mistakes.add_with_help(at, what, help);
        return None;
    }
    let Some(table) = value.get_ref().as_table() else {
        let what = format!("`{name}` is {}, not a table", kind(value.get_ref()));
        mistakes.add_with_help(at, what, format!("write it as a table [reports.{name}]"));
        return None;
    };
    let mut report = Report {
        name,
        at,
        command: Text {
            text: String::new(),
            at,
        },
        title: None,
        options: Vec::new(),
    };
    let mut has_command = false;
    for (key, value) in in_order(table) {
        match key.get_ref().as_ref() {
            "command" => {
                has_command = true;
                let text = own_text(key, value, mistakes)?;
                report.command = Text {
                    text: text.split_whitespace().collect::<Vec<_>>().join(" "),
                    at: value.span().start,
                };
            }
            "title" => {
                own_text(key, value, mistakes)?;
                report.title = entry(key, value, mistakes);
            }
            _ => report.options.extend(entry(key, value, mistakes)),
        }
    }
    if !has_command {
        let what = format!("the report {} has no `command`", report.name);
        let help = "add one, such as command = \"history\" or command = \"report company\"";
        mistakes.add_with_help(at, what, help);
        return None;
    }
    Some(report)
}

/// Returns the text of a key that is not an option.
fn own_text(
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    mistakes: &mut Mistakes<'_>,
) -> Option<String> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        let kind = kind(value.get_ref());
        let what = format!("`{}` is {kind}, not a text", key.get_ref());
        mistakes.add_with_help(value.span().start, what, "write it between quotation marks");
    }
    text.map(str::to_owned)
}

/// Returns an option with its value.
fn entry(
    key: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    mistakes: &mut Mistakes<'_>,
) -> Option<Entry> {
    let entry = |parsed| Entry {
        key: key.get_ref().to_string(),
        key_at: key.span().start,
        value: parsed,
        value_at: value.span().start,
    };
    if let Some(flag) = value.get_ref().as_bool() {
        return Some(entry(Value::Flag(flag)));
    }
    if let Some(items) = value.get_ref().as_array() {
        let mut several = Vec::new();
        for item in items {
            let Some(text) = scalar(item.get_ref()) else {
                let kind = kind(item.get_ref());
                let what = format!("an item of `{}` is {kind}", key.get_ref());
                let help = "use texts, numbers or dates";
                mistakes.add_with_help(item.span().start, what, help);
                return None;
            };
            several.push(text);
        }
        return Some(entry(Value::Several(several)));
    }
    let Some(text) = scalar(value.get_ref()) else {
        let kind = kind(value.get_ref());
        let what = format!("`{}` is {kind}, and no option", key.get_ref());
        let help = "use a text, a number, a date, a list of them, or true";
        mistakes.add_with_help(key.span().start, what, help);
        return None;
    };
    Some(entry(Value::One(text)))
}

/// Returns a text, a number or a date as it would be typed.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    Some(match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()?
            .to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Datetime(time) => time.to_string(),
        DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => return None,
    })
}

/// Says what a value is.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Returns the entries of a table in the order of the file.
fn in_order<'a, 'i>(
    table: &'a DeTable<'i>,
) -> Vec<(&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// Returns the key and the value of a line, if a mistake in its value is that it has no quotes, such as
/// `period = 2019-W20`, the start of which looks like a date.
fn without_quotes(text: &str, at: usize) -> Option<(&str, &str)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?;
    let (key, value) = line.split_once('=')?;
    let value = value.split(" #").next().unwrap_or_default().trim();
    let is_text = value.starts_with(char::is_alphanumeric) && !value.contains(['"', '\'', '\\']);
    (is_text && at - start > key.len()).then(|| (key.trim(), value))
}
