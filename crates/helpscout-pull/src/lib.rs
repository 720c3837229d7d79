//! Which windows a nightly pull fetches, where their files belong, and what the journal says about
//! them.
//!
//! A *unit* is what one request answers: a dataset, a member of it (such as a user), and a window of
//! time. [`windows`] cuts a period into windows, a [`Key`] names a unit and the path of its files,
//! and a [`Folder`] writes the files so that after a crash each unit is in its place as a whole or
//! not at all. [`Look`] reads the same folder without changing anything, for [`Look::status`] and
//! [`Look::verify`].
//!
//! This crate knows neither the service nor what is in the files: it writes the bytes it is given.
//! Start with [`Folder`].

mod digest;
mod entry;
mod error;
mod folder;
mod key;
mod look;
mod settings;
mod unfinished;
mod window;

pub use crate::digest::RowsDigest;
pub use crate::entry::{Entry, Facts, FileEntry, Interval};
pub use crate::error::{Error, ErrorKind};
pub use crate::folder::{Due, Folder, Outcome, Reason};
pub use crate::key::{Key, Member, Slot};
pub use crate::look::{DatasetStatus, Fault, Gap, Look, Status, Verification};
pub use crate::settings::{DatasetSettings, Settings};
pub use crate::unfinished::{CompleteFile, Unfinished, UnfinishedFile};
pub use crate::window::{Window, WindowLength, windows};
