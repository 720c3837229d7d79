//! The spec folder the commands work on.

use std::path::{Path, PathBuf};

use helpscout_spec::{Api, Findings};

use crate::{colour, shown, workspace};

/// The folder that was asked for, or the workspace's own.
pub(crate) fn folder(given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| workspace().join("spec"), Path::to_path_buf)
}

/// Reads the spec and says what is wrong with it.
pub(crate) fn api(given: Option<&Path>) -> Option<Api> {
    let folder = folder(given);
    let reading = helpscout_spec::read(&folder);
    eprint!("{}", reading.findings.render(colour(&std::io::stderr())));
    if reading.api.is_none() {
        let errors = errors(&reading.findings);
        eprintln!("{}: {errors} to mend; nothing was written", shown(&folder));
    }
    reading.api
}

/// `1 error`, `2 errors`.
pub(crate) fn errors(findings: &Findings) -> String {
    match findings.error_count() {
        1 => "1 error".to_owned(),
        n => format!("{n} errors"),
    }
}
