//! Periods in words and comparisons of `helpscout history`, over the sandbox.

use std::process::Command;

use serde_json::Value;

use crate::program::{program, run};

fn asked(options: &[&str]) -> Command {
    let mut command = program();
    command
        .args(["history", "--sandbox", "--user", "447723"])
        .args(options);
    command
}

fn json(options: &[&str]) -> Value {
    let run = run(asked(options).args(["--format", "json"]));
    assert_eq!(run.code, Some(0), "{options:?}: {}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn ndjson(options: &[&str]) -> Vec<Value> {
    let run = run(asked(options).args(["--format", "ndjson"]));
    assert_eq!(run.code, Some(0), "{options:?}: {}", run.stderr);
    let rows = run.stdout.lines().map(serde_json::from_str);
    rows.collect::<Result<_, _>>().unwrap()
}

/// Returns a figure of a comparison.
fn figure<'f>(figures: &'f [Value], name: &str, statistic: &str) -> &'f Value {
    let mut figures = figures.iter();
    let found = figures.find(|row| row["figure"] == name && row["statistic"] == statistic);
    found.unwrap()
}

#[test]
fn a_comparison_has_the_figures_of_both_periods() {
    let week = ["--period", "2019-W20", "--zone", "America/New_York"];
    let before = ["--period", "2019-W19", "--zone", "America/New_York"];
    let compared = json(&[&week[..], &["--compare", "previous"]].concat());
    let (now, earlier) = (json(&week), json(&before));
    let figures = compared["comparison"].as_array().unwrap();
    assert_eq!(
        compared["summary"]["previousStart"],
        earlier["summary"]["start"]
    );
    assert_eq!(
        compared["summary"]["previousEnd"],
        earlier["summary"]["end"]
    );
    let replies = figure(figures, "replies", "count");
    let count = |history: &Value| history["summary"]["replies"].as_f64().unwrap();
    assert_eq!(replies["value"], count(&now));
    assert_eq!(replies["previousValue"], count(&earlier));
    assert_eq!(replies["change"], count(&now) - count(&earlier));
    for time in [
        "firstResponseTime",
        "responseTime",
        "resolveTime",
        "handleTime",
    ] {
        for statistic in ["median", "mean", "p90", "p95"] {
            let found = figure(figures, time, statistic);
            let of = |history: &Value, key: &str| history["summary"]["times"][time][key].clone();
            assert_eq!(found["value"], of(&now, statistic), "{time} {statistic}");
            assert_eq!(found["previousValue"], of(&earlier, statistic));
            assert_eq!(found["n"], of(&now, "n"));
            assert_eq!(found["previousN"], of(&earlier, "n"));
            let (now, before) = (found["value"].as_f64(), found["previousValue"].as_f64());
            let percent = (now.unwrap() - before.unwrap()) / before.unwrap() * 100.0;
            let found = found["changePercent"].as_f64().unwrap();
            assert!((found - percent).abs() < 1e-9, "{found}, not {percent}");
        }
    }
    let table = ndjson(&[&week[..], &["--compare", "2019-W19"]].concat());
    assert_eq!(
        table, *figures,
        "a period that is named is the same, and the figures are the table"
    );
}

#[test]
fn days_are_compared_with_the_days_at_their_position() {
    let week = [
        "--period",
        "2019-W20",
        "--zone",
        "America/New_York",
        "--by",
        "day",
    ];
    let compared = ndjson(&[&week[..], &["--compare", "previous"]].concat());
    let before = ndjson(&[
        "--period",
        "2019-W19",
        "--zone",
        "America/New_York",
        "--by",
        "day",
    ]);
    assert_eq!(compared.len(), 7);
    for (day, earlier) in compared.iter().zip(&before) {
        assert_eq!(day["previousReplies"], earlier["replies"], "{day}");
        assert_eq!(
            day["previousResponseTimeMedianSeconds"],
            earlier["responseTimeMedianSeconds"]
        );
    }
}

#[test]
fn a_period_without_replies_before_has_no_change_in_percent() {
    let compared = ndjson(&[
        "--period",
        "2019-05",
        "--zone",
        "UTC",
        "--compare",
        "last-year",
    ]);
    let median = figure(&compared, "responseTime", "median");
    assert!(median["value"].as_f64().is_some());
    assert_eq!(median["previousValue"], Value::Null);
    assert_eq!(median["change"], Value::Null);
    assert_eq!(median["previousN"], 0);
    let replies = figure(&compared, "replies", "count");
    assert_eq!(
        (&replies["previousValue"], &replies["changePercent"]),
        (&0.0.into(), &Value::Null)
    );
}

