//! The spec folder that the commands work on.

use std::io;
use std::path::{Path, PathBuf};

use helpscout_codegen::Home;
use helpscout_description::Api;
use helpscout_runtime::Operation;
use helpscout_spec::{Findings, Reading};

use crate::error::Error;
use crate::output::{self, counted};
use crate::workspace::{self, shown};

/// Returns the given folder, or else that of the workspace.
pub(crate) fn folder(given: Option<&Path>) -> PathBuf {
    given.map_or_else(|| workspace::root().join("spec"), Path::to_path_buf)
}

/// Returns where the client of a service belongs: in this workspace, if its client is for the same.
pub(crate) fn home(api: &Api) -> Home {
    let (described, own) = (&api.service, Operation::DEFAULT.service);
    if described.title == own.title && described.base_url == own.base_url {
        Home::Reports
    } else {
        Home::Elsewhere
    }
}

/// Returns whether a folder was given that describes another service than the client of this
/// workspace is for, whose files it must not replace.
pub(crate) fn is_of_another_service(given: Option<&Path>, api: &Api) -> bool {
    let real = |folder: &Path| folder.canonicalize().ok();
    let is_own = given.is_none_or(|given| real(given) == real(&folder(None)));
    !is_own && matches!(home(api), Home::Elsewhere)
}

/// Reads the spec and prints its findings to stderr. `consequence` says what an error in the spec
/// keeps the command from doing.
pub(crate) fn api(given: Option<&Path>, consequence: &str) -> Result<Api, Error> {
    reading(given, consequence).map(|(api, _)| api)
}

/// Does the same as [`api`], and also returns what else was read.
pub(crate) fn reading(given: Option<&Path>, consequence: &str) -> Result<(Api, Reading), Error> {
    let folder = folder(given);
    let mut reading = helpscout_spec::read(&folder);
    output::message(
        &reading
            .findings
            .render(helpscout_stdout::is_styled(&io::stderr())),
    );
    match reading.api.take() {
        Some(api) => Ok((api, reading)),
        None => Err(has_errors(&folder, &reading.findings).next(consequence)),
    }
}

/// Returns the error for a spec folder with errors, which are printed already.
pub(crate) fn has_errors(folder: &Path, findings: &Findings) -> Error {
    let errors = counted(findings.error_count(), "error");
    Error::new(format!("{} has {errors}", shown(folder)))
}
