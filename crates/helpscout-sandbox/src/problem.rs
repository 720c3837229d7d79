//! Errors in the service's format.

use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

use helpscout_description::Service;

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
}

/// The kind of a mistake, which is also the anchor of its explanation. The first three are the
/// service's own; the others follow their style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    NotEmpty,
    EnumValue,
    InvalidMethod,
    Boolean,
    Encoding,
    Id,
    Instant,
    Integer,
    Interval,
    Max,
    Min,
    Number,
    Repeated,
    Requires,
    Together,
    UnknownParameter,
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
        let body = self.body(service, correlation_id);
        json_response(self.status, &service.media_types.errors, &body)
    }

    /// Returns the body of that response.
    pub(crate) fn body(&self, service: &Service, correlation_id: &str) -> Value {
        let docs = &service.docs;
        let about = |cause: Option<Cause>| {
            let anchor = cause
                .map(|cause| format!("#{}", cause.anchor()))
                .unwrap_or_default();
            json!({ "about": { "href": format!("{docs}overview/errors{anchor}") } })
        };
        let errors: Vec<Value> = self
            .errors
            .iter()
            .map(|error| error.to_json(about(Some(error.cause))))
            .collect();
        json!({
            "logRef": correlation_id,
            "message": self.message,
            "_embedded": { "errors": errors },
            "_links": about(self.cause),
        })
    }
}

impl FieldError {
    pub(crate) fn new(path: &str, cause: Cause, message: String) -> Self {
        Self {
            path: path.to_owned(),
            cause,
            message,
            rejected: None,
        }
    }

    pub(crate) fn rejecting(mut self, value: &str) -> Self {
        self.rejected = Some(value.to_owned());
        self
    }

    fn to_json(&self, links: Value) -> Value {
        let mut json = json!({ "path": self.path, "message": self.message });
        if let Some(rejected) = &self.rejected {
            json["rejectedValue"] = json!(rejected);
        }
        json["source"] = json!("QUERY");
        json["_links"] = links;
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
            Self::Encoding => "Encoding",
            Self::Id => "Id",
            Self::Instant => "Instant",
            Self::Integer => "Integer",
            Self::Interval => "Interval",
            Self::Max => "Max",
            Self::Min => "Min",
            Self::Number => "Number",
            Self::Repeated => "Repeated",
            Self::Requires => "Requires",
            Self::Together => "Together",
            Self::UnknownParameter => "UnknownParameter",
        }
    }
}
