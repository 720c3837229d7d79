//! Folders that somebody else has filled: links, pipes and devices are named, not followed.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use rustix::fs::{CWD, Mode, mkfifoat};

use crate::support::{REPORT, spec_copy, text, workspace, xtask};

const SECRET: &str = "secret-of-the-system";

const REPLIES: &str = r#"{"current": [{"date": "2019-05-06T09:30:00Z", "replies": 3}]}"#;

/// Creates a folder with a file that no command may read or change.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let victim = folder.path().join("victim");
    fs::write(&victim, format!("root:x:{SECRET}\nb: [\n")).unwrap();
    (folder, victim)
}

fn pipe(path: &Path) {
    mkfifoat(CWD, path, Mode::RUSR | Mode::WUSR).unwrap();
}

/// Asserts that a command failed with this part of a message, and quoted nothing.
fn assert_refused(output: &Output, expected: &str) {
    let told = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(expected), "{expected:?} is not in\n{told}");
    assert!(!told.contains(SECRET), "{told}");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn no_command_reads_behind_a_link_in_the_spec() {
    let (folder, victim) = place();
    let spec = spec_copy(folder.path());
    symlink(&victim, spec.join("reports/leak.yaml")).unwrap();
    let page = workspace().join("crates/helpscout-draft/tests/pages/user-tags.txt");
    let out = folder.path().join("out");
    let (page, out) = (page.to_str().unwrap(), out.to_str().unwrap());
    let report = spec.join(REPORT);
    let expected = "error[S001]: this is a symbolic link, and links below a spec folder are not \
                    followed\n --> reports/leak.yaml\n";
    for command in [
        &["lint"][..],
        &["generate", "--out", out],
        &["openapi", "--print"],
        &["preview", report.to_str().unwrap()],
        &["verify", "--sandbox"],
    ] {
        let output = xtask(&[command, &["--spec", spec.to_str().unwrap()]].concat());
        assert_refused(&output, expected);
    }
    assert!(!Path::new(out).exists());
    let draft = xtask(&[
        "new-report",
        page,
        "--out",
        "-",
        "--spec",
        spec.to_str().unwrap(),
    ]);
    assert!(!text(&draft.stdout).contains(SECRET));
}

#[test]
fn saved_answers_are_regular_files() {
    let (folder, victim) = place();
    let answers = folder.path().join("answers");
    fs::create_dir_all(answers.join("user-replies")).unwrap();
    fs::write(answers.join("user_replies.json"), REPLIES).unwrap();
    let verify = || xtask(&["verify", answers.to_str().unwrap()]);
    assert_eq!(verify().status.code(), Some(0));

    let odd = answers.join("user-replies/odd.json");
    for (target, kind) in [
        (victim.as_path(), "a symbolic link"),
        (Path::new("/dev/zero"), "a symbolic link"),
        (Path::new("nowhere"), "a symbolic link"),
    ] {
        symlink(target, &odd).unwrap();
        assert_refused(
            &verify(),
            &format!("can't use {}: it is {kind}", odd.display()),
        );
        fs::remove_file(&odd).unwrap();
    }
    pipe(&odd);
    let expected = format!("{}: it is a named pipe, not a regular file", odd.display());
    assert_refused(&verify(), &expected);
    fs::remove_file(&odd).unwrap();
    fs::File::create(&odd).unwrap().set_len(3 << 30).unwrap();
    let expected = format!("{}: it has 3221225472 bytes", odd.display());
    assert_refused(&verify(), &expected);
    fs::remove_file(&odd).unwrap();

    // A link to a folder is not skipped silently, and a loop has no second round.
    let link = answers.join("user");
    for target in [folder.path(), &answers, Path::new("/proc")] {
        symlink(target, &link).unwrap();
        assert_refused(
            &verify(),
            &format!("can't use {}: it is a symbolic link", link.display()),
        );
        fs::remove_file(&link).unwrap();
    }
    // The folder itself is the user's choice.
    symlink(&answers, folder.path().join("link")).unwrap();
    let linked = xtask(&["verify", folder.path().join("link").to_str().unwrap()]);
    assert_eq!(linked.status.code(), Some(0), "{}", text(&linked.stderr));
}

#[test]
fn answers_are_saved_in_the_folder_and_nowhere_else() {
    let (folder, victim) = place();
    let answers = folder.path().join("answers");
    fs::create_dir(&answers).unwrap();
    let save = |folder: &Path| {
        let folder = folder.to_str().unwrap();
        let only = ["--only", "user_replies", "--only", "get_user"];
        xtask(&[&["verify", "--sandbox", "--save", folder], &only[..]].concat())
    };
    let taken = answers.join("user_replies.json");
    let nowhere = folder.path().join("nowhere");
    for target in [&victim, &nowhere] {
        symlink(target, &taken).unwrap();
        let expected = format!("can't use {}: it is a symbolic link to ", taken.display());
        assert_refused(&save(&answers), &expected);
        // Nothing else was written either.
        assert_eq!(names(&answers), ["user_replies.json"]);
        fs::remove_file(&taken).unwrap();
    }
    pipe(&taken);
    assert_refused(&save(&answers), "it is a named pipe, not a regular file");
    fs::remove_file(&taken).unwrap();
    assert!(fs::read_to_string(&victim).unwrap().contains(SECRET) && !nowhere.exists());

    // Another hard link to the same file keeps its text.
    fs::hard_link(&victim, &taken).unwrap();
    symlink(&answers, folder.path().join("link")).unwrap();
    let saved = save(&folder.path().join("link"));
    assert_eq!(saved.status.code(), Some(0), "{}", text(&saved.stderr));
    assert_eq!(names(&answers), ["get_user.json", "user_replies.json"]);
    assert!(fs::read_to_string(&victim).unwrap().contains(SECRET));
    assert!(fs::read_to_string(&taken).unwrap().starts_with('{'));
}

