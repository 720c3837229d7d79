//! Typed IDs.

use helpscout_description::IdForm;
use helpscout_openapi::Described;
use quote::quote;

use crate::docs::Docs;
use crate::source::{Source, ident};

/// Adds all IDs to a file.
pub(crate) fn push_all(api: &Described<'_>, source: &mut Source) {
    for id in &api.ids {
        let name = ident(&id.name);
        let docs = Docs::of(&id.doc, "An ID").attributes();
        source.push(match id.form {
            IdForm::Integer => quote! {
                #docs
                #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct #name(pub i64);
                helpscout_runtime::id_type!(#name);
            },
            IdForm::Hex24 => quote! {
                #docs
                #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub struct #name(pub String);
                helpscout_runtime::hex_id_type!(#name);
            },
        });
    }
}
