//! Generated files, and the three things to do with them.

use std::path::{Path, PathBuf};

use helpscout_codegen::{Change, Home, PUBLIC_API, Tree, lost};
use helpscout_description::Api;
use helpscout_spec::Reading;

use crate::error::Error;
use crate::output::{self, counted};
use crate::public_items;
use crate::workspace::{self, shown};

/// Generated files and the folder they belong in.
pub(crate) struct Artifact {
    folder: PathBuf,
    tree: Tree,
}

/// What to do with artifacts.
pub(crate) enum Mode {
    /// Bring the files up to date.
    Write,
    /// Print what would change, and fail if anything would.
    Check,
    /// Print a file itself.
    Print(&'static str),
}

impl Artifact {
    /// Returns the client's modules, for this workspace or for another folder.
    pub(crate) fn client(api: &Api, out: Option<&Path>) -> Self {
        match out {
            Some(folder) => Self {
                folder: folder.to_owned(),
                tree: helpscout_codegen::client(api, Home::Elsewhere),
            },
            None => Self {
                folder: workspace::root().join("crates/helpscout-reports/src/generated"),
                tree: helpscout_codegen::client(api, Home::Reports),
            },
        }
    }

    /// Returns the facts about the service that clients have by default.
    pub(crate) fn runtime(api: &Api) -> Self {
        Self {
            folder: workspace::root().join("crates/helpscout-runtime/src/generated"),
            tree: helpscout_codegen::runtime(api),
        }
    }

    /// Returns the description that programs embed.
    pub(crate) fn description(api: &Api) -> Self {
        Self {
            folder: workspace::root().join("crates/helpscout-description/src/generated"),
            tree: helpscout_codegen::description(api),
        }
    }

    /// Returns the OpenAPI documents.
    pub(crate) fn openapi(api: &Api) -> Self {
        Self {
            folder: workspace::root().join("crates/helpscout-codegen/openapi"),
            tree: helpscout_codegen::openapi(api),
        }
    }

    /// Returns the schema of the files of a spec folder, which belongs into that folder.
    pub(crate) fn schema(spec: PathBuf, reading: &Reading) -> Self {
        Self {
            folder: spec,
            tree: helpscout_codegen::schema(&reading.schema()),
        }
    }

    /// Returns the lists of what programs can name in the hand-written crates, and the error of the
    /// first crate that has none, because a file of it isn't Rust.
    pub(crate) fn public_items() -> (Vec<Self>, Option<Error>) {
        let mut lists = Vec::new();
        let mut error = None;
        for name in public_items::CRATES {
            let folder = workspace::root().join("crates").join(name);
            match public_items::list(name, &folder) {
                Ok(tree) => lists.push(Self { folder, tree }),
                Err(failed) => error = error.or(Some(failed)),
            }
        }
        (lists, error)
    }

    /// Moves the files to another folder, if one is given.
    pub(crate) fn moved_to(self, folder: Option<PathBuf>) -> Self {
        let folder = folder.unwrap_or(self.folder);
        Self { folder, ..self }
    }
}

/// Returns the command that brings the files up to date.
pub(crate) fn command(name: &str, spec: Option<&Path>, out: Option<&Path>) -> String {
    let option = |name: &str, path: Option<&Path>| {
        path.map(|path| format!(" --{name} {}", path.display()))
            .unwrap_or_default()
    };
    let (spec, out) = (option("spec", spec), option("out", out));
    format!("cargo xtask {name}{spec}{out}")
}

/// Writes, checks or prints the artifacts. `command` is the one that brings them up to date.
pub(crate) fn run(artifacts: &[Artifact], mode: &Mode, command: &str) -> Result<(), Error> {
    match mode {
        Mode::Write => write(artifacts),
        Mode::Check => check(artifacts, command),
        Mode::Print(file) => print(artifacts, file),
    }
}

fn write(artifacts: &[Artifact]) -> Result<(), Error> {
    // Compares all folders before it writes one, so that nothing is written if a file is in the
    // way.
    for Artifact { folder, tree } in artifacts {
        tree.changes(folder)?;
    }
    let mut changed = 0;
    let mut breaking = Vec::new();
    for Artifact { folder, tree } in artifacts {
        for change in tree.write(folder)? {
            let path = shown(&folder.join(&change.path));
            output::status(format_args!("{} {path}", verb(&change)));
            breaking.extend(lost_items(&change));
            changed += 1;
        }
    }
    if changed == 0 {
        output::status("everything is up to date");
    }
    warn_about(&breaking);
    Ok(())
}

fn check(artifacts: &[Artifact], command: &str) -> Result<(), Error> {
    let (mut stale, mut with_crlf) = (0, 0);
    let mut breaking = Vec::new();
    for Artifact { folder, tree } in artifacts {
        for change in tree.changes(folder)? {
            if change.is_only_line_endings() {
                with_crlf += 1;
                continue;
            }
            output::print(&change.diff(&shown(&folder.join(&change.path))))?;
            breaking.extend(lost_items(&change));
            stale += 1;
        }
    }
    warn_about(&breaking);
    match (stale, with_crlf) {
        (0, 0) => Ok(()),
        (0, _) => Err(Error::new(format!(
            "{}: CRLF instead of LF",
            differing(with_crlf, " only in line endings")
        ))
        .next(format_args!(
            "run `{command}` to write LF; Git keeps LF where .gitattributes says `eol=lf`, also \
             with core.autocrlf=true"
        ))),
        (_, 0) => Err(Error::new(differing(stale, "")).next(format_args!("run `{command}`"))),
        (_, _) => Err(Error::new(format!(
            "{}, and {with_crlf} more only in line endings (CRLF instead of LF)",
            differing(stale, "")
        ))
        .next(format_args!("run `{command}`"))),
    }
}

fn differing(files: usize, how: &str) -> String {
    let differ = if files == 1 { "differs" } else { "differ" };
    format!(
        "{} {differ} from the spec{how}",
        counted(files, "generated file")
    )
}

fn print(artifacts: &[Artifact], file: &str) -> Result<(), Error> {
    let mut texts = artifacts.iter().filter_map(|it| it.tree.get(file));
    output::print(texts.next().unwrap_or_default())
}

/// Returns the public items that programs may name and that a change removes.
fn lost_items(change: &Change) -> Vec<String> {
    match (&change.before, &change.after) {
        (Some(before), Some(after)) if change.path == PUBLIC_API => lost(before, after),
        _ => Vec::new(),
    }
}

fn warn_about(breaking: &[String]) {
    if breaking.is_empty() {
        return;
    }
    output::status("\nThis breaks programs that use the client. Removed or changed:");
    for item in breaking {
        output::status(format_args!("  {item}"));
    }
}

fn verb(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "created",
        (_, None) => "removed",
        (Some(_), Some(_)) => "updated",
    }
}
