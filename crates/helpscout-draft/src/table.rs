//! The tables of a page.
//!
//! In a page saved from a browser, each line is a cell, and a pipe follows it. In Markdown, each
//! line is a row between pipes. The reader decides row by row which of both it is.

use std::ops::Range;

use crate::text::{clean, is_break};

/// A table, and the range of its lines.
pub(crate) struct Table {
    pub(crate) subject: Subject,
    pub(crate) rows: Vec<Row>,
    pub(crate) lines: Range<usize>,
}

/// What the rows of a table describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Parameters of the request.
    Parameters,
    /// Fields of the answer.
    Fields,
    /// Either of both: the first column is titled `name`.
    ParametersOrFields,
    /// Anything else.
    Other,
}

/// A row of a table. Columns that the table does not have are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) type_name: String,
    pub(crate) examples: String,
    pub(crate) description: String,
    pub(crate) default: String,
    pub(crate) required: String,
    /// Whether the row ends before its last column.
    pub(crate) is_cut: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    First(Subject),
    Type,
    Examples,
    Description,
    Default,
    Required,
    Other,
}

/// The most lines of a head, and the most columns of one that goes on.
const HEAD: usize = 10;

/// Returns all tables of a page, in its order.
pub(crate) fn tables(lines: &[&str]) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match head(lines, at) {
            Some((columns, first)) => {
                let table = Reader::new(lines, columns).read(at, first);
                at = table.lines.end.max(at + 1);
                tables.push(table);
            }
            None => at += 1,
        }
    }
    tables
}

/// Returns the columns of the table that starts at a line, and the first line of its rows.
fn head(lines: &[&str], at: usize) -> Option<(Vec<Column>, usize)> {
    let mut text = lines[at].trim().to_owned();
    if !text.contains('|') || is_rule(&text) {
        return None;
    }
    for (next, line) in lines.iter().enumerate().skip(at + 1).take(HEAD) {
        let line = line.trim();
        if is_rule(line) {
            let columns = columns(&text);
            return (columns.len() > 1).then_some((columns, next + 1));
        }
        if line.is_empty() {
            continue;
        }
        if !(text.ends_with('|') && line.ends_with('|')) || columns(&text).len() > HEAD {
            break;
        }
        text.push_str(line);
    }
    // Without a rule below it, a line is a head only if it has titles that are known.
    let columns = columns(lines[at].trim());
    let is_known = columns.len() > 1 && columns.iter().all(|column| *column != Column::Other);
    (is_known && matches!(columns[0], Column::First(_))).then_some((columns, at + 1))
}

/// Returns whether a line is the rule between head and rows.
fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|char| "|-: ".contains(char))
}

fn columns(head: &str) -> Vec<Column> {
    let head = head.strip_prefix('|').unwrap_or(head);
    let head = head.strip_suffix('|').unwrap_or(head);
    split(head).iter().map(|cell| column(cell)).collect()
}

fn column(cell: &str) -> Column {
    match clean(cell).to_lowercase().as_str() {
        "parameter" | "param" | "query parameter" | "path parameter" | "url parameter" => {
            Column::First(Subject::Parameters)
        }
        "path" | "field" | "key" | "response field" => Column::First(Subject::Fields),
        "name" | "attribute" | "property" => Column::First(Subject::ParametersOrFields),
        "type" | "data type" => Column::Type,
        "example" | "examples" | "sample" | "samples" => Column::Examples,
        "description" | "details" | "meaning" => Column::Description,
        "default" | "default value" => Column::Default,
        "required" | "required?" | "mandatory" => Column::Required,
        _ => Column::Other,
    }
}

