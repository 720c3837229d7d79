//! Corrections of the documented page.

use schemars::JsonSchema;
use serde::Deserialize;

/// A deliberate departure from the documented page.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "a correction")]
pub struct Correction {
    /// What the documented page says.
    pub documented: String,
    /// Why the description says something else.
    pub because: String,
}
