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
    for (name, asked) in &asked.datasets {
        let Some(recorded) = recorded.datasets.get(name) else {
            continue;
        };
        if recorded.window != asked.window {
            let shown = |window: Option<WindowLength>| match window {
                Some(window) => format!("--window {window}"),
                None => "snapshots".to_owned(),
            };
            let (recorded, asked) = (shown(recorded.window), shown(asked.window));
            differences.push(format!("{name}: {recorded}, not {asked}"));
        }
        let filters: BTreeSet<&String> = recorded
            .filters
            .keys()
            .chain(asked.filters.keys())
            .collect();
        for filter in filters {
            match (recorded.filters.get(filter), asked.filters.get(filter)) {
                (Some(recorded), Some(asked)) if recorded != asked => {
                    differences.push(format!("{name}: --{filter} {recorded}, not {asked}"));
                }
                (Some(recorded), None) => {
                    differences.push(format!(
                        "{name}: --{filter} {recorded}, which is not given now"
                    ));
                }
                (None, Some(asked)) => {
                    differences.push(format!("{name}: no --{filter}, not --{filter} {asked}"));
                }
                _ => {}
            }
        }
    }
    if differences.is_empty() {
        return Ok(());
    }
    Err(Error::usage(
        format!(
            "{} was pulled with other settings: {}",
            dir.display(),
            differences.join("; ")
        ),
        "give the same settings, or pull into another folder",
    ))
}
