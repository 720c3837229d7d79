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
fn a_part_that_only_one_of_the_periods_has_is_no_zero_in_the_other() {
    let zone = ["--zone", "America/New_York"];
    let compared = |period: &str, with: &str, by: &str| {
        let options = ["--period", period, "--compare", with, "--by", by];
        ndjson(&[&options[..], &zone].concat())
    };
    // The 30 days before September have five weeks, and April has no 31st.
    for (period, with, by) in [
        ("2019-09", "previous", "week"),
        ("2019-05", "2019-04", "day"),
        (
            "2019-05-13..2019-05-15",
            "2019-05-07..2019-05-08",
            "weekday",
        ),
    ] {
        let groups = compared(period, with, by);
        let is_alone = |group: &&Value| group["previousReplies"].is_null();
        let alone: Vec<&Value> = groups.iter().filter(is_alone).collect();
        assert_eq!(alone.len(), 1, "{period}");
        for group in alone {
            assert!(group["replies"].as_u64() > Some(0), "{group}");
            let names = group.as_object().unwrap().iter();
            for (name, value) in names.filter(|(name, _)| !is_of_now(name)) {
                assert_eq!(*value, Value::Null, "{name}");
            }
        }
    }
}

fn is_of_now(name: &str) -> bool {
    !name.starts_with("previous") && !name.contains("Change")
}

