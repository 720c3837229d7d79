//! What a pull that was killed leaves, at each step, is finished or removed.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use helpscout_pull::{Folder, Outcome, Reason};
use jiff::civil::date;

use crate::home::{Home, day, day_key, file_of, key_of, put, write};

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
        assert_eq!(folder.holdings().notes(&BTreeSet::new()).len(), 1);
        assert!(folder.notes().is_empty());
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
    let (first, second) = (day_key(1), day_key(2));
    let notes = folder.holdings().notes(&BTreeSet::from([&first, &second]));
    let note = format!(
        "The files of 2 units are missing or are not what the journal says, such as {first}. They \
         are fetched again."
    );
    assert_eq!(notes, [note]);
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
    let folder = home.open();
    assert!(folder.holdings().notes(&BTreeSet::new()).is_empty());
    assert!(folder.notes().is_empty());
    assert_eq!(home.data().len(), 3);
}

#[test]
fn damaged_units_that_a_pull_does_not_ask_for_are_told_with_what_fetches_them() {
    let home = Home::new();
    home.pull(1..5);
    let mut folder = home.open();
    put(&mut folder, &key_of(2, date(2019, 5, 3)), "one row\n");
    drop(folder);
    for day in [1, 2] {
        fs::remove_file(home.path(&file_of(day))).unwrap();
    }
    let of_other = file_of(3).replace("447723", "2");
    fs::write(home.path(&of_other), "half").unwrap();
    let folder = home.open();
    let fetched = day_key(2);
    let notes = folder.holdings().notes(&BTreeSet::from([&fetched]));
    assert_eq!(
        notes,
        [
            format!(
                "The files of a unit are missing or are not what the journal says, such as \
                 {fetched}. They are fetched again."
            ),
            format!(
                "The files of 2 units that this pull does not ask for are missing or are not what \
                 the journal says, such as {}. A pull of user-conversation-history with --users \
                 2,447723 --since 2019-05-01 --until 2019-05-04 fetches them, with the other options \
                 as they were.",
                key_of(2, date(2019, 5, 3))
            ),
        ]
    );
}

#[test]
fn a_file_that_was_changed_without_another_size_is_replaced_when_its_rows_are_there_again() {
    let home = Home::new();
    home.pull(1..3);
    let path = home.path(&file_of(1));
    let before = fs::read_to_string(&path).unwrap();
    fs::write(&path, before.replace("one", "two")).unwrap();
    let mut folder = home.open();
    // Nobody looks into it until its rows are fetched again.
    assert_eq!(folder.due(&day_key(1), Some(&day(1)), None).unwrap(), None);
    let put = |folder: &mut Folder, day: i8| put(folder, &day_key(day), "one row\n");
    assert_eq!(put(&mut folder, 1), Outcome::Changed);
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    assert_eq!(put(&mut folder, 1), Outcome::Same);
    assert_eq!(put(&mut folder, 2), Outcome::Same);
    // So is one that was removed since the folder was opened.
    fs::remove_file(&path).unwrap();
    assert_eq!(put(&mut folder, 1), Outcome::Changed);
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
}
