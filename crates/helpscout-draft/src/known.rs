//! What the spec says already: types, groups, names, and descriptions that fit again.

use crate::error::DraftError;
use heck::ToUpperCamelCase;
use helpscout_description::{Api, IdForm};
use helpscout_spec::raw::{self, ApiFile, OperationFile};
use helpscout_spec::reserved::is_taken_type;
use helpscout_spec::{Sources, parse_sources};
use std::collections::{HashMap, HashSet};

/// The spec as it is before the draft.
pub(crate) struct Known {
    api: ApiFile,
    operations: Vec<(String, OperationFile)>,
    /// Rust types that are taken.
    types: HashSet<String>,
    /// Descriptions by wire name and type; none where the spec has several.
    docs: Docs,
}

/// A description that the spec has already.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) doc: String,
    /// The only operation that says so; none if it is shared, or several say so.
    pub(crate) only: Option<String>,
}

/// Where a name is used: the same name means another thing elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Parameter,
    Field,
}

impl Said {
    /// What to look at, if it may be about something else.
    pub(crate) fn doubt(&self) -> Option<String> {
        let by = self.only.as_ref()?;
        Some(format!("check the description, it is that of {by}"))
    }
}

impl Known {
    pub(crate) fn read(sources: &Sources) -> Result<Self, DraftError> {
        // Operations with errors take no names; `lint` speaks of them.
        let files = parse_sources(sources);
        let api = files.api.ok_or_else(|| DraftError::Spec {
            reason: match sources.get(Api::SHARED) {
                Some(_) => "`api.yaml` has errors".to_owned(),
                None => "it has no `api.yaml`".to_owned(),
            },
        })?;
        let mut known = Self {
            api,
            operations: files.operations,
            types: HashSet::new(),
            docs: HashMap::new(),
        };
        known.collect_types();
        known.collect_docs();
        Ok(known)
    }

    fn collect_types(&mut self) {
        let api = &self.api;
        let ids = api.ids.iter().map(|id| id.name.clone());
        let enums = api.enums.iter().map(|one| one.name.clone());
        let objects = api.objects.iter().map(|object| object.name.clone());
        self.types.extend(ids.chain(enums).chain(objects));
        for (_, operation) in &self.operations {
            let query = operation.rust.clone();
            self.types
                .insert(query.unwrap_or_else(|| operation.operation.to_upper_camel_case()));
            self.types.insert(operation.response.object.clone());
            let objects = operation
                .response
                .fields
                .iter()
                .filter_map(|field| field.object.clone());
            self.types.extend(objects);
            self.types
                .extend(operation.enums.iter().map(|one| one.name.clone()));
        }
    }

    fn collect_docs(&mut self) {
        let mut docs = HashMap::new();
        let groups = self.api.parameter_groups.iter();
        for one in groups.flat_map(|group| &group.parameters) {
            let doc = one.doc.as_ref().filter(|_| one.todo.is_none());
            collect(
                &mut docs,
                Place::Parameter,
                &one.name,
                &one.type_name,
                doc,
                None,
            );
        }
        let shared = self.api.objects.iter();
        for field in shared.flat_map(|object| &object.fields) {
            collect_field(&mut docs, field, None);
        }
        for (_, operation) in &self.operations {
            let by = Some(operation.operation.as_str());
            for entry in &operation.parameters {
                if let raw::ParameterEntry::Own(own) = entry {
                    let doc = own.doc.as_ref().filter(|_| own.todo.is_none());
                    let (name, type_name) = (&own.name, &own.type_name);
                    collect(&mut docs, Place::Parameter, name, type_name, doc, by);
                }
            }
            for field in &operation.response.fields {
                collect_field(&mut docs, field, by);
            }
        }
        self.docs = docs;
    }

    pub(crate) fn front_page(&self) -> &str {
        &self.api.service.docs
    }

    /// The plans a text names, in the service's order.
    pub(crate) fn plans(&self, lines: &[String]) -> Vec<String> {
        let is_named = |plan: &str| {
            let mut words = lines
                .iter()
                .flat_map(|line| line.split(|char: char| !char.is_alphanumeric()));
            words.any(|word| word.eq_ignore_ascii_case(plan))
        };
        let plans = self.api.service.plans.iter().map(|plan| plan.name.clone());
        plans.filter(|plan| is_named(plan)).collect()
    }

    /// The file that describes a request.
    pub(crate) fn file_of(&self, request: &str) -> Option<&str> {
        let mut files = self.operations.iter();
        files
            .find(|(_, one)| one.request == request)
            .map(|(file, _)| file.as_str())
    }

