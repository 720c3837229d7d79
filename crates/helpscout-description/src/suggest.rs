//! Did you mean: finds the known word that is most similar to an unknown one.

use crate::quote::{listed, quoted};

/// The largest number of known words that a help text lists.
const LISTED: usize = 12;

/// The longest word that is compared, in bytes, and how many known words it is compared with.
const LONGEST: usize = 80;
const COMPARED: usize = 1_000;

/// Returns a help text with the most similar known word, or else with the known words, at most the
/// first twelve. There is none if no word is known.
pub fn help<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(word, known.iter().copied()) {
        return Some(format!("did you mean {}?", quoted(near)));
    }
    if known.len() > LISTED {
        let first: Vec<String> = known[..LISTED].iter().map(|word| quoted(word)).collect();
        let more = known.len() - LISTED;
        return Some(format!("use one of {}, or {more} more", first.join(", ")));
    }
    (!known.is_empty()).then(|| format!("use {}", listed(&known, "or")))
}

/// Returns the known word that an unknown one most likely stands for.
///
/// ```
/// let known = ["mailbox", "folder"];
/// assert_eq!(helpscout_description::nearest("mailbocks", known), Some("mailbox"));
/// assert_eq!(helpscout_description::nearest("tag", known), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The time for a distance grows with the product of both lengths.
    if word.len() > LONGEST {
        return None;
    }
    let plain = plain(word);
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .take(COMPARED)
        .map(|candidate| (distance(&plain, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= tolerance(&plain, candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the known word that can only be meant by an unknown one: it differs in one letter, or in case
/// and separators, and no other word is as similar. Words that differ in a digit or in the `s` of a
/// plural name two things.
///
/// ```
/// # use helpscout_description::suggest::certain;
/// assert_eq!(certain("mailbx", ["mailbox", "folder"]), Some("mailbox"));
/// assert_eq!(certain("mailboxs", ["mailbox", "folder"]), None);
/// assert_eq!(certain("page2", ["page1"]), None);
/// ```
pub fn certain<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let near = nearest(word, known.iter().copied())?;
    let (word, other) = (plain(word), plain(near));
    let least = strsim::damerau_levenshtein(&word, &other);
    let is_as_near = |known: &&&str| distance(&word, known) <= least;
    let digits = |word: &str| -> String { word.chars().filter(char::is_ascii_digit).collect() };
    let is_plural = |one: &str, several: &str| several.strip_suffix('s') == Some(one);
    let is_slip = least <= 1
        && digits(&word) == digits(&other)
        && !is_plural(&word, &other)
        && !is_plural(&other, &word);
    (is_slip && known.iter().filter(is_as_near).count() == 1).then_some(near)
}

fn distance(plain_word: &str, candidate: &str) -> usize {
    strsim::damerau_levenshtein(plain_word, &plain(candidate))
}

fn tolerance(word: &str, candidate: &str) -> usize {
    word.chars().count().max(candidate.chars().count()) / 3
}

/// Returns a word without the differences that people overlook: case and separators.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|char| !matches!(char, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}
