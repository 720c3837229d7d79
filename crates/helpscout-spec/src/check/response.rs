//! Responses: from the paths of their fields to objects.

use super::names::{Local, Names};
use super::parameters::todo;
use super::paths::{Branch, Paths, REST, ROOT};
use super::rust_names::{Scope, Use, choose};
use super::{Checked, correction, prose};
use crate::code::Code;
use crate::finding::Finding;
use crate::findings::Sink;
use crate::position::At;
use crate::raw;
use heck::ToUpperCamelCase;
use helpscout_description::quote::quoted;
use helpscout_description::{Field, Object, Source, Type};
use std::collections::HashMap;

/// Checks a shared object of `api.yaml`, whose name is taken already.
pub(super) fn check_shared<'a>(
    raw: &'a raw::SharedObject,
    at: At<'a>,
    file: &str,
    names: &mut Names<'a>,
    checked: &mut Checked,
    sink: &mut Sink,
) {
    let paths = Paths::new(&raw.fields, at.key("fields"), sink);
    let local = Local {
        objects: paths.declared_objects().collect(),
        ..Local::default()
    };
    let doc = prose::doc(raw.doc.as_deref(), at, "name", sink);
    let mut response = Response {
        paths: &paths,
        prefix: &raw.name,
        operation: None,
        file,
        local: &local,
        names,
        checked,
        is_whole: paths.is_whole,
    };
    response.object(ROOT, (&raw.name, at.key("name")), doc, "", sink);
}

/// Checks the response of an operation; false if parts of it are missing because of mistakes.
/// `prefix` begins the names of objects that have none of their own.
pub(super) fn check<'a>(
    raw: &'a raw::Response,
    at: At<'a>,
    operation: (&str, &str, &str),
    local: &mut Local<'a>,
    names: &mut Names<'a>,
    checked: &mut Checked,
    sink: &mut Sink,
) -> bool {
    let (id, prefix, file) = operation;
    if names.is_shared_object(&raw.object) || raw.fields.is_empty() {
        return shared(raw, at, local, names, sink);
    }
    let paths = Paths::new(&raw.fields, at.key("fields"), sink);
    local.objects = paths
        .declared_objects()
        .chain([raw.object.as_str()])
        .collect();
    let doc = prose::doc(raw.doc.as_deref(), at, "object", sink);
    let is_new = names
        .types
        .take(&raw.object, "object", at.key("object"), sink);
    let mut response = Response {
        paths: &paths,
        prefix,
        operation: Some(id),
        file,
        local,
        names,
        checked,
        is_whole: paths.is_whole && is_new,
    };
    response.object(ROOT, (&raw.object, at.key("object")), doc, "", sink);
    response.is_whole
}

/// Checks a response that is a shared object; false if it is none, or gets more fields.
fn shared(
    raw: &raw::Response,
    at: At<'_>,
    local: &Local<'_>,
    names: &Names<'_>,
    sink: &mut Sink,
) -> bool {
    let at = at.key("object");
    let is_shared = names.is_shared_object(&raw.object);
    if !is_shared {
        names.unknown_object(&raw.object, at, local, sink);
    } else if !raw.fields.is_empty() || raw.doc.is_some() {
        sink.add(described_already(
            &raw.object,
            at,
            "remove `doc:` and `fields:`, or choose another name",
        ));
    }
    is_shared && raw.fields.is_empty()
}

fn described_already(name: &str, at: At<'_>, help: &str) -> Finding {
    let message = format!(
        "{} is a shared object and has its fields already",
        quoted(name)
    );
    Finding::new(Code::SharedObjectFields, at.place(), message).help(help)
}

struct Response<'r, 'a> {
    paths: &'r Paths<'a>,
    prefix: &'r str,
    operation: Option<&'r str>,
    file: &'r str,
    local: &'r Local<'a>,
    names: &'r mut Names<'a>,
    checked: &'r mut Checked,
    is_whole: bool,
}

