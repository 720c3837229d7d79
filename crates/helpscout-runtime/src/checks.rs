//! Checks the parameters of a call against the rules of its operation.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::body;
use crate::error::Violation;
use crate::header_parameters;
use crate::operation::{Method, ObjectFields, Operation};
use crate::paging::PageStyle;
use crate::query::Query;
use crate::rule::Rule;
use crate::wire;

/// Returns what is wrong with the parameters, in the order of the rules.
pub(crate) fn violations(operation: &Operation, query: &Query) -> Vec<Violation> {
    let checks = Checks { query };
    let mut found: Vec<Violation> = operation
        .required
        .iter()
        .filter_map(|name| checks.missing(name))
        .collect();
    for name in operation.in_path() {
        let violation = checks.missing(name).or_else(|| checks.no_segment(name));
        found.extend(violation.filter(|violation| !names(&found, violation)));
    }
    let problems = query.problems().iter();
    let problems = problems.map(|(name, problem)| violation(name, problem.clone()));
    // An empty ID that is required has been reported already.
    let problems: Vec<Violation> = problems.filter(|problem| !names(&found, problem)).collect();
    for rule in operation.rules {
        checks.check(rule, &mut found);
    }
    found.extend(problems);
    found.extend(header_parameters::violations(operation, query));
    for (name, fields) in body::lists_of_objects(operation) {
        // An object with a value that can't be written has lost its fields.
        let is_whole = query.problems().iter().all(|(other, _)| *other != name);
        if is_whole {
            in_objects(name, fields, query, &mut found);
        }
    }
    // A rule of the operation may have said so already.
    for violation in body::violations(operation, query) {
        if !names(&found, &violation) {
            found.push(violation);
        }
    }
    let page = operation.pages.map(|pages| pages.style);
    let page = page.and_then(|style| checks.bad_page(style));
    found.extend(page.filter(|page| !names(&found, page)));
    found
}

/// Adds what is wrong inside of the objects of a list.
fn in_objects(
    name: &'static str,
    fields: &ObjectFields,
    query: &Query,
    found: &mut Vec<Violation>,
) {
    let operation = Operation {
        method: Method::Post,
        required: fields.required,
        rules: fields.rules,
        sent: fields.sent,
        ..Operation::DEFAULT
    };
    for (index, text) in query.values(name).enumerate() {
        match body::read_object(fields, text) {
            Ok(object) => {
                let inner = violations(&operation, &object).into_iter();
                found.extend(inner.map(|inner| inner.inside(name, index)));
            }
            Err(wrong) => found.push(wrong.violation(name, index)),
        }
    }
}

/// Returns whether a violation of the same parameter, or of something inside of it, was found.
fn names(found: &[Violation], violation: &Violation) -> bool {
    found.iter().any(|other| {
        let rest = other.parameter.strip_prefix(violation.parameter.as_ref());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
    })
}

struct Checks<'a> {
    query: &'a Query,
}

