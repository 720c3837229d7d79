//! Writes an answer of the described shape, field by field in the description's order.

use helpscout_description::{Api, Field, Object, Operation, Rule, Type};
use serde_json::{Map, Value, json};

use super::{Arguments, Window, invent::Inventor};
use crate::{
    desk::random::{mix, mix_text},
    volume::Volume,
};

/// Writes the answer to one call.
///
/// Computed figures are sent where the description has a place for them and left out where it has
/// none. What the description asks for and nobody computed is made up, the same every time.
#[derive(Clone, Copy)]
pub(crate) struct Body<'a> {
    api: &'a Api,
    operation: &'a Operation,
    inventor: Inventor<'a>,
    comparison: Comparison,
    seed: u64,
}

/// Whether there is an interval to compare with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    /// The operation has no such parameters.
    Unknown,
    /// They were not given.
    Unasked,
    /// From here to there, in seconds since 1970.
    With(i64, i64),
}

/// What belongs to the interval to compare with, and how its parameters start.
const PREVIOUS: &str = "previous";
/// What changed since.
const DELTAS: &str = "deltas";

impl<'a> Body<'a> {
    pub(crate) fn new(
        api: &'a Api,
        operation: &'a Operation,
        arguments: &Arguments,
        seed: u64,
    ) -> Self {
        let intervals = || {
            operation.rules.iter().filter_map(|rule| match rule {
                Rule::Interval { from, to } => Some((from, to)),
                _ => None,
            })
        };
        let asked =
            |(from, to): (&String, &String)| arguments.instant(from).zip(arguments.instant(to));
        let is_previous = |(from, _): &(&String, &String)| from.starts_with(PREVIOUS);
        let interval = intervals().find(|one| !is_previous(one)).and_then(asked);
        let comparison = match intervals().find(is_previous).map(asked) {
            None => Comparison::Unknown,
            Some(None) => Comparison::Unasked,
            Some(Some((from, to))) => Comparison::With(from, to),
        };
        Self {
            api,
            operation,
            inventor: Inventor::new(api, interval),
            comparison,
            seed: mix_text(seed, &operation.id),
        }
    }

    /// An answer nobody computed: one object, or one page of a few.
    pub(crate) fn invented(&self, arguments: &Arguments, volume: Volume) -> Value {
        let Some(pages) = &self.operation.pages else {
            return self.response(&Value::Null);
        };
        let rows = 2 * INVENTED_PAGE + 1 + (self.seed % INVENTED_PAGE as u64) as usize;
        let count = volume.count(rows.saturating_sub(volume.held_back));
        let window = Window::asked(pages, arguments, INVENTED_PAGE);
        let rows = vec![Value::Null; window.places(count).len()];
        self.page(window, rows, count, Value::Null)
    }

    /// One page with these rows, out of `count`. A null row is made up.
    /// `around` is what is known of the answer beside its rows.
    pub(crate) fn page(
        &self,
        window: Window,
        rows: Vec<Value>,
        count: usize,
        around: Value,
    ) -> Value {
        let Some(pages) = &self.operation.pages else {
            return self.response(&Value::Null);
        };
        let mut known = around;
        put(&mut known, &pages.current, json!(window.page));
        put(&mut known, &pages.total, json!(window.pages(count)));
        put(&mut known, &pages.count, json!(count));
        put(&mut known, &pages.rows, json!([]));
        let mut body = self.response(&known);

        if let Some(field) = self.field_at(&pages.rows) {
            let salt = mix_text(self.seed, &pages.rows);
            let rows = rows.iter().zip(window.places(count));
            let rows = rows
                .map(|(row, place)| self.item(field, row, mix(salt, place as u64), 0))
                .collect();
            put(&mut body, &pages.rows, Value::Array(rows));
        }
        body
    }

    /// An answer without pages, around what was computed of it.
    pub(crate) fn response(&self, known: &Value) -> Value {
        let Some(object) = self.api.object(&self.operation.response) else {
            return json!({});
        };
        if !self.operation.list {
            return self.object(object, known, self.seed, 0);
        }
        let made_up = vec![Value::Null; INVENTED_LIST];
        let items = known.as_array().unwrap_or(&made_up).iter().zip(0..);
        let item = |(item, place)| self.object(object, item, mix(self.seed, place), 0);
        Value::Array(items.map(item).collect())
    }

    /// What makes up a key of the whole answer; none leaves it out.
    fn around(&self, field: &Field) -> Option<Self> {
        let key = field.wire.as_str();
        match self.comparison {
            Comparison::Unasked if [PREVIOUS, DELTAS].contains(&key) && field.optional => None,
            Comparison::With(from, to) if key == PREVIOUS => Some(Self {
                inventor: Inventor::new(self.api, Some((from, to))),
                ..*self
            }),
            _ => Some(*self),
        }
    }