    pub(crate) fn has_operation(&self, id: &str) -> bool {
        self.operations.iter().any(|(_, one)| one.operation == id)
    }

    /// Whether a folder, with its closing slash, has operations.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.operations
            .iter()
            .any(|(file, _)| file.starts_with(folder))
    }

    /// Whether a type of the spec or of the client has a name.
    pub(crate) fn has_type(&self, name: &str) -> bool {
        self.types.contains(name) || is_taken_type(name)
    }

    /// The id type of a thing, from the name of one of it: `mailbox` is a `MailboxId`.
    pub(crate) fn id(&self, thing: &str) -> Option<&str> {
        let plain = |name: &str| -> String {
            let letters = name.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|char| char.to_ascii_lowercase()).collect()
        };
        let wanted = format!("{}id", plain(thing));
        let id = self.api.ids.iter().find(|id| plain(&id.name) == wanted)?;
        Some(&id.name)
    }

    /// The id types, with the word for what each identifies.
    pub(crate) fn id_words(&self) -> impl Iterator<Item = (String, &str)> {
        self.api.ids.iter().map(|id| {
            let thing = id.name.strip_suffix("Id").unwrap_or(&id.name);
            (crate::words::words(thing), id.name.as_str())
        })
    }

    /// The shared enum that has these values and no other. Of several, that whose name has most
    /// in common with what it is for.
    pub(crate) fn enumeration(&self, values: &[String], name: &str) -> Option<&str> {
        let wanted: HashSet<&str> = values.iter().map(String::as_str).collect();
        let equal = self.api.enums.iter().filter(|one| {
            let values: HashSet<&str> = one
                .values
                .iter()
                .map(|value| value.value.as_str())
                .collect();
            !one.numeric && values == wanted
        });
        let name = name.to_upper_camel_case();
        let equal = equal.max_by_key(|one| {
            let is_named = one.name.contains(&name) || name.contains(&one.name);
            (is_named, std::cmp::Reverse(one.name.len()))
        });
        equal.map(|one| one.name.as_str())
    }

    /// The values of a shared enum.
    pub(crate) fn values(&self, name: &str) -> Option<Vec<&str>> {
        let one = self.api.enums.iter().find(|one| one.name == name)?;
        Some(
            one.values
                .iter()
                .map(|value| value.value.as_str())
                .collect(),
        )
    }

    pub(crate) fn groups(&self) -> &[raw::ParameterGroup] {
        &self.api.parameter_groups
    }

    pub(crate) fn objects(&self) -> &[raw::SharedObject] {
        &self.api.objects
    }

    /// The shared object for the links of an answer: one that holds any key.
    pub(crate) fn links(&self) -> Option<&str> {
        let is_map = |object: &&raw::SharedObject| {
            object.name.ends_with("Links")
                && object.fields.len() == 1
                && object.fields[0].path == "*"
        };
        self.api
            .objects
            .iter()
            .find(is_map)
            .map(|object| object.name.as_str())
    }

    /// What the spec says elsewhere about something of that name and type.
    pub(crate) fn doc(&self, place: Place, wire: &str, type_name: &str) -> Option<Said> {
        let key = (place, wire.to_owned(), type_name.to_owned());
        self.docs.get(&key).cloned().flatten()
    }

    /// Whether the id type is a text.
    pub(crate) fn is_hex(&self, name: &str) -> bool {
        let mut ids = self.api.ids.iter();
        ids.any(|id| id.name == name && matches!(id.form, Some(IdForm::Hex24)))
    }
}

type Docs = HashMap<(Place, String, String), Option<Said>>;

fn collect_field(docs: &mut Docs, field: &raw::Field, by: Option<&str>) {
    if let Some(type_name) = &field.type_name {
        let doc = field.doc.as_ref().filter(|_| field.todo.is_none());
        collect(docs, Place::Field, &field.path, type_name, doc, by);
    }
}

/// Adds what is said of one thing, `by` an operation or for all of them.
fn collect(
    docs: &mut Docs,
    place: Place,
    path: &str,
    type_name: &str,
    doc: Option<&String>,
    by: Option<&str>,
) {
    let Some(doc) = doc else {
        return;
    };
    let key = (place, last_key(path).to_owned(), type_name.to_owned());
    let known = docs.entry(key).or_insert_with(|| {
        Some(Said {
            doc: doc.clone(),
            only: by.map(str::to_owned),
        })
    });
    match known {
        Some(said) if said.doc != *doc => *known = None,
        Some(said) if said.only.as_deref() != by => said.only = None,
        _ => {}
    }
}

fn last_key(path: &str) -> &str {
    let path = path.trim_end_matches("[]");
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}
