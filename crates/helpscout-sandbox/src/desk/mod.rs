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
    sync::{Arc, Mutex, OnceLock, Weak},
};

use crate::lock::lock;
use hours::Hours;
pub(crate) use model::{
    Author, Channel, Conversation, Folder, Mailbox, Status, Tag, Team, Thread, User,
};
use ratings::Rating;
use traffic::Year;

/// Everything that reports are computed from.
pub(crate) struct Desk {
    pub(crate) seed: u64,
    pub(crate) teams: Vec<Team>,
    pub(crate) office: Hours,
    /// In the order of creation.
    pub(crate) conversations: Vec<Conversation>,
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
        let desk = Arc::new(Self::build(seed));
        built.retain(|_, desk| desk.strong_count() > 0);
        built.insert(seed, Arc::downgrade(&desk));
        desk
    }

    fn build(seed: u64) -> Self {
        let Year {
            office,
            conversations,
        } = traffic::simulate(seed);
        Self::new(seed, company::TEAMS.to_vec(), office, conversations)
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
