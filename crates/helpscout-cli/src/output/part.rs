//! A file that is written beside the one that it becomes.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufReader, BufWriter, ErrorKind, IntoInnerError, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use super::permissions;
use crate::format::sink::Edit;
use crate::spool::BUFFER;

/// A temporary file that replaces a file when it is complete. It is removed if it is dropped before.
#[derive(Debug)]
pub(crate) struct PartFile {
    temporary: BufWriter<NamedTempFile>,
    path: PathBuf,
    /// The file that is replaced, if there is one.
    existing: Option<Metadata>,
}

/// A complete file, on disk, that has not replaced the other yet.
#[derive(Debug)]
pub(crate) struct CompleteFile {
    pub(super) temporary: TempPath,
    pub(super) path: PathBuf,
}

impl PartFile {
    /// Starts a file that does not exist yet. The path must not be a link.
    pub(crate) fn new(path: PathBuf) -> io::Result<Self> {
        Self::beside(path, None)
    }

    /// Starts a file that replaces an existing one and gets its owner, group and permissions, as far
    /// as this user may set them. The path must not be a link.
    pub(crate) fn replacing(path: PathBuf, existing: &Metadata) -> io::Result<Self> {
        Self::beside(path, Some(existing.clone()))
    }

    fn beside(path: PathBuf, existing: Option<Metadata>) -> io::Result<Self> {
        Ok(Self {
            temporary: temporary_beside(&path, existing.as_ref())?,
            path,
            existing,
        })
    }

    /// Returns the path of the file that is replaced.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Drops what was written so far.
    pub(crate) fn clear(&mut self) -> io::Result<()> {
        self.temporary = temporary_beside(&self.path, self.existing.as_ref())?;
        Ok(())
    }

    /// Replaces what was written so far by what is made of it.
    pub(crate) fn rewrite(&mut self, edit: Edit<'_>) -> io::Result<()> {
        let new = temporary_beside(&self.path, self.existing.as_ref())?;
        let old = std::mem::replace(&mut self.temporary, new);
        let mut old = old.into_inner().map_err(IntoInnerError::into_error)?;
        old.rewind()?;
        let mut text = BufReader::with_capacity(BUFFER, old.as_file_mut());
        edit(&mut text, &mut self.temporary)
    }

    /// Writes everything to the disk. Several files become visible together as nearly as possible if
    /// all of them are completed before the first replaces another.
    pub(crate) fn complete(self) -> io::Result<CompleteFile> {
        let temporary = self.temporary.into_inner();
        let (file, temporary) = temporary.map_err(IntoInnerError::into_error)?.into_parts();
        file.sync_all()?;
        Ok(CompleteFile {
            temporary,
            path: self.path,
        })
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

/// Returns the path of a file without links to its folder.
pub(crate) fn real(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default();
    match folder_of(file).canonicalize() {
        Ok(folder) => folder.join(name),
        Err(_) => file.to_owned(),
    }
}

/// Returns the folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Creates a temporary file, which nobody can read or write who can't do so with the other.
fn temporary_beside(
    path: &Path,
    existing: Option<&Metadata>,
) -> io::Result<BufWriter<NamedTempFile>> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        let problem = format!("there is no directory {}", folder.display());
        return Err(io::Error::new(ErrorKind::NotFound, problem));
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    permissions::at_creation(&mut options, existing);
    // An error of `tempfile_in` would name the temporary file, which nobody has asked for.
    let temporary = tempfile::Builder::new()
        .prefix(".helpscout-")
        .suffix(".part")
        .make_in(folder, |path| options.open(path))?;
    if let Some(existing) = existing {
        permissions::take_over(temporary.as_file(), existing)?;
    }
    Ok(BufWriter::with_capacity(BUFFER, temporary))
}

/// Writes the entries of a folder to the disk.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // A folder may be writable and not readable, and some file systems can't sync one.
    let Ok(folder) = File::open(folder) else {
        return Ok(());
    };
    match folder.sync_all() {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        synced => synced,
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
