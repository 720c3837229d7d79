//! Reports without replies, and mistakes that are found before anything is sent.

use serde_json::Value;

use super::asked;
use crate::program::{history, run};
use crate::service::{Service, page, page_of};

/// Answers with an empty report, whatever is asked.
fn empty() -> Service {
    Service::start(|asked| (200, page(page_of(asked), 1, 0, "[]")))
}

#[test]
fn a_user_without_replies_has_figures_that_say_so() {
    let service = empty();
    let mut command = service.asked_by(history());
    command.args(["--sla", "response<1h", "--by", "day", "--format", "json"]);
    let run = run(&mut command);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let history: Value = serde_json::from_str(&run.stdout).unwrap();
    let response = &history["summary"]["times"]["responseTime"];
    assert_eq!(
        (&response["n"], &response["median"]),
        (&0.into(), &Value::Null)
    );
    let target = &history["sla"]["targets"][0];
    assert_eq!(
        (&target["n"], &target["isMissed"]),
        (&0.into(), &false.into())
    );
    assert_eq!(history["groups"].as_array().unwrap().len(), 32);
    let reports = service.asked();
    let reports = reports
        .iter()
        .filter(|asked| asked.contains("conversation-history"));
    assert_eq!(
        reports.count(),
        1,
        "a period without replies is not divided"
    );
}

#[test]
fn mistakes_are_found_before_anything_is_sent() {
    let cases: [(&[&str], &str); 7] = [
        (
            &["--sla", "first-respnse<1h"],
            "did you mean first-response?",
        ),
        (&["--sla", "response<1h:101%"], "a share is at most 100 %"),
        (&["--by", "wekday"], "weekday"),
        (&["--table", "groups"], "without --by"),
        (&["--table", "breaches"], "without --sla"),
        (&["--everybody"], "cannot be used with"),
        (&["--replies", "--by", "day"], "cannot be used with"),
    ];
    for (options, expected) in cases {
        let service = empty();
        let run = run(service.asked_by(history()).args(options));
        assert_eq!(run.code, Some(2), "{options:?}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{options:?}: {}", run.stderr);
        assert_eq!(service.asked(), Vec::<String>::new(), "{options:?}");
    }
}

#[test]
fn too_many_requests_are_refused_before_they_are_sent() {
    let service = empty();
    let mut command = service.asked_by(history());
    let refused = run(command.args(["--by", "hour", "--max-requests", "40"]));
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("the limit is 40"),
        "{}",
        refused.stderr
    );
    assert!(
        refused.stderr.contains("--max-requests"),
        "{}",
        refused.stderr
    );
    assert_eq!(service.asked(), Vec::<String>::new());
}

#[test]
fn unknown_teams_and_users_that_are_no_teams_are_refused() {
    let unknown = run(&mut asked(&["--team", "First lime"]));
    assert_eq!(unknown.code, Some(2), "{}", unknown.stderr);
    let problem = "--team: no team of this account is called \"First lime\"";
    assert!(unknown.stderr.contains(problem), "{}", unknown.stderr);
    assert!(unknown.stderr.contains("First line"), "{}", unknown.stderr);
    // Nothing is like it, so all teams are listed, and no user.
    let other = run(&mut asked(&["--team", "Xq"]));
    assert_eq!(other.code, Some(2), "{}", other.stderr);
    for team in ["First line", "Accounts", "Out of hours"] {
        assert!(other.stderr.contains(team), "{}", other.stderr);
    }
    assert!(!other.stderr.contains("Lindqvist"), "{}", other.stderr);
    let two = run(&mut asked(&["--team", "First line,Accounts"]));
    let help = "--team takes one team; repeat it for several";
    assert!(two.stderr.contains(help), "{}", two.stderr);
    let user = run(&mut asked(&["--team", "Marta Lindqvist"]));
    assert_eq!(user.code, Some(2), "{}", user.stderr);
    assert!(
        user.stderr.contains("is a user, not a team"),
        "{}",
        user.stderr
    );
}
