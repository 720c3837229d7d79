//! Responses: from the paths of their fields to objects.

use std::collections::HashMap;

use heck::ToUpperCamelCase;
use helpscout_description::quote::quoted;
use helpscout_description::{Field, IdForm, Object, Source, Type};

use super::checker::Checker;
use super::names::Local;
use super::paths::{Branch, Paths, REST, ROOT};
use super::rust_names::{self, Scope, Use};
use super::{answer, correction, implied, important, prose, todo};
use crate::code::Code;
use crate::finding::Finding;
use crate::pattern;
use crate::position::At;
use crate::raw;

/// Checks a shared object of `api.yaml`, whose name is taken already.
pub(super) fn check_shared<'a>(raw: &'a raw::SharedObject, at: At<'a>, checker: &mut Checker<'a>) {
    let paths = Paths::new(&raw.fields, at.key("fields"), checker);
    checker.names.local = Local {
        objects: paths.declared_objects().collect(),
        ..Local::default()
    };
    let doc = prose::doc(raw.doc.as_deref(), at, "name", checker);
    let mut response = Response {
        paths: &paths,
        prefix: &raw.name,
        operation: None,
        checker,
        is_whole: paths.is_whole && !raw.fields.is_empty(),
    };
    answer::check_shared(&raw.fields, at.key("fields"), response.checker);
    response.object(ROOT, (&raw.name, at.key("name")), doc, "");
    response.important(&raw.name, &raw.important, at);
    if !response.is_whole {
        checker.checked.partial_objects.insert(raw.name.clone());
    }
}

/// Checks the response of an operation. Returns false if parts of it are missing because of
/// errors.
///
/// `at` is the operation, and the names of objects without a name of their own start with `query`.
pub(super) fn check<'a>(
    raw: &'a raw::OperationFile,
    at: At<'a>,
    query: &str,
    checker: &mut Checker<'a>,
) -> bool {
    let (operation, raw, at) = (&raw.operation, &raw.response, at.key("response"));
    let (Some(name), named) = (raw.object.as_deref(), at.key("object")) else {
        // What it has all the same has been reported already.
        return true;
    };
    if checker.names.is_shared_object(name) || raw.fields.is_empty() {
        return shared(raw, at, checker);
    }
    let paths = Paths::new(&raw.fields, at.key("fields"), checker);
    checker.names.local.objects = paths.declared_objects().chain([name]).collect();
    let doc = prose::doc(raw.doc.as_deref(), at, "object", checker);
    let is_new = checker.take_type(name, "object", named);
    let mut response = Response {
        paths: &paths,
        prefix: query,
        operation: Some(operation),
        checker,
        is_whole: paths.is_whole && is_new,
    };
    response.object(ROOT, (name, named), doc, "");
    response.important(name, &raw.important, at);
    response.is_whole
}

/// Checks a response without fields of its own. Returns false if it is not a shared object, or if the
/// operation adds fields to one.
fn shared(raw: &raw::Response, at_of_response: At<'_>, checker: &mut Checker<'_>) -> bool {
    let at = at_of_response.key("object");
    let name = raw.name();
    let is_shared = checker.names.is_shared_object(name);
    if !raw.important.is_empty() {
        let key = at_of_response.key("important");
        checker.report(important::elsewhere(name, key));
    }
    if !is_shared {
        checker.unknown_object(name, at);
    } else if !raw.fields.is_empty() || raw.doc.is_some() {
        let help = "remove `doc:` and `fields:`, or choose another name";
        checker.report(described_already(name, at, help));
    }
    is_shared && raw.fields.is_empty()
}

fn described_already(name: &str, at: At<'_>, help: &str) -> Finding {
    let message = format!(
        "{} is a shared object, which already has its fields",
        quoted(name)
    );
    Finding::new(Code::SharedObjectFields, at.place(), message).help(help)
}

