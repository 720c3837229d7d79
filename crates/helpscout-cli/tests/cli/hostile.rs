//! What the program makes of hostile answers, over real HTTP. A [`Row`] of the table is an answer,
//! and what the program must make of it: an exit code, and what it says and prints. Whatever the
//! answer, stdout is empty unless the report is whole, nothing on stderr or in a table controls a
//! terminal, and an answer that can't become right is not asked for again.

mod rows;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::program::{report, run};

/// An answer, and what the program must make of it.
struct Row {
    name: &'static str,
    answer: Answer,
    format: &'static str,
    code: i32,
    /// A part of stderr.
    says: &'static str,
    /// A part of stdout, if the report is whole.
    prints: Option<&'static str>,
    /// The number of requests, if the program must not send more.
    requests: Option<usize>,
    scheme: &'static str,
}

/// What the service sends to everyone who asks.
enum Answer {
    Bytes(Vec<u8>),
    /// The start of an answer, and what follows again and again.
    Endless(&'static str, String),
    /// What follows from the head of the request.
    To(fn(&str) -> Vec<u8>),
}

/// The secret of the client, which some answers repeat.
const SECRET: &str = "token-of-the-tests";

/// The most bytes that the program says about an answer.
const LONGEST: usize = 3000;

#[test]
fn no_answer_is_more_than_it_is() {
    let rows = rows::all();
    assert!(rows.len() >= 35, "only {} answers", rows.len());
    let rows = Mutex::new(rows.into_iter());
    let wrong = Mutex::new(Vec::new());
    // Most of the time goes into waits before the program tries again.
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(row) = next(&rows) {
                    if let Some(problem) = row.problem() {
                        wrong.lock().expect("no row panics").push(problem);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().expect("no row panics");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many rows are tried at a time.
const AT_A_TIME: usize = 8;

fn next(rows: &Mutex<impl Iterator<Item = Row>>) -> Option<Row> {
    rows.lock().expect("no row panics").next()
}

impl Row {
    fn new(
        name: &'static str,
        answer: Answer,
        format: &'static str,
        code: i32,
        says: &'static str,
    ) -> Self {
        Self {
            name,
            answer,
            format,
            code,
            says,
            prints: None,
            // The exit code 1 means that a later try may help.
            requests: (code != 1).then_some(1),
            scheme: "http",
        }
    }

    fn prints(mut self, prints: &'static str) -> Self {
        self.prints = Some(prints);
        self
    }

    fn after(mut self, requests: usize) -> Self {
        self.requests = Some(requests);
        self
    }

    fn over_tls(mut self) -> Self {
        self.scheme = "https";
        self
    }

    /// Returns what the program makes of the answer, if it is something else.
    fn problem(self) -> Option<String> {
        let (address, requests) = serving(self.answer);
        let base_url = format!("{}://{address}", self.scheme);
        let mut command = report();
        command.args(["--format", self.format, "--base-url", &base_url]);
        command.args(["--attempts", "1"]);
        let run = run(command.env("HELPSCOUT_ACCESS_TOKEN", SECRET));
        let requests = requests.load(Ordering::SeqCst);
        let is_printed = match self.code {
            0 => !run.stdout.is_empty() && run.stdout.contains(self.prints.unwrap_or_default()),
            _ => run.stdout.is_empty(),
        };
        let is_right = run.code == Some(self.code)
            && run.stderr.contains(self.says)
            && is_printed
            && is_harmless(&run.stderr)
            && (self.format != "table" || is_harmless(&run.stdout))
            && !run.stderr.contains(SECRET)
            && !run.stderr.contains("panicked")
            && run.stderr.len() < LONGEST
            && self.requests.is_none_or(|expected| requests == expected);
        if is_right {
            return None;
        }
        let printed: String = run.stdout.chars().take(LONGEST).collect();
        let (name, code) = (self.name, run.code);
        Some(format!(
            "{name}: exit code {code:?} after {requests} requests, {printed:?} {}",
            run.stderr
        ))
    }
}

fn is_harmless(text: &str) -> bool {
    !text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{2066}'])
}

/// Starts a service. Returns its address, and the number of requests so far.
fn serving(answer: Answer) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // The program may end before it has read the answer.
            let _ = send(stream, &counted, &answer);
        }
    });
    (address, requests)
}

fn send(mut stream: TcpStream, counted: &AtomicUsize, answer: &Answer) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        // What is not HTTP has ended with its first line.
        let starts_like_http = head.is_empty() || head.starts_with(b"GET ");
        if lines.read_until(b'\n', &mut head)? == 0 || !starts_like_http {
            break;
        }
    }
    if head.is_empty() {
        // A connection that was opened for a call that was then given up.
        return Ok(());
    }
    counted.fetch_add(1, Ordering::SeqCst);
    match answer {
        Answer::Bytes(bytes) => stream.write_all(bytes),
        Answer::To(answer) => stream.write_all(&answer(&String::from_utf8_lossy(&head))),
        Answer::Endless(start, again) => {
            stream.write_all(start.as_bytes())?;
            loop {
                stream.write_all(again.as_bytes())?;
            }
        }
    }
}
