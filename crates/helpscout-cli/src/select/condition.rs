//! Conditions on rows: `status=closed`, `responseTime>1h`.

use std::cmp::Ordering;

use helpscout_command::Moment;
use helpscout_description::{Field, IdForm, Type, Unit, nearest};
use helpscout_reports::jiff::civil::Date;
use helpscout_reports::jiff::tz::TimeZone;

use super::column::{self, Column};
use super::duration;
use super::value::Value;
use crate::format::definitions::Definitions;
use crate::format::json_object::JsonObject;
use crate::message::{Failure, printable};
use crate::redact::{Remains, may_be_pseudonym};

/// A condition on the value of a column.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    column: Column,
    test: Test,
    /// The condition as it was typed.
    pub(super) text: String,
}

#[derive(Clone, Debug)]
enum Test {
    /// The row has no value.
    Empty,
    NotEmpty,
    /// A value compares to this one in one of these ways.
    Is(Vec<Ordering>, Value),
    /// No value equals this one. A row without a value meets it.
    IsNot(Value),
    /// A value contains this text, in lowercase.
    Contains(String),
}

/// The operators, those that start with another one first.
const OPERATORS: [&str; 7] = ["!=", "<=", ">=", "=", "<", ">", "~"];

const ADVICE: &str = "write a column, one of = != < <= > >= ~ and a value, such as \
                      responseTime>1h or status=closed";

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// Fails if it has no operator, if the rows don't have the column, or if the value does not go
    /// with the type of the column.
    pub(super) fn parse(
        text: &str,
        columns: &[Column],
        definitions: Definitions,
    ) -> Result<Self, Failure> {
        let Some((name, operator, value)) = split(text) else {
            let shown = printable(text);
            let message = format!("--where: `{shown}` compares nothing");
            return Err(Failure::usage(message).help(ADVICE));
        };
        let column = column::find(name, columns, "where")?;
        let value = value.trim();
        let is_order = operator.contains(['<', '>']);
        if is_order && value.starts_with(['=', '<', '>', '!']) || value.starts_with('=') {
            let message = format!(
                "--where: `{}` has two operators after {}",
                printable(text),
                column.name
            );
            return Err(Failure::usage(message).help(ADVICE));
        }
        let test = match (operator, value) {
            ("=", "") => Test::Empty,
            ("!=", "") => Test::NotEmpty,
            (_, "") => {
                let message = format!("--where: `{}` lacks a value", printable(text));
                return Err(Failure::usage(message).help(ADVICE));
            }
            ("~", value) => Test::Contains(value.to_lowercase()),
            ("!=", value) => Test::IsNot(expected(value, &column, definitions, false)?),
            (operator, _) if is_order && has_no_order(&column) => {
                let name = &column.name;
                let message =
                    format!("--where: {name} has no order, so {operator} can't compare it");
                let known = definitions.0.values_of(&column.field.ty);
                let word = known
                    .first()
                    .map(|value| definitions.word(&column.field, &value.wire));
                let word = word.unwrap_or_else(|| "true".to_owned());
                return Err(
                    Failure::usage(message).help(format!("write {name}={word} or {name}!={word}"))
                );
            }
            (operator, value) => {
                let orderings = match operator {
                    "<" => vec![Ordering::Less],
                    "<=" => vec![Ordering::Less, Ordering::Equal],
                    ">" => vec![Ordering::Greater],
                    ">=" => vec![Ordering::Greater, Ordering::Equal],
                    _ => vec![Ordering::Equal],
                };
                let with = expected(value, &column, definitions, is_order)?;
                Test::Is(orderings, with)
            }
        };
        Ok(Self {
            column,
            test,
            text: printable(text),
        })
    }

    /// Refuses a condition on what a redaction removes: no row could meet it, and none would tell.
    ///
    /// # Errors
    /// Fails unless the condition is about what remains: whether there is a value, and pseudonyms.
    pub(super) fn check_redacted(&self) -> Result<(), Failure> {
        let Column { name, remains, .. } = &self.column;
        let about_pseudonyms = |text: &str| {
            let is_id = text.bytes().all(|byte| byte.is_ascii_digit());
            is_id && matches!(self.column.field.ty, Type::Object(_)) || may_be_pseudonym(text)
        };
        let remains_comparable = match (&self.test, remains) {
            (_, Remains::Everything) | (Test::Empty | Test::NotEmpty, _) => true,
            (Test::Is(orderings, Value::Text(text)), Remains::Pseudonyms) => {
                orderings.as_slice() == [Ordering::Equal] && about_pseudonyms(text)
            }
            (Test::IsNot(Value::Text(text)) | Test::Contains(text), Remains::Pseudonyms) => {
                about_pseudonyms(text)
            }
            _ => false,
        };
        if remains_comparable {
            return Ok(());
        }
        let (problem, instead) = match remains {
            Remains::Pseudonyms => (
                "has pseudonyms instead of what customers are called",
                format!("compare {name} with a pseudonym, as in the results"),
            ),
            _ => (
                "is removed, as customers wrote it",
                format!("use {name}= or {name}!= for the rows without and with one"),
            ),
        };
        Err(Failure::usage(format!(
            "--where: {name} {problem}, so it can't be compared"
        ))
        .help(format!("{instead}, or remove --redact")))
    }

    /// Returns whether a row meets the condition.
    pub(super) fn is_met(&self, row: &JsonObject<'_>, definitions: Definitions) -> bool {
        let values = self.column.values(row, definitions);
        let compared = |value: &Value, with: &Value| compare(value, with, definitions.zone());
        match &self.test {
            Test::Empty => values.is_empty(),
            Test::NotEmpty => !values.is_empty(),
            Test::Is(orderings, with) if orderings.as_slice() == [Ordering::Equal] => {
                (values.iter()).any(|value| compared(value, with) == Ordering::Equal)
            }
            Test::Is(orderings, with) => (values.iter())
                .filter(|value| value.has_order_with(with))
                .any(|value| orderings.contains(&compared(value, with))),
            Test::IsNot(with) => {
                !(values.iter()).any(|value| compared(value, with) == Ordering::Equal)
            }
            Test::Contains(part) => {
                let text = |value: &Value| match value {
                    Value::Text(text) | Value::Id(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    Value::Instant(instant) => instant.to_string().to_lowercase(),
                    Value::Date(date) => date.to_string(),
                };
                values.iter().any(|value| text(value).contains(part))
            }
        }
    }
}

