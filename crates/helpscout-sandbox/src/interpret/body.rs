//! Writes an answer of the described shape, field by field in the order of the description.

use helpscout_description::{Api, Field, Object, Operation, PageStyle, Pages, Rule, Type};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer, arguments::Arguments, cursor::Cursors, invent::Inventor,
    page_window::PageWindow, position, salt::Salt,
};
use crate::{desk::random::mix_text, volume::Volume};

/// Writes the body of one answer.
///
/// Computed figures are sent where the description has a field for them, and omitted where it has
/// none. Fields that are not computed get made-up values, the same every time.
#[derive(Clone, Copy)]
pub(crate) struct BodyWriter<'a> {
    api: &'a Api,
    operation: &'a Operation,
    inventor: Inventor<'a>,
    previous: PreviousInterval,
    seed: u64,
    /// The start of the URL of the next page; empty unless answers have it.
    link: &'a str,
}

/// Whether a call has a previous interval, which its figures are compared with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PreviousInterval {
    /// The operation has no parameters for it.
    NotDescribed,
    /// The call does not have it.
    NotGiven,
    /// From the first to the second instant, in seconds since 1970.
    Given(i64, i64),
}

/// The key with the figures of the previous interval, and the prefix of its parameters.
const PREVIOUS: &str = "previous";
/// The key with the changes since the previous interval.
const DELTAS: &str = "deltas";

impl<'a> BodyWriter<'a> {
    pub(crate) fn new(
        api: &'a Api,
        operation: &'a Operation,
        arguments: &Arguments,
        seed: u64,
        link: &'a str,
    ) -> Self {
        let intervals = || {
            operation.rules.iter().filter_map(|rule| match rule {
                Rule::Interval { from, to } => Some((from, to)),
                _ => None,
            })
        };
        let given =
            |(from, to): (&String, &String)| arguments.instant(from).zip(arguments.instant(to));
        let is_previous = |(from, _): &(&String, &String)| from.starts_with(PREVIOUS);
        let interval = intervals()
            .find(|interval| !is_previous(interval))
            .and_then(given);
        let previous = match intervals().find(is_previous).map(given) {
            None => PreviousInterval::NotDescribed,
            Some(None) => PreviousInterval::NotGiven,
            Some(Some((from, to))) => PreviousInterval::Given(from, to),
        };
        Self {
            api,
            operation,
            inventor: Inventor::new(api, interval),
            previous,
            seed: mix_text(seed, &operation.id),
            link,
        }
    }

    /// Writes an answer that is not computed: one object, or one of a few pages.
    pub(crate) fn invented(&self, arguments: &Arguments, volume: Volume) -> Answer {
        let Some(pages) = &self.operation.pages else {
            return self.without_pages(&Value::Null);
        };
        let size = PageWindow::size_of(pages);
        let rows = 2 * size + 1 + (self.seed % size as u64) as usize;
        let count = volume.count(rows.saturating_sub(volume.held_back));
        let window = PageWindow::of_call(pages, arguments);
        let rows = vec![Value::Null; window.places(count).len()];
        self.page(window, rows, count, Value::Null)
    }

    /// Writes one page with these of `count` rows. A row that is null is made up. `around` has the
    /// computed figures besides the rows.
    pub(crate) fn page(
        &self,
        window: PageWindow,
        rows: Vec<Value>,
        count: usize,
        around: Value,
    ) -> Answer {
        let Some(pages) = &self.operation.pages else {
            return self.without_pages(&Value::Null);
        };
        let rows = rows.into_iter().zip(window.places(count));
        let body = if pages.rows.is_empty() {
            let rows = rows.map(|(row, place)| self.row_of_list(pages, row, place));
            Value::Array(rows.collect())
        } else {
            self.page_around(pages, window, rows, count, around)
        };
        let link = || position::link(self.api, self.operation, self.link, window.end());
        Answer::of_page(body, pages, window, count, link)
    }

    /// Writes one row of a page that is the list of rows itself.
    fn row_of_list(&self, pages: &Pages, row: Value, place: usize) -> Value {
        let Some(object) = self.api.object(&self.operation.response) else {
            return row;
        };
        let salt = Salt::of(self.seed);
        let mut item = self.object(object, &row, &salt.place(place as u64), 0);
        self.identify(&mut item, pages, place, row.is_null());
        item
    }

