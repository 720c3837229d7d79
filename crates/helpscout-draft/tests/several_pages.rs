//! Answers of several pages: the draft has their paging, or something is left to do.
#![allow(clippy::unwrap_used)]

mod drafted;

use drafted::{DRAFTER, assert_holds};

/// Returns the draft of a page, without line breaks in prose.
fn drafted(request: &str, heading: &str, rows: &[&str], answer: &str) -> String {
    let rows = rows.join("\n");
    let page = format!(
        "# Find calls\n\n`{request}`\n\n## {heading}\n\n| Name | Type | Description |\n|---|---|---|\n\
         {rows}\n\n## Response\n\n```json\n{answer}\n```\n"
    );
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    yaml.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_cursor_of_a_body_may_be_in_an_object_for_paging() {
    let yaml = drafted(
        "POST /calls/search",
        "Request body",
        &[
            "| query.state | string | The state |",
            "| pagination.per_page | integer | Rows on a page, 1-150 |",
            "| pagination.starting_after | string | The cursor of the page before |",
        ],
        r#"{ "calls": [{ "id": 1 }], "total_count": 1, "pages": { "next": { "starting_after": "WzE3" } } }"#,
    );
    let pages = "pages: cursor: pagination.starting_after size: pagination.per_page \
                 next: pages.next.starting_after count: total_count rows: calls";
    let plain = yaml.replace(['{', '}', ','], "");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain.contains(pages), "{yaml}");
}

#[test]
fn a_link_to_the_next_page_is_no_cursor_even_if_the_example_has_none() {
    let rows = [
        "| page_token | string | The token of the page |",
        "| limit | integer | Rows on a page, at most 100 |",
    ];
    let page = |said: &str| {
        format!(
            "{{ \"calls\": [{{ \"id\": 1 }}], \"_pagination\": {{ \"next\": null }} }}\n```\n\n\
             | Field | Type | Description |\n|---|---|---|\n\
             | _pagination.next | string or null | {said} |\n| calls[].id | integer | The ID |\n\n```"
        )
    };
    let drafted = |said| drafted("GET /calls", "Query parameters", &rows, &page(said));
    let link = drafted("Link to the next page");
    let pages = "pages: { size: limit, next: _pagination.next, rows: calls }";
    assert!(link.contains(pages), "{link}");
    let cursor = drafted("What leads to the next page");
    let pages = "pages: { cursor: page_token, size: limit, next: _pagination.next, rows: calls }";
    assert!(cursor.contains(pages), "{cursor}");
}

#[test]
fn what_looks_like_one_of_several_pages_is_left_to_do() {
    for (row, answer, expected) in [
        (
            "| state | string | The state |",
            r#"{ "calls": [{ "id": 1 }], "meta": { "next_cursor": "abc" } }"#,
            "`next_cursor` of the answer looks as if there were several pages",
        ),
        (
            "| starting_after | string | The last number of the page before |",
            r#"{ "calls": [{ "number": 1 }], "has_more": true }"#,
            "`has_more` of the answer looks as if there were several pages",
        ),
        (
            "| page | integer | The page |",
            r#"[{ "id": 1 }]"#,
            "the parameter `page` looks as if it selected a page, but the page size, or the `id` of the rows,",
        ),
        (
            "| cursor | string | Where to go on |",
            r#"{ "calls": [{ "id": 1 }] }"#,
            "the parameter `cursor` looks as if it selected a page, but nothing of the answer",
        ),
    ] {
        let yaml = drafted("GET /calls", "Query parameters", &[row], answer);
        assert!(!yaml.contains("pages: {"), "{yaml}");
        assert!(yaml.contains(expected), "{expected}: {yaml}");
    }
    for (row, answer) in [
        (
            "| after | datetime | Calls since then |",
            r#"{ "calls": [{ "id": 1 }] }"#,
        ),
        (
            "| page | integer | The page of the book |",
            r#"{ "pages": 3 }"#,
        ),
    ] {
        let yaml = drafted("GET /calls", "Query parameters", &[row], answer);
        assert!(!yaml.contains("looks as if"), "{yaml}");
    }
}

#[test]
fn pages_that_say_little_about_themselves_are_drafted() {
    let after = "| starting_after | string | The last ID of the page before |";
    let page = "| page | integer | The page |";
    let size = "| per_page | integer | Rows on a page, 1-100 |";
    let offset = "| offset | integer | Rows before the page |";
    let limit = "| limit | integer | Rows on a page, 1-100 |";
    for (rows, answer, expected) in [
        (
            &[after, limit][..],
            r#"{ "data": [{ "id": "ch_1" }], "has_more": true }"#,
            "pages: { cursor: starting_after, size: limit, last_row: id, more: has_more, rows: data }",
        ),
        (
            &[after, limit],
            r#"[{ "id": "ch_1" }, { "id": "ch_2" }]"#,
            "pages: { cursor: starting_after, size: limit, last_row: id }",
        ),
        (
            &[page, size],
            r#"[{ "id": 1, "page": 7, "count": 3, "has_more": true }]"#,
            "pages: { parameter: page, size: per_page, identity: id }",
        ),
        (
            &[offset, limit],
            r#"[{ "id": 1 }]"#,
            "pages: { offset: offset, size: limit, identity: id }",
        ),
        (
            &[page],
            r#"{ "calls": [{ "id": 1 }], "meta": { "page": 1, "has_more": true } }"#,
            "pages: { parameter: page, current: meta.page, more: meta.has_more, rows: calls }",
        ),
        (
            &[page, size],
            r#"{ "calls": [{ "id": 1 }], "total_count": 1 }"#,
            "pages: { parameter: page, size: per_page, count: total_count, rows: calls, identity: id }",
        ),
        (
            &[offset, limit],
            r#"{ "calls": [{ "id": 1 }], "total": 1 }"#,
            "pages: { offset: offset, size: limit, count: total, rows: calls, identity: id }",
        ),
    ] {
        let yaml = drafted("GET /calls", "Query parameters", rows, answer);
        assert!(yaml.contains(expected), "{expected}: {yaml}");
        assert!(!yaml.contains("looks as if"), "{yaml}");
    }
}

#[test]
fn a_post_whose_page_does_not_say_what_the_body_has_is_left_to_check() {
    let row = ["| state | string | The state |"];
    let answer = r#"{ "calls": [{ "id": 1 }] }"#;
    let said = "the page does not say where a POST sends it";
    for (request, heading, is_open) in [
        ("POST /calls/search", "Parameters", true),
        ("POST /calls/search", "Request body", false),
        ("POST /calls/search", "Query parameters", false),
        ("GET /calls/search", "Parameters", false),
    ] {
        let yaml = drafted(request, heading, &row, answer);
        assert_eq!(yaml.contains(said), is_open, "{request} {heading}: {yaml}");
    }
}

#[test]
fn a_number_in_the_path_may_be_the_id_of_an_example() {
    let drafted = |path: &str| {
        let row = ["| state | string | The state |"];
        drafted(
            &format!("GET {path}"),
            "Parameters",
            &row,
            r#"{ "calls": [] }"#,
        )
    };
    let said = "the path has the number `42`";
    assert!(drafted("/desks/42/calls").contains(said));
    for path in [
        "/desks/[desk]/calls",
        "/rest/desk/1/calls",
        "/api/2024-01/calls",
    ] {
        assert!(!drafted(path).contains("the path has the number"), "{path}");
    }
}
