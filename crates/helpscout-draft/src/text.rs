//! The text of a page: without what a terminal, a browser or an editor left in it.

use helpscout_description::quote::is_invisible;

/// A text of a page as one line of plain words: no mark-up, no control characters.
pub(crate) fn clean(text: &str) -> String {
    let text = ["<br>", "<br/>", "<br />", "&nbsp;"]
        .iter()
        .fold(text.to_owned(), |text, mark| text.replace(mark, " "));
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        .replace("**", "");
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {}
            '`' => {}
            char if char.is_control() || is_invisible(char) => plain.push(' '),
            char => plain.push(char),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of a page as code inside prose: short, on one line, between backticks.
pub(crate) fn code(text: &str) -> String {
    let shown: String = clean(text).chars().take(60).collect();
    format!("`{}`", shown.trim())
}

/// Whether a line can't be part of a table's cell: something else starts there.
pub(crate) fn is_break(line: &str) -> bool {
    let line = line.trim();
    let titles = [
        "request",
        "response",
        "response fields",
        "parameters",
        "url parameters",
        "path parameters",
        "query parameters",
    ];
    line.starts_with("HTTP/")
        || line.starts_with('#')
        || line.starts_with("```")
        || line.starts_with('{')
        || line == "["
        || titles.contains(&line.to_lowercase().as_str())
}
