//! Calls a sandbox without a socket.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use axum::{
    body::{Body, HttpBody, to_bytes},
    http::{HeaderMap, HeaderValue, Request, StatusCode},
};
use helpscout_description::Api;
use serde_json::Value;

use crate::{
    calls::Calls,
    desk::Desk,
    gate,
    lock::lock,
    sandbox::{Builder, Sandbox},
    service::Service,
    token::{APP_ID, APP_SECRET},
};

pub(crate) const HISTORY: &str = "/v2/reports/user/conversation-history";
/// The interval of the documented example.
pub(crate) const MAY: &str = "user=447723&start=2019-05-02T12:00:00Z&end=2019-06-02T12:00:00Z";

/// Calls a sandbox without a socket.
pub(crate) struct Caller {
    service: Arc<Service>,
    /// The access token; empty without one.
    pub(crate) token: String,
}

/// A response whose body is read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Caller {
    /// Creates a caller with a token and a rate limit that no test reaches.
    pub(crate) async fn new() -> Self {
        Self::of(Sandbox::builder().calls_per_minute(1_000_000)).await
    }

    pub(crate) async fn of(builder: Builder) -> Self {
        Self::serving(builder.service().unwrap()).await
    }

    /// Creates a caller of a sandbox with this desk instead of the seeded one.
    pub(crate) async fn at(desk: Desk) -> Self {
        Self::of_at(Sandbox::builder(), desk).await
    }

    pub(crate) async fn of_at(builder: Builder, desk: Desk) -> Self {
        let mut service = builder.service().unwrap();
        service.desk = OnceLock::from(Arc::new(desk));
        Self::serving(service).await
    }

    async fn serving(service: Service) -> Self {
        let mut caller = Self::without_token(service);
        caller.renew_token().await;
        caller
    }

    /// Creates a caller that has no token yet.
    pub(crate) fn without_token(mut service: Service) -> Self {
        if *service.api == *helpscout_description::embedded() {
            service.api = Cow::Owned(embedded());
        }
        Self {
            service: Arc::new(service),
            token: String::new(),
        }
    }

    pub(crate) async fn ask_for_token(&self) -> Answer {
        let form =
            format!("grant_type=client_credentials&client_id={APP_ID}&client_secret={APP_SECRET}");
        let request = Request::post("/v2/oauth2/token")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).unwrap()).await
    }

    pub(crate) async fn renew_token(&mut self) {
        let answer = self.ask_for_token().await;
        self.token = answer.json()["access_token"].as_str().unwrap().to_owned();
    }

    pub(crate) fn authorization_code(&self) -> String {
        lock(&self.service.tokens).issue_code()
    }

    /// Returns the requests so far, including the token request.
    pub(crate) fn calls(&self) -> Calls {
        lock(&self.service.calls).clone()
    }

    pub(crate) async fn get(&self, path_and_query: &str) -> Answer {
        let request =
            Request::get(path_and_query).header("authorization", format!("Bearer {}", self.token));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Reads one page of the conversation history, which must succeed.
    pub(crate) async fn history(&self, query: &str) -> Value {
        let answer = self.get(&format!("{HISTORY}?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text);
        answer.json()
    }

    /// Reads all rows of the conversation history, page by page.
    pub(crate) async fn history_rows(&self, query: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        for page in 1.. {
            let body = self.history(&format!("{query}&page={page}")).await;
            rows.extend(body["results"].as_array().unwrap().iter().cloned());
            if page >= body["pages"].as_i64().unwrap() {
                break;
            }
        }
        rows
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        self.try_send(request).await.unwrap()
    }

    /// Sends a request. Returns `None` if the body of the answer is cut.
    pub(crate) async fn try_send(&self, request: Request<Body>) -> Option<Answer> {
        let response = gate::answer(Arc::clone(&self.service), None, request).await;
        let (mut parts, body) = response.into_parts();
        // As the server does.
        if let Some(length) = body.size_hint().exact() {
            let length = HeaderValue::from(length);
            parts.headers.entry("content-length").or_insert(length);
        }
        let body = to_bytes(body, usize::MAX).await.ok()?;
        Some(Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(body.to_vec()).unwrap(),
        })
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// Returns the embedded description, with the fields of a reply that are computed: an edit of the
/// spec may add others, which the sandbox makes up.
pub(crate) fn embedded() -> Api {
    const COMPUTED: [&str; 9] = [
        "number",
        "responseTime",
        "firstResponseTime",
        "resolveTime",
        "repliesSent",
        "id",
        "status",
        "avgHandleTime",
        "customers",
    ];
    let mut api = helpscout_description::embedded().clone();
    let mut objects = api.objects.iter_mut();
    let reply = objects.find(|object| object.name == "ConversationReply");
    let fields = &mut reply.unwrap().fields;
    fields.retain(|field| COMPUTED.contains(&field.wire.as_str()));
    api
}
