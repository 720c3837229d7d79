//! Errors of temporary files.

use std::{env, io};

/// Returns the error of a temporary file with the folder that it is in, which nobody asked for.
///
/// ```
/// use std::io;
///
/// let error = helpscout_digest::in_temporary_folder(io::Error::other("no space left"));
/// assert!(error.to_string().starts_with("no space left, in the folder for temporary files, "));
/// ```
pub fn in_temporary_folder(error: io::Error) -> io::Error {
    let message = format!(
        "{error}, in the folder for temporary files, {}",
        env::temp_dir().display()
    );
    io::Error::new(error.kind(), message)
}
