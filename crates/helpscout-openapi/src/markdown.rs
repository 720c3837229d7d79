//! Prose and facts of a description as Markdown, for rustdoc and for viewers of OpenAPI documents.
//!
//! Nothing in a description becomes markup but the code of its prose and the links to documented
//! pages, whatever the description contains. A text is a list of words that no line break may
//! divide, because the start of a line has a meaning of its own: [`at_line_start`] escapes it.

use std::borrow::Cow;

use helpscout_description::link::is_page;
use helpscout_description::prose::{Part, parts};
use helpscout_description::quote::{escaped, is_invisible, joins_letters};

/// Returns prose as Markdown on one line.
pub fn of_prose(prose: &str) -> String {
    Inline::default().prose(prose).line()
}

/// A paragraph under construction.
#[derive(Default)]
pub struct Inline {
    words: Vec<String>,
    /// The last word, which the next piece may continue.
    word: String,
}

impl Inline {
    /// Adds prose.
    pub fn prose(self, prose: &str) -> Self {
        self.rendered(prose, code)
    }

    /// Adds prose whose code consists of paths of Rust items. They become links to the items.
    pub fn items(self, prose: &str) -> Self {
        self.rendered(prose, |path| format!("[{}]", code(path)))
    }

    /// Adds a fact of the description as code.
    pub fn code(mut self, text: &str) -> Self {
        self.word.push_str(&code(text));
        self
    }

    /// Adds a link to a page, with one word as its text. If the URL is not that of a page, adds the
    /// word and the URL as code.
    pub fn page(mut self, word: &str, url: &str) -> Self {
        if is_page(url) {
            self.word
                .push_str(&format!("[{word}]({})", url.replace('&', "\\&")));
            return self;
        }
        self.prose(word).prose(" at ").code(url)
    }

    /// Adds the URL of a page as a link. If it is not the URL of a page, adds it as code.
    pub fn url(mut self, url: &str) -> Self {
        if is_page(url) {
            self.word.push_str(&format!("<{url}>"));
            return self;
        }
        self.code(url)
    }

    /// Returns the words, which may be separated by single spaces and line breaks.
    pub fn words(mut self) -> Vec<String> {
        self.end_word();
        self.words
    }

    /// Returns the text on one line, which may follow the marker of a list item.
    pub fn line(self) -> String {
        let mut words = self.words();
        if let Some(first) = words.first_mut() {
            *first = at_line_start(first).into_owned();
        }
        words.join(" ")
    }

    fn rendered(mut self, prose: &str, code: impl Fn(&str) -> String) -> Self {
        for part in parts(prose) {
            match part {
                Part::Code(text) => self.word.push_str(&code(text)),
                Part::Text(text) => self.push(text),
            }
        }
        self
    }

    fn push(&mut self, text: &str) {
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b',' | b'\'');
        let mut rest = text;
        loop {
            // Most of a text means nothing to Markdown.
            let plain = rest.bytes().take_while(|byte| is_plain(*byte)).count();
            self.word.push_str(&rest[..plain]);
            let at = text.len() - rest.len() + plain;
            rest = &rest[plain..];
            let mut chars = rest.chars();
            let Some(char) = chars.next() else { break };
            rest = chars.as_str();
            match char {
                char if char.is_whitespace() => self.end_word(),
                char if joins_letters(text, at) => self.word.push(char),
                char if char.is_control() || is_invisible(char) => {
                    self.word.push_str(&format!("\\{}", char.escape_unicode()));
                }
                // Rustdoc and viewers look for URLs in text.
                ':' if text[at..].starts_with("://") => self.word.push_str("\\:"),
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' => {
                    self.word.extend(['\\', char]);
                }
                char => self.word.push(char),
            }
        }
    }

    fn end_word(&mut self) {
        if !self.word.is_empty() {
            self.words.push(std::mem::take(&mut self.word));
        }
    }
}

/// Escapes a word that would start a heading, a list, a rule or the like at the start of a line.
pub fn at_line_start(word: &str) -> Cow<'_, str> {
    let is_marker = |char| matches!(char, '-' | '+' | '=' | '#' | ':');
    if !word.is_empty() && word.chars().all(is_marker) {
        return format!("\\{word}").into();
    }
    let digits = word.trim_end_matches(['.', ')']);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && word.len() == digits.len() + 1 {
        return format!("{digits}\\{}", &word[digits.len()..]).into();
    }
    word.into()
}

/// Returns a text as code, between more backticks than the text has anywhere.
fn code(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return text;
    }
    let text = escaped(&text);
    let runs = text.split(|char| char != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    // Markdown removes one space on each side.
    let space = if fence.len() > 1 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joiners_stay_in_the_words_that_they_shape() {
        let word = "می\u{200c}خواهم";
        assert_eq!(super::of_prose(word), word);
        assert_eq!(super::of_prose("a\u{200c}b"), "a\\\\u{200c}b");
    }

    #[test]
    fn only_code_is_markup() {
        for (prose, expected) in [
            (
                "a [b] <c> d_e `f_g[0]` *h*",
                r"a \[b\] \<c\> d\_e `f_g[0]` \*h\*",
            ),
            ("it`s", r"it\`s"),
            ("``a` ~~~", r"\`\`a\` \~\~\~"),
            ("a `b  c`,\nd", "a `b c`, d"),
            ("a\\", r"a\\"),
            ("&lt; a|b", r"\&lt; a\|b"),
            (
                "See https://example.com/a_b, or (http://x.y).",
                r"See https\://example.com/a\_b, or (http\://x.y).",
            ),
            ("a\u{202e}b", r"a\\u{202e}b"),
        ] {
            assert_eq!(of_prose(prose), expected);
        }
    }

    #[test]
    fn markers_at_the_start_of_a_line_are_escaped() {
        for (prose, expected) in [
            ("# a", r"\# a"),
            ("- - -", r"\- - -"),
            ("===", r"\==="),
            (":-:", r"\:-:"),
            ("12. a", r"12\. a"),
            ("1) a", r"1\) a"),
            ("2019 - a", "2019 - a"),
            ("-1 a", "-1 a"),
            ("1.5 a", "1.5 a"),
        ] {
            assert_eq!(of_prose(prose), expected);
        }
    }

    #[test]
    fn a_fact_is_code_whatever_it_contains() {
        for (text, expected) in [
            ("GET /v2/a_b", "`GET /v2/a_b`"),
            ("a`b", "`` a`b ``"),
            ("```\na", "```` ``` a ````"),
            (" ", ""),
        ] {
            assert_eq!(Inline::default().code(text).line(), expected);
        }
    }

    #[test]
    fn only_the_url_of_a_page_is_a_link() {
        let shown = |url: &str| {
            let line = Inline::default().prose("As ").page("documented", url);
            line.prose(".").line()
        };
        assert_eq!(
            shown("https://example.com/a_b?c&d;"),
            r"As [documented](https://example.com/a_b?c\&d;)."
        );
        assert_eq!(
            shown("https://example.com/)[a](javascript:b)"),
            "As documented at `https://example.com/)[a](javascript:b)`."
        );
        assert_eq!(
            Inline::default().url("https://example.com/").line(),
            "<https://example.com/>"
        );
        assert_eq!(Inline::default().url("a:b>").line(), "`a:b>`");
    }
}
