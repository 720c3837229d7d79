//! `cargo xtask lint --fix`: mends the findings whose mend is certain.

use std::path::Path;

use helpscout_codegen::Change;
use helpscout_files::Folder;
use helpscout_spec::Sources;

use crate::error::Error;
use crate::output::{self, counted};
use crate::workspace::shown;

/// The largest spec file, in bytes, with room for what was added since it was read.
const LARGEST: u64 = 1 << 20;

/// Changes the files of a spec folder, and returns the changes as a unified diff.
pub(crate) fn apply(spec: &Path) -> Result<String, Error> {
    let before = Sources::load(spec);
    let fixed = helpscout_spec::fix(&before);
    let changes = changes(&before, &fixed.sources);
    let mut diff = String::new();
    if !changes.is_empty() {
        write(spec, &before, &changes)?;
        for change in &changes {
            diff.push_str(&change.diff(&shown(&spec.join(&change.path))));
        }
        output::status(format_args!(
            "fixed {} in {}",
            counted(fixed.count, "finding"),
            counted(changes.len(), "file")
        ));
    }
    Ok(diff)
}

fn changes(before: &Sources, after: &Sources) -> Vec<Change> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let files = after.iter().filter_map(|(path, after)| {
        let before = before.get(path)?;
        (before != after).then(|| Change {
            path: path.to_owned(),
            before: Some(text(before)),
            after: Some(text(after)),
        })
    });
    files.collect()
}

/// Replaces files, each as a whole. Nothing is written if one of them has changed since it was
/// read.
fn write(spec: &Path, before: &Sources, changes: &[Change]) -> Result<(), Error> {
    let refused = |error: helpscout_files::Error| Error::refused(&error);
    let root = Folder::open(spec).map_err(refused)?;
    let mut folders = Vec::new();
    for change in changes {
        let (parents, name) = change.path.rsplit_once('/').unwrap_or(("", &change.path));
        let folder = root.below(parents).map_err(refused)?;
        let folder = folder.ok_or_else(|| changed(spec, &change.path))?;
        let now = folder.read(name, LARGEST).map_err(refused)?;
        if before.get(&change.path) != Some(&now) {
            return Err(changed(spec, &change.path));
        }
        folders.push((folder, name, change));
    }
    for (folder, name, change) in folders {
        let text = change.after.as_deref().unwrap_or_default();
        folder.replace(name, text.as_bytes()).map_err(refused)?;
    }
    Ok(())
}

fn changed(spec: &Path, path: &str) -> Error {
    let file = shown(&spec.join(path));
    Error::new(format!("{file} was changed while it was checked")).next("run the command again")
}
