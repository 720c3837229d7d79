//! Groups, totals, targets and several users of `helpscout history`, over the sandbox.

mod hours;
mod nothing;
mod two;

use std::collections::HashSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::tempdir;

use crate::program::{Run, program, run};

const WEEK: [&str; 4] = [
    "--start",
    "2019-05-13T00:00:00Z",
    "--end",
    "2019-05-19T23:59:59Z",
];

/// Two users who share conversations and a team.
const TWO: [&str; 2] = ["--user", "447723,431007"];

const TIMES: [&str; 4] = [
    "firstResponseTime",
    "responseTime",
    "resolveTime",
    "handleTime",
];

fn asked(options: &[&str]) -> Command {
    let mut command = program();
    command
        .args(["history", "--sandbox"])
        .args(WEEK)
        .args(options);
    command
}

fn succeeds(options: &[&str]) -> Run {
    let run = run(&mut asked(options));
    assert_eq!(run.code, Some(0), "{options:?}: {}", run.stderr);
    run
}

fn json(options: &[&str]) -> Value {
    let run = succeeds(&[options, &["--format", "json"]].concat());
    serde_json::from_str(&run.stdout).unwrap()
}

fn ndjson(options: &[&str]) -> Vec<Value> {
    let run = succeeds(&[options, &["--format", "ndjson"]].concat());
    let rows = run.stdout.lines().map(serde_json::from_str);
    rows.collect::<Result<_, _>>().unwrap()
}

/// Returns the values of a time in conversations, in ascending order.
fn values<'v>(conversations: impl Iterator<Item = &'v Value>, time: &str) -> Vec<f64> {
    let key = if time == "handleTime" {
        "avgHandleTime"
    } else {
        time
    };
    let mut values: Vec<f64> = conversations.filter_map(|row| row[key].as_f64()).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Calculates a percentile as numpy does, written from its documentation.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let virtual_index = percent / 100.0 * (sorted.len() - 1) as f64;
    let (below, above) = (virtual_index.floor(), virtual_index.ceil());
    let gamma = virtual_index - below;
    sorted[below as usize] * (1.0 - gamma) + sorted[above as usize] * gamma
}

fn is_near(found: &Value, expected: f64) -> bool {
    let found = found.as_f64().unwrap();
    (found - expected).abs() <= expected.abs() * 1e-9
}

/// Compares the figures of each time with those of the conversations. `key` returns the name of a
/// figure of a time.
fn compare(figures: &Value, conversations: &[&Value], key: impl Fn(&str, &str) -> Value) {
    for time in TIMES {
        let values = values(conversations.iter().copied(), time);
        let n = values.len();
        assert_eq!(key(time, "n"), n, "{time} {figures}");
        assert_eq!(key(time, "missing"), conversations.len() - n, "{time}");
        if n == 0 {
            assert_eq!(key(time, "median"), Value::Null);
            continue;
        }
        let mean = values.iter().sum::<f64>() / n as f64;
        for (statistic, expected) in [
            ("median", percentile(&values, 50.0)),
            ("mean", mean),
            ("p90", percentile(&values, 90.0)),
            ("p95", percentile(&values, 95.0)),
            ("min", values[0]),
            ("max", values[n - 1]),
        ] {
            let found = key(time, statistic);
            assert!(
                is_near(&found, expected),
                "{time} {statistic}: {found}, not {expected}"
            );
        }
    }
}

/// Compares a group with conversations.
fn compare_group(group: &Value, conversations: &[&Value]) {
    compare(group, conversations, |time, statistic| {
        let name = match statistic {
            "n" => format!("{time}N"),
            "missing" => format!("{time}Missing"),
            other => format!("{time}{}{}Seconds", other[..1].to_uppercase(), &other[1..]),
        };
        group[name].clone()
    });
}

fn replies_of<'v>(rows: impl IntoIterator<Item = &'v Value>) -> u64 {
    rows.into_iter()
        .map(|row| row["replies"].as_u64().unwrap())
        .sum()
}

