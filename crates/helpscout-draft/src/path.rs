//! Paths as tables write them.

/// The most steps of a path that are looked at.
const LONGEST: usize = 20;

/// A step of a path; the first may have no key: each element of an answer that is a list.
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

/// The steps of a path as a table may write it: `results[].id`, `results[0].id`, `results.[].id`.
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
    let step = |part: &str| match part.strip_suffix("[]") {
        Some(key) => Step {
            key: key.to_owned(),
            is_list: true,
        },
        None => Step {
            key: part.to_owned(),
            is_list: false,
        },
    };
    parts.take(LONGEST).map(step).collect()
}

/// Whether a table's word for a type is one for several values.
pub(crate) fn is_list_type(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["array", "list", "collection"]
        .iter()
        .any(|word| name.starts_with(word))
        || name.ends_with("[]")
}

/// Whether a key can stand in a path.
pub(crate) fn is_key(key: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_@$-".contains(char);
    key != "*" && !key.is_empty() && key.len() <= 120 && key.chars().all(is_part)
}
