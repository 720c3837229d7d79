//! The limits of numbers, as descriptions state them.

use crate::phrase::after;

/// Returns the smallest and the largest value: `between 1 and 10`, `1 to 7`, `max 50`.
pub(crate) fn limits(description: &str) -> (Option<i64>, Option<i64>) {
    if let Some((low, high)) = range(description) {
        return (Some(low), Some(high));
    }
    let most = [
        "maximum value is",
        "maximum value of",
        "maximum value",
        "maximum of",
        "maximum is",
        "maximum:",
        "maximum",
        "max. value",
        "max value",
        "max.",
        "max:",
        "max =",
        "max",
        "up to",
        "at most",
        "no more than",
        "not more than",
        "less than or equal to",
        "cannot exceed",
        "can't exceed",
        "must not exceed",
        "<=",
        "≤",
    ];
    let least = [
        "minimum value is",
        "minimum value of",
        "minimum value",
        "minimum of",
        "minimum is",
        "minimum:",
        "minimum",
        "min. value",
        "min value",
        "min.",
        "min:",
        "min =",
        "min",
        "at least",
        "no less than",
        "not less than",
        "greater than or equal to",
        ">=",
        "≥",
    ];
    let (low, high) = (
        after(description, &least).find_map(number),
        after(description, &most).find_map(number),
    );
    match (low, high) {
        (Some(low), Some(high)) if low > high => (None, None),
        limits => limits,
    }
}

/// Returns the fewest and the most characters of a text: `between 2 and 80 characters`.
pub(crate) fn characters(description: &str) -> (Option<u32>, Option<u32>) {
    let units = ["characters", "character", "chars", "letters"];
    let mut clauses = clauses(description)
        .into_iter()
        .map(|clause| without_length(&clause));
    let clause = clauses.find_map(|(clause, is_length)| {
        let has_unit = units.iter().any(|unit| clause.contains(unit));
        (has_unit || is_length).then_some(clause)
    });
    let Some(clause) = clause else {
        return (None, None);
    };
    let plain = units
        .iter()
        .fold(clause, |text, unit| text.replace(unit, ","));
    let (least, most) = limits(&plain);
    (least.and_then(length), most.and_then(length))
}

/// Returns a clause without the word that says that it limits a length, and whether it has one:
/// `max length: 255`, `minLength 2`, `length: 1-80`.
fn without_length(clause: &str) -> (String, bool) {
    let limited = ["max", "max.", "maximum", "min", "min.", "minimum"];
    let joined = limited
        .iter()
        .flat_map(|limit| ["", " "].map(|blank| (limit, format!("{limit}{blank}length"))));
    let plain = joined.fold(clause.to_owned(), |text, (limit, joined)| {
        text.replace(&joined, limit)
    });
    let rest = plain.trim_start().strip_prefix("length");
    let plain = rest.map_or(plain.clone(), str::to_owned);
    let is_length = plain.len() < clause.trim_start().len();
    (plain, is_length && !clause.contains("word"))
}

/// Words that introduce a limit: `at most 90`.
const LIMITING: [&str; 14] = [
    "max", "maximum", "min", "minimum", "most", "least", "between", "more", "fewer", "less",
    "greater", "exceed", "limit", "limited",
];

/// Words that introduce a limit with others, or stand between two of them: `up to 90`, `≥ 1 and < 5`.
const AROUND: [&str; 8] = ["up", "to", "than", "≤", "≥", "<=", ">=", "and"];

/// Returns whether a description seems to state a limit with a number: `no more than 90 days`.
pub(crate) fn seems_limited(description: &str) -> bool {
    clauses(description).iter().any(|clause| {
        let words: Vec<&str> = clause.split_whitespace().collect();
        let has_number = words.iter().any(|word| {
            let word = word.trim_matches(['(', ')', '.', ',', ':', '≤', '≥', '<', '>', '=']);
            !word.is_empty()
                && word
                    .chars()
                    .all(|char| char.is_ascii_digit() || ".,".contains(char))
        });
        let is_limiting = words.iter().any(|word| {
            let plain = word.trim_matches(|char: char| !char.is_alphanumeric());
            LIMITING.contains(&plain) || word.contains(['≤', '≥'])
        });
        has_number && (is_limiting || clause.contains("up to "))
    })
}

