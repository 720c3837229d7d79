//! Reads responses that refuse a call, in each shape that the service and its gateways use.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::headers::correlation_id;
use crate::retry_after::asked_wait;
use crate::secrets::{HIDDEN, Secrets, is_invisible};
use crate::service::Service;
use crate::wire::decodable;

/// What the service says about one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The name of the parameter, or the path in the body.
    pub path: String,
    /// The service's message about it.
    pub message: String,
    /// The rejected value as JSON, made safe to display: control characters are escaped and long
    /// values are truncated. [`Error::body`](crate::Error::body) has it in full.
    pub rejected: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// The service's message, or what is wrong with a compressed body. It is empty if there is none.
    pub(crate) message: String,
    pub(crate) is_compressed: bool,
    pub(crate) fields: Vec<FieldError>,
    pub(crate) correlation_id: Option<String>,
    /// How long the service asks to wait before the next try.
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Body,
    /// Why the body is not complete, if it is not.
    pub(crate) incomplete: Option<String>,
    /// The path of the request. It is empty if it is not known.
    pub(crate) path: String,
}

/// A body as received, except for secrets. `Debug` shows only its start, because an error may be
/// written to a log.
#[derive(Clone)]
pub(crate) struct Body(pub(crate) String);

impl Deref for Body {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        excerpt(&self.0).fmt(f)
    }
}

impl Refusal {
    /// Reads a refusal. The secrets are hidden before a text is truncated, so that no part of one is
    /// left, and before JSON is decoded, which takes quotes and backslashes away that may belong to
    /// a secret.
    pub(crate) fn read(
        status: StatusCode,
        headers: &HeaderMap,
        body: &str,
        service: &Service,
        secrets: &Secrets,
    ) -> Self {
        let body = secrets.hide(body);
        let reader = Reader {
            value: serde_json::from_str(&decodable(&body)).unwrap_or_default(),
            body,
            secrets,
        };
        let log_ref = || {
            let value = &reader.value;
            reader
                .text(value, "logRef")
                .or_else(|| reader.text(value, "logref"))
        };
        let id = correlation_id(headers, service).map(|id| secrets.hide(&id).into_owned());
        Self {
            status,
            message: reader.message(),
            is_compressed: false,
            fields: reader.fields(),
            correlation_id: id.or_else(log_ref),
            retry_after: asked_wait(headers, service, Timestamp::now()),
            body: Body(reader.body.into_owned()),
            incomplete: None,
            path: String::new(),
        }
    }

    /// Returns whether the body is a web page, which the service does not send.
    pub(crate) fn is_page(&self) -> bool {
        html_page(&self.body).is_some()
    }

    /// Hides a body that is not complete, and may contain the start of a token.
    pub(super) fn hide_tokens(&mut self) {
        let may_have_token = self.body.to_ascii_lowercase().contains("token");
        if may_have_token && !self.is_page() {
            self.body = Body(HIDDEN.to_owned());
            self.message = HIDDEN.to_owned();
            self.is_compressed = false;
            self.fields.clear();
        }
    }

    /// Returns whether it is not known what the service said.
    pub(super) fn is_unread(&self) -> bool {
        self.incomplete.is_some() || self.is_compressed
    }
}

/// A body that refuses a call.
struct Reader<'a> {
    value: Value,
    /// The body without secrets.
    body: Cow<'a, str>,
    secrets: &'a Secrets,
}

impl Reader<'_> {
    fn message(&self) -> String {
        let value = &self.value;
        let described = self.text(value, "error_description");
        let error = self
            .text(value, "error")
            .or_else(|| self.text(&value["error"], "message"));
        match (self.text(value, "message"), error, described) {
            (Some(message), ..) => message,
            (None, Some(error), Some(described)) => format!("{described} ({error})"),
            (None, error, described) => described.or(error).unwrap_or_else(|| self.plain()),
        }
    }

    /// Returns the message of a body that has none of the known JSON shapes.
    fn plain(&self) -> String {
        match (html_page(&self.body), &self.value) {
            (Some(page), _) => page,
            (None, Value::String(message)) => self.excerpt(message),
            (None, _) => excerpt(self.body.trim()),
        }
    }

    fn fields(&self) -> Vec<FieldError> {
        let nested = self.value["_embedded"]["errors"].as_array();
        let flat = self.value["errors"].as_array();
        nested
            .or(flat)
            .into_iter()
            .flatten()
            .map(|error| FieldError {
                path: self.text(error, "path").unwrap_or_default(),
                message: self
                    .text(error, "message")
                    .unwrap_or_else(|| self.excerpt(&error.to_string())),
                rejected: error
                    .get("rejectedValue")
                    .map(|rejected| self.excerpt(&rejected.to_string())),
            })
            .collect()
    }

    fn text(&self, value: &Value, key: &str) -> Option<String> {
        let text = value.get(key)?.as_str()?.trim();
        (!text.is_empty()).then(|| self.excerpt(text))
    }

    fn excerpt(&self, text: &str) -> String {
        excerpt(&self.secrets.hide(text))
    }
}

