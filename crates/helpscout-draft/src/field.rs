//! The fields of an answer, from the tree of what the page says.

use crate::draft::{Answer, Field};
use crate::enums::Enums;
use crate::kind;
use crate::known::Place;
use crate::request::Names;
use crate::tree::Node;
use crate::words::{Use, one_of, rust_name, sentence, singular};
use heck::{ToSnakeCase, ToUpperCamelCase};
use helpscout_description::Pages;
use std::collections::HashSet;

/// Keys that tell one row from another, or say what a figure belongs to.
const IDENTITY: [&str; 5] = ["id", "number", "date", "start", "key"];

/// Drafts the fields of an answer.
pub(crate) struct Fields<'d, 'k> {
    pub(crate) enums: &'d mut Enums<'k>,
    pub(crate) names: &'d Names,
    pub(crate) pages: Option<&'d Pages>,
    /// Whether figures may be missing though the example has them, as those of reports may.
    pub(crate) is_tolerant: bool,
    pub(crate) list: Vec<Field>,
}

impl Fields<'_, '_> {
    pub(crate) fn answer(mut self, answer: &Node, is_page: bool) -> Answer {
        if let Some(shared) = self.shared(answer).filter(|_| !answer.is_list) {
            return Answer {
                object: shared,
                ..Answer::default()
            };
        }
        let wanted = if is_page {
            &self.names.page
        } else {
            &self.names.answer
        };
        let object = self.enums.take(wanted);
        let prefix = if answer.is_list { "[]." } else { "" };
        match answer.is_object() {
            true => self.below(answer, prefix, &object),
            false => self.list.push(Field {
                path: format!("{prefix}*"),
                type_name: "any".to_owned(),
                doc: "Whatever the service answers.".to_owned(),
                todo: vec!["the page describes no field".to_owned()],
                ..Field::default()
            }),
        }
        let doc = match (is_page, answer.is_list) {
            (true, _) => "One page of the answer.",
            (_, true) => "One element of the answer.",
            _ => "The answer.",
        };
        Answer {
            object,
            doc: Some(doc.to_owned()),
            fields: self.list,
        }
    }

