//! What the program makes of hostile answers, over real HTTP. A row of the table is an answer, and
//! what the program must make of it: an exit code, and a part of what it says. Whatever the answer,
//! stdout is empty unless the report is whole, and nothing on stderr controls a terminal.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::program::{report, run};
use crate::service::page;

/// A row of the table: a name, the bytes that the service sends, the format, the exit code, and a
/// part of stderr.
type Row = (&'static str, Vec<u8>, &'static str, i32, &'static str);

/// The secret of the client, which some answers repeat.
const SECRET: &str = "token-of-the-tests";

/// Returns an answer with headers, each with a line end.
fn with(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn json(body: impl AsRef<[u8]>) -> Vec<u8> {
    with("Content-Type: application/json\r\n", body)
}

/// Returns a page of one row.
fn row(row: &str) -> Vec<u8> {
    json(page(1, 1, 1, &format!("[{row}]")))
}

fn raw(answer: &str) -> Vec<u8> {
    answer.as_bytes().to_vec()
}

fn not_json() -> Vec<Row> {
    let html = "<!doctype html><title>Sign in</title>";
    let utf16: Vec<u8> = page(1, 1, 0, "[]")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let deep = format!("{{\"results\":{}", "[".repeat(1_000_000));
    vec![
        (
            "an empty 200",
            json(""),
            "csv",
            5,
            "user_conversation_history",
        ),
        (
            "an HTML page",
            with("Content-Type: text/html\r\n", html),
            "csv",
            5,
            "HTML page",
        ),
        (
            "UTF-16",
            json(utf16),
            "ndjson",
            5,
            "user_conversation_history",
        ),
        (
            "bytes that are no text",
            json(b"{\"results\":[\"\xff\xfe\"]}"),
            "json",
            5,
            "user_conversation_history",
        ),
        (
            "half of an object",
            json("{\"results\":[{\"id\":1},"),
            "json",
            5,
            "user_conversation_history",
        ),
        (
            "open brackets",
            json(deep),
            "csv",
            5,
            "user_conversation_history",
        ),
        (
            "NaN",
            row("{\"id\":1,\"responseTime\":NaN}"),
            "ndjson",
            5,
            "user_conversation_history",
        ),
        (
            "two answers",
            json(page(1, 1, 0, "[]").repeat(2)),
            "ndjson",
            5,
            "user_conversation_history",
        ),
        ("null", json("null"), "csv", 5, "user_conversation_history"),
        (
            "gzip that is none",
            with("Content-Encoding: gzip\r\n", "{}"),
            "csv",
            5,
            "",
        ),
    ]
}

fn not_a_page() -> Vec<Row> {
    let counted = |count: &str, pages: &str| {
        json(format!(
            "{{\"results\":[],\"page\":1,\"count\":{count},\"pages\":{pages}}}"
        ))
    };
    vec![
        ("a list", json("[]"), "csv", 5, "user_conversation_history"),
        (
            "results that are no list",
            json("{\"results\":{},\"page\":1,\"count\":0,\"pages\":0}"),
            "csv",
            5,
            "results",
        ),
        (
            "a count that is text",
            counted("\"many\"", "1"),
            "csv",
            5,
            "count",
        ),
        ("a count that is huge", counted("1e400", "1"), "csv", 5, ""),
        (
            "rows that are numbers",
            json(page(1, 1, 1, "[7]")),
            "csv",
            5,
            "row 1 is not a JSON object",
        ),
        (
            "another page",
            json(page(2, 2, 1, "[{\"id\":1}]")),
            "csv",
            5,
            "page",
        ),
    ]
}

fn odd_rows() -> Vec<Row> {
    let deep = format!(
        "{{\"id\":1,\"customers\":{}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let big = "9".repeat(100_000);
    vec![
        ("a key twice", row("{\"id\":1,\"id\":2}"), "csv", 0, "1 row"),
        ("a deep value", row(&deep), "table", 0, "1 row"),
        (
            "a huge number",
            row(&format!("{{\"id\":1,\"responseTime\":{big}}}")),
            "csv",
            0,
            "1 row",
        ),
        (
            "1e999",
            row("{\"id\":1,\"responseTime\":1e999}"),
            "table",
            0,
            "1 row",
        ),
        (
            "half of a surrogate pair",
            row("{\"id\":1,\"status\":\"\\ud83d\"}"),
            "csv",
            0,
            "1 row",
        ),
        (
            "text for a number",
            row("{\"id\":1,\"responseTime\":\"soon\"}"),
            "csv",
            0,
            "1 row",
        ),
        (
            "a formula",
            row("{\"id\":1,\"status\":\"=cmd|' /C calc'!A0\"}"),
            "csv",
            0,
            "1 row",
        ),
        (
            "an escape sequence as a key",
            row("{\"id\":1,\"\\u001b]8;;x\\u0007\":1}"),
            "table",
            0,
            "1 row",
        ),
    ]
}

fn not_http() -> Vec<Row> {
    let long = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(2_000_000));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X: y\r\n".repeat(10_000));
    let waits = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(5000);
    vec![
        ("nothing", Vec::new(), "csv", 1, "user_conversation_history"),
        (
            "half of a head",
            raw("HTTP/1.1 200 OK\r\nContent-Le"),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "another protocol",
            raw("SSH-2.0-OpenSSH_9.9\r\n"),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "HTTP/0.9",
            raw("{\"results\":[]}"),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "a header that is too long",
            long.into_bytes(),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "too many headers",
            many.into_bytes(),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "hints without an end",
            waits.into_bytes(),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "a body that is too short",
            raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "chunks that are none",
            raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
            "csv",
            1,
            "user_conversation_history",
        ),
        (
            "204",
            raw("HTTP/1.1 204 No Content\r\n\r\n"),
            "csv",
            5,
            "204",
        ),
    ]
}

fn elsewhere() -> Vec<Row> {
    let moved = "HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n";
    let around = "HTTP/1.1 307 Again\r\nLocation: /v2/reports/user/conversation-history\r\nContent-Length: 0\r\n\r\n";
    let echo = format!(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 49\r\n\r\n{{\"message\":\"no: Bearer {SECRET}\"}}          "
    );
    let bell = "HTTP/1.1 400 \u{1b}[2J\r\nContent-Length: 12\r\n\r\n\u{1b}]8;;x\u{7}\u{202e}";
    vec![
        ("a redirect to another host", raw(moved), "csv", 5, "302"),
        ("a redirect in a circle", raw(around), "csv", 5, "307"),
        ("the secret", echo.into_bytes(), "csv", 2, "400"),
        ("escape sequences", raw(bell), "csv", 2, "400"),
    ]
}

#[test]
fn no_answer_is_more_than_it_is() {
    let rows: Vec<Row> = [
        not_json(),
        not_a_page(),
        odd_rows(),
        not_http(),
        elsewhere(),
    ]
    .concat();
    assert!(rows.len() >= 35, "only {} answers", rows.len());
    let mut wrong = Vec::new();
    for (name, answer, format, code, part) in rows {
        let mut command = report();
        command
            .args([
                "--format",
                format,
                "--attempts",
                "1",
                "--base-url",
                &serving(answer),
            ])
            .env("HELPSCOUT_ACCESS_TOKEN", SECRET);
        let run = run(&mut command);
        let is_whole = code == 0 && !run.stdout.is_empty();
        let is_safe = |text: &str| !text.contains(['\u{1b}', '\u{7}', '\u{202e}']);
        let is_right = run.code == Some(code)
            && run.stderr.contains(part)
            && (is_whole || run.stdout.is_empty())
            && is_safe(&run.stderr)
            && !run.stderr.contains(SECRET)
            && !run.stderr.contains("panicked")
            && run.stderr.len() < 3000;
        if !is_right {
            let stdout: String = run.stdout.chars().take(200).collect();
            wrong.push(format!("{name}: {:?} {stdout:?} {}", run.code, run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Starts a service that sends these bytes to everyone who asks. Returns its base URL.
fn serving(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // The program may end before it has read the answer.
            let _ = send(stream, &answer);
        }
    });
    base_url
}

fn send(mut stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    for line in BufReader::new(stream.try_clone()?).lines() {
        if line?.is_empty() {
            break;
        }
    }
    stream.write_all(answer)
}
