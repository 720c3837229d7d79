//! What is declared, and looking it up.

use super::parameters::Declared;
use super::rust_names::TypeNames;
use crate::code::Code;
use crate::document::Documents;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw::ApiFile;
use helpscout_description::Type;
use helpscout_description::quote::{bare, quoted};
use helpscout_description::suggest;
use std::collections::{HashMap, HashSet};

/// The types every description has.
const BUILT_IN: [(&str, Type); 6] = [
    ("integer", Type::Integer),
    ("number", Type::Number),
    ("text", Type::Text),
    ("boolean", Type::Boolean),
    ("instant", Type::Instant),
    ("any", Type::Any),
];

/// What other languages call them.
const FOREIGN: [(&str, &str); 15] = [
    ("bool", "boolean"),
    ("date", "instant"),
    ("date-time", "instant"),
    ("datetime", "instant"),
    ("decimal", "number"),
    ("double", "number"),
    ("enumeration", "the name of an enum"),
    ("float", "number"),
    ("i64", "integer"),
    ("int", "integer"),
    ("int64", "integer"),
    ("long", "integer"),
    ("str", "text"),
    ("string", "text"),
    ("timestamp", "instant"),
];

/// Everything declared, in whatever file.
pub(super) struct Names<'a> {
    /// Whether `api.yaml` could be read: without it, nothing can be called unknown.
    is_known: bool,
    api: Option<&'a ApiFile>,
    /// Enums of single operations, and the file each is in.
    local_enums: HashMap<&'a str, &'a str>,
    /// Objects of single operations, and the file each is in.
    local_objects: HashMap<&'a str, &'a str>,
    /// Parameter groups, once `api.yaml` was checked.
    pub(super) groups: HashMap<&'a str, Declared<'a>>,
    /// Rust types taken so far.
    pub(super) types: TypeNames,
    /// Files whose operation another file describes already.
    pub(super) repeated: HashSet<&'a str>,
}

