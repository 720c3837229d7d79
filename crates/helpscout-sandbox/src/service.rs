//! Answers requests: authenticates the caller, applies the rate limit, finds the operation, checks
//! its parameters and writes the answer.

use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header, request::Parts, uri::PathAndQuery},
    response::{IntoResponse, Response},
};
use helpscout_description::{Api, Operation, PageStyle, Parameter, Place, Token};
use serde_json::{Value, json};
use tokio::sync::watch;
use tower_http::cors::CorsLayer;

use crate::{
    basic,
    calls::Calls,
    connection::ConnectionHandle,
    desk::{
        Desk,
        random::{Random, mix},
    },
    document,
    faults::{Fault, FaultSchedule, Injection},
    front_page,
    header_names::HeaderNames,
    hosts::Hosts,
    interpret::{Answer, Arguments, BodyWriter, Given, PageWindow, kind, link_without_cursor},
    lock::lock,
    problem::Problem,
    rate::RateWindow,
    reports::{self, Computed},
    response::{json_response, with_headers},
    route,
    token::{TokenRequest, Tokens, credentials},
    volume::{Volume, Volumes},
};

/// The sandbox without its socket.
pub(crate) struct Service {
    pub(crate) api: Cow<'static, Api>,
    pub(crate) header_names: HeaderNames,
    /// Whether connections are encrypted, so that URLs start with https.
    pub(crate) is_https: bool,
    /// The plan's name in the description, or none if it has no plans.
    pub(crate) plan: Option<String>,
    pub(crate) seed: u64,
    pub(crate) latency: Duration,
    pub(crate) fault_schedule: FaultSchedule,
    pub(crate) volumes: Volumes,
    pub(crate) tokens: Mutex<Tokens>,
    pub(crate) rate: Mutex<RateWindow>,
    pub(crate) calls: Mutex<Calls>,
    pub(crate) requests: AtomicU64,
    /// The names that requests may have.
    pub(crate) hosts: Hosts,
    /// Lets pages of other origins read answers.
    pub(crate) cors: CorsLayer,
    /// How long a client may take to send the head of a request, and its body.
    pub(crate) request_timeout: Duration,
    pub(crate) desk: OnceLock<Arc<Desk>>,
    /// Turns true when the sandbox stops.
    pub(crate) stopping: watch::Sender<bool>,
}

/// Answers a request that calls the sandbox by a name of its own. The description alone decides which
/// paths and methods exist. `connection` is the one that the request came over, if there is one.
pub(crate) async fn answer(
    service: Arc<Service>,
    connection: Option<ConnectionHandle>,
    request: Request,
) -> Response {
    let arrived = Instant::now();
    let correlation_id = service.correlation_id();
    let document = document::at(&service.api, request.uri().path());
    let (mut response, fault) = match request.uri().path() {
        path if service.is_token_path(path) => {
            service.answer_token_request(request, &correlation_id).await
        }
        "/" => {
            let page = front_page::render(&service.api, service.seed, service.plan.as_deref());
            (page.into_response(), None)
        }
        _ => {
            let (parts, body) = request.into_parts();
            if let Some(document) = document {
                let response = document.answer(&service.api, &parts, service.origin(&parts));
                let refused = |problem| service.refusal(problem, &correlation_id);
                (response.unwrap_or_else(refused), None)
            } else {
                let body = service.body_of_call(&parts, body).await;
                service.answer_call(&parts, body, &correlation_id)
            }
        }
    };
    let name = service.header_names.correlation_id.clone();
    if let (Some(name), Ok(value)) = (name, HeaderValue::from_str(&correlation_id)) {
        response.headers_mut().insert(name, value);
    }
    // Computing the answer is part of the latency, so that a busy machine makes no difference.
    let rest = service.latency.saturating_sub(arrived.elapsed());
    if !rest.is_zero() {
        tokio::time::sleep(rest).await;
    }
    let Some(fault) = fault else {
        return response;
    };
    let injection = Injection {
        fault,
        timing: service.fault_schedule.timing,
        service: &service.api.service,
        retry_after: service.header_names.retry_after.clone(),
        correlation_id: &correlation_id,
        connection,
        stopping: service.stopping.subscribe(),
    };
    injection.apply(response).await
}

/// The longest token request that is read, in bytes. Genuine ones are far shorter.
const LONGEST_TOKEN_REQUEST: usize = 16 * 1024;
/// The longest body of a call that is read, in bytes.
const LONGEST_BODY: usize = 1024 * 1024;

