//! What can be done with the names in a folder, and what can't.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use helpscout_files::{Folder, Kind, Problem};

/// Opens a folder beside which there is a file that no name may reach.
fn folder() -> (tempfile::TempDir, Folder) {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("outside"), "mine").unwrap();
    let folder = Folder::create(&place.path().join("folder")).unwrap();
    (place, folder)
}

#[test]
fn a_path_is_no_name() {
    let (place, folder) = folder();
    fs::create_dir(place.path().join("folder/sub")).unwrap();
    fs::write(place.path().join("folder/sub/a"), "a").unwrap();
    let absolute = place.path().join("outside");
    for name in [
        "",
        ".",
        "..",
        "../outside",
        "sub/a",
        "sub/",
        "sub/../../outside",
        "/",
        absolute.to_str().unwrap(),
    ] {
        let is_name = |error: &helpscout_files::Error| matches!(error.problem(), Problem::Name);
        assert!(is_name(&folder.read(name, 9).unwrap_err()), "{name}");
        assert!(is_name(&folder.kind(name).unwrap_err()), "{name}");
        assert!(is_name(&folder.folder(name).unwrap_err()), "{name}");
        assert!(is_name(&folder.replace(name, b"x").unwrap_err()), "{name}");
        assert!(
            is_name(&folder.create_new(name, b"x").unwrap_err()),
            "{name}"
        );
        assert!(is_name(&folder.remove(name).unwrap_err()), "{name}");
    }
    for path in ["..", "sub/..", "./sub"] {
        assert!(
            matches!(folder.below(path).unwrap_err().problem(), Problem::Name),
            "{path}"
        );
        assert!(
            matches!(
                folder.create_below(path).unwrap_err().problem(),
                Problem::Name
            ),
            "{path}"
        );
    }
    assert_eq!(fs::read_to_string(absolute).unwrap(), "mine");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 2);
}

#[test]
fn files_are_created_replaced_and_removed() {
    let (_place, root) = folder();
    let folder = root.create_below("a/b").unwrap();
    assert_eq!(folder.path(), root.path().join("a/b"));
    folder.create_new("file", b"one").unwrap();
    let taken = folder.create_new("file", b"two").unwrap_err();
    assert!(matches!(taken.problem(), Problem::Io(_)), "{taken}");
    assert_eq!(folder.read("file", 3).unwrap(), b"one");
    folder.replace("file", b"three").unwrap();
    folder.replace("other", b"").unwrap();
    // Nothing is left of the temporary files.
    let names: Vec<_> = folder
        .entries(2)
        .unwrap()
        .into_iter()
        .map(|entry| entry.name)
        .collect();
    assert_eq!(names, ["file", "other"]);
    assert_eq!(folder.read("file", 5).unwrap(), b"three");
    folder.remove("file").unwrap();
    assert_eq!(folder.kind("file").unwrap(), None);
    assert!(folder.read("file", 5).unwrap_err().is_not_found());
    assert!(root.below("a/c").unwrap().is_none());
    assert_eq!(root.kind("a").unwrap(), Some(Kind::Folder));
}

#[test]
fn limits_name_what_is_beyond_them() {
    let (place, folder) = folder();
    folder.create_new("a", b"four").unwrap();
    folder.create_new("b", b"").unwrap();
    let path = |name: &str| place.path().join("folder").join(name).display().to_string();
    assert_eq!(
        folder.read("a", 3).unwrap_err().to_string(),
        format!(
            "{}: it has 4 bytes, but at most 3 bytes are read",
            path("a")
        )
    );
    assert_eq!(folder.read("a", 4).unwrap(), b"four");
    let crowded = folder.entries(1).unwrap_err();
    assert!(
        matches!(crowded.problem(), Problem::TooMany { most: 1 }),
        "{crowded}"
    );
}

