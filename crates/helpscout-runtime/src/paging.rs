//! How a report is split into pages.

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
///
/// // [{"id": 7}, …]
/// const ISSUES: Paging = Paging::by_page("page", 1, "").size("per_page").identity("id");
/// assert_eq!(ISSUES.rows, "");
/// ```
///
/// # What is noticed
///
/// A whole report is read page by page, and ends where the documentation says that it ends. How far
/// the pages say whether they are the whole report depends on their style:
///
/// | style | ends | noticed |
/// |---|---|---|
/// | numbers | after the last page; without a `total`, like offset, with `more` in place of `last` | A page other than the requested one, and a number of pages that changes. |
/// | offset | with `last`, after all counted rows, or if responses have neither, with an empty page or one that is shorter than a full page before it | A page that starts at another row than the requested one. |
/// | cursor | with `more`, or without a cursor | A cursor that came before, and a response that promises more rows without a cursor. |
/// | last row | with `more`, or else with a page without new rows | A last row that came before, one without its value, and a response that promises more rows without having any. |
/// | link, in the response or in a header | without a link | A link that came before, or that leads to another place than the call. |
///
/// Without a `current`, a page other than the requested one is noticed by the
/// [`identity`](Self::identity) of its rows only.
///
/// With any style, a `count` that changes is noticed, and fewer rows than it says. Without a `count`,
/// rows that are added or removed in the meantime can go unnoticed. With an
/// [`identity`](Self::identity) a row that comes twice is noticed. Without one, a cursor or a link
/// that skips or repeats rows is not: such a report is as whole as the service makes it.
///
/// Headers can say the same: the number of rows, of pages, or of the next page. A response without one
/// of them says as much as if it were not described, so that nothing is lost where a service leaves out
/// the counts of large reports.
///
/// Pages with numbers and a `total` are requested several at a time. So are pages that start at a row, if
/// responses have a `count`, and the first page has as many rows as the documentation or the query
/// says. All others are requested one after the other.
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
    /// The header with the number of rows on all pages, if responses have one.
    pub count_header: Option<&'static str>,
    /// The header with the number of pages, if responses have one. Only pages with numbers have it.
    pub total_header: Option<&'static str>,
    /// The header with the number of the next page, if responses have one. It is empty on the last
    /// page. Only pages with numbers have it.
    pub more_header: Option<&'static str>,
    /// The path of the rows of this page. It is empty if the response is the list of rows itself.
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
        /// The path of the number of this page, if responses have one.
        current: Option<&'static str>,
        /// The path of the number of pages, if responses have one.
        total: Option<&'static str>,
        /// The path of the boolean that says whether there are more pages, if responses have no
        /// `total`.
        more: Option<&'static str>,
    },
    /// A page starts at a row, counted from 0.
    #[non_exhaustive]
    Offset {
        /// The parameter with the number of rows before the page.
        parameter: &'static str,
        /// The path of the number of rows before this page, if responses have one.
        current: Option<&'static str>,
        /// The path of the boolean that says whether this page is the last, if responses have one.
        last: Option<&'static str>,
    },
    /// A response has a text that the call of the next page sends.
    #[non_exhaustive]
    Cursor {
        /// The parameter with that text. The first call leaves it out.
        parameter: &'static str,
        /// The path of the text for the next page. It is null, missing or empty on the last page,
        /// unless `more` says which page is the last.
        next: &'static str,
        /// The path of the boolean that says whether there are more pages, if responses have one.
        more: Option<&'static str>,
    },
    /// A value of the last row of a response leads to the next page.
    #[non_exhaustive]
    LastRow {
        /// The parameter with that value. The first call leaves it out.
        parameter: &'static str,
        /// The dotted path of the value, from a row on. Every row has it.
        value: &'static str,
        /// The path of the boolean that says whether there are more pages, if responses have one.
        more: Option<&'static str>,
        /// Whether the next page begins with the row that has the value, which then must identify the
        /// row. A walk leaves it out.
        is_inclusive: bool,
    },
    /// A response has the URL of the next page, which contains all parameters of the next call that
    /// are not in its path, its headers or its body.
    #[non_exhaustive]
    Link {
        /// The path of that URL, which is null, missing or empty on the last page. Only its query is
        /// used: a link is followed only if it leads to where the call went.
        next: &'static str,
    },
    /// A header of the response has the URL of the next page, as RFC 8288 describes it:
    /// `<https://api.example.com/tickets?page=2>; rel="next"`.
    #[non_exhaustive]
    LinkHeader {
        /// The name of the header. The last page lacks it, or its relation `next`. A link is used
        /// like one in the response.
        header: &'static str,
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
                current: Some(current),
                total: Some(total),
                more: None,
            },
            rows,
        )
    }

    /// Creates a value for pages with numbers, the first of which has the number `first`, in
    /// responses that don't say how many there are.
    ///
    /// ```
    /// use helpscout_runtime::Paging;
    ///
    /// // {"data": […], "page": 2, "total": 553}
    /// let orders = Paging::by_page("page", 1, "data").current("page").count("total");
    /// assert_eq!(orders.parameter(), Some("page"));
    /// ```
    pub const fn by_page(parameter: &'static str, first: u32, rows: &'static str) -> Self {
        Self::of(
            PageStyle::Number {
                parameter,
                first,
                current: None,
                total: None,
                more: None,
            },
            rows,
        )
    }

    /// Creates a value for pages that start at a row, counted from 0, in responses that don't say
    /// at which.
    pub const fn by_row(parameter: &'static str, rows: &'static str) -> Self {
        Self::of(
            PageStyle::Offset {
                parameter,
                current: None,
                last: None,
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
                current: Some(current),
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

    /// Creates a value for pages that start after a row, which a value of that row says: `value` is its
    /// dotted path, from a row on.
    ///
    /// ```
    /// use helpscout_runtime::Paging;
    ///
    /// // {"data": [{"id": "ch_1"}, {"id": "ch_2"}], "has_more": true}
    /// let charges = Paging::after_row("starting_after", "id", "data").more("has_more");
    /// assert_eq!(charges.parameter(), Some("starting_after"));
    /// ```
    pub const fn after_row(
        parameter: &'static str,
        value: &'static str,
        rows: &'static str,
    ) -> Self {
        Self::of(
            PageStyle::LastRow {
                parameter,
                value,
                more: None,
                is_inclusive: false,
            },
            rows,
        )
    }

    /// Says that a page begins with the last row of the page before, whose value leads to it. That value
    /// then identifies a row. Only pages that start after a row can be inclusive.
    ///
    /// ```
    /// use helpscout_runtime::Paging;
    ///
    /// // GET /timeline?max_id=7 returns [{"id": 7}, {"id": 6}, …]
    /// let timeline = Paging::after_row("max_id", "id", "").inclusive();
    /// assert_eq!(timeline.identity, Some("id"));
    /// ```
    #[must_use]
    pub const fn inclusive(mut self) -> Self {
        if let PageStyle::LastRow {
            value,
            is_inclusive,
            ..
        } = &mut self.style
        {
            *is_inclusive = true;
            self.identity = Some(*value);
        }
        self
    }

    /// Creates a value for pages that are found by a URL in a header of the response before, such as
    /// `Link`.
    pub const fn link_header(header: &'static str, rows: &'static str) -> Self {
        Self::of(PageStyle::LinkHeader { header }, rows)
    }

    const fn of(style: PageStyle, rows: &'static str) -> Self {
        Self {
            style,
            size: None,
            page_size: None,
            count: None,
            count_header: None,
            total_header: None,
            more_header: None,
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

    /// Sets the header with the number of rows on all pages.
    ///
    /// ```
    /// use helpscout_runtime::Paging;
    ///
    /// // X-Total: 553, X-Total-Pages: 28, X-Next-Page: 2
    /// let projects = Paging::by_page("page", 1, "")
    ///     .size("per_page")
    ///     .count_header("X-Total")
    ///     .total_header("X-Total-Pages")
    ///     .more_header("X-Next-Page")
    ///     .identity("id");
    /// assert_eq!(projects.count_header, Some("X-Total"));
    /// ```
    #[must_use]
    pub const fn count_header(mut self, name: &'static str) -> Self {
        self.count_header = Some(name);
        self
    }

    /// Sets the header with the number of pages.
    #[must_use]
    pub const fn total_header(mut self, name: &'static str) -> Self {
        self.total_header = Some(name);
        self
    }

    /// Sets the header with the number of the next page, which is empty on the last one.
    #[must_use]
    pub const fn more_header(mut self, name: &'static str) -> Self {
        self.more_header = Some(name);
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

    /// Sets the path of the number of this page, or of the number of rows before it. Pages that are
    /// found by a cursor or a URL have none.
    #[must_use]
    pub const fn current(mut self, path: &'static str) -> Self {
        if let PageStyle::Number { current, .. } | PageStyle::Offset { current, .. } =
            &mut self.style
        {
            *current = Some(path);
        }
        self
    }

    /// Sets the path of the boolean that says whether there are more pages. Only pages that are
    /// found by a cursor, by the last row before, or by a number, have one.
    #[must_use]
    pub const fn more(mut self, path: &'static str) -> Self {
        if let PageStyle::Cursor { more, .. }
        | PageStyle::LastRow { more, .. }
        | PageStyle::Number { more, .. } = &mut self.style
        {
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
            | PageStyle::Cursor { parameter, .. }
            | PageStyle::LastRow { parameter, .. } => Some(parameter),
            PageStyle::Link { .. } | PageStyle::LinkHeader { .. } => None,
        }
    }
}
