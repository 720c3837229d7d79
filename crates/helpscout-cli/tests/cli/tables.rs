use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::tempdir;

use crate::program::{MAY, Run, program, run};
use crate::service::Service;

const BOSS: &str = r#"{
    "filterTags": [],
    "companyId": 4,
    "current": {"startDate": "2019-05-02T12:00:00Z", "customersHelped": 28, "closed": 3},
    "users": [
        {"user": "447723", "name": "=Mira", "replies": 45, "happinessScore": 87, "mood": "good"},
        {"user": "4", "name": "Zoë, \"Z\"", "replies": 0, "handleTime": 812.5}
    ]}"#;

/// Runs the report on the company in a folder, against a service with that answer. Returns what was
/// asked, too.
fn company(folder: &Path, options: &[&str], body: &'static str) -> (Run, Vec<String>) {
    let service = Service::start(move |_| (200, body.to_owned()));
    let mut command = program();
    command.current_dir(folder).args(["report", "company"]);
    command.args(&MAY[2..]).args(options);
    let run = run(&mut service.asked_by(command));
    (run, service.asked())
}

/// Runs the report on the company without a folder.
fn printed(options: &[&str], body: &'static str) -> Run {
    company(Path::new("."), options, body).0
}

/// Returns the names and texts of all files.
fn files(folder: &Path) -> String {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let mut shown = String::new();
    for path in names {
        let text = if path.is_dir() {
            "a folder\n".to_owned()
        } else {
            fs::read_to_string(&path).unwrap()
        };
        let name = path.file_name().unwrap().display();
        shown += &format!("--- {name}\n{text}");
    }
    shown
}

#[test]
fn every_table_of_an_answer_gets_a_file() {
    let folder = tempdir().unwrap();
    let (run, _) = company(folder.path(), &["-o", "boss.csv"], BOSS);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_snapshot!(format!("{}{}", run.shown(), files(folder.path())));
}

#[test]
fn tables_without_records_have_files_with_a_header() {
    let folder = tempdir().unwrap();
    let body = r#"{"current": {"closed": null}}"#;
    let (run, _) = company(folder.path(), &["-o", "boss.csv", "--quiet"], body);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let shown = files(folder.path());
    assert!(
        shown.contains("--- boss.filterTags.csv\n\"id\",\"name\"\n---"),
        "{shown}"
    );
    let users = "--- boss.users.csv\n\"user\",\"name\",\"customersHelped\",";
    assert!(shown.contains(users), "{shown}");
    assert_eq!(
        fs::read_to_string(folder.path().join("boss.users.csv"))
            .unwrap()
            .lines()
            .count(),
        1
    );
}

#[test]
fn stdout_has_no_room_for_several_tables() {
    let folder = tempdir().unwrap();
    let mut options = vec![vec!["--format", "csv"], vec!["--format", "csv", "-o", "-"]];
    if cfg!(unix) {
        options.push(vec!["--format", "csv", "-o", "/dev/null"]);
    }
    for options in options {
        let (run, asked) = company(folder.path(), &options, BOSS);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert!(asked.is_empty(), "{asked:?}");
        assert_eq!(
            run.stderr,
            "error: the answer has 3 tables, and csv has one table in each file: summary, \
             filterTags, users\n\n  \
             help: use --table NAME to write one of them, or -o FILE.csv to write a file for each\n"
        );
    }
}

#[test]
fn one_table_can_be_picked_in_every_format_but_json() {
    let options = [["csv", "users"], ["ndjson", "users"], ["table", "users"]];
    let others = [
        ["csv", "summary"],
        ["ndjson", "summary"],
        ["table", "summary"],
    ];
    let shown = options.iter().chain(&others).map(|[format, table]| {
        let run = printed(&["--format", format, "--table", table], BOSS);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        format!("{format}: {}", run.shown())
    });
    assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));

    let (json, asked) = company(Path::new("."), &["-f", "json", "--table", "users"], BOSS);
    assert_eq!((json.code, json.stdout.as_str()), (Some(2), ""));
    let problem = "--table does not work with json, which is the answer as the service sent it";
    assert!(json.stderr.contains(problem), "{}", json.stderr);
    assert!(asked.is_empty(), "{asked:?}");
}

