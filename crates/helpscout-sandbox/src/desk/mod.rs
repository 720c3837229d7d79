//! The desk: one company's support desk over the year 2019. The same seed builds the same desk.
//!
//! Reports read the desk; nothing changes it. [`company`] has what does not depend on the seed
//! (users, mailboxes, tags), [`traffic`] decides when conversations start, [`simulation`] plays
//! each conversation, and [`hours`] computes working time. [`ratings`], [`attributes`], [`content`]
//! and [`docs`] add further data. Each draws random numbers of its own, so that a change to one
//! does not change the others. Instants are whole seconds since 1970.

pub(crate) mod attributes;
pub(crate) mod company;
mod content;
pub(crate) mod customers;
pub(crate) mod docs;
pub(crate) mod hours;
mod model;
pub(crate) mod profiles;
pub(crate) mod random;
pub(crate) mod ratings;
mod simulation;
#[cfg(test)]
mod tests;
mod traffic;

use std::{
    collections::HashMap,
    num::NonZero,
    sync::{Arc, Mutex, OnceLock, Weak},
    thread,
};

use crate::lock::lock;
use hours::Hours;
pub(crate) use model::{
    Author, Channel, Conversation, Folder, Mailbox, Status, Tag, Team, Thread, User,
};
use ratings::Rating;
pub use traffic::YEAR;
pub(crate) use traffic::YEAR_IN_UTC;
use traffic::Year;

/// More threads would have too little to do.
const MOST_THREADS: usize = 8;

/// Everything that reports are computed from.
pub(crate) struct Desk {
    pub(crate) seed: u64,
    pub(crate) teams: Vec<Team>,
    pub(crate) office: Hours,
    /// In the order of creation.
    pub(crate) conversations: Vec<Conversation>,
    /// When something last happened in each of them. Kept apart, because most are looked at for
    /// nothing else.
    modified: Vec<i64>,
    /// Computed on first use.
    ratings: OnceLock<Vec<Rating>>,
}

impl Desk {
    /// Creates a desk with these conversations, which are in the order of creation.
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
            modified: conversations.iter().map(Conversation::modified).collect(),
            conversations,
            ratings: OnceLock::new(),
        }
    }

    /// Returns the desk of a seed. It is built on first use and shared while anyone holds it.
    pub(crate) fn of(seed: u64) -> Arc<Self> {
        static BUILT: OnceLock<Mutex<HashMap<u64, Weak<Desk>>>> = OnceLock::new();
        let mut built = lock(BUILT.get_or_init(Mutex::default));
        if let Some(desk) = built.get(&seed).and_then(Weak::upgrade) {
            return desk;
        }
        // Most of the time that the first answer of a sandbox takes is spent on this.
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let desk = Arc::new(Self::build(seed, cores.min(MOST_THREADS)));
        built.retain(|_, desk| desk.strong_count() > 0);
        built.insert(seed, Arc::downgrade(&desk));
        desk
    }

    /// Builds the desk of a seed, which does not depend on the number of threads.
    fn build(seed: u64, threads: usize) -> Self {
        let Year {
            office,
            conversations,
        } = traffic::simulate(seed, threads);
        Self::new(seed, company::TEAMS.to_vec(), office, conversations)
    }

    /// Returns the conversations in which something can have happened from the first to the second
    /// instant, in the order of creation.
    pub(crate) fn overlapping(
        &self,
        start: i64,
        end: i64,
    ) -> impl DoubleEndedIterator<Item = &Conversation> {
        let created = self
            .conversations
            .partition_point(|conversation| conversation.created <= end);
        let known = self.conversations[..created].iter();
        let known = known.zip(&self.modified[..created]);
        known
            .filter(move |(_, modified)| **modified >= start)
            .map(|(conversation, _)| conversation)
    }

    /// Returns the ID of the company: each seed is an account of its own.
    pub(crate) fn company(&self) -> i64 {
        // Small enough for any program, and not 0.
        28_398 + (self.seed % 1_000_000_000).cast_signed()
    }

    /// Returns the team with this ID.
    pub(crate) fn team(&self, id: i64) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == id)
    }

    /// Returns the users that an ID stands for: the members of a team, or the user itself.
    pub(crate) fn members(&self, user_or_team: i64) -> Vec<i64> {
        match self.team(user_or_team) {
            Some(team) => team.members.to_vec(),
            None => vec![user_or_team],
        }
    }

    /// Returns all ratings of the year, in the order they were given.
    pub(crate) fn ratings(&self) -> &[Rating] {
        self.ratings
            .get_or_init(|| ratings::simulate(self.seed, &self.conversations))
    }
}
