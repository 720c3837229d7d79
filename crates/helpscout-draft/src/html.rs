//! Tables and text of pages that were saved as HTML.

use crate::grid::{Grid, GridRow};
use crate::text::entities;

/// The most cells that a single one may span.
const SPAN: usize = 20;

/// Returns the table that starts at a line. It has no cells if the page has only its start.
pub(crate) fn read(lines: &[&str], at: usize) -> Grid {
    let start = find_tag(lines[at], "table").unwrap_or_default();
    let mut rows: Vec<(bool, Vec<String>)> = Vec::new();
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
            if let Some(cell) = rows.last_mut().and_then(|(_, cells)| cells.last_mut())
                && is_open
            {
                cell.push_str(text);
            }
            match tag_name(tag).as_str() {
                "/table" => break 'lines,
                "tr" => rows.push((false, Vec::new())),
                name @ ("td" | "th") => {
                    is_open = true;
                    if rows.is_empty() {
                        rows.push((false, Vec::new()));
                    }
                    if let Some((is_head, cells)) = rows.last_mut() {
                        *is_head |= name == "th" && cells.is_empty();
                        cells.extend(vec![String::new(); span(tag)]);
                    }
                }
                "/td" | "/th" | "/tr" => is_open = false,
                "br" | "br/" | "p" | "/p" | "li" | "/li" | "div" | "/div" => {
                    if let Some((_, cells)) = rows.last_mut()
                        && let Some(cell) = cells.last_mut()
                    {
                        cell.push(' ');
                    }
                }
                _ => {}
            }
            match next {
                Some(next) => rest = next,
                None => break,
            }
        }
        if let Some((_, cells)) = rows.last_mut()
            && let Some(cell) = cells.last_mut()
        {
            cell.push(' ');
        }
    }
    let mut rows = rows.into_iter().filter(|(_, cells)| !cells.is_empty());
    let (_, head) = rows.next().unwrap_or_default();
    let plain = |cells: Vec<String>| cells.iter().map(|cell| escaped(cell)).collect::<Vec<_>>();
    let rows = rows.map(|(_, cells)| GridRow::new(plain(cells)));
    Grid {
        head: plain(head),
        rows: rows.collect(),
        lines: at..end,
    }
}

/// Returns the text of a cell, on one line.
fn escaped(cell: &str) -> String {
    let indent = cell.len() - cell.trim_start_matches([' ', '\t']).len();
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

/// Returns how many columns a cell spans.
fn span(tag: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower.split_once("colspan=").map(|(_, rest)| rest);
    let digits = value.map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']);
        rest.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    });
    digits
        .and_then(|digits| digits.parse::<usize>().ok())
        .unwrap_or(1)
        .clamp(1, SPAN)
}
