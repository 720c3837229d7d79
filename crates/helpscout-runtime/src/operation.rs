//! What the generated code says about an endpoint, and the traits the runtime is generic over.

use serde::de::DeserializeOwned;

use crate::Query;

/// The facts about one endpoint that sending needs. Generated, one constant for each endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name in snake case: `user_conversation_history`.
    pub id: &'static str,
    /// The path, starting with `/v2/`.
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

    pub(crate) fn names(&self, parameter: &str) -> bool {
        match self {
            Self::Interval { from, to } => *from == parameter || *to == parameter,
            Self::Together(names) => names.contains(&parameter),
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

/// An endpoint that answers page by page. Implemented by generated code.
pub trait Paged: Endpoint {
    /// One row of the answer.
    type Row: DeserializeOwned + Send + 'static;
    /// Where a page stands in the whole report.
    fn position(page: &Self::Response) -> Position;
    /// The rows of a page, or none if the page lacks the object they stand in.
    fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>>;
    /// The rows of a page, without the page.
    fn into_rows(mut page: Self::Response) -> Vec<Self::Row> {
        Self::rows_mut(&mut page)
            .map(std::mem::take)
            .unwrap_or_default()
    }
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
}
