//! One call from start to end.
//!
//! A call is checked, waits for a token and for the rate limit, is sent, is retried where that may
//! help, and ends with a response or an error.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{StatusCode, Url};
use tokio::time::timeout_at;
use tracing::Instrument;
use tracing::field::Empty;

use crate::base_url::BaseUrl;
use crate::decode;
use crate::error::{Error, Kind};
use crate::headers::RateLimitNames;
use crate::http::{Http, Received};
use crate::operation::{Method, Operation};
use crate::options::CallOptions;
use crate::rate::{Permit, RateBudget};
use crate::request::Request;
use crate::response::Response;
use crate::retry::{Attempts, Retry};
use crate::retry_after::asked_wait;
use crate::service::Service;
use crate::task::{Task, Work};
use crate::token::{Held, Tokens};
use crate::wait::Observer;

/// A service together with the options of the calls that are made.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) service: Arc<Shared>,
    pub(crate) options: Arc<CallOptions>,
}

impl Caller {
    /// Makes a call. It is a task, because a future that is not polled would keep its place among
    /// the calls in flight, and so hold up all others.
    pub(crate) async fn call(&self, request: &Request) -> Result<Response<String>, Error> {
        let call = self.service.prepare(request, &self.options)?;
        Task::of((call.operation, call.page), self.work(call)).await
    }

    /// Makes a call as a part of the task that this runs in.
    pub(crate) async fn call_in_task(&self, request: &Request) -> Result<Response<String>, Error> {
        let call = self.service.prepare(request, &self.options)?;
        self.work(call).await
    }

    /// Returns what is left to do of a call. Its type says that it is `Send`, which takes a build long
    /// to find out, so that it is found out once and not for each user of it.
    fn work(&self, call: Prepared) -> Work<Response<String>> {
        let caller = self.clone();
        Box::pin(async move { caller.service.send(&call, &caller.options).await })
    }
}

/// A call whose parameters are valid, as all of its attempts need it.
struct Prepared {
    operation: &'static Operation,
    page: Option<i64>,
    url: Url,
    headers: HeaderMap,
    /// The JSON body, if the method has one.
    body: Option<String>,
}

/// The settings and the state that all clones of a client share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) service: &'static Service,
    pub(crate) base_url: BaseUrl,
    pub(crate) http: Http,
    pub(crate) tokens: Tokens,
    pub(crate) retry: Arc<Retry>,
    pub(crate) rate: RateBudget,
    pub(crate) rate_limit: Option<RateLimitNames>,
    pub(crate) observer: Observer,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) pages_in_flight: usize,
    pub(crate) calls_in_flight: usize,
    pub(crate) max_pages: i64,
    /// The maximum size of all pages of a report in bytes.
    pub(crate) max_report: u64,
}

impl Shared {
    /// Creates the HTTP request of a call without sending it. It has no token.
    pub(crate) fn http_request(
        &self,
        request: &Request,
        options: &CallOptions,
    ) -> Result<reqwest::Request, Error> {
        let call = self.prepare(request, options)?;
        let mut http_request = call.http_request();
        *http_request.body_mut() = call.body.map(reqwest::Body::from);
        Ok(http_request)
    }

    fn prepare(&self, request: &Request, options: &CallOptions) -> Result<Prepared, Error> {
        self.check(request, options)
            .map_err(|error| error.hiding(&self.http.secrets))?;
        // An extra header replaces that of the body, and none of the operation, which is invalid.
        let mut headers = request.headers();
        let body = request.body();
        if body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        for (name, value) in options.extra_headers() {
            headers.insert(name.clone(), value.clone());
        }
        Ok(Prepared {
            operation: request.operation(),
            page: request.page(),
            url: self.base_url.of_call(request, options),
            headers,
            body,
        })
    }

    fn check(&self, request: &Request, options: &CallOptions) -> Result<(), Error> {
        let operation = request.operation();
        if operation.service != self.service {
            // The token is that of this client's service, and must not reach another one.
            let problem = format!(
                "the operation belongs to {} ({}), but the client is one of {} ({}); set up a client with the `service` of the operation",
                operation.service.title,
                operation.service.base_url,
                self.service.title,
                self.service.base_url
            );
            return Err(Error::new(Kind::Setup(problem)).of(operation, None));
        }
        self.base_url
            .check_path(operation.path)
            .map_err(|error| error.of(operation, None))?;
        request.validate_with(options)
    }

    async fn send(
        &self,
        call: &Prepared,
        options: &CallOptions,
    ) -> Result<Response<String>, Error> {
        let span = tracing::info_span!(
            "helpscout",
            operation = call.operation.id,
            page = call.page,
            otel.status_code = Empty,
            "error.type" = Empty,
        );
        // It has kilobytes, so it is not moved into the span.
        let response = pin!(self.respond(call, options));
        let response = response.instrument(span.clone()).await;
        if let Err(error) = &response {
            let kind = error.kind().as_str();
            span.in_scope(|| tracing::debug!(kind, %error, "the call failed"));
            span.record("otel.status_code", "ERROR");
            span.record("error.type", kind);
        }
        response
    }

