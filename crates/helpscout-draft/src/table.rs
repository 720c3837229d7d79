//! The tables of a page, in whatever notation it has them.

use std::ops::Range;

use crate::grid::{Grid, GridRow};
use crate::json_kind::JsonKind;
use crate::kind::{self, Kind, is_list, is_nullable, is_type, is_typed, kind};
use crate::name::{self, Name, is_about, is_name};
use crate::text::{clean, code, with_marked_defaults, without_quotes};
use crate::title::{Column, Subject, column, name_column};
use crate::{blanks, bullets, heading, html, limit, phrase, pipes, place, stacked, tabs};

/// A table, and the range of its lines.
pub(crate) struct Table {
    /// What the rows describe, according to the titles.
    pub(crate) subject: Subject,
    /// The nearest heading above the table.
    pub(crate) heading: Option<String>,
    /// What the headings above the table say about its rows.
    pub(crate) announced: Option<Subject>,
    pub(crate) rows: Vec<Row>,
    /// The texts in it that belong to no row.
    pub(crate) unread: Vec<String>,
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
    /// Where a parameter is sent: `header`, `query`, or a word of the page that is not known.
    pub(crate) place: String,
    /// What the value is in the example body of the request, or each value of a list.
    pub(crate) sent_as: Option<JsonKind>,
    /// What a person has to check, because the cells of the row leave it open.
    pub(crate) doubts: Vec<String>,
}

/// The most levels of rows inside each other.
const DEEPEST: usize = 10;

