//! One file as text: the checks that come before parsing, and the places of its parts.

use std::ops::Range;

use helpscout_description::quote::is_invisible;

use crate::code::Code;
use crate::finding::{Excerpt, Finding, Place, Position};
use crate::findings::Sink;

/// The size of the largest spec file that is read, in bytes. Usual files have a few kilobytes.
pub(crate) const LARGEST: usize = 1 << 18;

/// The largest number of characters of a line that a finding contains.
const EXCERPT: usize = 240;

/// The distance between two counts of characters, in bytes.
const STRIDE: usize = 256;

/// How many of these characters come before the place of the finding.
const BEFORE: usize = 80;

/// A text with the places of its parts.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    file: String,
    text: String,
    /// The byte offsets at which lines start.
    lines: Vec<usize>,
    /// The number of characters before every [`STRIDE`]th byte, so that columns in long lines are
    /// found without counting from the start of the line.
    chars: Vec<usize>,
}

impl Text {
    pub(crate) fn new(file: impl Into<String>, text: String) -> Self {
        let breaks = text.match_indices('\n').map(|(index, _)| index + 1);
        Self {
            file: file.into(),
            lines: std::iter::once(0).chain(breaks).collect(),
            chars: counts(&text),
            text,
        }
    }

    /// Returns the text of a spec file if it can be parsed; otherwise reports why not.
    pub(crate) fn of_bytes(file: &str, bytes: &[u8], sink: &mut Sink) -> Option<Self> {
        if bytes.len() > LARGEST {
            sink.add(too_large(file, Some(bytes.len())));
            return None;
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                sink.add(not_utf8(file, bytes, error.valid_up_to()));
                return None;
            }
        };
        let (text, has_mark) = match text.strip_prefix('\u{feff}') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let text = Self::new(file, text.to_owned());
        if has_mark {
            sink.add(byte_order_mark(&text));
        }
        let checks = [invisible_character, tab_indentation, nothing_said];
        let faults: Vec<Finding> = checks.iter().filter_map(|check| check(&text)).collect();
        let is_fit = faults.is_empty();
        faults.into_iter().for_each(|fault| sink.add(fault));
        is_fit.then_some(text)
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the place of a part of the text, at most up to the end of its first line.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let start = self.floor(span.start);
        let line = self.lines.partition_point(|first| *first <= start) - 1;
        let first = self.lines[line];
        let text = self.line(line);
        let start = start.min(first + text.len());
        let end = self.floor(span.end).clamp(start, first + text.len());
        let before = self.chars_between(first, start);
        Place {
            file: self.file.clone(),
            position: Some(Position {
                line: line + 1,
                column: before + 1,
                length: self.chars_between(start, end),
                excerpt: excerpt(text, start - first, before),
            }),
        }
    }

    /// Returns the text of a line without the line break.
    fn line(&self, line: usize) -> &str {
        let end = self.lines.get(line + 1).copied();
        let text = &self.text[self.lines[line]..end.unwrap_or(self.text.len())];
        text.trim_end_matches(['\n', '\r'])
    }

    fn chars_between(&self, start: usize, end: usize) -> usize {
        self.chars_before(end) - self.chars_before(start)
    }

    fn chars_before(&self, byte: usize) -> usize {
        let mark = byte / STRIDE;
        let rest = &self.text.as_bytes()[mark * STRIDE..byte];
        self.chars[mark] + rest.iter().filter(|byte| is_char_start(**byte)).count()
    }

    fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

/// Returns the part of a line around a byte. `before` is the number of characters before the byte.
fn excerpt(line: &str, byte: usize, before: usize) -> Excerpt {
    if line.len() <= EXCERPT {
        return Excerpt {
            skipped: 0,
            text: visible(line.chars()),
        };
    }
    let start = line[..byte].char_indices().rev().take(BEFORE).last();
    let start = start.map_or(byte, |(start, _)| start);
    Excerpt {
        skipped: before - before.min(BEFORE),
        text: visible(line[start..].chars().take(EXCERPT)),
    }
}

/// Returns characters as text, with something to see in place of each invisible one.
fn visible(chars: impl Iterator<Item = char>) -> String {
    chars
        .map(|char| if is_invisible(char) { '\u{fffd}' } else { char })
        .collect()
}

