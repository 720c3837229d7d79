//! What a report counts: the conversations that match a call's filters, and what happened in them
//! within its interval.
//!
//! All reports and drilldowns use the same [`Measures`], so that their figures agree. An interval
//! includes both of its ends. Spam is never counted.

use super::mean::Mean;
use crate::{
    desk::{Author, Channel, Conversation, Desk, Status, Thread},
    interpret::Arguments,
};

/// The interval and the filters of a call.
pub(super) struct Scope<'a> {
    pub(super) desk: &'a Desk,
    pub(super) start: i64,
    pub(super) end: i64,
    /// `None` for all users.
    users: Option<Vec<i64>>,
    status: Option<&'a str>,
    mailboxes: Option<Vec<i64>>,
    tags: Option<Vec<i64>>,
    types: Option<Vec<&'a str>>,
    folders: Option<Vec<i64>>,
    /// The channel of a report about one channel.
    channel: Option<Channel>,
    office_hours: bool,
}

impl<'a> Scope<'a> {
    /// Reads the interval and the filters. Returns `None` if the call has no interval. A filter
    /// that the operation does not have excludes nothing.
    pub(super) fn new(desk: &'a Desk, arguments: &'a Arguments) -> Option<Self> {
        Self::over(desk, arguments, "start", "end")
    }

    /// The same for the previous interval. Returns `None` if the call has none.
    pub(super) fn previous(desk: &'a Desk, arguments: &'a Arguments) -> Option<Self> {
        Self::over(desk, arguments, "previousStart", "previousEnd")
    }

    fn over(desk: &'a Desk, arguments: &'a Arguments, start: &str, end: &str) -> Option<Self> {
        let user = arguments.integer("user");
        Some(Self {
            desk,
            start: arguments.instant(start)?,
            end: arguments.instant(end)?,
            users: user.map(|user| desk.members(user)),
            status: arguments.text("status"),
            mailboxes: arguments.integers("mailboxes"),
            tags: arguments.integers("tags"),
            types: arguments.texts("types"),
            folders: arguments.integers("folders"),
            channel: None,
            office_hours: arguments.boolean("officeHours").unwrap_or(false),
        })
    }

    /// Includes everything that a user or the members of a team ever did.
    pub(super) fn all_time(desk: &'a Desk, user_or_team: i64) -> Self {
        Self {
            desk,
            start: i64::MIN,
            end: i64::MAX,
            users: Some(desk.members(user_or_team)),
            status: None,
            mailboxes: None,
            tags: None,
            types: None,
            folders: None,
            channel: None,
            office_hours: false,
        }
    }

    /// Keeps only conversations of this channel.
    pub(super) fn of_channel(self, channel: Channel) -> Self {
        Self {
            channel: Some(channel),
            ..self
        }
    }

    /// Returns true if the instant is in the interval.
    pub(super) fn contains(&self, at: i64) -> bool {
        (self.start..=self.end).contains(&at)
    }

    /// Returns true if the work of this user counts.
    pub(super) fn counts(&self, user: i64) -> bool {
        self.users
            .as_ref()
            .is_none_or(|users| users.contains(&user))
    }

    /// Returns true if the conversation matches the filters, no matter when it took place.
    pub(super) fn matches(&self, conversation: &Conversation) -> bool {
        fn listed<T: PartialEq>(list: &Option<Vec<T>>, value: &T) -> bool {
            list.as_ref().is_none_or(|list| list.contains(value))
        }
        conversation.status != Status::Spam
            && self
                .channel
                .is_none_or(|channel| channel == conversation.channel)
            && self
                .status
                .is_none_or(|status| status == conversation.status.wire())
            && listed(&self.mailboxes, &conversation.mailbox)
            && listed(&self.types, &conversation.channel.wire())
            && listed(&self.folders, &conversation.folder)
            && self
                .tags
                .as_ref()
                .is_none_or(|tags| tags.iter().any(|tag| conversation.tags.contains(tag)))
    }

    /// Returns the seconds between two instants, or the seconds of office hours if the call
    /// requests that.
    pub(super) fn seconds(&self, from: i64, to: i64) -> i64 {
        if self.office_hours {
            self.desk.office.between(from, to)
        } else {
            to - from
        }
    }

    /// Returns the days of the interval, rounded up.
    pub(super) fn days(&self) -> i64 {
        (self.end - self.start + DAY - 1) / DAY
    }

