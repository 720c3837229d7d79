//! Which page of a report a response is, and what it says about the next one.

use std::fmt;

/// The position of a page in a report.
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::Position;
///
/// let position = Position::new(2, 5, 553);
/// assert_eq!(format!("page {} of {}", position.page, position.pages), "page 2 of 5");
/// assert_eq!(Position::only(12), Position::new(1, 1, 12));
/// ```
///
/// Not every service says how many pages and rows a report has. [`total_pages`](Self::total_pages)
/// and [`total_rows`](Self::total_rows) are `None` then, and the fields have what is known so far:
///
/// ```
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::Position;
///
/// let position = Position::of_cursor(Some("c2Vjb25k"));
/// assert_eq!(position.next_page(), Some("c2Vjb25k"));
/// assert_eq!((position.total_pages(), position.total_rows()), (None, None));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// The number of this page, counted from 1. Some endpoints return 0 if there are no rows.
    ///
    /// If pages have no numbers, the client counts those that it reads.
    pub page: i64,
    /// The number of pages, or of those so far if the service does not say how many there are.
    pub pages: i64,
    /// The number of rows on all pages, or on those so far if the service does not say how many
    /// there are.
    pub count: i64,
    has_total_pages: bool,
    has_total_rows: bool,
    place: Place,
}

/// Where a page without a number is, and what its response says about the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The page has a number, or is the only one.
    Numbered,
    /// The number of this page, counted from 1, and whether there are more, if the service does not
    /// say how many there are.
    Counted {
        number: Option<i64>,
        has_more: Option<bool>,
    },
    /// The number of rows before this page, and whether it is the last.
    Offset {
        first_row: Option<i64>,
        is_last: Option<bool>,
    },
    /// The cursor of the next page, and whether there is one.
    Cursor {
        next: Option<String>,
        has_more: Option<bool>,
    },
    /// The URL of the next page.
    Link { next: Option<String> },
}

impl Position {
    /// Creates the position of a page with a number, in a report with these numbers of pages and
    /// rows.
    pub const fn new(page: i64, pages: i64, count: i64) -> Self {
        Self {
            page,
            pages,
            count,
            has_total_pages: true,
            has_total_rows: true,
            place: Place::Numbered,
        }
    }

    /// Creates the position of a response that has no pages, with this number of rows.
    pub fn only(rows: usize) -> Self {
        Self::new(1, 1, count_of(rows))
    }

    /// Creates the position of a page with a number, as the service counts it.
    pub const fn of_number(page: i64, pages: i64) -> Self {
        let mut position = Self::new(page, pages, 0);
        position.has_total_rows = false;
        position
    }

    /// Creates the position of a page with a number, as the service counts it, in a report whose
    /// number of pages is not known. Some responses don't have the number.
    pub fn of_page(number: impl Into<Option<i64>>) -> Self {
        Self::at(Place::Counted {
            number: number.into(),
            has_more: None,
        })
    }

    /// Creates the position of a page that has this number of rows before it, if the response says
    /// it.
    pub fn of_offset(first_row: impl Into<Option<i64>>) -> Self {
        Self::at(Place::Offset {
            first_row: first_row.into(),
            is_last: None,
        })
    }

    /// Creates the position of a page with the cursor of the next page.
    pub fn of_cursor(next: Option<&str>) -> Self {
        Self::at(Place::Cursor {
            next: owned(next),
            has_more: None,
        })
    }

    /// Creates the position of a page with the URL of the next page.
    pub fn of_link(next: Option<&str>) -> Self {
        Self::at(Place::Link { next: owned(next) })
    }

    /// Sets the URL of the next page, which is not in the body.
    pub(crate) fn followed_by(mut self, next: Option<&str>) -> Self {
        self.place = Place::Link { next: owned(next) };
        self
    }

    /// Sets the number of pages, which is not in the body.
    pub(crate) const fn of_pages(mut self, pages: i64) -> Self {
        self.pages = pages;
        self.has_total_pages = true;
        self
    }

    const fn at(place: Place) -> Self {
        Self {
            page: 1,
            pages: 1,
            count: 0,
            has_total_pages: false,
            has_total_rows: false,
            place,
        }
    }

    /// Sets the number of rows on all pages.
    #[must_use]
    pub fn count(mut self, rows: impl Into<Option<i64>>) -> Self {
        let rows = rows.into();
        self.has_total_rows = rows.is_some();
        self.count = rows.unwrap_or_default();
        self
    }

    /// Sets whether this page is the last. Only pages that start at a row say so.
    #[must_use]
    pub fn last(mut self, last: impl Into<Option<bool>>) -> Self {
        if let Place::Offset { is_last, .. } = &mut self.place {
            *is_last = last.into();
        }
        self
    }

    /// Sets whether there are more pages. Only pages with a cursor, or in a report whose number of
    /// pages is not known, say so.
    #[must_use]
    pub fn more(mut self, more: impl Into<Option<bool>>) -> Self {
        if let Place::Cursor { has_more, .. } | Place::Counted { has_more, .. } = &mut self.place {
            *has_more = more.into();
        }
        self
    }

    /// Returns the number of pages of the report, or `None` if the service does not say it.
    pub const fn total_pages(&self) -> Option<i64> {
        if self.has_total_pages {
            Some(self.pages)
        } else {
            None
        }
    }

    /// Returns the number of rows of the report, or `None` if the service does not say it.
    pub const fn total_rows(&self) -> Option<i64> {
        if self.has_total_rows {
            Some(self.count)
        } else {
            None
        }
    }

    /// Returns the cursor or the URL of the next page, if the response has one.
    pub fn next_page(&self) -> Option<&str> {
        match &self.place {
            Place::Cursor { next, .. } | Place::Link { next } => next.as_deref(),
            Place::Numbered | Place::Counted { .. } | Place::Offset { .. } => None,
        }
    }

    pub(crate) const fn place(&self) -> &Place {
        &self.place
    }

    /// Counts the pages from 1, if the service counts from another number.
    pub(crate) const fn counted_from(mut self, first: u32) -> Self {
        let page = match &mut self.place {
            Place::Counted {
                number: Some(number),
                ..
            } => number,
            _ => &mut self.page,
        };
        *page = page.saturating_sub(first as i64).saturating_add(1);
        self
    }

    /// Sets the number of the page and what is known so far, where the service says neither.
    pub(crate) fn known_so_far(&mut self, page: i64, total_pages: Option<i64>, rows: i64) {
        if matches!(self.place, Place::Numbered) {
            self.count = self.total_rows().unwrap_or(rows);
            return;
        }
        self.page = page;
        let total_pages = total_pages.or(self.total_pages());
        self.has_total_pages = total_pages.is_some();
        self.pages = total_pages.unwrap_or(page);
        self.count = self.total_rows().unwrap_or(rows);
    }
}

/// Returns a number of rows as services count them.
pub(crate) fn count_of(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// Returns the text, unless it is empty, which stands for no next page.
fn owned(next: Option<&str>) -> Option<String> {
    next.filter(|next| !next.is_empty()).map(str::to_owned)
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Position");
        debug
            .field("page", &self.page)
            .field("pages", &self.pages)
            .field("count", &self.count);
        match self.place {
            Place::Numbered if self.has_total_rows => debug.finish(),
            _ => debug.finish_non_exhaustive(),
        }
    }
}
