//! `cargo xtask generate`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use helpscout_description::Api;
use helpscout_spec::Sources;

use crate::artefact::{self, Artefact, Mode};
use crate::{command, shown, spec};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; print what would change and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// Stay and generate again whenever the spec changes, until it is stopped
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// The spec folder [default: `spec` of this workspace]. With another one give --out, too, or
    /// the generated files of this workspace are replaced
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Write the client's modules there, and nothing else [default: crates/helpscout-reports/src/generated]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    if !arguments.watch {
        return generate(arguments);
    }
    let folder = spec::folder(arguments.spec.as_deref());
    let mut seen = None;
    loop {
        // Read whole each time: it is quick, and tells changes on every kind of disk.
        let now = Some(Sources::load(&folder));
        if seen != now {
            seen = now;
            let verdict = match generate(arguments) == ExitCode::SUCCESS {
                true => "done",
                false => "not done",
            };
            eprintln!("{verdict}; waiting for changes of {}", shown(&folder));
        }
        std::thread::sleep(PAUSE);
    }
}

/// Between two looks at the spec.
const PAUSE: Duration = Duration::from_millis(300);

fn generate(arguments: &Arguments) -> ExitCode {
    let Some(api) = spec::api(arguments.spec.as_deref()) else {
        return ExitCode::FAILURE;
    };
    let mode = if arguments.check {
        Mode::Check
    } else {
        Mode::Write
    };
    let command = command(
        "generate",
        arguments.spec.as_deref(),
        arguments.out.as_deref(),
    );
    artefact::run(&artefacts(arguments, &api), &mode, &command)
}

fn artefacts(arguments: &Arguments, api: &Api) -> Vec<Artefact> {
    if arguments.out.is_some() {
        return vec![Artefact::client(api).moved_to(arguments.out.clone())];
    }
    let mut artefacts = vec![
        Artefact::client(api),
        Artefact::description(api),
        Artefact::openapi(api),
    ];
    if arguments.spec.is_none() {
        artefacts.push(Artefact::schema());
    }
    artefacts
}
