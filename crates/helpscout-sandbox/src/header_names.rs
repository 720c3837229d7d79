//! The headers of answers whose names the description states.

use axum::http::HeaderName;
use helpscout_description::{Api, PageStyle};

/// Names of headers; none for what the service does not report.
pub(crate) struct HeaderNames {
    /// The calls per minute.
    pub(crate) limit: Option<HeaderName>,
    /// The calls left in this minute.
    pub(crate) remaining: Option<HeaderName>,
    /// The seconds until the next minute.
    pub(crate) retry_after: Option<HeaderName>,
    /// The ID of the answer.
    pub(crate) correlation_id: Option<HeaderName>,
    /// Those that have a value of an answer, or say something about its pages.
    pub(crate) of_answers: Vec<HeaderName>,
}

impl HeaderNames {
    /// Takes the names from a description, whose reader has checked them.
    pub(crate) fn of(api: &Api) -> Self {
        let service = &api.service;
        let name = |text: &String| HeaderName::from_bytes(text.as_bytes()).ok();
        let limits = service.rate_limit.as_ref();
        Self {
            limit: limits.and_then(|limits| name(&limits.limit)),
            remaining: limits.and_then(|limits| name(&limits.remaining)),
            retry_after: limits.and_then(|limits| name(&limits.retry_after)),
            correlation_id: service.correlation_id.as_ref().and_then(name),
            of_answers: of_answers(api)
                .filter_map(|text| HeaderName::from_bytes(text.as_bytes()).ok())
                .collect(),
        }
    }
}

fn of_answers(api: &Api) -> impl Iterator<Item = &str> {
    let with_values = api
        .operations
        .iter()
        .flat_map(|operation| api.in_headers(operation))
        .map(|(name, _)| name);
    let pages = || api.operations.iter().filter_map(|it| it.pages.as_ref());
    let counts = pages().flat_map(|pages| pages.headers()).flatten();
    let links = pages().filter_map(|pages| match &pages.style {
        PageStyle::LinkHeader { header } => Some(header.as_str()),
        _ => None,
    });
    with_values.chain(counts).chain(links)
}
