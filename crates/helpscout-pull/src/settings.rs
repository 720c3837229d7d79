//! What a folder is pulled with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::key::is_name;
use crate::window::WindowLength;

/// What all rows of a folder have in common. A pull with other settings is refused, because its rows
/// would not fit the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// The ID of the Help Scout account.
    pub account: i64,
    /// The name of the time zone that windows begin in, such as `Europe/Stockholm`.
    pub zone: String,
    /// The ending of the files' names, such as `parquet`.
    pub format: String,
    /// The settings of the datasets of this pull. The other datasets of a folder have their own.
    #[serde(skip)]
    pub datasets: BTreeMap<String, DatasetSettings>,
    /// How the options of filters are typed that are not the name of the filter, two dashes before
    /// it, and its value. They are for messages, and are not recorded.
    #[serde(skip)]
    pub options: BTreeMap<String, OptionForm>,
    /// The filters whose values are sets, written with commas between them. Earlier versions recorded
    /// them in the order in which they were typed, which does not matter.
    #[serde(skip)]
    pub sets: BTreeSet<String>,
}

/// How the option of a filter is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionForm {
    /// Under another name than the filter's, given without dashes.
    Named(String),
    /// Without a value.
    Flag,
}

/// What all rows of a dataset have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DatasetSettings {
    /// How long the windows are, unless the dataset is fetched as snapshots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowLength>,
    /// What the service was asked for besides the interval, by the name of the option without its
    /// dashes, such as `status`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filters: BTreeMap<String, String>,
    /// What tells whether pseudonyms in the rows were made with the same key, which it does not give
    /// away. Rows without pseudonyms have none, and neither do those of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pseudonyms: Option<String>,
}

impl Settings {
    /// Returns the option of a filter as it is typed: `--status closed`.
    pub fn option(&self, filter: &str, value: &str) -> String {
        match self.options.get(filter) {
            Some(OptionForm::Flag) => format!("--{filter}"),
            Some(OptionForm::Named(name)) => format!("--{name} {value}"),
            None => format!("--{filter} {value}"),
        }
    }

    /// Returns whether two values of a filter select the same, as those of sets do in any order.
    pub fn is_same(&self, filter: &str, a: &str, b: &str) -> bool {
        let set = |value| BTreeSet::from_iter(str::split(value, ','));
        a == b || self.sets.contains(filter) && set(a) == set(b)
    }

    /// Returns what tells which key the pseudonyms of any dataset were made with.
    fn pseudonyms(&self) -> Option<&str> {
        let mut datasets = self.datasets.values();
        datasets.find_map(|dataset| dataset.pseudonyms.as_deref())
    }
}

/// Checks that the settings can be recorded.
pub(crate) fn check(settings: &Settings) -> Result<(), Error> {
    let names = settings.datasets.keys().chain([&settings.format]);
    match names.into_iter().find(|name| !is_name(name)) {
        None => Ok(()),
        Some(name) => Err(Error::usage(
            format!("{name:?} can't be a part of the name of a file"),
            "use letters, digits, dashes and dots",
        )),
    }
}

/// Returns the time zone that windows begin in.
pub(crate) fn zone(settings: &Settings) -> Result<TimeZone, Error> {
    let found = TimeZoneDatabase::bundled().get(&settings.zone);
    found.map_err(|_| {
        Error::usage(
            format!("no time zone is called {:?}", settings.zone),
            "give --zone a name such as Europe/Stockholm",
        )
    })
}

/// Refuses settings that differ from those that a folder was pulled with.
pub(crate) fn compare(recorded: &Settings, asked: &Settings, dir: &Path) -> Result<(), Error> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, recorded: &str, asked: &str| {
        if recorded != asked {
            differences.push(format!("{what} {recorded}, not {asked}"));
        }
    };
    let (account, other) = (recorded.account.to_string(), asked.account.to_string());
    compare("account", &account, &other);
    compare("--format", &recorded.format, &asked.format);
    compare("--zone", &recorded.zone, &asked.zone);
    for (name, dataset) in &asked.datasets {
        let Some(recorded) = recorded.datasets.get(name) else {
            continue;
        };
        if recorded.window != dataset.window {
            let shown = |window: Option<WindowLength>| match window {
                Some(window) => format!("--window {window}"),
                None => "snapshots".to_owned(),
            };
            let (recorded, asked) = (shown(recorded.window), shown(dataset.window));
            differences.push(format!("{name}: {recorded}, not {asked}"));
        }
        let filters: BTreeSet<&String> = recorded
            .filters
            .keys()
            .chain(dataset.filters.keys())
            .collect();
        for filter in filters {
            let recorded = recorded.filters.get(filter);
            let now = dataset.filters.get(filter);
            let shown = |value: &String| asked.option(filter, value);
            match (recorded, now) {
                (Some(recorded), Some(now)) if !asked.is_same(filter, recorded, now) => {
                    differences.push(format!("{name}: {}, not {now}", shown(recorded)));
                }
                (Some(recorded), None) => {
                    let recorded = shown(recorded);
                    differences.push(format!("{name}: {recorded}, which is not given now"));
                }
                (None, Some(now)) => {
                    let now = shown(now);
                    differences.push(format!("{name}: {now}, which was not given before"));
                }
                _ => {}
            }
        }
    }
    let mut advice = "give the same settings, or pull into another folder";
    if let (Some(recorded), Some(asked)) = (recorded.pseudonyms(), asked.pseudonyms())
        && recorded != asked
    {
        advice = if differences.is_empty() {
            "set HELPSCOUT_REDACT_KEY to the earlier key, or pull into another folder; without that \
             variable, the secret of the app is the key"
        } else {
            "give the same settings, and in HELPSCOUT_REDACT_KEY the same key, or pull into another \
             folder"
        };
        differences.push(differing_keys(recorded, asked));
    }
    if differences.is_empty() {
        return Ok(());
    }
    let problem = format!(
        "{} was pulled with other settings: {}",
        dir.display(),
        differences.join("; ")
    );
    if recorded.account != asked.account {
        let advice = format!(
            "pull into another folder, or use the credentials of the account {account}, such as with \
             --profile: a folder is of one account"
        );
        return Err(Error::usage(problem, advice));
    }
    Err(Error::usage(problem, advice))
}

/// Says that pseudonyms were made with another key.
pub fn differing_keys(recorded: &str, asked: &str) -> String {
    format!("pseudonyms made with the key of the fingerprint {recorded}, not {asked}")
}
