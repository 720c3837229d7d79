//! Decodes the body of a response.
//!
//! The first pass is fast and takes only ordinary JSON. A second pass takes what the first one left,
//! or finds the place of what is wrong.

mod answer;
mod quick;

use std::borrow::Cow;

use serde_core::de::DeserializeOwned;

use self::answer::Answer;
use crate::content;
use crate::error::{Body, Error, Kind, Undecodable};
use crate::headers::correlation_id;
use crate::http::Received;
use crate::json_path;
use crate::misfit::Misfit;
use crate::operation::{Endpoint, Operation};
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;
use crate::wire::decodable;

impl Response<String> {
    /// Decodes the body as the response to a query of type `Q`.
    ///
    /// This gives a program both the body as received and the typed value from one call.
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint, Error, Request};
    /// # async fn example<Q: Endpoint>(client: Client, query: Q) -> Result<(), Error> {
    /// let raw = client.send_raw(&Request::of(&query)).await?;
    /// let page = raw.read::<Q>()?;
    /// println!("{} bytes", raw.value().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if the body does not decode as that type; see [`Error::is_decode`].
    pub fn read<Q: Endpoint>(&self) -> Result<Q::Response, Error> {
        let operation = Q::OPERATION;
        of_response(operation, self)
            .map_err(|misfit| error(misfit, operation, self).of(operation, None))
    }
}

pub(crate) fn typed<T: DeserializeOwned>(
    response: Response<String>,
    request: &Request,
) -> Result<Response<T>, Error> {
    let decoded = of_response(request.operation(), &response);
    finish(decoded, response, request)
}

pub(crate) fn raw_page(
    response: Response<String>,
    request: &Request,
) -> Result<Response<RawPage>, Error> {
    let decoded = RawPage::of_response(request.operation(), &response);
    finish(decoded, response, request)
}

/// Decodes what a response to an operation contains.
pub(crate) fn of_response<T: DeserializeOwned>(
    operation: &Operation,
    response: &Response<String>,
) -> Result<T, Misfit> {
    text(&content::json(operation, response)?)
        .map_err(|misfit| content::with_header(operation, misfit))
}

/// Decodes the text of a response as the client does. It is for benchmarks.
#[doc(hidden)]
pub fn decoded<T: DeserializeOwned>(text: &str) -> Option<T> {
    self::text(text).ok()
}

/// Decodes the text of a whole response. Half of a character in it becomes U+FFFD.
pub(crate) fn text<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    if let Some(value) = quick::read(text, |quick| T::deserialize(Answer(quick))) {
        return Ok(value);
    }
    located(text).or_else(|misfit| match decodable(text) {
        Cow::Borrowed(_) => Err(misfit),
        Cow::Owned(repaired) => located(&repaired),
    })
}

/// Checks that a body is UTF-8, as JSON must be. Other bytes are an error that names the first, not
/// U+FFFD, because a body in another encoding would lose many characters unnoticed.
pub(crate) fn utf8(received: Box<Received<'_>>, attempts: u32) -> Result<Response<String>, Error> {
    let Received {
        status,
        headers,
        body,
        compressed,
        service,
        secrets,
        ..
    } = *received;
    match String::from_utf8(body) {
        Ok(text) => Ok(Response::new(
            text, status, headers, attempts, service, secrets,
        )),
        Err(error) => {
            let is_compressed = compressed.is_some();
            let problem = compressed.unwrap_or_else(|| error.to_string());
            let undecodable = Undecodable {
                status: Some(status),
                correlation_id: correlation_id(&headers, service),
                path: String::new(),
                problem,
                is_compressed,
                body: Body(String::from_utf8_lossy(error.as_bytes()).into_owned()),
            };
            let error =
                Error::new(Kind::Decode(Box::new(undecodable))).caused_by(error.utf8_error());
            Err(error.hiding(&secrets))
        }
    }
}

/// Adds where the response came from to a decoded body or to its misfit.
pub(crate) fn finish<T>(
    decoded: Result<T, Misfit>,
    response: Response<String>,
    request: &Request,
) -> Result<Response<T>, Error> {
    match decoded {
        Ok(value) => Ok(response.with_value(value)),
        Err(misfit) => {
            let (operation, page) = (request.operation(), request.page());
            // The span of the call is over. The message has values of the body, the path has none.
            let path = misfit.path.clone();
            let error = error(misfit, operation, &response).of(operation, page);
            let kind = error.kind().as_str();
            let operation = operation.id;
            tracing::debug!(operation, page, kind, path, "the response does not fit");
            Err(error)
        }
    }
}