/// Compares a value of a row with that of a condition. An instant equals a date if it is on that day.
fn compare(value: &Value, with: &Value, zone: Option<&TimeZone>) -> Ordering {
    match (value, with) {
        (Value::Instant(instant), Value::Date(date)) => {
            let zone = zone.cloned().unwrap_or(TimeZone::UTC);
            instant.date(zone).cmp(date)
        }
        _ => value.compare(with),
    }
}

/// Splits a condition at its first operator.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let at = text.find(['!', '<', '>', '=', '~'])?;
    let operator = OPERATORS
        .into_iter()
        .find(|operator| text[at..].starts_with(operator))?;
    let name = text[..at].trim();
    (!name.is_empty()).then(|| (name, operator, &text[at + operator.len()..]))
}

/// Returns whether no value of a column is before another.
fn has_no_order(column: &Column) -> bool {
    matches!(column.field.ty, Type::Enum(_) | Type::Boolean)
}

/// Reads the value of a condition as the type of its column asks for. `is_order` is whether rows are
/// to be before or after it.
fn expected(
    text: &str,
    column: &Column,
    definitions: Definitions,
    is_order: bool,
) -> Result<Value, Failure> {
    let field = &column.field;
    let refused = |what: &str, example: &str| {
        let (name, shown) = (&column.name, printable(text));
        let message = format!("--where: {name} is {what}, and `{shown}` is not");
        Err(Failure::usage(message).help(format!("write {name}{example}")))
    };
    if let Some(rank) = &column.rank {
        match rank.of.read(text) {
            Some(value) => return Ok(value),
            None if is_order => {
                let (what, example) = rank.of.described();
                return refused(what, example);
            }
            // It may be what people see.
            None => {}
        }
    }
    match &field.ty {
        Type::Integer | Type::Number => match number(text, field) {
            Some(number) => Ok(Value::Number(number)),
            None if is_time(field) => refused("a time", ">1h30m, or a number of seconds"),
            None => refused("a number", ">10"),
        },
        Type::Id(ty) => {
            let form = definitions.0.id(ty).map(|ty| ty.form);
            match text.strip_prefix('#').unwrap_or(text).parse::<i64>() {
                Ok(_) | Err(_) if form.is_some_and(|form| form != IdForm::Integer) => {
                    Ok(Value::text(text))
                }
                Ok(number) => Ok(Value::Number(number as f64)),
                Err(_) => refused("an ID, which is a number", "=85"),
            }
        }
        Type::Boolean => match text.to_lowercase().as_str() {
            "true" | "yes" => Ok(Value::text("true")),
            "false" | "no" => Ok(Value::text("false")),
            _ => refused("true or false", "=true"),
        },
        Type::Instant | Type::EpochSeconds | Type::EpochMilliseconds => {
            if let Some(date) = date(text) {
                return Ok(Value::Date(date));
            }
            match Moment::read(text) {
                Some(moment) => Ok(Value::Instant(moment)),
                None => refused(
                    "a date or an instant",
                    ">2019-05-02 or >2019-05-02T12:00:00Z",
                ),
            }
        }
        Type::Date => match date(text) {
            Some(date) => Ok(Value::Date(date)),
            None => refused("a date", ">2019-05-02"),
        },
        Type::Enum(_) => value_of_enum(text, column, definitions),
        _ => Ok(Value::text(text)),
    }
}

