//! An answer without rows for people: its facts, then a table or a chart for each part of it.
//!
//! What is drawn how follows from the description alone: an object with `current` figures is a
//! comparison, a list of instants with numbers a series, a list of ranges a distribution, a list
//! of hours of weekdays a map, any other list of objects a table.

use clap::builder::styling::Style;
use helpscout_reports::describe::{Column, Kind, Object};
use serde_json::value::RawValue;

use super::chart::Chart;
use super::comparison::{Comparison, indented};
use super::distribution::Distribution;
use super::heat::Week;
use super::row::Row;
use super::series::{self, Point, Series};
use super::shapes::{Shapes, is_private};
use super::sheet::Sheet;
use super::table::{self, Heading, NOTHING, Rendered};
use super::{Look, cell};

/// An answer as text.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// Its lines, each with a line feed.
    pub(crate) text: String,
    /// Titles of the columns there was no room for.
    pub(crate) left_out: Vec<String>,
    /// Paths of what the description does not know.
    pub(crate) unknown: Vec<String>,
}

/// Draws an object.
pub(crate) fn object(shapes: Shapes, object: &'static Object, row: &Row<'_>, look: Look) -> Drawn {
    let mut outline = Outline::new(shapes, look);
    outline.object(object, row, &Path::default());
    outline.finish()
}

/// Draws a list.
pub(crate) fn list(
    shapes: Shapes,
    object: &'static Object,
    rows: Vec<Row<'_>>,
    look: Look,
) -> Drawn {
    let mut outline = Outline::new(shapes, look);
    outline.table(object, rows, &Path::default());
    outline.finish()
}

/// Where something stands in the answer.
#[derive(Clone, Debug, Default)]
struct Path(Vec<String>);

impl Path {
    fn to(&self, key: &str) -> Self {
        Self(self.0.iter().cloned().chain([key.to_owned()]).collect())
    }

    fn depth(&self) -> usize {
        self.0.len()
    }

    /// As JSON paths are written.
    fn dotted(&self) -> String {
        self.0.join(".")
    }

    /// As a heading; nothing for the whole answer.
    fn words(&self) -> Option<String> {
        let words = self.0.iter().map(|key| cell::title(key));
        let words = words.reduce(|path, title| format!("{path}: {}", title.to_lowercase()));
        words.filter(|words| !words.is_empty())
    }
}

struct Outline {
    shapes: Shapes,
    look: Look,
    facts: Vec<Vec<String>>,
    parts: Vec<String>,
    left_out: Vec<String>,
    unknown: Vec<String>,
}

impl Outline {
    fn new(shapes: Shapes, look: Look) -> Self {
        Self {
            shapes,
            look,
            facts: Vec::new(),
            parts: Vec::new(),
            left_out: Vec::new(),
            unknown: Vec::new(),
        }
    }

    fn object(&mut self, object: &'static Object, row: &Row<'_>, path: &Path) {
        let comparison = Comparison::of(self.shapes, object, row);
        if let Some(comparison) = &comparison {
            let rendered = comparison.render(self.look, &mut self.unknown);
            self.part(path.words(), rendered);
        }
        let is_elsewhere = |column: &Column| {
            is_private(&column.name)
                || series::is_second_half(self.shapes, object, column)
                || (comparison.is_some() && Comparison::covers(&column.name))
        };
        let columns: Vec<&Column> = object
            .fields
            .iter()
            .filter(|column| !is_elsewhere(column))
            .collect();
        for column in columns {
            self.field(object, column, row, path);
        }
        for (key, _) in row.fields().filter(|(key, _)| !is_private(key)) {
            if object.field(key).is_none() {
                self.unknown.push(path.to(key).dotted());
            }
        }
    }

