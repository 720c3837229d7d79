//! A journal that is damaged, foreign, or from another version.

use std::fs;

use helpscout_pull::{ErrorKind, Reason};
use serde_json::json;

use crate::home::{Home, day, day_key, file_of, put};

/// Returns the lines of the journal with their line feeds.
fn lines(home: &Home) -> Vec<String> {
    let text = fs::read_to_string(home.journal()).unwrap();
    text.split_inclusive('\n').map(str::to_owned).collect()
}

#[test]
fn a_journal_is_text_that_people_can_read() {
    let home = Home::new();
    home.pull(1..2);
    let lines = lines(&home);
    let record = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["record"].clone()
    };
    let settings = json!({"version": 1, "account": 1234, "zone": "UTC", "format": "ndjson"});
    assert_eq!(record(&lines[0]), json!({ "settings": settings }));
    let dataset = json!({"name": "user-conversation-history", "window": "day"});
    assert_eq!(record(&lines[1]), json!({ "dataset": dataset }));
    let unit = &record(&lines[2])["unit"];
    assert_eq!(unit["fetchedAt"], "2019-06-01T00:00:00Z");
    assert_eq!(unit["interval"]["start"], "2019-05-01T00:00:00Z");
    assert_eq!(unit["interval"]["last"], "2019-05-01T23:59:59Z");
    assert_eq!(
        unit["files"][0]["path"],
        "user-conversation-history/user=447723/window=2019-05-01/part-0.ndjson"
    );
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_last_line_that_is_cut_off_anywhere_is_that_of_a_pull_that_was_killed() {
    let home = Home::new();
    home.pull(1..3);
    let whole = fs::read_to_string(home.journal()).unwrap();
    let last = whole.trim_end().rfind('\n').unwrap() + 1;
    // The file is moved after the line is on the disk.
    fs::remove_file(home.path(&file_of(2))).unwrap();
    for length in (last + 1..whole.len()).step_by(7) {
        fs::write(home.journal(), &whole[..length]).unwrap();
        let folder = home.open();
        assert_eq!(folder.notes().len(), 1, "{length}");
        assert!(folder.notes()[0].contains("was cut off"), "{length}");
        let due = folder.due(&day_key(2), Some(&day(2)), None).unwrap();
        assert_eq!(due.unwrap().reason, Reason::New);
        assert_eq!(fs::read_to_string(home.journal()).unwrap(), whole[..last]);
    }
    put(&mut home.open(), &day_key(2), "one row\n");
    assert_eq!(
        fs::read_to_string(home.journal()).unwrap().lines().count(),
        4
    );
    assert!(home.open().notes().is_empty());
}

#[test]
fn a_changed_byte_in_any_line_is_damage_with_its_line() {
    let home = Home::new();
    home.pull(1..4);
    let whole = fs::read(home.journal()).unwrap();
    let mut number = 1;
    for position in 0..whole.len() {
        let mut damaged = whole.clone();
        let is_end = whole[position] == b'\n';
        damaged[position] ^= 1;
        let is_last = position == whole.len() - 1;
        if position % 11 == 0 && !is_last {
            fs::write(home.journal(), &damaged).unwrap();
            let error = home.refused();
            assert_eq!(error.kind(), ErrorKind::Journal);
            let expected = format!("is damaged in line {number}: ");
            assert!(error.to_string().contains(&expected), "{error}");
            assert!(error.advice().contains("from a backup"));
            assert_eq!(
                fs::read(home.journal()).unwrap(),
                damaged,
                "nothing is repaired"
            );
        }
        number += i32::from(is_end);
    }
}

