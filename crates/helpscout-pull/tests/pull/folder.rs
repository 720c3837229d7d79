//! Units are put in their places, replaced as a whole, and fetched again when they have to be.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use helpscout_pull::{
    Due, Folder, Key, Outcome, Reason, RowsDigest, Slot, Window, WindowLength, windows,
};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::home::{Home, at, day, day_key, facts, file_of, put, put_window, settings, window};

/// A month that is pulled by parts.
fn month(first: Date, end: Date) -> Window {
    window(first, end, WindowLength::Month)
}

fn due(folder: &Folder, key: &Key, window: &Window) -> Option<(Reason, Window)> {
    let due = folder.due(key, Some(window), None).unwrap();
    due.map(|due| (due.reason, due.window.unwrap()))
}

#[test]
fn a_unit_is_in_its_place_and_in_the_journal() {
    let home = Home::new();
    let mut folder = home.open();
    assert_eq!(put(&mut folder, &day_key(1), "a\nb\n"), Outcome::New);
    assert_eq!(
        home.files(),
        [
            "data.pull/journal.ndjson".to_owned(),
            "data.pull/lock".to_owned(),
            file_of(1)
        ]
    );
    drop(folder);
    let folder = home.open();
    let entry = folder.entry(&day_key(1)).unwrap();
    assert_eq!((entry.rows(), entry.calls, entry.pages), (2, 2, 1));
    let size = fs::metadata(home.path(&file_of(1))).unwrap().len();
    assert_eq!(entry.bytes(), size);
    assert_eq!(folder.notes(), [""; 0]);
}

#[test]
fn the_same_rows_keep_their_file() {
    let home = Home::new();
    let mut folder = home.open();
    put(&mut folder, &day_key(1), "a\n");
    let before = fs::read_to_string(home.path(&file_of(1))).unwrap();
    let again = put_window(
        &mut folder,
        &day_key(1),
        Some(&day(1)),
        "a\n",
        "2019-06-02T00:00:00Z",
    );
    assert_eq!(again.unwrap(), Outcome::Same);
    assert_eq!(fs::read_to_string(home.path(&file_of(1))).unwrap(), before);
    drop(folder);
    let folder = home.open();
    let entry = folder.entry(&day_key(1)).unwrap();
    assert_eq!(entry.fetched_at, at("2019-06-02T00:00:00Z"));
    assert_eq!(entry.files[0].fetched_at, at("2019-06-01T00:00:00Z"));
    assert_eq!(home.files().len(), 3);
}

#[test]
fn other_rows_replace_the_file_as_a_whole() {
    let home = Home::new();
    let mut folder = home.open();
    put(&mut folder, &day_key(1), "a\nb\nc\n");
    assert_eq!(put(&mut folder, &day_key(1), "a\nd\n"), Outcome::Changed);
    let rows = fs::read_to_string(home.path(&file_of(1))).unwrap();
    assert_eq!(rows, "2019-06-01T00:00:00Z a\n2019-06-01T00:00:00Z d\n");
    drop(folder);
    assert_eq!(home.open().entry(&day_key(1)).unwrap().rows(), 2);
    assert_eq!(home.files().len(), 3);
}

#[test]
fn a_window_without_rows_is_a_unit_too() {
    let home = Home::new();
    let mut folder = home.open();
    put(&mut folder, &day_key(1), "");
    assert_eq!(due(&folder, &day_key(1), &day(1)), None);
    assert_eq!(home.data(), [file_of(1)]);
}

#[test]
fn the_tables_of_an_answer_are_one_unit() {
    let home = Home::new();
    let mut folder = home.open();
    let key = Key {
        dataset: "company".to_owned(),
        member: None,
        slot: Slot::Window(date(2019, 5, 1)),
    };
    let unit = folder.start(&key).unwrap();
    let mut files = Vec::new();
    for (table, rows) in [(None, 1), (Some("users"), 12)] {
        let mut file = unit.create(table).unwrap();
        file.write_all(b"rows\n").unwrap();
        files.push(file.complete(rows, RowsDigest::new()).unwrap());
    }
    let facts = facts(Some(&day(1)), "2019-06-01T00:00:00Z");
    assert_eq!(folder.finish(&unit, files, &facts).unwrap(), Outcome::New);
    let expected = [
        "data/company.users/window=2019-05-01/part-0.ndjson",
        "data/company/window=2019-05-01/part-0.ndjson",
    ];
    assert_eq!(home.data(), expected);
    assert_eq!(folder.entry(&key).unwrap().rows(), 13);

    // Later, the answer has no table of users any more: the file goes with it.
    let unit = folder.start(&key).unwrap();
    let file = unit.create(None).unwrap();
    let files = vec![file.complete(0, RowsDigest::new()).unwrap()];
    assert_eq!(
        folder.finish(&unit, files, &facts).unwrap(),
        Outcome::Changed
    );
    assert_eq!(home.data(), expected[1..]);
}

#[test]
fn a_unit_that_is_given_up_leaves_nothing() {
    let home = Home::new();
    let folder = home.open();
    let unit = folder.start(&day_key(1)).unwrap();
    let mut file = unit.create(None).unwrap();
    file.write_all(b"half").unwrap();
    drop(file);
    let complete = unit.create(None).unwrap().complete(0, RowsDigest::new());
    drop(complete.unwrap());
    assert_eq!(home.files(), ["data.pull/journal.ndjson", "data.pull/lock"]);
}

