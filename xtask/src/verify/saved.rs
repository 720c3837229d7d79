//! Answers that were saved to files. Somebody else may have filled the folder.

use std::path::Path;

use helpscout_description::Api;
use helpscout_description::quote::escaped;
use helpscout_files::{Entry, Folder, Kind};

use super::answers::Answer;
use super::selection::{Selection, unknown_operation};
use crate::error::Error;
use crate::workspace::shown;

/// How deep folders may be nested, and how many names each may have.
const DEEPEST: usize = 8;
const MOST_ENTRIES: usize = 20_000;

/// The largest answer in bytes, which is the default limit of the client, and the limit of all
/// answers together.
const LARGEST: u64 = 1 << 26;
const MOST_BYTES: u64 = 1 << 28;

/// Returns the answers in a folder, ordered by their paths.
pub(crate) fn saved(path: &Path, api: &Api, selection: &Selection) -> Result<Vec<Answer>, Error> {
    let folder = Folder::open(path).map_err(|error| Error::refused(&error))?;
    let mut reader = Reader {
        api,
        selection,
        left: MOST_BYTES,
        answers: Vec::new(),
    };
    reader.folder(&folder, None, 0)?;
    if reader.answers.is_empty() {
        let of = match selection.named() {
            [] => String::new(),
            named => format!(" of {}", named.join(", ")),
        };
        let what = format!("{} has no answers{of}", shown(path));
        return Err(Error::new(what).next("save them there as OPERATION.json"));
    }
    Ok(reader.answers)
}

struct Reader<'a> {
    api: &'a Api,
    selection: &'a Selection,
    /// How many bytes may still be read.
    left: u64,
    answers: Vec<Answer>,
}

impl Reader<'_> {
    /// Adds the answers in a folder and in those inside it. `inside` is the first folder below the
    /// one that the user named: it says what all answers in it are answers of.
    fn folder(&mut self, folder: &Folder, inside: Option<&str>, depth: usize) -> Result<(), Error> {
        if depth > DEEPEST {
            let error = Error::read(folder.path(), "it is nested too deep");
            return Err(error.next(format_args!("nest folders at most {DEEPEST} levels deep")));
        }
        let entries = folder.entries(MOST_ENTRIES);
        for Entry { name, kind, .. } in entries.map_err(|error| Error::refused(&error))? {
            let text = name.to_str().filter(|text| escaped(text) == **text);
            let Some(name) = text else {
                let name = escaped(&name.to_string_lossy());
                let what =
                    "the file name is not UTF-8, or contains control or invisible characters";
                return Err(Error::new(what).at(shown(&folder.path().join(name))));
            };
            let first = inside.unwrap_or(name);
            if kind == Kind::Folder {
                let below = folder
                    .folder(name)
                    .map_err(|error| Error::refused(&error))?;
                self.folder(&below, Some(first), depth + 1)?;
            } else if kind != Kind::File || name.ends_with(".json") {
                // What is neither a file nor a folder is an error: a link may stand for answers.
                self.file(folder, name, &operation_of(first))?;
            }
        }
        Ok(())
    }

    fn file(&mut self, folder: &Folder, name: &str, operation: &str) -> Result<(), Error> {
        let refused = |error| Error::refused(&error);
        folder.expect(name, Kind::File).map_err(refused)?;
        let path = folder.path().join(name);
        if self.api.operation(operation).is_none() {
            return Err(unknown_operation(self.api, operation, Error::new).at(shown(&path)));
        }
        if !self.selection.includes(operation) {
            return Ok(());
        }
        let bytes = folder.read(name, LARGEST.min(self.left)).map_err(refused)?;
        self.left -= bytes.len() as u64;
        let body = String::from_utf8(bytes).map_err(|_| Error::read(&path, "it is not UTF-8"))?;
        self.answers.push(Answer {
            operation: operation.to_owned(),
            name: shown(&path),
            body,
        });
        Ok(())
    }
}

/// Returns the operation that a file or folder of this name has answers of.
fn operation_of(name: &str) -> String {
    let stem = name.split('.').next().unwrap_or_default();
    stem.replace('-', "_")
}
