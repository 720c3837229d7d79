//! How a report is split into pages, and which page a response is.

use std::fmt;

/// How a response is split into pages. Paths are dotted JSON paths from the root of the response.
///
/// ```
/// use helpscout_runtime::Paging;
///
/// // {"_embedded": {"users": […]}, "page": {"number": 1, "totalPages": 3, "totalElements": 125}}
/// const USERS: Paging = Paging::new(
///     "page",
///     "page.number",
///     "page.totalPages",
///     "page.totalElements",
///     "_embedded.users",
/// )
/// .identity("id");
/// assert_eq!(USERS.identity, Some("id"));
///
/// // {"tickets": […], "meta": {"has_more": true, "after_cursor": "xxx"}}
/// const TICKETS: Paging = Paging::cursor("page[after]", "meta.after_cursor", "tickets")
///     .more("meta.has_more")
///     .size("page[size]");
/// assert_eq!(TICKETS.parameter(), Some("page[after]"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// How a call selects a page, and how a response says which page it is.
    pub style: PageStyle,
    /// The parameter that sets the maximum number of rows of a page, if there is one.
    pub size: Option<&'static str>,
    /// The maximum number of rows of a page if no parameter sets it, if it is known.
    pub page_size: Option<u32>,
    /// The path of the number of rows on all pages, or `None` if responses lack it.
    pub count: Option<&'static str>,
    /// The path of the rows of this page.
    pub rows: &'static str,
    /// The dotted path, from a row on, of the field that identifies a row, or `None` if the same
    /// row may come several times. A report in which it comes twice changed while it was being
    /// read. Rows without the field are not compared.
    pub identity: Option<&'static str>,
}

/// How a call selects a page, and how a response says which page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// Pages have numbers.
    #[non_exhaustive]
    Number {
        /// The parameter with the number of the page.
        parameter: &'static str,
        /// The number of the first page.
        first: u32,
        /// The path of the number of this page.
        current: &'static str,
        /// The path of the number of pages.
        total: &'static str,
    },
    /// A page starts at a row, counted from 0.
    #[non_exhaustive]
    Offset {
        /// The parameter with the number of rows before the page.
        parameter: &'static str,
        /// The path of the number of rows before this page.
        current: &'static str,
        /// The path of the boolean that says whether this page is the last, if responses have one.
        last: Option<&'static str>,
    },
    /// A response has a text that the call of the next page sends.
    #[non_exhaustive]
    Cursor {
        /// The parameter with that text. The first call leaves it out.
        parameter: &'static str,
        /// The path of the text for the next page. It is null or missing on the last page, unless
        /// `more` says which page is the last.
        next: &'static str,
        /// The path of the boolean that says whether there are more pages, if responses have one.
        more: Option<&'static str>,
    },
    /// A response has the URL of the next page.
    #[non_exhaustive]
    Link {
        /// The path of that URL, which is null or missing on the last page.
        next: &'static str,
    },
}

impl Paging {
    /// Creates a value for numbered pages that start at 1, with the number of rows on all pages, for
    /// rows without an identity.
    pub const fn new(
        parameter: &'static str,
        current: &'static str,
        total: &'static str,
        count: &'static str,
        rows: &'static str,
    ) -> Self {
        Self::numbered(parameter, 1, current, total, rows).count(count)
    }

    /// Creates a value for pages with numbers, the first of which has the number `first`.
    pub const fn numbered(
        parameter: &'static str,
        first: u32,
        current: &'static str,
        total: &'static str,
        rows: &'static str,
    ) -> Self {
        Self::of(
            PageStyle::Number {
                parameter,
                first,
                current,
                total,
            },
            rows,
        )
    }

    /// Creates a value for pages that start at a row, counted from 0.
    pub const fn offset(
        parameter: &'static str,
        current: &'static str,
        rows: &'static str,
    ) -> Self {
        Self::of(
            PageStyle::Offset {
                parameter,
                current,
                last: None,
            },
            rows,
        )
    }

    /// Creates a value for pages that are found by a text in the response before.
    pub const fn cursor(parameter: &'static str, next: &'static str, rows: &'static str) -> Self {
        Self::of(
            PageStyle::Cursor {
                parameter,
                next,
                more: None,
            },
            rows,
        )
    }

    /// Creates a value for pages that are found by a URL in the response before.
    pub const fn link(next: &'static str, rows: &'static str) -> Self {
        Self::of(PageStyle::Link { next }, rows)
    }

    const fn of(style: PageStyle, rows: &'static str) -> Self {
        Self {
            style,
            size: None,
            page_size: None,
            count: None,
            rows,
            identity: None,
        }
    }

