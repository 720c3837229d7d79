//! What a page says about its answer: the table's rows and the example's keys in one tree.

use crate::garble;
use crate::path::{Step, is_key, is_list_type, steps};
use crate::table::Row;
use serde_json::Value;
use std::collections::BTreeSet;

/// Keys lie in each other no deeper than this; what is below is taken as it comes.
pub(crate) const DEEPEST: usize = 10;

/// A key, and everything the page says about it.
#[derive(Debug, Default)]
pub(crate) struct Node {
    pub(crate) key: String,
    /// The table's row.
    pub(crate) row: Option<Row>,
    /// How the table spells the key, if that is not how the example does.
    pub(crate) spoiled: Option<garble::Repair>,
    pub(crate) is_list: bool,
    /// What its values in the example are, or those of its elements if it is a list.
    pub(crate) kinds: BTreeSet<Kind>,
    pub(crate) is_null: bool,
    /// How often the key is in the example.
    pub(crate) present: usize,
    /// How many objects of the example it is.
    pub(crate) objects: usize,
    pub(crate) texts: Vec<String>,
    /// Whether it has keys that can't be described one by one, and whether some of those are null.
    pub(crate) has_rest: bool,
    pub(crate) has_null_rest: bool,
    /// How often its value in the example is a list, and how often something else but null.
    pub(crate) lists: usize,
    pub(crate) singles: usize,
    pub(crate) has_null_items: bool,
    pub(crate) below: Vec<Node>,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Boolean,
    Integer,
    Fraction,
    Text,
    Object,
    List,
    /// Something too deep to look at, or too uneven.
    Deep,
}

impl Node {
    /// The answer as table and example have it; what is odd about the table goes to `notes`.
    pub(crate) fn answer(rows: &[Row], body: Option<&Value>, notes: &mut Vec<String>) -> Self {
        let mut root = Node::default();
        if let Some(body) = body {
            root.present = 1;
            root.observe(body, 0);
        }
        let paths: Vec<Vec<Step>> = rows.iter().map(|row| steps(&row.name)).collect();
        let prefix = root.prefix(&paths);
        if !prefix.is_empty() {
            let path = prefix
                .iter()
                .map(|step| step.key.as_str())
                .collect::<Vec<_>>()
                .join(".");
            let place = match path.is_empty() {
                true => "in each element of the answer".to_owned(),
                false => format!("below {}", crate::text::code(&path)),
            };
            notes.push(format!(
                "The table's paths are taken to lie {place}, as the example has them."
            ));
        }
        // The table's order is the page's order, so its rows come before what was observed.
        let mut tabled = Node::default();
        for (row, path) in rows.iter().zip(paths) {
            let full: Vec<Step> = prefix.iter().cloned().chain(path).collect();
            if full.is_empty()
                || full.len() > DEEPEST
                || full
                    .iter()
                    .any(|step| !is_key(&step.key) && !step.is_root())
            {
                notes.push(format!(
                    "todo: the table's row {} is left out; its path can't be described.",
                    crate::text::code(&row.name)
                ));
            } else if !tabled.insert(row, &full) {
                notes.push(format!(
                    "todo: the table lists {} twice; only its first row is used.",
                    crate::text::code(&row.name)
                ));
            }
        }
        tabled.absorb(root);
        tabled.settle();
        tabled
    }

    pub(crate) fn child(&self, key: &str) -> Option<&Node> {
        self.below.iter().find(|node| node.key == key)
    }

    /// Whether it holds keys, and is never anything else.
    pub(crate) fn is_object(&self) -> bool {
        let has_keys = !self.below.is_empty() || self.has_rest;
        has_keys && self.kinds.iter().all(|kind| *kind == Kind::Object)
    }

    /// Takes its keys away; it stays an object, whose keys are described elsewhere.
    pub(crate) fn take_keys(&mut self) -> Node {
        let keys = Node {
            below: std::mem::take(&mut self.below),
            objects: self.objects,
            has_rest: self.has_rest,
            has_null_rest: self.has_null_rest,
            ..Node::default()
        };
        self.has_rest = true;
        keys
    }