/// Returns the error for a response that does not fit.
fn error(misfit: Misfit, operation: &Operation, response: &Response<String>) -> Error {
    let may_lack = operation.may_lack(response.value().as_bytes());
    misfit.in_response(response, &content::shown(operation, response), may_lack)
}

/// Decodes and keeps the path to the present value, which is slow.
fn located<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize(Answer(&mut deserializer)) {
        Ok(value) => match deserializer.end() {
            Ok(()) => Ok(value),
            // The value itself decodes, so something follows it.
            Err(error) => Err(Misfit {
                path: String::new(),
                problem: error.to_string(),
                source: Some(error),
            }),
        },
        Err(located) => Err(Misfit {
            path: json_path::text(located.path()),
            problem: located.inner().to_string(),
            source: Some(located.into_inner()),
        }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeMap;

    use super::text;

    #[derive(Debug, Default, PartialEq)]
    struct Loose {
        share: Option<f64>,
        inner: Option<Inner>,
    }
    crate::record!(Loose {
        0 share: optional value = "share",
        1 inner: optional value = "inner",
    });

    #[derive(Debug, Default, PartialEq)]
    struct Inner {
        name: Option<String>,
    }
    crate::record!(Inner {
        0 name: optional value = "name",
    });

    #[derive(Debug, Default, PartialEq)]
    struct Open {
        share: Option<f64>,
        others: BTreeMap<String, f64>,
    }
    crate::record!(Open {
        0 share: optional value = "share",
        .. others
    });

    fn read(json: &str) -> Result<Loose, (String, String)> {
        text(json).map_err(|misfit| (misfit.path, misfit.problem))
    }

    #[test]
    fn an_answer_without_a_documented_key_is_something_else() {
        for body in ["{}", r#"{"error": "quota exceeded"}"#] {
            let (path, problem) = read(body).unwrap_err();
            assert_eq!(path, "");
            assert!(
                problem.starts_with("it has none of the documented keys"),
                "{problem}"
            );
            // By itself it is an object like any other.
            assert!(serde_json::from_str::<Loose>(body).is_ok());
        }
        let inside = read(r#"{"inner": {"nickname": "Ada"}, "new": 1}"#).unwrap();
        assert_eq!(inside.inner, Some(Inner::default()));
        assert!(read(r#"{"share": null}"#).is_ok());
    }

    #[test]
    fn an_answer_that_takes_every_key_needs_none_of_its_own() {
        let read: Result<Open, _> = text(r#"{"chat": 1.5}"#).map_err(|misfit| misfit.problem);
        assert_eq!(read.unwrap().others["chat"], 1.5);
    }

    #[test]
    fn an_answer_that_is_a_list_or_a_map_may_be_empty() {
        let list = text::<Vec<Inner>>("[]").map_err(|misfit| misfit.problem);
        assert_eq!(list, Ok(Vec::new()));
        let map = text::<BTreeMap<String, f64>>("{}").map_err(|misfit| misfit.problem);
        assert_eq!(map, Ok(BTreeMap::new()));
    }

    #[test]
    fn half_a_character_is_replaced_wherever_a_text_is() {
        let value = read(r#"{"inner": {"\ud83d": 1, "name": "bad \ud83d end"}}"#).unwrap();
        let name = value.inner.unwrap().name;
        assert_eq!(name.as_deref(), Some("bad \u{fffd} end"));

        let open: Result<Open, _> = text(r#"{"\ude00": 1.5}"#).map_err(|misfit| misfit.problem);
        assert_eq!(open.unwrap().others["\u{fffd}"], 1.5);

        let (path, _) = read(r#"{"inner": {"name": "\ud83d"}, "share": "x"}"#).unwrap_err();
        assert_eq!(path, "share");
    }

    #[test]
    fn the_place_of_a_value_of_another_type_is_found_inside_the_answer() {
        let (path, problem) = read(r#"{"share": 1, "inner": {"name": 3}}"#).unwrap_err();
        assert_eq!(path, "inner.name");
        assert!(
            problem.starts_with("invalid type: integer `3`"),
            "{problem}"
        );
        let (path, problem) = read(r#"{"share": 1} {}"#).unwrap_err();
        assert_eq!(path, "");
        assert!(problem.starts_with("trailing characters"), "{problem}");
    }
}
