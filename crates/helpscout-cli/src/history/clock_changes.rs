//! When the clocks of a zone were changed, for figures by the hour of the clock.

use std::mem;

use helpscout_period::Period;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The largest number of changes that are described one by one: those of two years.
const DESCRIBED: usize = 4;

/// Returns the changes within a period, in sentences.
pub(super) fn described(period: &Period) -> Option<String> {
    let zone = period.zone().time_zone();
    let interval = period.interval();
    let mut offset = zone.to_offset(interval.start);
    let transitions = zone.following(interval.start);
    let transitions = transitions.take_while(|transition| transition.timestamp() <= interval.end);
    let changes = transitions.filter_map(|transition| {
        let before = mem::replace(&mut offset, transition.offset());
        // Some change only what the zone is called.
        let shown = |offset: Offset| offset.to_datetime(transition.timestamp());
        (before != offset).then(|| (shown(before), shown(offset)))
    });
    let changes: Vec<(DateTime, DateTime)> = changes.collect();
    match changes.as_slice() {
        [] => None,
        changes if changes.len() > DESCRIBED => Some(format!(
            "The clocks were changed {} times; an hour that came twice is one hour here.",
            changes.len()
        )),
        changes => {
            let sentences: Vec<String> = changes.iter().map(sentence).collect();
            Some(sentences.join(" "))
        }
    }
}

fn sentence(&(from, to): &(DateTime, DateTime)) -> String {
    let day = to.strftime("%a %-d %b %Y");
    let (before, after) = if from.date() == to.date() {
        ("%H:%M", "%H:%M")
    } else {
        ("%a %H:%M", "%a %H:%M")
    };
    let (before, after) = (from.strftime(before), to.strftime(after));
    if to > from {
        format!("On {day}, the clocks were set forward from {before} to {after}.")
    } else {
        format!(
            "On {day}, the clocks were set back from {before} to {after}; an hour that came twice \
             is one hour here."
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use helpscout_period::{Clock, Zone};

    use super::*;

    fn of(period: &str, zone: &str) -> Option<String> {
        let now = "2021-01-02T00:00:00Z".parse().unwrap();
        let clock = Clock::at(now, Zone::named(zone).unwrap());
        described(&Period::parse(period, &clock).unwrap())
    }

    #[test]
    fn a_change_says_from_when_to_when() {
        let forward = "On Sun 10 Mar 2019, the clocks were set forward from 02:00 to 03:00.";
        let back = "On Sun 3 Nov 2019, the clocks were set back from 02:00 to 01:00; an hour that \
                    came twice is one hour here.";
        assert_eq!(of("2019-05", "America/New_York"), None);
        assert_eq!(of("2019-03-10", "America/New_York").unwrap(), forward);
        assert_eq!(
            of("2019", "America/New_York").unwrap(),
            format!("{forward} {back}")
        );
        // Half an hour, and a whole day.
        assert_eq!(
            of("2019-04-07", "Australia/Lord_Howe").unwrap(),
            "On Sun 7 Apr 2019, the clocks were set back from 02:00 to 01:30; an hour that came \
             twice is one hour here."
        );
        assert_eq!(
            of("2011-12-29..2012-01-02", "Pacific/Apia").unwrap(),
            "On Sat 31 Dec 2011, the clocks were set forward from Fri 00:00 to Sat 00:00."
        );
        assert_eq!(
            of("2015..2019", "America/New_York").unwrap(),
            "The clocks were changed 10 times; an hour that came twice is one hour here."
        );
    }
}
