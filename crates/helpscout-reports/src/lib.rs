//! [Guide](guide) · [Reports](reports) · [Look-ups](lookups) · [Models](models) ·
//! [Enumerations](enums) · [IDs](ids) · [History](history) · [Prelude](prelude)
//!
#![doc = include_str!("../README.md")]
//!
//! ## Where to find what
//!
//! | module | contents |
//! |---|---|
//! | [`reports`], [`lookups`] | The queries, one for each report or look-up, such as [`UserConversationHistory`]. The page of a query says what comes back. |
//! | [`models`] | What comes back, such as [`ConversationReply`]. |
//! | [`enums`], [`ids`] | The values in parameters and models, such as [`ConversationStatus`] and [`UserId`]. |
//! | [`history`] | One entry for each conversation of a history, and its key figures. |
//! | [`guide`] | The chapters of the guide. |
//! | [`prelude`] | All of the types above and the client, for `use helpscout_reports::prelude::*;`. |
//!
//! [`Client`] sends queries, [`ClientBuilder`] has its settings, and [`Error`] says what went wrong.
//! Everything is available at the root of the crate as well.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "describe")]
pub mod describe;
#[rustfmt::skip]
mod generated;
pub mod guide;
pub mod history;
pub mod prelude;

pub use generated::{OPERATIONS, enums, ids, lookups, models, reports};
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use helpscout_runtime::blocking;
#[doc(no_inline)]
pub use helpscout_runtime::*;
// What a program meets when it uses the client. It has a page here, so that links lead to it.
#[doc(inline)]
pub use helpscout_runtime::{
    AccessToken, AllOf, Answered, CallCounter, CallOptions, Client, ClientBuilder, Endpoint, Error,
    ErrorKind, FieldError, Paged, Pages, Position, RateLimit, Request, Response, Restart, Rows,
    Seconds, Violation, Wait, WaitReason, WalkEvent, compare,
};
#[doc(no_inline)]
pub use {enums::*, ids::*, lookups::*, models::*, reports::*};
