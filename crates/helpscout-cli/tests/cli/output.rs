use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use tempfile::{TempDir, tempdir};

use crate::program::{Run, history, report, run};
use crate::service::{Service, page, page_of};

const ROW: &str = r#"[{"id":1,"number":2,"customers":[{"id":3,"name":"Zoë"}]}]"#;

/// Returns the names of the files in a folder.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Writes a report of one row to a file of that name.
pub(crate) fn written_to(folder: &TempDir, name: &str) -> Run {
    let service = Service::with_pages(&[ROW], 1);
    let path = folder.path().join(name);
    run(service.asked_by(report()).arg("--output").arg(path))
}

#[test]
fn a_file_is_named_as_it_was_typed_whether_it_is_new_or_not() {
    let folder = tempdir().unwrap();
    let written = || {
        let mut command = history();
        command.current_dir(folder.path());
        let run = run(command.args(["--sandbox", "--output", "a.csv"]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(
            run.stderr.contains("; written to a.csv\n"),
            "{}",
            run.stderr
        );
    };
    written();
    written();
}

#[test]
fn a_report_is_written_to_the_file_and_nothing_to_stdout() {
    let folder = tempdir().unwrap();
    let run = written_to(&folder, "may.ndjson");
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(0), ""),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.starts_with("1 row on 1 page; written to "),
        "{}",
        run.stderr
    );
    assert_eq!(files(folder.path()), ["may.ndjson"]);
    let text = fs::read_to_string(folder.path().join("may.ndjson")).unwrap();
    assert_eq!(
        text,
        "{\"id\":1,\"number\":2,\"customers\":[{\"id\":3,\"name\":\"Zoë\"}]}\n"
    );
}

#[test]
fn the_name_of_the_file_decides_the_format() {
    let folder = tempdir().unwrap();
    let first_line = |name: &str| {
        assert_eq!(written_to(&folder, name).code, Some(0));
        let text = fs::read_to_string(folder.path().join(name)).unwrap();
        text.lines()
            .next()
            .unwrap()
            .split(',')
            .next()
            .unwrap()
            .trim()
            .to_owned()
    };
    assert_eq!(first_line("may.json"), "[");
    assert_eq!(first_line("may.CSV"), "\"number\"");
    assert_eq!(first_line("may.jsonl"), "{\"id\":1");
    assert_eq!(first_line("may"), "{\"id\":1");
    assert!(first_line("may.txt").starts_with("Number"));
}

#[test]
fn a_report_that_fails_leaves_the_old_file_and_no_other() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("may.csv");
    fs::write(&path, "old").unwrap();
    let service = Service::start(|asked| match page_of(asked) {
        3 => (400, String::new()),
        number => (200, page(number, 4, 4, ROW)),
    });
    for mut command in [report(), history()] {
        command.arg("--output").arg(&path);
        let run = run(&mut service.asked_by(command));
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(2), ""),
            "{}",
            run.stderr
        );
        assert_eq!(files(folder.path()), ["may.csv"]);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    }
}

#[test]
fn an_unwritable_destination_is_found_before_any_request() {
    let folder = tempdir().unwrap();
    let service = Service::with_pages(&[ROW], 1);
    for (name, problem) in [
        ("no/folder/may.csv", "there is no directory"),
        (".", "it is a directory"),
    ] {
        let path = folder.path().join(name);
        let run = run(service.asked_by(report()).arg("--output").arg(&path));
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(2), ""),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.starts_with("error: can't write "),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains(problem), "{}", run.stderr);
    }
    assert_eq!(service.asked(), [""; 0]);
    assert_eq!(files(folder.path()), [""; 0]);
}

