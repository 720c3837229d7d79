//! From raw documents to the checked description: names resolved, rules verified, every finding
//! of every file collected.

mod correction;
mod endless;
mod enums;
mod examples;
mod names;
mod operation;
mod pages;
mod parameters;
mod paths;
mod prose;
mod response;
mod rules;
mod rust_names;
mod shared;
mod unused;
pub(crate) mod values;

use crate::api::{Api, EnumType, IdType, Object, Operation};
use crate::document::Documents;
use crate::finding::Place;
use crate::findings::Sink;
use crate::folder::Sources;
use names::Names;
use std::collections::{HashMap, HashSet};

/// Checks all documents together. What comes out is the description only if nothing was found
/// wrong here or before.
pub(crate) fn check(documents: &Documents, sources: &Sources, sink: &mut Sink) -> Option<Api> {
    let mut checked = Checked::default();
    let mut names = Names::new(documents, sink);
    let service = documents
        .api
        .as_ref()
        .map(|document| shared::check(document, &mut names, &mut checked, sink));
    for document in &documents.operations {
        operation::check(document, &mut names, &mut checked, sink);
    }
    endless::check(&checked, sink);
    examples::check(documents, sources, &mut checked, sink);
    unused::check(documents, &checked, sink);
    Some(Api {
        service: service?,
        ids: checked.ids,
        enums: checked.enums,
        objects: checked.objects,
        operations: checked.operations,
    })
}

/// What was checked so far.
#[derive(Default)]
struct Checked {
    ids: Vec<IdType>,
    enums: Vec<EnumType>,
    objects: Vec<Object>,
    operations: Vec<Operation>,
    /// Where fields are described, by object and key.
    field_places: HashMap<(String, String), Place>,
    /// Files of operations whose response lacks parts because of mistakes.
    partial_responses: HashSet<String>,
}

impl Checked {
    fn enumeration(&self, name: &str) -> Option<&EnumType> {
        self.enums.iter().find(|known| known.name == name)
    }

    fn id(&self, name: &str) -> Option<&IdType> {
        self.ids.iter().find(|known| known.name == name)
    }

    fn object(&self, name: &str) -> Option<&Object> {
        self.objects.iter().find(|known| known.name == name)
    }
}
