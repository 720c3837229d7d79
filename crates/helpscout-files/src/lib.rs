//! Files below a folder that somebody else may have filled.
//!
//! In: a folder that a person named, and names of files below it. Out: the bytes of regular files,
//! or an [`Error`] that says what has that name instead. Look first at [`Folder`].
//!
//! The path of the folder itself belongs to the person who named it, so its links are followed.
//! Nothing below it is followed: a symbolic link, a device, a named pipe or a socket is an error,
//! and nothing behind it is read or written. Names are resolved one by one from open folders, so
//! that this holds even if somebody replaces a folder by a link in the meantime. A hard link can't
//! be told from a file, so its content is read. Writing never reaches it: a file is replaced, not
//! overwritten.
//!
//! Every file is read up to a limit, which is counted while reading: the length that a file system
//! states is wrong for the files in `/proc`, for instance.

mod error;
mod folder;
mod kind;
mod limit;

pub use error::{Error, Problem};
pub use folder::{Entry, Folder};
pub use kind::Kind;
pub use limit::{read_named, read_to_limit};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
