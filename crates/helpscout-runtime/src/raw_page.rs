//! A page without a generated type, whose rows are kept as text.

mod object;

use serde_core::de::DeserializeOwned;
use serde_json::value::RawValue;

use self::object::{Object, misfit};

use crate::content;
use crate::error::Error;
use crate::misfit::Misfit;
use crate::operation::{Content, Operation};
use crate::page_headers;
use crate::paging::{PageStyle, Paging};
use crate::position::{Position, count_of};
use crate::response::Response;
use crate::wire::Whole;

/// One page of any operation. Each row is the JSON text exactly as received.
///
/// ```no_run
/// # use helpscout_runtime::{Client, Error, Request};
/// # async fn example(client: Client, request: Request) -> Result<(), Error> {
/// let page = client.raw_page(&request).await?;
/// println!("page {} of {}", page.position.page, page.position.pages);
/// for row in &page.rows {
///     println!("{row}"); // {"id":4845671933,"number":222216}
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawPage {
    /// The position of the page in the report.
    pub position: Position,
    /// The rows of the page.
    pub rows: Vec<Box<RawValue>>,
}

impl RawPage {
    /// Reads a page from a body that a program already has, such as one from
    /// [`Client::send_raw`](crate::Client::send_raw).
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Operation, Paging, RawPage};
    ///
    /// const RATINGS: &Operation = &Operation {
    ///     id: "happiness_ratings",
    ///     path: "/v2/reports/happiness/ratings",
    ///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-ratings/",
    ///     plans: &["plus", "pro"],
    ///     required: &["start", "end"],
    ///     pages: Some(Paging::new("page", "page", "pages", "count", "results")),
    ///     ..Operation::DEFAULT
    /// };
    /// let saved = r#"{"page": 1, "pages": 1, "count": 2, "results": [{"number": 1}, {"number": 2}]}"#;
    /// let page = RawPage::parse(RATINGS, saved)?;
    /// assert_eq!(page.position.count, 2);
    /// assert_eq!(page.rows[1].get(), r#"{"number": 2}"#);
    /// # Ok::<(), helpscout_runtime::Error>(())
    /// ```
    /// # Errors
    /// Returns an error if the body is not JSON, or is JSON of another shape.
    pub fn parse(operation: &'static Operation, body: &str) -> Result<Self, Error> {
        Self::read(operation, body).map_err(|misfit| misfit.in_body(body).of(operation, None))
    }

    pub(crate) fn read(operation: &Operation, body: &str) -> Result<Self, Misfit> {
        if operation.content == Content::Empty {
            content::check_empty(body)?;
            return Ok(Self::of_rows(Vec::new()));
        }
        let Some(pages) = operation.pages else {
            return Self::only(body);
        };
        let (root, rows) = if pages.rows.is_empty() {
            let rows: Vec<Box<RawValue>> = object::read_text("", body)?;
            (Object::default(), Some(rows))
        } else {
            let root = Object::read("", body)?;
            let rows = match root.find(pages.rows)? {
                Some(rows) => Some(object::read(pages.rows, rows)?),
                None => None,
            };
            (root, rows)
        };
        let found = Found {
            root: &root,
            paging: &pages,
            rows: rows.as_deref(),
        };
        let mut position = found.position()?;
        let rows = rows.unwrap_or_default();
        position.known_so_far(1, None, count_of(rows.len()));
        Ok(Self { position, rows })
    }

    /// Reads a page together with the headers that came with it.
    pub(crate) fn of_response(
        operation: &Operation,
        response: &Response<String>,
    ) -> Result<Self, Misfit> {
        let Self { position, rows } = Self::read(operation, &content::json(operation, response)?)?;
        let position = page_headers::positioned(position, operation.pages, response.headers())?;
        Ok(Self { position, rows })
    }

    /// Reads a response without pages: the items of a list, or the whole response as one row.
    fn only(body: &str) -> Result<Self, Misfit> {
        let rows: Vec<Box<RawValue>> = if body.trim_start().starts_with('[') {
            object::read_text("", body)?
        } else {
            vec![object::read_text("", body)?]
        };
        Ok(Self::of_rows(rows))
    }

    /// Creates the only page of a report.
    fn of_rows(rows: Vec<Box<RawValue>>) -> Self {
        Self {
            position: Position::only(rows.len()),
            rows,
        }
    }
}

/// What was found of a page.
struct Found<'a> {
    root: &'a Object<'a>,
    paging: &'a Paging,
    /// The rows, or `None` if their list is missing or null.
    rows: Option<&'a [Box<RawValue>]>,
}

