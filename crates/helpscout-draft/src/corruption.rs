//! Names that a template of the documentation corrupted.
//!
//! The page of the conversation history lists `responseTviewByDescriptionime` among the fields to
//! sort by: a marker of its template got into the middle of `responseTime`. Only the other names of
//! the page show this: the value contains one of them, split in the middle of a word.

use helpscout_description::Correction;

use crate::text::code;

/// The shortest name that is looked for: too many values contain the parts of a shorter one.
const SHORTEST: usize = 6;

/// The shortest marker.
const MARKER: usize = 4;

/// The name that a corrupted value stands for, and the marker in the value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    pub(crate) value: String,
    pub(crate) marker: String,
}

impl Repair {
    /// Returns the correction for the spec file.
    pub(crate) fn correction(&self, documented: &str) -> Correction {
        let marker = code(&self.marker);
        Correction {
            documented: documented.to_owned(),
            because: format!(
                "A template marker of the documentation, {marker}, got into the middle of it."
            ),
        }
    }
}

/// Returns the known name that a value is when a template's marker is removed from it.
pub(crate) fn repair<'k>(value: &str, known: impl IntoIterator<Item = &'k str>) -> Option<Repair> {
    if !value.is_ascii() || value.len() > 200 {
        return None;
    }
    if let Some(repair) = braces(value) {
        return Some(repair);
    }
    let names = known
        .into_iter()
        .filter(|name| name.is_ascii() && name.len() >= SHORTEST);
    names
        .filter_map(|name| Some((name, split_at(value, name)?)))
        .max_by_key(|(name, _)| name.len())
        .map(|(name, at)| Repair {
            value: name.to_owned(),
            marker: value[at..at + value.len() - name.len()].to_owned(),
        })
}

/// Returns where a value splits a name in two; `None` if it doesn't, or only between two words.
fn split_at(value: &str, name: &str) -> Option<usize> {
    let extra = value
        .len()
        .checked_sub(name.len())
        .filter(|extra| *extra >= MARKER)?;
    let (value, name) = (value.as_bytes(), name.as_bytes());
    let count_equal =
        |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = count_equal(&mut value.iter().zip(name));
    let end = count_equal(&mut value.iter().rev().zip(name.iter().rev()));
    let splits = name.len().checked_sub(end)?..=start.min(name.len());
    let is_in_word = |at: usize| at > 0 && at < name.len() && name[at].is_ascii_lowercase();
    let has_capital = |at: usize| value[at..at + extra].iter().any(u8::is_ascii_uppercase);
    let mut splits = splits.peekable();
    let first = *splits.peek()?;
    splits
        .all(|at| is_in_word(at) && has_capital(at))
        .then_some(first)
}

/// Returns a value without the braces of a template.
fn braces(value: &str) -> Option<Repair> {
    const PAIRS: [(&str, &str); 3] = [("{{", "}}"), ("${", "}"), ("<%", "%>")];
    PAIRS.iter().find_map(|(open, close)| {
        let start = value.find(open)?;
        let end = start + value[start..].find(close)? + close.len();
        let rest = format!("{}{}", &value[..start], &value[end..]);
        (!rest.is_empty()).then(|| Repair {
            value: rest,
            marker: value[start..end].to_owned(),
        })
    })
}

/// Returns the known name that a value may be a typo of: they differ in one letter.
pub(crate) fn typo<'k>(value: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // Singular and plural are not typos of each other.
    let is_plural =
        |name: &str| name.strip_suffix('s') == Some(value) || value.strip_suffix('s') == Some(name);
    let is_near = |name: &&str| {
        (SHORTEST..=80).contains(&name.len())
            && !is_plural(name)
            && strsim::damerau_levenshtein(value, name) == 1
    };
    if value.len() < SHORTEST || value.len() > 80 {
        return None;
    }
    known.into_iter().find(is_near)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{repair, typo};

    const KNOWN: [&str; 5] = [
        "number",
        "repliesSent",
        "responseTime",
        "resolveTime",
        "conversationsPerDay",
    ];

    #[test]
    fn a_marker_in_the_middle_of_a_word_is_found() {
        let found = repair("responseTviewByDescriptionime", KNOWN).unwrap();
        assert_eq!(
            (found.value.as_str(), found.marker.as_str()),
            ("responseTime", "viewByDescription")
        );
        assert_eq!(
            repair("sort{{ order }}Field", KNOWN).unwrap().value,
            "sortField"
        );
    }

    #[test]
    fn longer_names_are_not_corrupted_ones() {
        for value in [
            "conversationsCreatedPerDay",
            "repliesSentTotal",
            "firstResponseTime",
            "number",
            "é",
            "",
        ] {
            assert_eq!(repair(value, KNOWN), None, "{value}");
        }
    }

    #[test]
    fn a_single_wrong_letter_is_a_typo() {
        assert_eq!(typo("resposeTime", KNOWN), Some("responseTime"));
        assert_eq!(typo("resolveTimee", KNOWN), Some("resolveTime"));
        assert_eq!(typo("resolveTimes", KNOWN), None);
    }
}
