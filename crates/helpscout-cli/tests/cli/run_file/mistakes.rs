//! Mistakes in helpscout.toml, each with its place.

use super::{MAY, asked};

/// A file, the place of its mistake with what is wrong, and what the help says.
type Mistake = (String, &'static str, &'static str);

/// Returns a file with one report of a history.
fn table(lines: &str) -> String {
    format!("[reports.a]\ncommand = \"history\"\n{lines}")
}

/// Returns the same with all that a history needs.
fn whole(lines: &str) -> String {
    table(&format!("user = 1\n{MAY}{lines}"))
}

fn mistakes() -> Vec<Mistake> {
    vec![
        (table("user = 1\nstart = \n"), "4:", ""),
        (
            whole("usr = 2\n"),
            "6:1: history has no option `usr`\n",
            "did you mean `user`?",
        ),
        (
            whole("inbox = 2\n"),
            "6:1: history has no option `inbox`\n",
            "did you mean `mailboxes`?",
        ),
        (
            whole("pag = 2\n"),
            "6:1: history has no option `pag`\n",
            "helpscout history --help",
        ),
        (
            whole("status = \"shut\"\n"),
            "6:10: invalid value 'shut' for '--status",
            "closed",
        ),
        (
            whole("replies = \"yes\"\n"),
            "6:11: `replies` has no value",
            "write true or false",
        ),
        (
            whole("mailboxes = [1, [2]]\n"),
            "6:17: an item of `mailboxes` is a list",
            "numbers",
        ),
        (whole("output = \"a.xyz\"\nraw = true\n"), "", ""),
        (
            whole("output = \"{week}.csv\"\n"),
            "6:10: {week} stands for nothing",
            "",
        ),
        (
            whole("app-secret = \"s3cret\"\n"),
            "6:1: `app-secret`: credentials are never",
            "HELPSCOUT_APP_ID",
        ),
        (
            whole("base-url = \"https://a:s3cret@b.c\"\n"),
            "6:12: `base-url` has a user name",
            "",
        ),
        (
            whole("errors = \"json\"\n"),
            "6:1: `errors` is an option for the whole run",
            "",
        ),
        (
            table("start = 2019-05-02T12:00:00Z\n"),
            "1:10: the following required",
            "`user`",
        ),
        (
            table("user = 1\n"),
            "1:10: the following required",
            "add `period` to the report a",
        ),
    ]
}

fn more_mistakes() -> Vec<Mistake> {
    vec![
        (
            "[reports.a]\ncommand = \"history --user me\"\n".to_owned(),
            "2:",
            "options are keys of the report",
        ),
        (
            "[reports.a]\ncommand = \"history marta\"\n".to_owned(),
            "2:",
            "remove \"marta\"",
        ),
        (
            "zone = \"UTC\"\nzone = \"Asia/Tokyo\"\n".to_owned(),
            "2:1: `zone` is a second time",
            "remove this one",
        ),
        (
            table("user = 1\nperiod = [\"2019-05\", \"2019-06\"]\n"),
            "4:10: `period` takes one value, not 2",
            "write period = \"2019-05\"",
        ),
        (
            "[monday]\ncommand = \"history\"\n".to_owned(),
            "1:2: `monday` is no table",
            "[reports.monday]",
        ),
        (
            "[report.monday]\ncommand = \"history\"\n".to_owned(),
            "1:2: `report` is no table",
            "[reports.NAME]",
        ),
        (
            table("user = 1\nstart = 2019-06-02T12:00:00Z\nend = 2019-05-02T12:00:00Z\n"),
            "",
            "",
        ),
        (
            "[reports.a]\ncommand = \"histry\"\n".to_owned(),
            "2:11: no command",
            "\"history\"?",
        ),
        (
            "[reports.a]\ncommand = \"report\"\n".to_owned(),
            "2:11: the command",
            "company",
        ),
        (
            "[reports.a]\ncommand = \"report compny\"\n".to_owned(),
            "2:11: report has no \"compny\"",
            "\"report company\"?",
        ),
        (
            "[reports.a]\ncommand = \"sandbox\"\n".to_owned(),
            "2:11: no command",
            "",
        ),
        (
            "[reports.a]\nuser = 1\n".to_owned(),
            "1:10: the report a has no `command`",
            "add one",
        ),
        (
            "[report.a]\ncommand = \"history\"\n".to_owned(),
            "1:2: `report` is no table",
            "",
        ),
        (
            format!("zon = \"UTC\"\nusr = 1\n{}", whole("")),
            "1:1: no command has",
            "",
        ),
        (
            "reports = 1\n".to_owned(),
            "1:11: `reports` is a number, not a table",
            "",
        ),
        (
            "[reports.\"-a\"]\ncommand = \"history\"\n".to_owned(),
            "1:10: `-a` can't be",
            "",
        ),
        ("[reports.a]\n[reports.a]\n".to_owned(), "2:", ""),
    ]
}

#[test]
fn a_mistake_is_reported_with_its_place_and_nothing_is_sent() {
    for (text, place, help) in mistakes().into_iter().chain(more_mistakes()) {
        let (refused, sent) = asked(&text, &["a"]);
        assert_eq!(
            (refused.code, sent),
            (Some(2), Vec::new()),
            "{text}{}",
            refused.stderr
        );
        let start = if place.is_empty() {
            "error: "
        } else {
            "error: helpscout.toml:"
        };
        assert!(
            refused.stderr.starts_with(start),
            "{text}{}",
            refused.stderr
        );
        assert!(
            refused.stderr.starts_with(&format!("{start}{place}")),
            "{text}{}",
            refused.stderr
        );
        assert!(refused.stderr.contains(help), "{text}{}", refused.stderr);
        assert!(!refused.stderr.contains("s3cret"), "{}", refused.stderr);
        assert_eq!(refused.stdout, "");
    }
}

#[test]
fn all_mistakes_of_the_file_are_reported_at_once() {
    let text = format!(
        "[reports.a]\ncommand = \"history\"\nuser = \"\"\nstatus = \"shut\"\nsortOrder = 1\n{MAY}\
         [reports.b]\ncommand = \"history\"\nuser = 1\nstart = 2019-05-02T12:00:00Z\n\
         end = 2019-05-01T12:00:00Z\n"
    );
    let (refused, sent) = asked(&text, &["a"]);
    assert_eq!((refused.code, sent), (Some(2), Vec::new()));
    for expected in [
        "toml:4:10: invalid value 'shut'",
        "toml:5:1: history has no option",
    ] {
        assert!(refused.stderr.contains(expected), "{}", refused.stderr);
    }
    // An end before the start is found without a request, too.
    assert!(
        refused.stderr.contains("helpscout.toml:1"),
        "{}",
        refused.stderr
    );
    assert!(refused.stderr.contains("--start"), "{}", refused.stderr);
}
