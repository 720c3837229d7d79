//! Generated code has no warnings, whatever is missing from a description or however its items are
//! called.
#![allow(clippy::unwrap_used)]

use helpscout_codegen::{Home, client};
use helpscout_spec::{Sources, read_sources};

/// A spec that describes nothing in words.
const API: &str = "service:
  title: Desk
  base_url: https://api.example.com
  docs: https://docs.example.com/
  plans:
    - { name: pro, calls_per_minute: 800 }
ids:
  - { name: UserId }
  - { name: HexId, form: hex24 }
  - { name: TextId, form: text, example: a_1 }
enums:
  - { name: Word, values: [{ value: a }, { value: b }] }
objects:
  - { name: Part, fields: [{ path: a, type: Word }, { path: '*', type: text }] }
  - { name: Map, fields: [{ path: '*[]', type: UserId, nullable: true }] }
";

const OPERATION: &str = "operation: new
request: GET /v2/reports/new
docs: https://docs.example.com/new
summary: It.
parameters:
  - { name: user, type: UserId, required: true, example: 1 }
  - { name: hex, type: HexId, example: 5215163545667acd25394b5c }
  - { name: text, type: TextId }
response:
  object: Answer
  fields:
    - { path: 'parts[]', object: Part }
    - { path: map, object: Map, optional: true }
    - { path: code, type: Code, nullable: true }
enums:
  - { name: Code, numeric: true, values: [{ value: '1', rust: One }] }
";

fn files() -> Vec<(String, String)> {
    let sources = Sources::new()
        .with("api.yaml", API)
        .with("reports/new.yaml", OPERATION);
    let reading = read_sources(&sources);
    let text = reading.findings.render(false);
    let tree = client(&reading.api.expect(&text), Home::Elsewhere);
    let files = tree.files();
    let rust = files.filter(|(path, _)| path.ends_with(".rs"));
    rust.map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect()
}

fn has_docs(attributes: &[syn::Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("doc"))
}

/// Adds the public items without docs.
fn undocumented(items: &[syn::Item], found: &mut Vec<String>) {
    let is_public = |visibility: &syn::Visibility| matches!(visibility, syn::Visibility::Public(_));
    for item in items {
        match item {
            syn::Item::Struct(item) if is_public(&item.vis) => {
                let fields = item.fields.iter().filter(|field| is_public(&field.vis));
                let named = fields.filter(|field| field.ident.is_some() && !has_docs(&field.attrs));
                let named = named.map(|field| format!("{}.{:?}", item.ident, field.ident));
                found.extend(named);
                found.extend((!has_docs(&item.attrs)).then(|| item.ident.to_string()));
            }
            syn::Item::Enum(item) if is_public(&item.vis) => {
                let variants = item.variants.iter();
                let silent = variants.filter(|variant| !has_docs(&variant.attrs));
                found.extend(silent.map(|variant| format!("{}::{}", item.ident, variant.ident)));
                found.extend((!has_docs(&item.attrs)).then(|| item.ident.to_string()));
            }
            syn::Item::Impl(item) if item.trait_.is_none() => {
                for function in &item.items {
                    if let syn::ImplItem::Fn(function) = function
                        && is_public(&function.vis)
                        && !has_docs(&function.attrs)
                    {
                        found.push(function.sig.ident.to_string());
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn items_that_the_spec_does_not_describe_have_docs() {
    let mut count = 0;
    for (path, text) in files() {
        let file = syn::parse_file(&text).unwrap();
        let mut found = Vec::new();
        undocumented(&file.items, &mut found);
        assert!(found.is_empty(), "{path}: {found:?}\n{text}");
        count += text.matches("which the spec does not describe.").count();
    }
    assert!(count > 10, "{count}");
}

#[test]
fn new_of_a_type_called_so_is_allowed() {
    let files = files();
    let text: String = files.iter().map(|(_, text)| text.as_str()).collect();
    let allowed = "#[allow(clippy::self_named_constructors)]\n    pub fn new(user: ";
    assert!(text.contains("pub struct New("), "{text}");
    assert!(text.contains(allowed), "{text}");
    assert_eq!(text.matches("self_named_constructors").count(), 1, "{text}");
}

#[test]
fn a_setter_whose_result_is_dropped_is_a_warning() {
    fn must_be_used(attributes: &[syn::Attribute]) -> bool {
        let is = |attribute: &syn::Attribute| attribute.path().is_ident("must_use");
        attributes.iter().any(is)
    }
    fn takes_self(signature: &syn::Signature) -> bool {
        let start = signature.inputs.first();
        start.is_some_and(|own| ["self", "mut self"].contains(&&*quote::quote!(#own).to_string()))
    }
    let mut setters = Vec::new();
    for (path, text) in files() {
        let items = syn::parse_file(&text).unwrap().items;
        for item in &items {
            let syn::Item::Impl(block) = item else {
                continue;
            };
            let syn::Type::Path(of) = &*block.self_ty else {
                continue;
            };
            let is_query = items.iter().any(|item| {
                matches!(item, syn::Item::Struct(item)
                    if of.path.is_ident(&item.ident) && must_be_used(&item.attrs))
            });
            for item in &block.items {
                if let syn::ImplItem::Fn(function) = item
                    && block.trait_.is_none()
                    && takes_self(&function.sig)
                {
                    let name = &function.sig.ident;
                    assert!(is_query || must_be_used(&function.attrs), "{path}: {name}");
                    setters.push(name.to_string());
                }
            }
        }
    }
    setters.sort();
    assert_eq!(setters, ["code", "hex", "map", "other", "text"]);
}
