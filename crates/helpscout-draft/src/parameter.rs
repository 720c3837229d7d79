//! Parameters: from rows of a table to entries of a spec file.

use heck::ToSnakeCase;
use helpscout_description::{ListStyle, Place, literal};
use helpscout_spec::pattern;

use crate::allowed::{is_allowed, is_value};
use crate::default;
use crate::enumeration;
use crate::enums::Enums;
use crate::invent;
use crate::json_kind::JsonKind;
use crate::kind::{Kind, is_bit, is_day, is_epoch, kind};
use crate::known::Side;
use crate::limit;
use crate::objects;
use crate::operation::ParameterDraft;
use crate::page::Page;
use crate::relations;
use crate::request::Request;
use crate::sent::wire;
use crate::several;
use crate::shown;
use crate::table::Row;
use crate::text::code;
use crate::unit;
use crate::unread;
use crate::words::{NameKind, rust_name, sentence, singular, words};

/// Returns the parameters of a page in its order, after those of the path that the page does not
/// list, and before those that only a query shows. `rows` are those about the request, `prefix` starts
/// the names of types of its objects; rows that can't be used are added to `notes`.
pub(crate) fn parameters(
    page: &Page,
    rows: &[Row],
    prefix: &str,
    enums: &mut Enums<'_>,
    notes: &mut Vec<String>,
) -> Vec<ParameterDraft> {
    let request = &page.request;
    let mut parameters: Vec<ParameterDraft> = Vec::new();
    for name in request.placeholders() {
        if !rows.iter().any(|row| wire(row) == name) {
            let row = Row {
                name: name.to_owned(),
                ..Row::default()
            };
            let mut parameter = draft(&row, request, enums);
            let todo = "the page's table does not list it";
            parameter.todo.push(todo.to_owned());
            push(parameter, &mut parameters);
        }
    }
    let has_body = rows.iter().any(|row| row.place == "body");
    let may_have_body = request.has_body() && page.sent.is_none() && !has_body;
    for row in rows {
        let name = wire(row);
        let is_place = matches!(
            row.place.as_str(),
            "" | "query" | "path" | "header" | "body"
        );
        let can_be_described = match row.place.as_str() {
            "body" => (pattern::BODY_PATH.matches)(&name),
            "header" => (pattern::HEADER.matches)(&name) && (pattern::WIRE.matches)(&name),
            _ => (pattern::WIRE.matches)(&name),
        };
        if !is_place {
            notes.push(format!(
                "todo: the parameter {} is omitted because it is sent in {}, which can't be described.",
                code(&name),
                code(&row.place)
            ));
        } else if !can_be_described || name.len() > 80 {
            notes.push(format!(
                "todo: the parameter {} is omitted because its name can't be described.",
                code(&row.name)
            ));
        } else if parameters.iter().any(|known| is_same(known, row, &name)) {
            notes.push(format!(
                "todo: the page lists the parameter {} twice; only its first row is used.",
                code(&name)
            ));
        } else {
            let mut parameter = if objects::has_fields(rows, row) {
                objects::draft(row, prefix, enums)
            } else {
                draft(row, request, enums)
            };
            if may_have_body && row.place.is_empty() && parameter.place == Place::Query {
                let method = &request.method;
                parameter.todo.push(format!(
                    "the page does not say where a {method} sends it; `body:` has what the body has"
                ));
            }
            push(parameter, &mut parameters);
        }
    }
    for (name, value) in &page.shown {
        let is_known = parameters.iter().any(|known| known.name == *name);
        if is_known || !(pattern::WIRE.matches)(name) || name.len() > 80 {
            continue;
        }
        let row = Row {
            name: name.clone(),
            examples: value.clone(),
            ..Row::default()
        };
        let mut parameter = draft(&row, request, enums);
        let todo = "only a request on the page shows it";
        parameter.todo.push(todo.to_owned());
        push(parameter, &mut parameters);
    }
    objects::leave_out_parts(&mut parameters, notes);
    relations::deprecate(&mut parameters, rows);
    parameters
}

/// Returns whether a row is about a parameter that is known. The names of headers have no case.
fn is_same(known: &ParameterDraft, row: &Row, name: &str) -> bool {
    let are_headers = known.place == Place::Header && row.place == "header";
    known.name == name || are_headers && known.name.eq_ignore_ascii_case(name)
}

/// Adds a parameter with a Rust name that no other has, of those in the same object.
fn push(mut parameter: ParameterDraft, parameters: &mut Vec<ParameterDraft>) {
    let (object, key) = split(&parameter);
    let beside = parameters.iter().map(|other| (split(other), &other.rust));
    let beside = beside.filter(|((other, _), _)| *other == object);
    let is_taken = |name: &str| {
        let mut names = beside.clone().map(|((_, key), rust)| match rust {
            Some(rust) => rust.clone(),
            None => key.to_snake_case(),
        });
        names.any(|other| other == name)
    };
    parameter.rust = rust_name(key, NameKind::Setter, is_taken);
    parameters.push(parameter);
}