/// Returns the date that a text of ten characters stands for. Longer ones may be instants.
fn date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

/// Refuses a value that is nearly one of those that are known. The service may know others.
fn value_of_enum(text: &str, column: &Column, definitions: Definitions) -> Result<Value, Failure> {
    let known = definitions.0.values_of(&column.field.ty);
    let words = known
        .iter()
        .map(|value| definitions.word(&column.field, &value.wire));
    let words: Vec<String> = words.collect();
    let names = known.iter().map(|value| value.wire.as_str());
    let mut names = names.chain(words.iter().map(String::as_str));
    let is_known = names.clone().any(|name| name.eq_ignore_ascii_case(text));
    match nearest(text, &mut names).filter(|_| !is_known) {
        Some(near) => {
            let (name, shown) = (&column.name, printable(text));
            let message = format!("--where: {name} is never `{shown}`");
            Err(Failure::usage(message).help(format!("did you mean {name}={near}?")))
        }
        None => Ok(Value::text(text)),
    }
}

fn is_time(field: &Field) -> bool {
    matches!(
        field.unit,
        Some(Unit::Seconds | Unit::Minutes | Unit::Milliseconds)
    )
}

/// Reads a number in the unit of a field. Durations become that unit.
fn number(text: &str, field: &Field) -> Option<f64> {
    // As tables show the number of a conversation.
    let plain = match (&field.ty, text.strip_prefix('#')) {
        (Type::Integer, Some(digits)) if field.unit.is_none() => digits,
        _ => text,
    };
    if let Ok(number) = plain.parse::<f64>() {
        return number.is_finite().then_some(number);
    }
    match field.unit {
        Some(Unit::Seconds) => duration::seconds(text),
        Some(Unit::Minutes) => Some(duration::seconds(text)? / 60.0),
        Some(Unit::Milliseconds) => Some(duration::seconds(text)? * 1000.0),
        Some(Unit::Percent) => text.strip_suffix('%')?.trim().parse().ok(),
        _ => None,
    }
}
