//! An answer without rows on pages as a report: its key figures, then a chart or a table for each
//! section, as in the overview for people.

use helpscout_description::{Field, Object, Type};
use helpscout_digest::{Block, Column, Digest, Headline, Kind, Table, Value, Words};
use serde_json::value::RawValue;

use super::about::About;
use super::blocks::of_blocks;
use super::rows::{ReadBack, RowsTable};
use super::value::Values;
use super::{chart, figures};
use crate::format::cell;
use crate::format::definitions::{AnswerType, is_number, is_private};
use crate::format::distribution::Distribution;
use crate::format::document::Content;
use crate::format::error::WriteError;
use crate::format::heat_map::HeatMap;
use crate::format::json_object::JsonObject;
use crate::format::metrics::Metrics;
use crate::format::overview::{Path, is_a_name, is_nested};
use crate::format::series::{self, Point, Series};

/// The depth of nested objects that are shown.
const MAX_DEPTH: usize = 16;

/// A report of an answer.
pub(crate) struct AnswerDigest {
    pub(crate) digest: Digest<'static>,
    /// Fails if rows could not be read back when they were written.
    pub(crate) read_backs: Vec<ReadBack>,
    /// Paths of what the description does not know.
    pub(crate) unknown: Vec<String>,
}

/// Returns the report of an answer.
///
/// # Errors
/// If an item of a list is not an object, or rows can't be kept.
pub(crate) fn of_answer(
    answer: AnswerType,
    content: &Content<'_>,
    about: &About,
) -> Result<AnswerDigest, WriteError> {
    let mut builder = Builder {
        values: Values::new(answer.definitions),
        title: about.title.clone(),
        headlines: Vec::new(),
        record: Vec::new(),
        charts: Vec::new(),
        tables: Vec::new(),
        read_backs: Vec::new(),
        unknown: Vec::new(),
    };
    match content {
        Content::List(items) => {
            let rows = JsonObject::each(items.iter().copied());
            let rows = rows.map_err(WriteError::NotAnObject)?;
            builder.rows(answer.object, rows, &Path::default())?;
        }
        Content::Object(_, fields) => builder.object(answer.object, fields, &Path::default())?,
    }
    Ok(builder.finish(about))
}

struct Builder {
    values: Values,
    title: String,
    headlines: Vec<(String, Vec<Headline>)>,
    /// Single values, each with its name and whether it is a number.
    record: Vec<(String, Value, bool)>,
    charts: Vec<Block<'static>>,
    tables: Vec<Block<'static>>,
    read_backs: Vec<ReadBack>,
    unknown: Vec<String>,
}

