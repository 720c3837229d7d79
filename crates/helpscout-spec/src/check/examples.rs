//! Documented example bodies, and whether they conform to the responses.

use std::collections::HashSet;

use helpscout_description::conformance::Index;
use helpscout_description::quote::quoted;
use helpscout_description::suggest;
use helpscout_description::{Disagreement, DisagreementKind, Example, Object, Operation, Source};

use super::checked::Checked;
use super::misspelled;
use crate::body::Body;
use crate::code::Code;
use crate::disagreement;
use crate::document::{Document, Documents};
use crate::finding::{Finding, Place};
use crate::findings::Sink;
use crate::folder::{Role, Sources, role};
use crate::pattern;
use crate::position::At;
use crate::raw::OperationFile;

/// Reads the examples of all operations and compares them with their responses.
pub(super) fn check(
    documents: &Documents,
    sources: &Sources,
    checked: &mut Checked,
    sink: &mut Sink,
) {
    let mut reader = Reader {
        sources,
        checked,
        index: Index::new(&checked.objects, &checked.enums, &checked.ids),
        listed: HashSet::new(),
        sink,
    };
    let operations = documents.operations.iter().zip(&checked.operations);
    let examples: Vec<_> = operations
        .map(|(document, operation)| reader.examples(document, operation))
        .collect();
    let listed = reader.listed;
    for (operation, examples) in checked.operations.iter_mut().zip(examples) {
        operation.examples = examples;
    }
    // An error elsewhere may be the reason why an example is not listed.
    if documents.is_complete && sink.errors() == 0 {
        for (path, _) in sources.iter() {
            if role(path) == Role::Example && !listed.contains(path) {
                sink.add(unlisted(path));
            }
        }
    }
}

struct Reader<'r> {
    sources: &'r Sources,
    checked: &'r Checked,
    index: Index<'r>,
    /// Files that have been listed so far.
    listed: HashSet<String>,
    sink: &'r mut Sink,
}

impl Reader<'_> {
    /// Returns the examples of an operation. They are compared with its response only if that has
    /// no errors.
    fn examples(
        &mut self,
        document: &Document<OperationFile>,
        operation: &Operation,
    ) -> Vec<Example> {
        let (raw, at) = (&document.raw, document.at());
        let is_whole = !self.checked.partial_responses.contains(document.file());
        if raw.examples.is_empty() {
            self.sink.add(no_body(&raw.operation, at.key("operation")));
        }
        let mut examples = Vec::new();
        let mut seen = HashSet::new();
        for (index, name) in raw.examples.iter().enumerate() {
            let at = at.key("examples").item(index);
            let path = beside(document.file(), &name.0);
            // A path that does not match the pattern has been reported already.
            let Some(body) = (pattern::JSON_FILE.matches)(&name.0)
                .then(|| self.body(&path, at))
                .flatten()
            else {
                continue;
            };
            if is_whole {
                seen.extend(self.compare(operation, &path, &body, at));
            }
            let body = body.normalized();
            examples.push(Example { file: path, body });
        }
        let are_all_read = !examples.is_empty() && examples.len() == raw.examples.len();
        if is_whole && are_all_read && self.sink.errors() == 0 {
            self.absent(operation, &seen);
        }
        examples
    }

    /// Compares an example with the response of its operation, and returns the objects and keys
    /// that occur in it.
    fn compare(
        &mut self,
        operation: &Operation,
        path: &str,
        body: &Body,
        at: At<'_>,
    ) -> HashSet<(String, String)> {
        let mut conformance = self
            .index
            .compare(&operation.response, operation.list, &body.value);
        let checked = self.checked;
        conformance
            .disagreements
            .retain(|found| !checked.is_field_faulty(&found.object, &found.key));
        for finding in misspelled::take(&mut conformance, self.checked, path) {
            self.sink.add(finding);
        }
        for found in &conformance.disagreements {
            let (checked, code) = (self.checked, disagreement::code(found.kind));
            self.sink
                .add_with(code, || disagreement(checked, path, body, found, at));
        }
        conformance.seen
    }

    /// Reports fields that should come from an example and are in none.
    fn absent(&mut self, operation: &Operation, seen: &HashSet<(String, String)>) {
        let is_own = |object: &&Object| object.operation.as_deref() == Some(operation.id.as_str());
        for object in self.checked.objects.iter().filter(is_own) {
            let fields = object.fields.iter();
            for field in fields.filter(|field| field.source == Source::Example) {
                let key = (object.name.clone(), field.wire.clone());
                let place = self.checked.places.of_field(&object.name, &field.wire);
                if let (false, Some(place)) = (seen.contains(&key), place) {
                    let message = format!("{} does not occur in any example", quoted(&field.wire));
                    let finding = Finding::new(Code::ExampleLacksField, place, message);
                    self.sink
                        .add(finding.help("correct `source:`, or add an example that contains it"));
                }
            }
        }
    }

    /// Returns an example; reports one that can't be read.
    fn body(&mut self, path: &str, at: At<'_>) -> Option<Body> {
        if !self.listed.insert(path.to_owned()) {
            self.sink.add(listed_twice(path, at));
            return None;
        }
        let Some(bytes) = self.sources.get(path) else {
            if !self.sink.concerns(path) {
                self.sink.add(no_file(path, self.sources, at));
            }
            return None;
        };
        Body::read(path, bytes, &at.place(), self.sink)
    }
}

