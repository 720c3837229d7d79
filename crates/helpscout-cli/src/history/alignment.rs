//! Which parts of two periods are compared with each other.
//!
//! Two periods of the same length may consist of different parts: the 31 days before March are three
//! days of January and all of February. The lists of parts are put beside each other so that as many
//! of them as possible are alike: both whole, or of the same length.

use std::collections::BTreeMap;

use helpscout_period::Length;

use super::dimension::Split;
use super::result::{Group, Place};

/// Moves the positions of the parts of time, so that those that are compared have the same one.
pub(super) fn align(by: Split, now: &mut [Group], before: &mut [Group]) {
    let lead = lead(&lengths(by, now), &lengths(by, before));
    let (moved, by_how_many) = match lead {
        Lead::Before(parts) => (now, parts),
        Lead::Now(parts) => (before, parts),
    };
    for group in moved {
        parts(by, group).for_each(|place| place.order += by_how_many);
    }
}

/// Returns the places of a group that are parts of the period.
fn parts(by: Split, group: &mut Group) -> impl Iterator<Item = &mut Place> {
    let places = by.parts().zip(&mut group.places);
    let parts = places.filter(|(by, place)| by.is_time() && place.length.is_some());
    parts.map(|(_, place)| place)
}

/// Returns how long the parts of a period are, in their order.
fn lengths(by: Split, groups: &[Group]) -> Vec<Length> {
    let places = groups
        .iter()
        .flat_map(|group| by.parts().zip(&group.places));
    let parts = places.filter(|(by, _)| by.is_time());
    let lengths = parts.filter_map(|(_, place)| Some((place.order, place.length?)));
    let lengths: BTreeMap<usize, Length> = lengths.collect();
    lengths.into_values().collect()
}

/// The period that has so many parts before the first one of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    Now(usize),
    Before(usize),
}

/// Returns how the parts are put beside each other: so that most are alike, and from the start if
/// there is a choice.
fn lead(now: &[Length], before: &[Length]) -> Lead {
    let alike = |now: &[Length], before: &[Length]| {
        let pairs = now.iter().zip(before);
        pairs.filter(|(now, before)| now.is_like(**before)).count()
    };
    let mut best = (Lead::Before(0), alike(now, before));
    // No other place can have more.
    if best.1 == now.len().min(before.len()) {
        return best.0;
    }
    for parts in 1..now.len().max(before.len()) {
        let leads = [
            (
                Lead::Before(parts),
                alike(now, before.get(parts..).unwrap_or_default()),
            ),
            (
                Lead::Now(parts),
                alike(now.get(parts..).unwrap_or_default(), before),
            ),
        ];
        for lead in leads {
            if lead.1 > best.1 {
                best = lead;
            }
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use helpscout_period::{Clock, Part, Period, Zone};

    use super::*;

    fn lengths(period: &str, part: Part) -> Vec<Length> {
        let now = "2020-01-01T00:00:00Z".parse().expect("an instant");
        let zone = Zone::named("America/New_York").expect("a zone");
        let period = Period::parse(period, &Clock::at(now, zone)).expect("a period");
        let parts = period.parts(part).into_iter();
        parts.map(|part| part.length).collect()
    }

    #[test]
    fn most_parts_have_one_of_their_length_beside_them() {
        use Lead::{Before, Now};
        let cases = [
            ("2019-03", "2019-01-29..2019-02-28", Part::Month, Before(1)),
            ("2019-Q2", "2018-12-31..2019-03-31", Part::Month, Before(1)),
            ("2019-05", "2019-04", Part::Month, Before(0)),
            ("2019-05", "2019-04", Part::Day, Before(0)),
            ("2019-04", "2019-05", Part::Day, Before(0)),
            // Three whole weeks in each, whatever is beside them: from the start.
            ("2019-05", "2019-03-31..2019-04-30", Part::Week, Before(0)),
            (
                "2019-05-11..2019-05-26",
                "2019-04-29..2019-05-12",
                Part::Week,
                Now(1),
            ),
            // A day on which the clock changes is as long as any other.
            ("2019-W10", "2019-W09", Part::Day, Before(0)),
            (
                "2019-03-10..2019-03-11",
                "2019-03-08..2019-03-09",
                Part::Week,
                Before(0),
            ),
            (
                "2019-03-01..2019-03-03",
                "2019-02-26..2019-02-28",
                Part::Month,
                Before(0),
            ),
        ];
        for (now, before, part, expected) in cases {
            let found = lead(&lengths(now, part), &lengths(before, part));
            assert_eq!(found, expected, "{now} {before}");
        }
    }
}
