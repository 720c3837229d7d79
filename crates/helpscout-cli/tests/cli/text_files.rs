//! Tables in files, and what they and documents say of themselves.

use std::fs;

use tempfile::tempdir;

use crate::program::{history, program, report, run};
use crate::service::{Service, page};

const WEEK: [&str; 5] = ["--sandbox", "--period", "2019-W20", "--zone", "UTC"];

/// Returns the files that a report writes.
fn written<const N: usize>(arguments: &[&str], names: [&str; N]) -> [String; N] {
    let folder = tempdir().unwrap();
    let mut command = program();
    command.current_dir(folder.path()).args(arguments);
    for name in names {
        command.args(["-o", name]);
    }
    let done = run(&mut command);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    names.map(|name| fs::read_to_string(folder.path().join(name)).unwrap())
}

#[test]
fn a_table_in_a_file_ends_with_what_it_is_about() {
    let slow = ["--where", "responseTime>1h", "--limit", "4"];
    let report = ["report", "user-conversation-history", "--user", "447723"];
    let [text] = written(&[&report[..], &WEEK, &slow].concat(), ["a.txt"]);
    let title = "\n\nThe conversations one user replied to, one row per reply\n\
                 Mon 13 May – Sun 19 May 2019 (2019-W20), UTC (+00:00)\n\
                 User: Marta Lindqvist (447723)\n4 of ";
    assert!(
        text.starts_with("Number ") && text.contains(title),
        "{text}"
    );
    let rows = " rows, where responseTime>1h, limited to the first 4\n";
    assert!(text.ends_with(rows), "{text}");
    let history = ["history", "--user", "447723", "--compare", "previous"];
    let rows = ["--table", "conversations", "--limit", "2"];
    let [text] = written(&[&history[..], &WEEK, &rows].concat(), ["a.txt"]);
    let foot = "\nCompared with Mon 6 May – Sun 12 May 2019 (2019-W19), UTC (+00:00)\n2 of ";
    assert!(text.contains(foot), "{text}");
    let company = ["report", "company", "--table", "users"];
    let [text] = written(&[&company[..], &WEEK].concat(), ["a.txt"]);
    let foot = "\n\nThe activity of the whole company, in total and per user\nMon 13 May";
    assert!(text.contains(foot), "{text}");
    // What is printed has it on stderr.
    let printed = run(program().args(company).args(WEEK).args(["-f", "table"]));
    assert!(
        !printed.stdout.contains("whole company"),
        "{}",
        printed.stdout
    );
}

#[test]
fn documents_have_the_name_of_a_user_that_was_given_as_an_id() {
    let user = ["report", "user", "--user", "447723"];
    let user = [&user[..], &WEEK].concat();
    for text in written(&user, ["a.html", "a.md", "a.txt"]) {
        assert!(text.contains("User: Marta Lindqvist (447723)"), "{text}");
    }
    let look_up = "The name of the user, for the document";
    let planned = |output| run(program().args(&user).args(["--dry-run", "-o", output])).stdout;
    assert!(planned("a.html").contains(look_up), "{}", planned("a.html"));
    assert!(
        !planned("a.json").contains(look_up),
        "{}",
        planned("a.json")
    );
}

#[test]
fn documents_have_the_name_of_a_team_that_was_given_as_an_id() {
    let team = [&["history", "--team", "530101"][..], &WEEK].concat();
    for text in written(&team, ["a.html", "a.md", "a.txt"]) {
        assert!(text.contains("First line"), "{text}");
        assert!(!text.contains("Team 530101"), "{text}");
    }
    let planned = |output| run(program().args(&team).args(["--dry-run", "-o", output])).stdout;
    for (output, is_named) in [("a.html", true), ("a.json", false)] {
        let plan = planned(output);
        assert_eq!(plan.contains("The name of the team"), is_named, "{plan}");
        assert!(!plan.contains("The name of the user"), "{plan}");
    }
}

