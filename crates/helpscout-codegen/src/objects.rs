//! Response objects.

use helpscout_description::Api;
use helpscout_description::{Field, Object, Source as KnownFrom, Type, Unit};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::docs::{Docs, in_unit};
use crate::source::{Source, ident};

/// The shared objects of `api.yaml`: `objects.rs`.
pub(crate) fn file(objects: &[&Object]) -> String {
    let mut source = Source::new(Some(Api::SHARED));
    source.push(quote! {
        #[allow(unused_imports)]
        use super::*;
    });
    for object in objects {
        push(object, &mut source);
    }
    source.finish()
}

pub(crate) fn push(object: &Object, source: &mut Source) {
    let name = ident(&object.name);
    let docs = Docs::text(&object.doc).attributes();
    if let (true, Some(rest)) = (object.fields.is_empty(), &object.rest) {
        let ty = map_type(rest);
        return source.push(quote! {
            #docs
            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct #name(pub #ty);
        });
    }
    let member = |field: &Field, ty: TokenStream| {
        let (name, docs) = (ident(&field.rust), field_docs(field).attributes());
        quote! { #docs pub #name: #ty, }
    };
    let fields = object.fields.iter();
    let fields = fields.map(|field| member(field, field_type(field)));
    let rest = object.rest.iter().map(|rest| member(rest, map_type(rest)));
    source.push(quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #(#rest)*
        }
    });
    source.push_after(&record(object));
}

/// One line for each field: its number, how it is there, how it is read, and its keys.
fn record(object: &Object) -> String {
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
        text.push_str(&format!("    .. {}\n", rest.rust));
    }
    text.push_str("});\n");
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

/// What serde can't know: where the service is loose.
fn kind(field: &Field) -> &'static str {
    match &field.ty {
        _ if field.list => "list",
        _ if field.as_text => "text",
        Type::Integer if field.unit != Some(Unit::Seconds) => "integer",
        Type::Instant => "instant",
        _ => "value",
    }
}

/// Values under keys that are not described one by one.
fn map_type(rest: &Field) -> TokenStream {
    let value = field_type(rest);
    quote!(std::collections::BTreeMap<String, #value>)
}

fn field_docs(field: &Field) -> Docs {
    // The type `Seconds` says it for itself.
    let unit = field.unit.filter(|unit| *unit != Unit::Seconds);
    let unit = unit.map(in_unit).unwrap_or_default();
    let docs = Docs::text(&format!("{}{unit}", field.doc));
    match (&field.correction, field.source) {
        (Some(correction), _) => docs.paragraph(&format!(
            "Received as `{}`; the page says `{}`. {}",
            field.wire, correction.documented, correction.because
        )),
        (None, KnownFrom::Observed) => docs.paragraph("Seen in answers; the page lacks it."),
        (None, KnownFrom::Table | KnownFrom::Example) => docs,
    }
}

fn field_type(field: &Field) -> TokenStream {
    let value = value_type(&field.ty, field.unit);
    match (field.list, field.optional || field.nullable) {
        (true, _) => quote!(Vec<#value>),
        (false, true) => quote!(Option<#value>),
        (false, false) => value,
    }
}

/// The Rust type of one value.
pub(crate) fn value_type(ty: &Type, unit: Option<Unit>) -> TokenStream {
    match ty {
        Type::Integer | Type::Number if unit == Some(Unit::Seconds) => quote!(Seconds),
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::Text => quote!(String),
        Type::Boolean => quote!(bool),
        Type::Instant => quote!(Timestamp),
        Type::Id(name) | Type::Enum(name) | Type::Object(name) => ident(name).to_token_stream(),
        Type::Any => quote!(helpscout_runtime::serde_json::Value),
    }
}
