//! The types that tables name: `integer`, `array of strings`, `string, required`.

use crate::text::clean;

/// The kind of a value, as the table of a page names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    /// A number that may have a fraction.
    Decimal,
    Text,
    Boolean,
    Instant,
    Enumeration,
    Object,
    /// None, or one that is not known.
    Unknown,
}

const BOOLEANS: [&str; 2] = ["boolean", "bool"];
const INSTANTS: [&str; 8] = [
    "date",
    "time",
    "datetime",
    "iso8601",
    "8601",
    "instant",
    "timestamp",
    "rfc3339",
];
const ENUMERATIONS: [&str; 4] = ["enum", "enumeration", "enumerated", "choice"];
const DECIMALS: [&str; 4] = ["decimal", "float", "double", "money"];
const NUMBERS: [&str; 10] = [
    "number", "num", "numeric", "integer", "int", "int32", "int64", "long", "bigint", "short",
];
/// What a number is for, so that no instant is meant.
const NUMBERS_OF: [&str; 2] = ["id", "count"];
const TEXTS: [&str; 12] = [
    "string", "str", "text", "char", "varchar", "uuid", "guid", "email", "url", "uri", "slug",
    "html",
];
const OBJECTS: [&str; 6] = ["object", "map", "hash", "dict", "dictionary", "json"];
const EPOCHS: [&str; 2] = ["epoch", "unix"];
const MAPS: [&str; 4] = ["map", "hash", "dict", "dictionary"];
const LISTS: [&str; 4] = ["array", "list", "collection", "set"];

/// Words that say something else about a type.
const QUALIFIERS: [&str; 34] = [
    "of",
    "or",
    "and",
    "a",
    "an",
    "required",
    "optional",
    "mandatory",
    "nullable",
    "null",
    "iso",
    "utc",
    "unix",
    "epoch",
    "comma",
    "separated",
    "delimited",
    "format",
    "query",
    "path",
    "body",
    "header",
    "read",
    "only",
    "deprecated",
    "unsigned",
    "positive",
    "milliseconds",
    "ms",
    "seconds",
    "default",
    "any",
    "value",
    "not",
];

/// Returns the kind of value that the cell of a table names. The kind of a list is that of its
/// elements.
pub(crate) fn kind(cell: &str) -> Kind {
    let words = words(cell);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    // `ISO8601` and `dateTime` are sometimes parts of longer words.
    let is_instant = words.iter().any(|word| {
        word.starts_with("date") || word.starts_with("timestamp") || word.ends_with("8601")
    });
    let is_id = words
        .iter()
        .any(|word| word.ends_with("id") && word.len() <= 20);
    if is_bit(cell) {
        Kind::Number
    } else if has(&BOOLEANS) {
        Kind::Boolean
    } else if has(&INSTANTS) || is_instant || is_day(cell) {
        Kind::Instant
    } else if has(&ENUMERATIONS) {
        Kind::Enumeration
    } else if has(&DECIMALS) {
        Kind::Decimal
    } else if has(&NUMBERS) || has(&NUMBERS_OF) {
        Kind::Number
    } else if has(&TEXTS) {
        Kind::Text
    } else if is_id {
        Kind::Number
    } else if has(&OBJECTS) {
        Kind::Object
    } else if has(&EPOCHS) {
        Kind::Instant
    } else {
        Kind::Unknown
    }
}

/// Returns whether the cell of a table names a number that is 0 or 1: `0/1`, `boolean (0/1)`.
pub(crate) fn is_bit(cell: &str) -> bool {
    let cell = cell.to_lowercase().replace(" / ", "/");
    let mut bits = ["0/1", "1/0", "0 or 1", "1 or 0"].iter();
    bits.any(|bits| {
        let around = cell.split_once(bits);
        around.is_some_and(|(before, behind)| {
            let is_part = |char: char| char.is_alphanumeric() || char == '/';
            !before.ends_with(is_part) && !behind.starts_with(is_part)
        })
    })
}

/// Returns whether a text names the form of a day without a time: `YYYY-MM-DD`.
pub(crate) fn is_day(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("yyyy-mm-dd") && !lower.contains("hh")
}