    /// Whether every object of the example that could have it does, and it is not null.
    pub(crate) fn is_sure(&self, parent: &Node) -> bool {
        !self.is_null && self.present >= parent.objects
    }

    /// Whether the table has a list where the example has none.
    pub(crate) fn is_single_after_all(&self) -> bool {
        let is_tabled = self
            .row
            .as_ref()
            .is_some_and(|row| is_list_type(&row.type_name));
        is_tabled && self.singles > 0
    }

    /// Decides what is a list, once everything is known: what the example has, or else the table.
    pub(crate) fn settle(&mut self) {
        if self.lists + self.singles > 0 {
            self.is_list = self.singles == 0;
        }
        let is_uneven = self.lists > 0 && self.singles > 0;
        if is_uneven || self.has_null_items {
            self.kinds.insert(Kind::Deep);
        }
        self.below.iter_mut().for_each(Node::settle);
    }

    /// Whether the example shows it at all.
    pub(crate) fn is_shown(&self) -> bool {
        self.present > 0
    }

    /// Whether a row of the table is about it, or names it on the way to another key.
    pub(crate) fn is_in_table(&self, key: &str) -> bool {
        let names = |row: &Row| row.name.split(['.', '[', '/']).any(|step| step == key);
        let is_named = self.row.as_ref().is_some_and(names) || self.spoiled.is_some();
        is_named || self.below.iter().any(|node| node.is_in_table(key))
    }

