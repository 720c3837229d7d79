//! Decodes single characters in the spellings of JSON, Rust, HTML and URLs.

use std::cell::{Cell, RefCell};
use std::ops::Deref;

/// A character, and where the text goes on after its spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) character: char,
    /// Half the size makes reading much faster, and no text that is searched is as long as that.
    end: u32,
}

/// What one place can be the spelling of.
#[derive(Clone, Copy)]
pub(super) struct Units {
    list: [Unit; MOST_UNITS],
    count: usize,
}

/// A text of which each character may be spelled in several ways.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    steps: &'t Steps,
    known: RefCell<Known>,
}

/// How many more steps are allowed. It bounds the time for texts that are made to take long.
pub(super) struct Steps(Cell<usize>);

/// What the last places were the spelling of. The same place is looked at for each spelling before
/// it, so without this, the time would grow with a power of the encodings around each other.
#[derive(Default)]
struct Known(Vec<Option<KnownPlace>>);

#[derive(Clone, Copy)]
struct KnownPlace {
    at: usize,
    layers: u8,
    units: Units,
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
    // Without layers, nothing of the secret is kept in the reader.
    let steps = Steps::for_text(text);
    let reader = Reader::new(text, &steps);
    // A list that grows would leave parts of a secret in memory.
    let mut characters = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let plain = Unit::new(character, at + character.len_utf8());
        let escaped = match character {
            '\\' => reader.backslash(plain.end(), 0).ok()?.last().copied(),
            _ => None,
        };
        let unit = escaped.unwrap_or(plain);
        characters.push(unit.character);
        at = unit.end();
    }
    Some(characters)
}

impl Steps {
    /// Returns enough steps for a text and what is decoded of it. Escapes take up to 6 steps per byte,
    /// and a text of nothing but backslashes 16.
    pub(super) fn for_text(text: &str) -> Self {
        let steps = 200_000_usize.saturating_add(text.len().saturating_mul(24));
        Self(Cell::new(steps))
    }

    fn take(&self) -> Result<(), TooLong> {
        let left = self.0.get().checked_sub(1).ok_or(TooLong)?;
        self.0.set(left);
        Ok(())
    }
}

impl Unit {
    const fn new(character: char, end: usize) -> Self {
        // Beyond this, nothing is read.
        let end = if end > u32::MAX as usize {
            u32::MAX
        } else {
            end as u32
        };
        Self { character, end }
    }

    /// Returns where the text goes on.
    pub(super) fn end(self) -> usize {
        self.end as usize
    }
}

impl Units {
    const NONE: Self = Self {
        list: [Unit::new('\0', 0); MOST_UNITS],
        count: 0,
    };

    /// Adds a unit, if it is new and there is room.
    fn add(&mut self, unit: Unit) {
        if !self.is_full() && !self.contains(&unit) {
            self.list[self.count] = unit;
            self.count += 1;
        }
    }

    fn is_full(&self) -> bool {
        self.count == MOST_UNITS
    }

    fn extend(&mut self, units: impl IntoIterator<Item = Unit>) {
        for unit in units {
            self.add(unit);
        }
    }
}

impl Deref for Units {
    type Target = [Unit];

    fn deref(&self) -> &[Unit] {
        &self.list[..self.count]
    }
}

impl Known {
    /// Spellings are not longer than this, except for those of characters within them.
    const PLACES: usize = 256;

    fn index(at: usize, layers: u8) -> usize {
        at % Self::PLACES * usize::from(LAYERS) + usize::from(layers - 1)
    }

    fn get(&self, at: usize, layers: u8) -> Option<Units> {
        let known = self.0.get(Self::index(at, layers))?.as_ref()?;
        (known.at == at && known.layers == layers).then_some(known.units)
    }

