//! The destination of a result: stdout, or a file that is written completely or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IntoInnerError, IsTerminal, Stdout, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use helpscout_command::Format;
use tempfile::NamedTempFile;

use crate::format::Look;
use crate::interrupt::Session;
use crate::message::Failure;
use crate::replacement::{ReplaceError, Replacement, replace_all};

/// An open destination. A file stays as it was until [`Output::commit`].
#[derive(Debug)]
pub(crate) struct Output {
    target: Target,
    format: Format,
}

#[derive(Debug)]
enum Target {
    Stdout(BufWriter<ReadStdout>),
    /// A temporary file in the directory of the file that it replaces.
    File {
        temporary: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
    /// A pipe or a device, which can't be replaced by another file.
    Stream {
        file: BufWriter<File>,
        path: PathBuf,
    },
}

impl Output {
    /// Opens the destination that `--output` and `--format` ask for. Called before anything is
    /// fetched, so that a destination that can't be written is found first.
    pub(crate) fn open(matches: &ArgMatches) -> Result<Self, Failure> {
        let path = matches
            .get_one::<PathBuf>("output")
            .filter(|path| path.as_os_str() != "-");
        let format = matches
            .get_one::<Format>("format")
            .copied()
            .or_else(|| path.and_then(|path| Format::of_file(path)))
            .unwrap_or_else(|| {
                if path.is_none() && io::stdout().is_terminal() {
                    Format::Table
                } else {
                    Format::Ndjson
                }
            });
        if let Some(path) = path {
            return Self::open_file(path, format);
        }
        let target = Target::Stdout(BufWriter::new(ReadStdout::new()));
        Ok(Self { target, format })
    }

    /// Opens a file.
    pub(crate) fn open_file(path: &Path, format: Format) -> Result<Self, Failure> {
        let target = open_file(path).map_err(|error| unwritable(path, &error))?;
        Ok(Self { target, format })
    }

    /// Returns whether it is a regular file, which is replaced as a whole.
    pub(crate) fn is_replaced(&self) -> bool {
        matches!(self.target, Target::File { .. })
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Returns how a table should look there.
    pub(crate) fn look(&self) -> Look {
        let stdout = io::stdout();
        if self.path().is_some() || !stdout.is_terminal() {
            return Look::default();
        }
        Look {
            width: terminal_size::terminal_size_of(stdout).map(|(width, _)| width.0),
            color: std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// Returns the path of the file that is written, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.target {
            Target::Stdout(_) => None,
            Target::File { path, .. } | Target::Stream { path, .. } => Some(path),
        }
    }

    /// Prepares for writing: from here on, an interrupt ends a process that prints at once.
    pub(crate) fn begin(&self, session: &Session) {
        if let Target::Stdout(_) = self.target {
            session.end_when_asked();
        }
    }

    /// Completes what was written: replaces the file, or prints what is still buffered.
    pub(crate) fn commit(self) -> Result<(), Failure> {
        match self.target {
            Target::Stdout(mut stdout) => stdout.flush().map_err(|error| unprintable(&error)),
            Target::File { temporary, path } => {
                let file = completed(temporary, path)?;
                replace_all(vec![file]).map_err(irreplaceable)
            }
            Target::Stream { mut file, path } => {
                file.flush().map_err(|error| unwritable(&path, &error))
            }
        }
    }

    /// Completes several files: replaces all of them or none.
    pub(crate) fn commit_all(outputs: Vec<Self>) -> Result<(), Failure> {
        let mut files = Vec::new();
        for output in outputs {
            match output.target {
                Target::File { temporary, path } => files.push(completed(temporary, path)?),
                _ => output.commit()?,
            }
        }
        replace_all(files).map_err(irreplaceable)
    }

    /// Returns the failure for an error in writing to this destination.
    pub(crate) fn failure(&self, error: &io::Error) -> Failure {
        match self.path() {
            Some(path) => unwritable(path, error),
            None => unprintable(error),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.target.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.writer().flush()
    }
}

impl Target {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(stdout) => stdout,
            Self::File { temporary, .. } => temporary,
            Self::Stream { file, .. } => file,
        }
    }
}

/// Stdout for as long as somebody reads it. A reader that has seen enough is not a failure:
/// whatever is written after that is dropped.
#[derive(Debug)]
struct ReadStdout {
    stdout: Stdout,
    has_reader: bool,
}

impl ReadStdout {
    fn new() -> Self {
        Self {
            stdout: io::stdout(),
            has_reader: true,
        }
    }

    fn unless_closed<T>(&mut self, outcome: io::Result<T>, otherwise: T) -> io::Result<T> {
        match outcome {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.has_reader = false;
                Ok(otherwise)
            }
            other => other,
        }
    }
}

impl Write for ReadStdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.has_reader {
            return Ok(bytes.len());
        }
        let written = self.stdout.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.has_reader {
            return Ok(());
        }
        let flushed = self.stdout.flush();
        self.unless_closed(flushed, ())
    }
}

fn open_file(path: &Path) -> io::Result<Target> {
    // A link is followed: the file it points to is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&path).ok();
    if let Some(existing) = &existing {
        if existing.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::IsADirectory,
                "it is a directory",
            ));
        }
        let file = OpenOptions::new().write(true).open(&path)?;
        if !existing.is_file() {
            let file = BufWriter::new(file);
            return Ok(Target::Stream { file, path });
        }
    }
    let temporary = temporary_beside(&path)?;
    if let Some(existing) = existing {
        fs::set_permissions(temporary.path(), existing.permissions())?;
    }
    let temporary = BufWriter::new(temporary);
    Ok(Target::File { temporary, path })
}

fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let directory = match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    if !directory.is_dir() {
        let problem = format!("there is no directory {}", directory.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, problem));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".helpscout-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The permissions that any new file asks for; the umask restricts them.
        builder.permissions(fs::Permissions::from_mode(0o666));
        builder.tempfile_in(directory)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(directory)
}

/// Closes a file that is written completely.
fn completed(temporary: BufWriter<NamedTempFile>, path: PathBuf) -> Result<Replacement, Failure> {
    let close = || {
        let temporary = temporary.into_inner().map_err(IntoInnerError::into_error)?;
        let (file, temporary) = temporary.into_parts();
        file.sync_all()?;
        Ok(temporary)
    };
    match close() {
        Ok(temporary) => Ok(Replacement { temporary, path }),
        Err(error) => Err(unwritable(&path, &error)),
    }
}

fn irreplaceable(error: ReplaceError) -> Failure {
    let failure = unwritable(&error.path, &error.error);
    if error.not_restored.is_empty() {
        return failure;
    }
    let paths = error.not_restored.iter();
    let paths: Vec<String> = paths.map(|path| path.display().to_string()).collect();
    failure.help(format!(
        "these files are new, as their old content could not be restored: {}",
        paths.join(", ")
    ))
}

fn unprintable(error: &io::Error) -> Failure {
    Failure::not_done(format!(
        "can't write to stdout: {error}; the printed report is incomplete"
    ))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::not_done(format!("can't write {}: {error}", path.display()))
        .help("use --output to name a file in a directory that you can write to")
}
