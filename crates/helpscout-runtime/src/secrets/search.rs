//! Finds secrets in a text, in any spelling.

use std::iter;
use std::mem;
use std::ops::Range;

use secrecy::zeroize::Zeroizing;

use super::encoded::runs;
use super::reading::{Reader, Steps, TooLong, is_mark, unescaped};

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
        let Some((plain, place)) = self.plain_start(reader, at)? else {
            return Ok(None);
        };
        // The places that are reached, each with the number of characters that were just skipped.
        let (mut reached, mut next) = (vec![(place, 0)], Vec::new());
        for (position, wanted) in self.characters.iter().enumerate().skip(plain) {
            let mut is_at_end = false;
            while let Some((place, skipped)) = reached.pop() {
                is_at_end |= reader.is_cut(place);
                for unit in reader.units(place)?.iter() {
                    reader.step()?;
                    if is_same(unit.character, *wanted) {
                        if !next.contains(&(unit.end(), 0)) {
                            next.push((unit.end(), 0));
                        }
                    } else if position > 0 && skipped < MOST_SKIPPED && is_invisible(unit.character)
                    {
                        reached.push((unit.end(), skipped + 1));
                    }
                }
            }
            if next.is_empty() {
                let is_start = is_at_end && position >= self.shortest_start();
                return Ok(is_start.then_some(reader.text.len()));
            }
            mem::swap(&mut reached, &mut next);
        }
        let end = reached.iter().map(|(end, _)| *end).max();
        Ok(end.filter(|end| !self.is_short() || stands_alone(reader.text, at..*end)))
    }

    /// Returns how many characters at the start of the secret are at this place as they are, and
    /// where the text goes on. Returns `None` if it goes on with another character.
    fn plain_start(
        &self,
        reader: &Reader<'_>,
        at: usize,
    ) -> Result<Option<(usize, usize)>, TooLong> {
        let rest = reader.text.as_bytes().iter().skip(at);
        for (position, (byte, wanted)) in rest.zip(self.characters.iter()).enumerate() {
            let found = char::from(*byte);
            let is_plain = found.is_ascii() && !is_mark(found);
            if is_plain && is_same(found, *wanted) {
                reader.step()?;
                continue;
            }
            let is_other = is_plain && !is_invisible(found);
            return Ok((!is_other).then_some((position, at + position)));
        }
        let most = (reader.text.len() - at).min(self.characters.len());
        Ok(Some((most, at + most)))
    }
}

/// Secrets to search for, with what is the same for each text.
pub(super) struct Needles {
    needles: Vec<Needle>,
    starters: Starters,
    /// How many letters of base64 there are at least in one that is encoded.
    shortest_run: usize,
}

impl Needles {
    pub(super) fn new(needles: Vec<Needle>) -> Self {
        let shortest = needles.iter().map(|needle| needle.bytes.min(SHORT)).min();
        // A byte is 8 bits, and a letter of base64 has 6 of them.
        let shortest_run = shortest.unwrap_or(SHORT) * 8 / 6;
        Self {
            starters: Starters::of(&needles),
            shortest_run: shortest_run.max(SHORT),
            needles,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// Returns the places of secrets in a text, in order and without overlaps.
    pub(super) fn find(&self, text: &str) -> Result<Vec<Range<usize>>, TooLong> {
        self.search(text, &Steps::for_text(text), DEPTH)
    }

    fn search(&self, text: &str, steps: &Steps, depth: u8) -> Result<Vec<Range<usize>>, TooLong> {
        let reader = Reader::new(text, steps);
        let mut found = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            if is_mark(char::from(byte)) {
                for unit in reader.units(at)?.iter() {
                    let byte = first_byte(unit.character);
                    self.find_at(&reader, at, byte, depth, &mut found)?;
                }
            } else {
                self.find_at(&reader, at, byte, depth, &mut found)?;
            }
        }
        let mut encoded = Vec::new();
        if depth > 0 {
            for run in runs(&reader, self.shortest_run)? {
                for decoded in run.decoded() {
                    if !self.search(&decoded, steps, depth - 1)?.is_empty() {
                        encoded.push(run.range.clone());
                        break;
                    }
                }
            }
        }
        Ok(merged(found, encoded))
    }

    /// Adds the secrets that start at a place whose first character starts with this byte.
    fn find_at(
        &self,
        reader: &Reader<'_>,
        at: usize,
        byte: u8,
        depth: u8,
        found: &mut Vec<Range<usize>>,
    ) -> Result<(), TooLong> {
        for &needle in &self.starters.0[usize::from(byte)] {
            let needle = &self.needles[needle];
            // Digits such as those of a port can be decoded, too, to something with any character in
            // it.
            if needle.is_short() && depth < DEPTH && reader.text.contains(is_garbage) {
                continue;
            }
            if let Some(end) = needle.end(reader, at)? {
                found.push(at..end);
            }
        }
        Ok(())
    }
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

/// The secrets that may start with each byte.
struct Starters(Vec<Vec<usize>>);

impl Starters {
    fn of(needles: &[Needle]) -> Self {
        let mut starters = Self(vec![Vec::new(); 256]);
        for (index, needle) in needles.iter().enumerate() {
            let Some(first) = needle.characters.first() else {
                continue;
            };
            let cases = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
            let blanks = [' ', '+']
                .into_iter()
                .filter(|other| is_same(*other, *first));
            for character in cases.into_iter().chain(blanks) {
                let starting = &mut starters.0[usize::from(first_byte(character))];
                if starting.last() != Some(&index) {
                    starting.push(index);
                }
            }
        }
        starters
    }
}

fn first_byte(character: char) -> u8 {
    character.encode_utf8(&mut [0; 4]).as_bytes()[0]
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
