//! The account, as the look-up of the user whose credentials are used tells.

use helpscout_reports::wire::decodable;
use helpscout_reports::{Endpoint, GetMe, Query, Request};
use serde_json::Value;

use crate::message::Failure;

/// Returns the request for the user whose credentials are used.
pub(crate) fn request() -> Request {
    Request::new(GetMe::OPERATION, Query::new())
}

/// Reads the answer to the [`request`].
///
/// # Errors
/// If it is not JSON.
pub(crate) fn read(answer: &str) -> Result<Value, Failure> {
    serde_json::from_str(&decodable(answer)).map_err(|error| {
        let id = GetMe::OPERATION.id;
        Failure::undocumented(format!("{id}: the answer is not JSON: {error}"))
    })
}

/// Returns the ID of the account that a user belongs to, if the answer has it.
pub(crate) fn id(me: &Value) -> Option<i64> {
    match me.get("companyId")? {
        Value::String(text) => text.parse().ok(),
        id => id.as_i64(),
    }
}
