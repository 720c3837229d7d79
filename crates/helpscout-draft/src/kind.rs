//! The types that tables name: `integer`, `array of strings`, `string, required`.

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
const NUMBERS: [&str; 12] = [
    "number", "num", "numeric", "integer", "int", "int32", "int64", "long", "bigint", "short",
    "id", "count",
];
const TEXTS: [&str; 12] = [
    "string", "str", "text", "char", "varchar", "uuid", "guid", "email", "url", "uri", "slug",
    "html",
];
const OBJECTS: [&str; 6] = ["object", "map", "hash", "dict", "dictionary", "json"];
const MAPS: [&str; 4] = ["map", "hash", "dict", "dictionary"];
const LISTS: [&str; 4] = ["array", "list", "collection", "set"];

/// Words that say something else about a type.
const QUALIFIERS: [&str; 33] = [
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
    if has(&BOOLEANS) {
        Kind::Boolean
    } else if has(&INSTANTS) || is_instant {
        Kind::Instant
    } else if has(&ENUMERATIONS) {
        Kind::Enumeration
    } else if has(&DECIMALS) {
        Kind::Decimal
    } else if has(&NUMBERS) {
        Kind::Number
    } else if has(&TEXTS) {
        Kind::Text
    } else if is_id {
        Kind::Number
    } else if has(&OBJECTS) {
        Kind::Object
    } else {
        Kind::Unknown
    }
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

/// Returns whether the cell of a table allows null.
pub(crate) fn is_nullable(cell: &str) -> bool {
    let words = words(cell);
    let is_negated = words
        .windows(2)
        .any(|pair| pair[0] == "not" && pair[1].starts_with("null"));
    !is_negated
        && words
            .iter()
            .any(|word| word == "null" || word == "nullable")
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
            &TEXTS,
            &OBJECTS,
            &LISTS,
            &QUALIFIERS,
        ];
        known.iter().any(|known| known.contains(&word))
    };
    names_one && words.len() <= 8 && words.iter().all(is_known)
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
    use super::{Kind, is_list, is_nullable, is_type, kind};

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
        ] {
            assert_eq!(kind(cell), expected, "{cell}");
        }
        assert!(is_list("string[]") && is_list("List of ids") && !is_list("string"));
        assert!(is_nullable("string or null") && !is_nullable("string, not null"));
        assert!(is_type("string, required") && !is_type("The user") && !is_type("number of users"));
    }
}
