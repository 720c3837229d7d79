//! What the descriptions of parameters say about other parameters: which to use instead, and which
//! can't be used together.

use helpscout_description::Place;

use crate::operation::ParameterDraft;
use crate::sent::wire;
use crate::table::Row;

/// Phrases that precede the names of parameters that can't be given together with one.
const EXCLUSIONS: [&str; 8] = [
    "combined with",
    "combine with",
    "used together with",
    "use together with",
    "used with",
    "together with",
    "exclusive with",
    "excludes",
];

/// Returns whether a description advises against the parameter.
pub(crate) fn is_deprecated(description: &str) -> bool {
    let lower = description.to_lowercase();
    let marks = [
        "(deprecated",
        "[deprecated",
        "is deprecated",
        ". deprecated",
        "; deprecated",
        ", deprecated",
    ];
    lower.starts_with("deprecated") || marks.iter().any(|mark| lower.contains(mark))
}

/// Marks the parameters that the page advises against, and says which to use instead.
pub(crate) fn deprecate(parameters: &mut [ParameterDraft], rows: &[Row]) {
    let names: Vec<String> = parameters
        .iter()
        .map(|parameter| parameter.name.clone())
        .collect();
    for parameter in parameters {
        let row = rows.iter().find(|row| wire(row) == parameter.name);
        let Some(row) = row.filter(|row| is_deprecated(&row.description)) else {
            continue;
        };
        if parameter.required || parameter.place == Place::Path {
            let todo = "the page advises against it, but requires it";
            parameter.todo.push(todo.to_owned());
            continue;
        }
        let others = named(&row.description, &names);
        let other = others.into_iter().find(|name| *name != parameter.name);
        parameter.deprecated = Some(match other {
            Some(other) => format!("Use `{other}` instead."),
            None => {
                let todo = "the page advises against it; say what to use instead";
                parameter.todo.push(todo.to_owned());
                "Leave it out.".to_owned()
            }
        });
    }
}

/// Returns the pairs of parameters that the page does not allow together.
pub(crate) fn exclusions(parameters: &[ParameterDraft], rows: &[Row]) -> Vec<[String; 2]> {
    let optional: Vec<String> = parameters
        .iter()
        .filter(|parameter| !parameter.required)
        .map(|parameter| parameter.name.clone())
        .collect();
    let mut pairs: Vec<[String; 2]> = Vec::new();
    for row in rows {
        let own = wire(row);
        for other in excluded(&row.description, &optional) {
            let is_known = pairs
                .iter()
                .any(|pair| pair.contains(&own) && pair.contains(&other));
            if optional.contains(&own) && own != other && !is_known {
                pairs.push([own.clone(), other]);
            }
        }
    }
    pairs
}

/// Returns the parameters that a description excludes.
fn excluded(description: &str, names: &[String]) -> Vec<String> {
    let lower = description.to_lowercase();
    // `Can be combined with` says the opposite.
    let is_negated = |sentence: &str| {
        ["not ", "n't ", "n’t ", "cannot", "never", "exclu"]
            .iter()
            .any(|word| sentence.contains(word))
    };
    let mut sentences = lower.split(". ").zip(description.split(". "));
    sentences
        .find_map(|(lower, sentence)| {
            let phrase = EXCLUSIONS.iter().find(|phrase| lower.contains(*phrase))?;
            let at = lower.find(phrase)?;
            let rest = sentence.get(at..)?;
            is_negated(lower).then(|| named(rest, names))
        })
        .unwrap_or_default()
}

/// Returns the names in a text, in its order.
fn named(text: &str, names: &[String]) -> Vec<String> {
    let words = text.split_whitespace();
    let words = words.map(|word| word.trim_matches(['`', '"', '\'', '.', ',', ';', '(', ')', ':']));
    words
        .filter(|word| names.iter().any(|name| name == word))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{excluded, is_deprecated};

    #[test]
    fn advice_against_a_parameter_is_told_from_a_word() {
        assert!(is_deprecated("Deprecated. Use `state` instead."));
        assert!(is_deprecated("The state (deprecated)"));
        assert!(is_deprecated("This filter is deprecated"));
        assert!(!is_deprecated("Whether to return deprecated tags"));
    }

    #[test]
    fn exclusions_are_found() {
        let names = ["agent".to_owned(), "team".to_owned()];
        for (text, expected) in [
            ("Cannot be combined with agent.", "agent"),
            (
                "Only these. Can't be used together with agent or team",
                "agent team",
            ),
            ("Mutually exclusive with team", "team"),
            ("Can be combined with agent", ""),
            ("The agent of the team", ""),
            ("Not the first. Often used with team", ""),
        ] {
            assert_eq!(excluded(text, &names).join(" "), expected, "{text}");
        }
    }
}
