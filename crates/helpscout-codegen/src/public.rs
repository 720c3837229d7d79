//! The list of what programs can name: one line for each public item of the generated code.
//!
//! Removing or changing a line breaks programs. The list is committed, so that a review shows when
//! an edit of the spec does so.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{ImplItem, Item, Visibility};

use crate::marker::head;

/// The path of the list in the tree of the client.
pub const PUBLIC_API: &str = "public-api.txt";

/// Adds one line for each public item of a file.
pub(crate) fn push(file: &syn::File, lines: &mut Vec<String>) {
    for item in &file.items {
        push_item(item, lines);
    }
}

/// Returns the text of a list. `source` is what it is generated from.
pub(crate) fn text(source: &str, lines: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let head = head(source);
    let mut text = format!("# {head}\n# Removing or changing a line breaks programs.\n");
    for line in lines {
        text.push_str(line.as_ref());
        text.push('\n');
    }
    text
}

/// Returns the lines of the list `before` that the list `after` lacks, which may break programs.
pub fn lost(before: &str, after: &str) -> Vec<String> {
    let after: BTreeSet<&str> = after.lines().collect();
    // A comment has a space after its sign, and an attribute a bracket.
    let is_item = |line: &&str| !line.starts_with("# ") && !line.is_empty();
    let before = before.lines().filter(is_item);
    before
        .filter(|line| !after.contains(line))
        .map(str::to_owned)
        .collect()
}

fn push_item(item: &Item, lines: &mut Vec<String>) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let name = &item.ident;
            lines.push(format!("struct {name}"));
            for (index, field) in item.fields.iter().enumerate() {
                if is_public(&field.vis) {
                    let ident = field.ident.as_ref();
                    let ident = ident.map_or_else(|| index.to_string(), ToString::to_string);
                    lines.push(format!("{name}.{ident}: {}", shown(&field.ty)));
                }
            }
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let name = &item.ident;
            lines.push(format!("enum {name}"));
            for variant in &item.variants {
                lines.push(format!("{name}::{}", shown_variant(variant)));
            }
        }
        Item::Impl(item) => push_impl(item, lines),
        _ => {}
    }
}

fn push_impl(item: &syn::ItemImpl, lines: &mut Vec<String>) {
    let name = shown(&item.self_ty);
    let of_trait = item.trait_.as_ref();
    for inner in &item.items {
        match inner {
            ImplItem::Fn(function) if of_trait.is_none() && is_public(&function.vis) => {
                let signature = &function.sig;
                let inputs = signature.inputs.iter().map(shown);
                let inputs: Vec<String> = inputs
                    .filter(|input| input != "self" && input != "mut self")
                    .collect();
                let ident = &signature.ident;
                lines.push(format!("{name}::{ident}({})", inputs.join(", ")));
            }
            // The types of the response and of its rows.
            ImplItem::Type(ty) if of_trait.is_some() => {
                lines.push(format!("{name}: {} = {}", ty.ident, shown(&ty.ty)));
            }
            _ => {}
        }
    }
}

/// Returns whether an item is declared as `pub`.
pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn shown_variant(variant: &syn::Variant) -> String {
    let fields: Vec<String> = variant
        .fields
        .iter()
        .map(|field| shown(&field.ty))
        .collect();
    match fields.as_slice() {
        [] => variant.ident.to_string(),
        fields => format!("{}({})", variant.ident, fields.join(", ")),
    }
}

/// Formats tokens with the spaces that people put between them.
fn shown(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let mut text = text
        .replace(" < ", "<")
        .replace(" > ", "> ")
        .replace(" >", ">");
    for (spaced, tight) in [
        (" :: ", "::"),
        (" : ", ": "),
        (" , ", ", "),
        ("& ", "&"),
        ("< ", "<"),
    ] {
        text = text.replace(spaced, tight);
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = r#"
        /// A report.
        pub struct Report(Query);
        impl Report {
            pub fn new(start: Timestamp) -> Self { todo!() }
            pub fn tags(self, tags: impl IntoIterator<Item = TagId>) -> Self { todo!() }
            fn hidden() {}
        }
        impl Endpoint for Report { type Response = Vec<Row>; }
        pub struct Row { pub id: TagId, pub days: std::collections::BTreeMap<String, Option<f64>>, hidden: u8 }
        pub struct TagId(pub i64);
        pub enum Order { Up, Other(String) }
        struct Hidden;
    "#;

    #[test]
    fn every_public_item_is_a_line() {
        let mut lines = Vec::new();
        push(&syn::parse_file(CODE).expect("it is Rust"), &mut lines);
        lines.sort();
        assert_eq!(
            lines,
            [
                "Order::Other(String)",
                "Order::Up",
                "Report: Response = Vec<Row>",
                "Report::new(start: Timestamp)",
                "Report::tags(tags: impl IntoIterator<Item = TagId>)",
                "Row.days: std::collections::BTreeMap<String, Option<f64>>",
                "Row.id: TagId",
                "TagId.0: i64",
                "enum Order",
                "struct Report",
                "struct Row",
                "struct TagId",
            ]
        );
    }

    #[test]
    fn removed_and_changed_items_are_lost_and_new_ones_are_not() {
        let before = "# about\nstruct A\nA.b: i64\n";
        assert_eq!(lost(before, "struct A\nA.c: i64\nstruct D\n"), ["A.b: i64"]);
        assert!(lost(before, before).is_empty());
        let conditional =
            "# head\n#[non_exhaustive] pub enum A\n#[cfg(feature = \"b\")] pub fn b()\n";
        let both = [
            "#[non_exhaustive] pub enum A",
            "#[cfg(feature = \"b\")] pub fn b()",
        ];
        assert_eq!(lost(conditional, "# other head\n"), both);
    }
}
