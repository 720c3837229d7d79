//! Paging: code that finds the position and the rows in a response.

use helpscout_description::{Api, Field, Operation, PageStyle, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::rust_type;
use crate::source::ident;

/// Generates the implementation of `Paged` for an operation.
pub(crate) fn paged(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.rust);
    let Some(pages) = &operation.pages else {
        let response = ident(&operation.response);
        let response = if operation.list {
            quote!([#response])
        } else {
            quote!(#response)
        };
        return Some(quote! { helpscout_runtime::single_page!(#name, #response); });
    };
    let row_type = api.row_type(operation)?;
    let row = rust_type::of_value(row_type, None);
    let identity = match (&pages.identity, row_type) {
        (Some(path), Type::Object(object)) => Some(identity(&api.fields_along(object, path))),
        _ => None,
    };
    let number = |path: &str| integer(&api.fields_along(&operation.response, path));
    let (PageStyle::Number { current, total, .. }, Some(count)) = (&pages.style, &pages.count)
    else {
        return None;
    };
    let (current, total, count) = (number(current), number(total), number(count));
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
            #identity
        }
    })
}

/// Generates the access to a paging number. The spec reader has checked that no field on the path
/// can be missing.
fn integer(fields: &[&Field]) -> TokenStream {
    let names = fields.iter().map(|field| ident(&field.rust));
    quote!(page #(.#names)*)
}

/// Generates the access to the rows, through objects that may be missing.
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

/// Generates the access to what identifies a row, which a row may lack.
fn identity(fields: &[&Field]) -> TokenStream {
    let mut place = quote!(row);
    for (index, field) in fields.iter().enumerate() {
        let name = ident(&field.rust);
        place = quote!(#place.#name);
        let may_be_missing = field.optional || field.nullable;
        let is_last = index + 1 == fields.len();
        place = match (is_last, may_be_missing) {
            (false, true) => quote!(#place.as_ref()?),
            (false, false) => place,
            (true, true) => quote!(#place.as_ref().map(helpscout_runtime::Identity::from)),
            (true, false) => quote!(Some(helpscout_runtime::Identity::from(&#place))),
        };
    }
    quote! {
        fn identity(row: &Self::Row) -> Option<helpscout_runtime::Identity> {
            #place
        }
    }
}