/// Returns whether the cell of a table names an instant that is a number: `epoch (ms)`,
/// `integer <date-time>`, `timestamp in milliseconds`.
pub(crate) fn is_epoch(cell: &str) -> bool {
    let words = words(cell);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_number = has(&EPOCHS) || has(&["milliseconds", "ms", "seconds"]) || has(&NUMBERS);
    kind(cell) == Kind::Instant && is_number && !has(&TEXTS) && !has(&["iso", "iso8601", "8601"])
}

/// Returns the most characters of a text, if the cell of a table has their number behind the type:
/// `string(3)`, `varchar (80)`.
pub(crate) fn characters(cell: &str) -> Option<i64> {
    let (before, rest) = cell.split_once('(')?;
    let (inside, _) = rest.split_once(')')?;
    let is_text = kind(before) == Kind::Text && is_type(before) && !is_list(cell);
    is_text.then(|| inside.trim().parse().ok()).flatten()
}

/// Returns whether the cell of a table names a list.
pub(crate) fn is_list(cell: &str) -> bool {
    let words = words(cell);
    let is_list = |word: &String| LISTS.contains(&word.as_str());
    words.first().is_some_and(is_list) || cell.trim().ends_with("[]") || cell.contains("[] ")
}

/// Returns whether the cell of a table names an object whose keys are data: `map of integers`.
pub(crate) fn is_map(cell: &str) -> bool {
    let first = words(cell).into_iter().next();
    first.is_some_and(|word| MAPS.contains(&word.as_str()))
}

/// Returns whether the cell of a table names a list of lists: `array of arrays`, `number[][]`.
pub(crate) fn is_nested(cell: &str) -> bool {
    let words = words(head(cell));
    let lists = words.iter().filter(|word| LISTS.contains(&word.as_str()));
    is_list(cell) && (lists.count() > 1 || cell.contains("[][]"))
}

/// Returns whether the cell of a table names one of several types, so that no type has all values:
/// `string | integer`, `integer or "all"`, `string or array of strings`.
pub(crate) fn is_mixed(cell: &str) -> bool {
    let several = cell.replace(" or ", "|");
    let kinds = several.split('|').map(kind);
    let mut kinds: Vec<Kind> = kinds.filter(|kind| *kind != Kind::Unknown).collect();
    kinds.dedup();
    let first = head(&several);
    let parts: Vec<&str> = first.split('|').filter(|part| is_part(part)).collect();
    let are_words = values(cell).is_some();
    let is_typed = |part: &&str| kind(part) != Kind::Unknown || is_list(part);
    let has_other = parts.iter().any(|part| !is_typed(part));
    let lists = parts.iter().filter(|part| is_list(part)).count();
    kinds.len() > 1
        || !are_words && parts.iter().any(is_typed) && has_other
        || lists > 0 && lists < parts.len()
}

/// Returns whether a part of a cell says more than qualifiers such as `null` do.
fn is_part(part: &str) -> bool {
    let words = words(part);
    words
        .iter()
        .any(|word| !QUALIFIERS.contains(&word.as_str()))
}

/// Returns the start of a cell, before what it says about the values.
fn head(cell: &str) -> &str {
    &cell[..cell.find(['(', ',', ';']).unwrap_or(cell.len())]
}

/// Returns whether the cell of a table allows null.
pub(crate) fn is_nullable(cell: &str) -> bool {
    let words = words(cell);
    let is_negated = words
        .windows(2)
        .any(|pair| pair[0] == "not" && pair[1].starts_with("null"));
    let has_mark = cell.trim_end().ends_with('?');
    !is_negated
        && (has_mark
            || words
                .iter()
                .any(|word| word == "null" || word == "nullable"))
}

/// Returns whether a cell names a type and nothing else.
pub(crate) fn is_type(cell: &str) -> bool {
    let words = words(cell);
    let names_one = kind(cell) != Kind::Unknown || is_list(cell);
    let is_known = |word: &String| {
        let word = word.as_str();
        let known = [
            &BOOLEANS[..],
            &INSTANTS,
            &ENUMERATIONS,
            &DECIMALS,
            &NUMBERS,
            &NUMBERS_OF,
            &TEXTS,
            &OBJECTS,
            &LISTS,
            &QUALIFIERS,
        ];
        known.iter().any(|known| known.contains(&word))
    };
    names_one && words.len() <= 8 && words.iter().all(is_known)
}

