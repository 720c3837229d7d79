//! A call without generated types, and the check of its parameters before sending.

use std::hash::{Hash, Hasher};

use reqwest::header::HeaderMap;

use crate::address::Address;
use crate::body;
use crate::checks;
use crate::error::{Error, Kind, Violation};
use crate::header_parameters;
use crate::operation::{Endpoint, Operation};
use crate::options::CallOptions;
use crate::paging::PageStyle;
use crate::query::Query;
use crate::task::Place;

/// One call of any operation, for tools that don't know the operation at compile time.
///
/// ```no_run
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Client, Operation, Query, Request};
///
/// # async fn example(client: Client, operation: &'static Operation) -> Result<(), helpscout_runtime::Error> {
/// let request = Request::new(operation, Query::new().with("user", 447723));
/// println!("{}", client.send_raw(&request).await?.value());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    operation: &'static Operation,
    query: Query,
    /// The number of the page in a report that is read page by page, counted from 1.
    page: Option<i64>,
    /// The query of the URL, if a link of the page before leads to this one.
    link: Option<String>,
}

// The ID tells operations apart, as far as a hash has to.
impl Hash for Request {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.operation.id.hash(state);
        self.query.hash(state);
        self.page.hash(state);
        self.link.hash(state);
    }
}

impl Request {
    /// Creates a call of `operation`.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Operation, Query, Request};
    ///
    /// const USERS: &Operation = &Operation {
    ///     id: "list_users",
    ///     path: "/v2/users",
    ///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/users/list/",
    ///     ..Operation::DEFAULT
    /// };
    /// let request = Request::new(USERS, Query::new().with("mailbox", 123));
    /// assert_eq!(request.operation().path, "/v2/users");
    /// assert_eq!(request.query().get("mailbox"), Some("123"));
    /// ```
    pub const fn new(operation: &'static Operation, query: Query) -> Self {
        Self {
            operation,
            query,
            page: None,
            link: None,
        }
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
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::{Operation, Query, Request, Rule};
    ///
    /// const COMPANY: &Operation = &Operation {
    ///     id: "company_report",
    ///     path: "/v2/reports/company",
    ///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/reports/company/reports-company-overall/",
    ///     plans: &["plus", "pro"],
    ///     required: &["start", "end"],
    ///     rules: &[Rule::interval("start", "end")],
    ///     ..Operation::DEFAULT
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
    /// missing, parameters that exclude each other are set, a number, a text or a list is outside
    /// its limits, a value can't be sent in a header or in a body, or the page is not a number. The
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
        let asked = self.operation.pages.and_then(|pages| pages.parameter());
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

    /// Returns the headers that are parameters of the operation.
    pub(crate) fn headers(&self) -> HeaderMap {
        header_parameters::headers(self.operation, &self.query)
    }

    /// Returns the JSON body, if the operation has one.
    pub(crate) fn body(&self) -> Option<String> {
        body::text(self.operation, &self.query)
    }

    /// Returns what an error names of the request.
    pub(crate) fn place(&self) -> Place {
        (self.operation, self.page())
    }

    /// Returns the number of the page that the call asks for, counted from 1.
    pub(crate) fn page(&self) -> Option<i64> {
        if self.page.is_some() {
            return self.page;
        }
        match self.operation.pages?.style {
            PageStyle::Number {
                parameter, first, ..
            } => {
                let number: i64 = self.query.get(parameter)?.parse().ok()?;
                number.checked_sub(i64::from(first))?.checked_add(1)
            }
            _ => None,
        }
    }

    /// Returns the query of the URL, if it is that of a link and not made of the parameters.
    pub(crate) fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Returns the call of a page, which is the one with this number in the report.
    pub(crate) fn on_page(&self, number: i64, address: &Address) -> Self {
        let mut request = self.clone();
        request.page = Some(number);
        let parameter = self.operation.pages.and_then(|pages| pages.parameter());
        match (address, parameter) {
            (Address::Value(value), Some(parameter)) => request.query.set(parameter, value),
            (Address::Link(query), _) => request.link = Some(query.clone()),
            (Address::Value(_) | Address::Query, _) => {}
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
        checks::violations(self.operation, &self.query)
    }
}
