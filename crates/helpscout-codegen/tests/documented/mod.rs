//! What must hold for the docs that are generated from any prose.
//!
//! The parser is the one of rustdoc, with the extensions that rustdoc enables.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use helpscout_codegen::{Tree, client, openapi};
use helpscout_description::Api;
use helpscout_description::quote::escaped;
use helpscout_spec::{Sources, read_sources};
use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

/// A small description that has prose in every place where a description can have it.
static GOOD: LazyLock<Value> = LazyLock::new(|| {
    let sources = Sources::new()
        .with(
            "api.yaml",
            include_str!("../../../helpscout-spec/tests/wrong/good/api.yaml"),
        )
        .with(
            "reports/desk/replies.yaml",
            include_str!("../../../helpscout-spec/tests/wrong/good/reports/desk/replies.yaml"),
        )
        .with(
            "reports/desk/replies.json",
            include_str!("../../../helpscout-spec/tests/wrong/good/reports/desk/replies.json"),
        );
    let api = read_sources(&sources).api.unwrap();
    serde_json::from_str(&api.to_json()).unwrap()
});

/// Generates everything from a description whose every prose is this text, and checks the docs.
pub(crate) fn assert_prose_holds(prose: &str) {
    let api = described(|key, text| {
        if PROSE.contains(&key) {
            prose.clone_into(text);
        }
    });
    let shown = Shown::of(&api);
    shown.assert_plain(&api);
    let expected = condensed(&escaped(&spaceless(prose)));
    assert!(
        shown.text.contains(&expected),
        "{prose:?} is shown as {}",
        shown.text
    );
    assert_calls_are_the_same(&shown);
}

/// Generates everything from a description whose every documented page is this text, and checks
/// that the text is no link, or a link to the whole of itself.
pub(crate) fn assert_page_holds(page: &str) {
    let api = described(|key, text| {
        if key == "docs" {
            page.clone_into(text);
        }
    });
    let shown = Shown::of(&api);
    shown.assert_plain(&api);
    assert_calls_are_the_same(&shown);
}

/// Checks the docs that are generated from a description.
#[allow(dead_code)]
pub(crate) fn assert_api_holds(api: &Api) {
    Shown::of(api).assert_plain(api);
}

/// The keys of a description whose values reach documentation, but are no names.
const PROSE: [&str; 8] = [
    "doc",
    "summary",
    "notes",
    "because",
    "documented",
    "title",
    "default",
    "example",
];

/// Returns the good description with some of its texts changed.
fn described(mut change: impl FnMut(&str, &mut String)) -> Api {
    let mut value = GOOD.clone();
    walk(&mut value, "", &mut change);
    serde_json::from_value(value).unwrap()
}

fn walk(value: &mut Value, key: &str, change: &mut impl FnMut(&str, &mut String)) {
    match value {
        Value::String(text) => change(key, text),
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, key, change)),
        Value::Object(map) => {
            for (key, value) in map {
                walk(value, key, change);
            }
        }
        _ => {}
    }
}

/// What readers see of the docs: the parts that rustdoc makes of them.
#[derive(Default)]
struct Shown {
    /// The text of all docs, without whitespace and backticks.
    text: String,
    /// The destinations of links.
    links: Vec<String>,
    /// The info string and the text of each code block.
    blocks: Vec<(String, String)>,
    /// What is neither a paragraph, nor a list, nor text, nor code, nor a link.
    other: Vec<String>,
}

impl Shown {
    fn of(api: &Api) -> Self {
        let mut shown = Self::default();
        for text in docs(&client(api)).into_iter().chain(descriptions(api)) {
            shown.read(&text);
        }
        shown.text = condensed(&shown.text);
        shown
    }

    fn read(&mut self, markdown: &str) {
        let extensions = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        // Like rustdoc, which looks up an item for every reference without a definition.
        let item = |link: BrokenLink<'_>| {
            let item = CowStr::from(link.reference.to_string());
            Some((item, CowStr::from("")))
        };
        let parser =
            Parser::new_with_broken_link_callback(markdown, extensions, Some(item)).collect();
        let events: Vec<Event<'_>> = parser;
        let mut block = None;
        for event in events {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match kind {
                        CodeBlockKind::Indented => "indented".to_owned(),
                        CodeBlockKind::Fenced(info) => info.to_string(),
                    };
                    block = Some((info, String::new()));
                }
                Event::End(TagEnd::CodeBlock) => self.blocks.extend(block.take()),
                Event::Text(text) | Event::Code(text) => match &mut block {
                    Some((_, code)) => code.push_str(&text),
                    None => self.text.push_str(&text),
                },
                Event::Start(Tag::Link { dest_url, .. }) => self.links.push(dest_url.to_string()),
                Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item)
                | Event::End(_)
                | Event::SoftBreak => {}
                other => self.other.push(format!("{other:?} in {markdown:?}")),
            }
        }
        // Smart punctuation changes characters, so it is left out where texts are compared.
        let smart = Parser::new_ext(markdown, extensions | Options::ENABLE_SMART_PUNCTUATION);
        let is_block = |event: &Event<'_>| matches!(event, Event::Start(Tag::CodeBlock(_)));
        let blocks = smart.filter(is_block).count();
        let plain = Parser::new_ext(markdown, extensions)
            .filter(is_block)
            .count();
        assert_eq!(blocks, plain, "{markdown:?}");
        self.text.push('\n');
    }

    fn assert_plain(&self, api: &Api) {
        assert_eq!(self.other, Vec::<String>::new());
        let pages: Vec<&str> = api
            .operations
            .iter()
            .map(|operation| operation.docs.as_str())
            .chain([api.service.docs.as_str()])
            .collect();
        let items: Vec<String> = api
            .objects
            .iter()
            .flat_map(|object| {
                let fields = object.fields.iter();
                fields.map(|field| format!("`{}::{}`", object.name, field.rust))
            })
            .collect();
        for link in &self.links {
            let is_page = pages.contains(&link.as_str()) && link.starts_with("https://");
            assert!(is_page || items.contains(link), "a link to {link:?}");
        }
        for (info, code) in &self.blocks {
            assert_eq!(info, "no_run", "a code block: {code}");
        }
        assert_eq!(self.blocks.len(), api.operations.len());
    }

    /// Returns how many statements the examples have.
    fn statements(&self) -> usize {
        let visible = |code: &str| -> String {
            let lines = code.lines();
            lines
                .map(|line| line.strip_prefix("# ").unwrap_or(line))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let blocks = self.blocks.iter().map(|(_, code)| visible(code));
        let files = blocks.map(|code| {
            let tokens: TokenStream = code.parse().unwrap_or_else(|_| panic!("{code}"));
            ends(tokens)
        });
        files.sum()
    }
}

