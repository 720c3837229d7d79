//! Recognizes a response whose JSON ends too early.
//!
//! A connection that is closed ends a body without a length, so a lost connection looks like a
//! complete response. What the grammar of JSON says decides, because a shape that the client does
//! not know is another problem.

use reqwest::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use reqwest::{StatusCode, Version};
use serde_core::de::IgnoredAny;

use crate::brackets;
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
        if self.is_framed() && brackets::are_closed(self.body) {
            return Ok(());
        }
        match problem(self.status, self.body) {
            Some(problem) => Err(Error::new(Kind::Truncated(Box::new(Undecodable {
                status: Some(self.status),
                correlation_id: correlation_id(self.headers, self.service),
                path: String::new(),
                problem: problem.to_string(),
                is_compressed: false,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(body: &[u8]) -> Option<String> {
        super::problem(StatusCode::OK, body).map(|problem| problem.to_string())
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
