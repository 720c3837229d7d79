//! What a document says about the rows that it leaves out, and about what it compares with.

use std::fs;
use std::process::Command;

use calamine::Data;
use serde_json::{Value, json};
use tempfile::tempdir;

use super::workbook::Workbook;
use super::{FORMATS, text, workbook};
use crate::program::{program, run};
use crate::service::{Service, page, page_of};

/// A command with an embedded sandbox.
fn sandbox(line: &str, more: &[&str]) -> Command {
    let mut command = program();
    command.args(line.split_whitespace()).args(more);
    command.args(["--sandbox", "--zone", "UTC"]);
    command
}

/// Checks that each document has a line.
fn check_says(asking: impl Fn() -> Command, line: &str) {
    let html = text(asking(), "html");
    let in_html = format!("<p class=\"extent\">{}</p>", line.replace('>', "&gt;"));
    assert!(html.contains(&in_html), "no {in_html}: {html}");
    let message = text(asking(), "md");
    let in_message = format!("\n{}\n", line.replace('>', "&gt;"));
    assert!(message.contains(&in_message), "no {in_message}: {message}");
    let book = workbook(asking());
    let first = book.rows("Summary").iter().map(|row| row[0].to_string());
    let first: Vec<String> = first.collect();
    assert!(first.iter().any(|cell| cell == line), "{line}: {first:?}");
}

