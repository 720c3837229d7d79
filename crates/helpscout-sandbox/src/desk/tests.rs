#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashSet};

use super::{
    random::{mix, mix_text},
    *,
};

#[test]
fn the_year_in_utc_is_the_year() {
    let starts = |year| {
        let midnight = jiff::civil::date(year, 1, 1).at(0, 0, 0, 0);
        let midnight = jiff::tz::TimeZone::UTC.to_timestamp(midnight).unwrap();
        midnight.as_second()
    };
    assert_eq!(YEAR_IN_UTC, starts(YEAR)..starts(YEAR + 1));
}

const START_OF_2019: i64 = 1_546_318_800;
const END_OF_2019: i64 = 1_577_854_800;

/// Summarizes a desk: counts, and a fingerprint of all values.
fn digest(desk: &Desk) -> String {
    let mut counts = BTreeMap::new();
    let mut print = 0;
    for conversation in &desk.conversations {
        let Conversation {
            id,
            number,
            mailbox,
            folder,
            channel,
            status,
            tags,
            customers,
            created,
            closed,
            threads,
        } = conversation;
        *counts
            .entry(format!("channel {}", channel.wire()))
            .or_insert(0) += 1;
        *counts
            .entry(format!("status {}", status.wire()))
            .or_insert(0) += 1;
        *counts.entry(format!("mailbox {mailbox}")).or_insert(0) += 1;
        *counts.entry("threads".to_owned()).or_insert(0) += threads.len();
        for value in [
            *id,
            *number,
            *mailbox,
            *folder,
            *created,
            closed.unwrap_or(-1),
        ] {
            print = mix(print, value as u64);
        }
        print = mix_text(print, channel.wire());
        print = mix_text(print, status.wire());
        print = tags
            .iter()
            .fold(print, |print, tag| mix(print, *tag as u64));
        for customer in customers {
            print = mix_text(
                mix(print, customer.id as u64),
                &customer.name().unwrap_or_default(),
            );
        }
        for thread in threads {
            let (author, opened) = match thread.author {
                Author::Customer => (0, 0),
                Author::User { id, opened } => (id, opened),
            };
            print = [thread.id, thread.sent, author, opened]
                .iter()
                .fold(print, |print, value| mix(print, *value as u64));
        }
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(what, count)| format!("{what}: {count}\n"))
        .collect();
    format!(
        "conversations: {}\n{}fingerprint: {print:016x}\n",
        desk.conversations.len(),
        counts.concat()
    )
}

#[test]
fn the_same_seed_builds_the_same_desk_on_every_machine() {
    let first = digest(&Desk::build(2019, 1));
    for threads in [2, 7] {
        assert_eq!(first, digest(&Desk::build(2019, threads)), "{threads}");
    }
    insta::assert_snapshot!(first);
}

#[test]
fn another_seed_builds_another_desk() {
    assert_ne!(digest(&Desk::build(1, 1)), digest(&Desk::build(2, 1)));
}

#[test]
fn a_desk_is_shared_while_somebody_holds_it() {
    let desk = Desk::of(7);
    assert!(Arc::ptr_eq(&desk, &Desk::of(7)));
}

#[test]
fn every_conversation_happens_in_order_and_within_the_year() {
    let desk = Desk::of(2019);
    for conversation in &desk.conversations {
        let threads = &conversation.threads;
        assert_eq!(threads[0].author, Author::Customer);
        assert_eq!(threads[0].sent, conversation.created);
        assert!(threads.is_sorted_by_key(|thread| (thread.sent, thread.id)));
        assert!(
            conversation.created >= START_OF_2019 && threads.last().unwrap().sent < END_OF_2019
        );
        for (before, thread) in threads.iter().zip(&threads[1..]) {
            if let Author::User { opened, .. } = thread.author {
                assert!(
                    before.sent <= opened && opened <= thread.sent,
                    "thread {}",
                    thread.id
                );
            }
        }
    }
}

#[test]
fn a_conversation_has_a_lasting_close_exactly_if_it_is_closed() {
    for conversation in &Desk::of(2019).conversations {
        assert_eq!(
            conversation.closed.is_some(),
            conversation.status == Status::Closed
        );
        let last = conversation.threads.last().unwrap().sent;
        assert!(
            conversation
                .closed
                .is_none_or(|closed| last <= closed && closed < END_OF_2019)
        );
    }
}

#[test]
fn spam_is_never_answered() {
    let desk = Desk::of(2019);
    let mut spam = desk
        .conversations
        .iter()
        .filter(|conversation| conversation.status == Status::Spam);
    assert!(spam.all(|conversation| conversation.threads.len() == 1));
}

