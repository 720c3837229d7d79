//! `helpscout run`: the named reports of a file.

mod mistakes;

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::{TempDir, tempdir};

use crate::output::files;
use crate::program::{Run, program, run};
use crate::service::Service;

const ROW: &str = r#"[{"id":1,"number":2,"customers":[{"id":3,"name":"Zoë"}]}]"#;

/// Options that both reports of a file share.
pub(crate) const MAY: &str = "start = 2019-05-02T12:00:00Z\nend = 2019-06-02T12:00:00Z\n";

/// Returns a folder with this `helpscout.toml`.
pub(crate) fn with_file(text: &str) -> TempDir {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("helpscout.toml"), text).unwrap();
    folder
}

/// Returns `helpscout run` in a folder.
pub(crate) fn in_folder(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = program();
    command.current_dir(folder).arg("run").args(arguments);
    command
}

/// Runs reports of this file, and returns the outcome with the requests that were sent.
pub(crate) fn asked(text: &str, arguments: &[&str]) -> (Run, Vec<String>) {
    let folder = with_file(text);
    let service = Service::with_pages(&[ROW], 1);
    let done = run(&mut service.asked_by(in_folder(folder.path(), arguments)));
    (done, service.asked())
}

#[test]
fn a_named_report_is_run_as_if_its_options_had_been_typed() {
    let text = format!(
        "[reports.monday]\n\
         command = \"history\"\ntitle = \"Marta\"\nuser = 447723\nmailboxes = [123, 567]\n\
         status = \"closed\"\noffice-hours = true\n{MAY}\
         output = [\"{{name}}.csv\", \"monday-{{date}}.json\"]\n"
    );
    let folder = with_file(&text);
    let service = Service::with_pages(&[ROW], 1);
    let elsewhere = tempdir().unwrap();
    let config = folder.path().join("helpscout.toml");
    let mut command = service.asked_by(program());
    command.current_dir(elsewhere.path()).arg("run");
    let done = run(command.arg("--config").arg(config).arg("monday"));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let request = service.asked()[0].replace("%3A", ":").replace("%2C", ",");
    let expected = "/v2/reports/user/conversation-history?end=2019-06-02T12:00:00Z\
                    &mailboxes=123,567&officeHours=true&page=1&start=2019-05-02T12:00:00Z\
                    &status=closed&user=447723";
    assert_eq!(request, expected);
    // Files are beside the file that names them.
    assert_eq!(files(elsewhere.path()), [""; 0]);
    let [_, json, csv] = &files(folder.path())[..] else {
        panic!("{:?}", files(folder.path()));
    };
    assert_eq!(csv, "monday.csv");
    let date = json.strip_prefix("monday-").unwrap().strip_suffix(".json");
    assert!(date.is_some_and(|date| date.len() == 10), "{json}");
    let written = fs::read_to_string(folder.path().join("monday.csv")).unwrap();
    assert!(written.contains("Zoë"), "{written}");
}

#[test]
fn the_title_of_a_report_is_that_of_its_page_and_its_message() {
    for (command, was) in [
        ("history\"\nuser = \"447723", "Marta Lindqvist (447723)"),
        ("report company", "The activity of the whole company"),
        ("waiting", "Source"),
    ] {
        let text = format!(
            "[reports.monday]\ncommand = \"{command}\"\ntitle = \"Weekly review\"\n\
             sandbox = true\n{MAY}output = [\"a.html\", \"a.md\", \"a.xlsx\"]\n"
        );
        let folder = with_file(&text);
        let done = run(&mut in_folder(folder.path(), &["monday"]));
        assert_eq!(done.code, Some(0), "{command}: {}", done.stderr);
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        let page = read("a.html");
        assert!(page.contains("<h1>Weekly review</h1>"), "{command}");
        assert!(page.contains(was), "{command}");
        assert!(
            read("a.md").starts_with("**Weekly review**"),
            "{command}: {}",
            read("a.md")
        );
    }
}

