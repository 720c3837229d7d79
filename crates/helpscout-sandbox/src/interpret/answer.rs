//! An answer: its body, and what its headers say about its pages.

use helpscout_description::{Api, Operation, PageStyle, Pages};
use serde_json::Value;

use super::page_window::PageWindow;

/// An answer that is to be sent.
pub(crate) struct Answer {
    /// The body, if answers have one.
    pub(crate) body: Option<Value>,
    /// The headers that have values, or say how many rows and pages there are and which is next, each
    /// with its name.
    pub(crate) headers: Vec<(String, String)>,
}

impl Answer {
    /// Creates an answer without pages, whose values are those of an object or a list: in its body, or
    /// in headers if they are described so, or nowhere if answers have no content.
    pub(crate) fn of(api: &Api, operation: &Operation, values: Value) -> Self {
        let headers = api
            .in_headers(operation)
            .filter_map(|(name, field)| Some((name.to_owned(), text(values.get(&field.wire)?))))
            .collect();
        Self {
            body: api.has_body(operation).then_some(values),
            headers,
        }
    }

    /// Creates the answer of one page of a report of `count` rows. `link` returns the URL of the next
    /// page.
    pub(super) fn of_page(
        body: Value,
        pages: &Pages,
        window: PageWindow,
        count: usize,
        link: impl FnOnce() -> String,
    ) -> Self {
        let is_last = window.end() >= count;
        let next = match &pages.style {
            PageStyle::LinkHeader { header } if !is_last => {
                Some((header.clone(), format!("<{}>; rel=\"next\"", link())))
            }
            _ => None,
        };
        let next_page = if is_last {
            String::new()
        } else {
            window.page.saturating_add(1).to_string()
        };
        let said = [
            count.to_string(),
            window.pages(count).to_string(),
            next_page,
        ];
        let named = pages.headers().into_iter().zip(said);
        let numbers = named.filter_map(|(name, said)| Some((name?.to_owned(), said)));
        Self {
            body: Some(body),
            headers: next.into_iter().chain(numbers).collect(),
        }
    }
}

/// Returns a value as a header has it.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
