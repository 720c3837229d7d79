//! A page drafts the same whatever separates the cells of its tables.
#![allow(clippy::unwrap_used)]

mod drafted;
mod notation;

use drafted::{DRAFTER, assert_holds};
use notation::{NOTATIONS, Parts};

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
