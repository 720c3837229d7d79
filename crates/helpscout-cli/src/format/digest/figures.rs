//! The metrics of an interval as key figures, with the change since the previous one.

use helpscout_description::{Field, Object, Type, Unit};
use helpscout_digest::{Change, Headline, Trend, Value};
use helpscout_figures::Change as Difference;

use super::value::{Values, quantity};
use crate::format::cell;
use crate::format::definitions::{CURRENT, is_private};
use crate::format::json_object::{self, JsonObject};
use crate::format::metrics::{Compared, Metrics, path_of_change};

/// Key figures, and the other single values of the interval.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Groups of figures, each with the title of its object. The first has none.
    pub(super) groups: Vec<(String, Vec<Headline>)>,
    /// Names and values that are not figures.
    pub(super) others: Vec<(String, Value)>,
    /// Paths of what the description does not know.
    pub(super) unknown: Vec<String>,
}

/// Returns the key figures of an object.
pub(super) fn of(metrics: &Metrics<'_>, values: &Values) -> Figures {
    let mut figures = Figures::default();
    figures.groups.push((String::new(), Vec::new()));
    figures.add(metrics.object, &metrics.values, values, "", CURRENT);
    figures
        .groups
        .retain(|(_, headlines)| !headlines.is_empty());
    figures
}

impl Figures {
    fn add(
        &mut self,
        object: &Object,
        compared: &Compared<'_>,
        values: &Values,
        title: &str,
        path: &str,
    ) {
        let group = self.groups.len() - 1;
        for column in object.by_importance() {
            let key = column.wire.as_str();
            if is_private(key) || compared.all().all(|row| row.get(key).is_none()) {
                continue;
            }
            let name = cell::title_of(column);
            let path = format!("{path}.{key}");
            match values.definitions.object(column) {
                Some(inner) if !column.list => {
                    let title = match title {
                        "" => name,
                        title => format!("{title}: {}", name.to_lowercase()),
                    };
                    self.groups.push((title.clone(), Vec::new()));
                    let compared = compared.inner(key, values.definitions);
                    self.add(inner, &compared, values, &title, &path);
                }
                None if is_figure(column) => {
                    let headline = headline(column, compared, values, name);
                    self.groups[group].1.push(headline);
                }
                None if column.ty != Type::Any => {
                    let current = compared.current.as_ref();
                    let value = current.and_then(|row| row.get(key));
                    self.others.push((name, values.value(value, column)));
                }
                // Without a value, nothing is missing.
                _ if compared.all().all(|row| row.value(key).is_none()) => {}
                _ => self.unknown.push(path),
            }
        }
        self.changes_alone(object, compared, group, path);
        for (key, _) in compared.current.iter().flat_map(JsonObject::fields) {
            if object.field(key).is_none() && !is_private(key) {
                self.unknown.push(format!("{path}.{key}"));
            }
        }
    }

    /// Adds the changes of metrics whose values the service does not give.
    fn changes_alone(
        &mut self,
        object: &Object,
        compared: &Compared<'_>,
        group: usize,
        path: &str,
    ) {
        for (key, value) in compared.deltas.iter().flat_map(JsonObject::fields) {
            if object.field(key).is_some() || value.get() == "null" {
                continue;
            }
            let Some(number) = json_object::number(value) else {
                self.unknown.push(path_of_change(path, key));
                continue;
            };
            let change = Change {
                before: Box::new(Value::Missing),
                difference: Box::new(Value::Missing),
                percent: Some(number),
                n: None,
            };
            let headline = Headline::new(cell::title(key), Value::Missing);
            self.groups[group].1.push(headline.change(Some(change)));
        }
    }
}

fn is_figure(column: &Field) -> bool {
    !column.list && matches!(column.ty, Type::Integer | Type::Number)
}

fn headline(column: &Field, compared: &Compared<'_>, values: &Values, name: String) -> Headline {
    let of = |row: &Option<JsonObject<'_>>| {
        let value = row.as_ref().and_then(|row| row.get(&column.wire));
        values.value(value, column)
    };
    let headline = Headline::new(name, of(&compared.current)).better(better(column));
    headline.change(change(column, compared, &of(&compared.previous)))
}

/// Returns the change that the service gives, or else the one that its values give.
fn change(column: &Field, compared: &Compared<'_>, before: &Value) -> Option<Change> {
    let key = column.wire.as_str();
    let number = |row: &Option<JsonObject<'_>>| row.as_ref().and_then(|row| row.number(key));
    let both = number(&compared.current).zip(number(&compared.previous));
    let given = number(&compared.deltas);
    if given.is_none() && matches!(before, Value::Missing) {
        return None;
    }
    let is_in_points = compared.is_in_points(key);
    let difference = match (both, given) {
        (Some((now, before)), _) if column.unit.is_none() && column.ty == Type::Integer => {
            whole(now - before)
        }
        (Some((now, before)), _) => quantity(now - before, column),
        (None, Some(points)) if is_in_points => Value::Percent(points),
        (None, _) => Value::Missing,
    };
    let percent = match given {
        Some(_) if is_in_points => None,
        Some(percent) => Some(percent),
        // The length of an interval is not a metric of it.
        None if column.unit == Some(Unit::Days) => None,
        None => both.and_then(|(now, before)| {
            let change = Difference { before, now };
            change.percent(cell::scale_of(column))
        }),
    };
    Some(Change {
        before: Box::new(before.clone()),
        difference: Box::new(difference),
        percent,
        n: None,
    })
}

fn whole(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        Value::Integer(number as i64)
    } else {
        Value::Number(number)
    }
}

/// Returns which direction is better: waiting less, and happier customers.
fn better(column: &Field) -> Trend {
    let key = column.wire.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let is_time = matches!(
        column.unit,
        Some(Unit::Seconds | Unit::Milliseconds | Unit::Minutes)
    );
    if is_time && has(&["response", "resol", "wait"]) {
        Trend::Down
    } else if key == "happinessscore" {
        Trend::Up
    } else {
        Trend::Neutral
    }
}
