//! Decides which request meets which fault.

use std::{collections::HashMap, sync::Mutex};

use super::{
    config::{Faults, FaultsError, PageFault, Shares, Timing, check_percentage},
    kind::Fault,
};
use crate::{
    desk::random::{Random, mix, mix_text},
    lock::lock,
};

/// Decides which request meets which fault. Remembers how often each request was made.
pub(crate) struct FaultSchedule {
    seed: u64,
    calls: Thresholds,
    pages: Vec<PageFault>,
    tokens: Thresholds,
    first_tokens: Vec<(u32, Fault)>,
    most_attempts: u32,
    pub(crate) timing: Timing,
    /// By the hash of path and query, so that long queries take no memory.
    attempts: Mutex<HashMap<u64, u32>>,
}

/// Kinds, each with the upper end of its share in parts of [`WHOLE`], ascending.
type Thresholds = Vec<(Fault, u64)>;

const WHOLE: u64 = 1_000_000;
/// Separates these random numbers from those that build the desk.
const FAULTS: u64 = 7;
/// Stands for all token requests. It can't be a path.
const TOKEN_REQUEST: &str = "token";

impl FaultSchedule {
    /// Creates the schedule. `seed` applies unless the faults have a seed of their own.
    pub(crate) fn new(faults: Faults, seed: u64) -> Result<Self, FaultsError> {
        Ok(Self {
            seed: mix(faults.seed.unwrap_or(seed), FAULTS),
            calls: thresholds("calls", &faults.calls)?,
            pages: faults.pages,
            tokens: thresholds("token requests", &faults.tokens)?,
            first_tokens: faults.first_tokens,
            most_attempts: faults.most_attempts,
            timing: faults.timing,
            attempts: Mutex::default(),
        })
    }

    /// Returns the fault of the next call for this path and query, which requests this page.
    pub(crate) fn for_call(&self, path_and_query: &str, page: i64) -> Option<Fault> {
        if self.calls.is_empty() && self.pages.is_empty() {
            return None;
        }
        let (request, attempt) = self.count(path_and_query);
        let of_page = self.pages.iter().filter(|fault| fault.page == page);
        in_sequence(of_page.map(|fault| (fault.attempts, fault.fault)), attempt).or_else(|| {
            let is_exempt = attempt >= self.most_attempts;
            drawn(&self.calls, mix(request, u64::from(attempt))).filter(|_| !is_exempt)
        })
    }

    /// Returns the fault of the next token request.
    pub(crate) fn for_token_request(&self) -> Option<Fault> {
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

/// Returns the fault of an attempt, counted from 0, where each fault lasts for a number of
/// attempts.
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

fn drawn(thresholds: &Thresholds, seed: u64) -> Option<Fault> {
    let drawn = Random::new(seed).below(WHOLE);
    let found = thresholds.iter().find(|(_, end)| drawn < *end);
    found.map(|(fault, _)| *fault)
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
    // The rounded end is compared, as equal parts of 100 need not add up to exactly 100.
    match thresholds.last() {
        Some((_, end)) if *end > WHOLE => Err(FaultsError::TooMany { of, percent }),
        _ => Ok(thresholds),
    }
}
