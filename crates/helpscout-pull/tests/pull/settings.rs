//! What a folder is pulled with stays the same.

use helpscout_pull::{DatasetSettings, ErrorKind, Folder, Settings, WindowLength};

use crate::home::{DATASET, Home, at, settings};

/// Returns why other settings are refused.
fn refused(home: &Home, change: impl FnOnce(&mut Settings)) -> String {
    let mut other = settings();
    change(&mut other);
    let mut folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    let error = folder.settle(&other).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    error
        .to_string()
        .replace(home.dir().to_str().unwrap(), "DIR")
}

#[test]
fn other_settings_are_refused_with_what_is_recorded_and_what_was_asked_for() {
    let home = Home::new();
    home.pull(1..2);
    assert_eq!(
        refused(&home, |settings| settings.account = 99),
        "DIR was pulled with other settings: account 1234, not 99"
    );
    assert_eq!(
        refused(&home, |settings| {
            "parquet".clone_into(&mut settings.format);
            "Europe/Stockholm".clone_into(&mut settings.zone);
        }),
        "DIR was pulled with other settings: --format ndjson, not parquet; \
         --zone UTC, not Europe/Stockholm"
    );
    assert_eq!(
        refused(&home, |settings| {
            let dataset = settings.datasets.get_mut(DATASET).unwrap();
            dataset.window = Some(WindowLength::Month);
            dataset
                .filters
                .insert("status".to_owned(), "closed".to_owned());
        }),
        "DIR was pulled with other settings: user-conversation-history: --window day, not --window \
         month; user-conversation-history: no --status, not --status closed"
    );
}

#[test]
fn a_filter_is_refused_when_it_changes_or_is_left_out() {
    let home = Home::new();
    let filtered = |value: &str, settings: &mut Settings| {
        let dataset = settings.datasets.get_mut(DATASET).unwrap();
        dataset
            .filters
            .insert("status".to_owned(), value.to_owned());
    };
    let mut first = settings();
    filtered("closed", &mut first);
    let mut folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    folder.settle(&first).unwrap();
    drop(folder);
    let start = "DIR was pulled with other settings: user-conversation-history: --status closed";
    assert_eq!(
        refused(&home, |settings| filtered("active", settings)),
        format!("{start}, not active")
    );
    assert_eq!(
        refused(&home, |_| {}),
        format!("{start}, which is not given now")
    );
}

#[test]
fn each_dataset_has_its_own_windows_and_filters() {
    let home = Home::new();
    home.pull(1..2);
    let mut users = settings();
    users.datasets = [("users".to_owned(), DatasetSettings::default())].into();
    let mut folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    folder.settle(&users).unwrap();
    drop(folder);
    home.open();
    let text = refused(&home, |settings| {
        let days = settings.datasets[DATASET].clone();
        settings.datasets.insert("users".to_owned(), days);
    });
    assert_eq!(
        text,
        "DIR was pulled with other settings: users: snapshots, not --window day"
    );
}

#[test]
fn a_zone_that_is_not_known_is_refused_before_anything_is_recorded() {
    let home = Home::new();
    let text = refused(&home, |settings| "Stockholm".clone_into(&mut settings.zone));
    assert_eq!(text, "no time zone is called \"Stockholm\"");
    assert!(!home.journal().exists());
}

#[test]
fn nothing_is_written_before_the_settings_are_known() {
    let home = Home::new();
    let folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    assert!(folder.start(&crate::home::day_key(1)).is_err());
}
