//! What would be sent, and that nothing is.

use std::fs;
use std::process::Command;

use helpscout_sandbox::Sandbox;
use insta::assert_snapshot;
use tempfile::tempdir;
use tokio::runtime::Runtime;

use crate::program::{program, report, run};
use crate::service::Service;

/// Returns what is printed for a command. Checks that nothing is sent.
fn planned(command: Command) -> String {
    let service = Service::start(|_| (500, String::new()));
    let run = run(service.asked_by(command).arg("--dry-run"));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(service.asked(), [""; 0]);
    assert!(!run.stdout.contains("token-of-the-tests"), "{}", run.stdout);
    run.stdout
        .replace(&service.base_url, "https://service.example")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = program();
    command.args(arguments);
    command
}

#[test]
fn a_report_is_one_request_and_the_same_as_curl() {
    let mut report = report();
    report.args(["--mailboxes", "123,567", "--sort-field", "responseTime"]);
    assert_snapshot!(planned(report));
}

#[test]
fn names_and_the_time_zone_are_look_ups_that_are_not_sent_either() {
    let named = command(&[
        "report",
        "company",
        "--period",
        "2019-05",
        "--compare",
        "previous",
        "--mailboxes",
        "Support,Sales,123",
        "--folders",
        "Support/Mine",
        "--tags",
        "a\nb `rm`",
    ]);
    assert_snapshot!(planned(named));
}

#[test]
fn a_history_has_a_request_for_each_user() {
    let mut own = command(&["history", "--user", "me,447723", "--period", "2019-W20"]);
    own.args(["--zone", "UTC", "--compare", "previous"]);
    assert_snapshot!(planned(own));
    let team = [
        "history",
        "--team",
        "First line",
        "--period",
        "2019-05-07",
        "--by",
        "mailbox",
    ];
    assert_snapshot!(planned(command(&team)));
    let everybody = [
        "history",
        "--everybody",
        "--period",
        "2019-05-07",
        "--zone",
        "UTC",
    ];
    let text = planned(command(&everybody));
    assert!(
        text.contains("the ID of each user of the account"),
        "{text}"
    );
}

const WEEK: [&str; 7] = [
    "history", "--user", "447723", "--period", "2019-W20", "--zone", "UTC",
];

/// The number before a word in a text.
fn number_before(word: &str, text: &str) -> Option<u64> {
    let (before, _) = text.split_once(word)?;
    before.split_whitespace().last()?.parse().ok()
}

#[test]
fn what_a_document_adds_to_a_history_is_planned_as_it_is_read() {
    let day = "Sent again for each day that the page, the spreadsheet or the message shows";
    let map = "For the heat map of the page, sent again for the hours of the days with replies";
    let compared = &["--compare", "previous"][..];
    for (formats, options, has_day, has_map) in [
        (&["html"][..], compared, true, true),
        (&["md", "xlsx"], compared, true, false),
        (&["html"], &["--by", "type"], true, true),
        (&["html"], &["--table", "conversations"], false, false),
        (&["html"], &["--limit", "3"], false, false),
        (&["html"], &["--replies"], false, false),
        (&["csv"], compared, false, false),
    ] {
        let folder = tempdir().unwrap();
        let mut line = [&WEEK[..], options].concat();
        let files = formats
            .iter()
            .map(|format| folder.path().join(format!("x.{format}")));
        let files: Vec<String> = files.map(|file| file.display().to_string()).collect();
        for file in &files {
            line.extend(["-o", file]);
        }
        let plan = planned(command(&line));
        let reports = plan
            .matches("\n# GET https://service.example/v2/reports/")
            .count();
        let of_day = if has_day { reports } else { 0 };
        assert_eq!(plan.matches(day).count(), of_day, "{plan}");
        // The period that is compared with has no heat map.
        assert_eq!(plan.matches(map).count(), usize::from(has_map), "{plan}");
        let said = number_before(" reports are read", &plan);
        assert_eq!(said.is_some(), has_day, "{plan}");

        let sent = run(command(&line).arg("--sandbox"));
        assert_eq!(sent.code, Some(0), "{}", sent.stderr);
        let sent = number_before(" requests are sent", &sent.stderr);
        // A few need no note.
        assert_eq!(said.filter(|most| *most > 20), sent, "{line:?}");
    }
}

#[test]
fn what_depends_on_a_look_up_is_planned_without_a_number() {
    let by = [&WEEK[..], &["--by", "mailbox,day"]].concat();
    let plan = planned(command(&by));
    for said in [
        "# Those that are sent again are counted once.",
        "Sent again for each mailbox and each day, because no row says which it is in",
        "Each mailbox, for which the report is sent again",
        "/v2/mailboxes'",
    ] {
        assert!(plan.contains(said), "no {said}: {plan}");
    }
    let chosen = [&by[..], &["--mailboxes", "1,2,3"]].concat();
    let plan = planned(command(&chosen));
    assert!(plan.contains("up to 22 reports are read."), "{plan}");
    let team = [
        "history", "--team", "7", "--period", "2019-W20", "--zone", "UTC", "--format", "html",
    ];
    let plan = planned(command(&team));
    let few = "For the heat map of the page, if there are few users, sent again";
    assert!(plan.contains(few), "{plan}");
    // The look-ups of the users' names.
    let named = [&WEEK[..], &["--format", "html"]].concat();
    let plan = planned(command(&named));
    assert!(plan.contains("The names of the users"), "{plan}");
    assert!(!planned(command(&WEEK)).contains("The names of the users"));
}

