//! The options of an operation, made from its description, and the parameters made from their
//! values.
//!
//! # Examples
//! ```
//! use clap::Command;
//! use helpscout_command::parameters;
//!
//! let api = helpscout_description::embedded();
//! let replies = api.operation("user_replies").ok_or("not described")?;
//! let command = Command::new("replies").args(parameters::options(api, replies));
//! let typed = ["replies", "--user", "447723", "--start", "2019-05-02T14:00:00+02:00",
//!     "--end", "2019-05-09T12:00:00Z", "--mailboxes", "123,567"];
//! let matches = command.try_get_matches_from(typed)?;
//! let sent: Vec<String> = parameters::values(replies, &matches)
//!     .map(|(parameter, lists)| format!("{}={}", parameter.wire, lists[0].items().join(",")))
//!     .collect();
//! let expected = ["user=447723", "start=2019-05-02T12:00:00Z", "end=2019-05-09T12:00:00Z",
//!     "mailboxes=123,567"];
//! assert_eq!(sent, expected);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use clap::{Arg, ArgAction, ArgMatches};
use helpscout_description::{Api, Group, Operation, PageStyle, Parameter, Type};

use crate::interval::IntervalParameters;
use crate::name_list::NameList;
use crate::parameter_help::{is_split, long_help, short_help};
use crate::role::Role;
use crate::value::ValueParser;
use crate::{names, options};

/// Returns an option for each parameter of an operation, in the order of the documented page. If the
/// operation has an interval, the options of [`period`](crate::options::period) precede them.
pub fn options(api: &Api, operation: &Operation) -> impl Iterator<Item = Arg> {
    let (heading, all_pages) = match operation.group() {
        Group::Lookups => ("List options", "the whole list"),
        Group::Reports => ("Report options", "the whole report"),
    };
    let interval = IntervalParameters::of(operation);
    let previous = IntervalParameters::previous_of(operation).filter(|_| interval.is_some());
    let period = interval.map(|_| options::period().map(|option| option.help_heading(heading)));
    let mut aliases = names::aliases(operation).into_iter();
    let parameters = names::options(operation).map(move |(parameter, name)| {
        let alias = aliases.next().flatten();
        let default = is_page(operation, parameter).then_some(all_pages);
        let parser = match first_page(operation) {
            Some(first) if default.is_some() => ValueParser::of(api, parameter).starting_at(first),
            _ => ValueParser::of(api, parameter),
        };
        let option = |parser| option(parser, parameter, name, alias, default).help_heading(heading);
        if interval.is_some_and(|interval| interval.has(parameter)) {
            let option = bound(option(parser.taking_dates()), parameter).conflicts_with("period");
            return if parameter.required {
                option.required(false).required_unless_present("period")
            } else {
                option
            };
        }
        if previous.is_some_and(|previous| previous.has(parameter)) {
            return bound(option(parser.taking_dates()), parameter).conflicts_with("compare");
        }
        option(parser)
    });
    period.into_iter().flatten().chain(parameters)
}

/// Returns the same options without the page, for results that need the rows of all pages.
///
/// # Examples
/// ```
/// use helpscout_command::parameters::filters;
///
/// let api = helpscout_description::embedded();
/// let history = api.operation("user_conversation_history").ok_or("not described")?;
/// let names: Vec<String> = filters(api, history)
///     .filter_map(|option| option.get_long().map(str::to_owned))
///     .collect();
/// assert!(names.contains(&"mailboxes".to_owned()));
/// assert!(!names.contains(&"page".to_owned()));
/// # Ok::<(), &str>(())
/// ```
pub fn filters(api: &Api, operation: &Operation) -> impl Iterator<Item = Arg> {
    let pages = names::options(operation).filter(|(parameter, _)| is_page(operation, parameter));
    let pages: Vec<String> = pages.map(|(_, name)| id(&name)).collect();
    options(api, operation).filter(move |option| !pages.contains(&option.get_id().to_string()))
}

/// Adds what a date stands for to the help of a parameter that is an end of an interval.
fn bound(option: Arg, parameter: &Parameter) -> Arg {
    if parameter.ty == Type::Date {
        return option;
    }
    let help = option.get_long_help().map(ToString::to_string);
    option.long_help(format!(
        "{}\nA date alone, such as 2019-05-02, stands for its first second as a start and for its \
         last second as an end, in the time zone of --zone.",
        help.unwrap_or_default()
    ))
}

fn is_page(operation: &Operation, parameter: &Parameter) -> bool {
    Role::of(operation, parameter) == Role::Page
}

/// Returns the smallest value of the parameter that selects a page, if it is a number.
fn first_page(operation: &Operation) -> Option<i64> {
    match operation.pages.as_ref()?.style {
        PageStyle::Number { first, .. } => Some(first.into()),
        PageStyle::Offset { .. } => Some(0),
        PageStyle::Cursor { .. }
        | PageStyle::LastRow { .. }
        | PageStyle::Link { .. }
        | PageStyle::LinkHeader { .. } => None,
    }
}

