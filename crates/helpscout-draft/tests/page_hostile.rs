//! Any bytes as a page: a draft that reads without errors, or a message, but never a panic.
#![allow(clippy::unwrap_used)]

mod drafted;
#[path = "../../helpscout-spec/tests/slips/mod.rs"]
mod slips;

use helpscout_draft::DraftError;
use proptest::prelude::*;

use drafted::{DRAFTER, assert_holds};
use slips::slip;

const PAGES: [&str; 3] = [
    include_str!("pages/conversation-history.txt"),
    include_str!("pages/team-waits.md"),
    include_str!("pages/widgets.txt"),
];

/// Parts of documented pages.
const PIECES: &[&str] = &[
    "|",
    " | ",
    "---|---|---|\n",
    "\n",
    "\r",
    "`",
    "\\",
    "[]",
    ".",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ": ",
    "null",
    "\"type\": 1,",
    "\"self\": {\"a b\": 1},",
    "\"Other\": [[1], {}],",
    "\"results\": [null],",
    "HTTP/1.1 200 OK\n",
    "Path | Type | Description |\n",
    "one of a, a, A, 1, self , Other",
    "comma separated",
    "between 9 and 1",
    "(required)",
    "default is 7",
    "max 5",
    "{id}",
    "GET /v2/match",
    "é信\u{1f600}",
    "\u{feff}\u{202e}\u{0}",
    "number",
    "page",
    "current",
    "previous",
    "\"current\": {\"a\": 1}, \"previous\": {\"b\": 2},",
    "_embedded",
    "https://",
    "1e999",
    "-0",
];

/// Generates JSON in the shape of answers, with keys that are hard to name.
fn body() -> impl Strategy<Value = serde_json::Value> {
    let key = prop_oneof![
        4 => prop::sample::select(vec![
            "id", "type", "results", "page", "pages", "count", "current", "previous", "_embedded", "_links", "a", "A", "aB",
            "a_b", "userId", "mailboxid", "7", "*", "a b", "", "other", "self", "number", "totalPages", "totalElements",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        prop::sample::select(vec![
            "",
            "12",
            "2019-05-02T12:00:00Z",
            "5c9ba55b2c7d3a7a0b1a2f3e",
            "text"
        ])
        .prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            3 => prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(slips::config())]

    #[test]
    fn any_bytes_are_no_page(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        assert_holds(&bytes);
    }

    #[test]
    fn any_text_behind_a_request_line_is_a_page(text in any::<String>()) {
        assert_holds(format!("GET /v2/reports/a/b HTTP/1.1\n{text}").as_bytes());
    }

    #[test]
    fn pages_that_are_nearly_good_become_drafts_without_errors(
        page in prop::sample::select(PAGES.to_vec()),
        slips in prop::collection::vec(slip(PIECES), 1..12),
    ) {
        assert_holds(slips::with(page, &slips).as_bytes());
    }

    #[test]
    fn any_body_is_described(body in body(), path in "/v2/(reports/[a-z-]{1,8}|[a-z]{1,8}|\\{[a-z]{1,4}\\})(/[a-zA-Z0-9_-]{1,6})?") {
        assert_holds(format!("GET {path}\nPage | of\nHTTP/1.1 200 OK\n{body:#}\n").as_bytes());
    }

    #[test]
    fn any_row_is_a_parameter_or_a_note(cells in prop::collection::vec("[ -~é\u{0}-\u{9}]{0,30}", 4)) {
        let page = format!(
            "GET /v2/reports/a\nParameter | Type | Examples | Description |\n---|---|---|---|\n{}|\nPath | Type | Description |\n---|---|---|\n{}|\n",
            cells.join("|"), cells[..3].join("|"),
        );
        assert_holds(page.as_bytes());
    }

    #[test]
    fn any_request_is_drafted_or_refused(request in "(GET|PUT) (/v2)?(/[a-z{}:*]{0,6}){0,4}|\\PC{0,30}") {
        if let Err(error) = DRAFTER.request(&request) {
            prop_assert!(error.to_string().contains("expected"), "{}", error);
        }
    }
}

#[test]
fn deep_wide_and_large_pages_are_bounded() {
    let deep = format!("GET /v2/a\n{}1{}\n", "{\"a\":".repeat(100), "}".repeat(100));
    assert_holds(deep.as_bytes());
    let deeper = format!("GET /v2/a\n{}\n", "[".repeat(100_000));
    assert_holds(deeper.as_bytes());
    let wide: Vec<String> = (0..5_000).map(|key| format!("\"k{key}\": {key}")).collect();
    assert_holds(format!("GET /v2/a\n{{{}}}\n", wide.join(",")).as_bytes());
    let path = vec!["a"; 60].join(".");
    assert_holds(format!("GET /v2/a\nPath | Type |\n---|---|\n{path} | Number |\n").as_bytes());
    let large = vec![b'|'; 1 << 18];
    assert!(matches!(
        DRAFTER.page(&large),
        Err(DraftError::NoRequest { .. })
    ));
    assert!(matches!(
        DRAFTER.page(&vec![b'a'; (1 << 18) + 1]),
        Err(DraftError::TooLarge { .. })
    ));
}
