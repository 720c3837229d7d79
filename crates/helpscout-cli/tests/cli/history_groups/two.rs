//! Groups by two things at once.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::{TWO, WEEK, compare_group, json, ndjson, replies_of, succeeds};
use crate::program::{program, run};
use crate::service::Service;

#[test]
fn mailboxes_of_each_user_have_the_figures_of_their_own_reports() {
    let whole = json(&TWO);
    let groups = ndjson(&[&TWO[..], &["--by", "user,mailbox"]].concat());
    let users: Vec<&str> = groups
        .iter()
        .map(|group| group["user"].as_str().unwrap())
        .collect();
    // The groups of a user are together, and those with the most replies come first.
    assert!(
        users.is_sorted_by_key(|user| *user != "Marta Lindqvist"),
        "{users:?}"
    );
    assert!(groups.len() > 4, "{groups:?}");
    assert_eq!(whole["summary"]["replies"], replies_of(&groups));
    for group in &groups {
        let key = |name: &str| group[name].as_str().unwrap().to_owned();
        let own = json(&["--user", &key("userKey"), "--mailboxes", &key("mailboxKey")]);
        let conversations: Vec<&Value> = own["conversations"].as_array().unwrap().iter().collect();
        assert_eq!(group["replies"], own["summary"]["replies"]);
        compare_group(group, &conversations);
    }
    let totals = json(&[&TWO[..], &["--by", "user,mailbox"]].concat());
    assert_eq!(totals["summary"], whole["summary"]);
    let table = succeeds(&[&TWO[..], &["--by", "mailbox,user", "--format", "table"]].concat());
    let mut lines = table.stdout.lines();
    let heading = lines.find(|line| line.starts_with("Mailbox")).unwrap();
    let titles: Vec<&str> = heading.split_whitespace().take(3).collect();
    assert_eq!(titles, ["Mailbox", "User", "Replies"]);
}

