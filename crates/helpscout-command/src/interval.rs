//! The parameters that take an interval of time.

use helpscout_description::{Operation, Parameter, Rule};

/// What the names of the parameters of the previous interval start with.
const PREVIOUS: &str = "previous";

/// The parameters with the start and the end of an interval.
///
/// # Examples
/// ```
/// use helpscout_command::IntervalParameters;
///
/// let api = helpscout_description::embedded();
/// let company = api.operation("company").ok_or("not described")?;
/// let interval = IntervalParameters::of(company).ok_or("no interval")?;
/// assert_eq!([&interval.from.wire, &interval.to.wire], ["start", "end"]);
/// let previous = IntervalParameters::previous_of(company).ok_or("no previous interval")?;
/// assert_eq!(previous.from.wire, "previousStart");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntervalParameters<'a> {
    /// The parameter with the start.
    pub from: &'a Parameter,
    /// The parameter with the end.
    pub to: &'a Parameter,
}

impl<'a> IntervalParameters<'a> {
    /// Returns the interval that an operation reports on, or `None` if it has none.
    pub fn of(operation: &'a Operation) -> Option<Self> {
        Self::all(operation).find(|interval| !interval.from.wire.starts_with(PREVIOUS))
    }

    /// Returns the interval that an operation compares with, or `None` if it has none.
    pub fn previous_of(operation: &'a Operation) -> Option<Self> {
        Self::all(operation).find(|interval| interval.from.wire.starts_with(PREVIOUS))
    }

    fn all(operation: &'a Operation) -> impl Iterator<Item = Self> {
        let rules = operation.rules.iter();
        let pairs = rules.filter_map(|rule| match rule {
            Rule::Interval { from, to } => Some((from, to)),
            _ => None,
        });
        pairs.filter_map(|(from, to)| {
            let from = operation.parameter(from).filter(is_bound)?;
            let to = operation.parameter(to).filter(is_bound)?;
            Some(Self { from, to })
        })
    }

    /// Returns whether a parameter is one of the two.
    pub fn has(&self, parameter: &Parameter) -> bool {
        [self.from, self.to]
            .iter()
            .any(|bound| bound.wire == parameter.wire)
    }
}

fn is_bound(parameter: &&Parameter) -> bool {
    parameter.ty.is_moment() && parameter.list.is_none()
}
