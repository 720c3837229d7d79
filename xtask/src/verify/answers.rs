//! Answers of the service, whether they come from files or from calls.

/// The answer of one call.
pub(crate) struct Answer {
    pub(crate) operation: String,
    /// What messages call the answer.
    pub(crate) name: String,
    pub(crate) body: String,
}

/// All answers, and the number of operations without one.
#[derive(Default)]
pub(crate) struct Answers {
    pub(crate) answers: Vec<Answer>,
    /// Operations whose call failed.
    pub(crate) failed: usize,
    /// Operations that could not be called because a value is missing.
    pub(crate) not_called: usize,
}
