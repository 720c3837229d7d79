//! The format of a result: what `--format` says, or else what its destination suggests.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;

use clap::ArgMatches;
use helpscout_command::{Format, UnknownEnding};

use crate::message::Failure;

/// Returns the format of each output, which goes to a path, or to stdout if there is none.
///
/// For a single output, `--format` decides regardless of the name of the file. Of several, those
/// whose name does not tell the format get it, and the others are what their endings say. A name
/// whose ending stands for no format is refused without `--format`. A name without an ending, a pipe
/// and a device get NDJSON.
pub(crate) fn chosen_formats(
    matches: &ArgMatches,
    paths: &[Option<&Path>],
) -> Result<Vec<Format>, Failure> {
    let Some(format) = matches.get_one::<Format>("format").copied() else {
        return paths.iter().map(|path| suggested(*path)).collect();
    };
    if paths.len() == 1 {
        return Ok(vec![format]);
    }
    let named: Vec<Option<Format>> = paths.iter().map(|path| named(*path)).collect();
    if named.iter().all(Option::is_some)
        && let Some(at) = named.iter().position(|named| *named != Some(format))
        && let (Some(path), Some(own)) = (paths[at], named[at])
    {
        let (shown, format, own) = (path.display(), format.name(), own.name());
        let problem = format!("--format {format} does not fit {shown}, which is {own}");
        let help = "remove --format: with several outputs, it is for stdout and for names without \
                    an ending";
        return Err(Failure::usage(problem).help(help));
    }
    let formats = named.into_iter().map(|named| named.unwrap_or(format));
    Ok(formats.collect())
}

/// Returns the format that the name of a file stands for.
fn named(path: Option<&Path>) -> Option<Format> {
    path.filter(|path| is_named_by_the_user(path))
        .and_then(Format::of_file)
}

/// Returns the format that a destination suggests.
fn suggested(path: Option<&Path>) -> Result<Format, Failure> {
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
