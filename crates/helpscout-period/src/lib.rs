//! Periods in words as exact intervals in a time zone.
//!
//! In: a period as people write it (`last-week`, `2019-W20`), a time zone and the present. Out: the
//! first and the last second of the period in UTC, and its parts, such as its days. Look first at
//! [`Period`].
//!
//! Both ends of an interval are part of it, and a period ends one second before the next begins. So
//! every whole second is in exactly one of two adjacent periods, also where the clock changes.
//!
//! Zones come from the database that is compiled in, so that the same command gives the same
//! interval on every machine.

mod bounds;
mod clock;
mod error;
mod grammar;
mod interval;
mod label;
mod nearest;
mod parts;
mod period;
mod rephrase;
mod span;
mod words;
mod zone;
mod zone_advice;
mod zone_names;

pub use clock::Clock;
pub use error::Error;
pub use interval::Interval;
pub use parts::{Length, Part, Slice};
pub use period::Period;
pub use words::WORDS;
pub use zone::Zone;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
