//! The account, as the look-up of the user whose credentials are used tells.
//!
//! The answer is kept as long as the program runs and calls the same account, because each report of
//! `helpscout run` and each call of an assistant needs the time zone in it.

use std::sync::{Arc, Mutex, PoisonError};

use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::fmt::rfc2822::DateTimeParser;
use helpscout_reports::wire::decodable;
use helpscout_reports::{Endpoint, GetMe, Query, Request, Response};
use serde_json::Value;

use crate::message::Failure;

/// The account that is called, if it is known, and its user.
static CALLED: Mutex<Called> = Mutex::new(Called {
    account: None,
    me: None,
});

struct Called {
    account: Option<String>,
    me: Option<Arc<Value>>,
}

/// Calls an account from here on. Without a name for it, no answer is kept.
pub(crate) fn use_account(account: Option<String>) {
    let mut called = CALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if called.account != account {
        *called = Called { account, me: None };
    }
}

/// Returns the user whose credentials are used, if an earlier answer told.
pub(crate) fn known() -> Option<Arc<Value>> {
    let called = CALLED.lock().unwrap_or_else(PoisonError::into_inner);
    called.me.clone()
}

/// Returns what time it was for the service when it answered, if it says so.
pub(crate) fn time_of(answer: &Response<String>) -> Option<Timestamp> {
    let date = answer.headers().get("date")?;
    DateTimeParser::new().parse_timestamp(date.as_bytes()).ok()
}

/// Keeps the answer for later reports and calls.
pub(crate) fn keep(me: &Arc<Value>) {
    let mut called = CALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if called.account.is_some() {
        called.me = Some(Arc::clone(me));
    }
}

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
