//! The limits of lists: of the number of their values, or of each value.

use crate::limit::{clauses, length, limits, number};

/// The limits of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ListLimits {
    /// The fewest and the most values.
    pub(crate) values: (Option<u32>, Option<u32>),
    /// The smallest and the largest number that a value may be.
    pub(crate) each: (Option<i64>, Option<i64>),
    /// A limit that may be one of the number of values or of each value.
    pub(crate) unclear: Option<String>,
}

/// What a limit is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limited {
    Values,
    Each,
    Unclear,
    Characters,
}

/// Returns the limits of a list: `at most 20 queues`, `up to 100 IDs`, `each between 1 and 7`.
pub(crate) fn find(description: &str, are_numbers: bool) -> ListLimits {
    let mut found = ListLimits::default();
    let lower = description.to_lowercase();
    // `values, comma separated` does not count them.
    let counted = ["items", "entries", "elements", "ids"];
    let has_noun = counted.iter().any(|noun| has_word(&lower, noun));
    for clause in clauses(description) {
        let clause = clause.as_str();
        let clauses: Vec<&str> = if clause.contains('[') {
            vec![clause]
        } else {
            clause.split(", ").collect()
        };
        for clause in clauses {
            let (low, high) = limits(clause);
            let is_range = low.is_some() && high.is_some();
            let is_each = clause.contains("one of");
            let limited = match limited(clause, low, high) {
                Limited::Unclear if is_each => Limited::Each,
                Limited::Unclear if !are_numbers || has_noun && !is_range => Limited::Values,
                limited => limited,
            };
            match limited {
                Limited::Values => {
                    let (least, most) = &mut found.values;
                    *least = least.or(low.and_then(length));
                    *most = most.or(high.and_then(length));
                }
                Limited::Each if are_numbers => {
                    let (least, most) = &mut found.each;
                    (*least, *most) = (least.or(low), most.or(high));
                }
                Limited::Unclear => {
                    let limits = match (low, high) {
                        (Some(low), Some(high)) => format!("{low} to {high}"),
                        (None, Some(high)) => format!("at most {high}"),
                        (Some(low), None) => format!("at least {low}"),
                        (None, None) => continue,
                    };
                    let known = found.unclear.map_or(String::new(), |known| known + ", ");
                    found.unclear = Some(known + &limits);
                }
                Limited::Each | Limited::Characters => {}
            }
        }
    }
    if found
        .values
        .0
        .zip(found.values.1)
        .is_some_and(|(least, most)| least > most)
    {
        found.values = (None, None);
    }
    if found
        .each
        .0
        .zip(found.each.1)
        .is_some_and(|(least, most)| least > most)
    {
        found.each = (None, None);
    }
    found
}

/// Returns what the limits in a clause are about, as the words behind the last of them say.
fn limited(clause: &str, low: Option<i64>, high: Option<i64>) -> Limited {
    if clause.contains("character") || clause.contains("chars") || clause.contains("letters") {
        return Limited::Characters;
    }
    if has_word(clause, "each") || clause.contains("every value") {
        return Limited::Each;
    }
    let counting = [
        "at once",
        "at a time",
        "per request",
        "per call",
        "number of",
        "in total",
    ];
    if counting.iter().any(|words| clause.contains(words)) {
        return Limited::Values;
    }
    let joined = ["–", "—", "‑", "…", "..", "(", ")"]
        .iter()
        .fold(clause.to_owned(), |text, joint| text.replace(joint, " "));
    let words: Vec<&str> = joined.split_whitespace().collect();
    let is_limit = |word: &&str| {
        let last = word.rsplit('-').next().unwrap_or_default();
        number(last).is_some_and(|number| Some(number) == high.or(low))
    };
    let at = words.iter().rposition(is_limit);
    let behind = at.map_or(&[][..], |at| &words[at + 1..]);
    // A few words may qualify the noun: `at most 20 different queues`.
    for word in behind.iter().take(3) {
        let plain = word.trim_matches(|char: char| !char.is_alphanumeric() && char != '%');
        if UNITS.contains(&plain) {
            return Limited::Each;
        }
        let is_noun = plain.len() > 3 && plain.ends_with('s') && !NO_NOUNS.contains(&plain);
        if is_noun || matches!(plain, "ids" | "entries" | "people") {
            return Limited::Values;
        }
        if matches!(
            plain,
            "" | "or" | "and" | "is" | "are" | "default" | "defaults"
        ) {
            break;
        }
    }
    Limited::Unclear
}

/// Words behind a number that say what each value measures.
const UNITS: [&str; 14] = [
    "seconds",
    "minutes",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
    "milliseconds",
    "ms",
    "bytes",
    "percent",
    "%",
    "s",
    "points",
];

/// Words that end like a plural.
const NO_NOUNS: [&str; 8] = [
    "this",
    "plus",
    "minus",
    "always",
    "inclusive",
    "defaults",
    "unless",
    "less",
];

fn has_word(text: &str, wanted: &str) -> bool {
    text.split(|char: char| !char.is_alphanumeric())
        .any(|word| word == wanted)
}

#[cfg(test)]
mod tests {
    use super::{ListLimits, find};

    #[test]
    fn limits_of_lists_are_of_the_number_of_values_or_of_each() {
        for (text, values) in [
            ("At most 20 queues", (None, Some(20))),
            ("Up to 20 queues", (None, Some(20))),
            ("Between 1 and 20 queues", (Some(1), Some(20))),
            ("no more than 20 different queues", (None, Some(20))),
            ("Max. 5 IDs, e.g. teams=1|2", (None, Some(5))),
            ("IDs of agents. At most 20.", (None, Some(20))),
            ("Up to 20 per request", (None, Some(20))),
        ] {
            let found = find(text, true);
            let expected = ListLimits {
                values,
                ..ListLimits::default()
            };
            assert_eq!(found, expected, "{text}");
        }
        for (text, each) in [
            ("Weekdays, each between 1 and 7", (Some(1), Some(7))),
            ("Weekdays, one of 1…7", (Some(1), Some(7))),
            ("Waiting times, max 90 minutes", (None, Some(90))),
        ] {
            let found = find(text, true);
            let expected = ListLimits {
                each,
                ..ListLimits::default()
            };
            assert_eq!(found, expected, "{text}");
        }
        for (text, unclear) in [
            ("At most 20", "at most 20"),
            ("Hours of the day, at most 23", "at most 23"),
            ("Values from 1 to 7, comma separated", "1 to 7"),
            (
                "The queues. At least 1, at most 20.",
                "at least 1, at most 20",
            ),
        ] {
            let found = find(text, true);
            let expected = ListLimits {
                unclear: Some(unclear.to_owned()),
                ..ListLimits::default()
            };
            assert_eq!(found, expected, "{text}");
        }
        let of_texts = |text: &str| find(text, false).values;
        assert_eq!(of_texts("Fields to return. Maximum 10."), (None, Some(10)));
        assert_eq!(of_texts("Names, at most 10 characters each"), (None, None));
        let text = "Names, at least 1 and no more than 5, max 40 characters each";
        assert_eq!(of_texts(text), (Some(1), Some(5)));
    }
}
