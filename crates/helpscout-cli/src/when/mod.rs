//! The time that a report is about: `--period`, `--zone`, `--compare`, and the start and the end.
//!
//! In: the options of an operation with an interval. Out: exact instants for its parameters, and the
//! periods in words. [`AskedWhen`] is what the options say, checked without a request. A time zone
//! is looked up only if the options name dates or a period in words, and none is given; `place` does
//! that.

mod place;
mod sent;

use clap::ArgMatches;
use clap::parser::ValueSource;
use helpscout_command::{IntervalParameters, names};
use helpscout_description::literal::is_date;
use helpscout_description::{Operation, Parameter, Type, nearest};
use helpscout_period::{Clock, Error, Interval, Period, Zone};
use helpscout_sandbox::YEAR;
use jiff::Timestamp;

use self::place::Place;
use self::sent::received;
pub(crate) use self::sent::sent;
use crate::format::definitions::AnswerType;
use crate::message::{Failure, counted};
use crate::who::Directory;

/// The word for the period of the same length directly before.
const PREVIOUS: &str = "previous";

/// The words for the same dates that many months earlier.
const MONTHS: [(&str, u8); 2] = [("previous-month", 1), ("previous-quarter", 3)];

/// The word for the same period a year earlier.
const LAST_YEAR: &str = "last-year";

/// The words for periods that follow from the one that they are compared with, each with what it
/// covers.
pub(crate) const RELATIVE: [(&str, &str); 4] = [
    (PREVIOUS, "as many days directly before"),
    (MONTHS[0].0, "the same dates a month earlier"),
    (MONTHS[1].0, "the same dates three months earlier"),
    (LAST_YEAR, "the same dates a year earlier"),
];

fn relative() -> impl Iterator<Item = &'static str> + Clone {
    RELATIVE.iter().map(|(word, _)| *word)
}

