//! Decides what becomes of each request.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use super::{Fault, Faults, FaultsError, Shares, Wait, check_percentage};
use crate::{
    desk::random::{Random, mix, mix_text},
    service::lock,
};

/// What becomes of requests. Remembers how often each was made.
pub(crate) struct Fates {
    seed: u64,
    calls: Thresholds,
    pages: Vec<(i64, u32, Fault)>,
    tokens: Thresholds,
    first_tokens: Vec<(u32, Fault)>,
    most_attempts: u32,
    pub(super) wait: Wait,
    pub(super) stall: Duration,
    /// By the hash of path and query, so that long queries take no room.
    attempts: Mutex<HashMap<u64, u32>>,
}

/// Kinds, each with the upper end of its share, rising, in parts of [`WHOLE`].
type Thresholds = Vec<(Fault, u64)>;

const WHOLE: u64 = 1_000_000;
/// Keeps these numbers apart from those that decide the desk.
const FAULTS: u64 = 7;
/// Stands for all token requests. No path looks like it.
const TOKEN_REQUEST: &str = "token";

impl Fates {
    pub(crate) fn new(faults: Faults, seed: u64) -> Result<Self, FaultsError> {
        Ok(Self {
            seed: mix(faults.seed.unwrap_or(seed), FAULTS),
            calls: thresholds("calls", &faults.calls)?,
            pages: faults.pages,
            tokens: thresholds("token requests", &faults.tokens)?,
            first_tokens: faults.first_tokens,
            most_attempts: faults.most_attempts,
            wait: faults.wait,
            stall: faults.stall,
            attempts: Mutex::default(),
        })
    }

    /// What becomes of the next call for that path and query, which asks for that page.
    pub(crate) fn of_call(&self, path_and_query: &str, page: i64) -> Option<Fault> {
        if self.calls.is_empty() && self.pages.is_empty() {
            return None;
        }
        let (request, attempt) = self.count(path_and_query);
        let here = self.pages.iter().filter(|(number, ..)| *number == page);
        in_sequence(
            here.map(|(_, attempts, fault)| (*attempts, *fault)),
            attempt,
        )
        .or_else(|| {
            let spared = attempt >= self.most_attempts;
            drawn(&self.calls, mix(request, u64::from(attempt))).filter(|_| !spared)
        })
    }

    /// What becomes of the next token request.
    pub(crate) fn of_token_request(&self) -> Option<Fault> {
        if self.tokens.is_empty() && self.first_tokens.is_empty() {
            return None;
        }
        let (request, attempt) = self.count(TOKEN_REQUEST);
        in_sequence(self.first_tokens.iter().copied(), attempt)
            .or_else(|| drawn(&self.tokens, mix(request, u64::from(attempt))))
    }

    /// Counts a request. Returns its hash and how often it was made before.
    fn count(&self, path_and_query: &str) -> (u64, u32) {
        let request = mix_text(self.seed, path_and_query);
        let mut attempts = lock(&self.attempts);
        let made = attempts.entry(request).or_default();
        let before = *made;
        *made = made.saturating_add(1);
        (request, before)
    }
}

/// The fault that an attempt meets, counted from 0, where each lasts for so many attempts.
fn in_sequence(faults: impl Iterator<Item = (u32, Fault)>, attempt: u32) -> Option<Fault> {
    let mut left = attempt;
    for (attempts, fault) in faults {
        match left.checked_sub(attempts) {
            Some(rest) => left = rest,
            None => return Some(fault),
        }
    }
    None
}

fn drawn(thresholds: &Thresholds, lot: u64) -> Option<Fault> {
    let drawn = Random::new(lot).below(WHOLE);
    let struck = thresholds.iter().find(|(_, end)| drawn < *end);
    struck.map(|(fault, _)| *fault)
}

fn thresholds(of: &'static str, shares: &Shares) -> Result<Thresholds, FaultsError> {
    let mut percent = 0.0;
    let mut thresholds = Vec::with_capacity(shares.len());
    for (fault, share) in shares {
        check_percentage(*share)?;
        percent += share;
        let end = (percent / 100.0 * WHOLE as f64).round() as u64;
        thresholds.push((*fault, end));
    }
    // Rounded, as parts of a hundred need not add up to it.
    match thresholds.last() {
        Some((_, end)) if *end > WHOLE => Err(FaultsError::TooMany { of, percent }),
        _ => Ok(thresholds),
    }
}
