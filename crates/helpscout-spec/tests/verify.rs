//! Answers of the service held against the description.
#![allow(clippy::unwrap_used)]

use helpscout_spec::{Reading, Sources, read_sources};

const REPORT: &str = include_str!("wrong/good/reports/desk/replies.yaml");

fn reading(report: &str) -> Reading {
    let sources = Sources::new()
        .with("api.yaml", include_str!("wrong/good/api.yaml"))
        .with("reports/desk/replies.yaml", report)
        .with(
            "reports/desk/replies.json",
            include_str!("wrong/good/reports/desk/replies.json"),
        );
    read_sources(&sources)
}

#[test]
fn an_answer_as_described_has_no_findings() {
    let example = include_str!("wrong/good/reports/desk/replies.json");
    let findings = reading(REPORT).verify("desk_replies", "answer.json", example);
    assert!(findings.is_empty(), "{}", findings.render(false));
}

#[test]
fn a_field_may_come_under_its_other_name() {
    let aliased = REPORT.replace("'rows[].id', ", "'rows[].id', aliases: [mailbox], ");
    assert_ne!(aliased, REPORT);
    let example = include_str!("wrong/good/reports/desk/replies.json");
    let answer = example.replace("\"id\"", "\"mailbox\"");
    assert_ne!(answer, example);

    let found = |report: &str| {
        let findings = reading(report).verify("desk_replies", "answer.json", &answer);
        findings.render(false)
    };
    assert_eq!(found(&aliased), "");
    assert!(found(REPORT).contains("`rows[0].id` in `answer.json` is missing"));
}

#[test]
fn every_disagreement_is_told_once_at_the_place_to_change() {
    let answer = r#"{
        "page": { "number": 1, "total": 1 },
        "mood": "good",
        "rows": [
            { "id": 1, "channel": "fax", "sentAt": "yesterday", "customer": { "name": null } },
            { "id": "two", "sentAt": null, "customr": {}, "customer": { "name": null } }
        ]
    }"#;
    let findings = reading(REPORT).verify("desk_replies", "monday.json", answer);
    insta::assert_snapshot!(findings.render(false));
}

#[test]
fn every_new_value_is_told_and_each_once() {
    let row = |channel: &str| {
        format!(
            r#"{{ "id": 1, "channel": "{channel}", "sentAt": null, "customer": {{ "name": "Ada" }} }}"#
        )
    };
    let rows = ["fax", "pager", "fax", "emial"].map(row).join(",");
    let answer =
        format!(r#"{{ "page": {{ "number": 1, "total": 1, "count": 4 }}, "rows": [{rows}] }}"#);
    let findings = reading(REPORT).verify("desk_replies", "monday.json", &answer);
    let told: Vec<String> = findings
        .iter()
        .map(|one| format!("{}; {}", one.message, one.help.clone().unwrap()))
        .collect();
    let told_of = |row: usize, value: &str, help: &str| {
        format!(
            "`rows[{row}].channel` in `monday.json` is `{value}`, which `Channel` does not list; \
             add the value to the enum{help}"
        )
    };
    let expected = [
        told_of(0, "fax", ""),
        told_of(1, "pager", ""),
        told_of(3, "emial", "; did it mean `email`?"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_no_json_is_a_finding() {
    let findings = reading(REPORT).verify("desk_replies", "tuesday.json", "<html>");
    insta::assert_snapshot!(findings.render(false));
}
