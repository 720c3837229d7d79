//! Faults: answers that go wrong on purpose.
//!
//! [`config`] is what a user sets, [`schedule`] decides which request meets which fault, and
//! [`inject`] turns a good answer into the bad one.

mod config;
mod inject;
mod kind;
mod schedule;
#[cfg(test)]
mod tests;

pub use config::{Faults, FaultsError};
pub(crate) use inject::Injection;
pub use kind::{Fault, UnknownFault};
pub(crate) use schedule::FaultSchedule;
