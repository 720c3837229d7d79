//! `helpscout describe`.

use helpscout_command::names;
use helpscout_reports::describe::{self, Group};
use insta::assert_snapshot;
use serde_json::Value;

use crate::program::{MAY, program, run};

fn describe(arguments: &[&str]) -> String {
    let run = run(program().arg("describe").args(arguments));
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(0), ""),
        "{arguments:?}"
    );
    run.stdout
}

#[test]
fn help_says_which_languages_there_are() {
    let run = run(program().args(["describe", "--help"]));
    assert_snapshot!(run.stdout);
}

#[test]
fn a_history_has_columns_with_units_and_meanings() {
    assert_snapshot!(describe(&["user-conversation-history"]));
}

#[test]
fn an_answer_with_several_tables_has_a_list_of_columns_for_each() {
    assert_snapshot!(describe(&["company"]));
}

#[test]
fn columns_of_a_pull_start_with_the_origin_of_a_row() {
    assert_snapshot!(describe(&["list", "users", "--pull"]));
}

#[test]
fn a_list_has_the_names_by_which_it_is_listed_and_pulled() {
    let listed = describe(&["list", "user", "--pull"]);
    assert!(listed.contains("helpscout list user: "), "{listed}");
    assert_eq!(describe(&["get-user", "--pull"]), listed);
    assert_eq!(describe(&["get_user", "--pull"]), listed);
}

#[test]
fn a_schema_in_sql_creates_the_table() {
    assert_snapshot!(describe(&[
        "user-conversation-history",
        "--pull",
        "--schema",
        "sql"
    ]));
}

#[test]
fn a_table_is_named_after_its_report_and_the_others_are_noted() {
    let first = run(program().args(["describe", "company", "--schema", "sql"]));
    assert!(
        first.stdout.starts_with("CREATE TABLE \"company\" (\n"),
        "{}",
        first.stdout
    );
    assert_eq!(
        first.stderr,
        "the answer has other tables, too: filterTags, users; --table NAME describes one\n"
    );
    let users = describe(&["company", "--table", "users", "--schema", "sql"]);
    assert!(
        users.starts_with("CREATE TABLE \"company_users\" (\n    \"user\" BIGINT"),
        "{users}"
    );
}

#[test]
fn a_table_of_a_list_has_the_name_of_its_folder() {
    for (name, table) in [
        ("users", "users"),
        ("mailbox-folders", "mailbox_folders"),
        // The folder user is that of the report.
        ("get-user", "get_user"),
    ] {
        let sql = describe(&[name, "--pull", "--schema", "sql"]);
        assert!(
            sql.starts_with(&format!("CREATE TABLE \"{table}\"")),
            "{sql}"
        );
    }
}

#[test]
fn every_report_and_list_has_a_page_and_every_schema() {
    for group in [Group::Reports, Group::Lookups] {
        for (name, _) in names::operations(describe::api(), group) {
            let words = [names::command_of(group), name.as_str(), "--quiet"];
            let page = describe(&words);
            assert!(page.contains(&format!("{} {name}: ", words[0])), "{page}");
            for pull in [&[][..], &["--pull"]] {
                for language in ["spark", "arrow", "json", "sql"] {
                    let schema = [&words[..], pull, &["--schema", language]].concat();
                    let schema = describe(&schema);
                    let is_sql = language == "sql";
                    assert_eq!(schema.starts_with("CREATE TABLE \""), is_sql, "{schema}");
                    let is_json = serde_json::from_str::<Value>(&schema).is_ok();
                    assert_eq!(is_json, !is_sql, "{schema}");
                }
            }
        }
    }
}

#[test]
fn an_unknown_report_or_table_gets_the_nearest_name() {
    for (words, message) in [
        (
            &["user-conversations-history"][..],
            "error: there is no report or list \"user-conversations-history\"\n\n  \
             help: did you mean user-conversation-history?\n",
        ),
        (
            &["company", "users"],
            "error: describe shows one report or list, not 2\n\n  \
             help: run helpscout describe company, then helpscout describe users\n",
        ),
        (
            &["company", "--table", "user"],
            "error: company has no table \"user\"\n\n  help: did you mean users?\n",
        ),
        (
            &["company", "--table", "xyzzy"],
            "error: company has no table \"xyzzy\"\n\n  \
             help: its tables are summary, filterTags, users\n",
        ),
    ] {
        let run = run(program().arg("describe").args(words));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert_eq!(run.stderr, message);
    }
}

/// Returns what is wrong with a value, by the parts of JSON Schema that schemas here have.
fn mistakes(value: &Value, schema: &Value, path: &str) -> Vec<String> {
    let types = match &schema["type"] {
        Value::String(name) => vec![name.as_str()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return Vec::new(),
    };
    let is = |name: &&str| match *name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64(),
        "number" => value.is_f64(),
        _ => value.is_null(),
    };
    if !types.iter().any(is) {
        return vec![format!("{path} is {value}, not {types:?}")];
    }
    let mut mistakes = Vec::new();
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}.{key}");
        match value.get(key) {
            Some(value) => mistakes.extend(self::mistakes(value, property, &path)),
            None if value.is_null() => {}
            None => {
                let mut required = schema["required"].as_array().into_iter().flatten();
                let is_required = required.any(|required| required == key);
                mistakes.extend(is_required.then(|| format!("{path} is missing")));
            }
        }
    }
    for item in value.as_array().into_iter().flatten() {
        mistakes.extend(self::mistakes(item, &schema["items"], &format!("{path}[]")));
    }
    mistakes
}

/// Expects that the rows of a report in NDJSON are as its JSON Schema says, and returns their number.
fn conforming_rows(name: &str, options: &[&str]) -> usize {
    let schema = describe(&[name, "--schema", "json", "--quiet"]);
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let mut command = program();
    command
        .args(["report", name, "--sandbox", "--format", "ndjson", "--quiet"])
        .args(options);
    let rows = run(&mut command);
    assert_eq!(rows.code, Some(0), "{}", rows.stderr);
    for line in rows.stdout.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let mistakes = mistakes(&row, &schema, name);
        assert_eq!(mistakes, Vec::<String>::new(), "{line}");
    }
    rows.stdout.lines().count()
}

#[test]
fn rows_in_ndjson_are_as_json_schema_says() {
    for name in [
        "user-conversation-history",
        "user-drilldown",
        "user-ratings",
    ] {
        assert!(conforming_rows(name, &MAY) > 2, "{name}");
    }
}

#[test]
fn columns_of_an_object_that_the_service_leaves_out_may_be_null() {
    // There is no comparison, and there were no conversations, so no day was the busiest one.
    let period = ["--table", "summary", "--period", "2018-01", "--zone", "UTC"];
    for name in ["company", "conversations"] {
        assert_eq!(conforming_rows(name, &period), 1);
    }
    let user = [&period[..], &["--user", "447723"]].concat();
    assert_eq!(conforming_rows("user", &user), 1);
}
