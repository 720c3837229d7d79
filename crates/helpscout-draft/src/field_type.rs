//! The type of a field of the answer, from the table, the example, the key and the description.
//!
//! If they contradict each other, the example decides: it comes from the service, and the field is
//! checked against it.

use helpscout_description::{IdForm, Unit, literal};
use helpscout_spec::pattern;
use helpscout_spec::raw::WrittenAs;

use crate::answer::AnswerNode;
use crate::enumeration;
use crate::enums::Enums;
use crate::json_kind::JsonKind;
use crate::kind::{self, Kind, is_mixed, kind};
use crate::phrase;
use crate::text::code;
use crate::unit;
use crate::words::{singular, words};

/// The type of a field, with its unit and how it is written.
#[derive(Debug, Default)]
pub(crate) struct FieldType {
    pub(crate) name: String,
    pub(crate) unit: Option<Unit>,
    pub(crate) written_as: Option<WrittenAs>,
}

impl FieldType {
    /// Returns the type of a key that is not an object. `parent` is the key above it, `is_paging`
    /// says whether it is a number of paging.
    pub(crate) fn of(
        node: &AnswerNode,
        parent: &str,
        is_paging: bool,
        enums: &mut Enums<'_>,
        todo: &mut Vec<String>,
    ) -> Self {
        let table = table_kind(node);
        if is_paging && kind_in_example(node) == Some(JsonKind::Boolean) {
            return Self::named("boolean");
        }
        if is_paging {
            if !matches!(table, Kind::Number | Kind::Decimal | Kind::Unknown) {
                let text = "the table does not call it a number, but paging depends on it";
                todo.push(text.to_owned());
            }
            return Self::named("integer");
        }
        if table == Kind::Object {
            todo.push("the page does not list its keys".to_owned());
            return Self::named("any");
        }
        let cell = node.row.as_ref().map_or("", |row| row.type_name.as_str());
        if is_mixed(cell) {
            todo.push(format!("check what the page's type {} says", code(cell)));
        }
        let description = node.row.as_ref().map_or("", |row| row.description.as_str());
        let mut drafter = Drafter {
            node,
            table,
            parent,
            description,
            enums,
            todo,
        };
        match kind_in_example(node) {
            Some(kind) => drafter.type_in_example(kind),
            None => drafter.type_in_table(),
        }
    }

    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

/// Returns the kind that the table names.
fn table_kind(node: &AnswerNode) -> Kind {
    node.row
        .as_ref()
        .map_or(Kind::Unknown, |row| kind(&row.type_name))
}

/// Returns the kind of its values in the example, if there are any.
fn kind_in_example(node: &AnswerNode) -> Option<JsonKind> {
    let kinds: Vec<JsonKind> = node.kinds.iter().copied().collect();
    match kinds.as_slice() {
        [] => None,
        [only] => Some(*only),
        [JsonKind::Integer, JsonKind::Fraction] => Some(JsonKind::Fraction),
        _ => Some(JsonKind::Deep),
    }
}

/// Drafts the type of a field from what is known about it.
struct Drafter<'d, 'k> {
    node: &'d AnswerNode,
    table: Kind,
    parent: &'d str,
    description: &'d str,
    enums: &'d mut Enums<'k>,
    todo: &'d mut Vec<String>,
}

impl Drafter<'_, '_> {
    /// Returns the type of a key with values in the example.
    fn type_in_example(&mut self, kind: JsonKind) -> FieldType {
        self.note_contradiction(kind);
        match kind {
            JsonKind::Boolean => FieldType::named("boolean"),
            JsonKind::Integer => match self.epoch() {
                Some(name) => FieldType::named(name),
                None => self.number(),
            },
            JsonKind::Fraction if self.epoch().is_some() => {
                self.todo(
                    "it is an instant as a number with a fraction, for which there is no type",
                );
                FieldType::named("number")
            }
            JsonKind::Fraction => FieldType {
                name: "number".to_owned(),
                ..self.number()
            },
            JsonKind::Text => self.text(),
            JsonKind::Object | JsonKind::List | JsonKind::Deep => {
                self.todo("the example does not show its structure");
                FieldType::named("any")
            }
        }
    }