impl Service {
    fn is_token_path(&self, path: &str) -> bool {
        let token = self.api.service.token.as_ref();
        token.is_some_and(|token| token.path == path)
    }

    async fn answer_token_request(
        &self,
        request: Request,
        correlation_id: &str,
    ) -> (Response, Option<Fault>) {
        lock(&self.calls).count_token();
        let (parts, body) = request.into_parts();
        if parts.method != Method::POST {
            let path = parts.uri.path();
            let message = format!("{path} answers POST only, not {}", parts.method);
            let problem = Problem::method(message);
            return (self.refusal(problem, correlation_id), None);
        }
        let body = self.read_body("token request", body, LONGEST_TOKEN_REQUEST);
        let body = match body.await {
            Ok(body) => body,
            Err(problem) => return (self.refusal(problem, correlation_id), None),
        };
        let fault = self.counted(self.fault_schedule.for_token_request());
        if fault.is_some_and(Fault::replaces_the_answer) {
            return (Response::default(), fault);
        }
        let request =
            TokenRequest::read(parts.uri.query().unwrap_or_default(), &parts.headers, &body);
        let granted =
            request.and_then(|request| lock(&self.tokens).grant(&request, Instant::now()));
        let (status, answer) = match granted {
            Ok(answer) => (StatusCode::OK, answer),
            Err(refused) => (refused.status, refused.to_json()),
        };
        let mut response = (status, format!("{answer}\n")).into_response();
        for (name, value) in [
            (header::CONTENT_TYPE, "application/json; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::PRAGMA, "no-cache"),
        ] {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        if status == StatusCode::UNAUTHORIZED && credentials(&parts.headers, "basic").is_some() {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
        }
        (response, fault)
    }

    /// Reads the body of a call that may have one. Others have an empty body, whatever they send.
    async fn body_of_call(&self, call: &Parts, body: Body) -> Result<Bytes, Problem> {
        let path = described_path(call);
        let method = call.method.as_str();
        let is_read = Operation::has_body(method)
            && route::operations(&self.api, path)
                .iter()
                .any(|operation| operation.method == method);
        if is_read {
            self.read_body("body of the call", body, LONGEST_BODY).await
        } else {
            Ok(Bytes::new())
        }
    }

    async fn read_body(&self, what: &str, body: Body, longest: usize) -> Result<Bytes, Problem> {
        let body = to_bytes(body, longest);
        let Ok(body) = tokio::time::timeout(self.request_timeout, body).await else {
            let seconds = self.request_timeout.as_secs_f64();
            let message = format!("The {what} was not complete after {seconds} seconds");
            return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, message));
        };
        body.map_err(|_| {
            let message = format!("The {what} is incomplete or longer than {longest} bytes");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message)
        })
    }

    fn answer_call(
        &self,
        call: &Parts,
        body: Result<Bytes, Problem>,
        correlation_id: &str,
    ) -> (Response, Option<Fault>) {
        let mut fault = None;
        let sent = body.as_ref().map(Bytes::clone).unwrap_or_default();
        let mut response = match self.check(call, body) {
            Ok((operation, arguments)) => {
                lock(&self.calls).note_read(&operation.path, arguments.as_read());
                let volume = self.volumes.for_call(&operation.path);
                fault = self.counted(self.scheduled_fault(call, &sent, operation, &arguments));
                if fault.is_some_and(Fault::replaces_the_answer) {
                    Response::default()
                } else {
                    let link = self.link(call, operation);
                    match self.body(operation, &arguments, volume, &link) {
                        Some(answer) => {
                            let response = self.success(operation, answer.body.as_ref());
                            with_headers(response, &answer.headers)
                        }
                        None => self.refusal(not_found(operation), correlation_id),
                    }
                }
            }
            Err(Refusal::UnknownUrl) => {
                Problem::unknown_url().into_response(&self.api.service, correlation_id)
            }
            Err(Refusal::RateLimited { seconds }) => self.rate_limited(seconds),
            Err(Refusal::Problem(problem)) => self.refusal(problem, correlation_id),
        };
        let mut rate = lock(&self.rate);
        let is_challenged = self.api.service.basic.is_some();
        let is_challenged = is_challenged && response.status() == StatusCode::UNAUTHORIZED;
        let headers = response.headers_mut();
        if is_challenged {
            headers.insert(header::WWW_AUTHENTICATE, basic::CHALLENGE);
        }
        if let Some(name) = self.header_names.limit.clone() {
            headers.insert(name, rate.limit().into());
        }
        if let Some(name) = self.header_names.remaining.clone() {
            headers.insert(name, rate.remaining(Instant::now()).into());
        }
        (response, fault)
    }

    /// Finds the operation and reads its arguments, or returns the first reason to refuse the call.
    fn check(
        &self,
        call: &Parts,
        body: Result<Bytes, Problem>,
    ) -> Result<(&Operation, Arguments), Refusal> {
        let path = described_path(call);
        let operations = route::operations(&self.api, path);
        let known = operations.first();
        lock(&self.calls).count(known.map(|operation| operation.path.as_str()));
        if known.is_none() {
            return Err(Refusal::UnknownUrl);
        }

        let now = Instant::now();
        if let Some(endpoint) = &self.api.service.token {
            let token = credentials(&call.headers, "bearer");
            if !token.is_some_and(|token| lock(&self.tokens).admit(token, now)) {
                return Err(unauthorized(endpoint, token.is_some()).into());
            }
        }
        if let Some(basic) = &self.api.service.basic {
            basic::check(basic, &call.headers)?;
        }
        if self.api.service.rate_limit.is_some() {
            let reads = |operation: &&Operation| operation.method == "POST" && operation.safe;
            let is_read = call.method == Method::GET
                || (call.method == Method::POST && operations.iter().any(reads));
            let cost = if is_read { 1 } else { 2 };
            lock(&self.rate)
                .take(cost, now)
                .map_err(|seconds| Refusal::RateLimited { seconds })?;
        }

        let method = call.method.as_str();
        let Some(&operation) = operations
            .iter()
            .find(|operation| operation.method == method)
        else {
            let methods: Vec<&str> = operations
                .iter()
                .map(|operation| operation.method.as_str())
                .collect();
            let message = format!(
                "{path} answers {} only, not {}",
                methods.join(", "),
                call.method
            );
            return Err(Problem::method(message).into());
        };
        if let Some(plan) = &self.plan
            && !operation.plans.is_empty()
            && !operation.plans.contains(plan)
        {
            let message = format!(
                "{path} is part of the plans {}; this account has the plan {plan}",
                operation.plans.join(", ")
            );
            return Err(Problem::new(StatusCode::FORBIDDEN, message).into());
        }
        let body = json_body(call, operation, &body?)?;
        let query = call.uri.query().unwrap_or_default();
        let given = Given::new(operation, path, query, &call.headers, &body);
        let arguments =
            Arguments::read(&self.api, operation, &given).map_err(Problem::parameters)?;
        Ok((operation, arguments))
    }

    /// Returns the start of the URL of the next page, if answers have one.
    fn link(&self, call: &Parts, operation: &Operation) -> String {
        let pages = operation.pages.as_ref();
        let has_link = |style: &PageStyle| {
            matches!(style, PageStyle::Link { .. } | PageStyle::LinkHeader { .. })
        };
        if !pages.is_some_and(|pages| has_link(&pages.style)) {
            return String::new();
        }
        let address = self.origin(call) + described_path(call);
        link_without_cursor(operation, &address, call.uri.query().unwrap_or_default())
    }

    /// Returns the start of the sandbox's URLs as the caller writes them. It is empty, so that URLs
    /// are relative, if the request has no name of the sandbox.
    fn origin(&self, request: &Parts) -> String {
        let scheme = if self.is_https { "https" } else { "http" };
        let given = Hosts::given(request);
        given.map_or_else(String::new, |name| format!("{scheme}://{name}"))
    }

    /// Returns the fault of a call that is otherwise correct.
    fn scheduled_fault(
        &self,
        call: &Parts,
        body: &Bytes,
        operation: &Operation,
        arguments: &Arguments,
    ) -> Option<Fault> {
        let pages = operation.pages.as_ref();
        let page = pages.map_or(1, |pages| PageWindow::of_call(pages, arguments).ordinal());
        let path_and_query = call.uri.path_and_query().map_or("", PathAndQuery::as_str);
        if call.method == Method::GET {
            return self.fault_schedule.for_call(path_and_query, page);
        }
        let (method, body) = (&call.method, String::from_utf8_lossy(body));
        let request = format!("{method} {path_and_query} {body}");
        self.fault_schedule.for_call(&request, page)
    }

    fn counted(&self, fault: Option<Fault>) -> Option<Fault> {
        fault.inspect(|fault| lock(&self.calls).count_fault(*fault))
    }

    /// Writes the answer from computed figures where there are some, and from made-up ones where
    /// there are none. Returns `None` if the path names something that does not exist.
    fn body(
        &self,
        operation: &Operation,
        arguments: &Arguments,
        volume: Volume,
        link: &str,
    ) -> Option<Answer> {
        let writer = BodyWriter::new(&self.api, operation, arguments, self.seed, link);
        let desk = || self.desk.get_or_init(|| Desk::of(self.seed)).as_ref();
        Some(match reports::compute(desk, operation, arguments, volume) {
            Some(Computed::Page {
                window,
                rows,
                count,
                around,
            }) => writer.page(window, rows, count, around),
            Some(Computed::Body(known)) => writer.without_pages(&known),
            Some(Computed::NotFound) => return None,
            None => writer.invented(arguments, volume),
        })
    }

    /// Creates the response with the described status, and with a body if there is one.
    fn success(&self, operation: &Operation, body: Option<&Value>) -> Response {
        // The reader of the spec has checked the status.
        let status = StatusCode::from_u16(operation.status).unwrap_or(StatusCode::OK);
        match body {
            Some(body) => {
                let media_types = &self.api.service.media_types;
                json_response(status, media_types.of(operation.group()), body)
            }
            None => status.into_response(),
        }
    }

    fn refusal(&self, problem: Problem, correlation_id: &str) -> Response {
        problem.into_response(&self.api.service, correlation_id)
    }

    fn rate_limited(&self, seconds: u64) -> Response {
        let limit = lock(&self.rate).limit();
        let message =
            format!("More than {limit} calls in this minute; the next starts in {seconds} seconds");
        let body = json!({ "message": message });
        let media_type = &self.api.service.media_types.reports;
        let mut response = json_response(StatusCode::TOO_MANY_REQUESTS, media_type, &body);
        if let Some(name) = self.header_names.retry_after.clone() {
            response.headers_mut().insert(name, seconds.into());
        }
        response
    }

    /// Returns an ID in the service's format: a UUID and the number of the request.
    pub(crate) fn correlation_id(&self) -> String {
        let number = 1 + self.requests.fetch_add(1, Ordering::Relaxed);
        let mut random = Random::new(mix(self.seed, number));
        let mut part = |bits: u32| random.below(1 << bits);
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}#{number}",
            part(32),
            part(16),
            part(12),
            0x8000 | part(14),
            part(48)
        )
    }
}

