//! Plain text from the text of a page.

use helpscout_description::quote::is_invisible;

/// Returns text of a page as one line of plain words, without markup, control characters and
/// characters that have no width.
pub(crate) fn clean(text: &str) -> String {
    let tags = [
        "code", "b", "strong", "em", "i", "p", "span", "ul", "ol", "li", "wbr", "br", "a", "sup",
        "sub", "small", "kbd",
    ];
    let text = if text.contains('<') {
        without_tags(text, &tags)
    } else {
        text.to_owned()
    };
    let text = entities(&text).replace("**", "");
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    let (mut is_code, mut is_quoted) = (false, false);
    while let Some(char) = chars.next() {
        match char {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {}
            // Code is told from prose only where it would not be seen that words belong together.
            '`' => {
                is_code = !is_code;
                let inside = chars.clone().take_while(|char| *char != '`');
                let opens = is_code && has_blanks(&inside.collect::<String>());
                if opens || is_quoted {
                    plain.push('"');
                }
                is_quoted = opens;
            }
            '\u{2028}' | '\u{2029}' => plain.push(' '),
            char if is_invisible(char) => {}
            char if char.is_control() => plain.push(' '),
            char => plain.push(char),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns text in which a colon introduces a default that is marked as code: `` default `x` ``. Plain
/// words after `default` may be prose.
pub(crate) fn with_marked_defaults(text: &str) -> String {
    let mut marked = String::new();
    let mut rest = text;
    while let Some(at) = rest.to_ascii_lowercase().find("default") {
        let end = at + "default".len();
        let behind = rest[end..].trim_start_matches('s').trim_start();
        let is_code = behind.starts_with('`') || behind.to_ascii_lowercase().starts_with("<code>");
        // `The default `sort` order` names no value.
        let is_code = is_code && !rest[..at].to_ascii_lowercase().ends_with("the ");
        marked.push_str(&rest[..end]);
        marked.push_str(if is_code { ": " } else { "" });
        rest = if is_code { behind } else { &rest[end..] };
    }
    marked.push_str(rest);
    marked
}

/// Returns text without the quotes around it.
pub(crate) fn without_quotes(text: &str) -> &str {
    let pairs = [('"', '"'), ('\'', '\''), ('“', '”'), ('`', '`')];
    let text = text.trim();
    pairs
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .filter(|inside| !inside.contains(['"', '`']))
        .unwrap_or(text)
}

/// Returns whether a text is a value with blanks, such as `in progress`.
fn has_blanks(code: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
    let mut words = code.split(' ');
    code.len() <= 40
        && code.contains(' ')
        && words.all(|word| !word.is_empty() && word.chars().all(is_part))
}

/// Returns text without some tags of HTML. Those between words become blanks.
fn without_tags(text: &str, names: &[&str]) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        plain.push_str(before);
        let inside = tag.find('>').map(|close| &tag[1..close]);
        let name = inside.map(|tag| {
            let tag = tag.trim_matches('/').split_whitespace().next();
            tag.unwrap_or_default().to_ascii_lowercase()
        });
        match (inside, name) {
            (Some(inside), Some(name)) if names.contains(&name.as_str()) => {
                if name == "li" && !inside.starts_with('/') {
                    plain.push_str(" • ");
                } else if matches!(
                    name.as_str(),
                    "br" | "p" | "li" | "ul" | "ol" | "sup" | "sub" | "small"
                ) {
                    plain.push(' ');
                } else if matches!(name.as_str(), "code" | "kbd") {
                    plain.push('`');
                }
                rest = &tag[inside.len() + 2..];
            }
            _ => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Returns text with the entities of HTML replaced that pages have most often.
pub(crate) fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [
        ("&nbsp;", "\u{a0}"),
        ("&emsp;", "    "),
        ("&shy;", ""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#34;", "\""),
        ("&apos;", "'"),
        ("&hellip;", "…"),
        ("&raquo;", "»"),
        ("&rsaquo;", "›"),
        ("&rarr;", "→"),
        ("&bull;", "•"),
        ("&middot;", "·"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&amp;", "&"),
    ];
    let replace = |text: String, (entity, plain): &(&str, &str)| text.replace(entity, plain);
    named.iter().fold(numbered(text), replace)
}

/// Returns text with its numbered entities replaced: `&#8203;`, `&#xa0;`.
fn numbered(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once("&#") {
        plain.push_str(before);
        let number = entity.split_once(';').and_then(|(number, after)| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            Some((char::from_u32(code.ok()?)?, after))
        });
        match number {
            Some((char, after)) => {
                plain.push(char);
                rest = after;
            }
            None => {
                plain.push_str("&#");
                rest = entity;
            }
        }
    }
    plain.push_str(rest);
    plain
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
    line.starts_with("HTTP/")
        || line.starts_with('#')
        || line.starts_with("```")
        || line.starts_with('{')
        || line == "["
        || is_title(line)
}

/// Words that make a title of a line, such as those that separate the parts of a page.
const TITLES: [&str; 14] = [
    "request",
    "response",
    "responses",
    "example",
    "examples",
    "sample",
    "parameters",
    "fields",
    "attributes",
    "headers",
    "errors",
    "returns",
    "arguments",
    "curl",
];

/// Words that such a title has beside them.
const BESIDE: [&str; 20] = [
    "url",
    "uri",
    "path",
    "query",
    "string",
    "body",
    "http",
    "json",
    "api",
    "error",
    "status",
    "codes",
    "the",
    "successful",
    "success",
    "optional",
    "required",
    "header",
    "field",
    "object",
];

/// Returns whether a line is the title of a part of a page: `Query parameters`.
fn is_title(line: &str) -> bool {
    if line.len() > 60 || line.contains(['|', '\t']) {
        return false;
    }
    let lower = line.to_lowercase();
    let words = lower.split(|char: char| char.is_whitespace() || ":()".contains(char));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let is_telling = |word: &&str| TITLES.contains(word);
    let is_known = |word: &&str| is_telling(word) || BESIDE.contains(word);
    (1..=5).contains(&words.len()) && words.iter().all(is_known) && words.iter().any(is_telling)
}
