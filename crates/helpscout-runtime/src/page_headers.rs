//! What the headers of a response say about its pages.

use reqwest::header::HeaderMap;

use crate::link_header;
use crate::misfit::Misfit;
use crate::paging::{PageStyle, Paging};
use crate::position::Position;

/// Returns the position of a page with what its headers say: the URL of the next page, the number of
/// rows and pages, and whether there is a next one. A header that is missing says nothing.
///
/// # Errors
/// Returns a misfit if a header has something else, because rows could be lost.
pub(crate) fn positioned(
    mut position: Position,
    paging: Option<Paging>,
    headers: &HeaderMap,
) -> Result<Position, Misfit> {
    let Some(paging) = paging else {
        return Ok(position);
    };
    if let PageStyle::LinkHeader { header } = paging.style {
        let next = link_header::next(headers, header)?;
        position = position.followed_by(next.as_deref());
    }
    if let Some(rows) = number(headers, paging.count_header)? {
        position = position.count(rows);
    }
    if let Some(pages) = number(headers, paging.total_header)? {
        position = position.of_pages(pages);
    }
    if let Some(name) = paging.more_header
        && let Some(next) = headers.get(name)
    {
        position = position.more(!next.as_bytes().trim_ascii().is_empty());
    }
    Ok(position)
}

/// Returns the number in a header, or `None` if it is missing or empty.
fn number(headers: &HeaderMap, name: Option<&str>) -> Result<Option<i64>, Misfit> {
    let Some((name, value)) = name.and_then(|name| Some((name, headers.get(name)?))) else {
        return Ok(None);
    };
    let text = value.as_bytes().trim_ascii();
    if text.is_empty() {
        return Ok(None);
    }
    let text = std::str::from_utf8(text).ok();
    let number = text.and_then(|text| text.parse::<i64>().ok());
    match number.filter(|number| *number >= 0) {
        Some(number) => Ok(Some(number)),
        None => Err(Misfit {
            path: String::new(),
            problem: format!("the header `{name}` is not a whole number of at least 0"),
            source: None,
        }),
    }
}