/// Why a call is refused.
enum Refusal {
    UnknownUrl,
    RateLimited { seconds: u64 },
    Problem(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Returns the path of a call without a slash at its end, which the service's own links may have.
fn described_path(call: &Parts) -> &str {
    let path = call.uri.path();
    path.strip_suffix('/').unwrap_or(path)
}

/// Reads the JSON object of a call. Returns null if the operation takes none and the call has none.
fn json_body(call: &Parts, operation: &Operation, body: &Bytes) -> Result<Value, Problem> {
    let has_fields = |parameter: &Parameter| parameter.place == Place::Body;
    let is_expected = operation.parameters.iter().any(has_fields);
    if body.is_empty() && !is_expected {
        return Ok(Value::Null);
    }
    let Operation { method, path, .. } = operation;
    if body.is_empty() {
        let message = format!("{method} {path} needs a JSON object as its body");
        return Err(Problem::body_of_call(message));
    }
    let media_type = call.headers.get(header::CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default();
    let is_json = media_type
        .split(';')
        .next()
        .is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json"));
    if !is_json {
        let message = format!("{method} {path} needs the header Content-Type: application/json");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(body)) => Ok(Value::Object(body)),
        Ok(other) => {
            let message = format!("The body must be a JSON object, not {}", kind(&other));
            Err(Problem::body_of_call(message))
        }
        Err(error) => {
            let message = format!("The body is not JSON: {error}");
            Err(Problem::body_of_call(message))
        }
    }
}

fn not_found(operation: &Operation) -> Problem {
    let message = format!("Nothing with this ID exists at {}", operation.path);
    Problem::new(StatusCode::NOT_FOUND, message)
}

fn unauthorized(endpoint: &Token, has_token: bool) -> Problem {
    let message = if has_token {
        format!(
            "The access token is unknown or has expired; request a new one with POST {}",
            endpoint.path
        )
    } else {
        "The call has no access token; send one in the header Authorization: Bearer".to_owned()
    };
    Problem::new(StatusCode::UNAUTHORIZED, message)
}
