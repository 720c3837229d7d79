//! Awkward names: what lint accepts compiles, and what it refuses it can mend.
#![allow(clippy::unwrap_used)]

use helpscout_spec::{Severity, read_sources};

#[path = "../build/words.rs"]
mod list;
use list::Name;

/// The client of a spec that has all names which are accepted, compiled.
#[allow(clippy::upper_case_acronyms)]
mod words {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// The client of a spec with all combinations of facts about a field or parameter, compiled.
#[allow(clippy::too_many_arguments)]
mod combinations {
    include!(concat!(env!("OUT_DIR"), "/combinations.rs"));
}

#[test]
fn the_client_of_all_accepted_combinations_compiles() {
    let ids: Vec<&str> = combinations::client::OPERATIONS
        .iter()
        .map(|operation| operation.id)
        .collect();
    assert!(ids.len() > 40, "{ids:?}");
}

#[test]
fn the_client_of_all_accepted_names_compiles() {
    let reading = read_sources(&list::spec(&list::accepted()));
    let api = reading
        .api
        .unwrap_or_else(|| panic!("{}", reading.findings.render(false)));
    let compiled = words::client::OPERATIONS;
    assert_eq!(compiled.len(), api.operations.len());
    assert!(compiled.len() > 100, "{}", compiled.len());
}

#[test]
fn a_refused_name_has_one_finding_at_the_name_that_mends_it() {
    let mut wrong = String::new();
    for name in list::names() {
        let findings = name.findings();
        let errors: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        let [error] = errors.as_slice() else {
            if !errors.is_empty() {
                wrong.push_str(&format!("{name:?}\n{}\n", findings.render(false)));
            }
            continue;
        };
        let position = error.place.position.as_ref().unwrap();
        let is_at_name = position
            .excerpt
            .text
            .contains(&name.word.replace('\'', "''"));
        let is_mended = name
            .mended()
            .is_none_or(|mended| !mended.findings().has_errors());
        if !is_at_name || !is_mended || error.help.is_none() {
            wrong.push_str(&format!("{name:?}\n{}\n", findings.render(false)));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn names_of_crates_and_keywords_are_refused() {
    let refused = |role, word: &str| {
        let name = Name {
            role,
            word: word.to_owned(),
            rust: None,
        };
        name.findings().has_errors()
    };
    for word in ["std", "core", "str", "i64", "match", "self", "gen", "nul"] {
        assert!(refused(list::Role::Operation, word), "{word}");
    }
    for word in ["err", "Err", "other", "self"] {
        assert!(refused(list::Role::Value, word), "{word}");
    }
    for word in ["ids", "enums", "models", "operations", "test", "prelude"] {
        assert!(!refused(list::Role::Operation, word), "{word}");
    }
}
