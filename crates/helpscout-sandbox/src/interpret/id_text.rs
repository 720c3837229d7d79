//! Made-up IDs that are text: they look like the documented one.

use crate::desk::random::{Random, mix_text};

/// Makes up an ID that looks like an example.
pub(super) fn like(example: Option<&str>, random: &mut Random) -> String {
    let example = example.unwrap_or(EXAMPLE);
    let mut text = String::with_capacity(example.len());
    for (char, alphabet) in alphabets(example) {
        text.push(match alphabet {
            Some(alphabet) => letter(alphabet, random.below(size(alphabet))),
            None => char,
        });
    }
    text
}

/// Makes up the ID of the thing at a place, which differs from those at all other places.
pub(super) fn at(example: Option<&str>, place: usize) -> String {
    let example = example.unwrap_or(EXAMPLE);
    let mut random = Random::new(mix_text(0, example));
    // The letters are the digits of a number, which starts anywhere and is counted up.
    let (mut more, mut capacity) = (place as u64, 1_u64);
    let mut letters: Vec<char> = Vec::with_capacity(example.len());
    for (char, alphabet) in alphabets(example).into_iter().rev() {
        letters.push(match alphabet {
            Some(alphabet) => {
                let size = size(alphabet);
                let sum = random.below(size) + more;
                more = sum / size;
                capacity = capacity.saturating_mul(size);
                letter(alphabet, sum % size)
            }
            None => char,
        });
    }
    let mut text: String = letters.into_iter().rev().collect();
    // There are more places than texts of this length.
    let turn = place as u64 / capacity;
    if turn > 0 {
        text.push_str(&turn.to_string());
    }
    text
}

/// What IDs look like if no example is documented.
const EXAMPLE: &str = "id_4f8a1c2e";

const DIGITS: &str = "0123456789";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER_HEX: &str = "0123456789abcdef";
const UPPER_HEX: &str = "0123456789ABCDEF";

/// Returns the characters of an example, each with the characters that may stand in its place, if
/// others may. Prefixes such as `cus_` stay.
fn alphabets(example: &str) -> Vec<(char, Option<&'static str>)> {
    let chars: Vec<char> = example.chars().collect();
    let is_part = |char: &char| char.is_ascii_alphanumeric();
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for (index, char) in chars.iter().enumerate() {
        match parts.last_mut() {
            Some((_, end)) if is_part(char) && *end == index => *end += 1,
            _ if is_part(char) => parts.push((index, index + 1)),
            _ => {}
        }
    }
    let has_digit = |(start, end): &(usize, usize)| {
        let mut part = chars[*start..*end].iter();
        part.any(char::is_ascii_digit)
    };
    // The words around the parts with digits are the same in all IDs.
    if parts.iter().any(has_digit) {
        parts.retain(has_digit);
    } else {
        parts = parts.pop().into_iter().collect();
    }
    for (start, end) in &mut parts {
        *start += prefix(&chars[*start..*end]);
    }
    let is_in_part = |index: usize| {
        let mut parts = parts.iter();
        parts.any(|(start, end)| (*start..*end).contains(&index))
    };
    let varied: String = (0..chars.len())
        .filter(|index| is_in_part(*index))
        .map(|index| chars[index])
        .collect();
    let hex = [LOWER_HEX, UPPER_HEX].into_iter().find(|hex| {
        let has_letter = varied.contains(|char: char| char.is_ascii_alphabetic());
        has_letter && varied.chars().all(|char| hex.contains(char))
    });
    let marks = uuid_marks(&chars);
    let alphabet = |index: usize, char: char| {
        if !is_in_part(index) || marks.contains(&index) {
            return None;
        }
        Some(match char {
            _ if hex.is_some() => hex.unwrap_or(LOWER_HEX),
            '0'..='9' => DIGITS,
            'a'..='z' => LOWER,
            _ => UPPER,
        })
    };
    let indexed = chars.iter().enumerate();
    indexed
        .map(|(index, char)| (*char, alphabet(index, *char)))
        .collect()
}

/// Returns the number of capital letters at the start of a part that has no others, such as those of
/// `AC5ef872f6` and `T1024`, which say what the ID is of.
fn prefix(part: &[char]) -> usize {
    let capitals = part.iter().take_while(|char| char.is_ascii_uppercase());
    let length = capitals.count();
    let rest = &part[length..];
    let is_prefix = !rest.is_empty() && !rest.iter().any(char::is_ascii_uppercase);
    if is_prefix { length } else { 0 }
}

/// Returns the indexes of the characters of a UUID that say its version.
fn uuid_marks(chars: &[char]) -> &'static [usize] {
    let is_dash = |index: usize| [8, 13, 18, 23].contains(&index);
    let mut indexed = chars.iter().enumerate();
    let is_uuid = indexed.all(|(index, char)| {
        if is_dash(index) {
            *char == '-'
        } else {
            char.is_ascii_hexdigit()
        }
    });
    if is_uuid && chars.len() == 36 {
        &[14, 19]
    } else {
        &[]
    }
}

fn size(alphabet: &str) -> u64 {
    alphabet.len() as u64
}

fn letter(alphabet: &str, index: u64) -> char {
    let byte = alphabet.as_bytes().get(index as usize);
    byte.map_or('0', |byte| char::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Replaces each letter and digit by what it is.
    fn shape(text: &str) -> String {
        let kind = |char: char| match char {
            '0'..='9' => '0',
            'a'..='z' => 'a',
            'A'..='Z' => 'A',
            other => other,
        };
        text.chars().map(kind).collect()
    }

    #[test]
    fn an_id_keeps_the_prefix_and_the_shape_of_its_example() {
        let examples = [
            ("cus_NffrFeUfNV2Hib", "cus_"),
            ("req-2019-0042", "req-"),
            ("T1024", "T"),
            ("agent:marta", "agent:"),
            ("a/b z7", "a/b "),
        ];
        for (example, start) in examples {
            for seed in 0..50 {
                for id in [
                    like(Some(example), &mut Random::new(seed)),
                    at(Some(example), 7),
                ] {
                    assert!(id.starts_with(start), "{id}");
                    assert_eq!(shape(&id), shape(example), "{id}");
                }
            }
        }
    }

    #[test]
    fn hexadecimal_ids_stay_hexadecimal_and_uuids_keep_their_version() {
        for seed in 0..50 {
            let uuid = like(
                Some("f47ac10b-58cc-4372-a567-0e02b2c3d479"),
                &mut Random::new(seed),
            );
            let is_hex = |char: char| matches!(char, '0'..='9' | 'a'..='f' | '-');
            assert!(uuid.chars().all(is_hex), "{uuid}");
            assert_eq!((&uuid[14..15], &uuid[19..20]), ("4", "a"), "{uuid}");
            let sid = like(
                Some("AC5ef872f6da5a21de157d80997a64bd33"),
                &mut Random::new(seed),
            );
            assert!(
                sid.starts_with("AC") && sid[2..].chars().all(is_hex),
                "{sid}"
            );
        }
    }

    #[test]
    fn every_place_has_another_id() {
        for example in [
            None,
            Some("T1"),
            Some("cus_NffrFeUfNV2Hib"),
            Some("-"),
            Some("é9"),
        ] {
            let ids: HashSet<String> = (0..2000).map(|place| at(example, place)).collect();
            assert_eq!(ids.len(), 2000, "{example:?}");
        }
    }
}
