//! What a row seems to say about a parameter that the draft does not have.
//!
//! Descriptions are prose: a draft has what it recognizes. This looks for the words of facts that
//! it did not, so that a person reads them.

use helpscout_description::Place;

use crate::kind::{Kind, is_list, is_map, is_mixed, is_nested, is_type, kind};
use crate::limit;
use crate::operation::ParameterDraft;
use crate::phrase;
use crate::place;
use crate::table::Row;
use crate::text::code;

/// Types that a value is not described with unless there is a list of values.
const BUILT_IN: [&str; 8] = [
    "text",
    "integer",
    "number",
    "boolean",
    "date",
    "instant",
    "epoch_seconds",
    "epoch_milliseconds",
];

/// Returns what is left to do about facts of a row that a parameter does not have.
pub(crate) fn facts(row: &Row, parameter: &ParameterDraft) -> Vec<String> {
    let mut facts = Vec::new();
    let is_told = |word: &str| parameter.todo.iter().any(|todo| todo.contains(word));
    let mut add = |text: String| facts.push(text);
    let lower = row.description.to_lowercase();
    let type_name = parameter.type_name.as_str();
    if let Some(text) = about_type(row, parameter) {
        add(text);
    }
    if phrase::is_conditional(&lower) && !parameter.required {
        add("the page requires it under a condition".to_owned());
    }
    if parameter.default.is_none() && lower.contains("default") && !is_told("default") {
        add("the page mentions a default that could not be read".to_owned());
    }
    let has_limits = [parameter.minimum, parameter.maximum]
        .iter()
        .any(Option::is_some)
        || parameter.lengths != (None, None);
    let prose = row.prose();
    if limit::has_fraction(&prose) && ["integer", "number"].contains(&type_name) {
        add("the page gives a limit with a fraction, and limits are integers".to_owned());
    } else if !has_limits
        && limit::seems_limited(&prose)
        && !is_told("limit")
        && !is_told("values or more")
    {
        add("the page mentions a limit that could not be read".to_owned());
    }
    if parameter.list.is_some() && lower.contains("character") {
        add("the page limits the characters of each value, and no key does".to_owned());
    }
    let introduces = [
        "one of ",
        "any of ",
        "possible values",
        "allowed values",
        "accepted values",
        "valid values",
    ];
    let is_listing = introduces.iter().any(|words| lower.contains(words));
    let has_values = !BUILT_IN.contains(&type_name) || type_name == "boolean" || has_limits;
    if is_listing && !has_values && !is_told("values") {
        add("the page lists values that could not be read".to_owned());
    }
    let first = lower.split(['.', ';']).next().unwrap_or_default();
    let is_short = first.contains(" or ") && first.split_whitespace().count() <= 5;
    let verbs = ["can be ", "must be ", "should be ", "set to "];
    let mut named = verbs.iter().filter_map(|verb| lower.split_once(verb));
    let is_choice = is_short
        || named.any(|(_, rest)| {
            let list = rest.split(['.', ';']).next().unwrap_or_default();
            list.contains(" or ") && list.split([',', ' ']).count() <= 12
        });
    if is_choice && type_name == "text" && !is_told("values") {
        add("the page may list its values".to_owned());
    }
    let is_separated = lower.contains("separated by")
        || lower.contains("-separated")
        || lower.contains("delimited");
    if is_separated && parameter.list.is_none() && !is_told("separates") {
        add("the page separates its values in a way that could not be read".to_owned());
    }
    if row.place == "path" && parameter.place != Place::Path {
        add("the page sends it in the path, which has no such part".to_owned());
    }
    let name = parameter.name.to_lowercase();
    let is_named_so = name.starts_with("x-") || lower.contains(" header") && name.contains('-');
    if row.place.is_empty() && parameter.place == Place::Query && is_named_so {
        add("it may be a header; add `in: header` if it is".to_owned());
    }
    facts
}

/// What a list of objects in a body needs, after `which`.
const OBJECTS: &str = "needs `object:` with the name of a Rust type in place of `type:`, and \
     an entry for each field of its objects, such as `threads[].text`";

/// Returns what is sent in a place.
fn thing(place: Place) -> &'static str {
    if place == Place::Body {
        "a field of a body"
    } else {
        "a parameter"
    }
}

/// Returns what is left to do about a type that is not known, or says more than the draft has.
fn about_type(row: &Row, parameter: &ParameterDraft) -> Option<String> {
    let cell = row.type_name.as_str();
    let left_out = if is_nested(cell) {
        Some("a list of lists")
    } else if is_list(cell) && kind(cell) == Kind::Object {
        Some("a list of objects")
    } else if is_map(cell) {
        Some("a map")
    } else {
        None
    };
    if left_out == Some("a list of objects") && parameter.place == Place::Body {
        let cell = code(cell);
        return Some(format!(
            "the page's type {cell} is a list of objects, which {OBJECTS}"
        ));
    }
    if let Some(what) = left_out {
        let (cell, thing) = (code(cell), thing(parameter.place));
        return Some(format!(
            "the page's type {cell} is {what}, which {thing} can't be; leave it out if it is optional, \
             and the endpoint if it is not"
        ));
    }
    if is_mixed(cell) {
        return Some(format!("check what the page's type {} says", code(cell)));
    }
    let is_text = parameter.type_name == "text";
    let is_header = place::beside(cell) == Some("header");
    if cell.is_empty() || is_type(cell) && kind(cell) != Kind::Object || is_header {
        return None;
    }
    let is_unknown = matches!(kind(cell), Kind::Unknown | Kind::Object) && !is_list(cell);
    if is_unknown && is_text {
        return Some(format!(
            "the page's type {} is not known; `text` is a guess",
            code(cell)
        ));
    }
    let inside = cell
        .split_once(['(', '[', '|', ',', ':'])
        .map_or("", |(_, inside)| inside);
    let has_listed = inside.split([',', '|', '/']).count() > 1
        && phrase::introduced(cell).is_none()
        && !inside.contains(|char: char| char.is_ascii_digit());
    (is_text && has_listed).then(|| format!("check what the page's type {} says", code(cell)))
}
