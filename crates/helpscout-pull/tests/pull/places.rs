//! Folders that can't be pulled into.

use std::fs;
use std::io::Write;
use std::path::Path;

use helpscout_pull::{Error, ErrorKind, Folder};

use crate::home::{Home, at, file_of, write};

fn refused(dir: &Path, state: Option<&Path>) -> Error {
    Folder::open(dir, state, at("2019-07-01T00:00:00Z")).unwrap_err()
}

/// Returns an error with the path of the home replaced.
fn text(home: &Home, error: &Error) -> String {
    let root = home.path("");
    let root = root.to_str().unwrap().trim_end_matches('/');
    error.to_string().replace(root, "HOME")
}

#[test]
fn files_of_somebody_else_are_named_and_nothing_is_created() {
    let home = Home::new();
    for number in 1..8 {
        write(&home.path(&format!("data/photos/{number}.jpg")), "");
    }
    let before = home.files();
    let error = home.refused();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert_eq!(
        text(&home, &error),
        "HOME/data holds 7 files and has no journal of a pull: photos/1.jpg, photos/2.jpg, \
         photos/3.jpg, photos/4.jpg, photos/5.jpg, …"
    );
    assert_eq!(home.files(), before);
    assert!(!home.path("data.pull").exists());
}

#[test]
fn files_that_systems_leave_and_empty_folders_are_no_trouble() {
    let home = Home::new();
    write(&home.path("data/.DS_Store"), "");
    fs::create_dir_all(home.path("data/lost+found")).unwrap();
    fs::create_dir_all(home.path("data/a/b/c")).unwrap();
    home.pull(1..2);
    home.open();
}

