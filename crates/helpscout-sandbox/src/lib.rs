//! A local server that answers like the Help Scout Reports API.
//!
//! In: a checked description ([`Api`](helpscout_description::Api), embedded or given) and a seed.
//! Out: a running HTTP server ([`Sandbox`]) with tokens, rate limit, refusals and figures.
//! On the way a request passes `service` (who asks, how often, for what), `interpret` (parameters
//! and answer by the description alone) and `reports` (true figures, from the `desk` of the seed).
//! Look first at [`Sandbox::builder`], then at `service`.
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
//! # Trouble on purpose
//! Nothing goes wrong unless it is asked for: [`Faults`] (refusals, broken answers, silence),
//! [`Builder::token_calls`], [`Builder::token_lifetime`] and [`Sandbox::revoke_tokens`] (tokens that
//! end), [`Growth`] (rows that arrive during a walk), [`Builder::latency`],
//! [`Builder::calls_per_minute`] and [`Builder::minute`]. [`Builder::rows_factor`] makes reports of
//! any length. What happens follows from the seed and the calls, so a failing run can be repeated;
//! [`Calls::faults`] tells what did happen.
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
//! With the feature `tls` it answers by HTTPS, with a certificate of its own (`Builder::tls`).
//!
//! # Where it differs from the live service
//! - Parameters the description does not know are refused, with the nearest known name. The live
//!   service ignores them, so a misspelt filter goes unnoticed there.
//! - `GET /` is the sandbox's own: a text that says how to get in and what can be asked for.
//!
//! # What is not documented, and chosen here
//! - Reasons for a refusal are looked for in this order, and the first counts: path (404), token
//!   (401), rate limit (429), method (400), plan (403), parameters (400, all of them at once), a thing
//!   of that id (404).
//! - Calls without a good token and calls of unknown paths cost nothing of the rate limit, every
//!   method but GET costs two calls. A minute is counted from the sandbox's start, not by the clock.
//! - A slash at the end of a path changes nothing.
//! - A wrong client id or secret is a 401, every other mistake of a token request a 400.
//! - Both ends of an interval count, and the end has to lie after the start.
//! - A conversation history has 120 rows a page, by falling number unless asked otherwise; rows
//!   without the figure they are sorted by come last. A team's id stands for all of its members; an
//!   unknown user's report is empty. A report without rows has 0 pages, and asking for a page beyond
//!   the last gives no rows.
//! - `firstResponseTime` is the user's first in the whole conversation and `repliesSent` counts
//!   everybody's replies in it, whenever they were sent; `responseTime` and `avgHandleTime` are
//!   averages over the user's replies within the interval alone.
//!
//! # What figures count, where the pages don't say
//! - Spam counts nowhere. A conversation belongs to an interval if it was created, or had a message,
//!   in it; to a user, if that user replied in it. A close belongs to whoever replied last.
//! - Resolved is what was closed and answered. Of distributions, each conversation counts once, by
//!   its own average; a drilldown lists exactly those. Without a range, `company/drilldown` lists
//!   the conversations with replies.
//! - A rating belongs to the interval it was given in. The customers of `happiness` are those who
//!   got a reply in the interval or rated in it.
//! - `deltas` are changes in percent, null where there was nothing; of figures that are percentages
//!   themselves, and of the happiness score, they are differences, as in the documented examples.
//!   Without an interval to compare with, there are neither `previous` nor `deltas`.
//! - Buckets of a series start where the interval does; without `viewBy` they are weeks. A month lasts
//!   until the same day of the next one. Somebody who is helped in two buckets counts in both. Buckets
//!   that are too long or too short for the interval are not refused.
//! - `busy-times` and the busiest hours count new conversations by the company's clock.
//! - Of Docs sites, a day belongs to an interval if its midnight by UTC does.
//! - Links of look-ups are relative, so that nobody follows one, with a token, to another host.

mod calls;
mod desk;
mod faults;
mod form;
mod front;
mod interpret;
mod line;
mod problem;
mod rate;
mod reports;
mod route;
mod sandbox;
mod service;
#[cfg(test)]
mod tests;
#[cfg(feature = "tls")]
mod tls;
mod token;
mod volume;

pub use calls::Calls;
pub use faults::{Fault, Faults, FaultsError, UnknownFault};
/// Reads the description that [`Builder::spec`] takes.
pub use helpscout_description as description;
pub use helpscout_spec as spec;
pub use sandbox::{Builder, Plan, Sandbox, StartError};
pub use volume::Growth;

/// Whether the figures of a report are computed from the desk, and so agree with those of the
/// others. The sandbox answers every other described report as well, with figures it makes up.
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
