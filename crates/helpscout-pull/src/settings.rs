//! What a folder is pulled with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
    /// The filters that the service was asked for, by the name of the option, such as `status`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filters: BTreeMap<String, String>,
}
