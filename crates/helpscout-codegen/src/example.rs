//! The example in the docs of a query: a call with the documented values.

use std::str::FromStr;

use helpscout_description::{Operation, Parameter, Rule, Type};
use helpscout_openapi::Described;

use crate::home::Home;

/// The maximum length of a line, as rustfmt would have it in a doc comment.
const WIDTH: usize = 88;

/// Returns the lines of the example, code fences included.
pub(crate) fn example(api: &Described<'_>, operation: &Operation, home: Home) -> Vec<String> {
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let arguments: Vec<_> = required.map(|parameter| values(api, parameter)).collect();
    let setters: Vec<_> = shown(operation)
        .into_iter()
        .map(|parameter| format!(".{}({})", parameter.rust, values(api, parameter)))
        .collect();
    let (start, end) = around(home);
    let mut lines: Vec<String> = start.iter().copied().map(str::to_owned).collect();
    lines.extend(statement(
        &format!("let query = {}::new", operation.rust),
        &arguments,
        &setters,
    ));
    let call = if operation.pages.is_some() {
        "let rows = client.all(query).await?;"
    } else if operation.has_no_content() {
        "client.send(&query).await?;"
    } else if operation.only_reads() {
        "let report = client.send(&query).await?;"
    } else {
        "let response = client.send(&query).await?;"
    };
    lines.push(call.to_owned());
    lines.extend(end.iter().copied().map(str::to_owned));
    lines
}

/// Returns the lines above and below the code of an example.
fn around(home: Home) -> (&'static [&'static str], &'static [&'static str]) {
    match home {
        Home::Reports => (
            &[
                "```no_run",
                "# async fn example(client: helpscout_reports::Client) -> Result<(), Box<dyn std::error::Error>> {",
                "use helpscout_reports::prelude::*;",
                "",
            ],
            &["# Ok(())", "# }", "```"],
        ),
        Home::Elsewhere => (
            &[
                "```ignore",
                "// Not compiled as a test: the path of these types is that of the crate they are in.",
            ],
            &["```"],
        ),
    }
}

/// Returns the optional parameters that the example sets: one of each set of which a call needs one,
/// the first other that takes one value, and the first that takes a list.
fn shown(operation: &Operation) -> Vec<&Parameter> {
    let optional = || {
        operation.parameters.iter().filter(|parameter| {
            !parameter.required
                && parameter.deprecated.is_none()
                && !is_about_pages(operation, parameter)
        })
    };
    let mut shown: Vec<&Parameter> = Vec::new();
    for rule in &operation.rules {
        if let Rule::Either(names) = rule {
            let fits = |parameter: &&Parameter| {
                names.contains(&parameter.wire) && is_possible(operation, &shown, parameter)
            };
            shown.extend(optional().find(fits));
        }
    }
    for takes_list in [false, true] {
        let fits = |parameter: &&Parameter| {
            parameter.list.is_some() == takes_list
                && !parameter.example.is_empty()
                && !parameter.ty.is_moment()
                && !requires_another(operation, parameter)
                && is_possible(operation, &shown, parameter)
        };
        shown.extend(optional().find(fits));
    }
    shown
}

/// Returns whether a call can have a parameter beside others.
fn is_possible(operation: &Operation, others: &[&Parameter], parameter: &Parameter) -> bool {
    let excludes = |names: &[String]| {
        names.contains(&parameter.wire) && others.iter().any(|other| names.contains(&other.wire))
    };
    let is_shown = others.iter().any(|other| other.wire == parameter.wire);
    let mut rules = operation.rules.iter();
    let is_excluded = rules.any(|rule| match rule {
        Rule::Either(names) | Rule::Excludes(names) => excludes(names),
        _ => false,
    });
    !is_shown && !is_excluded
}

fn is_about_pages(operation: &Operation, parameter: &Parameter) -> bool {
    operation.pages.as_ref().is_some_and(|pages| {
        pages.parameter() == Some(&parameter.wire) || pages.size.as_ref() == Some(&parameter.wire)
    })
}

fn requires_another(operation: &Operation, parameter: &Parameter) -> bool {
    let wire = &parameter.wire;
    operation
        .rules
        .iter()
        .any(|rule| matches!(rule, Rule::Requires { parameter, .. } if parameter == wire))
}

