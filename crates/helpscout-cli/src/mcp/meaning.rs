//! `explain`: what a figure or a field means.

use super::answer::Answer;
use super::arguments::Arguments;
use super::command::in_words_of_tools;
use crate::explain;
use crate::message::Failure;

/// Explains what the arguments name.
///
/// # Errors
/// If the name stands for nothing, or for several fields.
pub(super) fn run(arguments: &Arguments) -> Result<Answer, Failure> {
    let name = arguments.text("name").unwrap_or_default().trim();
    let text = match name {
        "" => explain::list(),
        name => explain::explanation(name)?,
    };
    let text = in_words_of_tools(&text);
    Ok(Answer {
        head: vec![("text", text.as_str().into())],
        text: Some(text),
        ..Answer::default()
    })
}
