//! Users, teams and mailboxes that have left the account since the last pull.
//!
//! A pull asks for those that the account has, so the days of the others since the last pull are not
//! fetched, though the service may have rows of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use helpscout_pull::{Holdings, Slot};
use jiff::SignedDuration;
use jiff::civil::Date;

use super::prepare::Prepared;
use super::unit::Source;

/// The day after the last one that is there of each member of a dataset.
pub(super) type Ends = BTreeMap<i64, Date>;

/// Returns a warning for each day on which the days of members end that have left.
///
/// What they lack is told once, by the first pull without them: later, the others have days that they
/// don't have.
pub(super) fn warnings(prepared: &Prepared, ends: impl Fn(&Source) -> Ends) -> Vec<String> {
    let Some(until) = prepared.asked.windows.last().map(|window| window.end()) else {
        return Vec::new();
    };
    let mut gone: BTreeMap<(String, Date), Vec<i64>> = BTreeMap::new();
    for source in prepared.sources.iter().map(Rc::as_ref) {
        let (Some(member), Some(here)) = (&source.dataset.member, &source.members) else {
            continue;
        };
        // Users that were named are whom somebody wants.
        if member.is_user() && !prepared.asked.users.everybody {
            continue;
        }
        let ends = ends(source);
        let last = ends.values().max().copied();
        for (id, end) in ends {
            if Some(end) == last && end < until && here.binary_search(&id).is_err() {
                let ids = gone.entry((member.noun.clone(), end)).or_default();
                ids.push(id);
            }
        }
    }
    let gone = gone.into_iter().map(|((noun, end), mut ids)| {
        ids.sort_unstable();
        ids.dedup();
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        let (who, are, their) = match ids.len() {
            1 => (noun.clone(), "is", "its"),
            _ => (format!("{noun}s"), "are", "their"),
        };
        let option = match noun.as_str() {
            "user" => format!("; --users {} fetches them", ids.join(",")),
            _ => String::new(),
        };
        format!(
            "{who} {} {are} no longer in the account, so {their} days from {end} on are not \
             pulled{option}",
            ids.join(", ")
        )
    });
    gone.collect()
}

/// Returns the day after the last one that a folder has of each member of a dataset.
pub(super) fn ends_in(there: Holdings<'_>, source: &Source, prepared: &Prepared) -> Ends {
    let zone = prepared.asked.zone.time_zone();
    let mut ends = Ends::new();
    let units = there.entries();
    for (key, entry) in units.filter(|(key, _)| key.dataset == source.dataset.name) {
        let (Some(member), Slot::Window(_), Some(interval)) =
            (&key.member, key.slot, entry.interval)
        else {
            continue;
        };
        let next = interval.last.checked_add(SignedDuration::from_secs(1));
        let end = zone.to_datetime(next.unwrap_or(interval.last)).date();
        let known = ends.entry(member.id).or_insert(end);
        *known = end.max(*known);
    }
    ends
}
