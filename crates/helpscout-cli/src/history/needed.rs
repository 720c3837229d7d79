//! What a history reads beyond the report of each user, and how many requests that takes at most.
//!
//! It is decided before anything is read, so that `--dry-run` says the same.

use helpscout_period::{Part, Period};

use super::dimension::{By, Split};
use super::hours;
use super::question::Question;
use crate::message::Failure;

/// A page shows a series by day on its own for a period of at most so many days.
const MOST_DAYS: usize = 62;

/// A page has a heat map on its own if it needs at most so many reports: the week of one user.
const MOST_FOR_HEAT: u64 = 250;

/// What a history is divided by, apart from its users: each with the number of its members, unless that
/// depends on the period.
pub(super) type Parts = Vec<(By, Option<u64>)>;

/// Returns what the history is divided by. A page has a series by day and the users side by side.
pub(super) fn dimensions(question: &Question, users: usize, period: &Period) -> Vec<Split> {
    let mut by: Vec<Split> = question.by.into_iter().collect();
    // One table has nothing beside it.
    if question.is_page && question.table.is_none() {
        let days = period.parts(Part::Day).len();
        if (2..=MOST_DAYS).contains(&days) && !by.contains(&By::Day.into()) {
            by.push(By::Day.into());
        }
        if users > 1 && !by.contains(&By::User.into()) {
            by.push(By::User.into());
        }
    }
    by
}

/// Returns the largest number of requests that are needed, if each report has one page.
pub(super) fn requests<'p>(
    divisions: &[Parts],
    users: usize,
    periods: impl Iterator<Item = &'p Period>,
) -> u64 {
    let users = users as u64;
    let of_period = |period: &Period| {
        let days = days(period);
        let reports = divisions.iter().map(|parts| {
            let most = |(by, members): &(By, Option<u64>)| match (members, by) {
                (Some(members), _) => *members,
                (None, By::Hour) => days * hours::MOST_PER_DAY,
                (None, By::Week) => days / 7 + 2,
                (None, By::Month) => days / 28 + 2,
                (None, _) => days,
            };
            // Users have their rows already.
            let is_read = !parts.is_empty();
            // Each part of the period is in one hour, and in one weekday.
            let finest = [By::Hour, By::Weekday].into_iter();
            let mut finest = finest.filter(|by| parts.iter().any(|(part, _)| part == by));
            let finest = finest.next();
            let is_counted = |by: By| !by.is_ordered() || finest.is_none_or(|finest| finest == by);
            let most = parts.iter().filter(|(by, _)| is_counted(*by)).map(most);
            most.fold(u64::from(is_read), u64::saturating_mul)
                .saturating_mul(users)
        });
        users.saturating_add(reports.fold(0, u64::saturating_add))
    };
    periods.map(of_period).fold(0, u64::saturating_add)
}

/// Returns how many requests a heat map needs, if the page has one beside what the history is divided
/// `by`. `needed` is the number of all other requests.
pub(super) fn for_heat_map(
    question: &Question,
    by: &[Split],
    users: usize,
    period: &Period,
    needed: u64,
) -> Option<u64> {
    let has = |wanted: By| by.iter().any(|by| by.is(wanted));
    let most = (days(period) * hours::MOST_PER_DAY).saturating_mul(users as u64);
    let is_read = question.has_html
        && question.table.is_none()
        && has(By::Day)
        && !by.iter().any(|by| by.has(By::Hour) && !by.is_filtered())
        && most <= MOST_FOR_HEAT
        && needed + most <= question.most_requests;
    is_read.then_some(most)
}

/// Refuses a history that needs more requests than are allowed.
///
/// # Errors
/// If it does.
pub(super) fn check(needed: u64, question: &Question) -> Result<(), Failure> {
    let most = question.most_requests;
    if needed <= most {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "this history may need {needed} requests, and the limit is {most}: a row of the report has \
         no time, mailbox, tag or channel, so each group of each user is a report of its own"
    ))
    .help(format!(
        "choose a shorter period, fewer users or a coarser --by, or allow it with \
         --max-requests {needed}"
    )))
}

/// Returns the number of days that have a part in the period.
fn days(period: &Period) -> u64 {
    // A part of a day is a day, and so may be one that the clock makes longer.
    let bound = u64::try_from(period.interval().seconds()).unwrap_or(0) / 86_400 + 2;
    // Exact where it matters, and without a list of all days of a thousand years.
    if bound < 10_000 {
        period.parts(Part::Day).len() as u64
    } else {
        bound
    }
}
