//! Paging: code that finds the position and the rows in a response.

use helpscout_spec::Api;
use helpscout_spec::api::{Field, Operation, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::rust_type;
use crate::source::ident;

/// Returns the type of a row, or `None` if the operation has no pages.
pub(crate) fn row_type<'a>(api: &'a Api, operation: &Operation) -> Option<&'a Type> {
    let pages = operation.pages.as_ref()?;
    let fields = fields(api, &operation.response, &pages.rows);
    fields.last().map(|field| &field.ty)
}

/// Returns whether a field, which must be part of the description, has the rows of a page.
pub(crate) fn is_rows(api: &Api, field: &Field) -> bool {
    api.operations.iter().any(|operation| {
        let rows = operation.pages.as_ref().map(|pages| pages.rows.as_str());
        let fields = rows.map(|rows| fields(api, &operation.response, rows));
        let last = fields.and_then(|mut fields| fields.pop());
        last.is_some_and(|last| std::ptr::eq(last, field))
    })
}

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
    let row = rust_type::of_value(row_type(api, operation)?, None);
    let number = |path: &str| integer(&fields(api, &operation.response, path));
    let (current, total, count) = (
        number(&pages.current),
        number(&pages.total),
        number(&pages.count),
    );
    let rows = rows(&fields(api, &operation.response, &pages.rows));
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

/// Returns the fields along a dotted path, in order. The spec reader has checked that they exist.
fn fields<'a>(api: &'a Api, root: &str, path: &str) -> Vec<&'a Field> {
    let mut fields = Vec::new();
    let mut object = api.object(root);
    for key in path.split('.') {
        let Some(field) = object.and_then(|object| object.field(key)) else {
            break;
        };
        fields.push(field);
        object = match &field.ty {
            Type::Object(name) => api.object(name),
            _ => None,
        };
    }
    fields
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
