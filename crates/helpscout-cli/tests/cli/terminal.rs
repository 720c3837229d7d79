//! What people see in a terminal, in a real one.

mod completions;
mod login;
mod pseudo_terminal;
mod widths;

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

use tempfile::tempdir;
use unicode_width::UnicodeWidthStr;

use self::pseudo_terminal::{Ended, Terminal};
use crate::program::{program, report, run};
use crate::pull::account;
use crate::service::{Service, page, page_of};

const ROW: &str = r#"[{"id":1,"number":2,"customers":[{"id":3,"name":"Zoë"}]}]"#;

const FORMATS: [&str; 4] = ["table", "csv", "ndjson", "json"];

/// Bold text, as tables have it.
const BOLD: [&str; 2] = ["\u{1b}[1m", "\u{1b}[0m"];

/// Runs a command to its end in a terminal with that many columns.
fn shown(command: &Command, columns: u16) -> Ended {
    let ended = Terminal::start(command, columns).end();
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    ended
}

/// A report of a quarter of an hour from the sandbox, in the format that a terminal gets.
fn quiet_report() -> Command {
    let mut command = program();
    command.args(["report", "user-conversation-history", "--user", "447723"]);
    command.args(["--start", "2019-05-07T14:00:00Z"]);
    command.args(["--end", "2019-05-07T14:15:00Z"]);
    command.args(["--sandbox", "--quiet"]);
    command
}

#[test]
fn a_terminal_gets_a_table_of_its_width() {
    let headings = [60, 100, 160].map(|columns| {
        let ended = shown(&quiet_report(), columns);
        let lines: Vec<&str> = ended.printed.lines().collect();
        let widest = lines.iter().map(|line| line.width()).max().unwrap();
        assert!(widest <= columns.into(), "{columns}: {}", ended.printed);
        assert!(lines[0].starts_with("Number"), "{}", ended.printed);
        assert!(ended.printed.contains('─'), "{}", ended.printed);
        lines[0].split("  ").filter(|part| !part.is_empty()).count()
    });
    assert!(headings[0] < headings[2], "{headings:?}");
}

#[test]
fn only_a_terminal_that_understands_escape_sequences_gets_them() {
    let with = |variables: &[(&str, &str)]| {
        let mut command = quiet_report();
        command.envs(variables.iter().copied());
        shown(&command, 100).printed
    };
    let plain = with(&[]);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    let styled = [
        with(&[("TERM", "xterm-256color")]),
        with(&[("TERM", "xterm"), ("NO_COLOR", "")]),
    ];
    for printed in styled {
        assert!(printed.contains(BOLD[0]), "{printed:?}");
        let unstyled = printed.replace(BOLD[0], "").replace(BOLD[1], "");
        // Headings that are styled are also padded.
        let lines: Vec<&str> = unstyled.lines().map(str::trim_end).collect();
        assert_eq!(lines, plain.lines().collect::<Vec<_>>());
    }
    let unstyled: [&[(&str, &str)]; 4] = [
        &[("TERM", "dumb")],
        &[("TERM", "")],
        &[("NO_COLOR", "")],
        &[("TERM", "xterm"), ("NO_COLOR", "1")],
    ];
    for variables in unstyled {
        assert_eq!(with(variables), plain, "{variables:?}");
    }
}

#[test]
fn a_terminal_without_escape_sequences_gets_no_progress() {
    for term in [None, Some("dumb")] {
        let service = Service::with_pages(&[ROW, ROW], 2);
        let mut command = service.asked_by(report());
        command.envs(term.map(|term| ("TERM", term)));
        let ended = shown(&command, 100);
        assert!(!ended.printed.contains('\u{1b}'), "{:?}", ended.printed);
        let last = ended.printed.lines().last();
        assert_eq!(last, Some("2 rows on 2 pages"));
    }
}

/// Every character that controls a terminal or the direction of text, except the line feed and tab.
fn controls() -> impl Iterator<Item = char> {
    let bidirectional = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    ('\0'..='\u{9f}')
        .filter(|char| char.is_control() && !matches!(char, '\n' | '\t'))
        .chain(bidirectional)
}

/// A JSON string with every control character. JSON demands that those below U+0020 are escaped.
fn hostile_text() -> String {
    let written = controls().map(|char| {
        if char < ' ' {
            format!("\\u{:04x}[2J", u32::from(char))
        } else {
            format!("{char}]0;x")
        }
    });
    format!("\"a{}z\"", written.collect::<String>())
}

/// A report whose names, values and an undocumented key have every control character.
fn hostile_service() -> (Service, String) {
    let text = hostile_text();
    let row = format!(
        r#"{{"id":1,"number":2,"status":{text},"customers":[{{"id":3,"name":{text}}}],{text}:{text}}}"#
    );
    let rows = format!("[{row}]");
    (Service::start(move |_| (200, page(1, 1, 1, &rows))), row)
}

#[track_caller]
fn assert_harmless(printed: &str) {
    let text = printed.replace("\r\n", "\n");
    let found = text
        .chars()
        .find(|char| controls().any(|control| control == *char));
    assert_eq!(found, None, "{printed:?}");
}

#[test]
fn no_character_of_a_report_controls_the_terminal() {
    let (service, _) = hostile_service();
    for format in FORMATS {
        let mut command = service.asked_by(report());
        command.args(["--quiet", "--format", format]);
        command.env("TERM", "xterm");
        // Wide enough for a table of all columns.
        let printed = shown(&command, 4000).printed;
        assert!(printed.contains("]0;x"), "{printed}");
        let without_styles = if format == "table" {
            printed.replace(BOLD[0], "").replace(BOLD[1], "")
        } else {
            printed
        };
        assert_harmless(&without_styles);
    }
}

