//! Errors in the service's format.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use helpscout_description::{Parameter, Place, Service, nearest};

use crate::response::json_response;

/// Why a call is refused.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) errors: Vec<FieldError>,
    pub(crate) cause: Option<Cause>,
}

/// What is wrong with one parameter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FieldError {
    /// The parameter's name.
    pub(crate) path: String,
    cause: Cause,
    message: String,
    rejected: Option<String>,
    /// The part of the request that it is about.
    source: &'static str,
}

/// The kind of a mistake, which is also the anchor of its explanation. The first three are the
/// service's own; the others follow their style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    NotEmpty,
    EnumValue,
    InvalidMethod,
    Boolean,
    Cursor,
    Date,
    Either,
    Encoding,
    Excludes,
    Id,
    Instant,
    Integer,
    Interval,
    InvalidBody,
    Length,
    Max,
    Min,
    Number,
    Repeated,
    Requires,
    Together,
    Type,
    UnknownParameter,
    UnknownUrl,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            errors: Vec::new(),
            cause: None,
        }
    }

    /// Creates a 404 for a path that no operation has.
    pub(crate) fn unknown_url() -> Self {
        Self {
            cause: Some(Cause::UnknownUrl),
            ..Self::new(StatusCode::NOT_FOUND, "Unknown URL")
        }
    }

    /// Creates a 400 that lists every bad parameter.
    pub(crate) fn parameters(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(StatusCode::BAD_REQUEST, "Bad request")
        }
    }

    /// Creates a 400 for a method that the path does not have.
    pub(crate) fn method(message: String) -> Self {
        Self {
            cause: Some(Cause::InvalidMethod),
            ..Self::new(StatusCode::BAD_REQUEST, message)
        }
    }

    /// Creates the response of a described service.
    pub(crate) fn into_response(self, service: &Service, correlation_id: &str) -> Response {
        let is_vnd_error = service.media_types.errors.starts_with(VND_ERROR);
        // The service with these errors answers unknown paths with plain text.
        if self.cause == Some(Cause::UnknownUrl) && is_vnd_error {
            return (self.status, self.message).into_response();
        }
        let body = self.body(service, correlation_id);
        json_response(self.status, &service.media_types.errors, &body)
    }

    /// Creates a 400 for a body that can't be read.
    pub(crate) fn body_of_call(message: String) -> Self {
        Self {
            cause: Some(Cause::InvalidBody),
            ..Self::new(StatusCode::BAD_REQUEST, message)
        }
    }

    /// Returns the body of that response, in the form that the media type of errors stands for.
    pub(crate) fn body(&self, service: &Service, correlation_id: &str) -> Value {
        let errors = self.errors.iter();
        if !service.media_types.errors.starts_with(VND_ERROR) {
            let errors: Vec<Value> = errors.map(FieldError::to_json).collect();
            let mut body = json!({ "message": self.message });
            if !errors.is_empty() {
                body["errors"] = json!(errors);
            }
            return body;
        }
        let docs = &service.docs;
        let about = |cause: Option<Cause>| {
            let anchor = cause
                .map(|cause| format!("#{}", cause.anchor()))
                .unwrap_or_default();
            json!({ "about": { "href": format!("{docs}overview/errors{anchor}") } })
        };
        let errors: Vec<Value> = errors
            .map(|error| {
                let mut json = error.to_json();
                json["_links"] = about(Some(error.cause));
                json
            })
            .collect();
        json!({
            "logRef": correlation_id,
            "message": self.message,
            "_embedded": { "errors": errors },
            "_links": about(self.cause),
        })
    }
}

/// The media type of errors with a reference to a log and links. Errors of other media types have
/// only messages.
const VND_ERROR: &str = "application/vnd.error";

impl FieldError {
    /// Puts the path below that of an object which it is inside of.
    pub(crate) fn inside(mut self, outer: &str) -> Self {
        self.path = format!("{outer}.{}", self.path);
        self
    }

    pub(crate) fn new(path: &str, cause: Cause, message: String) -> Self {
        Self {
            path: path.to_owned(),
            cause,
            message,
            rejected: None,
            source: "QUERY",
        }
    }

    /// Creates the error of a described parameter.
    pub(crate) fn of(parameter: &Parameter, cause: Cause, message: String) -> Self {
        let source = match parameter.place {
            Place::Query | Place::Path => "QUERY",
            Place::Header => "HEADER",
            Place::Body => "JSON",
        };
        Self {
            source,
            ..Self::new(&parameter.wire, cause, message)
        }
    }

    pub(crate) fn in_body(mut self) -> Self {
        self.source = "JSON";
        self
    }

    pub(crate) fn rejecting(mut self, value: &str) -> Self {
        self.rejected = Some(value.to_owned());
        self
    }

    fn to_json(&self) -> Value {
        let mut json = json!({ "path": self.path, "message": self.message });
        if let Some(rejected) = &self.rejected {
            json["rejectedValue"] = json!(rejected);
        }
        json["source"] = json!(self.source);
        json
    }
}

impl Cause {
    fn anchor(self) -> &'static str {
        match self {
            Self::NotEmpty => "NotEmpty",
            Self::EnumValue => "EnumValue",
            Self::InvalidMethod => "invalid-http-method",
            Self::Boolean => "Boolean",
            Self::Cursor => "Cursor",
            Self::Date => "Date",
            Self::Either => "Either",
            Self::Encoding => "Encoding",
            Self::Excludes => "Excludes",
            Self::Id => "Id",
            Self::Instant => "Instant",
            Self::Integer => "Integer",
            Self::Interval => "Interval",
            Self::InvalidBody => "invalid-body",
            Self::Length => "Length",
            Self::Max => "Max",
            Self::Min => "Min",
            Self::Number => "Number",
            Self::Repeated => "Repeated",
            Self::Requires => "Requires",
            Self::Together => "Together",
            Self::Type => "Type",
            Self::UnknownParameter => "UnknownParameter",
            Self::UnknownUrl => "unknown-url",
        }
    }
}

/// Returns ` (did you mean x?)` if a known word is similar.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known)
        .map(|known| format!(" (did you mean {known}?)"))
        .unwrap_or_default()
}
