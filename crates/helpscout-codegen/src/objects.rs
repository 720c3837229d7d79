//! Response objects.

use helpscout_description::{Field, Object, Source as KnownFrom, Type};
use helpscout_openapi::Described;
use helpscout_openapi::markdown::Inline;
use helpscout_openapi::sentences;
use quote::quote;

use crate::block::{Block, Head};
use crate::docs::Docs;
use crate::source::{Source, ident, tokens};
use crate::{constructors, rust_type};

/// The number of fields that one word of `wire::Received` has a bit for.
const FIELDS_PER_WORD: usize = 64;

/// Adds an object to a file.
pub(crate) fn push(api: &Described<'_>, object: &Object, source: &mut Source) {
    let docs = object_docs(api, object);
    if let (true, Some(rest)) = (object.fields.is_empty(), &object.rest) {
        let (name, docs, ty) = (
            ident(&object.name),
            docs.attributes(),
            tokens(&rust_type::of_map(rest)),
        );
        source.push(quote! {
            #docs
            #[derive(Clone, Debug, Default, PartialEq)]
            pub struct #name(pub #ty);
        });
        return source.push_after(&format!("helpscout_runtime::map_type!({});\n", object.name));
    }
    // The macro after it implements `Debug` and `PartialEq` with less code than a derive.
    let head = Head::of(docs)
        .with(Some("#[derive(Clone, Default)]"))
        .with(Some("#[non_exhaustive]"));
    let mut block = Block::of_struct(&head, &object.name);
    for field in &object.fields {
        let keys = std::iter::once(&field.wire).chain(&field.aliases);
        let head = Head::of(field_docs(&sentences::field(api, field), field))
            .found_by(&field.rust, keys.map(String::as_str));
        block.field(&head, &field.rust, &rust_type::of_field(field));
    }
    if let Some(rest) = &object.rest {
        let head = Head::of(field_docs(&sentences::map(&rest.doc), rest));
        block.field(&head, &rest.rust, &rust_type::of_map(rest));
    }
    let received = received(object);
    if let Some(name) = &received {
        block.private_field(name, &received_type(object));
    }
    source.push_block(block);
    source.push_after(&record(object, received.as_deref()));
    source.push_block(constructors::of(object, received.is_some()));
}

/// Returns the name of the private field that remembers which keys came, if any key may be missing.
fn received(object: &Object) -> Option<String> {
    object.fields.iter().find(|field| field.optional)?;
    let fields = || object.fields.iter().chain(&object.rest);
    let mut name = "received".to_owned();
    while fields().any(|field| field.rust == name) {
        name.push_str("_keys");
    }
    Some(name)
}

fn received_type(object: &Object) -> String {
    match words(object) {
        Some(words) => format!("wire::Received<{words}>"),
        None => "wire::Received".to_owned(),
    }
}

/// Returns how many words a set of the fields has, if it is more than one.
fn words(object: &Object) -> Option<usize> {
    let words = object.fields.len().div_ceil(FIELDS_PER_WORD);
    (words > 1).then_some(words)
}

fn object_docs(api: &Described<'_>, object: &Object) -> Docs {
    let docs = own_docs(api, object);
    let operations = api.queries_of(&object.name).iter();
    let queries: Vec<String> = operations
        .map(|operation| sentences::code(&operation.rust))
        .collect();
    if queries.is_empty() {
        return docs;
    }
    docs.inline(Inline::default().items(&sentences::returned_by(&queries)))
}

fn own_docs(api: &Described<'_>, object: &Object) -> Docs {
    let path = |(owner, field): (&Object, &Field)| format!("`{}::{}`", owner.name, field.rust);
    let lists = sentences::lists_of(api, object);
    if lists.is_empty() {
        let fields = api.fields_of(&object.name);
        // A list of objects has the first paragraph of each, which must tell them apart.
        if !object.doc.ends_with('.') || !api.is_described_alike(object) || fields.is_empty() {
            return Docs::of(&object.doc, "An object");
        }
        let fields: Vec<String> = fields.iter().copied().map(path).collect();
        let found = Inline::default().prose(&object.doc);
        return Docs::default().inline(found.items(&sentences::found_in(&fields)));
    }
    let items: Vec<String> = lists.iter().copied().map(path).collect();
    let element = Inline::default().items(&sentences::element(&items));
    Docs::default().inline(element.prose(&sentences::listed(&object.doc)))
}

fn field_docs(doc: &str, field: &Field) -> Docs {
    // The type of a duration names its unit itself.
    let unit = field
        .unit
        .filter(|unit| !rust_type::is_duration(Some(*unit)));
    let docs = Docs::of(&sentences::with_unit(doc, unit), "A field");
    match (&field.correction, field.source) {
        (Some(correction), _) => docs.paragraph(&sentences::correction(&field.wire, correction)),
        (None, KnownFrom::Observed) => {
            docs.paragraph("The documentation does not list this field, but the service sends it.")
        }
        (None, KnownFrom::Table | KnownFrom::Example) => docs,
    }
}

/// Writes one line for each field: its number, whether it may be missing or null, how it is read,
/// and its keys.
fn record(object: &Object, received: Option<&str>) -> String {
    let mut text = format!("helpscout_runtime::record!({} {{\n", object.name);
    for (number, field) in object.fields.iter().enumerate() {
        let (rust, wire) = (&field.rust, &field.wire);
        let (presence, kind) = (presence(field), kind(field));
        let aliases = field.aliases.iter();
        let aliases: String = aliases.map(|alias| format!(" | {alias:?}")).collect();
        text.push_str(&format!(
            "    {number} {rust}: {presence} {kind} = {wire:?}{aliases},\n"
        ));
    }
    if let Some(rest) = &object.rest {
        text.push_str(&format!("    .. {},\n", rest.rust));
    }
    if let Some(received) = received {
        text.push_str(&format!("    keys in {received},\n"));
    }
    if let Some(words) = words(object) {
        text.push_str(&format!("    words {words},\n"));
    }
    text.push_str("    impl Debug and PartialEq,\n});\n");
    text
}

fn presence(field: &Field) -> &'static str {
    match (field.optional, field.nullable) {
        (true, true) => "loose",
        (true, false) => "optional",
        (false, true) => "nullable",
        (false, false) => "required",
    }
}

/// Returns how the runtime reads a value: with serde, or leniently where the service is
/// inconsistent.
fn kind(field: &Field) -> &'static str {
    match &field.ty {
        _ if field.list => "list",
        Type::Number if field.as_text => "decimal",
        Type::Integer if field.as_text && rust_type::is_duration(field.unit) => "decimal",
        _ if field.as_text => "text",
        Type::Integer if !rust_type::is_duration(field.unit) => "integer",
        Type::Instant => "instant",
        _ => "value",
    }
}
