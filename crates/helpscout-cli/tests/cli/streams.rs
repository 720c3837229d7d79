//! Streams that nobody reads, that are closed, and that can't be written to.

use std::fs;
#[cfg(target_os = "linux")]
use std::io::Read;
use std::process::{Child, Command, Output, Stdio};

use crate::program::{history, program, report};
#[cfg(target_os = "linux")]
use crate::program::{is_ignored, make_pipe, send_signal, wait_until_handled};
use crate::service::Service;
#[cfg(target_os = "linux")]
use crate::service::page;

const ROW: &str = r#"[{"id":1,"number":2}]"#;

/// A program and its arguments.
fn command(arguments: &[&str]) -> Command {
    let mut command = program();
    command.args(arguments);
    command
}

/// Runs a command through a shell, with these redirections.
fn redirected(command: &Command, redirections: &str) -> Output {
    let mut shell = Command::new("sh");
    shell
        .env_clear()
        .args(["-c", &format!("exec \"$0\" \"$@\" {redirections}")])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    shell.stdin(Stdio::null()).output().unwrap()
}

/// Runs a command with pipes whose readers are gone, and returns the exit code.
fn without_readers(mut command: Command) -> Option<i32> {
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    child.wait().unwrap().code()
}

/// Returns commands that print to stdout and succeed, with a service that answers them.
fn printing() -> (Vec<Command>, Service) {
    let service = Service::with_pages(&[ROW], 1);
    let mut commands = vec![
        command(&["--help"]),
        command(&["--version"]),
        command(&["report", "--help"]),
        command(&["report", "user-replies", "-h"]),
    ];
    for format in ["table", "csv", "json", "ndjson"] {
        for mut command in [report(), history()] {
            command.args(["--format", format]);
            commands.push(service.asked_by(command));
        }
    }
    (commands, service)
}

#[test]
fn output_that_is_lost_is_a_failure() {
    let (mut commands, _service) = printing();
    commands.push(command(&["sandbox"]));
    let lost = [
        (">&-", "it is closed"),
        ("1</dev/null", "Bad file descriptor"),
        #[cfg(target_os = "linux")]
        (">/dev/full", "No space left on device"),
    ];
    for command in commands {
        for (redirections, problem) in lost {
            let output = redirected(&command, redirections);
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{command:?} {redirections}");
            assert!(told.starts_with("error: can't "), "{command:?}: {told}");
            assert!(told.contains(problem), "{command:?} {redirections}: {told}");
            // The exit code is the same if the message is lost, too.
            let output = redirected(&command, &format!("{redirections} 2>&-"));
            assert_eq!(output.status.code(), Some(1), "{command:?} {redirections}");
        }
    }
}

#[test]
fn output_that_nobody_wants_is_no_failure() {
    let (commands, _service) = printing();
    // Programs open /dev/null for reading and writing, too, to discard output.
    for command in commands {
        for redirections in [">/dev/null", "1<>/dev/null", "2>&-", "2</dev/null"] {
            let output = redirected(&command, redirections);
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                output.status.code(),
                Some(0),
                "{command:?} {redirections}: {told}"
            );
        }
        assert_eq!(without_readers(command), Some(0));
    }
}

