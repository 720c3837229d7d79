//! Arrow arrays of one type, made from JSON values.

mod others;
mod place;
mod scalar;

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, NullBufferBuilder, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, ListArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{FieldRef, Fields};

pub(crate) use self::others::{Other, other_fields};
pub(crate) use self::place::Place;
pub(crate) use self::scalar::microseconds;
use crate::column::{Column, ColumnType, InstantForm};
use crate::error::{Misfit, RowsError};
use crate::json;
use crate::schema::arrow::{UTC, element, fields};

/// The members of objects, each with an array of its values.
#[derive(Debug)]
pub(crate) struct Members(Vec<Member>);

#[derive(Debug)]
struct Member {
    key: String,
    aliases: Vec<String>,
    values: Builder,
}

/// The values of a column.
#[derive(Debug)]
enum Builder {
    Integer(Int64Builder),
    Number(Float64Builder),
    Text(StringBuilder),
    Boolean(BooleanBuilder),
    Instant(InstantForm, TimestampMicrosecondBuilder),
    Date(Date32Builder),
    Json(StringBuilder, String),
    List {
        field: FieldRef,
        lengths: Vec<usize>,
        nulls: NullBufferBuilder,
        elements: Box<Builder>,
    },
    Object {
        fields: Fields,
        nulls: NullBufferBuilder,
        members: Members,
    },
}

impl Members {
    pub(crate) fn new(columns: &[Column]) -> Self {
        let member = |column: &Column| Member {
            key: column.key.clone(),
            aliases: column.aliases.clone(),
            values: Builder::new(&column.ty),
        };
        Self(columns.iter().map(member).collect())
    }

    /// Appends the members of an object, null for those that it lacks, and adds its other keys to
    /// `others`. Returns whether the text is an object. Does nothing if it isn't one.
    ///
    /// # Errors
    /// Fails if a value does not fit. The arrays then have different lengths.
    pub(crate) fn append(
        &mut self,
        json: &str,
        place: &Place<'_>,
        others: &mut Vec<Other>,
    ) -> Result<bool, Misfit> {
        let mut values: Vec<Option<&str>> = vec![None; self.0.len()];
        let mut rest: Vec<(Cow<'_, str>, &str)> = Vec::new();
        let mut next = 0;
        let read = json::members(json, |key, value| match self.position(&key, next) {
            // The last value of a repeated key counts, as in most JSON parsers.
            Some(at) => {
                values[at] = Some(value);
                next = at + 1;
            }
            None => rest.push((key, value)),
        });
        if read.is_none() {
            return Ok(false);
        }
        for (key, value) in rest {
            match self.aliased(&key) {
                Some(at) if values[at].is_none() => values[at] = Some(value),
                _ => others.push(Other::new(place, key.into_owned(), value)),
            }
        }
        for (member, value) in self.0.iter_mut().zip(values) {
            let place = Place::Member(place, &member.key);
            match value {
                Some(value) => member.values.append(value, &place, others)?,
                None => member.values.append_null(),
            }
        }
        Ok(true)
    }

    fn append_null(&mut self) {
        for member in &mut self.0 {
            member.values.append_null();
        }
    }

    pub(crate) fn finish(&mut self) -> Result<Vec<ArrayRef>, RowsError> {
        self.0
            .iter_mut()
            .map(|member| member.values.finish())
            .collect()
    }

    /// Returns the position of a key. `hint` is where to look first, as rows have their keys in the
    /// same order again and again.
    fn position(&self, key: &str, hint: usize) -> Option<usize> {
        if self.0.get(hint).is_some_and(|member| member.key == key) {
            return Some(hint);
        }
        self.0.iter().position(|member| member.key == key)
    }

    fn aliased(&self, key: &str) -> Option<usize> {
        let has = |member: &Member| member.aliases.iter().any(|alias| alias == key);
        self.0.iter().position(has)
    }
}

impl Builder {
    fn new(ty: &ColumnType) -> Self {
        match ty {
            ColumnType::Integer => Self::Integer(Int64Builder::new()),
            ColumnType::Number => Self::Number(Float64Builder::new()),
            ColumnType::Text => Self::Text(StringBuilder::new()),
            ColumnType::Boolean => Self::Boolean(BooleanBuilder::new()),
            ColumnType::Instant(form) => {
                let builder = TimestampMicrosecondBuilder::new().with_timezone(UTC);
                Self::Instant(*form, builder)
            }
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::Json => Self::Json(StringBuilder::new(), String::new()),
            ColumnType::List(ty) => Self::List {
                field: element(ty),
                lengths: Vec::new(),
                nulls: NullBufferBuilder::new(0),
                elements: Box::new(Self::new(ty)),
            },
            ColumnType::Object(columns) => Self::Object {
                fields: fields(columns),
                nulls: NullBufferBuilder::new(0),
                members: Members::new(columns),
            },
        }
    }

