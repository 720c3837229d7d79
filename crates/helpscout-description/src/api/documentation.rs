//! How the description relates to the documented pages.

use serde::{Deserialize, Serialize};

/// A deliberate deviation from the documented page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// What the page says.
    pub documented: String,
    /// The reason why the description deviates from it.
    pub because: String,
}

/// The source that documents a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Source {
    /// The field is in the page's table of response fields.
    #[default]
    Table,
    /// The field is only in the page's example, not in its table.
    Example,
    /// The field is not on the page; responses of the service have it.
    Observed,
}
