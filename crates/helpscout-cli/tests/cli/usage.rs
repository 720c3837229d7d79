use insta::assert_snapshot;

use crate::program::{MAY, program, report, run};
use crate::service::Service;

/// Returns the message for wrong options. Checks that no request is sent.
fn refused(options: &[&str]) -> String {
    let service = Service::with_pages(&["[]"], 0);
    let run = run(service.asked_by(report()).args(options));
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(2), ""),
        "{}",
        run.stderr
    );
    assert_eq!(service.asked(), [""; 0]);
    run.stderr
}

/// Does the same with another value of a required option.
fn refused_with(option: &str, value: &str) -> String {
    let service = Service::with_pages(&["[]"], 0);
    let place = MAY.iter().position(|known| *known == option).unwrap() + 1;
    let mut options = MAY;
    options[place] = value;
    let mut command = program();
    command
        .args(["report", "user-conversation-history"])
        .args(options);
    let run = run(&mut service.asked_by(command));
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(2), ""),
        "{}",
        run.stderr
    );
    assert_eq!(service.asked(), [""; 0]);
    run.stderr
}

#[test]
fn no_command_shows_the_help() {
    let run = run(&mut program());
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("Usage: helpscout"), "{}", run.stderr);
}

#[test]
fn a_misspelled_report_is_recognized() {
    let run = run(program().args(["report", "user-conversations-history"]));
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.stderr);
}

#[test]
fn a_misspelled_option_is_recognized() {
    assert_snapshot!(refused(&["--previousStart", "2019-04-02T12:00:00Z"]));
}

#[test]
fn required_options_are_named() {
    let run = run(program().args(["report", "user-conversation-history", "--user", "1"]));
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.stderr);
}

#[test]
fn a_number_that_is_no_id_is_no_name_either() {
    assert_snapshot!(refused_with("--user", "447.723"));
}

#[test]
fn an_id_below_one_is_refused() {
    assert_snapshot!(refused_with("--user", "-5"));
}

#[test]
fn one_wrong_id_of_a_list_is_named() {
    assert_snapshot!(refused(&["--mailboxes", "123,0,567"]));
}

#[test]
fn a_gap_in_a_list_is_refused() {
    assert_snapshot!(refused(&["--mailboxes", "123,,567"]));
}

#[test]
fn a_value_in_the_wrong_case_gets_the_right_one() {
    assert_snapshot!(refused(&["--sort-order", "asc"]));
}

#[test]
fn a_misspelled_value_gets_the_nearest_one() {
    assert_snapshot!(refused(&["--sort-field", "response_time"]));
}

#[test]
fn an_unknown_value_gets_the_known_ones() {
    assert_snapshot!(refused(&["--status", "spam"]));
}

#[test]
fn a_boolean_other_than_true_or_false_is_refused() {
    assert_snapshot!(refused(&["--office-hours", "yes"]));
}

#[test]
fn a_page_below_one_is_refused() {
    assert_snapshot!(refused(&["--page", "0"]));
}

#[test]
fn a_date_that_the_calendar_lacks_is_refused_with_what_to_write() {
    assert_snapshot!(refused_with("--end", "2019-06-31"));
}

#[test]
fn a_time_without_an_offset_is_refused_with_what_to_write() {
    assert_snapshot!(refused_with("--end", "2019-06-02T12:00:00"));
}

#[test]
fn an_invalid_date_is_refused_with_an_example() {
    assert_snapshot!(refused_with("--start", "yesterday"));
}

#[test]
fn an_end_before_the_start_is_refused() {
    assert_snapshot!(refused_with("--end", "2018-06-02T12:00:00Z"));
}

#[test]
fn half_of_the_previous_interval_is_refused() {
    assert_snapshot!(refused(&["--previous-end", "2019-05-02T12:00:00Z"]));
}

#[test]
fn an_unknown_format_gets_the_known_ones() {
    assert_snapshot!(refused(&["--format", "xml"]));
}

