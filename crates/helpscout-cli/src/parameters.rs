//! The options of a report, made from its description, and the query made from them.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, ArgMatches};
use helpscout_reports::Query;
use helpscout_reports::describe::{Description, Group, Kind, Parameter};
use std::fmt::Write;

use crate::names;
use crate::value::WireValue;

/// One option for each parameter.
pub(crate) fn options(description: &'static Description) -> impl Iterator<Item = Arg> {
    let (heading, whole) = match description.group {
        Group::Lookups => ("List options", "the whole list"),
        _ => ("Report options", "the whole report"),
    };
    names::options(description).map(move |(parameter, name)| {
        let without = is_page(description, parameter).then_some(whole);
        option(parameter, name, without).help_heading(heading)
    })
}

/// The same without the page: what is made of all rows is made of all pages.
pub(crate) fn filters(description: &'static Description) -> impl Iterator<Item = Arg> {
    let all = description.parameters.iter().zip(options(description));
    all.filter(|(parameter, _)| !is_page(description, parameter))
        .map(|(_, option)| option)
}

fn is_page(description: &Description, parameter: &Parameter) -> bool {
    description.page == Some(parameter.name)
}

/// The parameters that were given.
pub(crate) fn query(description: &'static Description, matches: &ArgMatches) -> Query {
    names::options(description).fold(Query::new(), |query, (parameter, name)| {
        // A command may offer fewer options than the report has parameters.
        match matches.try_get_many::<String>(&id(&name)) {
            Ok(Some(values)) => query.with_list(parameter.name, values),
            _ => query,
        }
    })
}

/// What the parser calls an option of a parameter, so that it is never one of our own.
fn id(name: &str) -> String {
    format!("--{name}")
}

/// `without` is what comes without it, if it is the number of a page.
fn option(parameter: &'static Parameter, name: String, without: Option<&str>) -> Arg {
    let mut reader = WireValue::of(parameter);
    if without.is_some() {
        reader = reader.counted_from_one();
    }
    let arg = Arg::new(id(&name))
        .value_name(value_name(parameter))
        .value_parser(reader)
        .required(parameter.required)
        .allow_negative_numbers(is_number(parameter.kind))
        .help(short_help(parameter, without))
        .long_help(long_help(parameter, &name, without))
        .long(name);
    if parameter.list {
        return arg.value_delimiter(',').action(ArgAction::Append);
    }
    match parameter.kind {
        Kind::Boolean => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    }
}

/// A negative number is then refused as a value, not mistaken for an option.
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

fn short_help(parameter: &Parameter, without: Option<&str>) -> StyledStr {
    let mut text = parameter.doc.replace('`', "");
    if let Some(whole) = without {
        let _ = write!(text, " Without it: {whole}.");
    }
    text.into()
}

fn long_help(parameter: &Parameter, name: &str, without: Option<&str>) -> StyledStr {
    let mut text = parameter.doc.replace('`', "");
    if let Some(whole) = without {
        let _ = write!(text, " Without it {whole} is fetched, page by page.");
    }
    if parameter.list {
        text.push_str("\nSeveral values are joined by commas, or the option is repeated.");
    }
    if parameter.kind == Kind::Boolean {
        text.push_str("\nWithout a value it means true.");
    }
    if parameter.kind == Kind::Instant {
        text.push_str(
            "\nA date and time with its offset; sent in UTC, fractions of a second are cut.",
        );
    }
    if let Some(limits) = limits(parameter) {
        let _ = write!(text, "\n{limits}");
    }
    if let Some(default) = &parameter.default {
        let _ = write!(text, "\nThe service assumes {default} if it is left out.");
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

    /// Parameters of kinds that no report here has yet.
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
        let pairs = query.iter();
        Ok(pairs
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
    fn every_kind_of_parameter_refuses_what_it_is_not() {
        let refused = |arguments: &[&str]| given(arguments).unwrap_err();
        assert!(refused(&["--order", "desc"]).contains("a similar value exists: 'DESC'"));
        assert!(refused(&["--minimum-score", "NaN"]).contains("a number is needed"));
        assert!(refused(&["--rows", "5.5"]).contains("a whole number is needed"));
        assert!(refused(&["--rows", "99999999999999999999"]).contains("the number is too large"));
        assert!(
            refused(&["--rows", "0"]).contains("'--rows <NUMBER>': 1 is the smallest possible")
        );
        assert!(
            refused(&["--rows", "51"]).contains("'--rows <NUMBER>': 50 is the largest possible")
        );
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
    fn limits_are_told() {
        let told: Vec<String> = description().parameters.iter().filter_map(limits).collect();
        assert_eq!(told, ["From 1 to 50."]);
    }
}
