#![allow(clippy::unwrap_used)]
use serde_json::{Value, json};

use super::{find, identify_rows, leave_out_other_starts};
use crate::combine::combine;
use crate::operation::{FieldDraft, PageStyle, ParameterDraft};

fn paging(body: &Value) -> Option<[String; 4]> {
    let answer = combine(&[], Some(body), &mut Vec::new());
    let pages = find(&answer, &[], Some(body), "")?.pages;
    let PageStyle::Number { current, total, .. } = pages.style else {
        return None;
    };
    let [current, total] = [current, total].map(Option::unwrap_or_default);
    Some([current, total, pages.count.unwrap_or_default(), pages.rows])
}

/// Returns the paging of an answer as it is written.
fn written(parameters: &[(&str, &str)], body: &Value) -> String {
    let draft = |(name, type_name): &(&str, &str)| ParameterDraft {
        name: (*name).to_owned(),
        type_name: (*type_name).to_owned(),
        ..ParameterDraft::default()
    };
    let parameters: Vec<ParameterDraft> = parameters.iter().map(draft).collect();
    let answer = combine(&[], Some(body), &mut Vec::new());
    let found = find(&answer, &parameters, Some(body), "tickets");
    found.map_or(String::new(), |found| format!("{:?}", found.pages))
}

#[test]
fn the_numbers_may_be_flat_nested_or_beside_the_rows() {
    let flat = json!({ "results": [{ "id": 1 }], "page": 1, "pages": 2, "count": 3 });
    assert_eq!(
        paging(&flat).unwrap(),
        ["page", "pages", "count", "results"]
    );
    let nested = json!({ "tags": [], "conversations": { "page": 1, "pages": 1, "count": 1, "results": [] } });
    assert_eq!(paging(&nested).unwrap()[3], "conversations.results");
    let hal = json!({
        "_embedded": { "users": [{ "id": 1 }] },
        "page": { "size": 1, "totalElements": 1, "totalPages": 1, "number": 1 }
    });
    assert_eq!(
        paging(&hal).unwrap(),
        [
            "page.number",
            "page.totalPages",
            "page.totalElements",
            "_embedded.users"
        ]
    );
    let page = json!({ "size": 1, "totalElements": 1, "totalPages": 1, "number": 1 });
    let held = json!({ "held": { "users": [{ "id": 1 }] }, "page": page });
    assert_eq!(paging(&held).unwrap()[3], "held.users");
    let twice = json!({ "a": { "x": [{ "id": 1 }] }, "b": { "y": [{ "id": 1 }] }, "page": page });
    assert_eq!(paging(&twice), None);
}

#[test]
fn a_default_that_is_not_the_first_page_is_left_to_be_checked() {
    let body = json!({ "results": [{ "id": 1 }], "page": 1, "pages": 2, "count": 3 });
    let answer = combine(&[], Some(&body), &mut Vec::new());
    let mut parameters = [ParameterDraft {
        name: "page".to_owned(),
        type_name: "integer".to_owned(),
        minimum: Some(1),
        maximum: Some(50),
        default: Some("25".to_owned()),
        ..ParameterDraft::default()
    }];
    let found = find(&answer, &parameters, Some(&body), "").unwrap();
    leave_out_other_starts(&mut parameters, &found.pages);
    let [page] = parameters;
    assert_eq!((page.default, page.minimum), (None, Some(1)));
    let said = "the page says that it defaults to 25, but the first page is 1";
    assert_eq!(page.todo, [said]);
}

#[test]
fn only_things_with_an_id_of_their_own_are_identified_by_it() {
    let identity = |rows: &str, field: FieldDraft| {
        let body = json!({ "rows": [{ "id": 1 }], "page": 1, "pages": 1, "count": 1 });
        let answer = combine(&[], Some(&body), &mut Vec::new());
        let mut pages = find(&answer, &[], Some(&body), "").unwrap().pages;
        rows.clone_into(&mut pages.rows);
        identify_rows(&mut pages, &[field]);
        pages.identity
    };
    let id = |path: &str, type_name: &str| FieldDraft {
        path: path.to_owned(),
        type_name: type_name.to_owned(),
        ..FieldDraft::default()
    };
    let embedded = "_embedded.rows";
    for name in ["integer", "WidgetId"] {
        let found = identity(embedded, id("_embedded.rows[].id", name));
        assert_eq!(found.as_deref(), Some("id"));
    }
    let optional = FieldDraft {
        optional: true,
        ..id("_embedded.rows[].id", "integer")
    };
    assert_eq!(identity(embedded, optional), None);
    assert_eq!(
        identity(embedded, id("_embedded.rows[].id", "instant")),
        None
    );
    assert_eq!(
        identity(embedded, id("_embedded.rows[].number", "integer")),
        None
    );
    assert_eq!(identity("rows", id("rows[].id", "integer")), None);
}

#[test]
fn pages_may_be_selected_by_an_offset_a_cursor_or_a_link() {
    let offset =
        json!({ "size": 1, "start": 0, "limit": 50, "isLastPage": true, "values": [{ "id": 1 }] });
    let found = written(&[("start", "integer"), ("limit", "integer")], &offset);
    let expected = r#"Pages { style: Offset { parameter: "start", current: Some("start"), last: Some("isLastPage") }, size: Some("limit"), count: None, rows: "values", identity: None }"#;
    assert_eq!(found, expected);
    let cursor = json!({
        "tickets": [{ "id": 1 }], "users": [{ "id": 2 }],
        "meta": { "has_more": true, "after_cursor": "xyz", "total": 3 }, "links": { "next": "https://desk.example/a" }
    });
    let found = written(
        &[("page[size]", "integer"), ("page[after]", "text")],
        &cursor,
    );
    let expected = r#"Pages { style: Cursor { parameter: "page[after]", next: "meta.after_cursor", more: Some("meta.has_more") }, size: Some("page[size]"), count: Some("meta.total"), rows: "tickets", identity: None }"#;
    assert_eq!(found, expected);
    let link = json!({
        "_embedded": { "customers": [{ "id": 1 }] },
        "_links": { "next": { "href": "https://desk.example/v3/customers?cursor=a" } }
    });
    let expected = r#"Pages { style: Link { next: "_links.next.href" }, size: None, count: None, rows: "_embedded.customers", identity: None }"#;
    assert_eq!(written(&[], &link), expected);
    let zero = json!({ "page": 0, "total_pages": 2, "tickets": [{ "id": 1 }] });
    assert!(written(&[("page", "integer")], &zero).contains("is_from_zero: true"));
}

#[test]
fn an_answer_without_all_numbers_is_not_a_page() {
    assert_eq!(
        paging(&json!({ "results": [{ "id": 1 }], "page": 1, "count": 3 })),
        None
    );
    assert_eq!(
        paging(&json!([{ "page": 1, "pages": 1, "count": 1 }])),
        None
    );
    assert_eq!(
        paging(&json!({ "page": "1", "pages": 1, "count": 1, "results": [] })),
        None
    );
}