/// A response that becomes objects.
struct Response<'r, 'a> {
    paths: &'r Paths<'a>,
    prefix: &'r str,
    operation: Option<&'r str>,
    checker: &'r mut Checker<'a>,
    is_whole: bool,
}

impl<'a> Response<'_, 'a> {
    /// Adds the object of a branch, given its name and the place of that, and then the objects
    /// below it.
    fn object(&mut self, branch: usize, (name, at): (&str, At<'_>), doc: String, path: &str) {
        let object = Object {
            name: name.to_owned(),
            doc,
            fields: Vec::new(),
            important: Vec::new(),
            rest: None,
            operation: self.operation.map(str::to_owned),
            file: at.file().to_owned(),
        };
        let number = self.checker.checked.add_object(object, at);
        let mut scope = Scope::default();
        let mut fields = Vec::new();
        let mut rest = None;
        for index in &self.paths.branch(branch).below {
            let key = self.paths.branch(*index).key;
            let path = helpscout_description::path::join(path, key);
            let (field, is_resolved) = self.field(*index, branch, &path, &mut scope);
            let named = self.paths.branch(*index).at.key("path");
            let entry = self.paths.branch(*index).entry;
            let spelled = entry.and_then(|(_, at)| at.get("rust")).unwrap_or(named);
            let (paths, rust, wire) = (self.paths, &field.rust, &field.wire);
            let is_taken = |name: &str| has_field(paths, branch, name);
            if entry.is_some() {
                let collision = scope.take(rust, wire, spelled, Use::Field, &is_taken);
                self.checker.report_all(collision);
            } else {
                // The name of another one has been reported already.
                scope.claim(rust, wire, spelled, Use::Field);
            }
            let places = &mut self.checker.checked;
            places.add_field_place(name, &field.wire, named);
            if let (None, Type::Object(inner)) = (entry, &field.ty) {
                places.add_implied(name, &field.wire, self.paths.written(*index), inner);
            }
            if !is_resolved {
                let field = (name.to_owned(), field.wire.clone());
                places.unresolved.insert(field);
            }
            if field.wire == REST {
                rest = Some(field);
            } else {
                fields.push(field);
            }
        }
        self.aliases(&fields, branch);
        let object = &mut self.checker.checked.objects[number];
        object.fields = fields;
        object.rest = rest;
    }

    /// Returns a field, and whether its type is known. One whose type is not known, because of an
    /// error, accepts every value.
    fn field(
        &mut self,
        index: usize,
        parent: usize,
        path: &str,
        scope: &mut Scope,
    ) -> (Field, bool) {
        let paths = self.paths;
        let branch = paths.branch(index);
        let is_taken = |name: &str| has_field(paths, parent, name);
        let Some((raw, at)) = branch.entry else {
            return (self.unwritten(index, path, scope, &is_taken), true);
        };
        let doc = prose::doc(raw.doc.as_deref(), at, "path", self.checker);
        todo::check(raw.todo.as_deref(), at, self.checker);
        let given = raw.rust.as_deref().map(|name| (name, at.key("rust")));
        let wire = branch.key;
        let is_neighbor = |key: &str| self.paths.find(parent, key).is_some();
        let correction = raw.correction.as_ref();
        let correction = correction::check(correction, wire, is_neighbor, at, self.checker);
        let source = rust_source(wire);
        let rust =
            self.checker
                .rust_name(source, at.key("path"), given, Use::Field, scope, &is_taken);
        let found = self.ty((raw, at), index, path, &doc);
        let is_resolved = found.is_some();
        let ty = found.unwrap_or(Type::Any);
        if is_resolved {
            unit(raw, &ty, branch, at, self.checker);
            lists(raw, branch, at, self.checker);
            one_or_many(raw, &ty, branch, at, self.checker);
            form(raw, &ty, branch, at, self.checker);
            answer::check_type(raw, &ty, at, self.checker);
        }
        let field = Field {
            wire: wire.to_owned(),
            rust,
            ty,
            list: branch.is_list,
            optional: raw.optional,
            nullable: raw.nullable,
            nullable_items: raw.nullable_items,
            one_or_many: raw.one_or_many,
            unit: raw.unit,
            doc,
            source: raw.source.unwrap_or_default(),
            correction,
            aliases: raw.aliases.clone(),
            as_text: raw.written_as.is_some(),
            header: raw.header.clone(),
        };
        (field, is_resolved)
    }

    /// Returns a field that has no entry: the paths of the fields below it only mention it. If it can't
    /// get the names that it needs, the finding says which entry gives them.
    fn unwritten(
        &mut self,
        index: usize,
        path: &str,
        scope: &mut Scope,
        is_taken: &dyn Fn(&str) -> bool,
    ) -> Field {
        let branch = self.paths.branch(index);
        let at = branch.at.key("path");
        let doc = format!("The part `{path}` of the answer.");
        let last = camel(branch.key);
        let can_name =
            (pattern::TYPE.matches)(&last) || last.starts_with(|char: char| char.is_ascii_digit());
        let name = format!("{}{}", self.prefix, camel(path));
        let wire = branch.key;
        let source = rust_source(wire);
        let (rust, trouble) = rust_names::derive(source, at, Use::Field);
        let collision = scope.collision(&rust, wire, at, Use::Field);
        // A copy of a file has the types of the other one, too.
        let is_copy = self.checker.names.repeated.contains(at.file());
        let types = &mut self.checker.names.types;
        let (free, taken) = if can_name {
            let taken = types.collision(&name, "object", at);
            (types.free(&name, "Object"), taken.filter(|_| !is_copy))
        } else {
            let ascii = name.chars().filter(char::is_ascii_alphanumeric);
            let free = types.free(&format!("{}Value", ascii.collect::<String>()), "Object");
            (free, Some(unnamed(wire, at)))
        };
        // One entry mends everything.
        if let Some(trouble) = taken.or(trouble).or(collision) {
            let is_other = |name: &str| name != rust && is_taken(name);
            let usable = scope.suggest(source, Use::Field, &is_other);
            let given = if usable == rust {
                String::new()
            } else {
                format!("rust: {usable}, ")
            };
            let entry = implied::entry(self.paths.written(index), &free, &given);
            let help = format!("add an entry for this part of the path: `{entry}`");
            self.checker.report(trouble.help(help));
            self.is_whole = false;
        }
        let (ty, rust) = if can_name {
            self.checker.take_type(&free, "object", at);
            self.object(index, (&free, at), doc.clone(), path);
            (Type::Object(free), rust)
        } else {
            (Type::Any, wire.to_owned())
        };
        Field {
            wire: wire.to_owned(),
            rust,
            ty,
            list: branch.is_list,
            optional: false,
            nullable: false,
            nullable_items: false,
            one_or_many: false,
            unit: None,
            doc,
            source: Source::Table,
            correction: None,
            aliases: Vec::new(),
            as_text: false,
            header: None,
        }
    }

    /// Returns the type of a field with an entry; reports one that is not known.
    fn ty(
        &mut self,
        (raw, at): (&'a raw::Field, At<'a>),
        index: usize,
        path: &str,
        doc: &str,
    ) -> Option<Type> {
        let (branch, entry) = (self.paths.branch(index), at);
        // Paths that could not be placed, or that are misspelled, may be those of its fields.
        let object = raw.object.as_deref();
        let is_known = object.is_none_or(|name| self.checker.names.is_object(name));
        let is_elsewhere = branch.below.is_empty() && self.paths.is_whole && is_known;
        if is_elsewhere && !raw.important.is_empty() {
            let finding = important::elsewhere(&raw.path, at.key("important"));
            self.checker.report(finding);
        }
        if let Some(name) = &raw.type_name {
            return self.checker.resolve(name, false, at.key("type"));
        }
        let name = raw.object.as_deref()?;
        let (named, at) = (at.key("path"), at.key("object"));
        let has_fields = !branch.below.is_empty();
        if has_fields && self.checker.names.is_shared_object(name) {
            let help = "remove the paths below, or choose another name";
            self.checker.report(described_already(name, at, help));
            self.is_whole = false;
            return None;
        }
        if has_fields {
            self.is_whole &= self.checker.take_type(name, "object", at);
            self.object(index, (name, at), doc.to_owned(), path);
            self.important(name, &raw.important, entry);
        } else if !self.checker.names.is_object(name) {
            // Paths that could not be placed may be those of its fields.
            if self.paths.is_whole {
                match self.paths.similar_without_entry(index) {
                    Some(meant) => self.checker.report(misspelled(raw, meant, named)),
                    None => self.checker.unknown_object(name, at),
                }
            }
            return None;
        }
        Some(Type::Object(name.to_owned()))
    }

    /// Sets the important keys of the object that was added last with that name.
    fn important(&mut self, name: &str, keys: &[String], at: At<'_>) {
        if keys.is_empty() {
            return;
        }
        let mut objects = self.checker.checked.objects.iter();
        let Some(number) = objects.rposition(|object| object.name == name) else {
            return;
        };
        // An unknown key may be one whose path could not be placed.
        let is_whole = self.paths.is_whole;
        let object = &self.checker.checked.objects[number];
        let at = at.key("important");
        let (important, findings) = important::check(keys, at, object, is_whole);
        self.checker.report_all(findings);
        self.checker.checked.objects[number].important = important;
    }

    /// Reports aliases of fields that are keys of the same object.
    fn aliases(&mut self, fields: &[Field], parent: usize) {
        let mut taken: HashMap<&str, At<'_>> = HashMap::new();
        for field in fields {
            let entry = self
                .paths
                .find(parent, &field.wire)
                .and_then(|index| self.paths.branch(index).entry);
            let Some((_, at)) = entry else {
                continue;
            };
            for (alias, at) in field.aliases.iter().zip(at.key("aliases").items()) {
                let first = match self.paths.find(parent, alias) {
                    Some(index) => Some(self.paths.branch(index).at.key("path")),
                    None => taken.insert(alias, at),
                };
                if let Some(first) = first {
                    let message = format!("this object already has the key {}", quoted(alias));
                    let finding = Finding::new(Code::Alias, at.place(), message)
                        .second(first.place(), "the key is here");
                    self.checker.report(finding.help("remove the alias"));
                }
            }
        }
    }
}

