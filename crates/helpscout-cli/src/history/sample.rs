//! Some conversations of each user, to read: `--sample` and `--seed`.
//!
//! A conversation gets a number that depends on nothing but the seed, its user and its ID, and those
//! with the smallest numbers are chosen. So a sample can be drawn again later, on another machine and
//! with rows in another order, and a conversation that comes late replaces one other at most.

use std::collections::HashSet;

use clap::{Arg, ArgMatches};
use helpscout_reports::history::CollapsedConversation;
use ring::digest::{SHA256, digest};

use super::result::{History, UserRows};
use crate::message::counted;

/// How many conversations of each user are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Size {
    Number(usize),
    /// In percent.
    Share(f64),
}

/// A sample that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    size: Size,
    seed: String,
}

/// Returns the options.
pub(super) fn options() -> [Arg; 2] {
    [
        Arg::new("sample")
            .long("sample")
            .value_name("N|N%")
            .value_parser(Size::parse)
            .allow_negative_numbers(true)
            .conflicts_with("replies")
            .help_heading("Rows")
            .help("Show so many conversations of each user, chosen at random, such as 10 or 10%")
            .long_help(
                "Show so many conversations of each user, chosen at random, to read them: a number, \
                 or a share such as 10%, which is at least one. It chooses from those that meet \
                 --where; --sort and --limit are for what it chose. Every run with the same seed \
                 chooses the same ones, also on another machine.",
            ),
        Arg::new("seed")
            .long("seed")
            .value_name("TEXT")
            .requires("sample")
            .help_heading("Rows")
            .help("Choose another sample, which depends on this text [default: 1]"),
    ]
}

impl Size {
    fn parse(typed: &str) -> Result<Self, String> {
        let typed = typed.trim();
        let size = match typed.strip_suffix('%') {
            Some(share) => {
                let share = share.trim_end().parse::<f64>().ok();
                share
                    .filter(|share| *share > 0.0 && *share <= 100.0)
                    .map(Self::Share)
            }
            None => typed
                .parse::<usize>()
                .ok()
                .filter(|number| *number > 0)
                .map(Self::Number),
        };
        size.ok_or_else(|| "write a number of at least 1, or a share such as 10%".to_owned())
    }

    /// Returns how many of so many conversations these are.
    fn of(self, conversations: usize) -> usize {
        match self {
            Self::Number(number) => number.min(conversations),
            // At most all, so the number is small enough. 1.1 % of 1000 is not a bit more than 11.
            #[allow(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss
            )]
            Self::Share(share) => (share * conversations as f64 / 100.0 - 1e-9)
                .ceil()
                .max(1.0) as usize,
        }
    }
}

impl Sample {
    /// Reads the options. Returns `None` if there is to be no sample.
    pub(super) fn from_options(matches: &ArgMatches) -> Option<Self> {
        let size = *matches.get_one("sample")?;
        let seed = matches.get_one::<String>("seed").cloned();
        let seed = seed.unwrap_or_else(|| "1".to_owned());
        Some(Self { size, seed })
    }

    /// Returns the positions of those rows that are in the sample.
    pub(super) fn of(&self, history: &History, positions: &[usize]) -> HashSet<usize> {
        let mut chosen = HashSet::new();
        let mut rest = positions;
        let user_of = |at: usize| history.row(at).map(|(user, _)| user.id.as_str());
        while let Some(first) = rest.first() {
            // The rows of a user follow one another.
            let user = user_of(*first);
            let count = rest.iter().take_while(|at| user_of(**at) == user).count();
            let (of_user, others) = rest.split_at(count);
            rest = others;
            let mut drawn: Vec<_> = of_user
                .iter()
                .filter_map(|at| {
                    history
                        .row(*at)
                        .map(|(user, row)| (self.lot(user, row), *at))
                })
                .collect();
            drawn.sort_unstable();
            drawn.truncate(self.size.of(count));
            chosen.extend(drawn.into_iter().map(|(_, at)| at));
        }
        chosen
    }

    /// Returns the number that decides whether a conversation is chosen.
    fn lot(&self, user: &UserRows, row: &CollapsedConversation) -> [u8; 32] {
        // The seed comes last, because it is the only part that can have a space.
        let text = format!("{} {} {}", user.id, row.id, self.seed);
        let mut lot = [0; 32];
        lot.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
        lot
    }

    /// Says what the sample is, so that it can be drawn again.
    pub(super) fn described(&self) -> String {
        let size = match self.size {
            Size::Number(number) => counted(number, "conversation"),
            Size::Share(share) => format!("{share}% of the conversations"),
        };
        format!("a sample of {size} of each user, seed {}", self.seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_at_least_one_and_at_most_all() {
        for (typed, conversations, expected) in [
            ("10", 3, 3),
            ("2", 3, 2),
            ("10%", 5, 1),
            ("10%", 11, 2),
            ("12.5 %", 8, 1),
            ("100%", 7, 7),
            ("7%", 100, 7),
            ("1.1%", 1000, 11),
            ("0.001%", 7, 1),
            ("0.0000000000001%", 7, 1),
        ] {
            let size = Size::parse(typed).map(|size| size.of(conversations));
            assert_eq!(size, Ok(expected), "{typed}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for typed in [
            "0", "-3", "", "%", "0%", "101%", "NaN%", "inf%", "ten", "1.5",
        ] {
            assert!(Size::parse(typed).is_err(), "{typed}");
        }
    }
}
