//! `cargo xtask new-report`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use helpscout_draft::{Draft, Drafter};

use crate::spec::folder;
use crate::{print, shown};

#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("source").required(true).args(["page", "request"])))]
pub(crate) struct Arguments {
    /// A documented page, saved as text or Markdown
    #[arg(value_name = "PAGE")]
    page: Option<PathBuf>,
    /// Draft a skeleton for a request without a page: 'GET /v2/reports/company/foo'
    #[arg(long, value_name = "REQUEST")]
    request: Option<String>,
    /// Write the spec file there, `-` for the screen [default: its place in the spec folder]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match draft(arguments).and_then(|draft| deliver(&draft, arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => crate::fail(&message),
    }
}

fn draft(arguments: &Arguments) -> Result<Draft, String> {
    let drafter =
        Drafter::open(&folder(arguments.spec.as_deref())).map_err(|error| error.to_string())?;
    let draft = match (&arguments.page, &arguments.request) {
        (Some(page), _) => {
            let bytes = fs::read(page)
                .map_err(|error| format!("can't read {}: {error}", page.display()))?;
            drafter
                .page(&bytes)
                .map_err(|error| format!("{}: {error}", page.display()))?
        }
        (None, request) => {
            let request = request.as_deref().unwrap_or_default();
            drafter
                .request(request)
                .map_err(|error| error.to_string())?
        }
    };
    Ok(draft)
}

fn deliver(draft: &Draft, arguments: &Arguments) -> Result<(), String> {
    if arguments.out.as_deref() == Some(Path::new("-")) {
        let printed = print(&draft.yaml(draft.file()));
        return printed.map_err(|error| format!("can't print: {error}"));
    }
    let spec = folder(arguments.spec.as_deref());
    let file = arguments
        .out
        .clone()
        .unwrap_or_else(|| spec.join(draft.file()));
    // What the file says of its surroundings depends on where in the spec folder it lies.
    let inside = within(&spec, &file);
    let name = inside.as_deref().unwrap_or(draft.file());
    let mut files = vec![(file.clone(), draft.yaml(name))];
    if let (Some(example), Some(body)) = (draft.example(name), draft.body()) {
        let example = example.rsplit('/').next().unwrap_or(&example).to_owned();
        files.push((file.with_file_name(example), body.to_owned()));
    }
    // Both are looked at before one is written.
    if let Some((taken, _)) = files.iter().find(|(file, _)| file.exists()) {
        return Err(format!(
            "{} exists already and is left alone; name another with `--out`, or print with `--out -`",
            shown(taken)
        ));
    }
    for (file, text) in &files {
        write(file, text).map_err(|error| format!("can't write {}: {error}", shown(file)))?;
        eprintln!("created {}", shown(file));
    }
    if inside.is_some() {
        eprintln!("`cargo xtask lint` lists what is left to do");
    }
    Ok(())
}

/// The path of a file relative to the spec folder, if it lies in it.
fn within(spec: &Path, file: &Path) -> Option<String> {
    let absolute = |path: &Path| std::path::absolute(path).ok();
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

/// Writes a file that is not there yet.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(file)?;
    file.write_all(text.as_bytes())
}
