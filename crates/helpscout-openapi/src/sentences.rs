//! Sentences about a description: the spec's prose as it fits the generated item, and facts of the
//! spec in words.
//!
//! The spec describes parameters and fields mostly with noun phrases ("The page to return."). The
//! docs of a function start with a verb ("Sets the page to return."). The docs of a list describe the
//! list ("Each element is a tag."), and those of an object describe one element.

use helpscout_description::prose::{Part, parts};
use helpscout_description::{
    Correction, Field, Object, Operation, Parameter, Place, Rule, Service, Type, Unit,
};

use crate::described::Described;

/// Words that a noun phrase about one thing starts with.
const SINGULAR: [&str; 4] = ["A", "An", "Another", "One"];
/// Words that other noun phrases start with.
const NOMINAL: [&str; 9] = [
    "The", "This", "These", "All", "Any", "Each", "Every", "Several", "Some",
];
/// Words that an indirect question starts with.
const QUESTION: [&str; 9] = [
    "How", "What", "When", "Where", "Whether", "Which", "Who", "Whom", "Whose",
];

/// The line before the notes of an operation.
pub const NOTES: &str = "Notes:";

/// What the docs say about a request that changes something.
pub const SENT_ONCE: &str = "A call may change something, so the client does not send it \
    again if it is not known whether the service received it.";

/// What the docs say about a request that changes something, and changes the same if it is sent twice.
pub const SENT_AGAIN: &str = "A call changes something. The client sends it again if it is not known \
    whether the service received it, as the second one changes nothing more.";

/// Names the types of the response of an operation and of its rows.
pub fn returned(api: &Described<'_>, operation: &Operation) -> String {
    if operation.has_no_content() {
        return "The response has no content.".to_owned();
    }
    let response = code(&operation.response);
    match api.row_type(operation) {
        Some(Type::Object(row)) if operation.pages.is_some() => {
            format!(
                "A page is {response}, and each of its rows is {}.",
                code(row)
            )
        }
        _ if operation.pages.is_some() => {
            format!("A page is a list, and each of its rows is {response}.")
        }
        _ if operation.list => format!("The response is a list, and each element is {response}."),
        _ if !api.has_body(operation) => {
            format!("The response is {response}, whose values are in headers.")
        }
        _ => format!("The response is {response}."),
    }
}

/// Writes the item of an operation in the list of all: its query, and the type of what it returns. The
/// list is in a module that has the query.
pub fn index_item(api: &Described<'_>, operation: &Operation) -> String {
    let link = |name: &str| format!("[{0}](super::{1})", code(name), name);
    let query = format!("[{}]", code(&operation.rust));
    if operation.has_no_content() {
        return format!("- {query} returns nothing.");
    }
    let response = link(&operation.response);
    match api.row_type(operation) {
        Some(Type::Object(row)) => format!("- {query} returns rows of {}.", link(row)),
        _ if operation.list => format!("- {query} returns rows of {response}."),
        _ => format!("- {query} returns {response}."),
    }
}

/// Describes the setter of a parameter, starting with a verb.
pub fn setter(parameter: &Parameter) -> String {
    let doc = &parameter.doc;
    let first = first_word(doc);
    if first == "Only" {
        format!("Includes {}", uncapitalized(doc))
    } else if starts_with(doc, &[&SINGULAR, &NOMINAL, &QUESTION]) {
        format!("Sets {}", uncapitalized(doc))
    } else if is_verb(first) {
        doc.clone()
    } else {
        format!("Sets {}. {doc}", code(&parameter.wire))
    }
}

/// Describes the setter of both ends of an interval, starting with a verb; `name` is what the
/// setter is called.
pub fn interval_setter(from: &Parameter, to: &Parameter, name: &str) -> String {
    let from = from.doc.strip_prefix("The start of ");
    let to = to.doc.strip_prefix("The end of ");
    match from.filter(|_| from == to) {
        Some(interval) => format!("Sets {interval}"),
        None => format!("Sets the {}.", name.replace('_', " ")),
    }
}

/// Returns the lists whose elements an object describes, if its own description is that of a list:
/// an object that is declared with a list field has the description of the field.
///
/// Each list comes as the object that has it and the field. Without such a list, the description of
/// the object is good as it is.
pub fn lists_of<'a, 'd>(api: &'d Described<'a>, object: &Object) -> &'d [(&'a Object, &'a Field)] {
    let lists = api.lists_of(&object.name);
    let is_of_list = lists.iter().any(|(_, field)| field.doc == object.doc);
    if is_of_list && !starts_with(&object.doc, &[&SINGULAR, &QUESTION]) {
        lists
    } else {
        &[]
    }
}

