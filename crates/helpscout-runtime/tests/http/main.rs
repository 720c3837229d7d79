//! The client against small services over real HTTP.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod all_of;
#[cfg(feature = "rustls-ring")]
mod basic;
mod bodies;
mod causes;
mod compare;
mod credentials;
mod ends;
mod grants;
mod header_parameters;
mod history;
mod identity;
mod in_advance;
mod in_flight;
mod inclusive;
mod kinds;
mod last_rows;
mod links;
mod lists;
mod loopback;
mod methods;
mod options;
mod page_headers;
mod paging;
mod queries;
mod rate_limit;
mod raw;
mod recorded;
#[cfg(feature = "rustls-ring")]
mod redirects;
mod refusals;
mod renewal;
mod report_limit;
mod reports;
mod retries;
mod rules;
mod safety;
mod service;
mod services;
mod stale;
mod stopping;
mod streams;
mod styles;
mod texts;
mod token_tasks;
mod tokens;
mod truncation;
mod unread;
mod values;
mod walks;
