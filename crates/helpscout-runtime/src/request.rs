//! A call without generated types: an operation and its parameters, and the check before sending.

use jiff::Timestamp;

use crate::error::{Error, Kind, Violation};
use crate::{CallOptions, Endpoint, Operation, Query, Rule, wire};

/// One call of any operation, for tools that do not know it at compile time.
///
/// ```no_run
/// use helpscout_runtime::{Client, Operation, Query, Request};
///
/// # async fn example(client: Client, operation: &'static Operation) -> Result<(), helpscout_runtime::Error> {
/// let request = Request::new(operation, Query::new().with("user", 447723));
/// println!("{}", client.send_raw(&request).await?.value());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    operation: &'static Operation,
    query: Query,
}

impl Request {
    /// A call of `operation`.
    pub const fn new(operation: &'static Operation, query: Query) -> Self {
        Self { operation, query }
    }

    /// The call that a typed query stands for.
    pub fn of<Q: Endpoint>(query: &Q) -> Self {
        Self::new(Q::OPERATION, query.query().clone())
    }

    /// The operation.
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The parameters.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// Checks the parameters. Sending does so first.
    ///
    /// # Errors
    /// If a required parameter is missing or empty, an instant is not written as UTC whole
    /// seconds, an interval does not start before its end, half of a pair is missing, a number is
    /// outside its limits, or the page is no number from 1. The error has all of them: [`Error::violations`].
    pub fn validate(&self) -> Result<(), Error> {
        self.refuse(self.violations())
    }

    /// Checks the parameters together with those that come on top.
    pub(crate) fn validate_with(&self, options: &CallOptions) -> Result<(), Error> {
        let mut violations = self.violations();
        violations.extend(options.violations(self));
        self.refuse(violations)
    }

    /// Checks the parameters for a walk through all pages, which sets the page itself.
    pub(crate) fn validate_walk(&self, options: &CallOptions) -> Result<(), Error> {
        let mut violations = self.violations();
        let asked = self.operation.pages.map(|pages| pages.parameter);
        let asked = asked.and_then(|name| Some((name, self.query.get(name)?)));
        if let Some((name, page)) = asked {
            violations.retain(|violation| violation.parameter != name);
            violations.push(Violation {
                parameter: name.into(),
                message: format!(
                    "`{name}` is `{page}`, but all pages are walked; leave it out, or send for that page alone"
                ),
            });
        }
        violations.extend(options.violations(self));
        self.refuse(violations)
    }

    pub(crate) fn page(&self) -> Option<i64> {
        let pages = self.operation.pages?;
        self.query.get(pages.parameter)?.parse().ok()
    }

    pub(crate) fn on_page(&self, page: i64) -> Self {
        let mut request = self.clone();
        if let Some(pages) = self.operation.pages {
            request.query.set(pages.parameter, page);
        }
        request
    }

    fn refuse(&self, violations: Vec<Violation>) -> Result<(), Error> {
        if violations.is_empty() {
            return Ok(());
        }
        Err(Error::new(Kind::Query(violations)).of(self.operation, None))
    }

    fn violations(&self) -> Vec<Violation> {
        let Operation {
            required,
            rules,
            pages,
            ..
        } = self.operation;
        let mut found: Vec<Violation> = required
            .iter()
            .filter_map(|name| self.missing(name))
            .collect();
        for rule in *rules {
            match rule {
                Rule::Interval { from, to } => self.check_interval(from, to, &mut found),
                Rule::Together(names) => found.extend(self.half_of(names)),
                Rule::Requires { parameter, other } => found.extend(self.alone(parameter, other)),
                Rule::Limits {
                    parameter,
                    minimum,
                    maximum,
                } => found.extend(self.outside(parameter, *minimum, *maximum)),
            }
        }
        found.extend(pages.and_then(|pages| self.bad_page(pages.parameter)));
        found
    }

    fn missing(&self, name: &'static str) -> Option<Violation> {
        let message = match self.query.get(name) {
            None => format!("`{name}` is required; set it"),
            Some("") => format!("`{name}` is required but empty; give it a value"),
            Some(_) => return None,
        };
        Some(Violation {
            parameter: name.into(),
            message,
        })
    }

    fn check_interval(&self, from: &'static str, to: &'static str, found: &mut Vec<Violation>) {
        let (start, end) = (self.instant(from, found), self.instant(to, found));
        if let (Some(start), Some(end)) = (start, end)
            && start >= end
        {
            let (start, end) = (wire::query_text(start), wire::query_text(end));
            found.push(Violation {
                parameter: from.into(),
                message: format!(
                    "`{from}` ({start}) must lie before `{to}` ({end}); change one of them"
                ),
            });
        }
    }

    /// The instant of a parameter that is set; a violation if its text is none.
    fn instant(&self, name: &'static str, found: &mut Vec<Violation>) -> Option<Timestamp> {
        let text = self.query.get(name).filter(|text| !text.is_empty())?;
        let problem = match text.parse::<Timestamp>() {
            Ok(instant) if wire::query_text(instant) == text => return Some(instant),
            Ok(instant) => format!(
                "`{name}` is `{text}`, but only UTC whole seconds are taken; write it as {}",
                wire::query_text(instant)
            ),
            Err(_) => format!(
                "`{name}` is `{text}`, which is no date and time in UTC; write it as 2019-05-02T12:00:00Z"
            ),
        };
        if !found.iter().any(|violation| violation.message == problem) {
            found.push(Violation {
                parameter: name.into(),
                message: problem,
            });
        }
        None
    }

    fn half_of(&self, names: &'static [&'static str]) -> Option<Violation> {
        let is_set =
            |name: &&&'static str| self.query.get(name).is_some_and(|text| !text.is_empty());
        let set: Vec<String> = names
            .iter()
            .filter(is_set)
            .map(|name| format!("`{name}`"))
            .collect();
        let first_missing = names.iter().find(|name| !is_set(name))?;
        if set.is_empty() {
            return None;
        }
        Some(Violation {
            parameter: (*first_missing).into(),
            message: format!(
                "{} is set without `{first_missing}`; set all of {} or none",
                set.join(" and "),
                names.join(", ")
            ),
        })
    }

    fn alone(&self, name: &'static str, other: &'static str) -> Option<Violation> {
        self.query.get(name)?;
        if self.query.get(other).is_some_and(|text| !text.is_empty()) {
            return None;
        }
        Some(Violation {
            parameter: name.into(),
            message: format!("`{name}` means nothing without `{other}`; set it, too"),
        })
    }

    fn outside(
        &self,
        name: &'static str,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Option<Violation> {
        let text = self.query.get(name)?;
        let is_inside = |number: i64| {
            minimum.is_none_or(|minimum| minimum <= number)
                && maximum.is_none_or(|maximum| number <= maximum)
        };
        if text.parse().is_ok_and(is_inside) {
            return None;
        }
        let wanted = match (minimum, maximum) {
            (Some(minimum), Some(maximum)) => format!("from {minimum} to {maximum}"),
            (Some(minimum), None) => format!("from {minimum}"),
            (None, Some(maximum)) => format!("up to {maximum}"),
            (None, None) => return None,
        };
        Some(Violation {
            parameter: name.into(),
            message: format!("`{name}` is `{text}`; it takes a whole number {wanted}"),
        })
    }

    fn bad_page(&self, name: &'static str) -> Option<Violation> {
        let text = self.query.get(name)?;
        if text.parse::<i64>().is_ok_and(|page| page >= 1) {
            return None;
        }
        Some(Violation {
            parameter: name.into(),
            message: format!("`{name}` is `{text}`; pages are counted from 1"),
        })
    }
}
