//! Plain text from the text of a page.

use helpscout_description::quote::is_invisible;

/// Returns text of a page as one line of plain words, without markup and control characters.
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

/// Returns text of a page as code inside prose: short, on one line, between backticks.
pub(crate) fn code(text: &str) -> String {
    let shown: String = clean(text).chars().take(60).collect();
    format!("`{}`", shown.trim())
}

/// Returns JSON with its invisible characters written as escapes. Outside of texts there are none.
pub(crate) fn visible(json: &str) -> String {
    let mut visible = String::with_capacity(json.len());
    for char in json.chars() {
        if is_invisible(char) {
            for unit in char.encode_utf16(&mut [0; 2]) {
                visible.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            visible.push(char);
        }
    }
    visible
}

/// Returns whether something else than a cell of a table starts at a line.
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
