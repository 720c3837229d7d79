//! Tables of reports at the widths of common terminals.

use insta::assert_snapshot;
use tempfile::tempdir;
use unicode_width::UnicodeWidthStr;

use super::pseudo_terminal::Terminal;
use super::shown;
use crate::program::{program, run};
use crate::service::NOBODY;

const REPORTS: [&[&str]; 8] = [
    &["report", "happiness"],
    &["report", "happiness-ratings", "--page", "1", "--limit", "6"],
    &[
        "report",
        "conversations-drilldown",
        "--page",
        "1",
        "--limit",
        "6",
    ],
    &[
        "report",
        "user-conversation-history",
        "--user",
        "447723",
        "--page",
        "1",
        "--limit",
        "6",
    ],
    &["report", "company"],
    &["report", "productivity"],
    &["report", "user-replies", "--user", "447723"],
    &["report", "conversations-volume-by-channel"],
];

/// Returns what a terminal of that width shows of a week of a report.
fn week(words: &[&str], columns: u16) -> String {
    let mut command = program();
    command.args(words).args(["--sandbox", "--quiet"]);
    if words[0] == "report" {
        command.args([
            "--start",
            "2019-05-06T00:00:00Z",
            "--end",
            "2019-05-12T23:59:59Z",
        ]);
    }
    shown(&command, columns).printed
}

#[test]
fn what_matters_is_shown_at_every_width() {
    let mut all = String::new();
    for words in REPORTS {
        for columns in [80, 100, 160] {
            let printed = week(words, columns);
            let widest = printed.lines().map(UnicodeWidthStr::width).max();
            assert!(
                widest <= Some(columns.into()),
                "{words:?} at {columns}:\n{printed}"
            );
            all.push_str(&format!(
                "## {} at {columns}\n\n{printed}\n",
                words.join(" ")
            ));
        }
    }
    assert_snapshot!(all);
}

#[test]
fn tables_fit_the_half_of_a_terminal() {
    let history = [
        "history",
        "--team",
        "First line",
        "--period",
        "2019-W20",
        "--by",
        "user",
    ];
    let history = [
        &history[..],
        &["--compare", "previous", "--sla", "resolve<30d:1.5%"],
    ]
    .concat();
    for words in REPORTS.into_iter().chain([&history[..]]) {
        for columns in [40, 60] {
            let printed = week(words, columns);
            let widest = printed.lines().map(UnicodeWidthStr::width).max();
            assert!(
                widest <= Some(columns.into()),
                "{words:?} at {columns}:\n{printed}"
            );
        }
    }
}

#[test]
fn a_column_goes_before_a_word_is_broken() {
    for columns in [60, 80, 100, 120] {
        let printed = week(&["list", "users"], columns);
        let lines = printed.lines().filter(|line| line.contains("example"));
        for line in lines {
            assert!(line.contains("@example.com"), "{columns}: {line}");
        }
    }
}

#[test]
fn a_week_is_shown_by_day() {
    for days in ["2019-05-06", "2019-05-12"] {
        assert!(week(&["report", "user-replies", "--user", "447723"], 80).contains(days));
    }
}

#[test]
fn the_note_below_the_groups_of_a_history_ends_its_lines_between_words() {
    let groups = ["--compare", "previous", "--by", "day"];
    let history = ["history", "--user", "447723", "--period", "2019-W20"];
    for columns in [60, 80, 100, 160] {
        let printed = week(&[&history[..], &groups[..]].concat(), columns);
        let lines = printed.lines().map(str::trim_end);
        let lines = lines.skip_while(|line| !line.starts_with("Times are medians."));
        let lines: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
        assert!(
            lines.iter().all(|line| line.width() <= columns.into()),
            "{printed}"
        );
        let joined = lines.join(" ");
        assert!(
            joined.ends_with("that is in two groups is in it once."),
            "{joined}"
        );
    }
}

#[test]
fn notes_and_errors_end_their_lines_between_words() {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let company: &[&str] = &["report", "company", "--sandbox", "--period", "2018"];
    let history: &[&str] = &["history", "--sandbox", "--user", "Marta Lindqvist"];
    let week: &[&str] = &["--period", "2019-W20", "--output"];
    let folder = tempdir().unwrap();
    let file = folder.path().join("week.md");
    for arguments in [[company, &["--format", "csv"]], [history, week]] {
        let mut command = program();
        command.args(arguments.concat());
        if arguments[1] == week {
            command.arg(&file);
        }
        let whole = run(&mut command);
        assert!(
            whole.stderr.lines().any(|line| line.width() > 60),
            "{}",
            whole.stderr
        );
        for (columns, variable) in [(40, None), (100, Some("40"))] {
            command.envs(variable.map(|columns| ("COLUMNS", columns)));
            let shown = Terminal::start(&command, columns).end().printed;
            assert_eq!(words(&shown), words(&whole.stderr));
            let long = shown.lines().filter(|line| line.width() > 40);
            // Only a word that is longer than a line has one.
            let long: Vec<&str> = long.filter(|line| line.contains(' ')).collect();
            assert_eq!(long, [""; 0], "{shown}");
        }
        // A pipe has no columns.
        assert_eq!(run(&mut command).stderr, whole.stderr);
    }
}

#[test]
fn usage_errors_and_doctor_fit_the_terminal() {
    let words =
        |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let commands: [&[&str]; 8] = [
        &["history"],
        &["history", "--user", "x", "--format", "xml"],
        &["history", "--everybody", "--team", "x", "--user", "y"],
        &["report", "compny"],
        &["pull", "nonsense", "--to", "x"],
        &["pull", "--to", "x"],
        &["login", "--secret", "x"],
        &["doctor"],
    ];
    for arguments in commands {
        let mut command = program();
        command.args(arguments).env("HELPSCOUT_BASE_URL", NOBODY);
        let piped = run(&mut command);
        let whole = piped.stdout + &piped.stderr;
        for columns in [40, 60, 80, 200] {
            let shown = Terminal::start(&command, columns).end().printed;
            // A line that changes is not a part of the result.
            let shown = shown.rsplit("\u{1b}[2K").next().unwrap_or_default();
            assert_eq!(words(shown), words(&whole), "{columns}");
            let long = shown.lines().filter(|line| line.width() > columns.into());
            let long: Vec<&str> = long.filter(|line| line.trim().contains(' ')).collect();
            assert_eq!(long, [""; 0], "{columns}: {shown}");
        }
    }
}
