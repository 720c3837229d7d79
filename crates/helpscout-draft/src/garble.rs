//! Values a page's own machinery spoiled.
//!
//! The founding page lists `responseTviewByDescriptionime` among the fields to sort by: a marker
//! of its template got into the middle of `responseTime`. Nothing but the other names of the page
//! tells so: a name that is known, torn in the middle of one of its words.

use crate::text::code;
use helpscout_description::Correction;

/// Names shorter than this are torn by too many others.
const SHORTEST: usize = 6;

/// The shortest marker.
const MARKER: usize = 4;

/// What a spoiled value must have been, and the marker in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    pub(crate) value: String,
    pub(crate) marker: String,
}

impl Repair {
    /// Why the spec departs from what the page says.
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

/// The known name that a value is, with a marker of a template in it.
pub(crate) fn repair<'k>(value: &str, known: impl IntoIterator<Item = &'k str>) -> Option<Repair> {
    if !value.is_ascii() || value.len() > 200 {
        return None;
    }
    if let Some(repair) = braces(value) {
        return Some(repair);
    }
    let torn = known
        .into_iter()
        .filter(|name| name.is_ascii() && name.len() >= SHORTEST);
    torn.filter_map(|name| Some((name, tear(value, name)?)))
        .max_by_key(|(name, _)| name.len())
        .map(|(name, at)| Repair {
            value: name.to_owned(),
            marker: value[at..at + value.len() - name.len()].to_owned(),
        })
}

/// Where a name is torn apart in a value; none if it is not, or only between two of its words.
fn tear(value: &str, name: &str) -> Option<usize> {
    let extra = value
        .len()
        .checked_sub(name.len())
        .filter(|extra| *extra >= MARKER)?;
    let (value, name) = (value.as_bytes(), name.as_bytes());
    let pairs =
        |equal: &mut dyn Iterator<Item = (&u8, &u8)>| equal.take_while(|(a, b)| a == b).count();
    let start = pairs(&mut value.iter().zip(name));
    let end = pairs(&mut value.iter().rev().zip(name.iter().rev()));
    let tears = name.len().checked_sub(end)?..=start.min(name.len());
    let is_inside = |at: usize| at > 0 && at < name.len() && name[at].is_ascii_lowercase();
    let has_hump = |at: usize| value[at..at + extra].iter().any(u8::is_ascii_uppercase);
    let mut tears = tears.peekable();
    let first = *tears.peek()?;
    tears
        .all(|at| is_inside(at) && has_hump(at))
        .then_some(first)
}

/// A value with the braces of a template in it.
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

/// A known name that a value may be a slip of: one letter off.
pub(crate) fn slip<'k>(value: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // One of several, and several, are no slips of each other.
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
    use super::{repair, slip};

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
    fn longer_names_are_not_spoiled_ones() {
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
    fn a_letter_off_is_a_slip() {
        assert_eq!(slip("resposeTime", KNOWN), Some("responseTime"));
        assert_eq!(slip("resolveTimee", KNOWN), Some("resolveTime"));
        assert_eq!(slip("resolveTimes", KNOWN), None);
    }
}
