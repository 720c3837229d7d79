//! Typed client for the Help Scout Reports API.
//!
//! Each documented report has a query type. [`Client`] sends a query and returns its rows: page by
//! page, as a stream, or all at once. The queries, enumerations, and responses are generated from
//! the tables of the documentation.
//!
//! - [`reports`] has the queries of reports, and [`lookups`] those for users, mailboxes, tags and
//!   teams. The docs of each query name the type of what comes back.
//! - [`models`] has what comes back, [`enums`] and [`ids`] the values in it and of parameters.
//! - [`history`] groups the rows of a conversation history by conversation.
//! - [`prelude`] has all of that and the client, for `use helpscout_reports::prelude::*;`.
//!
//! Everything is available at the root as well.
//!
//! ```no_run
//! use helpscout_reports::prelude::*;
//! use helpscout_reports::history;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder()
//!     .client_credentials(std::env::var("HELPSCOUT_APP_ID")?, std::env::var("HELPSCOUT_APP_SECRET")?)
//!     .build()?;
//! let query = UserConversationHistory::new(
//!     UserId(447723),
//!     "2019-05-02T12:00:00Z".parse()?,
//!     "2019-06-02T12:00:00Z".parse()?,
//! )
//! .status(ConversationFilterStatus::Closed)
//! .mailboxes([MailboxId(123), MailboxId(567)])
//! .sort_field(ConversationHistorySortField::ResponseTime);
//!
//! let page = client.send(&query).await?;
//! println!("{} rows on {} pages", page.count, page.pages);
//!
//! for conversation in history::collapse(client.all(query).await?) {
//!     println!("{} {:?}", conversation.number, conversation.response_time);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Responses
//! Fields that the service may omit or send as null are an [`Option`]. Lists that it omits or sends
//! as null are empty. Enumerations keep unknown values in their variant `Other`.
//!
//! The documentation of this crate can be searched for the names that the service uses: searching
//! for `avgHandleTime` finds the field `avg_handle_time`.
//!
//! # Errors at compile time
//! The compiler rejects a call without a parameter that the service requires:
//!
//! ```compile_fail,E0061
//! # use helpscout_reports::*;
//! # let start: jiff::Timestamp = "2019-05-02T12:00:00Z".parse().unwrap();
//! UserConversationHistory::new(UserId(447723), start);
//! ```
//!
//! It rejects an ID of the wrong kind:
//!
//! ```compile_fail,E0271
//! # use helpscout_reports::*;
//! # fn filter(query: UserConversationHistory) -> UserConversationHistory {
//! query.mailboxes([TagId(99787)])
//! # }
//! ```
//!
//! It rejects one end of a comparison interval without the other:
//!
//! ```compile_fail,E0061
//! # use helpscout_reports::*;
//! # fn compare(query: UserConversationHistory, start: jiff::Timestamp) {
//! query.previous_interval(start);
//! # }
//! ```

#[cfg(feature = "describe")]
pub mod describe;
#[rustfmt::skip]
mod generated;
pub mod history;
pub mod prelude;

pub use generated::{OPERATIONS, enums, ids, lookups, models, reports};
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use helpscout_runtime::blocking;
#[doc(no_inline)]
pub use helpscout_runtime::*;
#[doc(inline)]
pub use helpscout_runtime::{
    CallOptions, Client, ClientBuilder, Error, ErrorKind, Pages, Response, Rows, Seconds,
};
#[doc(no_inline)]
pub use {enums::*, ids::*, lookups::*, models::*, reports::*};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