/// Returns all tables of a page, in its order. `plain` are its lines without tags, if it is HTML.
pub(crate) fn tables(lines: &[&str], plain: &[&str]) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match grid(lines, at) {
            Some(grid) => {
                at = grid.lines.end.max(at + 1);
                let start = grid.lines.start;
                tables.push(Table {
                    heading: heading::above(plain, start),
                    announced: heading::subject_above(plain, start),
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
    let mut unread = grid.unread;
    for grid_row in &grid.rows {
        let (names, row) = self::row(grid_row, &columns, name_at);
        if let Some(title) = title(grid_row, name_at) {
            unread.push(title);
            continue;
        }
        let is_nameless = names.iter().all(|name| name.text.is_empty());
        // A row without a name goes on with the one above.
        match rows.last_mut().filter(|_| is_nameless) {
            Some((_, above)) => above.append(&row),
            None if is_nameless => {
                let cells = grid_row.cells.iter().map(|cell| clean(cell));
                let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
                unread.extend((!cells.is_empty()).then(|| cells.join(" ")));
            }
            None => rows.extend(shared(names, &row)),
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
        unread,
        lines: grid.lines,
    }
}

/// Returns the title of the rows below, if a row has nothing else: `**Optional filters**`.
fn title(row: &GridRow, name_at: usize) -> Option<String> {
    let cell = row.cells.get(name_at)?;
    let mut others = row.cells.iter().enumerate();
    let is_alone = others.all(|(at, cell)| at == name_at || clean(cell).is_empty());
    let is_marked = ["**", "__", "<b>", "<strong>", "<i>", "<em>"]
        .iter()
        .any(|mark| cell.trim().starts_with(mark));
    let title = clean(cell);
    let is_title = row.cells.len() > 2 && is_alone && !title.is_empty();
    (is_title && (is_marked || !is_name(cell) && name::names(cell).len() < 2)).then_some(title)
}

/// Returns a row for each of the names that share one.
fn shared(names: Vec<Name>, row: &Row) -> Vec<(Name, Row)> {
    let listed: Vec<String> = names.iter().map(|name| code(&name.text)).collect();
    let listed = listed.join(", ");
    let is_shared = names.len() > 1;
    let own = |name: Name| {
        let mut row = row.clone();
        row.name.clone_from(&name.text);
        if is_shared {
            row.doubts.push(format!(
                "the page has one row for {listed}; check what it says about each"
            ));
        }
        (name, row)
    };
    names.into_iter().map(own).collect()
}

/// Returns the cells of a row by what their columns are about. Its names are not in it.
fn row(grid_row: &GridRow, columns: &[Column], name_at: usize) -> (Vec<Name>, Row) {
    let mut row = Row::default();
    if grid_row.is_cut {
        let doubt = "its row of the table is incomplete";
        row.doubts.push(doubt.to_owned());
    }
    let mut names = vec![Name::default()];
    let (mut required, mut facts) = (String::new(), Vec::new());
    for (at, (column, cell)) in columns.iter().zip(&grid_row.cells).enumerate() {
        let plain = clean(&with_marked_defaults(cell));
        match column {
            _ if at == name_at => names = name::names(cell),
            _ if is_none(&plain) && *column != Column::Required => {}
            Column::Type => match kind::values(cell) {
                Some(values) => {
                    row.type_name = "enum".to_owned();
                    row.nullable = is_nullable(&plain);
                    facts.push(format!("values: {}", values.join(", ")));
                }
                // A column `Format` may follow one with types.
                None if !row.type_name.is_empty() => row.type_name.push_str(&format!(", {plain}")),
                None => row.type_name = plain,
            },
            Column::Examples => row.examples = plain,
            Column::Default => row.default = without_quotes(&plain).to_owned(),
            Column::Required => required = plain,
            Column::Optional => required = phrase::opposite(&plain).to_owned(),
            Column::Nullable => row.nullable |= phrase::is_yes(&plain),
            Column::Place => row.place = place::of_column(&plain),
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
    let rests = names.iter().map(|name| name.rest.as_str());
    let rest = rests.filter(|rest| !rest.is_empty()).collect::<Vec<_>>();
    let rest = rest.join(" ");
    row.read_beside(&rest, &mut facts);
    let is_silent = phrase::required(&required, "", "", "").is_none();
    if !is_none(&required) && (is_silent || required.split_whitespace().count() > 2) {
        // `Yes, unless …` says more than a draft has.
        row.doubts.push(format!(
            "the page says {} about whether it is required",
            code(&required)
        ));
        facts.push(required.clone());
    }
    for fact in facts.iter().filter(|fact| !fact.is_empty()) {
        let joint = if row.description.is_empty() { "" } else { "; " };
        row.description.push_str(&format!("{joint}{fact}"));
    }
    row.nullable |= is_nullable(&row.type_name) || is_nullable(&rest);
    row.required = phrase::required(&required, &rest, &row.type_name, &row.description);
    (names, row)
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
    /// Returns everything that it says about the values.
    pub(crate) fn prose(&self) -> String {
        let texts = [self.description.as_str(), self.type_name.as_str()];
        let texts = texts.into_iter().filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("; ")
    }

    /// Returns a row for each name, if the cell of the name has slashes between several. In the name
    /// of a field, they may be those of a path.
    pub(crate) fn apart(self) -> Vec<Self> {
        let parts: Vec<&str> = self
            .name
            .split('/')
            .map(|part| part.trim_matches(['>', ' ']))
            .collect();
        let are_names = parts
            .iter()
            .all(|part| is_name(part) && !part.contains('>'));
        if parts.len() < 2 || !are_names || self.place == "body" {
            return vec![self];
        }
        self.split(&parts)
    }

    /// Returns a row for each of these names.
    pub(crate) fn split(&self, parts: &[&str]) -> Vec<Self> {
        let names = parts.iter().map(|part| Name {
            text: (*part).to_owned(),
            ..Name::default()
        });
        let rows = shared(names.collect(), self);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Reads the words beside a name: a type, a value, a place, or anything else, which is added to
    /// `facts`.
    fn read_beside(&mut self, rest: &str, facts: &mut Vec<String>) {
        let about_place = [rest, &self.type_name]
            .into_iter()
            .find_map(|text| Some((place::beside(text)?, text == rest)));
        if let Some((place, _)) = about_place.filter(|_| self.place.is_empty()) {
            self.place = place.to_owned();
        }
        let is_place = about_place.is_some_and(|(_, is_beside)| is_beside);
        if self.type_name.is_empty() && is_typed(rest) {
            self.type_name = rest.to_owned();
        } else if let Some(value) = rest.strip_prefix('=').map(str::trim) {
            if self.examples.is_empty() && !value.contains(['<', '{', '[', '…', '.']) {
                self.examples = value.to_owned();
            }
        } else if rest.starts_with(['-', '–', '—', '/', '&', '+', ',']) && rest.len() > 1 {
            let doubt = "beside its name, the page says";
            self.doubts.push(format!("{doubt} {}", code(rest)));
        } else if rest.to_lowercase().contains("deprecated") {
            facts.push("deprecated".to_owned());
        } else if !is_place && !is_about(rest.trim_start_matches(['(', '*', ' '])) {
            let is_fact = limit::seems_limited(rest) || rest.to_lowercase().contains("default");
            if !is_fact {
                let doubt = "beside its name, the page says";
                self.doubts.push(format!("{doubt} {}", code(rest)));
            }
            facts.push(rest.trim_matches(['(', ')', '*', ' ']).to_owned());
        }
    }

    /// Adds what a row without a name says.
    fn append(&mut self, rest: &Row) {
        if self.required.is_none() || rest.required == Some(true) {
            self.required = rest.required.or(self.required);
        }
        self.nullable |= rest.nullable;
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
        tables(&lines, &lines).into_iter().map(cells).collect()
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
