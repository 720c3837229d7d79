//! Paging: from the paths the spec names to the fields of the answer.

use helpscout_description::Api;
use helpscout_description::{Field, Operation};
use proc_macro2::TokenStream;
use quote::quote;

use crate::objects::value_type;
use crate::source::ident;

/// How the answers of an operation are walked.
pub(crate) fn paged(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.rust);
    let Some(pages) = &operation.pages else {
        let answer = ident(&operation.response);
        let answer = match operation.list {
            true => quote!([#answer]),
            false => quote!(#answer),
        };
        return Some(quote! { helpscout_runtime::single_page!(#name, #answer); });
    };
    let row = value_type(api.row_type(operation)?, None);
    let number = |path: &str| integer(&api.fields_along(&operation.response, path));
    let (current, total, count) = (
        number(&pages.current),
        number(&pages.total),
        number(&pages.count),
    );
    let rows = rows(&api.fields_along(&operation.response, &pages.rows));
    Some(quote! {
        impl Paged for #name {
            type Row = #row;
            fn position(page: &Self::Response) -> Position {
                Position::new(#current, #total, #count)
            }
            fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>> {
                #rows
            }
        }
    })
}

/// A paging number; the spec reader has checked that nothing on the way may be missing.
fn integer(fields: &[&Field]) -> TokenStream {
    let names = fields.iter().map(|field| ident(&field.rust));
    quote!(page #(.#names)*)
}

/// The rows, by way of objects that may be missing.
fn rows(fields: &[&Field]) -> TokenStream {
    let mut place = quote!(page);
    for (index, field) in fields.iter().enumerate() {
        let name = ident(&field.rust);
        place = quote!(#place.#name);
        let is_last = index + 1 == fields.len();
        if !is_last && (field.optional || field.nullable) {
            place = quote!(#place.as_mut()?);
        }
    }
    quote!(Some(&mut #place))
}
