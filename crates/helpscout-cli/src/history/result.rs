//! A history with everything that was calculated for it. Each format writes the same result.

use std::collections::HashMap;

use helpscout_digest::Value;
use helpscout_figures::{Distribution, Measure, Sla};
use helpscout_period::{Length, Period};
use helpscout_reports::history::CollapsedConversation;

use super::dimension::{By, Split};
use super::figures::{Figures, time};

/// A history of one or more users.
#[derive(Debug)]
pub(super) struct History {
    /// What all users together are called, such as the name of their team.
    pub(super) title: Option<String>,
    /// The users with their conversations, in the order in which they were asked for.
    pub(super) users: Vec<UserRows>,
    pub(super) period: Period,
    /// The figures of all rows.
    pub(super) figures: Figures,
    pub(super) before: Option<Before>,
    pub(super) groups: Vec<Groups>,
    pub(super) heat: Option<Heat>,
    pub(super) sla: Sla,
    /// The filters by their names, for people.
    pub(super) filters: Vec<(String, String)>,
}

/// A user and the conversations with a reply of that user.
#[derive(Clone, Debug, Default)]
pub(super) struct UserRows {
    pub(super) id: String,
    /// `None` if it was not looked up or is not known.
    pub(super) name: Option<String>,
    pub(super) rows: Vec<CollapsedConversation>,
}

impl UserRows {
    /// Returns what to call the user.
    pub(super) fn title(&self) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None => format!("User {}", self.id),
        }
    }
}

/// The period that is compared with, and its figures.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) period: Period,
    pub(super) figures: Figures,
}

/// A history divided by something.
#[derive(Debug)]
pub(super) struct Groups {
    pub(super) by: Split,
    pub(super) list: Vec<Group>,
    /// The number of groups without replies that are not in the list.
    pub(super) hidden: usize,
}

/// One group, such as a mailbox or a day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    /// Where it is in each part of the split.
    pub(super) places: Vec<Place>,
    /// `None` if only the period that is compared with has this part, such as a sixth week.
    pub(super) figures: Option<Figures>,
    /// The figures in the period that is compared with. `None` if there is none, or if it has no such
    /// part.
    pub(super) before: Option<Figures>,
    /// Whether the parts of both periods are as long as one another. There is no change from a part of
    /// a month to a whole one.
    pub(super) is_alike: bool,
}

/// Where a group is in a part of a split, such as a user or a day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// An ID, or what is the same in another period. `None` for the rows that are in no group.
    pub(super) key: Option<String>,
    pub(super) label: String,
    /// The position. Days of two periods have their counterpart at the same position once they are
    /// aligned. A weekday has the same one in each period.
    pub(super) order: usize,
    /// How long it is, if it is a part of the period.
    pub(super) length: Option<Length>,
}

impl Place {
    /// Returns what tables for people show.
    pub(super) fn label_in_tables(&self, by: By) -> Value {
        let text = self.label.clone();
        if !by.is_ordered() {
            return Value::Text(text);
        }
        // A day that only the other period has is in parentheses, which a date can't have.
        let is_date = by == By::Day && !text.starts_with('(');
        let key = self.key.as_deref().filter(|_| is_date);
        Value::Place {
            // What is in no group comes last.
            order: i64::try_from(self.order).unwrap_or(i64::MAX),
            date: key.and_then(|key| key.parse().ok()),
            text,
        }
    }
}

/// The number of replies in each hour of the days of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heat {
    /// From Monday, each from midnight.
    pub(super) replies: [[u64; 24]; 7],
}

/// A row that misses a target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Breach<'h> {
    /// The position of the target.
    pub(super) target: usize,
    pub(super) user: &'h UserRows,
    pub(super) row: &'h CollapsedConversation,
    /// The value in seconds.
    pub(super) value: f64,
}

impl History {
    /// Returns all rows: each conversation of each user.
    pub(super) fn rows(&self) -> impl Iterator<Item = &CollapsedConversation> + Clone {
        self.users.iter().flat_map(|user| &user.rows)
    }

