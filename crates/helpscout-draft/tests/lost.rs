//! What tables say in unusual ways: it is in the draft, or something is left to do.
#![allow(clippy::unwrap_used)]

mod drafted;

use drafted::{DRAFTER, assert_holds};

/// Returns the draft of a page, without line breaks in prose.
fn drafted(page: &str) -> String {
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    yaml.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the draft of a page with these lines about its parameters.
fn with_lines(lines: &str) -> String {
    drafted(&format!(
        "# Queue depth\n\nGET /api/queues/depth\n\n## Parameters\n\n{lines}\n\n## Response\n\n\
         {{\"items\":[{{\"id\":1}}]}}\n"
    ))
}

/// Returns the draft of a Markdown page with one row.
fn with_row(name: &str, type_name: &str, description: &str) -> String {
    with_lines(&format!(
        "| Parameter | Type | Description |\n|---|---|---|\n| {name} | {type_name} | {description} |"
    ))
}

/// Returns the part of a draft that describes a parameter.
fn of<'y>(yaml: &'y str, name: &str) -> &'y str {
    let start = format!("- name: {name} ");
    let at = yaml
        .find(&start)
        .unwrap_or_else(|| panic!("{name}: {yaml}"));
    let rest = &yaml[at + start.len()..];
    let ends = ["- name: ", " response: ", " pages: "];
    let end = ends.iter().filter_map(|end| rest.find(end)).min();
    &rest[..end.unwrap_or(rest.len())]
}

fn assert_has(yaml: &str, expected: &[&str]) {
    for part in expected {
        assert!(yaml.contains(part), "{part}\n{yaml}");
    }
}

#[test]
fn each_of_several_names_in_a_cell_is_a_parameter() {
    for (cell, names) in [
        ("`a`, `b`", ["a", "b"]),
        ("c and d", ["c", "d"]),
        ("`e` <br> `f`", ["e", "f"]),
        ("`g` / `h`", ["g", "h"]),
        ("g/h", ["g", "h"]),
        ("`i` (or `j`)", ["i", "j"]),
        ("`limit`, `offset` *", ["limit", "offset"]),
    ] {
        let yaml = with_row(cell, "string", "Words");
        for name in names {
            let own = of(&yaml, name);
            let doubt = format!("the page has one row for `{}`, `{}`", names[0], names[1]);
            assert_has(own, &[doubt.as_str()]);
            assert_eq!(own.contains("required: true"), cell.contains('*'), "{own}");
        }
        assert!(!yaml.contains("omitted"), "{yaml}");
    }
    let page = "<h1>Queue</h1><p>GET /api/queues</p><table><tr><th>Name</th><th>Type</th></tr>\
                <tr><td><code>a</code><br><code>b</code></td><td>string</td></tr></table>";
    let yaml = drafted(page);
    assert_has(of(&yaml, "a"), &["type: text"]);
    assert_has(of(&yaml, "b"), &["type: text"]);
    let list = with_lines("- `limit`, `offset` (integer): paging\n- `q` (string): words");
    assert_has(of(&list, "offset"), &["type: integer"]);
}

#[test]
fn other_words_beside_a_name_are_read_or_shown() {
    let yaml = with_row("since (max 9)", "integer", "The day");
    assert_has(of(&yaml, "since"), &["maximum: 9"]);
    let yaml = with_row("low – high", "string", "The range");
    assert_has(
        of(&yaml, "low"),
        &["beside its name, the page says `– high`"],
    );
}

#[test]
fn a_line_for_each_cell_needs_no_empty_lines() {
    let yaml = with_lines(
        "order\nstring\nrequired\nASC|DESC, default ASC\npage\ninteger\nThe page number.\nper_page\n\
         integer (max. 100)\nstate\nstring\n*\nThe state.\nsort_by\nSortField\nThe field.\n\nNotes: times \
         are Unix timestamps.",
    );
    assert_has(
        of(&yaml, "order"),
        &["type: SortOrder", "required: true", "the default `ASC`"],
    );
    assert!(!of(&yaml, "page").contains("maximum"), "{yaml}");
    assert_has(of(&yaml, "per_page"), &["type: integer maximum: 100"]);
    assert_has(of(&yaml, "state"), &["type: text required: true"]);
    assert_has(
        of(&yaml, "sort_by"),
        &["type: text", "the page's type `SortField` is not known"],
    );
    assert!(!yaml.contains("page size is not documented"), "{yaml}");
}

