//! The file of one endpoint: its query, its own enumerations, and the objects of its response.

use helpscout_description::{
    ListStyle, Operation, PageStyle, Pages as ApiPages, Parameter, Place, Rule, Type,
};
use helpscout_openapi::Described;
use helpscout_openapi::markdown::Inline;
use helpscout_openapi::sentences;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::block::{Block, Head};
use crate::docs::Docs;
use crate::home::Home;
use crate::source::{Source, SourceFile, allow_setters, ident};
use crate::{enums, example, objects, paging, parameters, setters};

/// Generates the file of an operation.
pub(crate) fn file(api: &Described<'_>, operation: &Operation, home: Home) -> SourceFile {
    let mut source = Source::new(Some(&operation.file));
    source.push_after("\nuse super::super::*;\n");
    push_query(api, operation, home, &mut source);
    source.push_after(&parameters::list(api, operation));
    source.push(endpoint(api, operation));
    source.push(paging::paged(api, operation));
    push_body_objects(api, operation, &mut source);
    for object in api.objects_of(operation) {
        objects::push(api, object, &mut source);
    }
    for enumeration in api.enums_of(operation) {
        enums::push(api, enumeration, &mut source);
    }
    source.finish()
}

/// Adds the struct of the query, with its functions.
fn push_query(api: &Described<'_>, operation: &Operation, home: Home, source: &mut Source) {
    let name = &operation.rust;
    let optional = || {
        let parameters = operation.parameters.iter();
        parameters.filter(|parameter| !parameter.required)
    };
    let has_default = optional().count() == operation.parameters.len();
    let default = if has_default { ", Default" } else { "" };
    let derived = format!("#[derive(Clone, Debug{default})]");
    let head = Head::of(query_docs(api, operation, home))
        .with(Some(derived))
        .with(Some("#[must_use]"));
    source.push_block(Block::of_newtype(&head, name, "Query"));
    let allow = allow_setters(optional().map(|parameter| parameter.rust.as_str()));
    let mut block = Block::of_impl(&Head::default().with(allow), name);
    block.function(&setters::new(operation, ("a query", "parameters")));
    for setter in setters::setters(operation) {
        block.function(&setter);
    }
    source.push_block_after(block);
}

/// Adds a struct for each list of objects in the body.
fn push_body_objects(api: &Described<'_>, operation: &Operation, source: &mut Source) {
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.fields.is_empty())
    {
        let Type::Object(name) = &parameter.ty else {
            continue;
        };
        let object = Operation {
            rust: name.clone(),
            parameters: parameter.fields.clone(),
            rules: Vec::new(),
            pages: None,
            ..operation.clone()
        };
        push_body_object(&parameter.doc, operation, &object, source);
        source.push(body_object(api, &object));
        push_body_objects(api, &object, source);
    }
}

/// Adds the struct of an object in the body of an operation. `object` has its fields as parameters.
fn push_body_object(doc: &str, operation: &Operation, object: &Operation, source: &mut Source) {
    let optional = || {
        let fields = object.parameters.iter();
        fields.filter(|field| !field.required)
    };
    let has_default = optional().count() == object.parameters.len();
    let default = if has_default { ", Default" } else { "" };
    let derived = format!("#[derive(Clone, Debug, PartialEq, Eq, Hash{default})]");
    let used = Inline::default()
        .prose("An object in the body of ")
        .code(&operation.rust)
        .prose(".");
    let head = Head::of(Docs::text(doc).inline(used))
        .with(Some(derived))
        .with(Some("#[must_use]"));
    source.push_block(Block::of_newtype(&head, &object.rust, "Query"));
    let allow = allow_setters(optional().map(|field| field.rust.as_str()));
    let mut block = Block::of_impl(&Head::default().with(allow), &object.rust);
    block.function(&setters::new(object, ("an object", "fields")));
    for setter in setters::setters(object) {
        block.function(&setter);
    }
    source.push_block_after(block);
}