/// Returns whether a limit in a description has a fraction: `between 0.5 and 1`.
pub(crate) fn has_fraction(description: &str) -> bool {
    clauses(description).iter().any(|clause| {
        let clause = clause.replace(['–', '…'], " to ").replace("..", " to ");
        let words: Vec<&str> = clause.split_whitespace().collect();
        let is_fraction = |word: &&str| {
            let word = word.trim_matches(|char: char| !char.is_ascii_digit());
            word.split_once('.').is_some_and(|(whole, part)| {
                let is_digits =
                    |text: &str| !text.is_empty() && text.chars().all(|char| char.is_ascii_digit());
                is_digits(whole) && is_digits(part)
            })
        };
        let is_limiting = |word: &&str| {
            let word = word.trim_matches(|char: char| "(:.,)".contains(char));
            LIMITING.contains(&word) || AROUND.contains(&word)
        };
        words.iter().any(is_fraction) && words.iter().any(is_limiting)
    })
}

/// Returns the parts of a description between full stops and semicolons, in lower case.
pub(crate) fn clauses(description: &str) -> Vec<String> {
    let lower = description.to_lowercase();
    let mut clauses: Vec<String> = Vec::new();
    for part in lower.split(';') {
        let mut is_open = false;
        for text in part.split(". ") {
            match clauses.last_mut().filter(|_| is_open) {
                Some(clause) => clause.push_str(&format!(". {text}")),
                None => clauses.push(text.to_owned()),
            }
            is_open = ["max", "min", "e.g", "i.e"]
                .iter()
                .any(|word| text.ends_with(word));
        }
    }
    clauses
}

pub(crate) fn length(limit: i64) -> Option<u32> {
    let length = u32::try_from(limit).ok()?;
    (1..=1_000_000).contains(&length).then_some(length)
}

/// Returns the number that a word is, apart from punctuation and thousands: `1,000.`.
pub(crate) fn number(word: &str) -> Option<i64> {
    let is_digit = |char: char| char.is_ascii_digit();
    let word = word.trim_matches(|char: char| !is_digit(char) && char != '-');
    let word = word.trim_end_matches('-');
    let mut groups = word.split(',');
    let first = groups.next()?;
    let are_thousands = groups.all(|group| group.len() == 3);
    (are_thousands && first.len() <= 4 || first == word)
        .then(|| word.replace(',', "").parse().ok())
        .flatten()
}

/// Returns the ends of a range: `between 1 and 7`, `from 1 to 7`, `one of 1…7`, `1-7`, `[1, 7]`.
fn range(description: &str) -> Option<(i64, i64)> {
    // Dashes and dots between two numbers are joints.
    let text = ["…", "...", "..", "–", "—", "‑"]
        .iter()
        .fold(description.to_lowercase(), |text, joint| {
            text.replace(joint, " to ")
        });
    let text = text
        .replace('[', " between ")
        .replace(']', " ; ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let text = with_spaced_dashes(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends = words.windows(3).enumerate().find_map(|(at, window)| {
        let [low, joint, high] = window else {
            return None;
        };
        let before = at.checked_sub(1).map_or("", |before| words[before]);
        let is_between = matches!(before, "between" | "range" | "range:" | "from");
        // Only a range that ends a phrase limits the value: `from 1 to 7 days` limits something else.
        let after = words
            .get(at + 3)
            .map(|word| word.trim_matches(['.', ',', ';', '(', ')', ':']));
        let is_end = high.ends_with(['.', ',', ';', ':'])
            || after.is_none_or(|word| {
                matches!(
                    word,
                    "" | "inclusive" | "inclusively" | "or" | "and" | "default" | "defaults"
                )
            });
        let is_range = match *joint {
            "and" => is_between,
            "to" | "through" => is_between || is_end,
            _ => false,
        };
        let (low, high) = (number(low)?, number(high)?);
        (is_range && low <= high).then_some((low, high))
    });
    // `[1, 7]` has no joint.
    ends.or_else(|| {
        words.windows(4).find_map(|window| {
            let [between, low, high, end] = window else {
                return None;
            };
            let is_pair = *between == "between" && low.ends_with(',') && *end == ";";
            let (low, high) = (number(low)?, number(high)?);
            (is_pair && low <= high).then_some((low, high))
        })
    })
}

