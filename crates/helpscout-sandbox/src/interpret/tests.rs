#![allow(clippy::unwrap_used)]

mod answers;
mod cursors;
mod other_api;
mod paging;
mod parameters;
mod places;
mod recursion;
mod series;
