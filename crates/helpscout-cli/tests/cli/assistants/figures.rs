//! The tools return what the commands write.

use serde_json::{Value, json};

use super::sandbox;
use super::session::Session;
use crate::program::{program, run};

/// Returns the rows that a command writes as NDJSON.
fn rows_of_command(arguments: &[&str]) -> Vec<Value> {
    let mut command = program();
    let done = run(command
        .args(arguments)
        .args(["--sandbox", "-q", "-f", "ndjson"]));
    assert!(matches!(done.code, Some(0 | 4)), "{}", done.stderr);
    let rows = done.stdout.lines();
    rows.map(|row| serde_json::from_str(row).unwrap()).collect()
}

/// Returns a table of a result as objects.
fn rows_of(result: &Value, name: &str) -> Vec<Value> {
    let tables = result["tables"].as_array().unwrap();
    let table = tables.iter().find(|table| table["name"] == name);
    let table = table.unwrap_or_else(|| panic!("{name}: {result}"));
    let columns = table["columns"].as_array().unwrap();
    let rows = table["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let values = row.as_array().unwrap();
        assert_eq!(values.len(), columns.len());
        let named = columns.iter().zip(values);
        let named = named
            .map(|(column, value)| (column["name"].as_str().unwrap().to_owned(), value.clone()));
        Value::Object(named.collect())
    })
    .collect()
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// Fails unless a figure is that of the command with two decimals.
fn assert_is_figure(value: &Value, expected: &Value, name: &str) {
    let (value, expected) = (number(value), number(expected));
    assert_eq!(value, (expected * 100.0).round() / 100.0, "{name}");
}

#[test]
fn rows_are_those_of_the_report() {
    let mut session = Session::start(sandbox());
    let result = session.structured(
        "run_report",
        &json!({"report": "user-conversation-history", "period": "2019-W20", "zone": "UTC",
            "filters": {"user": "Marta Lindqvist", "mailboxes": ["Support"]},
            "where": ["responseTime>1d", "status=closed"], "sort": ["responseTime:desc", "id"],
            "columns": ["id", "responseTime"], "limit": 7}),
    );
    let expected = rows_of_command(&[
        "report",
        "user-conversation-history",
        "--user",
        "447723",
        "--mailboxes",
        "Support",
        "--period",
        "2019-W20",
        "--zone",
        "UTC",
        "--where",
        "responseTime>1d",
        "--where",
        "status=closed",
        "--sort",
        "responseTime:desc,id",
        "--columns",
        "id,responseTime",
        "--limit",
        "7",
    ]);
    assert_eq!(expected.len(), 7);
    let rows = rows_of(&result, "rows");
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(&expected) {
        assert_eq!(row["id"], expected["id"]);
        assert_eq!(
            number(&row["responseTime"]),
            number(&expected["responseTime"])
        );
    }
    let columns = &result["tables"][0]["columns"];
    assert_eq!(columns[1]["unit"], "seconds", "{columns}");
    assert_eq!(result["tables"][0]["n"], 7);
    session.end();
}

#[test]
fn a_history_has_the_figures_of_the_command() {
    let mut session = Session::start(sandbox());
    let result = session.structured(
        "history",
        &json!({"team": ["First line"], "period": "2019-W20", "zone": "UTC", "by": "user",
            "compare": "previous", "sla": "first-response<1d:50%"}),
    );
    let command = [
        "history",
        "--team",
        "First line",
        "--period",
        "2019-W20",
        "--zone",
        "UTC",
        "--by",
        "user",
        "--compare",
        "previous",
        "--sla",
        "first-response<1d:50%",
    ];
    let groups = rows_of_command(&command);
    assert!(groups.len() > 1);
    let rows = rows_of(&result, "groups");
    assert_eq!(rows.len(), groups.len());
    for (row, group) in rows.iter().zip(&groups) {
        let row = row.as_object().unwrap();
        assert!(row.len() < group.as_object().unwrap().len());
        for (name, value) in row {
            match value {
                Value::Number(_) => assert_is_figure(value, &group[name], name),
                value => assert_eq!(value, &group[name], "{name}"),
            }
        }
        for name in [
            "replies",
            "responseTimeMedianSeconds",
            "responseTimeN",
            "sla1KeptPercent",
        ] {
            assert!(row.contains_key(name), "{name}: {row:?}");
        }
    }
    let figures = rows_of_command(&[&command[..], &["--table", "figures"]].concat());
    let figure = |name: &str, statistic: &str| {
        let mut figures = figures.iter();
        figures
            .find(|figure| figure["figure"] == name && figure["statistic"] == statistic)
            .unwrap()
            .clone()
    };
    for row in rows_of(&result, "times") {
        let name = row["time"].as_str().unwrap();
        for statistic in ["median", "mean", "p90", "p95", "min", "max"] {
            let expected = &figure(name, statistic)["value"];
            assert_is_figure(&row[statistic], expected, &format!("{name} {statistic}"));
        }
        let median = figure(name, "median");
        assert_eq!(
            (&row["n"], &row["missing"]),
            (&median["n"], &median["missing"])
        );
        assert_is_figure(&row["previousMedian"], &median["previousValue"], name);
    }
    let target = &rows_of(&result, "targets")[0];
    assert_eq!(number(&target["targetPercent"]), 50.0);
    assert!(target["isMissed"].is_boolean());
    let compared = result["compared"].as_str().unwrap();
    assert!(
        compared.contains("2019-W19") && compared.contains("UTC"),
        "{compared}"
    );
    session.end();
}