/// What one operation declares for itself.
#[derive(Default)]
pub(super) struct Local<'a> {
    pub(super) enums: HashSet<&'a str>,
    pub(super) objects: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn new(documents: &'a Documents, sink: &mut Sink) -> Self {
        let mut names = Self {
            is_known: documents.api.is_some(),
            api: documents.api.as_ref().map(|document| &document.raw),
            local_enums: HashMap::new(),
            local_objects: HashMap::new(),
            groups: HashMap::new(),
            types: TypeNames::default(),
            repeated: HashSet::new(),
        };
        let mut operations = HashMap::new();
        let mut requests = HashMap::new();
        for document in &documents.operations {
            let raw = &document.raw;
            let enums = raw.enums.iter().map(|one| one.name.as_str());
            names
                .local_enums
                .extend(enums.map(|name| (name, document.file())));
            let inner = raw
                .response
                .fields
                .iter()
                .filter_map(|field| field.object.as_deref());
            let own = !raw.response.fields.is_empty();
            let root = own.then_some(raw.response.object.as_str());
            let objects = inner.chain(root);
            names
                .local_objects
                .extend(objects.map(|name| (name, document.file())));
            let at = document.at();
            if !once(
                &mut operations,
                &raw.operation,
                "operation",
                at.key("operation"),
                sink,
            ) {
                names.repeated.insert(document.file());
            }
            once(
                &mut requests,
                &raw.request,
                "request",
                at.key("request"),
                sink,
            );
        }
        names
    }

    /// The type of that name; reports it if there is none.
    pub(super) fn resolve(
        &self,
        name: &str,
        at: At<'_>,
        local: &Local<'_>,
        sink: &mut Sink,
    ) -> Option<Type> {
        let found = self.find(name, local);
        if found.is_none() && self.is_known {
            sink.add_with(Code::UnknownType, || self.unknown_type(name, at, local));
        }
        found
    }

    /// The type of that name.
    pub(super) fn find(&self, name: &str, local: &Local<'_>) -> Option<Type> {
        if let Some((_, built_in)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
            return Some(built_in.clone());
        }
        if self.ids().any(|id| id == name) {
            return Some(Type::Id(name.to_owned()));
        }
        let is_enum = local.enums.contains(name) || self.shared_enums().any(|known| known == name);
        is_enum.then(|| Type::Enum(name.to_owned()))
    }

    /// Whether an object of that name can be meant, shared or of this operation.
    pub(super) fn is_object(&self, name: &str, local: &Local<'_>) -> bool {
        self.is_shared_object(name) || local.objects.contains(name)
    }

    pub(super) fn is_shared_object(&self, name: &str) -> bool {
        self.shared_objects().any(|known| known == name)
    }

    /// Reports an object nobody declares.
    pub(super) fn unknown_object(
        &self,
        name: &str,
        at: At<'_>,
        local: &Local<'_>,
        sink: &mut Sink,
    ) {
        if self.is_known {
            sink.add_with(Code::UnknownObject, || {
                self.unwritten_object(name, at, local)
            });
        }
    }

    fn unwritten_object(&self, name: &str, at: At<'_>, local: &Local<'_>) -> Finding {
        let known = self.shared_objects().chain(local.objects.iter().copied());
        let help = match self.local_objects.get(name) {
            Some(file) if *file != at.place().file => Some(elsewhere("object", file)),
            _ => {
                suggest::nearest(name, known).map(|near| format!("did you mean {}?", quoted(near)))
            }
        };
        let message = format!("the object {} has no fields", quoted(name));
        Finding::new(Code::UnknownObject, at.place(), message)
            .help("describe fields with paths below this one, or declare it in `api.yaml`")
            .maybe_help(help)
    }

    /// The parameter group of that name; reports it if there is none.
    pub(super) fn group(&self, name: &str, at: At<'_>, sink: &mut Sink) -> Option<&Declared<'a>> {
        let found = self.groups.get(name);
        if let (None, Some(api)) = (found, self.api) {
            sink.add_with(Code::UnknownGroup, || {
                let known = api.parameter_groups.iter().map(|group| group.name.as_str());
                let message = format!("there is no parameter group {}", quoted(name));
                Finding::new(Code::UnknownGroup, at.place(), message)
                    .maybe_help(suggest::help(name, known))
            });
        }
        found
    }

    /// Reports a plan the service does not have.
    pub(super) fn plan(&self, name: &str, at: At<'_>, sink: &mut Sink) {
        let Some(api) = self.api else {
            return;
        };
        let known = || api.service.plans.iter().map(|plan| plan.name.as_str());
        if !known().any(|plan| plan == name) {
            sink.add_with(Code::UnknownPlan, || {
                let message = format!("the service has no plan {}", quoted(name));
                Finding::new(Code::UnknownPlan, at.place(), message)
                    .maybe_help(suggest::help(name, known()))
            });
        }
    }

    fn unknown_type(&self, name: &str, at: At<'_>, local: &Local<'_>) -> Finding {
        let message = format!("there is no type {}", quoted(name));
        let finding = Finding::new(Code::UnknownType, at.place(), message);
        let foreign = FOREIGN
            .iter()
            .find(|(foreign, _)| name.eq_ignore_ascii_case(foreign));
        let help = match (foreign, self.local_enums.get(name)) {
            (Some((_, ours)), _) => Some(format!("write {}", backticked_word(ours))),
            (_, Some(file)) => Some(elsewhere("enum", file)),
            _ if self.is_object(name, local) => {
                Some(format!("it is an object: write `object: {}`", bare(name)))
            }
            _ => None,
        };
        let built_in = BUILT_IN.iter().map(|(name, _)| *name);
        let known = built_in
            .chain(self.ids())
            .chain(self.shared_enums())
            .chain(local.enums.iter().copied());
        let near = suggest::nearest(name, known)
            .map(|near| format!("did you mean {}?", quoted(near)))
            .unwrap_or_else(|| {
                "types are `integer`, `number`, `text`, `boolean`, `instant`, `any`, and the names of \
                 ids and enums"
                    .to_owned()
            });
        finding.help(near).maybe_help(help)
    }

    fn ids(&self) -> impl Iterator<Item = &'a str> {
        let ids = self.api.map_or(&[][..], |api| api.ids.as_slice());
        ids.iter().map(|id| id.name.as_str())
    }

    fn shared_enums(&self) -> impl Iterator<Item = &'a str> {
        let enums = self.api.map_or(&[][..], |api| api.enums.as_slice());
        enums.iter().map(|one| one.name.as_str())
    }

    fn shared_objects(&self) -> impl Iterator<Item = &'a str> {
        let objects = self.api.map_or(&[][..], |api| api.objects.as_slice());
        objects.iter().map(|object| object.name.as_str())
    }
}

fn elsewhere(noun: &str, file: &str) -> String {
    format!(
        "it is an {noun} of {} alone; move it to `api.yaml` to share it",
        quoted(file)
    )
}

fn backticked_word(word: &str) -> String {
    match word.contains(' ') {
        true => word.to_owned(),
        false => quoted(word),
    }
}

/// Takes a name that must be there once, or reports both places.
pub(super) fn once<'a>(
    taken: &mut HashMap<&'a str, At<'a>>,
    name: &'a str,
    noun: &str,
    at: At<'a>,
    sink: &mut Sink,
) -> bool {
    let Some(first) = taken.get(name) else {
        taken.insert(name, at);
        return true;
    };
    sink.add_with(Code::Duplicate, || {
        let message = format!("the {noun} {} is declared twice", quoted(name));
        Finding::new(Code::Duplicate, at.place(), message)
            .label("declared again")
            .second(first.place(), "first declared here")
            .help("remove one of them, or give it another name")
    });
    false
}