fn unit(raw: &raw::Field, ty: &Type, branch: &Branch<'_>, at: At<'_>, checker: &mut Checker<'_>) {
    let is_number = matches!(ty, Type::Integer | Type::Number);
    if raw.unit.is_some() && !is_number {
        let message = format!("{} has a unit, but is not a number", quoted(&raw.path));
        let finding = Finding::new(Code::UnitWithoutNumber, at.key("unit").place(), message);
        checker.report(finding.help("remove `unit:`, or change the type to `number` or `integer`"));
    }
    if raw.unit.is_none() && is_number && looks_like_time(branch.key) {
        let message = format!("{} looks like a time, but has no unit", quoted(&raw.path));
        let finding = Finding::new(Code::NoUnit, at.key("path").place(), message);
        checker.report(finding.help("add `unit: seconds`, or the unit on the page"));
    }
}

/// Reports facts about elements of a list where there is no list.
fn lists(raw: &raw::Field, branch: &Branch<'_>, at: At<'_>, checker: &mut Checker<'_>) {
    if raw.nullable_items && !branch.is_list {
        let message = format!("{} is not a list, so it has no items", quoted(&raw.path));
        let finding = Finding::new(
            Code::NullableItems,
            at.key("nullable_items").place(),
            message,
        );
        checker.report(finding.help(
            "write `nullable: true` if the value may be null, also for the values of a map, or mark \
             the list with `[]` in its path",
        ));
    }
}

