//! Reading up to a limit.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Problem};

/// Reads the file that a person named, up to `most` bytes. It may be anything that can be read: a
/// link, a named pipe, `/dev/stdin`.
///
/// Use [`Folder`](crate::Folder) for files whose names a person did not choose.
///
/// # Errors
/// Fails if the file can't be read, or if it has more bytes.
pub fn read_named(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let read = || read_to_limit(File::open(path)?, most);
    read().map_err(|problem| Error::new(path, problem))
}

/// Reads everything that a reader has, up to `most` bytes.
///
/// ```
/// use helpscout_files::{Problem, read_to_limit};
///
/// assert_eq!(read_to_limit(&b"abc"[..], 3).unwrap(), b"abc");
/// let endless = std::io::repeat(0);
/// assert!(matches!(read_to_limit(endless, 3), Err(Problem::TooLarge { most: 3, .. })));
/// ```
///
/// # Errors
/// Fails if reading fails, or if there are more bytes.
pub fn read_to_limit(reader: impl Read, most: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Problem::TooLarge { most, stated: None });
    }
    Ok(bytes)
}
