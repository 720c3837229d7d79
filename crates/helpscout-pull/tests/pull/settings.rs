//! What a folder is pulled with stays the same.

use std::fs;

use helpscout_pull::{DatasetSettings, ErrorKind, Folder, OptionForm, Settings, WindowLength};

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
         month; user-conversation-history: --status closed, which was not given before"
    );
}

#[test]
fn no_setting_makes_a_folder_fit_another_account() {
    let home = Home::new();
    home.pull(1..2);
    let mut other = settings();
    other.account = 99;
    "Europe/Stockholm".clone_into(&mut other.zone);
    let mut folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    let error = folder.settle(&other).unwrap_err();
    assert_eq!(
        error.advice(),
        "pull into another folder, or use the credentials of the account 1234, such as with \
         --profile: a folder is of one account"
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
fn a_filter_is_named_as_its_option_is_typed() {
    let home = Home::new();
    let mut first = settings();
    let dataset = first.datasets.get_mut(DATASET).unwrap();
    for (filter, value) in [("redact", "true"), ("status", "closed")] {
        dataset.filters.insert(filter.to_owned(), value.to_owned());
    }
    let mut folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    folder.settle(&first).unwrap();
    drop(folder);
    let name = "user-conversation-history";
    assert_eq!(
        refused(&home, |settings| {
            let status = OptionForm::Named("status-parameter".to_owned());
            settings.options.insert("status".to_owned(), status);
            settings
                .options
                .insert("redact".to_owned(), OptionForm::Flag);
        }),
        format!(
            "DIR was pulled with other settings: {name}: --redact, which is not given now; {name}: \
             --status-parameter closed, which is not given now"
        )
    );
}

/// Returns the settings of a dataset with pseudonyms of a key.
fn with_key(dataset: &str, key: Option<&str>) -> Settings {
    let mut settings = settings();
    let mut days = settings.datasets.remove(DATASET).unwrap();
    days.filters.insert("redact".to_owned(), "true".to_owned());
    days.pseudonyms = key.map(str::to_owned);
    settings.datasets.insert(dataset.to_owned(), days);
    settings
}

#[test]
fn pseudonyms_of_another_key_are_refused_in_the_whole_folder() {
    let home = Home::new();
    let settle = |settings: Settings| {
        let mut folder = Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
        folder.settle(&settings)
    };
    // An earlier version recorded no key. It is recorded once it is known.
    settle(with_key(DATASET, None)).unwrap();
    for _ in 0..2 {
        settle(with_key(DATASET, Some("aa"))).unwrap();
    }
    let journal = fs::read_to_string(home.journal()).unwrap();
    assert_eq!(
        journal.matches("\"pseudonyms\":\"aa\"").count(),
        1,
        "{journal}"
    );
    for dataset in [DATASET, "conversations"] {
        let error = settle(with_key(dataset, Some("bb"))).unwrap_err();
        let problem = ": pseudonyms made with the key of the fingerprint aa, not bb";
        assert!(error.to_string().ends_with(problem), "{error}");
        assert!(
            error
                .advice()
                .starts_with("set HELPSCOUT_REDACT_KEY to the earlier key")
        );
    }
    settle(with_key("conversations", Some("aa"))).unwrap();
    // Rows without pseudonyms have no key.
    let mut users = settings();
    users.datasets = [("users".to_owned(), DatasetSettings::default())].into();
    settle(users).unwrap();
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

#[test]
fn the_values_of_a_set_may_have_any_order_also_where_they_were_recorded_otherwise() {
    let home = Home::new();
    let with = |value: &str, is_set: bool| {
        let mut settings = settings();
        for dataset in settings.datasets.values_mut() {
            let filter = ("mailboxes".to_owned(), value.to_owned());
            dataset.filters.extend([filter]);
        }
        settings.sets.extend(is_set.then(|| "mailboxes".to_owned()));
        settings
    };
    let open = || Folder::open(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    open().settle(&with("567,123,123", true)).unwrap();
    open().settle(&with("123,567", true)).unwrap();
    let error = open().settle(&with("123", true)).unwrap_err().to_string();
    assert!(
        error.contains("--mailboxes 567,123,123, not 123"),
        "{error}"
    );
    // The commas of a text are a part of it.
    assert!(open().settle(&with("123,567", false)).is_err());
}
