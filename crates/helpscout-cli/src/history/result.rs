//! A history with everything that was calculated for it. Each format writes the same result.

use std::collections::HashMap;

use helpscout_figures::{Distribution, Measure, Sla};
use helpscout_period::Period;
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
    pub(super) figures: Figures,
    /// The figures in the period that is compared with.
    pub(super) before: Option<Figures>,
}

/// Where a group is in a part of a split, such as a user or a day.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// An ID, or what is the same in another period. `None` for the rows that are in no group.
    pub(super) key: Option<String>,
    pub(super) label: String,
    /// The position. Days of two periods have their counterpart at the same position.
    pub(super) order: usize,
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
    /// them. Parts of a period have their counterpart at the same position, others have the same key.
    pub(super) fn compared(by: Split, now: Vec<Group>, before: Option<Vec<Group>>) -> Self {
        let mut list = now;
        if let Some(before) = before {
            for group in &mut list {
                group.before = Some(Figures::default());
            }
            let positions = list.iter().enumerate();
            let positions = positions.map(|(at, group)| (counterpart(by, group), at));
            let positions: HashMap<_, usize> = positions.collect();
            for earlier in before {
                match positions.get(&counterpart(by, &earlier)) {
                    Some(at) => list[*at].before = Some(earlier.figures),
                    // The longer period has days that the shorter one has not.
                    None if is_beyond(by, &earlier) => {}
                    None => list.push(Group {
                        before: Some(earlier.figures),
                        figures: Figures::default(),
                        ..earlier
                    }),
                }
            }
        }
        let all = list.len();
        if !by.is_ordered() {
            if !by.is(By::User) {
                list.retain(|group| replies(group) > 0);
            }
            let ranks: Vec<HashMap<Option<String>, usize>> = by
                .parts()
                .enumerate()
                .map(|(part, by)| ranks(part, by, &list))
                .collect();
            list.sort_by_key(|group| {
                let places = group.places.iter().zip(&ranks);
                let places = places.map(|(place, ranks)| ranks.get(&place.key).copied());
                places.collect::<Vec<_>>()
            });
        }
        let hidden = all - list.len();
        Self { by, list, hidden }
    }
}

/// Returns the number of replies of a group in both periods.
fn replies(group: &Group) -> usize {
    let before = group.before.as_ref().map_or(0, |before| before.replies);
    group.figures.replies + before
}

/// Returns what a group and its counterpart in another period have in common.
fn counterpart(by: Split, group: &Group) -> Vec<(Option<String>, usize)> {
    let places = by.parts().zip(&group.places);
    let places = places.map(|(by, place)| {
        if by.is_time() {
            (None, place.order)
        } else {
            (place.key.clone(), 0)
        }
    });
    places.collect()
}

/// Returns whether a group is in a part of the period that another period may not have.
fn is_beyond(by: Split, group: &Group) -> bool {
    let mut places = by.parts().zip(&group.places);
    places.any(|(by, place)| by.is_time() && place.key.is_some())
}

/// Returns the rank of each place in a part of a split: its own order, or else by the number of
/// replies. What is in no group comes last.
fn ranks(part: usize, by: By, list: &[Group]) -> HashMap<Option<String>, usize> {
    let mut totals: HashMap<Option<String>, (usize, &Place)> = HashMap::new();
    for group in list {
        let place = &group.places[part];
        let (total, _) = totals.entry(place.key.clone()).or_insert((0, place));
        *total += group.figures.replies;
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
        .map(|(rank, (_, place))| (place.key.clone(), rank))
        .collect()
}