#[test]
fn a_wrong_base_url_is_refused() {
    let run = run(report()
        .args(["--base-url", "http://127.0.0.1:1/v2"])
        .env("HELPSCOUT_ACCESS_TOKEN", "x"));
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.stderr);
}

#[test]
fn an_empty_base_url_is_refused_as_an_option_and_ignored_in_the_environment() {
    let typed = run(report()
        .args(["--base-url="])
        .env("HELPSCOUT_ACCESS_TOKEN", "x"));
    assert_eq!(typed.code, Some(2), "{}", typed.stderr);
    for empty in ["", " "] {
        let left_empty = run(report().env("HELPSCOUT_BASE_URL", empty));
        assert_eq!(left_empty.code, Some(2));
        assert!(
            left_empty.stderr.contains("no credentials"),
            "{}",
            left_empty.stderr
        );
        // The live service is not reached, because the proxy is closed.
        let live = run(report()
            .args(["--attempts", "1"])
            .env("HELPSCOUT_ACCESS_TOKEN", "x")
            .env("HTTPS_PROXY", "http://127.0.0.1:9")
            .env("HELPSCOUT_BASE_URL", empty));
        assert!(
            live.stderr.contains("can't connect to api.helpscout.net"),
            "{}",
            live.stderr
        );
    }
}

#[test]
fn sandbox_and_base_url_exclude_each_other() {
    let run = run(report().args(["--sandbox", "--base-url", "http://127.0.0.1:1"]));
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.stderr);
}

#[test]
fn missing_credentials_name_both_ways_and_the_sandbox() {
    let run = run(&mut report());
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert_snapshot!(run.stderr);
}

#[test]
fn half_of_the_credentials_names_the_other_half() {
    let with_id = run(report()
        .env("HELPSCOUT_APP_ID", "id")
        .env("HELPSCOUT_APP_SECRET", ""));
    let with_secret = run(report().env("HELPSCOUT_APP_SECRET", "hush"));
    assert_eq!((with_id.code, with_secret.code), (Some(2), Some(2)));
    assert_snapshot!(format!("{}\n{}", with_id.stderr, with_secret.stderr));
}

#[cfg(unix)]
#[test]
fn a_credential_that_is_no_text_is_refused_and_not_shown() {
    use std::os::unix::ffi::OsStrExt;

    let wrong = std::ffi::OsStr::from_bytes(b"hush\xff");
    let run = run(report().env("HELPSCOUT_ACCESS_TOKEN", wrong));
    assert_eq!(run.code, Some(2));
    assert_snapshot!(run.stderr, @r"
    error: HELPSCOUT_ACCESS_TOKEN is not valid UTF-8; it may be truncated or in another encoding

      help: set it again,
            or use --sandbox to try the command without an account
    ");
}

#[test]
fn credentials_are_never_an_argument() {
    for option in ["--app-id", "--app-secret", "--access-token", "--token"] {
        let run = run(report().args([option, "x"]));
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("unexpected argument"), "{}", run.stderr);
    }
}

#[test]
fn a_flag_may_be_given_twice() {
    let list = |options: &[&str]| run(program().args(["list", "users"]).args(options));
    let once = list(&["--sandbox", "-q", "-f", "csv"]);
    assert_eq!(once.code, Some(0), "{}", once.stderr);
    let twice = list(&["--sandbox", "--sandbox", "-q", "-q", "-f", "csv"]);
    assert_eq!((twice.code, twice.stderr.as_str()), (Some(0), ""));
    assert_eq!(twice.stdout, once.stdout);
    // Of two values, one would be ignored.
    let formats = list(&["--sandbox", "-f", "csv", "-f", "json"]);
    assert_eq!(formats.code, Some(2));
    // Before and after the command, and an option of one command.
    let mut command = program();
    command.args(["-v", "-q", "history", "-vq", "--sandbox", "--sandbox"]);
    command.args(["--everybody", "--everybody", "--period", "2019-W20"]);
    let planned = run(command.args(["--dry-run", "--dry-run"]));
    assert_eq!(planned.code, Some(0), "{}", planned.stderr);
}
