//! A page drafts the same whatever separates the cells of its tables.
#![allow(clippy::unwrap_used)]

mod drafted;
mod notation;

use drafted::{DRAFTER, assert_holds};
use notation::{Cells, NOTATIONS, Notation};

const PAGES: [&str; 5] = [
    include_str!("pages/conversation-history.txt"),
    include_str!("pages/mailboxes-backlog.txt"),
    include_str!("pages/team-waits.md"),
    include_str!("pages/user-tags.txt"),
    include_str!("pages/widgets.txt"),
];

fn drafted(page: &str) -> (String, Option<String>) {
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    (draft.yaml(draft.file()), draft.body().map(str::to_owned))
}

#[test]
fn every_notation_of_a_table_drafts_the_same() {
    let mut differences = String::new();
    for page in PAGES {
        // The last row of a page may have lost its end.
        let page = page.trim_end();
        let page = &format!("{}|\n", page.trim_end_matches('|'));
        let expected = drafted(page);
        let parts = Parts::of(page);
        for notation in NOTATIONS {
            let page = parts.with(notation);
            for page in [page.clone(), page.replace('\n', "\r\n")] {
                assert_holds(page.as_bytes());
                let (yaml, body) = drafted(&page);
                let name = notation.0;
                if (&yaml, &body) != (&expected.0, &expected.1) {
                    let title = page.lines().next().unwrap_or_default();
                    let lines = different_lines(&expected.0, &yaml);
                    differences.push_str(&format!("{title}, {name}:\n{lines}\n"));
                }
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// Returns the lines that only one of two texts has.
fn different_lines(expected: &str, found: &str) -> String {
    let only = |sign: &str, left: &str, right: &str| {
        let lines = left
            .lines()
            .filter(|line| !right.lines().any(|other| other == *line));
        lines
            .map(|line| format!("{sign}{line}\n"))
            .collect::<String>()
    };
    only("-", expected, found) + &only("+", found, expected)
}

/// A page whose tables were told from its other lines.
struct Parts(Vec<Part>);

enum Part {
    Line(String),
    Table(Cells),
}

impl Parts {
    /// Splits a page with pipes between its cells, either a row or a cell on each line.
    fn of(page: &str) -> Self {
        let lines: Vec<&str> = page.lines().collect();
        let mut parts = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let is_table = lines
                .get(at + 1)
                .is_some_and(|line| line.contains("---") && line.contains('|'));
            if !is_table {
                parts.push(Part::Line(lines[at].to_owned()));
                at += 1;
                continue;
            }
            let head = row(lines[at]);
            let ends = |line: &&str| {
                [
                    "Response",
                    "Request",
                    "URL Parameters",
                    "HTTP",
                    "{",
                    "#",
                    "```",
                ]
                .iter()
                .any(|start| line.starts_with(start))
            };
            let rest = &lines[at + 2..];
            let length = rest.iter().position(|line| line.is_empty() || ends(line));
            let body = &rest[..length.unwrap_or(rest.len())];
            let cells: Vec<String> = if lines[at].starts_with('|') {
                body.iter().flat_map(|line| row(line)).collect()
            } else {
                row(&body.join(" "))
            };
            let rows = cells.chunks(head.len()).map(<[String]>::to_vec).collect();
            parts.push(Part::Table(Cells { head, rows }));
            at += 2 + body.len();
        }
        Self(parts)
    }

    /// Returns the page with its tables in a notation.
    fn with(&self, (name, write): Notation) -> String {
        let is_html = name.starts_with("HTML");
        let part = |part: &Part| match part {
            Part::Line(line) if is_html => line
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
            Part::Line(line) => line.clone(),
            Part::Table(cells) => write(cells),
        };
        self.0.iter().map(part).collect::<Vec<_>>().join("\n") + "\n"
    }
}

fn row(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}