#[test]
fn mistakes_keep_their_exit_code_without_anybody_to_tell() {
    for arguments in [&["reprot"][..], &["report", "user-replies"], &[]] {
        assert_eq!(without_readers(command(arguments)), Some(2));
        let output = redirected(&command(arguments), ">&- 2>&-");
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_report_in_a_file_needs_no_stdout() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::with_pages(&[ROW], 1);
    let file = folder.path().join("may.ndjson");
    let mut command = service.asked_by(report());
    command.arg("--output").arg(&file);
    let output = redirected(&command, ">&- 2>&-");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "{\"id\":1,\"number\":2}\n"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn stdout_that_is_closed_is_closed_by_every_name() {
    let service = Service::with_pages(&[ROW], 1);
    for name in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        let mut command = service.asked_by(report());
        command.args(["--output", name]);
        let output = redirected(&command, ">&-");
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.starts_with("error: can't write to stdout: "), "{told}");
        assert_eq!(redirected(&command, "").status.code(), Some(0));
    }
    assert_eq!(service.asked().len(), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_stdout_is_appended_to_is_appended_to_by_every_name() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("link.csv");
    std::os::unix::fs::symlink("/dev/stdout", &link).unwrap();
    let link = link.to_str().unwrap();
    let file = folder.path().join("all.ndjson");
    let service = Service::with_pages(&[ROW], 1);
    for name in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", link] {
        fs::write(&file, "before\n").unwrap();
        let mut command = service.asked_by(report());
        command.args(["--output", name]);
        let output = redirected(&command, &format!(">> '{}'", file.display()));
        assert_eq!(output.status.code(), Some(0), "{name}");
        let written = fs::read_to_string(&file).unwrap();
        if name == link {
            // Its ending decides the format.
            assert!(written.starts_with("before\n\"number\","), "{written}");
        } else {
            assert_eq!(written, "before\n{\"id\":1,\"number\":2}\n", "{name}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_open_already_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("link.ndjson");
    std::os::unix::fs::symlink("/dev/fd/5", &link).unwrap();
    let link = link.to_str().unwrap();
    let file = folder.path().join("log");
    let service = Service::with_pages(&[ROW], 1);
    for name in ["/dev/fd/5", "/proc/self/fd/5", link] {
        fs::write(&file, "before\n").unwrap();
        let mut command = service.asked_by(report());
        command.args(["--output", name]);
        let output = redirected(&command, &format!("5>> '{}'", file.display()));
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        let problem = "it stands for a file that is open already, and can't be replaced";
        assert!(
            told.starts_with(&format!("error: can't write {name}: {problem}\n")),
            "{told}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "before\n");
    }
    assert_eq!(service.asked(), [""; 0]);
}

/// Sends a signal as soon as the process handles it.
#[cfg(target_os = "linux")]
fn send(signal: u32, child: &Child) {
    wait_until_handled(child.id(), signal);
    send_signal(&format!("-{signal}"), child.id());
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_the_wait_for_somebody_to_read_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    make_pipe(&pipe);
    let service = Service::with_pages(&[ROW], 1);
    for (signal, code) in [(2, 130), (15, 143)] {
        for command in [report(), history()] {
            let mut command = service.asked_by(command);
            command.arg("--output").arg(&pipe).stderr(Stdio::piped());
            let child = command.spawn().unwrap();
            send(signal, &child);
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(code));
            assert_eq!(
                String::from_utf8(output.stderr).unwrap(),
                "error: interrupted; nothing was written\n"
            );
        }
    }
    assert_eq!(service.asked(), [""; 0]);
}

/// Starts a service for a report that does not fit into the buffer of a pipe.
#[cfg(target_os = "linux")]
fn long_report() -> Service {
    let row = format!(
        "{{\"id\":1,\"number\":1,\"text\":\"{}\"}}",
        "x".repeat(1000)
    );
    let rows = format!("[{}]", vec![row; 500].join(","));
    Service::start(move |_| (200, page(1, 1, 500, &rows)))
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_the_wait_for_a_reader_that_reads_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let service = long_report();
    for (signal, code) in [(1, 129), (2, 130), (15, 143)] {
        // The program inherits from `nohup`, for instance, that a signal is ignored.
        if is_ignored(signal) {
            continue;
        }
        // Each its own: a program that another test starts just now holds the reader for a moment
        // longer, and with it what was printed into the pipe.
        let pipe = folder.path().join(format!("pipe-{signal}"));
        make_pipe(&pipe);
        let mut command = service.asked_by(report());
        command.arg("--output").arg(&pipe).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        let mut reader = fs::File::open(&pipe).unwrap();
        reader.read_exact(&mut [0]).unwrap();
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            told,
            "error: interrupted; the printed report may be incomplete\n"
        );
        drop(reader);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_the_wait_for_stdout_by_every_name() {
    let service = long_report();
    for name in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
        for (signal, code) in [(2, 130), (15, 143)] {
            let mut command = service.asked_by(report());
            command.args(["--output", name]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            let mut stdout = child.stdout.take().unwrap();
            stdout.read_exact(&mut [0]).unwrap();
            send(signal, &child);
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(code), "{name}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_a_report_for_a_pipe_whose_service_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    for (signal, code) in [(2, 130), (15, 143)] {
        let pipe = folder.path().join(format!("pipe-{signal}"));
        make_pipe(&pipe);
        let (service, told) = Service::stalling();
        let mut command = service.asked_by(report());
        command.arg("--output").arg(&pipe).stderr(Stdio::piped());
        let child = command.spawn().unwrap();
        let reader = fs::File::open(&pipe).unwrap();
        told.recv().unwrap();
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code));
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(told, "error: interrupted; nothing was written\n");
        drop(reader);
    }
}
