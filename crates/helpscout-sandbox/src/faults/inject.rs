//! Turns a good answer into a bad one.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderName, HeaderValue, StatusCode, Version, header},
    response::{Html, IntoResponse, Response},
};
use futures_core::Stream;
use helpscout_description::Service;
use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use serde_json::json;
use tokio::sync::watch;

use super::{config::Timing, kind::Fault};
use crate::{connection::ConnectionHandle, problem::Problem, response::json_response};

/// A fault to inject into one answer, with what it takes to do so.
pub(crate) struct Injection<'a> {
    pub(crate) fault: Fault,
    pub(crate) timing: Timing,
    /// The service as it is described.
    pub(crate) service: &'a Service,
    /// The header with the seconds to wait, if the service has one.
    pub(crate) retry_after: Option<HeaderName>,
    pub(crate) correlation_id: &'a str,
    /// The connection to close. Without one, an answer that is cut ends with an error.
    pub(crate) connection: Option<ConnectionHandle>,
    /// Turns true when the sandbox stops, which ends every stall.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Injection<'_> {
    /// Turns the good answer into the bad one. The good answer must have all of its headers.
    pub(crate) async fn apply(self, good: Response) -> Response {
        let seconds = self.timing.retry_after;
        match self.fault {
            Fault::RequestTimeout => StatusCode::REQUEST_TIMEOUT.into_response(),
            Fault::RateLimited => {
                let hint = self.retry_after.clone().map(|name| (name, seconds.into()));
                self.rate_limited(good, hint)
            }
            Fault::RateLimitedSeconds => {
                let hint = (header::RETRY_AFTER, seconds.into());
                self.rate_limited(good, Some(hint))
            }
            Fault::RateLimitedFraction => {
                let hint = HeaderValue::from_str(&format!("{seconds}.5"));
                let hint = hint.ok().map(|value| (header::RETRY_AFTER, value));
                self.rate_limited(good, hint)
            }
            Fault::RateLimitedDate => {
                let hint = (header::RETRY_AFTER, date_in(seconds));
                self.rate_limited(good, Some(hint))
            }
            Fault::RateLimitedSilent => self.rate_limited(good, None),
            Fault::ServerError => {
                let problem = Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal error");
                replaced(
                    good,
                    problem.into_response(self.service, self.correlation_id),
                )
            }
            Fault::NotImplemented => page(StatusCode::NOT_IMPLEMENTED, "Not implemented"),
            Fault::BadGateway => page(StatusCode::BAD_GATEWAY, "Bad gateway"),
            Fault::Unavailable => page(StatusCode::SERVICE_UNAVAILABLE, "Service unavailable"),
            Fault::GatewayTimeout => StatusCode::GATEWAY_TIMEOUT.into_response(),
            Fault::OriginTimeout => {
                let status = StatusCode::from_u16(522).unwrap_or(StatusCode::GATEWAY_TIMEOUT);
                page(status, "Connection timed out")
            }
            Fault::Html => page(StatusCode::OK, "Down for maintenance"),
            Fault::Cut => {
                let then = self.connection.map_or(Then::Fail, Then::CloseConnection);
                in_halves(good, |_| then).await
            }
            Fault::Truncated => {
                let mut half = in_halves(good, |_| Then::End).await;
                half.headers_mut().remove(header::CONTENT_LENGTH);
                // In this version of HTTP a body without a length ends with the connection.
                *half.version_mut() = Version::HTTP_10;
                half
            }
            Fault::Empty => {
                let (mut parts, _) = good.into_parts();
                parts.headers.remove(header::CONTENT_LENGTH);
                Response::from_parts(parts, Body::empty())
            }
            Fault::Dropped => {
                if let Some(connection) = &self.connection {
                    connection.close();
                }
                in_halves(good, |_| Then::Fail).await
            }
            Fault::Stalled => {
                stall(self.timing.stall, self.stopping).await;
                good
            }
            Fault::StalledBody => {
                let stall = Box::pin(stall(self.timing.stall, self.stopping));
                in_halves(good, |rest| Then::Stall(stall, rest)).await
            }
        }
    }

    fn rate_limited(&self, good: Response, hint: Option<(HeaderName, HeaderValue)>) -> Response {
        let message = if hint.is_some() {
            let seconds = self.timing.retry_after;
            format!("Too many calls; try again in {seconds} seconds")
        } else {
            "Too many calls; try again later".to_owned()
        };
        let body = json!({ "message": message });
        let media_type = &self.service.media_types.reports;
        let bad = json_response(StatusCode::TOO_MANY_REQUESTS, media_type, &body);
        let mut bad = replaced(good, bad);
        bad.headers_mut().extend(hint);
        bad
    }
}

/// Formats the instant `seconds` from now, rounded up because an HTTP date has whole seconds.
fn date_in(seconds: u64) -> HeaderValue {
    let ahead = i64::try_from(seconds).unwrap_or(i64::MAX);
    let end = Timestamp::now()
        .as_second()
        .saturating_add(1)
        .saturating_add(ahead);
    let end = Timestamp::from_second(end).unwrap_or(Timestamp::MAX);
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&end);
    date.ok()
        .and_then(|date| HeaderValue::from_str(&date).ok())
        .unwrap_or_else(|| seconds.into())
}

/// Adds the headers of the good answer that the bad one does not set itself.
fn replaced(good: Response, mut bad: Response) -> Response {
    let mut headers = good.into_parts().0.headers;
    headers.remove(header::CONTENT_LENGTH);
    let own = std::mem::take(bad.headers_mut());
    headers.extend(own);
    *bad.headers_mut() = headers;
    bad
}

/// Creates an HTML page, as a gateway in front of the service would send it.
fn page(status: StatusCode, text: &str) -> Response {
    let page = format!(
        "<!doctype html>\n<html>\n<head><title>{text}</title></head>\n<body><h1>{text}</h1></body>\n</html>\n"
    );
    (status, Html(page)).into_response()
}

/// Sends the good answer's head and the first half of its body. `then` gets the second half and
/// decides what follows.
async fn in_halves(good: Response, then: impl FnOnce(Bytes) -> Then) -> Response {
    let (mut parts, body) = good.into_parts();
    // The body is in memory already, so it can't be too long or fail.
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

/// Waits until `duration` has passed or the sandbox stops, whichever is sooner.
async fn stall(duration: Duration, mut stopping: watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(duration) => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

/// The first half of a body, and what follows it.
struct Halves {
    first: Option<Bytes>,
    then: Then,
}

enum Then {
    CloseConnection(ConnectionHandle),
    Fail,
    Stall(Pin<Box<dyn Future<Output = ()> + Send>>, Bytes),
    End,
}

/// The body was cut, and there is no connection to close.
#[derive(Debug, thiserror::Error)]
#[error("the body ends here on purpose")]
struct BodyCut;

impl Stream for Halves {
    type Item = Result<Bytes, BodyCut>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        match &mut self.then {
            Then::CloseConnection(connection) => {
                // The caller has the first half and sends it now. The flush after that closes the
                // connection, so there is nothing to wake.
                connection.close_when_sent();
                Poll::Pending
            }
            Then::Fail => {
                self.then = Then::End;
                Poll::Ready(Some(Err(BodyCut)))
            }
            Then::Stall(stall, rest) => {
                ready!(stall.as_mut().poll(context));
                let rest = std::mem::take(rest);
                self.then = Then::End;
                Poll::Ready(Some(Ok(rest)))
            }
            Then::End => Poll::Ready(None),
        }
    }
}
