//! Finds the parts of a text that may be base64 or hexadecimal, and decodes them.

use std::ops::Range;

use super::reading::{Reader, TooLong, is_mark};

/// A part of a text that consists of the letters of base64.
pub(super) struct Run {
    pub(super) range: Range<usize>,
    /// The values of the letters.
    sextets: Vec<u8>,
    /// The values of the letters as hexadecimal digits, or `None` for other letters.
    digits: Vec<Option<u8>>,
}

/// The length of the shortest part of a run that is read as hexadecimal digits.
const SHORTEST_HEXADECIMAL: usize = 8;

impl Run {
    /// Returns the texts that the run may encode. Where a group of letters starts is not known.
    pub(super) fn decoded(&self) -> impl Iterator<Item = String> {
        let base64 = (0..4).map(|skipped| join(self.sextets.get(skipped..).unwrap_or_default(), 6));
        let hexadecimal = self
            .digits
            .split(Option::is_none)
            .filter(|digits| digits.len() >= SHORTEST_HEXADECIMAL)
            .flat_map(|digits| {
                let digits: Vec<u8> = digits.iter().copied().flatten().collect();
                (0..2).map(move |skipped| join(&digits[skipped..], 4))
            });
        base64
            .chain(hexadecimal)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Joins groups of bits to bytes, and drops the bits that are left over.
fn join(groups: &[u8], width: u32) -> Vec<u8> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for group in groups {
        held = held << width | u32::from(*group);
        bits += width;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    bytes
}

/// Returns the runs of at least this many letters, which may be spelled in any way and be split into
/// lines.
pub(super) fn runs(reader: &Reader<'_>, shortest: usize) -> Result<Vec<Run>, TooLong> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < reader.text.len() {
        let (run, next) = run(reader, at)?;
        if let Some(run) = run
            && run.sextets.len() >= shortest
        {
            runs.push(run);
        }
        at = next;
    }
    Ok(runs)
}

/// Reads the run at this place. Returns it, if there is one, and where to go on.
fn run(reader: &Reader<'_>, start: usize) -> Result<(Option<Run>, usize), TooLong> {
    let mut run = Run {
        range: start..start,
        sextets: Vec::new(),
        digits: Vec::new(),
    };
    let mut at = start;
    while let Some((letter, end)) = letter(reader, at)? {
        let sextet = match letter {
            Letter::Value(sextet) => sextet,
            Letter::LineEnd if run.sextets.is_empty() => break,
            Letter::LineEnd => {
                at = end;
                continue;
            }
        };
        run.sextets.push(sextet);
        run.digits.push(digit(sextet));
        at = end;
        run.range.end = end;
    }
    let text = reader.text;
    if run.sextets.is_empty() {
        let skipped = text[at..].chars().next().map_or(1, char::len_utf8);
        return Ok((None, at + skipped));
    }
    let rest = &text[run.range.end..];
    run.range.end += rest.len() - rest.trim_start_matches('=').len();
    let next = run.range.end.max(at);
    Ok((Some(run), next))
}

enum Letter {
    Value(u8),
    LineEnd,
}

fn letter(reader: &Reader<'_>, at: usize) -> Result<Option<(Letter, usize)>, TooLong> {
    let Some(first) = reader.text.as_bytes().get(at) else {
        return Ok(None);
    };
    if let Some(sextet) = sextet(char::from(*first)) {
        return Ok(Some((Letter::Value(sextet), at + 1)));
    }
    match char::from(*first) {
        '\r' | '\n' => Ok(Some((Letter::LineEnd, at + 1))),
        mark if is_mark(mark) => {
            let units = reader.units(at)?;
            Ok(units.iter().find_map(|unit| match unit.character {
                '\r' | '\n' => Some((Letter::LineEnd, unit.end())),
                other => Some((Letter::Value(sextet(other)?), unit.end())),
            }))
        }
        _ => Ok(None),
    }
}

/// Returns the value of a letter of base64, of which there are two alphabets.
fn sextet(letter: char) -> Option<u8> {
    let letter = u8::try_from(letter).ok()?;
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Returns the value of a hexadecimal digit, given its value in base64.
fn digit(sextet: u8) -> Option<u8> {
    match sextet {
        0..=5 => Some(sextet + 10),
        26..=31 => Some(sextet - 26 + 10),
        52..=61 => Some(sextet - 52),
        _ => None,
    }
}
