//! The columns that rows can have, by name.

use helpscout_description::tables::{Layout, Place, SERIES, Table};
use helpscout_description::{Field, Object, Type, Unit, nearest};
use serde_json::value::RawValue;

use super::rank::Rank;
use super::value::{self, Value};
use crate::format::cell;
use crate::format::definitions::{AnswerType, Definitions, is_private};
use crate::format::json_object::JsonObject;
use crate::message::{Failure, printable};
use crate::redact::{self, Remains};

/// The depth of nested objects whose fields are columns.
const MAX_DEPTH: usize = 6;

/// The number of columns that a message lists.
const LISTED: usize = 24;

/// A column of rows.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The keys that lead to the value, joined by dots.
    pub(crate) name: String,
    /// The keys that lead to the value.
    pub(super) path: Vec<String>,
    /// The field of the value. Its key is the last of the path.
    pub(crate) field: Field,
    /// What a redaction leaves of the values.
    pub(super) remains: Remains,
    /// The order of the values, if their text does not tell it.
    pub(super) rank: Option<Rank>,
    /// The title in a table, if the key does not tell it.
    title: Option<String>,
}

impl Column {
    /// Creates the column of a value that is calculated here, and not sent.
    pub(crate) fn derived(name: &str, ty: Type, unit: Option<Unit>) -> Self {
        Self {
            name: name.to_owned(),
            path: vec![name.to_owned()],
            field: Field {
                unit,
                ..derived_field(name, ty)
            },
            remains: Remains::Everything,
            rank: None,
            title: None,
        }
    }

    /// Gives the column the title that a table has for it.
    pub(crate) fn titled(self, title: String) -> Self {
        Self {
            title: Some(title),
            ..self
        }
    }

    /// Gives the values an order.
    pub(crate) fn ranked(self, rank: Rank) -> Self {
        Self {
            rank: Some(rank),
            ..self
        }
    }

    /// Returns what a row is sorted by: nothing if it has no value in the column.
    pub(super) fn sort_key(&self, row: &JsonObject<'_>, definitions: Definitions) -> Option<Value> {
        match &self.rank {
            Some(rank) => rank.value(row),
            None => value::sort_key(self.value(row), &self.field, definitions),
        }
    }

    /// Returns the values that conditions compare: those of the column, and what gives it its order.
    pub(super) fn values(&self, row: &JsonObject<'_>, definitions: Definitions) -> Vec<Value> {
        let values = value::values(self.value(row), &self.field, definitions);
        let rank = self.rank.as_ref().and_then(|rank| rank.value(row));
        values.into_iter().chain(rank).collect()
    }

    /// Returns whether the value is calculated here, and not sent.
    #[cfg(feature = "mcp")]
    pub(crate) fn is_derived(&self) -> bool {
        // Every described field has a name in Rust.
        self.field.rust.is_empty()
    }

    /// Returns the value of the column in a row.
    pub(super) fn value<'a>(&self, row: &JsonObject<'a>) -> Option<&'a RawValue> {
        let (last, path) = self.path.split_last()?;
        let Some((first, rest)) = path.split_first() else {
            return row.get(last);
        };
        let mut inner = row.inner(first)?;
        for key in rest {
            inner = inner.inner(key)?;
        }
        inner.get(last)
    }

    fn title(&self) -> String {
        if let Some(title) = &self.title {
            return title.clone();
        }
        self.title_of_key()
    }

    fn title_of_key(&self) -> String {
        if let [_] = self.path.as_slice() {
            return cell::title_of(&self.field);
        }
        cell::title(&self.path.join("_"))
    }

    /// Returns whether the name stands for the column, without regard to case and separators.
    fn is_called(&self, name: &str) -> bool {
        let names = [&self.name, &self.title_of_key()];
        names.into_iter().any(|own| plain(own) == plain(name))
    }

    /// Returns whether that is the title of the column, commas included.
    pub(super) fn is_titled_exactly(&self, name: &str) -> bool {
        let letters = |text: &str| -> String {
            let letters = text.chars().filter(|char| !char.is_whitespace());
            letters.flat_map(char::to_lowercase).collect()
        };
        let title = self.title.as_ref();
        title.is_some_and(|title| letters(title) == letters(name))
    }

    /// Returns whether a table has that title for the column.
    fn is_titled(&self, name: &str) -> bool {
        let title = self.title.as_ref();
        title.is_some_and(|title| plain(title) == plain(name))
    }
}

/// Returns the columns of the rows of an answer.
pub(crate) fn columns_of(answer: AnswerType) -> Vec<Column> {
    let mut columns = Vec::new();
    collect(
        answer.definitions,
        answer.row,
        answer.columns,
        &[],
        &mut columns,
    );
    columns
}