/// Writes a call of a function and of methods on its result, broken into lines as rustfmt does.
fn statement(function: &str, arguments: &[String], methods: &[String]) -> Vec<String> {
    let call = format!("{function}({})", arguments.join(", "));
    let line = format!("{call}{};", methods.concat());
    if line.len() <= WIDTH {
        return vec![line];
    }
    let mut lines = vec![call];
    let mut indent = "    ";
    if lines[0].len() > WIDTH {
        lines = vec![format!("{function}(")];
        lines.extend(arguments.iter().map(|argument| format!("    {argument},")));
        lines.push(")".to_owned());
        indent = "";
    }
    lines.extend(methods.iter().map(|method| format!("{indent}{method}")));
    if let Some(last) = lines.last_mut() {
        last.push(';');
    }
    lines
}

/// Returns the documented value or values of a parameter as a Rust expression.
fn values(api: &Described<'_>, parameter: &Parameter) -> String {
    if let Type::Object(name) = &parameter.ty {
        let required = parameter.fields.iter().filter(|field| field.required);
        let arguments: Vec<String> = required.map(|field| values(api, field)).collect();
        return format!("[{name}::new({})]", arguments.join(", "));
    }
    match (&parameter.list, parameter.example.as_slice()) {
        (None, []) => value(api, &parameter.ty, stand_in(api, &parameter.ty)),
        (None, [first, ..]) => value(api, &parameter.ty, first),
        // A list without an element would have no type.
        (Some(_), []) => format!(
            "[{}]",
            value(api, &parameter.ty, stand_in(api, &parameter.ty))
        ),
        (Some(_), texts) => {
            let values = texts.iter().map(|text| value(api, &parameter.ty, text));
            format!("[{}]", values.collect::<Vec<_>>().join(", "))
        }
    }
}

fn value(api: &Described<'_>, ty: &Type, text: &str) -> String {
    match ty {
        Type::Id(name) if api.is_text_id(name) => format!("{name}::from({text:?})"),
        Type::Id(name) => format!("{name}({})", literal::<i64>(text)),
        Type::Enum(name) => {
            let values = api.enumeration(name).map(|known| known.values.as_slice());
            let mut values = values.unwrap_or_default().iter();
            match values.find(|value| value.wire == text) {
                Some(value) => format!("{name}::{}", value.rust),
                None => format!("{name}::from({text:?})"),
            }
        }
        Type::Instant | Type::Date | Type::EpochSeconds | Type::EpochMilliseconds => {
            format!("{text:?}.parse()?")
        }
        Type::Text => format!("{text:?}"),
        Type::Integer => literal::<i64>(text),
        Type::Boolean => literal::<bool>(text),
        Type::Number | Type::Object(_) | Type::Any => match text.parse::<i64>() {
            Ok(whole) => format!("{whole}.0"),
            Err(_) => literal::<f64>(text),
        },
    }
}

/// Returns a number or boolean as Rust code. What Rust would not read as such a literal is parsed
/// when the example runs, so that no text becomes code of its own.
fn literal<T: FromStr>(text: &str) -> String {
    let is_number = |text: &str| {
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.strip_prefix('-').unwrap_or(text);
        number.split('.').count() <= 2 && number.split('.').all(digits)
    };
    let is_literal = matches!(text, "true" | "false") || is_number(text);
    if is_literal && text.parse::<T>().is_ok() {
        text.to_owned()
    } else {
        format!("{text:?}.parse()?")
    }
}

/// Returns a value for a parameter without a documented example.
fn stand_in<'a>(api: &'a Described<'a>, ty: &Type) -> &'a str {
    match ty {
        Type::Enum(name) => api
            .enumeration(name)
            .and_then(|enumeration| enumeration.values.first())
            .map_or("", |value| value.wire.as_str()),
        Type::Instant => "2019-05-02T12:00:00Z",
        Type::Date => "2019-05-02",
        Type::Boolean => "true",
        Type::Text => "",
        Type::Id(name) if api.is_hex(name) => "000000000000000000000001",
        Type::Id(name) => api
            .id(name)
            .and_then(|id| id.example.as_deref())
            .unwrap_or("1"),
        Type::Integer
        | Type::Number
        | Type::EpochSeconds
        | Type::EpochMilliseconds
        | Type::Object(_)
        | Type::Any => "1",
    }
}