/// Returns the finding about a disagreement: it stands in the example, and its second place is
/// the field that is not what the example shows.
fn disagreement(
    checked: &Checked,
    path: &str,
    body: &Body,
    found: &Disagreement,
    at: At<'_>,
) -> Finding {
    let enumeration = found.enumeration.as_deref();
    let help = disagreement::help(
        found,
        enumeration.and_then(|name| checked.enumeration(name)),
    );
    let places = &checked.places;
    let place = match found.kind {
        DisagreementKind::UnknownKey => body.key_place(&found.steps),
        _ => body.place(&found.steps),
    };
    let described = match found.kind {
        DisagreementKind::UnknownKey => None,
        _ => places.of(&found.object, &found.key),
    };
    let similar = found
        .near
        .as_deref()
        .and_then(|near| places.of_field(&found.object, near));
    let second = match described {
        Some(place) => (place, "described here"),
        None => match similar {
            Some(place) => (place, "a similar key is described here"),
            None => match places.of(&found.object, "") {
                Some(place) => (place, "its object is described here"),
                None => (at.place(), "listed here"),
            },
        },
    };
    let near = found.near.as_deref();
    Finding::new(disagreement::code(found.kind), place, found.message(path))
        .second(second.0, second.1)
        .maybe_help(help)
        .maybe_fix(near.and_then(|near| body.renamed(&found.steps, near)))
}

fn no_file(path: &str, sources: &Sources, at: At<'_>) -> Finding {
    let message = format!("there is no file {}", quoted(path));
    let finding = Finding::new(Code::ExampleFile, at.place(), message);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let others = sources.iter().map(|(path, _)| path);
    let examples: Vec<&str> = others.filter(|path| role(path) == Role::Example).collect();
    let here = at.file().rsplit_once('/').map_or("", |(folder, _)| folder);
    // Names are relative to the folder of the spec file.
    let beside = examples
        .iter()
        .filter_map(|path| path.strip_prefix(here)?.strip_prefix('/'));
    let wanted = path
        .strip_prefix(here)
        .unwrap_or(path)
        .trim_start_matches('/');
    if let Some(near) = suggest::nearest(wanted, beside) {
        return finding
            .help(format!("did you mean {}?", quoted(near)))
            .maybe_fix(at.reworded(near));
    }
    let namesake = examples
        .iter()
        .find(|path| path.rsplit('/').next() == Some(name));
    match namesake {
        Some(other) => finding.help(format!(
            "move {} to the folder {}",
            quoted(other),
            quoted(folder)
        )),
        None => finding.help("save the example body of the page in that file, or correct the name"),
    }
}

/// Returns the path of a file that is given relative to the folder of another.
fn beside(file: &str, name: &str) -> String {
    match file.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    }
}

fn no_body(operation: &str, at: At<'_>) -> Finding {
    let message = format!("the operation {} has no example body", quoted(operation));
    Finding::new(Code::NoBody, at.place(), message)
        .help("save the page's example as a JSON file and list it in `examples:`")
}

fn listed_twice(path: &str, at: At<'_>) -> Finding {
    let message = format!("the example {} is listed twice", quoted(path));
    Finding::new(Code::Duplicate, at.place(), message).help("remove one of them")
}

fn unlisted(path: &str) -> Finding {
    let message = "no operation lists this file as an example";
    Finding::new(Code::UnlistedExample, Place::file(path), message)
        .help("list it in `examples:` of its operation, or delete it")
}
