//! Reads a period as people write it.

use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};
use jiff::tz::AmbiguousOffset;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit as TimeUnit};

use crate::bounds::interval_of;
use crate::clock::Clock;
use crate::error::Error;
use crate::interval::Interval;
use crate::rephrase;
use crate::span::{Dates, Span, Unit};

/// What stands alone or at an end of a range.
enum Term {
    Dates(Dates),
    Instant(Timestamp),
}

/// Reads a period. Whether it has begun is not checked.
pub(crate) fn parse(text: &str, clock: &Clock) -> Result<Span, Error> {
    let typed = text.trim();
    let ends = typed.split_once("..");
    // `...` and `..=` are another separator.
    let ends = ends.filter(|(_, end)| !end.starts_with(['.', '=']));
    let Some((start, end)) = ends else {
        return match term(typed, clock)? {
            Term::Dates(dates) => Ok(Span::Dates(dates)),
            Term::Instant(instant) => Err(Error::advised(
                format!("{typed} is an instant, not a period"),
                format!("write two, such as {instant}..{}", day_later(instant)),
            )),
        };
    };
    let (start, end) = (start.trim(), end.trim());
    if start.is_empty() || end.is_empty() {
        let whole = match (start, end) {
            ("", "") => "2019-05-02..2019-05-08".to_owned(),
            ("", end) => format!("2019-05-02..{end}"),
            (start, _) => format!("{start}..today"),
        };
        return Err(Error::advised(
            format!("{typed} has one end only"),
            format!("write both, such as {whole}"),
        ));
    }
    range(typed, [start, end], clock)
}

fn range(typed: &str, [start, end]: [&str; 2], clock: &Clock) -> Result<Span, Error> {
    let backwards = || {
        Error::advised(
            format!("{typed} ends before it starts"),
            format!("write {end}..{start}"),
        )
    };
    let (first, last) = (term(start, clock)?, term(end, clock)?);
    if let (Term::Dates(first), Term::Dates(last)) = (&first, &last) {
        let dates = first.through(*last);
        return if dates.last < dates.first {
            Err(backwards())
        } else {
            Ok(Span::Dates(dates))
        };
    }
    let interval = Interval {
        start: seconds_of(&first, clock)?.start,
        end: seconds_of(&last, clock)?.end,
    };
    if interval.end < interval.start {
        return Err(backwards());
    }
    Ok(Span::Instants(interval))
}

fn seconds_of(term: &Term, clock: &Clock) -> Result<Interval, Error> {
    match term {
        Term::Instant(instant) => Ok(Interval {
            start: *instant,
            end: *instant,
        }),
        Term::Dates(dates) => interval_of(dates.first, dates.last, clock.zone())
            .ok_or_else(|| Error::new("the calendar ends", None)),
    }
}

fn term(typed: &str, clock: &Clock) -> Result<Term, Error> {
    if let Some(dates) = words(typed, clock)? {
        return Ok(Term::Dates(dates));
    }
    if let Some(dates) = calendar(typed)? {
        return Ok(Term::Dates(dates));
    }
    if let Some(instant) = instant(typed, clock)? {
        return Ok(Term::Instant(instant));
    }
    Err(rephrase::unknown(typed, clock))
}

/// Reads a period that depends on the present.
fn words(typed: &str, clock: &Clock) -> Result<Option<Dates>, Error> {
    let words = rephrase::dashed(typed);
    let words: Vec<&str> = words.split('-').collect();
    let today = clock.today();
    let dates = match words.as_slice() {
        ["today"] => Some(Dates::day(today)),
        ["yesterday"] => Dates::before(today, 1, Unit::Day),
        ["this", unit] => match unit_of(unit) {
            None | Some(Unit::Day) => return Ok(None),
            Some(unit) => Dates::around(today, unit),
        },
        ["last", unit] => match unit_of(unit) {
            None | Some(Unit::Day) => return Ok(None),
            Some(unit) => Dates::before(today, 1, unit),
        },
        ["last", count, units] => {
            let unit = unit_of(units).or_else(|| unit_of(units.strip_suffix('s')?));
            let is_number = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
            let Some(unit) = unit.filter(|_| is_number) else {
                return Ok(None);
            };
            match count.parse::<u16>() {
                Ok(0) => {
                    let advice = format!("write last-1-{}, or today", units.trim_end_matches('s'));
                    return Err(Error::advised(format!("{typed} has no days"), advice));
                }
                Ok(count) => Dates::before(today, count.into(), unit),
                Err(_) => None,
            }
        }
        _ => return Ok(None),
    };
    match dates {
        Some(dates) => Ok(Some(dates)),
        None => Err(Error::new(format!("{typed} is too long ago"), None)),
    }
}

fn unit_of(word: &str) -> Option<Unit> {
    Some(match word {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        _ => return None,
    })
}

