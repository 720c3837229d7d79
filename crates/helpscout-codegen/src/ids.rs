//! Typed IDs.

use helpscout_description::{IdForm, IdType};
use helpscout_openapi::{Described, sentences};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Docs;
use crate::source::{Source, ident};

/// Adds all IDs to a file.
pub(crate) fn push_all(api: &Described<'_>, source: &mut Source) {
    for id in &api.ids {
        source.push(match id.form {
            IdForm::Integer => {
                let (name, docs) = (ident(&id.name), docs(id));
                quote! {
                    #docs
                    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
                    pub struct #name(pub i64);
                    helpscout_runtime::id_type!(#name);
                }
            }
            IdForm::Hex24 => of_text(id, &quote!(hex_id_type)),
            IdForm::Text => of_text(id, &quote!(text_id_type)),
        });
    }
}

/// Generates an ID that is a string. `implementation` is the macro with its traits.
fn of_text(id: &IdType, implementation: &TokenStream) -> TokenStream {
    let (name, docs) = (ident(&id.name), docs(id));
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(pub String);
        helpscout_runtime::#implementation!(#name);
    }
}

fn docs(id: &IdType) -> Option<TokenStream> {
    let docs = Docs::of(&id.doc, "An ID");
    let docs = match &id.example {
        Some(example) => docs.paragraph(&format!("An ID looks like {}.", sentences::code(example))),
        None => docs,
    };
    docs.attributes()
}
