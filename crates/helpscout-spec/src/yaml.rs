//! YAML as a tree in which every node knows its place.
//!
//! The spec language uses a small part of YAML: one document of maps with text keys, lists and
//! scalars. Everything else is rejected here, so that later checks don't have to deal with it.

mod refused;

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use self::refused::{
    Repeated, another_entry, another_file, duplicate_key, invisible, is_refused, key_kind,
};
use crate::code::Code;
use crate::finding::Finding;
use crate::findings::{Findings, Sink};
use crate::syntax;
use crate::text::Text;

/// How deep lists and maps may be nested. The language needs six levels.
const DEEPEST: usize = 24;

/// The number of entries up to which a map is searched for a key.
const FEW_ENTRIES: usize = 32;

/// A value and its place.
#[derive(Debug)]
pub struct Node {
    /// The bytes of the value in the text. For a block list or map, only the start is meaningful.
    pub span: Range<usize>,
    /// The content of the value.
    pub content: Content,
}

/// The content of a value.
#[derive(Debug)]
pub enum Content {
    /// A single value.
    Scalar(Scalar),
    /// The items of a list.
    List(Vec<Node>),
    /// The entries of a map, in the order of the text.
    Map(Vec<Entry>),
}

/// A single value.
#[derive(Debug)]
pub struct Scalar {
    /// The text, without quotes.
    pub text: String,
    /// Whether it is written without quotes and not as a block, so that it may not be text.
    pub plain: bool,
}

/// One key of a map, with its value.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The bytes of the key in the text.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// Gives a value that is not in the text the place of its key.
    fn or_place(mut self, key: &Range<usize>) -> Self {
        if matches!(&self.content, Content::Scalar(scalar) if scalar.plain && scalar.text.is_empty())
        {
            self.span = key.clone();
        }
        self
    }

    /// Renames keys. `names` has the new names by the byte at which the key starts.
    pub(crate) fn rename(&mut self, names: &HashMap<usize, &str>) {
        match &mut self.content {
            Content::Scalar(_) => {}
            Content::List(items) => items.iter_mut().for_each(|item| item.rename(names)),
            Content::Map(entries) => {
                for entry in entries {
                    if let Some(name) = names.get(&entry.key_span.start) {
                        entry.key = (*name).to_owned();
                    }
                    entry.value.rename(names);
                }
            }
        }
    }
}

/// Parses a text in the same way as a spec file.
///
/// # Errors
///
/// Returns findings if the text is not YAML, or uses a part of YAML that the spec language does not
/// allow.
pub fn parse(text: &str) -> Result<Node, Findings> {
    let mut sink = Sink::default();
    let text = Text::of_bytes("", text.as_bytes(), &mut sink);
    let node = text.and_then(|text| read(&text, &mut sink));
    node.ok_or_else(|| sink.finish())
}

/// Parses the text of a spec file; reports errors.
pub(crate) fn read(text: &Text, sink: &mut Sink) -> Option<Node> {
    let before = sink.errors();
    let mut builder = Builder::new(text);
    for event in Parser::new_from_str(text.as_str()) {
        let more = match event {
            Ok((event, span)) => builder.take(event, span, sink),
            Err(error) => {
                sink.add(builder.syntax(&error));
                false
            }
        };
        if !more {
            return None;
        }
    }
    builder.root.filter(|_| sink.errors() == before)
}

struct Builder<'a> {
    text: &'a Text,
    /// The byte offset of every character, since the parser counts in characters.
    bytes: Vec<usize>,
    documents: usize,
    has_anchors: bool,
    open: Vec<Open>,
    root: Option<Node>,
}

/// A list or map that has not been closed yet.
struct Open {
    start: usize,
    kind: Kind,
}

enum Kind {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// The entries by key, once there are many.
        seen: HashMap<String, usize>,
        key: Option<(String, Range<usize>)>,
        repeated: Vec<Repeated>,
    },
}

impl<'a> Builder<'a> {
    fn new(text: &'a Text) -> Self {
        let ends = std::iter::once(text.as_str().len());
        let starts = text.as_str().char_indices().map(|(byte, _)| byte);
        Self {
            text,
            bytes: starts.chain(ends).collect(),
            documents: 0,
            has_anchors: false,
            open: Vec::new(),
            root: None,
        }
    }

