//! Looking at a folder changes nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use helpscout_pull::{Key, Look, Slot};
use jiff::civil::date;

use crate::home::{Home, at, day, day_key, file_of, key_of, put, put_window, write};

fn look(home: &Home) -> Look {
    Look::at(&home.dir(), None).unwrap()
}

fn count(path: &Path) -> Result<u64, String> {
    let rows = fs::read_to_string(path).map_err(|error| format!("can't be read: {error}"))?;
    Ok(rows.lines().count() as u64)
}

/// Returns what is wrong, a line for each file.
fn faults(home: &Home) -> Vec<String> {
    let found = look(home).verify(count).unwrap();
    found.faults.iter().map(ToString::to_string).collect()
}

fn path(day: i8) -> String {
    file_of(day).trim_start_matches("data/").to_owned()
}

#[test]
fn status_counts_what_is_there_and_finds_the_days_that_are_not() {
    let home = Home::new();
    let mut folder = home.open();
    for day in [1, 2, 5] {
        put(&mut folder, &key_of(1, date(2019, 5, day)), "a\nb\n");
    }
    put(&mut folder, &key_of(2, date(2019, 5, 2)), "a\n");
    let users = Key {
        dataset: "users".to_owned(),
        member: None,
        slot: Slot::Snapshot(date(2019, 6, 3)),
    };
    put_window(&mut folder, &users, None, "a\n", "2019-06-03T04:00:00Z").unwrap();
    let users = Key {
        slot: Slot::Snapshot(date(2019, 6, 1)),
        ..users
    };
    put_window(&mut folder, &users, None, "a\n", "2019-06-01T04:00:00Z").unwrap();

    // While the pull runs.
    let status = look(&home).status().unwrap();
    let [history, users] = &status.datasets[..] else {
        panic!("{status:?}");
    };
    assert_eq!(history.name, "user-conversation-history");
    assert_eq!((history.members, history.units, history.rows), (2, 4, 7));
    assert_eq!(history.calls, 8);
    assert_eq!(
        (history.first, history.end),
        (date(2019, 5, 1), date(2019, 5, 6))
    );
    let gaps: Vec<String> = history
        .gaps
        .iter()
        .map(|gap| {
            format!(
                "{}: {} .. {}",
                gap.member.as_ref().unwrap().id,
                gap.first,
                gap.end
            )
        })
        .collect();
    assert_eq!(
        gaps,
        [
            "1: 2019-05-03 .. 2019-05-05",
            "2: 2019-05-01 .. 2019-05-02",
            "2: 2019-05-03 .. 2019-05-06"
        ]
    );
    assert_eq!((users.members, users.units, users.gaps.len()), (0, 2, 0));
    assert_eq!(users.oldest_fetch, at("2019-06-01T04:00:00Z"));
    assert_eq!(users.newest_fetch, at("2019-06-03T04:00:00Z"));
}

#[test]
fn whole_files_are_verified_without_fault() {
    let home = Home::new();
    home.pull(1..4);
    let before = home.files();
    let found = look(&home).verify(count).unwrap();
    assert_eq!((found.files, found.rows, found.faults.len()), (3, 3, 0));
    assert_eq!(home.files(), before);
}

#[test]
fn each_way_in_which_a_file_differs_is_told() {
    let home = Home::new();
    home.pull(1..6);
    fs::remove_file(home.path(&file_of(1))).unwrap();
    fs::write(home.path(&file_of(2)), "half").unwrap();
    let rows = fs::read_to_string(home.path(&file_of(3))).unwrap();
    fs::write(home.path(&file_of(3)), rows.replace("one", "two")).unwrap();
    write(&home.path("data/notes.txt"), "somebody's");
    let lines = faults(&home);
    let again = "a pull that asks for it fetches it again";
    assert_eq!(
        lines,
        [
            "notes.txt is not in the journal".to_owned(),
            format!("{} is missing: {again}", path(1)),
            format!("{} has 4 bytes, but the journal says 29: {again}", path(2)),
            format!(
                "{} was changed after it was written: its SHA-256 is not that of the journal. Delete \
                 it, then {again}",
                path(3)
            ),
        ]
    );
    let found = look(&home).verify(|_| Ok(7)).unwrap();
    let fault = found
        .faults
        .iter()
        .find(|fault| fault.path == Path::new(&path(4)));
    assert_eq!(fault.unwrap().problem, "has 7 rows, but the journal says 1");
    let found = look(&home)
        .verify(|_| Err("is no text".to_owned()))
        .unwrap();
    assert!(
        found
            .faults
            .iter()
            .any(|fault| fault.problem == "is no text")
    );
}

