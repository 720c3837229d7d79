//! The facts about an endpoint that generated code has, and the traits that it implements.

use serde_core::de::DeserializeOwned;

use crate::generated::service::SERVICE;
use crate::identity::Identity;
use crate::paging::Paging;
use crate::position::Position;
use crate::query::Query;
use crate::rule::Rule;
use crate::service::Service;

/// The facts about one endpoint that are needed to call it.
///
/// Generated code has one constant for each endpoint. A tool with a description of its own writes
/// them itself, and takes what it does not set from [`Operation::DEFAULT`]:
///
/// ```
/// use helpscout_runtime::{JsonKind, Method, Operation, Paging, Rule, Sent};
///
/// const RATINGS: Operation = Operation {
///     id: "happiness_ratings",
///     path: "/v2/reports/happiness/ratings",
///     docs: "https://developer.helpscout.com/mailbox-api/endpoints/reports/happiness/reports-happiness-ratings/",
///     plans: &["plus", "pro"],
///     required: &["start", "end"],
///     rules: &[
///         Rule::interval("start", "end"),
///         Rule::together(&["previousStart", "previousEnd"]),
///         Rule::limits("page", Some(1), None),
///     ],
///     pages: Some(Paging::new("page", "page", "pages", "count", "results")),
///     ..Operation::DEFAULT
/// };
///
/// // POST /v2/search with {"filter": {"status": "open"}, "fields": ["summary"]}
/// const SEARCH: Operation = Operation {
///     id: "search",
///     method: Method::Post,
///     is_safe: true,
///     path: "/v2/search",
///     sent: &[
///         Sent::header("X-Experimental"),
///         Sent::body("filter.status", JsonKind::Text),
///         Sent::array("fields", JsonKind::Text),
///     ],
///     ..Operation::DEFAULT
/// };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name in snake case, such as `user_conversation_history`.
    pub id: &'static str,
    /// The service. Only a client of this service makes the call, so that a token is never sent to
    /// another one.
    pub service: &'static Service,
    /// The HTTP method.
    pub method: Method,
    /// Whether a POST only reads, so that it may be sent again after a failure. A GET, PUT or DELETE
    /// always may.
    pub is_safe: bool,
    /// The path, which starts with a slash. A segment `{id}` stands for the value of the parameter
    /// `id`.
    pub path: &'static str,
    /// The URL of the documentation.
    pub docs: &'static str,
    /// The plans that include the operation. It is empty if all plans do.
    pub plans: &'static [&'static str],
    /// The wire names of the required parameters.
    pub required: &'static [&'static str],
    /// The rules for the parameters, which are checked before sending.
    pub rules: &'static [Rule],
    /// The parameters that are sent neither in the path nor in the query of the URL.
    pub sent: &'static [Sent],
    /// How the response is split into pages, or `None` if it is not.
    pub pages: Option<Paging>,
    /// What a successful response contains.
    pub content: Content,
}

impl Operation {
    /// A GET of the service of this crate's own client, without parameters, that is answered with
    /// JSON. Only the path and the name are missing.
    pub const DEFAULT: Self = Self {
        id: "",
        service: &SERVICE,
        method: Method::Get,
        is_safe: false,
        path: "",
        docs: "",
        plans: &[],
        required: &[],
        rules: &[],
        sent: &[],
        pages: None,
        content: Content::Json,
    };

    /// Returns how a parameter is sent, or `None` if it is sent in the path or in the query of the
    /// URL.
    pub(crate) fn how(&self, name: &str) -> Option<How> {
        let sent = self.sent.iter().find(|sent| sent.name == name)?;
        Some(sent.how)
    }

    /// Returns the parameters that stand in the path.
    pub(crate) fn in_path(&self) -> impl Iterator<Item = &'static str> {
        // Most paths have none, and splitting takes longer than looking for one.
        let path = self.path.contains('{').then(|| self.path.split('/'));
        path.into_iter().flatten().filter_map(placeholder)
    }

    /// Returns whether a response with this body may be complete although that is not JSON.
    pub(crate) fn may_lack(&self, body: &[u8]) -> bool {
        match self.content {
            Content::Json => false,
            Content::Empty => body.trim_ascii().is_empty(),
            Content::Headers(_) => true,
        }
    }

    /// Returns whether a call may be sent again although it may have reached the service.
    pub(crate) fn is_repeatable(&self) -> bool {
        let method = self.method;
        self.is_safe || matches!(method, Method::Get | Method::Put | Method::Delete)
    }
}

