//! `cargo xtask preview`: what one spec file will look like to users, before anything is generated.

#[cfg(feature = "preview")]
mod live;

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use helpscout_description::Api;
use helpscout_description::Operation;

use crate::{colour, fail, print, shown, spec};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The spec file, such as spec/reports/user/replies.yaml
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only this part
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
    /// What the command line says about the operation
    Help,
    /// What the sandbox answers when it is asked with the documented examples
    Answer,
}

const ALL: [Part; 3] = [Part::Rust, Part::Help, Part::Answer];

/// One part, as it is printed.
struct Section {
    heading: String,
    text: String,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    preview(arguments).unwrap_or_else(|message| fail(&message))
}

fn preview(arguments: &Arguments) -> Result<ExitCode, String> {
    let folder = spec::folder(arguments.spec.as_deref());
    let file = within(&folder, &arguments.file)?;
    // Whoever builds this anew says what is wrong with the spec, too.
    let parts = parts(arguments, &file)?;
    if cfg!(not(feature = "preview")) && parts != [Part::Rust] {
        return crate::again("preview");
    }
    let Some(api) = spec::api(arguments.spec.as_deref()) else {
        return Ok(ExitCode::FAILURE);
    };
    let operation = api.operations.iter().find(|one| one.file == file);
    if operation.is_none() && file != Api::SHARED {
        return Err(no_spec_file(&file, "is no spec file", &folder));
    }
    let (mut sections, mut missing) = (Vec::new(), Vec::new());
    for part in parts {
        match section(&api, &file, operation, part) {
            Ok(section) => sections.push(section),
            Err(message) => missing.push(message),
        }
    }
    print(&page(&sections, colour(&std::io::stdout()))).map_err(|error| error.to_string())?;
    match missing.is_empty() {
        true => Ok(ExitCode::SUCCESS),
        false => Err(missing.join("\nerror: ")),
    }
}

/// The path as findings name it: relative to the spec folder.
fn within(folder: &Path, file: &Path) -> Result<String, String> {
    let typed = file.display().to_string();
    let refused = |why: &str| no_spec_file(&typed, why, folder);
    // As it was typed, or as a finding names it.
    let found = [file.to_path_buf(), folder.join(file)];
    let found: Vec<&PathBuf> = found.iter().filter(|path| path.is_file()).collect();
    if found.is_empty() {
        return Err(refused("is no file"));
    }
    let root = folder
        .canonicalize()
        .map_err(|error| refused(&error.to_string()))?;
    let inside = found.into_iter().find_map(|path| {
        let path = path.canonicalize().ok()?;
        path.strip_prefix(&root).map(Path::to_path_buf).ok()
    });
    let inside = inside.ok_or_else(|| refused("lies outside the spec"))?;
    let names = inside.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    Ok(names.collect::<Vec<_>>().join("/"))
}

fn no_spec_file(file: &str, why: &str, folder: &Path) -> String {
    let folder = shown(folder);
    format!("{file} {why}; name one of the folder {folder}, such as {folder}/reports/email.yaml")
}

fn parts(arguments: &Arguments, file: &str) -> Result<Vec<Part>, String> {
    let is_shared = file == Api::SHARED;
    if is_shared && arguments.only.is_empty() {
        return Ok(vec![Part::Rust]);
    }
    let all = ALL.into_iter();
    let asked = all.filter(|part| arguments.only.is_empty() || arguments.only.contains(part));
    let asked: Vec<Part> = asked.collect();
    match is_shared && asked != [Part::Rust] {
        true => Err(format!(
            "{file} describes no operation, so there is only --only rust"
        )),
        false => Ok(asked),
    }
}

fn section(
    api: &Api,
    file: &str,
    operation: Option<&Operation>,
    part: Part,
) -> Result<Section, String> {
    match operation {
        Some(operation) if part != Part::Rust => of_operation(api, operation, part),
        _ => Ok(Section {
            heading: format!("Rust, from {file}"),
            text: helpscout_codegen::outline(api, file).unwrap_or_default(),
        }),
    }
}

#[cfg(feature = "preview")]
fn of_operation(api: &Api, operation: &Operation, part: Part) -> Result<Section, String> {
    match part {
        Part::Answer => live::answer(api, operation),
        _ => live::help(api, operation),
    }
}

#[cfg(not(feature = "preview"))]
fn of_operation(_: &Api, operation: &Operation, _: Part) -> Result<Section, String> {
    Err(format!("{} needs the feature `preview`", operation.id))
}

fn page(sections: &[Section], colour: bool) -> String {
    let sections = sections.iter().map(|Section { heading, text }| {
        let line = "─".repeat(heading.chars().count());
        let heading = match colour {
            true => format!("\u{1b}[1m{heading}\u{1b}[0m"),
            false => heading.clone(),
        };
        format!("{heading}\n{line}\n\n{}\n", text.trim_end())
    });
    sections.collect::<Vec<_>>().join("\n")
}
