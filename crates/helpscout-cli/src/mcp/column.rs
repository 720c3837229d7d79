//! Columns of results, and their values as an assistant gets them.

use helpscout_description::quote::is_invisible;
use helpscout_description::{Field, Object, Type};
use helpscout_reports::wire::decodable;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::format::cell;
use crate::format::definitions::Definitions;
use crate::message::{is_control, shortened};
use crate::redact;
use crate::select::Column;

/// The most characters of a text in a cell.
const LONGEST: usize = 400;

/// The most items of a list in a cell.
const MOST_ITEMS: usize = 20;

/// How deep nested values are shown.
const DEEPEST: usize = 6;

/// A column of a result.
#[derive(Clone, Debug)]
pub(super) struct TableColumn {
    pub(super) name: String,
    field: Field,
    /// Whether the value is calculated here, and not sent.
    is_derived: bool,
    definitions: Definitions,
    /// The object that has the field, if texts of customers are to be marked.
    owner: Option<&'static Object>,
    marks: bool,
}

impl TableColumn {
    /// Creates a column. `row` is the object that the names of columns are paths in, if it is
    /// described, and `marks` says whether to mark what customers are called and wrote.
    pub(super) fn of(
        column: &Column,
        row: Option<&'static Object>,
        definitions: Definitions,
        marks: bool,
    ) -> Self {
        Self {
            name: column.name.clone(),
            owner: row.and_then(|row| owner_of(row, &column.name, definitions)),
            field: column.field.clone(),
            is_derived: column.is_derived(),
            definitions,
            marks,
        }
    }

    /// Returns what the result says about the column: its name, its type and its unit.
    pub(super) fn described(&self) -> Value {
        let mut described = Map::new();
        described.insert("name".to_owned(), self.name.as_str().into());
        described.insert("type".to_owned(), type_of(&self.field).into());
        if let Some(unit) = self.field.unit {
            described.insert("unit".to_owned(), unit.name().into());
        }
        Value::Object(described)
    }

    /// Returns the heading in CSV, with the unit.
    pub(super) fn heading(&self) -> String {
        match self.field.unit {
            Some(unit) => format!("{} ({})", self.name, unit.name()),
            None => self.name.clone(),
        }
    }

    /// Returns a value of the column.
    pub(super) fn value(&self, value: Option<&RawValue>) -> Value {
        let Some(value) = value.filter(|value| value.get() != "null") else {
            return Value::Null;
        };
        if matches!(self.field.ty, Type::EpochSeconds | Type::EpochMilliseconds)
            && let Some(instant) = cell::instant_of(Some(value), &self.field)
        {
            return instant.to_string().into();
        }
        let Ok(value) = serde_json::from_str::<Value>(&decodable(value.get())) else {
            // A number beyond those of the language, for example.
            return self.text(&shortened(value.get()), self.is_from_customer());
        };
        if self.is_derived
            && self.field.ty == Type::Number
            && let Some(number) = value.as_f64()
        {
            return rounded(number).into();
        }
        if matches!(self.field.ty, Type::Enum(_))
            && let Value::Number(number) = &value
        {
            let number = number.to_string();
            let word = self.definitions.word(&self.field, &number);
            if word != number {
                return word.into();
            }
        }
        match &self.field.ty {
            Type::Object(_) => {
                let object = self.definitions.object(&self.field);
                self.nested(value, object, DEEPEST)
            }
            _ => self.plain(value, self.is_from_customer(), DEEPEST),
        }
    }

    /// Returns whether a text in the column is what a customer is called or wrote.
    fn is_from_customer(&self) -> bool {
        let owner = self.owner.filter(|_| self.field.ty == Type::Text);
        owner.is_some_and(|owner| redact::is_from_customer(owner, &self.field))
    }

    /// Returns a nested value. `object` describes it, or each item of a list.
    fn nested(&self, value: Value, object: Option<&'static Object>, depth: usize) -> Value {
        match value {
            Value::Array(items) if depth > 0 => {
                self.items(items, |item| self.nested(item, object, depth - 1))
            }
            Value::Object(members) if depth > 0 => {
                let members = members.into_iter().map(|(key, value)| {
                    let field = object.and_then(|object| object.field(&key));
                    let value = match (object, field) {
                        (Some(object), Some(field)) => match &field.ty {
                            Type::Object(_) => {
                                let inner = self.definitions.object(field);
                                self.nested(value, inner, depth - 1)
                            }
                            Type::Text => {
                                let is_theirs = redact::is_from_customer(object, field);
                                self.plain(value, is_theirs, depth - 1)
                            }
                            _ => self.plain(value, false, depth - 1),
                        },
                        _ => self.plain(value, true, depth - 1),
                    };
                    (clean(&key), value)
                });
                Value::Object(members.take(MOST_ITEMS).collect())
            }
            Value::Array(_) | Value::Object(_) => Value::Null,
            single => self.plain(single, true, depth),
        }
    }

