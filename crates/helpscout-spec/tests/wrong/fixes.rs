//! What to do about findings: every finding says it, and changes mend what they are for.

use std::collections::BTreeSet;

use helpscout_spec::{Code, Finding, Findings, Fix, Sources, fix, read_sources};

/// Checks that every finding says what to do, and that each change mends its finding without
/// causing another one in the same place.
pub(crate) fn assert_mended(sources: &Sources, findings: &Findings) {
    let mut wrong = Vec::new();
    for finding in findings {
        if finding.help.as_deref().is_none_or(str::is_empty) {
            wrong.push(format!("no help: {} {}", finding.place, finding.message));
        }
        let Some(change) = &finding.fix else { continue };
        let changed = with_change(sources, change);
        let left = read_sources(&changed).findings;
        let is_same = |left: &Finding| {
            (left.code, &left.message, &left.place.file)
                == (finding.code, &finding.message, &finding.place.file)
        };
        // A file may have the same mistake twice.
        let before = findings.iter().filter(|left| is_same(left)).count();
        let after = left.iter().filter(|left| is_same(left)).count();
        if after >= before {
            wrong.push(format!("not mended: {} {}", finding.place, finding.message));
        }
        let known: BTreeSet<&str> = findings
            .iter()
            .map(|known| known.message.as_str())
            .collect();
        for new in &left {
            let is_new = !known.contains(new.message.as_str());
            let is_near = line(new) == line(finding) && new.place.file == finding.place.file;
            // A file that can't be read is not checked further, so a change may uncover mistakes.
            let is_readable = finding.code >= Code::Duplicate;
            if is_new && is_near && is_readable && new.code != Code::More {
                wrong.push(format!(
                    "new: {} {} after {change:?}",
                    new.place, new.message
                ));
            }
        }
    }
    let fixed = fix(sources);
    if fixed
        .reading
        .findings
        .iter()
        .any(|finding| finding.fix.is_some())
    {
        wrong.push("changes are left after all have been made".to_owned());
    }
    assert!(
        wrong.is_empty(),
        "{}\n{}",
        wrong.join("\n"),
        findings.render(false)
    );
}

fn line(finding: &Finding) -> Option<usize> {
    Some(finding.place.position.as_ref()?.line)
}

/// Returns the folder with a change made.
fn with_change(sources: &Sources, change: &Fix) -> Sources {
    let bytes = sources.get(&change.file).unwrap();
    let text = std::str::from_utf8(bytes)
        .unwrap()
        .trim_start_matches('\u{feff}');
    let mut changed = String::new();
    let mut done = 0;
    for edit in &change.edits {
        changed.push_str(&text[done..edit.bytes.start]);
        changed.push_str(&edit.replacement);
        done = edit.bytes.end;
    }
    changed.push_str(&text[done..]);
    sources.clone().with(&change.file, changed)
}