/// A parameter and the value to send for it.
pub(crate) type Setting = (&'static Parameter, String);

/// What the options say about the time.
#[derive(Clone, Debug)]
pub(crate) struct AskedWhen {
    bounds: IntervalParameters<'static>,
    previous: Option<IntervalParameters<'static>>,
    /// Whether the answer has a place for the previous interval.
    is_compared_by_service: bool,
    period: Option<String>,
    zone: Option<Zone>,
    compare: Option<String>,
    /// What was typed for the start and the end, and for those of the previous interval.
    typed: Vec<Setting>,
    /// Whether the start and the end are those that the command has by itself.
    is_by_default: bool,
    /// The instant at which the command started.
    now: Timestamp,
    /// Whether the data is that of the sandbox in this process.
    is_made_up: bool,
}

/// The time that a report is about.
#[derive(Clone, Debug)]
pub(crate) struct When {
    /// The time zone of the period, and of what is shown of it. `None` if only instants were typed.
    pub(crate) zone: Option<Zone>,
    /// The period, unless the start or the end is open.
    pub(crate) period: Option<Period>,
    /// The period to compare with, if one was asked for.
    pub(crate) compared: Option<Period>,
    /// The values of parameters that were not typed as they are sent.
    pub(crate) settings: Vec<Setting>,
    /// The same for the period to compare with, if the answer itself has no place for that.
    pub(crate) compared_settings: Option<Vec<Setting>>,
    /// What to tell about the time.
    pub(crate) notes: Vec<String>,
}

impl AskedWhen {
    /// Reads the options, and checks everything that needs no look-up. `value_of` returns what was
    /// typed for a parameter. Returns `None` if the operation has no interval.
    ///
    /// # Errors
    /// If a period or a zone can't be what is meant, wherever the account is.
    pub(crate) fn from_options(
        operation: &'static Operation,
        matches: &ArgMatches,
        value_of: impl Fn(&Parameter) -> Option<String>,
    ) -> Result<Option<Self>, Failure> {
        let Some(bounds) = IntervalParameters::of(operation) else {
            return Ok(None);
        };
        let text = |name| matches.try_get_one::<String>(name).ok().flatten().cloned();
        let zone = text("zone").map(|name| Zone::named(&name)).transpose();
        let zone = zone.map_err(|error| refused("zone", &error))?;
        let previous = IntervalParameters::previous_of(operation);
        let parameters = [Some(bounds), previous].into_iter().flatten();
        let parameters = parameters.flat_map(|interval| [interval.from, interval.to]);
        let typed = parameters.filter_map(|parameter| Some((parameter, value_of(parameter)?)));
        let is_default = |bound: &Parameter| {
            let mut options = names::options(operation);
            let option = options.find(|(parameter, _)| parameter.wire == bound.wire);
            let id = option.map(|(_, name)| format!("--{name}"));
            id.and_then(|id| matches.value_source(&id)) == Some(ValueSource::DefaultValue)
        };
        let asked = Self {
            bounds,
            previous,
            is_compared_by_service: AnswerType::of(operation).has_previous(),
            period: text("period"),
            zone,
            compare: text("compare"),
            typed: typed.collect(),
            is_by_default: text("period").is_none()
                && [bounds.from, bounds.to]
                    .iter()
                    .all(|bound| is_default(bound)),
            now: Timestamp::now(),
            is_made_up: matches!(matches.try_get_one("sandbox"), Ok(Some(true))),
        };
        asked.provisional()?;
        Ok(Some(asked))
    }

    /// Returns whether another period is fetched, too, because the answer has no place for it.
    pub(crate) fn compares_pulls(&self) -> bool {
        self.compare.is_some() && !(self.is_compared_by_service && self.previous.is_some())
    }

    /// Returns the values of parameters in a zone that may turn out to be another one.
    ///
    /// # Errors
    /// If the period has a mistake in every zone.
    pub(crate) fn provisional(&self) -> Result<Vec<Setting>, Failure> {
        self.assumed().map(|when| when.settings)
    }

    /// Returns the time in a zone that may turn out to be another one, unless an option names it.
    ///
    /// # Errors
    /// If the period has a mistake in every zone.
    pub(crate) fn assumed(&self) -> Result<When, Failure> {
        if let Some(zone) = &self.zone {
            return self.at(&Place::given(zone.clone()));
        }
        // Whether a date has begun depends on the zone: in these, it begins first and last.
        let elsewhere = ["Pacific/Kiritimati", "Etc/GMT+12"].into_iter();
        let elsewhere = elsewhere.filter_map(|name| Zone::named(name).ok());
        self.at(&Place::assumed(Zone::utc())).or_else(|failure| {
            let mut others = elsewhere.map(|zone| self.at(&Place::assumed(zone)));
            others.find(Result::is_ok).unwrap_or(Err(failure))
        })
    }

    /// Says what the zone is looked up for, if no option names it and something depends on it.
    pub(crate) fn purpose_of_zone(&self) -> Option<&'static str> {
        if self.zone.is_some() || !self.is_zoned() {
            return None;
        }
        Some(if self.is_by_default {
            "The time zone of your user, in which times are shown"
        } else {
            "The time zone of your user; the report below assumes UTC"
        })
    }

    /// Returns the time, in the zone that is given or else looked up.
    ///
    /// # Errors
    /// If the period has a mistake in this zone.
    pub(crate) async fn resolve(&self, directory: &mut Directory) -> Result<When, Failure> {
        let place = match &self.zone {
            Some(zone) => Place::given(zone.clone()),
            None if self.is_zoned() => Place::look_up(directory).await,
            None => Place::assumed(Zone::utc()),
        };
        self.at(&place)
    }

    /// Returns whether the instants depend on the zone, or people who typed none read them in theirs.
    fn is_zoned(&self) -> bool {
        let mut typed = self.typed.iter();
        let other = self
            .compare
            .as_deref()
            .filter(|compare| *compare != PREVIOUS);
        self.period.is_some()
            || self.is_by_default
            || other.is_some()
            || typed.any(|(parameter, value)| parameter.ty != Type::Date && is_date(value))
    }

    /// Returns the time in a zone.
    fn at(&self, place: &Place) -> Result<When, Failure> {
        let zone = &place.zone;
        let clock = Clock::at(self.now, zone.clone());
        let mut settings = self.dates(zone)?;
        let mut period = match &self.period {
            Some(text) => {
                let period = Period::parse(text, &clock);
                let period = period.map_err(|error| refused("period", &error))?;
                settings.extend(bounds_of(self.bounds, &period));
                Some(period)
            }
            None => self.typed_period(&settings, zone),
        };
        let mut compared = self.compared(period.as_ref(), &clock)?;
        let is_running = period
            .as_ref()
            .is_some_and(|period| period.is_running(&clock));
        let mut running = "the period is not over yet".to_owned();
        if let (Some(whole), Some(other)) = (&period, &compared) {
            // A week of three days is compared with three days, unless another week is named.
            match whole.so_far(other, &clock) {
                Some((now, before)) if self.compares_by_word() => {
                    settings.extend(bounds_of(self.bounds, &now));
                    (period, compared) = (Some(now), Some(before));
                    running.push_str(", so both are compared up to the same time");
                }
                Some(_) => running.push_str(&format!(
                    ", and compared with a whole one; --compare {} ends at the same time",
                    self.same_part()
                )),
                None => {}
            }
        }
        let mut compared_settings = None;
        if let Some(compared) = &compared {
            match self.previous.filter(|_| self.is_compared_by_service) {
                Some(previous) => settings.extend(bounds_of(previous, compared)),
                None => compared_settings = Some(bounds_of(self.bounds, compared).to_vec()),
            }
        }
        let mut notes = place.notes.clone();
        if let Some(period) = period.as_ref().filter(|_| self.is_worth_a_note()) {
            notes.push(format!("{}{}", period.description(), place.origin));
            if is_running {
                notes.push(running);
            }
            if let Some(compared) = &compared {
                notes.push(comparison_note(period, compared));
            }
        }
        if let Some(period) = period.as_ref().filter(|_| self.is_made_up) {
            notes.extend(empty_year(period, zone));
        }
        notes.extend(zone.caution().filter(|_| self.zone.is_some()));
        Ok(When {
            zone: (self.zone.is_some() || self.is_zoned()).then(|| zone.clone()),
            period,
            compared,
            settings,
            compared_settings,
            notes,
        })
    }

    fn is_worth_a_note(&self) -> bool {
        self.is_zoned() || self.zone.is_some() || self.compare.is_some()
    }

    /// Returns the instants of the typed dates.
    fn dates(&self, zone: &Zone) -> Result<Vec<Setting>, Failure> {
        let mut settings = Vec::new();
        for (parameter, value) in &self.typed {
            if parameter.ty == Type::Date || !is_date(value) {
                continue;
            }
            let period = Period::of_dates(value, value, zone);
            let interval = period
                .map_err(|error| {
                    let late = "write an earlier date, or an instant such as 9999-12-31T23:59:59Z";
                    Failure::usage(error.problem()).help(error.advice().unwrap_or(late))
                })?
                .interval();
            let starts = [Some(self.bounds), self.previous];
            let mut starts = starts.into_iter().flatten().map(|interval| interval.from);
            let is_start = starts.any(|start| start.wire == parameter.wire);
            let instant = if is_start {
                interval.start
            } else {
                interval.end
            };
            settings.push((*parameter, sent(parameter, instant, zone)));
        }
        Ok(settings)
    }

    /// Returns the period from the typed start to the typed end.
    fn typed_period(&self, settings: &[Setting], zone: &Zone) -> Option<Period> {
        let IntervalParameters { from, to } = self.bounds;
        let [first, last] = [from, to].map(|bound| value_of(bound, &self.typed));
        let (first, last) = (first?, last?);
        if is_date(first) && is_date(last) {
            return Period::of_dates(first, last, zone).ok();
        }
        let [start, end] = [(from, first), (to, last)].map(|(bound, typed)| {
            let value = value_of(bound, settings).unwrap_or(typed);
            received(bound, value)
        });
        let interval = Interval {
            start: start?,
            end: end?,
        };
        (interval.start <= interval.end).then(|| Period::between(interval, zone.clone()))
    }

    /// Returns whether the period to compare with follows from the other one.
    fn compares_by_word(&self) -> bool {
        let compare = self
            .compare
            .as_deref()
            .map(|text| text.trim().to_lowercase());
        compare.is_some_and(|text| relative().any(|word| word == text))
    }

    /// Returns the word for the same part of the period before.
    fn same_part(&self) -> &'static str {
        let period = self.period.as_deref().unwrap_or_default().to_lowercase();
        let unit = |word: &str| {
            word.rsplit('-')
                .next()
                .is_some_and(|unit| period.ends_with(unit))
        };
        let mut months = MONTHS.iter().map(|(word, _)| *word);
        months.find(|word| unit(word)).unwrap_or(PREVIOUS)
    }

    /// Returns the period to compare with.
    fn compared(&self, period: Option<&Period>, clock: &Clock) -> Result<Option<Period>, Failure> {
        let Some(text) = self.compare.as_deref().map(str::trim) else {
            return Ok(None);
        };
        let Some(period) = period else {
            return Err(
                Failure::usage("--compare needs a period to compare with another")
                    .help("add --period, or both the start and the end"),
            );
        };
        let lower = text.to_lowercase();
        let months = MONTHS.iter().find(|(word, _)| *word == lower);
        let compared = match (lower.as_str(), months) {
            (PREVIOUS, _) => period.previous(),
            (LAST_YEAR, _) => period.last_year(),
            (_, Some((_, months))) => period.months_earlier(*months),
            (other, None) => match (Period::parse(text, clock), nearest(other, relative())) {
                (Err(_), Some(meant)) => {
                    return Err(
                        Failure::usage(format!("--compare: {text:?} is not a period"))
                            .help(format!("did you mean {meant}?")),
                    );
                }
                (Err(error), None) => {
                    let words: Vec<&str> = relative().collect();
                    return Err(refused("compare", &error)
                        .help(format!("these are understood, too: {}", words.join(", "))));
                }
                (Ok(compared), _) => Ok(compared),
            },
        };
        compared
            .map(Some)
            .map_err(|error| refused("compare", &error))
    }
}

