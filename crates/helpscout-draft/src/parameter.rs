//! Parameters: from rows of a table to entries of a spec file.

use crate::draft::{Entry, Parameter};
use crate::enums::Enums;
use crate::known::Place;
use crate::phrase;
use crate::request::Request;
use crate::table::Row;
use crate::text::code;
use crate::words::{Use, rust_name, sentence, singular};
use heck::ToSnakeCase;
use helpscout_description::literal;
use helpscout_spec::pattern;
use helpscout_spec::raw::{self, ParameterGroup};

/// The parameters of a page, in its order; those of the path that it does not list come first.
pub(crate) fn parameters(
    rows: &[Row],
    request: &Request,
    enums: &mut Enums<'_>,
    notes: &mut Vec<String>,
) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for name in request.placeholders() {
        if !rows.iter().any(|row| wire(row) == name) {
            let mut one = draft(
                &Row {
                    name: name.to_owned(),
                    ..Row::default()
                },
                request,
                enums,
            );
            one.todo.push("the page has no line for it".to_owned());
            push(one, &mut parameters);
        }
    }
    for row in rows {
        let name = wire(row);
        if !(pattern::WIRE.matches)(&name) || name.len() > 80 {
            notes.push(format!(
                "todo: the parameter {} is left out; its name can't be described.",
                code(&row.name)
            ));
        } else if parameters.iter().any(|one| one.name == name) {
            notes.push(format!(
                "todo: the page lists the parameter {} twice; only its first row is used.",
                code(&name)
            ));
        } else {
            push(draft(row, request, enums), &mut parameters);
        }
    }
    parameters
}

fn push(mut one: Parameter, parameters: &mut Vec<Parameter>) {
    let is_taken = |name: &str| {
        parameters
            .iter()
            .any(|other| other.rust.as_deref().unwrap_or(&other.name.to_snake_case()) == name)
    };
    one.rust = rust_name(&one.name, Use::Setter, is_taken);
    parameters.push(one);
}

/// The parameters with the spec's groups in place of those that make up one.
pub(crate) fn grouped(parameters: Vec<Parameter>, enums: &Enums<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut used: Vec<String> = Vec::new();
    let mut at = 0;
    while at < parameters.len() {
        let is_at = |group: &&ParameterGroup| {
            let members = parameters.get(at..at + group.parameters.len());
            let are_equal = |members: &[Parameter]| {
                members
                    .iter()
                    .zip(&group.parameters)
                    .all(|(one, other)| is_same(one, other))
            };
            !used.contains(&group.name) && members.is_some_and(are_equal)
        };
        let matching = enums.known.groups().iter().filter(is_at);
        match matching.max_by_key(|group| group.parameters.len()) {
            Some(group) => {
                used.push(group.name.clone());
                entries.push(Entry::Group(group.name.clone()));
                at += group.parameters.len();
            }
            None => {
                entries.push(Entry::Own(parameters[at].clone()));
                at += 1;
            }
        }
    }
    entries
}

/// Whether a parameter is that of a group. What the page does not say, the group does.
fn is_same(one: &Parameter, other: &raw::Parameter) -> bool {
    let fits = |said: Option<i64>, known: Option<i64>| said.is_none() || said == known;
    one.name == other.name
        && one.type_name == other.type_name
        && one.is_list == other.list.is_some()
        && fits(one.minimum, other.minimum)
        && fits(one.maximum, other.maximum)
        && (one.rust.is_none() || one.rust == other.rust)
}

/// The name as sent: the first word of the cell.
fn wire(row: &Row) -> String {
    let name = row
        .name
        .split([' ', '(', '*', '='])
        .find(|word| !word.is_empty());
    name.unwrap_or_default()
        .trim_matches(['{', '}', ':', '[', ']'])
        .to_owned()
}

fn draft(row: &Row, request: &Request, enums: &mut Enums<'_>) -> Parameter {
    let name = wire(row);
    let said = &row.description;
    let in_path = request.placeholders().contains(&name.as_str());
    let mut one = Parameter {
        required: in_path || phrase::required(&row.required, &row.name, said) == Some(true),
        ..Parameter::default()
    };
    let examples = examples(row, &name);
    one.is_list = !in_path
        && (phrase::is_comma_list(said)
            || phrase::is_comma_list(&row.type_name)
            || row.type_name.to_lowercase().starts_with("array"));
    let thing = match name.as_str() {
        "id" => request.owner(&name).unwrap_or(&name).to_owned(),
        name => name.to_owned(),
    };
    one.type_name = type_name(row, &name, &thing, &examples, enums, &mut one.todo);
    // Of no other type than text can one value have a comma in it.
    let is_several = |text: &String| {
        let mut values = text.split(',');
        text.contains(',') && values.all(|one_of| is_value(one_of, &one.type_name, enums))
    };
    one.is_list |= !in_path && one.type_name != "text" && examples.iter().any(is_several);
    if one.type_name == "integer" {
        (one.minimum, one.maximum) = phrase::limits(said);
    }
    let is_within = |text: &str, one: &Parameter| {
        let number = text.parse::<i64>().ok();
        let outside = number.is_some_and(|number| {
            one.minimum.is_some_and(|limit| number < limit)
                || one.maximum.is_some_and(|limit| number > limit)
        });
        is_value(text, &one.type_name, enums) && !outside
    };
    let default = match row.default.trim_matches(['-', '–', ' ']) {
        "" => phrase::default(said),
        column => Some(column.to_owned()),
    };
    if let Some(default) = default.filter(|_| !one.required && !one.is_list) {
        match is_within(&default, &one) {
            true => one.default = Some(default),
            false => one.todo.push(format!(
                "the page's default {} is no value of it",
                code(&default)
            )),
        }
    }
    let values: Vec<String> = match one.is_list {
        true => examples
            .last()
            .map(|text| text.split(',').map(|one| one.trim().to_owned()).collect()),
        false => examples.first().map(|text| vec![text.clone()]),
    }
    .unwrap_or_default();
    match values.iter().find(|text| !is_within(text, &one)) {
        Some(odd) => one.todo.push(format!(
            "the page's example {} is no value of it",
            code(odd)
        )),
        None if values.is_empty() => one.todo.push("the page shows no example".to_owned()),
        None => one.example = values,
    }
    match enums.known.doc(Place::Parameter, &name, &one.type_name) {
        Some(said) => {
            one.todo.extend(said.doubt());
            one.doc = said.doc;
        }
        None => {
            one.doc = sentence(&name);
            one.todo.insert(0, "describe it".to_owned());
        }
    }
    if row.is_cut {
        one.todo.push("its row of the table is cut off".to_owned());
    }
    one.name = name;
    one
}