    /// Returns a row by its position, with its user.
    pub(super) fn row(&self, at: usize) -> Option<(&UserRows, &CollapsedConversation)> {
        let mut at = at;
        for user in &self.users {
            match user.rows.get(at) {
                Some(row) => return Some((user, row)),
                None => at -= user.rows.len(),
            }
        }
        None
    }

    /// Returns the values of a time.
    pub(super) fn distribution(&self, measure: Measure) -> Distribution {
        Distribution::of(self.rows().map(|row| time(row, measure)))
    }

    /// Returns the rows that miss a target: by target, the worst first.
    pub(super) fn breaches(&self) -> Vec<Breach<'_>> {
        let mut all = Vec::new();
        for (at, target) in self.sla.targets().iter().enumerate() {
            let first = all.len();
            for user in &self.users {
                let breaches = user.rows.iter().filter_map(|row| {
                    let value = time(row, target.measure())?;
                    let breach = Breach {
                        target: at,
                        user,
                        row,
                        value,
                    };
                    (value.is_finite() && !target.is_kept_by(value)).then_some(breach)
                });
                all.extend(breaches);
            }
            all[first..].sort_by(|a, b| b.value.total_cmp(&a.value));
        }
        all
    }

    /// Returns the positions of the targets that were missed.
    pub(super) fn missed(&self) -> Vec<usize> {
        let targets = self.sla.targets().iter().zip(&self.figures.compliance);
        let missed = targets.enumerate();
        let missed = missed.filter(|(_, (target, compliance))| target.is_missed(**compliance));
        missed.map(|(at, _)| at).collect()
    }
}

impl Group {
    /// Returns what people call the group: `Marta Lindqvist · Support`.
    pub(super) fn label(&self) -> String {
        let labels: Vec<&str> = self
            .places
            .iter()
            .map(|place| place.label.as_str())
            .collect();
        labels.join(" · ")
    }
}

impl Groups {
    /// Combines the groups of a period with those of the period that it is compared with, and orders
    /// them. Parts of a period have their counterpart at the same position once both periods are
    /// aligned, others have the same key. A part that one of the periods lacks has no figures there,
    /// which is not the same as zero.
    pub(super) fn compared(by: Split, now: Vec<Group>, before: Option<Vec<Group>>) -> Self {
        let mut list = now;
        if let Some(before) = before {
            let (parts, parts_before) = (Parts::of(by, &list), Parts::of(by, &before));
            for group in &mut list {
                group.before = parts_before.have(group).then(Figures::default);
                group.is_alike = parts_before.are_like(group);
            }
            let positions = list.iter().enumerate();
            let positions = positions.map(|(at, group)| (counterpart(by, group), at));
            let positions: HashMap<_, usize> = positions.collect();
            for earlier in before {
                match positions.get(&counterpart(by, &earlier)) {
                    Some(at) => list[*at].before = earlier.figures,
                    None => list.push(parts.without(earlier)),
                }
            }
        }
        let all = list.len();
        if !by.is_ordered() && !by.is(By::User) {
            list.retain(|group| replies(group) > 0);
        }
        let ranks: Vec<HashMap<Identity, usize>> = by
            .parts()
            .enumerate()
            .map(|(part, by)| ranks(part, by, &list))
            .collect();
        list.sort_by_key(|group| {
            let places = by.parts().zip(&group.places).zip(&ranks);
            let places =
                places.map(|((by, place), ranks)| ranks.get(&identity(by, place)).copied());
            places.collect::<Vec<_>>()
        });
        let hidden = all - list.len();
        Self { by, list, hidden }
    }

    /// Returns whether there are parts that only the period that is compared with has.
    pub(super) fn has_surplus(&self) -> bool {
        self.list.iter().any(|group| group.figures.is_none())
    }

    /// Returns whether there are parts without a change, as that of the other period is longer or
    /// shorter.
    pub(super) fn has_unlike(&self) -> bool {
        self.list.iter().any(|group| !group.is_alike)
    }
}

/// What a place and its counterpart in another period have in common.
type Identity = (Option<String>, usize);

