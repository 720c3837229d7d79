//! Paging: code that finds the position and the rows in a response.

use helpscout_description::{Field, Operation, PageStyle, Pages, Type};
use helpscout_openapi::Described;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use crate::rust_type;
use crate::source::{ident, tokens};

/// Generates the implementation of `Paged` for an operation, if its answers have content.
pub(crate) fn paged(api: &Described<'_>, operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.rust);
    if operation.has_no_content() {
        return None;
    }
    let Some(pages) = &operation.pages else {
        let response = ident(&operation.response);
        let response = if operation.list {
            quote!([#response])
        } else {
            quote!(#response)
        };
        return Some(quote! { helpscout_runtime::single_page!(#name, #response); });
    };
    let path_to_rows = match pages.rows.as_str() {
        "" => Vec::new(),
        rows => api.fields_along(&operation.response, rows),
    };
    let list = path_to_rows.last();
    let row = match list {
        Some(list) => tokens(&rust_type::of_item(list)),
        None => ident(&operation.response).to_token_stream(),
    };
    let object = match list.map(|list| &list.ty) {
        Some(Type::Object(object)) => Some(object),
        Some(_) => None,
        None => Some(&operation.response),
    };
    let has_null_rows = list.is_some_and(|list| list.nullable_items);
    let fields = |path| object.map(|object| api.fields_along(object, path));
    let to_identity = pages.identity.as_ref().and_then(|path| fields(path));
    let identity = to_identity.map(|fields| identity(has_null_rows, &fields));
    let position = match &pages.style {
        PageStyle::LastRow { value, more, .. } => {
            let value = of_last_row(&path_to_rows, &fields(value)?);
            let value_of = |path| certain(&api.fields_along(&operation.response, path));
            let more = more.as_ref().map(|path| value_of(path));
            let count = pages.count.as_ref().map(|path| value_of(path));
            let (more, count) = (
                more.map(|more| quote!(.more(#more))),
                count.map(|count| quote!(.count(#count))),
            );
            quote!(Position::of_cursor(#value) #more #count)
        }
        _ => position(api, operation, pages),
    };
    let rows = rows(&path_to_rows);
    let page = ident(if says_nothing(pages) { "_page" } else { "page" });
    Some(quote! {
        impl Paged for #name {
            type Row = #row;
            fn position(#page: &Self::Response) -> Position {
                #position
            }
            fn rows_mut(page: &mut Self::Response) -> Option<&mut Vec<Self::Row>> {
                #rows
            }
            #identity
        }
    })
}

/// Returns whether answers say neither which page they are nor whether it is the last.
fn says_nothing(pages: &Pages) -> bool {
    let is_silent = matches!(
        pages.style,
        PageStyle::Number {
            current: None,
            total: None,
            more: None,
            ..
        } | PageStyle::Offset {
            current: None,
            last: None,
            ..
        } | PageStyle::LinkHeader { .. }
    );
    is_silent && pages.count.is_none()
}

/// Generates the position of a page.
fn position(api: &Described<'_>, operation: &Operation, pages: &Pages) -> TokenStream {
    let value = |path: &str| certain(&api.fields_along(&operation.response, path));
    let set = |name: &str, path: Option<&String>| {
        let name = ident(name);
        path.map(|path| {
            let value = value(path);
            quote!(.#name(#value))
        })
    };
    let next = |path: &str| text(&api.fields_along(&operation.response, path));
    let number =
        |path: Option<&String>| path.map_or_else(|| quote!(None::<i64>), |path| value(path));
    let count = set("count", pages.count.as_ref());
    match (&pages.style, &pages.count) {
        (
            PageStyle::Number {
                first: 1,
                current: Some(current),
                total: Some(total),
                ..
            },
            Some(count),
        ) => {
            let (current, total, count) = (value(current), value(total), value(count));
            quote!(Position::new(#current, #total, #count))
        }
        (
            PageStyle::Number {
                current: Some(current),
                total: Some(total),
                ..
            },
            _,
        ) => {
            let (current, total) = (value(current), value(total));
            quote!(Position::of_number(#current, #total) #count)
        }
        (PageStyle::Number { current, more, .. }, _) => {
            let (current, more) = (number(current.as_ref()), set("more", more.as_ref()));
            quote!(Position::of_page(#current) #more #count)
        }
        (PageStyle::Offset { current, last, .. }, _) => {
            let (current, last) = (number(current.as_ref()), set("last", last.as_ref()));
            quote!(Position::of_offset(#current) #last #count)
        }
        (
            PageStyle::Cursor {
                next: path, more, ..
            },
            _,
        ) => {
            let (next, more) = (next(path), set("more", more.as_ref()));
            quote!(Position::of_cursor(#next) #more #count)
        }
        (PageStyle::Link { next: path }, _) => {
            let next = next(path);
            quote!(Position::of_link(#next) #count)
        }
        // The runtime reads the header.
        (PageStyle::LinkHeader { .. } | PageStyle::LastRow { .. }, _) => {
            quote!(Position::of_link(None) #count)
        }
    }
}

/// Generates the value of the last row that leads to the next page. The spec reader has checked that
/// every row has it.
fn of_last_row(path_to_rows: &[&Field], value: &[&Field]) -> TokenStream {
    let mut found: Option<TokenStream> = None;
    let mut place = quote!(page);
    for (index, field) in path_to_rows.iter().enumerate() {
        let name = ident(&field.rust);
        place = quote!(#place.#name);
        let is_last = index + 1 == path_to_rows.len();
        if !is_last && (field.optional || field.nullable) {
            found = Some(match found {
                Some(found) => quote!(#found.and_then(|page| #place.as_ref())),
                None => quote!(#place.as_ref()),
            });
            place = quote!(page);
        }
    }
    let last = match found {
        Some(found) => quote!(#found.and_then(|page| #place.last())),
        None => quote!(#place.last()),
    };
    let names = value.iter().map(|field| ident(&field.rust));
    if value.last().is_some_and(|field| field.ty == Type::Text) {
        quote!(#last.map(|row| row #(.#names)*.as_str()))
    } else {
        quote!(#last.map(|row| row #(.#names)*.to_string()).as_deref())
    }
}

/// Generates the access to a text, an ID or a number as an `Option<&str>`, through objects that may
/// be missing.
fn text(fields: &[&Field]) -> TokenStream {
    let is_text = fields.last().is_none_or(|field| field.ty == Type::Text);
    let mut found: Option<TokenStream> = None;
    let mut place = quote!(page);
    for (index, field) in fields.iter().enumerate() {
        let name = ident(&field.rust);
        place = quote!(#place.#name);
        let is_last = index + 1 == fields.len();
        let may_be_missing = field.optional || field.nullable;
        found = match (found, is_last, may_be_missing) {
            (found, false, false) => found,
            (None, true, true) if is_text => Some(quote!(#place.as_deref())),
            (None, _, true) => Some(quote!(#place.as_ref())),
            (None, true, false) if is_text => Some(quote!(Some(#place.as_str()))),
            (None, true, false) => return quote!(Some(#place.to_string().as_str())),
            (Some(found), true, true) if is_text => {
                Some(quote!(#found.and_then(|page| #place.as_deref())))
            }
            (Some(found), _, true) => Some(quote!(#found.and_then(|page| #place.as_ref()))),
            (Some(found), true, false) if is_text => {
                Some(quote!(#found.map(|page| #place.as_str())))
            }
            (Some(found), true, false) => Some(quote!(#found.map(|page| &#place))),
        };
        if may_be_missing {
            place = quote!(page);
        }
    }
    match found {
        Some(found) if is_text => found,
        Some(found) => quote!(#found.map(ToString::to_string).as_deref()),
        None => quote!(None),
    }
}

/// Generates the access to a value that paging needs. The spec reader has checked that no field on
/// the path can be missing.
fn certain(fields: &[&Field]) -> TokenStream {
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
    if fields.is_empty() {
        // The page is the list of rows, and a reference already.
        return quote!(Some(page));
    }
    quote!(Some(&mut #place))
}

/// Generates the access to what identifies a row of a list. A row may lack it, or be null itself.
fn identity(has_null_rows: bool, fields: &[&Field]) -> TokenStream {
    let mut place = if has_null_rows {
        quote!(row.as_ref()?)
    } else {
        quote!(row)
    };
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
