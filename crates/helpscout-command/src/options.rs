//! Groups of options that do not come from the description of an operation.
//!
//! # Examples
//! ```
//! use std::path::PathBuf;
//!
//! use clap::Command;
//! use helpscout_command::{Format, options};
//!
//! let command = Command::new("export")
//!     .args(options::connection(helpscout_description::embedded()))
//!     .arg(options::quiet())
//!     .args(options::result());
//! let matches = command.try_get_matches_from(["export", "-q", "-f", "csv", "-o", "may.csv"])?;
//! assert!(matches.get_flag("quiet"));
//! assert_eq!(matches.get_one::<Format>("format"), Some(&Format::Csv));
//! assert_eq!(matches.get_one::<PathBuf>("output"), Some(&PathBuf::from("may.csv")));
//! # Ok::<(), clap::Error>(())
//! ```

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, value_parser};
use helpscout_description::{Api, Tables};

use crate::error_format::ErrorFormat;
use crate::format::Format;
use crate::number::whole_number;
use crate::size;

/// Returns the options that choose the service to call, the credentials and the limits of the calls:
/// `base-url` (a `String`), `profile` (a `String`), `sandbox` (a flag), `attempts` (a `u32`) and
/// `max-report` (a `u64`, in bytes). Every subcommand has them, too. The environment variables for the
/// base URL and the profile start with the word that the description states, as in
/// `HELPSCOUT_BASE_URL`.
pub fn connection(api: &Api) -> [Arg; 5] {
    [
        Arg::new("base-url")
            .long("base-url")
            .value_name("URL")
            .env(format!("{}_BASE_URL", api.service.environment))
            .hide_env_values(true)
            .global(true)
            .help_heading("Connection")
            .help(format!(
                "Base URL of the service, without {}; defaults to the live service",
                start_of_paths(api)
            )),
        Arg::new("profile")
            .long("profile")
            .value_name("NAME")
            .env(format!("{}_PROFILE", api.service.environment))
            .hide_env_values(true)
            .global(true)
            .help_heading("Connection")
            .help("Account whose credentials login has kept, if the environment has none"),
        Arg::new("sandbox")
            .long("sandbox")
            .action(ArgAction::SetTrue)
            .global(true)
            .help_heading("Connection")
            .help("Use a sandbox inside this process; ignores credentials in the environment"),
        Arg::new("attempts")
            .long("attempts")
            .value_name("NUMBER")
            .value_parser(whole_number::<u32>(1..=100))
            .allow_negative_numbers(true)
            .default_value("8")
            .global(true)
            .help_heading("Connection")
            .help("Maximum number of attempts for each call"),
        Arg::new("max-report")
            .long("max-report")
            .value_name("SIZE")
            .value_parser(size::parse)
            .default_value("4G")
            .global(true)
            .help_heading("Connection")
            .help("Maximum size of a report with all its pages, such as 500M or 4G"),
    ]
}

/// Returns what all paths of the service start with, such as `/v2`, or else what they are.
fn start_of_paths(api: &Api) -> String {
    let starts = api.operations.iter().map(|operation| {
        let mut segments = operation.path.split('/').skip(1);
        segments.next().unwrap_or_default()
    });
    let starts: BTreeSet<&str> = starts.collect();
    match starts.first() {
        Some(start) if starts.len() == 1 => format!("/{start}"),
        _ => "the path of an operation".to_owned(),
    }
}

/// Returns the option that silences everything but errors and omissions: `quiet`, a flag. Every
/// subcommand has it, too.
pub fn quiet() -> Arg {
    Arg::new("quiet")
        .long("quiet")
        .short('q')
        .action(ArgAction::SetTrue)
        .global(true)
        .help("Print only errors and warnings of omitted values")
}

/// Returns the option that tells what is sent and received: `verbose`, a flag. Every subcommand has
/// it, too.
pub fn verbose() -> Arg {
    Arg::new("verbose")
        .long("verbose")
        .short('v')
        .action(ArgAction::SetTrue)
        .global(true)
        .help("Print requests, statuses, waits and retries to stderr, without secrets")
}

