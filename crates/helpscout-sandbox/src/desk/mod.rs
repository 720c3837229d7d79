//! The desk: one company's support desk over the year 2019, the same for the same seed.
//!
//! Reports read it, nothing changes it. [`company`] holds what is fixed (people, mailboxes, tags),
//! [`traffic`] decides when conversations start, [`story`] how one goes on, [`hours`] counts
//! working time. [`ratings`], [`marks`], [`docs`] and `words` add what else there is to know, each
//! from numbers of its own, so that none changes what the others say. Instants are whole seconds since 1970.

pub(crate) mod company;
pub(crate) mod customers;
pub(crate) mod docs;
pub(crate) mod hours;
pub(crate) mod marks;
pub(crate) mod people;
pub(crate) mod random;
pub(crate) mod ratings;
mod story;
#[cfg(test)]
mod tests;
mod traffic;
mod words;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError, Weak},
};

use customers::Customer;
use hours::{Hours, Timetable};

/// Everything the reports are computed from.
pub(crate) struct Desk {
    pub(crate) seed: u64,
    pub(crate) teams: Vec<Team>,
    pub(crate) office: Hours,
    /// In the order they were created.
    pub(crate) conversations: Vec<Conversation>,
    /// Made at their first use.
    ratings: OnceLock<Vec<ratings::Rating>>,
}

/// Somebody who answers.
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    /// The share of the work this user takes, against the sum of all.
    share: u64,
    shift: Timetable,
}

/// Several users under one name.
#[derive(Clone)]
pub(crate) struct Team {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    pub(crate) members: &'static [i64],
}

/// Where conversations come in.
pub(crate) struct Mailbox {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    share: u64,
}

/// A place within a mailbox.
pub(crate) struct Folder {
    pub(crate) id: i64,
    pub(crate) mailbox: i64,
    pub(crate) name: &'static str,
}

/// A word conversations are marked with.
pub(crate) struct Tag {
    pub(crate) id: i64,
    pub(crate) name: &'static str,
    share: u64,
}

/// One exchange with a customer.
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
    /// The close that lasts; none while it is not closed.
    pub(crate) closed: Option<i64>,
    /// In the order they were sent; the first is the customer's.
    pub(crate) threads: Vec<Thread>,
}

/// How a conversation came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Channel {
    Email,
    Chat,
    Phone,
}

/// The state of a conversation at the end of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Active,
    Pending,
    Closed,
    Spam,
}

/// One message.
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

impl Desk {
    /// A desk with these conversations, in the order they were created.
    pub(crate) fn new(
        seed: u64,
        teams: Vec<Team>,
        office: Hours,
        conversations: Vec<Conversation>,
    ) -> Self {
        Self {
            seed,
            teams,
            office,
            conversations,
            ratings: OnceLock::new(),
        }
    }

    /// The desk of that seed, built at its first use and shared while somebody holds it.
    pub(crate) fn of(seed: u64) -> Arc<Self> {
        static BUILT: OnceLock<Mutex<HashMap<u64, Weak<Desk>>>> = OnceLock::new();
        let mut built = BUILT
            .get_or_init(Mutex::default)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(desk) = built.get(&seed).and_then(Weak::upgrade) {
            return desk;
        }
        let desk = Arc::new(traffic::build(seed));
        built.retain(|_, desk| desk.strong_count() > 0);
        built.insert(seed, Arc::downgrade(&desk));
        desk
    }

    /// The team of that id.
    pub(crate) fn team(&self, id: i64) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == id)
    }

    /// The users an id stands for: itself, or the members of a team.
    pub(crate) fn members(&self, user_or_team: i64) -> Vec<i64> {
        match self.team(user_or_team) {
            Some(team) => team.members.to_vec(),
            None => vec![user_or_team],
        }
    }
}

impl Tag {
    /// Its colour, by name.
    pub(crate) fn color(&self) -> &'static str {
        const COLORS: [&str; 5] = ["none", "green", "blue", "orange", "red"];
        COLORS[self.id.unsigned_abs() as usize % COLORS.len()]
    }
}

impl Channel {
    /// As reports name it.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Chat => "chat",
            Self::Phone => "phone",
        }
    }
}

impl Status {
    /// As reports name it.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Closed => "closed",
            Self::Spam => "spam",
        }
    }
}
