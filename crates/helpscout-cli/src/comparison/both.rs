//! What there is in each of two periods.

/// Two periods of a report.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Both<T> {
    /// That of the report.
    pub(crate) now: T,
    /// That to compare with.
    pub(crate) before: T,
}
