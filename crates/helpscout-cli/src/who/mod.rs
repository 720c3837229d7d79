//! Who and what the options of a command name: users, teams, mailboxes, folders and tags.
//!
//! In: names as people type them. Out: the IDs that the service takes, and the names to show for
//! IDs. The look-ups of the API list both. `directory` reads each of them at most once per run,
//! `entry` is one of their rows, `matching` finds the rows that a name means,
//! `whole` tells a name with commas from a list, `team` is what `--team` names, and `names` has what is shown of them.

mod directory;
mod entry;
mod matching;
mod names;
mod team;
mod whole;

pub(crate) use self::directory::Directory;
pub(crate) use self::entry::Entry;
pub(crate) use self::matching::folded;
pub(crate) use self::names::{Names, noun, unmatched};
pub(crate) use self::team::Team;