#[test]
fn a_part_that_only_the_other_period_has_is_a_row_of_its_own() {
    let options = ["--period", "2019-05", "--compare", "previous"];
    let zone = ["--zone", "America/New_York"];
    let whole = json(&[&options[..], &zone].concat());
    let figures = whole["comparison"].as_array().unwrap();
    let total = &figure(figures, "replies", "count")["previousValue"];
    for by in ["week", "mailbox,week"] {
        let groups = ndjson(&[&options[..], &zone, &["--by", by]].concat());
        let before = groups.iter().map(|group| &group["previousReplies"]);
        let before: u64 = before.map(|replies| replies.as_u64().unwrap()).sum();
        assert_eq!(Some(before as f64), total.as_f64(), "{by}");
        let alone = groups.iter().filter(|group| group["replies"].is_null());
        let alone: Vec<&Value> = alone.collect();
        let replies = alone.iter().map(|group| group["previousReplies"].as_u64());
        assert_eq!(replies.map(Option::unwrap).sum::<u64>(), 168, "{by}");
        for group in alone {
            assert_eq!(group["week"], "(2019-W18)", "{group}");
            assert_eq!(group["responseTimeN"], Value::Null);
        }
    }
    // A mailbox without replies in a week that both periods have has no replies there.
    let quiet = ["--mailboxes", "1204", "--by", "mailbox,day"];
    let days = ndjson(&[&options[..], &zone, &quiet].concat());
    assert!(days.iter().any(|day| day["previousReplies"] == 0));
    assert!(days.iter().any(|day| day["replies"] == 0));
    let is_alone = |day: &&Value| day["replies"].is_null() || day["previousReplies"].is_null();
    assert_eq!(days.iter().filter(is_alone).count(), 0);

    let columns = [&options[..], &zone, &["--by", "week"]].concat();
    let written = |format: &str| {
        let run = run(asked(&columns).args(["--format", format]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    let csv = written("csv");
    assert!(
        csv.ends_with('\n') && csv.contains("\n(2019-W18),2019-W18,,168,,,,"),
        "{csv}"
    );
    let groups = &serde_json::from_str::<Value>(&written("json")).unwrap()["groups"];
    assert_eq!(groups[5]["previousReplies"], 168);
    // A message is too narrow for the change of replies.
    assert!(written("markdown").contains("\n(2019-W18)        –"));
    for format in ["table", "html"] {
        let page = written(format);
        assert!(page.contains("(2019-W18)"), "{format}");
        assert!(page.contains("was 168"), "{format}");
        let caption = "A week in parentheses is one that only the period before has.";
        assert!(page.contains(caption), "{format}");
    }
    assert!(written("html").contains("(2019-W18), Before: 168"));
}

#[test]
fn whole_months_stand_beside_whole_months_and_a_cut_one_has_no_change() {
    let march = ["--period", "2019-03", "--zone", "UTC", "--by", "month"];
    let march = [&march[..], &["--compare", "previous"]].concat();
    let months = ndjson(&march);
    let named: Vec<&Value> = months.iter().map(|month| &month["month"]).collect();
    assert_eq!(named, ["(2019-01)", "2019-03"]);
    let february = ["--period", "2019-02", "--zone", "UTC"];
    let replies = &json(&february)["summary"]["replies"];
    assert!(replies.as_u64() > Some(0));
    assert_eq!(months[1]["previousReplies"], *replies);
    assert!(
        months[1]["repliesChangePercent"].is_number(),
        "{}",
        months[1]
    );
    let quarter = ["--period", "2019-Q2", "--zone", "UTC", "--by", "month"];
    let quarter = ndjson(&[&quarter[..], &["--compare", "previous"]].concat());
    let named: Vec<&Value> = quarter.iter().map(|month| &month["month"]).collect();
    assert_eq!(named, ["(2018-12)", "2019-04", "2019-05", "2019-06"]);
    assert_eq!(quarter[3]["previousReplies"], months[1]["replies"]);

    // Five days of a week beside a whole one, two periods of which the middle weeks are alike.
    let weeks = ["--period", "2019-05", "--zone", "UTC", "--by", "week"];
    let weeks = [&weeks[..], &["--compare", "previous"]].concat();
    let has_change: Vec<bool> = ndjson(&weeks)
        .iter()
        .map(|week| {
            assert!(week["previousReplies"].is_number(), "{week}");
            let names = week.as_object().unwrap().iter();
            let mut changes = names.filter(|(name, _)| name.contains("Change"));
            let is_there = week["repliesChange"].is_number();
            assert!(
                is_there || changes.all(|(_, value)| value.is_null()),
                "{week}"
            );
            is_there
        })
        .collect();
    assert_eq!(has_change, [false, true, true, true, false, false]);
    let before = ndjson(&weeks)[4]["previousReplies"].to_string();
    for format in ["table", "html"] {
        let run = run(asked(&weeks).args(["--format", format]));
        let is_said = "There is no change between a whole week and a part of one";
        assert!(run.stdout.contains(is_said), "{format}: {}", run.stdout);
        let alone = run.stdout.contains(&format!("was {before}"));
        let changed = run.stdout.contains(&format!("(was {before})"));
        assert!(alone && !changed, "{format}: {}", run.stdout);
    }
    // Both are cut at the same time.
    let cut = [
        "--start",
        "2019-05-13",
        "--end",
        "2019-05-15T12:00:00Z",
        "--zone",
        "UTC",
    ];
    let cut = ndjson(
        &[
            &cut[..],
            &[
                "--by",
                "day",
                "--compare",
                "2019-05-06..2019-05-08T12:00:00Z",
            ],
        ]
        .concat(),
    );
    assert!(
        cut.iter().all(|day| day["repliesChange"].is_number()),
        "{cut:?}"
    );
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
fn the_change_of_a_share_is_in_points() {
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
    let percent = format!("{:+.1} points", number("change")).replace('-', "−");
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

#[test]
fn last_year_has_the_same_dates_also_around_the_29th_of_february() {
    let period = ["--period", "2020-02-26..2020-03-05", "--zone", "UTC"];
    let last_year = ["--compare", "last-year", "--by", "day"];
    let rows = ndjson(&[&period[..], &last_year].concat());
    let before = ["--period", "2019-02-26..2019-03-05", "--zone", "UTC"];
    let before = ndjson(&[&before[..], &["--by", "day"]].concat());
    assert_eq!((rows.len(), before.len()), (9, 8));
    let date = |row: &Value| row["key"].as_str().unwrap()[5..].to_owned();
    for row in &rows {
        let earlier = before.iter().find(|earlier| date(earlier) == date(row));
        let replies = earlier.map_or(Value::Null, |earlier| earlier["replies"].clone());
        assert_eq!(row["previousReplies"], replies, "{row}");
    }
    assert!(
        rows.iter()
            .any(|row| row["previousReplies"].as_u64() > Some(0))
    );
}

#[test]
fn last_year_has_the_weeks_of_the_same_numbers() {
    let period = ["--period", "2019-12-23..2020-01-05", "--zone", "UTC"];
    let last_year = ["--compare", "last-year", "--by", "week"];
    let rows = ndjson(&[&period[..], &last_year].concat());
    let week = ["--period", "2018-W52", "--zone", "UTC"];
    let week = json(&week);
    let row = rows.iter().find(|row| row["key"] == "2019-W52").unwrap();
    assert_eq!(row["previousReplies"], week["summary"]["replies"]);
}

#[test]
fn a_target_is_compared_with_the_number_of_its_values() {
    let week = [
        "--period",
        "2019-W20",
        "--compare",
        "previous",
        "--zone",
        "UTC",
    ];
    let answer = json(&[&week[..], &["--sla", "resolve<2d:50%"]].concat());
    let figures = answer["comparison"].as_array().unwrap();
    let kept = figure(figures, "resolve<2d:50%", "kept");
    let time = figure(figures, "resolveTime", "median");
    for count in ["n", "missing", "previousN"] {
        assert!(time[count].as_u64() > Some(0), "{time}");
        assert_eq!(kept[count], time[count], "{count}");
    }
}