    /// Returns the type of a key without a value in the example.
    fn type_in_table(&mut self) -> FieldType {
        let cell = self.cell();
        let is_number = matches!(self.table, Kind::Instant | Kind::Number);
        if is_number && (unit::is_epoch(&self.prose()) || kind::is_epoch(cell)) {
            return FieldType::named(unit::epoch(&self.prose(), 0));
        }
        match self.table {
            Kind::Boolean => FieldType::named("boolean"),
            Kind::Instant => self.text(),
            Kind::Text | Kind::Enumeration => self.text(),
            Kind::Number | Kind::Decimal => {
                let mut number = self.number();
                let name = self.node.key.to_lowercase();
                let is_count = ["count", "total", "number", "pages", "page", "size"]
                    .iter()
                    .any(|word| name.contains(word));
                if number.name == "integer" && !is_count && !kind::is_bit(self.cell()) {
                    number.name = "number".to_owned();
                    self.todo("no example shows whether it is an integer");
                }
                number
            }
            Kind::Object | Kind::Unknown => {
                self.todo("neither the table nor the example shows its type");
                FieldType::named("any")
            }
        }
    }

    /// Returns the type of an instant that is a number, if the page calls it one.
    fn epoch(&self) -> Option<&'static str> {
        let largest = self.node.largest.unwrap_or(0);
        let is_called_so = self.table == Kind::Instant && largest > 100_000_000;
        let is_called_so =
            is_called_so || unit::is_epoch(&self.prose()) || kind::is_epoch(self.cell());
        is_called_so.then(|| unit::epoch(&self.prose(), largest))
    }

    fn note_contradiction(&mut self, kind: JsonKind) {
        let is_number = matches!(kind, JsonKind::Integer | JsonKind::Fraction);
        let (documented, fits) = match self.table {
            Kind::Number | Kind::Decimal => ("a number", is_number || self.is_number_as_text()),
            Kind::Boolean => ("a boolean", kind == JsonKind::Boolean),
            Kind::Text => ("text", kind == JsonKind::Text),
            Kind::Instant => (
                "a date",
                kind == JsonKind::Text || kind == JsonKind::Integer && self.epoch().is_some(),
            ),
            Kind::Enumeration => (
                "an enumeration",
                matches!(kind, JsonKind::Text | JsonKind::Integer),
            ),
            Kind::Object => ("an object", kind == JsonKind::Object),
            Kind::Unknown => return,
        };
        let shown = match kind {
            JsonKind::Boolean => "a boolean",
            JsonKind::Integer | JsonKind::Fraction => "a number",
            JsonKind::Text => "text",
            JsonKind::Object | JsonKind::List | JsonKind::Deep => "something else",
        };
        if !fits {
            self.todo(&format!(
                "the table calls it {documented}, but the example has {shown}"
            ));
        }
    }

    fn number(&mut self) -> FieldType {
        let key = self.node.key.as_str();
        let id = self.id_type(None);
        if let Some(id) = id.filter(|id| self.enums.known.id_form(id) == IdForm::Integer) {
            return FieldType::named(&id);
        }
        // Deltas are changes in percent, although no page says so.
        let unit = unit::unit(key, &self.prose())
            .or_else(|| unit::of_parent(self.parent))
            .or((self.parent == "deltas").then_some(Unit::Percent));
        let last = words(key);
        let last = last.rsplit(' ').next().unwrap_or_default();
        let is_time = unit.is_none() && matches!(last, "time" | "duration");
        let foreign = unit::foreign(key, &self.prose());
        if let Some(foreign) = foreign {
            self.todo(&format!(
                "the page gives it in {foreign}, which is no unit of the spec"
            ));
        } else if is_time {
            self.todo("check the unit, which the page does not name");
        }
        let unit = unit.or(is_time.then_some(Unit::Seconds));
        let is_measured = unit.is_some_and(|unit| unit != Unit::Days);
        let is_number = is_measured || is_time || phrase::is_fraction(key, self.description);
        FieldType {
            name: if is_number { "number" } else { "integer" }.to_owned(),
            unit,
            written_as: None,
        }
    }

