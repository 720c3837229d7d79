//! The name of a unit, and where its files are.

use std::fmt;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What names a unit: units with the same key have the same place, and replace each other.
///
/// # Examples
/// ```
/// use helpscout_pull::{Key, Member, Slot};
/// use jiff::civil::date;
///
/// let key = Key {
///     dataset: "user-conversation-history".to_owned(),
///     member: Some(Member { of: "user".to_owned(), id: 447723 }),
///     slot: Slot::Window(date(2019, 5, 1)),
/// };
/// let path = key.path(None, "parquet");
/// let expected = "user-conversation-history/user=447723/window=2019-05-01/part-0.parquet";
/// assert_eq!(path.to_str(), Some(expected));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The name of the report or list, which is the name of a folder.
    pub dataset: String,
    /// Whose rows they are, if the dataset is fetched for each user by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// When the rows are from.
    pub slot: Slot,
}

/// One of those that a dataset is fetched for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// What it is, such as `user`.
    pub of: String,
    /// Its ID.
    pub id: i64,
}

/// When the rows of a unit are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Slot {
    /// A window of time, given by its [name](crate::Window::name).
    Window(Date),
    /// The state on the day of fetching.
    Snapshot(Date),
}

impl Slot {
    /// Returns the date in the path.
    pub fn date(self) -> Date {
        match self {
            Self::Window(date) | Self::Snapshot(date) => date,
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Window(date) => write!(out, "window={date}"),
            Self::Snapshot(date) => write!(out, "snapshot={date}"),
        }
    }
}

impl Key {
    /// Returns the path of a file of the unit below the folder. `table` names a table besides the
    /// main one, which has a dataset folder of its own. `ending` is that of the file's name, without
    /// a dot.
    pub fn path(&self, table: Option<&str>, ending: &str) -> PathBuf {
        let mut path = PathBuf::from(match table {
            Some(table) => format!("{}.{table}", self.dataset),
            None => self.dataset.clone(),
        });
        if let Some(member) = &self.member {
            path.push(format!("{}={}", member.of, member.id));
        }
        path.push(self.slot.to_string());
        path.push(format!("part-0.{ending}"));
        path
    }

    /// Returns whether a path is that of a file of the unit, of whatever table.
    pub(crate) fn has(&self, path: &Path) -> bool {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let main = self.path(None, ending.unwrap_or_default());
        main_paths(path).any(|path| path == main)
    }

    /// Returns whether all names are those of folders, so that no path leads outside.
    pub(crate) fn is_valid(&self) -> bool {
        let member = self.member.as_ref();
        is_name(&self.dataset) && member.is_none_or(|member| is_name(&member.of))
    }
}

/// Displays the folder of the unit, such as `user-conversation-history/user=447723/window=2019-05-01`.
impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.dataset)?;
        if let Some(member) = &self.member {
            write!(out, "/{}={}", member.of, member.id)?;
        }
        write!(out, "/{}", self.slot)
    }
}

/// Returns whether a text can be a part of a path, of which the service chose nothing.
pub(crate) fn is_name(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(is_plain)
}

/// Returns the paths that the file of the main table may have, if this is the file of a table.
pub(crate) fn main_paths(path: &Path) -> impl Iterator<Item = PathBuf> {
    let name = path.iter().next().and_then(|name| name.to_str());
    let name = name.unwrap_or_default();
    let datasets = name.match_indices('.').filter_map(|(at, _)| name.get(..at));
    let rest: PathBuf = path.iter().skip(1).collect();
    let datasets = datasets.chain([name]);
    datasets.map(move |dataset| Path::new(dataset).join(&rest))
}

/// Returns whether a path is one that [`Key::path`] gives to some unit.
pub(crate) fn is_place(path: &Path, ending: &str) -> bool {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    let Some(parts) = parts else {
        return false;
    };
    let (member, file) = match *parts {
        [name, _, file] if is_name(name) => (None, file),
        [name, member, _, file] if is_name(name) => (Some(member), file),
        _ => return false,
    };
    let is_member = |member: &str| {
        let parts = member.split_once('=');
        parts.is_some_and(|(of, id)| is_name(of) && id.parse::<i64>().is_ok())
    };
    member.is_none_or(is_member)
        && slot_of(path).is_some()
        && file.strip_prefix("part-0.") == Some(ending)
}

/// Returns what the second part of the path from its end names: a `window` or a `snapshot`.
pub(crate) fn slot_of(path: &Path) -> Option<&str> {
    let folder = path.parent()?.file_name()?.to_str()?;
    let (slot, date) = folder.split_once('=')?;
    let is_slot = matches!(slot, "window" | "snapshot") && date.parse::<Date>().is_ok();
    is_slot.then_some(slot)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_paths_of_units_are_places() {
        for (path, is_one) in [
            ("users/snapshot=2019-05-01/part-0.csv", true),
            ("replies/user=7/window=2019-05-01/part-0.csv", true),
            ("company.users/window=2019-05-01/part-0.csv", true),
            ("users/snapshot=2019-05-01/part-1.csv", false),
            ("users/snapshot=2019-05-01/part-0.parquet", false),
            ("users/snapshot=2019-02-30/part-0.csv", false),
            ("users/month=2019-05-01/part-0.csv", false),
            ("replies/user=me/window=2019-05-01/part-0.csv", false),
            ("a/b/user=7/window=2019-05-01/part-0.csv", false),
            (".users/snapshot=2019-05-01/part-0.csv", false),
            ("window=2019-05-01/part-0.csv", false),
            ("part-0.csv", false),
        ] {
            assert_eq!(is_place(Path::new(path), "csv"), is_one, "{path}");
        }
    }

    #[test]
    fn a_unit_has_the_files_of_all_its_tables() {
        let key = Key {
            dataset: "company".to_owned(),
            member: Some(Member {
                of: "user".to_owned(),
                id: 7,
            }),
            slot: Slot::Window(date(2019, 5, 1)),
        };
        for (path, is_its) in [
            ("company/user=7/window=2019-05-01/part-0.csv", true),
            ("company.users/user=7/window=2019-05-01/part-0.csv", true),
            ("company-users/user=7/window=2019-05-01/part-0.csv", false),
            ("company/user=8/window=2019-05-01/part-0.csv", false),
            ("company/user=7/window=2019-05-02/part-0.csv", false),
            ("company/window=2019-05-01/part-0.csv", false),
        ] {
            assert_eq!(key.has(Path::new(path)), is_its, "{path}");
        }
    }
}