/// Describes one element of lists, given their names. [`listed`] goes on with what the lists are.
pub fn element(lists: &[String]) -> String {
    format!("One element of {}", enumerated(lists, "or"))
}

/// Goes on after [`element`], given the description of the lists.
pub fn listed(doc: &str) -> String {
    // Another first word may be a name.
    if starts_with(doc, &[&NOMINAL]) {
        format!(": {}", uncapitalized(doc))
    } else {
        format!(": {doc}")
    }
}

/// Goes on after the description of an object with the fields that have it.
pub fn found_in(fields: &[String]) -> String {
    format!(" Found in {}.", enumerated(fields, "and"))
}

/// Names the queries that return an object.
pub fn returned_by(queries: &[String]) -> String {
    format!("Returned by {}.", enumerated(queries, "and"))
}

/// Describes a field, which must be part of the description, as a list if it is one.
pub fn field(api: &Described<'_>, field: &Field) -> String {
    if api.is_rows(field) {
        rows(&field.doc)
    } else if field.list {
        list(&field.doc)
    } else {
        field.doc.clone()
    }
}

/// Describes the rows of a page, given the description of the list or of one row.
fn rows(doc: &str) -> String {
    if starts_with(doc, &[&SINGULAR, &QUESTION]) {
        format!("The rows of this page. Each is {}", uncapitalized(doc))
    } else {
        doc.to_owned()
    }
}

/// Describes a list, given the description of the list or of one element.
fn list(doc: &str) -> String {
    if starts_with(doc, &[&SINGULAR, &QUESTION]) {
        format!("Each element is {}", uncapitalized(doc))
    } else {
        doc.to_owned()
    }
}

/// Describes a map, given the description of the map or of one value.
pub fn map(doc: &str) -> String {
    if starts_with(doc, &[&SINGULAR, &["The"], &QUESTION]) {
        format!("Each value is {}", uncapitalized(doc))
    } else {
        doc.to_owned()
    }
}

/// Says that the values of a map may be lists, too, if they may. `doc` describes the map or a value.
pub fn with_many(doc: &str, values: &Field) -> String {
    if values.one_or_many {
        format!("{doc} Each value is a single one or a list.")
    } else {
        doc.to_owned()
    }
}

/// Adds the unit of a number to its description, unless the description names it.
pub fn with_unit(doc: &str, unit: Option<Unit>) -> String {
    let Some(unit) = unit else {
        return doc.to_owned();
    };
    let name = unit.name();
    let stem = match unit {
        // `today` has a day, but not as its unit.
        Unit::Days => name,
        _ => name.trim_end_matches('s'),
    };
    if doc.to_lowercase().contains(stem) {
        doc.to_owned()
    } else {
        format!("{doc} The unit is {name}.")
    }
}

/// Adds the other keys of a field to its description.
pub fn with_aliases(doc: String, aliases: &[String]) -> String {
    if aliases.is_empty() {
        return doc;
    }
    let aliases: Vec<String> = aliases.iter().map(|alias| code(alias)).collect();
    format!(
        "{doc} The service also sends it as {}.",
        enumerated(&aliases, "and")
    )
}

/// Says what the service assumes if a parameter is not sent.
pub fn default(parameter: &Parameter) -> Option<String> {
    let default = parameter.default.as_ref()?;
    let values: Vec<String> = default.values().iter().map(|value| code(value)).collect();
    Some(format!("The default is {}.", enumerated(&values, "and")))
}

/// Says which values a parameter accepts.
pub fn limits(parameter: &Parameter) -> Option<String> {
    let value = if parameter.list.is_some() {
        "Each value"
    } else {
        "The value"
    };
    match (parameter.minimum, parameter.maximum) {
        (Some(least), Some(most)) => Some(format!("{value} must be from {least} to {most}.")),
        (Some(least), None) => Some(format!("{value} must be at least {least}.")),
        (None, Some(most)) => Some(format!("{value} must be at most {most}.")),
        (None, None) => None,
    }
}

/// Says how long a parameter may be.
pub fn lengths(parameter: &Parameter) -> Option<String> {
    let (subject, one) = if parameter.list.is_some() {
        ("The list", "value")
    } else {
        ("The text", "character")
    };
    let counted = |count: u32| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {one}{plural}")
    };
    match (parameter.min_length, parameter.max_length) {
        (Some(least), Some(most)) => Some(format!(
            "{subject} must have from {least} to {}.",
            counted(most)
        )),
        (Some(least), None) => Some(format!("{subject} must have at least {}.", counted(least))),
        (None, Some(most)) => Some(format!("{subject} must have at most {}.", counted(most))),
        (None, None) => None,
    }
}

