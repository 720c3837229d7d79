//! Where mistakes in the syntax of a file are shown: at the line where they were made, with one
//! finding, and mended by its change if that is certain.

use helpscout_spec::{Sources, fix, read_sources};

use crate::{API, BODY, REPORT, told_at, with};

/// A file, a text of it, what stands there instead, and whether the change mends it.
type Case = (&'static str, &'static str, &'static str, bool);

const UNCLOSED: &[Case] = &[
    (API, "doc: A user. }", "doc: A user.", true),
    (API, "doc: A mailbox. }", "doc: A mailbox.", true),
    (API, "{ name: small, calls", "{ name: [small, calls", false),
    (
        REPORT,
        "doc: The number of this page. }",
        "doc: The number of this page.",
        true,
    ),
    (
        REPORT,
        "example: [email, chat]",
        "example: [email, chat",
        true,
    ),
    (REPORT, "plans: [large]", "plans: [large", true),
    (REPORT, "plans: [large]", "plans: [large}", true),
    (REPORT, "plans: [large]", "plans: [large]]", false),
    (
        REPORT,
        "examples: [replies.json]",
        "examples: [replies.json",
        true,
    ),
    (REPORT, "rows: rows }", "rows: rows", true),
    (
        REPORT,
        "summary: The replies of a user.",
        "summary: 'The replies of a user.",
        true,
    ),
    (
        REPORT,
        "summary: The replies of a user.",
        "summary: \"The replies of a user.",
        true,
    ),
    (
        REPORT,
        "path: 'rows[].id', type",
        "path: 'rows[].id, type",
        false,
    ),
    // The parser reads on to a quote of a line below.
    (
        REPORT,
        "doc: The number of this page. }",
        "doc: 'The number of this page. }",
        false,
    ),
    (
        REPORT,
        "doc: Which page this is. }",
        "doc: 'Which page this is. }",
        false,
    ),
];

const SLIPS: &[Case] = &[
    (
        REPORT,
        "\nparameters:\n",
        "\n<<<<<<< main\nparameters:\n=======\n>>>>>>> other\n",
        false,
    ),
    (REPORT, "    type: UserId", "    type:UserId", true),
    (REPORT, "    required: true", "    required:true", true),
    (REPORT, "summary: The replies", "summary:The replies", true),
    (REPORT, "    doc: What rows", "    doc:What rows", true),
    (REPORT, "  - name: user\n", "  - name:user\n", true),
    (
        REPORT,
        "operation: desk_replies",
        "operation:desk_replies",
        true,
    ),
    (
        REPORT,
        "operation: desk_replies",
        "operation desk_replies",
        true,
    ),
    (
        REPORT,
        "operation: desk_replies",
        "operation = desk_replies",
        true,
    ),
    (REPORT, "    type: UserId", "    type UserId", true),
    (REPORT, "    type: UserId", "    type\u{ff1a}UserId", true),
    (REPORT, "    type: UserId", "    type:\u{a0}UserId", true),
    (REPORT, "    type: UserId", "\u{a0}   type: UserId", true),
    (REPORT, "    type: UserId", "   type: UserId", true),
    (REPORT, "    type: UserId", "     type: UserId", true),
    (REPORT, "summary: The", "  summary: The", true),
    (REPORT, "  - use: interval", "  -use: interval", true),
    (API, "{ name: UserId, doc", "{ name:UserId, doc", true),
    (API, "{ name: UserId, doc", "{ name: UserId doc", true),
    (
        API,
        "start, type: instant, required",
        "start, type:instant, required",
        true,
    ),
];

const TABS: &[Case] = &[
    (REPORT, "    type: UserId", "    type:\tUserId", true),
    (REPORT, "  - use: interval", "  -\tuse: interval", true),
    (REPORT, "plans: [large]\n", "plans: [large]\n\t\n", true),
    (REPORT, "plans: [large]\n", "plans: [large]\t\n", true),
    (
        REPORT,
        "One page of replies.",
        "One page\tof replies.",
        true,
    ),
];

const TEXTS: &[Case] = &[
    (
        REPORT,
        "doc: One page of replies.",
        "doc: One page: replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: {field} that counts.",
        true,
    ),
    (REPORT, "doc: One page of replies.", "doc: {field}", true),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: [sic] counts.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: *One* page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: &One page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: !important page.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: %One page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: @One page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: `One` page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: ? page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: - page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: | page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: > page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: \"One\" page of replies.",
        true,
    ),
    (
        REPORT,
        "doc: The customer's name.",
        "doc: 'The customer's name.'",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: \"One \\d page.\"",
        true,
    ),
    (
        REPORT,
        "doc: One page of replies.",
        "doc: \"One \\xZZ page.\"",
        true,
    ),
    (API, "doc: A user. }", "doc: A user: any. }", true),
    (API, "doc: A user. }", "doc: {id} of a user. }", true),
    (API, "doc: A user. }", "doc: A user, or a team. }", true),
];

