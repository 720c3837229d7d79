//! Spec folders with mistakes, and their findings.
//!
//! Every case changes one thing in the folder `good` next to this file. The rendered findings are
//! in `snapshots`, under the name of the case.
#![allow(clippy::unwrap_used)]

mod advice;
mod bodies;
mod contents;
mod files;
mod fixes;
mod follow_ups;
mod holds;
mod kept;
mod mended;
mod names;
mod paging;
mod parameters;
mod places;
mod prose;
mod references;
mod requests;
mod responses;
mod several;
mod shape;
mod style;
mod suggested;
mod yaml;

use std::collections::BTreeSet;

use helpscout_spec::{Code, Severity, Sources, read_sources};

const API: &str = "api.yaml";
const REPORT: &str = "reports/desk/replies.yaml";
const BODY: &str = "reports/desk/replies.json";

/// Returns a folder without mistakes that uses every part of the language.
fn good() -> Sources {
    Sources::new()
        .with(API, include_str!("good/api.yaml"))
        .with(REPORT, include_str!("good/reports/desk/replies.yaml"))
        .with(BODY, include_str!("good/reports/desk/replies.json"))
}

/// Returns the good folder with a text of one file replaced.
fn with(file: &str, old: &str, new: &str) -> Sources {
    also(good(), file, old, new)
}

/// Returns a folder with one more text of one file replaced.
fn also(sources: Sources, file: &str, old: &str, new: &str) -> Sources {
    let (_, bytes) = sources.iter().find(|(path, _)| *path == file).unwrap();
    let text = std::str::from_utf8(bytes).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old:?} is in {file} once");
    let text = text.replace(old, new);
    sources.with(file, text)
}

/// Returns the good folder with a text appended to one file.
fn more(file: &str, text: &str) -> Sources {
    let sources = good();
    let (_, bytes) = sources.iter().find(|(path, _)| *path == file).unwrap();
    let bytes = [bytes, text.as_bytes()].concat();
    sources.with(file, bytes)
}

/// Declares cases: a name, the codes of its findings, the folder.
macro_rules! cases {
    ($($name:ident: $codes:expr, $sources:expr;)+) => {
        $(#[test]
        fn $name() {
            crate::assert_told(stringify!($name), &$codes, &$sources);
        })+

        pub(crate) fn codes() -> Vec<&'static str> {
            [$(&$codes[..],)+].concat()
        }
    };
}
use cases;

fn assert_told(name: &str, codes: &[&str], sources: &Sources) {
    let reading = read_sources(sources);
    let found: Vec<&str> = reading
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect();
    let text = reading.findings.render(false);
    assert_eq!(found, codes, "\n{text}");
    assert_eq!(reading.api.is_some(), !reading.findings.has_errors());
    fixes::assert_mended(sources, &reading.findings);
    let text = shortened(&text);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}

/// Compares the findings of a folder with those expected, each a code and a part of the line that it
/// is at. Every finding must say what to do.
///
/// # Errors
///
/// Returns what is different.
fn told_at(sources: &Sources, expected: &[(&str, &str)]) -> Result<(), String> {
    let findings = read_sources(sources).findings;
    let is_as_expected = findings.len() == expected.len()
        && findings
            .iter()
            .zip(expected)
            .all(|(finding, (code, line))| {
                let position = finding.place.position.as_ref();
                let text = position.map_or("", |position| position.excerpt.text.as_str());
                finding.code.as_str() == *code && text.contains(line) && finding.help.is_some()
            });
    if is_as_expected {
        return Ok(());
    }
    let text = findings.render(false);
    Err(format!("expected {expected:?}, not:\n{text}"))
}

/// Returns the beginning and the end of a long text.
fn shortened(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    match lines.len() {
        ..=60 => text.to_owned(),
        more => format!(
            "{}\n[{} lines]\n{}\n",
            lines[..8].join("\n"),
            more - 16,
            lines[more - 8..].join("\n")
        ),
    }
}

#[test]
fn the_good_folder_has_no_findings() {
    let reading = read_sources(&good());
    assert_eq!(reading.findings.render(false), "");
    assert!(reading.api.is_some());
}

#[test]
fn every_code_is_found_in_at_least_one_case() {
    let cases = [
        bodies::codes(),
        contents::codes(),
        files::codes(),
        holds::codes(),
        names::codes(),
        paging::codes(),
        parameters::codes(),
        prose::codes(),
        references::codes(),
        requests::codes(),
        responses::codes(),
        several::codes(),
        shape::codes(),
        style::codes(),
        yaml::codes(),
    ];
    let found: BTreeSet<&str> = cases.concat().into_iter().collect();
    let all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    // Only a folder on disk can be unreadable; `folder.rs` has the case.
    let missing: Vec<&&str> = all
        .difference(&found)
        .filter(|code| **code != "S001")
        .collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

#[test]
fn codes_are_unique_and_ascend() {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert!(codes.is_sorted_by(|a, b| a < b));
}

#[test]
fn warnings_leave_a_description() {
    let reading = read_sources(&with(REPORT, "summary: The replies of a user.\n", ""));
    let mut severities = reading.findings.iter().map(|finding| finding.severity);
    assert!(severities.all(|severity| severity == Severity::Warning));
    assert!(reading.api.is_some());
}

#[test]
fn words_may_be_spelled_with_joiners() {
    for word in ["می\u{200c}خواهم", "ක්\u{200d}ෂණ"] {
        let sources = with(REPORT, "One reply.", word);
        let sources = also(sources, BODY, "\"email\"", &format!("\"{word}\""));
        let findings = read_sources(&sources).findings;
        let found = findings
            .iter()
            .find(|finding| finding.code.as_str() == "S012");
        assert!(found.is_none(), "{}", findings.render(false));
        let units = word.encode_utf16();
        let escapes: String = units.map(|unit| format!("\\u{unit:04x}")).collect();
        let escaped = with(REPORT, "One reply.", &format!("\"{escapes}\""));
        let findings = read_sources(&escaped).findings;
        assert!(!findings.has_errors(), "{}", findings.render(false));
    }
}