impl Checks<'_> {
    fn check(&self, rule: &Rule, found: &mut Vec<Violation>) {
        let violation = match *rule {
            Rule::Interval { from, to } => {
                let ends = [from, to].map(|name| self.instant(name, found));
                disorder([from, to], ends, wire::query_text, false)
            }
            Rule::Dates { from, to } => {
                let ends = [from, to].map(|name| self.date(name, found));
                disorder([from, to], ends, |date| date.to_string(), true)
            }
            Rule::Epochs { from, to } => {
                let ends = [from, to].map(|name| self.epoch(name, found));
                disorder([from, to], ends, |number| number.to_string(), false)
            }
            Rule::Together(names) => self.incomplete(names),
            Rule::Requires { parameter, other } => self.without(parameter, other),
            Rule::Limits {
                parameter,
                minimum,
                maximum,
            } => self.outside(parameter, minimum, maximum),
            Rule::Range {
                parameter,
                minimum,
                maximum,
            } => self.out_of_range(parameter, minimum, maximum),
            Rule::Lengths {
                parameter,
                minimum,
                maximum,
            } => self.too_long(parameter, minimum, maximum),
            Rule::Counts {
                parameter,
                separator,
                minimum,
                maximum,
            } => self.too_many(parameter, separator, minimum, maximum),
            Rule::Either(names) => self.none_of(names).or_else(|| self.several_of(names)),
            Rule::Excludes(names) => self.several_of(names),
        };
        found.extend(violation);
    }

    /// Returns the text of a parameter, unless it is not set or empty.
    fn text(&self, name: &str) -> Option<&str> {
        self.query.get(name).filter(|text| !text.is_empty())
    }

    fn missing(&self, name: &'static str) -> Option<Violation> {
        let message = match self.query.get(name) {
            None => format!("`{name}` is required; set it"),
            Some("") => format!("`{name}` is required but empty; set a value"),
            Some(_) => return None,
        };
        Some(violation(name, message))
    }

    /// Returns what is wrong with a value in the path. A URL takes these segments for steps to other
    /// folders, however they are encoded.
    fn no_segment(&self, name: &'static str) -> Option<Violation> {
        let text = self.text(name)?;
        if !matches!(text, "." | "..") {
            return None;
        }
        let problem =
            format!("`{name}` is {text:?}, which can't be a part of a path; set another value");
        Some(violation(name, problem))
    }

    /// Returns the instant of a parameter if it is set, and adds a violation if its text is not an
    /// instant.
    fn instant(&self, name: &'static str, found: &mut Vec<Violation>) -> Option<Timestamp> {
        let text = self.text(name)?;
        if let Some(instant) = wire::sent_instant(text) {
            return Some(instant);
        }
        let problem = match wire::with_zone(text) {
            Some(instant) => format!(
                "`{name}` is `{text}`, but the service accepts only whole seconds in UTC; write it as {}",
                wire::query_text(instant)
            ),
            None => format!(
                "`{name}` is `{text}`, which is not a date and time in UTC; write it like 2019-05-02T12:00:00Z"
            ),
        };
        add(found, violation(name, problem));
        None
    }

    fn date(&self, name: &'static str, found: &mut Vec<Violation>) -> Option<Date> {
        let text = self.text(name)?;
        // jiff reads more than the form that is sent, such as a date with a time.
        let date = text.parse::<Date>().ok();
        let date = date.filter(|date| date.to_string() == text);
        if date.is_none() {
            let problem =
                format!("`{name}` is `{text}`, which is not a date; write it like 2019-05-02");
            add(found, violation(name, problem));
        }
        date
    }

    fn epoch(&self, name: &'static str, found: &mut Vec<Violation>) -> Option<i64> {
        let text = self.text(name)?;
        let number = text.parse().ok();
        if number.is_none() {
            let problem = format!(
                "`{name}` is `{text}`, which is not a time since 1970; write it as a whole number"
            );
            add(found, violation(name, problem));
        }
        number
    }

    fn incomplete(&self, names: &'static [&'static str]) -> Option<Violation> {
        let set = self.set(names);
        let first_missing = names.iter().find(|name| self.text(name).is_none())?;
        if set.is_empty() {
            return None;
        }
        Some(violation(
            first_missing,
            format!(
                "{} set without `{first_missing}`; set all of {} or none of them",
                are(&set),
                names.join(", ")
            ),
        ))
    }

    fn without(&self, name: &'static str, other: &'static str) -> Option<Violation> {
        self.query.get(name)?;
        if self.text(other).is_some() {
            return None;
        }
        let problem = format!("`{name}` has no effect without `{other}`; set `{other}` as well");
        Some(violation(name, problem))
    }

    fn none_of(&self, names: &'static [&'static str]) -> Option<Violation> {
        if !self.set(names).is_empty() {
            return None;
        }
        let problem = format!("none of {} is set; set one of them", listed(names));
        Some(violation(names.first()?, problem))
    }

    fn several_of(&self, names: &'static [&'static str]) -> Option<Violation> {
        let set = self.set(names);
        let second = set.get(1)?;
        let remedy = match set.len() {
            2 => "remove the other",
            _ => "remove the others",
        };
        let problem = format!(
            "{} set, but only one of {} can be; keep one, and {remedy}",
            are(&set),
            listed(names)
        );
        Some(violation(second, problem))
    }

    /// Returns those of the parameters that are set.
    fn set(&self, names: &'static [&'static str]) -> Vec<&'static str> {
        let names = names.iter().copied();
        names.filter(|name| self.text(name).is_some()).collect()
    }

    fn outside(
        &self,
        name: &'static str,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Option<Violation> {
        let is_inside = |text: &str| {
            let number = text.parse::<i64>();
            number.is_ok_and(|number| is_within(&number, minimum, maximum))
        };
        let text = self.first_not(name, &is_inside)?;
        let wanted = wanted(minimum, maximum)?;
        let problem = format!("`{name}` is `{text}`; it must be a whole number {wanted}");
        Some(violation(name, problem))
    }

    fn out_of_range(
        &self,
        name: &'static str,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Option<Violation> {
        let is_inside = |text: &str| {
            let limit = |limit: Option<i64>| limit.map(|limit| limit as f64);
            let number = text.parse::<f64>();
            number.is_ok_and(|number| {
                number.is_finite() && is_within(&number, limit(minimum), limit(maximum))
            })
        };
        let text = self.first_not(name, &is_inside)?;
        // A value that can't be sent at all is a problem already.
        if self
            .query
            .problems()
            .iter()
            .any(|(other, _)| *other == name)
        {
            return None;
        }
        let wanted = wanted(minimum, maximum)?;
        let problem = format!("`{name}` is `{text}`; it must be a number {wanted}");
        Some(violation(name, problem))
    }

    /// Returns the first number of a parameter that is not right. The text of a list is split where
    /// values can be joined, because no number contains these characters.
    fn first_not(&self, name: &str, is_right: &dyn Fn(&str) -> bool) -> Option<&str> {
        let texts = self.query.values(name);
        let mut numbers = texts.flat_map(|text| text.split([',', '|']));
        numbers.find(|text| !is_right(text))
    }

    fn too_long(
        &self,
        name: &'static str,
        minimum: Option<u32>,
        maximum: Option<u32>,
    ) -> Option<Violation> {
        let text = self.query.get(name)?;
        let length = text.chars().count();
        if is_within(&length, minimum.map(size), maximum.map(size)) {
            return None;
        }
        let problem = format!(
            "`{name}` has {}; it must have {}",
            counted(length, "character"),
            amount(minimum, maximum, "character")?
        );
        Some(violation(name, problem))
    }

    fn too_many(
        &self,
        name: &'static str,
        separator: Option<char>,
        minimum: Option<u32>,
        maximum: Option<u32>,
    ) -> Option<Violation> {
        self.query.get(name)?;
        let texts = self.query.values(name);
        let count = match separator {
            Some(separator) => texts.map(|text| text.split(separator).count()).sum(),
            None => texts.count(),
        };
        if is_within(&count, minimum.map(size), maximum.map(size)) {
            return None;
        }
        let problem = format!(
            "`{name}` has {}; it must have {}",
            counted(count, "value"),
            amount(minimum, maximum, "value")?
        );
        Some(violation(name, problem))
    }

    fn bad_page(&self, style: PageStyle) -> Option<Violation> {
        let (name, first, what) = match style {
            PageStyle::Number {
                parameter, first, ..
            } => (parameter, i64::from(first), "a page number"),
            PageStyle::Offset { parameter, .. } => (parameter, 0, "a number of rows"),
            PageStyle::Cursor { .. }
            | PageStyle::LastRow { .. }
            | PageStyle::Link { .. }
            | PageStyle::LinkHeader { .. } => return None,
        };
        let text = self.query.get(name)?;
        if text.parse::<i64>().is_ok_and(|page| page >= first) {
            return None;
        }
        let problem = format!("`{name}` is `{text}`; it must be {what} of at least {first}");
        Some(violation(name, problem))
    }
}