#[test]
fn conversations_and_breaches_are_selected_by_their_columns() {
    let mut session = Session::start(sandbox());
    let ask = |table: &str| {
        json!({"user": ["447723"], "period": "2019-W20", "zone": "UTC", "table": table,
            "sla": "response<1h", "sort": ["number:desc"], "limit": 3})
    };
    let conversations = session.structured("history", &ask("conversations"));
    let rows = rows_of(&conversations, "conversations");
    assert_eq!(rows.len(), 3);
    let number_of = |row: &Value| row["number"].as_i64().unwrap();
    assert!(number_of(&rows[0]) > number_of(&rows[1]));
    assert!(rows[0]["responseTime"].is_number(), "{rows:?}");
    let breaches = session.structured("history", &ask("breaches"));
    let rows = rows_of(&breaches, "breaches");
    assert!(
        rows.iter()
            .all(|row| number(&row["valueSeconds"]) >= 3600.0),
        "{rows:?}"
    );
    let notes = breaches["notes"].to_string();
    assert!(
        notes.contains("3 of ") && notes.contains("selected"),
        "{notes}"
    );
    session.end();
}

#[test]
fn columns_without_a_value_are_named_and_left_out_unless_they_are_chosen() {
    let mut session = Session::start(sandbox());
    let ask = json!({"report": "company", "period": "2019-W20", "zone": "UTC"});
    let result = session.structured("run_report", &ask);
    let summary = &rows_of(&result, "summary")[0];
    assert!(summary["current.totalReplies"].is_number(), "{summary}");
    assert!(
        summary
            .as_object()
            .unwrap()
            .values()
            .all(|value| !value.is_null())
    );
    assert_eq!(
        result["tables"][0]["withoutValues"],
        json!(["previous.*", "deltas.*"])
    );
    let text = session.call("run_report", &ask)["content"][0]["text"].to_string();
    assert!(
        text.contains("No row has a value in previous.*, deltas.*"),
        "{text}"
    );
    let chosen = session.structured(
        "run_report",
        &json!({"report": "company", "period": "2019-W20", "zone": "UTC", "table": "users",
            "columns": ["name", "previousReplies"]}),
    );
    assert!(
        rows_of(&chosen, "users")[0]["previousReplies"].is_null(),
        "{chosen}"
    );
    session.end();
}

#[test]
fn a_conversation_of_two_users_is_explained() {
    let mut session = Session::start(sandbox());
    let ask = |user: &[&str]| json!({"user": user, "period": "2019-05", "zone": "UTC"});
    let both = session.structured("history", &ask(&["Marta Lindqvist", "Devon Okafor"]));
    let notes = both["notes"].to_string();
    assert!(
        notes.contains("counts there once for each user who replied to it"),
        "{notes}"
    );
    let one = session.structured("history", &ask(&["Marta Lindqvist"]));
    assert_eq!(one["notes"], Value::Null, "{one}");
    session.end();
}

