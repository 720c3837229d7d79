//! The facts about an endpoint that generated code has, and the traits that it implements.

use serde_core::de::DeserializeOwned;

use crate::identity::Identity;
use crate::query::Query;

/// The facts about one endpoint that are needed to call it.
///
/// Generated code has one constant for each endpoint. A tool with a description of its own writes
/// them itself:
///
/// ```
/// use helpscout_runtime::{Operation, Paging, Rule};
///
/// const RATINGS: Operation = Operation {
///     id: "happiness_ratings",
///     path: "/v2/reports/happiness/ratings",
///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-ratings/",
///     plans: &["plus", "pro"],
///     required: &["start", "end"],
///     rules: &[
///         Rule::interval("start", "end"),
///         Rule::together(&["previousStart", "previousEnd"]),
///         Rule::limits("page", Some(1), None),
///     ],
///     pages: Some(Paging::new("page", "page", "pages", "count", "results")),
/// };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name in snake case, such as `user_conversation_history`.
    pub id: &'static str,
    /// The path, which starts with `/v2/`. A segment `{id}` stands for the value of the parameter
    /// `id`.
    pub path: &'static str,
    /// The URL of the documentation.
    pub docs: &'static str,
    /// The plans that include the operation. It is empty if all plans do.
    pub plans: &'static [&'static str],
    /// The wire names of the required parameters.
    pub required: &'static [&'static str],
    /// The rules for the parameters, which are checked before sending.
    pub rules: &'static [Rule],
    /// How the response is split into pages, or `None` if it is not.
    pub pages: Option<Paging>,
}

/// A rule for the parameters of one call. All names are wire names.
///
/// ```
/// use helpscout_runtime::Rule;
///
/// const RULES: &[Rule] = &[
///     Rule::interval("start", "end"),
///     Rule::together(&["previousStart", "previousEnd"]),
///     Rule::requires("rangeId", "range"),
///     Rule::limits("rows", Some(1), Some(50)),
/// ];
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// If both parameters are set, `from` must be before `to`.
    Interval {
        /// The parameter that has the start.
        from: &'static str,
        /// The parameter that has the end.
        to: &'static str,
    },
    /// Either all of the parameters are set, or none.
    Together(&'static [&'static str]),
    /// If `parameter` is set, `other` must be set as well.
    Requires {
        /// The parameter that has no effect by itself.
        parameter: &'static str,
        /// The parameter that it requires.
        other: &'static str,
    },
    /// If the parameter is set, it must be a whole number within these limits.
    Limits {
        /// The parameter.
        parameter: &'static str,
        /// The smallest allowed value, if there is one.
        minimum: Option<i64>,
        /// The largest allowed value, if there is one.
        maximum: Option<i64>,
    },
}

impl Rule {
    /// Creates a rule that `from` must be before `to` if both are set.
    pub const fn interval(from: &'static str, to: &'static str) -> Self {
        Self::Interval { from, to }
    }

    /// Creates a rule that either all of the parameters are set, or none.
    pub const fn together(names: &'static [&'static str]) -> Self {
        Self::Together(names)
    }

    /// Creates a rule that `other` must be set if `parameter` is.
    pub const fn requires(parameter: &'static str, other: &'static str) -> Self {
        Self::Requires { parameter, other }
    }

    /// Creates a rule that the parameter must be a whole number from `minimum` to `maximum`, both
    /// included, if it is set.
    pub const fn limits(
        parameter: &'static str,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Self {
        Self::Limits {
            parameter,
            minimum,
            maximum,
        }
    }

    pub(crate) fn names(&self, name: &str) -> bool {
        match self {
            Self::Interval { from, to } => *from == name || *to == name,
            Self::Together(names) => names.contains(&name),
            Self::Requires { parameter, other } => *parameter == name || *other == name,
            Self::Limits { parameter, .. } => *parameter == name,
        }
    }
}

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
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The parameter that requests a page. Pages are numbered from 1.
    pub parameter: &'static str,
    /// The path of the number of this page.
    pub current: &'static str,
    /// The path of the number of pages.
    pub total: &'static str,
    /// The path of the number of rows on all pages.
    pub count: &'static str,
    /// The path of the rows of this page.
    pub rows: &'static str,
    /// The dotted path, from a row on, of the field that identifies a row, or `None` if the same
    /// row may come several times. A report in which it comes twice changed while it was being
    /// read. Rows without the field are not compared.
    pub identity: Option<&'static str>,
}

