//! Files that the journal does not list, such as those that are newer than the backup of the journal.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use helpscout_pull::{ErrorKind, Key, Look, Outcome, Plan, RowsDigest, Slot};
use jiff::civil::date;

use crate::home::{
    DATASET, Home, at, day, day_key, facts, file_of, put, put_window, settings, write,
};

/// Returns a home whose journal was put back from the backup of a day on which only the 1st of May
/// was there.
fn restored() -> Home {
    let home = Home::new();
    home.pull(1..2);
    let backup = fs::read(home.journal()).unwrap();
    home.pull(2..4);
    fs::write(home.journal(), backup).unwrap();
    home
}

fn below(path: &str) -> &str {
    path.trim_start_matches("data/")
}

#[test]
fn a_pull_that_fetches_their_units_replaces_them() {
    let home = restored();
    let before = fs::read_to_string(home.path(&file_of(2))).unwrap();
    let mut folder = home.open();
    let (second, third) = (day_key(2), day_key(3));
    let fetched = BTreeSet::from([&second, &third]);
    folder.check_unlisted(&fetched).unwrap();
    let notes = folder.holdings().notes(&fetched);
    let note = format!(
        "The journal does not list 2 files in the places of units, such as {}. What is fetched \
         replaces them.",
        below(&file_of(2))
    );
    assert_eq!(notes, [note]);
    assert_eq!(put(&mut folder, &second, "other rows\n"), Outcome::New);
    let replaced = fs::read_to_string(home.path(&file_of(2))).unwrap();
    assert_ne!(replaced, before);
    // Interrupted, it goes on with the next one.
    drop(folder);
    let mut folder = home.open();
    folder.check_unlisted(&BTreeSet::from([&third])).unwrap();
    put(&mut folder, &third, "one row\n");
    folder.check_unlisted(&BTreeSet::new()).unwrap();
    drop(folder);
    let folder = home.open();
    assert_eq!(folder.entries().count(), 3);
    folder.check_unlisted(&BTreeSet::new()).unwrap();
}

#[test]
fn a_pull_that_does_not_is_refused_and_so_is_its_plan() {
    let home = restored();
    let second = day_key(2);
    let fetched = BTreeSet::from([&second]);
    let folder = home.open();
    let plan = Plan::of(&home.dir(), None, at("2019-07-01T00:00:00Z"));
    let mut plan = plan.unwrap().unwrap();
    plan.compare(&settings()).unwrap();
    for error in [
        folder.check_unlisted(&fetched).unwrap_err(),
        plan.check_unlisted(&fetched).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Usage);
        let text = error.to_string();
        let end = format!("and that this pull does not fetch: {}", below(&file_of(3)));
        assert!(text.contains("holds a file that the journal "), "{text}");
        assert!(text.ends_with(&end), "{text}");
        let advice = error.advice();
        assert!(
            advice.starts_with("pull these reports, users and days"),
            "{advice}"
        );
        assert!(advice.contains("move it away"), "{advice}");
    }
}

#[test]
fn a_table_that_a_unit_no_longer_has_is_removed_with_it() {
    let home = restored();
    let key = day_key(2);
    let table = home.dir().join(key.path(Some("customers"), "ndjson"));
    write(&table, "a row\n");
    let other = home
        .dir()
        .join(day_key(3).path(Some("customers"), "ndjson"));
    write(&other, "a row\n");
    let mut folder = home.open();
    put(&mut folder, &key, "one row\n");
    assert!(!table.exists());
    assert!(other.exists());
    // A table that it has is replaced.
    let key = day_key(3);
    let unit = folder.start(&key).unwrap();
    let files = [None, Some("customers")].map(|table| {
        let mut file = unit.create(table).unwrap();
        file.write_all(b"{}\n").unwrap();
        file.complete(1, RowsDigest::new()).unwrap()
    });
    let facts = facts(Some(&day(3)), "2019-06-01T00:00:00Z");
    folder.finish(&unit, files.into(), &facts).unwrap();
    assert_eq!(fs::read_to_string(&other).unwrap(), "{}\n");
    folder.check_unlisted(&BTreeSet::new()).unwrap();
}

#[test]
fn there_may_be_any_number_of_them() {
    let home = Home::new();
    home.pull(1..2);
    let keys: Vec<Key> = (1..1_100)
        .map(|user| crate::home::key_of(user, date(2019, 5, 1)))
        .collect();
    for key in &keys {
        write(&home.dir().join(key.path(None, "ndjson")), "a row\n");
    }
    let folder = home.open();
    folder.check_unlisted(&keys.iter().collect()).unwrap();
    let error = folder.check_unlisted(&BTreeSet::new()).unwrap_err();
    assert!(
        error.to_string().contains("holds 1099 files that"),
        "{error}"
    );
    // The file that the journal lists is not taken for a missing one.
    assert_eq!(folder.due(&day_key(1), Some(&day(1)), None).unwrap(), None);
}

#[test]
fn a_snapshot_of_an_earlier_day_is_nothing_that_a_pull_replaces() {
    let home = Home::new();
    let users = |day| Key {
        dataset: "users".to_owned(),
        member: None,
        slot: Slot::Snapshot(date(2019, 6, day)),
    };
    let mut folder = home.open();
    put_window(&mut folder, &users(2), None, "a\n", "2019-06-02T04:00:00Z").unwrap();
    drop(folder);
    write(&home.dir().join(users(1).path(None, "ndjson")), "a row\n");
    let error = home.open().check_unlisted(&BTreeSet::new()).unwrap_err();
    assert!(
        error.advice().starts_with("move it away"),
        "{}",
        error.advice()
    );
}

#[test]
fn a_file_that_is_not_in_the_place_of_a_unit_is_refused_at_once() {
    for name in [
        "_SUCCESS",
        "part-0.ndjson",
        "user=447723/window=2019-05-01/part-1.ndjson",
    ] {
        let home = Home::new();
        home.pull(1..2);
        let foreign = home.dir().join(DATASET).join(name);
        write(&foreign, "");
        let error = home.refused();
        assert!(error.to_string().contains("does not list: "), "{error}");
        assert!(
            error.advice().starts_with("move it away: "),
            "{}",
            error.advice()
        );
        fs::remove_file(foreign).unwrap();
        home.open();
    }
}

#[test]
fn a_look_says_what_becomes_of_them() {
    let home = restored();
    write(&home.path("data/notes.txt"), "");
    let look = Look::at(&home.dir(), None).unwrap();
    let found = look.verify(|_| Ok(1)).unwrap();
    let lines: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
    let replaced = |day| {
        let path = file_of(day);
        format!(
            "{} is not in the journal: a pull that asks for it replaces it",
            below(&path)
        )
    };
    assert_eq!(
        lines,
        [
            "notes.txt is not in the journal".to_owned(),
            replaced(2),
            replaced(3)
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_named_as_one() {
    let home = Home::new();
    home.pull(1..2);
    let place = home.path(&file_of(1));
    fs::rename(&place, home.path("moved")).unwrap();
    std::os::unix::fs::symlink(home.path("moved"), &place).unwrap();
    let look = Look::at(&home.dir(), None).unwrap();
    let found = look.verify(|_| Ok(1)).unwrap();
    let lines: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
    let path = file_of(1);
    let line = format!(
        "{} is a link or something else that is no file: move it away",
        below(&path)
    );
    assert_eq!(lines, [line]);
}
