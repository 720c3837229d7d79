//! Decodes `application/x-www-form-urlencoded` text: query strings and form bodies.

use percent_encoding::percent_decode_str;

/// One decoded pair.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Whether the name or the value was not UTF-8, so that part of it is lost.
    pub(crate) lossy: bool,
}

/// Decodes all pairs, in order. A part without `=` is a name with an empty value.
pub(crate) fn decode(text: &str) -> Vec<Pair> {
    text.split('&')
        .filter(|part| !part.is_empty())
        .map(decode_pair)
        .collect()
}

/// Creates a pair from a segment of a path, where a plus sign stands for itself.
pub(crate) fn path_pair(name: &str, segment: &str) -> Pair {
    let (value, lossy) = decode_percent(segment);
    Pair {
        name: name.to_owned(),
        value,
        lossy,
    }
}

fn decode_pair(part: &str) -> Pair {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    let (name, name_lossy) = decode_text(name);
    let (value, value_lossy) = decode_text(value);
    Pair {
        name,
        value,
        lossy: name_lossy || value_lossy,
    }
}

fn decode_text(text: &str) -> (String, bool) {
    decode_percent(&text.replace('+', " "))
}

/// Returns the decoded text, and whether part of it is lost.
fn decode_percent(text: &str) -> (String, bool) {
    let bytes = percent_decode_str(text);
    match bytes.clone().decode_utf8() {
        Ok(text) => (text.into_owned(), false),
        Err(_) => (bytes.decode_utf8_lossy().into_owned(), true),
    }
}
