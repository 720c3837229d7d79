//! Help that mends a mistake when it is followed to the letter, and mistakes that look like many.

use helpscout_spec::{Findings, Sources, fix, read_sources};

use crate::{API, BODY, REPORT, also, good, told_at, with};

const ROWS: &str = "    - { path: 'rows[]', object: Reply, doc: One reply. }\n";

/// Returns the good folder with one more field, and one more key in the body.
fn field(path: &str, ty: &str, body: &str) -> Sources {
    let entry = format!("    - {{ path: '{path}', {ty}, doc: It. }}\n{ROWS}");
    let sources = with(REPORT, ROWS, &entry);
    also(
        sources,
        BODY,
        "  \"rows\": [",
        &format!("  {body}\"rows\": ["),
    )
}

fn findings(sources: &Sources) -> Findings {
    read_sources(sources).findings
}

/// Checks that there is one finding of that code, and that the entry which its help advises mends it.
fn assert_entry_mends(code: &str, path: &str, body: &str) {
    let sources = field(path, "type: integer", body);
    let found = findings(&sources);
    let text = found.render(false);
    assert_eq!(found.len(), 1, "{path} {text}");
    let finding = found.iter().next().unwrap();
    assert_eq!(finding.code.as_str(), code, "{path} {text}");
    let help = finding.help.as_deref().unwrap();
    assert!(help.starts_with("add an entry for "), "{path} {help}");
    let entry = help.rsplit('`').nth(1).unwrap();
    let mended = also(sources, REPORT, ROWS, &format!("    - {entry}\n{ROWS}"));
    assert_eq!(findings(&mended).render(false), "", "{path} {entry}");
}

#[test]
fn a_parent_without_an_entry_gets_one_that_says_it_may_be_missing_or_null() {
    assert_entry_mends("S093", "a.b", "");
    assert_entry_mends("S093", "c.*", "");
    assert_entry_mends("S093", "d.*.e", "");
    assert_entry_mends("S093", "f.*[]", "");
    assert_entry_mends("S093", "g[].h", "");
    assert_entry_mends("S093", "i.*[].j", "");
    assert_entry_mends("S094", "a.b", "\"a\": null, ");
    assert_entry_mends("S094", "c.*", "\"c\": null, ");
    assert_entry_mends("S094", "d.*.e", "\"d\": { \"x\": null }, ");
    assert_entry_mends("S094", "d.*.e", "\"d\": null, ");
    assert_entry_mends("S094", "g[].h", "\"g\": null, ");
    assert_entry_mends("S094", "i.*[].j", "\"i\": { \"x\": null }, ");
    assert_entry_mends("S095", "g[].h", "\"g\": [null], ");
    assert_entry_mends("S095", "i.*[].j", "\"i\": { \"x\": [null] }, ");
}

#[test]
fn a_null_in_a_list_leads_to_nullable_items() {
    let cases = [
        ("c[]", "type: text", "\"c\": [\"a\", null], "),
        ("c[]", "object: Totals", "\"c\": [null], "),
        ("f.*[]", "type: text", "\"f\": { \"x\": [null] }, "),
    ];
    for (path, ty, body) in cases {
        let sources = field(path, ty, body);
        told_at(&sources, &[("S095", body)]).unwrap();
        let finding = findings(&sources).into_iter().next().unwrap();
        let help = "set `nullable_items: true` if entries of the list may be null";
        assert_eq!(finding.help.as_deref(), Some(help));
        let ty = format!("{ty}, nullable_items: true");
        assert_eq!(findings(&field(path, &ty, body)).render(false), "");
    }
}

#[test]
fn a_list_in_a_map_leads_to_one_or_many() {
    let cases = [
        (
            "type: text",
            "\"f\": { \"x\": \"a\", \"y\": [\"b\", \"c\"] }, ",
        ),
        (
            "object: Totals",
            "\"f\": { \"x\": [{ \"replies\": 1, \"handleTime\": 2 }] }, ",
        ),
    ];
    for (ty, body) in cases {
        let sources = field("f.*", ty, body);
        told_at(&sources, &[("S095", body)]).unwrap();
        let finding = findings(&sources).into_iter().next().unwrap();
        let help = "set `one_or_many: true` if a value may also be a list of such values";
        assert_eq!(finding.help.as_deref(), Some(help));
        let ty = format!("{ty}, one_or_many: true");
        assert_eq!(findings(&field("f.*", &ty, body)).render(false), "");
    }
}

#[test]
fn an_object_that_a_file_only_uses_is_not_moved_from_it() {
    let sources = with(API, "  - name: Totals\n", "  - name: Total\n");
    told_at(&sources, &[("S053", "object: Totals")]).unwrap();
    let finding = findings(&sources).into_iter().next().unwrap();
    assert_eq!(finding.help.as_deref(), Some("did you mean `Total`?"));
}