    /// Adds the fields of an object. `prefix` leads to it.
    fn below(&mut self, object: &Node, prefix: &str, parent: &str) {
        let mut setters = HashSet::new();
        let mut periods: Option<String> = None;
        for node in &object.below {
            let rust = rust_name(&node.key, Use::Field, |name| setters.contains(name));
            setters.insert(rust.clone().unwrap_or_else(|| node.key.to_snake_case()));
            let path = format!(
                "{prefix}{}{}",
                node.key,
                if node.is_list { "[]" } else { "" }
            );
            let mut field = Field {
                rust,
                ..self.said(node, object, &path)
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
            let typed = kind::of(node, parent_key, is_paging, self.enums, &mut field.todo);
            field.type_name = typed.name;
            field.unit = typed.unit;
            field.is_written_as_text = typed.is_written_as_text;
            self.tolerate(node, &mut field, is_paging);
            self.describe(node, &mut field);
            self.list.push(field);
        }
        if object.has_rest {
            let rust = setters.contains("other").then(|| "other_keys".to_owned());
            self.list.push(Field {
                path: format!("{prefix}*"),
                type_name: "any".to_owned(),
                nullable: object.has_null_rest,
                is_from_example: true,
                doc: "Every other key.".to_owned(),
                rust,
                todo: vec!["the example has keys that can't be described one by one".to_owned()],
                ..Field::default()
            });
        }
    }

    /// A field as far as it does not depend on its type.
    fn said(&self, node: &Node, parent: &Node, path: &str) -> Field {
        let is_always = node.present >= parent.objects || self.is_certain(path);
        let mut field = Field {
            path: path.to_owned(),
            nullable: node.is_null,
            optional: !is_always,
            is_from_example: !node.is_in_table(&node.key) && node.is_shown(),
            ..Field::default()
        };
        let is_example_there = parent.objects > 0;
        if node.row.is_some() && !node.is_shown() && is_example_there {
            field.todo.push("the page's example lacks it".to_owned());
        }
        if node.row.is_none() && !node.is_shown() {
            field.todo.push("the page has no line for it".to_owned());
        }
        if node.row.as_ref().is_some_and(|row| row.is_cut) {
            field
                .todo
                .push("its row of the table is cut off".to_owned());
        }
        if node.is_single_after_all() {
            let doubt = "the table calls it a list, and the example has a single value";
            field.todo.push(doubt.to_owned());
        }
        if let Some(repair) = &node.spoiled {
            field.correction = Some(repair.correction(&repair.value));
            field
                .todo
                .push("make sure that the table means this key".to_owned());
        }
        field
    }

    /// Adds an object and what is below it. The two periods of a report are one object.
    fn object(&mut self, node: &Node, mut field: Field, periods: &mut Option<String>) {
        let is_period = ["current", "previous"].contains(&node.key.as_str());
        let is_rows = self.is_rows(&field.path);
        // A page without rows may lack the object around them.
        field.optional |= node.key == "_embedded";
        field.optional |= self.is_tolerant
            && !is_rows
            && !self.leads_to_paging(&field.path)
            && node.key != "current";
        field.nullable &= !self.is_certain(&field.path);
        field.todo.insert(0, "describe it".to_owned());
        field.doc = match (is_rows, node.is_list) {
            (true, _) => "One row of the page.".to_owned(),
            (_, true) => one_of(&node.key),
            _ if node.key == "_embedded" => "What this page holds.".to_owned(),
            _ => sentence(&node.key),
        };
        if node.key == "_links" {
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
            return self.list.push(field);
        }
        if let (true, Some(known)) = (is_period, periods.as_ref()) {
            // Its keys were put together with those of the other period.
            field.object = Some(known.clone());
            return self.list.push(field);
        }
        let stem = &self.names.stem;
        let wanted = match node.key.as_str() {
            "current" | "previous" if node.is_list => format!("{stem}Point"),
            "current" | "previous" => format!("{stem}Figures"),
            "_embedded" => format!("{stem}Rows"),
            "page" => format!("{stem}PageInfo"),
            _ if is_rows && node.key == "results" => format!("{stem}Row"),
            key => {
                let one = if node.is_list {
                    singular(key)
                } else {
                    key.to_owned()
                };
                let one = one.to_upper_camel_case();
                // Rows of a look-up are called what they are.
                if is_rows && stem.ends_with(&one) {
                    one
                } else {
                    format!("{stem}{one}")
                }
            }
        };
        let name = self.enums.take(&wanted);
        if is_period {
            *periods = Some(name.clone());
        }
        field.object = Some(name.clone());
        let prefix = format!("{}.", field.path);
        self.list.push(field);
        self.below(node, &prefix, &name);
    }

    fn links(&mut self, mut field: Field) {
        field.optional = true;
        field.doc = "Links to answers that belong to this one.".to_owned();
        field.todo.clear();
        field.object = self.enums.known.links().map(str::to_owned);
        field.type_name = "any".to_owned();
        self.list.push(field);
    }

    fn shared(&self, node: &Node) -> Option<String> {
        crate::shared::find(node, self.enums.known.objects()).map(str::to_owned)
    }

    /// Lets figures be missing or null: one that is costs a report nothing but itself.
    fn tolerate(&self, node: &Node, field: &mut Field, is_paging: bool) {
        if is_paging {
            field.nullable = false;
            return;
        }
        let is_identity = IDENTITY.contains(&node.key.as_str()) && !field.optional;
        if self.is_tolerant && !is_identity {
            let is_figure = ["integer", "number", "text"].contains(&field.type_name.as_str());
            field.optional = true;
            field.nullable |= is_figure && !node.is_list;
        }
    }

    fn describe(&self, node: &Node, field: &mut Field) {
        match self
            .enums
            .known
            .doc(Place::Field, &node.key, &field.type_name)
        {
            Some(said) => {
                field.todo.extend(said.doubt());
                field.doc = said.doc;
            }
            None => {
                let id = field.type_name.strip_suffix("Id");
                field.doc = match id.filter(|id| is_id_of(&node.key, id)) {
                    Some(thing) => sentence(thing),
                    None if node.is_list => one_of(&node.key),
                    None => sentence(&node.key),
                };
                field.todo.insert(0, "describe it".to_owned());
            }
        }
    }

    fn is_paging(&self, path: &str) -> bool {
        self.pages.is_some_and(|pages| {
            [&pages.current, &pages.total, &pages.count].contains(&&path.to_owned())
        })
    }

    fn is_rows(&self, path: &str) -> bool {
        self.pages
            .is_some_and(|pages| path.strip_suffix("[]") == Some(&pages.rows))
    }

    /// Whether an object lies around a number of paging.
    fn leads_to_paging(&self, path: &str) -> bool {
        self.pages.is_some_and(|pages| {
            let inside = format!("{path}.");
            [&pages.current, &pages.total, &pages.count]
                .iter()
                .any(|number| number.starts_with(&inside))
        })
    }

    /// Whether paging needs it.
    fn is_certain(&self, path: &str) -> bool {
        self.is_paging(path) || self.is_rows(path) || self.leads_to_paging(path)
    }
}

/// What the parts of every report are.
fn period(node: &Node) -> Option<&'static str> {
    match node.key.as_str() {
        "current" if node.is_list => Some("A point of the interval asked for."),
        "previous" if node.is_list => Some("A point of the interval to compare with."),
        "current" => Some("The interval asked for."),
        "previous" => Some("The interval to compare with."),
        "deltas" => Some("How the interval differs from the previous one."),
        _ => None,
    }
}

/// Whether a key says nothing but that it is an id of that thing.
fn is_id_of(key: &str, thing: &str) -> bool {
    key == "id" || key.eq_ignore_ascii_case(&format!("{thing}id"))
}
