//! What a report counts: the conversations that match a call's filters, and what happened in them
//! within its interval.
//!
//! Every family of reports and every drilldown reads the same [`Measures`], so that their figures
//! agree. Both ends of an interval count, and spam counts nowhere.

use super::mean::Mean;
use crate::{
    desk::{Author, Channel, Conversation, Desk, Status, Thread},
    interpret::Arguments,
};

/// What a call asks for: an interval, whose work, and which conversations.
pub(super) struct Scope<'a> {
    pub(super) desk: &'a Desk,
    pub(super) start: i64,
    pub(super) end: i64,
    /// None stands for everybody.
    users: Option<Vec<i64>>,
    status: Option<&'a str>,
    mailboxes: Option<Vec<i64>>,
    tags: Option<Vec<i64>>,
    types: Option<Vec<&'a str>>,
    folders: Option<Vec<i64>>,
    /// The only channel of a report about one.
    channel: Option<Channel>,
    office_hours: bool,
}

impl<'a> Scope<'a> {
    /// Needs an interval. Filters the operation does not have keep everything.
    pub(super) fn new(desk: &'a Desk, arguments: &'a Arguments) -> Option<Self> {
        Self::over(desk, arguments, "start", "end")
    }

    /// The same for the interval to compare with, if the call has one.
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

    /// Everything a user or the members of a team ever did.
    pub(super) fn ever(desk: &'a Desk, user_or_team: i64) -> Self {
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

    /// Only conversations of this channel.
    pub(super) fn on(self, channel: Channel) -> Self {
        Self {
            channel: Some(channel),
            ..self
        }
    }

    /// Whether an instant lies in the interval.
    pub(super) fn holds(&self, at: i64) -> bool {
        (self.start..=self.end).contains(&at)
    }

    /// Whether the work of this user counts.
    pub(super) fn counts(&self, user: i64) -> bool {
        self.users
            .as_ref()
            .is_none_or(|users| users.contains(&user))
    }

    /// Whether a conversation passes the filters, whenever it took place.
    pub(super) fn wants(&self, conversation: &Conversation) -> bool {
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

    /// The seconds between two instants, of office hours only if the call asks for that.
    pub(super) fn seconds(&self, from: i64, to: i64) -> i64 {
        if self.office_hours {
            self.desk.office.between(from, to)
        } else {
            to - from
        }
    }

    /// The days of the interval, rounded up.
    pub(super) fn days(&self) -> i64 {
        (self.end - self.start + DAY - 1) / DAY
    }

    /// All replies of a conversation, whoever sent them and whenever, as if nothing but the threads
    /// that have `arrived` were there.
    pub(super) fn replies(
        &self,
        conversation: &'a Conversation,
        arrived: impl Fn(&Thread) -> bool,
    ) -> impl Iterator<Item = Reply<'a>> {
        // The first message of the customer that nobody has answered yet.
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

    /// The conversations that pass the filters and may have been going on in the interval, in the
    /// order they were created.
    pub(super) fn conversations(&self) -> impl Iterator<Item = &'a Conversation> {
        let conversations = self.desk.conversations.iter();
        conversations.filter(|conversation| self.overlaps(conversation) && self.wants(conversation))
    }

    /// What happened in the interval, by conversation, in the order they were created.
    pub(super) fn measures(&self) -> Vec<Measures<'a>> {
        self.conversations()
            .map(|conversation| self.measure(conversation))
            .filter(|measures| measures.touched || measures.closed.is_some())
            .collect()
    }

    /// A quick look whether anything can have happened in the interval.
    fn overlaps(&self, conversation: &Conversation) -> bool {
        conversation.created <= self.end && conversation.modified() >= self.start
    }

    fn measure(&self, conversation: &'a Conversation) -> Measures<'a> {
        let mut replies_on_all = 0;
        let mut replies = Vec::new();
        for reply in self.replies(conversation, |_| true) {
            replies_on_all += 1;
            if self.counts(reply.user) && self.holds(reply.thread.sent) {
                replies.push(reply);
            }
        }
        let customers = conversation.threads.iter();
        let received: Vec<i64> = customers
            .filter(|thread| thread.author == Author::Customer && self.holds(thread.sent))
            .map(|thread| thread.sent)
            .collect();
        let created = self.holds(conversation.created);
        let last = conversation.threads.last();
        // Whose close it would be.
        let counts = |user: Option<i64>| match user {
            Some(user) => self.counts(user),
            None => self.users.is_none(),
        };
        let closed = conversation
            .closed
            .filter(|closed| self.holds(*closed) && counts(conversation.assignee()));
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

/// What one conversation adds to the figures of an interval.
pub(super) struct Measures<'a> {
    pub(super) conversation: &'a Conversation,
    /// Whether it is one of the interval's conversations: created then, or with a message then; of
    /// some users only: with a reply of theirs then.
    pub(super) touched: bool,
    /// Whether it is one of them and was created in the interval.
    pub(super) created: bool,
    /// When the customer wrote in the interval.
    pub(super) received: Vec<i64>,
    /// The replies of the interval.
    pub(super) replies: Vec<Reply<'a>>,
    /// The replies of the whole conversation, whoever sent them.
    pub(super) replies_on_all: i64,
    /// The lasting close, if it lies in the interval and counts.
    pub(super) closed: Option<i64>,
    /// From the first message to the close of the interval.
    until_closed: Option<i64>,
    /// From the first to the last message.
    lasted: i64,
}

/// One reply of a user.
#[derive(Clone, Copy)]
pub(super) struct Reply<'a> {
    pub(super) thread: &'a Thread,
    pub(super) user: i64,
    /// How long the customer had waited; none if nobody waited.
    pub(super) wait: Option<i64>,
    /// Whether it ends the first wait of the conversation.
    pub(super) is_first: bool,
    /// From opening the conversation to sending the reply; no matter of office hours.
    pub(super) handle: i64,
}

impl Measures<'_> {
    /// Closed in the interval, and somebody has replied.
    pub(super) fn resolved(&self) -> bool {
        self.closed.is_some() && self.replies_on_all > 0
    }

    /// Resolved with a single reply.
    pub(super) fn resolved_on_first_reply(&self) -> bool {
        self.resolved() && self.replies_on_all == 1
    }

    /// From the first message to the close, if it was resolved.
    pub(super) fn resolution(&self) -> Option<i64> {
        self.until_closed.filter(|_| self.resolved())
    }

    /// How long the customer waited for the replies of the interval.
    pub(super) fn response(&self) -> Mean {
        self.replies.iter().filter_map(|reply| reply.wait).collect()
    }

    /// How long the customer waited for the first reply, if it lies in the interval.
    pub(super) fn first_response(&self) -> Option<i64> {
        let first = self.replies.iter().find(|reply| reply.is_first);
        first.and_then(|reply| reply.wait)
    }

    /// The same of the replies after the first.
    pub(super) fn later_response(&self) -> Mean {
        let later = self.replies.iter().filter(|reply| !reply.is_first);
        later.filter_map(|reply| reply.wait).collect()
    }

    /// From the first to the last message, if the conversation is one of the interval's and was
    /// answered.
    pub(super) fn duration(&self) -> Option<i64> {
        (self.touched && self.replies_on_all > 0).then_some(self.lasted)
    }

    /// The messages of the whole conversation.
    pub(super) fn messages(&self) -> i64 {
        self.conversation.threads.len() as i64
    }

    /// How long the replies of the interval took to write.
    pub(super) fn handle(&self) -> Mean {
        self.replies.iter().map(|reply| reply.handle).collect()
    }
}

pub(super) const DAY: i64 = 86_400;
