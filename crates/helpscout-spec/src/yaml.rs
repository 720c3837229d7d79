//! YAML as a tree whose every node knows its place.
//!
//! The language uses a small part of YAML: one document of maps with text keys, lists and
//! scalars. Everything else is refused here, so the passes after this one meet nothing odd.

use std::collections::HashMap;
use std::ops::Range;

use helpscout_description::quote::quoted;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use crate::code::Code;
use crate::finding::Finding;
use crate::findings::{Findings, Sink};
use crate::syntax;
use crate::text::Text;

/// How often lists and maps may lie in each other. The language needs six levels.
const DEEPEST: usize = 24;

/// A value and where it is written.
#[derive(Debug)]
pub struct Node {
    /// Bytes of the text. Of a block list or map only the start is meaningful.
    pub span: Range<usize>,
    /// What the value is.
    pub content: Content,
}

/// What a value is.
#[derive(Debug)]
pub enum Content {
    /// A single value.
    Scalar(Scalar),
    /// The items of a list.
    List(Vec<Node>),
    /// The keys of a map, in the order they are written.
    Map(Vec<Entry>),
}

/// A single value.
#[derive(Debug)]
pub struct Scalar {
    /// The text, without quotes.
    pub text: String,
    /// Written without quotes and not as a block, so that it may be something else than text.
    pub plain: bool,
}

/// One key of a map with its value.
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
    /// Gives keys other names; `names` says which, by the byte they start at.
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

/// Reads a text as the spec language does.
///
/// # Errors
///
/// Returns what is wrong with the text if it is not YAML, or uses a part of YAML that the language
/// does not.
pub fn parse(text: &str) -> Result<Node, Findings> {
    let mut sink = Sink::default();
    let text = Text::of_bytes("", text.as_bytes(), &mut sink);
    let node = text.and_then(|text| read(&text, &mut sink));
    node.ok_or_else(|| sink.finish())
}

/// The tree of the text, if it is one the language can be written in.
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
    /// The byte offset of every character, since the parser counts characters.
    bytes: Vec<usize>,
    documents: usize,
    has_anchors: bool,
    open: Vec<Open>,
    root: Option<Node>,
}

/// A list or map whose end has not come yet.
struct Open {
    start: usize,
    kind: Kind,
}

enum Kind {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        seen: HashMap<String, Range<usize>>,
        key: Option<(String, Range<usize>)>,
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

    /// Takes the next event; false if nothing sensible can follow.
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
                let scalar = Scalar {
                    text: value.into_owned(),
                    plain: style == ScalarStyle::Plain,
                };
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
            Kind::List(items) => Content::List(items),
            Kind::Map { entries, .. } => Content::Map(entries),
        };
        let span = start..end.max(start);
        self.put(Node { span, content }, sink);
    }

    /// Puts a finished node where the innermost open list or map wants it.
    fn put(&mut self, node: Node, sink: &mut Sink) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(node),
            Some(Kind::List(items)) => items.push(node),
            Some(Kind::Map { entries, key, seen }) => match key.take() {
                Some((key, key_span)) => {
                    let first = seen.get(&key).cloned();
                    match first {
                        Some(first) => sink.add_with(Code::DuplicateKey, || {
                            duplicate_key(self.text, &key, key_span, first)
                        }),
                        None => {
                            seen.insert(key.clone(), key_span.clone());
                            let value = node;
                            entries.push(Entry {
                                key,
                                key_span,
                                value,
                            });
                        }
                    }
                }
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
            let message = "the value has a YAML tag, which the language does not use";
            let finding = Finding::new(Code::Tag, self.text.place(span.clone()), message);
            sink.add(finding.help("write the value without the word that starts with `!`"));
        }
    }

    /// Reports the first anchor or alias; whoever uses one uses several.
    fn refuse_anchor(&mut self, span: Range<usize>, sink: &mut Sink) {
        if !self.has_anchors {
            self.has_anchors = true;
            sink.add(self.anchor(span));
        }
    }

    fn anchor(&self, span: Range<usize>) -> Finding {
        let message = "anchors and aliases are not used in spec files";
        Finding::new(Code::Anchor, self.text.place(span), message).help(
            "put quotes around a text that starts with `&` or `*`; share parameters in \
             `parameter_groups`, objects in `objects`",
        )
    }

    fn several_documents(&self, span: Range<usize>) -> Finding {
        let message = "a second document starts here";
        Finding::new(Code::SeveralDocuments, self.text.place(span), message)
            .help("describe one operation in each file")
    }

    fn too_deep(&self, span: Range<usize>) -> Finding {
        let message = format!("lists and maps lie in each other more than {DEEPEST} times");
        let place = self.text.place(span.start..span.start + 1);
        Finding::new(Code::TooDeep, place, message).help("the language needs six levels")
    }

    fn syntax(&self, error: &ScanError) -> Finding {
        let at = self.byte(error.marker().index());
        if error.info().contains("recursion limit") {
            return self.too_deep(at..at);
        }
        if error.info().contains("anchor") {
            return self.anchor(at..at);
        }
        let complaint = syntax::explain(error.info());
        Finding::new(Code::Syntax, self.text.place(at..at + 1), complaint.message)
            .help(complaint.help)
    }

    fn byte(&self, char: usize) -> usize {
        let last = self.text.as_str().len();
        self.bytes.get(char).copied().unwrap_or(last)
    }
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

fn duplicate_key(text: &Text, key: &str, span: Range<usize>, first: Range<usize>) -> Finding {
    let message = format!("the key {} is given twice", quoted(key));
    Finding::new(Code::DuplicateKey, text.place(span), message)
        .label("given again")
        .second(text.place(first), "first given here")
        .help("remove one of them")
}

fn key_kind(text: &Text, span: Range<usize>) -> Finding {
    let message = "a key must be text";
    Finding::new(Code::KeyKind, text.place(span), message)
        .help("a `{` or `[` at the start of a text is YAML for a map or list; put quotes around it")
}