/// Returns the path of the list whose objects have a parameter, and what its setter is named after: of
/// a field of the body, that is the last key.
fn split(parameter: &ParameterDraft) -> (&str, &str) {
    if parameter.place != Place::Body {
        return ("", &parameter.name);
    }
    let (object, inside) = parameter
        .name
        .rsplit_once("[].")
        .unwrap_or(("", &parameter.name));
    (object, inside.rsplit('.').next().unwrap_or_default())
}

/// Drafts a parameter from its row. Its Rust name is not known yet.
fn draft(row: &Row, request: &Request, enums: &mut Enums<'_>) -> ParameterDraft {
    let name = wire(row);
    let in_path = request.placeholders().contains(&name.as_str());
    let thing = match name.as_str() {
        "id" => request.owner(&name).unwrap_or(&name).to_owned(),
        name => name.to_owned(),
    };
    let examples = examples(row, &name);
    let mut parameter = ParameterDraft {
        place: match row.place.as_str() {
            _ if in_path => Place::Path,
            "header" => Place::Header,
            "body" => Place::Body,
            _ => Place::Query,
        },
        required: in_path || row.required == Some(true),
        is_optional: !in_path && row.required == Some(false),
        ..ParameterDraft::default()
    };
    let todo = &mut parameter.todo;
    parameter.type_name = type_name(row, &name, &thing, &examples, enums, todo);
    if parameter.place == Place::Body {
        parameter.type_name = sent_type(row, &parameter.type_name, enums, todo);
    }
    if !in_path {
        several::set_style(&mut parameter, row, &examples, enums);
        if row.name.trim_end().ends_with("[]") {
            several::set_brackets(&mut parameter, &name);
        }
    }
    if ["integer", "number"].contains(&parameter.type_name.as_str()) {
        (parameter.minimum, parameter.maximum) = if is_bit(&row.type_name) {
            (Some(0), Some(1))
        } else {
            limit::limits(&row.prose())
        };
    }
    several::set_lengths(&mut parameter, row);
    set_default(&mut parameter, row, enums);
    set_example(&mut parameter, &examples, enums);
    several::fit_example(&mut parameter);
    let known = enums
        .known
        .doc(Side::Request, &name, &parameter.type_name)
        // What a call changes is no filter.
        .filter(|known| {
            parameter.place != Place::Body || request.seems_safe() || !known.is_filter()
        });
    match known {
        Some(known) => {
            parameter
                .todo
                .extend(known.doubt(&name, &parameter.type_name));
            parameter.doc = known.doc;
        }
        None => {
            parameter.doc = sentence(name.rsplit("[].").next().unwrap_or(&name));
            parameter.todo.insert(0, "describe it".to_owned());
        }
    }
    parameter.todo.extend(row.doubts.iter().cloned());
    let has_brackets = row.name.trim_end().ends_with("[]");
    parameter.name = match parameter.list {
        Some(ListStyle::Repeat) if has_brackets => format!("{name}[]"),
        _ => name,
    };
    let unread = unread::facts(row, &parameter);
    parameter.todo.extend(unread);
    parameter
}

/// Returns the type of a field of the body: the type of its value in the example, or that of numbers
/// in quotes.
fn sent_type(row: &Row, type_name: &str, enums: &Enums<'_>, todo: &mut Vec<String>) -> String {
    let is_number_id = enums.known.is_integer_id(type_name);
    let is_number = ["integer", "number"].contains(&type_name);
    let is_text = type_name == "text";
    let sent = match row.sent_as {
        Some(JsonKind::Text) if is_number || is_number_id || type_name == "boolean" => "text",
        Some(JsonKind::Boolean) if is_number || is_text => "boolean",
        Some(JsonKind::Integer) if is_text || type_name == "boolean" => "integer",
        Some(JsonKind::Fraction) if type_name != "number" => "number",
        // `decimal string`, `string (decimal)`
        None if is_number && row.type_name.to_lowercase().contains("string") => {
            return "text".to_owned();
        }
        _ => return type_name.to_owned(),
    };
    // Text is how decimals are sent without loss.
    if kind(&row.type_name) != Kind::Decimal && !row.type_name.is_empty() {
        todo.push(format!("the example sends {}", with_article(sent)));
    }
    sent.to_owned()
}

fn with_article(type_name: &str) -> &'static str {
    match type_name {
        "text" => "text",
        "boolean" => "a boolean",
        "integer" => "an integer",
        _ => "a number",
    }
}

