//! An answer: its body, and what its headers say about the next page.

use serde_json::Value;

/// An answer that is to be sent.
pub(crate) struct Answer {
    pub(crate) body: Value,
    /// The URL of the next page, if a header has it and there is one.
    pub(crate) next: Option<String>,
}

impl From<Value> for Answer {
    fn from(body: Value) -> Self {
        Self { body, next: None }
    }
}