#[test]
fn an_empty_api_file_is_to_describe_the_service() {
    let sources = good().with(API, "# Nothing yet.\n");
    told_at(&sources, &[("S014", "")]).unwrap();
    let finding = findings(&sources).into_iter().next().unwrap();
    assert!(finding.help.unwrap().contains("`service:`"));
}

#[test]
fn an_api_file_with_another_spelling_is_to_be_renamed() {
    for name in ["API.yaml", "Api.YAML", "api.yml"] {
        let api = good().get(API).unwrap().to_vec();
        let others = good();
        let others = others.iter().filter(|(path, _)| *path != API);
        let sources: Sources = others.collect();
        let sources = sources.with(name, api);
        told_at(&sources, &[("S004", "")]).unwrap();
        let finding = findings(&sources).into_iter().next().unwrap();
        let help = format!("rename `{name}` to `api.yaml`");
        assert_eq!(finding.help.as_deref(), Some(help.as_str()));
    }
}

#[test]
fn an_escape_that_is_invisible_is_shown() {
    let sources = with(REPORT, "doc: One page of replies.", "doc: \"C:\\temp\"");
    told_at(&sources, &[("S100", "C:\\temp")]).unwrap();
    let finding = findings(&sources).into_iter().next().unwrap();
    assert!(
        finding
            .message
            .contains("`\\t` is the invisible character U+0009")
    );
    assert!(
        finding
            .help
            .unwrap()
            .starts_with("write `\\\\` for a backslash")
    );
}

#[test]
fn an_entry_without_its_start_is_one_mistake() {
    let cases = [
        // The hyphen, then the whole first line.
        (
            REPORT,
            "  - name: page\n    type",
            "    name: page\n    type",
        ),
        (REPORT, "  - name: page\n", ""),
    ];
    for (file, old, new) in cases {
        let sources = with(file, old, new);
        let found = findings(&sources);
        assert_eq!(found.len(), 1, "{}", found.render(false));
        let finding = found.iter().next().unwrap();
        assert_eq!(finding.code.as_str(), "S026");
        assert!(finding.help.as_deref().unwrap().contains("`- `"));
    }
    // A single key may be given twice in any case.
    let sources = with(
        REPORT,
        "    example: 7\n",
        "    example: 7\n    example: 8\n",
    );
    told_at(&sources, &[("S026", "example: 8")]).unwrap();
    let finding = findings(&sources).into_iter().next().unwrap();
    assert_eq!(finding.help.as_deref(), Some("remove one of them"));
}

#[test]
fn a_line_that_is_missing_above_entries_is_one_mistake() {
    let section = |file: &str, old: &str, new: &str, code: &str, help: &str| {
        let sources = with(file, old, new);
        let found = findings(&sources);
        assert_eq!(found.len(), 1, "{}", found.render(false));
        let finding = found.iter().next().unwrap();
        assert_eq!(finding.code.as_str(), code);
        assert_eq!(finding.help.as_deref(), Some(help));
    };
    let above = "write the line `parameters:` above them";
    section(REPORT, "\nparameters:\n", "\n", "S032", above);
    section(
        REPORT,
        "\nparameters:\n",
        "\n# parameters:\n",
        "S032",
        above,
    );
    let top = "`ids` is a key of the whole file: write it at the start of its line";
    section(API, "\nids:\n", "\n  ids:\n", "S030", top);
    // Another section, with two entries.
    let more = "enums:\n  - name: Other\n    doc: Another.\n    values: [{ value: x, doc: X. }]\n";
    let sources = with(API, "\nenums:\n", &format!("\n# {more}"));
    let help = "write the line `enums:` above them";
    let finding = findings(&sources).into_iter().next().unwrap();
    assert_eq!(findings(&sources).len(), 1);
    assert_eq!(finding.help.as_deref(), Some(help));
}

#[test]
fn a_copy_of_a_file_is_one_mistake_and_the_example_it_shares() {
    let text = |file: &str| String::from_utf8(good().get(file).unwrap().to_vec()).unwrap();
    let sources = good().with("reports/desk/zz.yaml", text(REPORT));
    let expected = [
        ("S040", "operation: desk_replies"),
        ("S040", "[replies.json]"),
    ];
    told_at(&sources, &expected).unwrap();
    // Two files in one.
    let sources = good().with(REPORT, text(REPORT) + "\n" + &text(REPORT));
    told_at(&sources, &[("S026", "operation: desk_replies")]).unwrap();
}

