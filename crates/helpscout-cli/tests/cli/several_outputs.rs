//! Several outputs of one run.

use std::fs;
use std::path::Path;

use tempfile::tempdir;

use crate::output::files;
use crate::program::{Run, history, program, report, run};
use crate::service::{Service, page, page_of};

const ROW: &str = r#"[{"id":1,"number":2,"customers":[{"id":3,"name":"Zoë"}]}]"#;

/// Runs a report of one row in a folder.
fn in_folder(folder: &Path, service: &Service, options: &[&str]) -> Run {
    run(service.asked_by(report()).current_dir(folder).args(options))
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn one_pull_is_written_to_every_output_in_the_format_of_its_ending() {
    let folder = tempdir().unwrap();
    let service = Service::with_pages(&[ROW, ROW_2], 2);
    let options = ["-o", "a.csv", "-o", "b.ndjson", "-o", "c.json", "-o", "-"];
    let done = in_folder(
        folder.path(),
        &service,
        &[&options[..], &["-f", "table"]].concat(),
    );
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(service.asked().len(), 2, "one request for each page");
    assert_eq!(files(folder.path()), ["a.csv", "b.ndjson", "c.json"]);
    let note = "2 rows on 2 pages; written to ";
    assert!(done.stderr.starts_with(note), "{}", done.stderr);
    assert!(done.stderr.ends_with("c.json\n"), "{}", done.stderr);
    // Each is what it is if it is the only output.
    for (name, printed) in [
        ("a.csv", text(folder.path(), "a.csv")),
        ("b.ndjson", text(folder.path(), "b.ndjson")),
        ("c.json", text(folder.path(), "c.json")),
    ] {
        let alone = tempdir().unwrap();
        let only = in_folder(alone.path(), &service, &["-o", name]);
        assert_eq!(only.code, Some(0), "{}", only.stderr);
        assert_eq!(text(alone.path(), name), printed, "{name}");
        assert!(printed.contains("Zoë"), "{printed}");
    }
    // A file says what it is about, too.
    let alone = tempdir().unwrap();
    in_folder(alone.path(), &service, &["-o", "t.txt"]);
    let table = text(alone.path(), "t.txt");
    assert!(
        table.starts_with(&format!("{}\nThe ", done.stdout)),
        "{table}"
    );
}

const ROW_2: &str = r#"[{"id":4,"number":5,"customers":[{"id":6,"name":"Ada"}]}]"#;

#[test]
fn a_history_and_the_tables_of_a_report_go_to_every_output() {
    let folder = tempdir().unwrap();
    let done = run(history().current_dir(folder.path()).args([
        "--sandbox",
        "-o",
        "marta.csv",
        "-o",
        "marta.json",
        "-o",
        "marta.txt",
    ]));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let company = [
        "report",
        "company",
        "--sandbox",
        "--start",
        "2019-05-02T12:00:00Z",
    ];
    let company = [&company[..], &["--end", "2019-06-02T12:00:00Z"]].concat();
    let done = run(program()
        .args(company)
        .args(["-o", "boss.json", "-o", "boss.csv"])
        .current_dir(folder.path()));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let expected = [
        "boss.csv",
        "boss.filterTags.csv",
        "boss.json",
        "boss.users.csv",
        "marta.csv",
        "marta.json",
        "marta.txt",
    ];
    assert_eq!(files(folder.path()), expected);
    let (csv, json) = (
        text(folder.path(), "boss.csv"),
        text(folder.path(), "boss.json"),
    );
    assert!(
        csv.starts_with("startDate,") || csv.contains("customersHelped"),
        "{csv}"
    );
    assert!(json.starts_with('{'), "{json}");
    assert!(done.stderr.contains("boss.json, "), "{}", done.stderr);
    assert!(
        done.stderr.contains("boss.users.csv (users: "),
        "{}",
        done.stderr
    );
}

#[test]
fn a_report_that_is_read_again_starts_every_output_again() {
    let folder = tempdir().unwrap();
    let asked = std::sync::atomic::AtomicUsize::new(0);
    // The second page repeats a row of the first one, once.
    let service = Service::start(move |path| {
        let again = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) >= 2;
        let rows = match (page_of(path), again) {
            (2, true) => ROW_2,
            _ => ROW,
        };
        (200, page(page_of(path), 2, 2, rows))
    });
    let done = in_folder(folder.path(), &service, &["-o", "a.ndjson", "-o", "b.csv"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert_eq!(
        text(folder.path(), "a.ndjson").lines().count(),
        2,
        "{}",
        done.stderr
    );
    assert_eq!(text(folder.path(), "b.csv").lines().count(), 3);
}

#[test]
fn none_is_replaced_if_the_report_or_one_output_fails() {
    let folder = tempdir().unwrap();
    for name in ["a.csv", "b.json"] {
        fs::write(folder.path().join(name), "old").unwrap();
    }
    let broken = Service::start(|asked| match page_of(asked) {
        1 => (200, page(1, 2, 2, ROW)),
        _ => (400, String::new()),
    });
    let failed = in_folder(folder.path(), &broken, &["-o", "a.csv", "-o", "b.json"]);
    assert_eq!(failed.code, Some(2), "{}", failed.stderr);
    let unwritable = Service::with_pages(&[ROW], 1);
    let options = ["-o", "a.csv", "-o", "no/b.json"];
    let failed = in_folder(folder.path(), &unwritable, &options);
    assert_eq!((failed.code, unwritable.asked().len()), (Some(2), 0));
    assert_eq!(files(folder.path()), ["a.csv", "b.json"]);
    for name in ["a.csv", "b.json"] {
        assert_eq!(text(folder.path(), name), "old");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_file_is_replaced_if_stdout_can_not_be_written() {
    let folder = tempdir().unwrap();
    let service = Service::with_pages(&[ROW], 1);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = service.asked_by(report());
    let child = command
        .current_dir(folder.path())
        .args(["-o", "a.csv", "-o", "-"])
        .stdout(full);
    let failed = run_with_own_stdout(child);
    assert_eq!(failed.0, Some(1), "{}", failed.1);
    assert_eq!(files(folder.path()), [""; 0]);
}

/// Runs a program whose stdout is set already. Returns the exit code and the text on stderr.
#[cfg(target_os = "linux")]
fn run_with_own_stdout(command: &mut std::process::Command) -> (Option<i32>, String) {
    let child = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn outputs_that_would_replace_each_other_are_refused_before_any_request() {
    let folder = tempdir().unwrap();
    let service = Service::with_pages(&[ROW], 1);
    let cases: [(&[&str], &str); 5] = [
        (
            &["-o", "a.csv", "-o", "./a.csv"],
            "error: ./a.csv is named twice by --output\n",
        ),
        (
            &["-o", "-", "-o", "-"],
            "error: stdout is named twice by --output\n",
        ),
        (
            &["-o", "-", "-o", "/dev/stdout"],
            "error: /dev/stdout is named twice by --output\n",
        ),
        (
            &["-o", "a.csv", "-o", "b.json", "-f", "csv"],
            "error: --format csv does not fit b.json, which is json\n",
        ),
        (
            &["-o", "a.csv", "-o", "b.json", "--raw"],
            "error: --raw is for ndjson, and the format is csv, json\n",
        ),
    ];
    for (options, problem) in cases {
        let refused = in_folder(folder.path(), &service, options);
        assert_eq!((refused.code, service.asked().len()), (Some(2), 0));
        assert!(refused.stderr.starts_with(problem), "{}", refused.stderr);
        assert_eq!(files(folder.path()), [""; 0]);
    }
    let company = ["report", "company", "--start", "2019-05-02T12:00:00Z"];
    let company = [&company[..], &["--end", "2019-06-02T12:00:00Z"]].concat();
    let mut command = service.asked_by(program());
    let outputs = ["-o", "boss.csv", "-o", "boss.users.csv", "--table", "users"];
    let both = run(command
        .current_dir(folder.path())
        .args(&company)
        .args(&outputs[..4]));
    assert_eq!((both.code, service.asked().len()), (Some(2), 0));
    let problem = "error: boss.users.csv is the file of the table users, and another output\n";
    assert!(both.stderr.starts_with(problem), "{}", both.stderr);
}

#[test]
fn the_format_option_is_for_outputs_whose_name_tells_none() {
    let folder = tempdir().unwrap();
    let service = Service::with_pages(&[ROW], 1);
    let options = ["-o", "a.json", "-o", "-", "-o", "plain", "-f", "csv"];
    let done = in_folder(folder.path(), &service, &options);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(text(folder.path(), "a.json").starts_with('['));
    assert!(done.stdout.starts_with("\"number\","), "{}", done.stdout);
    assert_eq!(text(folder.path(), "plain"), done.stdout);
}

#[test]
fn a_table_of_an_earlier_run_beside_the_file_is_told() {
    let folder = tempdir().unwrap();
    let history = |options: &[&str]| {
        let mut command = program();
        command.args([
            "history",
            "--sandbox",
            "--user",
            "447723",
            "--period",
            "2019-W20",
        ]);
        command.args(["--zone", "UTC", "-q", "-o", "week.csv"]);
        run(command.args(options).current_dir(folder.path()))
    };
    let first = history(&["--compare", "previous", "--sla", "response<1000h:1%"]);
    assert_eq!((first.code, first.stderr.as_str()), (Some(0), ""));
    let old = text(folder.path(), "week.breaches.csv");
    let second = history(&["--compare", "previous"]);
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    let warning = "warning: week.breaches.csv was there before and was not written by this run, \
                   although its name goes with week.csv; remove it if it is out of date\n";
    assert_eq!(second.stderr, warning);
    // It may be somebody's only copy.
    assert_eq!(text(folder.path(), "week.breaches.csv"), old);
    let third = history(&[]);
    let several = "warning: week.conversations.csv, week.breaches.csv were there before";
    assert!(third.stderr.starts_with(several), "{}", third.stderr);

    let company = |options: &[&str]| {
        let mut command = program();
        command.args([
            "report",
            "company",
            "--sandbox",
            "--period",
            "2019-05",
            "-q",
        ]);
        run(command.args(options).current_dir(folder.path()))
    };
    assert_eq!(company(&["-o", "boss.csv"]).stderr, "");
    let picked = company(&["-o", "boss.csv", "--table", "users"]);
    let warning = "warning: boss.filterTags.csv, boss.users.csv were there before";
    assert!(picked.stderr.starts_with(warning), "{}", picked.stderr);
}
