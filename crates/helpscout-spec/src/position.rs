//! Places of values: the same keys and indexes as in the raw types lead to the place of a value.

use std::ops::Range;

use crate::finding::{Fix, Place};
use crate::text::{Spot, Text};
use crate::yaml::{Content, Entry, Node, Scalar};

/// A value in a file, and so a place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    text: &'a Text,
    node: &'a Node,
}

impl<'a> At<'a> {
    pub(crate) fn new(text: &'a Text, node: &'a Node) -> Self {
        Self { text, node }
    }

    /// Returns the text of the file.
    pub(crate) fn text(self) -> &'a Text {
        self.text
    }

    /// Returns the path of the file.
    pub(crate) fn file(self) -> &'a str {
        self.text.file()
    }

    /// Returns the value of a key, or the map itself if it lacks the key.
    pub(crate) fn key(self, key: &str) -> Self {
        self.get(key).unwrap_or(self)
    }

    /// Returns the value of a key.
    pub(crate) fn get(self, key: &str) -> Option<Self> {
        let entry = self.entries().iter().find(|entry| entry.key == key)?;
        Some(Self {
            node: &entry.value,
            ..self
        })
    }

    /// Returns the value of an entry of this map.
    pub(crate) fn of(self, entry: &'a Entry) -> Self {
        Self {
            node: &entry.value,
            ..self
        }
    }

    /// Returns an entry of a list, or the list itself if it has fewer entries.
    pub(crate) fn item(self, index: usize) -> Self {
        let node = self.nodes().get(index).unwrap_or(self.node);
        Self { node, ..self }
    }

    /// Returns the entries of a list.
    pub(crate) fn items(self) -> impl Iterator<Item = At<'a>> {
        self.nodes().iter().map(move |node| Self { node, ..self })
    }

    /// Returns the entries of a map.
    pub(crate) fn entries(self) -> &'a [Entry] {
        match &self.node.content {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(crate) fn scalar(self) -> Option<&'a Scalar> {
        match &self.node.content {
            Content::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    pub(crate) fn content(self) -> &'a Content {
        &self.node.content
    }

    /// Returns the bytes of a part of a scalar, if the file spells it the same way.
    pub(crate) fn find(self, part: &str) -> Option<Range<usize>> {
        let span = &self.node.span;
        let start = span.start + self.text.as_str().get(span.clone())?.find(part)?;
        Some(start..start + part.len())
    }

    /// Returns the bytes of the comment that follows a plain scalar on its line.
    pub(crate) fn comment(self) -> Option<Range<usize>> {
        self.scalar().filter(|scalar| scalar.plain)?;
        let start = self.node.span.end;
        let rest = self.text.as_str().get(start..)?;
        let rest = rest.split('\n').next().unwrap_or_default().trim_end();
        let comment = rest.trim_start();
        let start = start + rest.len() - comment.len();
        comment
            .starts_with('#')
            .then(|| start..start + comment.len())
    }

    /// Returns the place of a part of the same file.
    pub(crate) fn span(self, span: Range<usize>) -> Place {
        self.text.place(span)
    }

    /// Returns the place of the value: the whole scalar, the first key of a map, the bracket or the
    /// first entry of a list.
    pub(crate) fn place(self) -> Place {
        self.text.place(mark(self.text, self.node))
    }

    /// Returns the part of the file whose place [`place`](Self::place) returns.
    pub(crate) fn spot(self) -> Spot {
        self.text.spot(mark(self.text, self.node))
    }

    /// Returns the place of the key of an entry, or of the map if it lacks the key.
    pub(crate) fn key_place(self, key: &str) -> Place {
        let entry = self.entries().iter().find(|entry| entry.key == key);
        entry.map_or_else(|| self.place(), |entry| self.span(entry.key_span.clone()))
    }

    /// Returns the bytes of the value.
    pub(crate) fn bytes(self) -> Range<usize> {
        self.node.span.clone()
    }

    /// Returns the text of a part of the same file.
    pub(crate) fn source(self, span: Range<usize>) -> &'a str {
        self.text.as_str().get(span).unwrap_or_default()
    }

    /// Returns a change that replaces a part of the same file.
    pub(crate) fn fix(self, span: Range<usize>, replacement: impl Into<String>) -> Fix {
        self.text.fix(span, replacement)
    }

    /// Returns a change that writes another word in place of this one, with the same quotes. There
    /// is none if the file spells the word in another way, for instance over several lines.
    pub(crate) fn reworded(self, word: &str) -> Option<Fix> {
        let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-./[]@$".contains(char);
        let old = self.scalar()?.text.as_str();
        // A number sign may be meant as the start of a comment.
        let span = self
            .find(old)
            .filter(|_| !old.is_empty() && !old.contains('#'))?;
        let rest = self.bytes().len() - old.len();
        let is_whole = rest == 0 || rest == 2;
        (is_whole && word.chars().all(is_plain) && !word.starts_with(['-', '[', ']', '@']))
            .then(|| self.fix(span, word))
    }

    fn nodes(self) -> &'a [Node] {
        match &self.node.content {
            Content::List(items) => items,
            _ => &[],
        }
    }
}

fn mark(text: &Text, node: &Node) -> Range<usize> {
    let start = node.span.start;
    let is_flow = text.as_str()[start..].starts_with(['[', '{']);
    match &node.content {
        Content::Scalar(_) => node.span.clone(),
        _ if is_flow => start..start + 1,
        Content::Map(entries) => entries
            .first()
            .map_or(start..start, |entry| entry.key_span.clone()),
        Content::List(items) => items.first().map_or(start..start, |item| mark(text, item)),
    }
}
