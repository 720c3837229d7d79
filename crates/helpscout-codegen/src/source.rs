//! From tokens to the text of a source file.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident};

use crate::head;

/// A Rust source file under construction: items, each formatted by itself.
pub(crate) struct Source {
    text: String,
}

impl Source {
    /// A file generated from that spec file, relative to the spec folder, or from all of them.
    pub(crate) fn new(from: Option<&str>) -> Self {
        let from = from.map_or_else(|| "spec".to_owned(), |file| format!("spec/{file}"));
        Self {
            text: format!("// {}\n", head(&from)),
        }
    }

    /// Adds items that belong together, after an empty line.
    ///
    /// Items are formatted one by one since the formatter puts no empty line between them, which
    /// is what keeps `use` and `mod` lines together and everything else apart.
    pub(crate) fn push(&mut self, items: impl ToTokens) {
        self.text.push('\n');
        let file = parse(items.to_token_stream());
        self.text.push_str(&prettyplease::unparse(&file));
    }

    /// Adds an item whose lines say more than the formatter could keep, right behind the last.
    pub(crate) fn push_after(&mut self, item: &str) {
        let parsed = syn::parse_file(item);
        parsed.unwrap_or_else(|error| panic!("generated code must parse: {error}\n{item}"));
        self.text.push_str(item);
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// Tokens come from `quote!` over a checked description: what fails to parse is a bug here, and
/// the tokens are the one thing that helps to find it.
fn parse(tokens: TokenStream) -> syn::File {
    let text = tokens.to_string();
    syn::parse2(tokens).unwrap_or_else(|error| panic!("generated code must parse: {error}\n{text}"))
}

/// One item as it stands in a generated file.
pub(crate) fn unparse(item: syn::Item) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    })
}

/// An identifier of a name the spec reader has checked.
pub(crate) fn ident(name: &str) -> syn::Ident {
    format_ident!("{name}")
}