/// Returns the parameters that have a value, each with its values in the order they were typed: names
/// and IDs as lists, and others as they are sent.
pub fn values<'o>(
    operation: &'o Operation,
    matches: &ArgMatches,
) -> impl Iterator<Item = (&'o Parameter, Vec<NameList>)> {
    names::options(operation).filter_map(|(parameter, name)| {
        // A command may have fewer options than the operation has parameters.
        let values = matches.try_get_many::<String>(&id(&name)).ok()??;
        let values = values.map(String::as_str);
        let is_list_of_ids = matches!(parameter.ty, Type::Id(_)) && parameter.list.is_some();
        Some(if is_list_of_ids {
            // Their parser has split them once, so they can be split.
            let lists = values.map(|list| list.parse().unwrap_or_else(|_| NameList::one(list)));
            (parameter, lists.collect())
        } else {
            (parameter, values.map(NameList::one).collect())
        })
    })
}

/// Returns the ID of the option for clap. Never that of an option of the program itself.
fn id(name: &str) -> String {
    format!("--{name}")
}

/// Creates the option. `all_pages` is what is fetched without it, if it selects a page.
fn option(
    parser: ValueParser,
    parameter: &Parameter,
    name: String,
    alias: Option<String>,
    all_pages: Option<&str>,
) -> Arg {
    let has_names = parser.has_names();
    let arg = Arg::new(id(&name))
        .value_name(value_name(parameter, has_names))
        .value_parser(parser)
        .required(parameter.required)
        .allow_negative_numbers(is_number(&parameter.ty))
        .help(short_help(parameter, all_pages))
        .long_help(long_help(parameter, &name, all_pages, has_names))
        .visible_aliases(alias)
        .long(name);
    if parameter.list.is_some() {
        let arg = arg.action(ArgAction::Append);
        // Names may contain commas, so the parser splits lists of them.
        return if is_split(parameter) && !has_names {
            arg.value_delimiter(',')
        } else {
            arg
        };
    }
    match parameter.ty {
        Type::Boolean => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    }
}

/// Returns whether a value with a minus sign is a value and not an option.
fn is_number(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Id(_) | Type::Integer | Type::Number | Type::EpochSeconds | Type::EpochMilliseconds
    )
}

