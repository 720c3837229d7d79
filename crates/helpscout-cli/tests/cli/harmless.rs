//! What a terminal gets of control characters, over a real pseudo-terminal.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::process::Command;
use std::thread;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, tcgetattr, tcsetattr};

use crate::program::{history, report};
use crate::service::Service;

/// A subject by a stranger, as JSON: it clears the screen, turns the text red with a C1 byte,
/// deletes, and reverses the text.
const HOSTILE: &str =
    "[{\"id\":1,\"number\":2,\"status\":\"\\u001b[2Ja\u{9b}31m\u{7f}\u{202e}b\\n\\tc\"}]";

/// Runs a program whose stdout is a terminal, and returns what the terminal gets.
fn on_terminal(mut command: Command) -> String {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&controller).unwrap();
    unlockpt(&controller).unwrap();
    let path = ptsname(&controller, Vec::new())
        .unwrap()
        .into_string()
        .unwrap();
    let terminal = OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .unwrap();
    // Line feeds come as they are written.
    let mut modes = tcgetattr(&terminal).unwrap();
    modes.output_modes.remove(OutputModes::OPOST);
    tcsetattr(&terminal, OptionalActions::Now, &modes).unwrap();

    let reader = thread::spawn(move || {
        let mut controller = File::from(controller);
        let mut seen = Vec::new();
        let mut bytes = [0; 4096];
        // On Linux, reading fails when the last user of the terminal closes it.
        while let Ok(read @ 1..) = controller.read(&mut bytes) {
            seen.extend_from_slice(&bytes[..read]);
        }
        String::from_utf8(seen).unwrap()
    });
    command.env("TERM", "xterm").stdout(terminal);
    let status = command.status().unwrap();
    assert_eq!(status.code(), Some(0));
    drop(command);
    reader.join().unwrap()
}

fn asked(command: Command, options: &[&str]) -> String {
    let service = Service::with_pages(&[HOSTILE], 1);
    let mut command = service.asked_by(command);
    command.args(options);
    on_terminal(command)
}

fn assert_harmless(text: &str) {
    let is_control = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
    let text = text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "");
    assert!(
        !text.contains(is_control) && !text.contains('\u{202e}'),
        "{text:?}"
    );
}

#[test]
fn no_format_lets_text_of_strangers_control_the_terminal() {
    for format in ["csv", "ndjson", "json", "table"] {
        for options in [&[][..], &["--raw"]] {
            if !options.is_empty() && format != "ndjson" {
                continue;
            }
            let text = asked(report(), &[&["--format", format], options].concat());
            assert_harmless(&text);
            let unescaped = if format == "csv" || format == "table" {
                "\u{fffd}[2Ja"
            } else {
                "\\u001b[2Ja"
            };
            assert!(text.contains(unescaped), "{format}: {text:?}");
            assert!(
                text.contains("\u{fffd}31m\u{fffd}\u{fffd}b"),
                "{format}: {text:?}"
            );
        }
        assert_harmless(&asked(history(), &["--format", format]));
        assert_harmless(&asked(history(), &["--format", format, "--replies"]));
    }
}

#[test]
fn headings_are_bold_on_a_terminal() {
    let text = asked(report(), &[]);
    assert!(text.contains("\u{1b}[1mNumber"), "{text:?}");
}

#[test]
fn a_pipe_gets_the_text_as_it_is() {
    let service = Service::with_pages(&[HOSTILE], 1);
    let run = crate::program::run(service.asked_by(report()).args(["--format", "csv"]));
    assert!(
        run.stdout
            .contains("\u{1b}[2Ja\u{9b}31m\u{7f}\u{202e}b\n\tc"),
        "{:?}",
        run.stdout
    );
}