/// Checks that no text has added a statement to an example.
fn assert_calls_are_the_same(shown: &Shown) {
    static GOOD_STATEMENTS: LazyLock<usize> =
        LazyLock::new(|| Shown::of(&described(|_, _| {})).statements());
    assert_eq!(shown.statements(), *GOOD_STATEMENTS);
}

/// Returns the number of semicolons.
fn ends(tokens: TokenStream) -> usize {
    let trees = tokens.into_iter();
    trees
        .map(|tree| match tree {
            TokenTree::Punct(punct) => usize::from(punct.as_char() == ';'),
            TokenTree::Group(group) => ends(group.stream()),
            TokenTree::Ident(_) | TokenTree::Literal(_) => 0,
        })
        .sum()
}

/// Returns the docs of every item in the Rust files of a tree.
fn docs(tree: &Tree) -> Vec<String> {
    let mut docs = Vec::new();
    for (path, text) in tree.files() {
        if path.ends_with(".rs") {
            let tokens: TokenStream = text.parse().unwrap_or_else(|_| panic!("{text}"));
            push_docs(tokens, &mut docs);
        }
    }
    docs
}

/// Adds the docs in tokens: the texts of consecutive attributes `#[doc = "…"]`, which is what doc
/// comments are.
fn push_docs(tokens: TokenStream, docs: &mut Vec<String>) {
    let mut lines: Vec<String> = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_hash = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '#');
        let doc = match trees.peek() {
            Some(TokenTree::Group(group)) if is_hash => doc_line(group.stream()),
            _ => None,
        };
        if let Some(line) = doc {
            lines.push(line);
            trees.next();
            continue;
        }
        if !lines.is_empty() {
            docs.push(lines.join("\n"));
            lines.clear();
        }
        if let TokenTree::Group(group) = tree {
            push_docs(group.stream(), docs);
        }
    }
}

fn doc_line(attribute: TokenStream) -> Option<String> {
    let attribute: syn::MetaNameValue = syn::parse2(attribute).ok()?;
    let syn::Expr::Lit(value) = &attribute.value else {
        return None;
    };
    match &value.lit {
        syn::Lit::Str(line) if attribute.path.is_ident("doc") => {
            let line = line.value();
            Some(line.strip_prefix(' ').map_or(line.clone(), str::to_owned))
        }
        _ => None,
    }
}

/// Returns the texts of the OpenAPI document that viewers read as `CommonMark`.
fn descriptions(api: &Api) -> Vec<String> {
    let tree = openapi(api);
    let document: Value = serde_json::from_str(tree.get("openapi.json").unwrap()).unwrap();
    let mut texts = BTreeMap::new();
    push_descriptions(&document, String::new(), &mut texts);
    texts.into_values().collect()
}

fn push_descriptions(value: &Value, path: String, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                // Bodies and values of the service, which viewers show as they are.
                let is_data =
                    ["example", "examples", "default", "properties"].contains(&key.as_str());
                match value {
                    Value::String(text) if key == "description" => {
                        texts.insert(format!("{path}/{key}"), text.clone());
                    }
                    Value::Object(properties) if key == "properties" => {
                        for (name, property) in properties {
                            push_descriptions(property, format!("{path}/{key}/{name}"), texts);
                        }
                    }
                    _ if is_data => {}
                    _ => push_descriptions(value, format!("{path}/{key}"), texts),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                push_descriptions(item, format!("{path}/{index}"), texts);
            }
        }
        _ => {}
    }
}

/// Returns the text without whitespace.
fn spaceless(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Returns the text without whitespace and backticks, in lowercase: a sentence may continue after
/// other words.
fn condensed(text: &str) -> String {
    let text = spaceless(text).replace('`', "");
    text.chars().flat_map(char::to_lowercase).collect()
}