    /// Handles the next event. Returns false if parsing can't continue.
    fn take(&mut self, event: Event<'_>, span: Span, sink: &mut Sink) -> bool {
        let span = self.byte(span.start.index())..self.byte(span.end.index());
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    sink.add(self.several_documents(span));
                    return false;
                }
            }
            Event::Alias(_) => {
                self.refuse_anchor(span.clone(), sink);
                self.put(empty(span), sink);
            }
            Event::Scalar(value, style, anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &span, sink);
                let mut chars = value.char_indices();
                if let Some((_, char)) = chars.find(|(at, char)| is_refused(&value, *at, *char)) {
                    sink.add(invisible(self.text, span.clone(), char));
                }
                // Other programs refuse such a text between braces.
                if style == ScalarStyle::Plain && value.starts_with(['|', '>', '%', '@', '`']) {
                    sink.add(syntax::block_in_braces(self.text, span.clone(), &value));
                }
                let scalar = Scalar {
                    // The value of the parser has room for more text than there is.
                    text: value.as_ref().to_owned(),
                    plain: style == ScalarStyle::Plain,
                };
                // The parser counts the blanks behind the quotes of a text before a brace.
                let span = self.text.without_blanks_behind(span);
                let content = Content::Scalar(scalar);
                self.put(Node { span, content }, sink);
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &span, sink);
                return self.open(span, Kind::List(Vec::new()), sink);
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse(anchor, tag.is_some(), &span, sink);
                let kind = Kind::Map {
                    entries: Vec::new(),
                    seen: HashMap::new(),
                    key: None,
                    repeated: Vec::new(),
                };
                return self.open(span, kind, sink);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end, sink),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        true
    }

    fn open(&mut self, span: Range<usize>, kind: Kind, sink: &mut Sink) -> bool {
        if self.open.len() == DEEPEST {
            sink.add(self.too_deep(span));
            return false;
        }
        let start = span.start;
        self.open.push(Open { start, kind });
        true
    }

    fn close(&mut self, end: usize, sink: &mut Sink) {
        let Some(Open { start, kind }) = self.open.pop() else {
            return;
        };
        let content = match kind {
            Kind::List(mut items) => {
                items.shrink_to_fit();
                Content::List(items)
            }
            Kind::Map {
                mut entries,
                repeated,
                ..
            } => {
                self.report_repeated(&repeated, &entries, start, sink);
                entries.shrink_to_fit();
                Content::Map(entries)
            }
        };
        let span = start..end.max(start);
        self.put(Node { span, content }, sink);
    }

    /// Reports the keys that a finished map has twice. Several of them at once are those of an entry, or
    /// of an operation, that starts without a mark.
    fn report_repeated(
        &self,
        repeated: &[Repeated],
        entries: &[Entry],
        start: usize,
        sink: &mut Sink,
    ) {
        let is_block = !self.text.as_str()[start..].starts_with('{');
        let is_entry = matches!(self.open.last(), Some(open) if matches!(open.kind, Kind::List(_)));
        let is_root = self.open.is_empty();
        let first_key = entries.first().map(|entry| entry.key.as_str());
        match repeated {
            [first, _, ..] if is_block && is_entry => {
                let finding = another_entry(self.text, first, first_key == Some(&first.key));
                sink.add(finding);
            }
            [first, _, _, ..] if is_block && is_root && first_key == Some(&first.key) => {
                sink.add(another_file(self.text, first));
            }
            _ => {
                for again in repeated {
                    sink.add_with(Code::DuplicateKey, || duplicate_key(self.text, again));
                }
            }
        }
    }

    /// Adds a finished node to the innermost list or map that is open.
    fn put(&mut self, node: Node, sink: &mut Sink) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(Kind::List(items)) => items.push(node),
            Some(Kind::Map {
                entries,
                key,
                seen,
                repeated,
            }) => match key.take() {
                Some((key, span)) => match first_with(entries, seen, &key) {
                    Some(first) => repeated.push(Repeated { key, span, first }),
                    None => {
                        let value = node.or_place(&span);
                        entries.push(Entry {
                            key,
                            key_span: span,
                            value,
                        });
                    }
                },
                None => match node.content {
                    Content::Scalar(scalar) if !scalar.text.is_empty() => {
                        *key = Some((scalar.text, node.span));
                    }
                    _ => {
                        sink.add_with(Code::KeyKind, || key_kind(self.text, node.span.clone()));
                        *key = Some((String::new(), node.span));
                    }
                },
            },
        }
    }

    fn refuse(&mut self, anchor: usize, tagged: bool, span: &Range<usize>, sink: &mut Sink) {
        if anchor != 0 {
            self.refuse_anchor(span.clone(), sink);
        }
        if tagged {
            let message = "the value has a YAML tag, which spec files can't contain";
            let prose = syntax::text_without_quotes(self.text, span.start);
            sink.add(match prose {
                Some(complaint) => complaint.finding(Code::Tag, self.text),
                None => Finding::new(Code::Tag, self.text.place(span.clone()), message)
                    .help("remove the word that starts with `!`"),
            });
        }
    }

    /// Reports only the first anchor or alias, since a file that has one usually has several.
    fn refuse_anchor(&mut self, span: Range<usize>, sink: &mut Sink) {
        if !self.has_anchors {
            self.has_anchors = true;
            sink.add(self.anchor(span));
        }
    }

    fn anchor(&self, span: Range<usize>) -> Finding {
        let message = "spec files can't contain anchors or aliases";
        if let Some(complaint) = syntax::list_mark(self.text, span.start) {
            return complaint.finding(Code::Syntax, self.text);
        }
        if let Some(complaint) = syntax::text_without_quotes(self.text, span.start) {
            return complaint.finding(Code::Anchor, self.text);
        }
        Finding::new(Code::Anchor, self.text.place(span), message).help(
            "put quotes around a text that starts with `&` or `*`; to share parameters or objects, \
             declare them in `parameter_groups` or `objects`",
        )
    }

    fn several_documents(&self, span: Range<usize>) -> Finding {
        // Without `---`, the document starts after the `...` that ends the first one.
        let mut above = (0..=self.text.line_of(span.start)).rev();
        let mark = above.find(|line| self.text.line(*line).starts_with("..."));
        let is_marked = self.text.as_str()[span.start..].starts_with("---");
        if let Some(line) = mark.filter(|_| !is_marked) {
            let start = self.text.start_of(line);
            let message = "`...` ends the document, but more text follows";
            let place = self.text.place(start..start + 3);
            return Finding::new(Code::SeveralDocuments, place, message)
                .help("remove the line `...`; what follows is to stand in the same document");
        }
        let message = "a second YAML document starts here";
        Finding::new(Code::SeveralDocuments, self.text.place(span), message)
            .help("describe one operation in each file")
    }

    fn too_deep(&self, span: Range<usize>) -> Finding {
        let message = format!("lists and maps are nested more than {DEEPEST} levels deep");
        let place = self.text.place(span.start..span.start + 1);
        Finding::new(Code::TooDeep, place, message)
            .help("reduce the nesting; a spec file needs at most six levels")
    }

    fn syntax(&self, error: &ScanError) -> Finding {
        let at = self.byte(error.marker().index());
        if error.info().contains("recursion limit") {
            return self.too_deep(at..at);
        }
        if error.info().contains("anchor") {
            return self.anchor(at..at);
        }
        syntax::explain(self.text, at, error.info())
    }

    fn byte(&self, char: usize) -> usize {
        let last = self.text.as_str().len();
        self.bytes.get(char).copied().unwrap_or(last)
    }
}

/// Returns the place of the key of the entry that has a key already. `seen` is kept up to date for
/// maps that are too large to be searched for each key.
fn first_with(
    entries: &[Entry],
    seen: &mut HashMap<String, usize>,
    key: &str,
) -> Option<Range<usize>> {
    let found = if entries.len() < FEW_ENTRIES {
        entries.iter().find(|entry| entry.key == key)
    } else {
        for (index, entry) in entries.iter().enumerate().skip(seen.len()) {
            seen.insert(entry.key.clone(), index);
        }
        seen.get(key).and_then(|index| entries.get(*index))
    };
    found.map(|entry| entry.key_span.clone())
}

fn empty(span: Range<usize>) -> Node {
    let scalar = Scalar {
        text: String::new(),
        plain: true,
    };
    Node {
        span,
        content: Content::Scalar(scalar),
    }
}