#[test]
fn options_above_the_tables_are_for_every_report_that_has_them() {
    let text = format!(
        "sandbox = true\nuser = 447723\n{MAY}\
         [reports.company]\ncommand = \"report company\"\noutput = \"company.json\"\n\
         [reports.replies]\ncommand = \"report user-replies\"\nuser = \"447724\"\nformat = \"json\"\n\
         [reports.users]\ncommand = \"list users\"\noutput = \"-\"\nformat = \"ndjson\"\n"
    );
    let folder = with_file(&text);
    let done = run(&mut in_folder(folder.path(), &["--all"]));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(files(folder.path()), ["company.json", "helpscout.toml"]);
    // Both went to stdout, in the order of the file.
    let (replies, users) = done.stdout.split_once("\n{\"id\":").unwrap();
    assert!(
        replies.starts_with('{') && users.contains("\"email\""),
        "{}",
        done.stdout
    );
    assert!(done.stderr.contains("company\n") && done.stderr.contains("users\n"));
}

#[test]
fn options_on_the_command_line_take_the_place_of_those_of_the_file() {
    let text = format!(
        "[reports.a]\ncommand = \"history\"\nuser = 1\nmailboxes = [5, 6]\n{MAY}\
         output = [\"a.csv\", \"b.csv\"]\n"
    );
    let folder = with_file(&text);
    let service = Service::with_pages(&[ROW], 1);
    let options = [
        "--quiet",
        "a",
        "--mailboxes",
        "7",
        "--user=2",
        "-o",
        "-",
        "-f",
        "csv",
    ];
    // `--quiet` precedes the name, as options that all commands have may.
    let mut command = service.asked_by(program());
    command.current_dir(folder.path());
    let done = run(command.args([options[0], "run"]).args(&options[1..]));
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    assert!(
        done.stdout.starts_with("\"number\",\"id\","),
        "{}",
        done.stdout
    );
    let sent = &service.asked()[0];
    assert!(
        sent.ends_with("&user=2") && sent.contains("&mailboxes=7&"),
        "{sent}"
    );
    assert_eq!(files(folder.path()), ["helpscout.toml"]);
}

#[test]
fn a_wrong_option_on_the_command_line_is_no_mistake_of_the_file() {
    let text = format!("[reports.a]\ncommand = \"history\"\nuser = 1\n{MAY}");
    for (arguments, problem) in [
        (
            &["a", "--usr", "2"][..],
            "error: unexpected argument '--usr' found\n",
        ),
        (
            &["a", "--status", "shut"],
            "error: invalid value 'shut' for '--status",
        ),
        (
            &["--status", "closed", "a"],
            "error: --status precedes the name of a report\n",
        ),
        (&["b"], "error: there is no report b in helpscout.toml\n"),
        (&["a", "--config", "no.toml"], "error: can't read no.toml: "),
        (&[], "error: no report was named\n"),
    ] {
        let (refused, sent) = asked(&text, arguments);
        assert_eq!(
            (refused.code, sent),
            (Some(2), Vec::new()),
            "{}",
            refused.stderr
        );
        assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
    }
    let folder = tempdir().unwrap();
    let refused = run(&mut in_folder(folder.path(), &["a"]));
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("helpscout run --help shows"),
        "{}",
        refused.stderr
    );
}

#[test]
fn an_option_that_one_of_several_reports_lacks_is_refused_with_its_name() {
    let text = format!(
        "[reports.users]\ncommand = \"list users\"\n\
         [reports.a]\ncommand = \"history\"\nuser = 1\n{MAY}"
    );
    let (refused, sent) = asked(&text, &["users", "a", "--status", "closed"]);
    assert_eq!(
        (refused.code, sent.len()),
        (Some(2), 0),
        "{}",
        refused.stderr
    );
    let problem = "error: users: unexpected argument '--status' found\n";
    assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("--status is an option of"),
        "{}",
        refused.stderr
    );
    let (refused, _) = asked(&text, &["a", "users", "--status", "shut"]);
    assert!(
        refused.stderr.contains("users: unexpected argument"),
        "{}",
        refused.stderr
    );
}

