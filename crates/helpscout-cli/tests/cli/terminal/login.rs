//! Credentials that are typed into a terminal, which shows none of them.

use std::fs;

use helpscout_sandbox::Sandbox;
use tempfile::tempdir;
use tokio::runtime::Runtime;

use super::pseudo_terminal::Terminal;
#[cfg(target_os = "linux")]
use crate::program::wait_until_handled;
use crate::program::{is_ignored, program, send_signal};

#[test]
fn what_is_typed_at_login_is_not_shown() {
    let runtime = Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::builder().start()).unwrap();
    let home = tempdir().unwrap();
    let mut command = program();
    command.env("HOME", home.path());
    command.args(["login", "--file", "--base-url", sandbox.base_url()]);
    let mut terminal = Terminal::start(&command, 200);
    terminal.wait_for("what you type or paste is not shown");
    terminal.wait_for("App ID: ");
    terminal.type_in("sandbox-app\r");
    terminal.wait_for("App secret: ");
    terminal.type_in("sandbox-secret\r");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    assert!(ended.printed.contains("logged in as "), "{}", ended.printed);
    for typed in ["sandbox-app", "sandbox-secret"] {
        assert!(!ended.printed.contains(typed), "{}", ended.printed);
    }
}

#[test]
fn an_interrupt_at_login_keeps_nothing() {
    let home = tempdir().unwrap();
    let mut command = program();
    command.env("HOME", home.path()).arg("login");
    let mut terminal = Terminal::start(&command, 200);
    terminal.wait_for("App ID: ");
    terminal.type_in("half-an-id\u{3}");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(130), "{}", ended.printed);
    assert!(
        ended.printed.contains("nothing was kept"),
        "{}",
        ended.printed
    );
    assert!(!ended.printed.contains("half-an-id"), "{}", ended.printed);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn the_end_of_the_input_at_login_says_so_and_keeps_nothing() {
    for typed in [&["\u{4}"][..], &["an-id\r", "\u{4}"]] {
        let home = tempdir().unwrap();
        let mut command = program();
        command.env("HOME", home.path()).arg("login");
        let mut terminal = Terminal::start(&command, 200);
        for (question, typed) in ["App ID: ", "App secret: "].into_iter().zip(typed) {
            terminal.wait_for(question);
            terminal.type_in(typed);
        }
        let ended = terminal.end();
        let what = ["App ID", "App secret"][typed.len() - 1];
        let said = format!("error: the input ended before the {what} was typed; nothing was kept");
        assert_eq!(ended.code, Some(2), "{}", ended.printed);
        // The message starts on a line of its own.
        assert!(
            ended.printed.lines().any(|line| line == said),
            "{}",
            ended.printed
        );
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}

#[test]
fn a_signal_ends_a_login_and_leaves_the_terminal_as_it_was() {
    // `nohup` may have started the tests, and is honored.
    let hangup = (!is_ignored(1)).then_some(("-HUP", 129));
    let signals = [("-TERM", 143), ("-INT", 130)].into_iter().chain(hangup);
    for (signal, code) in signals {
        for is_secret in [false, true] {
            let home = tempdir().unwrap();
            let mut command = program();
            command.env("HOME", home.path()).arg("login");
            let mut terminal = Terminal::start(&command, 200);
            terminal.wait_for("App ID: ");
            if is_secret {
                terminal.type_in("an-id\r");
                terminal.wait_for("App secret: ");
            }
            send_signal(signal, terminal.process());
            let ended = terminal.end();
            assert_eq!(ended.code, Some(code), "{}", ended.printed);
            assert!(ended.has_echo, "{signal} {is_secret}");
            assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_a_login_that_reads_stdin() {
    let home = tempdir().unwrap();
    let mut command = program();
    command.env("HOME", home.path()).args(["login", "--stdin"]);
    let terminal = Terminal::start(&command, 200);
    // The program prints nothing before it reads.
    wait_until_handled(terminal.process(), 2);
    terminal.type_in("half-an-id\r\u{3}");
    let ended = terminal.end();
    assert_eq!(ended.code, Some(130), "{}", ended.printed);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}
