//! `cargo xtask new-report`.

use std::path::{self, Path, PathBuf};

use helpscout_draft::{Draft, Drafter};
use helpscout_files::{Folder, Kind, Problem, read_named};

use crate::error::Error;
use crate::output;
use crate::spec;
use crate::workspace::shown;

#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("source").required(true).args(["page", "request"])))]
pub(crate) struct Arguments {
    /// A documented page, saved as text, Markdown or HTML
    #[arg(value_name = "PAGE")]
    page: Option<PathBuf>,
    /// Draft a skeleton for a request without a page: 'GET /v2/reports/company/foo'
    #[arg(long, value_name = "REQUEST")]
    request: Option<String>,
    /// Write the spec file here; `-` prints it [default: its place in the spec folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let draft = draft(arguments)?;
    if arguments.out.as_deref() == Some(Path::new("-")) {
        output::print(&draft.yaml(draft.file()))
    } else {
        save(&draft, arguments)
    }
}

fn draft(arguments: &Arguments) -> Result<Draft, Error> {
    let folder = spec::folder(arguments.spec.as_deref());
    let drafter = Drafter::open(&folder).map_err(Error::new)?;
    match &arguments.page {
        Some(page) => {
            // The user names the page, so it may be a pipe.
            let bytes = read_named(page, Drafter::LARGEST_PAGE);
            let bytes = bytes.map_err(|error| {
                let read = Error::read(page, error.problem());
                match error.problem() {
                    Problem::TooLarge { .. } => read.next("save a single documented page as text"),
                    _ => read,
                }
            })?;
            let draft = drafter.page(&bytes);
            draft.map_err(|error| Error::new(error).at(page.display()))
        }
        None => {
            let request = arguments.request.as_deref().unwrap_or_default();
            drafter.request(request).map_err(Error::new)
        }
    }
}

fn save(draft: &Draft, arguments: &Arguments) -> Result<(), Error> {
    let spec = spec::folder(arguments.spec.as_deref());
    let inside = match &arguments.out {
        Some(file) => within(&spec, file),
        None => Some(draft.file().to_owned()),
    };
    // The paths in the file depend on its place in the spec folder.
    let name = inside.as_deref().unwrap_or(draft.file());
    // Links below the spec folder are not followed. The path of a file elsewhere is the user's.
    let (root, place) = match (&inside, &arguments.out) {
        (None, Some(file)) => beside(file)?,
        _ => (spec, name.to_owned()),
    };
    let (parents, file) = place.rsplit_once('/').unwrap_or(("", &place));
    let mut files = vec![(file.to_owned(), draft.yaml(name))];
    if let (Some(example), Some(body)) = (draft.example(name), draft.body()) {
        let example = example.rsplit('/').next().unwrap_or(&example).to_owned();
        files.push((example, body.to_owned()));
    }
    for path in create(&root, parents, &files)? {
        output::status(format_args!("created {}", shown(&path)));
    }
    if inside.is_some() {
        output::status("`cargo xtask lint` lists what is left to do");
    }
    Ok(())
}

/// Returns the folder and the name of a file.
fn beside(file: &Path) -> Result<(PathBuf, String), Error> {
    let name = file.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| {
        let what = format!("--out {} does not name a file", file.display());
        Error::usage(what).next("name a file whose name is UTF-8")
    })?;
    let folder = file.parent().unwrap_or(Path::new(""));
    Ok((folder.to_path_buf(), name.to_owned()))
}

/// Writes files that don't exist yet to a folder below `root`, and returns their paths.
fn create(root: &Path, parents: &str, files: &[(String, String)]) -> Result<Vec<PathBuf>, Error> {
    let refused = |error| Error::refused(&error);
    let root = Folder::create(root).map_err(refused)?;
    // Checks all files before it writes one.
    if let Some(folder) = root.below(parents).map_err(refused)? {
        for (name, _) in files {
            let Some(kind) = folder.kind(name).map_err(refused)? else {
                continue;
            };
            let taken = shown(&folder.path().join(name));
            let what = match kind {
                Kind::File => format!("{taken} exists already and is left alone"),
                other => format!("{taken} exists already, as {other}, and is left alone"),
            };
            let next = "name another file with `--out`, or print the draft with `--out -`";
            return Err(Error::new(what).next(next));
        }
    }
    let folder = root.create_below(parents).map_err(refused)?;
    let mut created = Vec::new();
    for (name, text) in files {
        folder.create_new(name, text.as_bytes()).map_err(refused)?;
        created.push(folder.path().join(name));
    }
    Ok(created)
}

/// Returns the path of a file relative to the spec folder, if the folder contains it.
fn within(spec: &Path, file: &Path) -> Option<String> {
    let absolute = |path: &Path| path::absolute(path).ok();
    let relative = absolute(file)?
        .strip_prefix(absolute(spec)?)
        .ok()?
        .to_path_buf();
    let parts: Vec<&str> = relative
        .iter()
        .map(|part| part.to_str())
        .collect::<Option<_>>()?;
    (!parts.contains(&"..")).then(|| parts.join("/"))
}
