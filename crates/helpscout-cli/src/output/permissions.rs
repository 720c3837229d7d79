//! Who may read and write a file that replaces another.
//!
//! A temporary file is created for its owner alone. It then gets the owner and the group of the file
//! that it replaces, and the permissions last, so that at no time more people can read or write it
//! than the old file.

use std::fs::{File, Metadata, OpenOptions};
use std::io;

/// Makes files that are created as accessible as any new file, or only to their owner if they replace
/// a file.
#[cfg(unix)]
pub(super) fn at_creation(options: &mut OpenOptions, replaced: Option<&Metadata>) {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

    // The umask restricts them.
    let mode = replaced.map_or(0o666, |replaced| replaced.permissions().mode() & OWNER);
    options.mode(mode);
}

/// Gives a file the owner, the group and the permissions of the file that it replaces, as far as
/// this user may. The set-user-ID, set-group-ID and sticky bits are not kept: they were set for
/// another content.
///
/// # Errors
/// Fails if the permissions can't be set.
#[cfg(unix)]
pub(super) fn take_over(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let created = file.metadata()?;
    // Only the superuser can give a file away.
    if created.uid() != replaced.uid() {
        let _ = fchown(file, Some(replaced.uid()), None);
    }
    let has_group =
        created.gid() == replaced.gid() || fchown(file, None, Some(replaced.gid())).is_ok();
    let mode = mode(replaced.permissions().mode(), has_group);
    file.set_permissions(Permissions::from_mode(mode))
}

/// The permissions of the owner.
#[cfg(unix)]
const OWNER: u32 = 0o700;

/// Returns the permissions of a file that replaces another. If it belongs to another group, the
/// members of both groups count as others, so it allows others no more than either could do.
#[cfg(unix)]
fn mode(replaced: u32, has_group: bool) -> u32 {
    let mode = replaced & 0o777;
    if has_group {
        mode
    } else {
        let everyone = mode & (mode >> 3) & 0o007;
        mode & OWNER | everyone << 3 | everyone
    }
}

#[cfg(not(unix))]
pub(super) fn at_creation(_options: &mut OpenOptions, _replaced: Option<&Metadata>) {}

#[cfg(not(unix))]
pub(super) fn take_over(file: &File, replaced: &Metadata) -> io::Result<()> {
    file.set_permissions(replaced.permissions())
}

#[cfg(all(test, unix))]
mod tests {
    use super::mode;

    #[test]
    fn special_bits_are_not_kept() {
        for bits in [0o4000, 0o2000, 0o1000, 0o7000] {
            assert_eq!(mode(bits | 0o755, true), 0o755);
            assert_eq!(mode(bits | 0o600, false), 0o600);
        }
    }

    #[test]
    fn another_group_and_others_may_do_what_both_could() {
        for (replaced, expected) in [
            (0o640, 0o600),
            (0o660, 0o600),
            (0o664, 0o644),
            (0o644, 0o644),
            (0o666, 0o666),
            (0o604, 0o600),
            (0o646, 0o644),
        ] {
            assert_eq!(mode(replaced, true), replaced);
            assert_eq!(mode(replaced, false), expected, "{replaced:o}");
        }
    }
}
