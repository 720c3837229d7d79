//! Doc comments and other attributes that only rustdoc reads.

use helpscout_description::quote::is_invisible;
use helpscout_openapi::markdown::{Inline, at_line_start};
use proc_macro2::TokenStream;
use quote::quote;

/// The maximum number of characters on a line of a comment, without `/// `.
const WIDTH: usize = 92;

/// Ends a line of a comment in an attribute. One attribute for all lines is parsed and formatted in a
/// fraction of the time, and [`lines`] breaks them. No description has this character.
const LINE_BREAK: char = '\u{1}';

/// Puts each line of a comment on a line of its own. `code` is formatted code.
pub(crate) fn lines(code: &str) -> String {
    let mut broken = String::with_capacity(code.len() + code.len() / 4);
    for line in code.split_inclusive('\n') {
        let mut parts = line.split(LINE_BREAK);
        broken.extend(parts.next());
        let indent = line.len() - line.trim_start().len();
        let slashes = if line[indent..].starts_with("//!") {
            "//!"
        } else {
            "///"
        };
        for part in parts {
            broken.push('\n');
            broken.push_str(&line[..indent]);
            broken.push_str(slashes);
            broken.push_str(part);
        }
    }
    broken
}

/// A doc comment under construction: paragraphs, lists, and verbatim blocks.
#[derive(Default)]
pub(crate) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// Creates a comment from one paragraph of prose.
    pub(crate) fn text(prose: &str) -> Self {
        Self::default().paragraph(prose)
    }

    /// Creates a comment from the description of an item. Programs may warn about items without one,
    /// so one that the description leaves out says what the item is.
    pub(crate) fn of(prose: &str, what: &str) -> Self {
        if prose.trim().is_empty() {
            Self::text(&format!("{what}, which the spec does not describe."))
        } else {
            Self::text(prose)
        }
    }

    /// Adds a paragraph of prose.
    pub(crate) fn paragraph(self, prose: &str) -> Self {
        self.inline(Inline::default().prose(prose))
    }

    /// Adds a paragraph.
    pub(crate) fn inline(mut self, text: Inline) -> Self {
        self.separate();
        wrap(text.words(), "", "", &mut self.lines);
        self
    }

    /// Adds a list whose items are prose.
    pub(crate) fn bullets<T: AsRef<str>>(mut self, items: impl IntoIterator<Item = T>) -> Self {
        let mut items = items.into_iter().peekable();
        if items.peek().is_some() {
            self.separate();
        }
        for item in items {
            let words = Inline::default().prose(item.as_ref()).words();
            wrap(words, "- ", "  ", &mut self.lines);
        }
        self
    }

    /// Adds lines of code as they are, with their fences. They must not contain prose.
    pub(crate) fn verbatim(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.separate();
        self.lines.extend(lines);
        self
    }

    fn separate(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// Writes the comment above the item that follows.
    pub(crate) fn write(&self, indent: &str, text: &mut String) {
        for (index, line) in self.lines.iter().enumerate() {
            let is_last = index + 1 == self.lines.len();
            // As the formatter does with the end of a comment.
            let line = if is_last {
                line.trim_end_matches(' ')
            } else {
                line
            };
            text.push_str(indent);
            text.push_str("///");
            if !line.is_empty() {
                text.push(' ');
                text.push_str(line);
            }
            text.push('\n');
        }
    }

    /// Returns the comment as an attribute of the item that follows.
    pub(crate) fn attributes(&self) -> Option<TokenStream> {
        self.joined().map(|text| quote!(#[doc = #text]))
    }

    /// Returns the comment as an attribute of the module that it starts.
    pub(crate) fn inner_attributes(&self) -> Option<TokenStream> {
        self.joined().map(|text| quote!(#![doc = #text]))
    }

    /// Returns the lines as they stand behind the slashes, joined by [`LINE_BREAK`].
    fn joined(&self) -> Option<String> {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push(LINE_BREAK);
            }
            if !line.is_empty() {
                text.push(' ');
                text.push_str(line);
            }
        }
        (!self.lines.is_empty()).then_some(text)
    }
}

/// Puts words on lines. The first line starts with `first`, all others with `indent`.
pub(crate) fn wrap<W: AsRef<str>>(
    words: impl IntoIterator<Item = W>,
    first: &str,
    indent: &str,
    lines: &mut Vec<String>,
) {
    let mut line: Option<String> = None;
    let mut width = 0;
    for word in words {
        let word = word.as_ref();
        let more = 1 + word.chars().count();
        let start = match &mut line {
            Some(line) if width + more <= WIDTH => {
                line.push(' ');
                line.push_str(word);
                width += more;
                continue;
            }
            Some(_) => indent,
            None => first,
        };
        let started = format!("{start}{}", at_line_start(word));
        width = started.chars().count();
        lines.extend(line.replace(started));
    }
    lines.extend(line);
}

/// Returns the names by which a search of rustdoc finds the item `name`, too, such as its keys in
/// JSON.
pub(crate) fn aliases<'a>(name: &str, others: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut aliases: Vec<&str> = Vec::new();
    for other in others {
        if other != name && is_accepted_alias(other) && !aliases.contains(&other) {
            aliases.push(other);
        }
    }
    aliases
}

/// Returns whether rustdoc accepts a text as an alias.
fn is_accepted_alias(text: &str) -> bool {
    let is_refused = |char: char| {
        matches!(char, '"' | '\'')
            || char.is_whitespace()
            || char.is_control()
            || is_invisible(char)
    };
    !text.is_empty() && !text.contains(is_refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(docs: Docs) -> Vec<String> {
        docs.lines
    }

    #[test]
    fn prose_that_looks_like_markup_is_escaped_outside_code() {
        assert_eq!(
            lines(Docs::text("a [b] <c> `d[0]` # *e*").bullets(["# f", "`g`: h"])),
            [r"a \[b\] \<c\> `d[0]` # \*e\*", "", r"- \# f", "- `g`: h"]
        );
    }

    #[test]
    fn a_word_that_starts_a_line_starts_nothing_else() {
        let prose = format!("{}ab - a 1. b ``` c", "word ".repeat(18));
        let docs = lines(Docs::text(&prose));
        assert_eq!(docs[1..], [r"\- a 1. b \`\`\` c"]);
    }

    #[test]
    fn code_is_never_divided() {
        let prose = format!("{}`# a b`", "word ".repeat(18));
        assert_eq!(lines(Docs::text(&prose))[1..], ["`# a b`"]);
    }

    #[test]
    fn aliases_are_other_names_that_rustdoc_accepts_each_once() {
        let names = [
            "sort_field",
            "sortField",
            "",
            "a b",
            "it's",
            "sortField",
            "sort-by",
        ];
        assert_eq!(aliases("sort_field", names), ["sortField", "sort-by"]);
    }

    #[test]
    fn long_paragraphs_are_wrapped_and_lists_are_indented() {
        let word = "word ".repeat(40);
        let docs = lines(Docs::text(&word).bullets([word.as_str()]));
        assert!(docs.iter().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(
            docs.iter()
                .filter(|line| line.starts_with("- word"))
                .count(),
            1
        );
        assert_eq!(
            docs.iter()
                .filter(|line| line.starts_with("  word"))
                .count(),
            2
        );
    }
}
