//! What a history is divided by, and the restrictions that select each group.
//!
//! A row of a history has no time, mailbox, tag or channel. So each group is a report of its own: that
//! of a part of the period, or with a filter.

use std::collections::BTreeMap;

use clap::ValueEnum;
use helpscout_period::{Interval, Length, Part, Period, Slice};
use helpscout_reports::Query;

use crate::message::Failure;
use crate::select::WEEKDAYS;
use crate::who::Entry;

/// What a history is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum By {
    /// Users
    User,
    /// Mailboxes
    Mailbox,
    /// Tags; a conversation may have several
    Tag,
    /// Channels: email, chat, phone
    #[value(alias = "channel")]
    Type,
    /// Days of the period, in the zone of the report
    Day,
    /// ISO weeks of the period
    Week,
    /// Months of the period
    Month,
    /// Days of the week
    Weekday,
    /// Hours of the day
    Hour,
}

impl By {
    /// Returns the name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Mailbox => "mailbox",
            Self::Tag => "tag",
            Self::Type => "type",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
        }
    }

    /// Returns the title of the column of groups.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Mailbox => "Mailbox",
            Self::Tag => "Tag",
            Self::Type => "Channel",
            Self::Day => "Day",
            Self::Week => "Week",
            Self::Month => "Month",
            Self::Weekday => "Weekday",
            Self::Hour => "Hour",
        }
    }

    /// Returns the type of the IDs of the groups, if they have IDs that a look-up lists.
    pub(super) fn id_type(self) -> Option<&'static str> {
        match self {
            Self::Mailbox => Some("MailboxId"),
            Self::Tag => Some("TagId"),
            _ => None,
        }
    }

    /// Returns the parameter that selects a group, if one does.
    pub(super) fn parameter(self) -> Option<&'static str> {
        match self {
            Self::Mailbox => Some("mailboxes"),
            Self::Tag => Some("tags"),
            Self::Type => Some("types"),
            _ => None,
        }
    }

    /// Returns whether the groups are parts of the period, in order.
    pub(super) fn is_time(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month)
    }

    /// Returns whether the groups are in an order of their own, and each part of time is in one.
    pub(super) fn is_ordered(self) -> bool {
        self.is_time() || matches!(self, Self::Weekday | Self::Hour)
    }
}

/// One or two things that a history is divided by: its users, or the mailboxes of each user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    first: By,
    second: Option<By>,
}

impl From<By> for Split {
    fn from(first: By) -> Self {
        Self {
            first,
            second: None,
        }
    }
}

impl Split {
    /// Returns what `--by` asks for, if it asks for something.
    ///
    /// # Errors
    /// If the groups would have no rows, or too many.
    pub(super) fn of(by: &[By]) -> Result<Option<Self>, Failure> {
        let (first, second) = match by {
            [] => return Ok(None),
            [first] => return Ok(Some(Self::from(*first))),
            [first, second] => (*first, *second),
            more => {
                let problem = format!("--by takes one or two, and {} were given", more.len());
                return Err(
                    Failure::usage(problem).help("remove some, such as in --by user,mailbox")
                );
            }
        };
        let both = format!("--by {},{}", first.name(), second.name());
        if first == second {
            return Err(Failure::usage(format!("{both} says the same twice"))
                .help(format!("write --by {}", first.name())));
        }
        let has = |by: By| [first, second].contains(&by);
        let problem = match [first, second].iter().find(|by| **by != By::Day) {
            // Hours divide everything, and weekdays what is longer than a day.
            Some(other) if has(By::Day) && other.is_ordered() && !has(By::Hour) => {
                let other = other.name();
                Some(format!(
                    "a day is in one {other} only, so there are no more rows"
                ))
            }
            _ if has(By::Week) && has(By::Month) => Some("a week may be in two months".to_owned()),
            _ => None,
        };
        if let Some(problem) = problem {
            return Err(Failure::usage(format!("{both}: {problem}"))
                .help("keep one, and add user, mailbox, tag, type or hour"));
        }
        Ok(Some(Self {
            first,
            second: Some(second),
        }))
    }

    /// Returns the one or two things.
    pub(super) fn parts(self) -> impl Iterator<Item = By> + Clone {
        std::iter::once(self.first).chain(self.second)
    }

    /// Returns whether it is this alone.
    pub(super) fn is(self, by: By) -> bool {
        self == Self::from(by)
    }

    /// Returns whether something is one of the two.
    pub(super) fn has(self, by: By) -> bool {
        self.parts().any(|part| part == by)
    }

