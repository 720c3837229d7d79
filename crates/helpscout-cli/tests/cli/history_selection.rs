//! `--columns`, `--where`, `--sample`, `--sort` and `--limit` of `helpscout history`, over the sandbox.

use std::fs;

use serde_json::Value;
use tempfile::tempdir;

use crate::program::{Run, program, run};

const WEEK: [&str; 7] = [
    "history",
    "--sandbox",
    "--period",
    "2019-W20",
    "--zone",
    "UTC",
    "--errors=text",
];

fn asked(options: &[&str]) -> Run {
    run(program().args(WEEK).args(options))
}

fn ndjson(options: &[&str]) -> (Vec<Value>, String) {
    let run = asked(&[options, &["--format", "ndjson"]].concat());
    assert_eq!(run.code, Some(0), "{options:?}: {}", run.stderr);
    let rows = run.stdout.lines().map(serde_json::from_str);
    (rows.collect::<Result<_, _>>().unwrap(), run.stderr)
}

const ONE: [&str; 2] = ["--user", "447723"];

#[test]
fn the_slowest_conversations_are_picked_from_all() {
    let (all, _) = ndjson(&ONE);
    let slow: Vec<&str> = vec![
        "--where",
        "responseTime>1h",
        "--where",
        "status=closed",
        "--sort",
        "responseTime:desc",
        "--limit",
        "5",
    ];
    let (picked, note) = ndjson(&[&ONE[..], &slow].concat());
    let mut expected: Vec<&Value> = all.iter().collect();
    expected.retain(|row| {
        row["responseTime"].as_f64() > Some(3600.0) && row["status"].as_str() == Some("closed")
    });
    let time = |row: &Value| row["responseTime"].as_f64().unwrap();
    expected.sort_by(|a, b| time(b).total_cmp(&time(a)));
    expected.truncate(5);
    assert!(expected.len() == 5 && all.len() > 100);
    assert_eq!(picked.iter().collect::<Vec<_>>(), expected);
    let counted = format!("5 of {} rows from ", all.len());
    assert!(note.contains(&counted), "{note}");
}

#[test]
fn every_format_has_the_same_rows_and_columns() {
    let two = ["--user", "447723,431007"];
    let options = [
        "--columns",
        "user,number,responseTime,customers",
        "--sort",
        "Response time:desc",
        "--limit",
        "3",
    ];
    let options = [&two[..], &options].concat();
    let (rows, _) = ndjson(&options);
    assert_eq!(rows.len(), 3);
    let mut keys: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["customers", "number", "responseTime", "user"]);

    let csv = asked(&[&options[..], &["--format", "csv"]].concat()).stdout;
    let mut lines = csv.lines();
    let header = "\"user\",\"number\",\"responseTimeSeconds\",\"customers\",\"customerIds\"";
    assert_eq!(lines.next(), Some(header));
    let first = lines.next().unwrap();
    let number = rows[0]["number"].to_string();
    assert!(first.split(',').any(|cell| cell == number), "{first}");
    assert_eq!(lines.count(), 2);

    let table = asked(&[&options[..], &["--format", "table"]].concat()).stdout;
    let mut lines = table.lines();
    let headings = lines.next().unwrap();
    let words: Vec<&str> = headings.split_whitespace().collect();
    assert_eq!(words, ["User", "Number", "Response", "time", "Customer"]);
    let first = lines.nth(1).unwrap();
    assert!(first.contains(&format!("#{number}")), "{table}");
    assert_eq!(table.lines().count(), 5, "nothing else: {table}");

    let folder = tempdir().unwrap();
    let page = folder.path().join("slow.html");
    let run = asked(&[&options[..], &["-o", page.to_str().unwrap()]].concat());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let page = fs::read_to_string(page).unwrap();
    assert_eq!(page.matches("secure.helpscout.net").count(), 3);
}

