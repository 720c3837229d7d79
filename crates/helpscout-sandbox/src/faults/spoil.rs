//! Makes the bad answer out of the good one.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use futures_core::Stream;
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use serde_json::json;

use super::{Fault, Wait};
use crate::{line::Hook, problem::Problem, service::Service};

/// Makes the bad answer out of the good one, which has all of its headers. Without a connection to
/// hang up, an answer that breaks off ends in an error.
pub(crate) async fn spoil(
    fault: Fault,
    good: Response,
    service: &Arc<Service>,
    correlation_id: &str,
    hook: Option<Hook>,
) -> Response {
    let wait = service.fates.wait;
    match fault {
        Fault::RateLimited => limited(good, wait, Some((LIMIT_HEADER, wait.seconds()))),
        Fault::RateLimitedSeconds => {
            limited(good, wait, Some((header::RETRY_AFTER, wait.seconds())))
        }
        Fault::RateLimitedDate => limited(good, wait, Some((header::RETRY_AFTER, wait.date()))),
        Fault::RateLimitedSilent => limited(good, wait, None),
        Fault::ServerError => {
            let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal error");
            replaced(
                good,
                problem.into_response(&service.api.service.docs, correlation_id),
            )
        }
        Fault::BadGateway => page(StatusCode::BAD_GATEWAY, "Bad gateway"),
        Fault::Unavailable => page(StatusCode::SERVICE_UNAVAILABLE, "Service unavailable"),
        Fault::GatewayTimeout => StatusCode::GATEWAY_TIMEOUT.into_response(),
        Fault::Html => page(StatusCode::OK, "Down for maintenance"),
        Fault::Cut => in_halves(good, |_| hook.map_or(Then::BreakOff, Then::HangUp)).await,
        Fault::Dropped => {
            if let Some(hook) = &hook {
                hook.hang_up();
            }
            in_halves(good, |_| Then::BreakOff).await
        }
        Fault::Stalled => {
            silence(Arc::clone(service)).await;
            good
        }
        Fault::StalledBody => {
            let silence = Box::pin(silence(Arc::clone(service)));
            in_halves(good, |rest| Then::Wait(silence, rest)).await
        }
    }
}

const LIMIT_HEADER: HeaderName = HeaderName::from_static("x-ratelimit-retry-after");

impl Wait {
    fn seconds(self) -> HeaderValue {
        self.0.into()
    }

    /// The instant that lies so many seconds ahead, rounded up as a date has whole seconds.
    fn date(self) -> HeaderValue {
        let seconds = i64::try_from(self.0).unwrap_or(i64::MAX);
        let over = Timestamp::now()
            .as_second()
            .saturating_add(1)
            .saturating_add(seconds);
        let over = Timestamp::from_second(over).unwrap_or(Timestamp::MAX);
        let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&over);
        date.ok()
            .and_then(|date| HeaderValue::from_str(&date).ok())
            .unwrap_or_else(|| self.seconds())
    }
}

fn limited(good: Response, wait: Wait, hint: Option<(HeaderName, HeaderValue)>) -> Response {
    let message = match hint {
        Some(_) => format!("Too many calls; try again in {} seconds", wait.0),
        None => "Too many calls; try again later".to_owned(),
    };
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    let body = json!({ "message": message }).to_string();
    let bad = (StatusCode::TOO_MANY_REQUESTS, content_type, body).into_response();
    let mut bad = replaced(good, bad);
    bad.headers_mut().extend(hint);
    bad
}

/// Something else, with the headers of the good answer where it has none of its own.
fn replaced(good: Response, mut bad: Response) -> Response {
    let mut headers = good.into_parts().0.headers;
    headers.remove(header::CONTENT_LENGTH);
    let own = std::mem::take(bad.headers_mut());
    headers.extend(own);
    *bad.headers_mut() = headers;
    bad
}

/// What something in front of the service says.
fn page(status: StatusCode, text: &str) -> Response {
    let page = format!(
        "<!doctype html>\n<html>\n<head><title>{text}</title></head>\n<body><h1>{text}</h1></body>\n</html>\n"
    );
    (status, Html(page)).into_response()
}

/// The good answer's head and the first half of its body; what comes then is given the second half.
async fn in_halves(good: Response, then: impl FnOnce(Bytes) -> Then) -> Response {
    let (mut parts, body) = good.into_parts();
    // The body is in memory already, so it can't be too long or break.
    let mut first = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, first.len().into());
    let rest = first.split_off(first.len() / 2);
    let halves = Halves {
        first: Some(first),
        then: then(rest),
    };
    Response::from_parts(parts, Body::from_stream(halves))
}

/// Ends with the time or with the sandbox, whatever is sooner.
async fn silence(service: Arc<Service>) {
    let mut stopping = service.stopping.subscribe();
    tokio::select! {
        () = tokio::time::sleep(service.fates.stall) => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

/// Half a body, then what is to happen.
struct Halves {
    first: Option<Bytes>,
    then: Then,
}

enum Then {
    HangUp(Hook),
    BreakOff,
    Wait(Pin<Box<dyn Future<Output = ()> + Send>>, Bytes),
    End,
}

/// The body broke off, and there is no connection that could be closed to show it.
#[derive(Debug, thiserror::Error)]
#[error("the body ends here on purpose")]
pub(crate) struct BrokenOff;

impl Stream for Halves {
    type Item = Result<Bytes, BrokenOff>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        match &mut self.then {
            Then::HangUp(hook) => {
                // Whoever polls has the first half and sends it now. The flush after that ends the
                // connection, so nothing needs to be woken.
                hook.hang_up_when_sent();
                Poll::Pending
            }
            Then::BreakOff => {
                self.then = Then::End;
                Poll::Ready(Some(Err(BrokenOff)))
            }
            Then::Wait(silence, rest) => {
                ready!(silence.as_mut().poll(context));
                let rest = std::mem::take(rest);
                self.then = Then::End;
                Poll::Ready(Some(Ok(rest)))
            }
            Then::End => Poll::Ready(None),
        }
    }
}
