//! Paths of fields, as tables write them.

/// The most steps of a path that are read.
const LONGEST: usize = 20;

/// A step of a path. The first step has no key if the answer is a list: it stands for each element.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) key: String,
    pub(crate) is_list: bool,
}

impl Step {
    pub(crate) fn root() -> Self {
        Self {
            key: String::new(),
            is_list: true,
        }
    }

    pub(crate) fn is_root(&self) -> bool {
        self.key.is_empty() && self.is_list
    }
}

/// Returns the steps of a path. Tables write it in several ways: `results[].id`, `results[0].id`, `results.[].id`.
pub(crate) fn steps(path: &str) -> Vec<Step> {
    let path: String = path.chars().filter(|char| !char.is_whitespace()).collect();
    let path = path
        .replace("[0]", "[]")
        .replace("[*]", "[]")
        .replace(".[]", "[]")
        .replace('/', ".");
    let parts = path
        .trim_matches('.')
        .split('.')
        .filter(|part| !part.is_empty());
    let step = |part: &str| Step {
        key: part.strip_suffix("[]").unwrap_or(part).to_owned(),
        is_list: part.ends_with("[]"),
    };
    parts.take(LONGEST).map(step).collect()
}

/// Returns whether the name of a type in a table stands for a list.
pub(crate) fn is_list_type(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["array", "list", "collection"]
        .iter()
        .any(|word| name.starts_with(word))
        || name.ends_with("[]")
}

/// Returns whether a key can be part of a path.
pub(crate) fn is_key(key: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_@$-".contains(char);
    key != "*" && !key.is_empty() && key.len() <= 120 && key.chars().all(is_part)
}
