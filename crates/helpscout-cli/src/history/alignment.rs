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
    let (list, earlier) = (listed(by, now), listed(by, before));
    if let Some(dates) = same_dates(&list, &earlier) {
        for group in now.iter_mut().chain(before) {
            parts(by, group).for_each(|place| {
                let date = place.key.as_deref().and_then(date_in_year);
                place.order = date
                    .and_then(|date| dates.get(date))
                    .copied()
                    .unwrap_or(place.order);
            });
        }
        return;
    }
    let lead = lead(&list, &earlier);
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

/// A part of a period.
#[derive(Clone, Debug)]
struct Part {
    /// `2019-05-13`, `2019-W20` or `2019-05`.
    key: String,
    length: Length,
}

impl Part {
    /// Returns whether both are the same day, week or month of a year.
    fn is_called_like(&self, other: &Self) -> bool {
        date_in_year(&self.key) == date_in_year(&other.key)
    }
}

/// Returns the parts of a period, in their order.
fn listed(by: Split, groups: &[Group]) -> Vec<Part> {
    let places = groups
        .iter()
        .flat_map(|group| by.parts().zip(&group.places));
    let places = places.filter(|(by, _)| by.is_time());
    let parts = places.filter_map(|(_, place)| {
        let key = place.key.clone().unwrap_or_default();
        let length = place.length?;
        Some((place.order, Part { key, length }))
    });
    let parts: BTreeMap<usize, Part> = parts.collect();
    parts.into_values().collect()
}

/// Returns a key without its year.
fn date_in_year(key: &str) -> Option<&str> {
    key.split_once('-').map(|(_, date)| date)
}

/// Returns the positions of the days of a year, if both periods are from the same date to the same
/// date, and one of them has the 29th of February in between.
fn same_dates(now: &[Part], before: &[Part]) -> Option<BTreeMap<String, usize>> {
    let ends = |parts: &[Part]| Some((parts.first()?.clone(), parts.last()?.clone()));
    let ((first, last), (first_before, last_before)) = (ends(now)?, ends(before)?);
    let is_same = first.is_called_like(&first_before) && last.is_called_like(&last_before);
    let (longer, shorter) = if now.len() > before.len() {
        (now, before)
    } else {
        (before, now)
    };
    if !is_same || longer.len() != shorter.len() + 1 {
        return None;
    }
    let dates = longer.iter().filter_map(|part| date_in_year(&part.key));
    let dates: BTreeMap<String, usize> = (0..)
        .zip(dates)
        .map(|(at, date)| (date.to_owned(), at))
        .collect();
    // Longer than a year, a date comes twice.
    let has_all = dates.len() == longer.len()
        && (shorter.iter())
            .all(|part| date_in_year(&part.key).is_some_and(|date| dates.contains_key(date)));
    has_all.then_some(dates)
}

/// The period that has so many parts before the first one of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lead {
    Now(usize),
    Before(usize),
}

/// Returns how the parts are put beside each other: so that most are alike, then so that most are the
/// same week or month of a year, and from the start if there is a choice.
fn lead(now: &[Part], before: &[Part]) -> Lead {
    let alike = |now: &[Part], before: &[Part]| {
        let pairs = now.iter().zip(before);
        let alike = pairs.filter(|(now, before)| now.length.is_like(before.length));
        let same = alike
            .clone()
            .filter(|(now, before)| now.is_called_like(before));
        (alike.count(), same.count())
    };
    let mut best = (Lead::Before(0), alike(now, before));
    // No other place can have more.
    if best.1.0 == now.len().min(before.len()) {
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
    use helpscout_period::{Clock, Part as By, Period, Zone};

    use super::*;

    fn listed(period: &str, part: By) -> Vec<Part> {
        let now = "2021-01-02T00:00:00Z".parse().expect("an instant");
        let zone = Zone::named("America/New_York").expect("a zone");
        let period = Period::parse(period, &Clock::at(now, zone)).expect("a period");
        let key = match part {
            By::Week => "%G-W%V",
            By::Month => "%Y-%m",
            _ => "%Y-%m-%d",
        };
        let parts = period.parts(part).into_iter();
        let parts = parts.map(|part| Part {
            key: part.local.strftime(key).to_string(),
            length: part.length,
        });
        parts.collect()
    }

    #[test]
    fn most_parts_have_one_of_their_length_beside_them() {
        use Lead::{Before, Now};
        let cases = [
            ("2019-03", "2019-01-29..2019-02-28", By::Month, Before(1)),
            ("2019-Q2", "2018-12-31..2019-03-31", By::Month, Before(1)),
            ("2019-05", "2019-04", By::Month, Before(0)),
            ("2019-05", "2019-04", By::Day, Before(0)),
            ("2019-04", "2019-05", By::Day, Before(0)),
            // Three whole weeks in each, whatever is beside them: from the start.
            ("2019-05", "2019-03-31..2019-04-30", By::Week, Before(0)),
            (
                "2019-05-11..2019-05-26",
                "2019-04-29..2019-05-12",
                By::Week,
                Now(1),
            ),
            // The whole week of the same number, not that of the same place.
            (
                "2019-12-23..2020-01-05",
                "2018-12-23..2019-01-05",
                By::Week,
                Before(1),
            ),
            // A day on which the clock changes is as long as any other.
            ("2019-W10", "2019-W09", By::Day, Before(0)),
            (
                "2019-03-10..2019-03-11",
                "2019-03-08..2019-03-09",
                By::Week,
                Before(0),
            ),
            (
                "2019-03-01..2019-03-03",
                "2019-02-26..2019-02-28",
                By::Month,
                Before(0),
            ),
        ];
        for (now, before, part, expected) in cases {
            let found = lead(&listed(now, part), &listed(before, part));
            assert_eq!(found, expected, "{now} {before}");
        }
    }

    #[test]
    fn the_same_dates_are_beside_each_other_also_around_the_29th_of_february() {
        let cases = [
            ("2020-02-26..2020-03-05", "2019-02-26..2019-03-05", 9),
            ("2019-02-26..2019-03-05", "2020-02-26..2020-03-05", 9),
            ("2019", "2020", 366),
        ];
        for (now, before, days) in cases {
            let dates = same_dates(&listed(now, By::Day), &listed(before, By::Day));
            let dates = dates.expect("the same dates");
            assert_eq!(dates.len(), days, "{now} {before}");
            assert_eq!(dates["03-01"], dates["02-29"] + 1);
        }
        let others = [
            ("2019-02-26..2019-03-05", "2018-02-26..2018-03-05", By::Day),
            ("2020-02-26..2020-03-05", "2020-02-17..2020-02-25", By::Day),
            ("2019-05", "2019-04", By::Day),
            ("2020-02", "2019-02", By::Month),
        ];
        for (now, before, part) in others {
            let dates = same_dates(&listed(now, part), &listed(before, part));
            assert_eq!(dates, None, "{now} {before}");
        }
    }
}
