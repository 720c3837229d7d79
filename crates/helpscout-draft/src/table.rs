//! The tables of a page, in whatever notation it has them.

use std::ops::Range;

use crate::grid::{Grid, GridRow};
use crate::json_kind::JsonKind;
use crate::kind::{Kind, is_list, is_nullable, is_type, kind};
use crate::name::{self, Name, is_name};
use crate::text::clean;
use crate::title::{Column, Subject, column, name_column};
use crate::{blanks, bullets, heading, html, phrase, pipes, stacked, tabs};

/// A table, and the range of its lines.
pub(crate) struct Table {
    /// What the rows describe, according to the titles.
    pub(crate) subject: Subject,
    /// The nearest heading above the table.
    pub(crate) heading: Option<String>,
    /// What the headings above the table say about its rows.
    pub(crate) announced: Option<Subject>,
    pub(crate) rows: Vec<Row>,
    pub(crate) lines: Range<usize>,
}

/// A row of a table. Columns that the table does not have are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) type_name: String,
    pub(crate) examples: String,
    /// The description, and everything else that the row says.
    pub(crate) description: String,
    pub(crate) default: String,
    /// Whether a parameter must be sent; `None` if the row does not say so.
    pub(crate) required: Option<bool>,
    pub(crate) nullable: bool,
    /// Where a parameter is sent, in the page's words.
    pub(crate) place: String,
    /// What the value is in the example body of the request, or each value of a list.
    pub(crate) sent_as: Option<JsonKind>,
    /// Whether the row ends before its last column.
    pub(crate) is_cut: bool,
}

/// The most levels of rows inside each other.
const DEEPEST: usize = 10;

/// Returns all tables of a page, in its order.
pub(crate) fn tables(lines: &[&str]) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match grid(lines, at) {
            Some(grid) => {
                at = grid.lines.end.max(at + 1);
                let start = grid.lines.start;
                tables.push(Table {
                    heading: heading::above(lines, start),
                    announced: heading::subject_above(lines, start),
                    ..table(transposed(grid))
                });
            }
            None => at += 1,
        }
    }
    tables
}

fn grid(lines: &[&str], at: usize) -> Option<Grid> {
    let line = lines[at].trim();
    if line.is_empty() {
        return None;
    }
    if html::find_tag(line, "table").is_some() {
        return Some(html::read(lines, at));
    }
    // Without titles, only the number of entries or a heading shows that they are a table.
    let is_list = |grid: &Grid| grid.rows.len() > 1 || heading::subject_above(lines, at).is_some();
    pipes::read(lines, at)
        .or_else(|| tabs::read(lines, at))
        .or_else(|| blanks::read(lines, at))
        .or_else(|| bullets::read(lines, at).filter(is_list))
        .or_else(|| stacked::read(lines, at).filter(is_list))
}

/// Returns a table with a line for each fact as one with a row for each name.
fn transposed(grid: Grid) -> Grid {
    let [title, value] = grid.head.as_slice() else {
        return grid;
    };
    let is_title = |row: &&GridRow| {
        let title = row.cells.first();
        title.is_some_and(|title| column(title) != Column::Other)
    };
    let is_record = matches!(column(title), Column::Name(_))
        && column(value) == Column::Other
        && is_name(value)
        && !grid.rows.is_empty()
        && 2 * grid.rows.iter().filter(is_title).count() >= grid.rows.len();
    if !is_record {
        return grid;
    }
    let first = title.clone();
    let mut head: Vec<String> = vec![first.clone()];
    let mut rows = vec![GridRow::new(vec![value.clone()])];
    for row in &grid.rows {
        let mut cells = row.cells.iter();
        let (title, value) = (cells.next(), cells.next());
        let title = title
            .map(|title| title.trim().to_owned())
            .unwrap_or_default();
        if column(&title) == column(&first) {
            rows.push(GridRow::default());
        }
        let at = head.iter().position(|known| *known == title);
        let at = at.unwrap_or_else(|| {
            head.push(title);
            head.len() - 1
        });
        if let Some(row) = rows.last_mut() {
            let width = row.cells.len().max(at + 1);
            row.cells.resize(width, String::new());
            row.cells[at] = value.cloned().unwrap_or_default();
        }
    }
    Grid { head, rows, ..grid }
}

