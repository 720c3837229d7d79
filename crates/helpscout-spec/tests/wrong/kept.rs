//! What `--fix` leaves alone: documented data, names that are sent, and whatever can mean two things. The
//! help says what is wrong and does not lead to another mistake.

use helpscout_spec::{Finding, Sources, fix, read_sources};

use crate::{API, BODY, REPORT, also, good, told_at, with};

/// A folder, the code of its only finding, a part of the line where it is, and a part of its help.
type Case = (Sources, &'static str, &'static str, &'static str);

/// Checks that each mistake has one finding, which says what to do, and that nothing is changed.
fn assert_kept(cases: impl IntoIterator<Item = Case>) {
    for (sources, code, line, help) in cases {
        told_at(&sources, &[(code, line)]).unwrap();
        let finding = only(&sources);
        let found = finding.help.as_deref().unwrap();
        assert!(found.contains(help), "{help:?} is not in {found:?}");
        assert_eq!(finding.fix, None);
        let fixed = fix(&sources);
        assert_eq!(fixed.count, 0, "{line}");
        assert_eq!(fixed.sources, sources);
    }
}

/// Checks that each mistake has one finding, and that its change results in the good folder.
fn assert_mended(cases: impl IntoIterator<Item = (Sources, &'static str, &'static str)>) {
    for (sources, code, line) in cases {
        told_at(&sources, &[(code, line)]).unwrap();
        assert!(only(&sources).fix.is_some(), "{line}");
        let fixed = fix(&sources);
        assert_eq!(fixed.reading.findings.render(false), "", "{line}");
    }
}

fn only(sources: &Sources) -> Finding {
    read_sources(sources)
        .findings
        .iter()
        .next()
        .cloned()
        .unwrap()
}

/// Returns the good folder with the second example `more.json`.
fn two_examples(body: &str) -> Sources {
    let sources = with(
        REPORT,
        "examples: [replies.json]",
        "examples: [replies.json, more.json]",
    );
    sources.with("reports/desk/more.json", body)
}

#[test]
fn an_example_is_never_fitted_to_the_spec() {
    let numbers = with(BODY, "\"total\": 4,", "\"total\": 4, \"numbers\": 3,");
    let undescribed = with(
        REPORT,
        "    - { path: page.total, type: integer, doc: The number of pages. }\n",
        "",
    );
    let undescribed = also(undescribed, REPORT, "total: page.total, ", "");
    let renamed = with(REPORT, "'rows[].channel'", "'rows[].chanel'");
    let other = "{ \"page\": { \"number\": 1, \"total\": 1, \"count\": 1 }, \"rows\": \
                 [{ \"id\": 1, \"chanel\": \"chat\", \"sentAt\": null, \"customer\": { \"name\": \"Cy\" } }] }";
    assert_kept([
        // The spec has a name that no example has.
        (renamed, "S092", "rows[].chanel", "did you mean `channel`?"),
        // The key that is most similar is in the same object already.
        (numbers, "S092", "\"numbers\"", "describe the key"),
        // One example has what another spells differently.
        (
            two_examples(other),
            "S092",
            "\"chanel\"",
            "did you mean `channel`?",
        ),
    ]);
    let findings = read_sources(&undescribed).findings;
    assert_eq!(fix(&undescribed).sources, undescribed);
    let text = findings.render(false);
    assert!(!text.contains("did you mean `number`"), "{text}");
    assert!(text.contains("`page.total` in `reports/desk/replies.json` is not described"));
}

#[test]
fn a_shared_key_that_no_example_has_is_told_once() {
    let report = String::from_utf8(good().get(REPORT).unwrap().to_vec()).unwrap();
    let totals = ", \"totals\": { \"replies\": 1, \"handleTime\": 2.5 } }";
    let end = "\n  ]\n}";
    let body = String::from_utf8(good().get(BODY).unwrap().to_vec()).unwrap();
    let body = body.replace(end, &format!("\n  ]{totals}"));
    let second = report
        .replace("desk_replies", "other_replies")
        .replace("/desk/replies", "/other/replies")
        .replace("docs/replies", "docs/others")
        .replace("DeskReplies", "OtherReplies")
        .replace("PageNumbers", "OtherNumbers")
        .replace("object: Reply,", "object: OtherReply,")
        .replace("ReplySort", "OtherSort")
        .replace("[replies.json]", "[others.json]");
    let sources = good()
        .with(BODY, body.clone())
        .with("reports/desk/others.yaml", second)
        .with("reports/desk/others.json", body);
    told_at(&sources, &[]).unwrap();
    let renamed = also(sources, API, "path: handleTime", "path: handlesTime");
    let findings = read_sources(&renamed).findings;
    let found: Vec<_> = findings
        .iter()
        .filter(|finding| finding.code.as_str() == "S092")
        .map(|finding| finding.place.file.as_str())
        .collect();
    assert_eq!(found, [API], "{}", findings.render(false));
    assert_eq!(fix(&renamed).sources.get(BODY), renamed.get(BODY));
}

#[test]
fn names_that_are_sent_are_not_fitted_to_each_other() {
    let rules = |sources, rules: &str| {
        also(
            sources,
            REPORT,
            "pages: {",
            &format!("rules: [{rules}]\n\npages: {{"),
        )
    };
    let renamed = with(REPORT, "name: sortField", "name: sortFeld");
    let paging = with(REPORT, "  - name: page\n", "  - name: pge\n");
    let header = "rate_limit: { limit: X_Limit, remaining: X-Left, retry_after: Retry-After }";
    let header = with(API, "  plans:\n", &format!("  {header}\n  plans:\n"));
    assert_kept([
        (
            rules(renamed, "{ excludes: [officeHours, sortField] }"),
            "S070",
            "excludes: ",
            "did you mean `sortFeld`?",
        ),
        // What the rule has already is not meant.
        (
            rules(good(), "{ excludes: [user, usr] }"),
            "S070",
            "excludes: ",
            "use `start`",
        ),
        (paging, "S073", "parameter: page", "did you mean `pge`?"),
        (header, "S036", "X_Limit", "did you mean `X-Limit`?"),
    ]);
}

#[test]
fn a_reference_is_mended_only_if_what_it_means_is_used_elsewhere() {
    let group = with(REPORT, "use: interval", "use: intervall");
    let plan = with(REPORT, "plans: [large]", "plans: [large, larg]");
    let id = with(API, "name: UserId", "name: UsrId");
    let file = with(REPORT, "[replies.json]", "[replies.json, replies2.json]");
    assert_kept([
        // The declaration may be the one with the mistake.
        (group, "S051", "use: intervall", "did you mean `interval`?"),
        (id, "S050", "type: UserId", "did you mean `UsrId`?"),
        // The operation has the plan that is similar.
        (plan, "S052", "plans: [large, larg]", "use `small`"),
        // The example that is similar belongs to an operation, and this one is not saved yet.
        (file, "S090", "replies2.json", "save the example body"),
    ]);
    let channel = with(
        REPORT,
        "'rows[].channel', type: Channel",
        "'rows[].channel', type: Chanel",
    );
    assert_mended([(channel, "S050", "type: Chanel")]);
    // Singular and plural, or two numbers, are two things.
    let plural = with(
        REPORT,
        "'rows[].channel', type: Channel",
        "'rows[].channel', type: Channels",
    );
    assert_kept([(plural, "S050", "type: Channels", "did you mean `Channel`?")]);
}

#[test]
fn a_comment_is_no_part_of_a_name() {
    let help = "put a space before `#`";
    let object = with(API, "  - name: Totals\n", "  - name: Totals# sums\n");
    let boolean = with(REPORT, "    required: true", "    required: true# yes");
    let word = with(REPORT, "    list: comma", "    list: comma# y");
    let ty = with(REPORT, "    type: UserId", "    type: UserId# y");
    let docs = with(REPORT, "docs/replies\n", "docs/replies# the page\n");
    assert_kept([
        (
            with(REPORT, "desk_replies", "desk_replies# note"),
            "S036",
            "desk_replies# note",
            help,
        ),
        (object, "S036", "Totals# sums", help),
        (boolean, "S032", "true# yes", help),
        (word, "S033", "comma# y", help),
        (ty, "S050", "UserId# y", help),
        (docs, "S036", "replies# the page", help),
    ]);
}

#[test]
fn braces_that_can_be_closed_in_two_ways_are_left() {
    let fields = "doc: Which page this is. }\n    - { path: page.number";
    let joined = with(
        REPORT,
        fields,
        "doc: Which page this is. } - { path: page.number",
    );
    let stray = with(API, "example: '2019-05-02T12:00:00Z',", "example: 1, 2],");
    let tag = with(REPORT, "summary: The", "summary: !!str The");
    let brace = "    - { path: page,";
    assert_kept([
        (stray, "S020", "example: 1, 2]", "write `[`"),
        (joined, "S020", "} - { path", "a line of its own"),
        (tag, "S023", "!!str", "remove `!!str`"),
        (
            with(REPORT, "doc: Which page", "doc: The #1 page"),
            "S020",
            "The #1 page",
            "put quotes around the text",
        ),
        (
            with(
                REPORT,
                "doc: Which page this is. }",
                "doc: >-\n        Which page. }",
            ),
            "S020",
            "doc: >-",
            "without braces",
        ),
        (
            with(
                REPORT,
                "doc: Which page this is. }",
                "doc: |\n        Which page. }",
            ),
            "S020",
            "doc: |",
            "without braces",
        ),
        (
            with(
                REPORT,
                "examples: [replies.json]",
                "examples: replies.json]",
            ),
            "S032",
            "replies.json]",
            "brackets around the values",
        ),
        (
            with(REPORT, "plans: [large]\n", "...\nplans: [large]\n"),
            "S021",
            "...",
            "remove the line `...`",
        ),
    ]);
    assert_mended([
        (
            with(REPORT, brace, "    - {{ path: page,"),
            "S020",
            "{{ path",
        ),
        (
            with(
                REPORT,
                "Which page this is. }",
                "Which page this is. }# note",
            ),
            "S020",
            "}# note",
        ),
    ]);
}

#[test]
fn entries_start_with_a_hyphen_and_a_space() {
    for mark in ["*", "+", "\u{2022}", "\u{2013}", "\u{2014}"] {
        let sources = with(
            REPORT,
            "    - { path: page.number",
            &format!("    {mark} {{ path: page.number"),
        );
        assert_mended([(sources, "S020", "{ path: page.number")]);
        let first = with(
            REPORT,
            "  - name: user\n",
            &format!("  {mark} name: user\n"),
        );
        assert_mended([(first, "S020", " name: user")]);
    }
    for entry in ["page,", "page.number,"] {
        let old = format!("    - {{ path: {entry}");
        let new = format!("    -{{ path: {entry}");
        assert_mended([(with(REPORT, &old, &new), "S020", "-{ path")]);
    }
}

#[test]
fn bodies_that_can_be_read_in_two_ways_are_left() {
    assert_kept([
        (
            with(BODY, "\"Ada\"", "\"Ada \"the\" third\""),
            "S091",
            "Ada ",
            "inside of a string",
        ),
        (
            with(BODY, "\"Ada\"", "'Ada's'"),
            "S091",
            "'Ada's'",
            "write `\"`",
        ),
        (
            with(BODY, "\"Ada\"", "#ada"),
            "S091",
            "#ada",
            "remove the comment",
        ),
        (with(BODY, "\"Ada\"", "NaN"), "S091", "NaN", "write `null`"),
        (
            with(BODY, "\"Ada\"", "\"\\ud800\""),
            "S091",
            "ud800",
            "both halves",
        ),
    ]);
    let fenced = |file: &str, word: &str| {
        let text = String::from_utf8(good().get(file).unwrap().to_vec()).unwrap();
        good().with(file, format!("```{word}\n{text}```\n"))
    };
    let help = "remove the lines";
    assert_kept([
        (fenced(BODY, "json"), "S091", "```json", help),
        (fenced(REPORT, "yaml"), "S020", "```yaml", help),
    ]);
    assert_mended([(
        with(BODY, "  \"rows\"", "\u{a0}\u{a0}\"rows\""),
        "S091",
        "\"rows\"",
    )]);
}

#[test]
fn a_file_is_mended_to_its_end_at_once() {
    let text = |file: &str| String::from_utf8(good().get(file).unwrap().to_vec()).unwrap();
    let change = |file: &str, old: &str, new: &str| {
        let text = text(file);
        let count = text.matches(old).count();
        (good().with(file, text.replace(old, new)), count)
    };
    let row = "    { \"id\": 12, \"sentAt\": null, \"customer\": { \"name\": \"Bo\" } }\n  ]";
    let rows = (0..30).fold(text(BODY), |text, _| {
        text.replace("\n  ]", &format!(",\n{row}"))
    });
    let fixed = fix(&good().with(BODY, rows.replace('"', "'")));
    assert_eq!(fixed.sources, good().with(BODY, rows.clone()));
    assert_eq!(fixed.count, rows.matches('"').count() / 2);
    let (sources, hyphens) = change(REPORT, "- {", "-{");
    assert!(hyphens > 5);
    assert_eq!(fix(&sources).sources, good());
    let (sources, _) = change(REPORT, "\n", "\r");
    told_at(&sources, &[("S012", "")]).unwrap();
    assert_eq!(fix(&sources).sources, good());
}
