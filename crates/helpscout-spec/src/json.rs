//! Findings as JSON: an array of flat objects.

use serde::Serialize;
use serde_json::json;

use crate::code::{Code, Severity};
use crate::finding::{Edit, Finding, Place, Position, Second};

pub(crate) fn array(findings: &[Finding]) -> String {
    let entries: Vec<Entry<'_>> = findings.iter().map(Entry::from).collect();
    format!("{:#}\n", json!(entries))
}

#[derive(Serialize)]
struct Entry<'f> {
    code: Code,
    severity: Severity,
    message: &'f str,
    #[serde(flatten)]
    range: Range<'f>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'f str>,
    help: Vec<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second: Option<SecondEntry<'f>>,
    #[serde(skip_serializing_if = "<[Edit]>::is_empty")]
    fix: &'f [Edit],
}

#[derive(Serialize)]
struct SecondEntry<'f> {
    message: &'f str,
    #[serde(flatten)]
    range: Range<'f>,
}

/// A place from its first character to the one after its last.
#[derive(Serialize)]
struct Range<'f> {
    file: &'f str,
    #[serde(flatten)]
    lines: Option<Lines>,
}

#[derive(Serialize)]
struct Lines {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'f> From<&'f Finding> for Entry<'f> {
    fn from(finding: &'f Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity,
            message: &finding.message,
            range: Range::from(&finding.place),
            label: finding.label.as_deref(),
            help: finding.help.as_deref().into_iter().collect(),
            second: finding.second.as_ref().map(SecondEntry::from),
            fix: finding.fix.as_ref().map_or(&[], |fix| &fix.edits),
        }
    }
}

impl<'f> From<&'f Second> for SecondEntry<'f> {
    fn from(second: &'f Second) -> Self {
        Self {
            message: &second.label,
            range: Range::from(&second.place),
        }
    }
}

impl<'f> From<&'f Place> for Range<'f> {
    fn from(place: &'f Place) -> Self {
        Self {
            file: &place.file,
            lines: place.position.as_ref().map(Lines::from),
        }
    }
}

impl From<&Position> for Lines {
    fn from(position: &Position) -> Self {
        Self {
            line: position.line,
            column: position.column,
            end_line: position.line,
            end_column: position.column + position.length,
        }
    }
}
