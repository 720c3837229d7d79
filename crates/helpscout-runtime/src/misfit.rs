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
    /// Returns the error for a response. `shown` is what it has, and `may_lack` says that it need not be
    /// JSON.
    pub(crate) fn in_response(
        self,
        response: &Response<String>,
        shown: &str,
        may_lack: bool,
    ) -> Error {
        let cut = (!may_lack)
            .then(|| truncation::problem(response.status(), shown.as_bytes()))
            .flatten();
        self.into_error(shown, cut, Some(response))
            .after(response.attempts())
    }

    /// Returns the error for a body that did not come with a response.
    pub(crate) fn in_body(self, body: &str) -> Error {
        self.into_error(body, None, None)
    }

    /// Returns the error. `cut` says where the body ends too early.
    fn into_error(
        self,
        body: &str,
        cut: Option<serde_json::Error>,
        response: Option<&Response<String>>,
    ) -> Error {
        let undecodable = Undecodable {
            status: response.map(Response::status),
            correlation_id: response.and_then(Response::correlation_id),
            path: self.path,
            problem: cut.as_ref().map_or(self.problem, ToString::to_string),
            is_compressed: false,
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
