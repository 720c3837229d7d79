//! A folder, and what can be done with the names in it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process;

use cap_fs_ext::{DirExt, FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata, OpenOptions};

use crate::error::{Error, Problem};
use crate::kind::Kind;
use crate::limit::read_to_limit;

/// How many names are tried for a temporary file.
const ATTEMPTS: u32 = 1_000;

/// An open folder. All names are those of its own entries; a path in a name is an error.
#[derive(Debug)]
pub struct Folder {
    dir: Dir,
    path: PathBuf,
}

/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name, which may not be text.
    pub name: OsString,
    /// What has the name.
    pub kind: Kind,
}

impl Folder {
    /// Opens the folder that a person named. Links in the path are followed, and the folder itself
    /// may be a link.
    ///
    /// # Errors
    /// Fails if the path does not lead to a folder that can be opened.
    pub fn open(path: &Path) -> Result<Self, Error> {
        // The parent of a plain file name is an empty path.
        let start = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        let dir = Dir::open_ambient_dir(start, ambient_authority());
        Ok(Self {
            dir: dir.map_err(|error| Error::new(path, error))?,
            path: path.to_path_buf(),
        })
    }

    /// Opens the folder that a person named, and creates it and its parents if they are missing.
    ///
    /// # Errors
    /// Fails if the folder can't be created or opened.
    pub fn create(path: &Path) -> Result<Self, Error> {
        fs::create_dir_all(path).map_err(|error| Error::new(path, error))?;
        Self::open(path)
    }