/// The days, weeks, months or weekdays of a period. Groups have all of them, also without replies.
struct Parts {
    by: Split,
    /// Each with its position in the split, and how long it is.
    all: HashMap<(usize, Identity), Option<Length>>,
}

impl Parts {
    fn of(by: Split, groups: &[Group]) -> Self {
        let all = groups.iter().flat_map(|group| ordered(by, group));
        Self {
            by,
            all: all.collect(),
        }
    }

    /// Returns whether the period has the part of time that a group is in, if it is in one.
    fn have(&self, group: &Group) -> bool {
        ordered(self.by, group).all(|(part, _)| self.all.contains_key(&part))
    }

    /// Returns whether what the period has of the part of time that a group is in is as long as there,
    /// or nothing.
    fn are_like(&self, group: &Group) -> bool {
        ordered(self.by, group).all(|(part, length)| {
            let other = self.all.get(&part).copied().flatten();
            match (length, other) {
                (Some(length), Some(other)) => length.is_like(other),
                _ => true,
            }
        })
    }

    /// Returns a group of the period that is compared with as one that has no replies in this
    /// period, or no such part of it. Then, the part is in parentheses.
    fn without(&self, earlier: Group) -> Group {
        let is_there = self.have(&earlier);
        let parts = ordered(self.by, &earlier).map(|(part, _)| part);
        let missing = parts.filter(|part| !self.all.contains_key(part));
        let missing: Vec<usize> = missing.map(|(at, _)| at).collect();
        let is_alike = self.are_like(&earlier);
        let mut group = Group {
            before: earlier.figures,
            figures: is_there.then(Figures::default),
            is_alike,
            ..earlier
        };
        for at in missing {
            let label = &mut group.places[at].label;
            *label = format!("({label})");
        }
        group
    }
}

/// Returns the parts of time that a group is in, each with its position in the split and its length.
fn ordered(
    by: Split,
    group: &Group,
) -> impl Iterator<Item = ((usize, Identity), Option<Length>)> + '_ {
    let places = by.parts().zip(&group.places).enumerate();
    let places = places.filter(|(_, (by, place))| by.is_ordered() && place.key.is_some());
    places.map(|(at, (by, place))| ((at, identity(by, place)), place.length))
}

/// Returns the number of replies of a group in both periods.
fn replies(group: &Group) -> usize {
    let both = [&group.figures, &group.before].into_iter().flatten();
    both.map(|figures| figures.replies).sum()
}

/// Returns what a group and its counterpart in another period have in common.
fn counterpart(by: Split, group: &Group) -> Vec<Identity> {
    let places = by.parts().zip(&group.places);
    places.map(|(by, place)| identity(by, place)).collect()
}

fn identity(by: By, place: &Place) -> Identity {
    if by.is_time() {
        (None, place.order)
    } else {
        (place.key.clone(), 0)
    }
}

/// Returns the rank of each place in a part of a split: its own order, or else by the number of
/// replies. What is in no group comes last.
fn ranks(part: usize, by: By, list: &[Group]) -> HashMap<Identity, usize> {
    let mut totals: HashMap<Identity, (usize, &Place)> = HashMap::new();
    for group in list {
        let place = &group.places[part];
        let (total, _) = totals.entry(identity(by, place)).or_insert((0, place));
        *total += group.figures.as_ref().map_or(0, |figures| figures.replies);
    }
    let mut order: Vec<(usize, &Place)> = totals.into_values().collect();
    order.sort_by(|(a_total, a), (b_total, b)| {
        let unknown = a.key.is_none().cmp(&b.key.is_none());
        let own = if by.is_ordered() {
            a.order.cmp(&b.order)
        } else {
            b_total.cmp(a_total)
        };
        unknown
            .then(own)
            .then_with(|| a.label.cmp(&b.label))
            .then_with(|| a.key.cmp(&b.key))
    });
    let ranks = order.into_iter().enumerate();
    ranks
        .map(|(rank, (_, place))| (identity(by, place), rank))
        .collect()
}
