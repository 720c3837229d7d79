//! The options of `helpscout pull`.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use helpscout_command::names::{self, OWN_OPTIONS};
use helpscout_command::{NameList, options, parameters, whole_number};
use helpscout_description::Parameter;
use helpscout_pull::WindowLength;
use helpscout_reports::describe;

use super::dataset::Dataset;
use super::form::PullFormat;

const FILTERS: &str = "Filters";

/// Returns the options that are not filters of reports.
pub(super) fn own(datasets: &[Dataset]) -> Vec<Arg> {
    let names: Vec<String> = datasets
        .iter()
        .map(|dataset| dataset.name.clone())
        .collect();
    let mut own = vec![
        Arg::new("reports")
            .value_name("REPORT")
            .num_args(1..)
            .value_parser(PossibleValuesParser::new(names))
            .hide_possible_values(true)
            .required_unless_present_any(["status", "verify"])
            .help("Reports and lists to pull, by their names in helpscout report and helpscout list"),
        Arg::new("users")
            .long("users")
            .visible_alias("user")
            .value_name("all|ID|NAME,…")
            .action(ArgAction::Append)
            .value_parser(|typed: &str| typed.parse::<NameList>())
            .help("Users whose reports are pulled; all for every user of the account")
            .long_help(
                "Users whose reports are pulled: all for every user of the account, or IDs, names \
                 and email addresses, with commas between them. Put a name that contains \
                 commas in double quotes, and write quotes within them twice; one such name alone \
                 needs none. The name of a team stands for its members. Reports that are not about \
                 users don't need this option.",
            ),
        Arg::new("team")
            .long("team")
            .value_name("ID|NAME")
            .action(ArgAction::Append)
            .help("Pull the reports of the members of this team; repeat it for several teams"),
        date("since").help("First day to pull, such as 2019-01-01"),
        date("until")
            .help("Day before which to stop [default: today, so that only whole days are pulled]"),
        Arg::new("zone")
            .long("zone")
            .value_name("ZONE")
            .default_value("UTC")
            .help("Time zone in which days begin, such as America/New_York"),
        Arg::new("window")
            .long("window")
            .value_name("LENGTH")
            .value_parser(
                PossibleValuesParser::new(["day", "week", "month"])
                    .map(|length| length.parse::<WindowLength>().unwrap_or(WindowLength::Day)),
            )
            .default_value("day")
            .help("Length of the time that is fetched at once and stored in one file")
            .long_help(
                "Length of the time that is fetched at once and stored in one file: day, week (from \
                 Monday) or month. Rows of a file are exactly those of a report over its window. \
                 The service calculates some of their values, such as responseTime, from what is in \
                 the window alone, so they differ for windows of another length.",
            ),
        Arg::new("again")
            .long("again")
            .value_name("DAYS")
            .value_parser(again)
            .help("Fetch windows of these last days again, such as 14d, and list those that changed")
            .long_help(
                "Fetch windows that ended within these last days again, such as 14d or 2w, because \
                 times until resolution still change. A window that has changed is replaced as a \
                 whole and listed. Files of the others stay as they are. Other white space, another \
                 order of the keys of an object, and another spelling of a text or a number are no \
                 change.",
            ),
    ];
    own.extend(destination());
    own.extend(questions());
    own.extend(calls());
    own.extend(
        options::result()
            .into_iter()
            .filter(|option| option.get_id() == "redact"),
    );
    own
}

fn destination() -> [Arg; 4] {
    [
        Arg::new("to")
            .long("to")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .required_unless_present("format")
            .help_heading("Result")
            .help("Folder for the files; - prints the rows, all or none"),
        Arg::new("format")
            .long("format")
            .short('f')
            .value_name("FORMAT")
            .value_parser(value_parser!(PullFormat))
            .ignore_case(true)
            .help_heading("Result")
            .help("Format of the files [default: parquet, and ndjson with --to -]")
            .long_help(
                "Format of the files: parquet, ndjson or csv. By default it is parquet, and ndjson with \
                 --to -. In csv and ndjson, a number that may have a fraction always has one (28.0). In \
                 csv, an apostrophe precedes text that a spreadsheet would take for a formula, \
                 such as +46 8 123, and an empty text looks like null. In parquet and csv, keys that \
                 this version does not know are JSON text in the column otherFields, so that all \
                 files have the same columns. In ndjson and singer they are \
                 as received; one with the name of another column, such as accountId, gets a number \
                 (accountId_2). singer prints messages of the \
                 Singer protocol for a target, and needs no --to.",
            ),
        Arg::new("state")
            .long("state")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .help_heading("Result")
            .help("Folder of the journal, on the same disk [default: the other folder with .pull]"),
        Arg::new("bookmarks")
            .long("bookmarks")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help_heading("Result")
            .help("File with the states that the target of --format singer has printed")
            .long_help(
                "File with the states that the target of --format singer has printed, of which the \
                 last one counts: what it has is not fetched again, except with --again. A file that \
                 is empty or not there has none.",
            ),
    ]
}

