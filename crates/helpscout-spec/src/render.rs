//! Findings as text: `error[S012]: message`, ` --> file:line:column`, the line and a caret.

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};

use crate::code::Severity;
use crate::finding::{Finding, Place, Position};

pub(crate) fn render(findings: &[Finding], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for finding in findings {
        text.push_str(&indented(renderer.render(&[group(finding)]), finding));
        text.push_str("\n\n");
    }
    text.truncate(text.trim_end().len());
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Adds the space that the renderer omits before a place without a line number.
fn indented(text: String, finding: &Finding) -> String {
    let has_line = |place: &Place| place.position.is_some();
    let second = finding.second.as_ref();
    if has_line(&finding.place) || second.is_some_and(|second| has_line(&second.place)) {
        return text;
    }
    text.replace('\n', "\n ")
}

fn group(finding: &Finding) -> Group<'_> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let label = finding.label.as_deref();
    let mut group = level
        .primary_title(&finding.message)
        .id(finding.code.as_str())
        .element(place(&finding.place, AnnotationKind::Primary, label));
    if let Some(second) = &finding.second {
        let label = Some(second.label.as_str());
        group = group.element(place(&second.place, AnnotationKind::Context, label));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    group
}

fn place<'a>(place: &'a Place, kind: AnnotationKind, label: Option<&'a str>) -> Element<'a> {
    match &place.position {
        Some(position) => Snippet::source(line(position))
            .path(&place.file)
            .line_start(position.line)
            .annotation(annotation(position, kind).label(label))
            .into(),
        None => Origin::path(&place.file).into(),
    }
}

/// Returns the source line, with spaces for the part that was cut off, so that columns are right.
fn line(position: &Position) -> String {
    let mut line = " ".repeat(position.excerpt.skipped);
    line.push_str(&position.excerpt.text);
    line
}

fn annotation(position: &Position, kind: AnnotationKind) -> Annotation<'static> {
    let excerpt = &position.excerpt;
    let before = (position.column - 1).saturating_sub(excerpt.skipped);
    let start = byte_of_char(&excerpt.text, before);
    let end = byte_of_char(&excerpt.text, before + position.length);
    kind.span(excerpt.skipped + start..excerpt.skipped + end)
}

fn byte_of_char(text: &str, char: usize) -> usize {
    text.char_indices()
        .nth(char)
        .map_or(text.len(), |(byte, _)| byte)
}
