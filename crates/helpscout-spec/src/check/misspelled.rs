//! Misspelled keys: one mistake that makes an example both lack a key and have another.

use helpscout_description::conformance::Conformance;
use helpscout_description::quote::quoted;
use helpscout_description::{Disagreement, DisagreementKind, Object, Type, suggest};

use super::checked::Checked;
use crate::code::Code;
use crate::finding::Finding;

/// Removes the disagreements that follow from others or from errors that have been reported, and
/// returns the findings about paths through a misspelled key, which replace several.
///
/// `file` is the example.
pub(super) fn take(conformance: &mut Conformance, checked: &Checked, file: &str) -> Vec<Finding> {
    let lacks_key = |found: &&Disagreement| found.kind == DisagreementKind::MissingKey;
    if !conformance
        .disagreements
        .iter()
        .any(|found| lacks_key(&found))
    {
        return Vec::new();
    }
    let missing: Vec<Disagreement> = conformance
        .disagreements
        .iter()
        .filter(lacks_key)
        .cloned()
        .collect();
    let mut findings = Vec::new();
    for lacking in &missing {
        let is_explained = checked.is_unresolved(&lacking.object, &lacking.key)
            || has_other_spelling(lacking, &conformance.disagreements);
        if is_explained {
            conformance.disagreements.retain(|found| found != lacking);
            continue;
        }
        let Some(path) = misspelled_path(lacking, conformance, checked) else {
            continue;
        };
        if let Some(place) = checked.places.of_field(&lacking.object, &lacking.key) {
            let message = format!(
                "this path goes through {}, which {} does not have",
                quoted(&lacking.key),
                quoted(file)
            );
            let finding = Finding::new(Code::ExampleKeyMissing, place, message);
            findings.push(finding.help(format!("did you mean {}?", quoted(&path.meant))));
            let disagreements = &mut conformance.disagreements;
            disagreements.retain(|found| found != lacking && !path.explains(found));
        }
    }
    findings
}

/// Returns whether the example has a key in place of a missing one. The finding about that key names
/// the missing one.
fn has_other_spelling(missing: &Disagreement, all: &[Disagreement]) -> bool {
    all.iter().any(|found| {
        found.kind == DisagreementKind::UnknownKey
            && found.object == missing.object
            && found.near.as_ref() == Some(&missing.key)
    })
}

/// A key of paths that should have been another one.
struct MisspelledPath<'c> {
    /// The key that was meant.
    meant: String,
    /// The object below the key that was meant, which lacks what the paths describe.
    lacking: String,
    /// The object below the misspelled key.
    object: &'c Object,
}

impl MisspelledPath<'_> {
    fn explains(&self, found: &Disagreement) -> bool {
        found.kind == DisagreementKind::UnknownKey
            && found.object == self.lacking
            && self.object.field(&found.key).is_some()
    }
}

/// Returns the key that was meant if a missing key is an object whose fields the example has below a
/// key with a similar name.
fn misspelled_path<'c>(
    missing: &Disagreement,
    conformance: &Conformance,
    checked: &'c Checked,
) -> Option<MisspelledPath<'c>> {
    let outer = checked.object(&missing.object)?;
    let inner = |key: &str| match &outer.field(key)?.ty {
        Type::Object(name) => checked.object(name),
        _ => None,
    };
    let object = inner(&missing.key)?;
    let is_shown = |key: &str| {
        let key = (missing.object.clone(), key.to_owned());
        conformance.seen.contains(&key)
    };
    let fields = outer.fields.iter().map(|field| field.wire.as_str());
    let shown = fields.filter(|key| *key != missing.key && is_shown(key));
    let meant = suggest::nearest(&missing.key, shown)?;
    let path = MisspelledPath {
        meant: meant.to_owned(),
        lacking: inner(meant)?.name.clone(),
        object,
    };
    let mut disagreements = conformance.disagreements.iter();
    disagreements
        .any(|found| path.explains(found))
        .then_some(path)
}
