//! Doc comments and other attributes that only rustdoc reads.

use proc_macro2::TokenStream;
use quote::quote;

/// The maximum number of characters on a line of a comment, without `/// `.
const WIDTH: usize = 92;

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

    /// Adds a paragraph of prose, escaped for rustdoc and wrapped.
    pub(crate) fn paragraph(self, prose: &str) -> Self {
        self.markdown(&safe(prose))
    }

    /// Adds a paragraph of Markdown, wrapped.
    pub(crate) fn markdown(mut self, text: &str) -> Self {
        self.separate();
        wrap(text, "", &mut self.lines);
        self
    }

    /// Adds a list whose items are prose.
    pub(crate) fn bullets<T: AsRef<str>>(mut self, items: impl IntoIterator<Item = T>) -> Self {
        let mut items = items.into_iter().peekable();
        if items.peek().is_some() {
            self.separate();
        }
        for item in items {
            wrap(&format!("- {}", safe(item.as_ref())), "  ", &mut self.lines);
        }
        self
    }

    /// Adds lines as they are.
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

    /// Returns the comment as attributes.
    pub(crate) fn attributes(&self) -> TokenStream {
        self.lines
            .iter()
            .map(|line| {
                let line = if line.is_empty() {
                    String::new()
                } else {
                    format!(" {line}")
                };
                quote!(#[doc = #line])
            })
            .collect()
    }
}

/// Breaks `text` into lines. All lines but the first start with `indent`.
pub(crate) fn wrap(text: &str, indent: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let wide = line.chars().count() + 1 + word.chars().count() > WIDTH;
        if wide && !line.trim().is_empty() {
            lines.push(std::mem::replace(&mut line, indent.to_owned()));
        }
        if !line.trim().is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
}

/// Escapes prose, so that rustdoc does not take parts of it for links, HTML, or emphasis.
///
/// Code spans stay as they are if the number of backticks is even.
fn safe(prose: &str) -> String {
    let balanced = prose.matches('`').count().is_multiple_of(2);
    let mut safe = String::with_capacity(prose.len());
    let mut code = false;
    for word in prose.split_inclusive(char::is_whitespace) {
        if !code && let Some((before, url, after)) = bare_url(word) {
            safe.push_str(&format!("{before}<{url}>{after}"));
            continue;
        }
        for char in word.chars() {
            match char {
                '`' if balanced => code = !code,
                '`' | '[' | ']' | '<' | '>' | '*' | '_' | '\\' if !code => safe.push('\\'),
                _ => {}
            }
            safe.push(char);
        }
    }
    safe
}

/// Splits a word into the text before a URL, the URL, and the text after it.
fn bare_url(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find("https://").or_else(|| word.find("http://"))?;
    let (before, rest) = word.split_at(start);
    if before.contains('`') {
        return None;
    }
    let end = rest
        .trim_end()
        .trim_end_matches(['.', ',', ';', ')', '!', '?', '>', ']'])
        .len();
    let (url, after) = rest.split_at(end);
    (!url.contains(['`', '<', '>'])).then(|| {
        (
            before.trim_end_matches('<'),
            url,
            after.trim_start_matches('>'),
        )
    })
}

/// Attributes that let a search of rustdoc find the item `name` by other names, such as its keys in
/// JSON.
pub(crate) fn alias<'a>(name: &str, others: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let mut aliases: Vec<&str> = Vec::new();
    for other in others {
        if other != name && is_accepted_alias(other) && !aliases.contains(&other) {
            aliases.push(other);
        }
    }
    quote!(#(#[doc(alias = #aliases)])*)
}

/// Returns whether rustdoc accepts a text as an alias.
fn is_accepted_alias(text: &str) -> bool {
    let is_refused = |char: char| matches!(char, '"' | '\'') || char.is_whitespace();
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
            lines(Docs::text("a [b] <c> d_e `f_g[0]` *h*")),
            [r"a \[b\] \<c\> d\_e `f_g[0]` \*h\*"]
        );
    }

    #[test]
    fn an_odd_backtick_opens_no_code() {
        assert_eq!(lines(Docs::text("it`s")), [r"it\`s"]);
    }

    #[test]
    fn a_bare_address_becomes_a_link() {
        assert_eq!(
            lines(Docs::text("See https://example.com/a_b, or (http://x.y).")),
            ["See <https://example.com/a_b>, or (<http://x.y>)."]
        );
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
        assert_eq!(
            alias("sort_field", names).to_string(),
            quote!(#[doc(alias = "sortField")] #[doc(alias = "sort-by")]).to_string()
        );
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
