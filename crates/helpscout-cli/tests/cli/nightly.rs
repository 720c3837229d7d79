//! The chapter *Load it every night* of the README does what it says, word for word.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use tempfile::tempdir;

use crate::program::{run, write_script};
use crate::readers::python::Python;

/// Returns the chapter.
fn chapter() -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let (_, chapter) = readme.split_once("\n## Load it every night\n").unwrap();
    chapter.split("\n## ").next().unwrap().to_owned()
}

/// Returns the blocks of a language.
fn blocks<'c>(chapter: &'c str, language: &str) -> Vec<&'c str> {
    let start = format!("```{language}\n");
    let blocks = chapter.split(start.as_str()).skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap())
        .collect()
}

#[test]
fn the_readme_leads_from_an_empty_folder_to_a_query() {
    let Some(python) = Python::find() else {
        return;
    };
    let (empty, bin) = (tempdir().unwrap(), tempdir().unwrap());
    symlink(
        env!("CARGO_BIN_EXE_helpscout"),
        bin.path().join("helpscout"),
    )
    .unwrap();
    // The packages of the tests are installed already, with the versions that are pinned.
    write_script(&bin.path().join("pip"), "test \"$*\" = 'install duckdb'");
    let command = python.command();
    let packages = command.get_envs().find(|(name, _)| *name == "PYTHONPATH");
    let packages = packages.and_then(|(_, value)| value).unwrap();
    let (program, packages) = (
        command.get_program().to_str().unwrap(),
        packages.to_str().unwrap(),
    );
    let path = std::env::var("PATH").unwrap_or_default();
    let wrapper = format!("PATH='{path}' PYTHONPATH='{packages}' exec {program} \"$@\"");
    write_script(&bin.path().join("python3"), &wrapper);

    let chapter = chapter();
    let query = blocks(&chapter, "sql")[0];
    fs::write(empty.path().join("agents.sql"), query).unwrap();
    let session = blocks(&chapter, "console")[0];
    let is_command = |line: &&str| line.starts_with("$ ");
    let commands: Vec<&str> = session.lines().filter(is_command).collect();
    let shown: Vec<&str> = session.lines().filter(|line| !is_command(line)).collect();
    let mut printed = String::new();
    let typed = |command: &str| {
        let mut shell = Command::new("/bin/sh");
        shell.env_clear().current_dir(empty.path());
        shell.env("PATH", format!("{}:/usr/bin:/bin", bin.path().display()));
        let run = run(shell.args(["-e", "-c", &command[2..]]));
        assert_eq!(run.code, Some(0), "{command}: {}", run.stderr);
        run.stdout
    };
    for command in &commands {
        printed.push_str(&typed(command));
    }
    assert_eq!(commands.len(), 3);
    let lines: Vec<&str> = printed.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, shown);

    // The second night has another snapshot of the users, and the query has the same result. In these
    // zones, it is never the same day.
    let users = empty.path().join("warehouse/users");
    let snapshots = || fs::read_dir(&users).unwrap().count();
    assert_eq!(snapshots(), 1);
    for zone in ["Pacific/Kiritimati", "Etc/GMT+12"] {
        let other = empty.path().join(zone.replace('/', "-"));
        let mut pull = Command::new(env!("CARGO_BIN_EXE_helpscout"));
        pull.env_clear()
            .args(["pull", "users", "--sandbox", "--zone", zone]);
        let pulled = run(pull.arg("--to").arg(&other));
        assert_eq!(pulled.code, Some(0), "{}", pulled.stderr);
        let snapshot = fs::read_dir(other.join("users")).unwrap().next().unwrap();
        let snapshot = snapshot.unwrap();
        let there = users.join(snapshot.file_name());
        if !there.exists() {
            fs::rename(snapshot.path(), there).unwrap();
        }
    }
    assert!(snapshots() > 1);
    let again = typed(commands[2]);
    let again: Vec<&str> = again.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(again, shown);

    // The other command is that of every night, as far as it can be tried: it plans for the live
    // service, and has no credentials here.
    let nightly = blocks(&chapter, "console")[1];
    let words: Vec<&str> = nightly
        .trim()
        .trim_start_matches("$ helpscout ")
        .split(' ')
        .collect();
    let mut nightly = Command::new(env!("CARGO_BIN_EXE_helpscout"));
    nightly.env_clear().current_dir(empty.path()).args(words);
    let run = run(&mut nightly);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("HELPSCOUT_APP_ID"), "{}", run.stderr);
    let file = "warehouse/user-conversation-history/user=447723/window=2019-05-06/part-0.parquet";
    assert!(chapter.contains(file) && empty.path().join(file).is_file());
}
