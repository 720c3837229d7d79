//! Where a folder and its journal are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The paths of a folder and of what belongs to it, links resolved.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The folder of the data.
    pub(crate) dir: PathBuf,
    /// The folder of the journal.
    pub(crate) state: PathBuf,
}

/// The name of the journal in its folder.
const JOURNAL: &str = "journal.ndjson";

/// The name that is tried in the folder. It is an empty folder, which no reader minds.
const CHECK: &str = ".helpscout-pull-check";

/// How many links no system follows one after the other.
const MOST_LINKS: usize = 100;

impl Place {
    /// Finds out where the folder is, or would be if it does not exist. Nothing is created.
    pub(crate) fn find(dir: &Path, state: Option<&Path>) -> Result<Self, Error> {
        let dir = real(dir, "folder")?;
        let state = match state {
            Some(state) => real(state, "folder of the journal")?,
            None => beside(&dir)?,
        };
        if state.starts_with(&dir) {
            let problem = format!(
                "the folder of the journal, {}, is inside of {}",
                state.display(),
                dir.display()
            );
            let advice = "choose one outside: readers take all files of a folder for data";
            return Err(Error::usage(problem, advice));
        }
        if dir.starts_with(&state) {
            let problem = format!(
                "{} is inside of the folder of its journal, {}",
                dir.display(),
                state.display()
            );
            return Err(Error::usage(problem, "choose one beside it"));
        }
        Ok(Self { dir, state })
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.state.join(JOURNAL)
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.state.join("lock")
    }

    pub(crate) fn unfinished(&self) -> PathBuf {
        self.state.join("unfinished")
    }

    /// Creates the folders that are missing.
    pub(crate) fn create(&self) -> Result<(), Error> {
        for path in [&self.dir, &self.state, &self.unfinished()] {
            match fs::create_dir(path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => created.map_err(|error| Error::io("can't create", path, error))?,
            }
        }
        Ok(())
    }

    /// Checks that the folders of a new pull are not inside of those of another one, whose readers
    /// would take them for data.
    pub(crate) fn check_apart(&self) -> Result<(), Error> {
        let of_dir = self.dir.ancestors().skip(1).map(|above| (&self.dir, above));
        let of_state = self.state.ancestors().map(|above| (&self.state, above));
        for (folder, above) in of_dir.chain(of_state) {
            let is_data = beside(above).is_ok_and(|state| state.join(JOURNAL).exists());
            if is_data && above != self.dir || above.join(JOURNAL).exists() {
                let shown = folder.display();
                let above = if folder == above {
                    String::new()
                } else {
                    format!(" is inside of {}, which", above.display())
                };
                return Err(Error::usage(
                    format!("{shown}{above} has the files of another pull"),
                    "choose a folder outside: readers take all files of a pull's folder for data",
                ));
            }
        }
        Ok(())
    }

    /// Checks that the folders can be written, or created where they are missing, by trying it. Of
    /// what it tries, nothing is left.
    pub(crate) fn check_writable(&self) -> Result<(), Error> {
        for folder in [&self.dir, &self.state] {
            let inside = existing(folder);
            let doing = if inside == folder {
                "can't write to"
            } else {
                "can't create"
            };
            let check = inside.join(CHECK);
            match fs::create_dir(&check) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) if folder == &self.state && inside != folder && self.is_beside() => {
                    return Err(Error::io(doing, folder, error).advising(self.instead_of_beside()));
                }
                created => created.map_err(|error| Error::io(doing, folder, error))?,
            }
            let _ = fs::remove_dir(&check);
        }
        Ok(())
    }

    /// Checks that the folders are on the same disk, or would be if they were created, by trying to
    /// move something. Nothing is left of it.
    pub(crate) fn check_disk(&self) -> Result<(), Error> {
        let from = existing(&self.state).join(CHECK);
        let to = existing(&self.dir).join(CHECK);
        if from == to {
            return Ok(());
        }
        // Without a lock, another process may try the same. Only that it can't be done counts.
        let _ = fs::create_dir(&from);
        let moved = fs::rename(&from, &to);
        for left in [&from, &to] {
            let _ = fs::remove_dir(left);
        }
        match moved {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                Err(self.on_different_disks())
            }
            _ => Ok(()),
        }
    }

    /// Checks that a file can be moved from the unfinished files to the folder in one step, by trying
    /// it. Two folders with the same device number can still be two mounts.
    pub(crate) fn check_move(&self) -> Result<(), Error> {
        let from = self.unfinished().join(CHECK);
        let to = self.dir.join(CHECK);
        // Left behind by a process that was killed here.
        for left in [&from, &to] {
            let _ = fs::remove_dir(left);
        }
        fs::create_dir(&from).map_err(|error| Error::io("can't create", &from, error))?;
        let moved = fs::rename(&from, &to);
        let _ = fs::remove_dir(if moved.is_ok() { &to } else { &from });
        moved.map_err(|error| match error.kind() {
            io::ErrorKind::CrossesDevices => self.on_different_disks(),
            _ => Error::io("can't write to", &self.dir, error),
        })
    }

    fn on_different_disks(&self) -> Error {
        let problem = format!(
            "{} and {} are on different disks: a file can't be moved between them in one step",
            self.state.display(),
            self.dir.display()
        );
        if self.is_beside() {
            // A disk is mounted there, such as the volume of a container. All of it is inside.
            return Error::usage(problem, self.instead_of_beside());
        }
        let advice = "give --state a folder on the disk of the data, outside of the folder";
        Error::usage(problem, advice)
    }

    /// Returns whether the journal is where it is if no other place is named.
    fn is_beside(&self) -> bool {
        beside(&self.dir).is_ok_and(|state| state == self.state)
    }

    /// Returns what to do if the journal can't be beside the folder.
    fn instead_of_beside(&self) -> String {
        let below = self.dir.join("pulled");
        format!(
            "the journal is beside the folder, so name a folder below it, such as --to {}",
            below.display()
        )
    }
}