/// Returns text with blanks around the dashes between two numbers.
fn with_spaced_dashes(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    // A date has several dashes.
    let is_date = |at: usize| {
        let near = chars.iter().skip(at.saturating_sub(6)).take(12);
        near.filter(|char| **char == '-').count() > 1
    };
    let mut spaced = String::with_capacity(text.len());
    for (at, char) in chars.iter().enumerate() {
        if *char == '-' && at > 0 && is_digit(at - 1) && is_digit(at + 1) && !is_date(at) {
            spaced.push_str(" to ");
        } else {
            spaced.push(*char);
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::{characters, has_fraction, limits, seems_limited};

    #[test]
    fn lengths_are_found() {
        for (text, expected) in [
            (
                "Free text. Between 2 and 80 characters.",
                (Some(2), Some(80)),
            ),
            ("2-80 characters", (Some(2), Some(80))),
            ("A name (max 50 characters)", (None, Some(50))),
            ("Up to 255 chars. Rows, at most 9", (None, Some(255))),
            ("At least 0 characters", (None, None)),
            ("Max length: 255", (None, Some(255))),
            ("Maximum length is 40.", (None, Some(40))),
            ("maxLength 20, minLength 2", (Some(2), Some(20))),
            ("Length: 1-80", (Some(1), Some(80))),
            ("max. 255 characters", (None, Some(255))),
            ("The length of the call, at most 60 seconds", (None, None)),
            ("Length: at most 9 words", (None, None)),
            ("At most 20", (None, None)),
        ] {
            assert_eq!(characters(text), expected, "{text}");
        }
    }

    #[test]
    fn limits_that_are_not_read_are_noticed() {
        for text in [
            "At most 90 days later",
            "no more than 3",
            "Up to 5",
            "(≤ 9)",
        ] {
            assert!(seems_limited(text), "{text}");
        }
        for text in [
            "Since 2019",
            "The most recent",
            "up and running",
            "at most a few",
        ] {
            assert!(!seems_limited(text), "{text}");
        }
        for text in ["between 0.5 and 1", "max 1.5", "0.1–0.9"] {
            assert!(has_fraction(text), "{text}");
        }
        assert!(!has_fraction("between 0 and 1. Version 2.1") && !has_fraction("0.25"));
    }

    #[test]
    fn limits_are_found() {
        assert_eq!(limits("rows, between 1 and 10"), (Some(1), Some(10)));
        assert_eq!(limits("rows (max 50)"), (None, Some(50)));
        assert_eq!(limits("at least 1, at most 9"), (Some(1), Some(9)));
        assert_eq!(limits("the maximum is secret"), (None, None));
        assert_eq!(limits("from 2019 on"), (None, None));
        assert_eq!(limits("min -5"), (Some(-5), None));
        for (text, expected) in [
            ("max 50", (None, Some(50))),
            ("One of 1…7", (Some(1), Some(7))),
            ("A weekday, 1 to 7", (Some(1), Some(7))),
            ("A weekday (1-7)", (Some(1), Some(7))),
            ("1..7, where 1 is Monday", (Some(1), Some(7))),
            ("from 0 through 23", (Some(0), Some(23))),
            ("Rows [1, 100]", (Some(1), Some(100))),
            ("Rows. Maximum 1,000.", (None, Some(1000))),
            ("Must be <= 9", (None, Some(9))),
            ("Max number of rows (max 100)", (None, Some(100))),
            ("reset after 1 to 7 days", (None, None)),
            ("since 2019-05-02", (None, None)),
        ] {
            assert_eq!(limits(text), expected, "{text}");
        }
    }
}