#[test]
fn no_character_of_an_error_of_the_service_controls_the_terminal() {
    let text = hostile_text();
    let service = Service::start(move |_| (400, format!(r#"{{"message":{text},"error":{text}}}"#)));
    for errors in [&[][..], &["--errors", "json"]] {
        let mut command = service.asked_by(report());
        command.args(errors);
        let ended = Terminal::start(&command, 100).end();
        assert_eq!(ended.code, Some(2), "{}", ended.printed);
        assert!(ended.printed.contains("400"), "{}", ended.printed);
        assert_harmless(&ended.printed);
    }
}

#[test]
fn a_pipe_and_a_file_get_what_the_service_sent() {
    let (service, row) = hostile_service();
    for format in ["json", "ndjson"] {
        let mut command = service.asked_by(report());
        command.args(["--format", format]);
        let piped = run(&mut command).stdout;
        assert!(piped.contains(&row), "{piped:?}");
        let folder = tempdir().unwrap();
        let path = folder.path().join("report");
        command.arg("--output").arg(&path);
        // The answer goes to a file, although the program runs in a terminal.
        shown(&command, 100);
        assert_eq!(fs::read_to_string(path).unwrap(), piped);
    }
}

#[test]
fn the_progress_is_visible_and_then_gone() {
    let folder = tempdir().unwrap();
    let (go, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let service = Service::start(move |asked| {
        let number = page_of(asked);
        if number == 2 {
            // The test ends first if it fails.
            let _ = wait.lock().unwrap().recv();
        }
        (200, page(number, 2, 2, ROW))
    });
    let mut command = service.asked_by(report());
    command.env("TERM", "xterm").current_dir(folder.path());
    command.arg("--output").arg(folder.path().join("may.csv"));
    let mut terminal = Terminal::start(&command, 200);
    terminal.wait_for("1 of 2 rows, page 1 of 2");
    go.send(()).unwrap();
    let ended = terminal.end();
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert!(
        ended.screen.starts_with("2 rows on 2 pages; written to "),
        "{}",
        ended.screen
    );
    assert_eq!(
        ended.screen.trim_end().lines().count(),
        1,
        "{}",
        ended.screen
    );
}

#[test]
fn the_progress_of_a_pull_counts_units_rows_and_calls() {
    let folder = tempdir().unwrap();
    let (go, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let calls = AtomicUsize::new(0);
    let service = account::start(move |_, _| {
        if calls.fetch_add(1, Ordering::SeqCst) == 3 {
            // The test ends first if it fails.
            let _ = wait.lock().unwrap().recv();
        }
        Ok(ROW.to_owned())
    });
    let mut command = program();
    command.args(["pull", "user-conversation-history", "--users", "all"]);
    command.args(["--since", "2019-05-06", "--until", "2019-05-08"]);
    command.args(["--in-flight", "1", "--to"]);
    command.arg(folder.path().join("data"));
    let mut command = service.asked_by(command);
    command.env("TERM", "xterm");
    let mut terminal = Terminal::start(&command, 200);
    terminal.wait_for("3 of 4 units, 3 rows, 3 calls");
    go.send(()).unwrap();
    let ended = terminal.end();
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    let lines: Vec<&str> = ended.screen.trim_end().lines().collect();
    assert!(
        lines[0].starts_with("fetching 4 units: at least 4 calls"),
        "{lines:?}"
    );
    let last = lines.last().unwrap();
    assert!(
        last.starts_with("4 units (4 new), 4 rows, 4 calls, "),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 2, "{lines:?}");
}

#[test]
fn ctrl_c_ends_the_program_and_leaves_no_file() {
    for options in [&["--quiet"][..], &[]] {
        let folder = tempdir().unwrap();
        let (tell, told) = mpsc::channel();
        let (_keep, wait) = mpsc::channel::<()>();
        let wait = Mutex::new(wait);
        let service = Service::start(move |asked| {
            let number = page_of(asked);
            if number == 2 {
                tell.send(()).unwrap();
                // Until the test ends.
                let _ = wait.lock().unwrap().recv();
            }
            (200, page(number, 2, 2, ROW))
        });
        let mut command = service.asked_by(report());
        command.args(options).env("TERM", "xterm");
        command.arg("--output").arg(folder.path().join("may.csv"));
        let terminal = Terminal::start(&command, 100);
        told.recv().unwrap();
        terminal.type_in("\u{3}");
        let ended = terminal.end();
        assert_eq!(ended.code, Some(130), "{}", ended.printed);
        // The terminal itself shows `^C` where the cursor is.
        let last = ended.screen.trim_end().lines().last().unwrap_or_default();
        assert!(
            last.ends_with("error: interrupted; nothing was written"),
            "{}",
            ended.screen
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_terminal_gets_no_spreadsheet_and_no_parquet() {
    let service = Service::with_pages(&[ROW], 1);
    for format in ["xlsx", "parquet"] {
        let mut command = service.asked_by(report());
        command.args(["--format", format]);
        let ended = Terminal::start(&command, 100).end();
        assert_eq!(ended.code, Some(2), "{}", ended.printed);
        let advice = format!("use -o FILE.{format}, or --format table to see the report here");
        assert!(ended.screen.contains(&advice), "{}", ended.screen);
    }
    assert_eq!(service.asked(), [""; 0]);
}
