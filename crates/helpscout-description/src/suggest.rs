//! Did you mean: the known word nearest to an unknown one.

use crate::quote::quoted;

/// The most known words a help text lists.
const LISTED: usize = 12;

/// The longest word worth a comparison, in bytes, and how many known words are compared with it.
const LONGEST: usize = 80;
const COMPARED: usize = 1_000;

/// A help text: the nearest known word, or else the known words if they are few.
pub fn help<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(word, known.iter().copied()) {
        return Some(format!("did you mean {}?", quoted(near)));
    }
    if known.is_empty() || known.len() > LISTED {
        return None;
    }
    let all: Vec<String> = known.iter().map(|word| quoted(word)).collect();
    Some(format!("known are {}", all.join(", ")))
}

/// The known word that is most likely meant by one that is not known.
///
/// ```
/// let known = ["mailbox", "folder"];
/// assert_eq!(helpscout_description::nearest("mailbocks", known), Some("mailbox"));
/// assert_eq!(helpscout_description::nearest("tag", known), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A distance takes time in the product of both lengths; names are short and few.
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

fn distance(plain_word: &str, candidate: &str) -> usize {
    strsim::damerau_levenshtein(plain_word, &plain(candidate))
}

fn tolerance(word: &str, candidate: &str) -> usize {
    word.chars().count().max(candidate.chars().count()) / 3
}

/// Without the differences people overlook.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|char| !matches!(char, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}
