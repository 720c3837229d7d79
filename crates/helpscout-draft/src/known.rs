//! What the spec has already: types, groups, names, and descriptions that can be used again.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;
use helpscout_description::{Api, IdForm};
use helpscout_spec::raw::{self, ApiFile, OperationFile};
use helpscout_spec::reserved::is_taken_type;
use helpscout_spec::yaml::{self, Content, Node};
use helpscout_spec::{Sources, parse_sources};

use crate::error::DraftError;
use crate::text::code;
use crate::words::{singular, words};

/// The spec as it is before the draft.
pub(crate) struct Known {
    api: ApiFile,
    operations: Vec<(String, OperationFile)>,
    /// The names of the Rust types of all operations.
    types: HashSet<String>,
    /// Descriptions by wire name and type; `None` if the spec has several.
    docs: Docs,
    /// The defaults of the parameters of groups, by the names of both.
    defaults: HashMap<(String, String), String>,
    /// The documented IDs, by the names of their types.
    id_examples: HashMap<String, String>,
}

/// A description that the spec has already.
#[derive(Clone)]
pub(crate) struct KnownDoc {
    pub(crate) doc: String,
    /// The only operation with this description; `None` if it is shared, or if several have it.
    only: Option<String>,
    /// The paths of what it describes, without the brackets of lists. Those of a shared object start
    /// with its name.
    paths: Vec<String>,
}

/// The side of a call that a name belongs to. The same name has another meaning on the other side.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Request,
    Response,
}

impl KnownDoc {
    /// Returns whether the description says nothing about a field with another path, because every
    /// object has such a key.
    pub(crate) fn is_elsewhere(&self, path: &str, type_name: &str) -> bool {
        let path = plain_path(path);
        last_key(&path) == "id" && is_primitive(type_name) && !self.paths.contains(&path)
    }

    /// Returns whether the description is that of a filter, such as `Includes only open ones.`
    pub(crate) fn is_filter(&self) -> bool {
        let first = self.doc.split_whitespace().next().unwrap_or_default();
        matches!(first, "Includes" | "Only" | "Excludes")
    }

    /// Returns what to check, if the description may be about something else. `path` is the path of
    /// what would get it.
    pub(crate) fn doubt(&self, path: &str, type_name: &str) -> Option<String> {
        if let Some(operation) = &self.only {
            return Some(format!(
                "check the description, which is that of {operation}"
            ));
        }
        // A single word says nothing without the object around it, unless its type does.
        let path = plain_path(path);
        let is_bare = !words(last_key(&path)).contains(' ') && is_primitive(type_name);
        let is_elsewhere = !self.paths.is_empty() && !self.paths.contains(&path);
        (is_elsewhere && (is_bare || self.names_another_object(&path))).then(|| {
            format!(
                "check the description, which is that of {}",
                code(&self.paths[0])
            )
        })
    }
}

impl KnownDoc {
    /// Returns whether the description has the name of the object around it, such as `user`, which a
    /// path doesn't have: what the first name of a user is says nothing about that of a customer.
    fn names_another_object(&self, path: &str) -> bool {
        let terms = |text: &str| -> Vec<String> {
            let parts = text.split(|char: char| !char.is_alphanumeric()).map(words);
            parts
                .flat_map(|part| part.split(' ').map(singular).collect::<Vec<_>>())
                .collect()
        };
        let (doc, path) = (terms(&self.doc), terms(path));
        let mut objects = self.paths.iter().filter_map(|path| path.rsplit('.').nth(1));
        objects.any(|object| {
            let object = terms(object);
            let is_named = |text: &[String]| object.iter().all(|term| text.contains(term));
            is_named(&doc) && !is_named(&path)
        })
    }
}

impl Known {
    pub(crate) fn read(sources: &Sources) -> Result<Self, DraftError> {
        // Operations with errors are ignored; `lint` reports them.
        let files = parse_sources(sources);
        let api = files.api.ok_or_else(|| DraftError::Spec {
            reason: match sources.get(Api::SHARED) {
                Some(_) => "`api.yaml` has errors".to_owned(),
                None => "`api.yaml` is missing".to_owned(),
            },
        })?;
        let root = shared(sources);
        let mut known = Self {
            api,
            operations: files.operations,
            types: HashSet::new(),
            docs: HashMap::new(),
            defaults: root.as_ref().map(defaults).unwrap_or_default(),
            id_examples: root.as_ref().map(id_examples).unwrap_or_default(),
        };
        known.collect_types();
        known.collect_docs();
        Ok(known)
    }

    fn collect_types(&mut self) {
        let api = &self.api;
        let ids = api.ids.iter().map(|id| id.name.clone());
        let enums = api.enums.iter().map(|shared| shared.name.clone());
        let objects = api.objects.iter().map(|object| object.name.clone());
        self.types.extend(ids.chain(enums).chain(objects));
        for (_, operation) in &self.operations {
            let query = operation.rust.clone();
            self.types
                .insert(query.unwrap_or_else(|| operation.operation.to_upper_camel_case()));
            self.types.extend(operation.response.object.clone());
            let objects = operation
                .response
                .fields
                .iter()
                .filter_map(|field| field.object.clone());
            self.types.extend(objects);
            self.types
                .extend(operation.enums.iter().map(|own| own.name.clone()));
        }
    }

