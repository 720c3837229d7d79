//! The names of operations, of the schemas of errors, and of examples.
//!
//! Generators turn all of them into names of types, functions, files and tools. A schema named
//! `vnd.error` has no name in Python, an operation named `chat` and a schema named `ChatResponses`
//! lead to the same type, and a tool named `email` says nothing.

use std::collections::{BTreeMap, BTreeSet};

use helpscout_description::{Api, Group, Operation};

/// What generators append to the name of an operation to name the types of its parts.
const PARTS: [&str; 9] = [
    "",
    "body",
    "data",
    "error",
    "errors",
    "params",
    "request",
    "response",
    "responses",
];

/// The names in the document that the description does not have.
pub(crate) struct Names<'a> {
    /// The ID of an operation in the document, by its ID in the description.
    operations: BTreeMap<&'a str, String>,
    /// The names of an operation's examples, by the same ID.
    examples: BTreeMap<&'a str, Vec<String>>,
    /// The schema of an error.
    pub(crate) error: String,
    /// The schema of an error in one value of a request.
    pub(crate) field_error: String,
    /// The schema of the links of errors.
    pub(crate) error_links: String,
}

impl<'a> Names<'a> {
    /// Names everything in a description.
    pub(crate) fn new(api: &'a Api) -> Self {
        let mut taken = Taken::default();
        let ids = api.ids.iter().map(|id| &id.name);
        let enums = api.enums.iter().map(|known| &known.name);
        let objects = api.objects.iter().map(|object| &object.name);
        for name in ids.chain(enums).chain(objects) {
            taken.take(name);
        }
        let error = taken.free("VndError", "");
        let field_error = taken.free("VndErrorField", "");
        let error_links = taken.free("VndErrorLinks", "");
        let operations = operations(api, &mut taken);
        Self {
            examples: examples(api, &operations),
            operations,
            error,
            field_error,
            error_links,
        }
    }

    /// Returns the ID of an operation in the document.
    pub(crate) fn operation<'n>(&'n self, operation: &'n Operation) -> &'n str {
        let name = self.operations.get(operation.id.as_str());
        name.unwrap_or(&operation.id)
    }

    /// Returns the names of an operation's examples, in their order.
    pub(crate) fn examples(&self, operation: &Operation) -> &[String] {
        let names = self.examples.get(operation.id.as_str());
        names.map_or(&[], Vec::as_slice)
    }
}

/// Names the operations. Those that keep their names come first, so that no other gets one of them.
fn operations<'a>(api: &'a Api, taken: &mut Taken) -> BTreeMap<&'a str, String> {
    let (bare, others): (Vec<&Operation>, Vec<&Operation>) = api
        .operations
        .iter()
        .partition(|operation| is_bare(operation));
    let named = others.into_iter().chain(bare).map(|operation| {
        let name = candidates(operation).find(|name| !taken.has_part(name));
        let name = name.unwrap_or_else(|| operation.id.clone());
        taken.take_parts(&name);
        (operation.id.as_str(), name)
    });
    named.collect()
}

/// Returns whether the ID of an operation is only one word, such as `email`.
fn is_bare(operation: &Operation) -> bool {
    !operation.id.contains('_')
}

/// Returns what an operation may be called, the best name first.
fn candidates(operation: &Operation) -> impl Iterator<Item = String> {
    let id = operation.id.clone();
    let kind = match operation.group() {
        Group::Reports => "report",
        Group::Lookups => "lookup",
    };
    let best = if !is_bare(operation) {
        id
    } else if operation.group() == Group::Reports {
        format!("{id}_{kind}")
    } else if operation.list || operation.pages.is_some() {
        format!("list_{id}")
    } else {
        format!("get_{id}")
    };
    let numbered = best.clone();
    [best.clone(), format!("{best}_{kind}")]
        .into_iter()
        .chain((2..).map(move |number: u32| format!("{numbered}_{number}")))
}

fn examples<'a>(
    api: &'a Api,
    operations: &BTreeMap<&str, String>,
) -> BTreeMap<&'a str, Vec<String>> {
    let mut taken = Taken::default();
    let named = api.operations.iter().map(|operation| {
        let id = operation.id.as_str();
        let name = operations.get(id).map_or(id, String::as_str);
        let names = operation.examples.iter().map(|_| taken.free(name, "_"));
        (id, names.collect())
    });
    named.collect()
}

