//! Runs the built program in a clean environment.

#[cfg(unix)]
use std::path::Path;
use std::process::{Command, Output, Stdio};
#[cfg(unix)]
use std::{fs, thread};

/// The required options of most reports.
pub(crate) const MAY: [&str; 6] = [
    "--user",
    "447723",
    "--start",
    "2019-05-02T12:00:00Z",
    "--end",
    "2019-06-02T12:00:00Z",
];

/// The outcome of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Returns the program without the environment of the tests.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpscout"));
    command.env_clear().stdin(Stdio::null());
    command
}

pub(crate) fn run(command: &mut Command) -> Run {
    Run::from(command.output().unwrap())
}

/// Returns `helpscout report user-conversation-history` for May 2019.
pub(crate) fn report() -> Command {
    let mut command = program();
    command
        .args(["report", "user-conversation-history"])
        .args(MAY);
    command
}

/// Returns `helpscout history` for May 2019.
pub(crate) fn history() -> Command {
    let mut command = program();
    command.arg("history").args(MAY);
    command
}

/// Copies a file to a program that everybody can run.
///
/// Another process writes it: a file that is open for writing here is, for a moment, open in every
/// program that another test starts meanwhile, and can't be run ("Text file busy").
#[cfg(unix)]
pub(crate) fn install(file: impl AsRef<Path>, program: &Path) {
    let mut install = Command::new("install");
    install.args(["-m", "755"]).arg(file.as_ref()).arg(program);
    let installed = run(&mut install);
    assert_eq!(installed.code, Some(0), "{}", installed.stderr);
}

/// Writes a program of the shell.
#[cfg(unix)]
pub(crate) fn write_script(program: &Path, text: &str) {
    let file = program.with_extension("sh");
    fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
    install(&file, program);
    fs::remove_file(file).unwrap();
}

/// Sends a signal, such as `-INT`, to a process.
#[cfg(unix)]
pub(crate) fn send_signal(signal: &str, process: u32) {
    let sent = Command::new("kill")
        .args([signal, &process.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Returns whether this process, and so each program that it starts, ignores a signal, as under
/// `nohup`. Without `/proc`, it is taken for no.
#[cfg(unix)]
pub(crate) fn is_ignored(signal: u32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    has_signal(&status, "SigIgn:", signal).unwrap_or(false)
}

/// Returns whether a set of signals in the status of a process has a signal, or `None` if the
/// status has no such set.
#[cfg(unix)]
fn has_signal(status: &str, set: &str, signal: u32) -> Option<bool> {
    let mask = status.lines().find_map(|line| line.strip_prefix(set))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    Some(mask & (1 << (signal - 1)) != 0)
}

/// Waits until a process handles a signal.
#[cfg(target_os = "linux")]
pub(crate) fn wait_until_handled(process: u32, signal: u32) {
    let status = format!("/proc/{process}/status");
    while !has_signal(&fs::read_to_string(&status).unwrap(), "SigCgt:", signal).unwrap() {
        thread::yield_now();
    }
}

/// Makes a named pipe.
#[cfg(unix)]
pub(crate) fn make_pipe(pipe: &Path) {
    let made = Command::new("mkfifo").arg(pipe).status();
    assert!(made.unwrap().success());
}

/// Reads a pipe to its end, in a thread.
#[cfg(unix)]
pub(crate) fn reader_of(pipe: &Path) -> thread::JoinHandle<String> {
    let pipe = pipe.to_owned();
    thread::spawn(move || fs::read_to_string(pipe).unwrap())
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// Returns the whole outcome, for snapshots.
    pub(crate) fn shown(&self) -> String {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        let code = code.map_or_else(|| "none".to_owned(), |code| code.to_string());
        format!("exit code {code}\n--- stdout\n{stdout}--- stderr\n{stderr}")
    }
}
