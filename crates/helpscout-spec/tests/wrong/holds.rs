//! Descriptions that could be read, but that no program could hold: names that hide what generated
//! code uses, two spellings of one number, two operations at one URL, a documented call that breaks
//! its own rules, and numbers of pages that contradict each other.

use helpscout_spec::Sources;

use crate::{API, BODY, REPORT, also, cases, good, told_at, with};

const PAGES: &str = "pages: { parameter: page, current: page.number, total: page.total, count: page.count, rows: rows }";

/// Returns a folder without paging, whose rows are under a key with a blank.
fn quoted_rows() -> Sources {
    let sources = with(REPORT, PAGES, "");
    let replaced = |file: &str, changes: &[(&str, &str)]| {
        let (_, bytes) = sources.iter().find(|(path, _)| *path == file).unwrap();
        let text = std::str::from_utf8(bytes).unwrap().to_owned();
        let change = |text: String, (old, new): &(&str, &str)| text.replace(old, new);
        changes.iter().fold(text, change)
    };
    let report = [
        ("'rows[]", "'\"the rows\"[]"),
        ("rows[].sentAt", "'\"the rows\"[].sentAt'"),
        ("rows[].customer.name", "'\"the rows\"[].customer.name'"),
    ];
    let report = replaced(REPORT, &report);
    let body = replaced(BODY, &[("\"rows\"", "\"the rows\"")]);
    sources.with(REPORT, report).with(BODY, body)
}