fn questions() -> [Arg; 3] {
    let question = |name: &'static str, values: &'static [&'static str]| {
        Arg::new(name)
            .long(name)
            .value_name("FORMAT")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("text")
            .value_parser(PossibleValuesParser::new(values))
            .hide_possible_values(true)
            .help_heading("Questions")
    };
    let formats = &["text", "json"];
    [
        question("plan", formats)
            .conflicts_with_all(["status", "verify"])
            .help("Print what would be fetched, how many calls and how much time that takes, and stop")
            .long_help(
                "Print what would be fetched, how many calls and how much time that takes, and stop. \
                 --plan=json prints a JSON object for each file to fetch, on a line of its own, for \
                 programs: dataset, account, member, since, until, start, end and path.",
            ),
        question("status", formats)
            .conflicts_with("verify")
            .help("Print what the folder has, and stop; sends nothing"),
        Arg::new("verify")
            .long("verify")
            .action(ArgAction::SetTrue)
            .help_heading("Questions")
            .help("Compare the files of the folder with the journal, and stop; sends nothing"),
    ]
}

fn calls() -> [Arg; 3] {
    let number = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("NUMBER")
            .allow_negative_numbers(true)
            .help_heading("Connection")
    };
    [
        number("calls-per-minute")
            .value_parser(whole_number::<u32>(1..))
            .help("Make at most this many calls per minute, evenly spread"),
        number("reserve")
            .value_parser(whole_number::<u32>(0..))
            .default_value("20")
            .help("Leave this many of the account's calls per minute to its other apps"),
        number("in-flight")
            .value_parser(whole_number::<u16>(1..=64))
            .default_value("8")
            .help("Make at most this many calls at the same time"),
    ]
}

/// Returns an option for each filter of reports. An option that takes other values in one report than
/// in another is left out.
pub(super) fn filters(datasets: &[Dataset]) -> Vec<Arg> {
    let mut first: BTreeMap<String, (&Parameter, Option<Arg>)> = BTreeMap::new();
    for dataset in datasets {
        let wanted: HashSet<&str> = dataset
            .filters()
            .map(|filter| filter.wire.as_str())
            .collect();
        let mut options: BTreeMap<String, Arg> =
            parameters::options(describe::api(), dataset.operation)
                .filter_map(|option| Some((option.get_long()?.to_owned(), option)))
                .collect();
        for (parameter, name) in names::options(dataset.operation) {
            if !wanted.contains(parameter.wire.as_str()) {
                continue;
            }
            let Some(option) = options.remove(&name) else {
                continue;
            };
            match first.get_mut(&name) {
                None => {
                    first.insert(name, (parameter, Some(option)));
                }
                Some((known, option)) => {
                    if known.ty != parameter.ty || known.list != parameter.list {
                        *option = None;
                    }
                }
            }
        }
    }
    let taken: HashSet<String> = own(&[])
        .iter()
        .filter_map(|own| own.get_long().map(str::to_owned))
        .chain(OWN_OPTIONS.map(str::to_owned))
        .collect();
    let options = first.into_iter().filter_map(|(name, (_, option))| {
        let option = option?.required(false).help_heading(FILTERS);
        // The ID stays that of the parameter.
        Some(if taken.contains(&name) {
            option.long(format!("{name}-parameter"))
        } else {
            option
        })
    });
    options.collect()
}

/// Returns the names of the filters that were typed, as they are after the dashes, each with the ID
/// of its option.
pub(super) fn typed_filters<'m>(
    matches: &'m ArgMatches,
    datasets: &[Dataset],
) -> impl Iterator<Item = (String, String)> + use<'m> {
    let options = filters(datasets).into_iter();
    options.filter_map(move |option| {
        let id = option.get_id().to_string();
        let is_typed = matches.contains_id(&id);
        is_typed.then(|| (option.get_long().unwrap_or_default().to_owned(), id))
    })
}

fn date(name: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("DATE")
        .value_parser(|text: &str| helpscout_command::date(text.trim()))
}

/// Returns the number of days in a text such as `14d` or `2w`.
fn again(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let (digits, days) = match text.strip_suffix(['d', 'D']) {
        Some(digits) => (digits, 1),
        None => match text.strip_suffix(['w', 'W']) {
            Some(digits) => (digits, 7),
            None => (text, 1),
        },
    };
    let number = digits.trim().parse::<u32>().ok();
    let days = number.and_then(|number| number.checked_mul(days));
    days.filter(|days| *days <= 36_600).ok_or_else(|| {
        "write a number of days or weeks within 100 years, such as 14d or 2w".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pull::dataset;

    #[test]
    fn a_number_of_days_may_have_a_unit() {
        let days = ["14d", "2w", " 3 D", "7", "0d"].map(again);
        assert_eq!(days, [Ok(14), Ok(14), Ok(3), Ok(7), Ok(0)]);
        for wrong in ["", "d", "-1d", "1.5d", "14h", "99999999w", "soon"] {
            assert!(again(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn filters_are_those_of_reports_that_a_pull_does_not_set_itself() {
        let filters = filters(&dataset::all());
        let names: Vec<&str> = filters.iter().filter_map(Arg::get_long).collect();
        for name in [
            "mailboxes",
            "tags",
            "status-parameter",
            "field",
            "office-hours",
        ] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        for name in [
            "user",
            "start",
            "end",
            "previous-start",
            "page",
            "id",
            "email",
            "sort-field",
        ] {
            assert!(!names.contains(&name), "{name}: {names:?}");
        }
    }
}
