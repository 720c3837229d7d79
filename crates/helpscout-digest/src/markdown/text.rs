//! Texts from outside, written so that they are nothing but text.

use std::fmt::Write;

use crate::link::is_page;

/// The maximum number of characters of a title before it is escaped.
pub(super) const TITLE: usize = 120;

/// The maximum number of characters of a value beside others before it is escaped.
pub(super) const FACT: usize = 80;

/// It separates characters that would mean something together, and is not visible.
const SEPARATOR: char = '\u{200B}';

/// Returns a text for the inside of a line.
///
/// Markup is escaped. Mentions, references and addresses that a chat would turn into links by itself
/// are separated by a character without a width.
pub(super) fn inline(text: &str) -> String {
    let text = separated(&in_one_line(text));
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '^' => {
                let _ = write!(escaped, "\\{character}");
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// Returns a text for the start of a line or an item, which must not become a list or a heading.
pub(super) fn paragraph(text: &str) -> String {
    at_start(&inline(text))
}

/// Returns a text that is escaped already for the start of a line.
pub(super) fn at_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some('#' | '-' | '+' | '=' | ':') if digits == 0 => format!("\\{text}"),
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        _ => text.to_owned(),
    }
}

/// Returns at most `most` characters of a text that is not escaped yet.
pub(super) fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => {
            let kept: String = text.chars().take(most.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
        None => text.to_owned(),
    }
}

/// Joins texts that are escaped already, as many as fit into `most` characters.
pub(super) fn joined(texts: &[String], separator: &str, most: usize) -> String {
    let mut joined = String::new();
    for (at, text) in texts.iter().enumerate() {
        let width = joined.chars().count() + separator.len() + text.chars().count();
        if width > most {
            let more = texts.len() - at;
            let gap = if joined.is_empty() { "" } else { separator };
            return format!("{joined}{gap}{more} more");
        }
        if at > 0 {
            joined.push_str(separator);
        }
        joined.push_str(text);
    }
    joined
}

/// Returns a text in bold, or an empty text.
pub(super) fn bold(text: &str) -> String {
    match inline(text) {
        text if text.is_empty() => text,
        text => format!("**{text}**"),
    }
}

/// Returns a text for a block of code. Backticks become apostrophes, so that they can't end it.
pub(super) fn code(text: &str) -> String {
    separated(&in_one_line(text).replace('`', "'")).replace('<', "<\u{200B}")
}

/// Returns a link, or only its text if the address is not one that Markdown takes as it is.
pub(super) fn link(text: &str, url: &str) -> String {
    let is_as_it_is =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&+,;=%".contains(&byte);
    let is_plain = is_page(url) && url.bytes().all(is_as_it_is);
    let label = inline(text).replace("#\u{200B}", "#");
    if is_plain && !label.is_empty() {
        format!("[{label}]({url})")
    } else {
        paragraph(text)
    }
}

/// Replaces line breaks and other white space by single spaces, and removes control characters.
fn in_one_line(text: &str) -> String {
    let words = text.split(|character: char| character.is_whitespace() || character.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Separates what a chat would turn into a mention, a reference or a link.
fn separated(text: &str) -> String {
    let mut separated = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut word = String::new();
    while let Some(character) = rest.next() {
        separated.push(character);
        let next = rest.peek().copied();
        word.push(character.to_ascii_lowercase());
        let is_risky = match character {
            '@' => next.is_some_and(|next| !next.is_whitespace()),
            '#' => next.is_some_and(char::is_alphanumeric),
            ':' => next == Some('/'),
            '.' => word.ends_with("www."),
            _ => false,
        };
        if is_risky {
            separated.push(SEPARATOR);
        }
        if character.is_whitespace() {
            word.clear();
        }
    }
    separated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_mentions_and_addresses_become_text() {
        let cases = [
            ("Tom & Sons <orders>", "Tom &amp; Sons &lt;orders&gt;"),
            ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
            ("@channel", "@\u{200B}channel"),
            ("<!channel>", "&lt;!channel&gt;"),
            ("ann@example.com", "ann@\u{200B}example.com"),
            ("https://example.com", "https:\u{200B}//example.com"),
            ("WWW.example.com", "WWW.\u{200B}example.com"),
            ("#12", "#\u{200B}12"),
            ("a\n\n# b\t c", "a # b c"),
            ("10:30", "10:30"),
        ];
        for (text, expected) in cases {
            assert_eq!(inline(text), expected, "{text}");
        }
        assert_eq!(paragraph("- x"), r"\- x");
        assert_eq!(paragraph("12. x"), r"12\. x");
        assert_eq!(code("```<!here>"), "'''<\u{200B}!here>");
    }

    #[test]
    fn only_https_addresses_become_links() {
        assert_eq!(
            link("#7", "https://a.example/7"),
            "[#7](https://a.example/7)"
        );
        assert_eq!(link("x", "javascript:alert(1)"), "x");
        assert_eq!(link("x", "https://a.example/) [y](http://b"), "x");
    }
}
