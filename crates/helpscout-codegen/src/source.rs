//! Formats tokens as the text of a source file.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::marker::head;

/// A Rust source file under construction. Each item is formatted separately.
pub(crate) struct Source {
    text: String,
}

impl Source {
    /// Creates a file that is generated from one spec file, relative to the spec folder, or from
    /// all of them.
    pub(crate) fn new(from: Option<&str>) -> Self {
        let from = from.map_or_else(|| "spec".to_owned(), |file| format!("spec/{file}"));
        Self {
            text: format!("// {}\n", head(&from)),
        }
    }

    /// Adds items that belong together, after an empty line.
    ///
    /// The formatter puts no empty lines between items. Adding them in several calls keeps groups
    /// such as `use` lines together and separates everything else.
    pub(crate) fn push(&mut self, items: impl ToTokens) {
        self.text.push('\n');
        let file = parse(items.to_token_stream());
        self.text.push_str(&prettyplease::unparse(&file));
    }

    /// Adds an item directly after the last one, without formatting it. For macros, whose lines
    /// the formatter would join.
    pub(crate) fn push_after(&mut self, item: &str) {
        let parsed = syn::parse_file(item);
        parsed.unwrap_or_else(|error| panic!("generated code must parse: {error}\n{item}"));
        self.text.push_str(item);
    }

    /// Returns the text of the file.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Parses tokens. They come from `quote!` and a checked description, so a failure is a bug in this
/// crate, and the message shows the tokens.
fn parse(tokens: TokenStream) -> syn::File {
    let text = tokens.to_string();
    syn::parse2(tokens).unwrap_or_else(|error| panic!("generated code must parse: {error}\n{text}"))
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

/// Returns the attribute that keeps Clippy from complaining about setters, which take `self`, if the
/// name of one starts like that of a question or of a conversion.
pub(crate) fn allow_setters<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<TokenStream> {
    let is_question = |name: &str| {
        ["as_", "from_", "is_", "to_"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    names
        .any(is_question)
        .then(|| quote!(#[allow(clippy::wrong_self_convention)]))
}
