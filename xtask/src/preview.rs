//! `cargo xtask preview`: what users will see of a spec file, before anything is generated.

mod answer;
mod help;
mod section;

use std::io;
use std::path::{Component, Path, PathBuf};

use helpscout_description::Api;

use crate::error::Error;
use crate::output;
use crate::spec;
use crate::workspace::shown;
use section::Section;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The spec file, such as spec/reports/user/replies.yaml
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Show only this part; may be repeated
    #[arg(long, value_enum, value_name = "PART")]
    only: Vec<Part>,
    /// The spec folder [default: `spec` of this workspace]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// What programs see: types, functions and their docs
    Rust,
    /// What the command line's --help says about the operation
    Help,
    /// What the sandbox answers to the documented examples
    Answer,
}

const ALL: [Part; 3] = [Part::Rust, Part::Help, Part::Answer];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let folder = spec::folder(arguments.spec.as_deref());
    let file = within(&folder, &arguments.file)?;
    let parts = parts(arguments, &file)?;
    let api = spec::api(arguments.spec.as_deref(), "there is no preview")?;
    let operation = api
        .operations
        .iter()
        .find(|operation| operation.file == file);
    if operation.is_none() && file != Api::SHARED {
        return Err(not_a_spec_file(&file, "is not a spec file", &folder));
    }
    let (mut sections, mut errors) = (Vec::new(), Vec::new());
    for part in parts {
        let section = match (operation, part) {
            (Some(operation), Part::Help) => Ok(help::help(&api, operation)),
            (Some(operation), Part::Answer) => answer::answer(&api, operation),
            _ => Ok(rust(&api, &file)),
        };
        match section {
            Ok(section) => sections.push(section),
            Err(error) => errors.push(error),
        }
    }
    output::print(&page(&sections, helpscout_stdout::is_styled(&io::stdout())))?;
    // Errors come last, so that they are seen below the other parts.
    if errors.is_empty() {
        return Ok(());
    }
    errors.iter().for_each(output::error);
    Err(Error::reported())
}

/// Returns the path as findings name it: relative to the spec folder.
fn within(folder: &Path, file: &Path) -> Result<String, Error> {
    let typed = file.display().to_string();
    let refused = |why: &str| not_a_spec_file(&typed, why, folder);
    // As it was typed, or as a finding names it.
    let found = [file.to_path_buf(), folder.join(file)];
    let found: Vec<&PathBuf> = found.iter().filter(|path| path.is_file()).collect();
    if found.is_empty() {
        return Err(refused("is not a file"));
    }
    let root = folder
        .canonicalize()
        .map_err(|error| Error::read(folder, error))?;
    let inside = found.into_iter().find_map(|path| {
        let path = path.canonicalize().ok()?;
        path.strip_prefix(&root).map(Path::to_path_buf).ok()
    });
    let inside = inside.ok_or_else(|| refused("is outside the spec folder"))?;
    let names = inside.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    Ok(names.collect::<Vec<_>>().join("/"))
}

fn not_a_spec_file(file: &str, why: &str, folder: &Path) -> Error {
    let folder = shown(folder);
    let next = format!("name a file in {folder}, such as {folder}/reports/email.yaml");
    Error::new(format!("{file} {why}")).next(next)
}

/// Returns the parts to show, each once.
fn parts(arguments: &Arguments, file: &str) -> Result<Vec<Part>, Error> {
    let is_shared = file == Api::SHARED;
    if is_shared && arguments.only.is_empty() {
        return Ok(vec![Part::Rust]);
    }
    let all = ALL.into_iter();
    let wanted = all.filter(|part| arguments.only.is_empty() || arguments.only.contains(part));
    let wanted: Vec<Part> = wanted.collect();
    if is_shared && wanted != [Part::Rust] {
        let what = format!("{file} describes no operation, only shared types");
        return Err(Error::new(what).next("show them with `--only rust`"));
    }
    Ok(wanted)
}

fn rust(api: &Api, file: &str) -> Section {
    Section {
        heading: format!("Rust, from {file}"),
        text: helpscout_codegen::outline(api, file, spec::home(api)).unwrap_or_default(),
    }
}

/// Returns the sections below each other, each with its heading underlined.
fn page(sections: &[Section], has_color: bool) -> String {
    let sections = sections.iter().map(|Section { heading, text }| {
        let line = "─".repeat(heading.chars().count());
        let heading = if has_color {
            format!("\u{1b}[1m{heading}\u{1b}[0m")
        } else {
            heading.clone()
        };
        format!("{heading}\n{line}\n\n{}\n", text.trim_end())
    });
    sections.collect::<Vec<_>>().join("\n")
}
