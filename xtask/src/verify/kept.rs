//! Answers that were kept in files.

use std::fs;
use std::path::{Path, PathBuf};

use helpscout_description::Api;

use super::{Answer, unknown};
use crate::shown;

/// The answers in a folder, in the order of their names.
pub(super) fn kept(folder: &Path, api: &Api, only: &[String]) -> Result<Vec<Answer>, String> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.sort();
    let mut answers = Vec::new();
    for file in files {
        let name = shown(&file);
        let relative = file.strip_prefix(folder).unwrap_or(&file);
        let first = relative.components().next();
        let first = first.map(|part| part.as_os_str().to_string_lossy().into_owned());
        let first = first.unwrap_or_default();
        let stem = first.split('.').next().unwrap_or_default();
        let operation = stem.replace('-', "_");
        if api.operation(&operation).is_none() {
            return Err(format!("{name}: {}", unknown(api, &operation)));
        }
        if !only.is_empty() && !only.contains(&operation) {
            continue;
        }
        let body =
            fs::read_to_string(&file).map_err(|error| format!("{name} can't be read: {error}"))?;
        answers.push(Answer {
            operation,
            name,
            body,
        });
    }
    if answers.is_empty() {
        let of = match only {
            [] => String::new(),
            only => format!(" of {}", only.join(", ")),
        };
        let folder = shown(folder);
        return Err(format!(
            "{folder} has no answers{of}: no such file ends in .json"
        ));
    }
    Ok(answers)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let fail = |error| format!("{} can't be read: {error}", shown(folder));
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let path = entry.path();
        if entry.file_type().map_err(fail)?.is_dir() {
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
