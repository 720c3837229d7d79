//! The guide to this crate, one module for each chapter. The modules contain documentation only.
//!
//! | chapter | what it answers |
//! |---|---|
//! | [`authentication`] | How does a program sign in, and where do its secrets go? |
//! | [`reports`] | How is a query built, and what does a report look like? |
//! | [`streams`] | How is a report read that is too long to keep in memory? |
//! | [`errors`] | What can go wrong, and what should a program do then? |
//! | [`limits`] | How many calls may a program make, for one user or for many, and how does it share a client and stop a call? |
//! | [`testing`] | How is a program tested without an account? |
//! | [`blocking`] | How does a program without async code use the client? |
//! | [`tracing`] | How does a program log what the client does? |
//! | [`upgrading`] | What can change with a new version of the service or of this crate? |
//!
//! The folder `examples` of the crate has six small programs that use what the chapters describe.

#[doc = include_str!("guide/authentication.md")]
pub mod authentication {}

#[doc = include_str!("guide/reports.md")]
pub mod reports {}

#[doc = include_str!("guide/streams.md")]
pub mod streams {}

#[doc = include_str!("guide/errors.md")]
pub mod errors {}

#[doc = include_str!("guide/limits.md")]
pub mod limits {}

#[doc = include_str!("guide/testing.md")]
pub mod testing {}

#[cfg_attr(feature = "blocking", doc = include_str!("guide/blocking.md"))]
#[cfg_attr(
    not(feature = "blocking"),
    doc = "How a program without async code uses the client. It needs the feature `blocking`, with \
           which this chapter has its text."
)]
pub mod blocking {}

#[doc = include_str!("guide/tracing.md")]
pub mod tracing {}

#[doc = include_str!("guide/upgrading.md")]
pub mod upgrading {}
