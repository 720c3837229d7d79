//! A plan finds what the next pull would find, needs no lock and changes nothing.

use std::fs;

use helpscout_pull::{ErrorKind, Plan, Reason, Settings};

use crate::home::{Home, at, day, day_key, file_of, put, settings, write};

fn plan(home: &Home) -> Plan {
    let plan = Plan::of(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap();
    let mut plan = plan.unwrap();
    plan.compare(&settings()).unwrap();
    plan
}

/// Returns why the days of May 2019 up to one are fetched.
fn reasons(plan: &Plan, last: i8) -> Vec<Option<Reason>> {
    let due = (1..=last).map(|number| {
        let due = plan
            .holdings()
            .due(&day_key(number), Some(&day(number)), None);
        due.unwrap().map(|due| due.reason)
    });
    due.collect()
}

#[test]
fn a_plan_is_made_while_a_pull_runs() {
    let home = Home::new();
    let mut folder = home.open();
    put(&mut folder, &day_key(1), "a\n");
    let unit = folder.start(&day_key(2)).unwrap();
    let _half = unit.create(None).unwrap();
    let before = home.files();
    assert_eq!(reasons(&plan(&home), 2), [None, Some(Reason::New)]);
    let entries = plan(&home).holdings().entries().count();
    assert_eq!((entries, home.files()), (1, before));
    // The pull goes on as if nobody had looked.
    put(&mut folder, &day_key(3), "a\n");
    assert_eq!(reasons(&plan(&home), 3)[2], None);
}

#[test]
fn a_file_that_waits_for_its_place_is_there_if_it_is_whole() {
    let home = Home::new();
    home.pull(1..2);
    let text = fs::read_to_string(home.journal()).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let name = &line["record"]["unit"]["files"][0]["unfinished"];
    let waiting = home
        .path("data.pull/unfinished")
        .join(name.as_str().unwrap());
    fs::rename(home.path(&file_of(1)), &waiting).unwrap();
    assert_eq!(reasons(&plan(&home), 1), [None]);
    fs::write(&waiting, "half").unwrap();
    assert_eq!(reasons(&plan(&home), 1), [Some(Reason::Missing)]);
}

#[test]
fn a_file_that_is_missing_or_cut_off_is_fetched_again() {
    let home = Home::new();
    home.pull(1..4);
    fs::remove_file(home.path(&file_of(1))).unwrap();
    fs::write(home.path(&file_of(2)), "half").unwrap();
    let missing = Some(Reason::Missing);
    assert_eq!(reasons(&plan(&home), 3), [missing, missing, None]);
}

#[test]
fn what_would_be_refused_is_refused_now() {
    let home = Home::new();
    home.pull(1..2);
    let other = Settings {
        account: 7,
        ..settings()
    };
    let error = plan(&home).compare(&other).unwrap_err().to_string();
    assert!(error.contains("account 1234, not 7"), "{error}");
    write(&home.path("data/notes.txt"), "somebody's");
    let error = Plan::of(&home.dir(), None, at("2019-07-01T00:00:00Z")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("notes.txt"), "{error}");
}

#[test]
fn a_folder_that_was_never_pulled_has_no_holdings_and_stays_as_it_is() {
    let home = Home::new();
    let now = at("2019-07-01T00:00:00Z");
    assert!(Plan::of(&home.dir(), None, now).unwrap().is_none());
    fs::create_dir(home.dir()).unwrap();
    assert!(Plan::of(&home.dir(), None, now).unwrap().is_none());
    assert_eq!(fs::read_dir(home.path("")).unwrap().count(), 1);
    write(&home.path("data/holiday.jpg"), "");
    assert!(Plan::of(&home.dir(), None, now).is_err());
}
