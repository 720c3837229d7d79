//! The response of the draft, from the tree of the answer.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use helpscout_description::Source;

use crate::absent;
use crate::answer::AnswerNode;
use crate::enums::Enums;
use crate::field_type::FieldType;
use crate::known::Side;
use crate::names::Names;
use crate::operation::{FieldDraft, Pages, ResponseDraft};
use crate::path::quoted;
use crate::shared;
use crate::table::Row;
use crate::words::{NameKind, rust_name, sentence, singular};

/// Keys that identify a row, or say what a figure belongs to.
const IDENTITY: [&str; 5] = ["id", "number", "date", "start", "key"];

/// Drafts the response of an operation.
pub(crate) struct ResponseDrafter<'d, 'k> {
    pub(crate) enums: &'d mut Enums<'k>,
    pub(crate) names: &'d Names,
    pub(crate) pages: Option<&'d Pages>,
    /// Whether figures may be missing even if the example has them, as in reports.
    pub(crate) is_tolerant: bool,
    /// What to do about an answer without keys.
    pub(crate) without_keys: &'d str,
    /// The fields so far.
    pub(crate) fields: Vec<FieldDraft>,
}

impl ResponseDrafter<'_, '_> {
    pub(crate) fn draft(mut self, answer: &AnswerNode) -> ResponseDraft {
        let is_page = self.pages.is_some();
        if let Some(shared) = self.shared(answer).filter(|_| !answer.is_list) {
            return ResponseDraft {
                object: shared,
                ..ResponseDraft::default()
            };
        }
        let wanted = if is_page {
            &self.names.page
        } else {
            &self.names.answer
        };
        let object = self.enums.take(wanted);
        let prefix = if answer.is_list { "[]." } else { "" };
        if answer.is_object() {
            self.below(answer, prefix, &object);
        } else {
            self.fields.push(FieldDraft {
                path: format!("{prefix}*"),
                type_name: "any".to_owned(),
                doc: "Any value that the service sends.".to_owned(),
                todo: vec![self.without_keys.to_owned()],
                ..FieldDraft::default()
            });
        }
        let doc = match (is_page, answer.is_list) {
            (true, _) => "A page of the answer.",
            (_, true) => "One element of the answer.",
            _ => "The answer.",
        };
        ResponseDraft {
            object,
            doc: Some(doc.to_owned()),
            fields: self.fields,
            ..ResponseDraft::default()
        }
    }

    /// Adds the fields of an object. `prefix` is the path to them.
    fn below(&mut self, object: &AnswerNode, prefix: &str, parent: &str) {
        let mut setters = HashSet::new();
        let mut periods: Option<String> = None;
        for node in &object.below {
            let is_taken = |name: &str| setters.contains(name);
            let is_any_key = node.key == "*";
            let rust = (!is_any_key).then(|| rust_name(&node.key, NameKind::Field, is_taken));
            let rust = rust.flatten();
            setters.insert(rust.clone().unwrap_or_else(|| node.key.to_snake_case()));
            let brackets = if node.is_list { "[]" } else { "" };
            let path = format!("{prefix}{}{brackets}", quoted(&node.key));
            let mut field = FieldDraft {
                rust,
                ..self.untyped(node, object, &path)
            };
            if node.is_object() {
                self.object(node, field, &mut periods);
                continue;
            }
            let is_paging = self.is_paging(&path);
            let parent_key = if object.key.is_empty() {
                parent
            } else {
                &object.key
            };
            let enums = &mut *self.enums;
            let field_type = FieldType::of(node, parent_key, is_paging, enums, &mut field.todo);
            field.type_name = field_type.name;
            field.unit = field_type.unit;
            field.written_as = field_type.written_as;
            // Lists can have neither instants nor numbers that are written as text.
            let is_single = field.type_name == "instant" || field.written_as.is_some();
            if (node.is_list || node.is_one_or_many()) && is_single {
                field.type_name = "text".to_owned();
                field.written_as = None;
            }
            self.tolerate(node, &mut field, is_paging);
            self.describe(node, &mut field);
            self.fields.push(field);
        }
        if object.has_rest {
            let rust = setters.contains("other").then(|| "other_keys".to_owned());
            self.fields.push(FieldDraft {
                path: format!("{prefix}*"),
                type_name: "any".to_owned(),
                nullable: object.has_null_rest,
                source: Source::Example,
                doc: "Every other key.".to_owned(),
                rust,
                todo: vec!["the example has keys that can't be described one by one".to_owned()],
                ..FieldDraft::default()
            });
        }
    }

