//! What a person should know about units that have to be fetched again, by this pull or another one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::due::is_future;
use crate::holdings::Holdings;
use crate::key::{Key, Member, Slot};
use crate::status::days;

/// The most members that are named.
const NAMED: usize = 20;

impl<'a> Holdings<'a> {
    /// Returns what a person should know about units whose files are not those of the journal, about
    /// files that it does not list, and about units of a wrong clock, in whole sentences. `fetched` are
    /// the units that this pull fetches. For the others, the sentences say which pull does.
    pub fn notes(self, fetched: &BTreeSet<&Key>) -> Vec<String> {
        let mut notes = Vec::new();
        let missing: Vec<&Key> = self.missing.iter().collect();
        let (here, elsewhere): (Vec<&Key>, Vec<&Key>) =
            missing.into_iter().partition(|key| fetched.contains(key));
        if let Some(example) = here.first() {
            notes.push(format!(
                "The files of {} are missing or are not what the journal says, such as {example}. \
                 They are fetched again.",
                units(here.len())
            ));
        }
        if let Some(example) = elsewhere.first() {
            notes.push(format!(
                "The files of {} that this pull does not ask for are missing or are not what the \
                 journal says, such as {example}. {}",
                units(elsewhere.len()),
                self.remedy(&elsewhere, "put its files back from a backup")
            ));
        }
        notes.extend(self.unlisted.note(fetched));
        let future = self.entries();
        let future: Vec<_> = future
            .filter(|(_, entry)| is_future(entry, self.now))
            .collect();
        if let Some(last) = future.iter().map(|(_, entry)| entry.fetched_at).max() {
            let keys = future.iter().map(|(key, _)| *key);
            let elsewhere: Vec<&Key> = keys.filter(|key| !fetched.contains(key)).collect();
            let what = match elsewhere.len() {
                0 => "These units are fetched again.".to_owned(),
                count => format!(
                    "This pull does not ask for {}. {}",
                    if count == future.len() {
                        "them".to_owned()
                    } else {
                        format!("{count} of them")
                    },
                    self.remedy(&elsewhere, "it stays as it is")
                ),
            };
            notes.push(format!(
                "The journal says that {} fetched at a time that is still to come, the last one at \
                 {last:.0}, but the clock of this machine shows {:.0}. One of the clocks was wrong: set it \
                 if it is this one. {what}",
                match future.len() {
                    1 => "a unit was".to_owned(),
                    count => format!("{count} units were"),
                },
                self.now
            ));
        }
        notes
    }

    /// Says what mends units that this pull does not ask for. `of_snapshots` is what becomes of those
    /// that no pull can fetch any more.
    fn remedy(self, keys: &[&'a Key], of_snapshots: &str) -> String {
        let mut pulls: BTreeMap<&str, Pull<'a>> = BTreeMap::new();
        let mut remedy = Vec::new();
        let utc = TimeZone::UTC;
        let zone = self.zone.unwrap_or(&utc);
        for key in keys {
            if let (Slot::Window(_), Some(entry)) = (key.slot, self.entry(key)) {
                let pull = pulls.entry(&key.dataset).or_default();
                pull.add(key, days(key, entry, zone));
            }
        }
        let pulls: Vec<String> = pulls.iter().map(|(name, pull)| pull.of(name)).collect();
        if !pulls.is_empty() {
            remedy.push(format!(
                "A pull of {} fetches them, with the other options as they were.",
                pulls.join(" and one of ")
            ));
        }
        if keys.iter().any(|key| matches!(key.slot, Slot::Snapshot(_))) {
            remedy.push(format!(
                "A snapshot is fetched on its own day only: {of_snapshots}."
            ));
        }
        remedy.join(" ")
    }
}

/// A pull that fetches units of one dataset.
#[derive(Default)]
struct Pull<'a> {
    members: BTreeSet<&'a Member>,
    days: Option<(Date, Date)>,
}

impl<'a> Pull<'a> {
    fn add(&mut self, key: &'a Key, (first, end): (Date, Date)) {
        self.members.extend(&key.member);
        let (since, until) = self.days.unwrap_or((first, end));
        self.days = Some((since.min(first), until.max(end)));
    }

    /// Returns the dataset and the options that ask for the units.
    fn of(&self, dataset: &str) -> String {
        let mut text = dataset.to_owned();
        // All teams and mailboxes are pulled.
        let users = self.members.iter().filter(|member| member.of == "user");
        let mut users: Vec<String> = users.map(|user| user.id.to_string()).collect();
        if users.len() > NAMED {
            users.truncate(NAMED);
            users.push("…".to_owned());
        }
        if !users.is_empty() {
            let _ = write!(text, " with --users {}", users.join(","));
        }
        if let Some((since, until)) = self.days {
            let _ = write!(text, " --since {since} --until {until}");
        }
        text
    }
}

fn units(count: usize) -> String {
    match count {
        1 => "a unit".to_owned(),
        count => format!("{count} units"),
    }
}
