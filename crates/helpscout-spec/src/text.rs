//! One file as text: the checks that come before parsing, and the places of its parts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use helpscout_description::Api;
use helpscout_description::quote::{is_invisible, joins_letters};

use crate::code::Code;
use crate::finding::{Edit, Excerpt, Finding, Fix, Place, Position};
use crate::findings::Sink;

/// The size of the largest spec file that is read, in bytes. Usual files have a few kilobytes.
pub(crate) const LARGEST: usize = 1 << 18;

/// The largest number of characters of a line that a finding contains.
const EXCERPT: usize = 240;

/// The distance between two counts of characters, in bytes.
const STRIDE: usize = 256;

/// How many of these characters come before the place of the finding.
const BEFORE: usize = 80;

/// A text with the places of its parts. A clone shares the text.
#[derive(Clone, Debug)]
pub(crate) struct Text(Arc<Lines>);

#[derive(Debug)]
struct Lines {
    file: String,
    text: String,
    /// The byte offsets at which lines start.
    lines: Vec<usize>,
    /// The number of characters before every [`STRIDE`]th byte, so that columns in long lines are
    /// found without counting from the start of the line.
    chars: Vec<usize>,
}

/// A part of a text. It is much smaller than a place, which has an excerpt of the text.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    text: Text,
    span: Range<usize>,
}

impl Spot {
    pub(crate) fn place(&self) -> Place {
        self.text.place(self.span.clone())
    }
}

impl Text {
    pub(crate) fn new(file: impl Into<String>, text: String) -> Self {
        let breaks = text.match_indices('\n').map(|(index, _)| index + 1);
        Self(Arc::new(Lines {
            file: file.into(),
            lines: std::iter::once(0).chain(breaks).collect(),
            chars: counts(&text),
            text,
        }))
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
        let checks = [invisible_character, odd_indentation, tabs, nothing_said];
        let faults: Vec<Finding> = checks.iter().filter_map(|check| check(&text)).collect();
        let is_fit = faults.is_empty();
        faults.into_iter().for_each(|fault| sink.add(fault));
        is_fit.then_some(text)
    }

    pub(crate) fn file(&self) -> &str {
        &self.0.file
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns a part of the text without the blanks behind the quotes that it ends with.
    pub(crate) fn without_blanks_behind(&self, span: Range<usize>) -> Range<usize> {
        let source = self.as_str().get(span.clone()).unwrap_or_default();
        if source.starts_with(['\'', '"']) {
            span.start..span.start + source.trim_end().len()
        } else {
            span
        }
    }

    /// Returns the place of a part of the text, at most up to the end of its first line.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let start = self.floor(span.start);
        let line = self.line_of(start);
        let first = self.0.lines[line];
        let text = self.line(line);
        let start = start.min(first + text.len());
        let end = self.floor(span.end).clamp(start, first + text.len());
        let before = self.chars_between(first, start);
        Place {
            file: self.0.file.clone(),
            position: Some(Position {
                line: line + 1,
                column: before + 1,
                length: self.chars_between(start, end),
                excerpt: excerpt(text, start - first, before),
            }),
        }
    }

    /// Returns a change that replaces a part of the text.
    pub(crate) fn fix(&self, span: Range<usize>, replacement: impl Into<String>) -> Fix {
        self.fixes([(span, replacement.into())])
    }

    /// Returns a change that replaces several parts of the text, which are in the order of the text
    /// and don't overlap.
    pub(crate) fn fixes(&self, edits: impl IntoIterator<Item = (Range<usize>, String)>) -> Fix {
        let edits = edits.into_iter();
        Fix {
            file: self.0.file.clone(),
            edits: edits.map(|(span, text)| self.edit(span, text)).collect(),
        }
    }

    fn edit(&self, span: Range<usize>, replacement: String) -> Edit {
        let start = self.floor(span.start);
        let end = self.floor(span.end).max(start);
        let (line, column) = self.line_and_column(start);
        let (end_line, end_column) = self.line_and_column(end);
        Edit {
            bytes: start..end,
            line,
            column,
            end_line,
            end_column,
            replacement,
        }
    }

    fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let line = self.line_of(byte);
        (line + 1, self.chars_between(self.0.lines[line], byte) + 1)
    }

    /// Returns the index of the line of a byte.
    pub(crate) fn line_of(&self, byte: usize) -> usize {
        self.0.lines.partition_point(|first| *first <= byte) - 1
    }

    /// Returns the byte at which a line starts.
    pub(crate) fn start_of(&self, line: usize) -> usize {
        self.0.lines.get(line).copied().unwrap_or(self.0.text.len())
    }

    /// Returns the number of lines. The last one may be empty.
    pub(crate) fn line_count(&self) -> usize {
        self.0.lines.len()
    }

    /// Returns a part of the text, of which the place can be found later.
    pub(crate) fn spot(&self, span: Range<usize>) -> Spot {
        Spot {
            text: self.clone(),
            span,
        }
    }

    /// Returns the text of a line without the line break.
    pub(crate) fn line(&self, line: usize) -> &str {
        let end = self.0.lines.get(line + 1).copied();
        let text = &self.0.text[self.0.lines[line]..end.unwrap_or(self.0.text.len())];
        text.trim_end_matches(['\n', '\r'])
    }

    fn chars_between(&self, start: usize, end: usize) -> usize {
        self.chars_before(end) - self.chars_before(start)
    }

    fn chars_before(&self, byte: usize) -> usize {
        let mark = byte / STRIDE;
        let rest = &self.0.text.as_bytes()[mark * STRIDE..byte];
        self.0.chars[mark] + rest.iter().filter(|byte| is_char_start(**byte)).count()
    }

    fn floor(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.0.text.len());
        while !self.0.text.is_char_boundary(byte) {
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

/// Returns the place of the first byte that is not UTF-8.
pub(crate) fn place_of_byte(file: &str, bytes: &[u8], valid: usize) -> Place {
    let good = String::from_utf8_lossy(&bytes[..valid]).into_owned();
    let text = Text::new(file, format!("{good}\u{fffd}"));
    text.place(valid..valid + '\u{fffd}'.len_utf8())
}

fn not_utf8(file: &str, bytes: &[u8], valid: usize) -> Finding {
    let message = format!(
        "byte {valid} of the file, {:#04x}, is not UTF-8",
        bytes[valid]
    );
    let place = place_of_byte(file, bytes, valid);
    Finding::new(Code::NotUtf8, place, message).help("save the file as UTF-8")
}

/// Reports the byte order mark of a file. Its text does not include the mark, so that the change
/// that removes it is an empty one: every change of a file does.
pub(crate) fn byte_order_mark(text: &Text) -> Finding {
    let message = "the file starts with a byte order mark";
    Finding::new(Code::ByteOrderMark, text.place(0..0), message)
        .help("save the file as UTF-8 without a byte order mark")
        .fix(text.fix(0..0, ""))
}

/// Returns the finding for an example body that has an invisible character. As an escape, the body
/// may have it: the service may send any text.
pub(crate) fn invisible_in_json(text: &Text) -> Option<Finding> {
    let mut chars = text.as_str().char_indices();
    let is_hidden = |at: usize, char| is_invisible(char) && !joins_letters(text.as_str(), at);
    let (at, char) = chars.find(|(at, char)| is_hidden(*at, *char))?;
    let message = format!(
        "the file contains the invisible character U+{:04X}",
        u32::from(char)
    );
    let span = at..at + char.len_utf8();
    let help = format!("remove the character, or write it as `{}`", escape(char));
    let place = text.place(span);
    Some(Finding::new(Code::ControlCharacter, place, message).help(help))
}

fn escape(char: char) -> String {
    let mut units = [0; 2];
    let units = char.encode_utf16(&mut units).iter();
    units.map(|unit| format!("\\u{unit:04x}")).collect()
}

/// Reports a file whose lines end with carriage returns alone, for which YAML has one line.
fn old_line_ends(text: &Text) -> Option<Finding> {
    let returns: Vec<usize> = text
        .as_str()
        .match_indices('\r')
        .map(|(at, _)| at)
        .collect();
    let first = *returns.first()?;
    let is_old = !text.as_str().contains('\n') && returns.len() > 1;
    is_old.then(|| {
        let message = "the lines of the file end with carriage returns alone";
        let edits = returns.iter().map(|at| (*at..at + 1, "\n".to_owned()));
        Finding::new(
            Code::ControlCharacter,
            text.place(first..first + 1),
            message,
        )
        .help("save the file with line feeds as line ends")
        .fix(text.fixes(edits))
    })
}

fn invisible_character(text: &Text) -> Option<Finding> {
    if let Some(finding) = old_line_ends(text) {
        return Some(finding);
    }
    let (at, char) = text
        .as_str()
        .char_indices()
        .find(|(at, char)| is_refused(text.as_str(), *at, *char))?;
    let message = format!(
        "the file contains the invisible character U+{:04X}",
        char as u32
    );
    let place = text.place(at..at + char.len_utf8());
    let finding = Finding::new(Code::ControlCharacter, place, message);
    if shapes_others(text.as_str(), at, char) {
        return Some(finding.help(
            "use other words or another emoji: without the character, which shapes those beside it, \
             the text would be another",
        ));
    }
    let finding = finding.help("remove the character");
    // A carriage return may stand for a line end.
    let is_certain = !matches!(char, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let fix = is_certain.then(|| text.fix(at..at + char.len_utf8(), ""));
    Some(finding.maybe_fix(fix))
}

/// Returns whether a character is a part of how others are written: a joiner between letters of a
/// script that has them, or a part of an emoji.
fn shapes_others(text: &str, at: usize, char: char) -> bool {
    let is_shaping = matches!(
        char,
        '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{200d}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{e0020}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}'
    );
    let before = text[..at].chars().next_back();
    let after = text[at + char.len_utf8()..].chars().next();
    // A digit is a part of the emoji of its key.
    let is_keycap = after == Some('\u{20e3}');
    is_shaping
        && before.is_some_and(|before| is_keycap || !before.is_ascii() && !before.is_control())
}

fn is_refused(text: &str, at: usize, char: char) -> bool {
    match char {
        ' '..='~' | '\n' | '\t' => false,
        '\r' => !text[at + 1..].starts_with('\n'),
        char => char.is_control() || (is_invisible(char) && !joins_letters(text, at)),
    }
}

/// Reports a space of another kind, such as a no-break space, in an indentation.
fn odd_indentation(text: &Text) -> Option<Finding> {
    let is_odd = |char: char| char.is_whitespace() && !matches!(char, ' ' | '\t' | '\n' | '\r');
    let (line, at, char) = (0..text.0.lines.len()).find_map(|line| {
        let mut chars = text.line(line).char_indices();
        let indentation = chars.by_ref().take_while(|(_, char)| char.is_whitespace());
        let (at, char) = indentation.into_iter().find(|(_, char)| is_odd(*char))?;
        Some((line, at, char))
    })?;
    let message = format!(
        "the line is indented with U+{:04X}, which is no ordinary space",
        u32::from(char)
    );
    let start = text.0.lines[line] + at;
    let span = start..start + char.len_utf8();
    Some(
        Finding::new(Code::ControlCharacter, text.place(span.clone()), message)
            .help("write an ordinary space")
            .fix(text.fix(span, " ")),
    )
}

/// Reports tabs. YAML allows some of them, but programs disagree about which ones: a tab after a
/// colon, after a hyphen or on a line of its own is read in different ways.
fn tabs(text: &Text) -> Option<Finding> {
    let mut tabs: Vec<usize> = Vec::new();
    for line in 0..text.0.lines.len() {
        let code = before_comment(text.line(line));
        tabs.extend(
            code.match_indices('\t')
                .map(|(at, _)| text.0.lines[line] + at),
        );
    }
    let first = *tabs.first()?;
    let lines: BTreeSet<usize> = tabs.iter().map(|tab| text.line_of(*tab)).collect();
    let what = if is_indentation(text, first) {
        "the line is indented with a tab"
    } else {
        "the line contains a tab"
    };
    let message = match lines.len() - 1 {
        0 => what.to_owned(),
        1 => format!("{what}, and 1 more line contains tabs"),
        more => format!("{what}, and {more} more lines contain tabs"),
    };
    let edits = tabs.iter().map(|tab| {
        let spaces = if is_indentation(text, *tab) {
            "  "
        } else {
            " "
        };
        (*tab..tab + 1, spaces.to_owned())
    });
    Some(
        Finding::new(Code::TabIndentation, text.place(first..first + 1), message)
            .help(
                "replace each tab with spaces, two for each level; YAML does not allow tabs there",
            )
            .fix(text.fixes(edits)),
    )
}

fn is_indentation(text: &Text, tab: usize) -> bool {
    let start = text.0.lines[text.line_of(tab)];
    text.as_str()[start..tab].chars().all(char::is_whitespace)
}

/// Returns the part of a line before what looks like a comment, in which tabs do no harm.
fn before_comment(line: &str) -> &str {
    let is_start = |at: usize| line[..at].ends_with([' ', '\t']) || at == 0;
    let comment = line.match_indices('#').find(|(at, _)| is_start(*at));
    comment.map_or(line, |(at, _)| line[..at].trim_end())
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
    let help = if text.file() == Api::SHARED {
        "describe the service in it: `service:` with its `title`, `base_url` and `docs`"
    } else {
        "describe an operation in the file, or delete it"
    };
    Some(finding.help(help))
}