    fn collect_docs(&mut self) {
        let mut docs = HashMap::new();
        let groups = self.api.parameter_groups.iter();
        for parameter in groups.flat_map(|group| &group.parameters) {
            let doc = parameter.doc.as_ref().filter(|_| parameter.todo.is_none());
            let (name, type_name) = (&parameter.name, &parameter.type_name);
            collect(&mut docs, Side::Request, name, type_name, doc, None, "");
        }
        let shared = self.api.objects.iter();
        for object in shared {
            let prefix = format!("{}.", object.name);
            for field in &object.fields {
                collect_field(&mut docs, field, None, &prefix);
            }
        }
        for (_, operation) in &self.operations {
            let by = Some(operation.operation.as_str());
            for entry in &operation.parameters {
                if let raw::ParameterEntry::Own(own) = entry {
                    let doc = own.doc.as_ref().filter(|_| own.todo.is_none());
                    let (name, type_name) = (&own.name, &own.type_name);
                    collect(&mut docs, Side::Request, name, type_name, doc, by, "");
                }
            }
            for field in &operation.response.fields {
                collect_field(&mut docs, field, by, "");
            }
        }
        self.docs = docs;
    }

    pub(crate) fn front_page(&self) -> &str {
        &self.api.service.docs
    }

    /// Returns the plans that the lines name, in the service's order.
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

    /// Returns whether the service has plans.
    pub(crate) fn has_plans(&self) -> bool {
        !self.api.service.plans.is_empty()
    }

    /// Returns whether the service has a plan of that name.
    pub(crate) fn has_plan(&self, name: &str) -> bool {
        let mut plans = self.api.service.plans.iter();
        plans.any(|plan| plan.name.eq_ignore_ascii_case(name))
    }

    /// Returns the address of the service.
    pub(crate) fn base_url(&self) -> &str {
        &self.api.service.base_url
    }

    /// Returns the file that describes a request.
    pub(crate) fn file_of(&self, request: &str) -> Option<&str> {
        let mut files = self.operations.iter();
        files
            .find(|(_, operation)| operation.request == request)
            .map(|(file, _)| file.as_str())
    }

    /// Returns whether an operation is documented at a URL.
    pub(crate) fn is_documented_at(&self, url: &str) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|(_, operation)| operation.docs == url)
    }

    pub(crate) fn has_operation(&self, id: &str) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|(_, operation)| operation.operation == id)
    }

    /// Returns whether a folder, written with its closing slash, has operations.
    pub(crate) fn has_folder(&self, folder: &str) -> bool {
        self.operations
            .iter()
            .any(|(file, _)| file.starts_with(folder))
    }

    /// Returns whether a type of the spec or of the client has this name.
    pub(crate) fn has_type(&self, name: &str) -> bool {
        self.types.contains(name) || is_taken_type(name)
    }

    /// Returns the ID type of a thing: `MailboxId` for `mailbox`.
    pub(crate) fn id(&self, thing: &str) -> Option<&str> {
        let plain = |name: &str| -> String {
            let letters = name.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|char| char.to_ascii_lowercase()).collect()
        };
        let wanted = format!("{}id", plain(thing));
        let id = self.api.ids.iter().find(|id| plain(&id.name) == wanted)?;
        Some(&id.name)
    }

    /// Returns whether a type is one of IDs that are numbers.
    pub(crate) fn is_integer_id(&self, type_name: &str) -> bool {
        let id = self.api.ids.iter().find(|id| id.name == type_name);
        id.is_some_and(|id| id.form.unwrap_or_default() == IdForm::Integer)
    }

    /// Returns the ID types, each with the words for what it identifies.
    pub(crate) fn id_words(&self) -> impl Iterator<Item = (String, &str)> {
        self.api.ids.iter().map(|id| {
            let thing = id.name.strip_suffix("Id").unwrap_or(&id.name);
            (words(thing), id.name.as_str())
        })
    }

    /// Returns the shared enum that has exactly these values. Of several, it is the one whose name
    /// is most similar.
    pub(crate) fn enumeration(&self, values: &[String], name: &str) -> Option<&str> {
        let wanted: HashSet<&str> = values.iter().map(String::as_str).collect();
        let equal = self.api.enums.iter().filter(|shared| {
            let values = shared.values.iter().map(|value| value.value.as_str());
            !shared.numeric && values.collect::<HashSet<_>>() == wanted
        });
        let name = name.to_upper_camel_case();
        let best = equal.max_by_key(|shared| {
            let is_named = shared.name.contains(&name) || name.contains(&shared.name);
            (is_named, Reverse(shared.name.len()))
        });
        best.map(|shared| shared.name.as_str())
    }

    /// Returns the values of a shared enum.
    pub(crate) fn values(&self, name: &str) -> Option<Vec<&str>> {
        let shared = self.api.enums.iter().find(|shared| shared.name == name)?;
        let values = shared.values.iter().map(|value| value.value.as_str());
        Some(values.collect())
    }

    pub(crate) fn groups(&self) -> &[raw::ParameterGroup] {
        &self.api.parameter_groups
    }

    /// Returns the default of a parameter of a group.
    pub(crate) fn default_of(&self, group: &str, parameter: &str) -> Option<&str> {
        let key = (group.to_owned(), parameter.to_owned());
        self.defaults.get(&key).map(String::as_str)
    }

    pub(crate) fn objects(&self) -> &[raw::SharedObject] {
        &self.api.objects
    }

    /// Returns the shared object for the links of an answer: one that may have any key.
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

    /// Returns the description of something with the same name and type elsewhere in the spec.
    pub(crate) fn doc(&self, side: Side, wire: &str, type_name: &str) -> Option<KnownDoc> {
        let key = (side, wire.to_owned(), type_name.to_owned());
        self.docs.get(&key).cloned().flatten()
    }

    /// Returns the documented ID of a type.
    pub(crate) fn id_example(&self, name: &str) -> Option<&str> {
        self.id_examples.get(name).map(String::as_str)
    }

    /// Returns how IDs of the type are written.
    pub(crate) fn id_form(&self, name: &str) -> IdForm {
        let mut ids = self.api.ids.iter();
        let id = ids.find(|id| id.name == name);
        id.and_then(|id| id.form).unwrap_or_default()
    }
}

