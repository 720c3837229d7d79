//! What must hold for the docs that are generated from any prose.
//!
//! The parser is the one of rustdoc, with the extensions that rustdoc enables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use helpscout_codegen::{Home, Tree, client, openapi};
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
    let mut good: Value = serde_json::from_str(&api.to_json()).unwrap();
    // What the small description lacks.
    let parameters = good["operations"][0]["parameters"].as_array_mut().unwrap();
    let sort = parameters
        .iter_mut()
        .find(|parameter| parameter["wire"] == "sortField");
    sort.unwrap()["deprecated"] = "It will be removed.".into();
    good
});

/// Generates everything from a description whose every prose is this text, and checks the docs.
pub(crate) fn assert_prose_holds(prose: &str) {
    let api = described(|path, text| {
        if is_prose(path) {
            prose.clone_into(text);
        }
    });
    let shown = Shown::of(&api);
    shown.assert_plain(&api);
    shown.assert_same_code();
    assert_every_place_holds(prose);
}

/// Checks that no place of a description loses a part of its prose.
fn assert_every_place_holds(prose: &str) {
    static GOOD_PLACES: LazyLock<[BTreeSet<usize>; 2]> =
        LazyLock::new(|| Shown::of(&marked("word")).places("word"));
    let api = marked(prose);
    let shown = Shown::of(&api);
    shown.assert_plain(&api);
    let places = shown.places(prose);
    let [client, openapi] = GOOD_PLACES.each_ref().map(BTreeSet::len);
    assert!(
        client > 20 && openapi > 15,
        "{client} and {openapi} places have prose"
    );
    assert_eq!(
        places, *GOOD_PLACES,
        "{prose:?} is shown as {:?}",
        shown.texts
    );
}

/// Generates everything from a description whose every documented page is this text, and checks
/// that the text is no link, or a link to the whole of itself.
pub(crate) fn assert_page_holds(page: &str) {
    let api = described(|path, text| {
        if path.ends_with(".docs") {
            page.clone_into(text);
        }
    });
    let shown = Shown::of(&api);
    shown.assert_plain(&api);
    shown.assert_same_code();
}

/// Generates everything from a description whose names of the service, paths, plans and files end
/// with this text, and checks the docs.
pub(crate) fn assert_facts_hold(fact: &str) {
    let api = with_facts(fact);
    let shown = Shown::of(&api);
    shown.assert_plain(&api);
    shown.assert_same_code();
}

/// Checks the docs that are generated from a description.
#[allow(dead_code)]
pub(crate) fn assert_api_holds(api: &Api) {
    Shown::of(api).assert_plain(api);
}

/// The keys of a description whose values reach documentation, but are no names.
const PROSE: [&str; 9] = [
    "deprecated",
    "doc",
    "summary",
    "notes",
    "because",
    "documented",
    "title",
    "default",
    "example",
];

/// The texts that become code in sentences, literals in code and the first lines of files.
const FACTS: [&str; 13] = [
    "enums.file",
    "enums.values.wire",
    "objects.fields.aliases",
    "objects.file",
    "operations.file",
    "operations.pages.style.number.parameter",
    "operations.parameters.wire",
    "operations.path",
    "operations.plans",
    "operations.rules.interval.from",
    "operations.rules.interval.to",
    "operations.rules.together",
    "service.plans.name",
];

fn is_prose(path: &str) -> bool {
    path.rsplit('.')
        .next()
        .is_some_and(|key| PROSE.contains(&key))
}

/// More than the good description has.
const MOST_PLACES: usize = 200;

/// The text that tells where prose comes from.
fn mark(place: usize) -> String {
    format!("p{place}x")
}

/// Returns the good description with the same prose everywhere, each time with another mark.
fn marked(prose: &str) -> Api {
    let mut place = 0;
    described(|path, text| {
        if is_prose(path) {
            *text = format!("{prose} {}", mark(place));
            place += 1;
        }
    })
}

/// Returns the good description with names of the service, paths, plans and files that end with
/// this text.
fn with_facts(end: &str) -> Api {
    described(|path, text| {
        if FACTS.contains(&path) && text != Api::SHARED {
            text.push_str(end);
        }
    })
}

/// Returns the good description with some of its texts changed.
fn described(mut change: impl FnMut(&str, &mut String)) -> Api {
    let mut value = GOOD.clone();
    walk(&mut value, "", &mut change);
    serde_json::from_value(value).unwrap()
}

/// Calls a function with each text and the keys that lead to it.
fn walk(value: &mut Value, path: &str, change: &mut impl FnMut(&str, &mut String)) {
    match value {
        Value::String(text) => change(path, text),
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, path, change)),
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                walk(value, &path, change);
            }
        }
        _ => {}
    }
}

