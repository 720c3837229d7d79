//! What people call a period.

use jiff::civil::{Date, Time};
use jiff::{Timestamp, ZonedDateTime};

use crate::interval::Interval;
use crate::span::{Dates, Span, Unit};
use crate::zone::Zone;

/// How many dates a period may have so that its label states weekdays.
const WITH_WEEKDAYS: i32 = 14;

/// Returns the dates of a period, or its instants.
pub(crate) fn label(span: &Span, zone: &Zone) -> String {
    match span {
        Span::Dates(dates) => dates_label(dates),
        Span::Instants(interval) => instants_label(interval, zone),
    }
}

/// Returns the offsets that a zone has during an interval, each once, in the order of time.
pub(crate) fn offsets(interval: Interval, zone: &Zone) -> Vec<String> {
    let mut offsets = vec![zone.offset(interval.start)];
    let changes = zone.time_zone().following(interval.start);
    let inside = changes.map(|change| change.timestamp());
    for instant in inside.take_while(|instant| *instant <= interval.end) {
        let offset = zone.offset(instant);
        if !offsets.contains(&offset) {
            offsets.push(offset);
        }
    }
    offsets
}

fn dates_label(dates: &Dates) -> String {
    let Dates { first, last, unit } = *dates;
    let is_one = Dates::around(first, unit) == Some(*dates);
    match unit {
        Unit::Week if is_one => format!("{} ({})", range(dates), first.strftime("%G-W%V")),
        Unit::Month if is_one => first.strftime("%B %Y").to_string(),
        Unit::Quarter if is_one => {
            let quarter = (first.month() + 2) / 3;
            format!("{} ({}-Q{quarter})", months(first, last), first.year())
        }
        Unit::Year if is_one => first.strftime("%Y").to_string(),
        Unit::Month | Unit::Quarter | Unit::Year => months(first, last),
        Unit::Day | Unit::Week => range(dates),
    }
}

fn months(first: Date, last: Date) -> String {
    let start = if first.year() == last.year() {
        first.strftime("%b")
    } else {
        first.strftime("%b %Y")
    };
    format!("{start} – {}", last.strftime("%b %Y"))
}

fn range(dates: &Dates) -> String {
    let Dates { first, last, .. } = *dates;
    let weekday = if dates.count() <= WITH_WEEKDAYS {
        "%a "
    } else {
        ""
    };
    let end = last.strftime(&format!("{weekday}%-d %b %Y")).to_string();
    if first == last {
        return end;
    }
    let year = if first.year() == last.year() {
        ""
    } else {
        " %Y"
    };
    let start = first
        .strftime(&format!("{weekday}%-d %b{year}"))
        .to_string();
    format!("{start} – {end}")
}

fn instants_label(interval: &Interval, zone: &Zone) -> String {
    let start = zone.local(interval.start);
    let end = zone.local(interval.end);
    // Without the offsets, the times are ambiguous where clocks were set back.
    let with_offset = start.offset() != end.offset();
    let start = moment(&start, with_offset);
    let end = moment(&end, with_offset);
    format!("{start} – {end}")
}

fn moment(local: &ZonedDateTime, with_offset: bool) -> String {
    let seconds = if local.second() == 0 { "" } else { ":%S" };
    let offset = if with_offset { " %:z" } else { "" };
    let format = format!("%a %-d %b %Y %H:%M{seconds}{offset}");
    local.strftime(&format).to_string()
}

/// Returns what people call a date in a list of dates.
pub(crate) fn day(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// Returns the date and the time of an instant, and its offset where the time is ambiguous.
pub(crate) fn hour(date: Date, time: Time, offset: Option<&str>) -> String {
    let time = time.strftime("%H:%M");
    let text = format!("{} {time}", day(date));
    match offset {
        Some(offset) => format!("{text} {offset}"),
        None => text,
    }
}

/// Returns a date as it is written in a sentence about the present.
pub(crate) fn today(now: Timestamp, zone: &Zone) -> String {
    let local = zone.local(now);
    format!("{} in {}", local.strftime("%a %-d %b %Y"), zone.name())
}
