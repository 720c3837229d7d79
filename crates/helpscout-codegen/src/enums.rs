//! Enumerations, which keep values they don't know.

use helpscout_description::Api;
use helpscout_description::{EnumType, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::docs::Docs;
use crate::source::{Source, ident};

/// The enumerations of `api.yaml`: `enums.rs`.
pub(crate) fn file(api: &Api, enums: &[&EnumType]) -> String {
    let mut source = Source::new(Some(Api::SHARED));
    for enumeration in enums {
        push(api, enumeration, &mut source);
    }
    source.finish()
}

pub(crate) fn push(api: &Api, enumeration: &EnumType, source: &mut Source) {
    let name = ident(&enumeration.name);
    let docs = Docs::text(&enumeration.doc).attributes();
    let rust: Vec<_> = enumeration
        .values
        .iter()
        .map(|value| ident(&value.rust))
        .collect();
    let wire = enumeration
        .values
        .iter()
        .map(|value| match enumeration.numeric {
            true => number(&value.wire),
            false => Literal::string(&value.wire),
        });
    let value_docs = enumeration.values.iter().map(|value| {
        let text = Docs::text(&value.doc);
        match &value.correction {
            Some(correction) => text
                .paragraph(&format!(
                    "Sent as `{}`; the page says `{}`.",
                    value.wire, correction.documented
                ))
                .paragraph(&correction.because),
            None => text,
        }
        .attributes()
    });
    let (copy, other, open) = match enumeration.numeric {
        true => (Some(quote!(Copy,)), quote!(i64), quote!(open_code)),
        false => (None, quote!(String), quote!(open_enum)),
    };
    source.push(quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #( #value_docs #rust, )*
            /// A value this version does not know, as received.
            Other(#other),
        }
        helpscout_runtime::#open!(#name { #( #rust = #wire ),* });
    });
    if stands_alone_in_a_response(api, &enumeration.name) {
        source.push(empty(&name, enumeration.numeric));
    }
}

/// A value of a numeric enumeration; the spec reader has checked that it is a whole number.
fn number(wire: &str) -> Literal {
    let number = wire
        .parse()
        .unwrap_or_else(|_| panic!("a checked number: {wire}"));
    Literal::i64_unsuffixed(number)
}

/// Answers implement `Default`, so that tests can build them, and so must what they always hold.
fn stands_alone_in_a_response(api: &Api, name: &str) -> bool {
    let ty = Type::Enum(name.to_owned());
    api.objects
        .iter()
        .flat_map(|object| object.fields.iter().chain(&object.rest))
        .any(|field| field.ty == ty && !field.list && !field.optional && !field.nullable)
}

fn empty(name: &syn::Ident, numeric: bool) -> TokenStream {
    let (doc, value) = match numeric {
        true => (" Zero, as no known value.", quote!(0)),
        false => (
            " The empty text, which is no known value.",
            quote!(String::new()),
        ),
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
