//! Files that are being written, outside of the folder.

use std::io::{self, Write};

use crate::digest::RowsDigest;
use crate::error::Error;
use crate::key::Key;

/// A unit that is being written. Its files are removed if it is dropped before [`Folder::finish`].
///
/// [`Folder::finish`]: crate::Folder::finish
#[derive(Debug)]
pub struct Unfinished {
    pub(crate) key: Key,
}

/// A file that is being written. It can be moved to another thread, and it buffers what is written.
#[derive(Debug)]
pub struct UnfinishedFile {}

/// A file whose bytes are on the disk.
#[derive(Debug)]
pub struct CompleteFile {}

impl Unfinished {
    /// Returns the name of the unit.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Creates a file of the unit: that of the main table, or of another table by its name.
    ///
    /// # Errors
    /// If the file can't be created.
    pub fn create(&self, table: Option<&str>) -> Result<UnfinishedFile, Error> {
        let _ = table;
        todo!()
    }

    /// Returns why writing to a file of the unit failed, if it did. Writers wrap the errors of what
    /// they write to; this one says which file it was and what to do. It is returned once.
    pub fn trouble(&self) -> Option<Error> {
        todo!()
    }
}

impl UnfinishedFile {
    /// Writes what is left to the disk and waits until it is there.
    ///
    /// # Errors
    /// If the disk is full or fails.
    pub fn complete(self, rows: u64, digest: RowsDigest) -> Result<CompleteFile, Error> {
        let _ = (rows, digest);
        todo!()
    }
}

impl Write for UnfinishedFile {
    fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
        todo!()
    }

    fn flush(&mut self) -> io::Result<()> {
        todo!()
    }
}