/// Words of types that no page lists as values of an enumeration.
const BARE: [&str; 12] = [
    "string", "number", "integer", "int", "boolean", "bool", "array", "list", "object", "null",
    "float", "any",
];

/// Returns the values that the cell of a table has in place of a type: `` `asc` \| `desc` ``,
/// `ASC|DESC`, `enum: a, b`.
pub(crate) fn values(cell: &str) -> Option<Vec<String>> {
    let plain = clean(cell);
    let marks = cell.matches('`').count();
    let after_colon = plain
        .split_once([':', '('])
        .filter(|(before, _)| kind(before) == Kind::Enumeration);
    let parts: Vec<&str> = if let Some((_, listed)) = after_colon {
        listed.trim_end_matches(')').split([',', '|']).collect()
    } else if plain.contains('|') {
        plain.split('|').collect()
    } else if marks >= 4 && cell.trim().starts_with('`') {
        cell.split('`').skip(1).step_by(2).collect()
    } else {
        return None;
    };
    let trim = |part: &str| {
        part.trim()
            .trim_matches(['`', '"', '\'', '“', '”'])
            .to_owned()
    };
    let parts = parts
        .into_iter()
        .map(trim)
        .filter(|part| !part.is_empty() && part != "null");
    let parts: Vec<String> = parts.collect();
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_-. ".contains(char);
    let are_values = parts.iter().all(|part| {
        let is_bare = words(part).iter().any(|word| BARE.contains(&word.as_str()));
        !is_bare && part.len() <= 60 && part.chars().all(is_part)
    });
    // Names of types start with a capital letter.
    let starts = |is: fn(char) -> bool| parts.iter().all(|part| part.starts_with(is));
    let has_lower = parts.iter().any(|part| part.contains(char::is_lowercase));
    let are_words =
        starts(|char| char.is_ascii_lowercase()) || (starts(char::is_alphabetic) && !has_lower);
    let is_any_type = parts.iter().all(|part| is_type(part));
    (are_values && are_words && !is_any_type && parts.len() > 1).then_some(parts)
}

/// Returns whether a cell names a type, and perhaps what its values may be: `integer (max. 100)`,
/// `integer, 1–100`, `string max 50`.
pub(crate) fn is_typed(cell: &str) -> bool {
    if is_type(cell) {
        return true;
    }
    let cell = cell.trim();
    let head = &cell[..cell.find(['(', ',', ';']).unwrap_or(cell.len())];
    let rest = cell[head.len()..].to_lowercase();
    if is_type(head) && cell.len() <= 120 {
        // `Date, when it was opened` is prose.
        return rest.starts_with('(') || says_more(&rest);
    }
    let (first, rest) = cell.split_once(char::is_whitespace).unwrap_or((cell, ""));
    is_type(first) && cell.len() <= 60 && says_more(&rest.to_lowercase())
}

/// Returns whether the words behind a type are about its values.
fn says_more(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|char: char| ",;:( [".contains(char));
    let starts = [
        "max", "min", "between", "up to", "at most", "at least", "default", "one of", "required",
        "optional", "format", "from ", "e.g", "≤", "≥", "<", ">",
    ];
    rest.starts_with(|char: char| char.is_ascii_digit())
        || starts.iter().any(|start| rest.starts_with(start))
}