/// Returns a folder, or the one that it would be created in.
fn existing(folder: &Path) -> &Path {
    match folder.parent() {
        Some(parent) if !folder.exists() => parent,
        _ => folder,
    }
}

/// Returns the path of a folder without links. If there is none yet, its parent has to exist.
fn real(path: &Path, what: &str) -> Result<PathBuf, Error> {
    let shown = path.display();
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            let real = fs::canonicalize(path);
            real.map_err(|error| Error::io("can't read", path, error))
        }
        Ok(_) => Err(Error::usage(
            format!("{shown} is not a folder"),
            format!("name a {what}, which may be a new one"),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if fs::symlink_metadata(path).is_ok() {
                return Err(Error::usage(
                    format!("{shown} is a symbolic link that leads to nothing"),
                    "create the folder that it leads to, or remove the link",
                ));
            }
            let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else {
                let advice = "name a folder, which may be a new one";
                return Err(Error::usage(format!("\"{shown}\" names no folder"), advice));
            };
            let start = if parent.as_os_str().is_empty() {
                Path::new(".")
            } else {
                parent
            };
            match fs::canonicalize(start) {
                Ok(real) if real.is_dir() => Ok(real.join(name)),
                Ok(_) => Err(Error::usage(
                    format!(
                        "{} is not a folder, so {shown} can't be created",
                        start.display()
                    ),
                    format!("name another {what}"),
                )),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::usage(
                    format!(
                        "{} does not exist, so {shown} can't be created",
                        start.display()
                    ),
                    "create it, or check the path for a typing mistake",
                )),
                Err(error) => Err(unreadable(start, error)),
            }
        }
        Err(error) => Err(unreadable(path, error)),
    }
}

/// Says why a path can't be read. A link that leads back to itself stays one, however often it is
/// tried.
fn unreadable(path: &Path, error: io::Error) -> Error {
    let is_link = |above: &&Path| {
        let data = fs::symlink_metadata(above);
        data.is_ok_and(|data| data.is_symlink()) && is_circle(above)
    };
    match path.ancestors().find(is_link) {
        Some(link) => Error::usage(
            format!(
                "{} is a symbolic link that leads in a circle",
                link.display()
            ),
            "remove the link, or name another folder",
        ),
        None => Error::io("can't read", path, error),
    }
}

/// Returns whether a link leads to itself, also by way of others.
fn is_circle(link: &Path) -> bool {
    let mut next = link.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&next) else {
            return false;
        };
        next = next.parent().unwrap_or(Path::new("")).join(target);
    }
    true
}

/// Returns the folder of the journal that belongs to a folder unless another is named.
fn beside(dir: &Path) -> Result<PathBuf, Error> {
    let Some(name) = dir.file_name() else {
        return Err(Error::usage(
            format!("the journal can't be beside {}", dir.display()),
            "choose a folder below it, or give --state",
        ));
    };
    let mut name = name.to_owned();
    name.push(".pull");
    let state = dir.with_file_name(name);
    match fs::symlink_metadata(&state) {
        Ok(_) => real(&state, "folder of the journal"),
        Err(_) => Ok(state),
    }
}