    fn field(&mut self, object: &'static Object, column: &Column, row: &Row<'_>, path: &Path) {
        let below = path.to(&column.name);
        let value = row.value(&column.name);
        match (self.shapes.object(column), value) {
            (Some(inner), _) if column.list && Point::of(inner).is_some() => {
                match Series::at(self.shapes, object, column, row) {
                    Some(series) => self.chart(path.words(), series.chart()),
                    None => self.unknown.push(below.dotted()),
                }
            }
            (_, None) => {
                if row.get(&column.name).is_some() {
                    self.fact(column, None, path);
                }
            }
            (Some(inner), Some(value)) if column.list => self.objects(inner, column, value, path),
            (Some(inner), Some(value)) => match Row::of(value) {
                Ok(row) => self.inner(inner, column, &row, path),
                Err(_) => self.unknown.push(below.dotted()),
            },
            (None, Some(value)) if column.kind == Kind::Any && is_nested(value) => {
                self.unknown.push(below.dotted());
            }
            (None, Some(value)) => self.fact(column, Some(value), path),
        }
    }

    /// A distribution, or facts under the object's name.
    fn inner(&mut self, object: &'static Object, column: &Column, row: &Row<'_>, path: &Path) {
        let path = path.to(&column.name);
        if let Some(distribution) = Distribution::of(self.shapes, object, row) {
            let title = path.words().unwrap_or_default();
            let heading = format!("{title}: {}", distribution.totals());
            self.chart(Some(heading), distribution.chart());
            return;
        }
        let title = indented(&cell::title_of(column), path.depth() - 1);
        self.facts.push(vec![title, String::new()]);
        let before = self.facts.len();
        self.object(object, row, &path);
        if self.facts.len() == before {
            self.facts.pop();
        }
    }

    /// A list of objects: a table of its own, or a fact if it has little to say.
    fn objects(&mut self, object: &'static Object, column: &Column, value: &RawValue, path: &Path) {
        let below = path.to(&column.name);
        match Row::list(value) {
            Ok(rows) if rows.is_empty() || is_a_name(object) => {
                self.fact(column, Some(value), path);
            }
            Ok(rows) => self.table(object, rows, &below),
            Err(_) => self.unknown.push(below.dotted()),
        }
    }

    fn table(&mut self, object: &'static Object, rows: Vec<Row<'_>>, path: &Path) {
        let week = Week::of(self.shapes, object, &rows);
        if let Some(map) = week.and_then(|week| week.render(self.look)) {
            self.push(path.words(), &map);
            return;
        }
        let sheet = Sheet::of(self.shapes, &object.fields, rows);
        let unknown = sheet.unknown().map(|key| path.to(key).dotted());
        self.unknown.extend(unknown);
        let rendered = sheet.render_table(self.look);
        self.part(path.words(), rendered);
    }

    fn fact(&mut self, column: &Column, value: Option<&RawValue>, path: &Path) {
        let title = indented(&cell::title_of(column), path.depth());
        let value = cell::human(value, column, self.shapes);
        self.facts.push(vec![title, value]);
    }

    fn chart(&mut self, heading: Option<String>, chart: Chart) {
        let rendered = chart.render(self.look);
        self.part(heading, rendered);
    }

    fn part(&mut self, heading: Option<String>, rendered: Rendered) {
        for title in rendered.left_out {
            if !self.left_out.contains(&title) {
                self.left_out.push(title);
            }
        }
        self.push(heading, &rendered.text);
    }

    fn push(&mut self, heading: Option<String>, text: &str) {
        let style = match self.look.color {
            true => Style::new().bold(),
            false => Style::new(),
        };
        self.parts.push(match heading {
            Some(heading) => format!("{style}{heading}{style:#}\n\n{text}"),
            None => text.to_owned(),
        });
    }

    fn finish(mut self) -> Drawn {
        if !self.facts.is_empty() {
            let headings = [Heading::label("Field"), Heading::text("Value")];
            let facts = table::render(&headings, std::mem::take(&mut self.facts), self.look);
            self.parts.insert(0, facts.text);
        }
        if self.parts.is_empty() {
            self.parts.push(format!("{NOTHING}\n"));
        }
        Drawn {
            text: self.parts.join("\n"),
            left_out: self.left_out,
            unknown: self.unknown,
        }
    }
}

/// Whether objects are told by their name or id alone.
fn is_a_name(object: &Object) -> bool {
    let is_id_or_text = |column: &Column| matches!(column.kind, Kind::Id | Kind::Text);
    object.fields.len() <= 2
        && (object.fields.iter()).all(|column| !column.list && is_id_or_text(column))
}

/// Whether it holds other values.
fn is_nested(value: &RawValue) -> bool {
    value.get().starts_with(['{', '['])
}