    fn object(&self, object: &Object, known: &Value, salt: u64, depth: usize) -> Value {
        if depth == DEEPEST {
            return json!({});
        }
        // What has an id looks the same wherever it is shown.
        let salt = known
            .get("id")
            .and_then(Value::as_u64)
            .map_or(salt, |id| mix_text(mix(self.seed, id), &object.name));
        let mut body = Map::new();
        for field in &object.fields {
            let known = known.get(&field.wire);
            let maker = match depth == 0 && known.is_none() {
                true => self.around(field),
                false => Some(*self),
            };
            let salt = mix_text(salt, &field.wire);
            let value = maker.and_then(|maker| maker.field(field, known, salt, depth));
            if let Some(value) = value {
                body.insert(field.wire.clone(), value);
            }
        }
        // An answer with nothing in it would be none.
        let first = object.fields.first();
        let first = first.filter(|first| known.get(&first.wire).is_none());
        if let (0, true, Some(first)) = (depth, body.is_empty(), first) {
            let first = Field {
                optional: false,
                ..first.clone()
            };
            let salt = mix_text(salt, &first.wire);
            let value = self.field(&first, None, salt, depth);
            body.extend(value.map(|value| (first.wire, value)));
        }
        // Which other keys there are can't be made up; those that are known are sent.
        if let (Some(rest), Some(known)) = (&object.rest, known.as_object()) {
            for (key, value) in known {
                if object.field(key).is_some() {
                    continue;
                }
                let value = self.field(rest, Some(value), mix_text(salt, key), depth);
                body.extend(value.map(|value| (key.clone(), value)));
            }
        }
        Value::Object(body)
    }

    /// The value of a field; none leaves the key out.
    fn field(
        &self,
        field: &Field,
        known: Option<&Value>,
        salt: u64,
        depth: usize,
    ) -> Option<Value> {
        match known {
            // What would be an object or a list is left out, what would be a figure is null.
            Some(Value::Null)
                if field.optional && (field.list || matches!(field.ty, Type::Object(_))) =>
            {
                return None;
            }
            Some(Value::Null) if field.nullable => return Some(Value::Null),
            Some(Value::Null) if field.optional => return None,
            Some(Value::Array(items)) if field.list => {
                let items = items.iter().zip(0..);
                return Some(
                    items
                        .map(|(item, place)| self.item(field, item, mix(salt, place), depth))
                        .collect(),
                );
            }
            Some(value) if !field.list && self.fits(&field.ty, value) => {
                return Some(self.item(field, value, salt, depth));
            }
            Some(_) | None => {}
        }
        let deep = depth >= DEEP;
        if field.optional && (deep || salt.is_multiple_of(8)) {
            return None;
        }
        if field.nullable && (deep || (salt >> 8).is_multiple_of(8)) {
            return Some(Value::Null);
        }
        if field.list {
            let items = if deep { 0 } else { 1 + (salt >> 16) % 3 };
            let items = (0..items).map(|place| mix(salt, place));
            let items = items.map(|salt| self.item(field, &Value::Null, salt, depth));
            let mut items: Vec<Value> = items.collect();
            self.inventor.in_order(field, &mut items);
            return Some(Value::Array(items));
        }
        Some(self.item(field, &Value::Null, salt, depth))
    }

    /// A single value: the known one if it has the field's type.
    fn item(&self, field: &Field, known: &Value, salt: u64, depth: usize) -> Value {
        match &field.ty {
            Type::Object(name) => match self.api.object(name) {
                Some(object) => self.object(object, known, salt, depth + 1),
                None => json!({}),
            },
            ty => {
                let value = match self.fits(ty, known) {
                    true => known.clone(),
                    false => self.inventor.value(field, salt),
                };
                // Figures are plain numbers, however the service writes them.
                match field.as_text && value.is_number() {
                    true => json!(value.to_string()),
                    false => value,
                }
            }
        }
    }

    fn fits(&self, ty: &Type, value: &Value) -> bool {
        match ty {
            Type::Id(name) if self.api.is_hex(name) => value.is_string(),
            Type::Enum(name) if self.api.is_numeric(name) => value.is_i64(),
            Type::Integer | Type::Id(_) => value.is_i64(),
            Type::Number => value.is_number(),
            Type::Text | Type::Instant | Type::Enum(_) => value.is_string(),
            Type::Boolean => value.is_boolean(),
            Type::Object(_) => value.is_object(),
            Type::Any => !value.is_null(),
        }
    }

    /// The field at a dotted path from the root of the answer.
    fn field_at(&self, path: &str) -> Option<&Field> {
        let mut object = self.api.object(&self.operation.response)?;
        let (parents, last) = path.rsplit_once('.').unwrap_or(("", path));
        for key in parents.split('.').filter(|key| !key.is_empty()) {
            let Type::Object(name) = &object.field(key)?.ty else {
                return None;
            };
            object = self.api.object(name)?;
        }
        object.field(last)
    }
}

/// Rows on a page nobody computed.
const INVENTED_PAGE: usize = 50;
/// Items of a list nobody computed.
const INVENTED_LIST: usize = 12;
/// From here on only what must be there is made up, as objects may contain themselves.
const DEEP: usize = 5;
const DEEPEST: usize = 16;

/// Puts a value at a dotted path, with the objects on the way there.
fn put(body: &mut Value, path: &str, value: Value) {
    let mut place = body;
    for key in path.split('.') {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[key];
    }
    *place = value;
}
