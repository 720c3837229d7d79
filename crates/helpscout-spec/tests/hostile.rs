//! Any bytes result in findings, never in a panic, with limited time and memory.
#![allow(clippy::unwrap_used)]

mod slips;

use helpscout_spec::{Finding, Findings, Sources, read_sources};
use proptest::prelude::*;

use slips::slip;

const API: &str = include_str!("wrong/good/api.yaml");
const REPORT: &str = include_str!("wrong/good/reports/desk/replies.yaml");
const BODY: &str = include_str!("wrong/good/reports/desk/replies.json");

/// The largest number of findings of a reading: two hundred errors, two hundred warnings, and one
/// that says how many more there are.
const MOST: usize = 401;

fn folder(api: &[u8], report: &[u8], body: &[u8]) -> Sources {
    Sources::new()
        .with("api.yaml", api)
        .with("reports/desk/replies.yaml", report)
        .with("reports/desk/replies.json", body)
}

/// Reads a folder and checks the properties that every reading has.
fn assert_holds(sources: &Sources) -> Findings {
    let reading = read_sources(sources);
    let findings = reading.findings;
    assert_eq!(reading.api.is_some(), !findings.has_errors());
    assert!(findings.len() <= MOST);
    let list: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.code.as_str() != "S199")
        .collect();
    assert!(list.is_sorted_by_key(|finding| &finding.place));
    for finding in &list {
        let places = [
            Some(&finding.place),
            finding.second.as_ref().map(|second| &second.place),
        ];
        for place in places.into_iter().flatten() {
            assert_lies_in_its_file(place, sources);
        }
    }
    let text = findings.render(false);
    assert!(!text.contains('\u{1b}') && !text.contains('\0'), "{text:?}");
    assert_eq!(findings.is_empty(), text.is_empty());
    findings.render(true);
    findings
}

fn assert_lies_in_its_file(place: &helpscout_spec::Place, sources: &Sources) {
    let Some(position) = &place.position else {
        return;
    };
    let (_, bytes) = sources
        .iter()
        .find(|(path, _)| *path == place.file)
        .unwrap();
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let line = text.split('\n').nth(position.line - 1).unwrap();
    let length = line.chars().count();
    assert!(position.column + position.length <= length + 1, "{place:?}");
}

/// Pieces of YAML and of the spec language.
const PIECES: &[&str] = &[
    ": ",
    "- ",
    "\n",
    "  ",
    "\t",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "[]",
    ", ",
    "&a ",
    "*a",
    "!!str ",
    "? ",
    "| ",
    ">-\n",
    "# ",
    "---\n",
    "\r\n",
    "\u{feff}",
    "é信\u{1f600}",
    "type: integer\n",
    "name: page\n",
];

proptest! {
    #![proptest_config(slips::config())]

    #[test]
    fn any_bytes_give_findings(
        api in prop::collection::vec(any::<u8>(), 0..300),
        report in prop::collection::vec(any::<u8>(), 0..300),
        body in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        assert_holds(&folder(&api, REPORT.as_bytes(), &body));
        assert_holds(&folder(API.as_bytes(), &report, BODY.as_bytes()));
    }

    #[test]
    fn any_text_of_yaml_characters_gives_findings(text in "([a-c]|[-?:,\\[\\]{}#&*!|>'\"%@`~. \n\t]){0,60}") {
        assert_holds(&folder(API.as_bytes(), text.as_bytes(), BODY.as_bytes()));
        assert_holds(&folder(text.as_bytes(), REPORT.as_bytes(), BODY.as_bytes()));
    }

    #[test]
    fn a_good_report_with_slips_gives_findings_or_a_description(slips in prop::collection::vec(slip(PIECES), 1..6)) {
        assert_holds(&folder(API.as_bytes(), slips::with(REPORT, &slips).as_bytes(), BODY.as_bytes()));
    }

    #[test]
    fn a_good_api_file_with_slips_gives_findings_or_a_description(slips in prop::collection::vec(slip(PIECES), 1..6)) {
        assert_holds(&folder(slips::with(API, &slips).as_bytes(), REPORT.as_bytes(), BODY.as_bytes()));
    }

    #[test]
    fn a_good_body_with_slips_gives_findings_or_a_description(slips in prop::collection::vec(slip(PIECES), 1..4)) {
        assert_holds(&folder(API.as_bytes(), REPORT.as_bytes(), slips::with(BODY, &slips).as_bytes()));
    }
}

/// Returns a text of a hundred kilobytes that repeats one piece.
fn much(start: &str, piece: impl Fn(usize) -> String, end: &str) -> String {
    let mut text = start.to_owned();
    let pieces = (0..).map(piece);
    for piece in pieces.take_while({
        let mut length = 0;
        move |piece| {
            length += piece.len();
            length < 100_000
        }
    }) {
        text.push_str(&piece);
    }
    text + end
}

const HEAD: &str = "operation: x_y\nrequest: GET /v2/x\ndocs: https://example.com/x\nsummary: X.\n\
                    response:\n  object: XPage\n  doc: X.\n  fields:\n    - { path: count, type: integer, doc: X. }\n";

#[test]
fn large_reports_of_one_kind_of_trouble_are_read_to_the_end() {
    let reports = [
        much("", |_| "[".into(), ""),
        much("", |_| "- ".into(), ""),
        much("a: [", |n| format!("&x{n} y, *x{n}, "), "]"),
        much("a: '", |_| "b\n".into(), ""),
        much(HEAD, |n| format!("key{n}: 1\n"), ""),
        much(HEAD, |_| "key: 1\n".into(), ""),
        much(
            HEAD,
            |n| format!("    - {{ path: 'a.b{n}.c', type: Unknown{n} }}\n"),
            "",
        ),
        much(&format!("{HEAD}plans: ["), |_| "p\u{e9}, ".into(), "]"),
        much(
            &format!("{HEAD}parameters:\n"),
            |n| {
                format!(
                    "- {{ name: p{n}, type: text, correction: {{ documented: q, because: r }} }}\n"
                )
            },
            "",
        ),
        much(&format!("{HEAD}notes: ['"), |_| "[(<`".into(), "']"),
        much(
            &format!("{HEAD}examples:\n"),
            |n| format!("- e{n}.json\n"),
            "",
        ),
    ];
    for report in reports {
        let findings = assert_holds(&folder(API.as_bytes(), report.as_bytes(), BODY.as_bytes()));
        assert!(!findings.is_empty(), "{report:.200}");
    }
}

#[test]
fn large_api_files_and_bodies_of_one_kind_of_trouble_are_read_to_the_end() {
    let chain = much(
        API,
        |n| {
            format!(
                "  - {{ name: O{n}, fields: [{{ path: a, object: O{} }}] }}\n",
                n + 1
            )
        },
        "",
    );
    assert_holds(&folder(
        chain.as_bytes(),
        REPORT.as_bytes(),
        BODY.as_bytes(),
    ));
    let bodies = [
        much("{\"rows\":[", |_| "{},".into(), "{}]}"),
        much("{", |n| format!("\"k{n}\":1,"), "\"a\":1}"),
        much("", |_| "[{\"a\":".into(), ""),
    ];
    for body in bodies {
        assert_holds(&folder(API.as_bytes(), REPORT.as_bytes(), body.as_bytes()));
    }
}
