//! Periods in words, time zones, and what a report is compared with.

use crate::program::{Run, program, run};
use crate::service::Service;

/// Starts a service that answers every request with a report of little.
fn answering() -> Service {
    Service::start(|_| (200, r#"{"current":{"customersHelped":1}}"#.to_owned()))
}

/// Returns what a service was asked, with colons as they are.
fn asked(service: &Service) -> Vec<String> {
    let asked = service.asked().into_iter();
    asked.map(|asked| asked.replace("%3A", ":")).collect()
}

/// Runs a report of the sandbox without notes.
fn quiet(arguments: &[&str]) -> Run {
    let run = run(program()
        .args(arguments)
        .args(["--sandbox", "--quiet", "-f", "json"]));
    assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
    run
}

/// Returns the refusal of a command that must not send anything.
fn refused(arguments: &[&str]) -> String {
    let service = Service::with_pages(&["[]"], 0);
    let mut command = program();
    command.args(["report", "company"]).args(arguments);
    let run = run(&mut service.asked_by(command));
    assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
    assert_eq!(run.stdout, "");
    assert_eq!(service.asked(), Vec::<String>::new(), "{arguments:?}");
    run.stderr
}

#[test]
fn a_period_is_the_same_as_its_exact_instants_in_every_report() {
    let new_york = ["--zone", "America/New_York"];
    // A usual week, and the weeks in which clocks change.
    let weeks = [
        ("2019-W20", "2019-05-13T04:00:00Z", "2019-05-20T03:59:59Z"),
        ("2019-W10", "2019-03-04T05:00:00Z", "2019-03-11T03:59:59Z"),
        ("2019-W44", "2019-10-28T04:00:00Z", "2019-11-04T04:59:59Z"),
    ];
    let reports: [&[&str]; 5] = [
        &["report", "company"],
        &["report", "conversations-busy-times"],
        &["report", "productivity-response-time"],
        &["report", "user-conversation-history", "--user", "447723"],
        &["history", "--user", "447723"],
    ];
    for report in reports {
        for (week, start, end) in weeks {
            let words = quiet(&[report, &["--period", week], &new_york].concat());
            let instants = quiet(&[report, &["--start", start, "--end", end], &new_york].concat());
            assert_eq!(words.stdout, instants.stdout, "{report:?} {week}");
        }
    }
}

#[test]
fn a_date_as_start_or_end_is_its_first_or_last_second_in_the_zone() {
    let service = answering();
    let mut command = program();
    command.args([
        "report",
        "company",
        "--start",
        "2019-03-04",
        "--end",
        "2019-03-10",
    ]);
    command.args(["--zone", "america/new_york"]);
    let run = run(&mut service.asked_by(command));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let asked = asked(&service);
    assert!(
        asked[0].contains("end=2019-03-11T03:59:59Z&start=2019-03-04T05:00:00Z"),
        "{asked:?}"
    );
    let note = "Mon 4 Mar – Sun 10 Mar 2019, America/New_York (-05:00, later -04:00)\n";
    assert_eq!(run.stderr, note);
}

#[test]
fn the_zone_is_that_of_the_user_and_is_said() {
    let run = run(program().args(["report", "company", "--period", "2019-05", "--sandbox"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.starts_with("May 2019, ")
            && run.stderr.contains("), the time zone of your user\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn without_a_zone_of_the_user_that_of_the_machine_counts() {
    let service = answering();
    let noted = |zone: &str| {
        let mut command = program();
        command
            .args(["report", "company", "--period", "2019-05-13"])
            .env("TZ", zone);
        let run = run(&mut service.asked_by(command));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stderr
    };
    assert_eq!(
        noted("Asia/Tokyo"),
        "your user has no time zone\nMon 13 May 2019, Asia/Tokyo (+09:00), the time zone of this \
         machine; choose another with --zone\n"
    );
    assert_eq!(
        noted("<+05>-5"),
        "your user has no time zone\nMon 13 May 2019, UTC (+00:00); choose another time zone with \
         --zone\n"
    );
    let reports: Vec<String> = asked(&service)
        .into_iter()
        .filter(|asked| asked.contains("start="))
        .collect();
    assert!(reports[0].contains("end=2019-05-13T14:59:59Z&start=2019-05-12T15:00:00Z"));
    assert!(reports[1].contains("end=2019-05-13T23:59:59Z&start=2019-05-13T00:00:00Z"));
}

#[test]
fn instants_alone_need_no_look_up() {
    let service = answering();
    let mut command = program();
    command.args(["report", "company", "--start", "2019-05-01T00:00:00Z"]);
    command.args(["--end", "2019-05-02T00:00:00Z"]);
    let run = run(&mut service.asked_by(command));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(service.asked().len(), 1);
}

#[test]
fn a_comparison_is_sent_as_the_previous_interval_if_the_answer_has_one() {
    let cases = [
        (
            "previous",
            "previousEnd=2019-05-13T03:59:59Z&previousStart=2019-05-06T04:00:00Z",
        ),
        (
            "previous-month",
            "previousEnd=2019-04-20T03:59:59Z&previousStart=2019-04-13T04:00:00Z",
        ),
        (
            "Previous-Quarter",
            "previousEnd=2019-02-20T04:59:59Z&previousStart=2019-02-13T05:00:00Z",
        ),
        (
            "last-year",
            "previousEnd=2018-05-21T03:59:59Z&previousStart=2018-05-14T04:00:00Z",
        ),
        (
            "2019-03",
            "previousEnd=2019-04-01T03:59:59Z&previousStart=2019-03-01T05:00:00Z",
        ),
    ];
    for (compare, sent) in cases {
        let service = answering();
        let mut command = program();
        command.args([
            "report",
            "company",
            "--period",
            "2019-W20",
            "--compare",
            compare,
        ]);
        command.args(["--zone", "America/New_York"]);
        let run = run(&mut service.asked_by(command));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(asked(&service)[0].contains(sent), "{:?}", service.asked());
        assert!(run.stderr.contains("\ncompared with "), "{}", run.stderr);
    }
}

#[test]
fn a_comparison_may_be_with_any_period_also_one_that_looks_like_another_word() {
    let dry = |compare: &str| {
        let mut command = program();
        command.args(["report", "company", "--sandbox", "--period", "this-week"]);
        run(command.args(["--zone", "UTC", "--dry-run", "--compare", compare]))
    };
    for compare in [
        "last-week",
        "last-1-day",
        "last-month",
        "last-1-week",
        "today",
        "yesterday",
    ] {
        let planned = dry(compare);
        assert_eq!(planned.code, Some(0), "{compare}: {}", planned.stderr);
    }
    for (compare, meant) in [("last-yaer", "last-year"), ("previos", "previous")] {
        let refused = dry(compare);
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(
            refused.stderr.contains(&format!("did you mean {meant}?")),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn mistakes_are_found_before_anything_is_sent() {
    let cases: [(&[&str], &str); 17] = [
        (
            &["--period", "last-wek"],
            "--period: \"last-wek\" is not a period\n\n  help: did you mean last-week?",
        ),
        (
            &["--period", "2019-W53"],
            "2019 has no week 53: it has 52 weeks",
        ),
        (&["--period", "2019-13"], "2019 has no month 13"),
        (&["--period", "2999-01"], "2999-01 has not begun: today is"),
        (
            &["--period", "2011-12-30", "--zone", "Pacific/Apia"],
            "its clocks skipped that date",
        ),
        (
            &["--period", "2019-05", "--zone", "UTC+3"],
            "write the Region/City, such as Africa/Nairobi",
        ),
        (
            &["--period", "2019-05", "--zone", "PST"],
            "such as America/Los_Angeles",
        ),
        (
            &[
                "--period",
                "2019-05",
                "--zone",
                "Eastern Time (US & Canada)",
            ],
            "write America/New_York",
        ),
        (
            &["--period", "2019-05", "--compare", "previos"],
            "did you mean previous?",
        ),
        (
            &["--period", "2019-05", "--compare", "2019-W99"],
            "--compare: 2019 has no week 99",
        ),
        (
            &["--period", "2020-W53", "--compare", "last-year"],
            "2019 has no week 53",
        ),
        (
            &["--period", "2019-05", "--start", "2019-05-01"],
            "cannot be used with",
        ),
        (
            &[
                "--period",
                "2019-05",
                "--compare",
                "previous",
                "--previous-start",
                "2019-05-01",
            ],
            "cannot be used with",
        ),
        (&["--start", "2019-05-01"], "--end <INSTANT>"),
        (&["--start", "2019-05-08", "--end", "2019-05-01"], "--start"),
        (
            &["--start", "2019-02-30", "--end", "2019-05-01"],
            "the date does not exist",
        ),
        (
            &[
                "--start=2011-12-30",
                "--end=2012-01-05",
                "--zone=Pacific/Apia",
            ],
            "its clocks skipped that date\n\n  help: write 2011-12-29 or 2011-12-31",
        ),
    ];
    for (arguments, expected) in cases {
        let said = refused(arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
}

#[test]
fn a_report_without_a_previous_part_is_fetched_twice_and_compared() {
    let rows = |asked: &str| {
        if asked.contains("start=2019-05-13") {
            r#"[{"id":1,"status":"closed","responseTime":60},{"id":2,"status":"active","responseTime":180},
                {"id":3,"status":"closed","responseTime":null}]"#
        } else {
            r#"[{"id":4,"status":"closed","responseTime":240.5}]"#
        }
    };
    let service = Service::start(move |asked| {
        let rows = rows(asked);
        (
            200,
            crate::service::page(1, 1, rows.matches("\"id\"").count(), rows),
        )
    });
    let compared = |format: &str| {
        let mut command = program();
        command.args(["report", "user-conversation-history", "--user", "447723"]);
        command.args([
            "--period",
            "2019-W20",
            "--zone",
            "UTC",
            "--compare",
            "previous",
        ]);
        let run = run(service.asked_by(command).args(["-f", format]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run
    };
    insta::assert_snapshot!(compared("table").shown());
    insta::assert_snapshot!(compared("csv").stdout);
    insta::assert_snapshot!(compared("json").stdout);
    assert_eq!(compared("ndjson").stdout.lines().count(), 15);
    let page = compared("html").stdout;
    assert!(
        page.contains("Response time: median") && page.contains("2m"),
        "{page}"
    );
    assert!(compared("md").stdout.contains("Response time: median"));
}

#[test]
fn the_hours_of_two_weeks_are_compared_one_by_one() {
    let arguments = ["report", "conversations-busy-times", "--zone", "UTC"];
    let of = |period: &str| quiet(&[&arguments[..], &["--period", period]].concat()).stdout;
    let total = |json: &str| -> u64 {
        let counts = json.split("\"count\":").skip(1);
        let counts = counts.map(|rest| rest.trim_start().split([',', '}']).next().unwrap());
        counts
            .map(|count| count.trim().parse::<u64>().unwrap())
            .sum()
    };
    let (now, before) = (total(&of("2019-W20")), total(&of("2019-W19")));
    let run = run(program().args(arguments).args([
        "--period",
        "2019-W20",
        "--compare",
        "previous",
        "--sandbox",
        "-q",
        "-f",
        "csv",
    ]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let line = format!("count.total,Total,,{now}.0,{before}.0,");
    assert!(run.stdout.contains(&line), "{line}\n{}", run.stdout);
    assert!(now > 0 && before > 0);
}

#[test]
fn a_comparison_of_two_pulls_counts_the_rows_that_meet_the_conditions() {
    let service = Service::start(|asked| {
        let rows = if asked.contains("start=2019-05-1") {
            r#"[{"id":1,"status":"closed","responseTime":60,"modifiedAt":"2019-05-13T23:30:00Z"},
                {"id":2,"status":"active","responseTime":180,"modifiedAt":"2019-05-14T09:00:00Z"},
                {"id":3,"status":"closed","responseTime":120,"modifiedAt":"2019-05-15T09:00:00Z"}]"#
        } else {
            r#"[{"id":4,"status":"active","responseTime":240},{"id":5,"status":"closed","responseTime":40}]"#
        };
        let count = rows.matches("\"id\"").count();
        let page = crate::service::page(1, 1, count, rows);
        if asked.contains("drilldown") {
            (200, format!(r#"{{"conversations": {page}}}"#))
        } else {
            (200, page)
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let compared = |options: &[&str]| {
        let mut command = program();
        command.args(["report", "user-conversation-history", "--user", "447723"]);
        command.args([
            "--period",
            "2019-W20",
            "--compare",
            "previous",
            "--zone",
            "UTC",
        ]);
        command.current_dir(folder.path()).args(options);
        run(&mut service.asked_by(command))
    };
    let csv = compared(&["--where", "status=closed", "-f", "csv"]);
    assert_eq!(csv.code, Some(0), "{}", csv.stderr);
    assert!(
        csv.stdout.contains("\nrows,Rows,,2.0,1.0,1.0,"),
        "{}",
        csv.stdout
    );
    let mean = "\nresponseTime.mean,Response time: mean,seconds,90.0,40.0,50.0,";
    assert!(csv.stdout.contains(mean), "{}", csv.stdout);
    assert!(!csv.stdout.contains("status=active"), "{}", csv.stdout);
    let note = "2 of 3 rows, compared with 1 of 2 rows\n";
    assert!(csv.stderr.ends_with(note), "{}", csv.stderr);
    // Every format has the same rows, and people read which.
    let files = ["a.txt", "a.md", "a.html", "a.json", "a.ndjson"];
    let outputs: Vec<&str> = files.into_iter().flat_map(|file| ["-o", file]).collect();
    let ran = compared(&[&["--where", "status=closed"], outputs.as_slice()].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for file in files {
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(
            !text.contains("status=active") && !text.contains("Status: active"),
            "{file}: {text}"
        );
        let is_said = text.contains("status=closed") || text.contains(r"status\=closed");
        assert!(is_said, "{file}: {text}");
    }
    // A date is a day of the zone of the period.
    let day = ["--where", "modifiedAt=2019-05-14", "-f", "csv"];
    for (zone, rows) in [
        ("UTC", "\nrows,Rows,,1.0,0.0,"),
        ("Europe/Berlin", "\nrows,Rows,,2.0,0.0,"),
    ] {
        let mut command = program();
        command.args([
            "report",
            "user-drilldown",
            "--user",
            "447723",
            "--zone",
            zone,
        ]);
        command.args(["--period", "2019-W20", "--compare", "previous"]);
        let ran = run(service.asked_by(command).args(day));
        assert!(
            ran.stdout.contains(rows),
            "{zone}: {} {}",
            ran.stdout,
            ran.stderr
        );
    }
    // Nobody takes an ID for unknown because no row is counted.
    let none = compared(&["--where", "status=spam", "-f", "csv"]);
    assert_eq!(none.code, Some(0), "{}", none.stderr);
    assert!(
        none.stdout.contains("\nrows,Rows,,0.0,0.0,"),
        "{}",
        none.stdout
    );
    assert!(
        none.stderr
            .ends_with("0 of 3 rows, compared with 0 of 2 rows\n"),
        "{}",
        none.stderr
    );
    for format in ["csv", "json", "html"] {
        let unknown = compared(&["--where", "nosuch=1", "-f", format]);
        assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""));
        let problem = "--where: the rows have no column `nosuch`";
        assert!(unknown.stderr.contains(problem), "{}", unknown.stderr);
    }
}

#[test]
fn a_comparison_of_two_pulls_refuses_options_that_figures_have_no_use_for() {
    let options: [&[&str]; 6] = [
        &["--page", "2"],
        &["--table", "rows"],
        &["--columns", "id"],
        &["--sort", "id"],
        &["--limit", "2"],
        &["--raw", "-f", "ndjson"],
    ];
    for options in options {
        let service = Service::with_pages(&["[]"], 0);
        let mut command = program();
        command.args(["report", "user-conversation-history", "--user", "447723"]);
        command.args(["--period", "2019-05", "--compare", "previous"]);
        command.args(options);
        let run = run(&mut service.asked_by(command));
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(
            run.stderr.contains("--compare can't be used together"),
            "{}",
            run.stderr
        );
        assert_eq!(service.asked(), Vec::<String>::new());
    }
}
