//! `cargo xtask generate`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use helpscout_codegen::{Change, Tree, TreeError};
use helpscout_spec::Api;

use crate::lint::errors;
use crate::{colour, shown, workspace};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; print what would change and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// The spec folder [default: spec]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Write the client's modules there, and nothing else [default: crates/helpscout-reports/src/generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Generated files and the folder they belong in.
struct Artefact {
    folder: PathBuf,
    tree: Tree,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let spec = arguments
        .spec
        .clone()
        .unwrap_or_else(|| workspace().join("spec"));
    let reading = helpscout_spec::read(&spec);
    eprint!("{}", reading.findings.render(colour(&std::io::stderr())));
    let Some(api) = reading.api else {
        let errors = errors(&reading.findings);
        eprintln!("{}: {errors} to mend; nothing was written", shown(&spec));
        return ExitCode::FAILURE;
    };
    let artefacts = artefacts(arguments, &api);
    let done = if arguments.check {
        check(&artefacts, arguments)
    } else {
        write(&artefacts)
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

fn artefacts(arguments: &Arguments, api: &Api) -> Vec<Artefact> {
    let client = helpscout_codegen::client(api);
    if let Some(out) = &arguments.out {
        return vec![Artefact {
            folder: out.clone(),
            tree: client,
        }];
    }
    let crates = workspace().join("crates");
    let mut artefacts = vec![
        Artefact {
            folder: crates.join("helpscout-reports/src/generated"),
            tree: client,
        },
        Artefact {
            folder: crates.join("helpscout-sandbox/src/generated"),
            tree: helpscout_codegen::sandbox(api),
        },
    ];
    if arguments.spec.is_none() {
        artefacts.push(Artefact {
            folder: workspace().join("spec"),
            tree: helpscout_codegen::schema(),
        });
    }
    artefacts
}

fn check(artefacts: &[Artefact], arguments: &Arguments) -> Result<ExitCode, TreeError> {
    let mut stale = 0;
    for Artefact { folder, tree } in artefacts {
        for change in tree.changes(folder)? {
            print!("{}", change.diff(&shown(&folder.join(&change.path))));
            stale += 1;
        }
    }
    if stale == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let files = if stale == 1 {
        "1 generated file differs".into()
    } else {
        format!("{stale} generated files differ")
    };
    eprintln!("{files} from the spec. Run `{}`", command(arguments));
    Ok(ExitCode::FAILURE)
}

fn write(artefacts: &[Artefact]) -> Result<ExitCode, TreeError> {
    // All folders are looked at before one is written, so that a file in the way stops the whole.
    for Artefact { folder, tree } in artefacts {
        tree.changes(folder)?;
    }
    let mut changed = 0;
    for Artefact { folder, tree } in artefacts {
        for change in tree.write(folder)? {
            eprintln!("{} {}", verb(&change), shown(&folder.join(&change.path)));
            changed += 1;
        }
    }
    if changed == 0 {
        eprintln!("everything is up to date");
    }
    Ok(ExitCode::SUCCESS)
}

fn verb(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "created",
        (_, None) => "removed",
        (Some(_), Some(_)) => "updated",
    }
}

/// The command that brings the files up to date.
fn command(arguments: &Arguments) -> String {
    let option = |name: &str, path: &Option<PathBuf>| {
        path.as_deref()
            .map(|path: &Path| format!(" --{name} {}", path.display()))
            .unwrap_or_default()
    };
    format!(
        "cargo xtask generate{}{}",
        option("spec", &arguments.spec),
        option("out", &arguments.out)
    )
}
