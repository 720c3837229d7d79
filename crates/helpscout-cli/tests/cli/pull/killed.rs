//! A pull that is killed at any moment loses nothing, doubles nothing and leaves nothing half.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::tempdir;

use super::{files, pull, pulled};
use crate::program::{program, run};

const WEEK: [&str; 9] = [
    "user-conversation-history",
    "--users",
    "all",
    "--since",
    "2019-05-06",
    "--until",
    "2019-05-13",
    "--in-flight",
    "1",
];

/// How often a pull is killed, unless `PULL_KILLS` says it.
const KILLS: u64 = 5;

/// A sandbox in a process of its own, which ends with the test.
struct Served {
    child: Child,
    base_url: String,
    credentials: Vec<(String, String)>,
}

impl Served {
    fn start(options: &[&str]) -> Self {
        let mut command = program();
        command.arg("sandbox").args(options);
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        let mut base_url = String::new();
        let mut stdout = BufReader::new(child.stdout.as_mut().unwrap());
        stdout.read_line(&mut base_url).unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let exports = stderr.lines().map_while(Result::ok).filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("export ")?.split_once('=')?;
            Some((name.to_owned(), value.to_owned()))
        });
        let credentials = exports.take(3).collect();
        Self {
            child,
            base_url: base_url.trim_end().to_owned(),
            credentials,
        }
    }

    /// Returns a pull from this sandbox into a folder.
    fn pull(&self, options: &[&str], dir: &Path) -> Command {
        let mut command = pull(options);
        command.arg("--to").arg(dir);
        command.envs(self.credentials.clone());
        command.env("HELPSCOUT_BASE_URL", &self.base_url);
        command
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The rows of each file by its path.
type Rows = BTreeMap<String, Vec<String>>;

/// Returns the rows of each file without the time of fetching, which differs between two pulls.
fn rows(dir: &Path) -> Rows {
    let files = files(dir).into_iter();
    let rows = files.map(|(path, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        let rows = text.lines().map(|row| {
            let (before, rest) = row.split_once("\"fetchedAt\":\"").unwrap();
            let (_, after) = rest.split_once('"').unwrap();
            format!("{before}{after}")
        });
        (path, rows.collect())
    });
    rows.collect()
}

/// Returns numbers that look random and are the same in each run: Knuth's linear congruential
/// generator.
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    })
}

/// Pulls until nothing is missing. A unit whose call fails too often is left to the next pull.
fn complete(served: &Served, options: &[&str], dir: &Path) {
    let mut last = String::new();
    for _ in 0..10 {
        let run = run(&mut served.pull(options, dir));
        if run.code == Some(0) {
            return;
        }
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        last = run.stderr;
    }
    panic!("still not complete: {last}");
}

#[test]
fn a_pull_that_is_killed_at_any_moment_and_resumed_has_the_rows_of_an_undisturbed_one() {
    let kills = env::var("PULL_KILLS").ok();
    let kills = kills.map_or(KILLS, |kills| kills.parse().unwrap());
    let home = tempdir().unwrap();
    let undisturbed = home.path().join("undisturbed");
    let options = [&WEEK[..], &["--format", "ndjson"]].concat();
    pulled(&undisturbed, &options);
    let expected = rows(&undisturbed);
    assert!(expected.len() > 50, "{}", expected.len());

    let faults = ["--fail", "20%", "--latency", "60"];
    let no_limit = ["--calls-per-minute", "100000"];
    let served = Served::start(&[&faults[..], &no_limit].concat());
    let dir = home.path().join("data");
    let (mut killed, mut left) = (0, 0);
    for number in numbers(2019).take(usize::try_from(kills).unwrap()) {
        let mut command = served.pull(&options, &dir);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(number % 2000));
        killed += u64::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        if !dir.exists() {
            continue;
        }
        // Whatever is there is whole.
        let rows = rows(&dir);
        for (path, rows) in &rows {
            assert_eq!(Some(rows), expected.get(path), "{path}");
        }
        let state = files(&home.path().join("data.pull"));
        let unfinished = state.keys().filter(|path| path.starts_with("unfinished/"));
        let unfinished = unfinished.count();
        left += unfinished;
        let _ = writeln!(
            std::io::stderr(),
            "killed after {} ms: {} of {} files in their places, {unfinished} unfinished",
            number % 2000,
            rows.len(),
            expected.len()
        );
    }
    complete(&served, &options, &dir);
    let rows = rows(&dir);
    let paths = |rows: &Rows| rows.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&rows), paths(&expected));
    for (path, rows) in &rows {
        assert_eq!(Some(rows), expected.get(path), "{path}");
    }
    let state: Vec<String> = files(&home.path().join("data.pull")).into_keys().collect();
    assert_eq!(state, ["journal.ndjson", "lock"]);
    let verified = run(pull(&["--verify", "--to"]).arg(&dir));
    assert_eq!(verified.code, Some(0), "{}", verified.stderr);
    let _ = writeln!(
        std::io::stderr(),
        "killed {killed} times while running, {left} unfinished files in all; then complete: {} \
         files, {} rows",
        expected.len(),
        expected.values().map(Vec::len).sum::<usize>()
    );
}
