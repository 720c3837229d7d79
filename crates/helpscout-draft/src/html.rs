//! Tables and text of pages that were saved as HTML.

use std::ops::Range;

use crate::grid::{Grid, GridRow};
use crate::heading::is_heading;
use crate::text::{clean, entities};
use crate::title::{Column, column};

/// The most columns that a cell may span.
const SPAN: usize = 20;

/// The most rows that a cell may span.
const TALLEST: usize = 200;

/// Returns the table that starts at a line. It has no cells if the page has only its start.
pub(crate) fn read(lines: &[&str], at: usize) -> Grid {
    let start = find_tag(lines[at], "table").unwrap_or_default();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut is_open = false;
    let mut end = at;
    'lines: for (number, line) in lines.iter().enumerate().skip(at) {
        let mut rest = if number == at { &line[start..] } else { line };
        end = number + 1;
        loop {
            let (text, tag, next) = match rest.find('<').map(|open| (open, rest[open..].find('>')))
            {
                Some((open, Some(close))) => {
                    let close = open + close;
                    (
                        &rest[..open],
                        &rest[open + 1..close],
                        Some(&rest[close + 1..]),
                    )
                }
                _ => (rest, "", None),
            };
            let mut cell = rows.last_mut().and_then(|cells| cells.last_mut());
            let mut add = |text: &str| {
                if let Some(cell) = &mut cell {
                    cell.text.push_str(text);
                }
            };
            if is_open {
                add(text);
            }
            match tag_name(tag).as_str() {
                "/table" => break 'lines,
                "tr" => rows.push(Vec::new()),
                name @ ("td" | "th") => {
                    is_open = true;
                    if rows.is_empty() {
                        rows.push(Vec::new());
                    }
                    if let Some(cells) = rows.last_mut() {
                        cells.push(Cell {
                            text: String::new(),
                            is_title: name == "th",
                            columns: span(tag, "colspan").clamp(1, SPAN),
                            rows: span(tag, "rowspan").clamp(1, TALLEST),
                        });
                    }
                }
                "/td" | "/th" | "/tr" => is_open = false,
                "code" | "/code" | "kbd" | "/kbd" if is_open => add("`"),
                "li" => add(" • "),
                "br" | "br/" | "p" | "/p" | "div" | "/div" => add("\n"),
                "/li" | "ul" | "/ul" | "sup" | "sub" | "small" => add(" "),
                _ => {}
            }
            match next {
                Some(next) => rest = next,
                None => break,
            }
        }
        if let Some(cell) = rows.last_mut().and_then(|cells| cells.last_mut()) {
            cell.text.push(' ');
        }
    }
    rows.retain(|cells| !cells.is_empty());
    let titles = rows
        .iter()
        .take_while(|cells| cells.iter().all(|cell| cell.is_title));
    let titles = titles.count().clamp(1, rows.len().max(1)).min(rows.len());
    let body = rows.split_off(titles);
    grid(head(&placed(&rows)), placed(&body), at..end)
}

/// A cell of a table.
struct Cell {
    text: String,
    is_title: bool,
    /// How many columns and rows it spans.
    columns: usize,
    rows: usize,
}

/// The part of a cell in one of its columns and rows.
#[derive(Clone, Default)]
struct Part {
    text: String,
    /// Whether the cell starts in a column to the left.
    is_rest: bool,
    /// How many columns the cell spans.
    columns: usize,
}

/// Returns the rows with a part of a cell in each column. A cell of several rows is in each of them.
fn placed(rows: &[Vec<Cell>]) -> Vec<Vec<Part>> {
    let mut placed: Vec<Vec<Option<Part>>> = vec![Vec::new(); rows.len()];
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while placed[row].get(column).is_some_and(Option::is_some) {
                column += 1;
            }
            for (below, offset) in (row..rows.len().min(row + cell.rows))
                .flat_map(|below| (0..cell.columns).map(move |offset| (below, offset)))
            {
                let at = column + offset;
                if placed[below].len() <= at {
                    placed[below].resize(at + 1, None);
                }
                placed[below][at] = Some(Part {
                    text: trimmed(&cell.text),
                    is_rest: offset > 0,
                    columns: cell.columns,
                });
            }
            column += cell.columns;
        }
    }
    let filled = |row: Vec<Option<Part>>| row.into_iter().map(Option::unwrap_or_default).collect();
    placed.into_iter().map(filled).collect()
}