    fn append(
        &mut self,
        json: &str,
        place: &Place<'_>,
        others: &mut Vec<Other>,
    ) -> Result<(), Misfit> {
        if json == "null" {
            self.append_null();
            return Ok(());
        }
        let misfit = |expected| misfit(json, place, expected);
        match self {
            Self::Integer(builder) => {
                let number = scalar::integer(json);
                builder.append_value(number.ok_or_else(|| misfit("a whole number of 64 bits"))?);
            }
            Self::Number(builder) => {
                let number = scalar::number(json);
                builder.append_value(number.ok_or_else(|| misfit("a number"))?);
            }
            Self::Text(builder) => {
                builder.append_value(json::text(json).ok_or_else(|| misfit("a text"))?);
            }
            Self::Boolean(builder) => match json {
                "true" => builder.append_value(true),
                "false" => builder.append_value(false),
                _ => return Err(misfit("true or false")),
            },
            // Some endpoints send an empty text for no instant.
            Self::Instant(..) | Self::Date(_) if json == "\"\"" => self.append_null(),
            Self::Instant(form, builder) => {
                let instant = scalar::instant(json, *form);
                let instant = instant.ok_or_else(|| misfit(scalar::expected(json, *form)))?;
                builder.append_value(instant);
            }
            Self::Date(builder) => {
                let days = scalar::days(json);
                builder.append_value(days.ok_or_else(|| misfit("a date such as 2019-05-02"))?);
            }
            Self::Json(builder, text) => {
                text.clear();
                json::append_compact(json, text);
                builder.append_value(&text);
            }
            Self::List {
                lengths,
                nulls,
                elements,
                ..
            } => {
                let mut length = 0;
                let read = json::elements(json, |element| {
                    length += 1;
                    elements.append(element, &Place::Element(place, length - 1), others)
                });
                read.ok_or_else(|| misfit("a list"))??;
                lengths.push(length);
                nulls.append_non_null();
            }
            Self::Object { nulls, members, .. } => {
                if !members.append(json, place, others)? {
                    return Err(misfit("an object"));
                }
                nulls.append_non_null();
            }
        }
        Ok(())
    }

    fn append_null(&mut self) {
        match self {
            Self::Integer(builder) => builder.append_null(),
            Self::Number(builder) => builder.append_null(),
            Self::Text(builder) | Self::Json(builder, _) => builder.append_null(),
            Self::Boolean(builder) => builder.append_null(),
            Self::Instant(_, builder) => builder.append_null(),
            Self::Date(builder) => builder.append_null(),
            Self::List { lengths, nulls, .. } => {
                lengths.push(0);
                nulls.append_null();
            }
            Self::Object { nulls, members, .. } => {
                members.append_null();
                nulls.append_null();
            }
        }
    }

    fn finish(&mut self) -> Result<ArrayRef, RowsError> {
        Ok(match self {
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Number(builder) => Arc::new(builder.finish()),
            Self::Text(builder) | Self::Json(builder, _) => Arc::new(builder.finish()),
            Self::Boolean(builder) => Arc::new(builder.finish()),
            Self::Instant(_, builder) => Arc::new(builder.finish()),
            Self::Date(builder) => Arc::new(builder.finish()),
            Self::List {
                field,
                lengths,
                nulls,
                elements,
            } => {
                let offsets = OffsetBuffer::from_lengths(mem::take(lengths));
                let elements = elements.finish()?;
                Arc::new(ListArray::try_new(
                    Arc::clone(field),
                    offsets,
                    elements,
                    nulls.finish(),
                )?)
            }
            Self::Object {
                fields,
                nulls,
                members,
            } => {
                let members = members.finish()?;
                Arc::new(StructArray::try_new(
                    fields.clone(),
                    members,
                    nulls.finish(),
                )?)
            }
        })
    }
}

/// The number of characters of a value in a message.
const SHOWN: usize = 60;

fn misfit(json: &str, place: &Place<'_>, expected: &'static str) -> Misfit {
    let mut found: String = json.chars().take(SHOWN).collect();
    if found.len() < json.len() {
        found.push('…');
    }
    Misfit {
        row: 0,
        column: place.to_string(),
        expected,
        found,
    }
}
