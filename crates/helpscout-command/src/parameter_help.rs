//! What the help says of the options of an operation.

use std::fmt::Write;

use clap::builder::StyledStr;
use helpscout_description::prose::plain;
use helpscout_description::quote::escaped;
use helpscout_description::{ListStyle, Parameter, Place, Type};

use crate::name_list::NAME;

/// Returns what `-h` says of an option. `all_pages` is what is fetched without it, if it selects a page.
pub(crate) fn short_help(parameter: &Parameter, all_pages: Option<&str>) -> StyledStr {
    let mut text = plain(&parameter.doc);
    if let Some(all_pages) = all_pages {
        let _ = write!(text, " Default: {all_pages}.");
    }
    if let Some(note) = &parameter.deprecated {
        let _ = write!(text, " Deprecated: {}", plain(note));
    }
    text.into()
}

/// Returns what `--help` says of an option.
pub(crate) fn long_help(
    parameter: &Parameter,
    name: &str,
    all_pages: Option<&str>,
    has_names: bool,
) -> StyledStr {
    let mut text = plain(&parameter.doc);
    if let Some(all_pages) = all_pages {
        let _ = write!(
            text,
            " Without this option, {all_pages} is fetched, page by page."
        );
    }
    if let Some(note) = &parameter.deprecated {
        let _ = write!(text, "\nDeprecated: {}", plain(note));
    }
    match parameter.place {
        Place::Query | Place::Path => {}
        Place::Header => {
            let _ = write!(text, "\nSent in the header {}.", escaped(&parameter.wire));
        }
        Place::Body => {
            let _ = write!(text, "\nSent in the body as {}.", escaped(&parameter.wire));
        }
    }
    if has_names {
        text.push_str("\nAn ID or a name, in any case and with or without accents");
        text.push_str(if is_user(parameter) {
            "; for a user also an email address, a unique first or last name, or me."
        } else {
            "."
        });
        let _ = write!(text, " Write {NAME}123 for a name of digits.");
    }
    if has_names && parameter.list.is_some() {
        text.push_str(
            "\nSeparate several values with commas, or repeat the option. Put a name that contains \
             commas in double quotes, and write quotes within them twice; one such name alone needs \
             none.",
        );
    } else if parameter.list.is_some() {
        text.push_str(if is_split(parameter) {
            "\nSeparate several values with commas, or repeat the option."
        } else {
            "\nRepeat the option for several values."
        });
    }
    if parameter.ty == Type::Boolean {
        text.push_str("\nWithout a value, the option means true.");
    }
    if parameter.ty == Type::Instant {
        text.push_str(
            "\nA date and a time with an offset. It is sent in UTC, without fractions of a second.",
        );
    }
    match parameter.ty {
        Type::Object(_) => text.push_str(&fields(parameter)),
        Type::Date => text.push_str("\nA day, such as 2019-05-02."),
        Type::EpochSeconds => text.push_str(
            "\nA date and a time with an offset, or a number of seconds since 1970, as it is sent.",
        ),
        Type::EpochMilliseconds => text.push_str(
            "\nA date and a time with an offset, or a number of milliseconds since 1970, as it is sent.",
        ),
        _ => {}
    }
    for limits in [limits(parameter), lengths(parameter)]
        .into_iter()
        .flatten()
    {
        let _ = write!(text, "\n{limits}");
    }
    if let Some(default) = &parameter.default {
        let _ = write!(
            text,
            "\nThe service defaults to {}.",
            escaped(&default.to_string())
        );
    }
    if !parameter.example.is_empty() {
        let _ = write!(text, "\nExample: {}", typed(parameter, name));
    }
    text.into()
}

/// Returns the option with the documented example as its value, as a shell takes it.
pub(crate) fn typed(parameter: &Parameter, name: &str) -> String {
    let values = if is_split(parameter) {
        vec![parameter.example.join(",")]
    } else {
        parameter.example.clone()
    };
    let options = values
        .iter()
        .map(|value| format!("--{name} {}", shell_word(&escaped(value))));
    options.collect::<Vec<_>>().join(" ")
}

/// Returns a text as one word of a shell, in quotes if it has characters that a shell interprets.
fn shell_word(text: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "-_.,:/@%+=".contains(char);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn lengths(parameter: &Parameter) -> Option<String> {
    let what = match parameter.list {
        Some(_) => "values",
        None => "characters",
    };
    match (parameter.min_length, parameter.max_length) {
        (Some(least), Some(most)) => Some(format!("From {least} to {most} {what}.")),
        (Some(least), None) => Some(format!("At least {least} {what}.")),
        (None, Some(most)) => Some(format!("At most {most} {what}.")),
        (None, None) => None,
    }
}

/// Says which numbers a parameter takes.
pub(crate) fn limits(parameter: &Parameter) -> Option<String> {
    match (parameter.minimum, parameter.maximum) {
        (Some(least), Some(most)) => Some(format!("From {least} to {most}.")),
        (Some(least), None) => Some(format!("At least {least}.")),
        (None, Some(most)) => Some(format!("At most {most}.")),
        (None, None) => None,
    }
}

/// Returns whether several values of a list may be typed as one, with commas between them. A text
/// may contain commas itself, unless the service splits it there.
pub(crate) fn is_split(parameter: &Parameter) -> bool {
    parameter.ty != Type::Text || parameter.list == Some(ListStyle::Comma)
}

/// Returns whether the parameter takes the IDs of users.
fn is_user(parameter: &Parameter) -> bool {
    matches!(&parameter.ty, Type::Id(ty) if ty == "UserId")
}

/// Lists the fields of the objects that a parameter takes.
fn fields(parameter: &Parameter) -> String {
    let mut text = "\nEach value is an object in JSON with these fields:".to_owned();
    for field in &parameter.fields {
        let list = if field.list.is_some() { "[]" } else { "" };
        let required = if field.required { " (required)" } else { "" };
        let doc = plain(&field.doc);
        let _ = write!(text, "\n- {}{list}{required}: {doc}", escaped(&field.wire));
    }
    text
}
