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
mod tests {
    use proptest::prelude::*;

    use super::*;

    const USERS: &Operation = &Operation {
        id: "users",
        path: "/v2/users",
        pages: Some(Paging::new(
            "page",
            "page.number",
            "page.totalPages",
            "page.totalElements",
            "_embedded.users",
        )),
        ..Operation::DEFAULT
    };

    /// The other styles of paging, at the same paths.
    const OTHERS: [Operation; 3] = {
        let rows = "_embedded.users";
        let styles = [
            Paging::offset("start", "page.number", rows).last("page.last"),
            Paging::cursor("after", "page.next", rows).more("page.more"),
            Paging::link("page.next", rows),
        ];
        let [offset, cursor, link] = styles;
        [
            Operation {
                pages: Some(offset),
                ..*USERS
            },
            Operation {
                pages: Some(cursor),
                ..*USERS
            },
            Operation {
                pages: Some(link),
                ..*USERS
            },
        ]
    };

    fn read(body: &str) -> Result<RawPage, Misfit> {
        RawPage::read(USERS, body)
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            ".*".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            let key = prop_oneof![
                Just("page".to_owned()),
                Just("number".to_owned()),
                Just("_embedded".to_owned()),
                Just("users".to_owned()),
                ".*"
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::vec((key, inner), 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn what_has_neither_rows_nor_paging_is_no_list() {
        for body in [
            "{}",
            r#"{"error":"quota exceeded"}"#,
            r#"{"_embedded":{"users":null}}"#,
        ] {
            let problem = read(body).map(|page| page.rows.len());
            let Err(problem) = problem else {
                panic!("{body} was read");
            };
            assert_eq!(problem.path, "_embedded.users", "{body}");
        }
        let empty = r#"{"page":{"number":1,"totalPages":0,"totalElements":0}}"#;
        assert_eq!(read(empty).map(|page| page.rows.len()).ok(), Some(0));
        let unpaged = r#"{"_embedded":{"users":[{}]}}"#;
        assert_eq!(read(unpaged).map(|page| page.rows.len()).ok(), Some(1));
    }

    #[test]
    fn a_page_of_any_style_has_its_rows_or_says_which_page_is_next() {
        let read = |place: usize, body: &str| {
            let page = RawPage::read(&OTHERS[place], body);
            page.map(|page| page.rows.len())
                .map_err(|misfit| misfit.path)
        };
        for place in 0..OTHERS.len() {
            for body in ["{}", r#"{"error":"quota exceeded"}"#, r#"{"page":{}}"#] {
                assert!(read(place, body).is_err(), "{body}");
            }
            let whole = r#"{"_embedded":{"users":[{}]},"page":{"number":0}}"#;
            assert_eq!(read(place, whole), Ok(1));
        }
        let empty = r#"{"_embedded":{"users":null},"page":{"number":0}}"#;
        assert_eq!(read(1, empty), Ok(0));
        assert_eq!(read(2, r#"{"page":{"next":null}}"#), Ok(0));
        assert_eq!(
            read(0, r#"{"_embedded":{"users":[]}}"#),
            Err("page.number".to_owned())
        );
        let wrong = r#"{"_embedded":{"users":[]},"page":{"more":"yes"}}"#;
        assert_eq!(read(1, wrong), Err("page.more".to_owned()));
    }

    #[test]
    fn page_numbers_may_be_text_and_cursors_may_be_numbers() {
        let body = |place: &str| format!(r#"{{"_embedded":{{"users":[{{}}]}},"page":{place}}}"#);
        let position = |operation, body: &str| {
            RawPage::read(operation, body)
                .map(|page| page.position)
                .map_err(|misfit| misfit.problem)
        };
        let numbers = r#"{"number":2,"totalPages":3,"totalElements":5}"#;
        let texts = r#"{"number":"2","totalPages":"3","totalElements":"5"}"#;
        assert_eq!(
            position(USERS, &body(texts)),
            position(USERS, &body(numbers))
        );
        let cursor = |next: &str| position(&OTHERS[1], &body(&format!(r#"{{"next":{next}}}"#)));
        assert_eq!(cursor("4528423016"), cursor(r#""4528423016""#));
        assert_ne!(cursor("4528423016"), cursor("null"));
        for wrong in [
            r#"{"number":"two"}"#,
            r#"{"number":""}"#,
            r#"{"number":[2]}"#,
        ] {
            assert!(position(USERS, &body(wrong)).is_err(), "{wrong}");
        }
        assert!(cursor("[1]").is_err() && cursor("1.5").is_err());
    }

    #[test]
    fn a_key_of_the_page_that_comes_twice_is_an_error_and_others_are_not() {
        for (body, key) in [
            (r#"{"_embedded":{"users":[{}],"users":[]}}"#, "users"),
            (
                r#"{"_embedded":{"users":[{}]},"\u005fembedded":{}}"#,
                "_embedded",
            ),
            (
                r#"{"_embedded":{"users":[]},"page":{"number":1,"number":2,"totalPages":1,"totalElements":0}}"#,
                "number",
            ),
            (
                r#"{"_embedded":{"users":[{}],"\ud83d":1,"users":[]}}"#,
                "users",
            ),
        ] {
            let problem = read(body).map(|page| page.rows.len());
            let Err(problem) = problem else {
                panic!("{body} was read");
            };
            assert_eq!(problem.path, key, "{body}");
            assert!(
                problem.problem.contains("more than once"),
                "{}",
                problem.problem
            );
        }
        let new = r#"{"_embedded":{"users":[{}]},"new":1,"new":2}"#;
        assert_eq!(read(new).map(|page| page.rows.len()).ok(), Some(1));
    }

    #[test]
    fn a_kept_body_that_is_no_page_is_an_error_with_its_operation() {
        let error = RawPage::parse(USERS, r#"{"page":{"number":1}}"#).map(|page| page.position);
        let Err(error) = error else {
            panic!("a page without totals");
        };
        assert!(error.is_decode() && error.status().is_none(), "{error}");
        assert_eq!(error.operation(), Some("users"));
        assert!(error.to_string().contains("page.totalPages"), "{error}");
    }

    proptest! {
        #[test]
        fn any_row_is_kept_to_the_byte(rows in prop::collection::vec(json(), 0..6)) {
            let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
            let body = format!(r#"{{"_embedded":{{"users":[{}]}}}}"#, rows.join(" , "));
            let page = read(&body).map_err(|misfit| TestCaseError::fail(misfit.problem))?;
            let kept: Vec<&str> = page.rows.iter().map(|row| row.get()).collect();
            prop_assert_eq!(kept, rows);
        }

        #[test]
        fn no_body_is_too_odd(body in ".*", value in json(), cut in 0_usize..200) {
            let _ = read(&body);
            let text = value.to_string();
            let _ = read(&text);
            let _ = read(&text.chars().take(cut).collect::<String>());
            for other in &OTHERS {
                let _ = RawPage::read(other, &body);
                let _ = RawPage::read(other, &text);
            }
        }
    }
}
