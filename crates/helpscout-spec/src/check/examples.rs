//! Documented example bodies, and whether they conform to the responses.

use std::collections::{HashMap, HashSet};

use helpscout_description::conformance::{Conformance, Index};
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
        claimed: claimed(documents),
        is_whole: documents.is_complete,
        sink,
    };
    let operations = || documents.operations.iter().zip(&checked.operations);
    let (examples, compared): (Vec<_>, Vec<_>) = operations()
        .map(|(document, operation)| reader.examples(document, operation))
        .unzip();
    let mut occurring = Occurring::new(compared.iter().flatten(), reader.is_whole);
    for ((document, operation), compared) in operations().zip(compared) {
        reader.report(document, operation, compared, &mut occurring);
    }
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
    /// The files that operations list.
    claimed: HashSet<String>,
    /// Whether all examples could be read and compared so far.
    is_whole: bool,
    sink: &'r mut Sink,
}

/// An example, and how far it conforms to the response of its operation.
struct Compared<'d> {
    path: String,
    body: Body,
    at: At<'d>,
    conformance: Conformance,
}

impl Reader<'_> {
    /// Returns the examples of an operation, and compares them with its response if that has no
    /// errors.
    fn examples<'d>(
        &mut self,
        document: &'d Document<OperationFile>,
        operation: &Operation,
    ) -> (Vec<Example>, Vec<Compared<'d>>) {
        let (raw, at) = (&document.raw, document.at());
        let is_whole = !self.checked.partial_responses.contains(document.file());
        if raw.examples.is_empty() && !operation.has_no_content() {
            self.sink.add(no_body(&raw.operation, at.key("operation")));
        }
        let mut examples = Vec::new();
        let mut compared = Vec::new();
        for (index, name) in raw.examples.iter().enumerate() {
            let at = at.key("examples").item(index);
            let path = beside(document.file(), &name.0);
            // A path that does not match the pattern has been reported already.
            let Some(body) = (pattern::JSON_FILE.matches)(&name.0)
                .then(|| self.body(&path, at))
                .flatten()
            else {
                self.is_whole = false;
                continue;
            };
            examples.push(Example {
                file: path.clone(),
                body: body.normalized(),
            });
            self.is_whole &= is_whole;
            if is_whole {
                let response = (&operation.response, operation.list);
                let conformance = self.index.compare(response.0, response.1, &body.value);
                compared.push(Compared {
                    path,
                    body,
                    at,
                    conformance,
                });
            }
        }
        (examples, compared)
    }

    /// Reports what the examples of an operation say about its response.
    fn report(
        &mut self,
        document: &Document<OperationFile>,
        operation: &Operation,
        compared: Vec<Compared<'_>>,
        occurring: &mut Occurring,
    ) {
        let count = compared.len();
        let mut seen = HashSet::new();
        for mut example in compared {
            let checked = self.checked;
            let conformance = &mut example.conformance;
            conformance
                .disagreements
                .retain(|found| !checked.is_field_faulty(&found.object, &found.key));
            for finding in misspelled::take(conformance, checked, &example.path) {
                self.sink.add(finding);
            }
            for mut found in std::mem::take(&mut conformance.disagreements) {
                let place = match occurring.misnamed(&mut found) {
                    Misnamed::No => None,
                    Misnamed::Again => continue,
                    Misnamed::First(near) => checked.places.of_field(&found.object, &near),
                };
                let code = disagreement::code(found.kind);
                self.sink.add_with(code, || match place {
                    Some(place) => misnamed(place, &found, &example),
                    None => disagreement(checked, &found, &example),
                });
            }
            seen.extend(example.conformance.seen);
        }
        let are_all_read = count > 0 && count == document.raw.examples.len();
        if are_all_read && self.sink.errors() == 0 {
            self.absent(operation, &seen);
        }
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
                self.sink
                    .add(no_file(path, self.sources, &self.claimed, at));
            }
            return None;
        };
        Body::read(path, bytes, &at.place(), self.sink)
    }
}