#[test]
fn an_output_without_a_name_is_a_mistake() {
    let run = run(report().args(["--output", ""]));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("a value is required for '--output <FILE>'"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_dash_is_stdout() {
    let service = Service::with_pages(&[ROW], 1);
    let run = run(service
        .asked_by(report())
        .args(["--output", "-", "--format", "csv"]));
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.starts_with("\"number\","), "{}", run.stdout);
}

#[test]
fn a_reader_that_stops_early_is_not_a_failure() {
    // More than fits into the buffer of a pipe.
    let row = format!("{{\"id\":1,\"text\":\"{}\"}}", "x".repeat(1000));
    let rows: String = vec![row; 500].join(",");
    let service = Service::start(move |_| (200, page(1, 1, 500, &format!("[{rows}]"))));
    let mut command = service.asked_by(report());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let left = child.wait_with_output().unwrap();
    assert_eq!(left.status.code(), Some(0));
    assert_eq!(
        String::from_utf8(left.stderr).unwrap(),
        "500 rows on 1 page\n"
    );
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{FileTypeExt, symlink};
    use std::process::Command;

    use super::*;
    use crate::program::{make_pipe, reader_of, send_signal};

    #[test]
    fn a_link_stays_a_link_to_the_file_that_is_written() {
        let folder = tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        assert_eq!(written_to(&folder, "link").code, Some(0));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::read_to_string(&file).unwrap().starts_with("{\"id\":1"));
    }

    #[test]
    fn a_link_to_a_file_that_does_not_exist_yet_leads_to_it() {
        let folder = tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("real/deep")).unwrap();
        symlink("real/deep", at("folder")).unwrap();
        symlink("first", at("chain")).unwrap();
        symlink("real/second", at("first")).unwrap();
        symlink("../file", at("real/second")).unwrap();
        symlink("../up", at("real/deep/link")).unwrap();
        symlink(at("absolute"), at("to-absolute")).unwrap();
        for (link, file) in [
            ("chain", "file"),
            ("folder/link", "real/up"),
            ("to-absolute", "absolute"),
            ("folder/new", "real/deep/new"),
        ] {
            let run = written_to(&folder, link);
            assert_eq!(run.code, Some(0), "{link}: {}", run.stderr);
            let is_link = fs::symlink_metadata(at(link)).unwrap().is_symlink();
            assert_eq!(is_link, link != "folder/new", "{link}");
            assert!(fs::symlink_metadata(at(file)).unwrap().is_file(), "{file}");
            // Now the file exists.
            assert_eq!(written_to(&folder, link).code, Some(0), "{link}");
            assert!(fs::symlink_metadata(at(file)).unwrap().is_file(), "{file}");
        }
        assert!(fs::symlink_metadata(at("first")).unwrap().is_symlink());
    }

    #[test]
    fn a_link_that_leads_nowhere_is_refused_and_stays() {
        let folder = tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        symlink("self", at("self")).unwrap();
        symlink("b", at("a")).unwrap();
        symlink("a", at("b")).unwrap();
        symlink("missing/file", at("no-folder")).unwrap();
        symlink(".", at("folder")).unwrap();
        for (link, problem) in [
            ("self", "symbolic link that leads back to itself"),
            ("a", "symbolic link that leads back to itself"),
            ("no-folder", "there is no directory"),
            ("folder", "it is a directory"),
            ("new/", "it is a directory"),
            ("self/x", "symbolic links"),
        ] {
            let run = written_to(&folder, link);
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{link}");
            assert!(run.stderr.contains(problem), "{link}: {}", run.stderr);
        }
        assert_eq!(
            files(folder.path()),
            ["a", "b", "folder", "no-folder", "self"]
        );
        assert_eq!(fs::read_link(at("a")).unwrap(), Path::new("b"));
    }

    #[test]
    fn a_stdout_that_takes_no_bytes_is_a_failure() {
        let service = Service::with_pages(&[ROW], 1);
        for format in ["ndjson", "csv", "json", "table"] {
            for mut command in [report(), history()] {
                command.args(["--format", format]);
                let unwritable = fs::File::open("/dev/null").unwrap();
                let run = Run::from(
                    service
                        .asked_by(command)
                        .stdout(unwritable)
                        .output()
                        .unwrap(),
                );
                assert_eq!(run.code, Some(1), "{}", run.stderr);
                let message = "error: can't write to stdout: Bad file descriptor";
                assert!(run.stderr.starts_with(message), "{}", run.stderr);
            }
        }
    }

    #[test]
    fn a_closed_stdout_is_a_failure_before_any_request_unless_the_report_goes_to_a_file() {
        let folder = tempdir().unwrap();
        let service = Service::with_pages(&[ROW], 1);
        for format in ["ndjson", "csv", "json", "table"] {
            for command in [report(), history()] {
                let mut command = closed_stdout(&service.asked_by(command));
                let run = run(command.args(["--format", format]));
                assert_eq!(run.code, Some(1), "{}", run.stderr);
                let message = "error: can't write to stdout: it is closed";
                assert!(run.stderr.starts_with(message), "{}", run.stderr);
            }
        }
        assert_eq!(service.asked(), [""; 0]);
        let path = folder.path().join("may.csv");
        let run = run(closed_stdout(&service.asked_by(report()))
            .arg("-o")
            .arg(&path));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(fs::read_to_string(path).unwrap().lines().count(), 2);
        let null = fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open("/dev/null")
            .unwrap();
        let status = service.asked_by(report()).stdout(null).status();
        assert_eq!(status.unwrap().code(), Some(0));
    }

    /// Returns the command with a stdout that is closed.
    fn closed_stdout(command: &Command) -> Command {
        let mut closed = Command::new("sh");
        closed.args(["-c", "exec \"$0\" \"$@\" >&-"]);
        closed.arg(command.get_program()).args(command.get_args());
        closed.env_clear();
        let set = command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        closed.envs(set);
        closed
    }

    #[test]
    fn a_named_pipe_gets_a_report_that_is_complete() {
        let folder = tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        make_pipe(&pipe);
        let reader = reader_of(&pipe);
        let run = written_to(&folder, "pipe");
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(reader.join().unwrap().starts_with("{\"id\":1,"));
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    }

    #[test]
    fn a_folder_for_temporary_files_that_is_missing_matters_to_long_reports_alone() {
        let row = format!("{{\"id\":1,\"text\":\"{}\"}}", "x".repeat(1000));
        let rows: String = vec![row; 500].join(",");
        let service = Service::start(move |_| (200, page(1, 1, 500, &format!("[{rows}]"))));
        let folder = tempdir().unwrap();
        let missing = folder.path().join("missing");
        let run = run(service.asked_by(report()).env("TMPDIR", &missing));
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
        let message = "error: can't keep the report until it is complete: ";
        assert!(run.stderr.starts_with(message), "{}", run.stderr);
        assert!(run.stderr.contains("set TMPDIR"), "{}", run.stderr);

        let path = folder.path().join("may.csv");
        let mut command = service.asked_by(report());
        command.env("TMPDIR", &missing).arg("-o").arg(&path);
        assert_eq!(crate::program::run(&mut command).code, Some(0));
    }

    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        let service = Service::with_pages(&[ROW], 1);
        let run = run(service.asked_by(report()).args(["--output", "/dev/null"]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(
            fs::metadata("/dev/null")
                .unwrap()
                .file_type()
                .is_char_device()
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_reported() {
        let service = Service::with_pages(&[ROW], 1);
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let to_stdout = service.asked_by(report()).stdout(full).output().unwrap();
        assert_eq!(to_stdout.status.code(), Some(1));
        let said = String::from_utf8(to_stdout.stderr).unwrap();
        assert!(
            said.starts_with("error: can't write to stdout: No space left"),
            "{said}"
        );

        let run = run(service.asked_by(report()).args(["--output", "/dev/full"]));
        assert_eq!(run.code, Some(1));
        assert!(
            run.stderr
                .starts_with("error: can't write /dev/full: No space"),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.contains("help: free space on this disk"),
            "{}",
            run.stderr
        );
    }

    #[test]
    fn an_interrupt_leaves_nothing_behind() {
        let folder = tempdir().unwrap();
        let (service, told) = Service::stalling();
        let mut command = service.asked_by(report());
        command.arg("--output").arg(folder.path().join("may.csv"));
        let child = command.stderr(Stdio::piped()).spawn().unwrap();
        told.recv().unwrap();
        send_signal("-INT", child.id());
        let left = child.wait_with_output().unwrap();
        assert_eq!(left.status.code(), Some(130));
        assert_eq!(
            String::from_utf8(left.stderr).unwrap(),
            "error: interrupted; nothing was written\n"
        );
        assert_eq!(files(folder.path()), [""; 0]);
    }
}
