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
pub(crate) mod rust_names;
mod shared;
mod unused;
pub(crate) mod values;

use crate::document::Documents;
use crate::finding::Place;
use crate::findings::Sink;
use crate::folder::Sources;
use crate::position::At;
use helpscout_description::{Api, EnumType, IdForm, IdType, Object, Operation};
use names::Names;
use std::collections::{HashMap, HashSet};

/// Checks all documents together. What comes out is the description only if nothing was found
/// wrong here or before.
pub(crate) fn check(
    documents: &Documents,
    sources: &Sources,
    sink: &mut Sink,
) -> (Option<Api>, Places) {
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
    let api = service.map(|service| Api {
        service,
        ids: checked.ids,
        enums: checked.enums,
        objects: checked.objects,
        operations: checked.operations,
    });
    (api, checked.places)
}

/// Where response objects, their fields and enumerations are described.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    enums: HashMap<String, Place>,
    objects: HashMap<String, Place>,
    fields: HashMap<(String, String), Place>,
}

impl Places {
    /// The place of a key of an object, or of the object if it has no such key.
    pub(crate) fn of(&self, object: &str, key: &str) -> Option<&Place> {
        let key = (object.to_owned(), key.to_owned());
        self.fields.get(&key).or_else(|| self.objects.get(object))
    }

    /// The place of an enumeration's values.
    pub(crate) fn of_enum(&self, name: &str) -> Option<&Place> {
        self.enums.get(name)
    }
}

/// What was checked so far.
#[derive(Default)]
struct Checked {
    ids: Vec<IdType>,
    enums: Vec<EnumType>,
    objects: Vec<Object>,
    operations: Vec<Operation>,
    places: Places,
    /// Files of operations whose response lacks parts because of mistakes.
    partial_responses: HashSet<String>,
}

impl Checked {
    /// Adds an enumeration that is described there.
    fn add_enum(&mut self, one: EnumType, at: At<'_>) {
        let place = at.key("name").place();
        self.places.enums.insert(one.name.clone(), place);
        self.enums.push(one);
    }

    fn enumeration(&self, name: &str) -> Option<&EnumType> {
        self.enums.iter().find(|known| known.name == name)
    }

    /// Whether ids of that name are texts.
    fn is_hex(&self, name: &str) -> bool {
        let mut ids = self.ids.iter();
        ids.any(|id| id.name == name && id.form == IdForm::Hex24)
    }

    fn object(&self, name: &str) -> Option<&Object> {
        self.objects.iter().find(|known| known.name == name)
    }
}
