//! The options of an operation, made from its description, and the query made from their values.

use std::fmt::Write;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, ArgMatches};
use helpscout_reports::Query;
use helpscout_reports::describe::{Description, Group, Kind, Parameter};

use crate::names;
use crate::value::ValueParser;

/// Returns an option for each parameter.
pub(crate) fn options(description: &'static Description) -> impl Iterator<Item = Arg> {
    let (heading, all_pages) = match description.group {
        Group::Lookups => ("List options", "the whole list"),
        _ => ("Report options", "the whole report"),
    };
    names::options(description).map(move |(parameter, name)| {
        let default = is_page(description, parameter).then_some(all_pages);
        option(parameter, name, default).help_heading(heading)
    })
}

/// Returns the same options without the page, for results that need the rows of all pages.
pub(crate) fn filters(description: &'static Description) -> impl Iterator<Item = Arg> {
    let all = description.parameters.iter().zip(options(description));
    all.filter(|(parameter, _)| !is_page(description, parameter))
        .map(|(_, option)| option)
}

fn is_page(description: &Description, parameter: &Parameter) -> bool {
    description.page == Some(parameter.name)
}

/// Returns the query with all parameters that have a value.
pub(crate) fn query(description: &'static Description, matches: &ArgMatches) -> Query {
    let mut query = Query::new();
    for (parameter, name) in names::options(description) {
        // A command may have fewer options than the report has parameters.
        if let Ok(Some(values)) = matches.try_get_many::<String>(&id(&name)) {
            query = query.with_list(parameter.name, values);
        }
    }
    query
}

/// Returns the id of the option for clap. Never that of an option of the program itself.
fn id(name: &str) -> String {
    format!("--{name}")
}

/// Creates the option. `all_pages` is what is fetched without it, if it is the page number.
fn option(parameter: &'static Parameter, name: String, all_pages: Option<&str>) -> Arg {
    let mut parser = ValueParser::of(parameter);
    if all_pages.is_some() {
        parser = parser.starting_at_one();
    }
    let arg = Arg::new(id(&name))
        .value_name(value_name(parameter))
        .value_parser(parser)
        .required(parameter.required)
        .allow_negative_numbers(is_number(parameter.kind))
        .help(short_help(parameter, all_pages))
        .long_help(long_help(parameter, &name, all_pages))
        .long(name);
    if parameter.list {
        return arg.value_delimiter(',').action(ArgAction::Append);
    }
    match parameter.kind {
        Kind::Boolean => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    }
}

/// Returns whether a value with a minus sign is a value and not an option.
fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Id | Kind::Integer | Kind::Number)
}

fn value_name(parameter: &Parameter) -> &'static str {
    match (parameter.kind, parameter.list) {
        (Kind::Id, false) => "ID",
        (Kind::Id, true) => "ID,…",
        (Kind::Integer | Kind::Number, false) => "NUMBER",
        (Kind::Integer | Kind::Number, true) => "NUMBER,…",
        (Kind::Boolean, _) => "true|false",
        (Kind::Instant, _) => "INSTANT",
        (_, false) => "VALUE",
        (_, true) => "VALUE,…",
    }
}

fn short_help(parameter: &Parameter, all_pages: Option<&str>) -> StyledStr {
    let mut text = parameter.doc.replace('`', "");
    if let Some(all_pages) = all_pages {
        let _ = write!(text, " Default: {all_pages}.");
    }
    text.into()
}

fn long_help(parameter: &Parameter, name: &str, all_pages: Option<&str>) -> StyledStr {
    let mut text = parameter.doc.replace('`', "");
    if let Some(all_pages) = all_pages {
        let _ = write!(
            text,
            " Without this option, {all_pages} is fetched, page by page."
        );
    }
    if parameter.list {
        text.push_str("\nSeparate several values with commas, or repeat the option.");
    }
    if parameter.kind == Kind::Boolean {
        text.push_str("\nWithout a value, the option means true.");
    }
    if parameter.kind == Kind::Instant {
        text.push_str(
            "\nA date and a time with an offset. It is sent in UTC, without fractions of a second.",
        );
    }
    if let Some(limits) = limits(parameter) {
        let _ = write!(text, "\n{limits}");
    }
    if let Some(default) = &parameter.default {
        let _ = write!(text, "\nThe service defaults to {default}.");
    }
    if !parameter.example.is_empty() {
        let example = parameter.example.join(",");
        let _ = write!(text, "\nExample: --{name} {example}");
    }
    text.into()
}