#[test]
fn folders_in_folders_without_end_are_refused() {
    let home = Home::new();
    fs::create_dir_all(home.path("data").join("d/".repeat(200))).unwrap();
    let error = home.refused().to_string();
    assert!(error.contains("holds a file and has no journal"), "{error}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_inside_of_the_folder() {
    let home = Home::new();
    home.pull(1..3);
    let place = home.path(&file_of(2));
    fs::rename(&place, home.path("moved")).unwrap();
    std::os::unix::fs::symlink(home.path("moved"), &place).unwrap();
    let error = home.refused().to_string();
    assert!(error.contains("holds a file that the journal"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_that_folder() {
    let home = Home::new();
    home.pull(1..2);
    let link = home.path("link");
    std::os::unix::fs::symlink(home.dir(), &link).unwrap();
    let folder = Folder::open(&link, None, at("2019-07-01T00:00:00Z")).unwrap();
    assert_eq!(folder.dir(), home.dir());
    assert_eq!(folder.state(), home.path("data.pull"));
    assert_eq!(folder.entries().count(), 1);
    drop(folder);

    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(home.path("nowhere"), &link).unwrap();
    let error = refused(&link, None);
    assert_eq!(
        text(&home, &error),
        "HOME/link is a symbolic link that leads to nothing"
    );
}

#[test]
fn paths_that_can_hold_no_folder_are_refused() {
    let home = Home::new();
    write(&home.path("file"), "");
    let error = |dir: &str, state: Option<&str>| {
        let state = state.map(|state| home.path(state));
        let error = refused(&home.path(dir), state.as_deref());
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(!error.advice().is_empty());
        text(&home, &error)
    };
    assert_eq!(error("file", None), "HOME/file is not a folder");
    assert_eq!(
        error("missing/data", None),
        "HOME/missing does not exist, so HOME/missing/data can't be created"
    );
    assert_eq!(error("data", Some("file")), "HOME/file is not a folder");
    assert_eq!(
        error("data", Some("data")),
        "the folder of the journal, HOME/data, is inside of HOME/data"
    );
    fs::create_dir(home.path("data")).unwrap();
    assert_eq!(
        error("data", Some("data/journal")),
        "the folder of the journal, HOME/data/journal, is inside of HOME/data"
    );
    assert_eq!(
        error("data", Some("")),
        "HOME/data is inside of the folder of its journal, HOME"
    );
    fs::remove_dir(home.path("data")).unwrap();
    assert_eq!(home.files(), ["file"]);
    assert_eq!(
        refused(Path::new(""), None).to_string(),
        "\"\" names no folder"
    );
    assert_eq!(
        refused(Path::new("/"), None).to_string(),
        "the journal can't be beside /"
    );
}

#[test]
fn the_journal_can_be_elsewhere() {
    let home = Home::new();
    let state = home.path("state");
    let now = at("2019-07-01T00:00:00Z");
    let mut folder = Folder::open(&home.dir(), Some(&state), now).unwrap();
    folder.settle(&crate::home::settings()).unwrap();
    crate::home::put(&mut folder, &crate::home::day_key(1), "a\n");
    drop(folder);
    assert!(state.join("journal.ndjson").exists());
    let error = home.refused();
    assert!(error.advice().contains("give --state"));
    Folder::open(&home.dir(), Some(&state), now).unwrap();
}

/// Memory is a disk of its own on Linux.
#[cfg(target_os = "linux")]
#[test]
fn a_journal_on_another_disk_is_refused() {
    use std::os::unix::fs::MetadataExt;

    let home = Home::new();
    let Ok(memory) = tempfile::tempdir_in("/dev/shm") else {
        let _ = writeln!(std::io::stderr(), "skipped: /dev/shm can't be written to");
        return;
    };
    let device = |path: &Path| fs::metadata(path).unwrap().dev();
    if device(memory.path()) == device(&home.path("")) {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: temporary files are in memory too"
        );
        return;
    }
    let state = memory.path().join("state");
    let error = refused(&home.dir(), Some(&state));
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(
        error.to_string().contains("are on different disks"),
        "{error}"
    );
    // Nothing was created.
    assert!(!state.exists() && !home.dir().exists());
    assert!(home.files().is_empty(), "{:?}", home.files());
    // The same for folders that are there, and for a question.
    fs::create_dir(&state).unwrap();
    assert!(Folder::is_new(&home.dir(), Some(&state)).is_err());
    assert!(!home.dir().exists());
    assert_eq!(fs::read_dir(&state).unwrap().count(), 0);
}

#[test]
fn no_pull_is_inside_of_another_one() {
    let home = Home::new();
    home.pull(1..2);
    let before = home.files();
    for (dir, state, problem) in [
        (
            "data/more",
            None,
            "HOME/data/more is inside of HOME/data, which",
        ),
        (
            "data/user-conversation-history/more",
            None,
            "more is inside of HOME/data, which",
        ),
        (
            "data.pull/more",
            None,
            "HOME/data.pull/more is inside of HOME/data.pull, which",
        ),
        (
            "more",
            Some("data/state"),
            "HOME/data/state is inside of HOME/data, which",
        ),
        ("more", Some("data"), "HOME/data has"),
    ] {
        let (dir, state) = (home.path(dir), state.map(|state| home.path(state)));
        let error = Folder::is_new(&dir, state.as_deref()).unwrap_err();
        let text = text(&home, &error);
        assert!(text.contains(problem), "{text}");
        assert!(text.ends_with(" has the files of another pull"), "{text}");
        assert!(Folder::open(&dir, state.as_deref(), at("2019-07-01T00:00:00Z")).is_err());
    }
    assert_eq!(home.files(), before);
}

#[test]
fn a_look_whether_a_folder_is_new_creates_nothing() {
    let home = Home::new();
    assert!(Folder::is_new(&home.dir(), None).unwrap());
    fs::create_dir(home.dir()).unwrap();
    assert!(Folder::is_new(&home.dir(), None).unwrap());
    assert_eq!(fs::read_dir(home.path("")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(home.dir()).unwrap().count(), 0);
    fs::write(home.path("data/notes.txt"), "").unwrap();
    let error = Folder::is_new(&home.dir(), None).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    fs::remove_file(home.path("data/notes.txt")).unwrap();
    home.pull(1..2);
    assert!(!Folder::is_new(&home.dir(), None).unwrap());
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_not_be_written_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new();
    home.pull(1..2);
    let allow = |mode: u32| {
        fs::set_permissions(home.dir(), fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(0o555);
    let is_writable = fs::write(home.path("data/check"), "").is_ok();
    if is_writable {
        let _ = writeln!(std::io::stderr(), "skipped: this user can write everywhere");
        return;
    }
    let error = home.refused();
    allow(0o755);
    assert_eq!(error.kind(), ErrorKind::Usage);
    let text = text(&home, &error);
    assert!(text.starts_with("can't write to HOME/data: "), "{text}");
    assert!(error.advice().starts_with("make it writable"));
}

#[test]
fn what_no_other_try_can_help_is_wrong_usage() {
    let home = Home::new();
    let long = home.path(&"x".repeat(300));
    let error = refused(&long, None);
    assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
    assert_eq!(error.advice(), "choose a shorter name or path");
    // Its journal has a longer name.
    let error = refused(&home.path(&"x".repeat(253)), None);
    assert_eq!(error.kind(), ErrorKind::Usage, "{error}");

    let data = home.path("other");
    for name in ["lock", "unfinished"] {
        let state = home.path("state");
        match name {
            "lock" => fs::create_dir_all(state.join(name)).unwrap(),
            _ => write(&state.join(name), ""),
        }
        let error = refused(&data, Some(&state));
        assert_eq!(error.kind(), ErrorKind::Usage, "{name}: {error}");
        assert!(
            error.advice().starts_with("move away"),
            "{}",
            error.advice()
        );
        fs::remove_dir_all(&state).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_a_circle_are_wrong_usage() {
    use std::os::unix::fs::symlink;

    let home = Home::new();
    symlink(home.path("b"), home.path("a")).unwrap();
    symlink("a", home.path("b")).unwrap();
    for dir in ["a", "a/data"] {
        let error = refused(&home.path(dir), None);
        assert_eq!(error.kind(), ErrorKind::Usage, "{error}");
        let problem = "HOME/a is a symbolic link that leads in a circle";
        assert_eq!(text(&home, &error), problem);
    }
}
