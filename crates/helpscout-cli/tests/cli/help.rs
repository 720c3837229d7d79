use helpscout_reports::describe::{self, Group};
use insta::assert_snapshot;

use crate::program::{program, run};

fn help(arguments: &[&str]) -> String {
    let run = run(program().args(arguments));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    run.stdout
}

#[test]
fn the_program_says_what_it_does() {
    assert_snapshot!(help(&["--help"]));
}

#[test]
fn report_lists_the_reports_by_name() {
    let text = help(&["report", "--help"]);
    let (head, rest) = text.split_once("Reports:\n").unwrap();
    let (list, foot) = rest.split_once("\n\n").unwrap();
    let lines = list.lines().filter(|line| !line.starts_with("   "));
    let lines = lines.filter_map(|line| line.trim().split_once(' '));
    let lines: Vec<(&str, &str)> = lines.map(|(name, text)| (name, text.trim())).collect();
    let reports = describe::api().operations.iter();
    let mut reports: Vec<_> = reports
        .filter(|report| report.group() == Group::Reports)
        .collect();
    reports.sort_by_key(|report| &report.path);
    let ids: Vec<String> = reports
        .iter()
        .map(|report| report.id.replace('_', "-"))
        .collect();
    let names: Vec<&str> = lines.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ids);
    for ((name, text), report) in lines.iter().zip(reports) {
        // A long summary continues on the next line.
        assert!(report.summary.starts_with(text), "{name}: {text}");
    }
    assert_snapshot!(format!("{head}Reports:\n  …\n\n{foot}"));
}

#[test]
fn a_report_explains_every_option_from_the_documented_page() {
    assert_snapshot!(help(&["report", "user-conversation-history", "--help"]));
}

#[test]
fn a_report_lists_its_options_briefly() {
    assert_snapshot!(help(&["report", "user-conversation-history", "-h"]));
}

#[test]
fn history_explains_its_columns_and_every_filter() {
    assert_snapshot!(help(&["history", "--help"]));
}

#[test]
fn sandbox_explains_its_options() {
    assert_snapshot!(help(&["sandbox", "--help"]));
}

#[test]
fn the_library_gives_the_help_that_the_program_prints() {
    for operation in &describe::api().operations {
        let (command, text) = helpscout_command::help(describe::api(), &operation.id).unwrap();
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        assert_eq!(help(&words), text, "{command}");
    }
    let unknown = helpscout_command::help(describe::api(), "user_moods");
    assert_eq!(unknown, None);
}