#[test]
fn a_sample_is_drawn_for_each_user_and_can_be_drawn_again() {
    let two = ["--user", "447723,431007", "--columns", "userId,number"];
    let draw = |options: &[&str]| ndjson(&[&two[..], options].concat());
    let (all, _) = draw(&[]);
    let (three, note) = draw(&["--sample", "3"]);
    assert_eq!(draw(&["--sample", "3", "--seed", "1"]).0, three);
    let said = format!(
        "6 of {} rows (a sample of 3 conversations of each user, seed 1) from ",
        all.len()
    );
    assert!(note.contains(&said), "{note}");
    // The rows stay in their order, and programs of other versions draw the same ones.
    let is_drawn = |row: &&Value| three.contains(row);
    assert_eq!(all.iter().filter(is_drawn).count(), 6);
    assert_eq!(
        all.iter().filter(is_drawn).collect::<Vec<_>>(),
        three.iter().collect::<Vec<_>>()
    );
    let numbers = three.iter().filter(|row| row["userId"] == 447_723);
    let numbers: Vec<i64> = numbers.filter_map(|row| row["number"].as_i64()).collect();
    assert_eq!(numbers, [222_640, 222_194, 222_138]);

    let (five, _) = draw(&["--sample", "5"]);
    assert!(five.len() == 10 && three.iter().all(|row| five.contains(row)));
    let (other, _) = draw(&["--sample", "3", "--seed", "Q2 review"]);
    assert!(other.len() == 6 && other != three);

    let slow = ["--where", "responseTime>1h"];
    let (slow_ones, _) = draw(&slow);
    let (tenth, _) = draw(&[&slow[..], &["--sample", "10%", "--sort", "number"]].concat());
    let of = |rows: &[Value], user: i64| rows.iter().filter(|row| row["userId"] == user).count();
    for user in [447_723, 431_007] {
        assert!(of(&slow_ones, user) > 10, "{user}");
        assert_eq!(of(&tenth, user), of(&slow_ones, user).div_ceil(10));
    }
    assert!(tenth.iter().all(|row| slow_ones.contains(row)));
    assert!(tenth.is_sorted_by_key(|row| row["number"].as_i64()));

    let (first, note) = draw(&["--sample", "3", "--limit", "1"]);
    assert_eq!(first, three[..1]);
    assert!(note.contains("seed 1"), "{note}");

    // A document for people says how to draw it again.
    let document = asked(&[&ONE[..], &["--sample", "2", "--format", "md"]].concat()).stdout;
    let said = "a sample of 2 conversations of each user, seed 1";
    assert!(document.contains(said), "{document}");
    assert_eq!(document.matches("secure.helpscout.net").count(), 2);
}

#[test]
fn groups_and_breaches_are_chosen_from_too() {
    let by = [
        "--user",
        "447723,431007",
        "--by",
        "mailbox",
        "--where",
        "responseTimeMedianSeconds>1h",
        "--sort",
        "replies:desc",
        "--columns",
        "mailbox,replies",
    ];
    let (groups, _) = ndjson(&by);
    assert!(!groups.is_empty());
    let replies = groups
        .iter()
        .map(|group| group["replies"].as_i64().unwrap());
    assert!(replies.is_sorted_by(|a, b| a >= b));
    assert_eq!(groups[0].as_object().unwrap().len(), 2);

    // Targets are those of all rows, so they are missed whatever is written.
    let missed = [
        "--sla",
        "response<1m",
        "--table",
        "breaches",
        "--limit",
        "2",
    ];
    let options = [&ONE[..], &missed, &["--format", "csv"]].concat();
    let run = asked(&options);
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 3, "{}", run.stdout);
}