#[test]
fn what_no_filter_selects_is_a_group_of_each_user() {
    let groups = ndjson(&[&TWO[..], &["--by", "user,tag"]].concat());
    let whole = json(&TWO);
    let untagged = groups.iter().filter(|group| group["tagKey"].is_null());
    let untagged: Vec<&Value> = untagged.collect();
    assert_eq!(untagged.len(), 2, "{untagged:?}");
    for group in untagged {
        assert_eq!(group["tag"], "no tag");
        let user: i64 = group["userKey"].as_str().unwrap().parse().unwrap();
        let tags = groups
            .iter()
            .filter(|other| other["userKey"] == group["userKey"]);
        let tags: Vec<&str> = tags.filter_map(|other| other["tagKey"].as_str()).collect();
        let tagged = json(&["--user", &user.to_string(), "--tags", &tags.join(",")]);
        let tagged: HashSet<i64> = tagged["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_i64().unwrap())
            .collect();
        let own = whole["conversations"].as_array().unwrap().iter();
        let own = own.filter(|row| row["userId"] == user);
        let own: Vec<&Value> = own
            .filter(|row| !tagged.contains(&row["id"].as_i64().unwrap()))
            .collect();
        compare_group(group, &own);
    }
}

/// Returns the replies of each group, by its keys, without those that have none.
fn by_keys(options: &[&str], keys: &[&str]) -> BTreeMap<Vec<String>, u64> {
    keyed(&ndjson(options), keys)
}

fn keyed(groups: &[Value], keys: &[&str]) -> BTreeMap<Vec<String>, u64> {
    let groups = groups.iter().map(|group| {
        let keys = keys.iter().map(|key| group[*key].as_str().unwrap_or("-"));
        let keys = keys.map(str::to_owned).collect();
        (keys, group["replies"].as_u64().unwrap())
    });
    groups.filter(|(_, replies)| *replies > 0).collect()
}

#[test]
fn the_hours_of_each_user_and_mailbox_are_those_of_their_own_reports() {
    let of_users = by_keys(
        &[&TWO[..], &["--by", "user,hour"]].concat(),
        &["userKey", "hourKey"],
    );
    let turned = by_keys(
        &[&TWO[..], &["--by", "hour,user"]].concat(),
        &["userKey", "hourKey"],
    );
    assert_eq!(turned, of_users);
    let users: HashSet<&String> = of_users.keys().map(|keys| &keys[0]).collect();
    assert_eq!(users.len(), 2);
    for user in users {
        let own = by_keys(&["--user", user, "--by", "hour"], &["key"]);
        let own = own
            .into_iter()
            .map(|(hour, replies)| (vec![user.clone(), hour[0].clone()], replies));
        let there = of_users.iter().filter(|(keys, _)| keys[0] == *user);
        assert!(own.eq(there.map(|(keys, replies)| (keys.clone(), *replies))));
    }
    let of_mailboxes = by_keys(
        &["--user", "447723", "--by", "mailbox,hour"],
        &["mailboxKey", "hourKey"],
    );
    let mailboxes: HashSet<&String> = of_mailboxes.keys().map(|keys| &keys[0]).collect();
    assert!(mailboxes.len() > 1, "{mailboxes:?}");
    for mailbox in mailboxes {
        let own = ["--user", "447723", "--mailboxes", mailbox, "--by", "hour"];
        let own = by_keys(&own, &["key"]).into_iter();
        let own = own.map(|(hour, replies)| (vec![mailbox.clone(), hour[0].clone()], replies));
        let there = of_mailboxes.iter().filter(|(keys, _)| keys[0] == *mailbox);
        assert!(own.eq(there.map(|(keys, replies)| (keys.clone(), *replies))));
    }
}

#[test]
fn hours_and_weekdays_divide_parts_of_the_period() {
    let by = |period: &str, by: &str, keys: &[&str]| {
        let mut command = program();
        command.args(["history", "--sandbox", "--user", "447723", "--by", by]);
        command.args(["--zone", "America/New_York", "--period", period]);
        let run = run(command.args(["--format", "ndjson"]));
        assert_eq!(run.code, Some(0), "{by}: {}", run.stderr);
        let groups = run.stdout.lines().map(serde_json::from_str);
        keyed(&groups.collect::<Result<Vec<Value>, _>>().unwrap(), keys)
    };
    // The clocks go forward on the Sunday.
    let days = by("2019-03-09..2019-03-11", "day,hour", &["dayKey", "hourKey"]);
    for day in ["2019-03-09", "2019-03-10", "2019-03-11"] {
        let own = by(day, "hour", &["key"]).into_iter();
        let own = own.map(|(hour, replies)| (vec![day.to_owned(), hour[0].clone()], replies));
        let there = days.iter().filter(|(keys, _)| keys[0] == day);
        assert!(own.eq(there.map(|(keys, replies)| (keys.clone(), *replies))));
    }
    let two_weeks = "2019-05-06..2019-05-19";
    let hours = by(two_weeks, "weekday,hour", &["weekdayKey", "hourKey"]);
    let weekdays = by(two_weeks, "weekday", &["key"]);
    let weeks = by(two_weeks, "week,weekday", &["weekKey", "weekdayKey"]);
    for (weekday, replies) in weekdays {
        for divided in [&hours, &weeks] {
            let there = divided
                .iter()
                .filter(|(keys, _)| keys.contains(&weekday[0]));
            assert_eq!(there.map(|(_, replies)| replies).sum::<u64>(), replies);
        }
    }
    // A Monday in April, and one in May.
    let months = by(
        "2019-04-29..2019-05-06",
        "month,weekday",
        &["monthKey", "weekdayKey"],
    );
    for (month, day) in [("2019-04", "2019-04-29"), ("2019-05", "2019-05-06")] {
        let own = by(day, "day", &["key"]);
        let monday = vec![month.to_owned(), "Monday".to_owned()];
        assert_eq!(months.get(&monday), own.values().next());
    }
}

#[test]
fn every_format_has_the_hours_of_each_user_and_their_change() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let names = ["w.html", "w.xlsx", "w.md", "w.csv", "w.json", "w.txt"].map(at);
    let outputs = names.iter().flat_map(|name| ["-o", name.as_str()]);
    let options = ["--by", "user,hour", "--compare", "previous"];
    let options: Vec<&str> = TWO.into_iter().chain(options).chain(outputs).collect();
    succeeds(&options);
    for name in &names {
        let bytes = std::fs::read(name).unwrap();
        assert!(bytes.len() > 500, "{name}");
        if !name.ends_with("xlsx") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("14:00"), "{name}: {text}");
        }
    }
}

#[test]
fn a_history_that_can_not_be_divided_like_that_is_refused() {
    let cases = [
        ("user,user", "write --by user"),
        ("day,week", "a day is in one week only"),
        ("weekday,day", "a day is in one weekday only"),
        (
            "week,month",
            "keep one, and add user, mailbox, tag, type or hour",
        ),
        ("hour,hour", "write --by hour"),
        ("user,tag,day", "remove some, such as in --by user,mailbox"),
        ("user,mailbx", "mailbox"),
    ];
    for (by, help) in cases {
        let service = Service::start(|_| (500, String::new()));
        let mut command = program();
        command.args(["history", "--by", by]).args(WEEK).args(TWO);
        let run = run(&mut service.asked_by(command));
        assert_eq!(run.code, Some(2), "{by}: {}", run.stderr);
        assert!(run.stderr.contains(help), "{by}: {}", run.stderr);
        assert!(service.asked().is_empty(), "{by}");
    }
}
