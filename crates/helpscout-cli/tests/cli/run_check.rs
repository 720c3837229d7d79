//! What `helpscout run` finds wrong with outputs and rows before anything is sent.

use std::fs;

use crate::output::files;
use crate::program::run;
use crate::run_file::{MAY, asked, in_folder, with_file};

/// Returns a file with two reports, of which the first has no mistake.
fn second(command: &str, lines: &str) -> String {
    format!(
        "[reports.a]\ncommand = \"list users\"\noutput = \"a.csv\"\n\
         [reports.b]\ncommand = \"{command}\"\n{lines}"
    )
}

/// Checks that a file is refused with this problem, whether it is checked or run, and that nothing
/// is sent or written.
fn is_refused(text: &str, problem: &str) {
    for arguments in [&["--check"][..], &["--all"], &["a", "b"]] {
        let folder = with_file(text);
        let mut command = in_folder(folder.path(), arguments);
        // No request is needed: there is nobody to send it to.
        let refused = run(command.env("HELPSCOUT_BASE_URL", "http://127.0.0.1:1"));
        let start = format!("error: helpscout.toml:{problem}");
        assert_eq!(refused.code, Some(2), "{text}{}", refused.stderr);
        assert!(
            refused.stderr.starts_with(&start),
            "{text}{start}\n{}",
            refused.stderr
        );
        assert_eq!(files(folder.path()), ["helpscout.toml"], "{text}");
    }
}

#[test]
fn a_file_that_an_output_can_not_be_is_found_before_anything_is_sent() {
    let history = |lines: &str| second("history", &format!("user = 1\n{MAY}{lines}"));
    let list = |lines: &str| second("list users", lines);
    let company = |lines: &str| second("report company", &format!("{MAY}{lines}"));
    for (text, problem) in [
        (list("output = \"b.docx\"\n"), "6:10: can't tell the format"),
        (
            history("output = \"b.docx\"\n"),
            "9:10: can't tell the format",
        ),
        (
            second("waiting", "output = \"b.docx\"\n"),
            "6:10: can't tell the format",
        ),
        (
            second(
                "report conversations-drilldown",
                "period = \"2019-05\"\nzone = \"UTC\"\ncompare = \"previous\"\noutput = \"b.docx\"\n",
            ),
            "9:10: can't tell the format",
        ),
        (
            list("output = [\"c.csv\", \"./c.csv\"]\n"),
            "6:10: ./c.csv is named twice",
        ),
        (
            company("output = [\"c.csv\", \"c.users.csv\"]\n"),
            "8:10: c.users.csv is the file of the table users",
        ),
        (
            history("by = \"day\"\noutput = [\"c.csv\", \"c.figures.csv\"]\n"),
            "10:10: c.figures.csv is the file of the table figures",
        ),
        (company("format = \"csv\"\n"), "4:10: the answer has "),
    ] {
        is_refused(&text, problem);
    }
}

#[test]
fn rows_that_an_output_can_not_have_are_found_before_anything_is_sent() {
    let history = |lines: &str| second("history", &format!("user = 1\n{MAY}{lines}"));
    let list = |lines: &str| second("list users", lines);
    for (text, problem) in [
        (list("columns = [\"nope\"]\n"), "6:11: "),
        (history("columns = [\"nope\"]\n"), "9:11: "),
        (second("waiting", "columns = [\"nope\"]\n"), "6:11: "),
        (
            list("limit = 3\noutput = \"e.json\"\n"),
            "6:9: --limit does not work with json",
        ),
        (
            history("limit = 3\noutput = \"e.json\"\n"),
            "9:9: --limit does not work with json",
        ),
        (
            second(
                "report company",
                &format!("{MAY}table = \"users\"\noutput = \"e.json\"\n"),
            ),
            "8:9: --table does not work with json",
        ),
        (
            history("table = \"groups\"\n"),
            "4:10: there is no table of groups without --by",
        ),
        (
            history("raw = true\noutput = \"e.ndjson\"\n"),
            "9:7: --raw is for rows as received",
        ),
        (
            second("history", &format!("user = true\n{MAY}")),
            "6:8: `user` needs a value, not true",
        ),
    ] {
        is_refused(&text, problem);
    }
}