/// The HTTP method of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// A call that only reads, without a body.
    Get,
    /// A call with a body, which is a JSON object.
    Post,
    /// A call with a body that says what something is from now on. Sent twice, it has the same effect.
    Put,
    /// A call with a body that says what changes. Sent twice, it may change it twice.
    Patch,
    /// A call that removes something, without a body. Sent twice, it has the same effect, but the
    /// service may answer the second one that there is nothing to remove.
    Delete,
}

impl Method {
    /// Returns the name of the method as it is sent.
    ///
    /// ```
    /// assert_eq!(helpscout_runtime::Method::Post.as_str(), "POST");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Returns whether a request with this method has a body.
    pub(crate) const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

/// A parameter that is sent neither in the path nor in the query of the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The wire name: the name of the header, or the dotted path in the body, such as
    /// `filter.status`. A key with a dot or a blank stands in double quotes.
    pub name: &'static str,
    /// Where and how it is sent.
    pub how: How,
}

/// Where and how a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum How {
    /// As a header.
    Header,
    /// As a value in the JSON body.
    Body {
        /// What the value is, or each value of a list.
        kind: JsonKind,
        /// Whether the value is an array.
        is_list: bool,
    },
}

/// What a value in a JSON body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonKind {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object with these fields. Its text is JSON.
    Object(&'static ObjectFields),
}

/// The fields of the objects in a list of a JSON body.
///
/// ```
/// use helpscout_runtime::{JsonKind, ObjectFields, Sent};
///
/// // {"threads": [{"type": "customer", "customer": {"email": "a@example.com"}}]}
/// const THREAD: &ObjectFields = &ObjectFields::new(
///     &["type"],
///     &[],
///     &[
///         Sent::body("type", JsonKind::Text),
///         Sent::body("customer.email", JsonKind::Text),
///     ],
/// );
/// const THREADS: Sent = Sent::array("threads", JsonKind::Object(THREAD));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ObjectFields {
    /// The paths of the required fields.
    pub required: &'static [&'static str],
    /// The rules for the fields.
    pub rules: &'static [Rule],
    /// The fields, with dotted paths from the object on.
    pub sent: &'static [Sent],
}

impl ObjectFields {
    /// Creates a value from the paths of the required fields, the rules, and all fields.
    pub const fn new(
        required: &'static [&'static str],
        rules: &'static [Rule],
        sent: &'static [Sent],
    ) -> Self {
        Self {
            required,
            rules,
            sent,
        }
    }
}

/// What a successful response contains.
///
/// ```
/// use helpscout_runtime::{Content, HeaderField, JsonKind, Method, Operation};
///
/// // POST /v2/conversations answers 201 with the header Resource-ID, and without a body.
/// const CREATE: Operation = Operation {
///     id: "create_conversation",
///     method: Method::Post,
///     path: "/v2/conversations",
///     content: Content::Headers(&[HeaderField::new("Resource-ID", "id", JsonKind::Integer)]),
///     ..Operation::DEFAULT
/// };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// JSON, which the type of the response decodes.
    Json,
    /// Nothing: the status says it all. The type of the response is `()`.
    Empty,
    /// Values in these headers. The type of the response decodes an object of them, whatever the body
    /// is.
    Headers(&'static [HeaderField]),
}

/// A header of a response whose value is a field of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderField {
    /// The name of the header, such as `Resource-ID`.
    pub name: &'static str,
    /// The key of the field in the object that is decoded.
    pub key: &'static str,
    /// What the value is in that object.
    pub kind: JsonKind,
}

impl HeaderField {
    /// Creates a value from the name of the header, the key of the field, and what its value is.
    pub const fn new(name: &'static str, key: &'static str, kind: JsonKind) -> Self {
        Self { name, key, kind }
    }
}

/// An object in a list of a JSON body. Generated code implements it.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an object of a body")]
pub trait BodyObject {
    /// The fields of the object.
    const FIELDS: &'static ObjectFields;
    /// Returns the fields that are set.
    fn query(&self) -> &Query;
}