/// Returns the columns of a table of an answer, whose rows have no nested objects.
pub(crate) fn columns_of_table(table: &Table<'_>) -> Vec<Column> {
    let mut remains = vec![Remains::Everything; table.columns.len()];
    judge(&table.layout, &mut remains);
    let columns = table.columns.iter().zip(remains).map(|(column, remains)| {
        let ty = match &column.field {
            Some(field) => field.ty.clone(),
            None if column.name == SERIES => Type::Text,
            None => Type::Integer,
        };
        let field = match column.field {
            Some(field) => field.clone(),
            None => derived_field(&column.name, ty),
        };
        Column {
            name: column.name.clone(),
            path: vec![column.name.clone()],
            field: Field {
                wire: column.name.clone(),
                ..field
            },
            remains,
            rank: None,
            title: None,
        }
    });
    columns.collect()
}

/// Finds what a redaction leaves of the columns that a table has for an object.
fn judge(layout: &Layout<'_>, remains: &mut [Remains]) {
    for part in &layout.parts {
        match &part.place {
            Place::Column(at) => {
                if let Some(remains) = remains.get_mut(*at) {
                    *remains = redact::remains_of(layout.object, part.field);
                }
            }
            Place::Object(inner) => judge(inner, remains),
            Place::Table(_) => {}
        }
    }
}

/// Returns the type of the rows of a table of an answer.
pub(crate) fn rows_of_table(table: &Table<'_>, answer: AnswerType) -> AnswerType {
    let selected = chosen(&columns_of_table(table), answer);
    AnswerType {
        important: &[],
        is_chosen: false,
        ..selected
    }
}

/// Creates the field of a value that is not sent, but derived from an answer.
pub(crate) fn derived_field(key: &str, ty: Type) -> Field {
    Field {
        rust: String::new(),
        nullable: true,
        ..Field::new(key, ty)
    }
}

/// Returns the column of that name: its key, its dotted path or its title.
///
/// # Errors
/// Fails if there is none, and names the nearest.
pub(super) fn find(name: &str, columns: &[Column], option: &str) -> Result<Column, Failure> {
    let name = unquoted(name.trim());
    let exact = columns.iter().find(|column| column.name == name);
    let titled = || columns.iter().find(|column| column.is_titled(name));
    let called = || columns.iter().find(|column| column.is_called(name));
    let found = exact.or_else(titled).or_else(called);
    if let Some(column) = found {
        return Ok(column.clone());
    }
    let shown = printable(name);
    let failure = Failure::usage(format!("--{option}: the rows have no column `{shown}`"));
    let names = columns.iter().map(|column| column.name.as_str());
    let titles: Vec<String> = columns.iter().map(Column::title).collect();
    let near = nearest(name, names.clone()).map(str::to_owned).or_else(|| {
        let near = nearest(name, titles.iter().map(String::as_str))?;
        let at = titles.iter().position(|title| title == near)?;
        Some(columns[at].name.clone())
    });
    let mut listed: Vec<&str> = names.take(LISTED).collect();
    let more = columns.len().saturating_sub(LISTED);
    let more_words = format!("and {more} more");
    if more > 0 {
        listed.push(&more_words);
    }
    let listed = listed.join(", ");
    Err(match near {
        Some(near) => failure.help(format!("did you mean {near}? The columns are {listed}")),
        None => failure.help(format!("the columns are {listed}")),
    })
}

/// Returns the type of rows that have only these columns.
pub(super) fn chosen(columns: &[Column], answer: AnswerType) -> AnswerType {
    let fields = columns.iter().map(|column| Field {
        wire: column.name.clone(),
        aliases: Vec::new(),
        ..column.field.clone()
    });
    let names = columns.iter().map(|column| column.name.clone());
    // A description lives until the process ends, and this one is a part of it. There is one
    // selection in a run.
    let fields: &'static [Field] = Vec::leak(fields.collect());
    let names: &'static [String] = Vec::leak(names.collect());
    AnswerType {
        columns: fields,
        important: names,
        is_chosen: true,
        rest: None,
        ..answer
    }
}

/// Adds the columns of the fields of an object.
fn collect(
    definitions: Definitions,
    owner: Option<&Object>,
    fields: &[Field],
    path: &[String],
    into: &mut Vec<Column>,
) {
    for field in fields.iter().filter(|field| !is_private(&field.wire)) {
        let mut path = path.to_vec();
        path.push(field.wire.clone());
        match definitions.object(field) {
            Some(object) if !field.list && path.len() <= MAX_DEPTH => {
                collect(definitions, Some(object), &object.fields, &path, into);
            }
            _ => into.push(Column {
                name: path.join("."),
                path,
                field: field.clone(),
                remains: remains_of(owner, field),
                rank: None,
                title: None,
            }),
        }
    }
}

/// Returns what a redaction leaves of a field. What is not described is calculated here.
fn remains_of(owner: Option<&Object>, field: &Field) -> Remains {
    match owner {
        Some(owner) if owner.field(&field.wire).is_some() => redact::remains_of(owner, field),
        _ => Remains::Everything,
    }
}

/// Returns a name without the quotes around it.
fn unquoted(name: &str) -> &str {
    let inner = name
        .strip_prefix('"')
        .and_then(|name| name.strip_suffix('"'));
    inner.map_or(name, str::trim)
}

fn plain(name: &str) -> String {
    let letters = name
        .chars()
        .filter(|char| !matches!(char, '_' | '-' | ' ' | '.' | ','));
    letters.flat_map(char::to_lowercase).collect()
}
