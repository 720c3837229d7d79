//! `helpscout explain`.

use crate::program::{Run, program, run};

fn explain(name: &str) -> Run {
    run(program().args(["explain", name]))
}

#[test]
fn a_figure_says_what_it_means_and_what_it_does_not() {
    let text = explain("response-time").stdout;
    for part in [
        "Response time (response-time)\n",
        "\nWhat it says:\n",
        "\nWhat it does not say:\n",
        "\nWhere it comes from:\n",
        "  helpscout explain user-conversation-history.results[].responseTime\n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Whatever people call it.
    for name in ["response", "Response Time", "responseTime", "RESPONSE_TIME"] {
        assert_eq!(explain(name).stdout, text, "{name}");
    }
    for (short, name) in [("frt", "first-response-time"), ("ttr", "resolve-time")] {
        let long = explain(name);
        assert_eq!(long.code, Some(0), "{}", long.stderr);
        assert_eq!(explain(short).stdout, long.stdout, "{short}");
    }
}

#[test]
fn every_listed_figure_is_explained() {
    let list = run(program().arg("explain"));
    assert_eq!((list.code, list.stderr.as_str()), (Some(0), ""));
    let lines = list
        .stdout
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty());
    let names: Vec<&str> = lines
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for name in [
        "first-response-time",
        "median",
        "p90",
        "sla",
        "happiness-score",
        "waiting",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    for name in names {
        let explained = explain(name);
        assert_eq!(explained.code, Some(0), "{name}: {}", explained.stderr);
        assert!(explained.stdout.contains(&format!("({name})\n")), "{name}");
    }
}

#[test]
fn a_field_is_explained_as_the_documentation_does() {
    let text = explain("user-conversation-history.responseTime").stdout;
    assert!(
        text.starts_with("user-conversation-history.results[].responseTime\n"),
        "{text}"
    );
    let doc = "The average time the customer waited for this user to respond.";
    assert!(text.contains(doc), "{text}");
    assert!(
        text.contains("number, in seconds; may be null; may be missing\n"),
        "{text}"
    );
    assert!(
        text.contains("helpscout report user-conversation-history\n"),
        "{text}"
    );
    let whole = explain("user_conversation_history.results[].responseTime");
    assert_eq!(whole.stdout, text);
    // A key that only one report has needs no report.
    assert!(
        explain("busyTimeStart")
            .stdout
            .starts_with("conversations.busyTimeStart\n")
    );
    assert!(
        explain("conversations")
            .stdout
            .starts_with("Conversations (conversations)\n")
    );
    let words = run(program().args(["explain", "report", "conversations"]));
    assert!(
        words.stdout.starts_with("conversations\n\n"),
        "{}",
        words.stdout
    );
    let report = explain("company").stdout;
    assert!(report.contains("  current.customersHelped\n"), "{report}");
}

#[test]
fn a_name_of_several_fields_or_of_none_is_refused_with_what_to_write() {
    let several = explain("repliesToResolve");
    assert_eq!((several.code, several.stdout.as_str()), (Some(2), ""));
    assert!(
        several.stderr.contains("productivity.repliesToResolve\n"),
        "{}",
        several.stderr
    );
    let several = explain("user.responseTime");
    assert!(
        several.stderr.contains("user.current.responseTime\n"),
        "{}",
        several.stderr
    );
    for (name, near) in [
        ("respnse-time", "did you mean response-time?"),
        ("medain", "did you mean median?"),
        ("hapiness-score", "did you mean happiness-score?"),
        ("busyTimeStrt", "did you mean busyTimeStart?"),
        ("compny", "did you mean company?"),
    ] {
        let unknown = explain(name);
        assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""));
        let problem = format!("error: there is no figure, report or field \"{name}\"\n");
        assert!(unknown.stderr.starts_with(&problem), "{}", unknown.stderr);
        assert!(unknown.stderr.contains(near), "{}", unknown.stderr);
    }
    assert_eq!(explain(&"x".repeat(100_000)).code, Some(2));
}
