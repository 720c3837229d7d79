//! Completion in interactive shells, which are skipped where they are not installed.

use std::fs;
use std::io::Write;
use std::process::Command;

use tempfile::{TempDir, tempdir};

use super::pseudo_terminal::Terminal;
use crate::completions::path;

/// A shell that completes what is typed for helpscout.
struct Shell {
    terminal: Terminal,
    lines: usize,
    _home: TempDir,
}

impl Shell {
    /// Starts a shell without anybody's configuration, or returns `None` where it is not installed.
    fn start(program: &str, arguments: &[&str], set_up: &str) -> Option<Self> {
        let found = Command::new(program).arg("--version").output();
        if !found.is_ok_and(|found| found.status.success()) {
            let _ = writeln!(
                std::io::stderr(),
                "skipped: the completion of {program} needs {program}"
            );
            return None;
        }
        let home = tempdir().unwrap();
        fs::create_dir(home.path().join("my week")).unwrap();
        let reports = "[reports.monday]\ncommand = \"history\"\n";
        fs::write(home.path().join("helpscout.toml"), reports).unwrap();
        let mut shell = Command::new(program);
        shell.args(arguments);
        shell.env("HOME", home.path()).env("PATH", path());
        shell.env("TERM", "xterm").env("PS1", "ready> ");
        let mut terminal = Terminal::start(&shell, 200);
        terminal.type_in(&format!("cd; {set_up} && echo sour''ced\r"));
        terminal.wait_for("sourced");
        Some(Self {
            terminal,
            lines: 0,
            _home: home,
        })
    }

    /// Types a line and the tab key, and waits until the shell takes its end for these words.
    fn completes(&mut self, line: &str, words: &[&str]) {
        self.lines += 1;
        let at = self.lines;
        // Ctrl-A leads to the start of the line. The number tells what is printed now from the rest.
        let shown = format!("helpscout {line}\t\u{1}printf '{at}<%s>' ");
        self.terminal.type_in(&format!("{shown}\r"));
        let words = words.iter().map(|word| format!("{at}<{word}>"));
        self.terminal.wait_for(&words.collect::<String>());
    }

    fn completes_everything(mut self) {
        self.completes("hist", &["helpscout", "history"]);
        self.completes("report user-conv", &["report", "user-conversation-history"]);
        self.completes("history --every", &["history", "--everybody"]);
        self.completes("report company --format x", &["--format", "xlsx"]);
        self.completes("report company --format=x", &["--format=xlsx"]);
        self.completes("history -o my\\ w", &["-o", "my week/"]);
        self.completes("history --period last-w", &["--period", "last-week"]);
        self.completes(
            "history --zone Europe/Stock",
            &["--zone", "Europe/Stockholm"],
        );
        self.completes("history --by user,mai", &["--by", "user,mailbox"]);
        self.completes("explain response-t", &["explain", "response-time"]);
        self.completes("run mon", &["run", "monday"]);
        // Names, in any case of letters, by a last name, between quotes, and after another one.
        let user = ["--user", "Marta Lindqvist"];
        self.completes("history --sandbox --user mar", &user);
        self.completes("history --sandbox --user lindq", &user);
        self.completes("history --sandbox --user Marta\\ L", &user);
        self.completes("history --sandbox --user \"Mar", &user);
        self.completes("history --sandbox --user 'Mar", &user);
        self.completes("history --sandbox --user=mar", &["--user=Marta Lindqvist"]);
        let both = ["--user", "Marta Lindqvist,Hanna Weiss"];
        self.completes("history --sandbox --user Marta\\ Lindqvist,han", &both);
        self.completes("history --sandbox --user \"Marta Lindqvist,Han", &both);
        self.completes(
            "report company --sandbox --mailboxes sup",
            &["--mailboxes", "Support"],
        );
        self.terminal.type_in("exit\r");
        assert_eq!(self.terminal.end().code, Some(0));
    }
}

#[test]
fn bash_completes_what_is_typed() {
    let set_up = "source <(helpscout completions bash)";
    if let Some(bash) = Shell::start("bash", &["--norc", "--noprofile", "-i"], set_up) {
        bash.completes_everything();
    }
}

#[test]
fn zsh_completes_what_is_typed() {
    let set_up = "source <(helpscout completions zsh)";
    if let Some(zsh) = Shell::start("zsh", &["-f", "-i"], set_up) {
        zsh.completes_everything();
    }
}

#[test]
fn fish_completes_what_is_typed() {
    let set_up = "helpscout completions fish | source";
    if let Some(fish) = Shell::start("fish", &["--no-config", "--private", "-i"], set_up) {
        fish.completes_everything();
    }
}