    /// Returns a field with everything that does not depend on its type.
    fn untyped(&self, node: &AnswerNode, parent: &AnswerNode, path: &str) -> FieldDraft {
        let is_always_there = node.present >= parent.objects || self.is_needed(path);
        let is_any_key = node.key == "*";
        let is_only_in_example =
            !node.is_in_table(&node.key) && node.is_in_example() && !is_any_key;
        let is_nullable = |row: &Row| row.nullable || absent::may_be_null(&row.description);
        // Paging needs some keys, whatever the page says about them.
        let is_optional = |row: &Row| {
            let is_said = row.required == Some(false) || absent::may_be_missing(&row.description);
            is_said && !is_any_key && !self.is_needed(path)
        };
        let row = node.row.as_ref();
        let mut field = FieldDraft {
            path: path.to_owned(),
            nullable: node.is_null
                || row.is_some_and(is_nullable)
                || (node.has_null_items && node.is_one_or_many()),
            nullable_items: node.has_null_items && node.is_list,
            one_or_many: node.is_one_or_many(),
            optional: !is_always_there || row.is_some_and(is_optional),
            source: if is_only_in_example {
                Source::Example
            } else {
                Source::Table
            },
            ..FieldDraft::default()
        };
        let mut todo = |text: &str| field.todo.push(text.to_owned());
        let has_example = parent.objects > 0;
        if node.row.is_some() && !node.is_in_example() && has_example {
            todo("the page's example does not have it");
        }
        if node.row.is_none() && !node.is_in_example() && !is_any_key {
            todo("the page's table does not list it");
        }
        for doubt in node.row.iter().flat_map(|row| &row.doubts) {
            todo(doubt);
        }
        if node.is_single_despite_table() {
            todo("the table calls it a list, but the example has a single value");
        }
        if let Some(repair) = &node.corrupted {
            todo("check that the table means this key");
            field.correction = Some(repair.correction(&repair.value));
        }
        field
    }

    /// Adds an object and its fields. Both periods of a report have the same object.
    fn object(&mut self, node: &AnswerNode, mut field: FieldDraft, periods: &mut Option<String>) {
        let is_period = ["current", "previous"].contains(&node.key.as_str());
        let is_rows = self.is_rows(&field.path);
        // The object around the rows may be missing from a page without rows.
        field.optional |= node.key == "_embedded";
        field.optional |= self.is_tolerant
            && !is_rows
            && !self.leads_to_paging(&field.path)
            && node.key != "current";
        // The last page may lack the link to the next one, with the object around it.
        field.optional |= self.leads_to_next(&field.path) && !self.is_needed(&field.path);
        field.nullable &= !self.is_needed(&field.path);
        field.todo.insert(0, "describe it".to_owned());
        field.doc = if is_rows {
            "The rows on this page.".to_owned()
        } else if node.key == "_embedded" {
            "The container of the rows.".to_owned()
        } else {
            sentence(&node.key)
        };
        if node.key == "_links" && !self.leads_to_next(&field.path) {
            return self.links(field);
        }
        if let Some(doc) = period(node).filter(|_| self.is_tolerant) {
            field.doc = doc.to_owned();
            field.todo.remove(0);
        }
        field.nullable |= node.key == "previous" && self.is_tolerant;
        if let Some(shared) = self.shared(node) {
            if is_period {
                *periods = Some(shared.clone());
            }
            field.object = Some(shared);
            return self.fields.push(field);
        }
        if let (true, Some(known)) = (is_period, periods.as_ref()) {
            // Its keys were merged with those of the other period.
            field.object = Some(known.clone());
            return self.fields.push(field);
        }
        let stem = &self.names.stem;
        let wanted = match node.key.as_str() {
            "current" | "previous" if node.is_list => format!("{stem}Point"),
            "current" | "previous" => format!("{stem}Figures"),
            "_embedded" => format!("{stem}Rows"),
            "page" => format!("{stem}PageInfo"),
            _ if is_rows && node.key == "results" => format!("{stem}Row"),
            key => {
                let key = if key == "*" { "value" } else { key };
                let element = if node.is_list {
                    singular(key)
                } else {
                    key.to_owned()
                };
                let mut element = element.to_upper_camel_case();
                element.retain(|char| char.is_ascii_alphanumeric());
                if element.is_empty() {
                    element.push_str("Value");
                }
                // The rows of a look-up are named after the look-up.
                if is_rows && stem.ends_with(&element) {
                    element
                } else {
                    format!("{stem}{element}")
                }
            }
        };
        let name = self.enums.take(&wanted);
        if is_period {
            *periods = Some(name.clone());
        }
        field.object = Some(name.clone());
        let prefix = format!("{}.", field.path);
        self.fields.push(field);
        self.below(node, &prefix, &name);
    }

