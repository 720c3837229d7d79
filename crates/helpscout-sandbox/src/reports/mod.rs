//! Reports whose figures are computed from the desk.
//!
//! What a figure means can't be read out of a table, so each family of reports has a module that
//! knows it. A report without one, or one whose description no longer has what the computation
//! needs, is left to [`crate::interpret`].

mod conversation_history;

use helpscout_spec::api::Operation;
use serde_json::Value;

use crate::{
    desk::Desk,
    interpret::{Arguments, Window},
    volume::Volume,
};

/// What was computed for one call. Objects carry every figure the computation knows, under its
/// documented name; the description decides which are sent, and where.
pub(crate) enum Computed {
    /// The rows of one page, and how many there are on all.
    Page {
        window: Window,
        rows: Vec<Value>,
        count: usize,
    },
}

/// Computes the answer, if this operation is one whose figures are known. The desk is only asked
/// for then.
pub(crate) fn compute<'a>(
    desk: impl FnOnce() -> &'a Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    match operation.id.as_str() {
        "user_conversation_history" => {
            conversation_history::compute(desk(), operation, arguments, volume)
        }
        _ => None,
    }
}
