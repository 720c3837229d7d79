//! Pages that are HTML as a whole: lines as a browser shows them.

/// Elements that start a line and end one.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "title",
    "ul",
];

/// The most bytes of a tag that goes on in the next line.
const LONGEST: usize = 2000;

/// Returns whether a page is a document of HTML, not one of Markdown that has a table in HTML.
pub(crate) fn is_document(lines: &[&str]) -> bool {
    let starts = |line: &str, start: &str| {
        let line = line.trim_start().as_bytes();
        let head = line.get(..start.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
    };
    let mut filled = lines.iter().filter(|line| !line.trim().is_empty());
    let first = filled.next().map_or("", |line| line.trim_start());
    let is_block = |line: &str| name(line).is_some_and(|name| BLOCKS.contains(&name.as_str()));
    let marks = ["<!doctype", "<html", "<body"];
    is_block(first)
        || lines
            .iter()
            .any(|line| marks.iter().any(|mark| starts(line, mark)))
}

/// Returns the lines of a document, each with its number on the page: a block such as a paragraph has
/// lines of its own. Scripts, styles and comments are left out.
pub(crate) fn broken_lines(lines: &[&str]) -> Vec<(usize, String)> {
    let mut broken: Vec<(usize, String)> = Vec::new();
    // The text that ends what is not shown.
    let mut hidden: Option<&str> = None;
    let mut is_preformatted = false;
    let mut open = String::new();
    for (number, line) in lines.iter().enumerate() {
        let whole = if open.is_empty() {
            (*line).to_owned()
        } else {
            format!("{} {}", std::mem::take(&mut open), line.trim_start())
        };
        let mut rest = whole.as_str();
        let mut current = String::new();
        let first = broken.len();
        let mut end_line = |current: &mut String| {
            if !current.trim().is_empty() {
                broken.push((number + 1, std::mem::take(current)));
            }
        };
        loop {
            if let Some(close) = hidden {
                let Some(at) = rest.to_ascii_lowercase().find(close) else {
                    break;
                };
                rest = &rest[at + close.len()..];
                hidden = None;
            }
            let Some(at) = rest.find('<') else {
                current.push_str(rest);
                break;
            };
            let (before, tag) = rest.split_at(at);
            current.push_str(before);
            let name = name(tag).unwrap_or_default();
            if let Some(comment) = tag.strip_prefix("<!--") {
                (hidden, rest) = (Some("-->"), comment);
                continue;
            }
            let is_end = tag.starts_with("</");
            if !is_end && matches!(name.as_str(), "script" | "style") {
                let close = if name == "script" {
                    "</script>"
                } else {
                    "</style>"
                };
                (hidden, rest) = (Some(close), &tag[1..]);
                continue;
            }
            let Some(end) = tag.find('>') else {
                if name.is_empty() || is_preformatted || tag.len() > LONGEST {
                    current.push_str(tag);
                } else {
                    tag.clone_into(&mut open);
                }
                break;
            };
            if name == "pre" {
                is_preformatted = !is_end;
            }
            let is_block = BLOCKS.contains(&name.as_str()) && (!is_preformatted || name == "pre");
            if is_block && !is_end {
                end_line(&mut current);
            }
            current.push_str(&tag[..=end]);
            if is_block && is_end {
                end_line(&mut current);
            }
            rest = &tag[end + 1..];
        }
        if !current.trim().is_empty() || broken.len() == first {
            broken.push((number + 1, current));
        }
    }
    if !open.is_empty() {
        broken.push((lines.len(), open));
    }
    broken
}

/// Returns the name of the tag at the start of a text, in lower case.
fn name(text: &str) -> Option<String> {
    let inside = text.strip_prefix('<')?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let end = inside.find(|char: char| !char.is_ascii_alphanumeric());
    let name = &inside[..end.unwrap_or(inside.len())];
    (!name.is_empty()).then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{broken_lines, is_document};

    #[test]
    fn blocks_have_lines_of_their_own() {
        let lines = [
            "<html><script>GET /v2/a</script><h1>Queue</h1><p>GET <code>/v2/b</code></p><!-- x",
            "y --><pre>{\"a\": \"<p>b</p>\"}</pre><p",
            "class=\"x\">Text</p>",
        ];
        let expected = [
            (1, "<html>"),
            (1, "<h1>Queue</h1>"),
            (1, "<p>GET <code>/v2/b</code></p>"),
            (2, "<pre>{\"a\": \"<p>b</p>\"}</pre>"),
            (3, "<p class=\"x\">Text</p>"),
        ];
        let found = broken_lines(&lines);
        let found: Vec<_> = found
            .iter()
            .map(|(line, text)| (*line, text.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn markdown_with_tags_is_no_document() {
        assert!(is_document(&["", "<h1>Queue</h1>"]));
        assert!(is_document(&["Saved", "<!DOCTYPE html>"]));
        assert!(!is_document(&["# Queue", "<table>", "<p>GET /v2/a</p>"]));
    }
}
