//! The kinds of destinations, and the file that `--output` names.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::part::{PartFile, real};
use super::stdout::Stdout;
use crate::interrupt::Session;
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

/// The names of stdout as a file.
const STDOUT: [&str; 3] = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

/// Opens a file to replace or create, or a pipe or a device.
pub(super) fn open(path: &Path, session: &Session) -> Result<Target, Failure> {
    if !is_stream(path) {
        return open_replaced(path);
    }
    // The standard library opened /dev/null in its place.
    if helpscout_stdout::was_closed() && STDOUT.iter().any(|name| path == Path::new(name)) {
        let problem = format!("can't write {}: it is closed", path.display());
        return Err(Failure::not_done(problem));
    }
    let opened = {
        let path = path.to_owned();
        // Opening a pipe waits for its reader.
        session.run_blocking(move || OpenOptions::new().write(true).open(path))?
    };
    Ok(Target::Stream {
        spool: Spool::new(),
        file: opened.map_err(|error| unopened(path, &error))?,
        path: path.to_owned(),
    })
}

/// Opens a regular file to replace or create.
pub(super) fn open_replaced(path: &Path) -> Result<Target, Failure> {
    let opened = part_file(path).map_err(|error| unopened(path, &error))?;
    Ok(Target::File(opened))
}

/// Returns what tells whether two paths lead to the same file, pipe or device; `-` for stdout.
pub(crate) fn identity(path: &Path) -> PathBuf {
    if STDOUT.iter().any(|name| path == Path::new(name)) {
        return PathBuf::from("-");
    }
    match fs::canonicalize(path) {
        Ok(found) => found,
        Err(_) => real(&end_of_links(path).unwrap_or_else(|_| path.to_owned())),
    }
}

/// Returns whether there is a pipe or a device, which can't be replaced by another file.
pub(crate) fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|existing| !existing.is_file() && !existing.is_dir())
}

/// Returns the failure for a destination that can't be opened.
fn unopened(path: &Path, error: &io::Error) -> Failure {
    if is_misnamed(error) {
        failure(Failure::usage, path, error)
    } else {
        unwritable(path, error)
    }
}

/// Returns the failure for a destination that can't be written to.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Failure {
    failure(Failure::not_done, path, error)
}

fn failure(new: fn(String) -> Failure, path: &Path, error: &io::Error) -> Failure {
    let help = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free space on this disk, or use --output to name a file on another one"
        }
        _ => "use --output to name a file in a directory that you can write to",
    };
    new(format!("can't write {}: {error}", path.display())).help(help)
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

fn part_file(path: &Path) -> io::Result<PartFile> {
    match fs::metadata(path) {
        Ok(existing) if existing.is_dir() => Err(a_directory()),
        Ok(existing) => {
            // Fails if the file may not be written to.
            OpenOptions::new().write(true).open(path)?;
            // A link is followed: the file it points to is replaced, not the link.
            PartFile::replacing(end_of_links(path)?, &existing)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => PartFile::new(end_of_links(path)?),
        // Links in a circle, a name that is too long, and others that will not work later, either.
        Err(error) => Err(match end_of_links(path) {
            Err(circle) => circle,
            Ok(_) => io::Error::new(ErrorKind::InvalidInput, error),
        }),
    }
}

/// Returns the file that a path names by following links to it, whether it exists or not. Whatever is no
/// link stays as it was typed.
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