#[test]
fn generated_files_stay_in_their_folder() {
    let (folder, victim) = place();
    let (out, outside) = (folder.path().join("out"), folder.path().join("outside"));
    fs::create_dir(&outside).unwrap();
    for command in [&["generate"][..], &["openapi"]] {
        let needed = if command == ["openapi"] {
            "openapi.json"
        } else {
            "operations"
        };
        let target = if command == ["openapi"] {
            &victim
        } else {
            &outside
        };
        fs::create_dir_all(&out).unwrap();
        symlink(target, out.join(needed)).unwrap();
        let output = xtask(&[command, &["--out", out.to_str().unwrap()]].concat());
        let link = out.join(needed);
        let expected = format!(
            "can't use {}: it is a symbolic link to {target:?}",
            link.display()
        );
        assert_refused(&output, &expected);
        assert_eq!(names(&out), [needed]);
        fs::remove_dir_all(&out).unwrap();
    }
    assert_eq!(names(&outside), Vec::<String>::new());
    assert!(fs::read_to_string(&victim).unwrap().contains(SECRET));
}

#[test]
fn a_drafted_file_stays_in_the_spec_folder() {
    let (folder, victim) = place();
    let spec = spec_copy(folder.path());
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    let draft = |more: &[&str]| {
        let request = [
            "new-report",
            "--request",
            "GET /v2/reports/desk/waits",
            "--spec",
        ];
        xtask(&[&request[..], &[spec.to_str().unwrap()], more].concat())
    };
    let link = spec.join("reports/desk");
    symlink(&outside, &link).unwrap();
    let expected = format!(
        "can't use {}: it is a symbolic link to {outside:?}",
        link.display()
    );
    assert_refused(&draft(&[]), &expected);
    let chosen = link.join("other.yaml");
    assert_refused(&draft(&["--out", chosen.to_str().unwrap()]), &expected);
    assert_eq!(names(&outside), Vec::<String>::new());
    fs::remove_file(&link).unwrap();

    // Neither does it take the place of a link.
    fs::create_dir(&link).unwrap();
    let file = link.join("waits.yaml");
    for target in [&victim, &outside.join("new.yaml")] {
        symlink(target, &file).unwrap();
        let expected = format!("{} exists already, as a symbolic link", file.display());
        assert_refused(&draft(&[]), &expected);
        fs::remove_file(&file).unwrap();
    }
    assert_eq!(names(&outside), Vec::<String>::new());

    // A folder that the user names may be a link.
    symlink(&outside, folder.path().join("drafts")).unwrap();
    let chosen = folder.path().join("drafts/waits.yaml");
    let done = draft(&["--out", chosen.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert_eq!(names(&outside), ["waits.json", "waits.yaml"]);
}

#[test]
fn the_page_of_a_draft_may_be_a_pipe_but_not_endless() {
    let folder = tempfile::tempdir().unwrap();
    let page = fs::read(workspace().join("crates/helpscout-draft/tests/pages/user-tags.txt"));
    let page = page.unwrap();
    let spec = spec_copy(folder.path());
    let spec = spec.to_str().unwrap();

    let fifo = folder.path().join("page");
    pipe(&fifo);
    let writer = thread::spawn({
        let (fifo, page) = (fifo.clone(), page.clone());
        move || fs::write(fifo, page).unwrap()
    });
    let options = ["--out", "-", "--spec", spec];
    let drafted = xtask(&[&["new-report", fifo.to_str().unwrap()], &options[..]].concat());
    writer.join().unwrap();
    assert_eq!(drafted.status.code(), Some(0), "{}", text(&drafted.stderr));
    assert!(text(&drafted.stdout).contains("operation: user_tags\n"));

    let file = folder.path().join("page.txt");
    fs::write(&file, page).unwrap();
    let from_stdin = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["new-report", "/dev/stdin"])
        .args(options)
        .stdin(Stdio::from(fs::File::open(file).unwrap()))
        .output()
        .unwrap();
    assert_eq!(from_stdin.stdout, drafted.stdout);

    let endless = xtask(&[&["new-report", "/dev/zero"], &options[..]].concat());
    assert_refused(
        &endless,
        "can't read /dev/zero: it has more than 262144 bytes",
    );
}