#[test]
fn a_picked_table_goes_to_the_file_itself() {
    let folder = tempdir().unwrap();
    let options = ["-o", "boss.csv", "--table", "filterTags"];
    let (run, _) = company(folder.path(), &options, BOSS);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.starts_with("0 rows of filterTags; written to "),
        "{}",
        run.stderr
    );
    assert_eq!(files(folder.path()), "--- boss.csv\n\"id\",\"name\"\n");
}

#[test]
fn an_unknown_table_is_refused_with_those_there_are() {
    let (run, asked) = company(Path::new("."), &["--table", "user"], BOSS);
    assert_eq!(run.code, Some(2));
    assert!(asked.is_empty(), "{asked:?}");
    assert_snapshot!(run.stderr);
}

#[test]
fn an_answer_of_one_table_has_a_name_for_it() {
    let body = r#"[{"day": 1, "hour": 9, "count": 17}]"#;
    let service = Service::start(move |_| (200, body.to_owned()));
    let csv = |options: &[&str]| {
        let mut command = program();
        command.args(["report", "conversations-busy-times", "-f", "csv"]);
        command.args(&MAY[2..]).args(options);
        let run = run(&mut service.asked_by(command));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    assert_eq!(csv(&["--table", "rows"]), csv(&[]));
}

#[test]
fn either_all_files_are_replaced_or_none() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("boss.csv"), "old\n").unwrap();
    fs::create_dir(folder.path().join("boss.users.csv")).unwrap();
    let (run, asked) = company(folder.path(), &["-o", "boss.csv"], BOSS);
    assert_eq!((run.code, asked.len()), (Some(2), 0), "{}", run.stderr);
    let problem = "error: can't write boss.users.csv: it is a directory\n";
    assert!(run.stderr.starts_with(problem), "{}", run.stderr);
    let before = "--- boss.csv\nold\n--- boss.users.csv\na folder\n";
    assert_eq!(files(folder.path()), before);

    fs::remove_dir(folder.path().join("boss.users.csv")).unwrap();
    fs::write(folder.path().join("boss.users.csv"), "old\n").unwrap();
    let (run, _) = company(folder.path(), &["-o", "boss.csv"], r#"{"users": "none"}"#);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (run, _) = company(folder.path(), &["-o", "boss.csv"], r#"{"error": "quota"}"#);
    assert_eq!(run.code, Some(5), "{}", run.stderr);
    assert!(!files(folder.path()).contains("old"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn undocumented_lists_are_json_text_and_are_named() {
    let body = r#"{"current": {"closed": 3, "moods": [{"of": "Mira", "is": [1.50]}]},
        "users": [{"user": "1", "teams": [ {"id": 7} ]}, {"user": "2", "skill": {"level": 2}}]}"#;
    let folder = tempdir().unwrap();
    let (run, _) = company(folder.path(), &["-o", "boss.csv"], body);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let note = "written as JSON text because this version does not know them: current.moods, \
                users.teams";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    let line = |file: &str, number: usize| {
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        text.lines().nth(number).unwrap().to_owned()
    };
    assert!(line("boss.csv", 0).ends_with(",\"current.moods\""));
    let moods = r#""[{""of"":""Mira"",""is"":[1.50]}]""#;
    assert!(
        line("boss.csv", 1).ends_with(moods),
        "{}",
        line("boss.csv", 1)
    );
    assert!(line("boss.users.csv", 0).ends_with(",\"teams\",\"skill.level\""));
    assert!(line("boss.users.csv", 1).ends_with(r#","[{""id"":7}]","#));
    assert!(line("boss.users.csv", 2).ends_with(",,2"));
}

#[test]
fn a_value_nested_very_deeply_is_one_cell() {
    let depth = 20_000;
    let lists = "[".repeat(depth) + &"]".repeat(depth);
    let objects = "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
    let body = format!(
        r#"{{"current": {{"closed": {lists}, "odd": {objects}}},
            "users": [{{"user": "1", "name": "bad \ud83d end", "odd": {lists}}}]}}"#
    );
    let body: &'static str = body.leak();
    let folder = tempdir().unwrap();
    let (run, _) = company(folder.path(), &["-o", "boss.csv"], body);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    let users = fs::read_to_string(folder.path().join("boss.users.csv")).unwrap();
    assert!(users.contains("\n1,bad \u{fffd} end,"), "{}", &users[..400]);
    for format in ["table", "ndjson"] {
        for table in ["summary", "users"] {
            let run = printed(&["--format", format, "--table", table], body);
            assert_eq!(run.code, Some(0), "{}", run.stderr);
        }
    }
}

#[test]
fn a_value_under_an_alias_is_in_the_column_of_its_field() {
    let body = r#"{"busiestTimeStart": 9, "busyTimeEnd": 17, "busiestTimeEnd": 18}"#;
    let service = Service::start(move |_| (200, body.to_owned()));
    let mut command = program();
    command.args([
        "report",
        "conversations",
        "-f",
        "ndjson",
        "--table",
        "summary",
    ]);
    command.args(&MAY[2..]);
    let run = run(&mut service.asked_by(command));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let row: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let value = |key: &str| row[key].as_i64();
    assert_eq!(value("busyTimeStart"), Some(9));
    assert_eq!(value("busyTimeEnd"), Some(17));
    assert_eq!(value("busiestTimeEnd"), Some(18));
    assert!(row.get("busiestTimeStart").is_none(), "{row}");
}

#[test]
fn help_lists_the_tables_of_a_report() {
    let help = |report: &str| run(program().args(["report", report, "--help"])).stdout;
    let text = help("company");
    let (_, tables) = text.split_once("\nTables ").unwrap();
    let (tables, _) = tables.split_once("\nRequires ").unwrap();
    assert_snapshot!(format!("Tables {tables}"));
    assert!(!help("company-drilldown").contains("\nTables "));
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::program::make_pipe;

    #[test]
    fn a_link_to_another_file_is_followed() {
        let (folder, elsewhere) = (tempdir().unwrap(), tempdir().unwrap());
        let target = elsewhere.path().join("users");
        fs::write(&target, "old").unwrap();
        symlink(&target, folder.path().join("boss.users.csv")).unwrap();
        let (run, _) = company(folder.path(), &["-o", "boss.csv"], BOSS);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let link = fs::symlink_metadata(folder.path().join("boss.users.csv")).unwrap();
        assert!(link.is_symlink());
        assert!(
            fs::read_to_string(&target)
                .unwrap()
                .starts_with("\"user\",\"name\",")
        );
    }

    #[test]
    fn two_tables_never_share_a_file() {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("boss.csv"), "old\n").unwrap();
        symlink("boss.csv", folder.path().join("boss.users.csv")).unwrap();
        let (run, asked) = company(folder.path(), &["-o", "boss.csv"], BOSS);
        assert_eq!((run.code, asked.len()), (Some(2), 0), "{}", run.stderr);
        assert!(
            run.stderr
                .contains("error: boss.users.csv is a link to the file of another table\n"),
            "{}",
            run.stderr
        );
        assert_eq!(
            fs::read_to_string(folder.path().join("boss.csv")).unwrap(),
            "old\n"
        );
    }

    #[test]
    fn a_link_to_a_file_that_does_not_exist_yet_is_no_way_around_that() {
        let folder = tempdir().unwrap();
        let target = folder.path().canonicalize().unwrap().join("boss.csv");
        symlink(target, folder.path().join("boss.users.csv")).unwrap();
        let (run, asked) = company(folder.path(), &["-o", "boss.csv"], BOSS);
        assert_eq!((run.code, asked.len()), (Some(2), 0), "{}", run.stderr);
        assert!(!folder.path().join("boss.csv").exists());
    }

    #[test]
    fn a_pipe_can_not_be_one_of_the_files() {
        let folder = tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        // Nobody reads it, so opening it would take forever.
        make_pipe(&pipe);
        for stream in [Path::new("/dev/null"), &pipe] {
            let link = folder.path().join("boss.users.csv");
            symlink(stream, &link).unwrap();
            let (run, asked) = company(folder.path(), &["-o", "boss.csv"], BOSS);
            assert_eq!((run.code, asked.len()), (Some(2), 0), "{}", run.stderr);
            let problem = "error: boss.users.csv is not a regular file\n";
            assert!(run.stderr.starts_with(problem), "{}", run.stderr);
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
            fs::remove_file(link).unwrap();
        }
    }
}
