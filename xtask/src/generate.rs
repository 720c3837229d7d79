//! `cargo xtask generate`.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use helpscout_description::Api;
use helpscout_spec::{Reading, Sources};

use crate::artifact::{self, Artifact, Mode};
use crate::error::Error;
use crate::output;
use crate::spec;
use crate::workspace::shown;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; print what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// Keep running and generate again whenever the spec changes
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// The spec folder [default: `spec` of this workspace]. If it describes another service, only
    /// its schema.json is written without --out
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Write only the client's modules, to this folder [default:
    /// crates/helpscout-reports/src/generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The time between two checks for changes of the spec.
const PAUSE: Duration = Duration::from_millis(300);

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    if arguments.watch {
        watch(arguments)
    } else {
        generate(arguments)
    }
}

/// Generates after each change of the spec, until the program is stopped.
fn watch(arguments: &Arguments) -> ! {
    let folder = spec::folder(arguments.spec.as_deref());
    let mut seen = None;
    loop {
        // Reads every file each time: it is quick, and notices changes on every kind of disk.
        let current = Some(Sources::load(&folder));
        if seen != current {
            seen = current;
            let verdict = match generate(arguments) {
                Ok(()) => "done",
                Err(error) => {
                    output::error(&error);
                    "failed"
                }
            };
            let folder = shown(&folder);
            output::status(format_args!("{verdict}; waiting for changes in {folder}"));
        }
        thread::sleep(PAUSE);
    }
}

fn generate(arguments: &Arguments) -> Result<(), Error> {
    let (spec, out) = (arguments.spec.as_deref(), arguments.out.as_deref());
    let (api, reading) = spec::reading(spec, "no files written")?;
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let command = artifact::command("generate", spec, out);
    let mut artifacts = artifacts(arguments, &api, &reading);
    let mut unlisted = None;
    if out.is_none() && spec.is_none() {
        let (lists, error) = Artifact::public_items();
        artifacts.extend(lists);
        unlisted = error;
    }
    if let Err(error) = artifact::run(&artifacts, &mode, &command) {
        if let Some(unlisted) = unlisted {
            output::error(&unlisted);
        }
        return Err(error);
    }
    if out.is_none() && spec::is_of_another_service(spec, &api) {
        output::status(
            "that is all without `--out DIR`: the client of this workspace is for another service",
        );
    }
    // Comes last, so that everything else is generated while the client doesn't compile.
    unlisted.map_or(Ok(()), Err)
}

fn artifacts(arguments: &Arguments, api: &Api, reading: &Reading) -> Vec<Artifact> {
    let (spec, out) = (arguments.spec.as_deref(), arguments.out.as_deref());
    let client = Artifact::client(api, out);
    let schema = || Artifact::schema(spec::folder(spec), reading);
    if out.is_some() {
        return vec![client];
    }
    if spec::is_of_another_service(spec, api) {
        return vec![schema()];
    }
    vec![
        client,
        Artifact::runtime(api),
        Artifact::description(api),
        Artifact::openapi(api),
        schema(),
    ]
}
