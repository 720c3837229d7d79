//! Response objects.

use helpscout_spec::api::{Field, Object, Source as KnownFrom, Type, Unit};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::docs::Docs;
use crate::source::{Source, ident};

/// The shared objects of `api.yaml`: `objects.rs`.
pub(crate) fn file(objects: &[&Object]) -> String {
    let mut source = Source::new(Some("api.yaml"));
    source.push(quote! { use super::*; });
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
    let rename_all = object
        .fields
        .iter()
        .any(|field| field.rust != field.wire && camel_case(&field.rust) == field.wire)
        .then(|| quote!(#[serde(rename_all = "camelCase")]));
    let fields = object.fields.iter().map(|field| {
        let (name, docs) = (ident(&field.rust), field_docs(field).attributes());
        let (serde, ty) = (
            serde_attribute(field, rename_all.is_some()),
            field_type(field),
        );
        quote! { #docs #serde pub #name: #ty, }
    });
    let rest = object.rest.iter().map(|rest| {
        let (name, docs, ty) = (
            ident(&rest.rust),
            field_docs(rest).attributes(),
            map_type(rest),
        );
        quote! { #docs #[serde(flatten)] pub #name: #ty, }
    });
    source.push(quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #rename_all
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #(#rest)*
        }
    });
}

/// Values under keys that are not described one by one.
fn map_type(rest: &Field) -> TokenStream {
    let value = field_type(rest);
    quote!(std::collections::BTreeMap<String, #value>)
}

fn field_docs(field: &Field) -> Docs {
    let unit = match field.unit {
        Some(Unit::Days) => " In days.",
        Some(Unit::Percent) => " In percent.",
        Some(Unit::Seconds) | None => "",
    };
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

fn value_type(ty: &Type, unit: Option<Unit>) -> TokenStream {
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

/// What serde can't know: tolerance where the service is loose, and the difference between a key
/// that may be missing and one that may be null.
fn serde_attribute(field: &Field, rename_all: bool) -> Option<TokenStream> {
    let mut parts = Vec::new();
    let by_rule = if rename_all {
        camel_case(&field.rust)
    } else {
        field.rust.clone()
    };
    if by_rule != field.wire {
        let wire = &field.wire;
        parts.push(quote!(rename = #wire));
    }
    for alias in &field.aliases {
        parts.push(quote!(alias = #alias));
    }
    let loose = field.optional || field.nullable;
    let plain_integer = field.ty == Type::Integer && field.unit != Some(Unit::Seconds);
    match (field.list, loose, &field.ty) {
        (true, true, _) => parts.push(quote!(default, deserialize_with = "wire::optional_list")),
        (true, false, _) => {}
        (false, true, _) if field.as_text => {
            parts.push(quote!(default, with = "wire::optional_as_text"));
        }
        (false, false, _) if field.as_text => parts.push(quote!(with = "wire::as_text")),
        (false, true, _) if plain_integer => {
            parts.push(quote!(default, deserialize_with = "wire::optional_integer"));
        }
        (false, false, _) if plain_integer => {
            parts.push(quote!(deserialize_with = "wire::integer"))
        }
        (false, true, Type::Instant) => {
            parts.push(quote!(default, with = "wire::optional_instant"))
        }
        (false, false, Type::Instant) => parts.push(quote!(with = "wire::instant")),
        _ => {}
    }
    // Where a key may be missing, a missing one and null mean the same; it is left out then.
    if field.optional && !field.list {
        parts.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]))
}

/// As serde's `rename_all = "camelCase"` has it.
fn camel_case(snake: &str) -> String {
    let mut camel = String::with_capacity(snake.len());
    let mut upper = false;
    for c in snake.chars() {
        if c == '_' {
            upper = true;
        } else if std::mem::take(&mut upper) && !camel.is_empty() {
            camel.push(c.to_ascii_uppercase());
        } else {
            camel.push(c);
        }
    }
    camel
}