    /// Writes one page whose rows are at a path.
    fn page_around(
        &self,
        pages: &Pages,
        window: PageWindow,
        rows: impl Iterator<Item = (Value, usize)>,
        count: usize,
        around: Value,
    ) -> Value {
        let mut known = around;
        self.put_position(pages, window, count, &mut known);
        if let Some(path) = &pages.count {
            put(&mut known, path, json!(count));
        }
        put(&mut known, &pages.rows, json!([]));
        let mut body = self.response(&known);

        if let Some(field) = self.field_at(&pages.rows) {
            let seed = Salt::of(self.seed);
            let salt = seed.key(&pages.rows);
            let rows = rows
                .map(|(row, place)| {
                    let mut item = if self.is_complete(field, &row, 0) {
                        row.clone()
                    } else {
                        self.item(field, &row, &salt.place(place as u64), 0)
                    };
                    self.identify(&mut item, pages, place, row.is_null());
                    item
                })
                .collect();
            put(&mut body, &pages.rows, Value::Array(rows));
        }
        body
    }

    /// Sets which page the answer is, and how to get the next.
    fn put_position(&self, pages: &Pages, window: PageWindow, count: usize, known: &mut Value) {
        let is_last = window.end() >= count;
        match &pages.style {
            PageStyle::Number {
                current,
                total,
                more,
                ..
            } => {
                put_any(known, current.as_ref(), json!(window.page));
                put_any(known, total.as_ref(), json!(window.pages(count)));
                put_any(known, more.as_ref(), json!(!is_last));
            }
            PageStyle::Offset { current, last, .. } => {
                put_any(known, current.as_ref(), json!(window.before));
                put_any(known, last.as_ref(), json!(is_last));
            }
            PageStyle::Cursor { next, more, .. } => {
                put_any(known, more.as_ref(), json!(!is_last));
                if !(is_last && self.put_nothing(next, known)) {
                    let before = window.end().min(count);
                    let cursors = Cursors::of(self.api, self.operation);
                    put(known, next, cursors.value(before));
                }
            }
            PageStyle::LastRow { more, .. } => put_any(known, more.as_ref(), json!(!is_last)),
            PageStyle::LinkHeader { .. } => {}
            PageStyle::Link { next } => {
                if !(is_last && self.put_nothing(next, known)) {
                    let link = position::link(self.api, self.operation, self.link, window.end());
                    put(known, next, json!(link));
                }
            }
        }
        self.put_size(pages, window, known);
    }

    /// Sets the last key of a path that may be null or missing to null, so that nothing is at its
    /// end. Returns false if there is no such key.
    fn put_nothing(&self, path: &str, known: &mut Value) -> bool {
        let mut path = path;
        loop {
            let field = self.field_at(path);
            if field.is_some_and(|field| field.nullable || field.optional) {
                put(known, path, Value::Null);
                return true;
            }
            match path.rsplit_once('.') {
                Some((parent, _)) => path = parent,
                None => return false,
            }
        }
    }

    /// Repeats the number of rows on a page where an answer has it under the parameter's name, next
    /// to the rows.
    fn put_size(&self, pages: &Pages, window: PageWindow, known: &mut Value) {
        let Some(size) = &pages.size else { return };
        let path = match pages.rows.rsplit_once('.') {
            Some((parent, _)) => format!("{parent}.{size}"),
            None => size.clone(),
        };
        let field = self.field_at(&path);
        if field.is_some_and(|field| field.ty == Type::Integer && !field.list) {
            put(known, &path, json!(window.size));
        }
    }

    /// Gives the row at `place` an identity that no other row has, if it is made up, and the value
    /// that leads to the rows after it.
    fn identify(&self, row: &mut Value, pages: &Pages, place: usize, is_made_up: bool) {
        let Some(object) = self.api.row_object(self.operation) else {
            return;
        };
        let mut set = |path: &str, new: &dyn Fn(&Field) -> Value| {
            let fields = self.api.fields_along(&object.name, path);
            let value = row.pointer_mut(&format!("/{}", path.replace('.', "/")));
            // A row may lack its identity.
            let value = value.filter(|value| !value.is_null());
            if let (Some(field), Some(value)) = (fields.last(), value) {
                *value = new(field);
            }
        };
        if let (Some(path), true) = (&pages.identity, is_made_up) {
            set(path, &|field| self.inventor.identity(field, place));
        }
        if let PageStyle::LastRow { value, .. } = &pages.style {
            let cursors = Cursors::of(self.api, self.operation);
            set(value, &|field| match cursors.value(place + 1) {
                number if field.as_text && number.is_number() => json!(number.to_string()),
                value => value,
            });
        }
    }