#[test]
fn a_history_in_a_file_names_its_user_and_filters_as_well() {
    let history = ["history", "--user", "447723", "--mailboxes", "123"];
    for rows in [&[][..], &["--replies"]] {
        let arguments = [&history[..], &WEEK, rows].concat();
        let [message, text] = written(&arguments, ["a.md", "a.txt"]);
        let foot = text.rsplit("\n\n").next().unwrap();
        for text in [&message, foot] {
            assert!(text.contains("Marta Lindqvist"), "{text}");
            assert!(text.contains("Mailboxes: Orders (123)"), "{text}");
        }
        let planned = run(program().args(arguments).args(["--dry-run", "-o", "a.txt"])).stdout;
        assert!(planned.contains("The name of the mailbox"), "{planned}");
    }
}

#[test]
fn ranges_of_times_and_days_are_named_alike_everywhere() {
    let history = ["history", "--user", "447723", "--by", "day"];
    let [text, page] = written(&[&history[..], &WEEK].concat(), ["a.txt", "a.html"]);
    for range in ["below 2m", "2m – 15m", "2d and more"] {
        assert!(text.contains(&format!("\n{range} ")), "{text}");
        assert!(
            page.contains(&format!("<th scope=\"row\">{range}</th>")),
            "{range}"
        );
    }
    assert!(text.contains("\nMon 13 May ") && page.contains(">Mon 13 May</th>"));
    let no_break = "Mon\u{a0}13\u{a0}May";
    assert!(!text.contains(no_break) && !page.contains(no_break));
}

#[test]
fn an_end_that_stands_for_never_is_an_end() {
    let end = "9999-12-31T23:59:59Z";
    let ends = ["--sandbox", "--start", "2019-12-01T00:00:00Z", "--end", end];
    let history = [
        "history", "--user", "447723", "--table", "figures", "-f", "csv",
    ];
    let done = run(program().args(history).args(ends));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let sent = run(program().args(history).args(ends).arg("--dry-run"));
    assert!(sent.stdout.contains("end=9999-12-31T23"), "{}", sent.stdout);
    let waiting = ["waiting", "--columns", "number", "-f", "csv"];
    let all = run(program().args(waiting).args(WEEK));
    let before = format!("waitingSince<{end}");
    let chosen = run(program()
        .args(waiting)
        .args(WEEK)
        .args(["--where", &before]));
    assert_eq!(chosen.code, Some(0), "{}", chosen.stderr);
    assert!(chosen.stdout.lines().count() > 2 && chosen.stdout == all.stdout);
    let after = format!("waitingSince>={end}");
    let none = run(program().args(waiting).args(WEEK).args(["--where", &after]));
    assert_eq!(none.stdout, "\"number\"\n", "{}", none.stderr);
}

#[test]
fn names_that_can_not_be_read_are_asked_for_once_and_cost_no_document() {
    for command in [report, history] {
        let service = Service::start(|asked| match asked.split('?').next() {
            Some("/v2/users") => (403, String::new()),
            _ => (200, page(1, 1, 1, r#"[{"id":1,"number":2}]"#)),
        });
        let folder = tempdir().unwrap();
        let mut command = service.asked_by(command());
        command.current_dir(folder.path());
        let done = run(command.args(["-o", "a.html", "-o", "a.txt", "-o", "a.csv"]));
        assert_eq!(done.code, Some(0), "{}", done.stderr);
        let page = fs::read_to_string(folder.path().join("a.html")).unwrap();
        assert!(page.contains("447723"), "{page}");
        let asked = service.asked();
        let names = asked.iter().filter(|asked| asked.contains("/v2/users"));
        assert_eq!(names.count(), 1, "{asked:?}");
    }
}

#[test]
fn columns_that_did_not_fit_a_file_are_not_said_to_fit_a_terminal() {
    let folder = tempdir().unwrap();
    let mut command = program();
    command.current_dir(folder.path());
    command.args(["history", "--user", "447723", "--compare", "previous"]);
    let done = run(command.args(WEEK).args(["-o", "week.txt"]));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(
        done.stderr.contains("columns that did not fit: ")
            && done
                .stderr
                .contains(" (-o FILE.html and -o FILE.xlsx have all)")
            && !done.stderr.contains("terminal"),
        "{}",
        done.stderr
    );
}
