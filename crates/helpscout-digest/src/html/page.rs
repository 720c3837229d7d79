//! What is around the blocks: the head, the title, the contents and the end of the page.

use std::io;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{Block, Digest};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// What the page may load and run: its own style and script, named by their SHA-256.
const POLICY: &str = "default-src 'none'; \
    style-src 'sha256-lkPg4oJm3j5RV6xMn7clofdY+PVeTK0EEa1GvFhL1Kk='; \
    script-src 'sha256-Z55gYbyQKFG+OCcArHi/E8r0r8oIEyx6lZj/fs/6LtE='; \
    base-uri 'none'; form-action 'none'";

/// The number of headings from which on the page has contents.
const MIN_CONTENTS: usize = 2;

/// Writes everything before the first block.
pub(super) fn start(digest: &Digest<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let head = head(digest).into_string();
    write!(
        out,
        "{}<html lang=\"en\">{head}<body>",
        DOCTYPE.into_string()
    )?;
    let header = header(digest).into_string();
    write!(out, "{header}<main id=\"content\" tabindex=\"-1\">")
}

/// Writes everything after the last block.
pub(super) fn end(digest: &Digest<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let footer = html! {
        footer {
            @if !digest.facts.is_empty() {
                h2 #about { "About this report" }
                dl.facts {
                    @for fact in &digest.facts {
                        div { dt { (fact.name) } dd { (isolated(&fact.value)) } }
                    }
                }
            }
            p {
                "Made with helpscout " (env!("CARGO_PKG_VERSION"))
                @if let Some(read_at) = digest.read_at {
                    " from figures read at "
                    time datetime=(read_at) { (read_at.strftime("%Y-%m-%d %H:%M:%S UTC")) }
                }
                ". "
                "This page is one file: it loads nothing from the network."
            }
        }
        script { (PreEscaped(SCRIPT)) }
    };
    writeln!(out, "</main>{}</body></html>", footer.into_string())
}

/// Returns a list of names, each of which keeps its place and its ID whatever the direction of its
/// script is.
fn isolated(list: &str) -> Markup {
    html! {
        @for (at, part) in list.split(", ").enumerate() {
            @if at > 0 { ", " }
            bdi { (part) }
        }
    }
}

/// Returns the anchor of a heading by its number, from 1 on.
pub(super) fn anchor(number: usize) -> String {
    format!("section-{number}")
}

fn head(digest: &Digest<'_>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="robots" content="noindex";
            title {
                (digest.title)
                @if !digest.period.is_empty() { " · " (digest.period) }
            }
            style { (PreEscaped(STYLE)) }
        }
    }
}

fn header(digest: &Digest<'_>) -> Markup {
    let headings: Vec<&String> = digest
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(text) => Some(text),
            _ => None,
        })
        .collect();
    html! {
        a.skip href="#content" { "Skip to the figures" }
        header {
            h1 { (digest.title) }
            @if !digest.period.is_empty() {
                p.period { (digest.period) }
            }
            @if let Some(compared) = &digest.compared_with {
                p.compared { "Compared with " (compared) }
            }
            @for line in &digest.extent {
                p.extent { (line) }
            }
            @if headings.len() >= MIN_CONTENTS {
                nav aria-label="Contents" {
                    ul {
                        @for (number, text) in (1..).zip(headings) {
                            li { a href={ "#" (anchor(number)) } { (text) } }
                        }
                        @if !digest.facts.is_empty() {
                            li { a href="#about" { "About this report" } }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn names_in_any_script_keep_their_ids() {
        let shown = isolated("نور الخطيب (2), <Zoë> (1)").into_string();
        let expected = "<bdi>نور الخطيب (2)</bdi>, <bdi>&lt;Zoë&gt; (1)</bdi>";
        assert_eq!(shown, expected);
    }

    #[test]
    fn the_policy_names_the_style_and_the_script() {
        let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
        for text in [STYLE, SCRIPT] {
            let hash = hash(text);
            assert!(
                POLICY.contains(&hash),
                "the hash in POLICY has to be {hash}"
            );
        }
    }

    #[test]
    fn the_style_and_the_script_load_nothing() {
        for text in [STYLE, SCRIPT] {
            for word in [
                "http:",
                "https:",
                "url(",
                "@import",
                "fetch",
                "innerHTML",
                "</",
            ] {
                assert!(!text.contains(word), "{word}");
            }
        }
    }
}
