//! Compares a response with the generated types.
//!
//! `reader` reads the body as the model and notes keys and values that the model does not know.
//! Then the model is serialized, and `tally` compares the result with the body.

mod difference;
mod reader;
mod tally;

use serde_core::Serialize;
use serde_json::Value;

pub use self::difference::{Difference, DifferenceKind};
use crate::content;
use crate::decode;
use crate::error::Error;
use crate::misfit::Misfit;
use crate::operation::{Content, Endpoint};

/// Compares a body with the model, to find out whether the service has changed.
///
/// The result lists each difference once, ordered by path, with how often it was seen. What the
/// models accept on purpose is not a difference: `3.0` for a whole number, `null` for an empty
/// list, an instant without a time zone, and one after `Timestamp::MAX`. The result repeats the service's values only where an
/// enumeration does not know them or the model reads them as another value.
///
/// ```no_run
/// # use helpscout_runtime as helpscout_reports;
/// use helpscout_reports::{Client, Endpoint, Error, Request, compare};
///
/// # async fn example<Q: Endpoint<Response: serde::Serialize>>(client: Client, query: Q) -> Result<(), Error> {
/// let response = client.send_raw(&Request::of(&query)).await?;
/// for difference in compare::<Q>(response.value())? {
///     eprintln!("{difference}"); // results[].mood: unknown key, text (20 of 20)
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Returns an error if the body does not decode as the model, in which case
/// [`Client::send`](crate::Client::send) fails as well: it is not JSON, lacks a required key, or
/// has a value of another type.
pub fn compare<Q>(body: &str) -> Result<Vec<Difference>, Error>
where
    Q: Endpoint,
    Q::Response: Serialize,
{
    let fail = |misfit: Misfit| misfit.in_body(body).of(Q::OPERATION, None);
    if Q::OPERATION.content == Content::Empty {
        return content::check_empty(body)
            .map(|()| Vec::new())
            .map_err(fail);
    }
    let model: Q::Response = decode::text(body).map_err(fail)?;
    let sent: Value = decode::text(body).map_err(fail)?;
    let mut tallies = reader::read::<Q::Response>(&sent)
        .map_err(Misfit::from)
        .map_err(fail)?;
    let read = serde_json::to_value(model)
        .map_err(Misfit::from)
        .map_err(fail)?;
    tallies.compare("", &sent, &read);
    Ok(tallies.into_differences())
}
