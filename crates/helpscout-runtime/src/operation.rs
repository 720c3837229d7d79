//! What the generated code says about an endpoint, and the traits the runtime is generic over.

use serde::de::DeserializeOwned;

use crate::Query;

/// The facts about one endpoint that sending needs. Generated, one constant for each endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name in snake case: `user_conversation_history`.
    pub id: &'static str,
    /// The path, starting with `/v2/`; `{id}` in it stands for the parameter `id`.
    pub path: &'static str,
    /// The documented page.
    pub docs: &'static str,
    /// The plans that may use it; empty for all.
    pub plans: &'static [&'static str],
    /// Wire names of the parameters the call fails without.
    pub required: &'static [&'static str],
    /// What must hold between parameters; checked before sending.
    pub rules: &'static [Rule],
    /// How the answer is split into pages, if it is.
    pub pages: Option<Pages>,
}

/// What must hold between the parameters of one call. Names are wire names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// If both are given, `from` lies before `to`.
    Interval {
        /// The parameter with the start.
        from: &'static str,
        /// The parameter with the end.
        to: &'static str,
    },
    /// All of them are given, or none.
    Together(&'static [&'static str]),
    /// `parameter` is given only where `other` is.
    Requires {
        /// The parameter that means nothing by itself.
        parameter: &'static str,
        /// The parameter it needs.
        other: &'static str,
    },
    /// If it is given, it is a whole number between these, both included.
    Limits {
        /// The parameter.
        parameter: &'static str,
        /// The smallest value, if there is a limit.
        minimum: Option<i64>,
        /// The largest value, if there is a limit.
        maximum: Option<i64>,
    },
}

impl Rule {
    /// If both are given, `from` lies before `to`.
    pub const fn interval(from: &'static str, to: &'static str) -> Self {
        Self::Interval { from, to }
    }

    /// All of them are given, or none.
    pub const fn together(names: &'static [&'static str]) -> Self {
        Self::Together(names)
    }

    /// `parameter` is given only where `other` is.
    pub const fn requires(parameter: &'static str, other: &'static str) -> Self {
        Self::Requires { parameter, other }
    }

    /// If it is given, it is a whole number between these, both included.
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

/// How an answer is split into pages. Paths are dotted JSON paths from the answer's root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The parameter that asks for a page, counted from 1.
    pub parameter: &'static str,
    /// Path of the number of this page.
    pub current: &'static str,
    /// Path of the number of pages.
    pub total: &'static str,
    /// Path of the number of rows on all pages.
    pub count: &'static str,
    /// Path of this page's rows.
    pub rows: &'static str,
}

impl Pages {
    /// In the order of the fields.
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
        }
    }
}

/// A query that knows its endpoint and the type of the answer. Implemented by generated code.
pub trait Endpoint {
    /// The answer.
    type Response: DeserializeOwned + Send + 'static;
    /// The facts about the endpoint.
    const OPERATION: &'static Operation;
    /// The parameters that were set.
    fn query(&self) -> &Query;
}

/// An endpoint whose answers can be walked. Implemented by generated code.
///
/// Most answer page by page. An answer without pages is its own only page: its rows are the items
/// of a list, or one, the answer itself.
pub trait Paged: Endpoint {
    /// One row of the answer.
    type Row: DeserializeOwned + Send + 'static;
    /// Where a page stands in the whole report.
    fn position(page: &Self::Response) -> Position;
    /// The rows of a page, or none if the page lacks the object they stand in.
    fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>>;
    /// How many rows a page has.
    fn row_count(page: &mut Self::Response) -> usize {
        Self::rows_mut(page).map_or(0, |rows| rows.len())
    }
    /// The rows of a page, without the page.
    fn into_rows(mut page: Self::Response) -> Vec<Self::Row> {
        Self::rows_mut(&mut page)
            .map(std::mem::take)
            .unwrap_or_default()
    }
}

/// Makes an endpoint without pages [`Paged`]: `single_page!(Query, Answer)` for one whose answer
/// is its only row, `single_page!(Query, [Item])` for one that answers a list.
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

/// Where a page stands in the whole report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The number of this page, counted from 1. Some endpoints say 0 when there are no rows.
    pub page: i64,
    /// The number of pages.
    pub pages: i64,
    /// The number of rows on all pages.
    pub count: i64,
}

impl Position {
    /// In the order of the fields.
    pub const fn new(page: i64, pages: i64, count: i64) -> Self {
        Self { page, pages, count }
    }

    /// Of an answer without pages, with so many rows.
    pub fn only(rows: usize) -> Self {
        Self::new(1, 1, i64::try_from(rows).unwrap_or(i64::MAX))
    }
}
