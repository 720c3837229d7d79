//! Answers that were saved to files.

use std::fs;
use std::path::{Path, PathBuf};

use helpscout_description::Api;

use super::answers::Answer;
use super::selection::{Selection, unknown_operation};
use crate::error::Error;
use crate::workspace::shown;

/// Returns the answers in a folder, ordered by their paths.
pub(crate) fn saved(folder: &Path, api: &Api, selection: &Selection) -> Result<Vec<Answer>, Error> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.sort();
    let mut answers = Vec::new();
    for file in files {
        let name = shown(&file);
        let operation = operation_of(file.strip_prefix(folder).unwrap_or(&file));
        if api.operation(&operation).is_none() {
            return Err(unknown_operation(api, &operation, Error::new).at(name));
        }
        if !selection.includes(&operation) {
            continue;
        }
        let body = fs::read_to_string(&file).map_err(|error| Error::read(&file, error))?;
        answers.push(Answer {
            operation,
            name,
            body,
        });
    }
    if answers.is_empty() {
        let of = match selection.named() {
            [] => String::new(),
            named => format!(" of {}", named.join(", ")),
        };
        let what = format!("{} has no answers{of}", shown(folder));
        return Err(Error::new(what).next("save them there as OPERATION.json"));
    }
    Ok(answers)
}

/// Returns the operation that a file, relative to the folder, is an answer of.
fn operation_of(file: &Path) -> String {
    let first = file.components().next();
    let first = first.map(|part| part.as_os_str().to_string_lossy().into_owned());
    let first = first.unwrap_or_default();
    let stem = first.split('.').next().unwrap_or_default();
    stem.replace('-', "_")
}

/// Adds the JSON files in a folder and in those inside it.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let unreadable = |error| Error::read(folder, error);
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        if entry.file_type().map_err(unreadable)?.is_dir() {
            list(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    Ok(())
}