/// Says where a parameter is sent, if that is not in the URL.
pub fn place(parameter: &Parameter) -> Option<String> {
    let wire = code(&parameter.wire);
    match parameter.place {
        Place::Query | Place::Path => None,
        Place::Header => Some(format!("It is sent as the header {wire}.")),
        Place::Body => Some(format!("It is sent in the body as {wire}.")),
    }
}

/// Says where and why the description departs from the documentation. `wire` is the actual name.
pub fn correction(wire: &str, correction: &Correction) -> String {
    let Correction {
        documented,
        because,
    } = correction;
    let (documented, wire) = (code(documented), code(wire));
    format!("The documentation says {documented}, but the service uses {wire}. {because}")
}

/// Says which plans include an operation, unless the service has no plans.
pub fn plans(service: &Service, plans: &[String]) -> Option<String> {
    match plans {
        [] if service.plans.is_empty() => None,
        [] => Some("Available on every plan.".to_owned()),
        [plan] => Some(format!("Available on the {plan} plan.")),
        plans => Some(format!(
            "Available on the {} plans.",
            enumerated(plans, "and")
        )),
    }
}

/// Says what a rule requires of the parameters of a call.
pub fn rule(rule: &Rule) -> String {
    match rule {
        Rule::Interval { from, to } => format!("{} must be before {}.", code(from), code(to)),
        Rule::Together(names) => {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            format!(
                "{} must be sent together or not at all.",
                enumerated(&names, "and")
            )
        }
        Rule::Either(names) => {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            format!("Exactly one of {} must be sent.", enumerated(&names, "and"))
        }
        Rule::Excludes(names) => {
            let names: Vec<String> = names.iter().map(|name| code(name)).collect();
            format!("At most one of {} can be sent.", enumerated(&names, "and"))
        }
        Rule::Requires { parameter, other } => {
            format!("{} requires {}.", code(parameter), code(other))
        }
    }
}

/// Returns a fact of the description as code in prose, or in quotes if it can't be code there.
pub fn code(text: &str) -> String {
    let code = format!("`{text}`");
    if parts(&code) == [Part::Code(text)] {
        code
    } else {
        format!("\"{text}\"")
    }
}

/// Joins items: `a`, `a and b`, `a, b, and c`. `word` is "and" or "or".
fn enumerated(items: &[String], word: &str) -> String {
    match items {
        [first, second] => format!("{first} {word} {second}"),
        [others @ .., last] if !others.is_empty() => {
            format!("{}, {word} {last}", others.join(", "))
        }
        items => items.concat(),
    }
}

fn starts_with(doc: &str, words: &[&[&str]]) -> bool {
    let first = first_word(doc);
    words.iter().any(|words| words.contains(&first))
}

fn first_word(doc: &str) -> &str {
    doc.split(|char: char| !char.is_alphabetic())
        .next()
        .unwrap_or_default()
}

/// Returns whether a capitalized word has the form of a verb in the third person. Plural nouns have
/// it, too; prose that starts with one is not changed.
fn is_verb(word: &str) -> bool {
    let is_lower = word.chars().skip(1).all(char::is_lowercase);
    is_lower && word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}

