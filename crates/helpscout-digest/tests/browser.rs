//! Looks at a report in Chromium: at its accessibility, its size, its script, and on paper.
//!
//! It needs Chromium, Node.js 20 and npm, which installs two packages below the target folder. Where
//! they are missing, the test says so and does nothing. `.ci/run` installs them if it can.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use helpscout_digest::html;

#[allow(dead_code)]
#[path = "../examples/sample.rs"]
mod sample;

/// The number of rows of a table. More of them make the test slow.
const MAX_ROWS: usize = 40;

/// The oldest Node.js that the packages run on.
const OLDEST_NODE: u32 = 20;

/// Returns the browser if there is everything that the test needs.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ];
    let mut known = named.into_iter().chain(usual.map(PathBuf::from));
    let browser = known.find(|path| path.is_file())?;
    let version = |name: &str| {
        let output = Command::new(name).arg("--version").output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let major = text.trim().trim_start_matches('v').split('.').next()?;
        major.parse::<u32>().ok()
    };
    let has_node = version("node").is_some_and(|major| major >= OLDEST_NODE);
    (has_node && version("npm").is_some()).then_some(browser)
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Err(text(&output.stdout) + &text(&output.stderr))
}

/// Says why the test does nothing. Unlike what `eprintln!` prints, this is shown for a test that passes.
fn say(reason: &str) {
    let _ = writeln!(io::stderr(), "skipped: the test in a browser: {reason}");
}

#[test]
fn a_browser_finds_nothing_wrong() {
    let Some(browser) = browser() else {
        say("Chromium, Node.js 20 or npm is missing");
        return;
    };
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    fs::create_dir_all(&folder).unwrap();
    for file in ["package.json", "package-lock.json", "check.mjs"] {
        fs::copy(scripts.join(file), folder.join(file)).unwrap();
    }
    if !folder.join("node_modules/axe-core/axe.min.js").is_file() {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        if let Err(error) = run(npm.current_dir(&folder)) {
            say(&format!("npm failed: {error}"));
            return;
        }
    }
    let report = folder.join("report.html");
    let options = html::Options { max_rows: MAX_ROWS };
    html::write(
        &sample::digest(),
        options,
        &mut fs::File::create(&report).unwrap(),
    )
    .unwrap();
    let mut check = Command::new("node");
    check.arg("check.mjs").arg(&report).env("CHROMIUM", browser);
    if let Err(wrong) = run(check.current_dir(&folder)) {
        panic!("{wrong}");
    }
}
