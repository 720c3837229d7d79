//! Reads the rows of groups, such as mailboxes or days, and calculates their figures.

use std::collections::HashSet;

use helpscout_figures::Sla;
use helpscout_reports::ConversationReply;
use helpscout_reports::history::collapse;

use super::dimension::{By, Member, Restriction, Split};
use super::figures::{Figures, Tally};
use super::pull::{self, Reply};
use super::result::{Group, Place, UserRows};
use super::source::{Pulled, Source};
use crate::message::Failure;

/// One report to read.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// The position of the group.
    pub(super) group: usize,
    /// The position of the user.
    pub(super) user: usize,
    /// What selects the rows, all together.
    pub(super) restrictions: Vec<Restriction>,
}

/// What one part of a split divides by.
#[derive(Clone, Copy)]
pub(super) enum Axis<'m> {
    Users,
    Members(&'m [Member]),
}

impl Axis<'_> {
    /// Returns how many things it has.
    pub(super) fn size(self, pulled: &Pulled) -> usize {
        match self {
            Self::Users => pulled.users.len(),
            Self::Members(members) => members.len(),
        }
    }

    /// Returns the place of the groups of one of them.
    pub(super) fn place(self, at: usize, pulled: &Pulled) -> Place {
        match self {
            Self::Users => place_of(at, &pulled.users[at]),
            Self::Members(members) => Place {
                key: Some(members[at].key.clone()),
                label: members[at].label.clone(),
                order: members[at].order,
                length: members[at].length,
            },
        }
    }
}

/// Returns the users as groups. Their rows are there already.
pub(super) fn of_users(pulled: &Pulled, sla: &Sla) -> Vec<Group> {
    let groups = pulled.users.iter().enumerate().map(|(at, user)| Group {
        places: vec![place_of(at, user)],
        figures: Some(Figures::of(user.rows.iter(), sla)),
        before: None,
        is_alike: true,
    });
    groups.collect()
}

fn place_of(at: usize, user: &UserRows) -> Place {
    Place {
        key: Some(user.id.clone()),
        label: user.title(),
        order: at,
        length: None,
    }
}

/// Reads the rows of each group and calculates its figures. `members` are those of each part of the
/// split but the users.
pub(super) async fn of_members(
    source: &Source<'_>,
    pulled: &Pulled,
    split: Split,
    members: &[&[Member]],
    sla: &Sla,
) -> Result<Vec<Group>, Failure> {
    let mut members = members.iter();
    let axes = split.parts().filter_map(|by| match by {
        By::User => Some(Axis::Users),
        _ => members.next().map(|members| Axis::Members(members)),
    });
    let axes: Vec<Axis<'_>> = axes.collect();
    let sizes: Vec<usize> = axes.iter().map(|axis| axis.size(pulled)).collect();
    let all: usize = sizes.iter().product();
    let active = pulled.active();
    let mut jobs = Vec::new();
    for group in 0..all {
        let mut users = active.clone();
        let mut restrictions = vec![Vec::new()];
        for (axis, at) in axes.iter().zip(positions(group, &sizes)) {
            match axis {
                Axis::Users => users.retain(|user| *user == at),
                Axis::Members(members) => {
                    restrictions = each_with(&restrictions, &members[at].restrictions);
                }
            }
        }
        for restrictions in restrictions {
            jobs.extend(users.iter().map(|user| Job {
                group,
                user: *user,
                restrictions: restrictions.clone(),
            }));
        }
    }
    let mut gathered = Gathered::new(all, sla, split.is_filtered());
    let title = capitalized(&split.words());
    read(source, pulled, &jobs, &title, |job, replies| {
        gathered.add(job, replies);
    })
    .await?;
    let (figures, seen) = gathered.finish();
    let groups = figures.into_iter().enumerate().map(|(group, figures)| {
        let places = axes.iter().zip(positions(group, &sizes));
        let places = places.map(|(axis, at)| axis.place(at, pulled));
        Group {
            places: places.collect(),
            figures: Some(figures),
            before: None,
            is_alike: true,
        }
    });
    let groups = groups.collect();
    Ok(complete(source, pulled, split, sla, groups, &seen))
}

/// Returns groups together with those of the rows that are in none, if a filter selects the groups.
/// Otherwise checks that all replies are in them. `seen` are the rows that are.
pub(super) fn complete(
    source: &Source<'_>,
    pulled: &Pulled,
    split: Split,
    sla: &Sla,
    mut groups: Vec<Group>,
    seen: &HashSet<(usize, i64)>,
) -> Vec<Group> {
    if split.is_filtered() {
        groups.extend(remainders(pulled, split, seen, sla));
    } else {
        check(source, pulled, split, &groups);
    }
    groups
}

/// Returns the position of a group in each part of a split. The last part changes fastest.
fn positions(group: usize, sizes: &[usize]) -> Vec<usize> {
    let mut rest = group;
    let mut positions = vec![0; sizes.len()];
    for (position, size) in positions.iter_mut().zip(sizes).rev() {
        *position = rest % size;
        rest /= size;
    }
    positions
}