/// The number of lines that a command prints as ndjson.
fn rows_of(mut command: Command) -> usize {
    let run = run(command.args(["--format", "ndjson", "--quiet"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout.lines().count()
}

const DAY: &str = "report conversations-drilldown --period 2019-05-13";
const AGENT: &str = "history --user 447723 --period 2019-05-13";

#[test]
fn a_document_of_chosen_rows_says_which_and_of_how_many() {
    for line in [DAY, AGENT] {
        let all = rows_of(sandbox(line, &[]));
        let active = rows_of(sandbox(line, &["--where", "status=active"]));
        assert!(all > 20 && active > 1 && active < all, "{all} {active}");
        let said = format!("{active} of {all} rows, where status=active");
        check_says(|| sandbox(line, &["--where", "status=active"]), &said);
        let said = format!("5 of {all} rows, limited to the first 5");
        check_says(|| sandbox(line, &["--limit", "5"]), &said);
        let options = ["--where", "status!=active", "--where", "number>1"];
        let options = [&options[..], &["--sort", "number:desc", "--limit", "2"]].concat();
        let said = format!(
            "2 of {all} rows, where status!=active and number>1, limited to the first 2 by \
             number:desc"
        );
        check_says(|| sandbox(line, &options), &said);
        // A limit that is not reached, and an order, leave nothing out.
        for whole in [&["--limit", "100000"][..], &["--sort", "number"], &[]] {
            for format in ["html", "md"] {
                let written = text(sandbox(line, whole), format);
                let is_part = written.contains("class=\"extent\"") || written.contains(" of 287");
                assert!(!is_part, "{whole:?}: {written}");
            }
        }
    }
}

#[test]
fn a_document_says_what_was_selected_but_not_how_it_was_sent() {
    let history = "history --user 447723 --period 2019-05-13";
    let filters = ["--mailbox", "Support", "--tag", "refund"];
    let said = "Mailboxes: Support (85); Tags: refund (5666)";
    check_says(|| sandbox(history, &filters), said);
    let replies = "report user-replies --period 2019-05 --view-by week";
    let user = ["--user", "Marta Lindqvist"];
    let said = "User: Marta Lindqvist (447723); View by: week";
    check_says(|| sandbox(replies, &user), said);
    let waiting = "waiting --period 2019-W20 --mailbox Support";
    check_says(|| sandbox(waiting, &[]), "Mailboxes: Support (85)");
    // Neither the page nor the order selects anything.
    for options in [&["--page", "1", "--rows", "10"][..], &["--sort", "number"]] {
        let message = text(sandbox(DAY, options), "md");
        for sent in ["Rows: ", "Page: ", "Sort"] {
            let head = message.split("\n- ").next().unwrap_or_default();
            assert!(!head.contains(sent), "{message}");
        }
    }
}

#[test]
fn a_target_without_values_is_neither_kept_nor_missed_anywhere() {
    let saturday = "history --user 447723 --period 2019-05-18";
    let asking = || sandbox(saturday, &["--sla", "first-response<1h:90%"]);
    let message = text(asking(), "md");
    assert!(message.contains("target 90 %: no values"), "{message}");
    let page = text(asking(), "html");
    assert!(page.contains(">No values<"), "{page}");
    let book = workbook(asking());
    let summary = book.rows("Summary").iter().flatten();
    let words: Vec<String> = summary.map(ToString::to_string).collect();
    assert!(words.contains(&"no values".to_owned()), "{words:?}");
    for word in ["kept", "met", "missed"] {
        assert!(!words.contains(&word.to_owned()), "{words:?}");
    }
    assert!(!page.contains(">Kept</span>") && !message.contains("kept"));
}

#[test]
fn a_share_that_misses_its_target_is_never_shown_as_one_that_reaches_it() {
    let month = "history --user 447723 --period 2019-05";
    let folder = tempdir().unwrap();
    let file = folder.path().join("report.md");
    // It is 89.987 %.
    let mut command = sandbox(month, &["--sla", "response<128200s:90%"]);
    let ran = run(command.arg("-o").arg(&file));
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    let message = fs::read_to_string(&file).unwrap();
    assert!(message.contains("**89.99 %**"), "{message}");
    let mut command = sandbox(month, &["--sla", "response<128200s:90%"]);
    let ran = run(command.args(["--format", "table"]));
    assert_eq!(ran.code, Some(4));
    assert!(ran.stderr.contains("kept it, 89.99 %"), "{}", ran.stderr);
    assert!(ran.stdout.contains("89.99 %"), "{}", ran.stdout);
}

#[test]
fn a_missed_target_says_what_it_counts() {
    for (whose, noun) in [("--user 447723", "conversations"), ("--everybody", "rows")] {
        let day = format!("history {whose} --period 2019-05-14");
        let ran = run(sandbox(&day, &["--sla", "response<1m:90%"]).args(["--format", "table"]));
        assert_eq!(ran.code, Some(4), "{}", ran.stderr);
        let counted = format!(" {noun} kept it, ");
        assert!(ran.stderr.contains(&counted), "{}", ran.stderr);
        assert!(
            ran.stderr.ends_with(&format!("lists the {noun}\n")),
            "{}",
            ran.stderr
        );
        // Some conversations are those of two users.
        assert_eq!(ran.stderr.contains("one for each user"), noun == "rows");
    }
}

#[test]
fn the_days_of_a_spreadsheet_are_dates() {
    let more = ["--by", "day", "--compare", "2019-05-06..2019-05-08"];
    let book = workbook(sandbox(
        "history --user 447723 --period 2019-05-13..2019-05-14",
        &more,
    ));
    let days = book.rows("By day").iter().map(|row| match &row[0] {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("the date {year}-{month}-{day}")
        }
        other => other.to_string(),
    });
    let days: Vec<String> = days.collect();
    assert_eq!(
        days,
        [
            "Day",
            "the date 2019-5-13",
            "the date 2019-5-14",
            "(Wed 8 May)",
            "Total"
        ]
    );
}

#[test]
fn chosen_groups_stand_above_the_total_of_all_and_say_so() {
    let asking = || {
        let more = ["--by", "day", "--where", "replies>110"];
        sandbox("history --user 447723 --period 2019-W20", &more)
    };
    let chosen = rows_of(asking());
    assert!(chosen > 0 && chosen < 7, "{chosen}");
    let said = format!("{chosen} of 7 rows, where replies>110; the total is that of all rows");
    check_says(asking, &said);
}

#[test]
fn the_rows_of_a_table_are_chosen_and_counted_too() {
    let asking = || {
        let more = ["--table", "users", "--limit", "2"];
        sandbox("report company --period 2019-05", &more)
    };
    let all = rows_of(sandbox(
        "report company --period 2019-05",
        &["--table", "users"],
    ));
    let said = format!("2 of {all} rows, limited to the first 2");
    check_says(asking, &said);
}

#[test]
fn a_page_of_a_report_says_of_how_many() {
    let service =
        Service::start(|asked| (200, page(page_of(asked), 3, 5, r#"[{"id":1,"number":1}]"#)));
    let asking = || {
        let mut command = crate::program::report();
        command.args(["--page", "2"]);
        service.asked_by(command)
    };
    check_says(asking, "Page 2 of 3, 5 rows in all");
    let chosen = || {
        let mut command = asking();
        command.args(["--where", "number=1"]);
        command
    };
    check_says(chosen, "Page 2 of 3, 5 rows in all");
    check_says(chosen, "1 of 1 row, where number=1");
}

#[test]
fn a_comparison_of_chosen_rows_says_how_many_of_each_period() {
    let asking = || {
        let more = ["--compare", "previous", "--where", "status=closed"];
        sandbox(DAY, &more)
    };
    let run = run(asking().args(["--format", "csv"]));
    let counts = run
        .stderr
        .lines()
        .find(|line| line.contains(", compared with ") && line.contains(" of "));
    let counts = counts.unwrap_or_else(|| panic!("{}", run.stderr));
    check_says(asking, &format!("{counts}, where status=closed"));
}

#[test]
fn figures_with_a_change_say_what_they_are_compared_with() {
    for line in [
        "report email --period 2019-05",
        "report company --period 2019-05",
        "report user-replies --user 447723 --view-by day --period 2019-05",
    ] {
        let asking = || sandbox(line, &["--compare", "2019-03"]);
        let said = "Compared with March 2019, UTC (+00:00)";
        assert!(text(asking(), "html").contains(said), "{line}");
        assert!(text(asking(), "md").contains(said), "{line}");
        assert!(workbook(asking()).all_texts().contains(&said), "{line}");
    }
    // Instants are typed for both.
    let more = [
        "--start",
        "2019-05-01T00:00:00Z",
        "--end",
        "2019-05-31T23:59:59Z",
        "--previous-start",
        "2019-03-01T00:00:00Z",
        "--previous-end",
        "2019-03-31T23:59:59Z",
    ];
    let message = text(sandbox("report email", &more), "md");
    let said = "Compared with 2019-03-01 00:00:00 UTC to 2019-03-31 23:59:59 UTC";
    assert!(message.contains(said), "{message}");
}

/// A service with 24 conversations whose customers wait, and a user in Berlin.
fn waiting_desk() -> Service {
    Service::start(|asked| {
        if asked.starts_with("/v2/users/me") {
            return (200, r#"{"id":1,"timezone":"Europe/Berlin"}"#.to_owned());
        }
        if asked.starts_with("/v2/mailboxes") {
            let page = json!({"size": 50, "totalElements": 0, "totalPages": 1, "number": 1});
            let answer = json!({"_embedded": {"mailboxes": []}, "page": page});
            return (200, answer.to_string());
        }
        let row = |id: i64| {
            json!({
                "id": id, "number": id + 222_000, "status": "active", "mailboxid": 85,
                "waitingSince": format!("2019-05-{id:02}T11:00:00Z"), "subject": "S",
            })
        };
        let rows: Vec<Value> = (1..=24).map(row).collect();
        let page = json!({"results": rows, "page": 1, "pages": 1, "count": 24});
        (200, json!({ "conversations": page }).to_string())
    })
}

#[test]
fn a_list_of_those_who_wait_says_how_many_there_are() {
    let service = waiting_desk();
    let asking = |more: &[&str]| {
        let mut command = program();
        command
            .args(["waiting", "--period", "2019-05", "--zone", "UTC"])
            .args(more);
        service.asked_by(command)
    };
    let until = "Waits are measured until 2019-05-31 23:59:59 UTC";
    check_says(|| asking(&[]), "20 of 24 rows, limited to the first 20");
    check_says(|| asking(&[]), until);
    let over = ["--over", "20d", "--limit", "3"];
    check_says(|| asking(&over), "3 of 11 rows, limited to the first 3");
    check_says(|| asking(&over), "Only customers who wait longer than 20d");
    check_says(
        || asking(&["--fail-over", "60d"]),
        "0 customers wait longer than 60d",
    );

    // The page that a missed limit leaves behind says how many missed it.
    let folder = tempdir().unwrap();
    let mut late = asking(&["--fail-over", "10d", "--quiet"]);
    for format in FORMATS {
        late.arg("-o")
            .arg(folder.path().join(format!("x.{format}")));
    }
    let late = run(&mut late);
    assert_eq!(late.code, Some(4), "{}", late.stderr);
    let said = "21 customers wait longer than 10d";
    assert!(late.stderr.contains(said), "{}", late.stderr);
    for name in ["x.html", "x.md"] {
        let written = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(written.contains(said), "{name}: {written}");
    }
    let book = Workbook::read(fs::read(folder.path().join("x.xlsx")).unwrap());
    assert!(book.all_texts().contains(&said));
}

#[test]
fn the_numbers_of_conversations_are_numbers() {
    let service = waiting_desk();
    let mut command = program();
    command.args(["waiting", "--period", "2019-05", "--zone", "UTC"]);
    let of_waiting = workbook(service.asked_by(command));
    let history = workbook(sandbox(AGENT, &[]));
    let report = workbook(sandbox(
        "report user-conversation-history --user 447723 --period 2019-05-13",
        &[],
    ));
    for mut book in [of_waiting, history, report] {
        let with_numbers =
            |name: &&String| book.texts(name, 0).iter().any(|title| title == "Number");
        let name = book
            .names
            .iter()
            .skip(1)
            .find(with_numbers)
            .unwrap()
            .clone();
        let at = book
            .texts(&name, 0)
            .iter()
            .position(|title| title == "Number")
            .unwrap();
        let cells: Vec<Data> = book.rows(&name)[1..]
            .iter()
            .map(|row| row[at].clone())
            .collect();
        assert!(
            cells
                .iter()
                .all(|cell| matches!(cell, Data::Float(number) if *number > 1000.0)),
            "{cells:?}"
        );
        assert_eq!(book.links(&name).len(), cells.len());
    }
}

#[test]
fn without_a_period_those_who_wait_are_listed_in_the_zone_of_the_user() {
    let service = waiting_desk();
    let asking = |more: &[&str]| {
        let mut command = program();
        command.arg("waiting").args(more);
        service.asked_by(command)
    };
    let message = text(asking(&[]), "md");
    assert!(message.contains(", Europe/Berlin (+0"), "{message}");
    let until = message
        .lines()
        .find(|line| line.starts_with("Waits are measured until "));
    assert!(
        until.is_some_and(|line| line.contains(" Europe/Berlin (+0")),
        "{message}"
    );
    let book = workbook(asking(&[]));
    let header = book.texts(&book.names[1], 0);
    assert!(
        header.contains(&"Waiting since (Europe/Berlin)".to_owned()),
        "{header:?}"
    );
    let shown = run(asking(&["--format", "table"]).arg("--dry-run"));
    let said = "The time zone of your user, in which times are shown";
    assert!(shown.stdout.contains(said), "{}", shown.stdout);

    // A user without one reads times in that of the machine.
    let without = Service::start(|asked| {
        let page = json!({"results": [], "page": 1, "pages": 1, "count": 0});
        match asked {
            "/v2/users/me" => (200, r#"{"id":1}"#.to_owned()),
            _ => (200, json!({ "conversations": page }).to_string()),
        }
    });
    let mut command = without.asked_by(program());
    command
        .args(["waiting", "--format", "md"])
        .env("TZ", "Asia/Tokyo");
    let there = run(&mut command);
    assert!(there.stdout.contains(" Asia/Tokyo (+09:00)"), "{there:?}");

    let asked = service.asked();
    assert!(
        asked.iter().any(|asked| asked == "/v2/users/me"),
        "{asked:?}"
    );
    let of_zone = |asked: &Vec<String>| {
        asked
            .iter()
            .filter(|asked| *asked == "/v2/users/me")
            .count()
    };
    let before = of_zone(&asked);
    // Who names a period gets it as it is called.
    let named = text(
        asking(&["--period", "2019-05", "--zone", "Asia/Tokyo"]),
        "md",
    );
    assert!(
        named.contains("\nMay 2019, Asia/Tokyo (+09:00)\n"),
        "{named}"
    );
    assert_eq!(of_zone(&service.asked()), before);
}

#[test]
fn parts_of_different_length_have_no_change() {
    let replies = |line: &str| {
        let line = format!("report user-replies --user 447723 {line}");
        let table = run(&mut sandbox(&line, &["--format", "table"])).stdout;
        let message = text(sandbox(&line, &[]), "md");
        let of_table: Vec<bool> = table
            .lines()
            .filter(|line| line.starts_with("2019-"))
            .map(|line| line.contains('%'))
            .collect();
        let of_message: Vec<bool> = message
            .lines()
            .filter(|line| line.starts_with("2019-"))
            .map(|line| line.contains('%'))
            .collect();
        assert_eq!(of_table, of_message, "{table}{message}");
        of_table
    };
    // Ten days and thirty.
    assert_eq!(
        replies("--period 2019-05-01..2019-05-10 --compare 2019-04 --view-by month"),
        [false]
    );
    // Whole months.
    assert_eq!(
        replies("--period 2019-05 --compare 2019-04 --view-by month"),
        [true]
    );
    // After four weeks, three days and two.
    assert_eq!(
        replies("--period 2019-05 --compare 2019-04 --view-by week"),
        [true, true, true, true, false]
    );
    assert_eq!(
        replies("--period 2019-05 --compare 2019-03 --view-by week"),
        [true; 5]
    );
    // A day on which the clock changes is a day.
    let days = "--period 2019-03-08..2019-03-12 --compare previous --view-by day";
    let table = run(&mut sandbox(
        &format!("report user-replies --user 447723 {days}"),
        &[],
    ));
    assert_eq!(table.code, Some(0));
    let page = text(
        sandbox(
            "report user-replies --user 447723 --period 2019-05 --compare 2019-04 --view-by week",
            &[],
        ),
        "html",
    );
    assert!(
        page.contains("no change where the two parts are of different length"),
        "{page}"
    );
}