impl<'a> Response<'_, 'a> {
    /// Adds the object of a branch, by its name and where that is, and after it those below.
    fn object(
        &mut self,
        branch: usize,
        (name, at): (&str, At<'_>),
        doc: String,
        path: &str,
        sink: &mut Sink,
    ) {
        let number = self.checked.objects.len();
        let places = &mut self.checked.places;
        places.objects.insert(name.to_owned(), at.place());
        self.checked.objects.push(Object {
            name: name.to_owned(),
            doc,
            fields: Vec::new(),
            rest: None,
            operation: self.operation.map(str::to_owned),
            file: self.file.to_owned(),
        });
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        let mut rest = None;
        for index in &self.paths.branch(branch).below {
            let path = helpscout_description::path::join(path, self.paths.branch(*index).key);
            match self.field(*index, branch, &path, sink) {
                Some(field) => {
                    let named = self.paths.branch(*index).at.key("path");
                    scope.take(&field.rust, &field.wire, named, Use::Field, sink);
                    let owner = (name.to_owned(), field.wire.clone());
                    self.checked.places.fields.insert(owner, named.place());
                    match field.wire == REST {
                        true => rest = Some(field),
                        false => fields.push(field),
                    }
                }
                None => self.is_whole = false,
            }
        }
        aliases(&fields, branch, self.paths, sink);
        let object = &mut self.checked.objects[number];
        object.fields = fields;
        object.rest = rest;
    }

    fn field(&mut self, index: usize, parent: usize, path: &str, sink: &mut Sink) -> Option<Field> {
        let branch = self.paths.branch(index);
        let Some((raw, at)) = branch.entry else {
            return self.unwritten(index, path, sink);
        };
        let doc = prose::doc(raw.doc.as_deref(), at, "path", sink);
        todo(raw.todo.as_deref(), at, sink);
        let given = raw.rust.as_deref().map(|name| (name, at.key("rust")));
        let is_neighbour = |key: &str| self.paths.find(parent, key).is_some();
        let correction =
            correction::check(raw.correction.as_ref(), branch.key, is_neighbour, at, sink);
        let wire = branch.key;
        let name = if wire == REST { "other" } else { wire };
        let rust = choose(name, at.key("path"), given, Use::Field, sink);
        let ty = self.ty(index, raw, at, path, &doc, sink)?;
        unit(raw, &ty, branch, at, sink);
        if raw.written_as.is_some() && !matches!(ty, Type::Integer | Type::Id(_)) {
            let message = format!("{} is neither a whole number nor an id", quoted(&raw.path));
            let finding = Finding::new(Code::WrittenAs, at.key("written_as").place(), message);
            sink.add(finding.help("remove `written_as:`; a text is `type: text`"));
        }
        Some(Field {
            wire: branch.key.to_owned(),
            rust,
            ty,
            list: branch.is_list,
            optional: raw.optional,
            nullable: raw.nullable,
            unit: raw.unit,
            doc,
            source: raw.source.unwrap_or_default(),
            correction,
            aliases: raw.aliases.clone(),
            as_text: raw.written_as.is_some(),
        })
    }

    /// A field that is only mentioned in the paths of those below it.
    fn unwritten(&mut self, index: usize, path: &str, sink: &mut Sink) -> Option<Field> {
        let branch = self.paths.branch(index);
        let name = format!("{}{}", self.prefix, camel(path));
        let at = branch.at.key("path");
        self.is_whole &= self.names.types.take(&name, "object", at, sink);
        let doc = format!("The part `{path}` of the answer.");
        self.object(index, (&name, at), doc.clone(), path, sink);
        let given = None;
        Some(Field {
            wire: branch.key.to_owned(),
            rust: choose(branch.key, at, given, Use::Field, sink),
            ty: Type::Object(name),
            list: branch.is_list,
            optional: false,
            nullable: false,
            unit: None,
            doc,
            source: Source::Table,
            correction: None,
            aliases: Vec::new(),
            as_text: false,
        })
    }

    fn ty(
        &mut self,
        index: usize,
        raw: &raw::Field,
        at: At<'_>,
        path: &str,
        doc: &str,
        sink: &mut Sink,
    ) -> Option<Type> {
        if let Some(name) = &raw.type_name {
            return self.names.resolve(name, at.key("type"), self.local, sink);
        }
        let name = raw.object.as_deref()?;
        let at = at.key("object");
        let has_fields = !self.paths.branch(index).below.is_empty();
        let is_shared = self.names.is_shared_object(name);
        if has_fields && is_shared {
            let help = "remove the paths below, or choose another name";
            sink.add(described_already(name, at, help));
            return None;
        }
        if has_fields {
            self.is_whole &= self.names.types.take(name, "object", at, sink);
            self.object(index, (name, at), doc.to_owned(), path, sink);
        } else if !is_shared && !self.local.objects.contains(name) {
            self.names.unknown_object(name, at, self.local, sink);
            return None;
        }
        Some(Type::Object(name.to_owned()))
    }
}

fn unit(raw: &raw::Field, ty: &Type, branch: &Branch<'_>, at: At<'_>, sink: &mut Sink) {
    let is_number = matches!(ty, Type::Integer | Type::Number);
    if raw.unit.is_some() && !is_number {
        let message = format!("{} has a unit, but is no number", quoted(&raw.path));
        let finding = Finding::new(Code::UnitWithoutNumber, at.key("unit").place(), message);
        sink.add(finding.help("remove `unit:`, or say `number` or `integer`"));
    }
    if raw.unit.is_none() && is_number && looks_like_time(branch.key) {
        let message = format!("{} looks like a time and has no unit", quoted(&raw.path));
        let finding = Finding::new(Code::NoUnit, at.key("path").place(), message);
        sink.add(finding.help("add `unit: seconds`, or what the page says it is"));
    }
}

/// Reports other names of fields that are keys of the same object.
fn aliases(fields: &[Field], parent: usize, paths: &Paths<'_>, sink: &mut Sink) {
    let find = |key: &str| paths.find(parent, key);
    let mut taken: HashMap<&str, At<'_>> = HashMap::new();
    for field in fields {
        let Some((_, at)) = find(&field.wire).and_then(|index| paths.branch(index).entry) else {
            continue;
        };
        for (alias, at) in field.aliases.iter().zip(at.key("aliases").items()) {
            let first = match find(alias) {
                Some(index) => Some(paths.branch(index).at.key("path")),
                None => taken.insert(alias, at),
            };
            if let Some(first) = first {
                let message = format!("{} is a key of this object already", quoted(alias));
                let finding = Finding::new(Code::Alias, at.place(), message)
                    .second(first.place(), "it is here");
                sink.add(finding.help("remove the alias"));
            }
        }
    }
}

fn looks_like_time(key: &str) -> bool {
    let camel = key.to_upper_camel_case();
    ["Time", "Duration"]
        .iter()
        .any(|word| camel.ends_with(word))
}

fn camel(path: &str) -> String {
    path.split('.')
        .map(ToUpperCamelCase::to_upper_camel_case)
        .collect()
}
