//! An answer: its body, and what its headers say about its pages.

use helpscout_description::{PageStyle, Pages};
use serde_json::Value;

use super::page_window::PageWindow;

/// An answer that is to be sent.
pub(crate) struct Answer {
    pub(crate) body: Value,
    /// The headers that say how many rows and pages there are, and which page is next, each with its
    /// name.
    pub(crate) headers: Vec<(String, String)>,
}

impl Answer {
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
            body,
            headers: next.into_iter().chain(numbers).collect(),
        }
    }
}

impl From<Value> for Answer {
    fn from(body: Value) -> Self {
        Self {
            body,
            headers: Vec::new(),
        }
    }
}