/// Returns the value of a parameter among some.
fn value_of<'v>(parameter: &Parameter, among: &'v [Setting]) -> Option<&'v str> {
    let mut among = among.iter();
    let (_, value) = among.find(|(other, _)| other.wire == parameter.wire)?;
    Some(value)
}

/// Returns the values of the parameters of an interval.
fn bounds_of(parameters: IntervalParameters<'static>, period: &Period) -> [Setting; 2] {
    let Interval { start, end } = period.interval();
    [(parameters.from, start), (parameters.to, end)]
        .map(|(parameter, instant)| (parameter, sent(parameter, instant, period.zone())))
}

/// Says of a period that the sandbox has no data for which year it has some.
fn empty_year(period: &Period, zone: &Zone) -> Option<String> {
    let Interval { start, end } = period.interval();
    let year = |instant: Timestamp| zone.date(instant).year();
    (year(start) > YEAR || year(end) < YEAR).then(|| {
        format!("the sandbox has data of {YEAR} only; ask for a period such as {YEAR}-W20")
    })
}

/// Names the period to compare with, and says if it is longer or shorter.
fn comparison_note(period: &Period, compared: &Period) -> String {
    let label = compared.label();
    match (period.days(), compared.days()) {
        (Some(days), Some(other)) if days != other => {
            let days = [days, other].map(|days| counted(days, "day"));
            format!("compared with {label}: {} instead of {}", days[1], days[0])
        }
        _ => format!("compared with {label}"),
    }
}

fn refused(option: &str, error: &Error) -> Failure {
    let failure = Failure::usage(format!("--{option}: {}", error.problem()));
    match error.advice() {
        Some(advice) => failure.help(advice),
        None => failure,
    }
}
