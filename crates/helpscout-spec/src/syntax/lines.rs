//! The lines of a spec file: where they start, and the key that each begins with.

use crate::text::Text;

/// A line that says something.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// The number of the line, starting at 0.
    pub(super) index: usize,
    /// The byte at which it starts.
    pub(super) start: usize,
    /// The number of spaces before the first character.
    pub(super) indent: usize,
    /// The number of characters before the content: the spaces, and hyphens of list entries.
    pub(super) column: usize,
    /// The text after that, without spaces at the end.
    pub(super) content: &'t str,
}

impl<'t> Line<'t> {
    /// Returns a line of a text, unless it is empty or only a comment.
    pub(super) fn of(text: &'t Text, index: usize) -> Option<Self> {
        if index >= text.line_count() {
            return None;
        }
        let line = text.line(index).trim_end();
        let content = line.trim_start_matches(' ');
        if content.is_empty() || content.starts_with('#') {
            return None;
        }
        let indent = line.len() - content.len();
        let mut content = content;
        while let Some(rest) = content.strip_prefix("- ") {
            content = rest.trim_start_matches(' ');
        }
        Some(Self {
            index,
            start: text.start_of(index),
            indent,
            column: line.len() - content.len(),
            content,
        })
    }

    /// Returns the next line above that says something.
    pub(super) fn above(self, text: &'t Text) -> Option<Self> {
        (0..self.index)
            .rev()
            .find_map(|index| Self::of(text, index))
    }

    /// Returns the next line below that says something.
    pub(super) fn below(self, text: &'t Text) -> Option<Self> {
        (self.index + 1..text.line_count()).find_map(|index| Self::of(text, index))
    }

    /// Returns the byte at which the content starts.
    pub(super) fn content_start(self) -> usize {
        self.start + self.column
    }

    /// Returns the byte after the last character.
    pub(super) fn end(self) -> usize {
        self.content_start() + self.content.len()
    }

    /// Returns the column that the lines of a value that starts here must exceed.
    pub(super) fn parent_column(self) -> usize {
        let is_value = self.content.starts_with(['{', '[', '\'', '"', '|', '>']);
        if is_value { self.indent } else { self.column }
    }

    /// Returns the word at the start of the content, which may be empty.
    pub(super) fn word(self) -> &'t str {
        let is_part = |char: char| char.is_ascii_alphabetic() || char == '_';
        let end = self.content.find(|char| !is_part(char));
        &self.content[..end.unwrap_or(self.content.len())]
    }

    /// Returns whether the line starts with a key, a colon, and a space or nothing.
    pub(super) fn has_key(self) -> bool {
        let rest = self.content[self.word().len()..].strip_prefix(':');
        !self.word().is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }
}