#[test]
fn the_number_of_values_is_no_limit_of_each() {
    for (description, expected) in [
        ("At most 20 queues", "max_length: 20"),
        ("Up to 20 queues", "max_length: 20"),
        ("Between 1 and 20 queues", "min_length: 1 max_length: 20"),
        ("no more than 20 queues", "max_length: 20"),
        ("Weekdays, each between 1 and 7", "minimum: 1 maximum: 7"),
        ("At least 2 queues", "the page wants 2 values or more"),
        ("At most 20", "the page's limit, at most 20, is left out"),
        (
            "At least 1, at most 20.",
            "at least 1, at most 20, is left out",
        ),
    ] {
        let yaml = with_row("amounts", "array of integers", description);
        assert_has(of(&yaml, "amounts"), &[expected]);
        let is_of_each = description.contains("each");
        assert_eq!(yaml.contains(" maximum: "), is_of_each, "{yaml}");
        assert!(!yaml.contains("example: [20]"), "{yaml}");
    }
}

#[test]
fn separators_that_no_list_has_are_left_to_do() {
    for (description, separator) in [
        ("Queues, separated by semicolons", "semicolons"),
        ("Queues, space-separated", "spaces"),
        ("Queues, separated by `;`", "semicolons"),
    ] {
        let yaml = with_row("queues", "array of integers", description);
        let own = of(&yaml, "queues");
        assert_has(
            own,
            &[
                "type: text",
                &format!("separates its values by {separator}"),
            ],
        );
        assert!(!own.contains("list: comma"), "{own}");
    }
    let yaml = with_row("queues", "array of integers", "The queues");
    assert_has(of(&yaml, "queues"), &["`list: comma` is a guess"]);
    let yaml = with_row("queues", "array of integers", "The queues, comma separated");
    assert!(!yaml.contains("is a guess"), "{yaml}");
}

#[test]
fn cells_of_several_rows_and_columns_are_read() {
    let page = "<html><body><h1>Load</h1>\n<p>GET /v2/load</p>\n<h2>Query parameters</h2>\n<table><thead>\
        <tr><th rowspan=2>Name</th><th colspan=2>Value</th><th rowspan=2>Description</th></tr>\n\
        <tr><th>Type</th><th>Required</th></tr></thead><tbody>\n\
        <tr><td><code>from</code></td><td rowspan=2>date</td><td rowspan=2>&#10003;</td><td>First day</td></tr>\n\
        <tr><td><code>to</code></td><td>Last day</td></tr>\n\
        <tr><td>since</td><td colspan=2>integer (required)</td><td>The start</td></tr>\n\
        <tr><td colspan=4><i>Paging</i></td></tr>\n\
        <tr><td>channel</td><td>string</td><td>No</td><td>One of:<ul><li><code>email</code> – by mail</li>\
        <li><code>chat</code> – by chat</li></ul></td></tr>\n\
        <tr><td>size</td><td>int</td><td>No</td><td>Rows</td></tr>\n\
        <tr><td colspan=4>The most rows on a page. At most 200.</td></tr>\n\
        <tr><td colspan=4><b>Header parameters</b></td></tr>\n\
        <tr><td rowspan=2>agent</td><td>integer</td><td>Yes</td><td>The agent</td></tr>\n\
        <tr><td>string</td><td>No</td><td>or <code>me</code></td></tr>\n\
        </tbody></table>\n<h2>Response</h2>\n<pre>{\"load\":0.5}</pre></body></html>";
    let yaml = drafted(page);
    assert_has(of(&yaml, "from"), &["type: instant required: true"]);
    assert_has(of(&yaml, "to"), &["type: instant required: true"]);
    assert_has(of(&yaml, "since"), &["type: integer required: true"]);
    assert_has(of(&yaml, "channel"), &["type: LoadChannel"]);
    assert_has(&yaml, &["value: email", "value: chat"]);
    assert_has(of(&yaml, "size"), &["type: integer maximum: 200"]);
    assert_has(of(&yaml, "agent"), &["type: integer required: true"]);
    assert_has(
        &yaml,
        &[
            "the page lists the parameter `agent` twice",
            "`Header parameters`, looks like a part of a table",
        ],
    );
    let none = [
        "name: Type",
        "name: Paging",
        "example: '✓'",
        "does not name its type",
    ];
    for text in none {
        assert!(!yaml.contains(text), "{text}\n{yaml}");
    }
}

#[test]
fn a_document_on_one_line_is_read_as_a_browser_shows_it() {
    let page = "<html><head><script>var x = {\"a\": 1}; // GET /v2/other</script></head><body><h1>Queue</h1>\
        <p>GET /api/queues/depth</p><h2>Request headers</h2><table><tr><th>Name</th><th>Type</th></tr>\
        <tr><td>X-Account</td><td>string</td></tr></table><h2>Response</h2>\
        <pre>{\"items\":[{\"id\":1}]}</pre></body></html>";
    let yaml = drafted(page);
    assert_has(
        &yaml,
        &[
            "request: GET /api/queues/depth",
            "summary: The queue.",
            "path: items[].id",
        ],
    );
    assert_has(of(&yaml, "X-Account"), &["in: header type: text"]);
    assert_eq!(yaml, drafted(&page.replace("><", ">\n<")));
    let none = DRAFTER.page(b"<html><h1>Queue</h1><p>Nothing</p></html>");
    let error = none.err().unwrap().to_string();
    assert!(
        error.starts_with("no request line found in 1 line;"),
        "{error}"
    );
}

