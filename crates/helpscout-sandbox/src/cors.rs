//! Pages of other origins that may call the sandbox from a browser and read its answers (CORS).
//!
//! The built-in description, the data and the credentials are public, so every page may. A
//! description that somebody else wrote is not, so a stranger's page may not read it.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header, request::Parts};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

use crate::{header_names::HeaderNames, hosts::Hosts};

/// The pages that may read answers.
#[derive(Debug)]
pub(crate) enum Pages {
    /// The pages of all origins.
    All,
    /// Those of this machine, and those of the listed origins.
    OfThisMachineAnd(Vec<String>),
}

impl Pages {
    /// Takes the origins that were allowed. Without any, it depends on the description.
    pub(crate) fn new(allowed: Vec<String>, is_description_public: bool) -> Self {
        let is_any = allowed.iter().any(|origin| origin == "*");
        if is_any || (allowed.is_empty() && is_description_public) {
            Self::All
        } else {
            Self::OfThisMachineAnd(allowed)
        }
    }

    /// Returns what answers preflights, and adds the headers to all other answers.
    pub(crate) fn cors(self, hosts: &Hosts, names: &HeaderNames) -> CorsLayer {
        let cors = CorsLayer::new()
            // The call itself is refused if the path does not have the method. A page can read why,
            // which it can't if the browser refuses to send the call.
            .allow_methods(AllowMethods::mirror_request())
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers(exposed(names))
            .max_age(Duration::from_secs(600));
        match self {
            Self::All => cors.allow_origin(AllowOrigin::any()).vary([]),
            Self::OfThisMachineAnd(others) => {
                let hosts = hosts.clone();
                let is_allowed = move |origin: &HeaderValue, _: &Parts| {
                    let origin = origin.to_str().unwrap_or_default();
                    let is_listed = |listed: &String| is_same(listed, origin);
                    hosts.are_origin(origin) || others.iter().any(is_listed)
                };
                cors.allow_origin(AllowOrigin::predicate(is_allowed))
                    .vary([header::ORIGIN])
            }
        }
    }
}

/// Returns whether a browser asks whether a page may send a call.
pub(crate) fn is_preflight(request: &Parts) -> bool {
    request.method == Method::OPTIONS
        && request.headers.contains_key(header::ORIGIN)
        && request
            .headers
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Returns the headers that a page can read, besides those that every page can.
fn exposed(names: &HeaderNames) -> Vec<HeaderName> {
    let described = [
        &names.limit,
        &names.remaining,
        &names.retry_after,
        &names.correlation_id,
    ];
    let described = described.into_iter().flatten().cloned();
    let others = [header::RETRY_AFTER, header::WWW_AUTHENTICATE, header::DATE];
    let of_answers = names.of_answers.iter().cloned();
    let mut exposed: Vec<HeaderName> = described.chain(others).chain(of_answers).collect();
    exposed.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    exposed.dedup();
    exposed
}

/// Compares an allowed origin, as a person writes it, with that of a request.
fn is_same(allowed: &str, origin: &str) -> bool {
    let allowed = allowed.strip_suffix('/').unwrap_or(allowed);
    // Browsers leave out the usual port.
    let usual = match allowed.split_once("://") {
        Some(("http", _)) => ":80",
        Some(("https", _)) => ":443",
        _ => "",
    };
    let allowed = allowed.strip_suffix(usual).unwrap_or(allowed);
    allowed.eq_ignore_ascii_case(origin)
}
