//! Files in the places of units that the journal does not list.
//!
//! A journal that was put back from an older backup, or that lost its last lines, does not know the
//! latest files. A pull that fetches their units replaces them. One that does not is refused, because
//! readers would take them for rows that the journal answers for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::key::{Key, main_paths, slot_of};
use crate::place::Place;
use crate::survey::{Survey, away, counted, names};

/// The paths of the files, below the folder.
#[derive(Debug, Default)]
pub(crate) struct Unlisted(BTreeSet<PathBuf>);

impl Unlisted {
    /// Creates it from what a survey found.
    pub(crate) fn of_survey(survey: &mut Survey) -> Self {
        Self(std::mem::take(&mut survey.unlisted))
    }

    /// Returns the files of a unit.
    pub(crate) fn of<'a>(&'a self, key: &'a Key) -> impl Iterator<Item = &'a Path> {
        self.0
            .iter()
            .map(PathBuf::as_path)
            .filter(|path| key.has(path))
    }

    /// Forgets the files of a unit, which were replaced.
    pub(crate) fn remove(&mut self, key: &Key) {
        self.0.retain(|path| !key.has(path));
    }

    /// Refuses files whose units are not among those that are fetched.
    pub(crate) fn check(&self, place: &Place, fetched: &BTreeSet<&Key>) -> Result<(), Error> {
        let replaced = self.replaced(fetched);
        let left = self
            .0
            .iter()
            .filter(|path| !replaced.contains(path.as_path()));
        let left: BTreeSet<PathBuf> = left.cloned().collect();
        if left.is_empty() {
            return Ok(());
        }
        let problem = format!(
            "{} holds {} that the journal {} does not list and that this pull does not fetch: {}",
            place.dir.display(),
            counted(&left),
            place.journal().display(),
            names(&left)
        );
        let away = away(&left);
        let advice = if left.iter().any(|path| slot_of(path) == Some("window")) {
            format!("pull these reports, users and days, which replaces the files, or {away}")
        } else {
            away
        };
        Err(Error::usage(problem, advice))
    }

    /// Returns what a person should know about files that are replaced, in a whole sentence.
    pub(crate) fn note(&self, fetched: &BTreeSet<&Key>) -> Option<String> {
        let replaced = self.replaced(fetched);
        let example = replaced.first()?.display();
        Some(match replaced.len() {
            1 => format!(
                "The journal does not list the file {example}. What is fetched replaces it."
            ),
            count => format!(
                "The journal does not list {count} files in the places of units, such as {example}. \
                 What is fetched replaces them."
            ),
        })
    }

    /// Returns the files of the units that are fetched.
    fn replaced(&self, fetched: &BTreeSet<&Key>) -> BTreeSet<&Path> {
        let Some(ending) = self.0.first().and_then(|path| path.extension()?.to_str()) else {
            return BTreeSet::new();
        };
        let places = fetched.iter().map(|key| key.path(None, ending));
        let places: BTreeSet<PathBuf> = places.collect();
        let paths = self.0.iter().map(PathBuf::as_path);
        let replaced = paths.filter(|path| main_paths(path).any(|main| places.contains(&main)));
        replaced.collect()
    }
}
