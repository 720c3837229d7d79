//! The commands of SKILL.md, run as they are there.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use tempfile::tempdir;

use crate::output::files;
use crate::program::{program, run};

fn skill() -> String {
    let mut command = program();
    let printed = run(command.arg("skill"));
    assert_eq!((printed.code, printed.stderr.as_str()), (Some(0), ""));
    printed.stdout
}

/// Returns the commands of the code blocks.
fn commands(skill: &str) -> Vec<String> {
    let blocks = skill.split("```sh\n").skip(1);
    let blocks = blocks.filter_map(|block| Some(block.split_once("```")?.0));
    let lines = blocks.flat_map(str::lines).map(str::to_owned);
    lines.collect()
}

#[test]
fn every_command_of_the_skill_works() {
    let folder = tempdir().unwrap();
    let bin = folder.path().join("bin");
    let results = folder.path().join("results");
    fs::create_dir_all(&bin).unwrap();
    fs::create_dir_all(&results).unwrap();
    symlink(env!("CARGO_BIN_EXE_helpscout"), bin.join("helpscout")).unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let commands = commands(&skill());
    assert!(commands.len() > 15, "{commands:?}");
    for line in commands {
        let is_local = line.contains("--help") || line.starts_with("helpscout explain ");
        // The data of the sandbox is of 2019.
        let mut script = line
            .replace("last-week", "2019-W20")
            .replace("last-month", "2019-05");
        if !is_local {
            script.push_str(" --sandbox");
        }
        let mut command = Command::new("/bin/sh");
        command
            .env_clear()
            .env("PATH", &path)
            .current_dir(&results)
            .stdin(Stdio::null());
        let done = run(command.args(["-e", "-c", &script]));
        // A target may be missed, which is no failure.
        let is_done = done.code == Some(0) || line.contains("--sla") && done.code == Some(4);
        assert!(is_done, "{line}: {}", done.shown());
        assert!(
            !done.stdout.is_empty() || line.contains(" -o "),
            "{line}: {}",
            done.shown()
        );
    }
    assert_eq!(files(&results), ["week.html", "week.xlsx"]);
}

#[test]
fn the_skill_has_a_head_that_says_when_to_use_it() {
    let skill = skill();
    let head = skill.strip_prefix("---\n").unwrap();
    let (head, body) = head.split_once("\n---\n").unwrap();
    let head: serde_yaml::Value = serde_yaml::from_str(head).unwrap();
    assert_eq!(head["name"].as_str(), Some("helpscout"));
    let description = head["description"].as_str().unwrap();
    assert!(
        description.contains("Use it when") && description.len() < 1024,
        "{description}"
    );
    assert!(body.lines().count() < 500);
    // Each exit code that the program has but those of signals.
    for code in 1..=5 {
        assert!(body.contains(&format!("| {code} | ")), "{code}");
    }
}