    /// All keys, its own included.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let below = self.below.iter().flat_map(Node::keys);
        std::iter::once(self.key.as_str())
            .filter(|key| !key.is_empty())
            .chain(below)
            .collect()
    }

    /// Puts a row where its path leads; false if there is one already.
    fn insert(&mut self, row: &Row, path: &[Step]) -> bool {
        let Some((step, rest)) = path.split_first() else {
            let is_new = self.row.is_none();
            self.row.get_or_insert_with(|| row.clone());
            return is_new;
        };
        if step.is_root() {
            self.is_list = true;
            return self.insert(row, rest);
        }
        let at = self.below.iter().position(|node| node.key == step.key);
        let at = at.unwrap_or_else(|| {
            self.below.push(Node {
                key: step.key.clone(),
                ..Node::default()
            });
            self.below.len() - 1
        });
        let child = &mut self.below[at];
        child.is_list |= step.is_list || (rest.is_empty() && is_list_type(&row.type_name));
        child.insert(row, rest)
    }

    /// Takes over what another tree knows about the same answer. Keys that a spoiled row means
    /// are that row's.
    pub(crate) fn absorb(&mut self, other: Node) {
        self.row = self.row.take().or(other.row);
        self.spoiled = self.spoiled.take().or(other.spoiled);
        self.is_list |= other.is_list;
        self.kinds.extend(other.kinds);
        self.is_null |= other.is_null;
        self.present += other.present;
        self.objects += other.objects;
        self.texts.extend(other.texts);
        self.has_rest |= other.has_rest;
        self.has_null_rest |= other.has_null_rest;
        self.lists += other.lists;
        self.singles += other.singles;
        self.has_null_items |= other.has_null_items;
        let shown: Vec<String> = other
            .below
            .iter()
            .filter(|node| node.is_shown())
            .map(|node| node.key.clone())
            .collect();
        for node in other.below {
            let known = self.below.iter().position(|known| known.key == node.key);
            let at = known.or_else(|| {
                let is_meant = |known: &Node| {
                    known.row.is_some()
                        && !shown.contains(&known.key)
                        && garble::repair(&known.key, [node.key.as_str()]).is_some()
                };
                let at = self.below.iter().position(is_meant)?;
                let marker = garble::repair(&self.below[at].key, [node.key.as_str()])?.marker;
                let value = std::mem::replace(&mut self.below[at].key, node.key.clone());
                self.below[at].spoiled = Some(garble::Repair { value, marker });
                Some(at)
            });
            match at {
                Some(at) => self.below[at].absorb(node),
                None => self.below.push(node),
            }
        }
    }

    /// Where the table's paths start, if that is not the root: below the only place where the
    /// example has their first keys.
    fn prefix(&self, paths: &[Vec<Step>]) -> Vec<Step> {
        let firsts: Vec<&str> = paths
            .iter()
            .filter_map(|path| path.first())
            .map(|step| step.key.as_str())
            .collect();
        let is_rooted = paths
            .iter()
            .any(|path| path.first().is_some_and(Step::is_root));
        if firsts.is_empty() || is_rooted {
            return Vec::new();
        }
        let hits = |node: &Node| {
            firsts
                .iter()
                .filter(|key| node.child(key).is_some())
                .count()
        };
        if self.lists > 0 {
            return vec![Step::root()];
        }
        if hits(self) > 0 {
            return Vec::new();
        }
        let mut best = (0, Vec::new());
        self.objects_below(&mut Vec::new(), &mut |node, path| {
            if hits(node) > best.0 {
                best = (hits(node), path.to_vec());
            }
        });
        best.1
    }

    fn objects_below(&self, path: &mut Vec<Step>, visit: &mut impl FnMut(&Node, &[Step])) {
        for node in self.below.iter().filter(|node| node.is_object()) {
            path.push(Step {
                key: node.key.clone(),
                is_list: node.lists > 0,
            });
            visit(node, path);
            node.objects_below(path, visit);
            path.pop();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Kind, Node};
    use crate::table::Row;
    use serde_json::json;

    fn row(name: &str, type_name: &str) -> Row {
        Row {
            name: name.to_owned(),
            type_name: type_name.to_owned(),
            ..Row::default()
        }
    }

    #[test]
    fn the_tables_order_comes_first_and_the_examples_keys_are_added() {
        let rows = [
            row("pages", "Number"),
            row("rows", "Array"),
            row("rows[].b", "Number"),
        ];
        let body = json!({ "rows": [{ "a": 1, "b": null }, { "b": 2.5 }], "pages": 1 });
        let answer = Node::answer(&rows, Some(&body), &mut Vec::new());
        assert_eq!(answer.keys(), ["pages", "rows", "b", "a"]);
        let rows = answer.child("rows").unwrap();
        assert!(rows.is_list && rows.objects == 2);
        let (a, b) = (rows.child("a").unwrap(), rows.child("b").unwrap());
        assert!(a.row.is_none() && a.present == 1);
        assert!(b.is_null && b.kinds.contains(&Kind::Fraction));
    }

    #[test]
    fn paths_that_start_further_down_are_found_there() {
        let body = json!({ "_embedded": { "users": [{ "id": 1 }] }, "page": { "size": 1 } });
        let mut notes = Vec::new();
        let answer = Node::answer(
            &[row("id", "Number"), row("email", "String")],
            Some(&body),
            &mut notes,
        );
        let users = answer.child("_embedded").unwrap().child("users").unwrap();
        assert!(users.is_list && users.child("email").is_some());
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn an_answer_may_be_a_list() {
        let answer = Node::answer(
            &[row("id", "Number")],
            Some(&json!([{ "id": 1 }])),
            &mut Vec::new(),
        );
        assert!(answer.is_list && answer.child("id").unwrap().row.is_some());
    }

    #[test]
    fn a_spoiled_key_is_taken_for_the_one_the_example_has() {
        let rows = [row("a", ""), row("responseTviewByIdime", "Number")];
        let answer = Node::answer(
            &rows,
            Some(&json!({ "a": 1, "responseTime": 2 })),
            &mut Vec::new(),
        );
        assert_eq!(answer.keys(), ["a", "responseTime"]);
        assert_eq!(
            answer.below[1].spoiled.as_ref().unwrap().value,
            "responseTviewByIdime"
        );
    }
}
