//! Answers that go wrong on purpose: what, how often, where.
//!
//! [`Faults`] says it, [`fates`] decides for each request, [`spoil`] turns a good answer into the
//! bad one.

mod fates;
mod kind;
mod spoil;
#[cfg(test)]
mod tests;

use std::{borrow::Borrow, str::FromStr, time::Duration};

pub(crate) use fates::Fates;
pub use kind::{Fault, UnknownFault};
pub(crate) use spoil::spoil;

/// Which answers go wrong, and how. None unless something is asked for.
///
/// Token requests can be struck, and calls that nothing is wrong with; a call that is refused (a bad
/// parameter, a spent token, the rate limit) stays refused. What becomes of a call follows from its
/// path and query, letter by letter, how often exactly that was asked for before, and the seed. It
/// does not depend on what else is under way, so a run that failed fails again, and a call that is
/// repeated may come through.
///
/// ```
/// use helpscout_sandbox::{Fault, Faults};
///
/// // One call in five, in equal parts; and page 7 is cut twice before anything else.
/// let faults = Faults::new()
///     .mix(20.0, [Fault::RateLimited, Fault::ServerError, Fault::Cut])
///     .at(7, 2, Fault::Cut);
/// ```
///
/// # As text
/// `Faults` can be parsed, for command lines: a percentage, then the [kinds](Fault) it is split
/// among, joined by commas. Without kinds it is split among [`Fault::TRANSIENT`]. From
/// `--fail 20% --fail-with 429,500,cut` join the two values by a space.
///
/// ```
/// use helpscout_sandbox::Faults;
///
/// let faults: Faults = "20% 429,500,cut".parse()?;
/// let faults: Faults = "0.5%".parse()?;
/// # Ok::<(), helpscout_sandbox::FaultsError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Faults {
    seed: Option<u64>,
    calls: Shares,
    /// Each for a page and so many attempts; those of one page follow one another.
    pages: Vec<(i64, u32, Fault)>,
    tokens: Shares,
    /// Each for so many token requests; they follow one another.
    first_tokens: Vec<(u32, Fault)>,
    most_attempts: u32,
    wait: Wait,
    stall: Duration,
}

/// What is told to somebody who is to wait, in whole seconds.
#[derive(Clone, Copy, Debug)]
struct Wait(u64);

/// Kinds, each with the percentage of requests that meet it.
type Shares = Vec<(Fault, f64)>;

/// Why a text or a set of shares says nothing that can be done.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultsError {
    /// A share is no percentage.
    #[error("{found:?} is no share of requests; give a percentage from 0% to 100%, such as 20%")]
    Percentage {
        /// What was given.
        found: String,
    },
    /// More than all requests are to go wrong.
    #[error("the shares of {of} add up to {percent}%; make them 100% or less")]
    TooMany {
        /// What the shares are of.
        of: &'static str,
        /// Their sum.
        percent: f64,
    },
    /// A word names no kind of fault.
    #[error(transparent)]
    Unknown(#[from] UnknownFault),
}

impl Faults {
    /// No faults.
    pub fn new() -> Self {
        Self {
            seed: None,
            calls: Vec::new(),
            pages: Vec::new(),
            tokens: Vec::new(),
            first_tokens: Vec::new(),
            most_attempts: u32::MAX,
            wait: Wait(1),
            stall: Duration::from_secs(60),
        }
    }

    /// `percent` of calls meet this fault. Shares of several kinds add up; [`Builder::start`]
    /// refuses more than 100.
    ///
    /// [`Builder::start`]: crate::Builder::start
    pub fn share(mut self, fault: Fault, percent: f64) -> Self {
        self.calls.push((fault, percent));
        self
    }

    /// `percent` of calls meet one of these faults, in equal parts. A kind that is named twice gets
    /// two parts. Without any kind nothing happens.
    pub fn mix(
        mut self,
        percent: f64,
        faults: impl IntoIterator<Item = impl Borrow<Fault>>,
    ) -> Self {
        self.calls.extend(split(percent, faults));
        self
    }

    /// The first `attempts` times that a request for this page is made, it meets this fault. Pages
    /// are counted from 1; a report without pages is page 1. Requests that differ in anything are
    /// counted apart. Several for the same page follow one another, and come before any share.
    pub fn at(mut self, page: i64, attempts: u32, fault: Fault) -> Self {
        self.pages.push((page, attempts, fault));
        self
    }

    /// Spares a call from its share once it was made `attempts` times. A client that tries more
    /// often than that is sure to get everything, however large the share.
    pub fn most_attempts(mut self, attempts: u32) -> Self {
        self.most_attempts = attempts;
        self
    }

    /// `percent` of token requests meet this fault. As they all look the same, it is their number
    /// that decides, counted from the sandbox's start.
    ///
    /// Where the fault comes in place of an answer, nothing is granted. Where the answer is lost on
    /// its way ([`Fault::Cut`], [`Fault::Dropped`]), a code or refresh token is spent all the same.
    pub fn token_share(mut self, fault: Fault, percent: f64) -> Self {
        self.tokens.push((fault, percent));
        self
    }

    /// The first `requests` token requests meet this fault. Several follow one another.
    pub fn token_first(mut self, requests: u32, fault: Fault) -> Self {
        self.first_tokens.push((requests, fault));
        self
    }

    /// How many seconds a 429 asks to wait. 1 unless said. It is not enforced: who comes earlier is
    /// answered.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.wait = Wait(seconds);
        self
    }

    /// How long a stalled answer is silent before it goes on. A minute unless said. Stopping the
    /// sandbox ends it.
    pub fn stall(mut self, silence: Duration) -> Self {
        self.stall = silence;
        self
    }

    /// Strikes other calls, of the same desk. The sandbox's own seed unless said.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }
}

impl Default for Faults {
    fn default() -> Self {
        Self::new()
    }
}

impl FromStr for Faults {
    type Err = FaultsError;

    fn from_str(text: &str) -> Result<Self, FaultsError> {
        let text = text.trim();
        let (share, kinds) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let no_percentage = || FaultsError::Percentage {
            found: share.to_owned(),
        };
        let number = share.strip_suffix('%').ok_or_else(no_percentage)?;
        let percent = number.parse().map_err(|_| no_percentage())?;
        check_percentage(percent)?;
        let kinds: Vec<Fault> = match kinds.trim() {
            "" => Fault::TRANSIENT.to_vec(),
            kinds => kinds
                .split(',')
                .map(|kind| kind.trim().parse())
                .collect::<Result<_, _>>()?,
        };
        Ok(Self::new().mix(percent, kinds))
    }
}

fn split(percent: f64, faults: impl IntoIterator<Item = impl Borrow<Fault>>) -> Shares {
    let faults: Vec<Fault> = faults.into_iter().map(|fault| *fault.borrow()).collect();
    let part = percent / faults.len() as f64;
    faults.into_iter().map(|fault| (fault, part)).collect()
}

fn check_percentage(percent: f64) -> Result<(), FaultsError> {
    if (0.0..=100.0).contains(&percent) {
        Ok(())
    } else {
        Err(FaultsError::Percentage {
            found: format!("{percent}%"),
        })
    }
}
