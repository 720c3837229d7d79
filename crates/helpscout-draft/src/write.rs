//! Writes a draft as a spec file, with the keys in the order of the committed files.

use helpscout_description::{Correction, ListStyle, Place, Source};
use helpscout_spec::raw::WrittenAs;

use crate::operation::{
    EnumDraft, FieldDraft, OperationDraft, PageStyle, Pages, ParameterDraft, ParameterEntry,
    ValueDraft,
};
use crate::yaml::{Yaml, entry};

/// The keys of a map with their values.
type Keys = Vec<(&'static str, Yaml)>;

/// Returns the text of the file. `schema` is the path to the schema, `example` the file name of the
/// example body.
pub(crate) fn write(operation: &OperationDraft, schema: &str, example: Option<&str>) -> String {
    let mut out = format!("# yaml-language-server: $schema={schema}\n");
    let mut head: Keys = vec![
        ("operation", Yaml::text(&operation.id)),
        ("request", Yaml::text(&operation.request)),
    ];
    head.extend(operation.is_safe.then(|| ("safe", yes())));
    head.extend([
        ("docs", Yaml::text(&operation.docs)),
        ("summary", Yaml::text(&operation.summary)),
    ]);
    head.extend(rust(operation.rust.as_ref()));
    if !operation.plans.is_empty() {
        head.push(("plans", Yaml::texts(&operation.plans)));
    }
    if !operation.notes.is_empty() {
        head.push(("notes", Yaml::texts(&operation.notes)));
    }
    for (key, value) in &head {
        entry(key, value, 0, &mut out);
    }
    for (key, value) in sections(operation, example) {
        out.push('\n');
        entry(key, &value, 0, &mut out);
    }
    out
}

/// Returns the keys that have an empty line before them.
fn sections(operation: &OperationDraft, example: Option<&str>) -> Keys {
    let mut sections = Keys::new();
    if !operation.parameters.is_empty() {
        sections.push(("parameters", list(&operation.parameters, parameter_entry)));
    }
    if !operation.body.is_empty() {
        sections.push(("body", list(&operation.body, parameter)));
    }
    if !operation.exclusions.is_empty() {
        let rule = |pair: &[String; 2]| Yaml::Map(vec![("excludes", Yaml::texts(pair))]);
        sections.push(("rules", list(&operation.exclusions, rule)));
    }
    sections.extend(operation.pages.as_ref().map(|it| ("pages", pages(it))));
    let response = &operation.response;
    let status = response
        .status
        .map(|status| ("status", number(status.into())));
    let mut keys: Keys = status.into_iter().collect();
    if !response.object.is_empty() {
        keys.push(("object", Yaml::text(&response.object)));
    }
    keys.extend(response.doc.as_ref().map(|doc| ("doc", Yaml::text(doc))));
    if !response.fields.is_empty() {
        keys.push(("fields", list(&response.fields, field)));
    }
    sections.push(("response", Yaml::Block(keys)));
    sections.extend(example.map(|example| ("examples", Yaml::texts([example]))));
    if !operation.enums.is_empty() {
        sections.push(("enums", list(&operation.enums, enumeration)));
    }
    sections
}

fn parameter_entry(entry: &ParameterEntry) -> Yaml {
    match entry {
        ParameterEntry::Use(group) => Yaml::Block(vec![("use", Yaml::text(group))]),
        ParameterEntry::Own(own) => parameter(own),
    }
}

fn parameter(parameter: &ParameterDraft) -> Yaml {
    let literal = |text: &String| sent(text, &parameter.type_name);
    let is_in_body = parameter.place == Place::Body;
    let brackets = if is_in_body && parameter.list.is_some() {
        "[]"
    } else {
        ""
    };
    let mut keys: Keys = vec![
        (
            if is_in_body { "path" } else { "name" },
            Yaml::text(format!("{}{brackets}", parameter.name)),
        ),
        match &parameter.object {
            Some(object) => ("object", Yaml::text(object)),
            None => ("type", Yaml::text(&parameter.type_name)),
        },
    ];
    keys.extend(parameter.required.then(|| ("required", yes())));
    if parameter.place == Place::Header {
        keys.insert(1, ("in", Yaml::text("header")));
    }
    keys.extend(parameter.list.filter(|_| !is_in_body).map(|style| {
        let style = match style {
            ListStyle::Comma => "comma",
            ListStyle::Pipe => "pipe",
            ListStyle::Repeat => "repeat",
            ListStyle::Array => "array",
        };
        ("list", Yaml::text(style))
    }));
    keys.extend(parameter.minimum.map(|limit| ("minimum", number(limit))));
    keys.extend(parameter.maximum.map(|limit| ("maximum", number(limit))));
    let (least, most) = parameter.lengths;
    keys.extend(least.map(|length| ("min_length", number(length.into()))));
    keys.extend(most.map(|length| ("max_length", number(length.into()))));
    let deprecated = parameter.deprecated.as_ref();
    keys.extend(deprecated.map(|advice| ("deprecated", Yaml::text(advice))));
    let default = parameter.default.as_ref();
    keys.extend(default.map(|default| ("default", literal(default))));
    match parameter.example.as_slice() {
        [] => {}
        [only] if parameter.list.is_none() => keys.push(("example", literal(only))),
        several => keys.push(("example", list(several, literal))),
    }
    keys.push(("doc", Yaml::text(&parameter.doc)));
    keys.extend(rust(parameter.rust.as_ref()));
    keys.extend(todo(&parameter.todo));
    Yaml::Block(keys)
}

/// Returns a value as sent: numbers and booleans without quotes.
fn sent(text: &str, type_name: &str) -> Yaml {
    let is_bare = match type_name {
        "boolean" => true,
        "text" | "instant" => false,
        // Numbers and IDs, which were checked, and values of enums.
        _ => text
            .parse::<i64>()
            .is_ok_and(|number| number.to_string() == text),
    };
    if is_bare {
        Yaml::Plain(text.to_owned())
    } else {
        Yaml::text(text)
    }
}

fn pages(pages: &Pages) -> Yaml {
    let size = || pages.size.as_ref().map(|size| ("size", Yaml::text(size)));
    let mut keys = Keys::new();
    match &pages.style {
        PageStyle::Number {
            parameter,
            is_from_zero,
            current,
            total,
            more,
        } => {
            keys.push(("parameter", Yaml::text(parameter)));
            keys.extend(is_from_zero.then(|| ("first", number(0))));
            keys.extend(size());
            keys.extend(current.as_ref().map(|path| ("current", Yaml::text(path))));
            keys.extend(total.as_ref().map(|path| ("total", Yaml::text(path))));
            keys.extend(more.as_ref().map(|path| ("more", Yaml::text(path))));
        }
        PageStyle::Offset {
            parameter,
            current,
            last,
        } => {
            keys.push(("offset", Yaml::text(parameter)));
            keys.extend(size());
            keys.extend(current.as_ref().map(|path| ("current", Yaml::text(path))));
            keys.extend(last.as_ref().map(|path| ("last", Yaml::text(path))));
        }
        PageStyle::Cursor {
            parameter,
            next,
            more,
        } => {
            keys.push(("cursor", Yaml::text(parameter)));
            keys.extend(size());
            keys.push(("next", Yaml::text(next)));
            keys.extend(more.as_ref().map(|path| ("more", Yaml::text(path))));
        }
        PageStyle::LastRow {
            parameter,
            value,
            more,
        } => {
            keys.push(("cursor", Yaml::text(parameter)));
            keys.extend(size());
            keys.push(("last_row", Yaml::text(value)));
            keys.extend(more.as_ref().map(|path| ("more", Yaml::text(path))));
        }
        PageStyle::Link { next } => {
            keys.extend(size());
            keys.push(("next", Yaml::text(next)));
        }
    }
    keys.extend(pages.count.as_ref().map(|path| ("count", Yaml::text(path))));
    if !pages.rows.is_empty() {
        keys.push(("rows", Yaml::text(&pages.rows)));
    }
    let identity = pages.identity.as_ref();
    keys.extend(identity.map(|path| ("identity", Yaml::text(path))));
    Yaml::Map(keys)
}

fn field(field: &FieldDraft) -> Yaml {
    let mut keys: Keys = vec![("path", Yaml::text(&field.path))];
    keys.push(match &field.object {
        Some(object) => ("object", Yaml::text(object)),
        None => ("type", Yaml::text(&field.type_name)),
    });
    keys.extend(field.unit.map(|unit| ("unit", Yaml::text(unit.name()))));
    keys.extend(field.written_as.map(|style| match style {
        WrittenAs::Text => ("written_as", Yaml::text("text")),
    }));
    let header = field.header.as_ref();
    keys.extend(header.map(|name| ("header", Yaml::text(name))));
    keys.extend(source(field.source).map(|source| ("source", Yaml::text(source))));
    keys.extend(field.nullable.then(|| ("nullable", yes())));
    keys.extend(field.nullable_items.then(|| ("nullable_items", yes())));
    let is_any = field.type_name == "any" && field.object.is_none();
    keys.extend((field.one_or_many && !is_any).then(|| ("one_or_many", yes())));
    keys.extend(field.optional.then(|| ("optional", yes())));
    keys.push(("doc", Yaml::text(&field.doc)));
    keys.extend(rust(field.rust.as_ref()));
    keys.extend(field.correction.as_ref().map(correction));
    keys.extend(todo(&field.todo));
    Yaml::Map(keys)
}

fn enumeration(enumeration: &EnumDraft) -> Yaml {
    Yaml::Block(vec![
        ("name", Yaml::text(&enumeration.name)),
        ("doc", Yaml::text(&enumeration.doc)),
        ("values", list(&enumeration.values, value)),
    ])
}

fn value(value: &ValueDraft) -> Yaml {
    let mut keys: Keys = vec![("value", Yaml::text(&value.value))];
    keys.extend(rust(value.rust.as_ref()));
    keys.push(("doc", Yaml::text(&value.doc)));
    keys.extend(value.correction.as_ref().map(correction));
    Yaml::Map(keys)
}

fn correction(correction: &Correction) -> (&'static str, Yaml) {
    let keys = vec![
        ("documented", Yaml::text(&correction.documented)),
        ("because", Yaml::text(&correction.because)),
    ];
    ("correction", Yaml::Block(keys))
}

/// Returns the source of a field, unless it is the table, which is the default.
fn source(source: Source) -> Option<&'static str> {
    match source {
        Source::Table => None,
        Source::Example => Some("example"),
        Source::Observed => Some("observed"),
    }
}

fn rust(name: Option<&String>) -> Option<(&'static str, Yaml)> {
    name.map(|name| ("rust", Yaml::text(name)))
}

fn todo(todo: &[String]) -> Option<(&'static str, Yaml)> {
    (!todo.is_empty()).then(|| ("todo", Yaml::text(todo.join("; "))))
}

fn list<T>(items: &[T], item: impl Fn(&T) -> Yaml) -> Yaml {
    Yaml::List(items.iter().map(item).collect())
}

fn number(number: i64) -> Yaml {
    Yaml::Plain(number.to_string())
}

fn yes() -> Yaml {
    Yaml::Plain("true".to_owned())
}
