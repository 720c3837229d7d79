//! Applies the changes that mend findings.

use std::collections::BTreeMap;

use crate::finding::Edit;
#[cfg(doc)]
use crate::finding::Finding;
use crate::folder::Sources;
use crate::reading::{Reading, read_sources};

/// How many times a folder is read again. A change may uncover another mistake, since a file that
/// can't be parsed is not checked further.
const ROUNDS: usize = 20;

/// A spec folder with the certain mistakes mended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// The files, with their changes.
    pub sources: Sources,
    /// The number of findings that were mended.
    pub count: usize,
    /// What the folder says now, with the findings that are left.
    pub reading: Reading,
}

/// Mends the findings about a spec folder in memory whose mend is certain: those with a
/// `fix` of [`Finding`].
///
/// The folder is read again after the changes, since they may uncover further mistakes.
///
/// # Examples
///
/// ```
/// use helpscout_spec::{Sources, fix};
///
/// let sources = Sources::new().with("api.yaml", "service: { title: Desk, base_ulr: https://x.example }");
/// let fixed = fix(&sources);
/// assert_eq!(fixed.count, 1);
/// let text = fixed.sources.get("api.yaml").unwrap_or_default();
/// assert_eq!(text, b"service: { title: Desk, base_url: https://x.example }");
/// ```
pub fn fix(sources: &Sources) -> Fixed {
    let mut fixed = Fixed {
        sources: sources.clone(),
        count: 0,
        reading: read_sources(sources),
    };
    for _ in 0..ROUNDS {
        let (sources, count) = applied(&fixed.sources, &fixed.reading);
        if count == 0 {
            break;
        }
        let reading = read_sources(&sources);
        // A change that mends nothing must not be made again and again.
        if sources == fixed.sources {
            break;
        }
        fixed = Fixed {
            sources,
            count: fixed.count + count,
            reading,
        };
    }
    fixed
}

/// Applies the changes of all findings, without those that overlap with others, and returns how
/// many were applied.
fn applied(sources: &Sources, reading: &Reading) -> (Sources, usize) {
    let mut edits: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut count = 0;
    let findings = reading.findings.iter();
    let fixes = findings.filter_map(|finding| finding.fix.as_ref());
    for fix in fixes {
        let planned = edits.entry(&fix.file).or_default();
        let is_free = |edit: &Edit| planned.iter().all(|other| !overlap(edit, other));
        if fix.edits.iter().all(is_free) {
            planned.extend(&fix.edits);
            count += 1;
        }
    }
    let mut sources = sources.clone();
    for (file, edits) in edits {
        let text = sources
            .get(file)
            .and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let Some(text) = text.and_then(|text| edited(text, edits)) {
            sources.add(file, text);
        }
    }
    (sources, count)
}

/// Returns whether two changes can't both be made. Two insertions at one place can't: nothing says
/// which comes first.
fn overlap(a: &Edit, b: &Edit) -> bool {
    a.bytes.start.max(b.bytes.start) < a.bytes.end.min(b.bytes.end)
        || a.bytes.start == b.bytes.start
}

/// Returns a text with its changes, and without a byte order mark.
fn edited(text: &str, mut edits: Vec<&Edit>) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    edits.sort_by_key(|edit| edit.bytes.start);
    let mut new = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        new.push_str(text.get(done..edit.bytes.start)?);
        new.push_str(&edit.replacement);
        done = edit.bytes.end;
    }
    new.push_str(text.get(done..)?);
    Some(new)
}