#[test]
fn a_column_is_named_by_its_title_in_a_table() {
    let of_conversations = [
        ("Number", "number"),
        ("user", "user"),
        ("User", "user"),
        ("Customer", "customers"),
        ("Status", "status"),
        ("Replies", "replies"),
        ("all replies", "repliesSent"),
        ("First response", "firstResponseTime"),
        ("Response time", "responseTime"),
        ("Resolved after", "resolveTime"),
        ("Handling time", "avgHandleTime"),
    ];
    let of_groups = [
        ("Channel", "type"),
        ("Replies", "replies"),
        ("Replies change", "repliesChangePercent"),
        ("First response under 1h", "sla1KeptPercent"),
        ("Response time", "responseTimeMedianSeconds"),
        (
            "Response time change",
            "responseTimeMedianSecondsChangePercent",
        ),
        ("Response time 90 %", "responseTimeP90Seconds"),
        ("Response time mean", "responseTimeMeanSeconds"),
        ("Response time n", "responseTimeN"),
        ("Resolution time", "resolveTimeMedianSeconds"),
    ];
    let by: &[&str] = &["--by", "type", "--compare", "previous"];
    let table: &[&str] = &["--table", "breaches"];
    let tables = [
        (&[][..], &of_conversations[..]),
        (by, &of_groups),
        (table, &[("Time", "valueSeconds")]),
    ];
    for (options, names) in tables {
        let titles: Vec<&str> = names.iter().map(|(title, _)| *title).collect();
        let columns = titles.join(",");
        let chosen = ["--columns", &columns, "--sort", titles[0], "--limit", "1"];
        let sla = ["--sla", "first-response<1h", "--format", "ndjson"];
        let run = asked(&[&ONE[..], options, &chosen, &sla].concat());
        assert_eq!(run.code, Some(4), "{options:?}: {}", run.stderr);
        let row: Value = serde_json::from_str(&run.stdout).unwrap();
        let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
        let mut expected: Vec<&str> = names.iter().map(|(_, key)| *key).collect();
        expected.dedup();
        assert_eq!(keys, expected, "{options:?}");
    }
}

#[test]
fn parts_of_time_have_the_order_of_time() {
    let keys = |options: &[&str], key: &str| {
        let (rows, _) = ndjson(&[&ONE[..], options].concat());
        let keys = rows.iter().map(|row| row[key].as_str().unwrap().to_owned());
        keys.collect::<Vec<_>>()
    };
    let days = |range: std::ops::RangeInclusive<u8>| {
        let days = range.map(|day| format!("2019-05-{day:02}"));
        days.collect::<Vec<_>>()
    };
    let by_day = |options: &[&str]| keys(&[&["--by", "day"], options].concat(), "key");
    assert_eq!(by_day(&["--sort", "day"]), days(13..=19));
    let latest_first: Vec<String> = days(13..=19).into_iter().rev().collect();
    assert_eq!(by_day(&["--sort", "day:desc"]), latest_first);
    assert_eq!(by_day(&["--sort", "key:desc"]), latest_first);
    assert_eq!(by_day(&["--where", "day>=2019-05-15"]), days(15..=19));
    assert_eq!(by_day(&["--where", "day<2019-05-15"]), days(13..=14));
    assert_eq!(by_day(&["--where", "day=2019-05-15"]), days(15..=15));
    assert_eq!(by_day(&["--where", "day!=2019-05-13"]), days(14..=19));
    // Also what people see.
    assert_eq!(by_day(&["--where", "day~wed"]), days(15..=15));
    assert_eq!(by_day(&["--where", "day=Wed 15 May"]), days(15..=15));

    let weekdays = |options: &[&str]| keys(&[&["--by", "weekday"], options].concat(), "weekday");
    let sorted = weekdays(&["--sort", "weekday"]);
    assert_eq!(sorted[..3], ["Monday", "Tuesday", "Wednesday"]);
    assert_eq!(sorted[6], "Sunday");
    assert_eq!(
        weekdays(&["--where", "weekday>Fri"]),
        ["Saturday", "Sunday"]
    );
    let hours = |options: &[&str]| keys(&[&["--by", "hour"], options].concat(), "key");
    assert_eq!(
        hours(&["--where", "hour>=9", "--where", "hour<11"]),
        ["09", "10"]
    );
    let weeks = |options: &[&str]| keys(&[&["--by", "user,week"], options].concat(), "weekKey");
    assert_eq!(weeks(&["--where", "week>=2019-05-16"]), ["2019-W20"]);
    assert_eq!(weeks(&["--where", "week<2019-W20"]), [""; 0]);
    let months = |options: &[&str]| keys(&[&["--by", "month"], options].concat(), "month");
    assert_eq!(months(&["--where", "month=2019-05-20"]), ["2019-05"]);

    let run = asked(&[&ONE[..], &["--by", "day", "--where", "day>Wed"]].concat());
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("day is a day, and `Wed` is not"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("day>=2019-05-13"), "{}", run.stderr);
}