fn violation(name: &'static str, message: String) -> Violation {
    Violation {
        parameter: name.into(),
        message,
    }
}

/// Adds a violation, unless another rule found the same.
fn add(found: &mut Vec<Violation>, violation: Violation) {
    if !found.contains(&violation) {
        found.push(violation);
    }
}

/// Returns what is wrong with the order of the two ends of an interval, if both are set.
fn disorder<T: PartialOrd>(
    [from, to]: [&'static str; 2],
    [start, end]: [Option<T>; 2],
    text: fn(T) -> String,
    may_be_equal: bool,
) -> Option<Violation> {
    let (start, end) = (start?, end?);
    if start < end || may_be_equal && start == end {
        return None;
    }
    let order = if may_be_equal {
        "no later than"
    } else {
        "before"
    };
    let (start, end) = (text(start), text(end));
    let problem = format!("`{from}` ({start}) must be {order} `{to}` ({end}); change one of them");
    Some(violation(from, problem))
}

fn is_within<T: PartialOrd>(value: &T, minimum: Option<T>, maximum: Option<T>) -> bool {
    minimum.is_none_or(|minimum| minimum <= *value)
        && maximum.is_none_or(|maximum| *value <= maximum)
}

fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

/// Returns the limits of a number for a message, or `None` if there are none.
fn wanted(minimum: Option<i64>, maximum: Option<i64>) -> Option<String> {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("from {minimum} to {maximum}")),
        (Some(minimum), None) => Some(format!("of at least {minimum}")),
        (None, Some(maximum)) => Some(format!("of at most {maximum}")),
        (None, None) => None,
    }
}

/// Returns the limits of a length for a message, or `None` if there are none.
fn amount(minimum: Option<u32>, maximum: Option<u32>, unit: &str) -> Option<String> {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if minimum == maximum => {
            Some(format!("exactly {}", counted(size(minimum), unit)))
        }
        (Some(minimum), Some(maximum)) => {
            Some(format!("{minimum} to {}", counted(size(maximum), unit)))
        }
        (Some(minimum), None) => Some(format!("at least {}", counted(size(minimum), unit))),
        (None, Some(maximum)) => Some(format!("at most {}", counted(size(maximum), unit))),
        (None, None) => None,
    }
}

fn counted(number: usize, unit: &str) -> String {
    match number {
        1 => format!("1 {unit}"),
        _ => format!("{number} {unit}s"),
    }
}

/// Returns the names with the verb, such as `` `a` and `b` are ``.
fn are(names: &[&str]) -> String {
    let verb = match names {
        [_] => "is",
        _ => "are",
    };
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("{} {verb}", names.join(" and "))
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
