//! Groups by two things at once.

use std::collections::HashSet;

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

#[test]
fn a_history_that_can_not_be_divided_like_that_is_refused() {
    let cases = [
        ("user,user", "write --by user"),
        ("day,week", "keep one, and add user, mailbox, tag or type"),
        ("user,hour", "use day or weekday instead of hour"),
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