#[test]
fn what_an_option_on_the_command_line_adds_may_be_missing_in_the_file() {
    let text = format!(
        "[reports.agent]\ncommand = \"history\"\n{MAY}\
         [reports.b]\ncommand = \"history\"\nuser = 1\n{MAY}"
    );
    let (done, sent) = asked(&text, &["b"]);
    assert_eq!((done.code, sent.len()), (Some(0), 1), "{}", done.stderr);
    let (done, sent) = asked(&text, &["agent", "--user", "2"]);
    assert_eq!((done.code, sent.len()), (Some(0), 1), "{}", done.stderr);
    let (refused, sent) = asked(&text, &["--check"]);
    assert_eq!(
        (refused.code, sent.len()),
        (Some(2), 0),
        "{}",
        refused.stderr
    );
    let problem = "error: helpscout.toml:1:10: the following required arguments";
    assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
}

#[test]
fn every_report_is_attempted_and_the_exit_code_is_the_one_that_matters_most() {
    let text = format!(
        "attempts = 1\n\
         [reports.lost]\ncommand = \"report user-replies\"\nuser = 1\nformat = \"json\"\n{MAY}\
         [reports.refused]\ncommand = \"report company\"\noutput = \"c.json\"\n{MAY}\
         [reports.good]\ncommand = \"history\"\nuser = 1\noutput = \"good.csv\"\n{MAY}"
    );
    let folder = with_file(&text);
    let service = Service::start(|asked| {
        if asked.starts_with("/v2/reports/company") {
            (403, String::new())
        } else if asked.starts_with("/v2/reports/user/replies") {
            (503, String::new())
        } else {
            (200, crate::service::page(1, 1, 1, ROW))
        }
    });
    let arguments = |names: &[&str]| in_folder(folder.path(), names);
    let done = run(&mut service.asked_by(arguments(&["lost", "refused", "good"])));
    assert_eq!(done.code, Some(3), "{}", done.stderr);
    assert!(done.stderr.contains("error: lost: "), "{}", done.stderr);
    assert!(done.stderr.contains("error: refused: "), "{}", done.stderr);
    assert_eq!(files(folder.path()), ["good.csv", "helpscout.toml"]);
    let done = run(&mut service.asked_by(arguments(&["good", "lost"])));
    assert_eq!(done.code, Some(1), "{}", done.stderr);
    let json = run(&mut service.asked_by(arguments(&["lost", "--errors", "json"])));
    assert!(
        json.stderr
            .starts_with("{\"kind\":\"unavailable\",\"operation\":\"user_replies\"")
    );
    assert!(
        json.stderr.contains("\"message\":\"lost: "),
        "{}",
        json.stderr
    );
}