#[test]
fn files_that_are_no_journal_are_refused() {
    let home = Home::new();
    crate::home::write(&home.journal(), "");
    let error = home.refused();
    assert_eq!(error.kind(), ErrorKind::Journal);
    assert!(
        error.to_string().ends_with("journal.ndjson is empty"),
        "{error}"
    );
    assert!(error.advice().starts_with("put the journal back"));
    for text in [
        "\n",
        "{}\n",
        "id,name\n1,a\n",
        "\0\0\0\0",
        "{\"record\":{\"unit\":1},\"sum\":\"\"}\n",
    ] {
        crate::home::write(&home.journal(), text);
        let error = home.refused();
        assert_eq!(error.kind(), ErrorKind::Journal, "{text:?}");
        let text = error.to_string();
        assert!(
            text.contains("journal.ndjson is damaged in line 1: "),
            "{text}"
        );
    }
}

#[test]
fn a_journal_that_can_not_be_read_is_not_taken_for_none() {
    let home = Home::new();
    fs::create_dir_all(home.journal()).unwrap();
    let error = home.refused();
    assert_eq!(error.kind(), ErrorKind::Journal);
    let text = error.to_string();
    assert!(text.ends_with("journal.ndjson is not a file"), "{text}");

    // A link to itself exists, and nobody can say what it is.
    #[cfg(unix)]
    {
        fs::remove_dir(home.journal()).unwrap();
        std::os::unix::fs::symlink("journal.ndjson", home.journal()).unwrap();
        let text = home.refused().to_string();
        assert!(text.contains("can't read"), "{text}");
        assert!(home.data().is_empty());
    }
}

#[test]
fn a_line_without_end_is_not_read_into_memory() {
    let home = Home::new();
    home.pull(1..2);
    let endless = fs::read_to_string(home.journal()).unwrap() + &"x".repeat(2 << 20);
    fs::write(home.journal(), endless).unwrap();
    let error = home.refused().to_string();
    assert!(
        error.ends_with("is damaged in line 4: it is too long for a record"),
        "{error}"
    );
}

#[test]
fn a_journal_of_a_newer_version_is_refused() {
    let home = Home::new();
    home.pull(1..2);
    let newer = r#"{"record":{"settings":{"version":2,"shape":"unknown"}},"checksum":7}"#;
    fs::write(home.journal(), format!("{newer}\n")).unwrap();
    let error = home.refused();
    assert_eq!(error.kind(), ErrorKind::Journal);
    let text = error.to_string();
    assert!(
        text.ends_with("has version 2, and this program reads version 1 at most"),
        "{text}"
    );
}

#[test]
fn a_path_that_leads_outside_is_no_unit() {
    let home = Home::new();
    home.pull(1..2);
    let mut lines = lines(&home);
    let unit = lines.pop().unwrap();
    // With a sum that fits: the journal is not trusted with paths.
    let line: serde_json::Value = serde_json::from_str(&unit).unwrap();
    let record = line["record"]
        .to_string()
        .replace("user-conversation-history", "..");
    let digest = ring::digest::digest(&ring::digest::SHA256, record.as_bytes());
    let digits = digest.as_ref().iter().take(8);
    let sum: String = digits.map(|byte| format!("{byte:02x}")).collect();
    lines.push(format!("{{\"record\":{record},\"sum\":\"{sum}\"}}\n"));
    fs::write(home.journal(), lines.concat()).unwrap();
    let error = home.refused().to_string();
    assert!(
        error.ends_with("is damaged in line 3: its unit has no valid name"),
        "{error}"
    );
}

#[test]
fn lines_that_later_ones_replace_are_removed_once_they_are_many() {
    let home = Home::new();
    home.pull(1..4);
    let before = lines(&home);
    // A line says all about its unit, so that a repeated one changes nothing.
    let many = [before.concat(), before[4].repeat(10_100)].concat();
    fs::write(home.journal(), many).unwrap();
    let mut folder = home.open();
    assert_eq!(lines(&home).len(), before.len());
    assert_eq!(folder.entries().count(), 3);
    put(&mut folder, &day_key(4), "one row\n");
    drop(folder);
    let folder = home.open();
    assert_eq!(folder.entries().count(), 4);
    assert!(folder.notes().is_empty());
}
