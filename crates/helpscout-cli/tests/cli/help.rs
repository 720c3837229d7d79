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
    use helpscout_cli::describe::{self, Group};
    let text = help(&["report", "--help"]);
    let (head, rest) = text.split_once("Reports:\n").unwrap();
    let (list, foot) = rest.split_once("\n\n").unwrap();
    let names = list.lines().filter(|line| !line.starts_with("   "));
    let names: Vec<&str> = names
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let reports = describe::operations().iter();
    let reports = reports.filter(|one| one.group == Group::Reports);
    let mut ids: Vec<String> = reports.map(|one| one.id.replace('_', "-")).collect();
    ids.sort();
    assert_eq!(names, ids);
    assert!(list.contains("  user-replies                      How many replies a user sent"));
    assert_snapshot!(format!("{head}Reports:\n  …\n\n{foot}"));
}

#[test]
fn a_report_explains_every_option_from_the_documented_page() {
    assert_snapshot!(help(&["report", "user-conversation-history", "--help"]));
}

#[test]
fn a_report_lists_its_options_shortly() {
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
    use helpscout_cli::describe;
    for operation in describe::operations() {
        let (command, text) = helpscout_cli::help(describe::descriptions(), operation.id).unwrap();
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        assert_eq!(help(&words), text, "{command}");
    }
    let unknown = helpscout_cli::help(describe::descriptions(), "user_moods");
    assert_eq!(unknown, None);
}
