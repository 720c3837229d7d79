//! The file of one endpoint: its query, its own enumerations, the objects of its answer.

use std::collections::BTreeSet;

use helpscout_description::Api;
use helpscout_description::{Operation, Parameter, Rule, Type};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::docs::{Docs, for_plans};
use crate::source::{Source, ident};
use crate::{access, enums, objects};

const EXAMPLE_WIDTH: usize = 88;

pub(crate) fn file(api: &Api, operation: &Operation) -> String {
    let own_enums: Vec<_> = api
        .enums
        .iter()
        .filter(|enumeration| enumeration.file == operation.file)
        .collect();
    let own_objects: Vec<_> = api
        .objects
        .iter()
        .filter(|object| object.operation.as_deref() == Some(&operation.id))
        .collect();
    let mut source = Source::new(Some(&operation.file));
    source.push(quote! { use super::*; });
    source.push(query(api, operation));
    source.push(endpoint(operation));
    source.push(access::paged(api, operation));
    for object in own_objects {
        objects::push(object, &mut source);
    }
    for enumeration in own_enums {
        enums::push(api, enumeration, &mut source);
    }
    source.finish()
}

fn query(api: &Api, operation: &Operation) -> TokenStream {
    let name = ident(&operation.rust);
    let docs = query_docs(api, operation).attributes();
    let required: Vec<_> = operation.parameters.iter().filter(|p| p.required).collect();
    let arguments = required.iter().map(|p| argument(p));
    let sets = required.iter().map(|p| set(p));
    let new_docs = new_docs(&required).attributes();
    let setters = setters(operation);
    let derive_default = required.is_empty().then(|| quote!(Default,));
    quote! {
        #docs
        #[derive(Clone, Debug, #derive_default PartialEq)]
        pub struct #name(Query);
        impl #name {
            #new_docs
            pub fn new(#(#arguments),*) -> Self {
                Self(Query::new()#(#sets)*)
            }
            #(#setters)*
        }
    }
}

fn query_docs(api: &Api, operation: &Operation) -> Docs {
    let plans = for_plans(&operation.plans);
    let plans = plans.map(|plans| format!(" {plans}")).unwrap_or_default();
    let Operation {
        method, path, docs, ..
    } = operation;
    Docs::text(&operation.summary)
        .markdown(&format!(
            "`{method} {path}`, as [documented]({docs}).{plans}"
        ))
        .bullets(&operation.notes)
        .verbatim(example(api, operation))
}

/// A call with the documented values, compiled by `cargo test --doc`.
fn example(api: &Api, operation: &Operation) -> Vec<String> {
    let documented = |p: &&Parameter| !p.example.is_empty();
    let arguments: Vec<_> = operation
        .parameters
        .iter()
        .filter(|p| p.required)
        .map(|p| example_value(api, p))
        .collect();
    let is_page = |p: &Parameter| {
        operation
            .pages
            .as_ref()
            .is_some_and(|pages| pages.parameter == p.wire || pages.size.as_ref() == Some(&p.wire))
    };
    let optional = || {
        operation
            .parameters
            .iter()
            .filter(|p| !p.required && !is_page(p) && p.ty != Type::Instant)
            .filter(|p| {
                !operation.rules.iter().any(
                    |rule| matches!(rule, Rule::Requires { parameter, .. } if *parameter == p.wire),
                )
            })
            .filter(documented)
    };
    let mut shown: Vec<&Parameter> = optional().find(|p| p.list.is_none()).into_iter().collect();
    shown.extend(optional().find(|p| p.list.is_some()));
    let mut lines = vec![
        "```no_run".to_owned(),
        "# async fn example(client: helpscout_reports::Client) -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        "use helpscout_reports::*;".to_owned(),
        String::new(),
    ];
    let setters: Vec<_> = shown
        .iter()
        .map(|parameter| format!(".{}({})", parameter.rust, example_value(api, parameter)))
        .collect();
    lines.extend(statement(
        &format!("let query = {}::new", operation.rust),
        &arguments,
        &setters,
    ));
    if operation.pages.is_some() {
        lines.push("let rows = client.all(query).await?;".to_owned());
    } else {
        lines.push("let report = client.send(&query).await?;".to_owned());
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// A call and what is called on its result, broken into lines as rustfmt does.
fn statement(function: &str, arguments: &[String], setters: &[String]) -> Vec<String> {
    let call = format!("{function}({})", arguments.join(", "));
    let line = format!("{call}{};", setters.concat());
    if line.len() <= EXAMPLE_WIDTH {
        return vec![line];
    }
    let mut lines = vec![call];
    let mut indent = "    ";
    if lines[0].len() > EXAMPLE_WIDTH {
        lines = vec![format!("{function}(")];
        lines.extend(arguments.iter().map(|argument| format!("    {argument},")));
        lines.push(")".to_owned());
        indent = "";
    }
    lines.extend(setters.iter().map(|setter| format!("{indent}{setter}")));
    if let Some(last) = lines.last_mut() {
        last.push(';');
    }
    lines
}

fn example_value(api: &Api, parameter: &Parameter) -> String {
    match (&parameter.list, parameter.example.as_slice()) {
        (None, []) => one_value(api, &parameter.ty, stand_in(api, &parameter.ty)),
        (None, [first, ..]) => one_value(api, &parameter.ty, first),
        (Some(_), values) => {
            let values = values
                .iter()
                .map(|value| one_value(api, &parameter.ty, value));
            format!("[{}]", values.collect::<Vec<_>>().join(", "))
        }
    }
}

fn one_value(api: &Api, ty: &Type, text: &str) -> String {
    match ty {
        Type::Id(name) if api.is_hex(name) => format!("{name}::from({text:?})"),
        Type::Id(name) => format!("{name}({text})"),
        Type::Enum(name) => match api
            .enumeration(name)
            .and_then(|e| e.values.iter().find(|value| value.wire == text))
        {
            Some(value) => format!("{name}::{}", value.rust),
            None => format!("{name}::from({text:?})"),
        },
        Type::Instant => format!("{text:?}.parse()?"),
        Type::Text => format!("{text:?}"),
        Type::Integer | Type::Boolean => text.to_owned(),
        Type::Number | Type::Object(_) | Type::Any if text.contains('.') => text.to_owned(),
        Type::Number | Type::Object(_) | Type::Any => format!("{text}.0"),
    }
}

/// A value where the page has no example.
fn stand_in<'a>(api: &'a Api, ty: &Type) -> &'a str {
    match ty {
        Type::Enum(name) => api
            .enumeration(name)
            .and_then(|e| e.values.first())
            .map_or("", |value| value.wire.as_str()),
        Type::Instant => "2019-05-02T12:00:00Z",
        Type::Boolean => "true",
        Type::Text => "",
        Type::Id(name) if api.is_hex(name) => "000000000000000000000001",
        Type::Integer | Type::Number | Type::Id(_) | Type::Object(_) | Type::Any => "1",
    }
}