/// Returns the option that prints the requests of a command instead of sending them: `dry-run`, a
/// flag.
pub fn dry_run() -> Arg {
    Arg::new("dry-run")
        .long("dry-run")
        .action(ArgAction::SetTrue)
        .help("Print the requests that would be sent, also as curl commands; send nothing")
        .long_help(
            "Print the requests that would be sent, without secrets, and the same as curl commands. \
             Nothing is sent and no file is written. Names are looked up first, so the look-ups are \
             printed as well, and the report has a word such as USER_ID where an ID will be.",
        )
}

/// Returns the option that chooses how errors are written: `errors` (an [`ErrorFormat`]). Every
/// subcommand has it, too.
pub fn errors() -> Arg {
    let names = ErrorFormat::ALL.map(ErrorFormat::name);
    let parser = PossibleValuesParser::new(names).map(|name| ErrorFormat::of_name(&name));
    Arg::new("errors")
        .long("errors")
        .value_name("FORMAT")
        .value_parser(parser)
        .ignore_case(true)
        .default_value(ErrorFormat::default().name())
        .global(true)
        .help("How errors are written to stderr; json: an object on a line, without notes")
}

/// Returns the options that choose the format and the destination of a result: `format` (a
/// [`Format`]), `raw` (a flag), `output` (any number of [`PathBuf`]s) and `redact` (a flag).
pub fn result() -> [Arg; 4] {
    [
        Arg::new("format")
            .long("format")
            .short('f')
            .value_name("FORMAT")
            .value_parser(value_parser!(Format))
            .ignore_case(true)
            .help_heading("Result")
            .help("Output format")
            .long_help(
                "Output format. By default, the ending of the output file decides: .html, .xlsx, .md, \
                 .csv, .json, .ndjson, .jsonl, .parquet, or .txt for a table. Any other ending needs this option, which \
                 decides regardless of the ending. Otherwise the default is a table on a terminal, \
                 without colors if NO_COLOR is set or TERM is dumb, and ndjson in a pipe, a device \
                 or a file without an ending.\n\n\
                 html, xlsx and md are reports for people, with figures, charts and tables. html is \
                 one file that needs no network, and shows the first 1,000 rows of a table. xlsx has \
                 all rows, on a sheet for each table, with durations as times and in seconds.\n\n\
                 json is the answer as the service sends it. In csv and ndjson, a number that may \
                 have a fraction always has one (28.0), and an integer or an ID never does, so that \
                 the type of a column does not depend on its values. In csv, an apostrophe precedes \
                 text that a spreadsheet would take for a formula; numbers are not changed by that. \
                 parquet has the types of the description, and keys that are not described as JSON \
                 text in the column otherFields.",
            ),
        Arg::new("raw")
            .long("raw")
            .action(ArgAction::SetTrue)
            .help_heading("Result")
            .help("Write ndjson with numbers exactly as received"),
        Arg::new("output")
            .long("output")
            .short('o')
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .action(ArgAction::Append)
            .help_heading("Result")
            .help("Write to this file, completely or not at all; - is stdout; may be repeated")
            .long_help(
                "Write to this file, completely or not at all: an existing file stays unchanged \
                 until the report is complete. - is stdout, where nothing is printed before the \
                 report is complete, either. May be repeated: the report is fetched once and written \
                 to all files or to none, each in the format of its ending. --format is then for \
                 stdout and for names without an ending.",
            ),
        Arg::new("redact")
            .long("redact")
            .action(ArgAction::SetTrue)
            .help_heading("Result")
            .help("Replace the names of customers by pseudonyms, and remove what they wrote")
            .long_help(
                "Replace the names and email addresses of customers by pseudonyms such as \
                 'Customer 3f9a1c07b2', and what customers wrote (subjects, previews, comments, search \
                 terms) by [redacted], in every format. Text under keys that this version does not \
                 know is removed. IDs and the numbers of conversations stay, and so do the names of \
                 users, mailboxes and tags.\n\n\
                 A customer has the same pseudonym in every run with the same key, which is \
                 HELPSCOUT_REDACT_KEY, or else derived from HELPSCOUT_APP_SECRET. Nobody can tell a \
                 name from its pseudonym without the key. Those who can open the conversation in Help \
                 Scout can.",
            ),
    ]
}