/// Adds each restriction to each list of restrictions. Two intervals of a list become what is in both,
/// and a list is left out if nothing is.
fn each_with(lists: &[Vec<Restriction>], more: &[Restriction]) -> Vec<Vec<Restriction>> {
    let each = lists.iter().flat_map(|list| {
        more.iter().filter_map(|restriction| {
            let mut list = list.clone();
            for known in &mut list {
                if let (Restriction::Interval(known), Restriction::Interval(other)) =
                    (known, restriction)
                {
                    known.start = known.start.max(other.start);
                    known.end = known.end.min(other.end);
                    return (known.start <= known.end).then_some(list);
                }
            }
            list.push(restriction.clone());
            Some(list)
        })
    });
    each.collect()
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Reads reports, and passes on the replies of each in the order of the jobs.
pub(super) async fn read(
    source: &Source<'_>,
    pulled: &Pulled,
    jobs: &[Job],
    title: &str,
    mut take: impl FnMut(&Job, Vec<Reply>),
) -> Result<(), Failure> {
    let interval = pulled.period.interval();
    let requests = jobs.iter().map(|job| {
        let user = &pulled.users[job.user].id;
        source.request(user, interval, &job.restrictions)
    });
    let all = jobs.len();
    pull::each(source.client, requests, |at, replies| {
        source.progress.part(title, at + 1, all);
        take(&jobs[at], replies);
    })
    .await
}

/// Warns if the parts of a period don't have all of its replies.
pub(super) fn check(source: &Source<'_>, pulled: &Pulled, split: Split, groups: &[Group]) {
    let whole = pulled.replies();
    let parts = groups.iter().filter_map(|group| group.figures.as_ref());
    let parts: usize = parts.map(|figures| figures.replies).sum();
    if whole != parts {
        source.progress.warning(format!(
            "the whole period has {}, and its parts by {} have {parts}: the report has changed \
             while it was read; run the command again",
            of_replies(whole),
            split.words()
        ));
    }
}

/// Returns the groups of the rows that are in no other group: of each user, if users are divided.
fn remainders(
    pulled: &Pulled,
    split: Split,
    seen: &HashSet<(usize, i64)>,
    sla: &Sla,
) -> Vec<Group> {
    let has_users = split.parts().any(|by| by == By::User);
    let others = others(split);
    let group = |users: &[usize]| {
        let rows = users.iter().flat_map(|at| {
            let rows = pulled.users[*at].rows.iter();
            rows.filter(|row| !seen.contains(&(*at, row.id.0)))
        });
        let figures = Figures::of(rows, sla);
        let places = split.parts().map(|by| match (by, users) {
            (By::User, [at]) => place_of(*at, &pulled.users[*at]),
            _ => Place {
                key: None,
                label: others.to_owned(),
                order: usize::MAX,
                length: None,
            },
        });
        (figures.rows > 0).then(|| Group {
            places: places.collect(),
            figures: Some(figures),
            before: None,
            is_alike: true,
        })
    };
    let all: Vec<usize> = (0..pulled.users.len()).collect();
    if has_users {
        all.chunks(1).filter_map(group).collect()
    } else {
        group(&all).into_iter().collect()
    }
}

/// Returns what to call rows that no filter selects.
fn others(split: Split) -> &'static str {
    let filtered: Vec<By> = split
        .parts()
        .filter(|by| by.parameter().is_some())
        .collect();
    match filtered.as_slice() {
        [By::Tag] => "no tag",
        [By::Mailbox] => "other mailboxes",
        [By::Type] => "other channels",
        _ => "others",
    }
}

/// The figures of groups, of which only one has its replies in memory.
pub(super) struct Gathered<'s> {
    sla: &'s Sla,
    figures: Vec<Figures>,
    /// The group whose replies are gathered, each with its user.
    group: usize,
    replies: Vec<(usize, Reply)>,
    /// Each conversation of each user that is in a group, if that is needed.
    seen: Option<HashSet<(usize, i64)>>,
}

impl<'s> Gathered<'s> {
    pub(super) fn new(groups: usize, sla: &'s Sla, needs_seen: bool) -> Self {
        Self {
            sla,
            figures: vec![Figures::of([].iter(), sla); groups],
            group: 0,
            replies: Vec::new(),
            seen: needs_seen.then(HashSet::new),
        }
    }

    /// Adds replies of a user in a group. Jobs come group by group.
    pub(super) fn add(&mut self, job: &Job, replies: Vec<Reply>) {
        if job.group != self.group {
            self.complete();
            self.group = job.group;
        }
        if let Some(seen) = &mut self.seen {
            seen.extend(replies.iter().map(|reply| (job.user, reply.id)));
        }
        let replies = replies.into_iter().map(|reply| (job.user, reply));
        self.replies.extend(replies);
    }

    fn complete(&mut self) {
        let mut replies = std::mem::take(&mut self.replies);
        // The order is stable, so the replies of a conversation stay in theirs.
        replies.sort_by_key(|(user, reply)| (*user, reply.id));
        let mut tally = Tally::default();
        let same = |(a, first): &(usize, Reply), (b, second): &(usize, Reply)| {
            a == b && first.id == second.id
        };
        for conversation in replies.chunk_by(same) {
            let rows = conversation
                .iter()
                .map(|(_, reply)| ConversationReply::from(*reply));
            for row in collapse(rows) {
                tally.add(&row);
            }
        }
        if let Some(figures) = self.figures.get_mut(self.group) {
            *figures = tally.figures(self.sla);
        }
    }

    /// Returns the figures of each group, and what is in any of them.
    pub(super) fn finish(mut self) -> (Vec<Figures>, HashSet<(usize, i64)>) {
        if !self.replies.is_empty() {
            self.complete();
        }
        (self.figures, self.seen.unwrap_or_default())
    }
}

/// Returns a number of replies in words.
fn of_replies(number: usize) -> String {
    match number {
        1 => "1 reply".to_owned(),
        number => format!("{number} replies"),
    }
}