#[test]
fn headers_are_sent_as_headers() {
    for (name, type_name) in [
        ("X-Account (header)", "string"),
        ("X-Account <sup>header</sup>", "string"),
        ("X-Account<sup>header</sup>", "string"),
        ("X-Account", "header"),
        ("X-Account", "string (header)"),
    ] {
        let yaml = with_row(name, type_name, "The account");
        assert_has(of(&yaml, "X-Account"), &["in: header type: text"]);
    }
    let yaml = with_row("X-Account", "string", "The account");
    assert_has(of(&yaml, "X-Account"), &["it may be a header"]);
    let yaml = with_row("queue", "string (path)", "The queue");
    assert_has(of(&yaml, "queue"), &["the page sends it in the path"]);
    let yaml = with_lines(
        "| Name | In | Type |\n|---|---|---|\n| a | HTTP header | string |\n| b | cookie | string |",
    );
    assert_has(of(&yaml, "a"), &["in: header"]);
    assert_has(&yaml, &["`b` is omitted because it is sent in `cookie`"]);
}

#[test]
fn defaults_and_values_have_many_notations() {
    for (type_name, description, expected) in [
        ("string", "ISO code, default `en`", "default: en"),
        ("string", "ISO code; default en", "default: en"),
        ("string", "Default \"en\"", "default: en"),
        ("string", "default -created", "default: '-created'"),
        ("`x` \\| `y`", "The kind", "type: QueueDepthWord"),
        ("x\\|y", "The kind", "type: QueueDepthWord"),
        ("email\\|chat", "The kind", "type: QueueDepthWord"),
        ("string", "ASC\\|DESC, default ASC", "default: ASC"),
        (
            "string",
            "open, closed or `on hold`",
            "type: QueueDepthWord",
        ),
        ("string", "By default, all", "the page mentions a default"),
        ("string", "At most 90 days ago", "the page mentions a limit"),
        ("string", "One of many: see below", "the page lists values"),
        ("number", "between 0.5 and 1", "a limit with a fraction"),
        ("number", "between 0.5 and 1", "type: number"),
        ("float", "between 0 and 1", "minimum: 0 maximum: 1"),
        ("Ticket", "The ticket", "type `Ticket` is not known"),
        (
            "string \\| integer",
            "The ticket",
            "check what the page's type",
        ),
        ("string", "`asc`/`desc`", "type: QueueDepthWord"),
        ("array of strings", "Words, default a", "a list has none"),
        (
            "array of strings",
            "At most 5 words, max 40 characters each",
            "the page limits the characters of each value",
        ),
    ] {
        let yaml = with_row("word", type_name, description);
        assert_has(of(&yaml, "word"), &[expected]);
    }
}

#[test]
fn a_cell_with_a_default_may_have_quotes_or_null() {
    for (cell, expected) in [
        ("\"x\"", Some("default: x ")),
        ("`x`", Some("default: x ")),
        ("null", None),
        ("`null`", None),
        ("\"\"", None),
    ] {
        let yaml = with_lines(&format!(
            "| Name | Type | Default |\n|---|---|---|\n| q | string | {cell} |"
        ));
        let own = of(&yaml, "q");
        match expected {
            Some(expected) => assert_has(own, &[expected]),
            None => assert!(!own.contains("default"), "{own}"),
        }
    }
}

#[test]
fn what_is_required_under_a_condition_is_left_to_do() {
    let yaml = with_lines(
        "| Name | Type | Required | Description |\n|---|---|---|---|\n| a | string | yes | Words |\n\
         | b | string | see note | Words |\n| c | string | | Required if `a` is given |",
    );
    assert_has(
        of(&yaml, "b"),
        &["the page says `see note` about whether it is required"],
    );
    assert_has(of(&yaml, "c"), &["the page requires it under a condition"]);
    assert!(!of(&yaml, "a").contains("condition"), "{yaml}");
}

