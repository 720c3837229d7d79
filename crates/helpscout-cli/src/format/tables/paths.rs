//! The paths of undescribed values, as a tree of keys.
//!
//! A path is the position of its last key in the tree. However long a key is, and however many
//! values are below it, it is read and stored once.

use std::collections::HashMap;
use std::rc::Rc;

use crate::message::shortened;

/// Paths from the object of a record.
#[derive(Debug)]
pub(super) struct Paths(Vec<Node>);

#[derive(Debug)]
struct Node {
    parent: usize,
    key: Rc<str>,
    /// The length of the name in bytes.
    length: usize,
    children: HashMap<Rc<str>, usize>,
}

impl Default for Paths {
    fn default() -> Self {
        Self(vec![Node::new(Self::ROOT, Rc::default(), 0)])
    }
}

impl Paths {
    /// The path of the object itself.
    pub(super) const ROOT: usize = 0;

    /// Returns the path of a key in the object at a path.
    pub(super) fn below(&mut self, path: usize, key: &str) -> usize {
        if let Some(known) = self.0[path].children.get(key) {
            return *known;
        }
        let point = usize::from(path != Self::ROOT);
        let length = self.0[path].length + point + key.len();
        let (key, new): (Rc<str>, usize) = (Rc::from(key), self.0.len());
        self.0.push(Node::new(path, Rc::clone(&key), length));
        self.0[path].children.insert(key, new);
        new
    }

    /// Returns the keys with points between them.
    pub(super) fn name(&self, path: usize) -> String {
        self.joined(path, |key| key.to_owned())
    }

    /// Returns the name for a message, with each key shortened.
    pub(super) fn shown(&self, path: usize) -> String {
        self.joined(path, shortened)
    }

    /// Returns the length of the name in bytes, without creating it.
    pub(super) fn length(&self, path: usize) -> usize {
        self.0[path].length
    }

    fn joined(&self, mut path: usize, text: impl Fn(&str) -> String) -> String {
        let mut keys = Vec::new();
        while path != Self::ROOT {
            keys.push(text(&self.0[path].key));
            path = self.0[path].parent;
        }
        keys.reverse();
        keys.join(".")
    }
}

impl Node {
    fn new(parent: usize, key: Rc<str>, length: usize) -> Self {
        Self {
            parent,
            key,
            length,
            children: HashMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_in_a_key_makes_another_path_with_the_same_name() {
        let mut paths = Paths::default();
        let one = paths.below(Paths::ROOT, "a.b");
        let outer = paths.below(Paths::ROOT, "a");
        let two = paths.below(outer, "b");
        assert_ne!(one, two);
        assert_eq!(paths.below(outer, "b"), two);
        for path in [one, two] {
            assert_eq!(
                (paths.name(path), paths.length(path)),
                ("a.b".to_owned(), 3)
            );
        }
    }

    #[test]
    fn a_long_key_is_stored_once_and_shortened_in_messages() {
        let mut paths = Paths::default();
        let outer = paths.below(Paths::ROOT, &"k".repeat(1_000_000));
        for number in 0..100_000 {
            let inner = paths.below(outer, &number.to_string());
            assert!(paths.length(inner) > 1_000_000);
            assert!(paths.shown(inner).len() < 1000);
        }
    }
}
