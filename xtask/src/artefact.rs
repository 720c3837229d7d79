//! Generated files, and the three things to do with them.

use std::path::PathBuf;
use std::process::ExitCode;

use helpscout_codegen::{Change, PUBLIC_API, Tree, TreeError, lost};
use helpscout_description::Api;

use crate::{shown, workspace};

/// Generated files and the folder they belong in.
pub(crate) struct Artefact {
    pub(crate) folder: PathBuf,
    pub(crate) tree: Tree,
}

/// What to do with artefacts.
pub(crate) enum Mode {
    /// Bring the files up to date.
    Write,
    /// Print what would change, and fail if anything would.
    Check,
    /// Print the files themselves.
    Print,
}

impl Artefact {
    /// The client's modules.
    pub(crate) fn client(api: &Api) -> Self {
        Self {
            folder: workspace().join("crates/helpscout-reports/src/generated"),
            tree: helpscout_codegen::client(api),
        }
    }

    /// The description that programs embed.
    pub(crate) fn description(api: &Api) -> Self {
        Self {
            folder: workspace().join("crates/helpscout-description/src/generated"),
            tree: helpscout_codegen::description(api),
        }
    }

    /// The OpenAPI document.
    pub(crate) fn openapi(api: &Api) -> Self {
        Self {
            folder: workspace().join("crates/helpscout-codegen/openapi"),
            tree: helpscout_codegen::openapi(api),
        }
    }

    /// The schema of the spec's files.
    pub(crate) fn schema() -> Self {
        Self {
            folder: workspace().join("spec"),
            tree: helpscout_codegen::schema(&helpscout_spec::schema()),
        }
    }

    /// The same files elsewhere, if that was asked for.
    pub(crate) fn moved_to(self, folder: Option<PathBuf>) -> Self {
        let folder = folder.unwrap_or(self.folder);
        Self { folder, ..self }
    }
}

/// Does it; `command` is what brings the files up to date.
pub(crate) fn run(artefacts: &[Artefact], mode: &Mode, command: &str) -> ExitCode {
    let done = match mode {
        Mode::Write => write(artefacts),
        Mode::Check => check(artefacts, command),
        Mode::Print => return print(artefacts),
    };
    done.unwrap_or_else(|error| crate::fail(&error.to_string()))
}

fn write(artefacts: &[Artefact]) -> Result<ExitCode, TreeError> {
    // All folders are looked at before one is written, so that a file in the way stops the whole.
    for Artefact { folder, tree } in artefacts {
        tree.changes(folder)?;
    }
    let mut changed = 0;
    let mut breaking = Vec::new();
    for Artefact { folder, tree } in artefacts {
        for change in tree.write(folder)? {
            eprintln!("{} {}", verb(&change), shown(&folder.join(&change.path)));
            breaking.extend(lost_items(&change));
            changed += 1;
        }
    }
    if changed == 0 {
        eprintln!("everything is up to date");
    }
    tell_breaking(&breaking);
    Ok(ExitCode::SUCCESS)
}

fn check(artefacts: &[Artefact], command: &str) -> Result<ExitCode, TreeError> {
    let mut stale = 0;
    let mut breaking = Vec::new();
    for Artefact { folder, tree } in artefacts {
        for change in tree.changes(folder)? {
            print!("{}", change.diff(&shown(&folder.join(&change.path))));
            breaking.extend(lost_items(&change));
            stale += 1;
        }
    }
    if stale == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    tell_breaking(&breaking);
    let files = if stale == 1 {
        "1 generated file differs".into()
    } else {
        format!("{stale} generated files differ")
    };
    eprintln!("{files} from the spec. Run `{command}`");
    Ok(ExitCode::FAILURE)
}

fn print(artefacts: &[Artefact]) -> ExitCode {
    let files = artefacts.iter().flat_map(|artefact| artefact.tree.files());
    let files: String = files.map(|(_, text)| text).collect();
    match crate::print(&files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: can't print: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Public items that programs may name and that a change takes away.
fn lost_items(change: &Change) -> Vec<String> {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if change.path == PUBLIC_API => lost(before, after),
        _ => Vec::new(),
    }
}

fn tell_breaking(items: &[String]) {
    if items.is_empty() {
        return;
    }
    eprintln!("\nThis breaks programs that use the client. Gone or changed:");
    for item in items {
        eprintln!("  {item}");
    }
}

fn verb(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "created",
        (_, None) => "removed",
        (Some(_), Some(_)) => "updated",
    }
}
