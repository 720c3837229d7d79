//! What the spec language leaves out on purpose, and what to do about it: a message of its own for
//! each, where a pattern alone would only say that a text does not match.

use std::borrow::Cow;
use std::ops::Range;

use helpscout_description::quote::quoted;

use crate::code::Code;
use crate::finding::Finding;
use crate::pattern::{self, Pattern};
use crate::position::At;

/// Creates the finding for a text that does not match a pattern because the language leaves out what
/// it says. Returns `None` if the text only has a mistake.
pub(crate) fn finding(text: &str, pattern: Pattern, at: At<'_>) -> Option<Finding> {
    let reason = match pattern.regex {
        regex if regex == pattern::REQUEST.regex => request(text),
        regex if regex == pattern::PATH.regex => slash("", text, pattern),
        regex if regex == pattern::WIRE.regex => parameter(text),
        regex if regex == pattern::BODY_PATH.regex => body(text),
        regex if regex == pattern::FIELD_PATH.regex => field(text),
        regex if regex == pattern::VALUE.regex => value(text),
        _ => None,
    }?;
    let finding = Finding::new(Code::LeftOut, at.place(), reason.message);
    Some(finding.help(reason.help))
}

/// Returns what to write in place of a word that other languages have for a key. `name` is the key in
/// backticks.
pub(crate) fn word_help(name: &str, word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    match (name.trim_matches('`'), word.as_str()) {
        ("in", "query") => Some(
            "remove `in:`; a parameter is sent in the query of the URL unless the path names it",
        ),
        ("in", "path") => {
            Some("remove `in:`; a parameter that the path names in braces is sent in the path")
        }
        ("in", "body" | "formdata") => {
            Some("move the entry to `body:`, with `path:` for its name and without `in:`")
        }
        ("in", "cookie") => Some("leave the parameter out; cookies can't be described"),
        ("list", "csv" | "form") => Some("write `comma`"),
        ("list", "pipes" | "pipedelimited") => Some("write `pipe`"),
        ("list", "multi" | "explode" | "repeated") => Some("write `repeat`"),
        ("list", "array" | "json") => {
            Some("write `repeat`, or declare a field with `[]` in `body:` for a JSON array")
        }
        ("form", "string" | "str" | "uuid" | "guid" | "slug" | "hex" | "any") => {
            Some("write `text`, which is a text of any form")
        }
        ("form", "number" | "int" | "int64") => Some("write `integer`"),
        ("unit", "ms" | "millis" | "millisecond") => Some("write `milliseconds`"),
        ("unit", "s" | "sec" | "secs" | "second") => Some("write `seconds`"),
        ("unit", "min" | "mins" | "minute") => Some("write `minutes`"),
        _ => None,
    }
}

/// Creates the finding for the key `object`, with its place, in an entry that can't have it. `noun` is
/// what messages call the entry. Returns `None` if the entry is of another kind.
pub(crate) fn object_key(noun: &str, entry: At<'_>, key: Range<usize>) -> Option<Finding> {
    if noun != "a parameter" {
        return None;
    }
    let finding = Finding::new(
        Code::LeftOut,
        entry.span(key),
        "a parameter can't be an object",
    );
    Some(finding.help(
        "declare a parameter for each of its keys, named as the service takes it, such as \
         `filter[status]`",
    ))
}

/// Creates the finding for a path of paging that goes through a list. `key` is that of `pages:`.
pub(crate) fn pages_through_list(key: &str, list: &str, at: At<'_>) -> Finding {
    let message = format!(
        "{} goes through the list {}, where paging can't follow it",
        quoted(key),
        quoted(list)
    );
    Finding::new(Code::LeftOut, at.place(), message).help(
        "name objects that are not lists, or leave out `pages:` if the value is only in the list, so \
         that a call gets one page",
    )
}

struct Reason {
    message: String,
    help: Cow<'static, str>,
}

fn reason(message: impl Into<String>, help: impl Into<Cow<'static, str>>) -> Option<Reason> {
    let (message, help) = (message.into(), help.into());
    Some(Reason { message, help })
}

fn request(text: &str) -> Option<Reason> {
    const METHODS: [&str; 4] = ["HEAD", "OPTIONS", "TRACE", "CONNECT"];
    let (method, path) = text.split_once(' ').unwrap_or((text, ""));
    if let Some(reason) = slash(method, path, pattern::REQUEST) {
        return Some(reason);
    }
    if METHODS.contains(&method.to_ascii_uppercase().as_str()) {
        return reason(
            format!(
                "a {} request can't be described",
                method.to_ascii_uppercase()
            ),
            "leave the endpoint out; requests have the method `GET`, `POST`, `PUT`, `PATCH` or `DELETE`",
        );
    }
    if path.contains('?') {
        return reason(
            "the path of a request can't have a query",
            "end the path before the `?`, and declare each part of the query in `parameters:`",
        );
    }
    let is_mixed = |part: &str| {
        let has_brace = part.contains('{') || part.contains('}');
        let inner = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        has_brace && inner.is_none_or(|inner| inner.contains(['{', '}']))
    };
    if let Some(part) = path.split('/').find(|part| is_mixed(part)) {
        return reason(
            format!(
                "{} is a placeholder with something around it, which can't be described",
                quoted(part)
            ),
            "a placeholder stands for a whole part of the path between two slashes, as in \
             `/v2/mailboxes/{id}`; leave the endpoint out if it has no other form",
        );
    }
    let is_list = |part: &str| part.starts_with('{') && part.contains('[');
    if let Some(part) = path.split('/').find(|part| is_list(part)) {
        return reason(
            format!(
                "{} stands for several values, which can't be described",
                quoted(part)
            ),
            "a placeholder stands for one value; name the parameter for it without brackets",
        );
    }
    // Characters that the path of a URL can have, but not one of a spec.
    let is_odd = |char: char| "!'()*+,;=&%".contains(char) || !char.is_ascii();
    let is_hidden = |part: &&str| part.starts_with('.') && part.contains(|char| char != '.');
    let mut parts = path.split('/');
    if let Some(part) = parts.find(|part| part.contains(is_odd) || is_hidden(part)) {
        return reason(
            format!("{} can't be described as a part of a path", quoted(part)),
            "leave the endpoint out; the parts of a path have letters, digits and `_.~:$@-`, and \
             start with none of `.:`",
        );
    }
    None
}

