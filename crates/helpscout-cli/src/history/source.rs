//! The reports that a history is calculated from: one for each user, period and restriction.

use helpscout_period::{Interval, Period};
use helpscout_reports::{Client, Request};

use super::dimension::Restriction;
use super::result::UserRows;
use crate::progress::Progress;

/// Makes the requests of a history, which differ in the user, the period and a filter.
pub(super) struct Source<'c> {
    pub(super) client: &'c Client,
    /// The request with all filters.
    pub(super) filtered: Request,
    pub(super) progress: &'c Progress,
}

/// The conversations of some users in a period.
pub(super) struct Pulled {
    pub(super) period: Period,
    pub(super) users: Vec<UserRows>,
}

impl Source<'_> {
    /// Returns the request for a user and an interval, with other restrictions.
    pub(super) fn request(
        &self,
        user: &str,
        interval: Interval,
        restrictions: &[Restriction],
    ) -> Request {
        let query = self.filtered.query().clone().with("user", user);
        let query = Restriction::Interval(interval).apply(query);
        let query = restrictions
            .iter()
            .fold(query, |query, restriction| restriction.apply(query));
        Request::new(self.filtered.operation(), query)
    }
}

impl Pulled {
    /// Returns the positions of the users who have replies. The others have none in any part.
    pub(super) fn active(&self) -> Vec<usize> {
        let users = self.users.iter().enumerate();
        let active = users.filter(|(_, user)| !user.rows.is_empty());
        active.map(|(at, _)| at).collect()
    }

    /// Returns the number of replies of all users.
    pub(super) fn replies(&self) -> usize {
        let rows = self.users.iter().flat_map(|user| &user.rows);
        rows.map(|row| row.replies).sum()
    }
}