fn value_name(parameter: &Parameter, has_names: bool) -> &'static str {
    match (&parameter.ty, parameter.list.is_some()) {
        (Type::Id(_), false) if has_names => "ID|NAME",
        (Type::Id(_), true) if has_names => "ID|NAME,…",
        (Type::Id(_), false) => "ID",
        (Type::Id(_), true) => "ID,…",
        (Type::Integer | Type::Number, false) => "NUMBER",
        (Type::Integer | Type::Number, true) => "NUMBER,…",
        (Type::Boolean, _) => "true|false",
        (Type::Instant | Type::EpochSeconds | Type::EpochMilliseconds, _) => "INSTANT",
        (Type::Date, false) => "DATE",
        (Type::Date, true) => "DATE,…",
        (Type::Object(_), _) => "JSON",
        (_, true) if is_split(parameter) => "VALUE,…",
        (_, _) => "VALUE",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::Command;

    use super::*;
    use crate::parameter_help::limits;

    /// An operation with parameters of all types, including those that no report has yet.
    const API: &str = r#"{
        "service": {"title": "", "base_url": "", "environment": "TEST", "docs": "", "plans": []},
        "ids": [{"name": "SiteId", "doc": "", "form": "hex24"},
                {"name": "PlanId", "doc": "", "form": "text", "example": "plan_7"}],
        "enums": [{"name": "SortOrder", "doc": "", "file": "api.yaml", "values": [
            {"wire": "ASC", "rust": "Asc", "doc": ""}, {"wire": "DESC", "rust": "Desc", "doc": ""}
        ]}],
        "objects": [{"name": "X", "doc": "", "file": "api.yaml", "fields": []}],
        "operations": [{"id": "x", "rust": "X", "file": "reports/x.yaml", "method": "GET",
            "path": "/v2/x", "docs": "", "summary": "", "response": "X", "examples": [],
            "parameters": [
                {"wire": "order", "rust": "order", "ty": {"enum": "SortOrder"},
                 "example": ["ASC"], "doc": ""},
                {"wire": "minimumScore", "rust": "minimum_score", "ty": "number",
                 "example": [], "doc": ""},
                {"wire": "rows", "rust": "rows", "ty": "integer", "minimum": 1, "maximum": 50,
                 "example": [], "doc": ""},
                {"wire": "words", "rust": "words", "ty": "text", "list": "comma",
                 "example": ["a", "b"], "doc": ""},
                {"wire": "siteId", "rust": "site_id", "ty": {"id": "SiteId"},
                 "example": ["5244c81f0e1a7b3d9c6f2a01"], "doc": ""},
                {"wire": "page[size]", "rust": "page_size", "ty": "integer", "place": "body",
                 "example": ["25"], "doc": "Rows.", "deprecated": "Use `rows` instead."},
                {"wire": "X-Day", "rust": "day", "ty": "date", "place": "header", "example": [], "doc": ""},
                {"wire": "filter.since", "rust": "since", "ty": "epoch_milliseconds", "place": "body",
                 "example": ["1556798400000"], "doc": ""},
                {"wire": "until", "rust": "until", "ty": "epoch_seconds", "example": [], "doc": ""},
                {"wire": "share", "rust": "share", "ty": "number", "minimum": 0, "maximum": 1,
                 "example": [], "doc": ""},
                {"wire": "name", "rust": "name", "ty": "text", "min_length": 2, "max_length": 5,
                 "example": [], "doc": ""},
                {"wire": "fields", "rust": "fields", "ty": "text", "list": "pipe", "max_length": 3,
                 "example": ["a b", "c"], "doc": ""},
                {"wire": "sort[]", "rust": "sort", "ty": {"enum": "SortOrder"}, "list": "repeat",
                 "example": ["ASC", "DESC"], "doc": ""},
                {"wire": "plans", "rust": "plans", "ty": {"id": "PlanId"}, "list": "comma",
                 "example": [], "doc": ""}
            ]}]
    }"#;

    fn api() -> Api {
        Api::from_json(API).unwrap()
    }

    /// Returns the given parameters by name, each with its values as sent.
    fn given(arguments: &[&str]) -> Result<Vec<(String, String)>, String> {
        let api = api();
        let operation = &api.operations[0];
        let command = Command::new("report")
            .no_binary_name(true)
            .args(options(&api, operation));
        let matches = command
            .try_get_matches_from(arguments)
            .map_err(|error| error.to_string())?;
        let mut given: Vec<(String, String)> = values(operation, &matches)
            .map(|(parameter, lists)| {
                let values: Vec<&str> = lists
                    .iter()
                    .flat_map(NameList::items)
                    .map(String::as_str)
                    .collect();
                (parameter.wire.clone(), values.join(","))
            })
            .collect();
        given.sort();
        Ok(given)
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
            "--plans=plan_1,Ünlimited/2",
            "--plans=0019",
        ];
        let sent = [
            ("minimumScore", "-2.50"),
            ("order", "DESC"),
            ("plans", "plan_1,Ünlimited/2,0019"),
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
        for wrong in ["", "a,,b"] {
            let refusal = refused(&["--plans", wrong]);
            assert!(
                refusal.contains("expected an ID, such as plan_7"),
                "{refusal}"
            );
        }
        assert!(refused(&["--plans", "\"a"]).contains("can't start with a quotation mark"));
    }

    #[test]
    fn brackets_dots_and_capitals_make_the_names_of_options() {
        let arguments = [
            "--page-size=5",
            "--x-day=2019-05-02",
            "--filter-since=2019-05-02T14:00:00.250+02:00",
            "--until=-1",
            "--sort-parameter=ASC,DESC",
            "--fields=a,b",
            "--fields=c d",
        ];
        let sent = [
            ("X-Day", "2019-05-02"),
            ("fields", "a,b,c d"),
            ("filter.since", "1556798400000"),
            ("page[size]", "5"),
            ("sort[]", "ASC,DESC"),
            ("until", "-1"),
        ];
        let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(given(&arguments), Ok(sent.to_vec()));
        let until = given(&["--until", "2019-05-02T12:00:00Z"]).unwrap();
        assert_eq!(until[0].1, "1556798400");
    }

    #[test]
    fn dates_limits_and_lengths_are_checked() {
        let refused = |arguments: &[&str]| given(arguments).unwrap_err();
        assert!(refused(&["--x-day", "2019-02-30"]).contains("the date does not exist"));
        assert!(refused(&["--x-day", "today"]).contains("expected a date, such as 2019-05-02"));
        assert!(refused(&["--until", "2019-05-02"]).contains("write 2019-05-02T00:00:00Z"));
        assert!(refused(&["--share", "1.5"]).contains("the maximum is 1"));
        assert!(refused(&["--share", "-0.5"]).contains("the minimum is 0"));
        assert!(refused(&["--name", "é"]).contains("the minimum is 2 characters"));
        assert!(refused(&["--name", "éééééé"]).contains("the maximum is 5 characters"));
        assert!(refused(&["--fields", "a|b"]).contains("can't contain |"));
    }

    #[test]
    fn the_help_says_where_a_value_is_sent_and_what_replaces_a_deprecated_parameter() {
        let api = api();
        let operation = &api.operations[0];
        let help: Vec<String> = options(&api, operation)
            .filter_map(|option| option.get_long_help().map(ToString::to_string))
            .collect();
        assert_eq!(
            help[5],
            "Rows.\nDeprecated: Use rows instead.\nSent in the body as page[size].\n\
             Example: --page-size 25"
        );
        assert_eq!(
            help[6],
            "\nSent in the header X-Day.\nA day, such as 2019-05-02."
        );
        assert_eq!(
            help[11],
            "\nRepeat the option for several values.\nAt most 3 values.\n\
             Example: --fields 'a b' --fields c"
        );
    }

    #[test]
    fn limits_are_in_the_help() {
        let parameters = &api().operations[0].parameters;
        let told: Vec<String> = parameters.iter().filter_map(limits).collect();
        assert_eq!(told, ["From 1 to 50.", "From 0 to 1."]);
    }
}