fn set_default(parameter: &mut ParameterDraft, row: &Row, enums: &Enums<'_>) {
    let default = match row.default.trim_matches(['-', '–', ' ']) {
        "" | "null" | "NULL" | "nil" | "undefined" => default::find(&row.prose()),
        column => Some(column.to_owned()),
    };
    let Some(default) = default else {
        return;
    };
    let is_long = default.split_whitespace().count() > 3 || default.contains(['|', '"']);
    let is_prose = parameter.type_name == "text" && is_long;
    if parameter.required || parameter.list.is_some() {
        let what = if parameter.required {
            "a required parameter"
        } else {
            "a list"
        };
        let shown = code(&default);
        let todo = format!("the page gives it the default {shown}, and {what} has none");
        parameter.todo.push(todo);
    } else if is_allowed(&default, parameter, enums) && !is_prose {
        parameter.default = Some(default);
    } else {
        let todo = format!("the page's default {} is not a valid value", code(&default));
        parameter.todo.push(todo);
    }
}

fn set_example(parameter: &mut ParameterDraft, examples: &[String], enums: &Enums<'_>) {
    let values: Vec<String> = if let Some(style) = parameter.list {
        let separators: &[char] = match style {
            ListStyle::Pipe => &['|', ','],
            _ => &[','],
        };
        let last = examples.last().map(|text| text.split(separators));
        let values = last.into_iter().flatten();
        let values = values.map(|value| value.trim().to_owned());
        let most = parameter.lengths.1.unwrap_or(u32::MAX);
        values
            .take(usize::try_from(most).unwrap_or(usize::MAX))
            .collect()
    } else {
        examples.iter().take(1).cloned().collect()
    };
    let mut invalid = values
        .iter()
        .filter(|text| !is_allowed(text, parameter, enums));
    let invalid = invalid.next().map(|text| code(text));
    if invalid.is_none() && !values.is_empty() {
        parameter.example = values;
        return;
    }
    let documented = enums.known.id_example(&parameter.type_name);
    let is_documented = documented.is_some() && parameter.default.is_none();
    let origin = if is_documented {
        "is that of its type"
    } else {
        "is made up"
    };
    if let Some(text) = invalid {
        let todo = format!("the page's example {text} is not a valid value; the one here {origin}");
        parameter.todo.push(todo);
    } else if !is_documented {
        let todo = format!("the page has no example value; the one here {origin}");
        parameter.todo.push(todo);
    }
    parameter.example = vec![invent::example(parameter, enums)];
}

/// Returns the name of the type. `thing` is what an ID would identify.
fn type_name(
    row: &Row,
    name: &str,
    thing: &str,
    examples: &[String],
    enums: &mut Enums<'_>,
    todo: &mut Vec<String>,
) -> String {
    let kind = kind(&row.type_name);
    let is_silent = row.type_name.is_empty();
    let is_number = matches!(kind, Kind::Number | Kind::Decimal) || is_silent;
    let listed = enumeration::values(kind, &row.description);
    // Numbers have no names: only a person knows what they stand for.
    let is_number_value = |value: &String| value.parse::<f64>().is_ok();
    let names = listed
        .as_ref()
        .filter(|values| !values.iter().all(is_number_value));
    match kind {
        Kind::Boolean => return "boolean".to_owned(),
        Kind::Instant => {
            let type_name = instant_type(row, examples);
            let has_time = ["time", "hour", "hh", "iso", "utc", "rfc", "stamp"];
            let prose = row.prose().to_lowercase();
            if type_name == "instant"
                && examples.is_empty()
                && !has_time.iter().any(|word| prose.contains(word))
            {
                todo.push(
                    "the page does not say whether it has a time; write `type: date` for a day"
                        .to_owned(),
                );
            }
            return type_name.to_owned();
        }
        Kind::Number if unit::is_epoch(&row.prose()) => {
            return unit::epoch(&row.prose(), largest(examples)).to_owned();
        }
        _ => {}
    }
    if let Some(id) = id_type(thing, enums).filter(|_| is_number || kind == Kind::Text) {
        return id;
    }
    if let Some(values) = names.filter(|_| !is_number || is_silent) {
        return enums.name_of(values, name, todo);
    }
    let is_instant = |text: &String| is_value(text, "instant", enums);
    if kind == Kind::Text && !examples.is_empty() && examples.iter().all(is_instant) {
        return "instant".to_owned();
    }
    if kind == Kind::Enumeration && listed.is_none() {
        todo.push("the page calls it an enumeration but lists no values".to_owned());
        return "text".to_owned();
    }
    if listed.is_some() {
        todo.push("the page lists its values; say what each stands for, or give limits".to_owned());
    }
    let is_integer = |text: &str| is_value(text, "integer", enums);
    let is_list_of_integers =
        |text: &String| text.split([',', '|']).all(|text| is_integer(text.trim()));
    let type_name = if kind == Kind::Decimal {
        "number"
    } else if is_silent {
        if examples.iter().any(|text| is_value(text, "instant", enums)) {
            "instant"
        } else if !examples.is_empty() && examples.iter().all(|text| literal::is_date(text)) {
            "date"
        } else if !examples.is_empty() && examples.iter().all(|text| is_integer(text)) {
            "integer"
        } else {
            todo.push("the page does not name its type".to_owned());
            "text"
        }
    } else if !is_number {
        "text"
    } else if examples.is_empty() && may_be_any_number(row, name) {
        todo.push("no example shows whether it is an integer".to_owned());
        "number"
    } else if examples.iter().all(is_list_of_integers) && !may_be_fraction(row, todo) {
        "integer"
    } else {
        "number"
    };
    type_name.to_owned()
}