impl Sent {
    /// Creates a value for a parameter that is sent as a header.
    pub const fn header(name: &'static str) -> Self {
        Self {
            name,
            how: How::Header,
        }
    }

    /// Creates a value for a parameter that is sent in the body.
    pub const fn body(path: &'static str, kind: JsonKind) -> Self {
        Self {
            name: path,
            how: How::Body {
                kind,
                is_list: false,
            },
        }
    }

    /// Creates a value for a list that is sent as an array in the body.
    pub const fn array(path: &'static str, kind: JsonKind) -> Self {
        Self {
            name: path,
            how: How::Body {
                kind,
                is_list: true,
            },
        }
    }
}

/// Returns the parameter that stands in a segment of an operation's path.
pub(crate) fn placeholder(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

/// A query that knows its endpoint and the type of the response.
///
/// Generated code implements it. A function that works with any query is generic over it:
///
/// ```no_run
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Client, Endpoint, Error};
///
/// async fn timed<Q: Endpoint>(client: &Client, query: &Q) -> Result<Q::Response, Error> {
///     let start = std::time::Instant::now();
///     let response = client.send(query).await?;
///     println!("{}: {} ms", Q::OPERATION.id, start.elapsed().as_millis());
///     Ok(response.into_value())
/// }
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not a query")]
pub trait Endpoint {
    /// The type of the response.
    ///
    /// It is `()` if a response has no [content](crate::Content).
    ///
    /// A response that is a JSON object must have at least one key that this type knows, even if
    /// all of them are optional; otherwise it fails to decode.
    type Response: DeserializeOwned + Send + 'static;
    /// The facts about the endpoint.
    const OPERATION: &'static Operation;
    /// Returns the parameters that are set.
    fn query(&self) -> &Query;
}

/// An endpoint whose rows can be read page by page.
///
/// Generated code implements it. A response without pages counts as a single page. Its rows are
/// the items of the list if the response is a list, and otherwise the response itself is the only
/// row.
///
/// ```no_run
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Client, Error, Paged};
///
/// async fn count<Q: Paged + Send + 'static>(client: &Client, query: Q) -> Result<u64, Error> {
///     let mut rows = client.rows(query);
///     while rows.next().await?.is_some() {}
///     Ok(rows.rows_read())
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query that can be read as a whole report",
    note = "a report is read from the query itself, not from a reference; clone a query that is \
            needed again"
)]
pub trait Paged: Endpoint {
    /// The type of one row.
    type Row: DeserializeOwned + Send + 'static;
    /// Returns the position of a page in the report.
    fn position(page: &Self::Response) -> Position;
    /// Returns the rows of a page, or `None` if the page lacks the object that contains them.
    fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>>;
    /// Returns what identifies a row, or `None` if it lacks the field or if nothing identifies it.
    fn identity(_row: &Self::Row) -> Option<Identity> {
        None
    }
    /// Returns the number of rows of a page.
    fn row_count(page: &mut Self::Response) -> usize {
        Self::rows_mut(page).map_or(0, |rows| rows.len())
    }
    /// Takes the rows out of a page.
    fn into_rows(mut page: Self::Response) -> Vec<Self::Row> {
        Self::rows_mut(&mut page)
            .map(std::mem::take)
            .unwrap_or_default()
    }
}

/// Implements [`Paged`] for an endpoint without pages.
///
/// `single_page!(Query, Answer)` is for an endpoint whose response is the only row, and
/// `single_page!(Query, [Item])` is for an endpoint that returns a list.
#[doc(hidden)]
#[macro_export]
macro_rules! single_page {
    ($query:ident, [$item:ident]) => {
        impl $crate::Paged for $query {
            type Row = $item;
            fn position(page: &Self::Response) -> $crate::Position {
                $crate::Position::only(page.len())
            }
            fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>> {
                Some(page)
            }
        }
    };
    ($query:ident, $answer:ident) => {
        impl $crate::Paged for $query {
            type Row = $answer;
            fn position(_: &Self::Response) -> $crate::Position {
                $crate::Position::only(1)
            }
            fn rows_mut(_: &mut Self::Response) -> Option<&mut Vec<Self::Row>> {
                None
            }
            fn row_count(_: &mut Self::Response) -> usize {
                1
            }
            fn into_rows(page: Self::Response) -> Vec<Self::Row> {
                ::std::vec![page]
            }
        }
    };
}