/// Reads a year, quarter, month, week or date.
fn calendar(typed: &str) -> Result<Option<Dates>, Error> {
    let shape: String = typed
        .chars()
        .map(|char| match char {
            '0'..='9' => '0',
            char => char.to_ascii_uppercase(),
        })
        .collect();
    let number = |from: usize, to: usize| -> i16 {
        let digits = typed.get(from..to).unwrap_or_default();
        digits.parse().unwrap_or_default()
    };
    let year = number(0, 4);
    let small = |from, to| i8::try_from(number(from, to)).unwrap_or_default();
    if year == 9999 {
        return Err(Error::new(
            format!("{typed} is at the end of the calendar"),
            None,
        ));
    }
    match shape.as_str() {
        "0000" => Ok(Date::new(year, 1, 1)
            .ok()
            .and_then(|first| Dates::around(first, Unit::Year))),
        "0000-Q0" => quarter(year, small(6, 7)).map(Some),
        "0000-00" => month(year, small(5, 7)).map(Some),
        "0000-W00" => week(year, small(6, 8)).map(Some),
        "0000-00-00" => date(year, small(5, 7), small(8, 10)).map(Some),
        _ => Ok(None),
    }
}

fn quarter(year: i16, quarter: i8) -> Result<Dates, Error> {
    let first = (1..=4).contains(&quarter);
    let first = first.then(|| Date::new(year, 3 * quarter - 2, 1).ok());
    let dates = first
        .flatten()
        .and_then(|first| Dates::around(first, Unit::Quarter));
    dates.ok_or_else(|| {
        Error::advised(
            format!("{year:04} has no quarter {quarter}"),
            format!("write {year:04}-Q1, -Q2, -Q3 or -Q4"),
        )
    })
}

fn month(year: i16, month: i8) -> Result<Dates, Error> {
    let first = Date::new(year, month, 1).ok();
    let dates = first.and_then(|first| Dates::around(first, Unit::Month));
    dates.ok_or_else(|| no_month(year, month))
}

fn no_month(year: i16, month: i8) -> Error {
    Error::advised(
        format!("{year:04} has no month {month:02}"),
        format!("write {year:04}-01 to {year:04}-12"),
    )
}

fn week(year: i16, week: i8) -> Result<Dates, Error> {
    let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok();
    let dates = monday.and_then(|monday| Dates::around(monday.date(), Unit::Week));
    if let Some(dates) = dates {
        return Ok(dates);
    }
    let weeks = ISOWeekDate::new(year, 1, Weekday::Monday).map_or(52, ISOWeekDate::weeks_in_year);
    let advice = if week == weeks + 1 {
        format!(
            "write {year:04}-W{weeks} or, for the week after it, {:04}-W01",
            year + 1
        )
    } else {
        format!("write {year:04}-W01 to {year:04}-W{weeks}")
    };
    Err(Error::advised(
        format!("{year:04} has no week {week:02}: it has {weeks} weeks"),
        advice,
    ))
}

fn date(year: i16, month: i8, day: i8) -> Result<Dates, Error> {
    if let Ok(date) = Date::new(year, month, day) {
        return Ok(Dates::day(date));
    }
    let Ok(first) = Date::new(year, month, 1) else {
        return Err(no_month(year, month));
    };
    let last = first.last_of_month();
    Err(Error::advised(
        format!(
            "{year:04}-{month:02}-{day:02} does not exist: {} has {} days",
            first.strftime("%B %Y"),
            last.day()
        ),
        format!("write {last} for its last day"),
    ))
}

/// Reads an instant with an offset, without its fraction of a second.
fn instant(typed: &str, clock: &Clock) -> Result<Option<Timestamp>, Error> {
    let upper = typed.to_ascii_uppercase();
    if !upper.contains(':') && !upper.contains('T') || upper.contains('[') {
        return Ok(None);
    }
    if let Ok(instant) = upper.parse::<Timestamp>() {
        let seconds = TimestampRound::new()
            .smallest(TimeUnit::Second)
            .mode(RoundMode::Floor);
        return Ok(Some(instant.round(seconds).unwrap_or(instant)));
    }
    match upper.parse::<DateTime>() {
        Ok(local) => Err(without_offset(typed, local, clock)),
        Err(_) => Ok(None),
    }
}

fn without_offset(typed: &str, local: DateTime, clock: &Clock) -> Error {
    let zone = clock.zone();
    let ambiguous = zone.time_zone().to_ambiguous_timestamp(local);
    let offsets = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => vec![offset],
        AmbiguousOffset::Fold { before, after } => vec![before, after],
        AmbiguousOffset::Gap { .. } => {
            return Error::advised(
                format!(
                    "{typed} does not exist in {}: clocks skipped it",
                    zone.name()
                ),
                "write another time, with its offset",
            );
        }
    };
    let choices: Vec<String> = offsets
        .into_iter()
        .filter_map(|offset| offset.to_timestamp(local).ok())
        .map(|instant| {
            zone.local(instant)
                .strftime("%Y-%m-%dT%H:%M:%S%:z")
                .to_string()
        })
        .collect();
    Error::advised(
        format!("{typed} has no offset"),
        format!("write {} for {}", choices.join(" or "), zone.name()),
    )
}

fn day_later(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second() + 86_399).unwrap_or(instant)
}
