//! Where a result goes: stdout, or a file that is written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use tempfile::{NamedTempFile, TempPath};

use crate::format::{Format, Look};
use crate::interrupt::Session;
use crate::message::Failure;

/// An open destination. Dropped without [`Output::write`], it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Output {
    target: Target,
    format: Format,
}

#[derive(Debug)]
enum Target {
    Stdout,
    /// A temporary file beside the one it becomes.
    File {
        temporary: NamedTempFile,
        path: PathBuf,
    },
    /// A pipe or device, which can't be replaced by another file.
    Stream {
        file: File,
        path: PathBuf,
    },
}

impl Output {
    /// Opens what `--output` and `--format` ask for, so that what can't be written is found before
    /// anything is fetched.
    pub(crate) fn open(matches: &ArgMatches) -> Result<Self, Failure> {
        let path = matches
            .get_one::<PathBuf>("output")
            .filter(|path| path.as_os_str() != "-");
        let format = matches
            .get_one::<Format>("format")
            .copied()
            .or_else(|| path.and_then(|path| Format::of_file(path)))
            .unwrap_or_else(|| match path.is_none() && io::stdout().is_terminal() {
                true => Format::Table,
                false => Format::Ndjson,
            });
        let target = match path {
            Some(path) => open_file(path).map_err(|error| unwritable(path, &error))?,
            None => Target::Stdout,
        };
        Ok(Self { target, format })
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// How a table should look there.
    pub(crate) fn look(&self) -> Look {
        let Target::Stdout = self.target else {
            return Look::default();
        };
        let stdout = io::stdout();
        if !stdout.is_terminal() {
            return Look::default();
        }
        Look {
            width: terminal_size::terminal_size_of(stdout).map(|(width, _)| width.0),
            color: std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// Writes the whole result. A reader of stdout that has seen enough is no failure.
    pub(crate) fn write(
        self,
        session: &Session,
        result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        match self.target {
            Target::Stdout => {
                session.end_when_asked();
                match write_to(io::stdout().lock(), result) {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                    Err(error) => Err(Failure::not_done(format!(
                        "can't write to stdout: {error}; what was printed is not whole"
                    ))),
                    Ok(()) => Ok(()),
                }
            }
            Target::File { temporary, path } => {
                replace(temporary, &path, result).map_err(|error| unwritable(&path, &error))
            }
            Target::Stream { file, path } => {
                write_to(file, result).map_err(|error| unwritable(&path, &error))
            }
        }
    }

    /// The file that is written, if it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.target {
            Target::Stdout => None,
            Target::File { path, .. } | Target::Stream { path, .. } => Some(path),
        }
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
                "it is a folder",
            ));
        }
        let file = OpenOptions::new().write(true).open(&path)?;
        if !existing.is_file() {
            return Ok(Target::Stream { file, path });
        }
    }
    let temporary = temporary_beside(&path)?;
    if let Some(existing) = existing {
        fs::set_permissions(temporary.path(), existing.permissions())?;
    }
    Ok(Target::File { temporary, path })
}

fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        let problem = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, problem));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".helpscout-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file asks for; the umask takes its part away.
        builder.permissions(fs::Permissions::from_mode(0o666));
        builder.tempfile_in(folder)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
}

fn replace(
    temporary: NamedTempFile,
    path: &Path,
    result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (file, temporary): (File, TempPath) = temporary.into_parts();
    write_to(&file, result)?;
    file.sync_all()?;
    drop(file);
    temporary.persist(path).map_err(|error| error.error)
}

fn write_to(
    target: impl Write,
    result: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffered = BufWriter::new(target);
    result(&mut buffered)?;
    buffered.flush()
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::not_done(format!("can't write {}: {error}", path.display()))
        .help("name a file in a folder you may write to with --output")
}
