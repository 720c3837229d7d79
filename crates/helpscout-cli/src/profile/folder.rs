//! Where profiles and remembered names are: the folders of the platform for that.

use std::env;
use std::fs;
use std::path::PathBuf;

use etcetera::BaseStrategy;

use super::name::ProfileName;

/// The folder of this program in the folders of the platform.
const OWN: &str = "helpscout";

const START: &str = "credentials-";
const ENDING: &str = ".toml";

/// Returns the folder of the configuration, or `None` if the platform names none.
pub(crate) fn own() -> Option<PathBuf> {
    Some(folders("XDG_CONFIG_HOME")?.config_dir().join(OWN))
}

/// Returns the folder for what can be looked up again, or `None` if the platform names none.
pub(crate) fn cache() -> Option<PathBuf> {
    Some(folders("XDG_CACHE_HOME")?.cache_dir().join(OWN))
}

/// Returns the file of a profile.
pub(super) fn file_of(name: &ProfileName) -> Option<PathBuf> {
    Some(own()?.join(format!("{START}{name}{ENDING}")))
}

/// Returns the names of all profiles.
pub(super) fn names() -> Vec<ProfileName> {
    let files = own().and_then(|folder| fs::read_dir(folder).ok());
    let names = files.into_iter().flatten().flatten().filter_map(|file| {
        let name = file.file_name();
        let name = name.to_str()?.strip_prefix(START)?.strip_suffix(ENDING)?;
        ProfileName::of(name)
    });
    let mut names: Vec<ProfileName> = names.collect();
    names.sort();
    names
}

/// Returns the folders of the platform. On Unix, a program whose environment names no home, such as
/// one with an empty environment, gets none: the home in the database of users may be another one.
fn folders(variable: &str) -> Option<impl BaseStrategy> {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(unix) && !is_set("HOME") && !is_set(variable) {
        return None;
    }
    etcetera::choose_base_strategy().ok()
}
