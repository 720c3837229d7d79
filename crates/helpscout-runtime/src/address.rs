//! Where a page of a report is.

/// What the call of a page sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// The parameters of the query, without one that selects a page.
    Query,
    /// The parameters of the query, and this value of the parameter that selects a page.
    Value(String),
    /// This query of the URL in place of the parameters that would be in it.
    Link(String),
}
