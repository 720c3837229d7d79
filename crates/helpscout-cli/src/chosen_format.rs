//! The format of a result: what `--format` says, or else what its destination suggests.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;

use clap::ArgMatches;
use helpscout_command::{Format, UnknownEnding};

use crate::message::Failure;

/// Returns the format of a result that goes to a path, or to stdout if there is none.
///
/// `--format` decides regardless of the name of the file. A name whose ending stands for no format
/// is refused. A name without an ending, a pipe and a device get NDJSON.
pub(crate) fn chosen_format(matches: &ArgMatches, path: Option<&Path>) -> Result<Format, Failure> {
    if let Some(format) = matches.get_one::<Format>("format") {
        return Ok(*format);
    }
    let Some(path) = path else {
        let is_terminal = io::stdout().is_terminal();
        return Ok(if is_terminal {
            Format::Table
        } else {
            Format::Ndjson
        });
    };
    match UnknownEnding::of(path) {
        Some(ending) if is_named_by_the_user(path) => {
            let shown = path.display();
            Err(
                Failure::usage(format!("can't tell the format of {shown}: {ending}"))
                    .help(ending.advice()),
            )
        }
        _ => Ok(Format::of_file(path).unwrap_or(Format::Ndjson)),
    }
}

/// Returns whether the path is that of a file, existing or new. The names of pipes and devices say
/// nothing about formats, and that of a folder is refused for another reason.
fn is_named_by_the_user(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |existing| existing.is_file())
}
