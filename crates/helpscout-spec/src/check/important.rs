//! Which fields of an object matter most.

use helpscout_description::Object;
use helpscout_description::quote::quoted;
use helpscout_description::suggest;

use crate::code::Code;
use crate::finding::Finding;
use crate::position::At;

/// Checks the important keys of an object that has all its fields. Returns those that it has, and
/// the findings about the others. Unknown keys are only reported if the object `is_whole`.
pub(super) fn check(
    keys: &[String],
    at: At<'_>,
    object: &Object,
    is_whole: bool,
) -> (Vec<String>, Vec<Finding>) {
    let mut known: Vec<(&String, At<'_>)> = Vec::new();
    let mut findings = Vec::new();
    for (key, at) in keys.iter().zip(at.items()) {
        if let Some((_, first)) = known.iter().find(|(other, _)| *other == key) {
            let message = format!("{} is important twice", quoted(key));
            let finding = Finding::new(Code::Important, at.place(), message)
                .second(first.place(), "it is listed here already")
                .help("remove one of the two");
            findings.push(finding);
        } else if object.field(key).is_some() {
            known.push((key, at));
        } else if is_whole {
            findings.push(unknown(key, at, object));
        }
    }
    let keys = known.into_iter().map(|(key, _)| key.clone());
    (keys.collect(), findings)
}

/// Creates the finding for important keys of something that is not an object with fields in this
/// place.
pub(super) fn elsewhere(name: &str, at: At<'_>) -> Finding {
    let message = format!(
        "{} has no fields here that could be important",
        quoted(name)
    );
    Finding::new(Code::Important, at.place(), message)
        .help("move `important:` to where the fields of the object are described")
}

fn unknown(key: &str, at: At<'_>, object: &Object) -> Finding {
    let message = format!("{} has no key {}", object.name, quoted(key));
    let known = object.fields.iter().map(|field| field.wire.as_str());
    let help = suggest::help(key, known);
    let finding = Finding::new(Code::Important, at.place(), message);
    finding.help(help.unwrap_or_else(|| "remove it".to_owned()))
}