#[test]
fn totals_and_groups_of_users_are_calculated_from_their_rows() {
    let history = json(&[&TWO[..], &["--by", "user"]].concat());
    let conversations: Vec<&Value> = history["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    assert!(conversations.len() > 50, "{}", conversations.len());
    let summary = &history["summary"];
    compare(summary, &conversations, |time, statistic| {
        summary["times"][time][statistic].clone()
    });
    assert_eq!(
        summary["replies"],
        replies_of(conversations.iter().copied())
    );
    assert_eq!(summary["rows"], conversations.len());
    let ids: HashSet<i64> = conversations
        .iter()
        .map(|row| row["id"].as_i64().unwrap())
        .collect();
    assert_eq!(summary["conversations"], ids.len());

    let groups = history["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 2);
    for group in groups {
        let id: i64 = group["key"].as_str().unwrap().parse().unwrap();
        let own = conversations.iter().copied();
        let own: Vec<&Value> = own.filter(|row| row["userId"] == id).collect();
        assert!(!own.is_empty());
        assert!(
            own.iter().all(|row| row["user"] == group["user"]),
            "{group}"
        );
        assert_eq!(group["replies"], replies_of(own.iter().copied()));
        compare_group(group, &own);
    }
    assert_eq!(groups[0]["user"], "Marta Lindqvist");
}

#[test]
fn a_group_of_a_filter_has_the_figures_of_the_report_with_that_filter() {
    for (by, option) in [
        ("mailbox", "--mailboxes"),
        ("tag", "--tags"),
        ("channel", "--types"),
    ] {
        let whole = json(&TWO);
        let groups = ndjson(&[&TWO[..], &["--by", by]].concat());
        assert!(groups.len() > 1, "{by}");
        let group = &groups[0];
        let key = group["key"].as_str().unwrap();
        let filtered = json(&[&TWO[..], &[option, key]].concat());
        let own: Vec<&Value> = filtered["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .collect();
        assert_eq!(group["replies"], filtered["summary"]["replies"]);
        compare_group(group, &own);
        let all = replies_of(&groups);
        let whole = whole["summary"]["replies"].as_u64().unwrap();
        // A conversation may have several tags, but only one mailbox and one channel.
        assert!(
            if by == "tag" {
                all >= whole
            } else {
                all == whole
            },
            "{by}: {all}, {whole}"
        );
    }
}

#[test]
fn conversations_without_a_tag_are_a_group_of_their_own() {
    let groups = ndjson(&[&TWO[..], &["--by", "tag"]].concat());
    let last = groups.last().unwrap();
    assert_eq!(
        (&last["tag"], &last["key"]),
        (&Value::from("no tag"), &Value::Null)
    );
    let tags: Vec<&str> = groups
        .iter()
        .filter_map(|group| group["key"].as_str())
        .collect();
    let tagged = json(&[&TWO[..], &["--tags", &tags.join(",")]].concat());
    let whole = json(&TWO);
    let conversations =
        |history: &Value| -> Vec<Value> { history["conversations"].as_array().unwrap().clone() };
    let key = |row: &Value| (row["userId"].clone(), row["id"].clone());
    let tagged: Vec<_> = conversations(&tagged).iter().map(key).collect();
    let whole = conversations(&whole);
    let untagged: Vec<&Value> = whole
        .iter()
        .filter(|row| !tagged.contains(&key(row)))
        .collect();
    assert!(!untagged.is_empty());
    compare_group(last, &untagged);
}

#[test]
fn parts_of_the_period_have_all_replies_and_the_figures_of_their_own_reports() {
    let whole = json(&TWO);
    for (by, groups) in [
        ("day", 7),
        ("week", 1),
        ("month", 1),
        ("weekday", 7),
        ("hour", 24),
    ] {
        let found = ndjson(&[&TWO[..], &["--by", by]].concat());
        assert_eq!(found.len(), groups, "{by}");
        assert_eq!(whole["summary"]["replies"], replies_of(&found), "{by}");
    }
    let days = ndjson(&[&TWO[..], &["--by", "day"]].concat());
    let keys: Vec<&str> = days
        .iter()
        .map(|day| day["key"].as_str().unwrap())
        .collect();
    assert_eq!(keys[0], "2019-05-13");
    assert_eq!(keys[6], "2019-05-19");
    let mut tuesday = program();
    tuesday
        .args(["history", "--sandbox", "-f", "json"])
        .args(TWO);
    tuesday.args([
        "--start",
        "2019-05-14T00:00:00Z",
        "--end",
        "2019-05-14T23:59:59Z",
    ]);
    let tuesday = run(&mut tuesday);
    let tuesday: Value = serde_json::from_str(&tuesday.stdout).unwrap();
    let own: Vec<&Value> = tuesday["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    compare_group(&days[1], &own);
    let weekdays = ndjson(&[&TWO[..], &["--by", "weekday"]].concat());
    assert_eq!(weekdays[1]["weekday"], "Tuesday");
    compare_group(&weekdays[1], &own);
}

#[test]
fn the_hours_of_a_day_are_those_of_the_replies() {
    let hours = ndjson(&["--user", "447723", "--by", "hour"]);
    let busiest = hours
        .iter()
        .max_by_key(|hour| hour["replies"].as_u64())
        .unwrap();
    let hour = busiest["key"].as_str().unwrap();
    let mut replies = 0;
    for day in 13..20 {
        let (start, end) = (
            format!("2019-05-{day}T{hour}:00:00Z"),
            format!("2019-05-{day}T{hour}:59:59Z"),
        );
        let mut command = program();
        command.args(["history", "--sandbox", "--user", "447723", "-f", "json"]);
        let run = run(command.args(["--start", &start, "--end", &end]));
        let history: Value = serde_json::from_str(&run.stdout).unwrap();
        replies += history["summary"]["replies"].as_u64().unwrap();
    }
    assert_eq!(busiest["replies"], replies);
}

#[test]
fn a_group_of_one_user_has_the_name_whatever_else_is_written() {
    for (user, by) in [
        ("447723", "user"),
        ("447723", "user,type"),
        ("Marta Lindqvist", "user"),
    ] {
        let groups = ndjson(&["--user", user, "--by", by]);
        assert_eq!(groups[0]["user"], "Marta Lindqvist", "{user} {by}");
    }
    let sla = ["--sla", "first-response<1m:1%", "--table", "breaches"];
    let breaches = ndjson(&[&["--user", "447723"][..], &sla].concat());
    assert_eq!(breaches[0]["user"], "Marta Lindqvist");
}

#[test]
fn a_team_and_everybody_are_their_members() {
    let team = ndjson(&["--team", "First line", "--by", "user"]);
    let ids: HashSet<&str> = team
        .iter()
        .map(|user| user["key"].as_str().unwrap())
        .collect();
    assert_eq!(ids, HashSet::from(["447723", "452118", "460341", "431007"]));
    let by_id = ndjson(&["--team", "530101", "--by", "user"]);
    assert_eq!(team, by_id);
    let everybody = ndjson(&["--everybody", "--by", "user"]);
    assert!(everybody.len() > team.len());
    assert!(
        !everybody.iter().any(|user| user["key"] == "530101"),
        "a team is no user"
    );
    // Whoever is named twice is there once.
    let both = ndjson(&[
        "--team",
        "First line",
        "--user",
        "Marta Lindqvist",
        "--by",
        "user",
    ]);
    assert_eq!(both.len(), team.len());
}

#[test]
fn a_note_on_several_users_counts_conversations_like_the_summary() {
    let rows = ndjson(&TWO);
    let ids: HashSet<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
    assert!(ids.len() < rows.len(), "they share conversations");
    let run = succeeds(&[&TWO[..], &["--format", "table", "--by", "user"]].concat());
    let same = format!("{} conversations of 2 users", ids.len());
    assert!(run.stdout.contains(&same), "{}", run.stdout);
    let rows = format!(
        "{same} ({} rows: one for each user of a conversation)\n",
        rows.len()
    );
    assert!(run.stderr.ends_with(&rows), "{}", run.stderr);
}

#[test]
fn rows_of_several_users_say_whose_they_are_and_those_of_one_are_as_before() {
    let several = succeeds(&[&TWO[..], &["--format", "csv"]].concat());
    let one = succeeds(&["--user", "447723", "--format", "csv"]);
    let header = one.stdout.lines().next().unwrap();
    assert_eq!(
        several.stdout.lines().next().unwrap(),
        format!("{header},\"userId\",\"user\"")
    );
    let first: Vec<&str> = several.stdout.lines().skip(1).take(3).collect();
    for (with_user, alone) in first.iter().zip(one.stdout.lines().skip(1)) {
        assert_eq!(*with_user, format!("{alone},447723,Marta Lindqvist"));
    }
}

#[test]
fn a_missed_target_is_4_and_the_result_is_written_whole() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("week.json");
    let mut command = asked(&[
        "--user",
        "447723",
        "--sla",
        "response<1m:90%,resolve<100d:1%",
    ]);
    let missed = run(command.arg("-o").arg(&file));
    assert_eq!(missed.code, Some(4), "{}", missed.stderr);
    assert!(
        missed.stderr.contains("response<1m:90% was missed"),
        "{}",
        missed.stderr
    );
    assert!(!missed.stderr.contains("resolve<100d"), "{}", missed.stderr);
    let written: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let rows = written["conversations"].as_array().unwrap();
    let times = values(rows.iter(), "responseTime");
    let kept = times.iter().filter(|time| **time < 60.0).count();
    let [response, resolve] = &written["sla"]["targets"].as_array().unwrap()[..] else {
        panic!("two targets: {}", written["sla"])
    };
    assert_eq!(
        (&response["kept"], &response["n"]),
        (&kept.into(), &times.len().into())
    );
    assert_eq!(response["isMissed"], true);
    assert_eq!(resolve["isMissed"], false);
    let breaches = written["sla"]["breaches"].as_array().unwrap();
    let of_response = breaches
        .iter()
        .filter(|row| row["target"] == "response<1m:90%");
    assert_eq!(of_response.count(), times.len() - kept);
    let url = breaches[0]["url"].as_str().unwrap();
    assert!(
        url.starts_with("https://secure.helpscout.net/conversation/"),
        "{url}"
    );

    let kept = run(&mut asked(&["--user", "447723", "--sla", "response<100d"]));
    assert_eq!(kept.code, Some(0), "{}", kept.stderr);
}

#[test]
fn a_file_of_csv_has_the_other_tables_beside_it() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("week.csv");
    let options = [
        "--user",
        "447723",
        "--by",
        "mailbox",
        "--sla",
        "response<100d",
    ];
    let run = run(asked(&options).arg("-o").arg(&file));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("week.csv").starts_with("\"mailbox\",\"key\",\"replies\","));
    let alone = succeeds(&["--user", "447723", "--format", "csv"]);
    assert_eq!(read("week.conversations.csv"), alone.stdout);
    assert!(
        read("week.figures.csv")
            .starts_with("\"figure\",\"statistic\",\"unit\",\"value\",\"n\",\"missing\"\n")
    );
    // No conversation misses the target, and the table has its header all the same.
    assert_eq!(
        read("week.breaches.csv"),
        "\"target\",\"valueSeconds\",\"limitSeconds\",\"number\",\"id\",\"status\",\"userId\",\"user\",\"url\"\n"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4);
}

#[test]
fn errors_of_a_missed_target_can_be_read_by_a_program() {
    let run = run(&mut asked(&[
        "--user",
        "447723",
        "--sla",
        "response<1s",
        "--errors",
        "json",
    ]));
    let error: Value = serde_json::from_str(run.stderr.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&error["kind"], &error["exitCode"]),
        (&"threshold".into(), &4.into())
    );
    assert!(!run.stdout.is_empty());
}
