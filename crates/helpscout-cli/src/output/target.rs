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

/// Opens a file to replace or create, or a pipe or a device. The path must not be that of stdout.
pub(super) fn open(path: &Path, session: &Session) -> Result<Target, Failure> {
    if !is_stream(path) {
        return open_replaced(path);
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

/// Returns whether a path names stdout, or is a link that leads to such a name. If stdout was
/// redirected to a file, that file has more than what this program writes, so it is never replaced.
pub(super) fn is_stdout(path: &Path) -> bool {
    let is_name = |path: &Path| STDOUT.iter().any(|name| path == Path::new(name));
    links(path).any(|step| step.is_ok_and(|step| is_name(&step)))
}

/// Returns what tells whether two paths lead to the same file, pipe or device; `-` for stdout.
pub(crate) fn identity(path: &Path) -> PathBuf {
    if is_stdout(path) {
        return PathBuf::from("-");
    }
    match fs::canonicalize(path) {
        Ok(found) => found,
        Err(_) => real(&end_of_links(path).unwrap_or_else(|_| path.to_owned())),
    }
}

/// Returns whether there is stdout, a pipe or a device, which can't be replaced by another file.
pub(crate) fn is_stream(path: &Path) -> bool {
    is_stdout(path)
        || fs::metadata(path).is_ok_and(|existing| !existing.is_file() && !existing.is_dir())
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
    let new = if error.kind() == ErrorKind::ResourceBusy {
        // A mount stays one.
        Failure::usage
    } else {
        Failure::not_done
    };
    failure(new, path, error)
}

fn failure(new: fn(String) -> Failure, path: &Path, error: &io::Error) -> Failure {
    let help = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "free space on this disk, or use --output to name a file on another one"
        }
        ErrorKind::ResourceBusy => {
            "it is a mount of its own, as a file of a container can be: mount the directory that it is in"
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
///
/// # Errors
/// Fails for a file that is open already: who opened it may have written to it, and may do so again.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut end = path.to_owned();
    for step in links(path) {
        end = step?;
        if is_descriptor(&end) {
            let problem = "it stands for a file that is open already, and can't be replaced";
            return Err(io::Error::new(ErrorKind::InvalidInput, problem));
        }
    }
    Ok(end)
}

/// Returns whether a path is that of a file that this or another process has open, such as `/dev/fd/3`.
fn is_descriptor(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(path);
    folder == Path::new("/dev/fd") || folder.starts_with("/proc") && folder.ends_with("fd")
}

/// Returns a path, and what the links lead to, one after another. The last one is no link.
fn links(path: &Path) -> impl Iterator<Item = io::Result<PathBuf>> {
    let mut next = Some(Ok(path.to_owned()));
    let mut left = MAX_LINKS;
    std::iter::from_fn(move || {
        let step = next.take()?;
        if let Ok(path) = &step {
            next = target_of(path).transpose();
            if next.is_some() {
                left -= 1;
            }
            if left == 0 {
                let problem = "it is a symbolic link that leads back to itself";
                next = Some(Err(io::Error::new(ErrorKind::InvalidInput, problem)));
            }
        }
        Some(step)
    })
}

/// Returns what a link leads to; `None` for whatever is no link.
fn target_of(path: &Path) -> io::Result<Option<PathBuf>> {
    // The system follows a link with a separator at its end, and can't create such a file.
    if path
        .as_os_str()
        .to_string_lossy()
        .ends_with(['/', MAIN_SEPARATOR])
    {
        return Err(a_directory());
    }
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) {
        return Ok(None);
    }
    let target = fs::read_link(path)?;
    Ok(Some(match path.parent() {
        Some(folder) => folder.join(target),
        None => target,
    }))
}

fn a_directory() -> io::Error {
    io::Error::new(ErrorKind::IsADirectory, "it is a directory")
}