fn limits(parameter: &Parameter) -> Option<String> {
    match (parameter.minimum, parameter.maximum) {
        (Some(least), Some(most)) => Some(format!("From {least} to {most}.")),
        (Some(least), None) => Some(format!("At least {least}.")),
        (None, Some(most)) => Some(format!("At most {most}.")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::LazyLock;

    use clap::Command;
    use helpscout_reports::describe::Descriptions;

    use super::*;

    /// Parameters of all kinds, including those that no report has yet.
    const DESCRIPTIONS: &str = r#"{
        "operations": [{"id": "x", "group": "reports", "path": "/v2/x", "docs": "", "summary": "",
            "notes": [], "plans": [], "response": "X", "parameters": [
        {"name": "order", "kind": "enum", "example": ["ASC"], "doc": "", "of": "SortOrder"},
        {"name": "minimumScore", "kind": "number", "example": [], "doc": ""},
        {"name": "rows", "kind": "integer", "minimum": 1, "maximum": 50, "example": [], "doc": ""},
        {"name": "words", "kind": "text", "list": true, "example": ["a", "b"], "doc": ""},
        {"name": "siteId", "kind": "id", "hex": true, "example": ["5244c81f0e1a7b3d9c6f2a01"], "doc": ""}
        ]}],
        "objects": [{"name": "X", "fields": []}],
        "enums": [{"name": "SortOrder", "values": [
            {"value": "ASC", "doc": ""}, {"value": "DESC", "doc": ""}
        ]}]
    }"#;

    fn description() -> &'static Description {
        static READ: LazyLock<Descriptions> =
            LazyLock::new(|| Descriptions::parse(DESCRIPTIONS).unwrap());
        &READ.operations()[0]
    }

    fn given(arguments: &[&str]) -> Result<Vec<(String, String)>, String> {
        let command = Command::new("report")
            .no_binary_name(true)
            .args(options(description()));
        let matches = command
            .try_get_matches_from(arguments)
            .map_err(|error| error.to_string())?;
        let query = query(description(), &matches);
        Ok(query
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect())
    }

    #[test]
    fn every_kind_of_parameter_is_an_option() {
        let arguments = [
            "--order",
            "DESC",
            "--minimum-score",
            "-2.50",
            "--rows",
            "+50",
            "--words",
            "a,b",
            "--words=c",
            "--site-id",
            "ABCDEF0123456789abcdef01",
        ];
        let sent = [
            ("minimumScore", "-2.50"),
            ("order", "DESC"),
            ("rows", "50"),
            ("siteId", "ABCDEF0123456789abcdef01"),
            ("words", "a,b,c"),
        ];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(given(&arguments), Ok(sent.to_vec()));
    }

    #[test]
    fn every_kind_of_parameter_refuses_invalid_values() {
        let refused = |arguments: &[&str]| given(arguments).unwrap_err();
        assert!(refused(&["--order", "desc"]).contains("a similar value exists: 'DESC'"));
        assert!(refused(&["--minimum-score", "NaN"]).contains("expected a number"));
        assert!(refused(&["--rows", "5.5"]).contains("expected a whole number"));
        assert!(refused(&["--rows", "99999999999999999999"]).contains("the number is too large"));
        assert!(refused(&["--rows", "0"]).contains("'--rows <NUMBER>': the minimum is 1"));
        assert!(refused(&["--rows", "51"]).contains("'--rows <NUMBER>': the maximum is 50"));
        let digits = "24 hexadecimal digits, such as 5244c81f0e1a7b3d9c6f2a01";
        for wrong in [
            "447723",
            "5244c81f0e1a7b3d9c6f2a0g",
            "5244c81f0e1a7b3d9c6f2a01ff",
        ] {
            assert!(refused(&["--site-id", wrong]).contains(digits), "{wrong}");
        }
    }

    #[test]
    fn limits_are_in_the_help() {
        let told: Vec<String> = description().parameters.iter().filter_map(limits).collect();
        assert_eq!(told, ["From 1 to 50."]);
    }
}
