//! Spec folders that somebody else has filled: with links, devices, pipes and files without end.
//! Nothing behind them is read or quoted.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;

use helpscout_spec::{Sources, read};
use rustix::fs::{CWD, Mode, mkfifoat};

const API: &str = include_str!("wrong/good/api.yaml");
const REPORT: &str = include_str!("wrong/good/reports/desk/replies.yaml");
const BODY: &str = include_str!("wrong/good/reports/desk/replies.json");

/// Text that no finding may quote.
const SECRET: &str = "root:x:0:0:secret-of-the-system";

/// A good spec folder, and beside it a file that is none of its business.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self { folder };
        fs::create_dir_all(place.spec().join("reports/desk")).unwrap();
        fs::write(place.spec().join("api.yaml"), API).unwrap();
        fs::write(place.spec().join("reports/desk/replies.yaml"), REPORT).unwrap();
        fs::write(place.spec().join("reports/desk/replies.json"), BODY).unwrap();
        fs::write(place.secret(), format!("{SECRET}\nb: [\n")).unwrap();
        place
    }

    fn spec(&self) -> std::path::PathBuf {
        self.folder.path().join("spec")
    }

    fn secret(&self) -> std::path::PathBuf {
        self.folder.path().join("passwd")
    }
}

/// Returns the findings of a folder, which must not quote the secret.
fn told(spec: &Path) -> String {
    let reading = read(spec);
    assert_eq!(reading.api.is_some(), !reading.findings.has_errors());
    let told = reading.findings.render(false) + &reading.findings.json();
    assert!(!told.contains("secret-of"), "{told}");
    let sources = Sources::load(spec);
    for (path, bytes) in sources.iter() {
        assert!(!String::from_utf8_lossy(bytes).contains(SECRET), "{path}");
    }
    reading.findings.render(false)
}

#[test]
fn a_link_to_a_file_is_a_finding_whatever_it_leads_to() {
    for target in [
        "../../passwd",
        "desk/replies.yaml",
        "nowhere.yaml",
        "/dev/zero",
        "/proc/self/environ",
    ] {
        let place = Place::new();
        symlink(target, place.spec().join("reports/leak.yaml")).unwrap();
        assert_eq!(
            told(&place.spec()),
            "error[S001]: this is a symbolic link, and links below a spec folder are not followed\n \
             --> reports/leak.yaml\n  \
             = help: replace the link with the file or folder that it leads to\n",
            "{target}"
        );
    }
}

#[test]
fn a_link_to_a_folder_is_a_finding_whatever_it_leads_to() {
    let place = Place::new();
    let outside = place.folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("leak.yaml"), SECRET).unwrap();
    for target in [
        outside.as_path(),
        &place.spec(),
        Path::new("desk"),
        Path::new("/proc/self/fd"),
    ] {
        let link = place.spec().join("reports/more");
        symlink(target, &link).unwrap();
        let told = told(&place.spec());
        assert!(
            told.starts_with("error[S001]: this is a symbolic link"),
            "{told}"
        );
        assert!(told.contains("--> reports/more\n"), "{told}");
        assert_eq!(told.matches("error[").count(), 1, "{told}");
        fs::remove_file(link).unwrap();
    }
}

#[test]
fn the_files_that_every_folder_has_may_not_be_links_either() {
    for name in [
        "api.yaml",
        "reports/desk/replies.yaml",
        "reports/desk/replies.json",
        "schema.json",
        "reports",
    ] {
        let place = Place::new();
        let (inside, outside) = (place.spec().join(name), place.folder.path().join("moved"));
        if inside.exists() {
            fs::rename(&inside, &outside).unwrap();
        }
        symlink(&outside, &inside).unwrap();
        let told = told(&place.spec());
        assert!(told.contains("this is a symbolic link"), "{name}: {told}");
        assert!(told.contains(&format!("--> {name}\n")), "{name}: {told}");
        // What is missing because of the link is not reported as well.
        assert!(
            !told.contains("S004") && !told.contains("S090"),
            "{name}: {told}"
        );
    }
}

#[test]
fn pipes_and_sockets_are_findings_and_nobody_waits_for_them() {
    let place = Place::new();
    let pipe = place.spec().join("reports/pipe.yaml");
    mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
    let body = place.spec().join("reports/pipe.json");
    mkfifoat(CWD, &body, Mode::RUSR | Mode::WUSR).unwrap();
    let _listener = UnixListener::bind(place.spec().join("lookups.yaml")).unwrap();
    let told = told(&place.spec());
    for (kind, name) in [
        ("a named pipe", "reports/pipe.yaml"),
        ("a named pipe", "reports/pipe.json"),
        ("a socket", "lookups.yaml"),
    ] {
        let expected = format!(
            "error[S001]: this is {kind} instead of a file or folder, so it is not read\n --> {name}\n"
        );
        assert!(told.contains(&expected), "{told}");
    }
}

#[test]
fn the_folder_itself_may_be_a_link_because_the_user_names_it() {
    let place = Place::new();
    let link = place.folder.path().join("link");
    symlink("spec", &link).unwrap();
    assert_eq!(told(&link), "");
    assert_eq!(told(&link.join(".")), "");
}

#[test]
fn a_pipe_instead_of_a_folder_is_a_finding() {
    let place = Place::new();
    let pipe = place.folder.path().join("pipe");
    mkfifoat(CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
    assert!(told(&pipe).starts_with("error[S001]: the folder can't be read: "));
}

#[test]
fn a_file_that_states_no_length_is_read_up_to_the_limit() {
    // The files in /proc state that they have 0 bytes.
    let Ok(stated) = fs::metadata("/proc/self/maps") else {
        return;
    };
    assert_eq!(stated.len(), 0);
    let folder = helpscout_files::Folder::open(Path::new("/proc/self")).unwrap();
    assert!(folder.read("maps", 1 << 20).unwrap().len() > 100);
    let problem = folder.read("maps", 100).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "/proc/self/maps: it has more than 100 bytes"
    );
}

#[test]
fn large_files_and_crowded_folders_are_findings() {
    let place = Place::new();
    let file = fs::File::create(place.spec().join("reports/large.yaml")).unwrap();
    file.set_len(3 << 30).unwrap();
    let crowd = place.spec().join("crowd");
    fs::create_dir(&crowd).unwrap();
    for number in 0..100_001 {
        fs::File::create(crowd.join(number.to_string())).unwrap();
    }
    let told = told(&place.spec());
    let large = "error[S003]: the file has 3221225472 bytes, but a file may have at most 262144\n";
    assert!(told.contains(large), "{told}");
    let crowded =
        "error[S003]: the folder has too many entries, so none of them is read\n --> crowd/\n";
    assert!(told.contains(crowded), "{told}");
}

#[test]
fn files_beyond_the_total_are_findings() {
    let place = Place::new();
    // A comment as long as a file may be, and one file more than fit into the total.
    let text = format!("#{}", " ".repeat((1 << 18) - 1));
    fs::create_dir(place.spec().join("lookups")).unwrap();
    for number in 0..257 {
        fs::write(
            place.spec().join(format!("lookups/{number:03}.json")),
            &text,
        )
        .unwrap();
    }
    let told = told(&place.spec());
    let expected = "error[S003]: the folder is too large, so this file is not read\n";
    assert!(told.contains(expected), "{told}");
}