    /// Sets the path of the number of rows on all pages.
    #[must_use]
    pub const fn count(mut self, path: &'static str) -> Self {
        self.count = Some(path);
        self
    }

    /// Sets the parameter with the maximum number of rows of a page.
    #[must_use]
    pub const fn size(mut self, parameter: &'static str) -> Self {
        self.size = Some(parameter);
        self
    }

    /// Sets the maximum number of rows of a page if no parameter sets it.
    #[must_use]
    pub const fn page_size(mut self, rows: u32) -> Self {
        self.page_size = Some(rows);
        self
    }

    /// Sets the path of the boolean that says whether a page is the last. Only pages that start at a
    /// row have one.
    #[must_use]
    pub const fn last(mut self, path: &'static str) -> Self {
        if let PageStyle::Offset { last, .. } = &mut self.style {
            *last = Some(path);
        }
        self
    }

    /// Sets the path of the boolean that says whether there are more pages. Only pages that are
    /// found by a cursor have one.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        if let PageStyle::Cursor { more, .. } = &mut self.style {
            *more = Some(path);
        }
        self
    }

    /// Sets the field that identifies a row.
    #[must_use]
    pub const fn identity(mut self, path: &'static str) -> Self {
        self.identity = Some(path);
        self
    }

    /// Returns the parameter that selects a page, or `None` if a URL in the response before does.
    pub const fn parameter(&self) -> Option<&'static str> {
        match self.style {
            PageStyle::Number { parameter, .. }
            | PageStyle::Offset { parameter, .. }
            | PageStyle::Cursor { parameter, .. } => Some(parameter),
            PageStyle::Link { .. } => None,
        }
    }
}

/// The position of a page in a report.
///
/// ```
/// use helpscout_runtime::Position;
///
/// let position = Position::new(2, 5, 553);
/// assert_eq!(format!("page {} of {}", position.page, position.pages), "page 2 of 5");
/// assert_eq!(Position::only(12), Position::new(1, 1, 12));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// The number of this page, starting at 1. Some endpoints return 0 if there are no rows.
    pub page: i64,
    /// The number of pages.
    pub pages: i64,
    /// The number of rows on all pages.
    pub count: i64,
    /// What the response says about the next page, if pages have no numbers.
    next: Option<Next>,
}

/// What a response says about the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Next {
    /// The number of rows before this page, and whether it is the last.
    After(i64, Option<bool>),
    /// The cursor of the next page, and whether there is one.
    Cursor(Option<String>, Option<bool>),
    /// The URL of the next page.
    Link(Option<String>),
}

impl Position {
    /// Creates a value from its fields, in their order.
    pub const fn new(page: i64, pages: i64, count: i64) -> Self {
        Self {
            page,
            pages,
            count,
            next: None,
        }
    }

    /// Creates the position of a response that has no pages, with this number of rows.
    pub fn only(rows: usize) -> Self {
        Self::new(1, 1, i64::try_from(rows).unwrap_or(i64::MAX))
    }

    /// Creates the position of a page with a number.
    pub const fn of_number(page: i64, pages: i64) -> Self {
        Self::new(page, pages, 0)
    }

    /// Creates the position of a page that has this number of rows before it.
    pub const fn of_offset(first_row: i64) -> Self {
        Self::found(Next::After(first_row, None))
    }

    /// Creates the position of a page with the cursor of the next page.
    pub fn of_cursor(next: Option<&str>) -> Self {
        Self::found(Next::Cursor(next.map(str::to_owned), None))
    }

    /// Creates the position of a page with the URL of the next page.
    pub fn of_link(next: Option<&str>) -> Self {
        Self::found(Next::Link(next.map(str::to_owned)))
    }

    const fn found(next: Next) -> Self {
        Self {
            page: 0,
            pages: 0,
            count: 0,
            next: Some(next),
        }
    }

    /// Sets the number of rows on all pages.
    #[must_use]
    pub fn count(mut self, rows: impl Into<Option<i64>>) -> Self {
        self.count = rows.into().unwrap_or_default();
        self
    }

    /// Sets whether this page is the last.
    #[must_use]
    pub fn last(mut self, is_last: impl Into<Option<bool>>) -> Self {
        if let Some(Next::After(_, last)) = &mut self.next {
            *last = is_last.into();
        }
        self
    }

    /// Sets whether there are more pages.
    #[must_use]
    pub fn more(mut self, has_more: impl Into<Option<bool>>) -> Self {
        if let Some(Next::Cursor(_, more)) = &mut self.next {
            *more = has_more.into();
        }
        self
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Position")
            .field("page", &self.page)
            .field("pages", &self.pages)
            .field("count", &self.count)
            .finish()
    }
}
