//! The text of `--help` for an operation.

use helpscout_description::{Api, Operation};

use super::section::Section;

/// Returns the help text of the operation, or why it has none.
pub(crate) fn help(api: &Api, operation: &Operation) -> Section {
    let help = helpscout_command::help(api, &operation.id);
    let (heading, text) = help.unwrap_or_else(|| {
        let text = "None: the command line offers only operations that read and return something.";
        ("Help of the command line".to_owned(), text.to_owned())
    });
    Section { heading, text }
}
