//! From the text of an answer to a value, fast; where it does not fit, slowly and with the place.

use serde::de::DeserializeOwned;

use crate::error::{Body, Error, Kind, Undecodable};
use crate::wire::record::answer;
use crate::{RawPage, Request, Response};

/// Why a text is not the value that was expected.
pub(crate) struct Misfit {
    /// Dotted JSON path; empty for the whole.
    pub(crate) path: String,
    pub(crate) problem: String,
    pub(crate) source: Option<serde_json::Error>,
}

pub(crate) fn typed<T: DeserializeOwned>(
    answer: Response<String>,
    request: &Request,
) -> Result<Response<T>, Error> {
    match text(answer.value()) {
        Ok(value) => Ok(answer.with_value(value)),
        Err(misfit) => Err(misfit
            .in_answer(&answer)
            .of(request.operation(), request.page())),
    }
}

pub(crate) fn raw_page(
    answer: Response<String>,
    request: &Request,
) -> Result<Response<RawPage>, Error> {
    match RawPage::read(request.operation(), answer.value()) {
        Ok(page) => Ok(answer.with_value(page)),
        Err(misfit) => Err(misfit
            .in_answer(&answer)
            .of(request.operation(), request.page())),
    }
}

pub(crate) fn text<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    answer(|| serde_json::from_str(text)).map_err(|error| locate::<T>(text, error))
}

/// Reads once more with the path kept, which is slower, so only after a failure.
fn locate<T: DeserializeOwned>(text: &str, error: serde_json::Error) -> Misfit {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = || serde_path_to_error::deserialize::<_, T>(&mut deserializer);
    let (path, problem) = match answer(read) {
        Err(located) => {
            let path = located.path().to_string();
            (path, located.inner().to_string())
        }
        // The value was fine, something follows it.
        Ok(_) => (String::new(), error.to_string()),
    };
    Misfit {
        path: if path == "." { String::new() } else { path },
        problem,
        source: Some(error),
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

impl Misfit {
    pub(crate) fn in_answer(self, answer: &Response<String>) -> Error {
        self.into_error(answer.value(), Some(answer))
            .after(answer.attempts())
    }

    /// Of a body that did not come with an answer.
    pub(crate) fn in_body(self, body: &str) -> Error {
        self.into_error(body, None)
    }

    fn into_error(self, body: &str, answer: Option<&Response<String>>) -> Error {
        let undecodable = Undecodable {
            status: answer.map(Response::status),
            correlation_id: answer.and_then(Response::correlation_id),
            path: self.path,
            problem: self.problem,
            body: Body(body.to_owned()),
        };
        let error = Error::new(Kind::Decode(Box::new(undecodable)));
        match self.source {
            Some(source) => error.caused_by(source),
            None => error,
        }
    }
}
