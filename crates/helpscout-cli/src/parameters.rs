//! The options of a report, made from its description, and the query made from them.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, ArgMatches};
use heck::ToKebabCase;
use helpscout_reports::Query;
use helpscout_reports::describe::{Description, Kind, Parameter};
use std::fmt::Write;

use crate::value::WireValue;

const HEADING: &str = "Report options";

/// One option for each parameter.
pub(crate) fn options(description: &'static Description) -> impl Iterator<Item = Arg> {
    let page = page_parameter(description);
    description
        .parameters
        .iter()
        .map(move |parameter| option(parameter, page == Some(parameter.name)))
}

/// The wire name of the parameter that asks for one page.
pub(crate) fn page_parameter(description: &Description) -> Option<&'static str> {
    description.operation().pages.map(|pages| pages.parameter)
}

/// The parameters that were given.
pub(crate) fn query(description: &'static Description, matches: &ArgMatches) -> Query {
    description
        .parameters
        .iter()
        .fold(Query::new(), |query, parameter| {
            // A command may offer fewer options than the report has parameters.
            match matches.try_get_many::<String>(parameter.name) {
                Ok(Some(values)) => query.with_list(parameter.name, values),
                _ => query,
            }
        })
}

/// How a parameter is written on the command line.
pub(crate) fn flag(wire_name: &str) -> String {
    format!("--{}", wire_name.to_kebab_case())
}

fn option(parameter: &'static Parameter, is_page: bool) -> Arg {
    let mut reader = WireValue::of(parameter);
    if is_page {
        reader = reader.counted_from_one();
    }
    let arg = Arg::new(parameter.name)
        .long(parameter.name.to_kebab_case())
        .value_name(value_name(parameter))
        .value_parser(reader)
        .required(parameter.required)
        .allow_negative_numbers(is_number(parameter.kind))
        .help_heading(HEADING)
        .help(short_help(parameter, is_page))
        .long_help(long_help(parameter, is_page));
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

fn short_help(parameter: &Parameter, is_page: bool) -> StyledStr {
    let mut text = parameter.doc.to_string();
    if is_page {
        text.push_str(" Without it: the whole report.");
    }
    text.into()
}

fn long_help(parameter: &Parameter, is_page: bool) -> StyledStr {
    let mut text = parameter.doc.to_string();
    if is_page {
        text.push_str(" Without it the whole report is fetched, page by page.");
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
    if let Some(default) = &parameter.default {
        let _ = write!(text, "\nThe service assumes {default} if it is left out.");
    }
    if !parameter.example.is_empty() {
        let example = parameter.example.join(",");
        let _ = write!(text, "\nExample: {} {example}", flag(parameter.name));
    }
    text.into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::Command;

    use super::*;

    /// Parameters of kinds that no report here has yet.
    const PARAMETERS: &str = r#"[
        {"name": "viewBy", "kind": "enum", "list": false, "required": false, "example": ["week"],
         "doc": "", "values": [{"value": "day", "doc": ""}, {"value": "week", "doc": ""}]},
        {"name": "minimumScore", "kind": "number", "list": false, "required": false, "example": [], "doc": ""},
        {"name": "rows", "kind": "integer", "list": false, "required": false, "example": [], "doc": ""},
        {"name": "words", "kind": "text", "list": true, "required": false, "example": ["a", "b"], "doc": ""}
    ]"#;

    fn given(arguments: &[&str]) -> Result<Vec<(String, String)>, String> {
        let parameters: Vec<Parameter> = serde_json::from_str(PARAMETERS).unwrap();
        let parameters: &'static [Parameter] = parameters.leak();
        let options = parameters.iter().map(|parameter| option(parameter, false));
        let command = Command::new("report").no_binary_name(true).args(options);
        let matches = command
            .try_get_matches_from(arguments)
            .map_err(|error| error.to_string())?;
        let values = parameters.iter().filter_map(|parameter| {
            let values: Vec<_> = matches
                .get_many::<String>(parameter.name)?
                .cloned()
                .collect();
            Some((parameter.name.to_owned(), values.join(",")))
        });
        Ok(values.collect())
    }

    #[test]
    fn every_kind_of_parameter_is_an_option() {
        let arguments = [
            "--view-by",
            "week",
            "--minimum-score",
            "-2.50",
            "--rows",
            "+5",
            "--words",
            "a,b",
            "--words=c",
        ];
        let sent = [
            ("viewBy", "week"),
            ("minimumScore", "-2.50"),
            ("rows", "5"),
            ("words", "a,b,c"),
        ];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(given(&arguments), Ok(sent.to_vec()));
    }

    #[test]
    fn every_kind_of_parameter_refuses_what_it_is_not() {
        let refused = |arguments: &[&str]| given(arguments).unwrap_err();
        assert!(refused(&["--view-by", "Week"]).contains("a similar value exists: 'week'"));
        assert!(refused(&["--minimum-score", "NaN"]).contains("a number is needed"));
        assert!(refused(&["--rows", "5.5"]).contains("a whole number is needed"));
        assert!(refused(&["--rows", "99999999999999999999"]).contains("a whole number is needed"));
    }
}
