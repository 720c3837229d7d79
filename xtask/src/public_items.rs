//! The lists of what programs can name in the crates that are written by hand.

use std::collections::BTreeMap;
use std::path::Path;

use helpscout_codegen::{ListingError, MARKER, Tree};
use helpscout_files::{Folder, Kind};

use crate::error::Error;

/// The crates whose items programs use: the client, and the sandbox in their tests.
pub(crate) const CRATES: [&str; 4] = [
    "helpscout-description",
    "helpscout-reports",
    "helpscout-runtime",
    "helpscout-sandbox",
];

/// The largest source file, in bytes, and the most entries of a folder of sources.
const LARGEST: u64 = 1 << 22;
const MOST_ENTRIES: usize = 10_000;

/// How deep folders of sources may be.
const DEEPEST: usize = 16;

/// Lists the items of a crate. Generated modules are left out: they have a list of their own.
pub(crate) fn list(name: &str, folder: &Path) -> Result<Tree, Error> {
    let source = Folder::open(&folder.join("src")).map_err(|error| Error::refused(&error))?;
    let mut files = BTreeMap::new();
    collect(&source, "", &mut files, DEEPEST).map_err(|error| Error::refused(&error))?;
    let source = format!("crates/{name}/src");
    helpscout_codegen::public_items(&source, &files).map_err(|error| {
        let what = format!("can't list the public items of {name}: {source}/{error}");
        Error::new(what).next(match error {
            ListingError::Macro { .. } => {
                "the list knows macros from fragments except `pat` and `stmt`, repetitions and \
                 `$crate`: write the macro with these, or the items without it"
            }
            _ => "`cargo check` says where",
        })
    })
}

fn collect(
    folder: &Folder,
    below: &str,
    files: &mut BTreeMap<String, String>,
    depth: usize,
) -> Result<(), helpscout_files::Error> {
    for entry in folder.entries(MOST_ENTRIES)? {
        // No module has such a name.
        let Some(name) = entry.name.to_str() else {
            continue;
        };
        match entry.kind {
            Kind::Folder if depth > 0 => {
                let below = format!("{below}{name}/");
                collect(&folder.folder(name)?, &below, files, depth - 1)?;
            }
            Kind::File if name.ends_with(".rs") => {
                let bytes = folder.read(name, LARGEST)?;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if !is_generated(&text) {
                    files.insert(format!("{below}{name}"), text);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_generated(text: &str) -> bool {
    let first = text.lines().next();
    first.is_some_and(|line| line.contains(MARKER))
}
