//! Where a parameter is sent, in the words of a page.

/// Returns the place that the cell of a column names: `query string`, `HTTP header`. Other words stay.
pub(crate) fn of_column(cell: &str) -> String {
    let lower = cell.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let place = if has(&["header", "headers"]) {
        "header"
    } else if has(&["body", "payload", "json"]) {
        "body"
    } else if has(&["path"]) {
        "path"
    } else if has(&["query", "querystring", "url", "uri"]) {
        "query"
    } else {
        &lower
    };
    place.to_owned()
}

/// Returns the place that words beside a name or a type name: `(header)`, `string, in path`. Words
/// such as `file path` name none.
pub(crate) fn beside(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    if words(&lower).any(|word| matches!(word, "header" | "headers")) {
        return Some("header");
    }
    ["body", "path", "query"].into_iter().find(|place| {
        let is_alone = lower.trim_matches(|char: char| !char.is_alphanumeric()) == *place;
        let marks = [
            format!("({place})"),
            format!("[{place}]"),
            format!("in {place}"),
            format!("in the {place}"),
        ];
        is_alone || marks.iter().any(|mark| lower.contains(mark))
    })
}

fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{beside, of_column};

    #[test]
    fn places_have_many_names() {
        for (cell, expected) in [
            ("Header", "header"),
            ("HTTP headers", "header"),
            ("query string", "query"),
            ("URL", "query"),
            ("URL path", "path"),
            ("JSON body", "body"),
            ("Cookie", "cookie"),
        ] {
            assert_eq!(of_column(cell), expected, "{cell}");
        }
        for (text, expected) in [
            ("(header)", Some("header")),
            ("string (header)", Some("header")),
            ("path", Some("path")),
            ("string, in path", Some("path")),
            ("file path", None),
            ("string", None),
        ] {
            assert_eq!(beside(text), expected, "{text}");
        }
    }
}
