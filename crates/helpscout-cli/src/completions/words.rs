//! Words that are the same for every account: periods, zones, what can be explained, the reports of
//! `helpscout.toml`, and columns. Nothing is looked up for them.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::{ArgMatches, Command};
use clap_complete::{ArgValueCompleter, CompletionCandidate};
use helpscout_description::Operation;
use helpscout_period::WORDS;
use jiff::tz;

use super::typed;
use crate::message::printable;
use crate::select::Column;
use crate::{destination, explain, history, run, waiting, when};

/// The fewest letters of a city that are looked for.
const LETTERS: usize = 2;

/// Completes `--period`.
pub(super) fn periods() -> ArgValueCompleter {
    completer(|_| described(&WORDS))
}

/// Completes `--compare`.
pub(super) fn compared() -> ArgValueCompleter {
    completer(|_| {
        let periods = described(&WORDS).into_iter();
        let others = periods.filter(|(name, _)| name != "last-year");
        described(&when::RELATIVE)
            .into_iter()
            .chain(others)
            .collect()
    })
}

/// Completes what is explained.
pub(super) fn explained() -> ArgValueCompleter {
    completer(explain::names)
}

/// Completes the names of reports and lists.
pub(super) fn reports() -> ArgValueCompleter {
    completer(|_| explain::reports())
}

/// Completes the names of reports in a file.
pub(super) fn reports_of_file() -> ArgValueCompleter {
    completer(|_| {
        let words = typed::words();
        let config = words.iter().enumerate().find_map(|(at, word)| {
            if word == "--config" {
                return words.get(at + 1).map(PathBuf::from);
            }
            let path = word.to_str()?.strip_prefix("--config=")?;
            Some(PathBuf::from(path))
        });
        run::names(config.as_deref())
    })
}

/// Completes the names of zones: the area first, then the city, which may also come alone.
pub(super) fn zones() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy().to_lowercase();
        let names: Vec<String> = tz::db().available().map(|name| name.to_string()).collect();
        zones_like(&typed, &names)
            .into_iter()
            .map(CompletionCandidate::new)
            .collect()
    })
}

fn zones_like(typed: &str, names: &[String]) -> Vec<String> {
    let starts = |name: &str| name.to_lowercase().starts_with(typed);
    if typed.contains('/') {
        return names.iter().filter(|name| starts(name)).cloned().collect();
    }
    let areas = names.iter().filter_map(|name| {
        let (area, _) = name.split_once('/')?;
        starts(area).then(|| format!("{area}/"))
    });
    // A city may have a name of several words, such as `New_York`.
    let cities = names.iter().filter(|name| {
        let words = name
            .rsplit_once('/')
            .into_iter()
            .flat_map(|(_, city)| std::iter::once(city).chain(city.split('_')));
        typed.len() >= LETTERS && words.into_iter().any(starts)
    });
    let mut found: Vec<String> = areas.chain(cities.cloned()).collect();
    found.extend(starts("UTC").then(|| "UTC".to_owned()));
    found.sort();
    found.dedup();
    found
}

/// Whose rows are selected.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows {
    Of(&'static Operation),
    History,
    Waiting,
}

/// Completes the names of columns, each with this behind it.
pub(super) fn columns(
    rows: Rows,
    program: fn() -> Command,
    end: &'static str,
) -> ArgValueCompleter {
    completer(move |_| {
        let columns = columns_of(rows, program()).into_iter();
        let named = columns.map(|column| (format!("{}{end}", column.name), column.field.doc));
        named.collect()
    })
}

fn columns_of(rows: Rows, program: Command) -> Vec<Column> {
    let mut words = typed::spelled_out();
    // The last one is incomplete.
    words.pop();
    let Ok(matches) = program.ignore_errors(true).try_get_matches_from(words) else {
        return Vec::new();
    };
    let mut leaf: &ArgMatches = &matches;
    while let Some((_, inner)) = leaf.subcommand() {
        leaf = inner;
    }
    match rows {
        Rows::Of(operation) => destination::selectable(operation, leaf),
        Rows::History => history::selectable(leaf),
        Rows::Waiting => waiting::selectable(leaf),
    }
}

fn described(words: &[(&str, &str)]) -> Vec<(String, String)> {
    let words = words.iter();
    words
        .map(|(word, help)| ((*word).to_owned(), (*help).to_owned()))
        .collect()
}

/// Offers those of the words that start with what was typed, in any case of letters.
fn completer(
    words: impl Fn(&str) -> Vec<(String, String)> + Send + Sync + 'static,
) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let Some(typed) = typed.to_str() else {
            return Vec::new();
        };
        let start = typed.to_lowercase();
        let words = words(typed).into_iter();
        let found = words.filter(|(word, _)| word.to_lowercase().starts_with(&start));
        let candidates = found.map(|(word, help)| {
            let help = Some(printable(&help)).filter(|help| !help.is_empty());
            CompletionCandidate::new(word).help(help.map(Into::into))
        });
        candidates.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_by_its_area_and_by_its_city() {
        let names = [
            "America/Indiana/Knox",
            "America/New_York",
            "Asia/Tokyo",
            "UTC",
        ];
        let names = names.map(str::to_owned);
        let found = |typed: &str| zones_like(typed, &names);
        assert_eq!(found(""), ["America/", "Asia/", "UTC"]);
        assert_eq!(found("a"), ["America/", "Asia/"]);
        assert_eq!(found("america/n"), ["America/New_York"]);
        assert_eq!(found("to"), ["Asia/Tokyo"]);
        assert_eq!(found("kn"), ["America/Indiana/Knox"]);
        assert_eq!(found("york"), ["America/New_York"]);
        assert_eq!(found("x"), [""; 0]);
    }
}