impl Found<'_> {
    fn position(&self) -> Result<Position, Misfit> {
        let count = match self.paging.count {
            Some(path) => self.number(path)?,
            None => None,
        };
        match self.paging.style {
            PageStyle::Number {
                first,
                current: Some(current),
                total: Some(total),
                ..
            } => {
                let numbers = (self.number(current)?, self.number(total)?);
                // Some lists have no paging at all, so this page is the only one.
                if let (None, None, None, Some(rows)) = (numbers.0, numbers.1, count, self.rows) {
                    return Ok(Position::only(rows.len()));
                }
                let position = self.numbered(numbers, count, (current, total))?;
                Ok(position.counted_from(first))
            }
            PageStyle::Number {
                first,
                current,
                more,
                ..
            } => {
                if current.is_none() {
                    self.check_is_list(&[more, self.paging.count])?;
                }
                let number = self.given(current)?;
                let has_more = self.switch(more)?;
                let position = Position::of_page(number).count(count).more(has_more);
                Ok(position.counted_from(first))
            }
            PageStyle::Offset { current, last, .. } => {
                if current.is_none() {
                    self.check_is_list(&[last, self.paging.count])?;
                }
                let first_row = self.given(current)?;
                let is_last = self.switch(last)?;
                Ok(Position::of_offset(first_row).count(count).last(is_last))
            }
            PageStyle::Cursor { next, more, .. } => {
                self.check_is_list(&[Some(next), more])?;
                let cursor = self.cursor(next)?;
                let has_more = self.switch(more)?;
                let position = Position::of_cursor(cursor.as_deref());
                Ok(position.count(count).more(has_more))
            }
            PageStyle::LastRow { value, more, .. } => {
                self.check_is_list(&[more, self.paging.count])?;
                let value = match self.rows.and_then(<[_]>::last) {
                    Some(row) => Some(of_last_row(row, value)?),
                    None => None,
                };
                let has_more = self.switch(more)?;
                let position = Position::of_cursor(value.as_deref());
                Ok(position.count(count).more(has_more))
            }
            PageStyle::LinkHeader { .. } => {
                self.check_is_list(&[self.paging.count])?;
                Ok(Position::of_link(None).count(count))
            }
            PageStyle::Link { next } => {
                self.check_is_list(&[Some(next)])?;
                let link: Option<String> = self.value(next)?;
                Ok(Position::of_link(link.as_deref()).count(count))
            }
        }
    }

    fn numbered(
        &self,
        numbers: (Option<i64>, Option<i64>),
        count: Option<i64>,
        (current, total): (&'static str, &'static str),
    ) -> Result<Position, Misfit> {
        let position = match numbers {
            // An empty list may lack its rows, but a body with neither is not a list.
            (None, None) if count.is_none() => {
                let problem = "missing, and so are all page numbers";
                return Err(misfit(self.paging.rows, problem));
            }
            (Some(page), Some(pages)) => Position::of_number(page, pages),
            (None, _) => return Err(misfit(current, "missing")),
            (_, None) => return Err(misfit(total, "missing")),
        };
        match (self.paging.count, count) {
            (Some(path), None) => Err(misfit(path, "missing")),
            _ => Ok(position.count(count)),
        }
    }

    /// Checks that a body without a list of rows says at least which page is next, even if none is.
    /// Otherwise it is not a page.
    fn check_is_list(&self, paths: &[Option<&'static str>]) -> Result<(), Misfit> {
        if self.rows.is_some() || self.root.has(self.paging.rows)? {
            return Ok(());
        }
        for path in paths.iter().flatten() {
            if self.root.has(path)? {
                return Ok(());
            }
        }
        Err(misfit(
            self.paging.rows,
            "missing, and so is what leads to the next page",
        ))
    }

    /// Returns a number, which may be written as text.
    fn number(&self, path: &'static str) -> Result<Option<i64>, Misfit> {
        let Some(value) = self.root.find(path)? else {
            return Ok(None);
        };
        if value.get().starts_with('"') {
            let text: String = object::read(path, value)?;
            return object::read_text::<Whole>(path, &text).map(|whole| Some(whole.0));
        }
        object::read::<Whole>(path, value).map(|whole| Some(whole.0))
    }

    fn cursor(&self, path: &'static str) -> Result<Option<String>, Misfit> {
        cursor(self.root, path)
    }

    /// Returns a number that every page has, if there is a path of it.
    fn given(&self, path: Option<&'static str>) -> Result<Option<i64>, Misfit> {
        let Some(path) = path else {
            return Ok(None);
        };
        match self.number(path)? {
            None => Err(misfit(path, "missing")),
            number => Ok(number),
        }
    }

    fn switch(&self, path: Option<&'static str>) -> Result<Option<bool>, Misfit> {
        match path {
            Some(path) => self.value(path),
            None => Ok(None),
        }
    }

    fn value<T: DeserializeOwned>(&self, path: &'static str) -> Result<Option<T>, Misfit> {
        match self.root.find(path)? {
            Some(value) => object::read(path, value).map(Some),
            None => Ok(None),
        }
    }
}

/// Returns a cursor, which may be a number.
fn cursor(object: &Object<'_>, path: &str) -> Result<Option<String>, Misfit> {
    match object.find(path)? {
        Some(value) if is_number(value) => {
            let number: Whole = object::read(path, value)?;
            Ok(Some(number.0.to_string()))
        }
        Some(value) => object::read(path, value).map(Some),
        None => Ok(None),
    }
}

/// Returns the value of the last row that leads to the next page. Without it, the rest of the report
/// would be lost.
fn of_last_row(row: &RawValue, path: &str) -> Result<String, Misfit> {
    let value = cursor(&Object::read("", row.get())?, path)?;
    let value = value.filter(|value| !value.is_empty());
    value.ok_or_else(|| {
        misfit(
            path,
            "missing in the last row, so nothing leads to the next page",
        )
    })
}

fn is_number(value: &RawValue) -> bool {
    let first = value.get().bytes().next();
    first.is_some_and(|first| first == b'-' || first.is_ascii_digit())
}

#[cfg(test)]
mod tests;
