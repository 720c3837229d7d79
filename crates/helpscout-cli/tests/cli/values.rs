//! What rows become in each format: the form of numbers, formulas, odd texts and deep nesting.

use std::fs;

use tempfile::tempdir;

use crate::program::{MAY, Run, history, program, report, run};
use crate::service::{Service, page, page_of};

/// Runs the report against a service with these pages, one row on each.
fn reported(pages: &'static [&'static str], options: &[&str]) -> Run {
    let service = Service::with_pages(pages, pages.len());
    run(service.asked_by(report()).args(options))
}

/// Returns the lines of the report in this format.
fn lines(pages: &'static [&'static str], format: &str) -> Vec<String> {
    let run = reported(pages, &["--format", format]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_whole_average_has_a_fraction_from_the_first_row_on() {
    let pages = &[
        r#"[{"id":7.0,"number":1e2,"avgHandleTime":28,"responseTime":null}]"#,
        r#"[{"id":8,"number":2,"avgHandleTime":28.5,"responseTime":"1878"}]"#,
    ];
    assert_eq!(
        lines(pages, "ndjson"),
        [
            r#"{"id":7,"number":100,"avgHandleTime":28.0,"responseTime":null}"#,
            r#"{"id":8,"number":2,"avgHandleTime":28.5,"responseTime":1878.0}"#,
        ]
    );
    let csv = lines(pages, "csv");
    assert_eq!(csv[1], "100,,,,,7,,28.0,");
    assert_eq!(csv[2], "2,1878.0,,,,8,,28.5,");
    let json = lines(pages, "json").join("");
    assert!(
        json.contains(r#""id":7.0,"number":1e2,"avgHandleTime":28,"#),
        "{json}"
    );
}

#[test]
fn an_answer_without_pages_follows_the_same_rule() {
    let body = r#"{"current": {"closed": 3.0, "repliesPerDay": 2},
        "users": [{"user": 447723, "name": "Mira", "replies": 1, "handleTime": 60}]}"#;
    let service = Service::start(move |_| (200, body.to_owned()));
    let mut command = program();
    command.args(["report", "company"]).args(&MAY[2..]);
    let run = run(service.asked_by(command).args(["--format", "ndjson"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.contains(r#""closed":3,"repliesPerDay":2.0"#),
        "{}",
        run.stdout
    );
}

#[test]
fn raw_is_for_ndjson_and_for_rows_as_received() {
    let pages = &[r#"[{"id" : 7.0, "avgHandleTime": 28}]"#];
    let raw = reported(pages, &["--raw"]);
    assert_eq!(raw.stdout, "{\"id\":7.0,\"avgHandleTime\":28}\n");
    for format in ["csv", "json", "table"] {
        let refused = reported(pages, &["--raw", "--format", format]);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""));
        let message = format!("error: --raw is for ndjson, and the format is {format}");
        assert!(refused.stderr.starts_with(&message), "{}", refused.stderr);
    }
    let service = Service::with_pages(pages, 1);
    let calculated = run(service.asked_by(history()).arg("--raw"));
    assert_eq!(calculated.code, Some(2), "{}", calculated.stderr);
    assert_eq!(service.asked(), [""; 0]);
    let replies = &[r#"[{"id":7.0,"number":1,"responseTime":60}]"#];
    let service = Service::with_pages(replies, 1);
    let replies = run(service.asked_by(history()).args(["--raw", "--replies"]));
    assert_eq!(
        replies.stdout,
        "{\"id\":7.0,\"number\":1,\"responseTime\":60}\n"
    );
}

#[test]
fn no_text_of_a_csv_file_is_a_formula() {
    let pages = &[
        r#"[{"id":-5,"number":1,"status":"=1+1","mood":"@SUM(A1)","+key":" =2","n":-1,
            "customers":[{"id":1,"name":"=x"}]}]"#,
    ];
    assert_eq!(
        lines(pages, "csv"),
        [
            r#""number","responseTime","firstResponseTime","resolveTime","repliesSent","id","status","avgHandleTime","customers","mood","'+key","n""#,
            "1,,,,,-5,'=1+1,,\"[{\"\"id\"\":1,\"\"name\"\":\"\"=x\"\"}]\",'@SUM(A1),' =2,-1",
        ]
    );
}

#[test]
fn a_look_up_is_guarded_against_formulas_too() {
    let users = r#"{"_embedded": {"users": [{"id": 447723, "firstName": "=cmd|' /C calc'!A0"}]},
        "page": {"size": 50, "totalElements": 1, "totalPages": 1, "number": 1}}"#;
    let service = Service::start(move |_| (200, users.to_owned()));
    let mut command = program();
    command.args(["list", "users", "--format", "csv"]);
    let run = run(&mut service.asked_by(command));
    assert!(
        run.stdout.contains("447723,'=cmd|' /C calc'!A0,"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_key_of_the_last_page_is_a_column_of_every_record() {
    let pages = &[
        r#"[{"id":1,"number":1,"status":"a,\"b\"\nc"}]"#,
        r#"[{"id":2,"number":2,"late":5}]"#,
        r#"[{"id":3,"number":3,"later":"x","late":null}]"#,
    ];
    let run = reported(pages, &["--format", "csv"]);
    let expected = "\"number\",\"responseTime\",\"firstResponseTime\",\"resolveTime\",\"repliesSent\",\"id\",\"status\",\"avgHandleTime\",\"customers\",\"late\",\"later\"\n\
        1,,,,,1,\"a,\"\"b\"\"\nc\",,,,\n\
        2,,,,,2,,,,5,\n\
        3,,,,,3,,,,,x\n";
    assert_eq!(run.stdout, expected);

    let folder = tempdir().unwrap();
    let path = folder.path().join("may.csv");
    let service = Service::with_pages(pages, 3);
    let written = crate::program::run(service.asked_by(report()).arg("-o").arg(&path));
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn half_of_a_surrogate_pair_costs_no_report() {
    let pages = &[
        r#"[{"id":1,"number":1,"status":"bad \ud83d end","customers":[{"id":2,"name":"\ude00x"}],"k\ud83d":"y"}]"#,
    ];
    let csv = lines(pages, "csv");
    assert!(csv[0].ends_with(",\"k\u{fffd}\""), "{csv:?}");
    assert_eq!(
        csv[1],
        r#"1,,,,,1,bad � end,,"[{""id"":2,""name"":""\ude00x""}]",y"#
    );
    let table = lines(pages, "table");
    assert!(table[2].contains("bad \u{fffd} end"), "{table:?}");
    assert!(table[2].contains("\u{fffd}x"), "{table:?}");
    let received =
        r#""status":"bad \ud83d end","customers":[{"id":2,"name":"\ude00x"}],"k\ud83d":"y""#;
    for format in ["ndjson", "json"] {
        let text = lines(pages, format).join("");
        assert!(text.contains(received), "{text}");
    }
    let service = Service::with_pages(pages, 1);
    for format in ["table", "csv", "ndjson"] {
        let run = run(service.asked_by(history()).args(["--format", format]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.contains("bad \u{fffd} end"), "{}", run.stdout);
        assert!(run.stdout.contains("\u{fffd}x"), "{}", run.stdout);
    }
}

#[test]
fn a_deeply_nested_value_ends_no_program_and_leaves_no_file() {
    let arrays = "[".repeat(20_000) + "1" + &"]".repeat(20_000);
    let objects = "{\"a\":".repeat(20_000) + "1" + &"}".repeat(20_000);
    let folder = tempdir().unwrap();
    for deep in [arrays, objects] {
        for key in ["avgHandleTime", "customers", "status", "mood", "id"] {
            let rows = format!("[{{\"{key}\":{deep}}}]");
            let service = Service::start(move |asked| (200, page(page_of(asked), 1, 1, &rows)));
            for format in ["table", "csv", "ndjson", "json"] {
                let path = folder.path().join(format!("may.{format}"));
                let mut command = service.asked_by(report());
                command.args(["--format", format, "-o"]).arg(&path);
                let run = run(&mut command);
                assert_eq!(run.code, Some(0), "{key} {format}: {}", run.stderr);
                fs::remove_file(&path).unwrap();
            }
            // A reply with such a value may not be a reply as documented, but it is no crash.
            let path = folder.path().join("history.csv");
            let run = run(service.asked_by(history()).arg("-o").arg(&path));
            assert!(matches!(run.code, Some(0 | 5)), "{key}: {run:?}");
            let _ = fs::remove_file(&path);
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }
}

#[test]
fn a_deeply_nested_value_of_an_answer_without_pages_ends_no_program() {
    let arrays = "[".repeat(20_000) + &"]".repeat(20_000);
    let objects = "{\"current\":".repeat(20_000) + "1" + &"}".repeat(20_000);
    for deep in [arrays, objects] {
        for key in ["current", "users", "filterTags", "mood"] {
            let body = format!("{{\"current\":{{\"closed\":1}},\"{key}\":{deep}}}");
            let service = Service::start(move |_| (200, body.clone()));
            for format in ["table", "csv", "ndjson", "json"] {
                let mut command = program();
                command.args(["report", "company"]).args(&MAY[2..]);
                if format == "csv" {
                    command.args(["--table", "summary"]);
                }
                let run = run(service.asked_by(command).args(["--format", format]));
                assert_eq!(run.code, Some(0), "{key} {format}: {}", run.stderr);
            }
        }
    }
}

#[test]
fn customer_ids_are_a_list_whether_there_is_one_or_two_or_none() {
    let pages = &[
        r#"[{"id":1,"number":1,"customers":[{"id":137152301}]}]"#,
        r#"[{"id":2,"number":2,"customers":[{"id":1},{"id":2}]}]"#,
        r#"[{"id":3,"number":3,"customers":[]}]"#,
    ];
    let service = Service::with_pages(pages, 3);
    let run = run(service.asked_by(history()).args(["--format", "csv"]));
    let ids: Vec<&str> = run
        .stdout
        .lines()
        .map(|line| line.split("#").next().unwrap())
        .collect();
    assert_eq!(ids.len(), 4, "{}", run.stdout);
    assert!(
        run.stdout.contains("1,1,,#137152301,[137152301],1,"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("2,2,,#1; #2,\"[1,2]\",1,"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("3,3,,,[],1,"), "{}", run.stdout);
}

#[test]
fn rows_of_a_report_that_changed_are_not_written_twice() {
    let folder = tempdir().unwrap();
    for format in ["ndjson", "csv", "table", "json"] {
        let first_walk = std::sync::atomic::AtomicBool::new(true);
        let service = Service::start(move |asked| {
            let number = page_of(asked);
            let has_moved =
                number == 2 && first_walk.swap(false, std::sync::atomic::Ordering::SeqCst);
            let count = if has_moved { 3 } else { 2 };
            let rows = format!("[{{\"id\":{number},\"number\":{number}}}]");
            (200, page(number, 2, count, &rows))
        });
        let path = folder.path().join(format!("may.{format}"));
        let mut command = service.asked_by(report());
        command.args(["--format", format, "-o"]).arg(&path);
        let run = run(&mut command);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(
            run.stderr.contains("2 rows on 2 pages; written to "),
            "{}",
            run.stderr
        );
        let text = fs::read_to_string(&path).unwrap();
        let frame = match format {
            "ndjson" => 0,
            "csv" => 1,
            // A heading with a line below it, and four lines that say what the rows are.
            "table" => 6,
            _ => 2,
        };
        assert_eq!(text.lines().count(), 2 + frame, "{text}");
        fs::remove_file(&path).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
