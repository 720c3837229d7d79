//! The findings of one reading, in order and limited in number.

use std::path::Path;

use crate::code::{Code, Severity};
use crate::finding::{Finding, Place};
use crate::{json, render, sarif};

/// How many findings of one severity are kept. If there are more, these are to be fixed first.
const KEPT: usize = 200;

/// The findings of a reading, ordered by file, line and column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Finding>,
    /// The numbers of errors and warnings that are not in the list.
    beyond: (usize, usize),
}

impl Findings {
    /// Returns whether there are no findings.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the number of findings that can be shown. If not all can, the last one says so.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the number of all findings, including those that are not shown.
    pub fn total(&self) -> usize {
        let (errors, warnings) = self.beyond;
        let is_shown = |finding: &&Finding| finding.code != Code::More;
        self.list.iter().filter(is_shown).count() + errors + warnings
    }

    /// Returns whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.error_count() > 0
    }

    /// Returns the number of all errors, including those that are not shown.
    pub fn error_count(&self) -> usize {
        let is_shown =
            |finding: &&Finding| finding.severity == Severity::Error && finding.code != Code::More;
        self.list.iter().filter(is_shown).count() + self.beyond.0
    }

    /// Returns an iterator over the findings that can be shown.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// Returns the findings as text for people, each with its source line. Without `color`, the
    /// text has no escape sequences. It is empty if there are no findings.
    pub fn render(&self, color: bool) -> String {
        render::render(&self.list, color)
    }

    /// Returns the findings as a JSON array for programs, each as a flat object.
    ///
    /// What a finding does not have is omitted: `label`, `second`, and for a file as a whole
    /// `line`, `column`, `end_line` and `end_column`. Lines and columns start at 1, columns count
    /// characters, and the end column is exclusive. `fix` lists the replacements that mend the
    /// finding, if they are certain; they are in the file of the finding.
    pub fn json(&self) -> String {
        json::array(&self.list)
    }

    /// Returns the findings as a SARIF 2.1.0 log, for tools that show them next to a change.
    /// `folder` is the spec folder; paths of files below `root` are relative to it.
    pub fn sarif(&self, folder: &Path, root: &Path) -> String {
        sarif::log(&self.list, folder, root)
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        let mut sink = Sink::default();
        for finding in findings {
            sink.add(finding);
        }
        sink.finish()
    }
}

/// Collects the findings of several readings, with the same limit as for one.
impl FromIterator<Findings> for Findings {
    fn from_iter<I: IntoIterator<Item = Findings>>(all: I) -> Self {
        let mut sink = Sink::default();
        for findings in all {
            let shown = findings.list.into_iter();
            let shown = shown.filter(|finding| finding.code != Code::More);
            sink.take(shown, findings.beyond);
        }
        sink.finish()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

/// Collects findings while a folder is read.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    kept: Vec<Finding>,
    errors: usize,
    warnings: usize,
    /// Findings of other collections that were not kept there.
    errors_beyond: usize,
    warnings_beyond: usize,
}

impl Sink {
    pub(crate) fn add(&mut self, finding: Finding) {
        let count = match finding.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= KEPT {
            self.kept.push(finding);
        }
    }

    /// Adds a finding that is only created if it will be kept.
    pub(crate) fn add_with(&mut self, code: Code, finding: impl FnOnce() -> Finding) {
        let count = match code.severity() {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        if *count >= KEPT {
            *count += 1;
        } else {
            self.add(finding());
        }
    }

    /// Adds the findings of another collection.
    pub(crate) fn absorb(&mut self, other: Self) {
        let beyond = other.beyond();
        self.take(other.kept, beyond);
    }

    /// Adds findings of another collection, and the numbers of those that were not kept there.
    fn take(&mut self, kept: impl IntoIterator<Item = Finding>, beyond: (usize, usize)) {
        self.errors_beyond += beyond.0;
        self.warnings_beyond += beyond.1;
        kept.into_iter().for_each(|finding| self.add(finding));
    }

    /// Returns the numbers of errors and warnings that are not kept.
    fn beyond(&self) -> (usize, usize) {
        (
            self.errors.saturating_sub(KEPT) + self.errors_beyond,
            self.warnings.saturating_sub(KEPT) + self.warnings_beyond,
        )
    }

    /// Returns whether there is a finding about a file.
    pub(crate) fn concerns(&self, file: &str) -> bool {
        self.kept.iter().any(|finding| finding.place.file == file)
    }

    /// Returns the number of errors so far, kept or not.
    pub(crate) fn errors(&self) -> usize {
        self.errors + self.errors_beyond
    }

    pub(crate) fn finish(mut self) -> Findings {
        self.kept.sort_by(|a, b| order(a).cmp(&order(b)));
        let (errors, warnings) = self.beyond();
        if errors + warnings > 0 {
            self.kept.push(more_finding(errors + warnings, errors));
        }
        Findings {
            list: self.kept,
            beyond: (errors, warnings),
        }
    }
}

fn order(finding: &Finding) -> (&Place, Code, &str) {
    (&finding.place, finding.code, &finding.message)
}

fn more_finding(more: usize, errors: usize) -> Finding {
    let message = format!("{more} more findings are not shown, {errors} of them errors");
    let mut finding = Finding::new(Code::More, Place::file("."), message)
        .help("fix the findings that are shown, then check again");
    if errors == 0 {
        finding.severity = Severity::Warning;
    }
    finding
}