fn body_object(api: &Described<'_>, object: &Operation) -> TokenStream {
    let name = ident(&object.rust);
    let fields = object.parameters.iter();
    let required = fields
        .filter(|field| field.required)
        .map(|field| &field.wire);
    let rules = object.parameters.iter().flat_map(limits);
    let sent = sent_list(api, object);
    quote! {
        impl helpscout_runtime::BodyObject for #name {
            const FIELDS: &'static helpscout_runtime::ObjectFields =
                &helpscout_runtime::ObjectFields::new(
                    &[#(#required),*],
                    &[#(#rules),*],
                    &[#(#sent),*],
                );
            fn query(&self) -> &Query {
                &self.0
            }
        }
    }
}

fn query_docs(api: &Described<'_>, operation: &Operation, home: Home) -> Docs {
    let Operation {
        method, path, docs, ..
    } = operation;
    let plans = sentences::plans(&api.service, &operation.plans).map(|plans| format!(" {plans}"));
    let sent = Inline::default()
        .prose("Sends ")
        .code(&format!("{method} {path}"))
        .prose(", as ")
        .page("documented", docs)
        .prose(".")
        .prose(plans.as_deref().unwrap_or_default());
    let docs = Docs::text(&operation.summary)
        .inline(sent)
        .inline(Inline::default().items(&sentences::returned(api, operation)));
    let docs = if operation.only_reads() {
        docs
    } else if operation.is_repeatable() {
        docs.paragraph(sentences::SENT_AGAIN)
    } else {
        docs.paragraph(sentences::SENT_ONCE)
    };
    let docs = if operation.notes.is_empty() {
        docs
    } else {
        docs.paragraph(sentences::NOTES).bullets(&operation.notes)
    };
    docs.verbatim(example::example(api, operation, home))
}

fn endpoint(api: &Described<'_>, operation: &Operation) -> TokenStream {
    let name = ident(&operation.rust);
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
    let limits = operation.parameters.iter().flat_map(limits);
    let rules = operation
        .rules
        .iter()
        .map(|rule| self::rule(rule, operation));
    let rules = rules.chain(limits);
    let response = response(operation);
    let content = content(api, operation);
    let pages = pages(operation.pages.as_ref());
    let (method, safe) = method(operation);
    let sent = sent(api, operation);
    let is_complete = method.is_some() && safe.is_some() && sent.is_some() && content.is_some();
    let others = (!is_complete).then(|| quote!(..Operation::DEFAULT));
    quote! {
        impl Endpoint for #name {
            type Response = #response;
            const OPERATION: &'static Operation = &Operation {
                id: #id,
                service: SERVICE,
                #method
                #safe
                path: #path,
                docs: #docs,
                plans: &[#(#plans),*],
                required: &[#(#required),*],
                rules: &[#(#rules),*],
                #sent
                pages: #pages,
                #content
                #others
            };
            fn query(&self) -> &Query {
                &self.0
            }
        }
    }
}

/// Generates the type of the response.
fn response(operation: &Operation) -> TokenStream {
    if operation.has_no_content() {
        return quote!(());
    }
    let object = ident(&operation.response);
    if operation.list {
        quote!(Vec<#object>)
    } else {
        quote!(#object)
    }
}

/// Generates what a response contains, unless it is JSON.
fn content(api: &Described<'_>, operation: &Operation) -> Option<TokenStream> {
    if operation.has_no_content() {
        return Some(quote!(content: helpscout_runtime::Content::Empty,));
    }
    let fields = api.in_headers(operation).map(|(header, field)| {
        let wire = &field.wire;
        let kind = parameters::json_kind(api, field.type_in_header());
        quote!(helpscout_runtime::HeaderField::new(#header, #wire, #kind))
    });
    let fields: Vec<TokenStream> = fields.collect();
    (!fields.is_empty())
        .then(|| quote!(content: helpscout_runtime::Content::Headers(&[#(#fields),*]),))
}

/// Generates the method, unless it is `GET`, and whether it is safe to send it again.
fn method(operation: &Operation) -> (Option<TokenStream>, Option<TokenStream>) {
    let method = match operation.method.as_str() {
        "POST" => Some("Post"),
        "PUT" => Some("Put"),
        "PATCH" => Some("Patch"),
        "DELETE" => Some("Delete"),
        _ => None,
    };
    let method = method.map(|method| {
        let method = ident(method);
        quote!(method: helpscout_runtime::Method::#method,)
    });
    let safe = operation.safe.then(|| quote!(is_safe: true,));
    (method, safe)
}

/// Generates how parameters are sent that are not in the URL.
fn sent(api: &Described<'_>, operation: &Operation) -> Option<TokenStream> {
    let sent = sent_list(api, operation);
    (!sent.is_empty()).then(|| quote!(sent: &[#(#sent),*],))
}

fn sent_list(api: &Described<'_>, operation: &Operation) -> Vec<TokenStream> {
    let sent = operation.parameters.iter().filter_map(|parameter| {
        let wire = &parameter.wire;
        match (parameter.place, parameter.list) {
            (Place::Query | Place::Path, _) => None,
            (Place::Header, _) => Some(quote!(helpscout_runtime::Sent::header(#wire))),
            (Place::Body, None) => {
                let kind = parameters::json_kind(api, &parameter.ty);
                Some(quote!(helpscout_runtime::Sent::body(#wire, #kind)))
            }
            (Place::Body, Some(_)) => {
                let kind = parameters::json_kind(api, &parameter.ty);
                Some(quote!(helpscout_runtime::Sent::array(#wire, #kind)))
            }
        }
    });
    sent.collect()
}

fn rule(rule: &Rule, operation: &Operation) -> TokenStream {
    match rule {
        Rule::Interval { from, to } => {
            let parameter = operation.parameter(from);
            match parameter.map(|parameter| &parameter.ty) {
                Some(Type::Date) => quote!(Rule::dates(#from, #to)),
                Some(Type::EpochSeconds | Type::EpochMilliseconds) => {
                    quote!(Rule::epochs(#from, #to))
                }
                _ => quote!(Rule::interval(#from, #to)),
            }
        }
        Rule::Together(names) => quote!(Rule::together(&[#(#names),*])),
        Rule::Requires { parameter, other } => quote!(Rule::requires(#parameter, #other)),
        Rule::Either(names) => quote!(Rule::either(&[#(#names),*])),
        Rule::Excludes(names) => quote!(Rule::excludes(&[#(#names),*])),
    }
}

/// Generates the rules for a parameter's limits and lengths, if it has any.
fn limits(parameter: &Parameter) -> impl Iterator<Item = TokenStream> {
    let name = &parameter.wire;
    let Parameter {
        minimum,
        maximum,
        min_length,
        max_length,
        ..
    } = parameter;
    let limits = minimum.or(*maximum).map(|_| {
        let of = |limit: &Option<i64>| optional(limit.map(Literal::i64_unsuffixed));
        let (minimum, maximum) = (of(minimum), of(maximum));
        if parameter.ty == Type::Number {
            quote!(Rule::range(#name, #minimum, #maximum))
        } else {
            quote!(Rule::limits(#name, #minimum, #maximum))
        }
    });
    let lengths = min_length.or(*max_length).map(|_| {
        let of = |limit: &Option<u32>| optional(limit.map(Literal::u32_unsuffixed));
        let (least, most) = (of(min_length), of(max_length));
        match parameter.list {
            None => quote!(Rule::lengths(#name, #least, #most)),
            Some(style) => {
                let separator = optional(separator(style).map(Literal::character));
                quote!(Rule::counts(#name, #separator, #least, #most))
            }
        }
    });
    limits.into_iter().chain(lengths)
}

/// Returns the character between the values of a list, or `None` if they are sent apart.
fn separator(style: ListStyle) -> Option<char> {
    match style {
        ListStyle::Comma => Some(','),
        ListStyle::Pipe => Some('|'),
        ListStyle::Repeat | ListStyle::Array => None,
    }
}

fn optional(value: Option<Literal>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn pages(pages: Option<&ApiPages>) -> TokenStream {
    let Some(pages) = pages else {
        return quote!(None);
    };
    let call = |name: &str, path: Option<&String>| {
        let name = ident(name);
        path.map(|path| quote!(.#name(#path)))
    };
    let rows = &pages.rows;
    let identity = call("identity", pages.identity.as_ref());
    let count = call("count", pages.count.as_ref());
    let paging = match (&pages.style, &pages.count) {
        (
            PageStyle::Number {
                parameter,
                first: 1,
                current: Some(current),
                total: Some(total),
                ..
            },
            Some(count),
        ) => {
            return quote!(Some(Paging::new(#parameter, #current, #total, #count, #rows) #identity));
        }
        (
            PageStyle::Number {
                parameter,
                first,
                current: Some(current),
                total: Some(total),
                ..
            },
            _,
        ) => {
            let first = Literal::u32_unsuffixed(*first);
            quote!(numbered(#parameter, #first, #current, #total, #rows))
        }
        (
            PageStyle::Number {
                parameter,
                first,
                current,
                more,
                ..
            },
            _,
        ) => {
            let first = Literal::u32_unsuffixed(*first);
            let (current, more) = (
                call("current", current.as_ref()),
                call("more", more.as_ref()),
            );
            quote!(by_page(#parameter, #first, #rows) #current #more)
        }
        (
            PageStyle::Offset {
                parameter,
                current,
                last,
            },
            _,
        ) => {
            let last = call("last", last.as_ref());
            match current {
                Some(current) => quote!(offset(#parameter, #current, #rows) #last),
                None => quote!(by_row(#parameter, #rows) #last),
            }
        }
        (
            PageStyle::Cursor {
                parameter,
                next,
                more,
            },
            _,
        ) => {
            let more = call("more", more.as_ref());
            quote!(cursor(#parameter, #next, #rows) #more)
        }
        (
            PageStyle::LastRow {
                parameter,
                value,
                more,
                inclusive,
            },
            _,
        ) => {
            let more = call("more", more.as_ref());
            let inclusive = inclusive.then(|| quote!(.inclusive()));
            quote!(after_row(#parameter, #value, #rows) #more #inclusive)
        }
        (PageStyle::Link { next }, _) => quote!(link(#next, #rows)),
        (PageStyle::LinkHeader { header }, _) => quote!(link_header(#header, #rows)),
    };
    let size = call("size", pages.size.as_ref());
    let page_size = pages.page_size.map(Literal::u32_unsuffixed);
    let page_size = page_size.map(|size| quote!(.page_size(#size)));
    let headers = page_headers(pages);
    quote!(Some(Paging::#paging #count #headers #size #page_size #identity))
}

fn page_headers(pages: &ApiPages) -> TokenStream {
    let setters = ["count_header", "total_header", "more_header"].map(ident);
    let calls = setters.iter().zip(pages.headers());
    let calls = calls.filter_map(|(setter, name)| name.map(|name| quote!(.#setter(#name))));
    calls.collect()
}
