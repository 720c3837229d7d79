//! The table.

use super::{Answer, Row, SECRET};
use crate::service::page;

const ID: &str = "user_conversation_history";

/// Returns all rows.
pub(super) fn all() -> Vec<Row> {
    let groups = [
        not_json(),
        not_a_page(),
        odd_totals(),
        odd_values(),
        odd_keys(),
        not_http(),
        odd_lengths(),
        without_end(),
        elsewhere(),
        odd_headers(),
    ];
    groups.into_iter().flatten().collect()
}

/// Returns an answer with headers, each with a line end.
fn bytes(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {length}\r\nConnection: close");
    [head.as_bytes(), b"\r\n\r\n", body].concat()
}

fn with(headers: &str, body: impl AsRef<[u8]>) -> Answer {
    Answer::Bytes(bytes(headers, body))
}

fn json(body: impl AsRef<[u8]>) -> Answer {
    with("Content-Type: application/json\r\n", body)
}

/// Returns a page of one row.
fn one(row: &str) -> Answer {
    json(page(1, 1, 1, &format!("[{row}]")))
}

fn raw(answer: impl Into<String>) -> Answer {
    Answer::Bytes(answer.into().into_bytes())
}

fn not_json() -> Vec<Row> {
    let html = "<!doctype html><title>Sign in</title>";
    let empty = page(1, 1, 0, "[]");
    let utf16: Vec<u8> = empty.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let open = format!("{{\"results\":{}", "[".repeat(1_000_000));
    let nan = one("{\"id\":1,\"responseTime\":NaN}");
    let gzip = "Content-Encoding: gzip\r\n";
    vec![
        Row::new("an empty 200", json(""), "csv", 1, "is empty, not JSON"),
        Row::new("half of an object", json("{\"results\":[{"), "json", 1, ID),
        Row::new("open brackets", json(open), "csv", 1, ID),
        Row::new(
            "an HTML page",
            with("Content-Type: text/html\r\n", html),
            "csv",
            5,
            "HTML page",
        ),
        Row::new("UTF-16", json(utf16), "ndjson", 5, ID),
        Row::new(
            "no text",
            json(b"{\"results\":[\"\xff\xfe\"]}"),
            "json",
            5,
            ID,
        ),
        Row::new("NaN", nan, "ndjson", 5, ID),
        Row::new("two answers", json(empty.repeat(2)), "ndjson", 5, ID),
        Row::new("null", json("null"), "csv", 5, ID),
        Row::new(
            "a byte order mark",
            json(format!("\u{feff}{empty}")),
            "csv",
            5,
            ID,
        ),
        Row::new("gzip that is none", with(gzip, "{}"), "csv", 5, ID),
        Row::new("half of gzip", with(gzip, &bomb(10)[..15]), "csv", 5, ID),
        Row::new("a gzip bomb", with(gzip, bomb(400_000)), "csv", 5, ID),
    ]
}

