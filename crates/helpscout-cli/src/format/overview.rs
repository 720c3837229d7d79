//! An answer without rows for people: its single values, then a table or a chart for each section.
//!
//! The description alone decides how a section is drawn: an object with `current` values is a table
//! of metrics, a list of instants with numbers is a series, a list of ranges is a distribution, a
//! list of hours and weekdays is a heat map, and any other list of objects is a table.

use clap::builder::styling::Style;
use helpscout_description::{Field, Object, Type};
use serde_json::value::RawValue;

use super::chart::Chart;
use super::definitions::{Definitions, is_private};
use super::distribution::Distribution;
use super::grid::Grid;
use super::heat_map::HeatMap;
use super::json_object::JsonObject;
use super::metrics::{Metrics, indented};
use super::series::{self, Point, Series};
use super::table::{self, Heading, NOTHING, Rendered};
use super::{Look, cell};

/// The depth of nested objects that are shown.
const MAX_DEPTH: usize = 16;

/// An overview as text.
#[derive(Debug)]
pub(crate) struct Overview {
    /// The lines, each with a line feed.
    pub(crate) text: String,
    /// Titles of the columns that did not fit.
    pub(crate) left_out: Vec<String>,
    /// Titles of the columns without a value in any row.
    pub(crate) empty: Vec<String>,
    /// Paths of what the description does not know.
    pub(crate) unknown: Vec<String>,
}

/// Creates the overview of an object.
pub(crate) fn object(
    definitions: Definitions,
    object: &'static Object,
    fields: &JsonObject<'_>,
    look: Look,
) -> Overview {
    let mut builder = OverviewBuilder::new(definitions, look);
    builder.object(object, fields, &Path::default());
    builder.finish()
}

/// Creates the overview of a list of objects.
pub(crate) fn list(
    definitions: Definitions,
    object: &'static Object,
    rows: Vec<JsonObject<'_>>,
    look: Look,
) -> Overview {
    let mut builder = OverviewBuilder::new(definitions, look);
    builder.table(object, rows, &Path::default());
    builder.finish()
}

/// The keys that lead to a value of the answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Path(Vec<String>);

impl Path {
    pub(super) fn to(&self, key: &str) -> Self {
        Self(self.0.iter().cloned().chain([key.to_owned()]).collect())
    }

    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    /// Returns the path with dots.
    pub(super) fn dotted(&self) -> String {
        self.0.join(".")
    }

    /// Returns the path as a heading; `None` for the whole answer.
    pub(super) fn words(&self) -> Option<String> {
        let words = self.0.iter().map(|key| cell::title(key));
        let words = words.reduce(|path, title| format!("{path}: {}", title.to_lowercase()));
        words.filter(|words| !words.is_empty())
    }
}

struct OverviewBuilder {
    definitions: Definitions,
    look: Look,
    /// Lines of titles and values.
    facts: Vec<Vec<String>>,
    sections: Vec<String>,
    left_out: Vec<String>,
    empty: Vec<String>,
    unknown: Vec<String>,
}

impl OverviewBuilder {
    fn new(definitions: Definitions, look: Look) -> Self {
        Self {
            definitions,
            look,
            facts: Vec::new(),
            sections: Vec::new(),
            left_out: Vec::new(),
            empty: Vec::new(),
            unknown: Vec::new(),
        }
    }

    fn object(&mut self, object: &'static Object, fields: &JsonObject<'_>, path: &Path) {
        let metrics = Metrics::of(self.definitions, object, fields);
        if let Some(metrics) = &metrics {
            let rendered = metrics.render(self.look, &mut self.unknown);
            self.section(path.words(), rendered);
        }
        let is_elsewhere = |column: &Field| {
            is_private(&column.wire)
                || series::is_previous(self.definitions, object, column)
                || (metrics.is_some() && Metrics::covers(&column.wire))
        };
        let columns: Vec<&Field> = object
            .by_importance()
            .filter(|column| !is_elsewhere(column))
            .collect();
        for column in columns {
            self.field(object, column, fields, path);
        }
        for (key, _) in fields.fields().filter(|(key, _)| !is_private(key)) {
            if object.field(key).is_none() {
                self.unknown.push(path.to(key).dotted());
            }
        }
    }

