//! `helpscout pull --format singer`: schemas, records, and states that a later run continues from.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::tempdir;

use super::account;
use super::pull;
use crate::program::{Run, run};
#[cfg(unix)]
use crate::program::{make_pipe, send_signal};

const HISTORY: &str = "user_conversation_history";

/// Returns the command that prints messages with the days of a user's history.
fn messages_of(days: [&str; 2]) -> Command {
    let mut command = pull(&["user-conversation-history", "--format", "singer"]);
    command.args(["--since", days[0], "--until", days[1]]);
    command
}

/// Returns the messages that a run printed.
fn messages(run: &Run) -> Vec<Value> {
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of_type<'m>(messages: &'m [Value], ty: &str) -> Vec<&'m Value> {
    let messages = messages.iter();
    messages.filter(|message| message["type"] == ty).collect()
}

/// Returns the days that the last state says are done, for a user.
fn done(messages: &[Value], user: &str) -> Value {
    let state = of_type(messages, "STATE").pop().unwrap();
    state["value"]["bookmarks"][HISTORY]["done"][user].clone()
}

/// Keeps the last state as a target would print it.
fn keep(messages: &[Value], file: &Path) {
    let state = of_type(messages, "STATE").pop().unwrap();
    fs::write(file, format!("{}\n", state["value"])).unwrap();
}

#[test]
fn schemas_come_first_then_records_of_all_tables_each_unit_with_its_state() {
    let printed = run(
        pull(&["company", "user-conversation-history", "--users", "447723"]).args([
            "--since",
            "2019-05-06",
            "--until",
            "2019-05-08",
            "--sandbox",
            "--format",
            "singer",
        ]),
    );
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    let messages = messages(&printed);
    let schemas = of_type(&messages, "SCHEMA");
    let streams: Vec<&str> = schemas
        .iter()
        .filter_map(|schema| schema["stream"].as_str())
        .collect();
    let expected = ["company", "company_filterTags", "company_users", HISTORY];
    assert_eq!(streams, expected);
    let history = schemas[3];
    let keys = ["accountId", "userId", "windowStart", "rowNumber"];
    assert_eq!(history["key_properties"], json!(keys));
    assert_eq!(history["bookmark_properties"], json!(["windowEnd"]));
    let properties = &history["schema"]["properties"];
    assert_eq!(
        properties["responseTime"]["type"],
        json!(["null", "number"])
    );
    assert_eq!(properties["userId"]["type"], "integer");
    // Targets lose records of streams with dates.
    assert!(!printed.stdout.contains("date-time"));

    let records = of_type(&messages, "RECORD");
    let of_history = records.iter().filter(|record| record["stream"] == HISTORY);
    assert!(of_history.count() > 5);
    let accounts = records.iter().map(|record| &record["record"]["accountId"]);
    assert!(accounts.into_iter().all(Value::is_i64));

    // The first state claims nothing, and each of the others follows the records that it counts.
    assert_eq!(messages[4]["type"], "STATE");
    assert_eq!(
        messages[4]["value"]["bookmarks"]["company"]["done"],
        json!({})
    );
    assert_eq!(of_type(&messages, "STATE").len(), 5);
    assert_eq!(messages.last().unwrap()["type"], "STATE");
    assert_eq!(
        done(&messages, "447723"),
        json!([["2019-05-06", "2019-05-08"]])
    );
    let bookmarks = &messages.last().unwrap()["value"]["bookmarks"];
    let all = json!([["2019-05-06", "2019-05-08"]]);
    assert_eq!(bookmarks["company_users"]["done"]["all"], all);
}

