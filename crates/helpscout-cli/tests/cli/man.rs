//! The manual pages.

use std::fs;
use std::process::Command;

use tempfile::tempdir;

use crate::program::{program, run};

#[test]
fn the_page_of_the_program_names_its_commands() {
    let run = run(program().arg("man"));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(
        run.stdout.contains(".TH helpscout 1  \"helpscout "),
        "{}",
        run.stdout
    );
    for command in [
        "helpscout\\-history",
        "helpscout\\-login",
        "helpscout\\-doctor",
    ] {
        assert!(run.stdout.contains(command), "{command}: {}", run.stdout);
    }
}

#[test]
fn every_command_has_a_page_which_is_the_same_in_every_run() {
    let folders = [tempdir().unwrap(), tempdir().unwrap()];
    let pages = folders.each_ref().map(|folder| {
        let to = folder.path().join("man1");
        let run = run(program().arg("man").arg(&to));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let files = fs::read_dir(&to).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect();
        files.sort();
        let said = format!("{} pages written to {}\n", files.len(), to.display());
        assert_eq!(run.stderr, said);
        files
    });
    assert_eq!(pages[0], pages[1]);
    let has = |name: &str| pages[0].iter().any(|(file, _)| file == name);
    for name in [
        "helpscout.1",
        "helpscout-history.1",
        "helpscout-report-user-conversation-history.1",
        "helpscout-list-users.1",
        "helpscout-completions.1",
    ] {
        assert!(has(name), "{name}");
    }
}

#[test]
fn examples_and_lists_keep_their_lines() {
    let folder = tempdir().unwrap();
    let written = run(program().arg("man").arg(folder.path()));
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    let page = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let example = page("helpscout-run.1");
    let (_, example) = example.split_once("\n.nf\n  zone = ").unwrap();
    let (example, _) = example.split_once("\n.fi\n").unwrap();
    assert!(example.contains("\n  output = ["), "{example}");
    let periods = page("helpscout-history.1");
    let list = "\ntoday, yesterday\n.br\nthis\\-week";
    assert!(periods.contains(list), "{periods}");
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let run = run(program().arg("man").arg(file.join("man1")));
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("can't write to"), "{}", run.stderr);
}

#[test]
fn the_formatter_of_manual_pages_has_no_complaint() {
    let Ok(groff) = Command::new("groff").arg("--version").output() else {
        return;
    };
    assert!(groff.status.success());
    let folder = tempdir().unwrap();
    let written = run(program().arg("man").arg(folder.path()));
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    let page = folder.path().join("helpscout-history.1");
    let mut groff = Command::new("groff");
    groff.args(["-man", "-Kutf8", "-Tutf8", "-ww"]).arg(page);
    let formatted = run(&mut groff);
    assert_eq!((formatted.code, formatted.stderr.as_str()), (Some(0), ""));
    assert!(
        formatted.stdout.contains("--everybody"),
        "{}",
        formatted.stdout
    );
}
