//! Arguments as models write them.

use serde_json::json;

use super::sandbox;
use super::session::Session;

#[test]
fn null_is_absent_and_other_spellings_are_taken() {
    let mut session = Session::start(sandbox());
    let plain = session.structured(
        "run_report",
        &json!({"report": "email", "period": "2019-05", "zone": "UTC",
            "filters": {"mailboxes": ["Support"], "officeHours": true}}),
    );
    let other = session.structured(
        "run_report",
        &json!({"report": "EMAIL", "period": "2019-05", "zone": "UTC", "compare": null,
            "columns": null, "limit": null, "where": [],
            "filters": {"mailbox": "support", "office-hours": "true", "tags": null}}),
    );
    assert_eq!(plain["tables"], other["tables"]);
    let as_text = session.structured(
        "run_report",
        &json!({"report": "email", "period": "2019-05", "zone": "UTC",
            "filters": "{\"mailboxes\": [\"Support\"], \"officeHours\": true}"}),
    );
    assert_eq!(plain["tables"], as_text["tables"]);
    // Some hosts write every number with a fraction.
    for limit in [json!(2), json!(2.0), json!("2")] {
        let result = session.structured(
            "run_report",
            &json!({"report": "user-conversation-history", "period": "2019-05", "zone": "UTC",
                "filters": {"user": 447_723.0}, "limit": limit}),
        );
        assert_eq!(result["tables"][0]["n"], 2, "{result}");
    }
    session.end();
}

#[test]
fn a_text_without_a_word_is_absent_like_null() {
    let mut session = Session::start(sandbox());
    let plain = session.structured(
        "history",
        &json!({"period": "2019-W20", "team": ["First line"], "filters": {"mailboxes": ["Support"]}}),
    );
    let filled_in = session.structured(
        "history",
        &json!({"period": "2019-W20", "team": "First line", "user": [""], "everybody": "",
            "compare": "", "zone": " ", "sla": "", "table": "", "by": "", "columns": [""],
            "where": "", "sort": [null, ""], "limit": "",
            "filters": {"mailboxes": ["Support", ""], "tags": "", "types": [""], "status": "",
                "officeHours": ""}}),
    );
    assert_eq!(plain["tables"], filled_in["tables"]);
    for (tool, filled_in, plain) in [
        (
            "look_up",
            json!({"list": "users", "id": "", "name": ""}),
            json!({"list": "users"}),
        ),
        ("find_report", json!({"words": ""}), json!({})),
        (
            "run_report",
            json!({"report": "email", "period": "2019-05", "table": "", "filters": ""}),
            json!({"report": "email", "period": "2019-05"}),
        ),
    ] {
        let filled_in = session.structured(tool, &filled_in);
        assert_eq!(filled_in, session.structured(tool, &plain), "{tool}");
    }
    // One that is needed is asked for.
    for (tool, arguments, problem) in [
        (
            "history",
            json!({"period": ""}),
            "history needs the argument `period`",
        ),
        (
            "next_page",
            json!({"handle": ""}),
            "next_page needs the argument `handle`",
        ),
        (
            "history",
            json!({"period": "2019-W20", "user": ""}),
            "everybody",
        ),
    ] {
        let text = session.refused(tool, &arguments);
        assert!(text.contains(problem), "{text}");
    }
    session.end();
}

#[test]
fn a_list_may_be_written_as_text() {
    let mut session = Session::start(sandbox());
    let plain = session.structured(
        "history",
        &json!({"period": "2019-W20", "user": [447_723], "by": ["day", "mailbox"],
            "filters": {"mailboxes": ["Support", "Orders"]}}),
    );
    let as_text = session.structured(
        "history",
        &json!({"period": "2019-W20", "user": "[\"Marta Lindqvist\", null]",
            "by": "[\"day\", \"mailbox\"]",
            "filters": {"mailboxes": "[\"Support\", \"Orders\"]", "tags": "[]"}}),
    );
    assert_eq!(plain["tables"], as_text["tables"]);
    session.end();
}
