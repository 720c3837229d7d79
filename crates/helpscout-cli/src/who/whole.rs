//! A name that contains commas, typed where a list is.

use helpscout_command::{Lookup, NameList, list_item, name_in};
use helpscout_reports::describe;

use super::directory::Directory;
use super::entry::Entry;
use super::matching::{find, find_whole};
use super::names::{noun, unmatched};
use crate::message::{Failure, shortened};

impl Directory {
    /// Returns the entry that all of a list is the name of, or `None` if it is a list. Sends a request
    /// only if something in the list is a name. `parents` are those of [`Directory::find`].
    ///
    /// # Errors
    /// If a look-up fails, or the list is one name as well as several.
    pub(crate) async fn whole(
        &mut self,
        lookup: &Lookup<'static>,
        ty: &str,
        option: &str,
        list: &NameList,
        parents: &[String],
    ) -> Result<Option<Entry>, Failure> {
        let Some(name) = list.whole() else {
            return Ok(None);
        };
        if list.items().iter().all(|item| name_in(item).is_none()) {
            return Ok(None);
        }
        let entries = self.entries(lookup, ty, name, parents).await?;
        let whole = match find_whole(&entries, name) {
            Some(Ok(entry)) => entry.clone(),
            Some(Err(reason)) => {
                let command = lookup.command(describe::api());
                return Err(unmatched(&noun(ty), option, name, &reason, &command));
            }
            None => return part_of(&entries, ty, option, list.items()).map_or(Ok(None), Err),
        };
        let mut parts = Vec::new();
        for item in list.items() {
            let entries = self.entries(lookup, ty, item, parents).await?;
            let found = match name_in(item) {
                Some(name) => find(&entries, name).ok(),
                None => entries.iter().find(|entry| entry.id == *item),
            };
            parts.extend(found.cloned());
        }
        let is_list = parts.len() == list.items().len();
        if !is_list || parts.iter().all(|part| part.id == whole.id) {
            return Ok(Some(whole));
        }
        let several: Vec<String> = parts.iter().map(Entry::line).collect();
        let items: Vec<String> = list.items().iter().map(|item| in_quotes(item)).collect();
        let problem = format!(
            "--{option}: {:?} is a {noun} as well as a list of {}",
            shortened(name),
            parts.len(),
            noun = noun(ty)
        );
        Err(Failure::usage(problem)
            .help(format!(
                "for the list, write each name in double quotes: '{}'\n{}",
                items.join(","),
                several.join("\n")
            ))
            .help(format!(
                "for the {}, write all of it in double quotes: '{}'\n{}",
                noun(ty),
                in_quotes(name),
                whole.line()
            )))
    }
}

/// Returns the failure for a list in which neighbors are one name, and not names on their own.
fn part_of(entries: &[Entry], ty: &str, option: &str, items: &[String]) -> Option<Failure> {
    let is_name = |item: &String| match name_in(item) {
        Some(name) => find(entries, name).is_ok(),
        None => true,
    };
    let unknown = items.iter().position(|item| !is_name(item))?;
    let starts = 0..=unknown;
    let runs = starts.flat_map(|start| {
        let ends = unknown.max(start + 1) + 1..=items.len();
        ends.map(move |end| start..end)
    });
    let (run, entry) = runs.filter(|run| run.len() > 1).find_map(|run| {
        match find_whole(entries, &items[run.clone()].join(", ")) {
            Some(Ok(entry)) => Some((run, entry)),
            _ => None,
        }
    })?;
    let mut written = items.to_vec();
    let name = items[run.clone()].join(", ");
    let problem = format!(
        "--{option}: {:?} is the name of one {}",
        shortened(&name),
        noun(ty)
    );
    written.splice(run, [name]);
    let written: Vec<String> = written.iter().map(|item| list_item(item)).collect();
    Some(Failure::usage(problem).help(format!(
        "in a list, write it in double quotes: '{}'\n{}",
        shortened(&written.join(",")),
        entry.line()
    )))
}

fn in_quotes(name: &str) -> String {
    format!("\"{}\"", shortened(name).replace('"', "\"\""))
}
