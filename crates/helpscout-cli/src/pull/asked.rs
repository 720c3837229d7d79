//! What the options of a pull ask for, checked without a request.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;
use helpscout_command::{NameList, name_in, names};
use helpscout_period::Zone;
use helpscout_pull::{Window, WindowLength, windows};
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::dataset::{self, Dataset};
use super::form::PullFormat;
use super::options::typed_filters;
use crate::message::Failure;
use crate::request::Asked;
use crate::when::sent;

/// The most windows of a pull: each user's days of a century.
const MOST_WINDOWS: usize = 40_000;

/// What is pulled, from when, and where to.
#[derive(Debug)]
pub(super) struct AskedPull {
    pub(super) datasets: Vec<AskedDataset>,
    pub(super) users: AskedUsers,
    pub(super) zone: Zone,
    pub(super) window: WindowLength,
    /// The windows, oldest first.
    pub(super) windows: Vec<Window>,
    /// The date of snapshots, which is that of the start of the command.
    pub(super) today: Date,
    /// Windows that end after this day are fetched again.
    pub(super) again_from: Option<Date>,
    pub(super) format: PullFormat,
    pub(super) now: Timestamp,
}

/// A dataset with its filters as they were typed.
#[derive(Debug)]
pub(super) struct AskedDataset {
    pub(super) dataset: Dataset,
    pub(super) asked: Asked,
    /// The names of the filters' options, with their parameters.
    pub(super) filters: BTreeMap<String, String>,
}

/// The users whose reports are pulled.
#[derive(Clone, Debug, Default)]
pub(super) struct AskedUsers {
    pub(super) everybody: bool,
    /// IDs and names, of users or teams.
    pub(super) named: Vec<NameList>,
    pub(super) teams: Vec<String>,
}

/// Where files go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'m> {
    /// The folder, or `None` to print rows.
    pub(super) folder: Option<&'m Path>,
    pub(super) state: Option<&'m Path>,
    /// The file with the states of a target.
    pub(super) bookmarks: Option<&'m Path>,
}

impl<'m> Place<'m> {
    pub(super) fn of(matches: &'m ArgMatches) -> Result<Self, Failure> {
        let path = |name: &str| matches.get_one::<PathBuf>(name).map(PathBuf::as_path);
        let to = path("to");
        let format = matches.get_one::<PullFormat>("format");
        let is_singer = format == Some(&PullFormat::Singer);
        if to.is_none() && !is_singer {
            return Err(Failure::usage("no folder is named")
                .help("add --to DIR, or --to - to print the rows"));
        }
        let place = Self {
            folder: to.filter(|folder| folder.as_os_str() != "-"),
            state: path("state"),
            bookmarks: path("bookmarks"),
        };
        if place.bookmarks.is_some() && !is_singer {
            return Err(Failure::usage("--bookmarks is for --format singer")
                .help("a folder has a journal, which --state names"));
        }
        if place.folder.is_none() {
            let of_folders = ["state", "again", "status", "verify"];
            let mut of_folders = of_folders
                .into_iter()
                .filter(|name| !is_singer || *name != "again");
            let is_typed =
                |name: &&str| matches.value_source(name) == Some(ValueSource::CommandLine);
            if let Some(name) = of_folders.find(is_typed) {
                let problem = format!("--{name} is for a folder, and --to - prints rows");
                return Err(Failure::usage(problem).help("name a folder with --to DIR"));
            }
        }
        if to.is_some_and(|folder| folder.as_os_str().is_empty()) {
            return Err(Failure::usage("--to: the name of the folder is empty"));
        }
        Ok(place)
    }
}

