//! `cargo xtask new-report`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{self, Path, PathBuf};

use helpscout_draft::{Draft, Drafter};

use crate::error::Error;
use crate::output;
use crate::spec;
use crate::workspace::shown;

#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("source").required(true).args(["page", "request"])))]
pub(crate) struct Arguments {
    /// A documented page, saved as text or Markdown
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
            let bytes = fs::read(page).map_err(|error| Error::read(page, error))?;
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
    let file = arguments
        .out
        .clone()
        .unwrap_or_else(|| spec.join(draft.file()));
    // The paths in the file depend on its place in the spec folder.
    let inside = within(&spec, &file);
    let name = inside.as_deref().unwrap_or(draft.file());
    let mut files = vec![(file.clone(), draft.yaml(name))];
    if let (Some(example), Some(body)) = (draft.example(name), draft.body()) {
        let example = example.rsplit('/').next().unwrap_or(&example).to_owned();
        files.push((file.with_file_name(example), body.to_owned()));
    }
    // Checks both files before it writes one.
    if let Some((taken, _)) = files.iter().find(|(file, _)| file.exists()) {
        let what = format!("{} exists already and is left alone", shown(taken));
        let next = "name another file with `--out`, or print the draft with `--out -`";
        return Err(Error::new(what).next(next));
    }
    for (file, text) in &files {
        write(file, text).map_err(|error| Error::write(file, error))?;
        output::status(format_args!("created {}", shown(file)));
    }
    if inside.is_some() {
        output::status("`cargo xtask lint` lists what is left to do");
    }
    Ok(())
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

/// Writes a file that does not exist yet.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(file)?;
    file.write_all(text.as_bytes())
}
