//! The instants at which dates begin in a zone.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::AmbiguousOffset;

use crate::interval::Interval;
use crate::zone::Zone;

/// Returns the first instant of a date in a zone. If the date has two midnights, it is the first of
/// them; if it has none, it is the instant after the gap. Returns `None` at the ends of the calendar.
pub(crate) fn first_instant(date: Date, zone: &Zone) -> Option<Timestamp> {
    let time_zone = zone.time_zone();
    let midnight = time_zone.to_ambiguous_timestamp(date.to_datetime(Time::midnight()));
    let is_missing = matches!(midnight.offset(), AmbiguousOffset::Gap { .. });
    let compatible = midnight.compatible().ok()?;
    if !is_missing {
        return Some(compatible);
    }
    // The gap may have begun before midnight, so that the date starts later than at 00:00, but
    // earlier than midnight plus the length of the gap.
    let after = Timestamp::from_second(compatible.as_second() + 1).ok()?;
    let gap = time_zone.preceding(after).next();
    Some(gap.map_or(compatible, |gap| gap.timestamp()))
}

/// Returns the seconds of the dates from the first to the last. The interval is empty, with its end
/// before its start, if the zone skipped them all.
pub(crate) fn interval_of(first: Date, last: Date, zone: &Zone) -> Option<Interval> {
    let after = first_instant(last.tomorrow().ok()?, zone)?;
    Some(Interval {
        start: first_instant(first, zone)?,
        end: Timestamp::from_second(after.as_second() - 1).ok()?,
    })
}

/// Returns the date to which an instant belongs. It differs from the local date where clocks were
/// set back across midnight: then the instant belongs to the date that had begun before.
pub(crate) fn date_at(instant: Timestamp, zone: &Zone) -> Date {
    let mut date = zone.date(instant);
    while let Ok(next) = date.tomorrow() {
        match first_instant(next, zone) {
            Some(start) if start <= instant => date = next,
            _ => break,
        }
    }
    date
}