#[test]
fn a_group_or_plan_that_was_renamed_is_told_once() {
    let copy = |sources: Sources| {
        let text = String::from_utf8(sources.get(REPORT).unwrap().to_vec()).unwrap();
        let other = text
            .replace("desk_replies", "other_replies")
            .replace("/desk/replies", "/other/replies")
            .replace("docs/replies", "docs/others")
            .replace("DeskReplies", "OtherReplies")
            .replace("PageNumbers", "OtherNumbers")
            .replace("object: Reply,", "object: OtherReply,")
            .replace("ReplySort", "OtherSort")
            .replace("[replies.json]", "[others.json]");
        let body = sources.get(BODY).unwrap().to_vec();
        sources
            .with("reports/desk/others.yaml", other)
            .with("reports/desk/others.json", body)
    };
    assert_eq!(findings(&copy(good())).render(false), "");
    let group = copy(with(API, "  - name: interval\n", "  - name: period\n"));
    told_at(&group, &[("S051", "use: interval")]).unwrap();
    let finding = findings(&group).into_iter().next().unwrap();
    assert!(finding.message.ends_with("which 2 operations use"));
    assert!(finding.help.unwrap().contains("now called `period`"));
    let plan = copy(with(API, "name: large", "name: big"));
    told_at(&plan, &[("S052", "plans: [large]")]).unwrap();
    let finding = findings(&plan).into_iter().next().unwrap();
    assert!(finding.message.ends_with("which 2 operations use"));
}

#[test]
fn a_service_needs_no_plans_but_a_rate_limit_needs_a_number() {
    const PLANS: &str = "  plans:\n    - { name: small, calls_per_minute: 100 }\n    - { name: large, calls_per_minute: 400 }\n";
    let limit = |number: &str| {
        format!(
            "  rate_limit: {{ {number}limit: X-Limit, remaining: X-Left, retry_after: Retry-After }}\n"
        )
    };
    let without = |service: &str| also(with(API, PLANS, service), REPORT, "plans: [large]\n", "");
    told_at(&without(""), &[]).unwrap();
    told_at(&without(&limit("calls_per_minute: 100, ")), &[]).unwrap();
    let numberless = without(&limit(""));
    told_at(&numberless, &[("S031", "{ limit: X-Limit")]).unwrap();
    let finding = findings(&numberless).into_iter().next().unwrap();
    assert_eq!(finding.message, "the rate limit has no number of calls");
    assert!(finding.help.unwrap().contains("add `calls_per_minute:`"));
    // The plans are there under another name.
    let misnamed = without(&(PLANS.replace("plans:", "tiers:") + &limit("")));
    told_at(&misnamed, &[("S030", "tiers:")]).unwrap();

    let twice = with(
        API,
        PLANS,
        &(PLANS.to_owned() + &limit("calls_per_minute: 9, ")),
    );
    told_at(&twice, &[("S035", "calls_per_minute: 9")]).unwrap();
    let unknown = with(API, PLANS, "");
    told_at(&unknown, &[("S052", "plans: [large]")]).unwrap();
    let finding = findings(&unknown).into_iter().next().unwrap();
    assert!(finding.help.unwrap().contains("`plans` of the service"));
}

#[test]
fn numbers_of_other_languages_become_decimal_digits() {
    let calls = |number: &str| {
        with(
            API,
            "calls_per_minute: 400",
            &format!("calls_per_minute: {number}"),
        )
    };
    for (number, help, expected) in [
        ("1_000", "write `1000`", Some("1000")),
        ("1e3", "write `1000`", Some("1000")),
        ("50.0", "write `50`", Some("50")),
        ("'600'", "write `600`", Some("600")),
        ("0x190", "write decimal digits: `400`", Some("400")),
        (
            "010",
            "write decimal digits without a zero before them, such as `10`",
            None,
        ),
        (
            "'010'",
            "write decimal digits without a zero before them, such as `10`",
            None,
        ),
        ("1__0", "write a whole number", None),
        ("1.5", "write a whole number", None),
    ] {
        let sources = calls(number);
        let found = findings(&sources);
        let helps: Vec<_> = found
            .iter()
            .filter_map(|finding| finding.help.as_deref())
            .collect();
        assert_eq!(helps, [help], "{number}");
        let fixed = fix(&sources).sources;
        let text = std::str::from_utf8(fixed.get(API).unwrap()).unwrap();
        let line = format!("calls_per_minute: {} }}", expected.unwrap_or(number));
        assert!(text.contains(&line), "{number}: {text}");
    }
}

#[test]
fn a_limit_has_decimal_digits_also_where_any_number_may_be() {
    let page = "- { name: page, type: integer, maximum: 0x64, example: 1, doc: The page. }";
    let sources = with(REPORT, "parameters:\n", &format!("parameters:\n  {page}\n"));
    told_at(&sources, &[("S037", "maximum: 0x64")]).unwrap();
}
