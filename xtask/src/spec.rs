//! The spec folder the commands work on.

use std::path::{Path, PathBuf};

use helpscout_description::Api;

use crate::{colour, counted, shown, workspace};

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
        let errors = counted(reading.findings.error_count(), "error");
        eprintln!("{}: {errors} to mend; nothing was done", shown(&folder));
    }
    reading.api
}
