//! Finds secrets in a text, in any spelling.

use std::iter;
use std::ops::Range;

use secrecy::zeroize::Zeroizing;

use super::encoded::runs;
use super::reading::{Reader, TooLong, unescaped};

/// A secret to search for.
pub(super) struct Needle {
    characters: Zeroizing<Vec<char>>,
    /// The length in UTF-8.
    bytes: usize,
}

/// A secret of fewer characters is replaced only where it stands by itself.
const SHORT: usize = 4;

/// How many characters between two of a secret are skipped if they are not visible.
const MOST_SKIPPED: usize = 16;

/// How often a text is decoded from base64.
const DEPTH: u8 = 2;

impl Needle {
    /// Returns the needles of a secret.
    ///
    /// A service may put a secret into JSON as it is. Who reads that reads the `\r` of the secret as
    /// one character, and an error shows this character as `\r` again.
    pub(super) fn all_of(secret: &str) -> impl Iterator<Item = Self> {
        let plain: Vec<char> = secret.chars().collect();
        let read = unescaped(secret).filter(|read| read.len() >= SHORT);
        iter::once(plain).chain(read).map(Self::new)
    }

    fn new(characters: Vec<char>) -> Self {
        Self {
            bytes: characters
                .iter()
                .map(|character| character.len_utf8())
                .sum(),
            characters: Zeroizing::new(characters),
        }
    }

    /// Returns whether the secret may be a part of any word.
    fn is_short(&self) -> bool {
        self.characters.len() < SHORT
    }

    /// How many characters must be there if the end of the text cuts off the rest.
    fn shortest_start(&self) -> usize {
        (self.characters.len() / 3).clamp(SHORT, 8)
    }

    /// Returns where the secret ends that starts at this place, if it does.
    fn end(&self, reader: &Reader<'_>, at: usize) -> Result<Option<usize>, TooLong> {
        // The places that are reached, each with the number of characters that were just skipped.
        let mut reached = vec![(at, 0)];
        for (position, wanted) in self.characters.iter().enumerate() {
            let mut next = Vec::new();
            let mut is_at_end = false;
            while let Some((place, skipped)) = reached.pop() {
                is_at_end |= reader.is_cut(place);
                for unit in reader.units(place)? {
                    if is_same(unit.character, *wanted) {
                        if !next.contains(&(unit.end, 0)) {
                            next.push((unit.end, 0));
                        }
                    } else if position > 0 && skipped < MOST_SKIPPED && is_invisible(unit.character)
                    {
                        reached.push((unit.end, skipped + 1));
                    }
                }
            }
            if next.is_empty() {
                let is_start = is_at_end && position >= self.shortest_start();
                return Ok(is_start.then_some(reader.text.len()));
            }
            reached = next;
        }
        let end = reached.iter().map(|(end, _)| *end).max();
        Ok(end.filter(|end| !self.is_short() || stands_alone(reader.text, at..*end)))
    }
}

/// Returns the places of secrets, in order and without overlaps.
pub(super) fn find(text: &str, needles: &[Needle]) -> Result<Vec<Range<usize>>, TooLong> {
    search(text, needles, DEPTH)
}

fn search(text: &str, needles: &[Needle], depth: u8) -> Result<Vec<Range<usize>>, TooLong> {
    let reader = Reader::new(text);
    let starters = Starters::of(needles);
    // Digits such as those of a port can be decoded, too, to something with any character in it.
    let is_chance = depth < DEPTH && text.contains(is_garbage);
    let mut found = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        if !starters.0[usize::from(byte)] || !text.is_char_boundary(at) {
            continue;
        }
        for needle in needles {
            if is_chance && needle.is_short() {
                continue;
            }
            if let Some(end) = needle.end(&reader, at)? {
                found.push(at..end);
            }
        }
    }
    let shortest = needles.iter().map(|needle| needle.bytes.min(SHORT)).min();
    // A byte is 8 bits, and a letter of base64 has 6 of them.
    let shortest = shortest.unwrap_or(SHORT) * 8 / 6;
    let mut encoded = Vec::new();
    if depth > 0 {
        for run in runs(&reader, shortest.max(SHORT))? {
            for decoded in run.decoded() {
                if !search(&decoded, needles, depth - 1)?.is_empty() {
                    encoded.push(run.range.clone());
                    break;
                }
            }
        }
    }
    Ok(merged(found, encoded))
}

/// Joins two lists, each in the order of its starts, to one without overlaps.
fn merged(plain: Vec<Range<usize>>, encoded: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    let mut add = |range: Range<usize>| match merged.last_mut() {
        Some(last) if range.start < last.end => last.end = last.end.max(range.end),
        _ => merged.push(range),
    };
    let mut encoded = encoded.into_iter().peekable();
    for range in plain {
        while let Some(before) = encoded.next_if(|encoded| encoded.start < range.start) {
            add(before);
        }
        add(range);
    }
    encoded.for_each(add);
    merged
}

/// The bytes with which a secret may start.
struct Starters([bool; 256]);

impl Starters {
    fn of(needles: &[Needle]) -> Self {
        let mut starters = Self([false; 256]);
        for byte in *b"\\%&" {
            starters.0[usize::from(byte)] = true;
        }
        for first in needles
            .iter()
            .filter_map(|needle| needle.characters.first())
        {
            let cases = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
            let blanks = [' ', '+']
                .into_iter()
                .filter(|other| is_same(*other, *first));
            for character in cases.into_iter().chain(blanks) {
                let byte = character.encode_utf8(&mut [0; 4]).as_bytes()[0];
                starters.0[usize::from(byte)] = true;
            }
        }
        starters
    }
}

/// Hosts are written in lower case, and forms have `+` for a blank.
fn is_same(found: char, wanted: char) -> bool {
    let blank = |character| if character == '+' { ' ' } else { character };
    blank(found).eq_ignore_ascii_case(&blank(wanted))
}

/// Returns whether a character is not shown, so that a secret can still be read around it.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(character, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns whether a character shows that what was decoded is no text.
fn is_garbage(character: char) -> bool {
    character == char::REPLACEMENT_CHARACTER || character.is_control()
}

/// Returns whether a part of a text is no part of a word.
fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let is_quoted = before == Some('\'') && after == Some('\'');
    let is_border = |character: Option<char>| {
        character.is_none_or(|character| {
            character.is_whitespace() || "\"=&:;,()[]{}<>`?\\%".contains(character)
        })
    };
    is_quoted || is_border(before) && is_border(after)
}