/// Returns the tree of the shared file, which alone has values as they are written.
fn shared(sources: &Sources) -> Option<Node> {
    let text = String::from_utf8_lossy(sources.get(Api::SHARED)?);
    yaml::parse(&text).ok()
}

/// Returns the documented IDs, by the names of their types.
fn id_examples(root: &Node) -> HashMap<String, String> {
    let ids = items(root, "ids");
    ids.filter_map(|id| Some((scalar(id, "name")?, scalar(id, "example")?)))
        .collect()
}

/// Returns the defaults in the parameter groups.
fn defaults(root: &Node) -> HashMap<(String, String), String> {
    let mut defaults = HashMap::new();
    for group in items(root, "parameter_groups") {
        for parameter in items(group, "parameters") {
            let texts = (
                scalar(group, "name"),
                scalar(parameter, "name"),
                scalar(parameter, "default"),
            );
            if let (Some(group), Some(name), Some(default)) = texts {
                defaults.insert((group, name), default);
            }
        }
    }
    defaults
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Content::Map(entries) = &node.content else {
        return None;
    };
    let entry = entries.iter().find(|entry| entry.key == key)?;
    Some(&entry.value)
}

fn items<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> {
    let items = value(node, key).and_then(|value| match &value.content {
        Content::List(items) => Some(items),
        _ => None,
    });
    items.into_iter().flatten()
}

fn scalar(node: &Node, key: &str) -> Option<String> {
    match &value(node, key)?.content {
        Content::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    }
}

fn plain_path(path: &str) -> String {
    path.replace("[]", "").trim_start_matches('.').to_owned()
}

fn is_primitive(type_name: &str) -> bool {
    let types = [
        "integer", "number", "text", "boolean", "instant", "date", "any",
    ];
    types.contains(&type_name)
}

type Docs = HashMap<(Side, String, String), Option<KnownDoc>>;

fn collect_field(docs: &mut Docs, field: &raw::Field, by: Option<&str>, prefix: &str) {
    if let Some(type_name) = &field.type_name {
        let doc = field.doc.as_ref().filter(|_| field.todo.is_none());
        collect(
            docs,
            Side::Response,
            &field.path,
            type_name,
            doc,
            by,
            prefix,
        );
    }
}

/// Adds a description, either that of the operation `by` or a shared one. `prefix` is the object that
/// the path belongs to.
fn collect(
    docs: &mut Docs,
    side: Side,
    path: &str,
    type_name: &str,
    doc: Option<&String>,
    by: Option<&str>,
    prefix: &str,
) {
    let Some(doc) = doc else {
        return;
    };
    let key = (side, last_key(path).to_owned(), type_name.to_owned());
    let known = docs.entry(key).or_insert_with(|| {
        Some(KnownDoc {
            doc: doc.clone(),
            only: by.map(str::to_owned),
            paths: Vec::new(),
        })
    });
    if let Some(known) = known {
        // Names of parameters stand for themselves.
        let path = format!("{prefix}{}", plain_path(path));
        if side == Side::Response && !known.paths.contains(&path) {
            known.paths.push(path);
        }
    }
    match known {
        Some(other) if other.doc != *doc => *known = None,
        Some(other) if other.only.as_deref() != by => other.only = None,
        _ => {}
    }
}

fn last_key(path: &str) -> &str {
    let path = path.trim_end_matches("[]");
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}
