//! Which answers go wrong, how often, and how.

use std::{borrow::Borrow, str::FromStr, time::Duration};

use super::kind::{Fault, UnknownFault};

/// Which answers go wrong, and how. By default, none do.
///
/// Faults apply to token requests and to calls that are otherwise correct. A call that is refused
/// (because of a bad parameter, an expired token or the rate limit) stays refused.
///
/// Which fault a call meets depends on its exact path and query, on how often exactly that was
/// requested before, and on the seed. It does not depend on other calls in flight. A run that
/// failed therefore fails again, and a repeated call may succeed.
///
/// ```
/// use helpscout_sandbox::{Fault, Faults};
///
/// // One call in five fails, in equal parts; and page 7 is cut twice before anything else.
/// let faults = Faults::new()
///     .mix(20.0, [Fault::RateLimited, Fault::ServerError, Fault::Cut])
///     .at(7, 2, Fault::Cut);
/// ```
///
/// # As text
/// `Faults` implements [`FromStr`] for command lines: a percentage, then the [kinds](Fault) that
/// share it, separated by commas. Without kinds, [`Fault::TRANSIENT`] share it. To parse
/// `--fail 20% --fail-with 429,500,cut`, join the two values with a space.
///
/// ```
/// use helpscout_sandbox::Faults;
///
/// let faults: Faults = "20% 429,500,cut".parse()?;
/// let faults: Faults = "0.5%".parse()?;
/// # Ok::<(), helpscout_sandbox::FaultsError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Faults {
    pub(super) seed: Option<u64>,
    pub(super) calls: Shares,
    pub(super) pages: Vec<PageFault>,
    pub(super) tokens: Shares,
    /// Each for a number of token requests, one after the other.
    pub(super) first_tokens: Vec<(u32, Fault)>,
    pub(super) most_attempts: u32,
    pub(super) timing: Timing,
}

/// Kinds, each with the percentage of requests that meet it.
pub(super) type Shares = Vec<(Fault, f64)>;

/// A fault of the first attempts to read one page. Those of the same page follow one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageFault {
    pub(super) page: i64,
    pub(super) attempts: u32,
    pub(super) fault: Fault,
}

/// How long faults keep a client waiting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    /// The whole seconds that a 429 asks the client to wait.
    pub(super) retry_after: u64,
    /// How long a stalled answer is silent.
    pub(super) stall: Duration,
}

/// Why faults can't be parsed or applied.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultsError {
    /// A share is not a percentage.
    #[error("{found:?} is not a percentage; give a value from 0% to 100%, such as 20%")]
    Percentage {
        /// The value that was given.
        found: String,
    },
    /// The shares add up to more than 100 percent.
    #[error("the shares of {of} add up to {percent}%; reduce them to 100% or less")]
    TooMany {
        /// What the shares are of.
        of: &'static str,
        /// Their sum.
        percent: f64,
    },
    /// A word is not the name of a fault.
    #[error(transparent)]
    Unknown(#[from] UnknownFault),
}

impl Faults {
    /// Creates a configuration without faults.
    pub fn new() -> Self {
        Self {
            seed: None,
            calls: Vec::new(),
            pages: Vec::new(),
            tokens: Vec::new(),
            first_tokens: Vec::new(),
            most_attempts: u32::MAX,
            timing: Timing {
                retry_after: 1,
                stall: Duration::from_secs(60),
            },
        }
    }

    /// Injects this fault into `percent` of the calls. Shares of several kinds add up;
    /// [`Builder::start`] refuses more than 100.
    ///
    /// [`Builder::start`]: crate::Builder::start
    pub fn share(mut self, fault: Fault, percent: f64) -> Self {
        self.calls.push((fault, percent));
        self
    }

    /// Injects these faults into `percent` of the calls, in equal parts. A kind that is named twice
    /// gets two parts. Without any kind, nothing happens.
    pub fn mix(
        mut self,
        percent: f64,
        faults: impl IntoIterator<Item = impl Borrow<Fault>>,
    ) -> Self {
        self.calls.extend(split(percent, faults));
        self
    }

    /// Injects this fault into the first `attempts` attempts to read a page.
    ///
    /// Pages start at 1; a report without pages is page 1. Requests that differ in anything are
    /// counted separately. Several faults of the same page follow one another, and come before any
    /// share.
    ///
    /// ```
    /// use helpscout_sandbox::{Fault, Faults};
    ///
    /// // The first answer for page 2 is a 503, the second is cut off, and the third is good.
    /// let faults = Faults::new().at(2, 1, Fault::Unavailable).at(2, 1, Fault::Cut);
    /// ```
    pub fn at(mut self, page: i64, attempts: u32, fault: Fault) -> Self {
        self.pages.push(PageFault {
            page,
            attempts,
            fault,
        });
        self
    }

    /// Exempts a call from the shares once it was made `attempts` times. A client that makes more
    /// attempts than that is sure to succeed, however large the share.
    pub fn most_attempts(mut self, attempts: u32) -> Self {
        self.most_attempts = attempts;
        self
    }

    /// Injects this fault into `percent` of the token requests. Token requests all look the same,
    /// so their number since the sandbox started decides.
    ///
    /// If the fault replaces the answer, nothing is granted. If the answer is lost on its way
    /// ([`Fault::Cut`], [`Fault::Truncated`], [`Fault::Empty`], [`Fault::Dropped`]), a code or
    /// refresh token is used up all the same.
    pub fn token_share(mut self, fault: Fault, percent: f64) -> Self {
        self.tokens.push((fault, percent));
        self
    }

    /// Injects this fault into the first `requests` token requests. Several faults follow one
    /// another.
    pub fn token_first(mut self, requests: u32, fault: Fault) -> Self {
        self.first_tokens.push((requests, fault));
        self
    }

    /// Sets how many seconds a 429 asks the client to wait. The default is 1. The wait is not
    /// enforced: a client that returns earlier gets its answer.
    ///
    /// ```
    /// use helpscout_sandbox::{Fault, Faults};
    ///
    /// let faults = Faults::new().at(1, 1, Fault::RateLimited).retry_after(30);
    /// ```
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.timing.retry_after = seconds;
        self
    }

    /// Sets how long a stalled answer is silent before it continues. The default is one minute.
    /// Stopping the sandbox ends the stall.
    pub fn stall(mut self, silence: Duration) -> Self {
        self.timing.stall = silence;
        self
    }

    /// Sets the seed that decides which calls fail. The default is the sandbox's own seed. The desk
    /// does not change.
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
        let not_a_percentage = || FaultsError::Percentage {
            found: share.to_owned(),
        };
        let number = share.strip_suffix('%').ok_or_else(not_a_percentage)?;
        let percent = number.parse().map_err(|_| not_a_percentage())?;
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

/// Fails unless `percent` is a percentage.
pub(super) fn check_percentage(percent: f64) -> Result<(), FaultsError> {
    if (0.0..=100.0).contains(&percent) {
        Ok(())
    } else {
        Err(FaultsError::Percentage {
            found: format!("{percent}%"),
        })
    }
}

fn split(percent: f64, faults: impl IntoIterator<Item = impl Borrow<Fault>>) -> Shares {
    let faults: Vec<Fault> = faults.into_iter().map(|fault| *fault.borrow()).collect();
    let part = percent / faults.len() as f64;
    faults.into_iter().map(|fault| (fault, part)).collect()
}
