use std::fs;

use insta::assert_snapshot;
use tempfile::tempdir;

use crate::program::{history, report, run};
use crate::service::Service;

const ROW: &str = r#"[{"id":1,"number":2}]"#;

#[test]
fn an_ending_that_stands_for_no_format_is_refused_before_anything_is_fetched() {
    let service = Service::with_pages(&[ROW], 1);
    let folder = tempdir().unwrap();
    for name in [
        "boss.xls",
        "boss.pdf",
        "boss.orc",
        "boss.csv.gz",
        "boss.CSV.GZ",
        "boss.tsv",
        "boss.yaml",
        "boss.cvs",
        "boss.2019-05",
        ".gz",
        "boss.csv ",
    ] {
        for mut command in [report(), history()] {
            command.arg("--output").arg(folder.path().join(name));
            let run = run(&mut service.asked_by(command));
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{name}");
            let endings = "use .html, .xlsx, .md, .csv, .json, .ndjson, .jsonl, .parquet, or .txt for a table";
            assert!(run.stderr.contains(endings), "{}", run.stderr);
        }
    }
    assert_eq!(service.asked(), [""; 0]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_unknown_ending_gets_a_hint() {
    let messages = ["boss.ods", "boss.csv.gz", "boss.cvs", "boss.2019-05"]
        .map(|name| run(report().args(["--sandbox", "-o", name])).stderr);
    assert_snapshot!(messages.join("\n"));
}

#[test]
fn an_existing_file_with_an_unknown_ending_stays_as_it_is() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("boss.ods");
    fs::write(&path, "a sheet").unwrap();
    let run = run(report().args(["--sandbox", "--output"]).arg(&path));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), "a sheet");
}

#[test]
fn with_a_format_any_name_is_accepted_and_the_format_is_named_unless_the_ending_says_it() {
    let service = Service::with_pages(&[ROW], 1);
    let folder = tempdir().unwrap();
    for (name, format, is_named) in [
        ("a.xlsx", "csv", true),
        ("a.json", "csv", true),
        ("a", "csv", true),
        ("a.csv", "csv", false),
        ("a.JsonL", "ndjson", false),
    ] {
        let path = folder.path().join(name);
        let mut command = service.asked_by(report());
        let run = run(command.args(["--format", format, "--output"]).arg(&path));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let is_csv = fs::read_to_string(&path)
            .unwrap()
            .starts_with("\"number\",");
        assert_eq!(is_csv, format == "csv", "{name}");
        let naming = format!("{name} as {format}\n");
        assert_eq!(run.stderr.ends_with(&naming), is_named, "{}", run.stderr);
    }
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use crate::program::{make_pipe, reader_of};

    #[test]
    fn the_name_of_a_pipe_says_nothing_about_a_format() {
        let folder = tempdir().unwrap();
        let pipe = folder.path().join("rows.pipe");
        make_pipe(&pipe);
        let reader = reader_of(&pipe);
        let service = Service::with_pages(&[ROW], 1);
        let run = run(service.asked_by(report()).arg("--output").arg(&pipe));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(reader.join().unwrap().starts_with("{\"id\":1"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn stdout_can_be_named_as_a_device() {
        let service = Service::with_pages(&[ROW], 1);
        let run = run(service.asked_by(report()).args(["--output", "/dev/stdout"]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.starts_with("{\"id\":1"), "{}", run.stdout);
    }
}
