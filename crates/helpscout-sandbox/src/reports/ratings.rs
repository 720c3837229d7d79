//! Reports about ratings: figures, and a list of the ratings.
//!
//! A rating belongs to the interval in which it was given, no matter when the reply was sent.

use std::cmp::Ordering;

use helpscout_description::Operation;
use serde_json::{Value, json};

use super::{
    computed::Computed,
    mean::Mean,
    period::{Period, Periods, distinct, filter_tags},
    rows,
    scope::Scope,
};
use crate::{
    desk::{
        Conversation, Desk, User,
        ratings::{Grade, Rating},
    },
    interpret::{Arguments, PageWindow, print_instant},
    volume::Volume,
};

/// Returns the ratings of an interval, in the order they were given.
pub(super) fn of<'a>(scope: &'a Scope<'_>) -> impl Iterator<Item = (&'a Rating, &'a Conversation)> {
    let ratings = scope.desk.ratings().iter();
    ratings
        .filter(|rating| scope.contains(rating.at) && scope.counts(rating.user))
        .map(|rating| (rating, &scope.desk.conversations[rating.conversation]))
        .filter(|(_, conversation)| scope.matches(conversation))
}

/// The number of ratings of each grade.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    great: i64,
    okay: i64,
    not_good: i64,
}

impl Tally {
    pub(super) fn add(&mut self, grade: Grade) {
        match grade {
            Grade::Great => self.great += 1,
            Grade::Okay => self.okay += 1,
            Grade::NotGood => self.not_good += 1,
        }
    }

    fn all(self) -> i64 {
        self.great + self.okay + self.not_good
    }

    /// Computes the percentage of great ratings minus the percentage of ratings that are not good.
    pub(super) fn score(self) -> Value {
        Mean::percent(self.great - self.not_good, self.all()).to_json()
    }
}

impl FromIterator<Grade> for Tally {
    fn from_iter<I: IntoIterator<Item = Grade>>(grades: I) -> Self {
        let mut tally = Self::default();
        grades.into_iter().for_each(|grade| tally.add(grade));
        tally
    }
}

/// Computes the happiness score of an interval.
pub(super) fn score(scope: &Scope<'_>) -> Value {
    let tally: Tally = of(scope).map(|(rating, _)| rating.grade).collect();
    tally.score()
}

pub(super) fn happiness(desk: &Desk, arguments: &Arguments) -> Option<Computed> {
    let periods = Periods::new(desk, arguments)?;
    let figures = periods.map(figures);
    Some(Computed::Body(json!({
        "filterTags": filter_tags(arguments),
        "current": figures.current,
        "previous": figures.previous(),
        "deltas": figures.changes(
            &["okayCount", "notGoodCount", "greatCount"],
            &["okay", "great", "notGood", "happinessScore"],
        ),
    })))
}

fn figures(period: &Period<'_>) -> Value {
    let ratings: Vec<(&Rating, &Conversation)> = of(&period.scope).collect();
    let tally: Tally = ratings.iter().map(|(rating, _)| rating.grade).collect();
    let rated = ratings
        .iter()
        .filter_map(|(_, conversation)| conversation.customers.first());
    let rated: Vec<i64> = rated.map(|customer| customer.id).collect();
    // A customer may rate a reply of an earlier interval.
    let helped = period.helped().map(|(_, customer)| customer);
    let customers = distinct(helped.chain(rated.iter().copied()).collect());
    let rated = distinct(rated);
    let percent = |part| Mean::percent(part, tally.all()).to_json();
    json!({
        "ratingsPercent": Mean::percent(rated, customers).to_json(),
        "great": percent(tally.great),
        "okay": percent(tally.okay),
        "notGood": percent(tally.not_good),
        "happinessScore": tally.score(),
        "ratingsCount": tally.all(),
        "greatCount": tally.great,
        "okayCount": tally.okay,
        "notGoodCount": tally.not_good,
        "totalCustomers": customers,
        "totalCustomersWithRatings": rated,
    })
}

pub(super) fn rows(
    desk: &Desk,
    operation: &Operation,
    arguments: &Arguments,
    volume: Volume,
) -> Option<Computed> {
    let pages = operation.pages.as_ref()?;
    let scope = Scope::new(desk, arguments)?;
    let wanted = match arguments.text("rating") {
        Some("great") => Some(Grade::Great),
        Some("ok") => Some(Grade::Okay),
        Some("not-good") => Some(Grade::NotGood),
        _ => None,
    };
    let mut found: Vec<(&Rating, &Conversation)> = of(&scope)
        .filter(|(rating, _)| wanted.is_none_or(|wanted| rating.grade == wanted))
        .collect();
    sort(&mut found, arguments);
    Some(rows::page(
        found,
        |(rating, _)| (rating.at, rating.thread),
        volume,
        PageWindow::of_call(pages, arguments),
        |(rating, conversation), copy| row(rating, conversation, copy),
    ))
}

/// Sorts as requested, by default the newest rating first. Equal ratings stay in the order they
/// were given.
fn sort(found: &mut [(&Rating, &Conversation)], arguments: &Arguments) {
    let key: fn(&Rating, &Conversation) -> i64 = match arguments.text("sortField") {
        Some("number") => |_, conversation| conversation.number,
        Some("modifiedAt") => |_, conversation| conversation.modified(),
        Some("rating") => |rating, _| rating.grade as i64,
        _ => |rating, _| rating.at,
    };
    let ascending = arguments.text("sortOrder") == Some("ASC");
    found.sort_by(|(a, in_a), (b, in_b)| {
        let order: Ordering = key(a, in_a).cmp(&key(b, in_b));
        let order = if ascending { order } else { order.reverse() };
        order.then((a.at, a.thread).cmp(&(b.at, b.thread)))
    });
}

fn row(rating: &Rating, conversation: &Conversation, copy: i64) -> Value {
    let customer = conversation.customers.first();
    json!({
        "number": conversation.number + copy * rows::NUMBER_SPAN,
        "threadid": rating.thread + copy * rows::ID_SPAN,
        "threadCreatedAt": print_instant(rating.sent),
        "id": conversation.id + copy * rows::ID_SPAN,
        "type": conversation.channel.wire(),
        "ratingId": rating.grade as i64,
        "ratingCustomerId": customer.map(|customer| customer.id),
        "ratingComments": rating.comments,
        "ratingCreatedAt": print_instant(rating.at),
        "ratingCustomerName": customer.and_then(|customer| customer.name()),
        "ratingUserId": rating.user,
        "ratingUserName": User::name_of(rating.user),
    })
}