#[test]
fn no_report_replaces_the_files_of_another_and_its_tables() {
    let company =
        "[reports.a]\ncommand = \"report company\"\nperiod = \"2019-05\"\nzone = \"UTC\"\n";
    let days = "[reports.a]\ncommand = \"history\"\nuser = 1\nby = \"day\"\nperiod = \"2019-05\"\n\
                zone = \"UTC\"\n";
    let folder = with_file("");
    let absolute = folder.path().join("boss.users.csv");
    let other = |path: &str| format!("[reports.b]\ncommand = \"list users\"\noutput = {path:?}\n");
    for (first, lines, file, place) in [
        (company, "", "boss.users.csv", "8:10"),
        (company, "", "./boss.users.csv", "8:10"),
        (company, "", absolute.to_str().unwrap(), "8:10"),
        (company, "table = \"users\"\n", "boss.csv", "9:10"),
        (days, "", "boss.conversations.csv", "10:10"),
    ] {
        let text = format!("{first}output = \"boss.csv\"\n{lines}{}", other(file));
        fs::write(folder.path().join("helpscout.toml"), &text).unwrap();
        for argument in ["--check", "--all"] {
            let refused = run(&mut in_folder(folder.path(), &[argument, "--sandbox"]));
            let problem = format!("error: helpscout.toml:{place}: the reports a and b both write ");
            assert_eq!(refused.code, Some(2), "{text}{}", refused.stderr);
            assert!(
                refused.stderr.starts_with(&problem),
                "{text}{}",
                refused.stderr
            );
        }
        assert_eq!(files(folder.path()), ["helpscout.toml"]);
    }
}

#[test]
fn reports_may_print_one_after_another_and_write_files_beside_each_other() {
    let text = "[reports.a]\ncommand = \"report company\"\nperiod = \"2019-05\"\nzone = \"UTC\"\n\
                output = [\"a.csv\", \"/dev/null\"]\n\
                [reports.b]\ncommand = \"list users\"\noutput = [\"a.user.csv\", \"/dev/null\"]\n\
                [reports.c]\ncommand = \"list users\"\n\
                [reports.d]\ncommand = \"list users\"\noutput = \"-\"\n";
    let folder = with_file(text);
    let done = run(&mut in_folder(folder.path(), &["--all", "--sandbox"]));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let written = files(folder.path());
    for file in ["a.csv", "a.user.csv", "a.users.csv"] {
        assert!(written.iter().any(|written| written == file), "{written:?}");
    }
}

#[test]
fn a_report_that_is_not_run_may_lack_a_place_for_what_it_prints() {
    // Where it prints, and so its format, is known when it is run.
    let text = format!(
        "sandbox = true\n[reports.a]\ncommand = \"report company\"\nformat = \"csv\"\n{MAY}\
         [reports.b]\ncommand = \"list users\"\n"
    );
    let (done, _) = asked(&text, &["b"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let (refused, _) = asked(&text, &["a"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
}

#[test]
fn a_file_without_a_report_is_no_success_in_words() {
    for text in ["", "sandbox = true\n"] {
        let (checked, _) = asked(text, &["--check"]);
        assert_eq!(
            checked.stderr,
            "helpscout.toml: no mistake, but no report, either; helpscout run --help shows how to \
             write one\n"
        );
        assert_eq!(checked.code, Some(0));
    }
}

#[test]
fn each_mistake_of_a_report_is_named_at_once() {
    let text = "[reports.a]\ncommand = \"history\"\nuser = 1\nformat = \"tabel\"\n\
                period = \"last-wek\"\nwhere = \"responseTim>1h\"\ncompare = \"previous\"\n\
                [reports.b]\ncommand = \"list users\"\nformat = \"nd\"\nraw = true\n\
                [reports.c]\ncommand = \"list users\"\nwhere = \"nme=x\"\nsort = \"ag\"\n";
    let (refused, _) = asked(text, &["--check"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    let problems = refused.stderr.lines().filter_map(|line| {
        let (_, problem) = line.split_once("helpscout.toml:")?;
        problem.split_once(": ").map(|(place, _)| place.to_owned())
    });
    let places = problems.collect::<Vec<_>>();
    // What follows from a mistake, such as a format that is not ndjson, is none.
    let expected = ["4:10", "5:10", "10:10", "14:9", "15:8"];
    assert_eq!(places, expected, "{}", refused.stderr);
}

#[test]
fn a_text_without_quotes_is_shown_with_them() {
    for (value, rest) in [
        ("2019-W20", ""),
        ("2019-05", "  # May"),
        ("2019-05-02..2019-05-08", ""),
        ("last-week", ""),
    ] {
        let text =
            format!("[reports.a]\ncommand = \"history\"\nuser = \"me\"\nperiod = {value}{rest}\n");
        let (refused, _) = asked(&text, &["--check"]);
        let problem = format!("error: helpscout.toml:4:10: `{value}` is a text without quotes\n");
        assert!(refused.stderr.starts_with(&problem), "{}", refused.stderr);
        let help = format!("  help: write period = \"{value}\"\n");
        assert!(refused.stderr.ends_with(&help), "{}", refused.stderr);
    }
    let folder = with_file("");
    fs::write(folder.path().join("helpscout.toml"), b"\xff\xfe[\0").unwrap();
    let refused = run(&mut in_folder(folder.path(), &["--check"]));
    let problem = "error: can't read helpscout.toml: it is not UTF-8\n\n  help: save it as UTF-8\n";
    assert_eq!(refused.stderr, problem);
}
