//! The text of `--help` for an operation.

use helpscout_description::{Api, Operation};

use super::section::Section;
use crate::error::Error;

/// Returns the help text of the operation.
pub(crate) fn help(api: &Api, operation: &Operation) -> Result<Section, Error> {
    let help = helpscout_command::help(api, &operation.id);
    let (heading, text) =
        help.ok_or_else(|| Error::new(format!("{} has no help", operation.id)))?;
    Ok(Section { heading, text })
}