impl Builder {
    fn object(
        &mut self,
        object: &'static Object,
        fields: &JsonObject<'_>,
        path: &Path,
    ) -> Result<(), WriteError> {
        let definitions = self.values.definitions;
        let metrics = Metrics::of(definitions, object, fields);
        if let Some(metrics) = &metrics {
            let figures = figures::of(metrics, &self.values);
            let groups = figures.groups.into_iter().map(|(title, headlines)| {
                let titles = [path.words().unwrap_or_default(), title];
                let titles: Vec<String> = titles
                    .into_iter()
                    .filter(|title| !title.is_empty())
                    .collect();
                (titles.join(": "), headlines)
            });
            self.headlines.extend(groups);
            let others = figures.others.into_iter();
            self.record
                .extend(others.map(|(name, value)| (name, value, false)));
            self.unknown.extend(figures.unknown);
        }
        let is_elsewhere = |column: &&Field| {
            is_private(&column.wire)
                || series::is_previous(definitions, object, column)
                || (metrics.is_some() && Metrics::covers(&column.wire))
        };
        for column in object
            .by_importance()
            .filter(|column| !is_elsewhere(column))
        {
            self.field(object, column, fields, path)?;
        }
        for (key, _) in fields.fields().filter(|(key, _)| !is_private(key)) {
            if object.field(key).is_none() {
                self.unknown.push(path.to(key).dotted());
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        object: &'static Object,
        column: &'static Field,
        fields: &JsonObject<'_>,
        path: &Path,
    ) -> Result<(), WriteError> {
        let below = path.to(&column.wire);
        let value = fields.value(&column.wire);
        match (self.values.definitions.object(column), value) {
            (Some(inner), _) if column.list && Point::of(inner).is_some() => {
                match Series::at(self.values.definitions, object, column, fields) {
                    Some(series) => {
                        let (name, title) = self.named(path, "series");
                        let parts = chart::of_series(&series, &self.values, &name, &title);
                        self.chart(parts);
                    }
                    None => self.unknown.push(below.dotted()),
                }
            }
            (_, None) => {
                if fields.get(&column.wire).is_some() {
                    self.single(column, None, path);
                }
            }
            (Some(inner), Some(value)) if column.list => {
                self.objects(inner, column, value, path)?;
            }
            (Some(inner), Some(value)) => match JsonObject::of(value) {
                Ok(fields) if path.depth() < MAX_DEPTH => self.nested(inner, &fields, &below)?,
                _ => self.unknown.push(below.dotted()),
            },
            (None, Some(value)) if column.ty == Type::Any && is_nested(value) => {
                self.unknown.push(below.dotted());
            }
            (None, Some(value)) => self.single(column, Some(value), path),
        }
        Ok(())
    }

    fn nested(
        &mut self,
        object: &'static Object,
        fields: &JsonObject<'_>,
        path: &Path,
    ) -> Result<(), WriteError> {
        let definitions = self.values.definitions;
        match Distribution::of(definitions, object, fields) {
            Some(distribution) => {
                let (name, title) = self.named(path, "ranges");
                let parts = chart::of_distribution(&distribution, &self.values, &name, &title);
                self.chart(parts);
                Ok(())
            }
            None => self.object(object, fields, path),
        }
    }

    /// Adds a list of objects: a table, or a single value if the objects are only names.
    fn objects(
        &mut self,
        object: &'static Object,
        column: &'static Field,
        value: &RawValue,
        path: &Path,
    ) -> Result<(), WriteError> {
        let below = path.to(&column.wire);
        match JsonObject::list(value) {
            Ok(rows) if rows.is_empty() || is_a_name(object) => {
                self.single(column, Some(value), path);
                Ok(())
            }
            Ok(rows) => self.rows(object, rows, &below),
            Err(_) => {
                self.unknown.push(below.dotted());
                Ok(())
            }
        }
    }

    fn rows(
        &mut self,
        object: &'static Object,
        rows: Vec<JsonObject<'_>>,
        path: &Path,
    ) -> Result<(), WriteError> {
        let (name, title) = self.named(path, "rows");
        let definitions = self.values.definitions;
        if let Some(map) = HeatMap::of(definitions, object, &rows) {
            let map = chart::of_heat_map(&map, &title);
            self.charts.push(Block::Chart(map));
            return Ok(());
        }
        let mut table = RowsTable::new(definitions, &object.fields, &object.important);
        for row in &rows {
            table.push(row)?;
        }
        let (table, read_back, unknown) = table.finish(&name, &title)?;
        self.tables.push(Block::Table(table));
        self.read_backs.push(read_back);
        let unknown = unknown.iter().map(|key| path.to(key).dotted());
        self.unknown.extend(unknown);
        Ok(())
    }

    fn single(&mut self, column: &Field, value: Option<&RawValue>, path: &Path) {
        let title = cell::title_of(column);
        let title = match path.words() {
            Some(words) => format!("{words}: {}", title.to_lowercase()),
            None => title,
        };
        let value = self.values.value(value, column);
        self.record.push((title, value, is_number(column)));
    }

    fn chart(&mut self, (chart, table): (helpscout_digest::Chart, Table<'static>)) {
        self.charts.push(Block::Chart(chart));
        self.tables.push(Block::Table(table));
    }

    /// Returns the short name and the title of a section.
    fn named(&self, path: &Path, whole: &str) -> (String, String) {
        match path.words() {
            Some(words) => (path.dotted(), words),
            None => (whole.to_owned(), self.title.clone()),
        }
    }

    fn finish(self, about: &About) -> AnswerDigest {
        let mut blocks = Vec::new();
        let mut about = about.clone();
        let has_sections =
            !(self.headlines.is_empty() && self.charts.is_empty() && self.tables.is_empty());
        let mut singles = Vec::new();
        if has_sections {
            for (title, value, is_number) in self.record {
                if is_number {
                    singles.push(Headline::new(title, value));
                } else if value != Value::Missing {
                    about.facts.push((title, Words.of(&value)));
                }
            }
        } else {
            let titles = vec![
                Column::new("Field", Kind::Text),
                Column::new("Value", Kind::Text),
            ];
            let record = self.record.into_iter();
            let rows = record.map(|(title, value, _)| vec![Value::Text(title), value]);
            let rows: Vec<Vec<Value>> = rows.collect();
            let table = Table::new("values", &self.title, titles, rows);
            blocks.push(Block::Table(table));
        }
        if !singles.is_empty() {
            blocks.push(Block::Headlines(singles));
        }
        for (title, headlines) in self.headlines {
            if !title.is_empty() {
                blocks.push(Block::Heading(title));
            }
            blocks.push(Block::Headlines(headlines));
        }
        blocks.extend(self.charts);
        blocks.extend(self.tables);
        AnswerDigest {
            digest: of_blocks(&about, blocks),
            read_backs: self.read_backs,
            unknown: self.unknown,
        }
    }
}