    /// Writes an answer without pages. `known` has its computed figures.
    pub(crate) fn without_pages(&self, known: &Value) -> Answer {
        Answer::of(self.api, self.operation, self.response(known))
    }

    /// Writes the values of an answer. `known` has its computed figures.
    fn response(&self, known: &Value) -> Value {
        let Some(object) = self.api.object(&self.operation.response) else {
            return json!({});
        };
        let seed = Salt::of(self.seed);
        if !self.operation.list {
            return self.object(object, known, &seed, 0);
        }
        let made_up = vec![Value::Null; INVENTED_LIST];
        let items = known.as_array().unwrap_or(&made_up).iter().zip(0..);
        let item = |(item, place)| self.object(object, item, &seed.place(place), 0);
        Value::Array(items.map(item).collect())
    }

    /// Returns the writer that makes up a top-level field, or `None` to omit the field.
    fn writer_of(&self, field: &Field) -> Option<Self> {
        let key = field.wire.as_str();
        match self.previous {
            PreviousInterval::NotGiven if [PREVIOUS, DELTAS].contains(&key) && field.optional => {
                None
            }
            PreviousInterval::Given(from, to) if key == PREVIOUS => Some(Self {
                inventor: Inventor::new(self.api, Some((from, to))),
                ..*self
            }),
            _ => Some(*self),
        }
    }

    fn object(&self, object: &Object, known: &Value, salt: &Salt<'_>, depth: usize) -> Value {
        if depth == DEEPEST {
            return json!({});
        }
        // An object with an ID looks the same in every place.
        let seed = Salt::of(self.seed);
        let id = known.get("id").and_then(Value::as_u64);
        let of_id = id.map(|id| seed.place(id));
        let named = of_id.as_ref().map(|of_id| of_id.key(&object.name));
        let salt = named.as_ref().unwrap_or(salt);
        let mut body = Map::new();
        for field in &object.fields {
            let known = known.get(&field.wire);
            let writer = if depth == 0 && known.is_none() {
                self.writer_of(field)
            } else {
                Some(*self)
            };
            let salt = salt.key(&field.wire);
            let value = writer.and_then(|writer| writer.field(field, known, &salt, depth));
            if let Some(value) = value {
                body.insert(field.wire.clone(), value);
            }
        }
        // An answer has at least one field.
        let first = object.fields.first();
        let first = first.filter(|first| known.get(&first.wire).is_none());
        if let (0, true, Some(first)) = (depth, body.is_empty(), first) {
            let first = Field {
                optional: false,
                ..first.clone()
            };
            let value = self.field(&first, None, &salt.key(&first.wire), depth);
            body.extend(value.map(|value| (first.wire, value)));
        }
        // Only an object that is a map gets keys that are made up. A deep one is empty, like a list,
        // because its values may contain it.
        let is_map = object.fields.is_empty() && depth < DEEP;
        if let (Some(rest), true, None) = (&object.rest, is_map, known.as_object()) {
            for (key, place) in KEYS.iter().zip(0..=salt.get() % KEYS.len() as u64) {
                let salt = salt.place(place);
                let value = if rest.nullable_items && !rest.list && salt.get().is_multiple_of(4) {
                    Some(Value::Null)
                } else {
                    self.field(rest, None, &salt, depth)
                };
                body.extend(value.map(|value| ((*key).to_owned(), value)));
            }
        }
        // Of other objects, additional keys can't be made up, but the known ones are sent.
        if let (Some(rest), Some(known)) = (&object.rest, known.as_object()) {
            for (key, value) in known {
                if object.field(key).is_some() {
                    continue;
                }
                let value = self.field(rest, Some(value), &salt.key(key), depth);
                body.extend(value.map(|value| (key.clone(), value)));
            }
        }
        Value::Object(body)
    }

