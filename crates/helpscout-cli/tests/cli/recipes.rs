//! The recipes for schedulers: each is checked by its own tool, and its command is run.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_yaml::Value;
use tempfile::{TempDir, tempdir};

use crate::output::files;
use crate::program::{Run, run, write_script};

const PROGRAM: &str = env!("CARGO_BIN_EXE_helpscout");

fn recipe(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recipes");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Returns a folder with the reports of the recipe, for the sandbox and a period that it has data of.
fn folder_of_reports() -> TempDir {
    let folder = tempdir().unwrap();
    let reports = recipe("helpscout.toml");
    assert!(reports.contains("period = \"last-week\""));
    let reports = reports.replace("last-week", "2019-W20");
    let reports = format!("sandbox = true\n{reports}");
    fs::write(folder.path().join("helpscout.toml"), reports).unwrap();
    folder
}

/// Runs a script of a recipe in a folder, with `program` as `helpscout`.
fn shell(script: &str, folder: &Path, program: &Path) -> Run {
    let bin = folder.join("home/.cargo/bin");
    fs::create_dir_all(&bin).unwrap();
    symlink(program, bin.join("helpscout")).unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let mut command = Command::new("/bin/sh");
    command
        .env_clear()
        .envs([
            ("PATH", path.as_str()),
            ("HOME", folder.join("home").to_str().unwrap()),
        ])
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .current_dir(folder)
        .stdin(Stdio::null());
    run(command.args(["-e", "-c", script]))
}

/// Returns a program that ends with this exit code.
fn ending_with(code: u8, folder: &Path) -> PathBuf {
    let program = folder.join(format!("ending-with-{code}"));
    write_script(&program, &format!("exit {code}"));
    program
}

/// Returns the files that the report of every Monday writes, without their folder.
fn monday() -> Vec<String> {
    let file: toml::Table = recipe("helpscout.toml").parse().unwrap();
    let outputs = file["reports"]["monday"]["output"].as_array().unwrap();
    let mut names: Vec<String> = outputs
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_file_of_reports_has_no_mistake() {
    let folder = folder_of_reports();
    let mut command = Command::new(PROGRAM);
    command
        .env_clear()
        .current_dir(folder.path())
        .stdin(Stdio::null());
    let checked = run(command.args(["run", "--check"]));
    assert_eq!(checked.code, Some(0), "{}", checked.stderr);
}

#[test]
fn the_line_for_cron_writes_the_report_with_credentials_of_a_file() {
    let crontab = recipe("crontab");
    let lines: Vec<&str> = crontab
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let [line] = lines[..] else {
        panic!("{lines:?}");
    };
    // Five fields, and no % in the command, which cron takes for a line end.
    let (fields, command) = line.split_at(line.find("cd ").unwrap());
    assert_eq!(
        fields.split_whitespace().collect::<Vec<_>>(),
        ["0", "7", "*", "*", "1"]
    );
    assert!(!command.contains('%'), "{command}");
    let folder = folder_of_reports();
    let reports = folder.path().join("home/reports");
    fs::create_dir_all(&reports).unwrap();
    fs::copy(
        folder.path().join("helpscout.toml"),
        reports.join("helpscout.toml"),
    )
    .unwrap();
    let credentials = "HELPSCOUT_APP_ID=id\nHELPSCOUT_APP_SECRET=secret\n";
    fs::write(reports.join("credentials"), credentials).unwrap();
    let done = shell(command, folder.path(), Path::new(PROGRAM));
    // The sandbox's targets may be missed, which is exit code 4.
    assert!(matches!(done.code, Some(0 | 4)), "{}", done.stderr);
    let written = files(&reports);
    assert!(
        monday().iter().all(|name| written.contains(name)),
        "{written:?}"
    );
}

#[test]
fn the_workflow_fails_unless_the_report_is_new() {
    let workflow: Value = serde_yaml::from_str(&recipe("github-workflow.yml")).unwrap();
    let steps = workflow["jobs"]["report"]["steps"].as_sequence().unwrap();
    let pinned = steps.iter().filter_map(|step| step["uses"].as_str());
    for action in pinned {
        let (_, commit) = action.split_once('@').unwrap();
        assert!(commit.len() == 40 && commit.chars().all(|char| char.is_ascii_hexdigit()));
    }
    let step = steps.iter().find(|step| step["env"].is_mapping()).unwrap();
    for name in ["HELPSCOUT_APP_ID", "HELPSCOUT_APP_SECRET"] {
        let secret = format!("${{{{ secrets.{name} }}}}");
        assert_eq!(step["env"][name].as_str(), Some(secret.as_str()));
    }
    let script = step["run"].as_str().unwrap();
    let folder = folder_of_reports();
    let done = shell(script, folder.path(), Path::new(PROGRAM));
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let uploaded = steps.last().unwrap()["with"]["path"].as_str().unwrap();
    let written = files(folder.path());
    let is_uploaded = |pattern: &str, name: &String| match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => name == pattern,
    };
    for pattern in uploaded.lines() {
        assert!(monday().iter().any(|name| is_uploaded(pattern, name)));
    }
    // The summary of the run has the message. The other tables of a CSV file are files, too.
    let reports = written.iter().filter(|name| name.starts_with("monday."));
    let reports: Vec<&String> = reports.filter(|name| *name != "monday.md").collect();
    assert!(reports.len() > 3, "{written:?}");
    for name in reports {
        let mut patterns = uploaded.lines();
        assert!(patterns.any(|pattern| is_uploaded(pattern, name)), "{name}");
    }
    for (code, expected) in [(0, 0), (4, 0), (1, 1), (2, 2), (3, 3), (5, 5)] {
        let folder = tempdir().unwrap();
        let program = ending_with(code, folder.path());
        let ended = shell(script, folder.path(), &program);
        assert_eq!(ended.code, Some(expected), "{}", ended.stderr);
        assert_eq!(
            ended.stdout.contains("::warning"),
            code == 4,
            "{}",
            ended.stdout
        );
    }
}

#[test]
fn the_units_of_systemd_are_valid_and_start_the_report() {
    let unit = recipe("helpscout-monday.service");
    let start = unit
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart="))
        .unwrap();
    let folder = folder_of_reports();
    let command = start.replace("/usr/local/bin/helpscout", PROGRAM);
    let done = shell(&command, folder.path(), Path::new(PROGRAM));
    assert!(matches!(done.code, Some(0 | 4)), "{}", done.stderr);
    let written = files(folder.path());
    assert!(
        monday().iter().all(|name| written.contains(name)),
        "{written:?}"
    );

    // Not every machine has it.
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        return;
    }
    let units = tempdir().unwrap();
    let unit = unit.replace("/usr/local/bin/helpscout", PROGRAM);
    fs::write(units.path().join("helpscout-monday.service"), unit).unwrap();
    let timer = units.path().join("helpscout-monday.timer");
    fs::write(&timer, recipe("helpscout-monday.timer")).unwrap();
    let checked = run(Command::new("systemd-analyze").arg("verify").arg(&timer));
    assert!(
        !checked.stderr.contains("helpscout-monday"),
        "{}",
        checked.stderr
    );
}
