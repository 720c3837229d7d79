//! What the models of an operation make of a body.

use helpscout_runtime::{Endpoint, compare};

/// Returns every difference between a body and what the models write back, as lines.
pub(crate) type Differences = fn(&str) -> Vec<String>;

pub(crate) fn differences<Q>(body: &str) -> Vec<String>
where
    Q: Endpoint<Response: serde::Serialize>,
{
    let differences = compare::<Q>(body).unwrap_or_else(|error| panic!("{error}\n{body}"));
    differences.iter().map(ToString::to_string).collect()
}
