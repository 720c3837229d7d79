//! How many kinds of mistakes an editor shows while somebody types, with nothing but the schema.
//!
//! The mistakes are made one at a time in the committed files: each key is misspelled, removed,
//! left empty or given a value of another kind, and each word is misspelled. What is a mistake is
//! decided by the spec reader, which doesn't know the names in the schema.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use helpscout_spec::{Sources, read_sources};
use serde_yaml::{Mapping, Value};

/// How many of 256 kinds of mistakes the schema shows at least.
const SHOWN: usize = 200;

/// The files in which mistakes are made. Together they use all of the language.
const FILES: [&str; 6] = [
    "api.yaml",
    "reports/user/conversation-history.yaml",
    "reports/conversations/fields-drilldown.yaml",
    "reports/company/drilldown.yaml",
    "reports/docs/overall.yaml",
    "lookups/mailbox-folders.yaml",
];

#[test]
fn an_editor_shows_most_kinds_of_mistakes() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let sources = Sources::load(&spec);
    let schema = read_sources(&sources).schema();
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();

    // Each kind of mistake is made once: a place without the numbers of entries, and what happens.
    let mut seen = BTreeSet::new();
    let mut kinds: BTreeMap<String, bool> = BTreeMap::new();
    for file in FILES {
        let few = few(&sources, file);
        let text = std::str::from_utf8(sources.get(file).unwrap()).unwrap();
        let whole: Value = serde_yaml::from_str(text).unwrap();
        let known = findings(&few);
        let mut mistakes = Vec::new();
        collect(&whole, &mut Vec::new(), &mut mistakes);
        for mistake in mistakes {
            let kind = format!("{}: {}", pattern(file, &mistake.path), mistake.what);
            // Every second kind keeps the test short.
            if !seen.insert(kind.clone()) || seen.len() % 2 == 0 {
                continue;
            }
            let Some(changed) = made(&whole, &mistake) else {
                continue;
            };
            let text = serde_yaml::to_string(&changed).unwrap();
            if findings(&few.clone().with(file, text)).is_subset(&known) {
                continue;
            }
            let instance = serde_json::to_value(&changed).unwrap();
            kinds.insert(kind, !validator.is_valid(&instance));
        }
    }
    let shown = kinds.values().filter(|is_shown| **is_shown).count();
    let hidden: Vec<&str> = kinds
        .iter()
        .filter(|(_, is_shown)| !**is_shown)
        .map(|(kind, _)| kind.as_str())
        .collect();
    println!(
        "{shown} of {} kinds are shown; not these:\n{}",
        kinds.len(),
        hidden.join("\n")
    );
    assert!(kinds.len() >= 256, "{}", kinds.len());
    assert!(
        shown * 256 >= SHOWN * kinds.len(),
        "{shown} of {}",
        kinds.len()
    );
}

/// Returns the files that tell whether a change of one file is a mistake: that file, `api.yaml`, and
/// the example. If `api.yaml` itself changes, they are all the files with mistakes.
fn few(sources: &Sources, file: &str) -> Sources {
    let is_needed = |path: &str| {
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let is_of = |file: &str| file.rsplit_once('.').is_some_and(|(name, _)| name == stem);
        is_of("api.yaml") || is_of(file) || file == "api.yaml" && FILES.iter().copied().any(is_of)
    };
    let files = sources.iter().filter(|(path, _)| is_needed(path));
    files.collect()
}

/// Returns what the findings about a folder say, without their places.
fn findings(sources: &Sources) -> BTreeSet<String> {
    let findings = read_sources(sources).findings;
    let texts = findings
        .iter()
        .map(|finding| format!("{} {}", finding.code, finding.message));
    texts.collect()
}

/// A change of one value or of its key.
struct Mistake {
    path: Vec<Step>,
    what: &'static str,
    /// The value instead, or `None` to change the key: to remove or to misspell it.
    value: Option<Value>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Item(usize),
}

/// Collects the mistakes that can be made in a value and in its parts.
fn collect(value: &Value, path: &mut Vec<Step>, mistakes: &mut Vec<Mistake>) {
    let mut add = |what, value| {
        mistakes.push(Mistake {
            path: path.clone(),
            what,
            value,
        });
    };
    if let Some(Step::Key(_)) = path.last() {
        add("removed", None);
        add("key misspelled", None);
        add("left empty", Some(Value::Null));
    }
    match value {
        Value::String(text) => {
            add("a list for a text", Some(vec![text.as_str()].into()));
            add("misspelled", Some(misspelled(text).into()));
            add("spaces", Some(format!("{text} {text}").into()));
            add("empty text", Some("".into()));
        }
        Value::Bool(value) => {
            add(
                "yes for true",
                Some(if *value { "yes" } else { "no" }.into()),
            );
        }
        Value::Number(_) => {
            add("words for a number", Some("many".into()));
            add("a negative number", Some((-1).into()));
        }
        Value::Sequence(items) => {
            add("a text for a list", Some("x".into()));
            add("an empty list", Some(Value::Sequence(Vec::new())));
            let mut twice = items.clone();
            twice.extend(items.first().cloned());
            add("an entry twice", Some(Value::Sequence(twice)));
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Item(index));
                collect(item, path, mistakes);
                path.pop();
            }
        }
        Value::Mapping(map) => {
            if !path.is_empty() {
                add("a text for a map", Some("x".into()));
            }
            for (key, value) in map {
                path.push(Step::Key(key.as_str().unwrap().to_owned()));
                collect(value, path, mistakes);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Returns a text with its last two letters swapped, or doubled if they are the same.
fn misspelled(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let last = chars.len() - 1;
    if last == 0 || chars[last] == chars[last - 1] {
        chars.push('x');
    } else {
        chars.swap(last, last - 1);
    }
    chars.into_iter().collect()
}

/// Returns the file with the mistake.
fn made(whole: &Value, mistake: &Mistake) -> Option<Value> {
    let mut changed = whole.clone();
    let (last, before) = mistake.path.split_last()?;
    let mut parent = &mut changed;
    for step in before {
        parent = match step {
            Step::Key(key) => parent.get_mut(key.as_str())?,
            Step::Item(index) => parent.get_mut(*index)?,
        };
    }
    match (last, &mistake.value) {
        (Step::Item(index), Some(value)) => *parent.get_mut(*index)? = value.clone(),
        (Step::Key(key), Some(value)) => *parent.get_mut(key.as_str())? = value.clone(),
        (Step::Key(key), None) => {
            let map = parent.as_mapping_mut()?;
            let renamed = map.iter().filter_map(|(name, value)| {
                let is_it = name.as_str() == Some(key.as_str());
                match (is_it, mistake.what) {
                    (true, "removed") => None,
                    (true, _) => Some((Value::from(misspelled(key)), value.clone())),
                    (false, _) => Some((name.clone(), value.clone())),
                }
            });
            let renamed: Mapping = renamed.collect();
            *map = renamed;
        }
        (Step::Item(_), None) => return None,
    }
    Some(changed)
}

/// Returns the place of a mistake without the numbers of entries.
fn pattern(file: &str, path: &[Step]) -> String {
    let start = if file == "api.yaml" {
        "api"
    } else {
        "operation"
    };
    path.iter()
        .fold(start.to_owned(), |pattern, step| match step {
            Step::Key(key) => format!("{pattern}.{key}"),
            Step::Item(_) => format!("{pattern}[]"),
        })
}