impl Paging {
    /// Creates a value from its fields, in their order, for rows without an identity.
    pub const fn new(
        parameter: &'static str,
        current: &'static str,
        total: &'static str,
        count: &'static str,
        rows: &'static str,
    ) -> Self {
        Self {
            parameter,
            current,
            total,
            count,
            rows,
            identity: None,
        }
    }

    /// Sets the field that identifies a row.
    #[must_use]
    pub const fn identity(mut self, path: &'static str) -> Self {
        self.identity = Some(path);
        self
    }
}

/// A query that knows its endpoint and the type of the response.
///
/// Generated code implements it. A function that works with any query is generic over it:
///
/// ```no_run
/// use helpscout_runtime::{Client, Endpoint, Error};
///
/// async fn timed<Q: Endpoint>(client: &Client, query: &Q) -> Result<Q::Response, Error> {
///     let start = std::time::Instant::now();
///     let response = client.send(query).await?;
///     println!("{}: {} ms", Q::OPERATION.id, start.elapsed().as_millis());
///     Ok(response.into_value())
/// }
/// ```
pub trait Endpoint {
    /// The type of the response.
    ///
    /// A response that is a JSON object must have at least one key that this type knows, even if
    /// all of them are optional; otherwise it fails to decode.
    type Response: DeserializeOwned + Send + 'static;
    /// The facts about the endpoint.
    const OPERATION: &'static Operation;
    /// Returns the parameters that are set.
    fn query(&self) -> &Query;
}

/// An endpoint whose rows can be read page by page.
///
/// Generated code implements it. A response without pages counts as a single page. Its rows are
/// the items of the list if the response is a list, and otherwise the response itself is the only
/// row.
///
/// ```no_run
/// use helpscout_runtime::{Client, Error, Paged};
///
/// async fn count<Q: Paged + Send + 'static>(client: &Client, query: Q) -> Result<u64, Error> {
///     let mut rows = client.rows(query);
///     while rows.next().await?.is_some() {}
///     Ok(rows.rows_read())
/// }
/// ```
pub trait Paged: Endpoint {
    /// The type of one row.
    type Row: DeserializeOwned + Send + 'static;
    /// Returns the position of a page in the report.
    fn position(page: &Self::Response) -> Position;
    /// Returns the rows of a page, or `None` if the page lacks the object that contains them.
    fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>>;
    /// Returns what identifies a row, or `None` if it lacks the field or if nothing identifies it.
    fn identity(_row: &Self::Row) -> Option<Identity> {
        None
    }
    /// Returns the number of rows of a page.
    fn row_count(page: &mut Self::Response) -> usize {
        Self::rows_mut(page).map_or(0, |rows| rows.len())
    }
    /// Takes the rows out of a page.
    fn into_rows(mut page: Self::Response) -> Vec<Self::Row> {
        Self::rows_mut(&mut page)
            .map(std::mem::take)
            .unwrap_or_default()
    }
}

/// Implements [`Paged`] for an endpoint without pages.
///
/// `single_page!(Query, Answer)` is for an endpoint whose response is the only row, and
/// `single_page!(Query, [Item])` is for an endpoint that returns a list.
#[doc(hidden)]
#[macro_export]
macro_rules! single_page {
    ($query:ident, [$item:ident]) => {
        impl $crate::Paged for $query {
            type Row = $item;
            fn position(page: &Self::Response) -> $crate::Position {
                $crate::Position::only(page.len())
            }
            fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>> {
                Some(page)
            }
        }
    };
    ($query:ident, $answer:ident) => {
        impl $crate::Paged for $query {
            type Row = $answer;
            fn position(_: &Self::Response) -> $crate::Position {
                $crate::Position::only(1)
            }
            fn rows_mut(_: &mut Self::Response) -> Option<&mut Vec<Self::Row>> {
                None
            }
            fn row_count(_: &mut Self::Response) -> usize {
                1
            }
            fn into_rows(page: Self::Response) -> Vec<Self::Row> {
                ::std::vec![page]
            }
        }
    };
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The number of this page, starting at 1. Some endpoints return 0 if there are no rows.
    pub page: i64,
    /// The number of pages.
    pub pages: i64,
    /// The number of rows on all pages.
    pub count: i64,
}

impl Position {
    /// Creates a value from its fields, in their order.
    pub const fn new(page: i64, pages: i64, count: i64) -> Self {
        Self { page, pages, count }
    }

    /// Creates the position of a response that has no pages, with this number of rows.
    pub fn only(rows: usize) -> Self {
        Self::new(1, 1, i64::try_from(rows).unwrap_or(i64::MAX))
    }
}
