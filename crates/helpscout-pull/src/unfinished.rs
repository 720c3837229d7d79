//! Files that are being written, outside of the folder.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile, TempPath};

use crate::digest::{Digest, RowsDigest};
use crate::entry::FileEntry;
use crate::error::Error;
use crate::key::{Key, is_name};

/// The ending of the names of unfinished files.
pub(crate) const ENDING: &str = ".part";

/// How many random letters and digits the name of an unfinished file has. The journal names the
/// file, so no later one may have the same name.
const RANDOM: usize = 16;

/// How many bytes are written at once.
const BUFFER: usize = 1 << 16;

/// A unit that is being written. Its files are removed if they are dropped before
/// [`Folder::finish`].
///
/// [`Folder::finish`]: crate::Folder::finish
#[derive(Debug)]
pub struct Unfinished {
    key: Key,
    /// The folder of unfinished files.
    folder: PathBuf,
    trouble: Trouble,
}

/// Why writing failed first.
type Trouble = Arc<Mutex<Option<Error>>>;

/// A file that is being written. It can be moved to another thread, and it buffers what is written.
#[derive(Debug)]
pub struct UnfinishedFile {
    table: Option<String>,
    file: BufWriter<Digested>,
    trouble: Trouble,
}

/// A file whose bytes are on the disk.
#[derive(Debug)]
pub struct CompleteFile {
    pub(crate) table: Option<String>,
    pub(crate) path: TempPath,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    pub(crate) sha256: Digest,
    pub(crate) rows_digest: Digest,
}

/// A file, and the digest of what was written to it.
#[derive(Debug)]
struct Digested {
    file: NamedTempFile,
    digest: RowsDigest,
    bytes: u64,
}

impl Unfinished {
    pub(crate) fn new(key: &Key, folder: PathBuf) -> Self {
        Self {
            key: key.clone(),
            folder,
            trouble: Trouble::default(),
        }
    }

    /// Returns the name of the unit.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Creates a file of the unit: that of the main table, or of another table by its name.
    ///
    /// # Errors
    /// If the file can't be created.
    pub fn create(&self, table: Option<&str>) -> Result<UnfinishedFile, Error> {
        if let Some(table) = table.filter(|table| !is_name(table)) {
            let problem = format!("{table:?} can't be a part of the name of a folder");
            return Err(Error::usage(problem, "leave this table out"));
        }
        let mut builder = Builder::new();
        builder.prefix("").rand_bytes(RANDOM).suffix(ENDING);
        // As for any file that a program writes: the umask takes away what others may not do.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(&self.folder);
        let file =
            file.map_err(|error| Error::io("can't create a file in", &self.folder, error))?;
        let digested = Digested {
            file,
            digest: RowsDigest::new(),
            bytes: 0,
        };
        Ok(UnfinishedFile {
            table: table.map(str::to_owned),
            file: BufWriter::with_capacity(BUFFER, digested),
            trouble: Arc::clone(&self.trouble),
        })
    }

    /// Returns why writing to a file of the unit failed, if it did. What writes to the file wraps
    /// its errors; this one says which file it was and what to do. It is returned once.
    pub fn trouble(&self) -> Option<Error> {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.take()
    }
}

impl UnfinishedFile {
    /// Writes what is left to the disk and waits until it is there. `rows` is how many rows the file
    /// has, and `digest` the digest of them without the time of fetching.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn complete(self, rows: u64, digest: RowsDigest) -> Result<CompleteFile, Error> {
        let path = self.path().to_owned();
        let failed = |error| Error::io("can't write", &path, error);
        let file = self.file.into_inner();
        let digested = file.map_err(|error| failed(error.into_error()))?;
        digested.file.as_file().sync_all().map_err(failed)?;
        Ok(CompleteFile {
            table: self.table,
            path: digested.file.into_temp_path(),
            rows,
            bytes: digested.bytes,
            sha256: digested.digest.finish(),
            rows_digest: digest.finish(),
        })
    }

    fn path(&self) -> &Path {
        self.file.get_ref().file.path()
    }

    /// Keeps why writing failed, and returns the same error.
    fn failed(&self, error: io::Error) -> io::Error {
        // A call that was interrupted is repeated by whoever writes.
        if error.kind() != io::ErrorKind::Interrupted {
            let copy = match error.raw_os_error() {
                Some(code) => io::Error::from_raw_os_error(code),
                None => io::Error::new(error.kind(), error.to_string()),
            };
            let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
            trouble.get_or_insert_with(|| Error::io("can't write", self.path(), copy));
        }
        error
    }
}

impl Write for UnfinishedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        written.map_err(|error| self.failed(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.file.flush();
        flushed.map_err(|error| self.failed(error))
    }
}

impl CompleteFile {
    /// Returns the name in the folder of unfinished files.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// Returns the path, and leaves the file there.
    pub(crate) fn kept(mut self) -> PathBuf {
        self.path.disable_cleanup(true);
        self.path.to_path_buf()
    }

    /// Returns whether the journal lists the same rows.
    pub(crate) fn has_rows_of(&self, entry: &FileEntry) -> bool {
        self.table == entry.table
            && self.rows == entry.rows
            && self.rows_digest == entry.rows_digest
    }
}

impl Write for Digested {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.file.write(bytes)?;
        self.digest.update(bytes.get(..length).unwrap_or_default());
        self.bytes += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