    /// Returns the value of a field, or `None` to omit the field.
    fn field(
        &self,
        field: &Field,
        known: Option<&Value>,
        salt: &Salt<'_>,
        depth: usize,
    ) -> Option<Value> {
        match known {
            // An optional object or list is omitted; a nullable figure is null.
            Some(Value::Null)
                if field.optional && (field.list || matches!(field.ty, Type::Object(_))) =>
            {
                return None;
            }
            Some(Value::Null) if field.nullable => return Some(Value::Null),
            Some(Value::Null) if field.optional => return None,
            Some(Value::Array(items)) if field.list || field.one_or_many => {
                let items = items.iter().zip(0..);
                return Some(
                    items
                        .map(|(item, place)| self.item(field, item, &salt.place(place), depth))
                        .collect(),
                );
            }
            Some(value) if !field.list && self.fits(&field.ty, value) => {
                return Some(self.item(field, value, salt, depth));
            }
            Some(_) | None => {}
        }
        let deep = depth >= DEEP;
        let number = salt.get();
        if field.optional && (deep || number.is_multiple_of(8)) {
            return None;
        }
        if field.nullable && (deep || (number >> 8).is_multiple_of(8)) {
            return Some(Value::Null);
        }
        let is_many = field.one_or_many && !deep && (number >> 24).is_multiple_of(2);
        if field.list || is_many {
            let items = if deep { 0 } else { 1 + (number >> 16) % 3 };
            let items = (0..items).map(|place| salt.place(place));
            let items = items.map(|salt| self.invented_item(field, &salt, depth));
            let mut items: Vec<Value> = items.collect();
            self.inventor.in_order(field, &mut items);
            return Some(Value::Array(items));
        }
        Some(self.item(field, &Value::Null, salt, depth))
    }

    /// Makes up an item of a list, which is null now and then if it may be.
    fn invented_item(&self, field: &Field, salt: &Salt<'_>, depth: usize) -> Value {
        if field.nullable_items && (salt.get() >> 4).is_multiple_of(4) {
            return Value::Null;
        }
        self.item(field, &Value::Null, salt, depth)
    }

    /// Returns a single value: the known one if it has the field's type, else a made-up one.
    fn item(&self, field: &Field, known: &Value, salt: &Salt<'_>, depth: usize) -> Value {
        match &field.ty {
            Type::Object(name) => match self.api.object(name) {
                Some(object) => self.object(object, known, salt, depth + 1),
                None => json!({}),
            },
            ty => {
                let value = if self.fits(ty, known) {
                    known.clone()
                } else {
                    self.inventor.value(field, salt.get())
                };
                // Computed figures are numbers, even where the service writes them as text.
                if field.as_text && value.is_number() {
                    json!(value.to_string())
                } else {
                    value
                }
            }
        }
    }

    /// Returns true if [`Self::item`] would return the known value, so that it need not be written
    /// again. It is true of most rows of long reports.
    fn is_complete(&self, field: &Field, known: &Value, depth: usize) -> bool {
        let Type::Object(name) = &field.ty else {
            return self.fits(&field.ty, known) && !(field.as_text && known.is_number());
        };
        let (Some(object), Some(known)) = (self.api.object(name), known.as_object()) else {
            return false;
        };
        let mut fields = object.fields.iter().zip(known);
        depth + 1 < DEEPEST
            && object.fields.len() == known.len()
            && fields.all(|(field, (key, value))| {
                field.wire == *key && self.is_complete_field(field, value, depth + 1)
            })
    }

    /// The same for [`Self::field`].
    fn is_complete_field(&self, field: &Field, known: &Value, depth: usize) -> bool {
        match known {
            Value::Null => {
                let is_group = field.list || matches!(field.ty, Type::Object(_));
                field.nullable && !(field.optional && is_group)
            }
            Value::Array(items) if field.list => {
                let mut items = items.iter();
                items.all(|item| self.is_complete(field, item, depth))
            }
            known => !field.list && self.is_complete(field, known, depth),
        }
    }

    fn fits(&self, ty: &Type, value: &Value) -> bool {
        match ty {
            Type::Id(name) if self.api.is_text_id(name) => value.is_string(),
            Type::Enum(name) if self.api.is_numeric(name) => value.is_i64(),
            Type::Integer | Type::Id(_) | Type::EpochSeconds | Type::EpochMilliseconds => {
                value.is_i64()
            }
            Type::Number => value.is_number(),
            Type::Text | Type::Instant | Type::Date | Type::Enum(_) => value.is_string(),
            Type::Boolean => value.is_boolean(),
            Type::Object(_) => value.is_object(),
            Type::Any => !value.is_null(),
        }
    }

    /// Returns the field at a dotted path from the root of the answer.
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

/// The keys of a map that is not computed.
const KEYS: [&str; 3] = ["first", "second", "third"];
/// The number of items of a list that is not computed.
const INVENTED_LIST: usize = 12;
/// From this depth on, only required fields are made up, and lists and maps are empty, because
/// objects may contain themselves.
const DEEP: usize = 5;
/// From this depth on, objects are empty.
const DEEPEST: usize = 16;

/// Sets the value at a path, if there is one.
fn put_any(body: &mut Value, path: Option<&String>, value: Value) {
    if let Some(path) = path {
        put(body, path, value);
    }
}

/// Sets the value at a dotted path and creates missing objects on the way.
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