#[test]
fn ids_are_unique_rise_with_time_and_do_not_fit_32_bits() {
    let desk = Desk::of(2019);
    assert!(
        desk.conversations
            .is_sorted_by_key(|conversation| (conversation.created, conversation.id))
    );
    assert!(
        desk.conversations
            .windows(2)
            .all(|pair| pair[0].id < pair[1].id && pair[0].number < pair[1].number)
    );
    assert!(
        desk.conversations
            .iter()
            .all(|conversation| conversation.id > i64::from(u32::MAX))
    );
    assert!(
        desk.conversations
            .iter()
            .all(|conversation| (200_000..300_000).contains(&conversation.number))
    );
    let threads: Vec<i64> = desk
        .conversations
        .iter()
        .flat_map(|conversation| &conversation.threads)
        .map(|thread| thread.id)
        .collect();
    assert_eq!(threads.iter().collect::<HashSet<_>>().len(), threads.len());
}

#[test]
fn everything_that_is_referred_to_exists() {
    let desk = Desk::of(2019);
    let users: Vec<i64> = company::USERS.iter().map(|user| user.id).collect();
    for conversation in &desk.conversations {
        let folder = company::FOLDERS
            .iter()
            .find(|folder| folder.id == conversation.folder)
            .unwrap();
        assert_eq!(folder.mailbox, conversation.mailbox);
        assert!(
            conversation
                .tags
                .iter()
                .all(|tag| company::TAGS.iter().any(|known| known.id == *tag))
        );
        assert!((1..=2).contains(&conversation.customers.len()));
        let customers: HashSet<i64> = conversation
            .customers
            .iter()
            .map(|customer| customer.id)
            .collect();
        assert_eq!(customers.len(), conversation.customers.len());
        for thread in &conversation.threads {
            assert!(matches!(
                thread.author,
                Author::Customer | Author::User { .. }
            ));
            if let Author::User { id, .. } = thread.author {
                assert!(users.contains(&id));
            }
        }
    }
    assert!(
        desk.teams
            .iter()
            .all(|team| team.members.iter().all(|member| users.contains(member)))
    );
    assert!(desk.teams.iter().all(|team| !users.contains(&team.id)));
}

#[test]
fn all_kinds_of_conversations_occur() {
    let desk = Desk::of(2019);
    let some = |what: &str, wanted: &dyn Fn(&Conversation) -> bool| {
        let found = desk
            .conversations
            .iter()
            .filter(|conversation| wanted(conversation))
            .count();
        assert!(found >= 50, "{what}: {found}");
    };
    let authors = |conversation: &Conversation| -> Vec<Option<i64>> {
        let threads = conversation.threads.iter();
        threads
            .map(|thread| {
                if let Author::User { id, .. } = thread.author {
                    Some(id)
                } else {
                    None
                }
            })
            .collect()
    };
    some("never answered, not spam", &|conversation| {
        conversation.threads.len() == 1 && conversation.status == Status::Active
    });
    some("several users", &|conversation| {
        authors(conversation)
            .into_iter()
            .flatten()
            .collect::<HashSet<_>>()
            .len()
            > 1
    });
    some("several questions", &|conversation| {
        authors(conversation)
            .windows(2)
            .any(|pair| pair == [None, None])
    });
    some("a reply nobody waited for", &|conversation| {
        authors(conversation)
            .windows(2)
            .any(|pair| pair[0].is_some() && pair[1].is_some())
    });
    some("no tag", &|conversation| conversation.tags.is_empty());
    some("several tags", &|conversation| conversation.tags.len() > 1);
    some("two customers", &|conversation| {
        conversation.customers.len() == 2
    });
    some("a customer without a name", &|conversation| {
        conversation.customers[0].name().is_none()
    });
    some("closed long after the last message", &|conversation| {
        conversation
            .closed
            .is_some_and(|closed| closed > conversation.threads.last().unwrap().sent + 3600)
    });
    some("an answer after a month", &|conversation| {
        conversation.threads.windows(2).any(|pair| {
            pair[1].author != Author::Customer && pair[1].sent - pair[0].sent > 30 * 86_400
        })
    });
    let customers: HashSet<i64> = desk
        .conversations
        .iter()
        .flat_map(|conversation| &conversation.customers)
        .map(|customer| customer.id)
        .collect();
    assert!(customers.len() > 3000, "{}", customers.len());
}

#[test]
fn most_traffic_comes_on_weekdays_in_working_hours() {
    let desk = Desk::of(2019);
    let created: Vec<i64> = desk
        .conversations
        .iter()
        .map(|conversation| conversation.created)
        .collect();
    let in_office = created
        .iter()
        .filter(|at| desk.office.is_open(**at))
        .count();
    // 40 of 168 hours a week.
    assert!(
        in_office * 100 > created.len() * 55,
        "{in_office} of {}",
        created.len()
    );
    assert!(
        in_office * 100 < created.len() * 80,
        "{in_office} of {}",
        created.len()
    );
}

#[test]
fn a_team_stands_for_its_members_and_a_user_for_itself() {
    let desk = Desk::of(2019);
    assert_eq!(desk.members(530_102), [489_265, 511_486, 415_002]);
    assert_eq!(desk.members(447_723), [447_723]);
    assert_eq!(desk.members(1), [1]);
}
