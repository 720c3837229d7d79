#![allow(clippy::unwrap_used)]

mod answers;
mod other_api;
mod paging;
mod parameters;
mod places;
mod series;