fn table(grid: Grid) -> Table {
    let columns: Vec<Column> = grid.head.iter().map(|title| column(title)).collect();
    let (name_at, subject) = name_column(&columns).unwrap_or((0, Subject::Other));
    let mut rows: Vec<(Name, Row)> = Vec::new();
    for grid_row in &grid.rows {
        let (name, row) = self::row(grid_row, &columns, name_at);
        // A row without a name goes on with the one above.
        match rows.last_mut().filter(|_| name.text.is_empty()) {
            Some((_, above)) => above.append(&row),
            None if name.text.is_empty() => {}
            None => rows.push((name, row)),
        }
    }
    let has_required = rows.iter().any(|(_, row)| row.required.is_some());
    let has_column = columns.contains(&Column::Required);
    for (_, row) in &mut rows {
        if has_required && has_column {
            row.required.get_or_insert(false);
        }
    }
    Table {
        subject,
        heading: None,
        announced: None,
        rows: nested(rows),
        lines: grid.lines,
    }
}

/// Returns the cells of a row by what their columns are about.
fn row(grid_row: &GridRow, columns: &[Column], name_at: usize) -> (Name, Row) {
    let mut row = Row {
        is_cut: grid_row.is_cut,
        ..Row::default()
    };
    let mut name = Name::default();
    let (mut required, mut facts) = (String::new(), Vec::new());
    for (at, (column, cell)) in columns.iter().zip(&grid_row.cells).enumerate() {
        let plain = clean(cell);
        match column {
            _ if at == name_at => name = name::parse(cell),
            _ if is_none(&plain) && *column != Column::Required => {}
            Column::Type => row.type_name = plain,
            Column::Examples => row.examples = plain,
            Column::Default => row.default = plain,
            Column::Required => required = plain,
            Column::Optional => required = phrase::opposite(&plain).to_owned(),
            Column::Nullable => row.nullable = phrase::is_yes(&plain),
            Column::Place => row.place = plain.to_lowercase(),
            Column::Description if row.description.is_empty() => row.description = plain,
            // A column `Value` has a type, an example, or the values that are allowed.
            Column::Values if row.type_name.is_empty() && is_type(&plain) => row.type_name = plain,
            Column::Values if row.examples.is_empty() && is_single(&plain) => row.examples = plain,
            Column::Values if phrase::introduced(&plain).is_none() => {
                facts.push(format!("values: {plain}"));
            }
            Column::Unit => facts.push(format!("in {plain}")),
            Column::Minimum => facts.push(format!("minimum {plain}")),
            Column::Maximum => facts.push(format!("maximum {plain}")),
            _ => facts.push(plain),
        }
    }
    if row.type_name.is_empty() && is_type(&name.rest) {
        row.type_name = std::mem::take(&mut name.rest);
    }
    if name.rest.to_lowercase().contains("deprecated") {
        facts.push("deprecated".to_owned());
    }
    for fact in facts.iter().filter(|fact| !fact.is_empty()) {
        let joint = if row.description.is_empty() { "" } else { "; " };
        row.description.push_str(&format!("{joint}{fact}"));
    }
    row.nullable |= is_nullable(&row.type_name) || is_nullable(&name.rest);
    row.required = phrase::required(&required, &name.rest, &row.type_name, &row.description);
    row.name.clone_from(&name.text);
    (name, row)
}

/// Returns whether a cell only says that there is nothing to say.
fn is_none(cell: &str) -> bool {
    matches!(cell, "" | "-" | "–" | "—" | "n/a" | "N/A" | "none" | "None")
}

/// Returns whether a cell has a single value.
fn is_single(cell: &str) -> bool {
    !cell.contains([' ', ',', '|', '/', '…']) && !cell.contains("..")
}