#[test]
fn a_second_run_fetches_only_what_the_target_lacks() {
    let home = tempdir().unwrap();
    let file = home.path().join("states.json");
    let service = account::start(|user, _| Ok(format!(r#"[{{"number":{user},"id":7}}]"#)));
    let run_with = |days: [&str; 2], options: &[&str]| {
        let mut command = service.asked_by(messages_of(days));
        command.args(["--users", "all"]).args(options);
        let run = run(command.arg("--bookmarks").arg(&file));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        messages(&run)
    };
    let first = run_with(["2019-05-06", "2019-05-08"], &[]);
    assert_eq!(of_type(&first, "RECORD").len(), 4);
    keep(&first, &file);

    let before = account::histories(&service);
    let second = run_with(["2019-05-06", "2019-05-09"], &[]);
    let windows: Vec<&Value> = of_type(&second, "RECORD")
        .iter()
        .map(|record| &record["record"]["windowStart"])
        .collect();
    assert_eq!(windows, ["2019-05-08T00:00:00Z"; 2]);
    assert_eq!(account::histories(&service), before + 2);
    assert_eq!(done(&second, "1"), json!([["2019-05-06", "2019-05-09"]]));
    keep(&second, &file);

    // Nothing is lacking, and the state stays.
    let third = run_with(["2019-05-06", "2019-05-09"], &[]);
    assert!(of_type(&third, "RECORD").is_empty());
    assert_eq!(done(&third, "2"), json!([["2019-05-06", "2019-05-09"]]));

    // All windows are older than a day.
    let again = run_with(["2019-05-06", "2019-05-09"], &["--again", "1d"]);
    assert!(of_type(&again, "RECORD").is_empty());
    let again = run_with(["2019-05-06", "2019-05-09"], &["--again", "36000d"]);
    assert_eq!(of_type(&again, "RECORD").len(), 6);
}

#[test]
fn a_shorter_part_of_a_week_is_fetched_with_the_days_that_the_target_has() {
    let home = tempdir().unwrap();
    let file = home.path().join("states.json");
    let service = account::start(|user, _| Ok(format!(r#"[{{"number":{user},"id":7}}]"#)));
    let run_with = |days: [&str; 2]| {
        let mut command = service.asked_by(messages_of(days));
        command.args(["--users", "1", "--window", "week", "--again", "36000d"]);
        let run = run(command.arg("--bookmarks").arg(&file));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let messages = messages(&run);
        keep(&messages, &file);
        let records = of_type(&messages, "RECORD");
        let windows = records.iter().map(|record| {
            let day = |column| record["record"][column].as_str().unwrap()[..10].to_owned();
            [day("windowStart"), day("windowEnd")]
        });
        (windows.collect::<Vec<_>>(), done(&messages, "1"))
    };
    let week = ["2019-05-07".to_owned(), "2019-05-12".to_owned()];
    let all = json!([["2019-05-07", "2019-05-13"]]);
    let (windows, done) = run_with(["2019-05-07", "2019-05-13"]);
    assert_eq!((windows, done), (vec![week.clone()], all.clone()));
    // An earlier end, a later start, and both: rows of the other days stay right.
    for days in [
        ["2019-05-07", "2019-05-09"],
        ["2019-05-09", "2019-05-13"],
        ["2019-05-09", "2019-05-11"],
    ] {
        let (windows, done) = run_with(days);
        assert_eq!(
            (windows, done),
            (vec![week.clone()], all.clone()),
            "{days:?}"
        );
    }
    // The week goes on, and the next one is new.
    let (windows, done) = run_with(["2019-05-10", "2019-05-15"]);
    let next = ["2019-05-13".to_owned(), "2019-05-14".to_owned()];
    assert_eq!(windows, [week, next]);
    assert_eq!(done, json!([["2019-05-07", "2019-05-15"]]));
}

#[test]
fn a_part_of_a_week_that_follows_another_is_fetched_with_it() {
    let home = tempdir().unwrap();
    let file = home.path().join("states.json");
    let service = account::start(|user, _| Ok(format!(r#"[{{"number":{user},"id":7}}]"#)));
    for (days, end) in [
        (["2019-05-06", "2019-05-08"], "2019-05-07T23:59:59Z"),
        (["2019-05-08", "2019-05-10"], "2019-05-09T23:59:59Z"),
        // Nobody asks for the 10th.
        (["2019-05-11", "2019-05-12"], "2019-05-11T23:59:59Z"),
        (["2019-05-06", "2019-05-13"], "2019-05-12T23:59:59Z"),
    ] {
        let mut command = service.asked_by(messages_of(days));
        command.args(["--users", "1", "--window", "week", "--bookmarks"]);
        let run = run(command.arg(&file));
        assert_eq!(run.code, Some(0), "{days:?}: {}", run.stderr);
        let messages = messages(&run);
        keep(&messages, &file);
        // All of them replace the same row: the start of its window is a part of the key.
        let record = &of_type(&messages, "RECORD")[0]["record"];
        assert_eq!(record["windowStart"], "2019-05-06T00:00:00Z");
        assert_eq!(record["windowEnd"], end);
    }
}

#[test]
fn a_unit_that_fails_has_no_record_and_the_states_of_the_others_hold() {
    let home = tempdir().unwrap();
    let file = home.path().join("states.json");
    let service = account::start(|user, day| {
        if (user, day) == (2, "2019-05-07") {
            return Err((503, String::new()));
        }
        Ok(r#"[{"number":5,"id":7}]"#.to_owned())
    });
    let mut command = service.asked_by(messages_of(["2019-05-06", "2019-05-09"]));
    let failed = run(command.args(["--users", "all", "--attempts", "1"]));
    assert_eq!(failed.code, Some(1), "{}", failed.stderr);
    assert!(failed.stderr.contains("user=2/window=2019-05-07"));
    assert!(failed.stderr.contains("--bookmarks"), "{}", failed.stderr);
    let printed = messages(&failed);
    let records = of_type(&printed, "RECORD");
    assert_eq!(printed.last().unwrap()["type"], "STATE");
    assert_eq!(records.len(), 5, "{}", failed.stdout);
    assert_eq!(done(&printed, "1"), json!([["2019-05-06", "2019-05-09"]]));
    let without = json!([["2019-05-06", "2019-05-07"], ["2019-05-08", "2019-05-09"]]);
    assert_eq!(done(&printed, "2"), without);

    // The rest comes with the next run, and nothing twice.
    keep(&printed, &file);
    let healed = account::start(|_, _| Ok(r#"[{"number":5,"id":7}]"#.to_owned()));
    let mut command = healed.asked_by(messages_of(["2019-05-06", "2019-05-09"]));
    let rest = run(command.args(["--users", "all", "--bookmarks"]).arg(&file));
    assert_eq!(rest.code, Some(0), "{}", rest.stderr);
    let rest = messages(&rest);
    assert_eq!(records.len() + of_type(&rest, "RECORD").len(), 6);
}

#[test]
fn rows_of_teams_have_the_team_in_their_key() {
    let printed = run(pull(&["team-members", "--sandbox", "--format", "singer"]).arg("--quiet"));
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    let messages = messages(&printed);
    let schema = of_type(&messages, "SCHEMA")[0];
    let keys = json!(["accountId", "teamId", "fetchedAt", "rowNumber"]);
    assert_eq!(schema["key_properties"], keys);
    assert_eq!(schema["schema"]["properties"]["teamId"]["type"], "integer");
    // Targets need a type for each property.
    let properties = schema["schema"]["properties"].as_object().unwrap();
    assert!(
        properties
            .values()
            .all(|property| property.get("type").is_some())
    );
    let records = of_type(&messages, "RECORD");
    let mut found: Vec<String> = records
        .iter()
        .map(|record| {
            format!(
                "{} {}",
                record["record"]["teamId"], record["record"]["rowNumber"]
            )
        })
        .collect();
    let count = found.len();
    found.sort();
    found.dedup();
    assert!(count > 2 && found.len() == count, "{found:?}");
}

#[cfg(unix)]
#[test]
fn a_pull_that_waits_for_its_bookmarks_can_be_ended() {
    let home = tempdir().unwrap();
    let pipe = home.path().join("states");
    make_pipe(&pipe);
    let mut command = messages_of(["2019-05-08", "2019-05-20"]);
    command.args(["--users", "1", "--sandbox", "--bookmarks"]);
    command.arg(&pipe).stderr(Stdio::piped());
    let child = command.stdout(Stdio::piped()).spawn().unwrap();
    // Opening the pipe waits until the program reads it.
    let writer = fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    send_signal("-TERM", child.id());
    let run = Run::from(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(143), "{}", run.stderr);
    drop(writer);
}

#[test]
fn a_state_of_another_pull_is_refused_before_anything_is_fetched() {
    let home = tempdir().unwrap();
    let file = home.path().join("states.json");
    let service = account::start(|_, _| Ok("[]".to_owned()));
    let refused = |state: &str, options: &[&str], problem: &str| {
        fs::write(&file, state).unwrap();
        let mut command = service.asked_by(messages_of(["2019-05-08", "2019-05-20"]));
        command.args(["--users", "1", "--bookmarks"]).arg(&file);
        command.env("HELPSCOUT_REDACT_KEY", "a key of sixteen");
        let run = run(command.args(options));
        assert_eq!(run.code, Some(2), "{state}: {}", run.stderr);
        assert!(run.stderr.contains(problem), "{problem}: {}", run.stderr);
        assert_eq!(run.stdout, "");
    };
    let state = |account: i64, window: &str, first: &str| {
        json!({ "account": account, "zone": "UTC", "bookmarks": { HISTORY: {
            "window": window, "filters": {}, "done": { "1": [[first, "2019-05-13"]] },
        }}})
        .to_string()
    };
    refused(
        "{\"currently_syncing\":7}",
        &[],
        "has no state of helpscout pull",
    );
    refused("{\"account\":4242", &[], "has no state of helpscout pull");
    refused(&state(1, "day", "2019-05-06"), &[], "account 1, not 4242");
    refused(
        &state(4242, "week", "2019-05-06"),
        &[],
        "--window week, not --window day",
    );
    refused(
        &state(4242, "day", "2019-05-06"),
        &["--zone", "Asia/Tokyo"],
        "--zone UTC",
    );
    let options = ["--tags", "3"];
    refused(&state(4242, "day", "2019-05-06"), &options, "--tags 3");
    // Pseudonyms of another key, and options as they are typed.
    let filtered = state(4242, "day", "2019-05-06").replace(
        "\"filters\":{}",
        r#""filters":{"redact":"true","status":"closed"},"pseudonyms":"0123456789""#,
    );
    let options = ["--redact", "--status-parameter", "closed"];
    let key = "pseudonyms made with the key of the fingerprint 0123456789, not ";
    refused(&filtered, &options, key);
    refused(
        &filtered,
        &options,
        "set HELPSCOUT_REDACT_KEY to the earlier key",
    );
    let typed = "--window day --redact --status-parameter closed, not --window day\n";
    refused(&filtered, &[], typed);
    // Rows of the 8th would be there with two starts of their window.
    let week = ["--window", "week", "--since", "2019-05-06"];
    fs::write(&file, state(4242, "week", "2019-05-08")).unwrap();
    let mut command = service.asked_by(pull(&["user-conversation-history", "--users", "1"]));
    command
        .args(["--until", "2019-05-20", "--format", "singer"])
        .args(week);
    let run = run(command.arg("--bookmarks").arg(&file));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("would be doubled"), "{}", run.stderr);
    assert_eq!(account::histories(&service), 0);
}

#[test]
fn options_that_need_another_format_or_a_folder_are_refused() {
    for (options, problem) in [
        (&["--format", "ndjson"][..], "no folder is named"),
        (
            &["--format", "singer", "--to", "data"],
            "singer is for programs",
        ),
        (
            &["--to", "data", "--bookmarks", "b"],
            "--bookmarks is for --format singer",
        ),
        (
            &["--format", "singer", "--state", "s"],
            "--state is for a folder",
        ),
    ] {
        let refused = run(pull(&["users", "--sandbox"]).args(options));
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(refused.stderr.contains(problem), "{}", refused.stderr);
    }
}

#[test]
fn a_target_that_ends_early_ends_the_pull_with_one_message() {
    let service = account::start(|_, _| {
        let row = format!(r#"{{"number":5,"id":7,"subject":"{}"}}"#, "x".repeat(4_000));
        Ok(format!("[{}]", vec![row; 40].join(",")))
    });
    let mut command = service.asked_by(messages_of(["2019-05-06", "2019-06-06"]));
    let mut child = command
        .args(["--users", "all", "--quiet"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let ended = Run::from(child.wait_with_output().unwrap());
    assert!(line.contains("SCHEMA"));
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    let errors = ended.stderr.matches("error:").count();
    assert_eq!(errors, 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("has ended before the last one"));
}