/// Returns the words of a cell in the singular and in lower case.
fn words(cell: &str) -> Vec<String> {
    let lower = cell.to_lowercase();
    let words = lower.split(|char: char| !char.is_alphanumeric());
    let singular = |word: &str| match word {
        "ms" | "milliseconds" | "seconds" | "hours" => word.to_owned(),
        word => word.strip_suffix('s').unwrap_or(word).to_owned(),
    };
    words
        .filter(|word| !word.is_empty())
        .map(singular)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{
        Kind, characters, is_bit, is_epoch, is_list, is_mixed, is_nested, is_nullable, is_type,
        is_typed, kind, values,
    };

    #[test]
    fn values_may_stand_in_place_of_a_type() {
        for (cell, expected) in [
            ("`x` \\| `y`", "x y"),
            ("ASC|DESC", "ASC DESC"),
            ("email|chat", "email chat"),
            ("`email` `chat`", "email chat"),
            ("enum: a, b", "a b"),
            ("enum (a | b)", "a b"),
            ("'a' | null | 'b'", "a b"),
            ("string | null", ""),
            ("integer | me", ""),
            ("Ticket | Customer", ""),
            ("enum", ""),
        ] {
            let found = values(cell).unwrap_or_default().join(" ");
            assert_eq!(found, expected, "{cell}");
        }
    }

    #[test]
    fn types_say_more_than_a_kind() {
        for cell in ["0/1", "0 / 1", "bool (1 or 0)", "integer: 0/1"] {
            assert!(is_bit(cell), "{cell}");
        }
        for cell in ["10/1", "0/10", "2020/1/0/1", "number 0-1", "1/0/5"] {
            assert!(!is_bit(cell), "{cell}");
        }
        for cell in [
            "epoch (ms)",
            "epoch",
            "integer <date-time>",
            "int64 (timestamp)",
            "timestamp (ms)",
            "unix time",
            "milliseconds since epoch",
        ] {
            assert!(is_epoch(cell), "{cell}");
        }
        for cell in [
            "timestamp",
            "string (date-time)",
            "ISO 8601 with milliseconds",
            "integer",
            "date of the ID",
            "milliseconds",
        ] {
            assert!(!is_epoch(cell), "{cell}");
        }
        for (cell, most) in [
            ("string(3)", Some(3)),
            ("varchar (80)", Some(80)),
            ("string (3 of them)", None),
            ("string (date)", None),
            ("int(11)", None),
            ("array of string(3)", None),
        ] {
            assert_eq!(characters(cell), most, "{cell}");
        }
    }

    #[test]
    fn types_have_many_names() {
        for (cell, expected) in [
            ("Number", Kind::Number),
            ("int64", Kind::Number),
            ("Array of integers", Kind::Number),
            ("comma separated numbers", Kind::Number),
            ("float", Kind::Decimal),
            ("UUID", Kind::Text),
            ("string | null", Kind::Text),
            ("string (date-time)", Kind::Instant),
            ("ISO8601 date", Kind::Instant),
            ("dateTime", Kind::Instant),
            ("enum<string>", Kind::Enumeration),
            ("Object", Kind::Object),
            ("Customer", Kind::Unknown),
            ("", Kind::Unknown),
            ("0/1", Kind::Number),
            ("boolean (0 or 1)", Kind::Number),
            ("epoch (ms)", Kind::Instant),
            ("YYYY-MM-DD", Kind::Instant),
        ] {
            assert_eq!(kind(cell), expected, "{cell}");
        }
        assert!(is_list("string[]") && is_list("List of ids") && !is_list("string"));
        assert!(is_nullable("string or null") && !is_nullable("string, not null"));
        assert!(is_nullable("string?") && kind("string?") == Kind::Text);
        for cell in ["integer (max. 100)", "integer, 1–100", "string max 50"] {
            assert!(is_typed(cell) && !is_type(cell), "{cell}");
        }
        assert!(!is_typed("Date, when it was opened") && !is_typed("The user (a number)"));
        for cell in [
            "array of arrays",
            "Array<Array<number>>",
            "number[][]",
            "list of lists of IDs",
        ] {
            assert!(is_nested(cell), "{cell}");
        }
        assert!(!is_nested("array of numbers") && !is_nested("number[] (a list)"));
        for cell in [
            "integer or \"all\"",
            "integer | me",
            "integer or string",
            "string or array of strings",
            "string | integer | null",
        ] {
            assert!(is_mixed(cell), "{cell}");
        }
        for cell in [
            "string or null",
            "integer (1 or 2)",
            "array of strings or null",
            "asc|desc",
        ] {
            assert!(!is_mixed(cell), "{cell}");
        }
        assert!(is_type("string, required") && !is_type("The user") && !is_type("number of users"));
    }
}
