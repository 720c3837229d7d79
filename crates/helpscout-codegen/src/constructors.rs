//! How programs build objects of responses, for example in tests: `new`, which takes what a
//! response always has, and a setter for everything else.

use helpscout_description::{Field, Object, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::docs::Docs;
use crate::rust_type;
use crate::sentences;
use crate::source::ident;

/// Methods of the traits that objects implement, and `new`. A setter of the same name would be
/// called in place of the method.
const METHODS: &[&str] = &[
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "serialize",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// The number of arguments from which on Clippy complains about a function.
const MANY_ARGUMENTS: usize = 8;

/// Generates `new` and the setters of an object. `has_private` says whether its struct has a private
/// field, too.
pub(crate) fn of(object: &Object, has_private: bool) -> TokenStream {
    let name = ident(&object.name);
    let new = new(object, has_private);
    let optional = object.fields.iter().filter(|field| !is_required(field));
    let setters = optional.map(|field| setter(object, field));
    let rest = object.rest.as_ref().map(|rest| rest_setter(object, rest));
    quote! {
        impl #name {
            #new
            #(#setters)*
            #rest
        }
    }
}

fn is_required(field: &Field) -> bool {
    !field.optional && !field.nullable
}

fn new(object: &Object, has_private: bool) -> TokenStream {
    let required = || object.fields.iter().filter(|field| is_required(field));
    let count = required().count();
    let docs = if count == 0 {
        Docs::text("Creates a value with no fields set.")
    } else {
        let bullet = |field: &Field| format!("{}: {}", sentences::code(&field.rust), about(field));
        Docs::text("Creates a value from the fields that a response always has.")
            .bullets(required().map(bullet))
    };
    let docs = docs.attributes();
    let allow = (count >= MANY_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let arguments = required().map(argument);
    let fields = required().map(|field| {
        let (name, value) = (ident(&field.rust), value(field));
        if is_as_given(field) {
            quote!(#name)
        } else {
            quote!(#name: #value)
        }
    });
    let has_others = has_private || object.rest.is_some() || count < object.fields.len();
    let value = if count == 0 {
        quote!(Self::default())
    } else {
        let others = has_others.then(|| quote!(..Self::default()));
        quote!(Self { #(#fields,)* #others })
    };
    quote! {
        #docs
        #allow
        pub fn new(#(#arguments),*) -> Self {
            #value
        }
    }
}

fn about(field: &Field) -> String {
    // The type of a duration names its unit itself.
    let unit = field
        .unit
        .filter(|unit| !rust_type::is_duration(Some(*unit)));
    sentences::with_unit(&field.doc, unit)
}

fn setter(object: &Object, field: &Field) -> TokenStream {
    let docs = Docs::text(&format!("Sets {}.", sentences::code(&field.rust))).attributes();
    let (setter, name) = (setter_name(object, &field.rust), ident(&field.rust));
    let (argument, value) = (argument(field), value(field));
    let value = if field.list {
        value
    } else {
        quote!(Some(#value))
    };
    quote! {
        #docs
        pub fn #setter(mut self, #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// Generates the setter of the field that takes the keys which are not described one by one.
fn rest_setter(object: &Object, rest: &Field) -> TokenStream {
    let docs = Docs::text(&format!("Sets {}.", sentences::code(&rest.rust))).attributes();
    let (setter, name) = (setter_name(object, &rest.rust), ident(&rest.rust));
    let value = rust_type::of_field(rest);
    quote! {
        #docs
        pub fn #setter(
            mut self,
            #name: impl IntoIterator<Item = (impl Into<String>, #value)>,
        ) -> Self {
            self.#name = #name.into_iter().map(|(key, value)| (key.into(), value)).collect();
            self
        }
    }
}

/// Returns the name of a setter: that of the field, unless a method has it.
fn setter_name(object: &Object, field: &str) -> syn::Ident {
    let fields = object.fields.iter().chain(&object.rest);
    let taken: Vec<&str> = fields.map(|field| field.rust.as_str()).collect();
    let mut name = field.to_owned();
    while METHODS.contains(&name.as_str()) || (name != field && taken.contains(&name.as_str())) {
        name = format!("with_{name}");
    }
    ident(&name)
}

/// Generates the argument with the value of a field.
fn argument(field: &Field) -> TokenStream {
    let name = ident(&field.rust);
    let value = match field.ty {
        Type::Text if !field.nullable_items => quote!(impl Into<String>),
        _ => rust_type::of_value(&field.ty, field.unit),
    };
    let value = if field.nullable_items {
        quote!(Option<#value>)
    } else {
        value
    };
    if field.list {
        quote!(#name: impl IntoIterator<Item = #value>)
    } else {
        quote!(#name: #value)
    }
}

/// Generates the value of a field, given the argument of the same name.
fn value(field: &Field) -> TokenStream {
    let name = ident(&field.rust);
    match (field.list, &field.ty) {
        (true, Type::Text) if !field.nullable_items => {
            quote!(#name.into_iter().map(Into::into).collect())
        }
        (true, _) => quote!(#name.into_iter().collect()),
        (false, Type::Text) => quote!(#name.into()),
        (false, _) => quote!(#name),
    }
}

fn is_as_given(field: &Field) -> bool {
    !field.list && field.ty != Type::Text
}