/// A folder, and each of its findings: its code, and a part of the line that it is at.
type Case = (Sources, &'static [(&'static str, &'static str)]);

fn assert_all(cases: impl IntoIterator<Item = Case>) {
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|(sources, expected)| told_at(&sources, expected).err())
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Returns the good folder with an enum of whole numbers, of which one value is given.
fn number(value: &str) -> Sources {
    let text = format!(
        "enums:\n  - name: Code\n    doc: A code.\n    numeric: true\n    values:\n      \
         - {{ value: '1', rust: One, doc: One. }}\n      - {{ value: {value}, rust: Two, doc: Two. }}\n"
    );
    let sources = with(REPORT, "enums:\n", &text);
    let field = "    - { path: 'rows[].code', type: Code, optional: true, doc: A code. }\n";
    also(
        sources,
        REPORT,
        "    - path: rows[].sentAt\n",
        &format!("{field}    - path: rows[].sentAt\n"),
    )
}

fn operation(name: &str) -> Sources {
    with(
        REPORT,
        "operation: desk_replies",
        &format!("operation: {name}"),
    )
}

fn value(text: &str) -> Sources {
    let old = "      - value: sentAt\n";
    with(
        REPORT,
        old,
        &format!("      - {{ {text}, doc: A value. }}\n{old}"),
    )
}

fn user(example: &str) -> Sources {
    with(REPORT, "example: 7\n", &format!("example: {example}\n"))
}

fn page(example: &str) -> Sources {
    with(REPORT, "example: 2\n", &format!("example: {example}\n"))
}

fn rules(text: &str) -> Sources {
    with(REPORT, PAGES, &format!("rules:\n{text}\n{PAGES}"))
}

fn pages(text: &str) -> Sources {
    with(REPORT, PAGES, &format!("pages: {text}"))
}

/// Returns the good folder with two more operations, given their requests.
fn requests(first: &str, second: &str) -> Sources {
    let operation = |name: &str, request: &str| {
        let placeholders = request.split('/').filter_map(|part| {
            let name = part.strip_prefix('{')?.strip_suffix('}')?;
            Some(format!(
                "  - {{ name: {name}, type: UserId, required: true, example: 7, doc: It. }}\n"
            ))
        });
        let parameters: String = placeholders.collect();
        let parameters = match parameters.as_str() {
            "" => String::new(),
            some => format!("parameters:\n{some}"),
        };
        format!(
            "operation: {name}\nrequest: {request}\ndocs: https://example.com/docs/{name}\n\
             summary: A number.\n{parameters}response:\n  object: {}Answer\n  doc: A number.\n  \
             fields: [{{ path: count, type: integer, doc: The number. }}]\nexamples: [{name}.json]\n",
            name.to_uppercase()
        )
    };
    good()
        .with("reports/desk/x.yaml", operation("x", first))
        .with("reports/desk/x.json", "{ \"count\": 1 }")
        .with("reports/desk/y.yaml", operation("y", second))
        .with("reports/desk/y.json", "{ \"count\": 1 }")
}

#[test]
fn no_name_hides_what_generated_code_uses() {
    let operations = [
        ("std", "operation: std"),
        ("core", "operation: core"),
        ("alloc", "operation: alloc"),
        ("str", "operation: str"),
        ("bool", "operation: bool"),
        ("i64", "operation: i64"),
        ("usize", "operation: usize"),
        ("helpscout_runtime", "operation: helpscout_runtime"),
    ];
    for (name, line) in operations {
        told_at(&operation(name), &[("S042", line)]).unwrap();
    }
    assert_all([
        (operation("self"), &[("S042", "operation: self")][..]),
        (operation("query"), &[("S044", "operation: query")]),
        (operation("future"), &[("S044", "operation: future")]),
        (value("value: err"), &[("S045", "value: err")]),
        (value("value: Err"), &[("S045", "value: Err")]),
        (value("value: problem, rust: Err"), &[("S045", "rust: Err")]),
        (value("value: all, rust: KNOWN"), &[("S045", "rust: KNOWN")]),
        (value("value: self"), &[("S041", "value: self")]),
        (value("value: ü"), &[("S041", "value: ü")]),
        (value("value: NUMBER"), &[("S043", "value: NUMBER")]),
        (
            with(REPORT, "name: officeHours", "name: serialize"),
            &[("S046", "name: serialize")],
        ),
        (
            with(REPORT, "name: officeHours", "name: _"),
            &[("S041", "name: _")],
        ),
        (
            with(REPORT, "object: PageNumbers", "object: OPERATIONS"),
            &[("S044", "object: OPERATIONS")],
        ),
        (
            with(REPORT, "object: PageNumbers", "object: AsyncFn"),
            &[("S044", "object: AsyncFn")],
        ),
    ]);
}

#[test]
fn no_number_has_two_spellings() {
    assert_all([
        (number("'01'"), &[("S057", "value: '01'")][..]),
        (number("'+1'"), &[("S057", "value: '+1'")]),
        (number("'-0'"), &[("S057", "value: '-0'")]),
        (number("'02'"), &[("S057", "value: '02'")]),
        (number("'2.0'"), &[("S057", "value: '2.0'")]),
        (number("'1e3'"), &[("S057", "value: '1e3'")]),
        (number("'٢'"), &[("S057", "value: '٢'")]),
        (
            number("'9223372036854775808'"),
            &[("S057", "9223372036854775808")],
        ),
        (number("'1'"), &[("S040", "rust: Two")]),
        (user("0447723"), &[("S062", "example: 0447723")]),
        (user("-5"), &[("S062", "example: -5")]),
        (user("+5"), &[("S062", "example: +5")]),
        (user("'0447723'"), &[("S062", "example: '0447723'")]),
        (user("0"), &[("S062", "example: 0")]),
        (user("7.0"), &[("S062", "example: 7.0")]),
        (user("0x10"), &[("S062", "example: 0x10")]),
        (page("02"), &[("S062", "example: 02")]),
        (page("+2"), &[("S062", "example: +2")]),
        (page("-0"), &[("S062", "example: -0")]),
        (
            with(
                REPORT,
                "    type: ReplySort\n    example: number\n",
                "    type: text\n    example: ''\n",
            ),
            &[("S034", "example: ''")],
        ),
    ]);
    for fine in ["'2'", "'-1'", "'0'", "'9223372036854775807'"] {
        told_at(&number(fine), &[]).unwrap();
    }
}

#[test]
fn no_url_and_no_page_belongs_to_two_operations() {
    let at_second: &[_] = &[("S040", "request: GET /v2/")];
    assert_all([
        (requests("GET /v2/a/{user}", "GET /v2/a/{id}"), at_second),
        (
            requests("GET /v2/a/{user}/b", "GET /v2/a/{id}/b"),
            at_second,
        ),
        (requests("GET /v2/{a}/me", "GET /v2/users/{b}"), at_second),
        (
            requests("GET /v2/{a}/x/{b}", "GET /v2/y/{c}/{d}"),
            at_second,
        ),
        (requests("GET /v2/a/{user}", "GET /v2/a/{user}"), at_second),
        (requests("GET /v2/a", "GET /v2/a"), at_second),
        (requests("GET /v2/a/{user}", "GET /v2/a/me"), &[]),
        (requests("GET /v2/a/{user}", "GET /v2/b/{user}"), &[]),
        (requests("GET /v2/a/{user}", "GET /v2/a/{user}/b"), &[]),
        (requests("GET /v2/a/{user}/b", "GET /v2/a/{id}/c"), &[]),
        (requests("GET /v2/a/{x}/{y}", "GET /v2/a/b/{z}"), &[]),
    ]);
    let docs = |page: &str| {
        let sources = requests("GET /v2/a", "GET /v2/b");
        also(
            sources,
            "reports/desk/y.yaml",
            "https://example.com/docs/y",
            page,
        )
    };
    assert_all([
        (
            docs("https://example.com/docs/x"),
            &[("S040", "docs: https")][..],
        ),
        (
            docs("https://example.com/docs/x/"),
            &[("S040", "docs: https")],
        ),
        (
            docs("https://example.com/docs/replies"),
            &[("S040", "docs: https")],
        ),
        (docs("https://example.com/docs/x#y"), &[]),
    ]);
    let limits = |remaining: &str| {
        let headers = format!(
            "  rate_limit: {{ limit: X-Limit, remaining: {remaining}, retry_after: Retry-After }}\n"
        );
        with(API, "  plans:\n", &format!("{headers}  plans:\n"))
    };
    told_at(&limits("x-limit"), &[("S040", "remaining: x-limit")]).unwrap();
    told_at(&limits("X-Remaining"), &[]).unwrap();
    let token = "  token: { path: /v2/oauth2/token, lifetime: 60 }\n";
    let api = with(API, "  plans:\n", &format!("{token}  plans:\n"));
    let report = also(
        api,
        REPORT,
        "GET /v2/reports/desk/replies",
        "GET /v2/oauth2/token",
    );
    told_at(&report, &[("S040", "request: GET /v2/oauth2/token")]).unwrap();
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is a table")]
fn the_documented_call_keeps_its_rules() {
    let optional = |text: &str| {
        let group = "    parameters:\n      - { name: start, type: instant, required: true, example: \
                     '2019-05-02T12:00:00Z', doc: The start. }\n      - { name: end, type: instant, \
                     required: true, example: '2019-06-02T12:00:00Z', doc: The end. }\n    rules:\n      \
                     - interval: { from: start, to: end }\n";
        let new = group.replace("required: true, ", "");
        with(API, group, &format!("{new}{text}"))
    };
    assert_all([
        (
            with(API, "'2019-05-02T12:00:00Z'", "'2019-07-02T12:00:00Z'"),
            &[("S077", "name: start")][..],
        ),
        (
            with(API, "'2019-06-02T12:00:00Z'", "'2019-05-02T12:00:00Z'"),
            &[("S077", "name: start")],
        ),
        (
            with(API, "{ from: start, to: end }", "{ from: end, to: start }"),
            &[("S077", "interval: { from: end")],
        ),
        (
            rules("  - interval: { from: end, to: start }\n"),
            &[("S077", "interval: { from: end")],
        ),
        (
            optional("      - interval: { from: end, to: start }\n"),
            &[("S077", "interval: { from: end")],
        ),
        (optional(""), &[]),
        (optional("      - together: [start, end]\n"), &[]),
        (
            optional("      - together: [start, end]\n      - together: [end, start]\n"),
            &[("S072", "together: [end, start]")],
        ),
        (
            optional(
                "      - together: [start, end]\n      - requires: { parameter: end, other: start }\n",
            ),
            &[("S072", "requires: {")],
        ),
        (
            optional(
                "      - requires: { parameter: end, other: start }\n      - together: [start, end]\n",
            ),
            &[("S072", "requires: {")],
        ),
        (
            optional(
                "      - requires: { parameter: end, other: start }\n      - requires: { parameter: end, other: start }\n",
            ),
            &[("S072", "requires: {")],
        ),
    ]);
    assert_all([
        (
            rules("  - together: [page, sortField]\n  - together: [sortField, page]\n"),
            &[("S072", "together: [sortField, page]")][..],
        ),
        (
            rules("  - together: [page, sortField]\n  - together: [page, sortField, channels]\n"),
            &[("S072", "together: [page, sortField]")],
        ),
        (
            rules(
                "  - together: [page, sortField]\n  - together: [sortField, channels]\n  - together: [channels, page]\n",
            ),
            &[("S072", "together: [channels, page]")],
        ),
        (
            rules(
                "  - requires: { parameter: page, other: sortField }\n  - requires: { parameter: sortField, other: channels }\n  - requires: { parameter: page, other: channels }\n",
            ),
            &[("S072", "parameter: page, other: channels")],
        ),
        (
            rules("  - requires: { parameter: page, other: user }\n"),
            &[("S072", "other: user")],
        ),
        (
            rules("  - requires: { parameter: user, other: page }\n"),
            &[("S072", "parameter: user")],
        ),
        (
            rules("  - together: [user, page]\n"),
            &[("S072", "together: [user, page]")],
        ),
        (
            rules("  - together: [start, end]\n"),
            &[("S072", "together: [start, end]")],
        ),
        (rules("  - together: [page, sortField]\n"), &[]),
        (
            with(REPORT, "    example: 2\n", "    example: 0\n"),
            &[("S077", "example: 0")],
        ),
        (
            with(
                REPORT,
                "    example: 2\n",
                "    minimum: 3\n    example: 2\n",
            ),
            &[("S062", "example: 2")],
        ),
    ]);
}

#[test]
fn the_numbers_of_a_page_are_three_different_ones() {
    let pages_of = |current: &str, total: &str, count: &str| {
        pages(&format!(
            "{{ parameter: page, current: {current}, total: {total}, count: {count}, rows: rows }}"
        ))
    };
    let (number, total, count) = ("page.number", "page.total", "page.count");
    let at: &[_] = &[("S078", "pages: {")];
    assert_all([
        (pages_of(number, number, count), at),
        (pages_of(number, total, number), at),
        (pages_of(number, total, total), at),
        (pages_of(total, number, count), at),
    ]);
    let body = |text: &str| good().with(BODY, text);
    let row = r#"{ "id": 1, "sentAt": null, "customer": { "name": "Ada" }, "channel": "chat" }"#;
    let rows = format!("[{row}, {row}, {row}, {row}]");
    let shown = |page: &str| body(&format!(r#"{{ "page": {page}, "rows": {rows} }}"#));
    assert_all([
        (shown(r#"{ "number": 5, "total": 4, "count": 9 }"#), at),
        (shown(r#"{ "number": 1, "total": 4, "count": 3 }"#), at),
        (shown(r#"{ "number": 1, "total": 1, "count": 4 }"#), &[]),
        (shown(r#"{ "number": 4, "total": 4, "count": 9 }"#), &[]),
    ]);
    assert_all([
        (
            with(REPORT, PAGES, ""),
            &[("S079", "path: page.number")][..],
        ),
        (
            with(REPORT, "plans: [large]", "plans: []"),
            &[("S034", "plans: []")],
        ),
    ]);
    let two_names = |sources| {
        let sources = also(sources, REPORT, "page.total, type", "page.pages, type");
        also(sources, BODY, "\"total\": 4", "\"pages\": 4")
    };
    assert_all([
        (two_names(pages_of("page.pages", number, count)), at),
        (two_names(pages_of(number, count, "page.pages")), at),
        (two_names(pages_of(number, "page.pages", count)), &[]),
    ]);
    let size = "{ parameter: page, size: page, current: page.number, total: page.total, count: page.count, rows: rows }";
    told_at(&pages(size), at).unwrap();
}

#[test]
fn no_text_loses_its_end_to_a_comment() {
    assert_all([
        (
            with(
                REPORT,
                "summary: The replies of a user.",
                "summary: The replies # of a user.",
            ),
            &[("S106", "summary: The replies #")][..],
        ),
        (
            with(
                REPORT,
                "doc: The page, counted from 1.",
                "doc: The page #, counted from 1.",
            ),
            &[("S106", "doc: The page #")],
        ),
        (
            with(REPORT, "is not documented.", "is not documented, see # 5."),
            &[("S106", "see # 5")],
        ),
        (
            with(
                REPORT,
                "doc: What replies are sorted by.",
                "doc: What replies\n      are sorted # by.",
            ),
            &[("S106", "are sorted #")],
        ),
        (
            with(
                REPORT,
                "summary: The replies of a user.",
                "summary: 'The replies # of a user.'",
            ),
            &[],
        ),
        (
            with(
                REPORT,
                "summary: The replies of a user.",
                "# A comment.\nsummary: The C# replies of a user.",
            ),
            &[],
        ),
        (
            with(
                REPORT,
                "plans: [large]",
                "plans: [large] # as the page says",
            ),
            &[],
        ),
    ]);
}

cases! {
    a_list_of_instants: ["S059"], with(REPORT, "    - path: rows[].sentAt\n", "    - { path: 'rows[].readAt[]', type: instant, optional: true, doc: When it was read. }\n    - path: rows[].sentAt\n");
    a_list_of_numbers_as_text: ["S058"], with(REPORT, "    - path: rows[].sentAt\n", "    - { path: 'rows[].others[]', type: MailboxId, written_as: text, optional: true, doc: More. }\n    - path: rows[].sentAt\n");
    an_operation_named_like_a_crate: ["S042"], operation("std");
    an_enum_value_called_err: ["S045"], value("value: err");
    a_number_with_a_leading_zero: ["S057"], number("'01'");
    two_requests_for_one_url: ["S040"], requests("GET /v2/mailboxes/{user}", "GET /v2/mailboxes/{id}");
    an_interval_against_its_examples: ["S077"], with(API, "{ from: start, to: end }", "{ from: end, to: start }");
    an_interval_whose_examples_are_swapped: ["S077"], with(API, "'2019-05-02T12:00:00Z'", "'2019-07-02T12:00:00Z'");
    an_interval_in_both_directions: ["S077"], rules("  - interval: { from: end, to: start }\n");
    a_rule_with_its_names_in_another_order: ["S072"], rules("  - together: [page, sortField]\n  - together: [sortField, page]\n");
    an_id_with_a_leading_zero: ["S062"], user("0447723");
    a_number_of_pages_that_is_the_number_of_the_page: ["S078"], pages("{ parameter: page, current: page.number, total: page.number, count: page.count, rows: rows }");
    a_page_beyond_the_last_one: ["S078"], pages("{ parameter: page, current: page.total, total: page.number, count: page.count, rows: rows }");
    an_answer_that_looks_like_a_page: ["S079"], with(REPORT, PAGES, "");
    rows_under_a_key_that_paging_can_not_name: ["S079"], quoted_rows();
    a_summary_cut_by_a_comment: ["S106"], with(REPORT, "of a user.\n", "# of a user.\n");
    a_page_that_documents_two_operations: ["S040"], also(requests("GET /v2/a", "GET /v2/b"), "reports/desk/y.yaml", "docs/y", "docs/x");
}

#[test]
fn a_page_with_rows_is_one_of_the_pages() {
    let sources = with(BODY, "\"total\": 4", "\"total\": 0");
    told_at(&sources, &[("S078", PAGES)]).unwrap();
}