/// Reports `one_or_many` of anything but the single values of a map.
fn one_or_many(
    raw: &raw::Field,
    ty: &Type,
    branch: &Branch<'_>,
    at: At<'_>,
    checker: &mut Checker<'_>,
) {
    let (reason, help) = match ty {
        _ if !raw.one_or_many => return,
        _ if branch.is_list => (
            "is a list already",
            "remove `one_or_many:` if values are always lists, or else the `[]` in the path",
        ),
        _ if branch.key != REST => (
            "is not the value of a map",
            "write `type: any` if the value may be a list, or mark a list with `[]` in its path",
        ),
        Type::Any => ("may be anything, also a list", "remove `one_or_many:`"),
        _ => return,
    };
    let message = format!("{} has `one_or_many`, but {reason}", quoted(&raw.path));
    let finding = Finding::new(Code::OneOrMany, at.key("one_or_many").place(), message);
    checker.report(finding.help(help));
}

/// Creates the finding for an object without fields beside one that has only fields.
fn misspelled(raw: &raw::Field, meant: &str, at: At<'_>) -> Finding {
    let message = format!(
        "no path goes through {}, but others go through {}",
        quoted(&raw.path),
        quoted(meant)
    );
    Finding::new(Code::UnknownObject, at.place(), message)
        .help(format!("write the key {} in this path", quoted(meant)))
}