fn new_docs(required: &[&Parameter]) -> Docs {
    if required.is_empty() {
        return Docs::text("A query with no parameter set.");
    }
    Docs::text("A query with the parameters the call fails without.")
        .bullets(required.iter().map(|p| format!("`{}`: {}", p.rust, p.doc)))
}

fn argument(parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.rust);
    let one = match &parameter.ty {
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::Text if parameter.list.is_none() => quote!(impl Into<String>),
        Type::Text => quote!(String),
        Type::Boolean => quote!(bool),
        Type::Instant => quote!(Timestamp),
        Type::Id(name) | Type::Enum(name) | Type::Object(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Type::Any => quote!(String),
    };
    match parameter.list {
        None => quote!(#name: #one),
        Some(_) if parameter.ty == Type::Text => {
            quote!(#name: impl IntoIterator<Item = impl Into<String>>)
        }
        Some(_) => quote!(#name: impl IntoIterator<Item = #one>),
    }
}

fn set(parameter: &Parameter) -> TokenStream {
    let (wire, name) = (&parameter.wire, ident(&parameter.rust));
    match (&parameter.list, &parameter.ty) {
        (None, Type::Text) => quote!(.with(#wire, #name.into())),
        (None, _) => quote!(.with(#wire, #name)),
        (Some(_), Type::Text) => quote!(.with_list(#wire, #name.into_iter().map(Into::into))),
        (Some(_), _) => quote!(.with_list(#wire, #name)),
    }
}

fn setters(operation: &Operation) -> Vec<TokenStream> {
    let pairs = pairs(operation);
    let optional = operation.parameters.iter().filter(|p| !p.required);
    optional
        .filter_map(|parameter| {
            let pair = pairs.iter().find(|pair| pair.has(parameter));
            match pair {
                Some(pair) if pair.from.wire == parameter.wire => Some(pair_setter(pair)),
                Some(_) => None,
                None => Some(setter(parameter)),
            }
        })
        .collect()
}

fn setter(parameter: &Parameter) -> TokenStream {
    let (name, argument, set) = (ident(&parameter.rust), argument(parameter), set(parameter));
    let docs = parameter_docs(parameter).attributes();
    quote! {
        #docs
        pub fn #name(self, #argument) -> Self {
            Self(self.0 #set)
        }
    }
}

fn parameter_docs(parameter: &Parameter) -> Docs {
    let mut text = parameter.doc.clone();
    if let Some(default) = &parameter.default {
        text.push_str(&format!(" `{default}` if left out."));
    }
    match (parameter.minimum, parameter.maximum) {
        (Some(least), Some(most)) => text.push_str(&format!(" From {least} to {most}.")),
        (Some(least), None) => text.push_str(&format!(" {least} at least.")),
        (None, Some(most)) => text.push_str(&format!(" {most} at most.")),
        (None, None) => {}
    }
    let docs = Docs::text(&text);
    match &parameter.correction {
        Some(correction) => docs.paragraph(&format!(
            "Sent as `{}`; the page says `{}`. {}",
            parameter.wire, correction.documented, correction.because
        )),
        None => docs,
    }
}

/// Two instants that are an interval and go together: one setter takes both, so that half of the
/// pair can't be said.
struct Pair<'a> {
    name: String,
    from: &'a Parameter,
    to: &'a Parameter,
}

impl Pair<'_> {
    /// The parameter under the name of its argument, without what the setter's name says already.
    fn half(&self, parameter: &Parameter) -> Parameter {
        let prefix = self.name.trim_end_matches("interval");
        let rust = parameter
            .rust
            .strip_prefix(prefix)
            .unwrap_or(&parameter.rust);
        Parameter {
            rust: rust.to_owned(),
            ..parameter.clone()
        }
    }

    fn has(&self, parameter: &Parameter) -> bool {
        [self.from, self.to]
            .iter()
            .any(|half| half.wire == parameter.wire)
    }
}

fn pairs(operation: &Operation) -> Vec<Pair<'_>> {
    let taken: BTreeSet<_> = operation
        .parameters
        .iter()
        .map(|p| p.rust.as_str())
        .collect();
    operation
        .rules
        .iter()
        .filter_map(|rule| match rule {
            Rule::Interval { from, to } => {
                Some((operation.parameter(from)?, operation.parameter(to)?))
            }
            Rule::Together(_) | Rule::Requires { .. } => None,
        })
        .filter(|(from, to)| !from.required && !to.required)
        .filter(|(from, to)| {
            operation.rules.iter().any(|rule| {
                matches!(rule, Rule::Together(names)
                    if names.len() == 2 && names.contains(&from.wire) && names.contains(&to.wire))
            })
        })
        .map(|(from, to)| Pair {
            name: pair_name(from, to),
            from,
            to,
        })
        .filter(|pair| !taken.contains(pair.name.as_str()))
        .collect()
}

/// `previous_start` and `previous_end` make `previous_interval`.
fn pair_name(from: &Parameter, to: &Parameter) -> String {
    from.rust
        .split('_')
        .zip(to.rust.split('_'))
        .take_while(|(a, b)| a == b)
        .map(|(word, _)| word)
        .chain(["interval"])
        .collect::<Vec<_>>()
        .join("_")
}

fn pair_setter(pair: &Pair<'_>) -> TokenStream {
    let name = ident(&pair.name);
    let (from, to) = (pair.half(pair.from), pair.half(pair.to));
    let docs = Docs::text("Two parameters that only go together.")
        .bullets([&from, &to].map(|half| format!("`{}`: {}", half.rust, half.doc)))
        .attributes();
    let (set_from, set_to) = (set(&from), set(&to));
    let (from, to) = (argument(&from), argument(&to));
    quote! {
        #docs
        pub fn #name(self, #from, #to) -> Self {
            Self(self.0 #set_from #set_to)
        }
    }
}

fn limits(parameter: &Parameter) -> Option<TokenStream> {
    let limit = |limit: Option<i64>| match limit.map(Literal::i64_unsuffixed) {
        Some(limit) => quote!(Some(#limit)),
        None => quote!(None),
    };
    parameter.minimum.or(parameter.maximum)?;
    let (name, minimum, maximum) = (
        &parameter.wire,
        limit(parameter.minimum),
        limit(parameter.maximum),
    );
    Some(quote!(Rule::limits(#name, #minimum, #maximum)))
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
        .filter(|p| p.required)
        .map(|p| &p.wire);
    let rules = operation.rules.iter().map(|rule| match rule {
        Rule::Interval { from, to } => quote!(Rule::interval(#from, #to)),
        Rule::Together(names) => quote!(Rule::together(&[#(#names),*])),
        Rule::Requires { parameter, other } => quote!(Rule::requires(#parameter, #other)),
    });
    let limits = operation.parameters.iter().filter_map(limits);
    let rules = rules.chain(limits);
    let response = match operation.list {
        true => quote!(Vec<#response>),
        false => quote!(#response),
    };
    let pages = match &operation.pages {
        Some(pages) => {
            let helpscout_description::Pages {
                parameter,
                current,
                total,
                count,
                rows,
                size: _,
            } = pages;
            quote!(Some(Pages::new(#parameter, #current, #total, #count, #rows)))
        }
        None => quote!(None),
    };
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