/// Splits a line at the pipes that are not escaped.
fn split(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for char in line.chars() {
        match (char, cells.last_mut()) {
            ('|', _) if !is_escaped => cells.push(String::new()),
            (char, Some(cell)) => cell.push(char),
            (_, None) => {}
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    cells
}

struct Reader<'l> {
    lines: &'l [&'l str],
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// Whether the head starts with a pipe, and so does each row.
    is_fenced: bool,
    /// The complete cells of the current row.
    cells: Vec<String>,
    /// The cell of the current row that may go on in the next line.
    open: String,
}

impl<'l> Reader<'l> {
    fn new(lines: &'l [&'l str], columns: Vec<Column>) -> Self {
        Self {
            lines,
            columns,
            rows: Vec::new(),
            is_fenced: false,
            cells: Vec::new(),
            open: String::new(),
        }
    }

    fn read(mut self, start: usize, first: usize) -> Table {
        self.is_fenced = self.lines[start].trim().starts_with('|');
        let mut at = first;
        while let Some(line) = self.lines.get(at).map(|line| line.trim()) {
            let ends = if !self.is_between_rows() {
                is_break(line)
            } else if self.is_fenced {
                !line.is_empty() && !line.starts_with('|')
            } else {
                !line.is_empty() && !line.contains('|')
            };
            if ends || head(self.lines, at).is_some() {
                break;
            }
            self.line(line, at);
            at += 1;
        }
        if !self.is_between_rows() {
            self.close(true);
        }
        Table {
            subject: match self.columns[0] {
                Column::First(subject) => subject,
                _ => Subject::Other,
            },
            rows: self.rows,
            lines: start..at,
        }
    }

    fn is_between_rows(&self) -> bool {
        self.cells.is_empty() && self.open.is_empty()
    }

    fn line(&mut self, line: &str, at: usize) {
        if line.is_empty() || is_rule(line) {
            return;
        }
        let is_start = self.is_between_rows();
        let (line, is_fenced) = match line.strip_prefix('|') {
            Some(rest) if is_start => (rest, line.ends_with('|')),
            _ => (line, false),
        };
        let mut cells = split(line);
        let last = cells.pop().unwrap_or_default();
        for cell in cells {
            let cell = format!("{} {cell}", std::mem::take(&mut self.open));
            self.cells.push(cell);
        }
        self.open = format!("{} {last}", self.open).trim().to_owned();
        let is_last = self.cells.len() + 1 == self.columns.len();
        let is_full = self.cells.len() >= self.columns.len();
        // A row on a single line may have no last pipe, or not all cells.
        let is_whole = is_start && (is_fenced || is_last && !self.open.is_empty());
        if is_full || (is_whole && self.is_new_row(at + 1)) {
            self.close(false);
        }
    }

    /// Returns whether a line starts a row or ends the table, so that the row above is complete.
    fn is_new_row(&self, at: usize) -> bool {
        let next = self.lines.get(at).map_or("", |line| line.trim());
        let has_own_cells = split(next).len() == self.columns.len() && !next.ends_with('|');
        next.starts_with('|') || !next.contains('|') || has_own_cells
    }

    /// Ends the current row. Surplus cells belong to its last column.
    fn close(&mut self, is_cut: bool) {
        let mut cells = std::mem::take(&mut self.cells);
        let open = std::mem::take(&mut self.open);
        if !open.is_empty() {
            cells.push(open);
        }
        if cells.len() > self.columns.len() {
            let rest = cells.split_off(self.columns.len()).join(" ");
            if let Some(last) = cells.last_mut() {
                last.push_str(&format!(" {rest}"));
            }
        }
        let mut row = Row {
            is_cut,
            ..Row::default()
        };
        for (column, cell) in self.columns.iter().zip(cells) {
            let cell = clean(&cell);
            match column {
                Column::First(_) => row.name = cell,
                Column::Type => row.type_name = cell,
                Column::Examples => row.examples = cell,
                Column::Description => row.description = cell,
                Column::Default => row.default = cell,
                Column::Required => row.required = cell,
                Column::Other => {}
            }
        }
        if !row.name.is_empty() {
            self.rows.push(row);
        }
    }
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
