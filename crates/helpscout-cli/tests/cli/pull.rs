//! `helpscout pull`: folders of files, what is fetched again, plans and printed rows.

pub(crate) mod account;
mod again;
mod dagster;
mod datasets;
mod files;
mod killed;
mod may;
mod nights;
mod plans;
mod printing;
mod refused;
mod restored;
mod singer;
mod targets;
mod trouble;
mod unknown;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Run, program, run};

/// Returns `helpscout pull` with these options.
fn pull(options: &[&str]) -> Command {
    let mut command = program();
    command.arg("pull").args(options);
    command
}

/// Pulls from the sandbox into a folder, which succeeds.
fn pulled(dir: &Path, options: &[&str]) -> Run {
    let run = run(pull(options).arg("--sandbox").arg("--to").arg(dir));
    assert_eq!(run.code, Some(0), "{options:?}: {}", run.stderr);
    run
}

/// Returns the files below a folder, by their paths with slashes.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(dir.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                let name = path.to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// Returns the paths of the files below a folder.
fn paths(dir: &Path) -> Vec<String> {
    files(dir).into_keys().collect()
}

/// Returns the lines of a file.
fn lines(dir: &Path, path: &str) -> Vec<String> {
    let text = fs::read_to_string(dir.join(path)).unwrap();
    text.lines().map(str::to_owned).collect()
}