impl AskedPull {
    /// Reads the options.
    ///
    /// # Errors
    /// If something can't be what is meant, whatever the account has.
    pub(super) fn from_options(matches: &ArgMatches) -> Result<Self, Failure> {
        let now = Timestamp::now();
        let place = Place::of(matches)?;
        let zone = matches
            .get_one::<String>("zone")
            .map_or("UTC", String::as_str);
        let zone = Zone::named(zone).map_err(|error| {
            let failure = Failure::usage(format!("--zone: {}", error.problem()));
            match error.advice() {
                Some(advice) => failure.help(advice),
                None => failure,
            }
        })?;
        let today = zone.date(now);
        let window = matches.get_one("window").copied();
        let window = window.unwrap_or(WindowLength::Day);
        let chosen = chosen(matches);
        let windows = windows_of(matches, &chosen, &zone, window, now)?;
        let users = AskedUsers::from_options(matches);
        users.check(&chosen)?;
        let datasets = with_filters(matches, chosen, &zone, &windows)?;
        let format = format(matches, &datasets, place)?;
        let again = matches.get_one::<u32>("again");
        let again_from = again.map(|days| {
            let days = Span::new().days(i64::from(*days));
            today.checked_sub(days).unwrap_or(Date::MIN)
        });
        Ok(Self {
            datasets,
            users,
            zone,
            window,
            windows,
            today,
            again_from,
            format,
            now,
        })
    }
}

impl AskedUsers {
    fn from_options(matches: &ArgMatches) -> Self {
        let lists = matches.get_many::<NameList>("users").into_iter().flatten();
        let is_all = |user: &str| user.eq_ignore_ascii_case("all");
        let mut typed = lists.clone().flat_map(NameList::items);
        let everybody = typed.any(|user| is_all(user));
        let named = lists.cloned();
        let named = named.map(|list| list.keeping(|user| !user.is_empty() && !is_all(user)));
        let teams = matches.get_many::<String>("team").into_iter().flatten();
        Self {
            everybody,
            named: named.filter(|list| !list.items().is_empty()).collect(),
            teams: teams.cloned().collect(),
        }
    }

    /// Returns the IDs among what was typed, without those of teams.
    pub(super) fn ids(&self) -> impl Iterator<Item = i64> {
        let typed = self.named.iter().flat_map(NameList::items);
        let typed = typed.filter(|typed| name_in(typed).is_none());
        typed.filter_map(|typed| typed.parse().ok())
    }

    fn is_empty(&self) -> bool {
        !self.everybody && self.named.is_empty() && self.teams.is_empty()
    }

    /// Fails if a report needs users and none are named, or the other way round.
    fn check(&self, datasets: &[Dataset]) -> Result<(), Failure> {
        let of_users = datasets.iter().find(|dataset| dataset.is_of_users());
        match (of_users, self.is_empty()) {
            (Some(dataset), true) => {
                let problem = format!("{} is pulled for users, and none are named", dataset.name);
                Err(Failure::usage(problem)
                    .help("add --users all, --users with IDs or names, or --team"))
            }
            (None, false) => Err(Failure::usage(
                "--users and --team are for reports about users, and none is pulled",
            )
            .help("remove the option, or add a report whose name starts with user")),
            _ => Ok(()),
        }
    }
}

/// Returns the datasets that were typed, each once, in their order.
fn chosen(matches: &ArgMatches) -> Vec<Dataset> {
    let all = dataset::all();
    let names = matches.get_many::<String>("reports").into_iter().flatten();
    let mut seen = BTreeSet::new();
    let names = names.filter(|name| seen.insert(name.as_str()));
    let chosen = names.filter_map(|name| all.iter().find(|dataset| dataset.name == *name));
    chosen.cloned().collect()
}

/// Returns the windows that have begun.
fn windows_of(
    matches: &ArgMatches,
    chosen: &[Dataset],
    zone: &Zone,
    length: WindowLength,
    now: Timestamp,
) -> Result<Vec<Window>, Failure> {
    let Some(dataset) = chosen.iter().find(|dataset| dataset.interval.is_some()) else {
        return Ok(Vec::new());
    };
    let date = |name| matches.get_one::<Date>(name).copied();
    let Some(since) = date("since") else {
        let problem = format!("{} needs the first day to pull", dataset.name);
        return Err(Failure::usage(problem).help("add --since, such as --since 2019-01-01"));
    };
    let until = date("until").unwrap_or_else(|| zone.date(now));
    if since >= until {
        let failure = Failure::usage(format!(
            "there is no day from {since} on and before {until}"
        ));
        return Err(match date("until") {
            Some(_) => failure.help("--until is the day after the last one"),
            None => failure
                .help("by default, only days that are over are pulled; add --until to change that"),
        });
    }
    let days = since.until(until).map_or(i32::MAX, |span| span.get_days());
    if usize::try_from(days).is_ok_and(|days| days > MOST_WINDOWS) {
        let problem =
            format!("{since} to {until} are {days} days, and {MOST_WINDOWS} are the most");
        return Err(Failure::usage(problem).help("--since is the first day of the account's data"));
    }
    let windows = windows(since, until, length, zone.time_zone());
    let mut windows = windows.map_err(|error| super::trouble::failure(&error))?;
    windows.retain(|window| window.interval().start <= now);
    if windows.is_empty() {
        return Err(
            Failure::usage(format!("{since} has not begun")).help("give an earlier --since")
        );
    }
    Ok(windows)
}

