//! What programs see of the generated code: items with their docs, functions without bodies.

use std::collections::BTreeSet;

use helpscout_description::{Api, Field, Object, Operation, Parameter, Type};
use helpscout_openapi::Described;
use quote::quote;
use syn::{Attribute, Expr, ExprLit, ImplItem, Item, Lit};

use crate::docs::wrap;
use crate::home::Home;
use crate::public::is_public;
use crate::source::{Source, unparse};
use crate::{modules, objects, operation};

/// Returns the public items that are generated from one spec file, or `None` if no file of that
/// name was read.
pub(crate) fn of_file(api: &Described<'_>, file: &str, home: Home) -> Option<String> {
    if file == Api::SHARED {
        return Some(signatures(&modules::definitions(api).text));
    }
    let operation = api
        .operations
        .iter()
        .find(|operation| operation.file == file)?;
    let reached = Reached::by(api, operation);
    let shared = Api::SHARED;
    let mut text = signatures(&operation::file(api, operation, home).text);
    if !reached.objects.is_empty() {
        text.push_str(&format!(
            "\n// Parts of the response that are declared in spec/{shared}:\n\n"
        ));
        let mut source = Source::new(Some(shared));
        for object in &reached.objects {
            objects::push(api, object, &mut source);
        }
        text.push_str(&signatures(&source.finish().text));
    }
    if !reached.names.is_empty() {
        let names: Vec<&str> = reached.names.into_iter().collect();
        let mut lines = Vec::new();
        let used = format!("Used from spec/{shared}: {}", names.join(", "));
        wrap(used.split_whitespace(), "", "", &mut lines);
        text.push('\n');
        text.extend(lines.iter().map(|line| format!("// {line}\n")));
    }
    Some(text)
}

/// What an operation uses that its own file does not declare.
#[derive(Default)]
struct Reached<'a> {
    /// Objects of the response, from the outside in.
    objects: Vec<&'a Object>,
    /// IDs and enumerations.
    names: BTreeSet<&'a str>,
}

impl<'a> Reached<'a> {
    fn by(api: &'a Described<'a>, operation: &'a Operation) -> Self {
        let mut reached = Self::default();
        let sent = operation.parameters.iter().flat_map(Parameter::with_fields);
        for parameter in sent {
            reached.name(api, operation, &parameter.ty);
        }
        let mut seen = vec![operation.response.as_str()];
        let mut next = 0;
        while let Some(object) = seen.get(next).and_then(|name| api.object(name)) {
            next += 1;
            if object.operation.as_ref() != Some(&operation.id) {
                reached.objects.push(object);
            }
            let all = object.fields.iter().chain(&object.rest);
            for Field { ty, .. } in all {
                match ty {
                    Type::Object(name) if !seen.contains(&name.as_str()) => seen.push(name),
                    ty => reached.name(api, operation, ty),
                }
            }
        }
        reached
    }

    fn name(&mut self, api: &'a Described<'a>, operation: &Operation, ty: &'a Type) {
        let is_own = |name: &str| {
            let known = api.enumeration(name);
            known.is_some_and(|known| known.file == operation.file)
        };
        match ty {
            Type::Id(name) => self.names.insert(name),
            Type::Enum(name) if !is_own(name) => self.names.insert(name),
            _ => false,
        };
    }
}

/// Returns the public items of a generated file.
fn signatures(source: &str) -> String {
    let file = syn::parse_file(source)
        .unwrap_or_else(|error| panic!("generated code must parse: {error}"));
    let items = file.items.into_iter().filter_map(public);
    let items: Vec<String> = items.map(unparse).collect();
    items.join("\n")
}

fn public(item: Item) -> Option<Item> {
    match item {
        Item::Struct(mut item) if is_public(&item.vis) => {
            item.attrs = shown(&item.attrs);
            Some(Item::Struct(item))
        }
        Item::Enum(mut item) if is_public(&item.vis) => {
            item.attrs = shown(&item.attrs);
            Some(Item::Enum(item))
        }
        Item::Impl(mut item) => {
            let of_trait = item.trait_.is_some();
            let items = item.items.into_iter();
            item.items = items.filter_map(|inner| member(inner, of_trait)).collect();
            (!item.items.is_empty()).then_some(Item::Impl(item))
        }
        _ => None,
    }
}

/// Returns a function without its body, or an associated type: that of a response or of its rows.
fn member(item: ImplItem, of_trait: bool) -> Option<ImplItem> {
    match item {
        ImplItem::Fn(function) if !of_trait && is_public(&function.vis) => {
            let attributes = shown(&function.attrs);
            let (visibility, signature) = (function.vis, function.sig);
            Some(ImplItem::Verbatim(
                quote! { #(#attributes)* #visibility #signature; },
            ))
        }
        ImplItem::Type(ty) if of_trait => Some(ImplItem::Type(ty)),
        _ => None,
    }
}

/// Returns the docs, without the lines of examples that rustdoc hides, `#[non_exhaustive]` and
/// `#[deprecated]`.
fn shown(attributes: &[Attribute]) -> Vec<Attribute> {
    let mut in_code = false;
    let keep = |attribute: &&Attribute| match doc(attribute) {
        Some(line) => {
            in_code ^= line.trim_start().starts_with("```");
            !(in_code && line.trim_start().starts_with("# "))
        }
        None => ["non_exhaustive", "deprecated"]
            .iter()
            .any(|shown| attribute.path().is_ident(shown)),
    };
    attributes.iter().filter(keep).cloned().collect()
}

fn doc(attribute: &Attribute) -> Option<String> {
    match &attribute.meta.require_name_value().ok()?.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if attribute.path().is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::path::Path;

    use super::*;
    use crate::tree::Tree;
    use crate::{client, public};

    /// Returns the lines of the public items in all Rust files of a tree.
    fn listed(tree: &Tree) -> BTreeSet<String> {
        let mut lines = Vec::new();
        for (path, text) in tree.files() {
            if path.ends_with(".rs") {
                public::push(&syn::parse_file(text).unwrap(), &mut lines);
            }
        }
        BTreeSet::from_iter(lines)
    }

    fn committed() -> Api {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
        helpscout_spec::read(&folder).api.unwrap()
    }

    #[test]
    fn all_outlines_together_have_every_public_item_and_no_other() {
        let api = committed();
        let files = api
            .operations
            .iter()
            .map(|operation| operation.file.as_str());
        let mut outlines = Tree::default();
        for (number, file) in files.chain([Api::SHARED]).enumerate() {
            let text = of_file(&Described::new(&api), file, Home::Reports).unwrap();
            // The list is made of generated functions, which have bodies.
            let text = text.replace("-> Self;", "-> Self {}");
            outlines.insert(format!("{number}.rs"), text);
        }
        let expected = listed(&client::tree(&Described::new(&api), Home::Reports));
        assert_eq!(listed(&outlines), expected);
    }

    #[test]
    fn a_file_that_was_not_read_has_no_outline() {
        assert_eq!(
            of_file(
                &Described::new(&committed()),
                "reports/nowhere.yaml",
                Home::Reports
            ),
            None
        );
    }
}
