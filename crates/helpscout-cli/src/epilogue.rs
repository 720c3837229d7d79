//! The text below the options in the help of an operation.

use std::fmt::Write;

use helpscout_reports::describe::Description;

use crate::names;

/// Returns an example, the plans, the notes and the address of the documented page.
pub(crate) fn epilogue(description: &Description, command: &str) -> String {
    let mut text = format!("Example:\n  {}\n", example(description, command));
    if !description.plans.is_empty() {
        let plans = description.plans.join(", ");
        let _ = writeln!(text, "\nRequires a plan with reports: {plans}.");
    }
    if !description.notes.is_empty() {
        text.push_str("\nNotes:\n");
    }
    for note in &description.notes {
        let _ = writeln!(text, "  - {}", note.replace('`', ""));
    }
    let _ = write!(text, "\nDocumented at {}", description.docs);
    text
}

/// Returns the command with every required option.
fn example(description: &Description, command: &str) -> String {
    let mut text = format!("helpscout {command}");
    for (parameter, option) in names::options(description) {
        if parameter.required {
            let value = parameter.example.join(",");
            let _ = write!(text, " \\\n      --{option} {value}");
        }
    }
    text
}
