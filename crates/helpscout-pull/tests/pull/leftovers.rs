//! What a pull that was killed leaves, at each step, is finished or removed.

use std::fs;
use std::path::PathBuf;

use helpscout_pull::{Outcome, Reason};

use crate::home::{Home, day, day_key, file_of, put, write};

/// Returns the name that the file of the last line of the journal had before it was in its place.
fn unfinished(home: &Home) -> PathBuf {
    let text = fs::read_to_string(home.journal()).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let name = line["record"]["unit"]["files"][0]["unfinished"]
        .as_str()
        .unwrap();
    home.path("data.pull/unfinished").join(name)
}

#[test]
fn a_file_that_was_recorded_but_not_moved_is_moved() {
    let home = Home::new();
    home.pull(1..3);
    let rows = fs::read(home.path(&file_of(2))).unwrap();
    fs::rename(home.path(&file_of(2)), unfinished(&home)).unwrap();
    // The folder for it was perhaps not there either.
    fs::remove_dir(home.path(&file_of(2)).parent().unwrap()).unwrap();
    let folder = home.open();
    assert_eq!(
        folder.notes(),
        ["A file of a pull that was killed was put in its place."]
    );
    assert_eq!(fs::read(home.path(&file_of(2))).unwrap(), rows);
    assert_eq!(folder.due(&day_key(2), Some(&day(2)), None).unwrap(), None);
    assert_eq!(home.data(), [file_of(1), file_of(2)]);
}

#[test]
fn a_file_that_was_recorded_replaces_the_one_before() {
    let home = Home::new();
    home.pull(1..2);
    let before = fs::read(home.path(&file_of(1))).unwrap();
    put(&mut home.open(), &day_key(1), "other\n");
    let after = fs::read(home.path(&file_of(1))).unwrap();
    fs::rename(home.path(&file_of(1)), unfinished(&home)).unwrap();
    fs::write(home.path(&file_of(1)), before).unwrap();
    home.open();
    assert_eq!(fs::read(home.path(&file_of(1))).unwrap(), after);
}

#[test]
fn unfinished_files_that_were_not_recorded_are_removed() {
    let home = Home::new();
    home.pull(1..2);
    write(&home.path("data.pull/unfinished/abc.part"), "half");
    write(&home.path("data.pull/unfinished/notes.txt"), "somebody's");
    let folder = home.open();
    assert_eq!(
        folder.notes(),
        ["An unfinished file of a pull that was killed was removed."]
    );
    assert!(!home.path("data.pull/unfinished/abc.part").exists());
    assert!(home.path("data.pull/unfinished/notes.txt").exists());
}

#[test]
fn a_recorded_file_that_lost_bytes_is_fetched_again_however_often_that_is_put_off() {
    let home = Home::new();
    home.pull(1..2);
    let before = fs::read(home.path(&file_of(1))).unwrap();
    // As long as the one before, so that the size alone tells nothing.
    put(&mut home.open(), &day_key(1), "two row\n");
    let left = unfinished(&home);
    fs::write(&left, "half of it").unwrap();
    fs::write(home.path(&file_of(1)), &before).unwrap();
    for _ in 0..2 {
        let folder = home.open();
        let due = folder.due(&day_key(1), Some(&day(1)), None).unwrap();
        assert_eq!(due.unwrap().reason, Reason::Missing);
        assert_eq!(folder.notes().len(), 1);
    }
    let mut folder = home.open();
    assert_eq!(put(&mut folder, &day_key(1), "two row\n"), Outcome::Same);
    assert_eq!(folder.due(&day_key(1), Some(&day(1)), None).unwrap(), None);
    drop(folder);
    assert_eq!(home.open().notes().len(), 1, "the rest is removed");
    assert!(home.open().notes().is_empty());
    assert!(!left.exists());
}

#[test]
fn files_that_somebody_removed_or_cut_off_are_fetched_again() {
    let home = Home::new();
    home.pull(1..4);
    fs::remove_file(home.path(&file_of(1))).unwrap();
    fs::write(home.path(&file_of(2)), "half").unwrap();
    let mut folder = home.open();
    let note = format!(
        "The files of 2 units are missing or are not what the journal says, such as {}. They are \
         fetched again.",
        file_of(1).trim_start_matches("data/")
    );
    assert_eq!(folder.notes(), [note]);
    for (number, expected) in [(1, true), (2, true), (3, false)] {
        let due = folder
            .due(&day_key(number), Some(&day(number)), None)
            .unwrap();
        assert_eq!(
            due.is_some_and(|due| due.reason == Reason::Missing),
            expected
        );
    }
    // The rows are those of the journal, and the files are there again.
    assert_eq!(put(&mut folder, &day_key(1), "one row\n"), Outcome::Same);
    assert_eq!(put(&mut folder, &day_key(2), "one row\n"), Outcome::Same);
    drop(folder);
    assert!(home.open().notes().is_empty());
    assert_eq!(home.data().len(), 3);
}