    /// Returns a value of which nothing nested is described.
    fn plain(&self, value: Value, is_theirs: bool, depth: usize) -> Value {
        match value {
            Value::String(text) => self.text(&text, is_theirs),
            Value::Array(items) if depth > 0 => {
                self.items(items, |item| self.plain(item, is_theirs, depth - 1))
            }
            Value::Object(members) if depth > 0 => {
                let members = members.into_iter().take(MOST_ITEMS);
                let members =
                    members.map(|(key, value)| (clean(&key), self.plain(value, true, depth - 1)));
                Value::Object(members.collect())
            }
            Value::Array(_) | Value::Object(_) => Value::Null,
            single => single,
        }
    }

    fn items(&self, items: Vec<Value>, shown: impl Fn(Value) -> Value) -> Value {
        let more = items.len().saturating_sub(MOST_ITEMS);
        let mut shown: Vec<Value> = items.into_iter().take(MOST_ITEMS).map(shown).collect();
        if more > 0 {
            shown.push(format!("and {more} more").into());
        }
        Value::Array(shown)
    }

    fn text(&self, text: &str, is_theirs: bool) -> Value {
        let text = clean(text);
        if self.marks && is_theirs && !text.is_empty() {
            return marked(&text).into();
        }
        text.into()
    }
}

/// Returns the description of columns for a result.
pub(super) fn described(columns: &[TableColumn]) -> Value {
    json!(
        columns
            .iter()
            .map(TableColumn::described)
            .collect::<Vec<_>>()
    )
}

/// Returns a text of a customer between marks that it can't end itself.
fn marked(text: &str) -> String {
    let text = text
        .replace('\u{ab}', "\u{2039}")
        .replace('\u{bb}', "\u{203a}");
    format!("\u{ab}{text}\u{bb}")
}

/// Returns a figure with two decimals. More of them say nothing, and each costs an assistant a token.
fn rounded(number: f64) -> f64 {
    let rounded = (number * 100.0).round() / 100.0;
    if rounded.is_finite() { rounded } else { number }
}

/// Returns a text without what people don't see, and not too long.
fn clean(text: &str) -> String {
    let seen = text.chars().filter(|char| !is_invisible(*char));
    let seen = seen.map(|char| if is_control(char) { ' ' } else { char });
    let mut seen = seen.fuse();
    let mut clean: String = seen.by_ref().take(LONGEST).collect();
    if seen.next().is_some() {
        clean.push('…');
    }
    clean
}

/// Returns the object that has the last field of a path.
fn owner_of(row: &'static Object, path: &str, definitions: Definitions) -> Option<&'static Object> {
    let mut keys: Vec<&str> = path.split('.').collect();
    let last = keys.pop()?;
    let owner = keys
        .into_iter()
        .try_fold(row, |object, key| definitions.object(object.field(key)?))?;
    (owner.field(last).is_some() || owner.rest.is_some()).then_some(owner)
}

/// Returns the type of a field in a word.
pub(super) fn type_of(field: &Field) -> String {
    let ty = match &field.ty {
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Text | Type::Enum(_) => "text",
        Type::Boolean => "boolean",
        Type::Instant | Type::EpochSeconds | Type::EpochMilliseconds => "instant",
        Type::Date => "date",
        Type::Id(_) => "id",
        Type::Object(_) => "object",
        Type::Any => "any",
    };
    if field.list {
        format!("list of {ty}")
    } else {
        ty.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use helpscout_reports::describe;

    use super::*;
    use crate::format::definitions::AnswerType;
    use crate::select::columns_of;

    fn shown(operation: &str, name: &str, json: &str) -> Value {
        let api = describe::api();
        let operation = api.operation(operation).expect("it is described");
        let row = api.row_type(operation).and_then(|ty| api.object_of(ty));
        let answer = AnswerType::of(operation);
        let columns = columns_of(answer);
        let column = columns.iter().find(|column| column.name == name);
        let column = column.expect("the rows have it");
        let column = TableColumn::of(column, row, answer.definitions, true);
        let value = RawValue::from_string(json.to_owned()).expect("it is JSON");
        column.value(Some(&value))
    }

    #[test]
    fn texts_of_customers_stand_between_marks_that_they_cannot_end() {
        assert_eq!(
            shown(
                "conversations_drilldown",
                "subject",
                r#""a »b« \u202e\n\u0007c""#
            ),
            "«a ›b‹   c»"
        );
        let customers = r#"[{"id": 42, "name": "Ana", "mood": "x", "n": 1.5}]"#;
        assert_eq!(
            shown("user_conversation_history", "customers", customers),
            json!([{"id": 42, "name": "«Ana»", "mood": "«x»", "n": 1.5}])
        );
        assert_eq!(
            shown("happiness_ratings", "ratingUserName", r#""Marta""#),
            "Marta"
        );
    }

    #[test]
    fn whatever_is_sent_becomes_a_value_that_can_be_written() {
        let status = |json: &str| shown("user_conversation_history", "responseTime", json);
        assert_eq!(status("1e999"), "1e999");
        assert_eq!(status(r#""\ud800""#), "\u{fffd}");
        assert_eq!(status("null"), Value::Null);
        let many = format!("[{}]", vec!["1"; 30].join(","));
        assert_eq!(status(&many).as_array().map(Vec::len), Some(21));
        let deep = "[".repeat(100) + &"]".repeat(100);
        assert!(status(&deep).to_string().len() < 30);
        let long = format!("\"{}\"", "x".repeat(10_000));
        assert!(status(&long).to_string().len() < 500);
    }
}
