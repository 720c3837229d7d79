//! Completion in interactive shells, which are skipped where they are not installed.

use std::fs;
use std::io::Write;
use std::process::Command;

use tempfile::{TempDir, tempdir};

use super::pseudo_terminal::Terminal;
use crate::completions::path;
use crate::program::{program, run};
use crate::service::Service;

/// A shell that completes what is typed for helpscout.
struct Shell {
    terminal: Terminal,
    lines: usize,
    _home: TempDir,
}

impl Shell {
    /// Starts a shell without anybody's configuration, or returns `None` where it is not installed.
    fn start(program: &str, arguments: &[&str], set_up: &str) -> Option<Self> {
        Self::start_in(tempdir().unwrap(), program, arguments, set_up, None)
    }

    /// The same with a home, and for an account.
    fn start_in(
        home: TempDir,
        program: &str,
        arguments: &[&str],
        set_up: &str,
        account: Option<&Service>,
    ) -> Option<Self> {
        let found = Command::new(program).arg("--version").output();
        if !found.is_ok_and(|found| found.status.success()) {
            let _ = writeln!(
                std::io::stderr(),
                "skipped: the completion of {program} needs {program}"
            );
            return None;
        }
        fs::create_dir(home.path().join("my week")).unwrap();
        let reports = "[reports.monday]\ncommand = \"history\"\n";
        fs::write(home.path().join("helpscout.toml"), reports).unwrap();
        let mut shell = Command::new(program);
        if let Some(account) = account {
            shell = account.asked_by(shell);
        }
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

/// Returns a service with users whose names contain commas and quotes, and a home with those names.
fn odd_names() -> (Service, TempDir) {
    let service = Service::start(|_| {
        let users = r#"{"id":11,"firstName":"Sam,","lastName":"\"EU\" Comma"},
                       {"id":12,"firstName":"Kim \"K\"","lastName":"Lee"},
                       {"id":13,"firstName":"\"Bo\"","lastName":"O'Brien"}"#;
        let page = r#"{"size":50,"totalElements":3,"totalPages":1,"number":1}"#;
        (
            200,
            format!(r#"{{"_embedded":{{"users":[{users}]}},"page":{page}}}"#),
        )
    });
    let home = tempdir().unwrap();
    // A slow machine may not answer within the second that a look-up may take.
    for _ in 0..20 {
        let mut command = service.asked_by(program());
        command.env("HOME", home.path());
        command.env("_HELPSCOUT_COMPLETE", "fish");
        command.args(["--", "helpscout", "history", "--user", "kim"]);
        if run(&mut command).stdout.contains("Kim") {
            break;
        }
        let _ = fs::remove_dir_all(home.path().join(".cache"));
    }
    (service, home)
}

/// Each of these words is what an option takes for the name: `who` has the tests of that.
fn completes_odd_names(program: &str, arguments: &[&str], set_up: &str) {
    let (service, home) = odd_names();
    let shell = Shell::start_in(home, program, arguments, set_up, Some(&service));
    let Some(mut shell) = shell else {
        return;
    };
    let sam = ["--user", r#""Sam, ""EU"" Comma""#];
    shell.completes("history --user sam", &sam);
    shell.completes("history --user 'Sam, E", &sam);
    shell.completes("history --user '\"Sam, \"\"E", &sam);
    shell.completes("history --user kim", &["--user", r#"Kim "K" Lee"#]);
    let bo = ["--user", r#"11,"""Bo"" O'Brien""#];
    shell.completes("history --user '11,\"\"\"B", &bo);
    // Fish drops what does not contain the letters that were typed in one piece.
    if program != "fish" {
        shell.completes("history --user 11,bo", &bo);
        shell.completes("history --user \"11,O'B", &bo);
    }
    shell.terminal.type_in("exit\r");
    assert_eq!(shell.terminal.end().code, Some(0));
}

#[test]
fn bash_completes_names_with_commas_and_quotes() {
    let set_up = "source <(helpscout completions bash)";
    completes_odd_names("bash", &["--norc", "--noprofile", "-i"], set_up);
}

#[test]
fn zsh_completes_names_with_commas_and_quotes() {
    let set_up = "source <(helpscout completions zsh)";
    completes_odd_names("zsh", &["-f", "-i"], set_up);
}

#[test]
fn fish_completes_names_with_commas_and_quotes() {
    let set_up = "helpscout completions fish | source";
    completes_odd_names("fish", &["--no-config", "--private", "-i"], set_up);
}
