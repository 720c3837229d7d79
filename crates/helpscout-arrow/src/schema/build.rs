//! The types of columns by the description.

use std::collections::HashSet;

use helpscout_description::tables::{Layout, Place, Table};
use helpscout_description::{Api, EnumValue, Field, Type};

use crate::column::{Column, ColumnType, InstantForm};
use crate::origin::{OriginColumn, OriginColumns};

/// The name of the column for the keys of rows that the description does not know. If rows have a
/// described key of that name, it has a number.
pub const OTHER_FIELDS: &str = "otherFields";

/// The depth of nested objects below which a value is JSON text.
const MAX_DEPTH: usize = 12;

/// Returns the columns of a table, and those of origin among them.
pub(super) fn columns(
    api: &Api,
    table: &Table<'_>,
    origin: Option<&OriginColumns>,
) -> (Vec<Column>, Vec<OriginColumn>) {
    let mut names = Names::default();
    for name in origin.map(OriginColumns::in_path).unwrap_or_default() {
        names.free(name);
    }
    let member = origin.and_then(|origin| origin.member.as_deref());
    let member = member.unwrap_or_default();
    let origin = origin.map(OriginColumns::list).unwrap_or_default();
    let mut columns: Vec<Column> = origin.iter().map(|origin| origin.column(member)).collect();
    for column in &mut columns {
        column.name = names.free(&column.name);
    }
    let types = Types { api };
    let mut absent = vec![Absent::default(); table.columns.len()];
    absent_objects(&table.layout, Absent::default(), &mut absent);
    for (at, column) in table.columns.iter().enumerate() {
        let mut typed = match column.field {
            Some(field) => types.column(field, &mut vec![&table.layout.object.name]),
            None if table.is_series && at + 1 == table.leading => series(),
            None => position(),
        };
        // A column with a dotted name has a value of a nested object, whose other keys don't count.
        if typed.key != column.name {
            typed.aliases.clear();
        }
        if let Some(objects) = absent.get(at) {
            typed.nullable |= objects.nullable;
            typed.optional |= objects.optional;
        }
        typed.name = names.free(&column.name);
        typed.key.clone_from(&column.name);
        columns.push(typed);
    }
    columns.push(others(&mut names));
    (columns, origin)
}

/// Whether the service may send null for an object around a value, or leave the object out. The value
/// is then absent as well, also one that the object always has.
#[derive(Clone, Copy, Default)]
struct Absent {
    nullable: bool,
    optional: bool,
}

/// Sets how the objects around the columns of a layout may be absent. `around` are those around the
/// layout.
fn absent_objects(layout: &Layout<'_>, around: Absent, columns: &mut [Absent]) {
    for part in &layout.parts {
        match &part.place {
            Place::Column(at) => {
                if let Some(column) = columns.get_mut(*at) {
                    *column = around;
                }
            }
            Place::Object(inner) => {
                let around = Absent {
                    nullable: around.nullable || part.field.nullable,
                    optional: around.optional || part.field.optional,
                };
                absent_objects(inner, around, columns);
            }
            Place::Table(_) => {}
        }
    }
}

/// Returns the columns of rows that have these fields.
pub(super) fn of_fields(api: &Api, fields: &[Field]) -> Vec<Column> {
    let mut names = Names::default();
    let types = Types { api };
    let typed = fields.iter().map(|field| {
        let typed = types.column(field, &mut Vec::new());
        Column {
            name: names.free(&field.wire),
            ..typed
        }
    });
    let mut columns: Vec<Column> = typed.collect();
    columns.push(others(&mut names));
    columns
}

/// Returns the column of the keys that are not described.
fn others(names: &mut Names) -> Column {
    Column {
        name: names.free(OTHER_FIELDS),
        nullable: true,
        optional: true,
        ..plain(
            ColumnType::Json,
            "The fields that the description does not know, as a JSON object.",
        )
    }
}

struct Types<'a> {
    api: &'a Api,
}

impl<'a> Types<'a> {
    /// Returns the column of a field. `objects` are the names of the objects around it.
    fn column(&self, field: &'a Field, objects: &mut Vec<&'a str>) -> Column {
        let element = self.element(field, objects);
        let ty = if field.list {
            ColumnType::List(Box::new(element))
        } else {
            element
        };
        Column {
            name: field.wire.clone(),
            key: field.wire.clone(),
            aliases: field.aliases.clone(),
            ty,
            nullable: field.nullable,
            optional: field.optional,
            as_text: field.as_text,
            unit: field.unit,
            values: self.values(&field.ty),
            doc: field.doc.clone(),
        }
    }

    fn element(&self, field: &'a Field, objects: &mut Vec<&'a str>) -> ColumnType {
        match &field.ty {
            Type::Integer => ColumnType::Integer,
            Type::Number => ColumnType::Number,
            Type::Text => ColumnType::Text,
            Type::Boolean => ColumnType::Boolean,
            Type::Instant => ColumnType::Instant(InstantForm::Text),
            Type::EpochSeconds => ColumnType::Instant(InstantForm::Seconds),
            Type::EpochMilliseconds => ColumnType::Instant(InstantForm::Milliseconds),
            Type::Date => ColumnType::Date,
            Type::Id(name) if self.api.is_text_id(name) => ColumnType::Text,
            Type::Id(_) => ColumnType::Integer,
            Type::Enum(name) if self.api.is_numeric(name) => ColumnType::Integer,
            Type::Enum(_) => ColumnType::Text,
            Type::Any => ColumnType::Json,
            Type::Object(name) => self.object(field, name, objects),
        }
    }

    /// Returns the type of an object. It is JSON text if the object has no described keys, contains
    /// itself, is very deep, or is internal to the service, such as `_links`.
    fn object(&self, field: &Field, name: &'a str, objects: &mut Vec<&'a str>) -> ColumnType {
        let Some(object) = self.api.object(name) else {
            return ColumnType::Json;
        };
        let is_endless = objects.contains(&name) || objects.len() >= MAX_DEPTH;
        if object.fields.is_empty() || is_endless || field.wire.starts_with('_') {
            return ColumnType::Json;
        }
        objects.push(name);
        let mut names = Names::default();
        let members = object.fields.iter().map(|field| {
            let mut member = self.column(field, objects);
            member.name = names.free(&member.name);
            member
        });
        let members = members.collect();
        objects.pop();
        ColumnType::Object(members)
    }

    fn values(&self, ty: &Type) -> Vec<EnumValue> {
        self.api.values_of(ty).to_vec()
    }
}

/// The names that are taken, in lowercase, as some readers ignore case.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// Takes the name, or the name with a number if it is taken.
    fn free(&mut self, name: &str) -> String {
        let numbered = (2_u64..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let free = names.find(|name| self.0.insert(name.to_lowercase()));
        free.unwrap_or_default()
    }
}

fn series() -> Column {
    plain(
        ColumnType::Text,
        "The interval that the point belongs to: `current` or `previous`.",
    )
}

fn position() -> Column {
    plain(
        ColumnType::Integer,
        "The position of the item that the record belongs to, counted from 1.",
    )
}

fn plain(ty: ColumnType, doc: &str) -> Column {
    Column {
        name: String::new(),
        key: String::new(),
        aliases: Vec::new(),
        ty,
        nullable: false,
        optional: false,
        as_text: false,
        unit: None,
        values: Vec::new(),
        doc: doc.to_owned(),
    }
}