    fn field(
        &mut self,
        object: &'static Object,
        column: &Field,
        fields: &JsonObject<'_>,
        path: &Path,
    ) {
        let below = path.to(&column.wire);
        let value = fields.value(&column.wire);
        match (self.definitions.object(column), value) {
            (Some(inner), _) if column.list && Point::of(inner).is_some() => {
                match Series::at(self.definitions, object, column, fields) {
                    Some(series) => self.chart(path.words(), series.chart()),
                    None => self.unknown.push(below.dotted()),
                }
            }
            (_, None) => {
                if fields.get(&column.wire).is_some() {
                    self.fact(column, None, path);
                }
            }
            (Some(inner), Some(value)) if column.list => self.objects(inner, column, value, path),
            (Some(inner), Some(value)) => match JsonObject::of(value) {
                Ok(fields) if path.depth() < MAX_DEPTH => self.nested(inner, column, &fields, path),
                _ => self.unknown.push(below.dotted()),
            },
            (None, Some(value)) if column.ty == Type::Any && is_nested(value) => {
                self.unknown.push(below.dotted());
            }
            (None, Some(value)) => self.fact(column, Some(value), path),
        }
    }

    /// Adds a distribution, or facts under the name of the object.
    fn nested(
        &mut self,
        object: &'static Object,
        column: &Field,
        fields: &JsonObject<'_>,
        path: &Path,
    ) {
        let path = path.to(&column.wire);
        if let Some(distribution) = Distribution::of(self.definitions, object, fields) {
            let title = path.words().unwrap_or_default();
            let heading = format!("{title}: {}", distribution.totals());
            self.chart(Some(heading), distribution.chart());
            return;
        }
        let title = indented(&cell::title_of(column), path.depth() - 1);
        self.facts.push(vec![title, String::new()]);
        let before = self.facts.len();
        self.object(object, fields, &path);
        if self.facts.len() == before {
            self.facts.pop();
        }
    }

    /// Adds a list of objects: a table, or a fact if the objects are only names.
    fn objects(&mut self, object: &'static Object, column: &Field, value: &RawValue, path: &Path) {
        let below = path.to(&column.wire);
        match JsonObject::list(value) {
            Ok(rows) if rows.is_empty() || is_a_name(object) => {
                self.fact(column, Some(value), path);
            }
            Ok(rows) => self.table(object, rows, &below),
            Err(_) => self.unknown.push(below.dotted()),
        }
    }

    fn table(&mut self, object: &'static Object, rows: Vec<JsonObject<'_>>, path: &Path) {
        let heat_map = HeatMap::of(self.definitions, object, &rows);
        if let Some(text) = heat_map.and_then(|heat_map| heat_map.render(self.look)) {
            self.push(path.words(), &text);
            return;
        }
        let grid = Grid::of(self.definitions, &object.fields, &object.important, &rows);
        for title in grid.empty() {
            if !self.empty.contains(&title) {
                self.empty.push(title);
            }
        }
        let unknown = grid.unknown().iter().map(|key| path.to(key).dotted());
        self.unknown.extend(unknown);
        let rendered = grid.render_table(self.look);
        self.section(path.words(), rendered);
    }

    fn fact(&mut self, column: &Field, value: Option<&RawValue>, path: &Path) {
        let title = indented(&cell::title_of(column), path.depth());
        let value = cell::human(value, column, self.definitions);
        self.facts.push(vec![title, value]);
    }

    fn chart(&mut self, heading: Option<String>, chart: Chart) {
        let rendered = chart.render(self.look);
        self.section(heading, rendered);
    }

    fn section(&mut self, heading: Option<String>, rendered: Rendered) {
        for title in rendered.left_out {
            if !self.left_out.contains(&title) {
                self.left_out.push(title);
            }
        }
        self.push(heading, &rendered.text);
    }

    fn push(&mut self, heading: Option<String>, text: &str) {
        let style = if self.look.color {
            Style::new().bold()
        } else {
            Style::new()
        };
        self.sections.push(match heading {
            Some(heading) => format!("{style}{heading}{style:#}\n\n{text}"),
            None => text.to_owned(),
        });
    }

    fn finish(mut self) -> Overview {
        if !self.facts.is_empty() {
            let headings = [Heading::label("Field"), Heading::text("Value")];
            let facts = table::render(&headings, std::mem::take(&mut self.facts), self.look);
            self.sections.insert(0, facts.text);
        }
        if self.sections.is_empty() {
            self.sections.push(format!("{NOTHING}\n"));
        }
        Overview {
            text: self.sections.join("\n"),
            left_out: self.left_out,
            empty: self.empty,
            unknown: self.unknown,
        }
    }
}

/// Returns whether an object has nothing but a name and an ID.
pub(super) fn is_a_name(object: &Object) -> bool {
    let is_id_or_text = |column: &Field| matches!(column.ty, Type::Id(_) | Type::Text);
    object.fields.len() <= 2
        && (object.fields.iter()).all(|column| !column.list && is_id_or_text(column))
}

/// Returns whether it holds other values.
pub(super) fn is_nested(value: &RawValue) -> bool {
    value.get().starts_with(['{', '['])
}