fn type_name(
    row: &Row,
    name: &str,
    thing: &str,
    examples: &[String],
    enums: &mut Enums<'_>,
    todo: &mut Vec<String>,
) -> String {
    let written = row.type_name.to_lowercase();
    let is_number = ["number", "int", "long", "id"]
        .iter()
        .any(|word| written.contains(word))
        || written.is_empty();
    let values = phrase::values(&row.description).filter(|values| {
        // Numbers have no names; what they stand for is a person's to say.
        !values.iter().all(|value| value.parse::<f64>().is_ok())
    });
    if written.contains("bool") {
        return "boolean".to_owned();
    }
    if ["date", "time", "iso8601", "iso 8601", "instant"]
        .iter()
        .any(|word| written.contains(word))
    {
        return "instant".to_owned();
    }
    if let Some(id) = id_type(thing, enums).filter(|_| is_number || written.contains("string")) {
        return id;
    }
    if let Some(values) = values.filter(|_| !is_number || written.is_empty()) {
        return enums.of(&values, name, todo);
    }
    if written.contains("enum") {
        todo.push("the page calls it an enumeration and lists no values".to_owned());
        return "text".to_owned();
    }
    if phrase::values(&row.description).is_some() {
        todo.push("the page lists its values; say what each stands for, or give limits".to_owned());
    }
    match written.as_str() {
        text if ["decimal", "float", "double"]
            .iter()
            .any(|word| text.contains(word)) =>
        {
            "number".to_owned()
        }
        "" if examples.iter().any(|text| is_value(text, "instant", enums)) => "instant".to_owned(),
        "" if !examples.is_empty()
            && examples.iter().all(|text| is_value(text, "integer", enums)) =>
        {
            "integer".to_owned()
        }
        "" => {
            todo.push("the page names no type".to_owned());
            "text".to_owned()
        }
        _ if is_number => {
            let is_whole = examples
                .iter()
                .flat_map(|text| text.split(','))
                .all(|text| is_value(text.trim(), "integer", enums));
            if is_whole { "integer" } else { "number" }.to_owned()
        }
        _ => "text".to_owned(),
    }
}

/// The id type that a name speaks of: `mailboxes`, `mailboxId`, `mailbox`.
fn id_type(name: &str, enums: &Enums<'_>) -> Option<String> {
    let bare = ["Ids", "Id", "_ids", "_id", "ids", "id"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    let bare = bare.filter(|bare| !bare.is_empty());
    let one = singular(name);
    let mut names = [Some(one.as_str()), bare].into_iter().flatten();
    names
        .find_map(|name| enums.known.id(name))
        .map(str::to_owned)
}

/// Whether a text, as sent, is a value of a type.
fn is_value(text: &str, type_name: &str, enums: &Enums<'_>) -> bool {
    match type_name {
        "integer" => literal::is_integer(text),
        "number" => literal::is_number(text),
        "boolean" => matches!(text, "true" | "false"),
        "instant" => literal::is_instant(text),
        "text" => true,
        name => match enums.values(name) {
            Some(values) => values.contains(&text),
            None if enums.known.is_hex(name) => literal::is_hex24(text),
            None => literal::is_integer(text),
        },
    }
}

/// The examples of a row, without the parameter's name: `mailboxes=123 mailboxes=123,567`.
fn examples(row: &Row, name: &str) -> Vec<String> {
    let prefix = format!("{name}=");
    let strip = |word: &str| {
        let word = word.trim_start_matches(['?', '&']);
        word.strip_prefix(&prefix)
            .unwrap_or(word)
            .trim_matches(['"', '\'', ',', ';'])
            .to_owned()
    };
    let mut words: Vec<String> = Vec::new();
    for word in row.examples.split_whitespace() {
        match words.last_mut() {
            // `123, 567` are the values of one example; of words, each may be an example.
            Some(last) if is_number_and_comma(last) && starts_with_digit(word) => {
                last.push_str(word)
            }
            _ => words.push(word.to_owned()),
        }
    }
    let words = words.iter().map(String::as_str);
    let words = words.filter(|word| !matches!(*word, "or" | "and"));
    words
        .map(strip)
        .filter(|word| !word.is_empty())
        .take(8)
        .collect()
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|char: char| char.is_ascii_digit())
}

fn is_number_and_comma(word: &str) -> bool {
    let number = word.strip_suffix(',');
    number.is_some_and(|number| number.ends_with(|char: char| char.is_ascii_digit()))
}
