//! Enumerations, which keep values that they don't know.

use helpscout_description::{EnumType, EnumValue};
use helpscout_openapi::Described;
use helpscout_openapi::sentences;
use proc_macro2::TokenStream;
use quote::quote;

use crate::block::{Block, Head};
use crate::docs::Docs;
use crate::source::{Source, ident};

/// Adds an enumeration to a file.
pub(crate) fn push(api: &Described<'_>, enumeration: &EnumType, source: &mut Source) {
    let copy = if enumeration.numeric { " Copy," } else { "" };
    let derived = format!("#[derive(Clone,{copy} Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]");
    let head = Head::of(Docs::of(&enumeration.doc, "An enumeration"))
        .with(Some(derived))
        .with(Some("#[non_exhaustive]"));
    let mut block = Block::of_enum(&head, &enumeration.name);
    for value in &enumeration.values {
        let head = value_head(value, enumeration.numeric);
        block.variant(&head, &value.rust, None);
    }
    let head = Head::of(Docs::text(
        "A value that this version does not know, as received.",
    ));
    let other = if enumeration.numeric { "i64" } else { "String" };
    block.variant(&head, "Other", Some(other));
    source.push_block(block);
    source.push_after(&values(enumeration));
    // Responses implement `Default`, so that tests can build them. Therefore, an enumeration that a
    // response always has must implement it, too.
    if api.is_always_sent(&enumeration.name) {
        source.push(placeholder(&ident(&enumeration.name), enumeration.numeric));
    }
}

fn value_docs(value: &EnumValue) -> Docs {
    let docs = Docs::of(&value.doc, "A value");
    match &value.correction {
        Some(correction) => docs.paragraph(&sentences::correction(&value.wire, correction)),
        None => docs,
    }
}

/// Creates the docs of a variant, with the value as sent as an alias unless a search for the variant
/// finds it anyway.
fn value_head(value: &EnumValue, numeric: bool) -> Head {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|char| char.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let head = Head::of(value_docs(value));
    let is_found = letters(&value.wire) == letters(&value.rust);
    if numeric || is_found {
        head
    } else {
        head.found_by(&value.rust, [value.wire.as_str()])
    }
}

/// Writes one line for each variant, with the value as sent.
fn values(enumeration: &EnumType) -> String {
    let name = &enumeration.name;
    let macro_name = if enumeration.numeric {
        "open_code"
    } else {
        "open_enum"
    };
    let mut text = format!("helpscout_runtime::{macro_name}!({name} {{\n");
    for EnumValue { rust, wire, .. } in &enumeration.values {
        let line = if enumeration.numeric {
            format!("    {rust} = {},\n", number(wire))
        } else {
            format!("    {rust} = {wire:?},\n")
        };
        text.push_str(&line);
    }
    text.push_str("});\n");
    text
}

/// Returns a number as Rust code. What is no number becomes a string, which does not compile: it must
/// not become code of its own.
fn number(wire: &str) -> String {
    match wire.parse::<i64>() {
        Ok(number) => number.to_string(),
        Err(_) => format!("{wire:?}"),
    }
}

fn placeholder(name: &syn::Ident, numeric: bool) -> TokenStream {
    let (doc, value) = if numeric {
        (" Returns a placeholder, `Other(0)`.", quote!(0))
    } else {
        (
            " Returns a placeholder, `Other` with an empty string.",
            quote!(String::new()),
        )
    };
    quote! {
        impl Default for #name {
            #[doc = #doc]
            fn default() -> Self {
                Self::Other(#value)
            }
        }
    }
}
