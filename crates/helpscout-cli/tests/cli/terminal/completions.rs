//! Completion in an interactive bash.

use std::process::Command;

use tempfile::tempdir;

use super::pseudo_terminal::Terminal;
use crate::completions::path;

#[test]
fn a_name_with_a_space_is_one_word_after_the_tab_key() {
    if Command::new("bash").arg("--version").output().is_err() {
        return;
    }
    let home = tempdir().unwrap();
    let mut bash = Command::new("bash");
    bash.args(["--norc", "--noprofile", "-i"]);
    bash.env("HOME", home.path()).env("PATH", path());
    bash.env("TERM", "dumb").env("PS1", "ready> ");
    let mut terminal = Terminal::start(&bash, 200);
    terminal.wait_for("ready> ");
    terminal.type_in("source <(helpscout completions bash) && echo sour''ced\r");
    terminal.wait_for("sourced");
    terminal.type_in("helpscout history --sandbox --user mar\t");
    terminal.wait_for("Marta\\ Lindqvist");
    terminal.type_in("--period 2019-05-07 --zone UTC --dry-run\r");
    terminal.wait_for("--user \"Marta Lindqvist\"");
    terminal.type_in("exit\r");
    assert_eq!(terminal.end().code, Some(0));
}
