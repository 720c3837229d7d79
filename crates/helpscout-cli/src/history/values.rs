//! Values of the tables of a history, and their changes.

use helpscout_digest::{Change, Value};
use helpscout_figures::{Change as Difference, Scale};

/// Returns a text, unless it is empty.
pub(super) fn text(text: String) -> Value {
    if text.trim().is_empty() {
        Value::Missing
    } else {
        Value::Text(text)
    }
}

/// Returns the change of a figure, if there are two values. See [`changed`].
pub(super) fn change(
    now: Option<f64>,
    before: Option<f64>,
    n: Option<usize>,
    value: fn(f64) -> Value,
) -> Value {
    changed(now, before, n, value).map_or(Value::Missing, Value::Change)
}

/// Returns the change of a figure, if there are two values. `n` is the number of values from which the
/// earlier one is calculated. A count has none.
pub(super) fn changed(
    now: Option<f64>,
    before: Option<f64>,
    n: Option<usize>,
    value: fn(f64) -> Value,
) -> Option<Change> {
    let change = Difference::of(before, now)?;
    let difference = value(change.difference());
    let scale = match difference {
        Value::Percent(_) => Scale::Share,
        _ => Scale::Amount,
    };
    Some(Change {
        before: Box::new(value(change.before)),
        difference: Box::new(difference),
        percent: change.percent(scale),
        n: n.map(|n| n as u64),
    })
}

/// Returns a whole number.
pub(super) fn whole(number: f64) -> Value {
    Value::Integer(number as i64)
}

/// Returns a duration, if there is one.
pub(super) fn duration(seconds: Option<f64>) -> Value {
    seconds.map_or(Value::Missing, Value::Duration)
}

/// Returns how many there are.
pub(super) fn count(number: usize) -> Value {
    i64::try_from(number).map_or(Value::Missing, Value::Integer)
}
