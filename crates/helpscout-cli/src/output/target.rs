//! The kinds of destinations, and the file that `--output` names.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::part::PartFile;
use super::stdout::Stdout;
use crate::message::Failure;
use crate::spool::Spool;

/// Where a result goes.
#[derive(Debug)]
pub(super) enum Target {
    Stdout {
        spool: Spool,
        stdout: Stdout,
    },
    /// A temporary file in the directory of the file that it replaces.
    File(PartFile),
    /// A pipe or a device, which can't be replaced by another file.
    Stream {
        spool: Spool,
        file: File,
        path: PathBuf,
    },
}

/// The number of links that are followed, one after another.
const MAX_LINKS: usize = 40;

/// Opens a file to replace or create, or a pipe or a device.
pub(super) fn open(path: &Path) -> Result<Target, Failure> {
    open_target(path).map_err(|error| {
        let message = format!("can't write {}: {error}", path.display());
        let help = "use --output to name a file in a directory that you can write to";
        let failure = if is_misnamed(&error) {
            Failure::usage(message)
        } else {
            Failure::not_done(message)
        };
        failure.help(help)
    })
}

/// Returns whether the destination itself is wrong, so that trying later doesn't help.
fn is_misnamed(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound
            | ErrorKind::IsADirectory
            | ErrorKind::NotADirectory
            | ErrorKind::PermissionDenied
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
            | ErrorKind::Unsupported
    )
}

fn open_target(path: &Path) -> io::Result<Target> {
    match fs::metadata(path) {
        Ok(existing) if existing.is_dir() => Err(a_directory()),
        Ok(existing) => {
            let file = OpenOptions::new().write(true).open(path)?;
            if existing.is_file() {
                // A link is followed: the file it points to is replaced, not the link.
                let path = fs::canonicalize(path)?;
                return Ok(Target::File(PartFile::replacing(path, &existing)?));
            }
            Ok(Target::Stream {
                spool: Spool::new(),
                file,
                path: path.to_owned(),
            })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Ok(Target::File(PartFile::new(end_of_links(path)?)?))
        }
        // Links in a circle, a name that is too long, and others that will not work later, either.
        Err(error) => Err(match end_of_links(path) {
            Err(circle) => circle,
            Ok(_) => io::Error::new(ErrorKind::InvalidInput, error),
        }),
    }
}

/// Returns the file that a path names, which does not exist, by following links to it.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        // The system follows a link with a separator at its end, and can't create such a file.
        if path
            .as_os_str()
            .to_string_lossy()
            .ends_with(['/', MAIN_SEPARATOR])
        {
            return Err(a_directory());
        }
        let is_link = fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink());
        if !is_link {
            return Ok(path);
        }
        let target = fs::read_link(&path)?;
        path = match path.parent() {
            Some(folder) => folder.join(target),
            None => target,
        };
    }
    let problem = "it is a symbolic link that leads back to itself";
    Err(io::Error::new(ErrorKind::InvalidInput, problem))
}

fn a_directory() -> io::Error {
    io::Error::new(ErrorKind::IsADirectory, "it is a directory")
}
