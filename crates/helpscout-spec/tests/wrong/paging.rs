//! The styles of paging.

use helpscout_spec::Sources;

use crate::{BODY, REPORT, also, cases, with};

const GOOD: &str =
    "{ parameter: page, current: page.number, total: page.total, count: page.count, rows: rows }";

/// Returns the good folder with other paging, more parameters, and more fields of the answer that
/// say which page it is.
fn paged(pages: &str) -> Sources {
    let sources = with(REPORT, GOOD, pages);
    let sources = also(
        sources,
        REPORT,
        "  - use: interval\n",
        "  - use: interval
  - { name: 'page[after]', type: text, example: xyz, doc: Where the page starts. }
  - { name: 'page[size]', type: integer, example: 50, doc: The number of rows on a page. }
  - { name: cursors, type: text, list: comma, example: [a], doc: Cursors. }\n",
    );
    let sources = also(
        sources,
        REPORT,
        "    - { path: totals,",
        "    - { path: page.isLast, type: boolean, doc: Whether this is the last page. }
    - { path: page.mayBeLast, type: boolean, optional: true, doc: Whether this is the last page. }
    - { path: page.after, type: text, nullable: true, doc: Where the next page starts. }
    - { path: page.always, type: text, doc: Where the next page starts. }
    - { path: page.at, type: instant, nullable: true, doc: When. }
    - { path: '\"the next\"', type: text, nullable: true, doc: Where the next page starts. }
    - { path: _links, object: Links, optional: true, doc: Links. }
    - { path: _links.next.href, type: text, doc: The URL of the next page. }
    - { path: totals,",
    );
    let sources = also(sources, BODY, "\"rows\":", "\"the next\": null, \"rows\":");
    let more = "{ \"isLast\": true, \"after\": null, \"always\": \"x\", \"at\": null, ";
    also(
        sources,
        BODY,
        "{ \"number\": 1, ",
        &format!("{more}\"number\": 1, "),
    )
}

/// Returns the good folder with an operation that answers with a list, and has paging.
fn of_list(pages: &str) -> Sources {
    let text = format!(
        "operation: desk_list\nrequest: GET /v2/reports/desk/list\n\
         docs: https://example.com/docs/list\nsummary: A list.\nparameters:\n  \
         - {{ name: page, type: integer, example: 1, doc: The page. }}\n  \
         - {{ name: since, type: integer, example: 1, doc: The item before. }}\n\
         pages: {pages}\n\
         response:\n  object: ListItem\n  doc: An item.\n  fields:\n    \
         - {{ path: '[].id', type: integer, doc: Its number. }}\n    \
         - {{ path: '[].at', type: integer, nullable: true, doc: Its place. }}\n\
         examples: [list.json]\n"
    );
    crate::good()
        .with("reports/desk/list.yaml", text)
        .with("reports/desk/list.json", "[{ \"id\": 1, \"at\": null }]")
}

/// Returns the good folder with an operation that answers with a list, and has no paging although a
/// parameter selects a page.
fn of_unpaged_list() -> Sources {
    let file = "reports/desk/list.yaml";
    let sources = also(of_list("{}"), file, "pages: {}\n", "");
    let size = "  - { name: per_page, type: integer, example: 20, doc: Rows on a page. }\n";
    also(
        sources,
        file,
        "parameters:\n",
        &format!("parameters:\n{size}"),
    )
}

/// Returns the same with an answer that has the list at a key.
fn of_unpaged_rows() -> Sources {
    let file = "reports/desk/list.yaml";
    let rows = "    - { path: 'items[]', object: Item, doc: The items. }\n    - { path: 'items[].";
    let sources = also(of_list("{}"), file, "pages: {}\n", "");
    let sources = also(sources, file, "    - { path: '[].id", &format!("{rows}id"));
    let sources = also(sources, file, "path: '[].at", "path: 'items[].at");
    sources.with(
        "reports/desk/list.json",
        "{ \"items\": [{ \"id\": 1, \"at\": null }] }",
    )
}

#[test]
fn every_style_of_paging_is_good() {
    for pages in [
        GOOD,
        "{ parameter: page, first: 0, current: page.number, total: page.total, rows: rows }",
        "{ offset: page, size: 'page[size]', current: page.number, last: page.isLast, rows: rows }",
        "{ offset: page, current: page.number, count: page.count, rows: rows, identity: id }",
        "{ offset: page, current: page.number, page_size: 50, rows: rows }",
        "{ offset: page, page_size: 50, rows: rows, identity: id }",
        "{ parameter: page, current: page.number, count: page.count, rows: rows }",
        "{ parameter: page, current: page.number, more: page.isLast, rows: rows }",
        "{ parameter: page, first: 0, size: 'page[size]', rows: rows, identity: id }",
        "{ cursor: 'page[after]', next: page.after, rows: rows }",
        "{ cursor: 'page[after]', next: page.always, more: page.isLast, count: page.count, rows: rows }",
        "{ next: _links.next.href, rows: rows }",
        "{ cursor: 'page[after]', last_row: id, rows: rows }",
        "{ cursor: 'page[after]', last_row: id, more: page.isLast, rows: rows }",
        "{ next_header: Link, count: page.count, rows: rows }",
    ] {
        let reading = helpscout_spec::read_sources(&paged(pages));
        assert_eq!(reading.findings.render(false), "", "{pages}");
        assert!(
            reading.api.unwrap().operations[0].pages.is_some(),
            "{pages}"
        );
    }
    for pages in [
        "{ parameter: page, page_size: 50, identity: id }",
        "{ offset: page, page_size: 50, identity: id }",
        "{ cursor: since, last_row: id }",
        "{ cursor: since, last_row: id, inclusive: true, identity: id }",
        "{ cursor: since, last_row: id, inclusive: false }",
        "{ next_header: Link }",
        "{ next_header: Link, count_header: X-Total }",
        "{ parameter: page, total_header: X-Total-Pages, identity: id }",
        "{ parameter: page, more_header: X-Next-Page, identity: id }",
        "{ parameter: page, count_header: X-Total, total_header: X-Total-Pages, more_header: X-Next-Page, identity: id }",
        "{ offset: page, count_header: X-Total, identity: id }",
    ] {
        let reading = helpscout_spec::read_sources(&of_list(pages));
        assert_eq!(reading.findings.render(false), "", "{pages}");
        let api = reading.api.unwrap();
        let list = api.operation("desk_list").unwrap();
        assert_eq!(list.pages.as_ref().unwrap().rows, "");
        assert_eq!(api.columns(list)[0].wire, "id");
    }
}

cases! {
    pages_of_a_list_with_paths: ["S128", "S128", "S128"], of_list("{ parameter: page, current: page, total: pages, rows: '[]' }");
    pages_of_a_list_without_an_end: ["S128"], of_list("{ parameter: page, identity: id }");
    pages_of_a_list_that_may_be_the_same: ["S128"], of_list("{ parameter: page, page_size: 50 }");
    pages_of_a_list_with_a_count: ["S128"], of_list("{ next_header: Link, count: total }");
    a_list_whose_pages_a_parameter_selects: ["S079"], of_unpaged_list();
    rows_whose_pages_a_parameter_selects: ["S079"], of_unpaged_rows();
    more_of_pages_by_row: ["S128"], paged("{ offset: page, current: page.number, more: page.isLast, count: page.count, rows: rows }");
    a_count_that_is_said_twice: ["S128"], paged("{ parameter: page, current: page.number, count: page.count, count_header: X-Total, rows: rows }");
    a_header_beside_the_number_of_pages: ["S128"], paged("{ parameter: page, current: page.number, total: page.total, more_header: X-Next-Page, rows: rows }");
    a_number_of_pages_of_a_cursor: ["S128"], of_list("{ cursor: since, last_row: id, total_header: X-Total-Pages }");
    a_header_of_pages_that_is_no_name: ["S036"], of_list("{ parameter: page, total_header: 'X-Total-Pages: 3', identity: id }");
    an_inclusive_cursor_without_an_identity: ["S128"], of_list("{ cursor: since, last_row: id, inclusive: true }");
    an_inclusive_cursor_with_another_identity: ["S128"], paged("{ cursor: 'page[after]', last_row: id, inclusive: true, rows: rows, identity: customer.name }");
    an_inclusive_cursor_with_pages_of_one_row: ["S073"], paged("{ cursor: 'page[after]', last_row: id, inclusive: true, size: 'page[size]', rows: rows, identity: id }");
    an_inclusive_text_of_the_answer: ["S128"], paged("{ cursor: 'page[after]', next: page.after, inclusive: true, rows: rows }");
    pages_of_an_object_without_rows: ["S128"], paged("{ next: _links.next.href }");
    a_last_row_without_its_value: ["S074"], of_list("{ cursor: since, last_row: ID }");
    a_last_row_that_may_be_null: ["S075"], of_list("{ cursor: since, last_row: at }");
    a_last_row_and_a_text_for_the_next_page: ["S128"], paged("{ cursor: 'page[after]', next: page.after, last_row: id, rows: rows }");
    a_last_row_of_pages_with_numbers: ["S128"], paged("{ parameter: page, current: page.number, total: page.total, last_row: id, rows: rows }");
    a_last_row_that_the_parameter_can_not_take: ["S075"], also(also(paged("{ cursor: 'page[after]', last_row: id, rows: rows }"), REPORT, "'page[after]', type: text, example: xyz,", "'page[after]', type: EventId, example: 5c9cb9b62c7d3a4a7e2d1f60,"), crate::API, "ids:\n", "ids:\n  - { name: EventId, form: hex24, doc: An event. }\n");
    a_header_of_a_request_with_a_body: ["S128"], also(also(paged("{ next_header: Link, rows: rows }"), REPORT, "GET /v2/reports/desk/replies\n", "POST /v2/reports/desk/replies\nsafe: true\n"), REPORT, "\npages:", "\nbody: [{ path: word, type: text, example: a, doc: A word. }]\n\npages:");
    a_header_that_is_no_name: ["S036"], paged("{ next_header: 'Link: next', rows: rows }");
    pages_that_nothing_selects: ["S128"], paged("{ current: page.number, rows: rows }");
    pages_that_two_parameters_select: ["S128"], paged("{ parameter: page, offset: page, current: page.number, total: page.total, rows: rows }");
    pages_with_numbers_without_their_number: ["S128"], paged("{ parameter: page, current: page.number, rows: rows }");
    pages_with_numbers_that_may_be_the_same: ["S128"], paged("{ parameter: page, count: page.count, rows: rows }");
    offsets_that_may_be_the_same: ["S128"], paged("{ offset: page, count: page.count, rows: rows }");
    a_number_of_pages_without_that_of_the_page: ["S128"], paged("{ parameter: page, total: page.total, rows: rows, identity: id }");
    two_ends_of_numbered_pages: ["S128"], paged("{ parameter: page, current: page.number, total: page.total, more: page.isLast, rows: rows }");
    pages_with_numbers_and_a_cursor: ["S128"], paged("{ parameter: page, current: page.number, total: page.total, next: page.after, rows: rows }");
    pages_with_a_first_offset: ["S128"], paged("{ offset: page, first: 0, current: page.number, count: page.count, rows: rows }");
    pages_that_start_at_2: ["S037"], paged("{ parameter: page, first: 2, current: page.number, total: page.total, rows: rows }");
    a_first_page_below_the_minimum: ["S073"], also(paged("{ parameter: page, first: 0, current: page.number, total: page.total, rows: rows }"), REPORT, "    example: 2\n", "    example: 2\n    minimum: 1\n");
    a_first_page_that_is_not_the_default: ["S073"], also(paged("{ offset: page, current: page.number, count: page.count, rows: rows }"), REPORT, "    example: 2\n", "    example: 2\n    default: 1\n");
    a_page_size_that_is_not_the_default: ["S128"], also(paged("{ parameter: page, size: 'page[size]', page_size: 25, current: page.number, total: page.total, rows: rows }"), REPORT, "'page[size]', type: integer,", "'page[size]', type: integer, default: 50,");
    offsets_without_an_end: ["S128"], paged("{ offset: page, current: page.number, rows: rows }");
    a_last_page_that_is_not_sure: ["S075"], paged("{ offset: page, current: page.number, last: page.mayBeLast, rows: rows }");
    a_last_page_that_is_a_number: ["S075"], paged("{ offset: page, current: page.number, last: page.total, rows: rows }");
    a_cursor_without_its_text: ["S128"], paged("{ cursor: 'page[after]', rows: rows }");
    a_cursor_without_an_end: ["S075"], paged("{ cursor: 'page[after]', next: page.always, rows: rows }");
    a_cursor_that_is_an_instant: ["S075"], paged("{ cursor: 'page[after]', next: page.at, rows: rows }");
    a_number_as_a_cursor_of_hexadecimal_digits: ["S075"], also(also(paged("{ cursor: 'page[after]', next: page.number, more: page.isLast, rows: rows }"), REPORT, "'page[after]', type: text, example: xyz,", "'page[after]', type: EventId, example: 5c9cb9b62c7d3a4a7e2d1f60,"), crate::API, "ids:\n", "ids:\n  - { name: EventId, form: hex24, doc: An event. }\n");
    a_cursor_of_an_unknown_parameter: ["S073"], paged("{ cursor: 'page[before]', next: page.after, rows: rows }");
    a_cursor_of_a_list: ["S073"], paged("{ cursor: cursors, next: page.after, rows: rows }");
    a_cursor_that_every_call_needs: ["S073"], also(paged("{ cursor: 'page[after]', next: page.after, rows: rows }"), REPORT, "'page[after]', type: text,", "'page[after]', type: text, required: true,");
    a_link_that_does_not_exist: ["S074"], paged("{ next: _links.next.url, rows: rows }");
    a_link_that_is_a_number: ["S075"], paged("{ next: page.number, rows: rows }");
    a_link_without_an_end: ["S075"], paged("{ next: page.always, rows: rows }");
    a_link_in_quotes: ["S074"], paged("{ next: '\"the next\"', rows: rows }");
    a_link_of_a_request_with_a_body: ["S128"], also(also(paged("{ next: _links.next.href, rows: rows }"), REPORT, "GET /v2/reports/desk/replies\n", "POST /v2/reports/desk/replies\nsafe: true\n"), REPORT, "\npages:", "\nbody: [{ path: word, type: text, example: a, doc: A word. }]\n\npages:");
}