#[cfg(unix)]
#[test]
fn files_have_the_permissions_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new();
    home.pull(1..2);
    fs::write(home.path("other"), "").unwrap();
    let mode = |path: &str| fs::metadata(home.path(path)).unwrap().permissions().mode();
    assert_eq!(mode(&file_of(1)), mode("other"));
}

#[test]
fn a_longer_part_of_a_month_is_fetched_and_a_shorter_one_loses_nothing() {
    let home = Home::new();
    let mut folder = home.open();
    let key = day_key(1);
    let part = month(date(2019, 5, 10), date(2019, 5, 20));
    assert_eq!(due(&folder, &key, &part), Some((Reason::New, part)));
    put_window(
        &mut folder,
        &key,
        Some(&part),
        "a\n",
        "2019-06-01T00:00:00Z",
    )
    .unwrap();
    assert_eq!(due(&folder, &key, &part), None);

    let shorter = month(date(2019, 5, 12), date(2019, 5, 20));
    assert_eq!(due(&folder, &key, &shorter), None);
    let longer = month(date(2019, 5, 1), date(2019, 6, 1));
    assert_eq!(due(&folder, &key, &longer), Some((Reason::Longer, longer)));
    // The file is replaced, so it is fetched with the days that it has already.
    let overlapping = month(date(2019, 5, 15), date(2019, 6, 1));
    let both = month(date(2019, 5, 10), date(2019, 6, 1));
    assert_eq!(
        due(&folder, &key, &overlapping),
        Some((Reason::Longer, both))
    );
}

#[test]
fn days_around_a_change_of_the_clocks_are_fetched_once() {
    let home = Home::new();
    let mut folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    let mut stockholm = settings();
    "Europe/Stockholm".clone_into(&mut stockholm.zone);
    folder.settle(&stockholm).unwrap();
    let zone = TimeZone::get("Europe/Stockholm").unwrap();
    let (since, until) = (date(2019, 3, 29), date(2019, 4, 3));
    for window in windows(since, until, WindowLength::Day, &zone).unwrap() {
        let key = crate::home::key_of(447723, window.name());
        assert_eq!(due(&folder, &key, &window), Some((Reason::New, window)));
        put_window(
            &mut folder,
            &key,
            Some(&window),
            "a\n",
            "2019-06-01T00:00:00Z",
        )
        .unwrap();
        assert_eq!(due(&folder, &key, &window), None);
    }
}

#[test]
fn a_window_that_was_not_over_is_fetched_again() {
    let home = Home::new();
    let mut folder = home.open();
    let key = day_key(1);
    let mut put = |fetched_at: &str| {
        put_window(&mut folder, &key, Some(&day(1)), "a\n", fetched_at).unwrap();
        due(&folder, &key, &day(1))
    };
    assert_eq!(put("2019-05-01T23:59:59Z"), Some((Reason::Running, day(1))));
    assert_eq!(put("2019-05-02T00:00:00Z"), None);
}

#[test]
fn recent_windows_are_fetched_again_if_that_is_asked_for() {
    let home = Home::new();
    home.pull(1..4);
    let folder = home.open();
    let due = |number: i8| {
        let again_from = Some(date(2019, 5, 3));
        let due = folder.due(&day_key(number), Some(&day(number)), again_from);
        due.unwrap().map(|due| due.reason)
    };
    assert_eq!([due(1), due(2), due(3)], [None, None, Some(Reason::Again)]);
}

#[test]
fn a_snapshot_is_fetched_once_a_day() {
    let home = Home::new();
    let mut folder = home.open();
    let key = |day: i8| Key {
        dataset: "users".to_owned(),
        member: None,
        slot: Slot::Snapshot(date(2019, 5, day)),
    };
    let new = Due {
        reason: Reason::New,
        window: None,
    };
    assert_eq!(folder.due(&key(1), None, None).unwrap(), Some(new));
    put_window(&mut folder, &key(1), None, "a\n", "2019-05-01T12:00:00Z").unwrap();
    assert_eq!(folder.due(&key(1), None, None).unwrap(), None);
    assert_eq!(folder.due(&key(2), None, None).unwrap(), Some(new));
    assert_eq!(
        home.data(),
        ["data/users/snapshot=2019-05-01/part-0.ndjson"]
    );
}

#[test]
fn what_a_wrong_clock_has_fetched_is_fetched_again_and_told() {
    let home = Home::new();
    home.pull(1..3);
    // The entries say June 2019.
    let folder = home.open_at("2019-05-20T00:00:00Z");
    assert_eq!(
        due(&folder, &day_key(1), &day(1)),
        Some((Reason::Future, day(1)))
    );
    let keys = [1, 2].map(day_key);
    let notes = folder.holdings().notes(&keys.iter().collect());
    assert_eq!(
        notes,
        [
            "The journal says that 2 units were fetched at a time that is still to come, the last one \
             at 2019-06-01T00:00:00Z, but the clock of this machine shows 2019-05-20T00:00:00Z. One of \
             the clocks was wrong: set it if it is this one. These units are fetched again."
        ]
    );
    let [note] = &folder.holdings().notes(&BTreeSet::from([&keys[0]]))[..] else {
        panic!("one note was expected");
    };
    assert!(
        note.ends_with(
            "This pull does not ask for 1 of them. A pull of user-conversation-history with --users \
             447723 --since 2019-05-02 --until 2019-05-03 fetches them, with the other options as \
             they were."
        ),
        "{note}"
    );
    drop(folder);
    // Two clocks are rarely the same to the second.
    let folder = home.open_at("2019-05-31T23:58:00Z");
    assert_eq!(due(&folder, &day_key(1), &day(1)), None);
}
