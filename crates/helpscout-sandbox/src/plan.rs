//! The plan of the account that calls the sandbox.

use helpscout_description::{Plan as Described, Service};

/// The plan of the sandbox's account. It determines the rate limit and the available operations.
///
/// ```
/// use helpscout_sandbox::{Plan, Sandbox};
///
/// // Every report is refused with a 403, for tests of what a program says then.
/// let without_reports = Sandbox::builder().plan(Plan::Standard);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Plan {
    /// A plan without reports.
    Standard,
    /// A plan with reports.
    Plus,
    /// A plan with reports and the highest rate limit.
    #[default]
    Pro,
}

impl Plan {
    /// Returns the name in the description.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Plus => "plus",
            Self::Pro => "pro",
        }
    }
}

/// Returns the plan of the description with this name, or the largest one if none is wanted, which is
/// none if there are no plans.
///
/// # Errors
/// Returns the wanted plan if the description does not have it.
pub(crate) fn described(
    wanted: Option<String>,
    service: &Service,
) -> Result<Option<&Described>, String> {
    let Some(wanted) = wanted else {
        return Ok(service.plans.last());
    };
    let found = service.plans.iter().find(|plan| plan.name == wanted);
    found.map(Some).ok_or(wanted)
}
