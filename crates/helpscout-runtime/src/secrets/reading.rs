//! Decodes single characters in the spellings of JSON, Rust, HTML and URLs.

use std::cell::Cell;

/// A character, and where the text goes on after its spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) character: char,
    pub(super) end: usize,
}

/// A text of which each character may be spelled in several ways.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    /// How many more steps are allowed. It bounds the time for texts that are made to take long.
    steps: Cell<usize>,
}

/// The text takes too many steps to search.
#[derive(Debug)]
pub(super) struct TooLong;

/// How many encodings may be around each other.
const LAYERS: u8 = 3;

/// The names of characters in HTML, as far as they may be in a secret.
const NAMES: [(&str, char); 9] = [
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("sol;", '/'),
    ("plus;", '+'),
    ("equals;", '='),
    ("nbsp;", ' '),
];

/// How many characters one place can be the spelling of.
const MOST_UNITS: usize = 6;

/// Returns what a text means within JSON if it has escapes. What is no escape stays.
pub(super) fn unescaped(text: &str) -> Option<Vec<char>> {
    if !text.contains('\\') {
        return None;
    }
    let reader = Reader::new(text);
    // A list that grows would leave parts of a secret in memory.
    let mut characters = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let plain = Unit {
            character,
            end: at + character.len_utf8(),
        };
        let escaped = match character {
            '\\' => reader.backslash(plain.end, 0).ok()?.pop(),
            _ => None,
        };
        let unit = escaped.unwrap_or(plain);
        characters.push(unit.character);
        at = unit.end;
    }
    Some(characters)
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let steps = 200_000_usize.saturating_add(text.len().saturating_mul(64));
        Self {
            text,
            steps: Cell::new(steps),
        }
    }

    /// Counts a step.
    pub(super) fn step(&self) -> Result<(), TooLong> {
        let left = self.steps.get().checked_sub(1).ok_or(TooLong)?;
        self.steps.set(left);
        Ok(())
    }

    /// Returns whether a spelling that starts here is cut off by the end of the text.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        const LONGEST: usize = 24;
        let rest = &self.text[at..];
        let rest = rest.strip_suffix('…').unwrap_or(rest);
        let is_spelling = |byte: u8| byte.is_ascii_alphanumeric() || b"\\%&#{;".contains(&byte);
        rest.is_empty()
            || rest.starts_with(['\\', '%', '&'])
                && rest.len() <= LONGEST
                && rest.bytes().all(is_spelling)
    }

    /// Returns what the text at this place can be the spelling of, first the character itself.
    pub(super) fn units(&self, at: usize) -> Result<Vec<Unit>, TooLong> {
        self.units_within(at, LAYERS)
    }

    fn units_within(&self, at: usize, layers: u8) -> Result<Vec<Unit>, TooLong> {
        self.step()?;
        let mut units = Vec::new();
        let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) else {
            return Ok(units);
        };
        let end = at + character.len_utf8();
        units.push(Unit { character, end });
        if layers == 0 {
            return Ok(units);
        }
        // What is decoded may itself start a spelling, such as the `%` of `%252F`.
        let mut next = 0;
        while let Some(unit) = units.get(next).copied() {
            next += 1;
            let decoded = match unit.character {
                '\\' => self.backslash(unit.end, layers - 1)?,
                '%' => self.percent(unit.end, layers - 1)?,
                '&' => self.entity(unit.end, layers - 1)?,
                _ => continue,
            };
            for unit in decoded {
                if units.len() < MOST_UNITS && !units.contains(&unit) {
                    units.push(unit);
                }
            }
        }
        Ok(units)
    }

    /// Decodes what follows a backslash, as JSON and Rust write it.
    fn backslash(&self, at: usize, layers: u8) -> Result<Vec<Unit>, TooLong> {
        let mut decoded = Vec::new();
        for Unit { character, end } in self.units_within(at, layers)? {
            let unit = match character {
                '/' | '"' | '\'' | '\\' => Some(Unit { character, end }),
                'n' => Some(Unit {
                    character: '\n',
                    end,
                }),
                'r' => Some(Unit {
                    character: '\r',
                    end,
                }),
                't' => Some(Unit {
                    character: '\t',
                    end,
                }),
                'u' => self.unicode(end, layers)?,
                'x' => self.bytes('\\', end, layers)?,
                _ => None,
            };
            decoded.extend(unit);
        }
        Ok(decoded)
    }

    /// Decodes the digits of `\u0041`, `\ud83d\ude00` and `\u{1f600}`.
    fn unicode(&self, at: usize, layers: u8) -> Result<Option<Unit>, TooLong> {
        if let Some(end) = self.one('{', at, layers)? {
            return self.number(16, end, '}', layers);
        }
        let Some((high, end)) = self.digits(4, at, layers)? else {
            return Ok(None);
        };
        if let Some(character) = char::from_u32(high) {
            return Ok(Some(Unit { character, end }));
        }
        let Some(end) = self.one('\\', end, layers)? else {
            return Ok(None);
        };
        let Some(end) = self.one('u', end, layers)? else {
            return Ok(None);
        };
        let Some((low, end)) = self.digits(4, end, layers)? else {
            return Ok(None);
        };
        let pair = [high, low].map(|unit| u16::try_from(unit).unwrap_or_default());
        let character = char::decode_utf16(pair).next().and_then(Result::ok);
        Ok(character.map(|character| Unit { character, end }))
    }

    fn percent(&self, at: usize, layers: u8) -> Result<Vec<Unit>, TooLong> {
        Ok(self.bytes('%', at, layers)?.into_iter().collect())
    }

    /// Decodes a character whose bytes are written as `%c3%a9` or `\xc3\xa9`.
    fn bytes(&self, mark: char, at: usize, layers: u8) -> Result<Option<Unit>, TooLong> {
        let Some((first, mut end)) = self.digits(2, at, layers)? else {
            return Ok(None);
        };
        let length = match first {
            0..=0x7f => 1,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return Ok(None),
        };
        let mut bytes = vec![u8::try_from(first).unwrap_or_default()];
        while bytes.len() < length {
            let mut continued = None;
            for unit in self.units_within(end, layers)? {
                if unit.character != mark {
                    continue;
                }
                let start = match mark {
                    '\\' => self.one('x', unit.end, layers)?,
                    _ => Some(unit.end),
                };
                let Some(start) = start else { continue };
                if let Some((byte @ 0x80..=0xbf, after)) = self.digits(2, start, layers)? {
                    continued = Some((u8::try_from(byte).unwrap_or_default(), after));
                    break;
                }
            }
            let Some((byte, after)) = continued else {
                return Ok(None);
            };
            bytes.push(byte);
            end = after;
        }
        let text = std::str::from_utf8(&bytes).ok();
        let character = text.and_then(|text| text.chars().next());
        Ok(character.map(|character| Unit { character, end }))
    }

    /// Decodes what follows the `&` of HTML.
    fn entity(&self, at: usize, layers: u8) -> Result<Vec<Unit>, TooLong> {
        if let Some(end) = self.one('#', at, layers)? {
            let decoded = match self.either('x', 'X', end, layers)? {
                Some(end) => self.number(16, end, ';', layers)?,
                None => self.number(10, end, ';', layers)?,
            };
            return Ok(decoded.into_iter().collect());
        }
        for (name, character) in NAMES {
            let mut end = Some(at);
            for letter in name.chars() {
                end = match end {
                    Some(at) => self.one(letter, at, layers)?,
                    None => break,
                };
            }
            if let Some(end) = end {
                return Ok(vec![Unit { character, end }]);
            }
        }
        Ok(Vec::new())
    }

    /// Reads digits up to a character that ends them.
    fn number(
        &self,
        radix: u32,
        mut at: usize,
        last: char,
        layers: u8,
    ) -> Result<Option<Unit>, TooLong> {
        const MOST_DIGITS: usize = 8;
        let mut number = 0_u32;
        for _ in 0..MOST_DIGITS {
            if let Some(end) = self.one(last, at, layers)? {
                let character = char::from_u32(number);
                return Ok(character.map(|character| Unit { character, end }));
            }
            let Some((digit, end)) = self.digit(radix, at, layers)? else {
                return Ok(None);
            };
            number = number.saturating_mul(radix).saturating_add(digit);
            at = end;
        }
        Ok(None)
    }

    /// Reads this many hexadecimal digits.
    fn digits(
        &self,
        count: usize,
        mut at: usize,
        layers: u8,
    ) -> Result<Option<(u32, usize)>, TooLong> {
        let mut number = 0;
        for _ in 0..count {
            let Some((digit, end)) = self.digit(16, at, layers)? else {
                return Ok(None);
            };
            number = number * 16 + digit;
            at = end;
        }
        Ok(Some((number, at)))
    }

    fn digit(&self, radix: u32, at: usize, layers: u8) -> Result<Option<(u32, usize)>, TooLong> {
        let units = self.units_within(at, layers)?;
        Ok(units
            .iter()
            .find_map(|unit| Some((unit.character.to_digit(radix)?, unit.end))))
    }

    fn one(&self, wanted: char, at: usize, layers: u8) -> Result<Option<usize>, TooLong> {
        self.either(wanted, wanted, at, layers)
    }

    fn either(
        &self,
        one: char,
        other: char,
        at: usize,
        layers: u8,
    ) -> Result<Option<usize>, TooLong> {
        let units = self.units_within(at, layers)?;
        Ok(units
            .iter()
            .find(|unit| unit.character == one || unit.character == other)
            .map(|unit| unit.end))
    }
}
