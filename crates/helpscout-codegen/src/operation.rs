//! The file of one endpoint: its query, its own enumerations, and the objects of its response.

use helpscout_description::{Api, Operation, PageStyle, Pages as ApiPages, Parameter, Rule};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::docs::Docs;
use crate::markdown::Inline;
use crate::source::{Source, ident};
use crate::{enums, example, objects, paging, parameters, sentences, setters};

/// Generates the file of an operation.
pub(crate) fn file(api: &Api, operation: &Operation) -> String {
    let own_enums = api
        .enums
        .iter()
        .filter(|enumeration| enumeration.file == operation.file);
    let own_objects = api
        .objects
        .iter()
        .filter(|object| object.operation.as_deref() == Some(&operation.id));
    let mut source = Source::new(Some(&operation.file));
    source.push(quote! { use super::*; });
    source.push(query(api, operation));
    source.push_after(&parameters::list(api, operation));
    source.push(endpoint(operation));
    source.push(paging::paged(api, operation));
    for object in own_objects {
        objects::push(api, object, &mut source);
    }
    for enumeration in own_enums {
        enums::push(api, enumeration, &mut source);
    }
    source.finish()
}

fn query(api: &Api, operation: &Operation) -> TokenStream {
    let name = ident(&operation.rust);
    let docs = query_docs(api, operation).attributes();
    let is_empty = !operation
        .parameters
        .iter()
        .any(|parameter| parameter.required);
    let default = is_empty.then(|| quote!(Default,));
    let (new, setters) = (setters::new(operation), setters::setters(operation));
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #name(Query);
        impl #name {
            #new
            #(#setters)*
        }
    }
}

fn query_docs(api: &Api, operation: &Operation) -> Docs {
    let Operation {
        method, path, docs, ..
    } = operation;
    let plans = sentences::plans(&operation.plans);
    let sent = Inline::default()
        .prose("Sends ")
        .code(&format!("{method} {path}"))
        .prose(", as ")
        .page("documented", docs)
        .prose(". ")
        .prose(&plans);
    let docs = Docs::text(&operation.summary)
        .inline(sent)
        .inline(Inline::default().items(&sentences::returned(api, operation)));
    let docs = if operation.notes.is_empty() {
        docs
    } else {
        docs.paragraph(sentences::NOTES).bullets(&operation.notes)
    };
    docs.verbatim(example::example(api, operation))
}

fn endpoint(operation: &Operation) -> TokenStream {
    let (name, response) = (ident(&operation.rust), ident(&operation.response));
    let Operation {
        id,
        path,
        docs,
        plans,
        ..
    } = operation;
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .map(|parameter| &parameter.wire);
    let limits = operation.parameters.iter().filter_map(limits);
    let rules = operation.rules.iter().map(rule).chain(limits);
    let response = if operation.list {
        quote!(Vec<#response>)
    } else {
        quote!(#response)
    };
    let pages = pages(operation.pages.as_ref());
    quote! {
        impl Endpoint for #name {
            type Response = #response;
            const OPERATION: &'static Operation = &Operation {
                id: #id,
                path: #path,
                docs: #docs,
                plans: &[#(#plans),*],
                required: &[#(#required),*],
                rules: &[#(#rules),*],
                pages: #pages,
            };
            fn query(&self) -> &Query {
                &self.0
            }
        }
    }
}

fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Interval { from, to } => quote!(Rule::interval(#from, #to)),
        Rule::Together(names) => quote!(Rule::together(&[#(#names),*])),
        Rule::Requires { parameter, other } => quote!(Rule::requires(#parameter, #other)),
        Rule::Either(names) => quote!(Rule::either(&[#(#names),*])),
        Rule::Excludes(names) => quote!(Rule::excludes(&[#(#names),*])),
    }
}

/// Generates the rule for a parameter's minimum and maximum, if it has any.
fn limits(parameter: &Parameter) -> Option<TokenStream> {
    parameter.minimum.or(parameter.maximum)?;
    let limit = |limit: Option<i64>| match limit.map(Literal::i64_unsuffixed) {
        Some(limit) => quote!(Some(#limit)),
        None => quote!(None),
    };
    let (minimum, maximum) = (limit(parameter.minimum), limit(parameter.maximum));
    let name = &parameter.wire;
    Some(quote!(Rule::limits(#name, #minimum, #maximum)))
}

fn pages(pages: Option<&ApiPages>) -> TokenStream {
    let Some(pages) = pages else {
        return quote!(None);
    };
    let identity = pages.identity.as_ref().map(|path| quote!(.identity(#path)));
    let rows = &pages.rows;
    match (&pages.style, &pages.count) {
        (
            PageStyle::Number {
                parameter,
                first: 1,
                current,
                total,
            },
            Some(count),
        ) => {
            quote!(Some(Paging::new(#parameter, #current, #total, #count, #rows) #identity))
        }
        // The runtime has no other paging yet.
        _ => quote!(None),
    }
}