#[cfg(unix)]
#[test]
fn a_private_file_stays_private_when_it_is_replaced() {
    use std::os::unix::fs::PermissionsExt;

    let (place, folder) = folder();
    let mode = |name: &str| {
        let file = fs::metadata(place.path().join("folder").join(name));
        file.unwrap().permissions().mode() & 0o7777
    };
    folder.create_new("plain", b"").unwrap();
    folder.create_new("file", b"old").unwrap();
    assert_eq!(mode("file"), mode("plain"));
    let private = fs::Permissions::from_mode(0o4600);
    fs::set_permissions(place.path().join("folder/file"), private).unwrap();
    folder.replace("file", b"new").unwrap();
    assert_eq!(mode("file"), 0o600);
    assert_eq!(folder.read("file", 3).unwrap(), b"new");
}

#[cfg(unix)]
#[test]
fn nothing_behind_a_link_is_read_written_or_removed() {
    use std::os::unix::fs::symlink;

    let (place, folder) = folder();
    let outside = place.path().join("outside");
    symlink(&outside, place.path().join("folder/link")).unwrap();
    symlink(place.path(), place.path().join("folder/up")).unwrap();
    assert_eq!(folder.kind("link").unwrap(), Some(Kind::Link));
    let expected = format!(
        "{}: it is a symbolic link to {outside:?}, and links are not followed",
        place.path().join("folder/link").display()
    );
    assert_eq!(folder.read("link", 99).unwrap_err().to_string(), expected);
    assert_eq!(
        folder.replace("link", b"x").unwrap_err().to_string(),
        expected
    );
    assert_eq!(folder.remove("link").unwrap_err().to_string(), expected);
    assert!(folder.create_new("link", b"x").is_err());
    for path in ["up", "up/folder"] {
        let error = folder.below(path).unwrap_err();
        assert!(
            matches!(
                error.problem(),
                Problem::Kind {
                    found: Kind::Link,
                    ..
                }
            ),
            "{error}"
        );
        let error = folder.create_below(path).unwrap_err();
        assert!(
            matches!(
                error.problem(),
                Problem::Kind {
                    found: Kind::Link,
                    ..
                }
            ),
            "{error}"
        );
    }
    assert_eq!(fs::read_to_string(&outside).unwrap(), "mine");
    assert_eq!(folder.entries(9).unwrap().len(), 2);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_replaced_by_a_link_after_it_was_opened_does_not_lead_elsewhere() {
    use std::os::unix::fs::symlink;

    let (place, root) = folder();
    let opened = root.create_below("sub").unwrap();
    let (sub, moved) = (place.path().join("folder/sub"), place.path().join("moved"));
    fs::rename(&sub, &moved).unwrap();
    fs::create_dir(place.path().join("elsewhere")).unwrap();
    symlink(place.path().join("elsewhere"), &sub).unwrap();
    opened.replace("file", b"text").unwrap();
    assert_eq!(fs::read_to_string(moved.join("file")).unwrap(), "text");
    assert_eq!(
        fs::read_dir(place.path().join("elsewhere"))
            .unwrap()
            .count(),
        0
    );
}

#[cfg(unix)]
#[test]
fn pipes_sockets_and_devices_are_told_apart() {
    use std::os::unix::net::UnixListener;

    use rustix::fs::{CWD, Mode, mkfifoat};

    let (_place, folder) = folder();
    mkfifoat(CWD, folder.path().join("pipe"), Mode::RUSR | Mode::WUSR).unwrap();
    let _listener = UnixListener::bind(folder.path().join("socket")).unwrap();
    let kinds: Vec<_> = folder
        .entries(9)
        .unwrap()
        .into_iter()
        .map(|entry| entry.kind)
        .collect();
    assert_eq!(kinds, [Kind::Pipe, Kind::Socket]);
    for (name, kind) in [("pipe", "a named pipe"), ("socket", "a socket")] {
        let told = folder.read(name, 9).unwrap_err().to_string();
        assert!(
            told.ends_with(&format!("it is {kind}, not a regular file")),
            "{told}"
        );
        assert!(folder.replace(name, b"x").is_err() && folder.remove(name).is_err());
    }
    let devices = Folder::open(Path::new("/dev")).unwrap();
    assert_eq!(devices.kind("zero").unwrap(), Some(Kind::Device));
    assert!(devices.read("zero", 9).is_err());
}
