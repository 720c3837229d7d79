//! What a pull would fetch, in words and for programs.

use std::collections::BTreeMap;

use helpscout_pull::{Key, Member, Reason};
use helpscout_stdout::print;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use super::asked::AskedPull;
use super::engine::shown;
use super::estimate::{Estimate, Pace};
use super::unit::Unit;
use crate::message::{Failure, counted};

/// A unit for programs. The order of the keys is part of the interface.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlannedUnit<'a> {
    dataset: &'a str,
    account: i64,
    member: Option<&'a Member>,
    /// The first day of the window, and the day after its last.
    since: Option<Date>,
    until: Option<Date>,
    /// The interval that is sent.
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    reason: &'static str,
    request: String,
    /// The path of the main table below the folder.
    path: String,
}

/// Prints the units in words.
pub(super) fn words(
    units: &[Unit],
    all: usize,
    asked: &AskedPull,
    estimate: &Estimate,
    pace: &Pace,
) -> Result<(), Failure> {
    let mut text = String::new();
    let mut datasets: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        datasets.entry(&unit.key.dataset).or_default().push(unit);
    }
    for (name, units) in &datasets {
        text += &format!("{name}\n");
        let dates = units.iter().filter_map(|unit| unit.window.as_ref());
        let since = dates.clone().map(helpscout_pull::Window::first).min();
        let until = dates.map(helpscout_pull::Window::end).max();
        if let (Some(since), Some(until)) = (since, until) {
            text += &format!(
                "  windows   {} of a {}, {since} to {until} (not included), zone {}\n",
                counted(windows(units), "window"),
                asked.window,
                asked.zone.name()
            );
        } else {
            text += &format!("  snapshot  {}\n", asked.today);
        }
        if let Some(member) = units.iter().find_map(|unit| unit.key.member.as_ref()) {
            text += &format!("  {:<9} {}\n", format!("{}s", member.of), members(units));
        }
        for (reason, count) in reasons(units) {
            text += &format!("  {count:<9} {reason}\n");
        }
    }
    let there = all - units.len();
    let there = match there {
        0 => String::new(),
        there => format!("; {} in the folder already", counted(there, "unit")),
    };
    let fetched = counted(units.len(), "unit");
    text += &match units.len() {
        0 => format!("nothing to fetch{there}\n"),
        _ => format!("to fetch: {fetched}{there}\n{}\n", estimate.sentence(pace)),
    };
    printed(&text)
}

/// Prints an object for each unit, on a line of its own.
pub(super) fn json(units: &[Unit], account: i64, asked: &AskedPull) -> Result<(), Failure> {
    let mut text = String::new();
    for unit in units {
        let Key {
            dataset, member, ..
        } = &unit.key;
        let interval = unit.interval();
        let path = unit.key.path(None, asked.format.ending());
        let line = serde_json::to_string(&PlannedUnit {
            dataset,
            account,
            member: member.as_ref(),
            since: unit.window.as_ref().map(helpscout_pull::Window::first),
            until: unit.window.as_ref().map(helpscout_pull::Window::end),
            start: interval.map(|interval| interval.start),
            end: interval.map(|interval| interval.last),
            reason: word(unit.reason),
            request: shown(&unit.request(asked)),
            path: path.to_string_lossy().replace('\\', "/"),
        });
        text += &line.map_err(Failure::not_done)?;
        text.push('\n');
    }
    printed(&text)
}

fn printed(text: &str) -> Result<(), Failure> {
    print(text).map_err(|error| Failure::not_done(format!("can't write to stdout: {error}")))
}

fn windows(units: &[&Unit]) -> usize {
    let mut names: Vec<Date> = units.iter().map(|unit| unit.key.slot.date()).collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

fn members(units: &[&Unit]) -> usize {
    let members = units.iter().filter_map(|unit| unit.key.member.as_ref());
    let mut ids: Vec<i64> = members.map(|member| member.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

/// Returns how many units are fetched for each reason.
fn reasons(units: &[&Unit]) -> BTreeMap<&'static str, usize> {
    let mut reasons = BTreeMap::new();
    for unit in units {
        *reasons.entry(explained(unit.reason)).or_default() += 1;
    }
    reasons
}

fn explained(reason: Reason) -> &'static str {
    match reason {
        Reason::New => "not fetched yet",
        Reason::Missing => "the file is missing or has another size than the journal says",
        Reason::Longer => "fetched for a shorter time",
        Reason::Running => "fetched before the window was over",
        Reason::Future => "fetched at a time that is still to come, by a wrong clock",
        Reason::Again => "fetched again, as its rows may have changed",
        _ => "other reasons",
    }
}

fn word(reason: Reason) -> &'static str {
    match reason {
        Reason::New => "new",
        Reason::Missing => "missing",
        Reason::Longer => "longer",
        Reason::Running => "running",
        Reason::Future => "future",
        Reason::Again => "again",
        _ => "other",
    }
}