#[test]
fn a_history_that_needs_too_many_requests_is_refused_as_without_the_option() {
    let mut wide = command(&[
        "history", "--user", "447723", "--period", "2019", "--by", "hour",
    ]);
    let wide = run(wide.args(["--zone", "UTC", "--dry-run"]));
    assert_eq!(wide.code, Some(2), "{}", wide.stdout);
    assert!(wide.stderr.contains("--max-requests"), "{}", wide.stderr);
}

#[test]
fn a_waiting_list_and_a_list_can_be_planned_too() {
    let waiting = [
        "waiting", "--period", "2019-05", "--zone", "UTC", "--over", "1d",
    ];
    let text = planned(command(&waiting));
    assert!(
        text.contains("start=2019-05-01T00%3A00%3A00Z") && text.contains("/v2/mailboxes"),
        "{text}"
    );
    let text = planned(command(&["list", "mailbox-folders", "--id", "Support"]));
    assert!(text.contains("/v2/mailboxes/MAILBOX_ID/folders"), "{text}");
}

#[test]
fn a_week_for_people_asks_for_days_as_it_would_without_the_option() {
    let series = [
        "report",
        "company-customers-helped",
        "--start",
        "2019-05-06T00:00:00Z",
    ];
    for (format, days) in [("table", true), ("csv", false)] {
        let mut over_time = command(&series);
        over_time.args(["--end", "2019-05-12T23:59:59Z", "--format", format]);
        let text = planned(over_time);
        assert_eq!(text.contains("viewBy=day"), days, "{text}");
    }
}

#[test]
fn it_needs_no_credentials_and_writes_no_file() {
    let folder = tempdir().unwrap();
    let mut report = report();
    report.current_dir(folder.path());
    let run = run(report.args(["--dry-run", "-o", "may.csv"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(
        run.stdout.contains("There are no credentials"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("https://api.helpscout.net/v2/"),
        "{}",
        run.stdout
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn mistakes_are_found_as_without_the_option() {
    let wrong = run(report().args(["--dry-run", "--columns", "nonsense"]));
    assert_eq!(wrong.code, Some(2), "{}", wrong.stdout);
    let mut backwards = command(&["report", "company", "--start", "2019-06-01T00:00:00Z"]);
    let backwards = run(backwards.args(["--end", "2019-05-01T00:00:00Z", "--dry-run"]));
    assert_eq!(backwards.code, Some(2), "{}", backwards.stdout);
}

#[test]
fn reports_of_a_file_can_be_planned() {
    let folder = tempdir().unwrap();
    let file =
        "[reports.may]\ncommand = \"report company\"\nperiod = \"2019-05\"\nzone = \"UTC\"\n";
    fs::write(folder.path().join("helpscout.toml"), file).unwrap();
    let mut monday = command(&["run", "may"]);
    monday.current_dir(folder.path());
    let text = planned(monday);
    assert!(text.contains("/v2/reports/company?"), "{text}");
}

#[cfg(unix)]
#[test]
fn the_curl_commands_get_what_the_command_gets() {
    let has_curl = Command::new("curl").arg("--version").output();
    if has_curl.is_err() {
        return;
    }
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::builder().start()).unwrap();
    let credentials = [
        ("HELPSCOUT_BASE_URL", sandbox.base_url()),
        ("HELPSCOUT_APP_ID", sandbox.app_id()),
        ("HELPSCOUT_APP_SECRET", sandbox.app_secret()),
    ];
    let arguments = [
        "report", "company", "--period", "2019-05", "--zone", "UTC", "--format", "json",
    ];
    let got = run(command(&arguments).envs(credentials));
    assert_eq!(got.code, Some(0), "{}", got.stderr);
    let plan = run(command(&arguments).envs(credentials).arg("--dry-run"));
    assert!(
        !plan.stdout.contains(sandbox.app_secret()),
        "{}",
        plan.stdout
    );
    // Everybody on a machine sees the arguments of a program, so this one writes them down.
    let folder = tempdir().unwrap();
    let arguments = folder.path().join("arguments");
    let watched = format!(
        "curl() {{ printf '%s\\n' \"$@\" >> '{}'; command curl \"$@\"; }}\n{}\
         printf 'token %s' \"$HELPSCOUT_ACCESS_TOKEN\" >&2",
        arguments.display(),
        plan.stdout
    );
    let mut shell = Command::new("sh");
    shell
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs(credentials);
    let sent = run(shell.args(["-e", "-c", &watched]));
    let arguments = fs::read_to_string(arguments).unwrap();
    let token = sent.stderr.trim_start_matches("token ");
    assert!(token.len() > 10 && arguments.contains(sandbox.app_id()));
    for secret in [token, sandbox.app_secret()] {
        assert!(!arguments.contains(secret), "{arguments}");
    }
    assert_eq!(
        sent.stdout.trim_end(),
        got.stdout.trim_end(),
        "{}",
        sent.stderr
    );
}