/// Returns the text with a lowercase first letter.
fn uncapitalized(doc: &str) -> String {
    let mut chars = doc.chars();
    let first = chars.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use helpscout_description::ListStyle;

    use super::*;

    fn parameter(doc: &str) -> Parameter {
        Parameter {
            fields: Vec::new(),
            wire: "sortField".to_owned(),
            rust: "sort_field".to_owned(),
            ty: Type::Integer,
            list: None,
            required: false,
            minimum: None,
            maximum: None,
            min_length: None,
            max_length: None,
            place: Place::Query,
            deprecated: None,
            default: None,
            example: Vec::new(),
            doc: doc.to_owned(),
            correction: None,
        }
    }

    #[test]
    fn a_setter_starts_with_a_verb_whatever_the_spec_starts_with() {
        for (doc, expected) in [
            ("The page to return.", "Sets the page to return."),
            ("Whether times count.", "Sets whether times count."),
            ("A tag.", "Sets a tag."),
            ("Only closed ones.", "Includes only closed ones."),
            ("Limits the report.", "Limits the report."),
            ("Search text.", "Sets `sortField`. Search text."),
            ("`x` or `y`.", "Sets `sortField`. `x` or `y`."),
            ("URLs.", "Sets `sortField`. URLs."),
        ] {
            assert_eq!(setter(&parameter(doc)), expected);
        }
    }

    #[test]
    fn the_setter_of_an_interval_is_about_what_its_ends_are_of() {
        let described = |from: &str, to: &str| {
            interval_setter(&parameter(from), &parameter(to), "previous_interval")
        };
        assert_eq!(
            described("The start of the other week.", "The end of the other week."),
            "Sets the other week."
        );
        for (from, to) in [
            ("The start of a week.", "The end of a day."),
            ("Start.", "End."),
        ] {
            assert_eq!(described(from, to), "Sets the previous interval.");
        }
    }

    #[test]
    fn a_list_or_map_is_described_by_its_elements_unless_the_spec_describes_it_as_a_whole() {
        assert_eq!(list("A tag. Or none."), "Each element is a tag. Or none.");
        assert_eq!(list("What one did."), "Each element is what one did.");
        assert_eq!(list("The tags."), "The tags.");
        assert_eq!(rows("A tag."), "The rows of this page. Each is a tag.");
        assert_eq!(rows("The tags of this page."), "The tags of this page.");
        assert_eq!(map("The change."), "Each value is the change.");
        assert_eq!(map("Other changes."), "Other changes.");
    }

    #[test]
    fn a_unit_is_named_once() {
        let shown = |doc: &str, unit| with_unit(doc, Some(unit));
        assert_eq!(
            shown("The days of it.", Unit::Percent),
            "The days of it. The unit is percent."
        );
        assert_eq!(shown("The days of it.", Unit::Days), "The days of it.");
        assert_eq!(
            shown("The percentage.", Unit::Points),
            "The percentage. The unit is points."
        );
        assert_eq!(with_unit("A.", None), "A.");
    }

    #[test]
    fn limits_are_whole_sentences() {
        let shown = |minimum, maximum, list| {
            limits(&Parameter {
                minimum,
                maximum,
                list,
                ..parameter("")
            })
        };
        let several = Some(ListStyle::Comma);
        for (limits, expected) in [
            (
                shown(Some(1), Some(50), None),
                "The value must be from 1 to 50.",
            ),
            (shown(Some(1), None, None), "The value must be at least 1."),
            (
                shown(None, Some(9), several),
                "Each value must be at most 9.",
            ),
        ] {
            assert_eq!(limits.as_deref(), Some(expected));
        }
        assert_eq!(shown(None, None, None), None);
    }

    #[test]
    fn lengths_count_values_or_characters() {
        let shown = |min_length, max_length, list| {
            lengths(&Parameter {
                min_length,
                max_length,
                list,
                ..parameter("")
            })
        };
        let several = Some(ListStyle::Repeat);
        for (lengths, expected) in [
            (
                shown(Some(3), Some(80), None),
                "The text must have from 3 to 80 characters.",
            ),
            (
                shown(Some(1), None, several),
                "The list must have at least 1 value.",
            ),
            (
                shown(None, Some(50), several),
                "The list must have at most 50 values.",
            ),
        ] {
            assert_eq!(lengths.as_deref(), Some(expected));
        }
        assert_eq!(shown(None, None, None), None);
    }

    #[test]
    fn enumerations_of_three_have_two_commas() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut service = helpscout_description::embedded().service.clone();
        for (listed, expected) in [
            (&[][..], Some("Available on every plan.")),
            (&["pro"], Some("Available on the pro plan.")),
            (
                &["plus", "pro"],
                Some("Available on the plus and pro plans."),
            ),
        ] {
            assert_eq!(plans(&service, &names(listed)).as_deref(), expected);
        }
        service.plans.clear();
        assert_eq!(plans(&service, &[]), None);
        assert_eq!(
            rule(&Rule::Together(names(&["a", "b", "c"]))),
            "`a`, `b`, and `c` must be sent together or not at all."
        );
    }

    #[test]
    fn an_element_says_what_its_list_is_and_names_keep_their_case() {
        let says = |doc: &str| element(&["`Page::rows`".to_owned()]) + &listed(doc);
        assert_eq!(
            says("The rows of this page."),
            "One element of `Page::rows`: the rows of this page."
        );
        assert_eq!(
            says("Docs articles, at most ten."),
            "One element of `Page::rows`: Docs articles, at most ten."
        );
    }
}
