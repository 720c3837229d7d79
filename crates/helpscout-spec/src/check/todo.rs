//! Notes of the spec's author about what is left to do.

use helpscout_description::quote::sentence;

use super::checker::Checker;
use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;

/// Reports the `todo:` of a parameter or field, if it has one. `at` is the parameter or field.
pub(super) fn check(text: Option<&str>, at: At<'_>, checker: &mut Checker<'_>) {
    if let Some(text) = text {
        let help = "remove `todo:` once it is done";
        checker.report(left_to_do(text, at.key("todo"), help));
    }
}

/// Reports a note of an operation that starts with `todo:`. `text` is what follows.
pub(super) fn check_note(text: &str, at: At<'_>, checker: &mut Checker<'_>) {
    checker.report(left_to_do(text, at, "remove the note once it is done"));
}

fn left_to_do(text: &str, at: At<'_>, help: &'static str) -> Finding {
    let message = match text.trim() {
        "" => "something is left to do".to_owned(),
        text => format!("something is left to do: {}", sentence(text)),
    };
    Finding::new(Code::Todo, at.place(), message).help(help)
}