    fn text(&mut self) -> FieldType {
        let texts = &self.node.texts;
        let all = |is: fn(&str) -> bool| !texts.is_empty() && texts.iter().all(|text| is(text));
        let is_date = self.table == Kind::Instant;
        if is_date && texts.is_empty() && kind::is_day(&self.prose()) {
            return FieldType::named("date");
        }
        if all(literal::is_answered_instant) || (is_date && texts.is_empty()) {
            return FieldType::named("instant");
        }
        if all(literal::is_date) {
            return FieldType::named("date");
        }
        if is_date {
            let odd = texts
                .iter()
                .find(|text| !literal::is_answered_instant(text))
                .map_or("", String::as_str);
            self.todo(&format!(
                "the table calls it a date, but the example has {}",
                code(odd)
            ));
            return FieldType::named("text");
        }
        let mut doubts = Vec::new();
        let id = self.id_type(Some(&mut doubts));
        let form = |id: &String| self.enums.known.id_form(id);
        if let Some(id) = id.as_ref().filter(|id| form(id) == IdForm::Text) {
            return FieldType::named(id);
        }
        if all(literal::is_integer) || all(literal::is_hex24) {
            if id.is_none() && all(literal::is_integer) && self.is_number_as_text() {
                return FieldType {
                    written_as: Some(WrittenAs::Text),
                    ..self.number()
                };
            }
            if id.is_none() && all(literal::is_hex24) {
                self.todo.append(&mut doubts);
            }
            let is_hex = |id: &String| form(id) == IdForm::Hex24;
            if let Some(id) = id.filter(|id| is_hex(id) != all(literal::is_integer)) {
                return FieldType {
                    written_as: (!is_hex(&id)).then_some(WrittenAs::Text),
                    name: id,
                    unit: None,
                };
            }
        }
        if self.is_number_as_text() {
            return FieldType {
                name: "number".to_owned(),
                written_as: Some(WrittenAs::Text),
                ..self.number()
            };
        }
        let Some(values) = enumeration::values(self.table, self.description) else {
            if self.table == Kind::Enumeration {
                self.todo("the page calls it an enumeration but lists no values");
            }
            return FieldType::named("text");
        };
        let unlisted = self.enums.unlisted(texts, &values);
        let is_value = |text: &&str| (pattern::VALUE.matches)(text) && text.len() <= 80;
        // Prose may look like a list of values.
        let are_values = unlisted.iter().all(is_value) && unlisted.len() <= values.len();
        if let Some(odd) = unlisted.first().map(|text| code(text)) {
            self.todo(&format!(
                "the example has {odd}, which the page does not list"
            ));
        }
        if !are_values {
            return FieldType::named("text");
        }
        let mut values = values;
        values.extend(unlisted.into_iter().map(str::to_owned));
        let name = self.enums.name_of(&values, &self.node.key, self.todo);
        FieldType::named(&name)
    }

    /// Returns the ID type of a key, if it is an ID. Adds a doubt about it to `doubts`, or else to
    /// the draft.
    fn id_type(&mut self, doubts: Option<&mut Vec<String>>) -> Option<String> {
        let doubts = doubts.unwrap_or(self.todo);
        let mut doubt =
            || doubts.push("name the type of the ID, or declare one in `api.yaml`".to_owned());
        let known = |thing: &str| self.enums.known.id(thing).map(str::to_owned);
        let key = self.node.key.as_str();
        let is_id = key == "id" || key == "ids";
        let stem = ["Ids", "Id", "_id", "ids", "id"]
            .iter()
            .find_map(|end| key.strip_suffix(end))
            .filter(|stem| !stem.is_empty());
        if !is_id && stem.is_none() {
            return None;
        }
        if let Some(stem) = stem.filter(|_| !is_id) {
            // `paid` ends with these letters, too, but is not an ID.
            let is_certain = key.ends_with("Id") || key.ends_with("_id");
            let found = known(stem).or_else(|| {
                last_word(stem)
                    .and_then(|word| known(&word))
                    .filter(|_| is_certain)
            });
            if found.is_none() && is_certain {
                doubt();
            }
            return found;
        }
        let description = self.description.to_lowercase();
        let named = self.enums.known.id_words().find(|(thing, _)| {
            description
                .split(|char: char| !char.is_alphanumeric())
                .any(|word| singular(word) == *thing)
        });
        // A filter tag is a tag.
        let found = known(&singular(self.parent))
            .or_else(|| last_word(self.parent).and_then(|word| known(&word)))
            .or_else(|| named.map(|(_, id)| id.to_owned()));
        if found.is_none() {
            doubt();
        }
        found
    }

    /// Returns whether the example has what the table calls a number in quotes.
    fn is_number_as_text(&self) -> bool {
        let is_number = matches!(self.table, Kind::Number | Kind::Decimal);
        let mut texts = self.node.texts.iter();
        // The spec can't describe lists of them.
        let may_be = is_number && !self.node.is_list && !self.node.texts.is_empty();
        may_be && texts.all(|text| literal::is_number(text))
    }

    /// Returns everything that the table says about the values.
    fn prose(&self) -> String {
        format!("{} ({})", self.description, self.cell())
    }

    /// Returns the type that the table names.
    fn cell(&self) -> &str {
        let row = self.node.row.as_ref();
        row.map_or("", |row| row.type_name.as_str())
    }

    fn todo(&mut self, text: &str) {
        self.todo.push(text.to_owned());
    }
}

/// Returns the singular of the last word of a name. The words before it only qualify it.
fn last_word(name: &str) -> Option<String> {
    words(name).split(' ').next_back().map(singular)
}
