//! A local server that answers like the Help Scout Reports API.
//!
//! Its data is a made-up support desk over the year 2019, in which user 447723 is the busiest. The same
//! seed gives the same desk on every machine, so a test can expect exact figures. It runs in a program
//! that has a tokio runtime, on a free port, until it is dropped. A client needs its address, and an ID
//! and a secret to request tokens with; that of `helpscout-reports` takes all three from
//! `ClientBuilder::sandbox(sandbox.base_url())`.
//!
//! ```
//! # async fn example() -> Result<(), helpscout_sandbox::StartError> {
//! use helpscout_sandbox::{Plan, Sandbox};
//!
//! let sandbox = Sandbox::builder().plan(Plan::Plus).start().await?;
//! println!("{} {} {}", sandbox.base_url(), sandbox.app_id(), sandbox.app_secret());
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # Fault injection
//! By default, nothing goes wrong. You can turn on:
//!
//! - error responses, broken answers and stalls: [`Faults`]
//! - tokens that end: [`Builder::token_calls`], [`Builder::token_lifetime`] and
//!   [`Sandbox::revoke_tokens`]
//! - rows that arrive while a client reads a report: [`Growth`]
//! - latency: [`Builder::latency`]
//! - another rate limit: [`Builder::calls_per_minute`] and [`Builder::minute`]
//! - reports of any length: [`Builder::rows_factor`]
//!
//! The seed and the calls determine what happens, so you can repeat a run that failed.
//! [`Calls::faults`] returns what did happen.
//!
//! ```
//! # async fn example() -> Result<(), helpscout_sandbox::StartError> {
//! use helpscout_sandbox::{Fault, Faults, Growth, Sandbox};
//!
//! let sandbox = Sandbox::builder()
//!     .faults(Faults::new().mix(20.0, Fault::TRANSIENT).at(3, 2, Fault::Cut))
//!     .growing(Growth::of(5).after(4))
//!     .token_calls(100)
//!     .start()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! With the feature `tls`, the sandbox can serve HTTPS with a self-signed certificate
//! (`Builder::tls`).
//!
//! # Differences from the live service
//! - The sandbox refuses parameters that are not in the description and suggests the nearest known
//!   name. The live service ignores them, so a misspelled filter has no effect there.
//! - Requests that call the sandbox by the name of another server are refused with the status 421
//!   ([`Builder::allow_host`]), and slow ones with 408 ([`Builder::request_timeout`]).
//! - Web pages can call it from a browser and read its answers (CORS), as Swagger UI does. If it serves
//!   a description other than the built-in one, only pages of this machine can
//!   ([`Builder::allow_origin`]). A browser's question whether a page may send a call (a preflight)
//!   is no call: it needs no token, counts nowhere and never fails.
//! - `GET /` returns a text that explains how to get a token and what can be requested.
//! - `GET /openapi.json` returns the description as an OpenAPI document with the sandbox as its
//!   server, by the name in the request, and `GET /openapi-3.0.json` the same in OpenAPI 3.0. Neither
//!   needs a token. Their examples of parameters exist in the sandbox, so that a call with all of them
//!   finds something.
//!
//! # Behavior that is not documented
//! For these cases, the sandbox makes its own choice:
//!
//! - A refused call gets the first reason that applies, in this order: path (404), token (401),
//!   rate limit (429), method (400), plan (403), parameters (400, all of them at once), unknown ID
//!   (404).
//! - Calls without a valid token and calls of unknown paths don't count toward the rate limit.
//!   A GET and a POST that only reads count as one call, everything else as two. Minutes are counted
//!   from the start of the sandbox.
//! - A service with HTTP Basic takes one user name and one password, which `GET /` and the OpenAPI
//!   document name. Other credentials are a 401.
//! - A slash at the end of a path is ignored.
//! - A refusal is shaped like `application/vnd.error+json` if that is the media type of errors.
//!   Otherwise it has only `message` and, for values that are refused, the list `errors`.
//! - A cursor is valid for its operation only, whatever the other parameters are. Where answers have
//!   the URL of the next page, it is that of the call with a cursor added.
//! - A wrong client ID or secret is a 401. Every other mistake in a token request is a 400. With
//!   HTTP Basic, a token request may repeat the client ID, but not the secret.
//! - An interval includes both of its ends, and its end must be after its start.
//! - A conversation history has 120 rows per page, sorted by number in descending order by default.
//!   Rows without a value in the sort field come last. The ID of a team stands for all of its
//!   members. The report of an unknown user is empty. A report without rows has 0 pages, and a page
//!   past the last one has no rows.
//! - `firstResponseTime` is the wait for the user's first response in the whole conversation, and
//!   `repliesSent` counts the replies of all users in it, no matter when they were sent.
//!   `responseTime` and `avgHandleTime` are averages over the user's replies in the interval.
//!
//! # How figures are calculated
//! Where the documentation doesn't say, the sandbox calculates them as follows:
//!
//! - Spam is never counted. A conversation belongs to an interval if it was created or had a
//!   message in it. It belongs to a user if that user replied in the interval. A close counts for
//!   the user who replied last.
//! - A conversation is resolved if it is closed and was answered. In a distribution, each
//!   conversation counts once, by its own average; a drilldown lists exactly those conversations.
//!   Without a range, `company/drilldown` lists the conversations with replies.
//! - A rating belongs to the interval in which it was given. The customers of `happiness` are those
//!   who received a reply or gave a rating in the interval.
//! - `deltas` are changes in percent, or null if there is nothing to compare with. For figures
//!   that are percentages themselves, and for the happiness score, they are differences, as in the
//!   documented examples. Without a previous interval, there are neither `previous` nor `deltas`.
//! - The first bucket of a series starts when the interval does. Without `viewBy`, buckets are
//!   weeks. A month lasts until the same day of the next month. A customer who is helped in two
//!   buckets counts in both. Buckets that are too long or too short for the interval are not
//!   refused.
//! - `busy-times` and the busiest hours count new conversations in the company's time zone.
//! - For Docs sites, a day belongs to an interval if its midnight in UTC does.
//! - Links of look-ups are relative, so that no client follows one, with its token, to another
//!   host.
//!
//! # How it is built
//! In: a checked description ([`Api`](helpscout_description::Api), embedded or given) and a seed.
//! Out: a running HTTP server ([`Sandbox`]) with tokens, a rate limit, errors and figures.
//! A request passes through `service` (authentication, rate limit, operation), `interpret` (checks
//! the parameters and writes the answer, from the description alone) and `reports` (computes the
//! figures from the `desk`, which the seed determines).
//! Start with [`Sandbox::builder`], then read `service`.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod basic;
mod calls;
mod connection;
mod cors;
mod credentials;
mod desk;
mod document;
mod faults;
mod front_page;
mod gate;
mod header_names;
mod hosts;
mod interpret;
mod lock;
mod plan;
mod problem;
mod rate;
mod reports;
mod response;
mod route;
mod sandbox;
mod server;
mod service;
#[cfg(test)]
mod tests;
#[cfg(feature = "tls")]
mod tls;
mod token;
mod urlencoded;
mod volume;

pub use calls::Calls;
pub use desk::YEAR;
pub use faults::{Fault, Faults, FaultsError, UnknownFault};
/// Reads the description that [`Builder::spec`] takes.
pub use helpscout_spec as spec;
pub use plan::Plan;
pub use sandbox::{Builder, Sandbox, StartError};
pub use token::APP_SECRET;
pub use volume::Growth;

/// Returns true if the sandbox computes the figures of a report from the desk. Such figures agree
/// with those of other computed reports. All other described reports are answered with made-up
/// figures.
///
/// ```
/// assert!(helpscout_sandbox::is_computed("user_conversation_history"));
/// assert!(!helpscout_sandbox::is_computed("user_moods"));
/// ```
pub fn is_computed(report: &str) -> bool {
    reports::is_computed(report)
}

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