/// Checks the filters of each dataset. A report ignores no filter: each one that was typed is one of
/// all reports, or needed by one of them. Lists have no filters.
fn with_filters(
    matches: &ArgMatches,
    chosen: Vec<Dataset>,
    zone: &Zone,
    windows: &[Window],
) -> Result<Vec<AskedDataset>, Failure> {
    let all = dataset::all();
    for (option, id) in typed_filters(matches, &all) {
        let has = |dataset: &Dataset| {
            let mut options = names::options(dataset.operation);
            let parameter = options.find(|(_, name)| format!("--{name}") == id);
            let parameter = parameter.map(|(parameter, _)| parameter);
            dataset.filters().find(|filter| Some(*filter) == parameter)
        };
        let is_needed = chosen.iter().filter_map(has).any(|filter| filter.required);
        let mut reports = chosen.iter().filter(|dataset| !dataset.is_list());
        let lacks = reports.find(|dataset| has(dataset).is_none());
        if let Some(dataset) = lacks.filter(|_| !is_needed) {
            let problem = format!("{} has no --{option}", dataset.name);
            return Err(Failure::usage(problem).help(
                "pull reports with different filters one after another, into the same folder",
            ));
        }
        if !is_needed && chosen.iter().all(Dataset::is_list) {
            let problem = format!("--{option} is for reports, and only lists are pulled");
            return Err(Failure::usage(problem).help("remove the option"));
        }
    }
    let asked = chosen.into_iter().map(|dataset| {
        let mut set = Vec::new();
        if let Some(member) = &dataset.member {
            set.push((member.parameter, "1".to_owned()));
        }
        let interval = windows.first().map(Window::interval);
        if let (Some(bounds), Some(interval)) = (dataset.interval, interval) {
            set.push((bounds.from, sent(bounds.from, interval.start, zone)));
            set.push((bounds.to, sent(bounds.to, interval.last, zone)));
        }
        let asked = Asked::besides(dataset.operation, matches, &set)?;
        let options = names::options(dataset.operation);
        let wanted: Vec<&str> = dataset
            .filters()
            .map(|filter| filter.wire.as_str())
            .collect();
        let filters = options
            .filter(|(parameter, _)| wanted.contains(&parameter.wire.as_str()))
            .map(|(parameter, option)| (parameter.wire.clone(), option));
        Ok(AskedDataset {
            filters: filters.collect(),
            dataset,
            asked,
        })
    });
    asked.collect()
}

/// Returns the format of files, or of rows that are printed.
fn format(
    matches: &ArgMatches,
    datasets: &[AskedDataset],
    place: Place<'_>,
) -> Result<PullFormat, Failure> {
    let format = matches.get_one::<PullFormat>("format").copied();
    if place.folder.is_some() {
        if format == Some(PullFormat::Singer) {
            let problem = "singer is for programs that read messages, and not for files";
            return Err(Failure::usage(problem).help("use --to - to print the messages"));
        }
        return Ok(format.unwrap_or(PullFormat::Parquet));
    }
    let format = format.unwrap_or(PullFormat::Ndjson);
    if matches.contains_id("plan") {
        return Ok(format);
    }
    let tables = |asked: &AskedDataset| asked.dataset.tables().len();
    let tables: usize = datasets.iter().map(tables).sum();
    match format {
        PullFormat::Parquet => Err(
            Failure::usage("parquet is for files, and --to - prints rows")
                .help("use --format ndjson or csv, or --to DIR"),
        ),
        PullFormat::Ndjson | PullFormat::Csv if tables > 1 => Err(Failure::usage(format!(
            "--to - prints one table, and there are {tables}"
        ))
        .help("pull one report with one table, or use --to DIR or --format singer")),
        format => Ok(format),
    }
}