    async fn respond(
        &self,
        call: &Prepared,
        options: &CallOptions,
    ) -> Result<Response<String>, Error> {
        let deadline = options.deadline.unwrap_or(self.deadline);
        let mut attempts = Attempts::start(&self.retry, options.observer(&self.observer), deadline)
            .at_most(options.max_attempts)
            .of(call.operation, call.page);
        let mut refused_token = None;
        loop {
            let token = self.token(refused_token.as_ref(), &attempts).await?;
            let (error, asked) = match self.attempt(call, options, &token, &mut attempts).await? {
                Ok(received) => {
                    let is_refused = received.status == StatusCode::UNAUTHORIZED;
                    if is_refused && self.tokens.are_renewable() && refused_token.is_none() {
                        tracing::debug!("the token was rejected; retrying once with a new token");
                        refused_token = Some(token);
                        continue;
                    }
                    let Err(error) = received.check(call.operation) else {
                        self.retry.succeeded();
                        return decode::utf8(received, attempts.made)
                            .map_err(|error| attempts.finish(error));
                    };
                    let asked = error.retry_after();
                    (error, asked)
                }
                Err(error) => (error, None),
            };
            attempts.recover(error, asked).await?;
        }
    }

    async fn token(&self, refused: Option<&Held>, attempts: &Attempts<'_>) -> Result<Held, Error> {
        // Most calls find a token, and need no timer.
        if refused.is_none()
            && let Some(held) = self.tokens.held()
        {
            return Ok(held);
        }
        match timeout_at(attempts.deadline, self.tokens.get(refused)).await {
            Ok(Ok(token)) => Ok(token),
            Ok(Err(error)) => Err(attempts.locate(error)),
            Err(_) => Err(attempts.out_of_time().while_getting_a_token()),
        }
    }

    /// Sends one request. The outer error ends the call, and the inner error is that of this
    /// attempt.
    async fn attempt<'a>(
        &self,
        call: &'a Prepared,
        options: &CallOptions,
        token: &Held,
        attempts: &mut Attempts<'_>,
    ) -> Result<Result<Box<Received<'a>>, Error>, Error> {
        let permit = self.rate.admit(attempts).await?;
        attempts.made += 1;
        options.count();
        let mut http_request = call.http_request();
        if let Some(header) = &token.header {
            let headers = http_request.headers_mut();
            headers.insert(AUTHORIZATION, header.clone());
        }
        let timeout = attempts.time_for_one(options.timeout.unwrap_or(self.timeout));

        let span = tracing::debug_span!("attempt", number = attempts.made);
        span.in_scope(|| {
            // The path as it is described, because values in the URL may be personal.
            let (method, path) = (call.operation.method.as_str(), call.operation.path);
            tracing::debug!(method, path, "sending a request");
        });
        let connection = attempts.connection();
        let answered = |status, headers: &HeaderMap| self.learn(status, headers, &permit);
        let exchange =
            pin!(
                self.http
                    .exchange(http_request, &call.url, connection, timeout, &answered)
            );
        let outcome = exchange.instrument(span).await;
        if outcome.as_ref().is_err_and(Error::is_unsent) {
            options.discount();
        }
        if let Ok(received) = &outcome {
            tracing::debug!(
                status = received.status.as_u16(),
                bytes = received.body.len(),
                "received a response"
            );
        }
        Ok(outcome.and_then(|received| match call.operation.method {
            Method::Get => Ok(received),
            // What a redirect led to never saw the body, or was asked with a GET.
            _ => received.check_place().map(|()| received),
        }))
    }

    /// Learns what a response says about the rate limit before its body is there, because the body
    /// may be late or get lost, and other calls must know.
    fn learn(&self, status: StatusCode, headers: &HeaderMap, permit: &Permit<'_>) {
        let names = self.rate_limit.as_ref();
        if let Some(reported) = names.and_then(|names| names.read(headers)) {
            permit.observe(reported);
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            let asked = asked_wait(headers, self.service, Timestamp::now());
            self.rate.hold(self.retry.rate_limit_wait(asked));
        }
    }
}

impl Prepared {
    /// Creates the request without a token. Its body can be read only once. If a redirect (307, 308)
    /// asks for the body again, there is none, so that no redirect policy can send it to another
    /// host.
    fn http_request(&self) -> reqwest::Request {
        let method = match self.operation.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = reqwest::Request::new(method, self.url.clone());
        *request.headers_mut() = self.headers.clone();
        *request.body_mut() = self.body.clone().map(reqwest::Body::wrap);
        request
    }
}
