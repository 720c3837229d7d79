//! Typed client for the Help Scout Reports API.
//!
//! In: a query, one type for each documented report. Out: its rows, page by page, as a stream, or
//! all at once. Queries, enumerations and answers are generated from the documented tables; what
//! sends them is [`Client`]; [`history`] folds the rows of a conversation history.
//!
//! ```no_run
//! use helpscout_reports::*;
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
//! # What does not compile
//! A call without a parameter the service requires:
//!
//! ```compile_fail,E0061
//! # use helpscout_reports::*;
//! # let start: jiff::Timestamp = "2019-05-02T12:00:00Z".parse().unwrap();
//! UserConversationHistory::new(UserId(447723), start);
//! ```
//!
//! One kind of id for another:
//!
//! ```compile_fail,E0271
//! # use helpscout_reports::*;
//! # fn filter(query: UserConversationHistory) -> UserConversationHistory {
//! query.mailboxes([TagId(99787)])
//! # }
//! ```
//!
//! Half of the interval to compare with:
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

pub use generated::*;
pub use helpscout_runtime::*;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
