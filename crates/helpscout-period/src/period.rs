//! Periods.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::bounds::{date_at, interval_of};
use crate::clock::Clock;
use crate::error::Error;
use crate::grammar;
use crate::interval::Interval;
use crate::label::{self, label, offsets};
use crate::parts::{self, Part, Slice};
use crate::span::{Dates, Span};
use crate::zone::Zone;

/// A period of time in a zone: a week, a month, some days, or the time between two instants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    zone: Zone,
    interval: Interval,
    span: Span,
}

impl Period {
    /// Reads a period, in any case:
    ///
    /// - `today`, `yesterday`;
    /// - `this-week`, `last-week`, and the same with `month`, `quarter` and `year`. Weeks start on
    ///   Monday. A period that is still running is whole, too: `this-week` ends on Sunday;
    /// - `last-30-days`, `last-4-weeks`, `last-12-months`: so many whole days, weeks or months before
    ///   the one that is running. `last-30-days` ends yesterday;
    /// - `2019`, `2019-Q2`, `2019-05`, `2019-W20` (a week of ISO 8601) and `2019-05-13`;
    /// - two of these, or instants with an offset, with `..` between them. Both ends are included.
    ///
    /// # Errors
    /// If it is none of these, if its dates don't exist in the zone, if it has not begun, or if it
    /// begins before 1970. The error says what to write instead.
    ///
    /// # Examples
    /// ```
    /// use helpscout_period::{Clock, Period, Zone};
    ///
    /// let clock = Clock::at("2019-05-22T09:00:00Z".parse()?, Zone::named("America/New_York")?);
    /// let days = Period::parse("last-30-days", &clock)?;
    /// assert_eq!(days.label(), "22 Apr – 21 May 2019");
    /// let refused = Period::parse("last-wek", &clock).expect_err("it is misspelled");
    /// assert_eq!(refused.advice(), Some("did you mean last-week?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str, clock: &Clock) -> Result<Self, Error> {
        let typed = text.trim();
        let span = grammar::parse(typed, clock)?;
        let is_early = match &span {
            Span::Dates(dates) => dates.first.year() < 1970,
            Span::Instants(interval) => interval.start < Timestamp::UNIX_EPOCH,
        };
        if is_early {
            return Err(Error::advised(
                format!("{typed} starts before 1970"),
                "write a period in the years of the service",
            ));
        }
        let period = Self::of_span(span, clock.zone())?;
        if period.interval.start > clock.now() {
            return Err(Error::advised(
                format!(
                    "{typed} has not begun: today is {}",
                    label::today(clock.now(), clock.zone())
                ),
                "write a period that has begun, such as this-week",
            ));
        }
        Ok(period)
    }

    /// Returns the period between two instants, both included.
    pub fn between(interval: Interval, zone: Zone) -> Self {
        Self {
            zone,
            interval,
            span: Span::Instants(interval),
        }
    }

    /// Returns the period from a date to another, both included and written as `2019-05-02`. It may
    /// lie in the future.
    ///
    /// # Errors
    /// If a date does not exist, if the zone skipped all of them, or if the last is before the first.
    pub fn of_dates(first: &str, last: &str, zone: &Zone) -> Result<Self, Error> {
        let date = |text: &str| {
            let date = text.trim().parse::<Date>();
            date.map_err(|_| {
                Error::advised(
                    format!("{text} is not a date"),
                    "write a date such as 2019-05-02",
                )
            })
        };
        let dates = Dates::day(date(first)?).through(Dates::day(date(last)?));
        if dates.last < dates.first {
            return Err(Error::new(format!("{last} is before {first}"), None));
        }
        Self::of_span(Span::Dates(dates), zone)
    }

    fn of_span(span: Span, zone: &Zone) -> Result<Self, Error> {
        let interval = match &span {
            Span::Instants(interval) => *interval,
            Span::Dates(dates) => interval_of(dates.first, dates.last, zone)
                .ok_or_else(|| Error::new("the calendar ends before the period does", None))?,
        };
        if interval.end < interval.start {
            return Err(skipped(&span, zone));
        }
        Ok(Self {
            zone: zone.clone(),
            interval,
            span,
        })
    }

    /// Returns the first and the last second in UTC.
    pub fn interval(&self) -> Interval {
        self.interval
    }

    /// Returns the zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns the period of the same length directly before this one: the same number of days, or
    /// of seconds if the period does not consist of whole days.
    ///
    /// # Errors
    /// If there is none, because the calendar ends.
    pub fn previous(&self) -> Result<Self, Error> {
        let none = || Error::new(format!("there is no period before {}", self.label()), None);
        let span = match &self.span {
            Span::Dates(dates) => Span::Dates(dates.previous().ok_or_else(none)?),
            Span::Instants(interval) => {
                let earlier = |instant: Timestamp| {
                    Timestamp::from_second(instant.as_second() - interval.seconds())
                        .map_err(|_| none())
                };
                Span::Instants(Interval {
                    start: earlier(interval.start)?,
                    end: earlier(interval.end)?,
                })
            }
        };
        Self::of_span(span, &self.zone)
    }

    /// Returns the same period so many months earlier: the same dates, and whole months for whole
    /// months. The last of a month stands for a date that the month does not have.
    ///
    /// # Errors
    /// If there is none, because the calendar ends.
    ///
    /// # Examples
    /// ```
    /// use helpscout_period::{Clock, Period, Zone};
    ///
    /// let clock = Clock::at("2019-05-22T09:00:00Z".parse()?, Zone::utc());
    /// let april = Period::parse("last-month", &clock)?;
    /// assert_eq!(april.months_earlier(1)?.label(), "March 2019");
    /// let days = Period::parse("2019-05-02..2019-05-08", &clock)?;
    /// assert_eq!(days.months_earlier(1)?.label(), "Tue 2 Apr – Mon 8 Apr 2019");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn months_earlier(&self, months: u8) -> Result<Self, Error> {
        let none = || Error::new(format!("there is no period before {}", self.label()), None);
        let span = match &self.span {
            Span::Dates(dates) => Span::Dates(dates.months_earlier(months).ok_or_else(none)?),
            Span::Instants(interval) => {
                let earlier = |instant: Timestamp| {
                    let local = self.zone.local(instant);
                    let local = local.checked_sub(i64::from(months).months());
                    local.map(|local| local.timestamp()).map_err(|_| none())
                };
                Span::Instants(Interval {
                    start: earlier(interval.start)?,
                    end: earlier(interval.end)?,
                })
            }
        };
        Self::of_span(span, &self.zone)
    }

    /// Returns the same period a year earlier: the same dates, or the weeks with the same numbers.
    /// 28 February stands for 29 February where there is none.
    ///
    /// # Errors
    /// If there is none, because the year before has no week 53.
    pub fn last_year(&self) -> Result<Self, Error> {
        let span = match &self.span {
            Span::Dates(dates) => Span::Dates(dates.last_year().ok_or_else(|| no_week(dates))?),
            Span::Instants(interval) => {
                let earlier = |instant: Timestamp| {
                    let local = self.zone.local(instant).checked_sub(1.year());
                    let local = local.map_err(|_| Error::new("the calendar ends", None));
                    local.map(|local| local.timestamp())
                };
                Span::Instants(Interval {
                    start: earlier(interval.start)?,
                    end: earlier(interval.end)?,
                })
            }
        };
        Self::of_span(span, &self.zone)
    }

    /// Returns the part of this period that is over, and the same part of another one: if it is
    /// Wednesday, 10:15 of this week, the other part ends on Wednesday, 10:15, too. Returns `None` if
    /// this period is not running.
    ///
    /// # Examples
    /// ```
    /// use helpscout_period::{Clock, Period, Zone};
    ///
    /// let clock = Clock::at("2019-05-22T10:15:00Z".parse()?, Zone::utc());
    /// let week = Period::parse("this-week", &clock)?;
    /// let (now, before) = week.so_far(&week.previous()?, &clock).expect("it is running");
    /// assert_eq!(now.label(), "Mon 20 May 2019 00:00 – Wed 22 May 2019 10:15");
    /// assert_eq!(before.label(), "Mon 13 May 2019 00:00 – Wed 15 May 2019 10:15");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn so_far(&self, other: &Self, clock: &Clock) -> Option<(Self, Self)> {
        let Interval { start, end } = self.interval;
        let now = Timestamp::from_second(clock.now().as_second()).ok()?;
        if now < start || end <= now {
            return None;
        }
        let until = match (&self.span, &other.span) {
            (Span::Dates(own), Span::Dates(others)) => {
                let date = date_at(now, &self.zone);
                let same = others.first.checked_add(date - own.first).ok()?;
                let time = self.zone.local(now).time();
                let zone = other.zone.time_zone();
                let same = zone.to_ambiguous_timestamp(same.to_datetime(time));
                same.compatible().ok()?
            }
            _ => other.interval.start.checked_add(now - start).ok()?,
        };
        let part = |of: &Self, end: Timestamp| {
            let Interval { start, end: last } = of.interval;
            let end = end.clamp(start, last);
            Self::between(Interval { start, end }, of.zone.clone())
        };
        Some((part(self, now), part(other, until)))
    }

    /// Returns the parts of the period, in order, without gaps.
    ///
    /// # Examples
    /// ```
    /// use helpscout_period::{Clock, Part, Period, Zone};
    ///
    /// let clock = Clock::at("2020-01-01T00:00:00Z".parse()?, Zone::named("America/New_York")?);
    /// let hours = Period::parse("2019-11-03", &clock)?.parts(Part::Hour);
    /// assert_eq!(hours.len(), 25);
    /// assert_eq!(hours[1].label, "Sun 3 Nov 01:00 -04:00");
    /// assert_eq!(hours[2].label, "Sun 3 Nov 01:00 -05:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parts(&self, part: Part) -> Vec<Slice> {
        parts::parts(self.interval, &self.zone, part)
    }

    /// Returns the number of days, if the period consists of whole days.
    pub fn days(&self) -> Option<u32> {
        match &self.span {
            Span::Dates(dates) => u32::try_from(dates.count()).ok(),
            Span::Instants(_) => None,
        }
    }

    /// Returns whether the period ends after the present.
    pub fn is_running(&self, clock: &Clock) -> bool {
        self.interval.end >= clock.now()
    }

    /// Returns what people call the period, with its dates: `Mon 13 May – Sun 19 May 2019 (2019-W20)`.
    pub fn label(&self) -> String {
        label(&self.span, &self.zone)
    }

    /// Returns the label with the zone and its offsets during the period:
    /// `Mon 13 May – Sun 19 May 2019 (2019-W20), America/New_York (-04:00)`.
    pub fn description(&self) -> String {
        let offsets = offsets(self.interval, &self.zone).join(", later ");
        format!("{}, {} ({offsets})", self.label(), self.zone.name())
    }
}

fn skipped(span: &Span, zone: &Zone) -> Error {
    let Span::Dates(dates) = span else {
        return Error::new("the period ends before it starts", None);
    };
    let around = [dates.first.yesterday(), dates.last.tomorrow()];
    let around: Vec<String> = around
        .into_iter()
        .flatten()
        .map(|date| date.to_string())
        .collect();
    Error::advised(
        format!(
            "{} does not exist in {}: its clocks skipped that date",
            dates.first,
            zone.name()
        ),
        format!("write {}", around.join(" or ")),
    )
}

fn no_week(dates: &Dates) -> Error {
    let week = dates.first.iso_week_date();
    let (year, before) = (week.year(), week.year() - 1);
    Error::advised(
        format!(
            "{year}-W{:02} has no counterpart: {before} has no week 53",
            week.week()
        ),
        format!("compare with {before}-W52 or {year}-W01"),
    )
}