    /// Returns whether a filter selects the groups, so that some rows may be in none or in several.
    pub(super) fn is_filtered(self) -> bool {
        self.parts().any(|part| part.parameter().is_some())
    }

    /// Returns a short name for files and anchors: `user-mailbox`.
    pub(super) fn name(self) -> String {
        self.parts().map(By::name).collect::<Vec<_>>().join("-")
    }

    /// Returns what a group is, in a sentence: `user and mailbox`.
    pub(super) fn words(self) -> String {
        let words: Vec<String> = self.parts().map(|by| by.title().to_lowercase()).collect();
        words.join(" and ")
    }

    /// Returns whether the groups are parts of the period, in order.
    pub(super) fn is_time(self) -> bool {
        self.second.is_none() && self.first.is_time()
    }

    /// Returns whether the groups are in an order of their own, and each part of time is in one.
    pub(super) fn is_ordered(self) -> bool {
        self.second.is_none() && self.first.is_ordered()
    }
}

/// A group before its rows are known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    /// What is the same in another period: an ID, `2019-05-13`, `Monday`, `14`.
    pub(super) key: String,
    /// What people call it.
    pub(super) label: String,
    /// The position among all that there may be.
    pub(super) order: usize,
    /// How long it is, if it is a part of the period.
    pub(super) length: Option<Length>,
    /// What selects its rows: one report for each of these.
    pub(super) restrictions: Vec<Restriction>,
}

/// What selects rows in a request.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Restriction {
    Interval(Interval),
    Value(&'static str, String),
}

impl Restriction {
    /// Returns the query with this restriction.
    pub(super) fn apply(&self, query: Query) -> Query {
        match self {
            Self::Interval(interval) => query
                .with("start", interval.start.to_string())
                .with("end", interval.end.to_string()),
            Self::Value(parameter, value) => query.with(parameter, value.as_str()),
        }
    }
}

/// Returns the groups of a period by days, weeks, months or weekdays.
pub(super) fn parts_of(by: By, period: &Period) -> Vec<Member> {
    let (part, key) = match by {
        By::Week => (Part::Week, "%G-W%V"),
        By::Month => (Part::Month, "%Y-%m"),
        _ => (Part::Day, "%Y-%m-%d"),
    };
    let slices = period.parts(part);
    if by == By::Weekday {
        return weekdays(&slices);
    }
    let members = slices.into_iter().enumerate().map(|(order, slice)| Member {
        key: slice.local.strftime(key).to_string(),
        label: slice.label,
        order,
        length: Some(slice.length),
        restrictions: vec![Restriction::Interval(slice.interval)],
    });
    members.collect()
}

fn weekdays(days: &[Slice]) -> Vec<Member> {
    let mut weekdays: BTreeMap<i8, Vec<Restriction>> = BTreeMap::new();
    for day in days {
        let weekday = day.local.date().weekday().to_monday_zero_offset();
        let restriction = Restriction::Interval(day.interval);
        weekdays.entry(weekday).or_default().push(restriction);
    }
    let members = weekdays.into_iter().map(|(weekday, restrictions)| {
        let name = weekday_name(weekday);
        Member {
            key: name.to_owned(),
            label: name.to_owned(),
            order: usize::try_from(weekday).unwrap_or(0),
            length: None,
            restrictions,
        }
    });
    members.collect()
}

/// Returns the name of a day of the week, counted from Monday, which is 0.
pub(super) fn weekday_name(weekday: i8) -> &'static str {
    let at = usize::try_from(weekday).ok();
    at.and_then(|at| WEEKDAYS.get(at))
        .copied()
        .unwrap_or_default()
}

/// Returns a group for each entry of a look-up.
pub(super) fn entries_of(parameter: &'static str, entries: &[Entry]) -> Vec<Member> {
    let members = entries.iter().enumerate().map(|(order, entry)| Member {
        key: entry.id.clone(),
        label: entry.title(),
        order,
        length: None,
        restrictions: vec![Restriction::Value(parameter, entry.id.clone())],
    });
    members.collect()
}

/// Returns a group for each of these words, such as the channels.
pub(super) fn words_of<'w>(
    parameter: &'static str,
    words: impl IntoIterator<Item = &'w str>,
) -> Vec<Member> {
    let members = words.into_iter().enumerate().map(|(order, word)| Member {
        key: word.to_owned(),
        label: word.to_owned(),
        order,
        length: None,
        restrictions: vec![Restriction::Value(parameter, word.to_owned())],
    });
    members.collect()
}