/// Names that are taken. Case and underscores make no difference, because generators change them.
#[derive(Default)]
struct Taken(BTreeSet<String>);

impl Taken {
    fn take(&mut self, name: &str) -> bool {
        self.0.insert(plain(name))
    }

    /// Takes a name, or else the name with a number that makes it a free one.
    fn free(&mut self, name: &str, separator: &str) -> String {
        if self.take(name) {
            return name.to_owned();
        }
        let mut number = 2_u32;
        loop {
            let numbered = format!("{name}{separator}{number}");
            if self.take(&numbered) {
                return numbered;
            }
            number += 1;
        }
    }

    /// Returns whether an operation of that name, or a part of it, would be called like another
    /// thing.
    fn has_part(&self, operation: &str) -> bool {
        let name = plain(operation);
        let mut parts = PARTS.iter().map(|part| format!("{name}{part}"));
        parts.any(|part| self.0.contains(&part))
    }

    fn take_parts(&mut self, operation: &str) {
        let name = plain(operation);
        let parts = PARTS.iter().map(|part| format!("{name}{part}"));
        self.0.extend(parts);
    }
}

fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use helpscout_description::Example;

    use super::*;

    /// Returns a description with these operations, as pairs of an ID and a file, and these names
    /// of objects.
    fn described(operations: &[(&str, &str)], objects: &[&str]) -> Api {
        let mut api = helpscout_description::embedded().clone();
        let operation = api.operation("email").unwrap().clone();
        let object = api.objects[0].clone();
        api.enums.clear();
        api.operations = operations
            .iter()
            .map(|(id, file)| Operation {
                id: (*id).to_owned(),
                file: (*file).to_owned(),
                ..operation.clone()
            })
            .collect();
        api.objects = objects
            .iter()
            .map(|name| {
                let mut object = object.clone();
                object.name = (*name).to_owned();
                object
            })
            .collect();
        api
    }

    fn operation_names(operations: &[(&str, &str)], objects: &[&str]) -> Vec<String> {
        let api = described(operations, objects);
        let names = Names::new(&api);
        let operations = api.operations.iter();
        operations
            .map(|operation| names.operation(operation).to_owned())
            .collect()
    }

    #[test]
    fn a_single_word_becomes_a_phrase_and_others_stay() {
        let operations = [
            ("email", "reports/email.yaml"),
            ("user_chat", "reports/user/chat.yaml"),
            ("get_user", "lookups/user.yaml"),
            ("whoami", "lookups/me.yaml"),
        ];
        let names = operation_names(&operations, &["Email", "User"]);
        assert_eq!(
            names,
            ["email_report", "user_chat", "get_user", "get_whoami"]
        );
    }

    #[test]
    fn no_part_of_an_operation_is_called_like_a_schema_or_another_operation() {
        let file = "reports/a.yaml";
        for (operations, objects, expected) in [
            (
                &["user_chat"][..],
                &["UserChatResponses"][..],
                &["user_chat_report"][..],
            ),
            (
                &["user_chat"],
                &["UserChat", "UserChatReport"],
                &["user_chat_2"],
            ),
            (
                &["user", "user_report"],
                &[],
                &["user_report_report", "user_report"],
            ),
            (
                &["a_b", "a_b_response"],
                &[],
                &["a_b", "a_b_response_report"],
            ),
        ] {
            let operations: Vec<_> = operations.iter().map(|id| (*id, file)).collect();
            assert_eq!(operation_names(&operations, objects), expected);
        }
    }

    #[test]
    fn examples_and_errors_are_numbered_where_their_names_are_taken() {
        let files = [("a_b", "reports/a.yaml"), ("a_b_2", "reports/b.yaml")];
        let mut api = described(&files, &["VndError", "VndErrorField2"]);
        let example = Example {
            file: "reports/a.json".to_owned(),
            body: "{}".to_owned(),
        };
        api.operations[0].examples = vec![example.clone(), example.clone()];
        api.operations[1].examples = vec![example];
        let names = Names::new(&api);
        assert_eq!(names.examples(&api.operations[0]), ["a_b", "a_b_2"]);
        assert_eq!(names.examples(&api.operations[1]), ["a_b_2_2"]);
        assert_eq!(names.error, "VndError2");
        assert_eq!(names.field_error, "VndErrorField");
    }
}