    /// Returns the path that was opened, with the names of the folders below it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the entries, ordered by name.
    ///
    /// # Errors
    /// Fails if the folder can't be read, or if it has more than `most` entries.
    pub fn entries(&self, most: usize) -> Result<Vec<Entry>, Error> {
        let read = || -> Result<Vec<Entry>, Problem> {
            let mut found = Vec::new();
            for entry in self.dir.entries()? {
                if found.len() == most {
                    return Err(Problem::TooMany { most });
                }
                let entry = entry?;
                let name = entry.file_name();
                let kind = match Kind::of(entry.file_type()?) {
                    // Some file systems don't say it in the list.
                    Kind::Other => Kind::of(self.dir.symlink_metadata(&name)?.file_type()),
                    kind => kind,
                };
                found.push(Entry { name, kind });
            }
            Ok(found)
        };
        let mut entries = read().map_err(|problem| Error::new(&self.path, problem))?;
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// Returns what has a name, or `None` if nothing has it.
    ///
    /// # Errors
    /// Fails if the operating system does not tell.
    pub fn kind(&self, name: &str) -> Result<Option<Kind>, Error> {
        self.checked(name)?;
        match self.dir.symlink_metadata(name) {
            Ok(data) => Ok(Some(Kind::of(data.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.error(name, error)),
        }
    }

    /// Opens a folder in this one.
    ///
    /// # Errors
    /// Fails if something else than a folder has the name, also a link to a folder.
    pub fn folder(&self, name: &str) -> Result<Self, Error> {
        self.expect(name, Kind::Folder)?;
        let dir = self.dir.open_dir_nofollow(name);
        Ok(Self {
            dir: dir.map_err(|error| self.error(name, error))?,
            path: self.path.join(name),
        })
    }

    /// Opens a folder below this one, given by the names of the folders with slashes between them.
    /// An empty path is this folder. Returns `None` if one of the folders is missing.
    ///
    /// # Errors
    /// Fails if something else than a folder has one of the names.
    pub fn below(&self, path: &str) -> Result<Option<Self>, Error> {
        let mut folder = self.duplicate()?;
        for name in names(path) {
            if folder.kind(name)?.is_none() {
                return Ok(None);
            }
            folder = folder.folder(name)?;
        }
        Ok(Some(folder))
    }

    /// Opens a folder below this one like [`Folder::below`], and creates the missing ones.
    ///
    /// # Errors
    /// Fails if something else than a folder has one of the names, or if a folder can't be created.
    pub fn create_below(&self, path: &str) -> Result<Self, Error> {
        let mut folder = self.duplicate()?;
        for name in names(path) {
            if folder.kind(name)?.is_none() {
                match folder.dir.create_dir(name) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(folder.error(name, error));
                    }
                    _ => {}
                }
            }
            folder = folder.folder(name)?;
        }
        Ok(folder)
    }

    /// Opens a regular file for reading.
    ///
    /// # Errors
    /// Fails if something else has the name, or if the file can't be opened.
    pub fn open_file(&self, name: &str) -> Result<File, Error> {
        // Looks before it opens, because a device may act on being opened.
        self.expect(name, Kind::File)?;
        let mut options = OpenOptions::new();
        // If a pipe has taken the name since, opening it must not wait for a writer.
        options.read(true).follow(FollowSymlinks::No).nonblock(true);
        let open = || -> io::Result<_> {
            let file = self.dir.open_with(name, &options)?;
            let kind = Kind::of(file.metadata()?.file_type());
            Ok((file, kind))
        };
        let (file, found) = open().map_err(|error| self.error(name, error))?;
        if found != Kind::File {
            return Err(self.unexpected(name, found, Kind::File));
        }
        Ok(file.into_std())
    }

    /// Reads a regular file of at most `most` bytes.
    ///
    /// # Errors
    /// Fails if something else has the name, if the file can't be read, or if it is larger.
    pub fn read(&self, name: &str, most: u64) -> Result<Vec<u8>, Error> {
        let file = self.open_file(name)?;
        let stated = file.metadata().map_err(|error| self.error(name, error))?;
        let stated = Some(stated.len()).filter(|length| *length > most);
        if stated.is_some() {
            return Err(self.error(name, Problem::TooLarge { most, stated }));
        }
        read_to_limit(file, most).map_err(|problem| self.error(name, problem))
    }

    /// Writes a file that does not exist yet.
    ///
    /// # Errors
    /// Fails if something has the name, also a link to nowhere, or if the file can't be written. In
    /// the latter case the file is removed.
    pub fn create_new(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        self.checked(name)?;
        let mut file = self
            .new_file(name, &permitted(None))
            .map_err(|error| self.error(name, error))?;
        let written = file.write_all(bytes);
        drop(file);
        written.map_err(|error| {
            // The error of writing matters more than one of removing.
            let _ = self.dir.remove_file(name);
            self.error(name, error)
        })
    }

    /// Writes a file, or replaces a regular file, as a whole: readers see the old text or the new
    /// one. Nobody may do more with the new file than with the old one. Other hard links to the old
    /// file keep the old text.
    ///
    /// # Errors
    /// Fails if something else than a regular file has the name, or if the file can't be written.
    /// The old file stays in both cases.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let old = match self.kind(name)? {
            None => None,
            Some(Kind::File) => {
                let old = self.dir.symlink_metadata(name);
                Some(old.map_err(|error| self.error(name, error))?)
            }
            Some(found) => return Err(self.unexpected(name, found, Kind::File)),
        };
        let (temporary, mut file) = self.temporary(&permitted(old.as_ref()))?;
        let written = file.write_all(bytes);
        drop(file);
        // Renaming to a link that was created in the meantime replaces the link.
        let done = written.and_then(|()| self.dir.rename(&temporary, &self.dir, name));
        done.map_err(|error| {
            let _ = self.dir.remove_file(&temporary);
            self.error(name, error)
        })
    }

    /// Removes a regular file.
    ///
    /// # Errors
    /// Fails if something else has the name, or if the file can't be removed.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        self.expect(name, Kind::File)?;
        let removed = self.dir.remove_file(name);
        removed.map_err(|error| self.error(name, error))
    }

    /// Fails unless this kind of thing has the name.
    ///
    /// # Errors
    /// Fails if nothing or something else has the name.
    pub fn expect(&self, name: &str, needed: Kind) -> Result<(), Error> {
        match self.kind(name)? {
            Some(found) if found == needed => Ok(()),
            Some(found) => Err(self.unexpected(name, found, needed)),
            None => Err(self.error(name, io::Error::from(io::ErrorKind::NotFound))),
        }
    }

    /// Opens a new file with a name that nothing else has. Its name starts with a dot, so that it
    /// is hidden if the program is killed before it is renamed.
    fn temporary(&self, options: &OpenOptions) -> Result<(String, cap_std::fs::File), Error> {
        for attempt in 0..ATTEMPTS {
            let name = format!(".new-{}-{attempt}", process::id());
            match self.new_file(&name, options) {
                Ok(file) => return Ok((name, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(self.error(&name, error)),
            }
        }
        let full = io::Error::other("it has too many temporary files of the form `.new-…`");
        Err(Error::new(&self.path, full))
    }

    fn new_file(&self, name: &str, options: &OpenOptions) -> io::Result<cap_std::fs::File> {
        let mut options = options.clone();
        options
            .write(true)
            .create_new(true)
            .follow(FollowSymlinks::No);
        self.dir.open_with(name, &options)
    }

    fn duplicate(&self) -> Result<Self, Error> {
        let dir = self.dir.try_clone();
        Ok(Self {
            dir: dir.map_err(|error| Error::new(&self.path, error))?,
            path: self.path.clone(),
        })
    }

    /// Fails unless a name is that of an entry. `a/b` and `..` lead to other folders.
    fn checked(&self, name: &str) -> Result<(), Error> {
        let mut parts = Path::new(name).components();
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(part)), None) if part == name => Ok(()),
            _ => Err(self.error(name, Problem::Name)),
        }
    }

    fn unexpected(&self, name: &str, found: Kind, needed: Kind) -> Error {
        let target = match found {
            Kind::Link => self.dir.read_link_contents(name).ok(),
            _ => None,
        };
        let problem = Problem::Kind {
            found,
            needed,
            target,
        };
        self.error(name, problem)
    }

    fn error(&self, name: &str, problem: impl Into<Problem>) -> Error {
        Error::new(self.path.join(name), problem)
    }
}

/// Returns options that create a file with the permissions of an old one, or with the default ones.
/// They hold from the start, so that nobody can open the file too early.
#[cfg_attr(not(unix), allow(unused_mut, unused_variables))]
fn permitted(old: Option<&Metadata>) -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    if let Some(old) = old {
        use cap_std::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(old.permissions().mode() & 0o777);
    }
    options
}

/// Returns the names in a path with slashes.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|name| !name.is_empty())
}
