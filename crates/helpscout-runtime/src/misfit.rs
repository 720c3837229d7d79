//! Why a text is not the value that was expected, and how that becomes an error.

use crate::error::{Body, Error, Kind, Undecodable};
use crate::response::Response;
use crate::truncation;

/// A text that does not decode as the expected value.
pub(crate) struct Misfit {
    /// The dotted JSON path of the value. It is empty if the whole text is meant.
    pub(crate) path: String,
    pub(crate) problem: String,
    pub(crate) source: Option<serde_json::Error>,
}

impl Misfit {
    /// Returns the error for the body of a response.
    pub(crate) fn in_response(self, response: &Response<String>) -> Error {
        self.into_error(response.value(), Some(response))
            .after(response.attempts())
    }

    /// Returns the error for a body that did not come with a response.
    pub(crate) fn in_body(self, body: &str) -> Error {
        self.into_error(body, None)
    }

    fn into_error(self, body: &str, response: Option<&Response<String>>) -> Error {
        let cut =
            response.and_then(|response| truncation::problem(response.status(), body.as_bytes()));
        let undecodable = Undecodable {
            status: response.map(Response::status),
            correlation_id: response.and_then(Response::correlation_id),
            path: self.path,
            problem: cut.as_ref().map_or(self.problem, ToString::to_string),
            body: Body(body.to_owned()),
        };
        let undecodable = Box::new(undecodable);
        let error = Error::new(match &cut {
            Some(_) => Kind::Truncated(undecodable),
            None => Kind::Decode(undecodable),
        });
        let error = match cut.or(self.source) {
            Some(source) => error.caused_by(source),
            None => error,
        };
        match response {
            Some(response) => error.hiding(response.secrets()),
            None => error,
        }
    }
}

impl From<serde_json::Error> for Misfit {
    fn from(error: serde_json::Error) -> Self {
        Self {
            path: String::new(),
            problem: error.to_string(),
            source: Some(error),
        }
    }
}
