//! Formats tokens as the text of a source file.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident};

use crate::block::Block;
use crate::marker::head;
use crate::{docs, public};

/// A Rust source file under construction. Each item is formatted separately.
pub(crate) struct Source {
    text: String,
    public: Vec<String>,
}

/// A finished Rust source file.
pub(crate) struct SourceFile {
    pub(crate) text: String,
    /// One line for each public item.
    pub(crate) public: Vec<String>,
}

impl Source {
    /// Creates a file that is generated from one spec file, relative to the spec folder, or from
    /// all of them.
    pub(crate) fn new(from: Option<&str>) -> Self {
        let from = from.map_or_else(|| "spec".to_owned(), |file| format!("spec/{file}"));
        Self {
            text: format!("// {}\n", head(&from)),
            public: Vec::new(),
        }
    }

    /// Adds items that belong together, after an empty line.
    ///
    /// The formatter puts no empty lines between items. Adding them in several calls keeps groups
    /// such as `use` lines together and separates everything else.
    pub(crate) fn push(&mut self, items: impl ToTokens) {
        self.text.push('\n');
        let file = parse(items.into_token_stream());
        public::push(&file, &mut self.public);
        self.text
            .push_str(&docs::lines(&prettyplease::unparse(&file)));
    }

    /// Adds an item with members, after an empty line.
    pub(crate) fn push_block(&mut self, block: Block) {
        self.text.push('\n');
        self.push_block_after(block);
    }

    /// Adds an item with members directly after the last one.
    pub(crate) fn push_block_after(&mut self, block: Block) {
        let (text, public) = block.finish();
        self.push_after(&text);
        self.public.extend(public);
    }

    /// Adds an item directly after the last one, without formatting it. For macros, whose lines
    /// the formatter would join.
    pub(crate) fn push_after(&mut self, item: &str) {
        self.text.push_str(item);
    }

    /// Returns the file.
    pub(crate) fn finish(self) -> SourceFile {
        SourceFile {
            text: self.text,
            public: self.public,
        }
    }
}

/// Parses tokens. They come from `quote!` and a checked description, so a failure is a bug in this
/// crate.
fn parse(tokens: TokenStream) -> syn::File {
    // Parsing takes the tokens apart, so that only their text could be kept for a message, which
    // would take longer than all the rest.
    syn::parse2(tokens).unwrap_or_else(|error| panic!("generated code must parse: {error}"))
}

/// Formats one item as in a generated file.
pub(crate) fn unparse(item: syn::Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// Makes an identifier of a name that the spec reader has checked.
pub(crate) fn ident(name: &str) -> syn::Ident {
    format_ident!("{name}")
}

/// Returns code as tokens.
pub(crate) fn tokens(code: &str) -> TokenStream {
    code.parse()
        .unwrap_or_else(|error| panic!("generated code must parse: {error}: {code}"))
}

/// Returns the attribute that keeps Clippy from complaining about `new` of a type that is called so, too.
pub(crate) fn allow_new(type_name: &str) -> Option<&'static str> {
    (type_name == "New").then_some("#[allow(clippy::self_named_constructors)]")
}

/// Returns the attribute that keeps Clippy from complaining about setters, which take `self`, if the
/// name of one starts like that of a question or of a conversion.
pub(crate) fn allow_setters<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let is_question = |name: &str| {
        ["as_", "from_", "is_", "to_"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    names
        .any(is_question)
        .then_some("#[allow(clippy::wrong_self_convention)]")
}