#[test]
fn two_reports_never_write_one_file() {
    let text = format!(
        "[reports.a]\ncommand = \"history\"\nuser = 1\noutput = \"same.csv\"\n{MAY}\
         [reports.b]\ncommand = \"history\"\nuser = 2\noutput = \"./same.csv\"\n{MAY}"
    );
    let (refused, sent) = asked(&text, &["a", "b"]);
    assert_eq!((refused.code, sent.len()), (Some(2), 0));
    let problem = "error: helpscout.toml:10:10: the reports a and b both write ";
    assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
    let (done, _) = asked(&text, &["a"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
}

#[test]
fn the_reports_of_a_file_can_be_listed_and_checked() {
    let text = format!(
        "[reports.monday]\ncommand = \"history\"\ntitle = \"Marta, last week\"\nuser = 1\n{MAY}\
         [reports.all]\ncommand = \"report  company\"\n{MAY}"
    );
    let (listed, sent) = asked(&text, &["--list"]);
    assert_eq!((listed.code, sent.len()), (Some(0), 0), "{}", listed.stderr);
    let expected = "monday  history         Marta, last week\nall     report company\n";
    assert_eq!(listed.stdout, expected);
    let (checked, sent) = asked(&text, &["--check"]);
    assert_eq!(
        (checked.code, sent.len()),
        (Some(0), 0),
        "{}",
        checked.stderr
    );
    assert_eq!(
        checked.stderr,
        "helpscout.toml: no mistake in monday, all\n"
    );
    let (help, _) = asked(&text, &["monday", "--help"]);
    assert!(
        help.stdout
            .contains("helpscout run [--config FILE] NAME..."),
        "{}",
        help.stdout
    );
}

#[test]
fn an_item_of_a_list_is_one_name_whatever_commas_it_has() {
    let text = format!(
        "sandbox = true\n[reports.a]\ncommand = \"history\"\nuser = 447723\n\
         tags = [\"Nothing, really\"]\n{MAY}"
    );
    let (refused, _) = asked(&text, &["a"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    let problem = "error: helpscout.toml:5:8: ";
    assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("Nothing, really"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_column_that_the_report_does_not_have_is_found_by_a_check() {
    let text = format!(
        "[reports.a]\ncommand = \"report conversations-drilldown\"\n\
         columns = [\"number\", \"numbr\"]\n{MAY}"
    );
    let (refused, sent) = asked(&text, &["--check"]);
    assert_eq!(
        (refused.code, sent.len()),
        (Some(2), 0),
        "{}",
        refused.stderr
    );
    let problem = "error: helpscout.toml:3:11: ";
    assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
    assert!(refused.stderr.contains("numbr"), "{}", refused.stderr);
}

#[test]
fn a_name_that_the_service_does_not_know_is_a_mistake_of_the_file() {
    let text = format!(
        "sandbox = true\n[reports.a]\ncommand = \"history\"\nuser = \"Nobody Atall\"\n{MAY}"
    );
    let (refused, _) = asked(&text, &["a"]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    let problem = "error: helpscout.toml:4:8: ";
    assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
}

#[test]
fn the_time_zone_of_the_user_is_looked_up_once_for_all_reports() {
    let text = "period = \"2019-W20\"\n[reports.a]\ncommand = \"history\"\nuser = 447723\n\
                [reports.b]\ncommand = \"history\"\nuser = 12\n";
    let folder = with_file(text);
    let service = Service::start(|asked| match asked {
        "/v2/users/me" => (200, r#"{"id":1,"timezone":"Asia/Kathmandu"}"#.to_owned()),
        asked if asked.contains("conversation-history") => {
            (200, crate::service::page(1, 1, 1, ROW))
        }
        _ => (404, String::new()),
    });
    let done = run(&mut service.asked_by(in_folder(folder.path(), &["--all"])));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let asked = service.asked();
    let of_user = asked.iter().filter(|asked| *asked == "/v2/users/me");
    assert_eq!(of_user.count(), 1, "{asked:#?}");
    let there = asked
        .iter()
        .filter(|asked| asked.contains("T18%3A15%3A00Z"));
    assert_eq!(there.count(), 2, "{asked:#?}");
    let named = done.stderr.matches("the time zone of your user");
    assert_eq!(named.count(), 2, "{}", done.stderr);
}

#[test]
fn a_list_in_a_file_names_columns_by_titles_with_commas() {
    let folder = with_file(
        "[reports.days]\ncommand = \"history\"\nuser = 447723\nby = \"day\"\n\
         period = \"2019-W20\"\nzone = \"UTC\"\nsandbox = true\n\
         columns = [\"key\", \"Response time, 90 %\"]\nsort = [\"Response time, 90 %:desc\"]\n\
         output = \"days.csv\"\n",
    );
    let done = run(&mut in_folder(folder.path(), &["days"]));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let text = fs::read_to_string(folder.path().join("days.csv")).unwrap();
    assert!(
        text.starts_with("\"key\",\"responseTimeP90Seconds\"\n"),
        "{text}"
    );
}

/// A folder of the system in which nobody can create a file, not even the superuser.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_can_not_be_written_to_is_named_with_its_line() {
    let folder = with_file(
        "[reports.monday]\ncommand = \"list users\"\nsandbox = true\noutput = \"/proc/week.csv\"\n",
    );
    let done = run(&mut in_folder(folder.path(), &["monday"]));
    assert_eq!(done.code, Some(2), "{}", done.stderr);
    let place = "error: helpscout.toml:4:10: can't write /proc/week.csv: ";
    assert!(done.stderr.starts_with(place), "{}", done.stderr);
    assert!(!done.stderr.contains(".part"), "{}", done.stderr);
}
