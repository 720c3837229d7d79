//! The explanations of all codes: their form, and whether their examples have the right findings.
//!
//! An example consists of one or more blocks, each below the name of its file. A block of YAML for
//! a file of the folder `base` replaces keys of that file; every other block is a whole file.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use helpscout_spec::{Code, Sources, read_sources};

const API: &str = include_str!("base/api.yaml");
const REPLIES: &str = include_str!("base/reports/desk/replies.yaml");

/// The codes whose examples can't be shown as text: unreadable folders and bytes, invisible
/// characters, and large files and numbers. `tests/folder.rs` and `tests/wrong` test them.
const NOT_SHOWN: [Code; 7] = [
    Code::Unreadable,
    Code::TooLarge,
    Code::NoApiFile,
    Code::NotUtf8,
    Code::ByteOrderMark,
    Code::ControlCharacter,
    Code::More,
];

#[test]
fn every_wrong_example_has_the_finding_it_explains_and_no_other() {
    let mut surprises = String::new();
    for code in shown() {
        let (found, text) = findings(code, "Wrong");
        if found != BTreeSet::from([code]) {
            surprises.push_str(&format!("{code}, wrong, has {found:?}\n{text}\n"));
        }
    }
    assert!(surprises.is_empty(), "\n{surprises}");
}

#[test]
fn no_right_example_has_a_finding() {
    let mut surprises = String::new();
    for code in shown() {
        let (found, text) = findings(code, "Right");
        if !found.is_empty() {
            surprises.push_str(&format!("{code}, right, has {found:?}\n{text}\n"));
        }
    }
    assert!(surprises.is_empty(), "\n{surprises}");
}

#[test]
fn every_explanation_has_a_sentence_and_the_same_headings() {
    for &code in Code::ALL {
        let text = code.explanation();
        let headings: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("## ")).collect();
        let expected: &[&str] = if NOT_SHOWN.contains(&code) {
            &["Why", "Fix"]
        } else {
            &["Why", "Wrong", "Right"]
        };
        assert_eq!(headings, expected, "{code}");
        let (first, _) = text.split_once("\n\n").unwrap();
        assert!(first.ends_with('.') && !first.starts_with('#'), "{code}");
    }
}

#[test]
fn explanations_fit_a_terminal() {
    for code in Code::ALL {
        for line in code.explanation().lines() {
            assert!(line.chars().count() <= 96, "{code}: {line}");
            let is_plain = |char: char| !char.is_control() || char == '\t';
            assert!(line.chars().all(is_plain), "{code}: {line}");
        }
    }
}

#[test]
fn the_nearest_code_is_found_for_a_slip() {
    assert_eq!(Code::nearest("S12"), Some(Code::ControlCharacter));
    assert_eq!(Code::nearest("s0500"), Some(Code::UnknownType));
    assert_eq!(Code::nearest("unused"), None);
}

fn shown() -> impl Iterator<Item = Code> {
    let codes = Code::ALL.iter().copied();
    codes.filter(|code| !NOT_SHOWN.contains(code))
}

/// Returns the codes of the findings of an example, and the findings as text.
fn findings(code: Code, heading: &str) -> (BTreeSet<Code>, String) {
    let findings = read_sources(&folder(code.explanation(), heading)).findings;
    // Most examples omit the example body for brevity.
    let is_brief = |found: &Code| *found == Code::NoBody && code != Code::NoBody;
    let codes = findings.iter().map(|finding| finding.code);
    let codes = codes.filter(|found| !is_brief(found)).collect();
    (codes, findings.render(false))
}

/// Returns the base folder with the blocks of an example.
fn folder(explanation: &str, heading: &str) -> Sources {
    let mut sources = Sources::new()
        .with("api.yaml", API)
        .with("reports/desk/replies.yaml", REPLIES);
    let (_, section) = explanation.split_once(&format!("## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut parts = section.split("```");
    while let (Some(name), Some(block)) = (parts.next(), parts.next()) {
        let file = name.trim().trim_matches('`');
        let (_language, text) = block.split_once('\n').unwrap();
        let text = match file {
            "api.yaml" => patched(API, text),
            "reports/desk/replies.yaml" => patched(REPLIES, text),
            _ => text.to_owned(),
        };
        sources.add(file, text);
    }
    sources
}

/// Returns a file in which the keys of a block replace those of the same name.
fn patched(base: &str, block: &str) -> String {
    let replaced: BTreeSet<&str> = block.lines().filter_map(top_level_key).collect();
    let mut text = String::new();
    let mut is_kept = true;
    for line in base.lines() {
        if let Some(key) = top_level_key(line) {
            is_kept = !replaced.contains(key);
        }
        if is_kept {
            text.push_str(line);
            text.push('\n');
        }
    }
    text + block
}

fn top_level_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    let is_word = |char: char| char.is_ascii_lowercase() || char == '_';
    (!key.is_empty() && key.chars().all(is_word)).then_some(key)
}
