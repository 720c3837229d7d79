//! The changelog has the form of <https://keepachangelog.com/en/1.1.0/>, which people and the release
//! job read.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

const CHANGELOG: &str = include_str!("../../CHANGELOG.md");

const KINDS: [&str; 6] = [
    "Added",
    "Changed",
    "Deprecated",
    "Removed",
    "Fixed",
    "Security",
];

#[test]
fn releases_have_a_version_and_a_date_and_the_newest_is_first() {
    let releases: Vec<&str> = CHANGELOG
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    assert_eq!(releases.first(), Some(&"Unreleased"));
    let dated: Vec<(Vec<u32>, &str)> = releases[1..]
        .iter()
        .map(|heading| {
            let (version, date) = heading
                .split_once(" - ")
                .unwrap_or_else(|| panic!("{heading:?} is not like `0.2.0 - 2030-12-31`"));
            let version: Vec<u32> = version
                .split('.')
                .map(|part| part.parse().unwrap())
                .collect();
            assert_eq!(version.len(), 3, "{heading}");
            let digits = |part: &str, length| {
                part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
            };
            let parts: Vec<&str> = date.split('-').collect();
            assert!(
                matches!(parts[..], [year, month, day]
                    if digits(year, 4) && digits(month, 2) && digits(day, 2)),
                "{heading}"
            );
            (version, date)
        })
        .collect();
    assert!(
        dated.is_sorted_by(|newer, older| newer.0 > older.0 && newer.1 >= older.1),
        "{dated:?}"
    );
}

#[test]
fn changes_are_sorted_by_their_kind() {
    let mut kinds = HashSet::new();
    for line in CHANGELOG.lines() {
        if line.starts_with("## ") {
            kinds.clear();
        } else if let Some(kind) = line.strip_prefix("### ") {
            assert!(KINDS.contains(&kind), "{kind:?} is none of {KINDS:?}");
            assert!(kinds.insert(kind), "{kind} has two sections in one release");
        }
    }
}
