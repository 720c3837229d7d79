//! A draft as the text of a spec file: keys in the order of the committed files.

use crate::draft::{Entry, Enum, Field, Operation, Parameter};
use crate::yaml::{Value, entry};
use helpscout_description::{Correction, Pages};

/// The text of the file. `schema` is the way to the schema, `example` the name of the body's file.
pub(crate) fn write(operation: &Operation, schema: &str, example: Option<&str>) -> String {
    let mut out = format!("# yaml-language-server: $schema={schema}\n");
    let text = |text: &str| Value::text(text);
    let mut head = vec![
        ("operation", text(&operation.id)),
        ("request", text(&operation.request)),
        ("docs", text(&operation.docs)),
        ("summary", text(&operation.summary)),
    ];
    head.extend(operation.rust.as_ref().map(|rust| ("rust", text(rust))));
    if !operation.plans.is_empty() {
        head.push(("plans", Value::texts(&operation.plans)));
    }
    if !operation.notes.is_empty() {
        head.push(("notes", Value::texts(&operation.notes)));
    }
    head.iter()
        .for_each(|(key, value)| entry(key, value, 0, &mut out));
    let mut section = |key: &str, value: Value| {
        out.push('\n');
        entry(key, &value, 0, &mut out);
    };
    if !operation.parameters.is_empty() {
        section(
            "parameters",
            Value::List(operation.parameters.iter().map(parameter_entry).collect()),
        );
    }
    if let Some(pages) = &operation.pages {
        section("pages", self::pages(pages));
    }
    let answer = &operation.answer;
    let mut response = vec![("object", text(&answer.object))];
    response.extend(answer.doc.as_ref().map(|doc| ("doc", text(doc))));
    if !answer.fields.is_empty() {
        response.push((
            "fields",
            Value::List(answer.fields.iter().map(field).collect()),
        ));
    }
    section("response", Value::Tall(response));
    if let Some(example) = example {
        section("examples", Value::texts([example]));
    }
    if !operation.enums.is_empty() {
        section(
            "enums",
            Value::List(operation.enums.iter().map(enumeration).collect()),
        );
    }
    out
}

fn parameter_entry(entry: &Entry) -> Value {
    match entry {
        Entry::Group(name) => Value::Tall(vec![("use", Value::text(name))]),
        Entry::Own(one) => parameter(one),
    }
}

fn parameter(one: &Parameter) -> Value {
    let literal = |text: &String| sent(text, &one.type_name);
    let number = |number: i64| Value::Plain(number.to_string());
    let mut keys = vec![
        ("name", Value::text(&one.name)),
        ("type", Value::text(&one.type_name)),
    ];
    keys.extend(one.required.then(|| ("required", flag())));
    keys.extend(one.is_list.then(|| ("list", Value::text("comma"))));
    keys.extend(one.minimum.map(|limit| ("minimum", number(limit))));
    keys.extend(one.maximum.map(|limit| ("maximum", number(limit))));
    keys.extend(
        one.default
            .as_ref()
            .map(|default| ("default", literal(default))),
    );
    match one.example.as_slice() {
        [] => {}
        [only] if !one.is_list => keys.push(("example", literal(only))),
        several => keys.push((
            "example",
            Value::List(several.iter().map(literal).collect()),
        )),
    }
    keys.push(("doc", Value::text(&one.doc)));
    keys.extend(one.rust.as_ref().map(|rust| ("rust", Value::text(rust))));
    keys.extend(todo(&one.todo));
    Value::Tall(keys)
}

/// A value as sent: numbers and booleans bare.
fn sent(text: &str, type_name: &str) -> Value {
    let is_bare = match type_name {
        "boolean" => true,
        "text" | "instant" => false,
        // Numbers and ids that were found to fit, and texts of enums.
        _ => text
            .parse::<i64>()
            .is_ok_and(|number| number.to_string() == text),
    };
    match is_bare {
        true => Value::Plain(text.to_owned()),
        false => Value::text(text),
    }
}

fn pages(pages: &Pages) -> Value {
    let mut keys = vec![("parameter", &pages.parameter)];
    keys.extend(pages.size.as_ref().map(|size| ("size", size)));
    keys.extend([
        ("current", &pages.current),
        ("total", &pages.total),
        ("count", &pages.count),
        ("rows", &pages.rows),
    ]);
    Value::Map(
        keys.into_iter()
            .map(|(key, text)| (key, Value::text(text)))
            .collect(),
    )
}

fn field(one: &Field) -> Value {
    let mut keys = vec![("path", Value::text(&one.path))];
    keys.push(match &one.object {
        Some(object) => ("object", Value::text(object)),
        None => ("type", Value::text(&one.type_name)),
    });
    keys.extend(one.unit.map(|unit| ("unit", Value::text(unit))));
    keys.extend(
        one.is_written_as_text
            .then(|| ("written_as", Value::text("text"))),
    );
    keys.extend(
        one.is_from_example
            .then(|| ("source", Value::text("example"))),
    );
    keys.extend(one.nullable.then(|| ("nullable", flag())));
    keys.extend(one.optional.then(|| ("optional", flag())));
    keys.push(("doc", Value::text(&one.doc)));
    keys.extend(one.rust.as_ref().map(|rust| ("rust", Value::text(rust))));
    keys.extend(one.correction.as_ref().map(correction));
    keys.extend(todo(&one.todo));
    Value::Map(keys)
}

fn enumeration(one: &Enum) -> Value {
    let value = |value: &crate::draft::Value| {
        let mut keys = vec![("value", Value::text(&value.value))];
        keys.extend(value.rust.as_ref().map(|rust| ("rust", Value::text(rust))));
        keys.push(("doc", Value::text(&value.doc)));
        keys.extend(value.correction.as_ref().map(correction));
        Value::Map(keys)
    };
    Value::Tall(vec![
        ("name", Value::text(&one.name)),
        ("doc", Value::text(&one.doc)),
        (
            "values",
            Value::List(one.values.iter().map(value).collect()),
        ),
    ])
}

fn correction(one: &Correction) -> (&'static str, Value) {
    let keys = vec![
        ("documented", Value::text(&one.documented)),
        ("because", Value::text(&one.because)),
    ];
    ("correction", Value::Tall(keys))
}

fn todo(open: &[String]) -> Option<(&'static str, Value)> {
    (!open.is_empty()).then(|| ("todo", Value::text(open.join("; "))))
}

fn flag() -> Value {
    Value::Plain("true".to_owned())
}