/// Returns gzip of zeros as text, 258 for each repetition.
fn bomb(repetitions: usize) -> Vec<u8> {
    // A block with the fixed code: a zero, then copies of 258 bytes from 1 byte before.
    let copies = "1100010100000".repeat(repetitions);
    let bits = format!("11001100000{copies}0000000");
    let packed = bits.as_bytes().chunks(8).map(|bits| {
        let bits = bits.iter().rev();
        bits.fold(0, |byte, bit| byte << 1 | u8::from(*bit == b'1'))
    });
    [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        .into_iter()
        .chain(packed)
        .collect()
}

fn not_a_page() -> Vec<Row> {
    let object = "{\"results\":{},\"page\":1,\"count\":0,\"pages\":0}";
    let twice = "{\"results\":[{\"id\":1}],\"results\":[],\"page\":1,\"count\":1,\"pages\":1}";
    let other = Answer::To(|head| {
        if head.contains("page=2") {
            bytes("", page(2, 2, 7, "[{\"id\":9}]"))
        } else {
            bytes("", page(1, 2, 2, "[{\"id\":1}]"))
        }
    });
    let again = |number| json(page(number, 2, 2, "[{\"id\":1}]"));
    let no_object = "row 1 is not a JSON object";
    vec![
        Row::new("a list", json("[]"), "csv", 5, ID),
        Row::new(
            "results that are no list",
            json(object),
            "csv",
            5,
            "results",
        ),
        Row::new(
            "results twice",
            json(twice),
            "csv",
            5,
            "comes more than once",
        ),
        Row::new("rows that are numbers", one("7"), "csv", 5, no_object),
        Row::new("rows that are null", one("null"), "csv", 5, no_object),
        Row::new("page 2 as page 1", again(2), "csv", 5, "requested page 1"),
        Row::new("page 1 as page 2", again(1), "csv", 5, "requested page 2").after(2),
        Row::new("page 2 of another report", other, "csv", 1, "page 2"),
    ]
}

fn odd_totals() -> Vec<Row> {
    let counted = |count: &str, pages: &str| {
        let totals = format!("\"page\":1,\"count\":{count},\"pages\":{pages}");
        json(format!("{{\"results\":[{{\"id\":1}}],{totals}}}"))
    };
    let many = "the report has 1000000 pages";
    vec![
        Row::new(
            "a count that is text",
            counted("\"many\"", "1"),
            "csv",
            5,
            "count",
        ),
        Row::new("a count that is huge", counted("1e400", "1"), "csv", 5, ID),
        Row::new("a negative count", counted("-5", "1"), "csv", 5, "at count"),
        Row::new(
            "negative pages",
            counted("1", "-5"),
            "ndjson",
            5,
            "at pages",
        ),
        Row::new("a million pages", counted("1", "1000000"), "csv", 2, many),
        Row::new(
            "more rows than pages",
            counted("1000000", "1"),
            "csv",
            1,
            "1000000",
        ),
    ]
}

fn odd_values() -> Vec<Row> {
    let deep = format!(
        "{{\"id\":1,\"customers\":{}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let time = |time: &str| one(&format!("{{\"id\":1,\"responseTime\":{time}}}"));
    let status = |status: &str| one(&format!("{{\"id\":1,\"status\":\"{status}\"}}"));
    let big = "9".repeat(100_000);
    let bidi = "\u{202e}\u{2066}x";
    vec![
        Row::new("a deep value", one(&deep), "table", 0, "1 row"),
        Row::new("a huge number", time(&big), "csv", 0, "1 row").prints("999999"),
        Row::new("1e999", time("1e999"), "table", 0, "1 row"),
        Row::new("text for a number", time("\"soon\""), "csv", 0, "1 row").prints("soon"),
        Row::new(
            "half of a surrogate pair",
            status("\\ud83d"),
            "csv",
            0,
            "1 row",
        ),
        Row::new("a formula", status("=cmd|' /C calc'!A0"), "csv", 0, "1 row").prints(",'=cmd"),
        Row::new(
            "an escape sequence",
            status("\\u001b]8;;x\\u0007"),
            "table",
            0,
            "1 row",
        ),
        Row::new("a bidirectional control", status(bidi), "table", 0, "1 row"),
    ]
}

fn odd_keys() -> Vec<Row> {
    let escape = "{\"id\":1,\"\\u001b]8;;x\\u0007\":1}";
    vec![
        Row::new("a key twice", one("{\"id\":1,\"id\":2}"), "csv", 0, "1 row"),
        Row::new(
            "an escape sequence as a key",
            one(escape),
            "table",
            0,
            "1 row",
        ),
        Row::new("an empty key", one("{\"id\":1,\"\":5}"), "csv", 0, "1 row"),
        Row::new(
            "a formula as a key",
            one("{\"id\":1,\"=1+1\":5}"),
            "csv",
            0,
            "1 row",
        )
        .prints(",\"'=1+1\""),
    ]
}

fn not_http() -> Vec<Row> {
    let alert = Answer::Bytes(b"\x15\x03\x01\x00\x02\x02\x28".to_vec());
    let plain = raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    vec![
        Row::new("nothing", Answer::Bytes(Vec::new()), "csv", 1, ID),
        Row::new(
            "half of a head",
            raw("HTTP/1.1 200 OK\r\nContent-Le"),
            "csv",
            1,
            ID,
        ),
        Row::new(
            "another protocol",
            raw("SSH-2.0-OpenSSH_9.9\r\n"),
            "csv",
            1,
            ID,
        ),
        Row::new("HTTP/0.9", raw("{\"results\":[]}"), "csv", 1, ID),
        Row::new("TLS instead of HTTP", alert, "csv", 1, ID),
        Row::new("HTTP instead of TLS", plain, "csv", 1, ID).over_tls(),
        Row::new("status 000", raw("HTTP/1.1 000 No\r\n\r\n"), "csv", 1, ID),
        Row::new(
            "status 999",
            raw("HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n"),
            "csv",
            5,
            "999",
        ),
        Row::new(
            "304",
            raw("HTTP/1.1 304 Not Modified\r\n\r\n"),
            "csv",
            5,
            "304",
        ),
        Row::new(
            "204",
            raw("HTTP/1.1 204 No Content\r\n\r\n"),
            "csv",
            5,
            "204",
        ),
        Row::new(
            "204 with a body",
            raw("HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\n{}"),
            "csv",
            5,
            "204",
        ),
    ]
}

fn odd_lengths() -> Vec<Row> {
    let page = page(1, 1, 1, "[{\"id\":1}]");
    let long = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{page}HTTP/1.1 200 OK\r\n",
        page.len()
    );
    let short = format!("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{page}");
    let two = format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 30\r\n\r\n{page}");
    let huge = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n{";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
    let trailers =
        "0\r\nSet-Cookie: a=b\r\nX-RateLimit-Remaining-Minute: 0\r\nContent-Length: 1\r\n\r\n";
    let trailing = format!("{chunked}\r\n{:x}\r\n{page}\r\n{trailers}", page.len());
    vec![
        Row::new(
            "a body that is too short",
            raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
            "csv",
            1,
            ID,
        ),
        Row::new("a length that is too short", raw(short), "csv", 1, ID),
        Row::new("more than the length", raw(long), "csv", 0, "1 row").after(1),
        Row::new("two lengths", raw(two), "csv", 1, ID),
        Row::new(
            "a huge length",
            raw(huge),
            "csv",
            2,
            "limit of 67108864 bytes",
        ),
        Row::new(
            "chunks that are none",
            raw(format!("{chunked}\r\nzz\r\n{{}}\r\n0\r\n\r\n")),
            "csv",
            1,
            ID,
        ),
        Row::new(
            "a chunk that is too long",
            raw(format!("{chunked}\r\nffffffffffffffff1\r\n{{}}")),
            "csv",
            1,
            ID,
        ),
        Row::new("trailers", raw(trailing), "csv", 0, "1 row"),
    ]
}

fn without_end() -> Vec<Row> {
    let limit = "limit of 67108864 bytes";
    let chunks = Answer::Endless(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        format!("10000\r\n{}\r\n", " ".repeat(0x10000)),
    );
    let body = |start| Answer::Endless(start, "[".repeat(0x10000));
    let ok = "HTTP/1.1 200 OK\r\n\r\n";
    let no = "HTTP/1.1 400 No\r\n\r\n";
    let header = body("HTTP/1.1 200 OK\r\nX: ");
    let headers = Answer::Endless("HTTP/1.1 200 OK\r\n", "X: y\r\n".repeat(10_000));
    let hints = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(5000);
    vec![
        Row::new("a body without end", body(ok), "csv", 2, limit),
        Row::new("chunks without end", chunks, "json", 2, limit),
        Row::new("an error without end", body(no), "csv", 2, limit),
        Row::new("headers without end", headers, "csv", 1, ID),
        Row::new("a header without end", header, "csv", 1, ID),
        Row::new("many hints", raw(hints), "csv", 1, ID),
    ]
}

fn elsewhere() -> Vec<Row> {
    let moved = "HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n";
    let around = "HTTP/1.1 307 Again\r\nLocation: /v2/reports/user/conversation-history\r\n\
                  Content-Length: 0\r\nConnection: close\r\n\r\n";
    vec![
        Row::new("a redirect to another host", raw(moved), "csv", 5, "302"),
        Row::new("a redirect in a circle", raw(around), "csv", 5, "307").after(6),
    ]
}

fn odd_headers() -> Vec<Row> {
    let failed = |reason: &str, headers: &str, body: &str| {
        raw(format!(
            "HTTP/1.1 400 {reason}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        ))
    };
    let echo = failed(
        "No",
        "",
        &format!("{{\"message\":\"no: Bearer {SECRET}\"}}"),
    );
    let control = "\u{1b}]8;;x\u{7}\u{202e}\u{9b}";
    let later =
        "HTTP/1.1 429 Later\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n";
    let charset = with(
        "Content-Type: application/json; charset=utf-16\r\n",
        page(1, 1, 1, "[{\"id\":1}]"),
    );
    let cookies = Answer::To(|head| {
        let number = 1 + usize::from(head.contains("page=2"));
        let body = page(number, 2, 2, &format!("[{{\"id\":{number}}}]"));
        if head.to_lowercase().contains("\ncookie:") {
            b"HTTP/1.1 400 A cookie\r\nContent-Length: 0\r\n\r\n".to_vec()
        } else {
            bytes("Set-Cookie: session=1; Path=/\r\n", body)
        }
    });
    vec![
        Row::new("the secret", echo, "csv", 2, "400"),
        Row::new(
            "a reason that controls",
            failed("\u{1b}[2J", "", ""),
            "csv",
            1,
            ID,
        ),
        Row::new(
            "a body that controls",
            failed("No", "", control),
            "csv",
            2,
            "400",
        ),
        Row::new(
            "a message that controls",
            failed("No", "", "{\"message\":\"\\u001b[2J\\u009b\"}"),
            "csv",
            2,
            "400",
        ),
        Row::new(
            "an ID that controls",
            failed("No", "Correlation-Id: \u{9b}2J\u{202e}\r\n", "{}"),
            "csv",
            2,
            "400",
        ),
        Row::new("a wait of ages", raw(later), "csv", 1, "429"),
        Row::new("another charset", charset, "csv", 0, "1 row"),
        Row::new("cookies", cookies, "csv", 0, "2 rows").after(2),
    ]
}