/// Describes a body that is an HTML page, with its title. Returns `None` for other bodies.
pub(crate) fn html_page(body: &str) -> Option<String> {
    const STARTS: [&str; 7] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta",
        "<script",
    ];
    let head: String = after_prolog(body).chars().take(4096).collect();
    let lower = head.to_ascii_lowercase();
    if !STARTS.iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    let title = lower.find("<title").and_then(|open| {
        let start = open + lower[open..].find('>')? + 1;
        let end = start + lower[start..].find('<')?;
        let title = head[start..end]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        (!title.is_empty()).then(|| excerpt(&title))
    });
    Some(match title {
        Some(title) => format!("an HTML page titled \"{title}\""),
        None => "an HTML page".to_owned(),
    })
}

/// Returns a body without what may precede a page: a byte order mark, blanks, an XML declaration and
/// comments.
fn after_prolog(body: &str) -> &str {
    let mut rest = body.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start();
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ => return rest,
        };
        match rest.find(end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return rest,
        }
    }
}

/// Returns the first characters of a text. Those that are not shown, such as control characters and a
/// byte order mark, are escaped.
pub(crate) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 200;
    let mut shown = String::new();
    for (position, character) in text.chars().enumerate() {
        if position == LONGEST {
            shown.push('…');
            break;
        }
        if is_invisible(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::service::SERVICE;

    fn read(body: &str) -> Refusal {
        Refusal::read(
            StatusCode::BAD_REQUEST,
            &HeaderMap::new(),
            body,
            &SERVICE,
            &Secrets::new(),
        )
    }

    #[test]
    fn every_known_shape_gives_its_message() {
        for (body, message) in [
            (
                r#"{"message":"Bad request","_embedded":{"errors":[]}}"#,
                "Bad request",
            ),
            (
                r#"{"message":"Bad request","links":[{"rel":"about","href":"x"}]}"#,
                "Bad request",
            ),
            (
                r#"{"error":"invalid_client","error_description":"Unknown app"}"#,
                "Unknown app (invalid_client)",
            ),
            (r#"{"error":"slow down"}"#, "slow down"),
            (r#"{"message":"cut \ud83d"}"#, "cut \u{fffd}"),
            (r#"{"error":{"message":"slow down"}}"#, "slow down"),
            (
                r#"{"message":"API rate limit exceeded"}"#,
                "API rate limit exceeded",
            ),
            (r#""nope""#, "nope"),
            ("Unknown URL\n", "Unknown URL"),
            ("", ""),
            ("{\"mess", "{\"mess"),
            (
                "<!DOCTYPE html>\n<html><head><title lang=\"en\">502\n Bad gateway</title>",
                "an HTML page titled \"502 Bad gateway\"",
            ),
            ("<html><body>", "an HTML page"),
            ("<html><title>cut of", "an HTML page"),
        ] {
            assert_eq!(read(body).message, message, "{body}");
        }
    }

    #[test]
    fn field_errors_keep_path_message_and_rejected_value() {
        let refusal = read(
            r#"{"logRef":"64bb","message":"Bad request","_embedded":{"errors":[
                {"path":"sortOrder","message":"unknown value","rejectedValue":"asc","source":"JSON"},
                {"message":"no path"}, 7]}}"#,
        );
        assert_eq!(refusal.correlation_id.as_deref(), Some("64bb"));
        let shown: Vec<_> = refusal
            .fields
            .iter()
            .map(|field| {
                (
                    field.path.as_str(),
                    field.message.as_str(),
                    field.rejected.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("sortOrder", "unknown value", Some("\"asc\"")),
                ("", "no path", None),
                ("", "7", None)
            ]
        );
    }

    #[test]
    fn an_excerpt_is_short_and_shows_control_characters() {
        assert_eq!(excerpt("a\u{1b}[31m\0\n"), "a\\u{1b}[31m\\u{0}\\n");
        assert_eq!(excerpt("\u{feff}{}\u{202e}"), "\\u{feff}{}\\u{202e}");
        assert_eq!(excerpt(&"ä".repeat(500)).chars().count(), 201);
    }
}
