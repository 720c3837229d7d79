//! A call without generated types, and the check of its parameters before sending.

use jiff::Timestamp;

use crate::error::{Error, Kind, Violation};
use crate::operation::{Endpoint, Operation, Rule};
use crate::options::CallOptions;
use crate::query::Query;
use crate::wire;

/// One call of any operation, for tools that don't know the operation at compile time.
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
    /// Creates a call of `operation`.
    ///
    /// ```
    /// use helpscout_runtime::{Operation, Query, Request};
    ///
    /// const USERS: &Operation = &Operation {
    ///     id: "list_users",
    ///     path: "/v2/users",
    ///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/users/list/",
    ///     plans: &[],
    ///     required: &[],
    ///     rules: &[],
    ///     pages: None,
    /// };
    /// let request = Request::new(USERS, Query::new().with("mailbox", 123));
    /// assert_eq!(request.operation().path, "/v2/users");
    /// assert_eq!(request.query().get("mailbox"), Some("123"));
    /// ```
    pub const fn new(operation: &'static Operation, query: Query) -> Self {
        Self { operation, query }
    }

    /// Creates the call that a typed query makes, for the methods of the client that return what the
    /// service sent, such as [`Client::send_raw`](crate::Client::send_raw).
    ///
    /// ```no_run
    /// # use helpscout_runtime::{Client, Endpoint, Error, Request};
    /// # async fn example<Q: Endpoint>(client: Client, query: Q) -> Result<(), Error> {
    /// let raw = client.send_raw(&Request::of(&query)).await?;
    /// println!("{}", raw.value());
    /// # Ok(())
    /// # }
    /// ```
    pub fn of<Q: Endpoint>(query: &Q) -> Self {
        Self::new(Q::OPERATION, query.query().clone())
    }

    /// Returns the operation.
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Returns the parameters.
    pub const fn query(&self) -> &Query {
        &self.query
    }

    /// Checks the parameters. Sending a request does this first.
    ///
    /// ```
    /// use helpscout_runtime::{Operation, Query, Request, Rule};
    ///
    /// const COMPANY: &Operation = &Operation {
    ///     id: "company_report",
    ///     path: "/v2/reports/company",
    ///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-overall/",
    ///     plans: &["plus", "pro"],
    ///     required: &["start", "end"],
    ///     rules: &[Rule::interval("start", "end")],
    ///     pages: None,
    /// };
    /// let request = Request::new(COMPANY, Query::new().with("start", "2019-05-01"));
    /// let error = request.validate().unwrap_err();
    /// assert!(error.is_invalid_query());
    /// let wrong: Vec<&str> = error.violations().iter().map(|found| found.parameter.as_ref()).collect();
    /// assert_eq!(wrong, ["end", "start"]);
    /// ```
    ///
    /// # Errors
    /// Returns an error if a required parameter is missing or empty, an instant is not written as
    /// whole seconds in UTC, an interval does not start before its end, a part of a group is
    /// missing, a number is outside its limits, or the page is not a number of at least 1. The
    /// error lists all problems; see [`Error::violations`].
    pub fn validate(&self) -> Result<(), Error> {
        self.refuse(self.violations())
    }

    /// Checks the parameters together with the options.
    pub(crate) fn validate_with(&self, options: &CallOptions) -> Result<(), Error> {
        let mut violations = self.violations();
        violations.extend(options.violations(self.operation, &self.query));
        self.refuse(violations)
    }

    /// Checks the parameters for a call that reads all pages, which sets the page itself.
    pub(crate) fn validate_walk(&self, options: &CallOptions) -> Result<(), Error> {
        let mut violations = self.violations();
        let asked = self.operation.pages.map(|pages| pages.parameter);
        let asked = asked.and_then(|name| Some((name, self.query.get(name)?)));
        if let Some((name, page)) = asked {
            violations.retain(|violation| violation.parameter != name);
            violations.push(Violation {
                parameter: name.into(),
                message: format!(
                    "`{name}` is `{page}`, but this call reads all pages; remove it, or request only that page"
                ),
            });
        }
        violations.extend(options.violations(self.operation, &self.query));
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
                Rule::Together(names) => found.extend(self.incomplete(names)),
                Rule::Requires { parameter, other } => {
                    found.extend(self.without(parameter, other));
                }
                Rule::Limits {
                    parameter,
                    minimum,
                    maximum,
                } => found.extend(self.outside(parameter, *minimum, *maximum)),
            }
        }
        let page = pages.and_then(|pages| self.bad_page(pages.parameter));
        // A rule of the operation may have said so already.
        found.extend(page.filter(|page| {
            !found
                .iter()
                .any(|violation| violation.parameter == page.parameter)
        }));
        found
    }

    fn missing(&self, name: &'static str) -> Option<Violation> {
        let message = match self.query.get(name) {
            None => format!("`{name}` is required; set it"),
            Some("") => format!("`{name}` is required but empty; set a value"),
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
                    "`{from}` ({start}) must be before `{to}` ({end}); change one of them"
                ),
            });
        }
    }

    /// Returns the instant of a parameter if it is set, and adds a violation if its text is not an
    /// instant.
    fn instant(&self, name: &'static str, found: &mut Vec<Violation>) -> Option<Timestamp> {
        let text = self.query.get(name).filter(|text| !text.is_empty())?;
        let problem = match text.parse::<Timestamp>() {
            Ok(instant) if wire::query_text(instant) == text => return Some(instant),
            Ok(instant) => format!(
                "`{name}` is `{text}`, but the service accepts only whole seconds in UTC; write it as {}",
                wire::query_text(instant)
            ),
            Err(_) => format!(
                "`{name}` is `{text}`, which is not a date and time in UTC; write it like 2019-05-02T12:00:00Z"
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

    fn incomplete(&self, names: &'static [&'static str]) -> Option<Violation> {
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
                "{} {} set without `{first_missing}`; set all of {} or none of them",
                set.join(" and "),
                if set.len() == 1 { "is" } else { "are" },
                names.join(", ")
            ),
        })
    }

    fn without(&self, name: &'static str, other: &'static str) -> Option<Violation> {
        self.query.get(name)?;
        if self.query.get(other).is_some_and(|text| !text.is_empty()) {
            return None;
        }
        Some(Violation {
            parameter: name.into(),
            message: format!("`{name}` has no effect without `{other}`; set `{other}` as well"),
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
            (Some(minimum), None) => format!("of at least {minimum}"),
            (None, Some(maximum)) => format!("of at most {maximum}"),
            (None, None) => return None,
        };
        Some(Violation {
            parameter: name.into(),
            message: format!("`{name}` is `{text}`; it must be a whole number {wanted}"),
        })
    }

    fn bad_page(&self, name: &'static str) -> Option<Violation> {
        let text = self.query.get(name)?;
        if text.parse::<i64>().is_ok_and(|page| page >= 1) {
            return None;
        }
        Some(Violation {
            parameter: name.into(),
            message: format!("`{name}` is `{text}`; it must be a page number of at least 1"),
        })
    }
}
