//! The headers of answers whose names the description states.

use axum::http::HeaderName;
use helpscout_description::Service;

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
}

impl HeaderNames {
    /// Takes the names from a description, whose reader has checked them.
    pub(crate) fn of(service: &Service) -> Self {
        let name = |text: &String| HeaderName::from_bytes(text.as_bytes()).ok();
        let limits = service.rate_limit.as_ref();
        Self {
            limit: limits.and_then(|limits| name(&limits.limit)),
            remaining: limits.and_then(|limits| name(&limits.remaining)),
            retry_after: limits.and_then(|limits| name(&limits.retry_after)),
            correlation_id: service.correlation_id.as_ref().and_then(name),
        }
    }
}
