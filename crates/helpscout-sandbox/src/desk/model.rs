//! What a desk consists of: users, teams, mailboxes, folders, tags and conversations.

use super::{customers::Customer, hours::Timetable};

/// A user who answers conversations.
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    /// The share of the work that this user takes, relative to the sum over all users.
    pub(super) share: u64,
    pub(super) shift: Timetable,
}

/// A team of users.
#[derive(Clone)]
pub(crate) struct Team {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) members: &'static [i64],
}

/// A mailbox, which receives conversations.
pub(crate) struct Mailbox {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(super) share: u64,
}

/// A folder of a mailbox.
pub(crate) struct Folder {
    pub(crate) id: i64,
    pub(crate) mailbox: i64,
    pub(crate) name: &'static str,
}

/// A tag of conversations.
pub(crate) struct Tag {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(super) share: u64,
}

/// A conversation with one or two customers.
pub(crate) struct Conversation {
    pub(crate) id: i64,
    pub(crate) number: i64,
    pub(crate) mailbox: i64,
    pub(crate) folder: i64,
    pub(crate) channel: Channel,
    pub(crate) status: Status,
    pub(crate) tags: Vec<i64>,
    pub(crate) customers: Vec<Customer>,
    pub(crate) created: i64,
    /// When it was closed for good; `None` if it is not closed.
    pub(crate) closed: Option<i64>,
    /// In the order they were sent. The first is the customer's.
    pub(crate) threads: Vec<Thread>,
}

/// How a conversation came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Channel {
    Email,
    Chat,
    Phone,
}

/// The status of a conversation at the end of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Active,
    Pending,
    Closed,
    Spam,
}

/// One message of a conversation.
pub(crate) struct Thread {
    pub(crate) id: i64,
    pub(crate) sent: i64,
    pub(crate) author: Author,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Author {
    Customer,
    User {
        id: i64,
        /// When the user opened the conversation to write this reply.
        opened: i64,
    },
}

impl Tag {
    /// Returns the name of its color.
    pub(crate) fn color(&self) -> &'static str {
        const COLORS: [&str; 5] = ["none", "green", "blue", "orange", "red"];
        COLORS[self.id.unsigned_abs() as usize % COLORS.len()]
    }
}

impl Conversation {
    /// Returns the user it is assigned to: the one who replied last.
    pub(crate) fn assignee(&self) -> Option<i64> {
        let mut newest_first = self.threads.iter().rev();
        newest_first.find_map(|thread| match thread.author {
            Author::User { id, .. } => Some(id),
            Author::Customer => None,
        })
    }

    /// Returns when something last happened in it.
    pub(crate) fn modified(&self) -> i64 {
        let last = self.threads.last().map(|thread| thread.sent);
        last.max(self.closed).unwrap_or(self.created)
    }

    /// Returns since when the customer has been waiting for an answer.
    pub(crate) fn waiting_since(&self) -> Option<i64> {
        let mut since = None;
        for thread in &self.threads {
            match thread.author {
                Author::Customer => {
                    since.get_or_insert(thread.sent);
                }
                Author::User { .. } => since = None,
            }
        }
        since.filter(|_| self.closed.is_none())
    }
}

impl Channel {
    /// Returns its name in reports.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Chat => "chat",
            Self::Phone => "phone",
        }
    }
}

impl Status {
    /// Returns its name in reports.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Closed => "closed",
            Self::Spam => "spam",
        }
    }
}