    /// Adds the links of an answer.
    fn links(&mut self, mut field: FieldDraft) {
        field.optional = true;
        field.doc = "Links to resources that belong to this one.".to_owned();
        field.todo.clear();
        field.object = self.enums.known.links().map(str::to_owned);
        field.type_name = "any".to_owned();
        self.fields.push(field);
    }

    /// Returns the shared object with the same keys.
    fn shared(&self, node: &AnswerNode) -> Option<String> {
        shared::find(node, self.enums.known.objects()).map(str::to_owned)
    }

    /// Allows figures of a report to be missing or null, so that one of them does not cost the
    /// whole answer.
    fn tolerate(&self, node: &AnswerNode, field: &mut FieldDraft, is_paging: bool) {
        if is_paging {
            field.nullable = false;
            return;
        }
        if self.pages.and_then(Pages::next) == Some(field.path.as_str()) {
            field.nullable = true;
            field.optional = true;
            if field.type_name == "any" && node.kinds.is_empty() {
                // The example may be the last page.
                field.type_name = "text".to_owned();
                let todo = "no example shows its type, which is text as far as paging goes";
                field.todo = vec![todo.to_owned()];
            }
        }
        let is_identity = IDENTITY.contains(&node.key.as_str()) && !field.optional;
        if self.is_tolerant && !is_identity {
            let is_figure = ["integer", "number", "text"].contains(&field.type_name.as_str());
            // No key is missing from a map.
            field.optional = node.key != "*";
            field.nullable |= is_figure && !node.is_list;
        }
    }

    fn describe(&self, node: &AnswerNode, field: &mut FieldDraft) {
        let known = &self.enums.known;
        let known = known
            .doc(Side::Response, &node.key, &field.type_name)
            .filter(|known| !known.is_elsewhere(&field.path, &field.type_name));
        match known {
            Some(known) => {
                field
                    .todo
                    .extend(known.doubt(&field.path, &field.type_name));
                field.doc = known.doc;
            }
            None => {
                let id = field.type_name.strip_suffix("Id");
                field.doc = match id.filter(|id| is_id_of(&node.key, id)) {
                    Some(thing) => sentence(thing),
                    None => sentence(&node.key),
                };
                field.todo.insert(0, "describe it".to_owned());
            }
        }
    }

    /// Returns whether a field is a number or a flag of paging, which every page has.
    fn is_paging(&self, path: &str) -> bool {
        self.pages
            .is_some_and(|pages| pages.certain().any(|certain| certain == path))
    }

    fn is_rows(&self, path: &str) -> bool {
        self.pages
            .is_some_and(|pages| path.strip_suffix("[]") == Some(&pages.rows))
    }

    /// Returns whether something that paging needs is inside an object.
    fn leads_to_paging(&self, path: &str) -> bool {
        let inside = format!("{path}.");
        self.pages
            .is_some_and(|pages| pages.certain().any(|path| path.starts_with(&inside)))
    }

    /// Returns whether the text that leads to the next page is inside an object.
    fn leads_to_next(&self, path: &str) -> bool {
        let next = self.pages.and_then(Pages::next);
        next.is_some_and(|next| next.starts_with(&format!("{path}.")))
    }

    /// Returns whether paging needs a field.
    fn is_needed(&self, path: &str) -> bool {
        self.is_paging(path) || self.is_rows(path) || self.leads_to_paging(path)
    }
}

/// Returns the description of a part that all reports have.
fn period(node: &AnswerNode) -> Option<&'static str> {
    match node.key.as_str() {
        "current" if node.is_list => Some("The buckets of the interval."),
        "previous" if node.is_list => Some("The buckets of the comparison interval."),
        "current" => Some("The figures for the interval."),
        "previous" => Some("The figures for the comparison interval."),
        "deltas" => Some("The change in each figure relative to the comparison interval."),
        _ => None,
    }
}

/// Returns whether a key only says that it is an ID of that thing.
fn is_id_of(key: &str, thing: &str) -> bool {
    key == "id" || key.eq_ignore_ascii_case(&format!("{thing}id"))
}
