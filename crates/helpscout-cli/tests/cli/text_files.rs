//! Tables in files, and what they and documents say of themselves.

use std::fs;

use tempfile::tempdir;

use crate::program::{program, run};

const WEEK: [&str; 5] = ["--sandbox", "--period", "2019-W20", "--zone", "UTC"];

/// Returns the files that a report writes.
fn written<const N: usize>(arguments: &[&str], names: [&str; N]) -> [String; N] {
    let folder = tempdir().unwrap();
    let mut command = program();
    command.current_dir(folder.path()).args(arguments);
    for name in names {
        command.args(["-o", name]);
    }
    let done = run(&mut command);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    names.map(|name| fs::read_to_string(folder.path().join(name)).unwrap())
}

#[test]
fn ranges_of_times_and_days_are_named_alike_everywhere() {
    let history = ["history", "--user", "447723", "--by", "day"];
    let [text, page] = written(&[&history[..], &WEEK].concat(), ["a.txt", "a.html"]);
    for range in ["below 2m", "2m – 15m", "2d and more"] {
        assert!(text.contains(&format!("\n{range} ")), "{text}");
        assert!(
            page.contains(&format!("<th scope=\"row\">{range}</th>")),
            "{range}"
        );
    }
    assert!(text.contains("\nMon 13 May ") && page.contains(">Mon 13 May</th>"));
    let no_break = "Mon\u{a0}13\u{a0}May";
    assert!(!text.contains(no_break) && !page.contains(no_break));
}

#[test]
fn an_end_that_stands_for_never_is_an_end() {
    let end = "9999-12-31T23:59:59Z";
    let ends = ["--sandbox", "--start", "2019-12-01T00:00:00Z", "--end", end];
    let history = [
        "history", "--user", "447723", "--table", "figures", "-f", "csv",
    ];
    let done = run(program().args(history).args(ends));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let sent = run(program().args(history).args(ends).arg("--dry-run"));
    assert!(sent.stdout.contains("end=9999-12-31T23"), "{}", sent.stdout);
    let waiting = ["waiting", "--columns", "number", "-f", "csv"];
    let all = run(program().args(waiting).args(WEEK));
    let before = format!("waitingSince<{end}");
    let chosen = run(program()
        .args(waiting)
        .args(WEEK)
        .args(["--where", &before]));
    assert_eq!(chosen.code, Some(0), "{}", chosen.stderr);
    assert!(chosen.stdout.lines().count() > 2 && chosen.stdout == all.stdout);
    let after = format!("waitingSince>={end}");
    let none = run(program().args(waiting).args(WEEK).args(["--where", &after]));
    assert_eq!(none.stdout, "\"number\"\n", "{}", none.stderr);
}
