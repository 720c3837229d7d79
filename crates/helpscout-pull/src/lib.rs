//! Which windows a nightly pull fetches, where their files belong, and what the journal says about
//! them.
//!
//! A *unit* is what one request answers: a dataset, a member of it (such as a user), and a window
//! of time. [`windows`] cuts a period into windows, a [`Key`] names a unit and the paths of its
//! files, and a [`Folder`] writes the files so that each unit is in its place as a whole or not at
//! all, whatever happens to the process. [`Look`] and [`Plan`] read the same folder without
//! changing anything.
//!
//! This crate knows neither the service nor what is in the files: it writes the bytes it is given.
//! Start with [`Folder`].

mod digest;
mod due;
mod entry;
mod error;
mod folder;
mod holdings;
mod journal;
mod key;
mod line;
mod lock;
mod look;
mod notes;
mod place;
mod plan;
mod recovery;
mod settings;
mod status;
mod survey;
mod unfinished;
mod unlisted;
mod window;

pub use crate::digest::{Digest, RowsDigest};
pub use crate::due::{Due, Reason};
pub use crate::entry::{Entry, Facts, FileEntry, Interval};
pub use crate::error::{Error, ErrorKind};
pub use crate::folder::{Folder, Outcome};
pub use crate::holdings::Holdings;
pub use crate::key::{Key, Member, Slot};
pub use crate::look::{Fault, Look, Verification};
pub use crate::plan::Plan;
pub use crate::settings::{DatasetSettings, OptionForm, Settings, differing_keys};
pub use crate::status::{DatasetStatus, Gap, Status};
pub use crate::unfinished::{CompleteFile, Unfinished, UnfinishedFile};
pub use crate::window::{Window, WindowLength, windows};