/// Returns whether a parameter takes what the page only calls a number, and neither its name, its
/// default nor its limits show which numbers.
fn may_be_any_number(row: &Row, name: &str) -> bool {
    const WHOLE: [&str; 16] = [
        "page", "pages", "size", "limit", "offset", "skip", "count", "rows", "total", "number",
        "index", "id", "ids", "days", "year", "top",
    ];
    let lower = row.type_name.to_lowercase();
    let mut types = lower.split(|char: char| !char.is_alphanumeric());
    let is_bare = types.any(|word| matches!(word, "number" | "numbers" | "num" | "numeric"));
    let name = words(name).to_lowercase();
    let is_whole = name.split(' ').any(|word| WHOLE.contains(&word));
    let prose = row.prose();
    let has_default = !row.default.is_empty() || default::find(&prose).is_some();
    is_bare && !is_whole && !has_default && limit::limits(&prose) == (None, None)
}

/// Returns whether the limits of a number show that it may have a fraction.
fn may_be_fraction(row: &Row, todo: &mut Vec<String>) -> bool {
    let prose = row.prose();
    let is_share =
        limit::limits(&prose) == (Some(0), Some(1)) && row.type_name.to_lowercase().contains("num");
    if is_share {
        todo.push("check whether it is an integer; it may be a share".to_owned());
    }
    is_share || limit::has_fraction(&prose)
}

/// Returns the type of a point in time: an instant unless the page says or shows something else.
fn instant_type(row: &Row, examples: &[String]) -> &'static str {
    let prose = row.prose();
    let all = |is: fn(&str) -> bool| !examples.is_empty() && examples.iter().all(|text| is(text));
    let is_called_date =
        row.type_name.to_lowercase().trim() == "date" || self::is_day(&row.type_name);
    let is_day = is_day(&prose);
    if unit::is_epoch(&prose) || is_epoch(&row.type_name) || all(literal::is_integer) {
        unit::epoch(&prose, largest(examples))
    } else if is_called_date && (all(literal::is_date) || examples.is_empty() && is_day) {
        "date"
    } else {
        "instant"
    }
}

fn largest(examples: &[String]) -> i64 {
    let numbers = examples.iter().filter_map(|text| text.parse().ok());
    numbers.max().unwrap_or(0)
}

/// Returns the ID type that a name stands for: `mailboxes`, `mailboxId`, `mailbox`.
fn id_type(name: &str, enums: &Enums<'_>) -> Option<String> {
    let bare = ["Ids", "Id", "_ids", "_id", "ids", "id"]
        .iter()
        .find_map(|end| name.strip_suffix(end));
    let bare = bare.filter(|bare| !bare.is_empty());
    let singular = singular(name);
    let mut names = [Some(singular.as_str()), bare].into_iter().flatten();
    names
        .find_map(|name| enums.known.id(name))
        .map(str::to_owned)
}

/// Returns the examples of a row without the parameter's name: `mailboxes=123 mailboxes=123,567`.
fn examples(row: &Row, name: &str) -> Vec<String> {
    let prefix = format!("{name}=");
    let strip = |word: &str| {
        let word = word.trim_start_matches(['?', '&']);
        // `expand=a&expand=b` are the values of a single example.
        word.strip_prefix(&prefix)
            .unwrap_or(word)
            .replace(&format!("&{prefix}"), ",")
            .trim_matches(['"', '\'', ',', ';'])
            .to_owned()
    };
    let mut words: Vec<String> = Vec::new();
    let in_prose = || shown::example(&row.description).unwrap_or_default();
    let examples = match row.examples.as_str() {
        "" => in_prose(),
        column => column.to_owned(),
    };
    for word in examples.split_whitespace() {
        match words.last_mut() {
            // `123, 567` are the values of a single example, but each word may be an example.
            Some(last) if is_number_and_comma(last) && starts_with_digit(word) => {
                last.push_str(word);
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
