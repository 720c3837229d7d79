//! The clients of the protocol for Python and JavaScript.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, thread, time::Duration};

use crate::program::run;
use crate::readers::python::{Packages, Python};
use crate::service::Service;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/assistants");

const PROGRAM: &str = env!("CARGO_BIN_EXE_helpscout");

static PACKAGES: Packages = Packages::new("assistants", include_str!("requirements.txt"));

/// Returns a service that answers after a while, longer than the clients wait.
fn slow() -> Service {
    Service::start(|_| {
        thread::sleep(Duration::from_secs(30));
        (200, String::new())
    })
}

#[test]
fn the_python_client_lists_and_calls_every_tool() {
    let Some(python) = Python::with(&PACKAGES) else {
        return;
    };
    let service = slow();
    let mut command = python.command();
    command.arg(Path::new(FOLDER).join("check.py"));
    let done = run(command.args([PROGRAM, &service.base_url]));
    assert_eq!(done.code, Some(0), "{}\n{}", done.stdout, done.stderr);
    assert!(done.stdout.ends_with("done\n"), "{}", done.stdout);
}

#[test]
fn the_javascript_client_lists_and_calls_every_tool() {
    let modules = match node_modules() {
        Ok(modules) => modules,
        Err(reason) => {
            let _ = writeln!(
                io::stderr(),
                "skipped: the test with the JavaScript client needs node and npm: {reason}"
            );
            return;
        }
    };
    let service = slow();
    let mut command = Command::new("node");
    // Modules are found from the place of the script.
    let script = modules.join("check.mjs");
    fs::copy(Path::new(FOLDER).join("check.mjs"), &script).unwrap();
    let done = run(command.arg(script).args([PROGRAM, &service.base_url]));
    assert_eq!(done.code, Some(0), "{}\n{}", done.stdout, done.stderr);
    assert!(done.stdout.ends_with("done\n"), "{}", done.stdout);
}

/// Installs the client into the target directory, once.
fn node_modules() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("assistants-node");
    let lock = fs::read(Path::new(FOLDER).join("package-lock.json"));
    let lock = lock.map_err(|error| error.to_string())?;
    if fs::read(folder.join("installed.json")).is_ok_and(|installed| installed == lock) {
        return Ok(folder);
    }
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for name in ["package.json", "package-lock.json"] {
        let copied = fs::copy(Path::new(FOLDER).join(name), folder.join(name));
        copied.map_err(|error| error.to_string())?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .stdin(Stdio::null());
    let output = npm.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    fs::write(folder.join("installed.json"), lock).map_err(|error| error.to_string())?;
    Ok(folder)
}