impl Row {
    /// Adds what a row without a name says.
    fn append(&mut self, rest: &Row) {
        let cells = [
            (&mut self.type_name, &rest.type_name),
            (&mut self.examples, &rest.examples),
            (&mut self.description, &rest.description),
            (&mut self.default, &rest.default),
        ];
        for (cell, rest) in cells {
            if !rest.is_empty() {
                let joint = if cell.is_empty() { "" } else { " " };
                cell.push_str(&format!("{joint}{rest}"));
            }
        }
    }

    /// Returns whether its type may have fields of its own.
    fn may_have_fields(&self) -> bool {
        let kind = kind(&self.type_name);
        self.type_name.is_empty() || kind == Kind::Object || is_list(&self.type_name)
    }
}

/// Returns the rows with the whole paths of fields that are indented below others.
fn nested(rows: Vec<(Name, Row)>) -> Vec<Row> {
    let mut nested: Vec<Row> = Vec::new();
    // The rows that the current one may belong to, from the outside in.
    let mut above: Vec<(usize, usize, usize)> = Vec::new();
    for (name, mut row) in rows {
        let is_inside = |(indent, marks, at): &(usize, usize, usize)| {
            let is_marked = name.marks > *marks;
            let is_indented = name.indent >= indent + 2 && name.marks == *marks;
            let parent: Option<&Row> = nested.get(*at);
            is_marked || (is_indented && parent.is_some_and(Row::may_have_fields))
        };
        while above.last().is_some_and(|parent| !is_inside(parent)) {
            above.pop();
        }
        if let Some(parent) = above.last().and_then(|(_, _, at)| nested.get(*at)) {
            let stem = parent.name.trim_end_matches("[]");
            if !row.name.starts_with(stem) {
                row.name = format!("{}.{}", parent.name, row.name);
            }
        }
        if above.len() < DEEPEST {
            above.push((name.indent, name.marks, nested.len()));
        }
        nested.push(row);
    }
    nested
}

#[cfg(test)]
mod tests {
    use super::{Subject, tables};

    fn names(text: &str) -> Vec<(Subject, Vec<(String, String)>)> {
        let lines: Vec<&str> = text.lines().collect();
        let cells = |table: super::Table| {
            let rows = table.rows.into_iter();
            (
                table.subject,
                rows.map(|row| (row.name, row.description)).collect(),
            )
        };
        tables(&lines).into_iter().map(cells).collect()
    }

    fn row(name: &str, description: &str) -> (String, String) {
        (name.to_owned(), description.to_owned())
    }

    #[test]
    fn a_row_may_be_wrapped_over_lines() {
        let text = "Parameter | Type | Description |\n---|---|---|\nuser |\nnumber |\nThe user,\n\
                    whoever it is |\npage | number | Which |\nResponse\nmore | less\n";
        let rows = vec![row("user", "The user, whoever it is"), row("page", "Which")];
        assert_eq!(names(text), [(Subject::Parameters, rows)]);
    }

    #[test]
    fn markdown_rows_stand_between_pipes() {
        let text = "| Path | Type | Description |\r\n|------|:-----|---|\r\n| `a` | x | one \\| two |\r\n\
                    | b | x |\r\n\r\nText | here\r\n";
        let rows = vec![row("a", "one | two"), row("b", "")];
        assert_eq!(names(text)[0], (Subject::Fields, rows));
    }

    #[test]
    fn rows_without_outer_pipes_are_rows() {
        let text = "name | type | description\n---|---|---\na | x | one\nb | y | two\n";
        let rows = vec![row("a", "one"), row("b", "two")];
        assert_eq!(names(text), [(Subject::ParametersOrFields, rows)]);
    }

    #[test]
    fn an_incomplete_row_does_not_take_in_the_rest_of_the_page() {
        let text = "Parameter | Type | Description |\n---|---|---|\nuser |\nnumber |\nThe user\n\
                    HTTP/1.1 200 OK\n{ }\nPath | Type | Description |\n---|---|---|\na |\nx |\none |";
        let tables = names(text);
        assert_eq!(tables[0].1, [row("user", "The user")]);
        assert_eq!(tables[1].1, [row("a", "one")]);
    }
}
