//! What the parameters of an operation are for.

use helpscout_description::{Operation, Parameter};

use crate::interval::IntervalParameters;

/// What a parameter is for.
///
/// ```
/// use helpscout_command::Role;
///
/// let api = helpscout_description::embedded();
/// let history = api.operation("user_conversation_history").ok_or("not described")?;
/// let roles = history.parameters.iter().map(|parameter| Role::of(history, parameter));
/// let subjects = history.parameters.iter().zip(roles).filter(|(_, role)| *role == Role::Subject);
/// let subjects: Vec<&str> = subjects.map(|(parameter, _)| parameter.wire.as_str()).collect();
/// assert_eq!(
///     subjects,
///     ["user", "status", "mailboxes", "tags", "types", "folders", "officeHours"]
/// );
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An end of the interval that the operation reports on.
    Interval,
    /// An end of the interval that it compares with.
    Previous,
    /// The page.
    Page,
    /// The number of rows on a page.
    PageSize,
    /// The order of the rows.
    Order,
    /// What the answer is about, such as a user, or a filter of what it counts.
    Subject,
}

impl Role {
    /// Returns what a parameter of an operation is for.
    pub fn of(operation: &Operation, parameter: &Parameter) -> Self {
        let is_of = |interval: Option<IntervalParameters<'_>>| {
            interval.is_some_and(|interval| interval.has(parameter))
        };
        let wire = Some(parameter.wire.as_str());
        let pages = operation.pages.as_ref();
        if is_of(IntervalParameters::of(operation)) {
            Self::Interval
        } else if is_of(IntervalParameters::previous_of(operation)) {
            Self::Previous
        } else if pages.is_some_and(|pages| pages.parameter() == wire) {
            Self::Page
        } else if pages.is_some_and(|pages| pages.size.as_deref() == wire) {
            Self::PageSize
        } else if parameter.wire.starts_with("sort") {
            Self::Order
        } else {
            Self::Subject
        }
    }
}
