//! Comparing answers of the service with the description.
#![allow(clippy::unwrap_used)]

use helpscout_spec::{Findings, Reading, Sources, read_sources};

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

/// Returns an answer with a row for each of these channels.
fn answer(channels: impl IntoIterator<Item = String>) -> String {
    let rows = channels.into_iter().map(|channel| {
        serde_json::json!({
            "id": 1, "channel": channel, "sentAt": null, "customer": { "name": "Ada" }
        })
    });
    let rows: Vec<_> = rows.collect();
    let page = serde_json::json!({ "number": 1, "total": 1, "count": rows.len() });
    serde_json::json!({ "page": page, "rows": rows }).to_string()
}

#[test]
fn new_values_are_told_once_at_the_enumeration() {
    let told = |channels: &[&str]| {
        let answer = answer(channels.iter().map(|channel| (*channel).to_owned()));
        let findings = reading(REPORT).verify("desk_replies", "monday.json", &answer);
        let messages = findings.iter().map(|finding| finding.message.clone());
        messages.collect::<Vec<_>>()
    };
    let first = "`rows[1].channel` in `monday.json` is `fax`, which `Channel` does not list";
    assert_eq!(told(&["email", "fax", "fax"]), [first]);
    assert_eq!(
        told(&["email", "fax", "pager", "fax", "telex"]),
        [format!("{first}, nor `pager`, `telex`")]
    );
}

#[test]
fn many_disagreements_of_many_answers_are_counted_right() {
    let reading = reading(REPORT);
    let many = answer((0..300).map(|number| format!("channel{number}")));
    let found = reading.verify("desk_replies", "monday.json", &many);
    assert_eq!((found.len(), found.total()), (1, 1));
    let message = found.iter().next().unwrap().message.clone();
    assert!(message.ends_with("`channel9` and 290 more"), "{message}");

    let keys: Vec<String> = (0..300)
        .map(|number| format!("\"key{number}\": 1"))
        .collect();
    let strange = answer([]).replacen('{', &format!("{{{},", keys.join(",")), 1);
    let of_one = || reading.verify("desk_replies", "monday.json", &strange);
    assert_eq!(of_one().total(), 300);
    let of_all: Findings = [found, of_one(), of_one()].into_iter().collect();
    assert_eq!(of_all.total(), 601);
    let last = of_all.iter().last().unwrap().message.clone();
    assert_eq!(last, "400 more findings are not shown, 400 of them errors");
}

#[test]
fn what_is_no_json_is_a_finding() {
    let findings = reading(REPORT).verify("desk_replies", "tuesday.json", "<html>");
    insta::assert_snapshot!(findings.render(false));
}

#[test]
fn an_answer_that_should_have_no_content_has_none() {
    let close = "operation: close_desk\nrequest: PUT /v2/desk/closed\ndocs: https://example.com/close\n\
                 summary: Closes the desk.\nresponse: { status: 204 }\n";
    let sources = Sources::new()
        .with("api.yaml", include_str!("wrong/good/api.yaml"))
        .with("lookups/close.yaml", close);
    let reading = read_sources(&sources);
    for nothing in ["", "\n"] {
        let findings = reading.verify("close_desk", "answer.json", nothing);
        assert_eq!(findings.render(false), "", "{nothing:?}");
    }
    let findings = reading.verify("close_desk", "answer.json", "{\"id\": 7}");
    let told = findings.render(false);
    let expected = "error[S134]: `answer.json` has content, but none is described\n";
    assert!(told.starts_with(expected), "{told}");
}