fn unnamed(key: &str, at: At<'_>) -> Finding {
    let message = format!(
        "no name of a Rust type can be derived from the key {}",
        quoted(key)
    );
    Finding::new(Code::RustNameNeeded, at.place(), message)
}

/// Returns whether a key below a branch has or gets a Rust name.
fn has_field(paths: &Paths<'_>, parent: usize, name: &str) -> bool {
    let mut below = paths.branch(parent).below.iter();
    below.any(|index| {
        let branch = paths.branch(*index);
        let given = branch.entry.and_then(|(raw, _)| raw.rust.as_deref());
        Use::Field.name_of(rust_source(branch.key), given) == name
    })
}

/// Returns what the Rust name of a field is derived from.
fn rust_source(key: &str) -> &str {
    if key == REST { "other" } else { key }
}

/// Reports values that are written in a form which can't be read.
fn form(raw: &raw::Field, ty: &Type, branch: &Branch<'_>, at: At<'_>, checker: &mut Checker<'_>) {
    let is_single = !branch.is_list && branch.key != REST;
    if *ty == Type::Instant && !is_single {
        let message = format!(
            "{} has several instants, but only single ones can be read",
            quoted(&raw.path)
        );
        let finding = Finding::new(Code::SeveralInstants, at.key("type").place(), message);
        checker.report(finding.help("write `type: text`"));
    }
    if raw.written_as.is_none() {
        return;
    }
    let (reason, help) = match ty {
        Type::Id(name) if checker.checked.id_form(name) != IdForm::Integer => {
            ("is an ID that is text anyway", "remove `written_as:`")
        }
        Type::Integer | Type::Number | Type::Id(_) if is_single => return,
        Type::Integer | Type::Number | Type::Id(_) => (
            "has several values, and only single ones can be",
            "remove `written_as:`, and write `type: text`",
        ),
        _ => (
            "is neither a number nor an ID",
            "remove `written_as:`; the type of a text is `text`",
        ),
    };
    let message = format!("{} has `written_as`, but {reason}", quoted(&raw.path));
    let finding = Finding::new(Code::WrittenAs, at.key("written_as").place(), message);
    checker.report(finding.help(help));
}

fn looks_like_time(key: &str) -> bool {
    let camel = key.to_upper_camel_case();
    ["Time", "Duration"]
        .iter()
        .any(|word| camel.ends_with(word))
}

/// Returns a path as a part of a type's name. The values of a map are its entries.
fn camel(path: &str) -> String {
    let words = path.split('.');
    let words = words.map(|word| if word == REST { "entry" } else { word });
    words.map(ToUpperCamelCase::to_upper_camel_case).collect()
}