#[test]
fn lists_in_place_of_tables_are_read_or_quoted() {
    let yaml = with_lines(
        "- page, per_page: integer. Paging\n- `x` — string — words\n- who (string; default \"me\"): The user",
    );
    assert_has(of(&yaml, "per_page"), &["type: integer"]);
    assert_has(of(&yaml, "x"), &["type: text"]);
    assert_has(of(&yaml, "who"), &["default: me"]);
    let yaml = with_lines("- the user of the team\n- its page");
    assert_has(
        &yaml,
        &["`- the user of the team`, looks like a part of a table"],
    );
    let page = "<h1>Queue</h1><p>GET /api/queues</p><h2>Query</h2><dl><dt>limit</dt><dd>Rows</dd></dl>\
                <h2>Response</h2><pre>{\"a\":1}</pre>";
    assert_has(&drafted(page), &["`limit`, looks like a part of a table"]);
}

#[test]
fn the_list_of_a_header_is_joined_by_commas() {
    let yaml = with_row(
        "X-Key (header)",
        "array of integers",
        "IDs separated by pipes",
    );
    assert_has(
        of(&yaml, "X-Key"),
        &["in: header type: text", "separates its values by pipes"],
    );
    let yaml = with_row(
        "X-Key (header)",
        "array of integers",
        "IDs, comma separated",
    );
    assert_has(
        of(&yaml, "X-Key"),
        &["in: header type: integer list: comma"],
    );
}

#[test]
fn a_column_with_formats_adds_to_the_types() {
    let yaml = with_lines(
        "| Name | Type | Format |\n|---|---|---|\n| a | array | csv |\n| b | string | date-time |\n\
         | c | integer | int64 |",
    );
    assert_has(of(&yaml, "a"), &["list: comma"]);
    assert_has(of(&yaml, "b"), &["type: instant"]);
    assert_has(of(&yaml, "c"), &["type: integer"]);
}

#[test]
fn a_body_that_is_made_up_has_all_keys_of_both_periods() {
    let page = "GET /api/queues\n\nResponse\n\n| Path | Type |\n|---|---|\n| current.id | number |\n\
                | previous | object |\n";
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let body = draft.body().unwrap().split_whitespace().collect::<String>();
    assert_eq!(body, "{\"current\":{\"id\":1.5},\"previous\":{\"id\":1.5}}");
}

#[test]
fn the_offset_of_the_first_page_is_zero() {
    let page = "GET /api/queues\n\n| Parameter | Type |\n|---|---|\n| offset | integer (1-100) |\n\
                | limit | integer |\n\nResponse\n\n{\"rows\":[{\"id\":1}],\"offset\":0}\n";
    let yaml = drafted(page);
    assert_has(&yaml, &["pages: { offset: offset, size: limit,"]);
    assert_has(
        of(&yaml, "offset"),
        &["at least 1, but the first page is 0"],
    );
    let endless = drafted(&page.replace("| limit | integer |\n", ""));
    assert!(!endless.contains("pages: {"), "{endless}");
}

#[test]
fn a_row_with_only_a_title_is_no_parameter() {
    let yaml = with_lines(
        "| Name | Type | Description |\n|---|---|---|\n| a | string | Words |\n| **Headers** | | |\n\
         | b | string | Words |",
    );
    assert_has(
        &yaml,
        &[
            "- name: a ",
            "- name: b ",
            "`Headers`, looks like a part of a table",
        ],
    );
    assert!(!yaml.contains("name: Headers"), "{yaml}");
}

#[test]
fn several_names_of_fields_are_told_from_paths() {
    let page = "GET /api/queues\n\nResponse\n\n{\"rows\":[{\"id\":1}],\"count\":3,\"pages\":1}\n\n\
                | Field | Type | Description |\n|---|---|---|\n| count / pages | integer | Numbers |\n\
                | rows / id | integer | The ID |\n";
    let yaml = drafted(page);
    assert_eq!(
        yaml.matches("the page has one row for `count`, `pages`")
            .count(),
        2,
        "{yaml}"
    );
    assert!(
        !yaml.contains("path: rows[].id type: integer source: example"),
        "{yaml}"
    );
}

#[test]
fn tables_without_known_titles_are_all_quoted() {
    let yaml = with_lines(
        "| | | |\n|---|---|---|\n| `from` | date | First day |\n\nSome note.\n\n\
         | `to` | date | Last day |\n| `size` | integer | Rows |\n\n\
         | Feld | Typ | Pflicht |\n|---|---|---|\n| `sprache` | string | ja |",
    );
    assert_has(
        &yaml,
        &[
            "line 9 of the page, `from date First day`,",
            "line 13 of the page, `to date Last day`,",
            "line 16 of the page, `Feld Typ Pflicht`,",
        ],
    );
    let many = "a\tb\nc\td\n\ntext\n\n".repeat(14);
    let yaml = with_lines(&many);
    assert_eq!(yaml.matches("looks like a part of a table").count(), 12);
    assert_has(
        &yaml,
        &["more parts of the page, from line 67 on, could not be read"],
    );
}