/// Returns the options that choose which rows and columns are written, and in which order: `columns`,
/// `where` and `sort` (several `String`s each) and `limit` (a `u64`).
pub fn rows() -> [Arg; 4] {
    [
        Arg::new("columns")
            .long("columns")
            .value_name("NAME,…")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help_heading("Rows")
            .help("Write only these columns, in this order")
            .long_help(
                "Write only these columns, in this order. A column is named like its key in ndjson \
                 or its title in a table, commas included, without regard to case; the key of a value \
                 in a nested object has a dot: user.name.",
            ),
        Arg::new("where")
            .long("where")
            .value_name("CONDITION")
            .action(ArgAction::Append)
            .help_heading("Rows")
            .help("Write only rows that meet the condition, such as responseTime>1h; repeatable")
            .long_help(
                "Write only rows that meet the condition: a column, one of = != < <= > >= ~, and a \
                 value. With several conditions, a row must meet all of them. ~ means \"contains\". \
                 Text is compared without regard to case, times can be written as 90m or 1h30m, and \
                 instants as 2019-05-02, which is that day. A list meets a condition if one of its \
                 values does, and != if none is that value. A row without a value meets only !=, and COLUMN= with nothing behind \
                 it; COLUMN!= means that there is a value.",
            ),
        Arg::new("sort")
            .long("sort")
            .value_name("NAME[:desc],…")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .help_heading("Rows")
            .help("Sort the rows by these columns, by the first one first")
            .long_help(
                "Sort the rows by these columns, by the first one first; NAME:desc has the largest \
                 values first. Rows without a value come last in any case. Rows that are equal stay in \
                 the order of the report. The rows are kept in a temporary file until all are there.",
            ),
        Arg::new("limit")
            .long("limit")
            .value_name("N")
            .value_parser(whole_number::<u64>(0..))
            .allow_negative_numbers(true)
            .help_heading("Rows")
            .help("Write at most this many rows"),
    ]
}

/// Returns the options that choose the time which an operation with an interval reports on: `period`,
/// `zone` and `compare`, each a `String`.
pub fn period() -> [Arg; 3] {
    [
        Arg::new("period")
            .long("period")
            .value_name("PERIOD")
            .help("Time to report on: last-week, this-month, last-30-days, 2019-05, 2019-W20, 2019-Q2…")
            .long_help(
                "Time to report on, instead of the start and the end:\n\n\
                 today, yesterday\n\
                 this-week, last-week; also month, quarter and year. Weeks start on Monday.\n\
                 last-30-days, last-4-weeks, last-12-months: whole ones, without the current one\n\
                 2019, 2019-Q2, 2019-05, 2019-W20 (ISO week), 2019-05-13\n\
                 2019-05-02..2019-05-08: from the first to the last, both included; also with months, \
                 weeks, words, or instants such as 2019-05-02T14:00:00+02:00\n\n\
                 The period ends with its last second. Its dates, its time zone and the offset from \
                 UTC are printed.",
            ),
        Arg::new("zone")
            .long("zone")
            .value_name("ZONE")
            .help("Time zone of the period, such as America/New_York")
            .long_help(
                "Time zone of the period and of dates, such as America/New_York or Europe/Stockholm. \
                 Defaults to the zone of the user whose credentials are used, else to the zone of \
                 this machine, else to UTC.",
            ),
        Arg::new("compare")
            .long("compare")
            .value_name("PERIOD")
            .help("Compare with: previous, previous-month, last-year, or a period")
            .long_help(
                "Compare with another period: previous for the same number of days directly before, \
                 previous-month or previous-quarter for the same dates one or three months earlier (a \
                 whole month with the whole month before), last-year for the same dates (or the same \
                 week) a year earlier, or any period that --period takes, such as 2019-04. A period \
                 that is not over yet is compared with the same part of the other one, unless \
                 --compare names a period.",
            ),
    ]
}

/// Returns the option that picks one of the tables of an answer: `table`, a `String` that is the name
/// of one of them.
pub fn table(tables: &Tables<'_>) -> Arg {
    let names: Vec<String> = tables.list.iter().map(|table| table.name.clone()).collect();
    Arg::new("table")
        .long("table")
        .value_name("NAME")
        .value_parser(PossibleValuesParser::new(names))
        .help_heading("Result")
        .help("Write only this table of the answer, in any format but json")
}