fn counts(text: &str) -> Vec<usize> {
    let mut before = 0;
    let blocks = text.as_bytes().chunks(STRIDE).map(|block| {
        before += block.iter().filter(|byte| is_char_start(**byte)).count();
        before
    });
    std::iter::once(0).chain(blocks).collect()
}

fn is_char_start(byte: u8) -> bool {
    // All bytes of a character but the first start with the bits 10.
    byte & 0b1100_0000 != 0b1000_0000
}

/// Reports a file that is too large. The length is unknown if the file system does not state it.
pub(crate) fn too_large(file: &str, length: Option<usize>) -> Finding {
    let length = length.map_or_else(|| "too many".to_owned(), |length| length.to_string());
    let message = format!("the file has {length} bytes, but a file may have at most {LARGEST}");
    Finding::new(Code::TooLarge, Place::file(file), message)
        .help("describe one operation in each file, and shorten example bodies")
}

fn not_utf8(file: &str, bytes: &[u8], valid: usize) -> Finding {
    let good = String::from_utf8_lossy(&bytes[..valid]).into_owned();
    let text = Text::new(file, format!("{good}\u{fffd}"));
    let message = format!(
        "byte {valid} of the file, {:#04x}, is not UTF-8",
        bytes[valid]
    );
    let place = text.place(valid..valid + '\u{fffd}'.len_utf8());
    Finding::new(Code::NotUtf8, place, message).help("save the file as UTF-8")
}

fn byte_order_mark(text: &Text) -> Finding {
    let message = "the file starts with a byte order mark";
    Finding::new(Code::ByteOrderMark, text.place(0..0), message)
        .help("save the file as UTF-8 without a byte order mark")
}

/// Returns the finding for an example body that has an invisible character. As an escape, the body
/// may have it: the service may send any text.
pub(crate) fn invisible_in_json(file: &str, json: &str) -> Option<Finding> {
    let (at, char) = json.char_indices().find(|(_, char)| is_invisible(*char))?;
    let text = Text::new(file, json.to_owned());
    let message = format!(
        "the file contains the invisible character U+{:04X}",
        u32::from(char)
    );
    let place = text.place(at..at + char.len_utf8());
    let help = format!("remove the character, or write it as `{}`", escape(char));
    Some(Finding::new(Code::ControlCharacter, place, message).help(help))
}

fn escape(char: char) -> String {
    let mut units = [0; 2];
    let units = char.encode_utf16(&mut units).iter();
    units.map(|unit| format!("\\u{unit:04x}")).collect()
}

fn invisible_character(text: &Text) -> Option<Finding> {
    let (at, char) = text
        .as_str()
        .char_indices()
        .find(|(at, char)| is_refused(text.as_str(), *at, *char))?;
    let message = format!(
        "the file contains the invisible character U+{:04X}",
        char as u32
    );
    let place = text.place(at..at + char.len_utf8());
    Some(Finding::new(Code::ControlCharacter, place, message).help("remove the character"))
}

fn is_refused(text: &str, at: usize, char: char) -> bool {
    match char {
        '\n' | '\t' => false,
        '\r' => !text[at + 1..].starts_with('\n'),
        char => char.is_control() || is_invisible(char),
    }
}

fn tab_indentation(text: &Text) -> Option<Finding> {
    let mut tabs = (0..text.lines.len()).filter_map(|line| {
        let content = text.line(line);
        let indentation = content.len() - content.trim_start().len();
        let tab = content[..indentation].find('\t')?;
        (indentation < content.len()).then_some(text.lines[line] + tab)
    });
    let first = tabs.next()?;
    let more = tabs.count();
    let message = match more {
        0 => "the line is indented with a tab".to_owned(),
        1 => "the line is indented with a tab, and so is 1 more line".to_owned(),
        more => format!("the line is indented with a tab, and so are {more} more lines"),
    };
    let finding = Finding::new(Code::TabIndentation, text.place(first..first + 1), message);
    Some(finding.help("indent with two spaces; YAML does not allow tabs there"))
}

fn nothing_said(text: &Text) -> Option<Finding> {
    let says_something = |line: &str| {
        let line = line.trim();
        !(line.is_empty() || line.starts_with('#') || line == "---" || line == "...")
    };
    if text.as_str().lines().any(says_something) {
        return None;
    }
    let message = "the file does not describe anything";
    let finding = Finding::new(Code::EmptyFile, text.place(0..0), message);
    Some(finding.help("describe an operation in the file, or delete it"))
}
