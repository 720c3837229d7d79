//! Reads the rows of groups, such as mailboxes or days, and calculates their figures.

use std::collections::HashSet;

use helpscout_figures::Sla;
use helpscout_reports::ConversationReply;
use helpscout_reports::history::collapse;

use super::dimension::{By, Member, Restriction};
use super::figures::{Figures, Tally};
use super::pull::{self, Reply};
use super::result::Group;
use super::source::{Pulled, Source};
use crate::message::Failure;

/// One report to read.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// The position of the group.
    pub(super) group: usize,
    /// The position of the user.
    pub(super) user: usize,
    pub(super) restriction: Restriction,
}

/// Returns the users as groups. Their rows are there already.
pub(super) fn of_users(pulled: &Pulled, sla: &Sla) -> Vec<Group> {
    let groups = pulled.users.iter().map(|user| Group {
        key: Some(user.id.clone()),
        label: user.title(),
        figures: Figures::of(user.rows.iter(), sla),
        before: None,
    });
    groups.collect()
}

/// Reads the rows of each member and calculates its figures.
pub(super) async fn of_members(
    source: &Source<'_>,
    pulled: &Pulled,
    by: By,
    members: &[Member],
    sla: &Sla,
) -> Result<Vec<Group>, Failure> {
    let active = pulled.active();
    let mut jobs = Vec::new();
    for (group, member) in members.iter().enumerate() {
        for restriction in &member.restrictions {
            jobs.extend(active.iter().map(|user| Job {
                group,
                user: *user,
                restriction: restriction.clone(),
            }));
        }
    }
    let mut gathered = Gathered::new(members.len(), sla, by.parameter().is_some());
    read(source, pulled, &jobs, by.title(), |job, replies| {
        gathered.add(job, replies);
    })
    .await?;
    let (figures, seen) = gathered.finish();
    let groups = members.iter().zip(figures).map(|(member, figures)| Group {
        key: Some(member.key.clone()),
        label: member.label.clone(),
        figures,
        before: None,
    });
    let mut groups: Vec<Group> = groups.collect();
    if by.is_ordered() {
        check(source, pulled, by, &groups);
    } else {
        groups.extend(remainder(pulled, by, &seen, sla));
    }
    Ok(groups)
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
        source.request(user, interval, Some(&job.restriction))
    });
    let all = jobs.len();
    pull::each(source.client, requests, |at, replies| {
        source.progress.part(title, at + 1, all);
        take(&jobs[at], replies);
    })
    .await
}

/// Warns if the parts of a period don't have all of its replies.
pub(super) fn check(source: &Source<'_>, pulled: &Pulled, by: By, groups: &[Group]) {
    let whole = pulled.replies();
    let parts: usize = groups.iter().map(|group| group.figures.replies).sum();
    if whole != parts {
        source.progress.warning(format!(
            "the whole period has {}, and its parts by {} have {parts}: the report has changed \
             while it was read; run the command again",
            of_replies(whole),
            by.name()
        ));
    }
}

/// Returns the group of the rows that are in no other group.
fn remainder(pulled: &Pulled, by: By, seen: &HashSet<(usize, i64)>, sla: &Sla) -> Option<Group> {
    let users = pulled.users.iter().enumerate();
    let rows = users.flat_map(|(at, user)| user.rows.iter().map(move |row| (at, row)));
    let rows = rows.filter(|(user, row)| !seen.contains(&(*user, row.id.0)));
    let figures = Figures::of(rows.map(|(_, row)| row), sla);
    let label = match by {
        By::Tag => "no tag",
        By::Mailbox => "other mailboxes",
        By::Type => "other channels",
        _ => "others",
    };
    (figures.rows > 0).then(|| Group {
        key: None,
        label: label.to_owned(),
        figures,
        before: None,
    })
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
