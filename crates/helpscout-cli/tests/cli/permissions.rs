//! Who may read and write the files that are written.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tempfile::tempdir;

use crate::output::{files, written_to};
use crate::program::{MAY, Run, install, program, report, run};
use crate::service::{Service, page};

const ROW: &str = r#"[{"id":1,"number":2}]"#;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_file_follows_the_umask_and_an_old_one_keeps_its_permissions() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("plain"), "").unwrap();
    assert_eq!(written_to(&folder, "new").code, Some(0));
    assert_eq!(
        mode(&folder.path().join("new")),
        mode(&folder.path().join("plain"))
    );

    let old = folder.path().join("old");
    fs::write(&old, "").unwrap();
    fs::set_permissions(&old, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(written_to(&folder, "old").code, Some(0));
    assert_eq!(mode(&old), 0o640);
}

/// A container may have one file of its host.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_a_mount_stays_as_it_is_and_is_told() {
    let folder = tempdir().unwrap();
    let (host, file) = (folder.path().join("host"), folder.path().join("may.csv"));
    fs::write(&host, "old").unwrap();
    fs::write(&file, "").unwrap();
    let service = Service::with_pages(&[ROW], 1);
    let mounted = || {
        let mut command = Command::new("unshare");
        let script = r#"mount --bind "$0" "$1" && shift && exec "$@""#;
        command.args(["-Urm", "sh", "-c", script]);
        command.args([&host, &file]);
        command
    };
    let tried = mounted().arg("true").output();
    if !tried.is_ok_and(|tried| tried.status.success()) {
        let skipped = "skipped: this system mounts no file for a user";
        let _ = writeln!(std::io::stderr(), "{skipped}");
        return;
    }
    let (mut command, plain) = (mounted(), report());
    command.arg(plain.get_program()).args(plain.get_args());
    let ran = run(service.asked_by(command).arg("--output").arg(&file));
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let help = "mount the directory that it is in\n";
    assert!(ran.stderr.ends_with(help), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(&host).unwrap(), "old");
    assert_eq!(files(folder.path()), ["host", "may.csv"]);
}

/// Runs a report through a shell with a umask.
fn written_with_umask(service: &Service, umask: &str, path: &Path) -> Run {
    let mut command = service.asked_by(report());
    command.arg("--output").arg(path);
    let mut shell = Command::new("sh");
    shell
        .env_clear()
        .args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")])
        .arg(command.get_program())
        .args(command.get_args());
    let set = command
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    run(shell.envs(set))
}

#[test]
fn a_replaced_file_keeps_its_permissions_but_no_special_bits() {
    let folder = tempdir().unwrap();
    let service = Service::with_pages(&[ROW], 1);
    let file = folder.path().join("may.csv");
    for umask in ["000", "022", "077"] {
        for old in [
            0o600, 0o640, 0o644, 0o666, 0o755, 0o4755, 0o2755, 0o6711, 0o1644,
        ] {
            fs::write(&file, "old").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(old)).unwrap();
            let run = written_with_umask(&service, umask, &file);
            assert_eq!(run.code, Some(0), "{}", run.stderr);
            let new = fs::metadata(&file).unwrap().permissions().mode() & 0o7777;
            assert_eq!(new, old & 0o777, "umask {umask}, mode {old:o}");
            fs::remove_file(&file).unwrap();
        }
    }
}

#[test]
fn the_files_of_several_tables_keep_their_permissions_too() {
    let folder = tempdir().unwrap();
    let body = r#"{"current":{"closed":3},"users":[{"user":"4","name":"Mira"}]}"#;
    let service = Service::start(move |_| (200, body.to_owned()));
    let names = ["boss.csv", "boss.users.csv"];
    for name in names {
        let file = folder.path().join(name);
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o4640)).unwrap();
    }
    let mut command = service.asked_by(program());
    command.args(["report", "company"]).args(&MAY[2..]);
    command.arg("-o").arg(folder.path().join("boss.csv"));
    let run = run(&mut command);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for name in names {
        let new = fs::metadata(folder.path().join(name)).unwrap();
        assert_eq!(new.permissions().mode() & 0o7777, 0o640, "{name}");
    }
    // A file that is new follows the umask.
    let new = folder.path().join("boss.filterTags.csv");
    assert_eq!(mode(&new) & 0o133, 0);
}

