//! Recognizes a response whose JSON ends too early.
//!
//! A connection that is closed ends a body without a length, so a lost connection looks like a
//! complete response. What the grammar of JSON says decides, because a shape that the client does
//! not know is another problem.

use memchr::memchr2;
use reqwest::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use reqwest::{StatusCode, Version};
use serde_core::de::IgnoredAny;

use crate::error::{Body, Error, Kind, Undecodable};
use crate::headers::correlation_id;
use crate::service::Service;

/// The parts of a response that show whether it is complete.
pub(crate) struct Ending<'a> {
    pub(crate) status: StatusCode,
    pub(crate) version: Version,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    pub(crate) service: &'a Service,
}

impl Ending<'_> {
    /// Checks that the body does not end too early.
    ///
    /// If HTTP says where the body ends, only its brackets are looked at, which is fast.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.is_framed() && is_closed(self.body) {
            return Ok(());
        }
        match problem(self.status, self.body) {
            Some(problem) => Err(Error::new(Kind::Truncated(Box::new(Undecodable {
                status: Some(self.status),
                correlation_id: correlation_id(self.headers, self.service),
                path: String::new(),
                problem: problem.to_string(),
                body: Body(String::from_utf8_lossy(self.body).into_owned()),
            })))
            .caused_by(problem)),
            None => Ok(()),
        }
    }

    /// Returns whether HTTP says where the body ends.
    fn is_framed(&self) -> bool {
        let is_chunked = |headers: &HeaderMap| {
            let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
            codings.any(|coding| coding.as_bytes().ends_with(b"chunked"))
        };
        self.version >= Version::HTTP_2
            || self.headers.contains_key(CONTENT_LENGTH)
            || is_chunked(self.headers)
    }
}

/// Returns where the JSON of a body ends too early, or `None` if it is complete or not JSON, or if a
/// response with this status has no body.
pub(crate) fn problem(status: StatusCode, body: &[u8]) -> Option<serde_json::Error> {
    if matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT) {
        return None;
    }
    let error = read(body)?;
    // For a number that ends too early, serde_json reports an invalid number.
    let is_in_number = matches!(body.last(), Some(b'-' | b'+' | b'.' | b'e' | b'E'));
    let is_early = error.is_eof()
        || is_in_number && read(&[body, b"0"].concat()).is_none_or(|error| error.is_eof());
    is_early.then_some(error)
}

fn read(body: &[u8]) -> Option<serde_json::Error> {
    // serde_json reads text elsewhere; a second way to read would only be more code.
    serde_json::from_str::<IgnoredAny>(&String::from_utf8_lossy(body)).err()
}

/// Returns whether a body ends with the bracket that closes its first one. Brackets in texts don't
/// count.
fn is_closed(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    if !body.starts_with(b"{") && !body.starts_with(b"[") {
        return false;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = body.get(at) {
        match byte {
            b'"' => match end_of_text(body, at + 1) {
                Some(end) => at = end,
                None => return false,
            },
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at + 1 == body.len(),
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    false
}

/// Returns the place of the quote that ends a text, given the place of its first byte.
fn end_of_text(body: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr2(b'"', b'\\', body.get(at..)?)?;
        match body[at] {
            b'"' => return Some(at),
            // What is escaped ends no text.
            _ => at += 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(body: &[u8]) -> Option<String> {
        super::problem(StatusCode::OK, body).map(|problem| problem.to_string())
    }

    #[test]
    fn a_body_is_closed_by_the_bracket_that_opens_it() {
        let whole = r#" {"results":[{"a":[{}]},{"b":{}}],"page":{"n":1}} "#;
        let end = whole.trim_end().len();
        for cut in 0..end {
            assert!(!is_closed(&whole.as_bytes()[..cut]), "{cut}");
        }
        assert!(is_closed(whole.as_bytes()) && is_closed(b"[[],{}]"));
        for other in ["{} {}", "[]]", "}", "", "7", "\"{}\""] {
            assert!(!is_closed(other.as_bytes()), "{other}");
        }
        // It is no JSON, but it does not end too early.
        assert!(is_closed(b"{]"));
    }

    #[test]
    fn brackets_in_texts_do_not_close_a_body() {
        for text in [
            ":}",
            ":]",
            "}]}",
            "{",
            "[{",
            r#"\"}]"#,
            r"\\",
            r#"\\\"}]"#,
            "}\u{e9}]",
        ] {
            let whole = format!(r#"{{"results":[{{"a":"{text}"}},{{"b":["{text}"]}}],"page":1}}"#);
            for cut in 0..whole.len() {
                assert!(!is_closed(&whole.as_bytes()[..cut]), "{text} {cut}");
            }
            assert!(is_closed(whole.as_bytes()), "{text}");
            assert_eq!(problem(whole.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn json_that_ends_too_early_is_told_from_what_is_not_json() {
        let whole = r#"{"a":[1,"\u00e4ö",{"b":null}],"c":-1.5e3}"#;
        for end in 0..whole.len() {
            assert!(problem(&whole.as_bytes()[..end]).is_some(), "{end}");
        }
        for complete in [whole, "[]", " {} ", "null", "\"\"", "0"] {
            assert_eq!(problem(complete.as_bytes()), None, "{complete}");
        }
        for other in [
            "<html>",
            "Unknown URL",
            "Gone.",
            "--",
            "{a",
            "{} {",
            "[1,]",
            "\u{feff}{}",
        ] {
            assert_eq!(problem(other.as_bytes()), None, "{other}");
        }
        assert!(super::problem(StatusCode::NO_CONTENT, b"").is_none());
    }
}
