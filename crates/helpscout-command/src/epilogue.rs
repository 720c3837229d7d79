//! The text below the options in the help of an operation.

use std::fmt::Write;

use helpscout_description::Operation;

use crate::names;

/// Returns the text below the options in the help of an operation: an example of the command, the
/// plans, the notes and the address of the documented page.
///
/// # Examples
/// ```
/// let api = helpscout_description::embedded();
/// let users = api.operation("list_users").ok_or("not described")?;
/// let text = helpscout_command::epilogue(users, "list users");
/// assert!(text.starts_with("Example:\n  helpscout list users\n"));
/// # Ok::<(), &str>(())
/// ```
pub fn epilogue(operation: &Operation, command: &str) -> String {
    let mut text = format!("Example:\n  {}\n", example(operation, command));
    if !operation.plans.is_empty() {
        let plans = operation.plans.join(", ");
        let _ = writeln!(text, "\nRequires a plan with reports: {plans}.");
    }
    if !operation.notes.is_empty() {
        text.push_str("\nNotes:\n");
    }
    for note in &operation.notes {
        let _ = writeln!(text, "  - {}", note.replace('`', ""));
    }
    let _ = write!(text, "\nDocumented at {}", operation.docs);
    text
}

/// Returns the command with every required option.
fn example(operation: &Operation, command: &str) -> String {
    let mut text = format!("helpscout {command}");
    for (parameter, option) in names::options(operation) {
        if parameter.required {
            let value = parameter.example.join(",");
            let _ = write!(text, " \\\n      --{option} {value}");
        }
    }
    text
}