/// Returns what to do about a path that only lacks its pattern because of a slash at its end.
fn slash(method: &str, path: &str, pattern: Pattern) -> Option<Reason> {
    let bare = format!("{method} {}", path.strip_suffix('/')?);
    let bare = bare.trim_start();
    if !(pattern.matches)(bare) {
        return None;
    }
    reason(
        "a path with a slash at its end can't be described",
        format!(
            "write {} if the service takes that, too; otherwise leave the endpoint out",
            quoted(bare)
        ),
    )
}

fn parameter(text: &str) -> Option<Reason> {
    if text.contains("[]") {
        return reason(
            format!(
                "{} has empty brackets before its end, which can't be described",
                quoted(text)
            ),
            "leave the parameter out if it is optional, and the endpoint if it is not",
        );
    }
    let has_open_part = ["[*]", "[<", "[{", "{", "<"].iter();
    if has_open_part.clone().any(|part| text.contains(part)) {
        return reason(
            format!(
                "{} has a part that changes, which can't be described",
                quoted(text)
            ),
            "declare a parameter for each name that is needed, such as `filter[status]`",
        );
    }
    // A blank at an end, or half of a pair of brackets, is a mistake.
    let is_odd = |char: char| " :/@+~!*'()|".contains(char) || !char.is_ascii();
    if text.trim() == text
        && let Some(odd) = text.chars().find(|char| is_odd(*char))
    {
        return reason(
            format!(
                "{} has a character that the name of a parameter can't have here: {}",
                quoted(text),
                quoted(&odd.to_string())
            ),
            "leave the parameter out if it is optional, and the endpoint if it is not",
        );
    }
    None
}

fn value(text: &str) -> Option<Reason> {
    if text.contains(',') && text.trim() == text {
        return reason(
            format!(
                "{} has a comma, which the values of an enum can't have",
                quoted(text)
            ),
            "write an entry for each value if these are several; otherwise leave the value out, so that \
             an answer that has it is read as an unknown value",
        );
    }
    None
}

fn body(text: &str) -> Option<Reason> {
    if text.contains("[][]") {
        return reason(
            format!(
                "{} is a list of lists, which a body can't have",
                quoted(text)
            ),
            "describe lists of values, such as `fields[]`, or of objects",
        );
    }
    if text.contains(['"', '*']) {
        return reason(
            format!(
                "{} has a key that changes or has to be quoted, which a body can't have",
                quoted(text)
            ),
            "declare a field for each key that is needed; keys have letters, digits, `_` and `-`",
        );
    }
    let is_odd = |char: char| " $@:/+~!'()|".contains(char) || !char.is_ascii();
    let keys = text.split('.');
    let mut keys = keys.map(|key| key.strip_suffix("[]").unwrap_or(key));
    let is_numbered = |key: &str| key.starts_with(|char: char| char.is_ascii_digit());
    if text.trim() == text
        && let Some(key) = keys.find(|key| key.contains(is_odd) || is_numbered(key))
    {
        return reason(
            format!("{} is a key that a body can't have here", quoted(key)),
            "leave the field out if it is optional, and the endpoint if it is not; keys have letters, \
             digits, `_` and `-`, and start with no digit",
        );
    }
    None
}

fn field(text: &str) -> Option<Reason> {
    const AT_THE_TOP: &str = "leave the endpoint out; the elements of a list at the top must be \
                              objects, whose paths start with `[].`";
    if text == "[]" {
        let message = "an answer that is a list of single values can't be described";
        return reason(message, AT_THE_TOP);
    }
    if text.starts_with("[][]") || text.starts_with("[].[]") {
        let message = "an answer that is a list of lists can't be described";
        return reason(message, AT_THE_TOP);
    }
    // Some languages write a dot between the lists.
    let inner = [text.find("[][]"), text.find("[].[]")];
    if let Some(end) = inner.into_iter().flatten().min() {
        let outer = format!("{}[]", &text[..end]);
        let entry = format!("{{ path: '{}', type: any }}", outer.replace('\'', "''"));
        return reason(
            format!(
                "{} goes through a list of lists, which can't be described",
                quoted(text)
            ),
            format!("give the outer list the type `any`: {}", quoted(&entry)),
        );
    }
    let mut in_quotes = text.split('"').skip(1).step_by(2);
    if text.contains(['`', '\\']) || in_quotes.any(|key| key.contains('*')) {
        return reason(
            format!(
                "{} has a key with a star, backtick or backslash, which can't be described",
                quoted(text)
            ),
            "leave the field out, or give the object around it the type `any`",
        );
    }
    None
}