/// The described keys that occur in examples, so that a key which is misspelled in the spec can be
/// told from one that is misspelled in an example.
struct Occurring {
    seen: HashSet<(String, String)>,
    /// Whether other keys occur in no example.
    is_whole: bool,
    /// The keys that are not described, by the object and the key that was probably meant to describe
    /// them.
    misnamed: HashMap<(String, String), String>,
}

/// Whether a key that is not described is probably described under another name.
enum Misnamed {
    No,
    /// It is, and nobody has said so: it is described as this key.
    First(String),
    /// It is, as another example has shown.
    Again,
}

impl Occurring {
    fn new<'c, 'd: 'c>(compared: impl Iterator<Item = &'c Compared<'d>>, is_whole: bool) -> Self {
        let seen = compared.flat_map(|example| &example.conformance.seen);
        Self {
            seen: seen.cloned().collect(),
            is_whole,
            misnamed: HashMap::new(),
        }
    }

    /// Returns whether the key of a disagreement is described as a similar key that no example has.
    /// A key has one name: of several, the others are not similar to it.
    fn misnamed(&mut self, found: &mut Disagreement) -> Misnamed {
        let Some(near) = found.near.clone().filter(|_| self.is_whole) else {
            return Misnamed::No;
        };
        let described = (found.object.clone(), near);
        if self.seen.contains(&described) {
            return Misnamed::No;
        }
        match self.misnamed.get(&described) {
            Some(key) if *key == found.key => Misnamed::Again,
            Some(_) => {
                found.near = None;
                Misnamed::No
            }
            None => {
                self.misnamed.insert(described.clone(), found.key.clone());
                Misnamed::First(described.1)
            }
        }
    }
}

/// Returns the finding about a described key that no example has, where they have a similar one.
/// Examples are documented data, so that the key in the spec is more likely wrong.
fn misnamed(place: Place, found: &Disagreement, example: &Compared<'_>) -> Finding {
    let near = found.near.as_deref().unwrap_or_default();
    let key = quoted(&found.key);
    let message = format!(
        "{} occurs in no example, but {} has {key}, which is not described",
        quoted(near),
        quoted(&example.path)
    );
    Finding::new(Code::ExampleKeyUnknown, place, message)
        .second(
            example.body.key_place(&found.steps),
            "the key of the example",
        )
        .help(format!(
            "did you mean {key}? If these are two keys, describe {key} as well"
        ))
}

/// Returns the finding about a disagreement: it stands in the example, and its second place is
/// the field that is not what the example shows.
fn disagreement(checked: &Checked, found: &Disagreement, example: &Compared<'_>) -> Finding {
    let Compared { path, body, at, .. } = example;
    let enumeration = found.enumeration.as_deref();
    let places = &checked.places;
    let help = disagreement::help(
        found,
        enumeration.and_then(|name| checked.enumeration(name)),
        |flag| places.implied_entry(&found.object, &found.key, flag),
    );
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
    Finding::new(disagreement::code(found.kind), place, found.message(path))
        .second(second.0, second.1)
        .maybe_help(help)
}

/// Returns the paths of the examples that operations list.
fn claimed(documents: &Documents) -> HashSet<String> {
    let operations = documents.operations.iter();
    let paths = operations.flat_map(|document| {
        let names = document.raw.examples.iter();
        names.map(|name| beside(document.file(), &name.0))
    });
    paths.collect()
}

/// Creates the finding for an example that is not there. An example of another operation is not what
/// is meant: `claimed` are those that are listed.
fn no_file(path: &str, sources: &Sources, claimed: &HashSet<String>, at: At<'_>) -> Finding {
    let message = format!("there is no file {}", quoted(path));
    let finding = Finding::new(Code::ExampleFile, at.place(), message);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let others = sources.iter().map(|(path, _)| path);
    let examples: Vec<&str> = others
        .filter(|path| role(path) == Role::Example && !claimed.contains(*path))
        .collect();
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
