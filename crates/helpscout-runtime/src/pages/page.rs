//! Decodes a response as a page, together with what the walk checks.

use super::row_identity;
use crate::decode;
use crate::error::Error;
use crate::identity::Identity;
use crate::misfit::Misfit;
use crate::operation::Paged;
use crate::page_headers;
use crate::paging::PageStyle;
use crate::position::{Place, Position};
use crate::raw_page::RawPage;
use crate::request::Request;
use crate::response::Response;

/// A page, with what it is checked against.
pub(crate) struct Page<T> {
    pub(super) position: Position,
    /// The number of its rows.
    pub(super) rows: usize,
    /// The identities of its rows, as far as they have one.
    pub(super) identities: Vec<Identity>,
    pub(super) content: T,
    /// Leaves out the first row.
    pub(super) leave_out_first: fn(&mut T),
    /// The size of its body.
    pub(super) bytes: usize,
    /// How often it was requested.
    pub(super) attempts: u32,
}

/// What a walk returns of a page.
pub(crate) trait Content: Send + 'static {
    /// Sets the position, which the walk knows better than the page, if the content has one.
    fn set_position(&mut self, _position: &Position) {}
}

impl<T: Send + 'static> Content for Response<T> {}

impl<T: Send + 'static> Content for Vec<T> {}

impl Content for RawPage {
    fn set_position(&mut self, position: &Position) {
        self.position = position.clone();
    }
}

pub(crate) type Read<T> = fn(Response<String>, &Request) -> Result<Page<T>, Error>;

pub(crate) fn read_page<Q: Paged>(
    response: Response<String>,
    request: &Request,
) -> Result<Page<Response<Q::Response>>, Error> {
    let bytes = response.value().len();
    let (mut content, position) = typed::<Q>(response, request)?;
    let rows = Q::rows_mut(content.value_mut());
    let identities = identities::<Q>(rows.map_or(&[], |rows| rows.as_slice()));
    Ok(Page {
        position,
        rows: Q::row_count(content.value_mut()),
        identities,
        attempts: content.attempts(),
        content,
        leave_out_first: |content| {
            let rows = Q::rows_mut(content.value_mut());
            leave_out_first_of(rows);
        },
        bytes,
    })
}

pub(crate) fn read_rows<Q: Paged>(
    response: Response<String>,
    request: &Request,
) -> Result<Page<Vec<Q::Row>>, Error> {
    let bytes = response.value().len();
    let attempts = response.attempts();
    let (page, position) = typed::<Q>(response, request)?;
    let content = Q::into_rows(page.into_value());
    Ok(Page {
        position,
        rows: content.len(),
        identities: identities::<Q>(&content),
        content,
        leave_out_first: |content| leave_out_first_of(Some(content)),
        bytes,
        attempts,
    })
}

pub(crate) fn read_raw_page(
    response: Response<String>,
    request: &Request,
) -> Result<Page<RawPage>, Error> {
    let (bytes, attempts) = (response.value().len(), response.attempts());
    let page = RawPage::of_response(request.operation(), &response)
        .and_then(|page| check_totals(&page.position, request).map(|()| page));
    let content = decode::finish(page, response, request)?.into_value();
    let identities = match request.operation().pages.and_then(|pages| pages.identity) {
        Some(path) => content
            .rows
            .iter()
            .filter_map(|row| row_identity::find(row.get(), path))
            .collect(),
        None => Vec::new(),
    };
    Ok(Page {
        position: content.position.clone(),
        rows: content.rows.len(),
        identities,
        content,
        leave_out_first: |content| leave_out_first_of(Some(&mut content.rows)),
        bytes,
        attempts,
    })
}

fn leave_out_first_of<T>(rows: Option<&mut Vec<T>>) {
    if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
        rows.remove(0);
    }
}

/// Decodes a page, and returns it with its position.
fn typed<Q: Paged>(
    response: Response<String>,
    request: &Request,
) -> Result<(Response<Q::Response>, Position), Error> {
    let page = decode::of_response(request.operation(), &response).and_then(|page| {
        let position = Q::position(&page);
        check_totals(&position, request)?;
        let paging = request.operation().pages;
        let position = page_headers::positioned(position, paging, response.headers())?;
        let position = match paging.map(|paging| paging.style) {
            Some(PageStyle::Number { first, .. }) => position.counted_from(first),
            _ => position,
        };
        Ok((page, position))
    });
    decode::finish(page, response, request).map(Response::split)
}

fn identities<Q: Paged>(rows: &[Q::Row]) -> Vec<Identity> {
    rows.iter().filter_map(Q::identity).collect()
}

/// Checks that the numbers of pages and rows are numbers of something. A negative number would end
/// the walk after the first page.
fn check_totals(position: &Position, request: &Request) -> Result<(), Misfit> {
    let Some(pages) = request.operation().pages else {
        return Ok(());
    };
    let place = match (pages.style, position.place()) {
        (PageStyle::Number { total, .. }, _) => total.zip(position.total_pages()),
        (PageStyle::Offset { current, .. }, Place::Offset { first_row, .. }) => {
            current.zip(*first_row)
        }
        _ => None,
    };
    let count = pages.count.zip(position.total_rows());
    for (path, total) in place.into_iter().chain(count) {
        if total < 0 {
            return Err(Misfit {
                path: path.to_owned(),
                problem: format!("invalid value: integer `{total}`, expected at least 0"),
                source: None,
            });
        }
    }
    Ok(())
}