    /// Returns all replies of a conversation, no matter who sent them and when. Threads that have
    /// not `arrived` are ignored.
    pub(super) fn replies(
        &self,
        conversation: &'a Conversation,
        arrived: impl Fn(&Thread) -> bool,
    ) -> impl Iterator<Item = Reply<'a>> {
        // The first message of the customer that is not answered yet.
        let mut asked = None;
        let mut answered = false;
        let threads = conversation.threads.iter();
        threads
            .filter(move |thread| arrived(thread))
            .filter_map(move |thread| {
                let Author::User { id, opened, .. } = thread.author else {
                    asked.get_or_insert(thread.sent);
                    return None;
                };
                let wait = asked.take().map(|asked| self.seconds(asked, thread.sent));
                let is_first = wait.is_some() && !answered;
                answered |= is_first;
                Some(Reply {
                    thread,
                    user: id,
                    wait,
                    is_first,
                    handle: thread.sent - opened,
                })
            })
    }

    /// Returns the conversations that match the filters and may overlap the interval, in the order
    /// of creation.
    pub(super) fn conversations(&self) -> impl DoubleEndedIterator<Item = &'a Conversation> {
        let conversations = self.desk.overlapping(self.start, self.end);
        conversations.filter(|conversation| self.matches(conversation))
    }

    /// Measures what happened in the interval, by conversation, in the order of creation.
    pub(super) fn measures(&self) -> Vec<Measures<'a>> {
        self.conversations()
            .map(|conversation| self.measure(conversation))
            .filter(|measures| measures.touched || measures.closed.is_some())
            .collect()
    }

    fn measure(&self, conversation: &'a Conversation) -> Measures<'a> {
        let mut replies_on_all = 0;
        let mut replies = Vec::new();
        for reply in self.replies(conversation, |_| true) {
            replies_on_all += 1;
            if self.counts(reply.user) && self.contains(reply.thread.sent) {
                replies.push(reply);
            }
        }
        let customers = conversation.threads.iter();
        let received: Vec<i64> = customers
            .filter(|thread| thread.author == Author::Customer && self.contains(thread.sent))
            .map(|thread| thread.sent)
            .collect();
        let created = self.contains(conversation.created);
        let last = conversation.threads.last();
        // A close counts for the user it is assigned to.
        let counts = |user: Option<i64>| match user {
            Some(user) => self.counts(user),
            None => self.users.is_none(),
        };
        let closed = conversation
            .closed
            .filter(|closed| self.contains(*closed) && counts(conversation.assignee()));
        let touched =
            !replies.is_empty() || self.users.is_none() && (created || !received.is_empty());
        Measures {
            conversation,
            touched,
            created: touched && created,
            received,
            replies,
            replies_on_all,
            closed,
            until_closed: closed.map(|closed| self.seconds(conversation.created, closed)),
            lasted: last.map_or(0, |last| self.seconds(conversation.created, last.sent)),
        }
    }
}

/// What one conversation contributes to the figures of an interval.
pub(super) struct Measures<'a> {
    pub(super) conversation: &'a Conversation,
    /// Whether it is one of the interval's conversations: it was created or had a message in it. If
    /// the scope is limited to some users, it had a reply of theirs in it.
    pub(super) touched: bool,
    /// Whether it is touched and was created in the interval.
    pub(super) created: bool,
    /// The instants in the interval when the customer wrote.
    pub(super) received: Vec<i64>,
    /// The replies in the interval that count.
    pub(super) replies: Vec<Reply<'a>>,
    /// The number of replies in the whole conversation, by any user.
    pub(super) replies_on_all: i64,
    /// When it was closed for good, if that is in the interval and counts.
    pub(super) closed: Option<i64>,
    /// The seconds from the first message to that close.
    until_closed: Option<i64>,
    /// The seconds from the first to the last message.
    lasted: i64,
}

/// One reply of a user.
#[derive(Clone, Copy)]
pub(super) struct Reply<'a> {
    pub(super) thread: &'a Thread,
    pub(super) user: i64,
    /// How long the customer had waited; `None` if the customer was not waiting.
    pub(super) wait: Option<i64>,
    /// Whether it ends the first wait of the conversation.
    pub(super) is_first: bool,
    /// The seconds from opening the conversation to sending the reply. Office hours don't matter.
    pub(super) handle: i64,
}

impl Measures<'_> {
    /// Returns true if it was closed in the interval and has a reply.
    pub(super) fn resolved(&self) -> bool {
        self.closed.is_some() && self.replies_on_all > 0
    }

    /// Returns true if it was resolved with a single reply.
    pub(super) fn resolved_on_first_reply(&self) -> bool {
        self.resolved() && self.replies_on_all == 1
    }

    /// Returns the seconds from the first message to the close, if it was resolved.
    pub(super) fn resolution(&self) -> Option<i64> {
        self.until_closed.filter(|_| self.resolved())
    }

    /// Averages how long the customer waited for the replies in the interval.
    pub(super) fn response(&self) -> Mean {
        self.replies.iter().filter_map(|reply| reply.wait).collect()
    }

    /// Returns how long the customer waited for the first reply, if that is in the interval.
    pub(super) fn first_response(&self) -> Option<i64> {
        let first = self.replies.iter().find(|reply| reply.is_first);
        first.and_then(|reply| reply.wait)
    }

    /// Averages how long the customer waited for the replies after the first.
    pub(super) fn later_response(&self) -> Mean {
        let later = self.replies.iter().filter(|reply| !reply.is_first);
        later.filter_map(|reply| reply.wait).collect()
    }

    /// Returns the seconds from the first to the last message, if the conversation is one of the
    /// interval's and was answered.
    pub(super) fn duration(&self) -> Option<i64> {
        (self.touched && self.replies_on_all > 0).then_some(self.lasted)
    }

    /// Returns the number of messages in the whole conversation.
    pub(super) fn messages(&self) -> i64 {
        self.conversation.threads.len() as i64
    }

    /// Averages how long it took to write the replies in the interval.
    pub(super) fn handle(&self) -> Mean {
        self.replies.iter().map(|reply| reply.handle).collect()
    }
}

pub(super) const DAY: i64 = 86_400;
