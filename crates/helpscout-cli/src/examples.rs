//! The text below the options of a command with examples of its own.

use helpscout_command::epilogue;
use helpscout_description::Operation;
use helpscout_reports::describe;

/// Returns the examples, and then what the description says of the operation that the command calls,
/// without its example.
pub(crate) fn after_help(examples: &str, operation: &Operation, command: &str) -> String {
    let text = epilogue(describe::api(), operation, command);
    match text.split_once("\n\n") {
        Some((_, rest)) => format!("{examples}\n\n{rest}"),
        None => examples.to_owned(),
    }
}
