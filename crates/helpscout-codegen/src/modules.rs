//! The public modules of the client: what each has, and its head, which says so.
//!
//! The IDs, the shared enumerations and the shared objects are defined in their modules. Everything
//! that belongs to one operation is defined in the file of that operation and re-exported here.

use helpscout_description::{Api, EnumType, Group, Object, Operation, Parameter, Type};
use helpscout_openapi::Described;
use helpscout_openapi::sentences;
use quote::quote;

use crate::docs::Docs;
use crate::source::{Source, SourceFile, ident};
use crate::{enums, ids, objects};

/// Generates the public modules with their names. Empty ones are left out.
pub(crate) fn public(api: &Described<'_>) -> Vec<(&'static str, SourceFile)> {
    let mut modules = Vec::new();
    if !api.enums.is_empty() {
        modules.push(("enums", enums(api)));
    }
    if !api.ids.is_empty() {
        modules.push(("ids", ids(api)));
    }
    let lookups = operations(api, Group::Lookups);
    if !lookups.is_empty() {
        modules.push(("lookups", queries(api, LOOKUPS, &lookups)));
    }
    if !api.objects.is_empty() {
        modules.push(("models", models(api)));
    }
    let reports = operations(api, Group::Reports);
    if !reports.is_empty() {
        modules.push(("reports", queries(api, REPORTS, &reports)));
    }
    modules
}

/// Generates everything that is defined in the public modules.
pub(crate) fn definitions(api: &Described<'_>) -> SourceFile {
    let mut source = Source::new(Some(Api::SHARED));
    ids::push_all(api, &mut source);
    for enumeration in shared_enums(api) {
        enums::push(api, enumeration, &mut source);
    }
    for object in shared_objects(api) {
        objects::push(api, object, &mut source);
    }
    source.finish()
}

/// The head of `ids`.
const IDS: &[&str] = &[
    "IDs of users, mailboxes and whatever else reports refer to.",
    "Each kind has its own type, so that the compiler rejects the ID of a tag where that of a \
     mailbox is expected. An ID can be parsed from text and printed, and is sorted, hashed and \
     serialized like the value in it, which is public.",
];

/// The head of `enums`.
const ENUMS: &[&str] = &[
    "Values of parameters and responses that have names.",
    "Each enumeration keeps a value that this version does not know in its variant `Other`, so \
     that a new value of the service breaks no program. `KNOWN` lists the documented values. A \
     value can be parsed from the text that the service uses and prints as that text.",
];

/// The head of `models`.
const MODELS: &[&str] = &[
    "What comes back from the service: responses, their rows, and the objects in them.",
    "A field that the service may omit or send as null is an `Option`, and a list that it omits is \
     empty. The docs of each query name the type of its response.",
    "To build a value, for example in a test, call `new` with what a response always has, and a \
     method with the name of the field for each other field. Values are serialized under the names \
     that the service uses. A value that was read from JSON is written back as it came: a key that \
     was missing stays missing, and null stays null. An empty list that came as null is written as \
     an empty list, and keys that are not described are left out. Comparing two values ignores the \
     difference between a missing key and null.",
];

/// The head of `lookups`.
const LOOKUPS: &[&str] = &[
    "Queries for what reports refer to by ID, such as users and mailboxes.",
    QUERIES,
];

/// The head of `reports`.
const REPORTS: &[&str] = &["Queries for reports.", QUERIES];

const QUERIES: &str = "Each query has a function `new` that takes the parameters which the service \
    requires, and a method for each other parameter. Send it with a client. A query can also be \
    read from a file and written to one: it is serialized as an object with the names of the \
    service, in which numbers are numbers, lists are lists, and instants are text such as \
    `2019-05-02T12:00:00Z`.";

fn operations(api: &Api, group: Group) -> Vec<&Operation> {
    let operations = api.operations.iter();
    operations
        .filter(|operation| operation.group() == group)
        .collect()
}

fn shared_enums(api: &Api) -> impl Iterator<Item = &EnumType> {
    let enums = api.enums.iter();
    enums.filter(|enumeration| enumeration.file == Api::SHARED)
}

fn shared_objects(api: &Api) -> impl Iterator<Item = &Object> {
    let objects = api.objects.iter();
    objects.filter(|object| object.operation.is_none())
}

fn ids(api: &Described<'_>) -> SourceFile {
    let mut source = headed(Some(Api::SHARED), head(IDS));
    ids::push_all(api, &mut source);
    source.finish()
}

fn enums(api: &Described<'_>) -> SourceFile {
    let mut source = headed(None, head(ENUMS));
    let own = api.enums.iter();
    let own = own.filter(|enumeration| enumeration.file != Api::SHARED);
    re_export(
        own.map(|enumeration| enumeration.name.as_str()),
        &mut source,
    );
    for enumeration in shared_enums(api) {
        enums::push(api, enumeration, &mut source);
    }
    source.finish()
}

fn models(api: &Described<'_>) -> SourceFile {
    let mut source = headed(None, head(MODELS));
    let own = api.objects.iter();
    let own = own.filter(|object| object.operation.is_some());
    source.push(quote! {
        #[allow(unused_imports)]
        use super::*;
    });
    re_export(own.map(|object| object.name.as_str()), &mut source);
    for object in shared_objects(api) {
        objects::push(api, object, &mut source);
    }
    source.finish()
}

/// Generates a module of queries, whose head lists what each returns.
fn queries(api: &Described<'_>, text: &[&str], operations: &[&Operation]) -> SourceFile {
    let operations = operations.iter();
    let items = operations
        .clone()
        .map(|operation| sentences::index_item(api, operation));
    let docs = head(text).verbatim(items);
    let mut source = headed(None, docs);
    let names = operations.flat_map(|operation| {
        let sent = operation.parameters.iter().flat_map(Parameter::with_fields);
        let objects = sent.filter_map(|parameter| match &parameter.ty {
            Type::Object(name) => Some(name.as_str()),
            _ => None,
        });
        std::iter::once(operation.rust.as_str()).chain(objects)
    });
    re_export(names, &mut source);
    source.finish()
}

fn head(paragraphs: &[&str]) -> Docs {
    let docs = paragraphs.iter();
    docs.fold(Docs::default(), |docs, text| docs.paragraph(text))
}

/// Creates a file whose module has these docs.
pub(crate) fn headed(from: Option<&str>, docs: Docs) -> Source {
    let mut source = Source::new(from);
    source.push(docs.inner_attributes());
    source
}

fn re_export<'a>(names: impl Iterator<Item = &'a str>, source: &mut Source) {
    let names: Vec<_> = names.map(ident).collect();
    if !names.is_empty() {
        source.push(quote! { pub use super::operations::{#(#names),*}; });
    }
}
