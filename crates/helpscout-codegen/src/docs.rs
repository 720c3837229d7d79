//! Documentation texts of the spec as rustdoc comments.

use helpscout_description::Unit;
use proc_macro2::TokenStream;
use quote::quote;

/// Comments are wrapped to this many characters, the `/// ` not counted.
const WIDTH: usize = 92;

/// Paragraphs and verbatim blocks that become one doc comment.
#[derive(Default)]
pub(crate) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// A comment of one paragraph of the spec's prose.
    pub(crate) fn text(prose: &str) -> Self {
        Self::default().paragraph(prose)
    }

    /// A paragraph of the spec's prose, made safe for rustdoc and wrapped.
    pub(crate) fn paragraph(self, prose: &str) -> Self {
        self.markdown(&safe(prose))
    }

    /// A paragraph that is Markdown on purpose.
    pub(crate) fn markdown(mut self, text: &str) -> Self {
        self.separate();
        wrap(text, "", &mut self.lines);
        self
    }

    /// A list of the spec's prose.
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

    /// Lines as they are, after an empty one.
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

    /// The comment as attributes.
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

/// Breaks `text` into lines; all but the first start with `indent`.
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

/// Prose of a documented page can hold anything; rustdoc must not take it for links or HTML.
///
/// Code spans stay as they are if every backtick has its partner.
fn safe(prose: &str) -> String {
    let balanced = prose.matches('`').count().is_multiple_of(2);
    let mut safe = String::with_capacity(prose.len());
    let mut code = false;
    for word in prose.split_inclusive(char::is_whitespace) {
        if !code && let Some((before, url, after)) = bare_url(word) {
            safe.push_str(&format!("{before}<{url}>{after}"));
            continue;
        }
        for c in word.chars() {
            match c {
                '`' if balanced => code = !code,
                '`' | '[' | ']' | '<' | '>' | '*' | '_' | '\\' if !code => safe.push('\\'),
                _ => {}
            }
            safe.push(c);
        }
    }
    safe
}

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

/// Which unit a number has, as a sentence.
pub(crate) fn in_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => " In seconds.",
        Unit::Days => " In days.",
        Unit::Percent => " In percent.",
        Unit::Points => " In percentage points.",
    }
}

/// For which plans an operation is, as a sentence; none if it is for every one.
pub(crate) fn for_plans(plans: &[String]) -> Option<String> {
    match plans {
        [] => None,
        [plan] => Some(format!("For the plan {plan}.")),
        plans => Some(format!("For the plans {}.", plans.join(" and "))),
    }
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
