//! Findings as SARIF 2.1.0, the format in which code hosts and editors read the results of linters.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use serde_json::{Value, json};

use crate::code::Code;
use crate::finding::{Edit, Finding, Fix, Place, Position};

pub(crate) fn log(findings: &[Finding], folder: &Path, root: &Path) -> String {
    let found: BTreeSet<Code> = findings.iter().map(|finding| finding.code).collect();
    let codes: Vec<Code> = found.into_iter().collect();
    let writer = Writer {
        codes: &codes,
        folder,
        root,
    };
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": env!("CARGO_PKG_NAME"),
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| writer.result(finding)).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": first_paragraph(explanation) },
        "help": { "text": explanation, "markdown": explanation },
        "defaultConfiguration": { "level": code.severity().as_str() },
    })
}

/// Returns the text up to the first empty line, as one line.
fn first_paragraph(markdown: &str) -> String {
    let lines = markdown.lines().take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

struct Writer<'w> {
    /// The codes of the findings, in the order of the rules.
    codes: &'w [Code],
    folder: &'w Path,
    root: &'w Path,
}

impl Writer<'_> {
    fn result(&self, finding: &Finding) -> Value {
        let mut text = finding.message.clone();
        if let Some(help) = &finding.help {
            text.push_str("\nhelp: ");
            text.push_str(help);
        }
        let mut location = json!({ "physicalLocation": self.physical_location(&finding.place) });
        if let Some(label) = &finding.label {
            location["message"] = json!({ "text": unlinked(label) });
        }
        let mut result = json!({
            "ruleId": finding.code.as_str(),
            "ruleIndex": self.codes.binary_search(&finding.code).ok(),
            "level": finding.severity.as_str(),
            "message": { "text": unlinked(&text) },
            "locations": [location],
        });
        if let Some(second) = &finding.second {
            result["relatedLocations"] = json!([{
                "id": 1,
                "physicalLocation": self.physical_location(&second.place),
                "message": { "text": unlinked(&second.label) },
            }]);
        }
        if let Some(fix) = finding.fix.as_ref().filter(|fix| has_effect(fix)) {
            result["fixes"] = json!([self.fix(fix, finding.help.as_deref())]);
        }
        result
    }

    fn fix(&self, fix: &Fix, help: Option<&str>) -> Value {
        json!({
            "description": { "text": unlinked(help.unwrap_or("apply the change")) },
            "artifactChanges": [{
                "artifactLocation": { "uri": self.uri(&fix.file) },
                "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
            }],
        })
    }

    fn physical_location(&self, place: &Place) -> Value {
        json!({
            "artifactLocation": { "uri": self.uri(&place.file) },
            "region": region(place.position.as_ref()),
        })
    }

    /// Returns the URI of a file of the folder, relative to the root if the file is below it.
    fn uri(&self, file: &str) -> String {
        // A folder that can't be read has its path as given, not relative to itself.
        let is_folder = Path::new(file) == self.folder;
        let inside = if is_folder {
            Path::new("")
        } else {
            Path::new(file)
        };
        let path = self.root.join(self.folder).join(inside);
        match path.strip_prefix(self.root) {
            Ok(relative) => escaped(relative),
            Err(_) => format!("file://{}", escaped(&path)),
        }
    }
}

/// Returns whether a change does more than remove a byte order mark, which SARIF can't say.
fn has_effect(fix: &Fix) -> bool {
    let mut edits = fix.edits.iter();
    edits.any(|edit| !edit.bytes.is_empty() || !edit.replacement.is_empty())
}

fn replacement(edit: &Edit) -> Value {
    json!({
        "deletedRegion": {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        },
        "insertedContent": { "text": edit.replacement },
    })
}

/// Returns a message that quotes texts of the spec without links: in SARIF, `[words](target)` in the
/// text of a message is one, unless a backslash comes before the brackets.
fn unlinked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '[' | ']' | '\\') {
            plain.push('\\');
        }
        plain.push(char);
    }
    plain
}

/// Returns the region of a position. A file as a whole is its first line, since hosts do not show a
/// result without a line.
fn region(position: Option<&Position>) -> Value {
    match position {
        None => json!({ "startLine": 1 }),
        Some(position) => json!({
            "startLine": position.line,
            "startColumn": position.column,
            "endLine": position.line,
            "endColumn": position.column + position.length,
        }),
    }
}

/// Returns a path as part of a URI, with slashes between its parts and special characters escaped.
fn escaped(path: &Path) -> String {
    let mut uri = String::new();
    for part in path.components() {
        match part {
            Component::RootDir | Component::CurDir => continue,
            _ if path.is_absolute() || !uri.is_empty() => uri.push('/'),
            _ => {}
        }
        for byte in part.as_os_str().to_string_lossy().bytes() {
            match byte {
                b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
                byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
                byte => uri.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Writer;

    fn uri(folder: &str, root: &str, file: &str) -> String {
        let writer = Writer {
            codes: &[],
            folder: Path::new(folder),
            root: Path::new(root),
        };
        writer.uri(file)
    }

    #[test]
    #[cfg(unix)]
    fn files_below_the_root_are_named_relative_to_it() {
        for folder in ["/desk/spec", "spec", "./spec/", "/desk/./spec"] {
            assert_eq!(uri(folder, "/desk", "api.yaml"), "spec/api.yaml");
            assert_eq!(uri(folder, "/desk", folder), "spec");
        }
        assert_eq!(uri("/desk/spec", "/desk", "."), "spec");
        assert_eq!(uri("/desk", "/desk", "api.yaml"), "api.yaml");
    }

    #[test]
    #[cfg(unix)]
    fn files_elsewhere_are_named_in_full() {
        let found = uri("/other/my spec", "/desk", "reports/ü.yaml");
        assert_eq!(found, "file:///other/my%20spec/reports/%C3%BC.yaml");
    }
}