#[test]
fn a_temporary_file_is_never_wider_than_the_one_that_it_replaces() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("may.csv");
    for (umask, old, expected) in [
        ("000", Some(0o4600), 0o600),
        ("000", Some(0o640), 0o640),
        ("022", Some(0o666), 0o666),
        ("000", None, 0o666),
        ("027", None, 0o640),
    ] {
        let _ = fs::remove_file(&file);
        if let Some(old) = old {
            fs::write(&file, "old").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(old)).unwrap();
        }
        let (asked, found) = (folder.path().to_owned(), Arc::new(Mutex::new(Vec::new())));
        let noted = Arc::clone(&found);
        // The temporary file is there while the service is asked.
        let service = Service::start(move |_| {
            let temporary = files(&asked)
                .into_iter()
                .find(|name| name.ends_with(".part"));
            let temporary = fs::metadata(asked.join(temporary.unwrap())).unwrap();
            noted
                .lock()
                .unwrap()
                .push(temporary.permissions().mode() & 0o7777);
            (200, page(1, 1, 1, ROW))
        });
        let run = written_with_umask(&service, umask, &file);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(*found.lock().unwrap(), [expected], "umask {umask}");
    }
}

/// Returns whether the tests may give files away. Without that, there is no file of somebody else.
fn is_superuser(folder: &Path) -> bool {
    let file = folder.join("given-away");
    fs::write(&file, "").unwrap();
    let is_given = chown(&file, Some(SOMEBODY), Some(GROUP)).is_ok();
    fs::remove_file(&file).unwrap();
    is_given
}

/// A user and a group that need not exist.
const SOMEBODY: u32 = 54_321;
const GROUP: u32 = 54_322;

/// Returns the owner, the group and the permissions of a file.
fn access(file: &Path) -> (u32, u32, u32) {
    let metadata = fs::metadata(file).unwrap();
    let mode = metadata.permissions().mode() & 0o7777;
    (metadata.uid(), metadata.gid(), mode)
}

/// Makes a file of another owner and another group.
fn make_file(file: &Path, owner: u32, group: u32, mode: u32) {
    fs::write(file, "old").unwrap();
    chown(file, Some(owner), Some(group)).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn the_superuser_replaces_a_file_of_somebody_else_and_it_stays_theirs() {
    let folder = tempdir().unwrap();
    if !is_superuser(folder.path()) {
        return;
    }
    let file = folder.path().join("may.csv");
    make_file(&file, SOMEBODY, GROUP, 0o6640);
    assert_eq!(written_to(&folder, "may.csv").code, Some(0));
    assert_eq!(access(&file), (SOMEBODY, GROUP, 0o640));
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .starts_with("\"number\",")
    );
}

#[test]
fn a_group_that_can_not_be_kept_gives_its_permissions_to_no_other_group() {
    let folder = tempdir().unwrap();
    if !is_superuser(folder.path()) {
        return;
    }
    // A folder and a copy of the program that another user can get at.
    let everyone = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path(), everyone).unwrap();
    let theirs = folder.path().join("theirs");
    fs::create_dir(&theirs).unwrap();
    chown(&theirs, Some(SOMEBODY), Some(SOMEBODY)).unwrap();
    let copy = folder.path().join("helpscout");
    install(program().get_program(), &copy);

    let service = Service::with_pages(&[ROW], 1);
    let file = theirs.join("may.csv");
    for (old, new) in [
        (0o640, 0o600),
        (0o664, 0o644),
        (0o604, 0o600),
        (0o2660, 0o600),
    ] {
        let _ = fs::remove_file(&file);
        make_file(&file, SOMEBODY, GROUP, old);
        let mut command = Command::new(&copy);
        command.env_clear();
        let mut command = service.asked_by(command);
        command.args(["report", "user-conversation-history"]);
        command.args(MAY).arg("--output").arg(&file);
        // Without the group of the file.
        let run = run(command.uid(SOMEBODY).gid(SOMEBODY));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(access(&file), (SOMEBODY, SOMEBODY, new), "{old:o}");
    }
}
