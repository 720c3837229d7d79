//! Parameters with several values: how they are sent, and how many there may be.

use helpscout_description::{ListStyle, Place};

use crate::allowed::is_value;
use crate::enums::Enums;
use crate::kind::{self, is_list};
use crate::limit;
use crate::list_limit::{self, ListLimits};
use crate::operation::ParameterDraft;
use crate::table::Row;

/// How a page says that several values are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Style {
    Known(ListStyle),
    /// With a separator that the spec language does not have, in the page's word.
    Foreign(&'static str),
}

impl Style {
    /// Returns the style as a place has it: the list of a header is joined by commas.
    fn in_place(self, place: Place) -> Self {
        match (place, self) {
            (Place::Header, Self::Known(ListStyle::Pipe)) => Self::Foreign("pipes"),
            (Place::Header, Self::Known(ListStyle::Repeat)) => Self::Foreign("repeated headers"),
            (_, style) => style,
        }
    }
}

/// Sets how several values are sent, if the page says or shows that there may be several.
pub(crate) fn set_style(
    parameter: &mut ParameterDraft,
    row: &Row,
    examples: &[String],
    enums: &Enums<'_>,
) {
    let place = parameter.place;
    let style = style(&row.description).or_else(|| style(&row.type_name));
    match style.map(|style| style.in_place(place)) {
        Some(Style::Known(style)) => parameter.list = Some(style),
        Some(Style::Foreign(separator)) if place != Place::Body => {
            parameter.type_name = "text".to_owned();
            parameter.todo.push(format!(
                "the page separates its values by {separator}, which no `list:` there does; the \
                 draft has them as one text"
            ));
        }
        _ => {
            let type_name = parameter.type_name.as_str();
            // Only a value of type text can have a comma in it.
            let is_several = |text: &String| {
                let mut values = text.split(',');
                text.contains(',') && values.all(|value| is_value(value, type_name, enums))
            };
            let is_shown = type_name != "text" && examples.iter().any(is_several);
            let is_list = is_list(&row.type_name) || is_shown;
            parameter.list = is_list.then_some(ListStyle::Comma);
            let is_named_so = row.name.trim_end().ends_with("[]");
            if is_list && !is_shown && !is_named_so && parameter.place == Place::Query {
                let todo =
                    "the page does not say how several values are sent; `list: comma` is a guess";
                parameter.todo.push(todo.to_owned());
            }
        }
    }
}

/// Returns how several values are sent, if a text says so.
fn style(text: &str) -> Option<Style> {
    let lower = text.to_ascii_lowercase().replace('-', " ");
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    let joints = [
        "separated by",
        "separated with",
        "delimited by",
        "delimited with",
        "joined by",
    ];
    let is_separated = |what: &str| {
        let is_word = what.starts_with(|char: char| char.is_alphabetic());
        let is_before = has(&[&format!("{what} separated"), &format!("{what} delimited")]);
        let is_behind = joints.iter().any(|joint| {
            ["", "a ", "`", "\"", "'"]
                .iter()
                .any(|start| lower.contains(&format!("{joint} {start}{what}")))
        });
        // `IDs, separated by spaces` has no comma between them.
        is_behind || is_word && is_before
    };
    const FOREIGN: [(&str, &[&str]); 8] = [
        ("semicolons", &["semicolon", "semi colon", ";"]),
        ("spaces", &["space", "blank", "white space", "whitespace"]),
        ("colons", &["colon"]),
        ("line breaks", &["newline", "new line", "line break"]),
        ("tabs", &["tab"]),
        ("slashes", &["slash", "slashes"]),
        ("plus signs", &["plus", "+"]),
        ("hyphens", &["hyphen", "dash", "underscore"]),
    ];
    let repeated = [
        "may be repeated",
        "can be repeated",
        "repeatable",
        "repeat the parameter",
        "more than once",
        "multiple times",
        "several times",
    ];
    if is_separated("comma") || is_separated(",") {
        return Some(Style::Known(ListStyle::Comma));
    }
    if ["pipe", "|", "vertical bar"].into_iter().any(is_separated) {
        return Some(Style::Known(ListStyle::Pipe));
    }
    let foreign = FOREIGN
        .iter()
        .find(|(_, words)| words.iter().any(|word| is_separated(word)));
    match foreign {
        Some((separator, _)) => Some(Style::Foreign(separator)),
        None => has(&repeated).then_some(Style::Known(ListStyle::Repeat)),
    }
}

/// Sets the limits of the characters of a text, or of the values of a list.
pub(crate) fn set_lengths(parameter: &mut ParameterDraft, row: &Row) {
    let prose = row.prose();
    if parameter.list.is_some() {
        let are_numbers = ["integer", "number"].contains(&parameter.type_name.as_str());
        let ListLimits {
            values,
            each,
            unclear,
        } = list_limit::find(&prose, are_numbers);
        parameter.lengths = values;
        (parameter.minimum, parameter.maximum) = each;
        if let Some(limits) = unclear {
            parameter.todo.push(format!(
                "the page's limit, {limits}, is left out: it may be one of the number of values \
                 (`max_length:`) or of each value (`maximum:`)"
            ));
        }
    } else if parameter.type_name == "text" {
        let (least, most) = limit::characters(&prose);
        let most = most.or(kind::characters(&row.type_name).and_then(limit::length));
        // An example is made up with as many characters.
        parameter.lengths = (least.filter(|least| *least <= 100), most);
    }
}

/// Leaves out the smallest number of values if the example has fewer.
pub(crate) fn fit_example(parameter: &mut ParameterDraft) {
    let shown = u32::try_from(parameter.example.len()).unwrap_or(u32::MAX);
    let least = parameter.lengths.0.filter(|_| parameter.list.is_some());
    if let Some(least) = least.filter(|least| *least > shown) {
        parameter.lengths.0 = None;
        parameter.todo.push(format!(
            "the page wants {least} values or more; add `min_length: {least}` and such an example"
        ));
    }
}

/// Describes a parameter whose name ends in `[]`, which has several values that are sent apart.
pub(crate) fn set_brackets(parameter: &mut ParameterDraft, name: &str) {
    if parameter.place == Place::Body {
        parameter.list = Some(ListStyle::Array);
        return;
    }
    if parameter.place == Place::Header {
        parameter.list = Some(ListStyle::Comma);
        let todo = format!("the page writes `{name}[]`; check how several values are sent");
        parameter.todo.push(todo);
        return;
    }
    parameter.list = Some(ListStyle::Repeat);
}

#[cfg(test)]
mod tests {
    use helpscout_description::ListStyle;

    use super::{Style, style};

    #[test]
    fn separators_have_many_names() {
        for (text, expected) in [
            ("Names, comma-separated", Style::Known(ListStyle::Comma)),
            ("Names separated by |", Style::Known(ListStyle::Pipe)),
            ("IDs, separated by semicolons", Style::Foreign("semicolons")),
            ("Space-delimited scopes", Style::Foreign("spaces")),
            ("IDs separated by ;", Style::Foreign("semicolons")),
            ("A name. Can be repeated", Style::Known(ListStyle::Repeat)),
        ] {
            assert_eq!(style(text), Some(expected), "{text}");
        }
        assert_eq!(style("A separate list of names"), None);
    }
}
