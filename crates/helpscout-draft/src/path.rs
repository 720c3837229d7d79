//! Paths of fields, as tables write them.

use helpscout_description::quote::is_invisible;
use helpscout_spec::pattern;

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

/// Returns the steps of a path. Tables write it in several ways: `results[].id`, `results[0].id`,
/// `results.[].id`, `results > id`, `results/id`, `results[id]`, `$.results[*].id`.
pub(crate) fn steps(path: &str) -> Vec<Step> {
    let path: String = path.chars().filter(|char| !char.is_whitespace()).collect();
    let path = path
        .replace("->", ".")
        .replace(['/', '>', '→', '›', '»'], ".");
    let path = with_plain_lists(path.strip_prefix("$.").unwrap_or(&path)).replace(".[]", "[]");
    let parts = path
        .trim_matches('.')
        .split('.')
        .filter(|part| !part.is_empty());
    let step = |part: &str| Step {
        key: part.trim_end_matches("[]").to_owned(),
        is_list: part.ends_with("[]"),
    };
    parts.take(LONGEST).map(step).collect()
}

/// Returns a path with `[]` after each list, and with the keys in brackets as steps.
fn with_plain_lists(path: &str) -> String {
    let mut plain = String::new();
    let mut rest = path;
    while let Some((before, inside)) = rest.split_once('[') {
        plain.push_str(before);
        let Some((inside, after)) = inside.split_once(']') else {
            plain.push('[');
            rest = inside;
            continue;
        };
        let inside = inside.trim_matches(['"', '\'']);
        let is_position = inside.chars().all(|char| char.is_ascii_digit())
            || matches!(inside, "*" | "i" | "n" | "x" | "..." | "…");
        if is_position {
            plain.push_str("[]");
        } else {
            plain.push('.');
            plain.push_str(inside);
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// Returns a key as the path of a field has it: in double quotes if it is not only letters and digits.
pub(crate) fn quoted(key: &str) -> String {
    if is_key(key) || key == "*" {
        key.to_owned()
    } else {
        format!("\"{key}\"")
    }
}

/// Returns whether a key can be part of a path if it is in double quotes.
pub(crate) fn is_quotable(key: &str) -> bool {
    let is_padded = key.starts_with([' ', '.']) || key.ends_with([' ', '.']);
    let is_visible = !key.contains(|char: char| is_invisible(char) || char.is_control());
    key != "*"
        && key.len() <= 120
        && !is_padded
        && is_visible
        && (pattern::FIELD_PATH.matches)(&quoted(key))
}

/// Returns whether a key can be part of a path as it is.
pub(crate) fn is_key(key: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_@$-".contains(char);
    key != "*" && !key.is_empty() && key.len() <= 120 && key.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn paths_have_many_notations() {
        let plain = |path: &str| {
            let steps = steps(path);
            let steps = steps.iter().map(|step| (step.key.as_str(), step.is_list));
            let steps =
                steps.map(|(key, is_list)| format!("{key}{}", if is_list { "[]" } else { "" }));
            steps.collect::<Vec<_>>().join(".")
        };
        for path in [
            "a[].b", "a[0].b", "a.[].b", "a[*]>b", "a[] > b", "$.a[n].b", "a[]/b", "a[][b]",
            "a[]['b']",
        ] {
            assert_eq!(plain(path), "a[].b", "{path}");
        }
        assert_eq!(plain("a[b]"), "a.b");
        assert_eq!(plain("[].a"), "[].a");
        assert_eq!(plain("[a"), "[a");
    }
}
