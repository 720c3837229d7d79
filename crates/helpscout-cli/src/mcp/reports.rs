//! Reports and look-ups by their names.

use helpscout_command::names;
use helpscout_description::{Group, Operation, nearest};
use helpscout_reports::describe;

use crate::message::{Failure, shortened};

/// Returns the operations of a group, each with its name.
pub(super) fn of(group: Group) -> Vec<(String, &'static Operation)> {
    names::operations(describe::api(), group)
}

/// Returns the report with a name, in any case and with any separators.
///
/// # Errors
/// If there is none. Names the nearest.
pub(super) fn named(name: &str) -> Result<(String, &'static Operation), Failure> {
    let wanted = plain(name);
    let all = of(Group::Reports);
    let is_meant = |(known, operation): &&(String, &Operation)| {
        plain(known) == wanted || plain(&operation.id) == wanted
    };
    if let Some(found) = all.iter().find(is_meant) {
        return Ok(found.clone());
    }
    let known = all.iter().map(|(name, _)| name.as_str());
    let failure = Failure::usage(format!("there is no report {:?}", shortened(name)));
    let is_look_up = of(Group::Lookups)
        .iter()
        .any(|(known, _)| plain(known) == wanted);
    Err(if is_look_up {
        failure.help(format!("use look_up with list={}", shortened(name)))
    } else if ["history", "conversationhistory"].contains(&wanted.as_str()) {
        failure.help("use the tool history, or the report user-conversation-history")
    } else if let Some(near) = nearest(name, known.clone()) {
        failure.help(format!(
            "did you mean {near}? find_report finds reports by words"
        ))
    } else {
        let names: Vec<&str> = known.collect();
        failure.help(format!("the reports are {}", names.join(", ")))
    })
}

/// Returns the letters and digits of a name, in lower case.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|char| char.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