/// Returns the title of each column. The lowest one says most.
fn head(rows: &[Vec<Part>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let title = |column: usize| {
        let titles = rows.iter().rev().filter_map(|row| row.get(column));
        let mut titles = titles.filter(|part| !part.text.is_empty());
        titles.next().map(|part| part.text.clone())
    };
    (0..width)
        .map(|column| title(column).unwrap_or_default())
        .collect()
}

/// Returns the table with these titles and rows. A cell that spans all columns is a title, which may
/// say more than a draft has, or it goes on with the row above.
fn grid(head: Vec<String>, rows: Vec<Vec<Part>>, lines: Range<usize>) -> Grid {
    let width = head.len();
    let description = head
        .iter()
        .position(|title| column(title) == Column::Description)
        .unwrap_or(width.saturating_sub(1));
    let (mut read, mut unread) = (Vec::new(), Vec::new());
    for row in rows {
        let is_whole = |first: &&Part| width > 1 && first.columns >= width;
        let Some(first) = row.first().filter(is_whole) else {
            let text = |part: Part| {
                if part.is_rest {
                    String::new()
                } else {
                    part.text
                }
            };
            read.push(GridRow::new(row.into_iter().map(text).collect()));
            continue;
        };
        if is_heading(&clean(&first.text)) {
            let lower = first.text.to_lowercase();
            let telling = [
                "required",
                "optional",
                "header",
                "body",
                "path",
                "deprecated",
            ];
            if telling.iter().any(|word| lower.contains(word)) {
                unread.push(clean(&first.text));
            }
        } else if !first.text.is_empty() {
            let mut cells = vec![String::new(); width];
            cells[description].clone_from(&first.text);
            read.push(GridRow::new(cells));
        }
    }
    Grid {
        head,
        rows: read,
        unread,
        lines,
    }
}

/// Returns the text of a cell without the blanks around it.
fn trimmed(cell: &str) -> String {
    let indent = cell.len() - cell.trim_start_matches([' ', '\t', '\n']).len();
    // Blanks of the source have no meaning, unlike non-breaking ones.
    cell[indent..].trim_end().to_owned()
}

/// Returns a line without its tags, if it has any.
pub(crate) fn plain(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(open) = rest.find('<') {
        let tag = &rest[open + 1..];
        let starts =
            tag.starts_with(|char: char| char.is_ascii_alphabetic() || "/!".contains(char));
        match tag.find('>').filter(|_| starts) {
            Some(close) => {
                plain.push_str(&rest[..open]);
                let name = tag_name(tag[..close].trim_matches('/'));
                // Titles are marked as in Markdown.
                let is_title = name.len() == 2 && name.starts_with('h') && name != "hr";
                if is_title && !tag.starts_with('/') {
                    plain.push_str("# ");
                }
                // Words of two cells are not one word.
                let ends = ["td", "th", "tr", "li", "dt", "dd", "br", "p", "div"];
                if ends.contains(&name.as_str()) {
                    plain.push(' ');
                }
                rest = &tag[close + 1..];
            }
            None => {
                plain.push_str(&rest[..=open]);
                rest = tag;
            }
        }
    }
    plain.push_str(rest);
    entities(&plain)
}

/// Returns the position of a tag in a line.
pub(crate) fn find_tag(line: &str, name: &str) -> Option<usize> {
    let lower = line.to_ascii_lowercase();
    let open = format!("<{name}");
    let is_tag = |at: &usize| {
        let rest = lower[at + open.len()..].chars().next();
        rest.is_none_or(|char| char == '>' || char.is_whitespace())
    };
    lower.match_indices(&open).map(|(at, _)| at).find(is_tag)
}

fn tag_name(tag: &str) -> String {
    let name = tag.split_whitespace().next().unwrap_or_default();
    name.to_ascii_lowercase()
}

/// Returns the number of an attribute such as `colspan`, or 1.
fn span(tag: &str, attribute: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once(attribute).map_or("", |(_, rest)| rest);
    let value = value.trim_start_matches([' ', '=', '"', '\'']);
    let digits = value.find(|char: char| !char.is_ascii_digit());
    let digits = &value[..digits.unwrap_or(value.len())];
    digits.parse().unwrap_or(1)
}