#[test]
fn days_and_hours_of_weeks_in_which_the_clock_changes_have_all_replies() {
    for week in ["2019-W10", "2019-W44"] {
        let options = ["--period", week, "--zone", "America/New_York"];
        let whole = &json(&options)["summary"]["replies"];
        assert!(whole.as_u64() > Some(0), "{week}");
        for by in ["day", "weekday", "hour"] {
            let groups = ndjson(&[&options[..], &["--by", by]].concat());
            let replies = groups
                .iter()
                .map(|group| group["replies"].as_u64().unwrap());
            assert_eq!(*whole, replies.sum::<u64>(), "{week} by {by}");
        }
    }
}

#[test]
fn a_table_shows_a_comparison_side_by_side() {
    let options = [
        "--period",
        "2019-W20",
        "--zone",
        "America/New_York",
        "--compare",
        "previous",
    ];
    let run = run(asked(&options).args(["--format", "table"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn the_change_of_a_share_is_in_percentage_points() {
    let week = [
        "--period",
        "2019-W20",
        "--zone",
        "UTC",
        "--compare",
        "previous",
    ];
    let sla = ["--sla", "first-response<1h:1%"];
    let compared = json(&[&week[..], &sla].concat());
    let figures = compared["comparison"].as_array().unwrap();
    let kept = figures
        .iter()
        .find(|row| row["statistic"] == "kept")
        .unwrap();
    let number = |name: &str| kept[name].as_f64().unwrap();
    assert_eq!(number("change"), number("value") - number("previousValue"));
    assert!(kept["changePercent"].is_null(), "{kept}");
    let groups = ndjson(&[&week[..], &sla, &["--by", "user"]].concat());
    let group = groups[0].as_object().unwrap();
    assert_eq!(group["sla1KeptPercentChange"], kept["change"]);
    assert!(!group.contains_key("sla1KeptPercentChangePercent"));
    let points = format!("{:+.1} points (was", number("change"));
    let percent = format!("{:+.1} percentage points", number("change")).replace('-', "−");
    let table = run(&mut asked(&[&week[..], &sla, &["-f", "table"]].concat()));
    assert!(table.stdout.contains(&points), "{points}: {}", table.stdout);
    let page = run(&mut asked(&[&week[..], &sla, &["-f", "html"]].concat()));
    assert!(page.stdout.contains(&percent), "{percent}");
}

#[test]
fn a_table_of_groups_ends_with_the_total_of_all_rows() {
    let options = [
        "--period",
        "2019-W20",
        "--zone",
        "America/New_York",
        "--by",
        "weekday",
    ];
    let targets = ["--sla", "response<2h:50%", "--format", "table"];
    let run = run(asked(&options).args(targets));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn a_page_shows_a_series_by_day_and_the_users_side_by_side() {
    let options = [
        "--period",
        "2019-W20",
        "--zone",
        "America/New_York",
        "--sla",
        "response<1m",
    ];
    let one = run(asked(&options).args(["--format", "html"]));
    assert_eq!(one.code, Some(4), "{}", one.stderr);
    for expected in [
        "Marta Lindqvist",
        "Response time by day",
        "Median response time",
        "<svg",
        "Breaches",
        "https://secure.helpscout.net/conversation/",
    ] {
        assert!(one.stdout.contains(expected), "{expected} is missing");
    }
    assert!(!one.stdout.contains("By user"));
    // The hours of the week of one user are read for the page, and all replies are in one of them.
    let replies =
        &json(&["--period", "2019-W20", "--zone", "America/New_York"])["summary"]["replies"];
    let hours = format!("In which hours of the week {replies} replies were sent.");
    assert!(one.stdout.contains(&hours), "{hours}");
    let two = ["--user", "Tomas Herrera", "--format", "html"];
    let two = run(asked(&options[..4]).args(two));
    assert_eq!(two.code, Some(0), "{}", two.stderr);
    assert!(two.stdout.contains("By user") && two.stdout.contains("Tomás Herrera"));
    assert!(!two.stdout.contains("hours of the week"));
    let chat = run(asked(&options[..4]).args(["--format", "md"]));
    assert!(
        chat.stdout.contains("Median response time"),
        "{}",
        chat.stdout
    );
}
