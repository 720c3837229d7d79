//! `cargo xtask verify`: saved answers, and those that it fetches.

use std::fs;

use crate::support::{text, xtask};

#[test]
fn verify_finds_where_saved_answers_contradict_the_spec() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers");
    fs::create_dir_all(answers.join("user-replies")).unwrap();
    let good = r#"{"current": [{"date": "2019-05-06T09:30:00Z", "replies": 3}]}"#;
    fs::write(answers.join("user_replies.json"), good).unwrap();
    let verified = xtask(&["verify", answers.to_str().unwrap()]);
    assert_eq!(
        verified.status.code(),
        Some(0),
        "{}",
        text(&verified.stderr)
    );
    assert!(text(&verified.stderr).contains("1 answer of 1 operation: all match the spec"));

    let changed = r#"{"current": [{"date": "2019-05-06T09:30:00Z", "replies": "3"}], "mood": 1}"#;
    fs::write(answers.join("user-replies/monday.json"), changed).unwrap();
    let verified = xtask(&["verify", answers.to_str().unwrap()]);
    assert_eq!(verified.status.code(), Some(1));
    let findings = text(&verified.stdout);
    assert!(
        findings.contains("error[S095]: `current[0].replies`"),
        "{findings}"
    );
    assert!(findings.contains("error[S092]: `mood`"), "{findings}");
    assert!(findings.contains("--> api.yaml:"), "{findings}");
    assert!(text(&verified.stderr).contains("2 answers of 1 operation: 2 disagreements"));
}

#[test]
fn verify_names_a_file_that_belongs_to_no_operation() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("user_reply.json"), "{}").unwrap();
    let verified = xtask(&["verify", folder.path().to_str().unwrap()]);
    assert_eq!(verified.status.code(), Some(1));
    let message = text(&verified.stderr);
    assert!(
        message.contains("there is no operation `user_reply`"),
        "{message}"
    );
    assert_eq!(xtask(&["verify"]).status.code(), Some(2));
    let both = xtask(&["verify", "--sandbox", "--live"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn verify_calls_a_sandbox_and_saves_its_answers() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers");
    let answers_text = answers.to_str().unwrap();
    let fetched = xtask(&["verify", "--sandbox", "--save", answers_text]);
    assert_eq!(
        fetched.status.code(),
        Some(0),
        "{}{}",
        text(&fetched.stdout),
        text(&fetched.stderr)
    );
    let spec = crate::support::workspace().join("spec");
    let count = helpscout_spec::read(&spec).api.unwrap().operations.len();
    assert_eq!(fs::read_dir(&answers).unwrap().count(), count);
    let all = format!("{count} answers of {count} operations: all match the spec\n");
    assert_eq!(text(&fetched.stderr), all);
    let saved = xtask(&["verify", answers_text]);
    assert_eq!(text(&saved.stderr), all);
}

#[test]
fn verify_continues_after_a_refused_operation() {
    let fetched = xtask(&[
        "verify",
        "--sandbox",
        "--only",
        "user_replies",
        "--only",
        "get_user",
        "--set",
        "get_user.id=1",
    ]);
    assert_eq!(fetched.status.code(), Some(1));
    let told = text(&fetched.stderr);
    assert!(told.starts_with("error: get_user: "), "{told}");
    let verdict = "1 answer of 1 operation: all match the spec\n1 operation without an answer\n";
    assert!(told.ends_with(verdict), "{told}");
    let wrong = xtask(&["verify", "--sandbox", "--set", "user"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("expected NAME=VALUE"));
}

#[test]
fn verify_without_an_answer_fails() {
    let folder = tempfile::tempdir().unwrap();
    let spec = crate::support::spec_copy(folder.path());
    let report = spec.join(crate::support::REPORT);
    crate::support::edit(&report, "    example: 447723\n", "");
    let spec = spec.to_str().unwrap();
    let only = ["--only", "user_conversation_history"];
    let fetched = xtask(&[&["verify", "--sandbox", "--spec", spec], &only[..]].concat());
    assert_eq!(fetched.status.code(), Some(1));
    let told = text(&fetched.stderr);
    let verdict = "0 answers of 0 operations: nothing to verify\n1 operation not called\n";
    assert!(told.ends_with(verdict), "{told}");
    assert!(told.contains("it needs --set user=…"), "{told}");
    let set = ["--set", "user=447723"];
    let fetched = xtask(
        &[
            &["verify", "--sandbox", "--spec", spec],
            &only[..],
            &set[..],
        ]
        .concat(),
    );
    assert_eq!(fetched.status.code(), Some(0), "{}", text(&fetched.stderr));
}

#[test]
fn verify_refuses_unknown_names() {
    let refused = |arguments: &[&str]| {
        let output = xtask(&[&["verify", "--sandbox"], arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let message = refused(&["--only", "user_replies", "--set", "usr=1"]);
    let expected =
        "error: --set usr: no selected operation has such a parameter; did you mean `user`?\n";
    assert_eq!(message, expected);
    let message = refused(&["--only", "user_reply"]);
    assert_eq!(
        message,
        "error: there is no operation `user_reply`; did you mean `user_replies`?\n"
    );
}