#[test]
fn what_does_not_go_together_is_refused_before_anything_is_sent() {
    let cases: [(&[&str], &str); 12] = [
        (
            &["--limit", "3", "--format", "json"],
            "--limit does not work with json",
        ),
        (
            &["--limit", "3", "--replies"],
            "helpscout report user-conversation-history",
        ),
        (&["--where", "responsTime>1h"], "did you mean responseTime?"),
        (
            &["--columns", "threads"],
            "the rows have no column `threads`",
        ),
        (&["--sort", "number:down"], "`down` is no order"),
        (
            &["--compare", "previous", "--limit", "3"],
            "add --table conversations",
        ),
        (
            &["--by", "day", "--columns", "day", "--format", "table"],
            "--columns chooses",
        ),
        (&["--sample", "0"], "a number of at least 1, or a share"),
        (&["--seed", "x"], "--sample <N|N%>"),
        (
            &["--sample", "3", "--format", "json"],
            "--sample does not work with json",
        ),
        (
            &["--sample", "3", "--by", "user"],
            "add --table conversations",
        ),
        (&["--sample", "3", "--replies"], "cannot be used with '--"),
    ];
    for (options, expected) in cases {
        let mut command = program();
        command
            .env("HELPSCOUT_ACCESS_TOKEN", "secret")
            .args(["history", "--base-url", "http://127.0.0.1:9"])
            .args(["--period", "2019-W20", "--zone", "UTC"])
            .args(ONE)
            .args(options);
        let run = run(&mut command);
        assert_eq!(run.code, Some(2), "{options:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{options:?}: {}", run.stderr);
    }
    let help = run(program().args(["history", "--help"]));
    let help = help.stdout.replace('\n', " ");
    let said = "unless it is that of the figures: with --compare, they need --by or --table";
    assert!(help.contains(said), "{help}");
}

#[test]
fn with_a_comparison_rows_are_selected_where_the_help_says() {
    for table in [&["--by", "day"][..], &["--table", "conversations"]] {
        let options = [&ONE[..], &["--compare", "previous", "--limit", "2"], table].concat();
        let (rows, note) = ndjson(&options);
        assert_eq!(rows.len(), 2, "{table:?}");
        assert!(note.contains("2 of "), "{note}");
    }
}

#[test]
fn titles_with_commas_name_columns() {
    let groups = [
        "--by", "day", "--period", "2019-W20", "--zone", "UTC", "-f", "csv",
    ];
    let asked = |options: &[&str]| {
        let mut command = program();
        command.args(["history", "--sandbox", "--user", "447723"]);
        let done = run(command.args(groups).args(options));
        assert_eq!(done.code, Some(0), "{options:?}: {}", done.stderr);
        done.stdout
    };
    let by_key = asked(&[
        "--columns",
        "key,responseTimeP90Seconds,responseTimeN",
        "--where",
        "responseTimeP90Seconds>1h",
        "--sort",
        "responseTimeP90Seconds:desc",
    ]);
    assert!(by_key.lines().count() > 2, "{by_key}");
    for (columns, sort) in [
        (
            "key,Response time, 90 %,Response time, n",
            "Response time, 90 %:desc",
        ),
        (
            "key,\"response time,90 %\",\"Response time, n\"",
            "\"Response time, 90 %\":desc",
        ),
    ] {
        let condition = "Response time, 90 %>1h";
        let by_title = asked(&["--columns", columns, "--where", condition, "--sort", sort]);
        assert_eq!(by_title, by_key, "{columns}");
    }
}
