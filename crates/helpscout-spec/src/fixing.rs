//! Applies the changes that mend findings.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::body::Body;
use crate::code::Code;
use crate::finding::{Edit, Finding, Place};
use crate::findings::Sink;
use crate::folder::{Role, Sources, role};
use crate::reading::{Reading, read_sources};
use crate::text::Text;
use crate::yaml;

/// How many times a folder is read again. A change may uncover another mistake, since a file that
/// can't be parsed is not checked further.
const ROUNDS: usize = 100;

/// How many mends a file that can't be parsed gets in one round. Each uncovers the next mistake.
const MENDS: usize = 5_000;

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
        let (mut sources, mut count) = applied(&fixed.sources, &fixed.reading);
        for path in unparsed(&fixed.reading) {
            count += parsed(&mut sources, &path);
        }
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

/// Applies the changes of findings about files that can be parsed, without those that overlap with
/// others, and returns how
/// many were applied.
fn applied(sources: &Sources, reading: &Reading) -> (Sources, usize) {
    let mut edits: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let mut count = 0;
    let others = reading.findings.iter();
    let others = others.filter(|finding| !is_syntax(finding));
    let fixes = others.filter_map(|finding| finding.fix.as_ref());
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

/// Returns the files that can't be parsed, but have a change that mends it.
fn unparsed(reading: &Reading) -> BTreeSet<String> {
    let findings = reading.findings.iter();
    let syntax =
        findings.filter(|finding| matches!(finding.code, Code::Syntax | Code::ExampleJson));
    let fixes = syntax.filter_map(|finding| finding.fix.as_ref());
    fixes.map(|fix| fix.file.clone()).collect()
}

/// Mends a file, without reading others, until it can be parsed or has a mistake that nothing mends.
/// Returns the number of mends.
fn parsed(sources: &mut Sources, path: &str) -> usize {
    let mut seen = HashSet::new();
    let mut before: Option<Vec<u8>> = None;
    for count in 0..MENDS {
        let bytes = sources.get(path).unwrap_or_default().to_vec();
        let Some(finding) = syntax_error(path, &bytes) else {
            return count;
        };
        // A mend that does not help is not kept.
        if !seen.insert((finding.message, finding.place)) {
            if let Some(before) = before {
                sources.add(path, before);
            }
            return count - 1;
        }
        let fix = finding.fix;
        let text = std::str::from_utf8(&bytes).ok();
        let mended = fix
            .zip(text)
            .and_then(|(fix, text)| edited(text, fix.edits.iter().collect()));
        match mended {
            Some(text) => sources.add(path, text),
            None => return count,
        }
        before = Some(bytes);
    }
    MENDS
}

/// Returns why a file can't be parsed.
fn syntax_error(path: &str, bytes: &[u8]) -> Option<Finding> {
    let mut sink = Sink::default();
    if role(path) == Role::Example {
        Body::read(path, bytes, &Place::file(path), &mut sink);
    } else {
        let text = Text::of_bytes(path, bytes, &mut sink)?;
        yaml::read(&text, &mut sink);
    }
    let mut findings = sink.finish().into_iter();
    findings.find(is_syntax)
}

/// Returns whether a finding says why a file can't be parsed.
fn is_syntax(finding: &Finding) -> bool {
    matches!(finding.code, Code::Syntax | Code::ExampleJson)
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
