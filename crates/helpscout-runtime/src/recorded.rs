//! What a call returns for a response that a test makes up or once recorded.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::base_url::BaseUrl;
use crate::decode;
use crate::error::{Error, GivenUp};
use crate::http::Received;
use crate::options::CallOptions;
use crate::request::Request;
use crate::response::Response;
use crate::retry::is_once;

impl Request {
    /// Returns what [`Client::send_raw`](crate::Client::send_raw) returns if the service answers with
    /// this response, without a client and without a call.
    ///
    /// It is for tests of programs that replace the client by a fake: the [`Error`] of a refusal is
    /// the same as that of a client that made one attempt, with the kind, the message, the advice and
    /// what the headers say. [`Response::read`] decodes a successful response.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::reqwest::{StatusCode, header::HeaderMap};
    /// use helpscout_reports::{ErrorKind, Operation, Query, Request};
    ///
    /// const COMPANY: &Operation = &Operation {
    ///     id: "company_overall",
    ///     path: "/v2/reports/company",
    ///     plans: &["plus", "pro"],
    ///     ..Operation::DEFAULT
    /// };
    /// let request = Request::new(COMPANY, Query::new());
    ///
    /// let answered = |status, body: &str| request.answered_with(status, HeaderMap::new(), body);
    /// let error = answered(StatusCode::FORBIDDEN, r#"{"message": "Forbidden"}"#).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::PlanRefused);
    /// let error = answered(StatusCode::BAD_GATEWAY, "<html></html>").unwrap_err();
    /// assert!(error.is_transient());
    /// let response = answered(StatusCode::OK, "{}")?;
    /// assert_eq!(response.value(), "{}");
    /// # Ok::<(), helpscout_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    /// Returns the error of the call: that of an invalid query, of a status that is not a success, of
    /// JSON that ends too early, or of a body that is not UTF-8.
    pub fn answered_with(
        &self,
        status: StatusCode,
        headers: HeaderMap,
        body: impl Into<Vec<u8>>,
    ) -> Result<Response<String>, Error> {
        self.validate()?;
        let operation = self.operation();
        self.read((status, headers, body.into())).map_err(|error| {
            let error = if is_once(&error, operation.is_repeatable()) {
                error.given_up(GivenUp::Effect)
            } else {
                error
            };
            error.after(1).of(operation, self.page())
        })
    }

    fn read(&self, parts: (StatusCode, HeaderMap, Vec<u8>)) -> Result<Response<String>, Error> {
        let service = self.operation().service;
        let url = BaseUrl::parse(service.base_url, service)?.of_call(self, &CallOptions::new());
        let received = Box::new(Received::of_parts(parts, &url, service)?);
        received.check(self.operation())?;
        decode::utf8(received, 1)
    }
}