const KEYS: &[Case] = &[
    (
        REPORT,
        "    doc: The page, counted from 1.",
        "    description: The page, counted from 1.",
        true,
    ),
    (REPORT, "docs: https", "url: https", true),
    (REPORT, "    required: true", "    mandatory: true", true),
    (REPORT, "    required: true", "    required: yes", true),
    (REPORT, "plans: [large]", "plans: large", true),
    (REPORT, "    type: UserId", "    type: [UserId]", true),
    (REPORT, "    type: UserId", "    type: UserID", false),
    (REPORT, "  - use: interval", "  - use: intervall", false),
    (REPORT, "    list: comma", "    list: coma", true),
];

const BODIES: &[Case] = &[
    (BODY, "\"total\": 4, ", "\"total\": 4 ", true),
    (BODY, "\"total\": 4, ", "\"total\": 4; ", true),
    (BODY, "\"count\": 3 }", "\"count\": 3, }", true),
    (BODY, "\"count\": 3 }", "\"count\": 3", false),
    (BODY, "\"count\": 3 }", "\"count\": 3, ... }", true),
    (BODY, "\"count\": 3 }", "'count': 3 }", true),
    (BODY, "\"count\": 3 }", "count: 3 }", true),
    (BODY, "\"count\": 3 }", "\"count\" 3 }", true),
    (BODY, "\"count\": 3 }", "\"count\": 03 }", false),
    (BODY, "\"count\": 3 }", "\"count\": 3 } // rows", true),
    (BODY, "\"sentAt\": null", "\"sentAt\": None", true),
    (
        BODY,
        "\"sentAt\": null",
        "\"sentAt\": null, \"sentAt\": null",
        false,
    ),
    (BODY, "\"name\": \"Ada\"", "\"name\": \"Ada", false),
    (BODY, "\"name\": \"Ada\"", "\"name\": Ada", false),
    (BODY, "\"name\": \"Ada\"", "\"name\": 5", false),
    (BODY, "\"name\": \"Ada\"", "\"nmae\": \"Ada\"", false),
    (BODY, "\"name\": \"Ada\"", "\"name\": \"A\\da\"", false),
];

#[test]
fn what_is_not_closed_is_shown_where_it_opens() {
    check(UNCLOSED);
}

#[test]
fn a_line_without_a_colon_is_shown_and_not_the_one_below() {
    let sources = with(
        REPORT,
        "  - The order of the rows is not documented.\n",
        "  - >-\n  The order of the rows is not documented.\n  - It may change.\n",
    );
    told_at(&sources, &[("S020", "  The order of the rows")]).unwrap();
}

#[test]
fn slips_are_shown_in_their_line() {
    check(SLIPS);
}

#[test]
fn tabs_are_shown_before_a_parser_disagrees() {
    check(TABS);
    for (file, old, new, _) in TABS {
        let findings = read_sources(&with(file, old, new)).findings;
        assert!(
            findings
                .iter()
                .all(|finding| finding.message.contains("tab")),
            "{new:?}"
        );
    }
}

#[test]
fn texts_that_need_quotes_are_shown_and_get_them() {
    check(TEXTS);
}

#[test]
fn keys_and_words_of_other_languages_are_replaced() {
    check(KEYS);
}

#[test]
fn mistakes_in_bodies_are_shown_in_the_body() {
    check(BODIES);
}

#[test]
fn a_tab_in_a_comment_and_other_line_ends_do_no_harm() {
    let sources = with(REPORT, "plans: [large]\n", "plans: [large] # a\tb\n");
    assert_eq!(read_sources(&sources).findings.render(false), "");
    let (_, bytes) = crate::good()
        .iter()
        .map(|(p, b)| (p.to_owned(), b.to_vec()))
        .find(|(p, _)| p == REPORT)
        .unwrap();
    let text = String::from_utf8(bytes).unwrap().replace('\n', "\r\n");
    assert_eq!(
        read_sources(&crate::good().with(REPORT, text))
            .findings
            .render(false),
        ""
    );
}

/// Checks that each mistake has a finding in the line where it is, and that the changes mend all of
/// them or none.
fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (file, old, new, is_mended) in cases {
        let sources = with(file, old, new);
        let findings = read_sources(&sources).findings;
        let line = first_difference(&crate::good(), &sources, file);
        let is_there = findings.iter().any(|finding| {
            let position = finding.place.position.as_ref();
            finding.place.file == *file && position.is_some_and(|position| position.line == line)
        });
        if !is_there {
            let text = findings.render(false);
            wrong.push(format!(
                "{new:?} is not shown in line {line} of {file}\n{text}"
            ));
        }
        if findings.iter().any(|finding| finding.help.is_none()) {
            wrong.push(format!("{new:?} has no help"));
        }
        let fixed = fix(&sources);
        let left = fixed.reading.findings;
        let is_changed = fixed.count > 0;
        if is_changed != *is_mended || (*is_mended && left.has_errors()) {
            let text = left.render(false);
            wrong.push(format!("{new:?}: {} changes leave\n{text}", fixed.count));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn first_difference(good: &Sources, wrong: &Sources, file: &str) -> usize {
    let text = |sources: &Sources| String::from_utf8(sources.get(file).unwrap().to_vec()).unwrap();
    let (good, wrong) = (text(good), text(wrong));
    let same = good
        .lines()
        .zip(wrong.lines())
        .take_while(|(good, wrong)| good == wrong);
    same.count() + 1
}