/// What readers see of the docs: the parts that rustdoc makes of them.
#[derive(Default)]
struct Shown {
    /// The texts of all docs of the client, and those of the OpenAPI document, without whitespace
    /// and backticks.
    texts: [String; 2],
    /// The destinations of links.
    links: Vec<String>,
    /// The info string and the text of each code block.
    blocks: Vec<(String, String)>,
    /// What is neither a paragraph, nor a list, nor text, nor code, nor a link.
    other: Vec<String>,
    /// The identifiers in the code of the client, examples included.
    identifiers: BTreeSet<String>,
}

impl Shown {
    fn of(api: &Api) -> Self {
        let mut shown = Self::default();
        let files = rust(&client(api, Home::Reports));
        let docs = files.iter().cloned().flat_map(docs).collect();
        for (index, texts) in [docs, descriptions(api)].into_iter().enumerate() {
            let shown_texts: Vec<String> = texts.iter().map(|text| shown.read(text)).collect();
            shown.texts[index] = condensed(&shown_texts.join("\n"));
        }
        for code in files.into_iter().chain(shown.examples()) {
            push_identifiers(code, &mut shown.identifiers);
        }
        shown
    }

    /// Reads one text and returns what is shown of it, without blocks of code.
    fn read(&mut self, markdown: &str) -> String {
        let mut shown = String::new();
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
                    None => shown.push_str(&text),
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
        shown
    }

    /// Returns the places whose marks follow this prose, in the client and in the OpenAPI document.
    fn places(&self, prose: &str) -> [BTreeSet<usize>; 2] {
        let prose = condensed(&escaped(&spaceless(prose)));
        self.texts.each_ref().map(|text| {
            let is_shown = |place: &usize| text.contains(&format!("{prose}{}", mark(*place)));
            (0..MOST_PLACES).filter(is_shown).collect()
        })
    }

    fn assert_plain(&self, api: &Api) {
        assert_eq!(self.other, Vec::<String>::new());
        let pages: Vec<&str> = api
            .operations
            .iter()
            .map(|operation| operation.docs.as_str())
            .chain([api.service.docs.as_str()])
            .collect();
        let queries = api.operations.iter().map(|operation| &operation.rust);
        let types = queries.chain(api.objects.iter().map(|object| &object.name));
        let items: Vec<String> = api
            .objects
            .iter()
            .flat_map(|object| {
                let fields = object.fields.iter();
                fields.map(|field| format!("`{}::{}`", object.name, field.rust))
            })
            .chain(types.flat_map(|name| [format!("`{name}`"), format!("super::{name}")]))
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

    /// Checks that no text has become code in the client or in an example.
    fn assert_same_code(&self) {
        static GOOD: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
            let apis = [described(|_, _| {}), marked("word"), with_facts("word")];
            apis.iter()
                .flat_map(|api| Shown::of(api).identifiers)
                .collect()
        });
        let new: Vec<&String> = self.identifiers.difference(&GOOD).collect();
        assert!(new.is_empty(), "code with {new:?}");
    }

    /// Returns the code of the examples, with the lines that rustdoc hides.
    fn examples(&self) -> Vec<TokenStream> {
        let shown = |line: &str| line.strip_prefix("# ").unwrap_or(line).to_owned();
        let codes = self.blocks.iter().map(|(_, code)| {
            let lines: Vec<String> = code.lines().map(shown).collect();
            lines
                .join("\n")
                .parse()
                .unwrap_or_else(|_| panic!("{code}"))
        });
        codes.collect()
    }
}

/// Adds the identifiers in tokens, keywords included.
fn push_identifiers(tokens: TokenStream, identifiers: &mut BTreeSet<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Ident(ident) => {
                identifiers.insert(ident.to_string());
            }
            TokenTree::Group(group) => push_identifiers(group.stream(), identifiers),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Returns the Rust files of a tree.
fn rust(tree: &Tree) -> Vec<TokenStream> {
    let files = tree.files().filter(|(path, _)| path.ends_with(".rs"));
    let tokens = files.map(|(_, text)| text.parse().unwrap_or_else(|_| panic!("{text}")));
    tokens.collect()
}

/// Returns the docs of every item of a file.
fn docs(file: TokenStream) -> Vec<String> {
    let mut docs = Vec::new();
    push_docs(file, &mut docs);
    docs
}

/// Adds the docs in tokens: the texts of consecutive attributes `#[doc = "…"]` or `#![doc = "…"]`,
/// which is what doc comments are.
fn push_docs(tokens: TokenStream, docs: &mut Vec<String>) {
    let mut lines: Vec<String> = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        if is_punct(&tree, '#') {
            trees.next_if(|next| is_punct(next, '!'));
            if let Some(TokenTree::Group(group)) = trees.peek()
                && let Some(line) = doc_line(group.stream())
            {
                lines.push(line);
                trees.next();
                continue;
            }
        }
        if !lines.is_empty() {
            docs.push(lines.join("\n"));
            lines.clear();
        }
        if let TokenTree::Group(group) = tree {
            push_docs(group.stream(), docs);
        }
    }
    if !lines.is_empty() {
        docs.push(lines.join("\n"));
    }
}

fn is_punct(tree: &TokenTree, char: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == char)
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
