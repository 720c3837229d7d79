//! One pull at a time.

use std::fs;
use std::process;

use helpscout_pull::{ErrorKind, Folder};

use crate::home::{Home, at, write};

#[test]
fn a_second_pull_is_refused_until_the_first_has_ended() {
    let home = Home::new();
    let first = home.open_at("2019-07-01T12:00:00.123456789Z");
    let error = home.refused();
    assert_eq!(error.kind(), ErrorKind::Locked);
    let text = error.to_string();
    let start = format!(
        "another pull is running into {}: process {} on ",
        home.dir().display(),
        process::id()
    );
    assert!(text.starts_with(&start), "{text}");
    assert!(
        text.ends_with(", started at 2019-07-01T12:00:00Z"),
        "{text}"
    );
    drop(first);
    home.open();
}

#[test]
fn what_a_process_that_has_ended_wrote_into_the_lock_holds_nobody_up() {
    let home = Home::new();
    home.pull(1..2);
    for text in [
        r#"{"pid":1,"host":"a","started":"2019-07-01T12:00:00Z"}"#,
        "\0\0",
        "",
    ] {
        fs::write(home.path("data.pull/lock"), text).unwrap();
        home.open();
    }
}

#[cfg(unix)]
#[test]
fn two_folders_for_the_journal_are_still_one_folder_of_data() {
    let home = Home::new();
    let _first = home.open();
    let state = home.path("elsewhere");
    let now = at("2019-07-01T12:00:00Z");
    let error = Folder::open(&home.dir(), Some(&state), now).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert!(
        error
            .to_string()
            .starts_with("another pull is running into ")
    );
}

#[test]
fn text_in_the_lock_moves_no_cursor() {
    let home = Home::new();
    let _first = home.open();
    let text = "{\"pid\":1,\"host\":\"a\\u001b[2J\",\"started\":\"2019-07-01T12:00:00Z\"}";
    write(&home.path("data.pull/lock"), text);
    let error = home.refused().to_string();
    assert!(error.contains("process 1 on a[2J, started"), "{error}");
}