    fn insert(&mut self, at: usize, layers: u8, units: Units) {
        if self.0.is_empty() {
            self.0.resize(Self::PLACES * usize::from(LAYERS), None);
        }
        self.0[Self::index(at, layers)] = Some(KnownPlace { at, layers, units });
    }
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, steps: &'t Steps) -> Self {
        Self {
            text,
            steps,
            known: RefCell::default(),
        }
    }

    /// Counts a step.
    pub(super) fn step(&self) -> Result<(), TooLong> {
        self.steps.take()
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
    pub(super) fn units(&self, at: usize) -> Result<Units, TooLong> {
        self.units_within(at, LAYERS)
    }

    fn units_within(&self, at: usize, layers: u8) -> Result<Units, TooLong> {
        self.step()?;
        let mut units = Units::NONE;
        let Some(character) = self.text.get(at..).and_then(|rest| rest.chars().next()) else {
            return Ok(units);
        };
        let end = at + character.len_utf8();
        units.add(Unit::new(character, end));
        if layers == 0 || !is_mark(character) {
            return Ok(units);
        }
        if let Some(known) = self.known.borrow().get(at, layers) {
            return Ok(known);
        }
        // What is decoded may itself start a spelling, such as the `%` of `%252F`.
        let mut next = 0;
        while let Some(unit) = units.get(next).copied() {
            if units.is_full() {
                break;
            }
            next += 1;
            match unit.character {
                '\\' => units.extend(self.backslash(unit.end(), layers - 1)?.iter().copied()),
                '%' => units.extend(self.percent(unit.end(), layers - 1)?),
                '&' => units.extend(self.entity(unit.end(), layers - 1)?),
                _ => {}
            }
        }
        self.known.borrow_mut().insert(at, layers, units);
        Ok(units)
    }

    /// Decodes what follows a backslash, as JSON and Rust write it.
    fn backslash(&self, at: usize, layers: u8) -> Result<Units, TooLong> {
        let mut decoded = Units::NONE;
        for unit in self.units_within(at, layers)?.iter() {
            let (character, end) = (unit.character, unit.end());
            let unit = match character {
                '/' | '"' | '\'' | '\\' => Some(Unit::new(character, end)),
                'n' => Some(Unit::new('\n', end)),
                'r' => Some(Unit::new('\r', end)),
                't' => Some(Unit::new('\t', end)),
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
            return Ok(Some(Unit::new(character, end)));
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
        Ok(character.map(|character| Unit::new(character, end)))
    }

    fn percent(&self, at: usize, layers: u8) -> Result<Option<Unit>, TooLong> {
        self.bytes('%', at, layers)
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
            for unit in self.units_within(end, layers)?.iter() {
                if unit.character != mark {
                    continue;
                }
                let start = match mark {
                    '\\' => self.one('x', unit.end(), layers)?,
                    _ => Some(unit.end()),
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
        Ok(character.map(|character| Unit::new(character, end)))
    }

    /// Decodes what follows the `&` of HTML.
    fn entity(&self, at: usize, layers: u8) -> Result<Option<Unit>, TooLong> {
        let first = self.units_within(at, layers)?;
        let after = |wanted: char| {
            let mut units = first.iter();
            let unit = units.find(|unit| unit.character == wanted)?;
            Some(unit.end())
        };
        if let Some(end) = after('#') {
            return match self.either('x', 'X', end, layers)? {
                Some(end) => self.number(16, end, ';', layers),
                None => self.number(10, end, ';', layers),
            };
        }
        for (name, character) in NAMES {
            let mut letters = name.chars();
            let mut end = letters.next().and_then(after);
            for letter in letters {
                end = match end {
                    Some(at) => self.one(letter, at, layers)?,
                    None => break,
                };
            }
            if let Some(end) = end {
                return Ok(Some(Unit::new(character, end)));
            }
        }
        Ok(None)
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
                return Ok(character.map(|character| Unit::new(character, end)));
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
        self.first(at, layers, |character| character.to_digit(radix))
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
        let is_wanted = |character| (character == one || character == other).then_some(());
        let found = self.first(at, layers, is_wanted)?;
        Ok(found.map(|((), end)| end))
    }

    /// Returns the first of the units at a place that is wanted, and where the text goes on.
    fn first<T>(
        &self,
        at: usize,
        layers: u8,
        wanted: impl Fn(char) -> Option<T>,
    ) -> Result<Option<(T, usize)>, TooLong> {
        let plain = self.text.as_bytes().get(at).copied().map(char::from);
        if let Some(plain) = plain.filter(|plain| plain.is_ascii() && !is_mark(*plain)) {
            self.step()?;
            return Ok(wanted(plain).map(|wanted| (wanted, at + 1)));
        }
        let units = self.units_within(at, layers)?;
        let mut units = units.iter();
        Ok(units.find_map(|unit| Some((wanted(unit.character)?, unit.end()))))
    }
}

/// Returns whether a character may start the spelling of another one.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, '\\' | '%' | '&')
}
