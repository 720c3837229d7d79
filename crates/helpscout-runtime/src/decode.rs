//! From the text of an answer to a value, fast; where it does not fit, slowly and with the place.

use serde::de::DeserializeOwned;

use crate::error::{Body, Error, Kind, Undecodable};
use crate::{RawPage, Request, Response};

/// Why a text is not the value that was expected.
pub(crate) struct Misfit {
    /// Dotted JSON path; empty for the whole.
    pub(crate) path: String,
    pub(crate) problem: String,
}

pub(crate) fn typed<T: DeserializeOwned>(
    answer: Response<String>,
    request: &Request,
) -> Result<Response<T>, Error> {
    match serde_json::from_str(answer.value()) {
        Ok(value) => Ok(answer.with_value(value)),
        Err(error) => {
            let misfit = locate::<T>(answer.value(), &error);
            Err(undecodable(answer, request, misfit).caused_by(error))
        }
    }
}

pub(crate) fn raw_page(
    answer: Response<String>,
    request: &Request,
) -> Result<Response<RawPage>, Error> {
    match RawPage::read(request, answer.value()) {
        Ok(page) => Ok(answer.with_value(page)),
        Err(misfit) => Err(undecodable(answer, request, misfit)),
    }
}

/// Reads once more with the path kept, which is slower, so only after a failure.
fn locate<T: DeserializeOwned>(body: &str, error: &serde_json::Error) -> Misfit {
    let mut deserializer = serde_json::Deserializer::from_str(body);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(located) => {
            let path = located.path().to_string();
            Misfit {
                path: if path == "." { String::new() } else { path },
                problem: located.inner().to_string(),
            }
        }
        // The value was fine, something follows it.
        Ok(_) => Misfit {
            path: String::new(),
            problem: error.to_string(),
        },
    }
}

fn undecodable(answer: Response<String>, request: &Request, misfit: Misfit) -> Error {
    let undecodable = Undecodable {
        status: answer.status(),
        correlation_id: answer.correlation_id(),
        path: misfit.path,
        problem: misfit.problem,
        body: Body(answer.into_value()),
    };
    Error::new(Kind::Decode(Box::new(undecodable))).of(request.operation(), request.page())
}