#[test]
fn a_file_that_waits_for_its_place_is_not_missing() {
    let home = Home::new();
    home.pull(1..2);
    let text = fs::read_to_string(home.journal()).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let name = line["record"]["unit"]["files"][0]["unfinished"]
        .as_str()
        .unwrap();
    let waiting = home.path("data.pull/unfinished").join(name);
    fs::rename(home.path(&file_of(1)), &waiting).unwrap();
    let lines = faults(&home);
    assert!(lines[0].contains("is not in its place yet"), "{lines:?}");
    assert!(waiting.exists());
    // A pull that is running puts it there, which is no fault.
    let text = fs::read(&waiting).unwrap();
    let running = home.open();
    fs::remove_file(home.path(&file_of(1))).unwrap();
    fs::write(&waiting, text).unwrap();
    assert_eq!(faults(&home), [""; 0]);
    drop(running);
    assert_eq!(faults(&home), lines);
}

#[test]
fn looking_takes_the_lock_from_no_pull() {
    let home = Home::new();
    home.pull(1..2);
    let waiting = home.path("data.pull/unfinished/x.part");
    let text = fs::read_to_string(home.journal()).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let name = &line["record"]["unit"]["files"][0]["unfinished"];
    let name = waiting.with_file_name(name.as_str().unwrap());
    let bytes = fs::read(home.path(&file_of(1))).unwrap();
    std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            for _ in 0..200 {
                fs::write(&name, &bytes).unwrap();
                faults(&home);
            }
        });
        while !looking.is_finished() {
            drop(home.open());
        }
        looking.join().unwrap();
    });
}

#[test]
fn a_snapshot_that_is_lost_is_fetched_by_no_later_pull() {
    let home = Home::new();
    let users = Key {
        dataset: "users".to_owned(),
        member: None,
        slot: Slot::Snapshot(date(2019, 6, 1)),
    };
    let mut folder = home.open();
    put_window(&mut folder, &users, None, "a\n", "2019-06-01T04:00:00Z").unwrap();
    drop(folder);
    let path = users.path(None, "ndjson");
    fs::remove_file(home.dir().join(&path)).unwrap();
    let lines = faults(&home);
    assert!(lines[0].contains("only a backup has it"), "{lines:?}");
    let notes = home.open().holdings().notes(&BTreeSet::new());
    assert!(
        notes[0].ends_with("put its files back from a backup."),
        "{notes:?}"
    );
}

#[test]
fn a_journal_that_is_being_written_can_be_read() {
    let home = Home::new();
    home.pull(1..2);
    let torn = fs::read_to_string(home.journal()).unwrap() + "{\"record\":{\"un";
    fs::write(home.journal(), &torn).unwrap();
    assert_eq!(look(&home).entries().count(), 1);
    assert_eq!(fs::read_to_string(home.journal()).unwrap(), torn);
}

#[test]
fn a_folder_that_was_never_pulled_has_nothing_to_look_at() {
    let home = Home::new();
    let error = Look::at(&home.dir(), None).unwrap_err().to_string();
    assert!(error.starts_with("nothing was pulled into "), "{error}");
    assert!(home.files().is_empty());
}

#[test]
fn settings_are_those_that_were_recorded() {
    let home = Home::new();
    home.pull(1..2);
    assert_eq!(look(&home).settings(), &crate::home::settings());
    let folder = home.open();
    let (first, _) = folder.entries().next().unwrap();
    assert_eq!(first, &day_key(1));
    assert_eq!(folder.due(first, Some(&day(1)), None).unwrap(), None);
}

#[test]
fn no_file_is_called_missing_however_many_others_there_are() {
    let home = Home::new();
    home.pull(1..4);
    for number in 0..1_200 {
        write(&home.path(&format!("data/{number}.txt")), "somebody's");
    }
    let found = look(&home).verify(count).unwrap();
    let missing: Vec<String> = found
        .faults
        .iter()
        .map(ToString::to_string)
        .filter(|fault| fault.contains("missing"))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
    assert_eq!(found.faults.len(), 1_000);
}
