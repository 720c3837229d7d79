use super::*;

/// Returns the message for a command line, or an empty text if it is right.
fn text(words: &[&str]) -> String {
    let program = crate::command_line::command();
    let typed = || words.iter().map(OsString::from);
    let error = program.clone().try_get_matches_from(typed()).err();
    let mut built = program;
    built.build();
    let error = error.map(|error| improved(error, &built, typed()).render().to_string());
    error.unwrap_or_default()
}

fn tip(words: &[&str]) -> String {
    let text = text(words);
    let tips = text
        .lines()
        .filter(|line| line.trim_start().starts_with("tip:"));
    tips.map(|line| line.trim().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn an_option_of_another_name_gets_the_one_that_is_meant() {
    let report = ["helpscout", "report", "user-replies"];
    let cases = [
        ("--from", "--start"),
        ("--since=2019-05-02", "--start"),
        ("--until", "--end"),
        ("--to", "--end"),
        ("--agent", "--user"),
        ("--inbox", "--mailboxes"),
        ("--filter", "--where"),
        ("--top", "--limit"),
        ("--strat", "--start"),
        ("--formta", "--format"),
        ("--json", "--format json"),
        ("--excel", "--format xlsx"),
        ("--debug", "--verbose"),
        ("--url", "--base-url"),
        ("--retries=3", "--attempts"),
    ];
    for (typed, expected) in cases {
        let words = [&report[..], &[typed]].concat();
        assert!(
            tip(&words).contains(&format!("'{expected}'")),
            "{typed}: {}",
            tip(&words)
        );
    }
}

#[test]
fn a_value_that_begins_with_a_dash_is_written_with_an_equals_sign() {
    let history = ["helpscout", "history"];
    let cases = [
        (
            &["--user", "-x"][..],
            "if -x is the value of --user, write --user=-x",
        ),
        (
            &["--tag", "-vip"],
            "if -vip is the value of --tag, write --tag=-vip",
        ),
        (&["--output", "-x.csv"], "write --output=-x.csv"),
    ];
    for (typed, expected) in cases {
        let tip = tip(&[&history[..], typed].concat());
        assert!(tip.contains(expected), "{typed:?}: {tip}");
    }
    assert_eq!(tip(&["helpscout", "history", "--quiet", "-x"]), "");
}

#[test]
fn words_of_other_tools_are_values_and_commands() {
    let cases = [
        (
            &["history", "--by", "agent"][..],
            "a similar value exists: 'user'",
        ),
        (
            &["history", "--by", "inbox"],
            "a similar value exists: 'mailbox'",
        ),
        (
            &["history", "--format", "excel"],
            "a similar value exists: 'xlsx'",
        ),
        (&["list", "agents"], "a similar subcommand exists: 'users'"),
        (
            &["list", "inboxes"],
            "a similar subcommand exists: 'mailboxes'",
        ),
        (&["list", "labels"], "a similar subcommand exists: 'tags'"),
        (
            &["report", "busy-times"],
            "a similar subcommand exists: 'conversations-busy-times'",
        ),
        (
            &["report", "ratings"],
            "'happiness-ratings', 'user-ratings'",
        ),
    ];
    for (typed, expected) in cases {
        let tip = tip(&[&["helpscout"][..], typed].concat());
        assert!(tip.contains(expected), "{typed:?}: {tip}");
    }
}

#[test]
fn a_start_in_another_spelling_is_rewritten() {
    let report = ["helpscout", "history", "--user", "1"];
    let cases = [
        ("31.12.2025", "tip: write 2025-12-31"),
        ("5/2/2019", "tip: write 2019-05-02 or 2019-02-05"),
        ("2019/05/02", "tip: write 2019-05-02"),
        ("yesterday", "tip: write --period yesterday instead"),
        ("2019-05", "tip: write --period 2019-05 instead"),
        ("soon", ""),
    ];
    for (typed, expected) in cases {
        let words = [&report[..], &["--start", typed, "--end", "2026-01-01"]].concat();
        assert_eq!(tip(&words), expected, "{typed}");
    }
}

#[test]
fn words_of_other_tools_are_options_of_the_command_that_has_them() {
    let cases = [
        ("sandbox", "--port", "--listen"),
        ("pull", "--dir", "--to"),
        ("pull", "--from", "--since"),
        ("pull", "--period", "--since"),
        ("pull", "--csv", "--format csv"),
        ("history", "--retries", "--attempts"),
        ("history", "--out", "--output"),
    ];
    for (command, typed, expected) in cases {
        let tip = tip(&["helpscout", command, typed]);
        assert!(tip.contains(&format!("'{expected}'")), "{typed}: {tip}");
        assert!(!tip.contains("as a value"), "{typed}: {tip}");
    }
}

#[test]
fn a_word_without_an_option_gets_the_one_whose_value_it_is() {
    let cases = [
        ("history", "marta", "--user marta"),
        ("history", "Marta Lindqvist", "--user \"Marta Lindqvist\""),
        ("history", "last-week", "--period last-week"),
        ("history", "last-wek", "--period last-wek"),
        ("history", "2019-05-32", "--period 2019-05-32"),
        ("history", "week.html", "--output week.html"),
        ("history", "csv", "--format csv"),
        ("report company", "last-month", "--period last-month"),
        ("report company", "Week.XLSX", "--output Week.XLSX"),
        ("report user", "447723", "--user 447723"),
        ("list mailbox", "85", "--id 85"),
        ("waiting", "1d", "--over 1d"),
        ("sandbox", "8080", "--listen 127.0.0.1:8080"),
        ("sandbox", "127.0.0.1:8080", "--listen 127.0.0.1:8080"),
        ("login", "work", "--profile work"),
        ("pull company", "447723", "--users 447723"),
        ("pull company", "2019-05-02", "--since 2019-05-02"),
        ("pull company", "./data", "--to ./data"),
        ("pull company", "parquet", "--format parquet"),
    ];
    for (command, typed, expected) in cases {
        let command = command.split(' ');
        let words: Vec<&str> = ["helpscout"]
            .into_iter()
            .chain(command)
            .chain([typed])
            .collect();
        let expected = format!("tip: write the option before its value: {expected}");
        assert_eq!(tip(&words), expected);
    }
    for words in [["helpscout", "skill", "x"], ["helpscout", "mcp", "x"]] {
        assert_eq!(tip(&words), "");
    }
    // A misspelled report is no user.
    let misspelled = tip(&["helpscout", "pull", "happines"]);
    assert!(misspelled.contains("'happiness'"), "{misspelled}");
    assert!(!misspelled.contains("--users"), "{misspelled}");
}

#[test]
fn credentials_are_no_options() {
    for (command, typed) in [
        ("login", "--token=x"),
        ("doctor", "--api-key"),
        ("history", "--client-secret"),
    ] {
        let text = text(&["helpscout", command, typed]);
        assert!(text.contains("helpscout login asks for them"), "{text}");
        assert!(!text.contains("similar"), "{text}");
    }
}

#[test]
fn a_command_by_another_word_or_in_another_place_is_named() {
    for (typed, expected) in [
        ("serve", "helpscout sandbox"),
        ("sync", "helpscout pull"),
        ("company", "helpscout report company"),
        ("users", "helpscout list users"),
        ("report users", "helpscout list users"),
        ("list company", "helpscout report company"),
    ] {
        let words: Vec<&str> = std::iter::once("helpscout")
            .chain(typed.split(' '))
            .collect();
        let tip = tip(&words);
        assert_eq!(tip, format!("tip: the command for it is: {expected}"));
    }
}

#[test]
fn every_other_word_stands_for_something_that_there_is() {
    let mut program = crate::command_line::command();
    program.build();
    let mut known: Vec<String> = options(&program);
    for command in program.get_subcommands() {
        known.extend(options(command));
        known.extend(command.get_subcommands().flat_map(options));
    }
    for name in other_words::every_option() {
        assert!(known.iter().any(|option| option == name), "{name}");
    }
    for name in other_words::every_command() {
        assert!(program.find_subcommand(name).is_some(), "{name}");
    }
}

#[test]
fn an_option_of_another_command_is_named_with_it() {
    let cases = [
        (
            &["helpscout", "report", "company", "--by", "user"][..],
            "--by is an option of helpscout history and helpscout waiting",
        ),
        (
            &["helpscout", "list", "users", "--sla=x"],
            "--sla is an option of helpscout history",
        ),
        (
            &["helpscout", "explain", "--columns", "number"],
            "--columns is an option of helpscout report, helpscout list, helpscout history and helpscout waiting",
        ),
        (
            &["helpscout", "waiting", "--all"],
            "--all is an option of helpscout run",
        ),
    ];
    for (words, expected) in cases {
        assert!(text(words).contains(expected), "{}", text(words));
    }
}

#[test]
fn missing_options_are_named_with_what_may_be_given_instead() {
    let history = text(&["helpscout", "history", "--zone", "UTC"]);
    let period = "--period <PERIOD>, such as --period last-week, or --start <INSTANT> and \
                  --end <INSTANT>\n";
    assert!(history.contains(period), "{history}");
    let who = "  --user <ID|NAME,…>, --team <ID|NAME> or --everybody\n";
    assert!(history.contains(who), "{history}");
    let usage = "Usage: helpscout history [OPTIONS]\n";
    assert!(history.contains(usage), "{history}");
    let half = text(&["helpscout", "report", "company", "--start", "2019-05-02"]);
    assert!(half.contains("provided:\n  --end <INSTANT>\n"), "{half}");
    assert_eq!(text(&["helpscout", "waiting"]), "");
}

#[test]
fn every_missing_id_is_named_with_the_list_that_has_it() {
    for group in [Group::Lookups, Group::Reports] {
        let command = names::command_of(group);
        for (name, operation) in names::operations(describe::api(), group) {
            let required = operation.parameters.iter().filter(|it| it.required);
            let ids = required.filter(|parameter| matches!(parameter.ty, Type::Id(_)));
            let text = text(&["helpscout", command, &name]);
            let tips = text.matches("tip: list every ").count();
            assert_eq!(tips, ids.count(), "{name}: {text}");
        }
    }
    assert_eq!(
        tip(&["helpscout", "list", "mailbox-folders"]),
        "tip: list every mailbox with: helpscout list mailboxes"
    );
}

#[test]
fn the_nearest_command_comes_first() {
    let tip_of = tip(&["helpscout", "report", "user-happines"]);
    let first = tip_of.split('\'').nth(1);
    assert_eq!(first, Some("user-happiness"), "{tip_of}");
}