#[test]
fn a_comparison_is_a_table_of_figures() {
    let mut session = Session::start(sandbox());
    let result = session.structured(
        "run_report",
        &json!({"report": "user-conversation-history", "filters": {"user": "me"},
            "period": "2019-W20", "zone": "UTC", "compare": "previous", "where": ["responseTime>1h"],
            "columns": ["figure", "value", "before", "change", "percent", "n", "nBefore"],
            "sort": ["figure"]}),
    );
    let expected = rows_of_command(&[
        "report",
        "user-conversation-history",
        "--user",
        "me",
        "--period",
        "2019-W20",
        "--zone",
        "UTC",
        "--compare",
        "previous",
        "--where",
        "responseTime>1h",
    ]);
    let mut expected = expected
        .iter()
        .filter(|row| row["figure"] == "responseTime.median");
    let expected = expected.next().unwrap();
    let rows = rows_of(&result, "figures");
    let row = rows
        .iter()
        .find(|row| row["figure"] == "responseTime.median")
        .unwrap();
    for name in ["value", "before", "change", "percent", "n", "nBefore"] {
        assert_is_figure(&row[name], &expected[name], name);
    }
    assert!(row["value"].as_f64().unwrap() > 3600.0, "{row}");
    let figures: Vec<&str> = rows
        .iter()
        .filter_map(|row| row["figure"].as_str())
        .collect();
    assert!(figures.is_sorted(), "{figures:?}");
    let refused = session.refused(
        "run_report",
        &json!({"report": "user-conversation-history", "filters": {"user": "me"},
            "period": "2019-W20", "compare": "previous", "where": ["nosuch=1"]}),
    );
    assert!(refused.contains("no column `nosuch`"), "{refused}");
    session.end();
}

#[test]
fn every_report_and_every_list_can_be_run() {
    let mut session = Session::start(sandbox());
    let reports = session.structured("find_report", &json!({}));
    let reports = reports["reports"].as_array().unwrap().clone();
    assert!(reports.len() > 30, "{}", reports.len());
    for report in &reports {
        let name = report["report"].as_str().unwrap();
        let described = session.structured("describe_report", &json!({"report": name}));
        let mut filters = serde_json::Map::new();
        for filter in described["filters"].as_array().unwrap() {
            if filter["required"] == true {
                let value = match filter["name"].as_str().unwrap() {
                    "user" => json!("Marta Lindqvist"),
                    "range" | "type" | "rating" | "field" => filter["values"][0].clone(),
                    "fieldid" => json!(2),
                    other => panic!("{name} needs {other}"),
                };
                filters.insert(filter["name"].as_str().unwrap().to_owned(), value);
            }
        }
        let mut arguments = json!({"report": name, "filters": filters});
        if described["needsPeriod"] == true {
            arguments["period"] = "2019-W20".into();
        }
        let result = session.structured("run_report", &arguments);
        assert!(
            !result["tables"].as_array().unwrap().is_empty(),
            "{name}: {result}"
        );
    }
    for (list, id) in [
        ("mailboxes", None),
        ("mailbox", Some("Support")),
        ("mailbox-folders", Some("Support")),
        ("tags", None),
        ("teams", None),
        ("team-members", Some("First line")),
        ("users", None),
        ("user", Some("Marta Lindqvist")),
        ("me", None),
    ] {
        let result = session.structured("look_up", &json!({"list": list, "id": id}));
        assert_ne!(result["tables"][0]["n"], 0, "{list}: {result}");
    }
    session.end();
}

#[test]
fn a_history_has_a_row_for_each_pair_and_refuses_three_words() {
    let mut session = Session::start(sandbox());
    let asked =
        |by: Value| json!({"team": ["First line"], "period": "2019-W20", "zone": "UTC", "by": by});
    let expected = rows_of_command(&[
        "history",
        "--team",
        "First line",
        "--period",
        "2019-W20",
        "--zone",
        "UTC",
        "--by",
        "user,type",
    ]);
    assert!(expected.len() > 3);
    // Some models write a list as one text.
    for by in [json!(["user", "type"]), json!("user, type")] {
        let result = session.structured("history", &asked(by));
        let rows = rows_of(&result, "groups");
        assert_eq!(rows.len(), expected.len());
        for (row, group) in rows.iter().zip(&expected) {
            for name in ["user", "type", "replies"] {
                assert_eq!(row[name], group[name], "{row}");
            }
        }
    }
    let refused = session.refused("history", &asked(json!(["user", "type", "day"])));
    assert!(refused.contains("at most 2 words"), "{refused}");
    let refused = session.refused("history", &asked(json!("user,dya")));
    assert!(refused.contains("did you mean day?"), "{refused}");
    session.end();
}
