//! Divides a period by the hours of the day.
//!
//! A day has 24 hours, and most of them have no replies. So days are read first, then quarters of the
//! days that have replies, and hours only of quarters that have some. With something else beside the
//! hours, each user and each thing that a filter selects has days of its own.

use std::collections::{BTreeSet, HashMap};

use helpscout_figures::Sla;
use helpscout_period::{Interval, Part, Period, Slice};

use super::dimension::{By, Member, Restriction, Split};
use super::groups::{Axis, Gathered, Job, complete, read};
use super::result::{Group, Heat, Place};
use super::source::{Pulled, Source};
use crate::message::Failure;

/// The number of hours that are read at once before they are divided.
const AT_ONCE: usize = 6;

/// The largest number of reports for a user and a day.
pub(super) const MOST_PER_DAY: u64 = 1 + 24 / AT_ONCE as u64 + 24 + 2;

/// The number of hours of a day.
const HOURS: usize = 24;

/// Reads the replies by hour, and by what is `beside` the hours in the split. Returns a group for each
/// hour of the day that the period has, and the number of replies in each hour of the week unless a
/// filter divides them.
pub(super) async fn of_hours(
    source: &Source<'_>,
    pulled: &Pulled,
    split: Split,
    beside: Option<Axis<'_>>,
    sla: &Sla,
) -> Result<(Vec<Group>, Option<Heat>), Failure> {
    let days = days(&pulled.period);
    let cells = Cells::of(split, beside, pulled);
    let filters = cells.filters();
    let active = pulled.active();
    let mut jobs = Vec::new();
    for (filter, restriction) in filters.iter().enumerate() {
        for (at, (day, _)) in days.iter().enumerate() {
            let group = filter * days.len() + at;
            let of_day = |user: &usize| job(group, *user, *day, *restriction);
            jobs.extend(active.iter().map(of_day));
        }
    }
    let busy = busy(source, pulled, &jobs, "Day").await?;

    let mut quarters: Vec<(usize, &[Slice])> = Vec::new();
    let mut jobs = Vec::new();
    for day in busy {
        let (filter, at) = (day.group / days.len(), day.group % days.len());
        for hours in days[at].1.chunks(AT_ONCE) {
            if let (Some(first), Some(last)) = (hours.first(), hours.last()) {
                let interval = Interval {
                    start: first.interval.start,
                    end: last.interval.end,
                };
                jobs.push(job(quarters.len(), day.user, interval, filters[filter]));
                quarters.push((filter, hours));
            }
        }
    }
    let busy = self::busy(source, pulled, &jobs, "Quarter of a day").await?;

    let mut hours: Vec<(Job, &Slice)> = Vec::new();
    for quarter in busy {
        let (filter, slices) = quarters[quarter.group];
        hours.extend(slices.iter().map(|hour| {
            let group = cells.at(filter, quarter.user, hour);
            let job = job(group, quarter.user, hour.interval, filters[filter]);
            (job, hour)
        }));
    }
    // Rows are gathered group by group. The order is stable, so hours stay in their order.
    hours.sort_by_key(|(job, _)| job.group);
    let jobs: Vec<Job> = hours.iter().map(|(job, _)| job.clone()).collect();
    let is_filtered = split.is_filtered();
    let mut gathered = Gathered::new(cells.all(), sla, is_filtered);
    let mut heat = Heat::default();
    let mut slices = hours.iter().map(|(_, slice)| slice);
    read(source, pulled, &jobs, "Hour", |job, replies| {
        if let Some(slice) = slices.next() {
            heat.add(slice, replies.len());
        }
        gathered.add(job, replies);
    })
    .await?;
    let (figures, seen) = gathered.finish();
    // An hour that no day of the period has is no group, such as one that the clocks skipped.
    let slices = days.iter().flat_map(|(_, hours)| hours);
    let there: BTreeSet<usize> = slices.flat_map(|slice| cells.of_slice(slice)).collect();
    let figures = figures.into_iter().enumerate();
    let figures = figures.filter(|(group, _)| there.contains(group));
    let groups = figures.map(|(group, figures)| Group {
        places: cells.places(group, pulled),
        figures: Some(figures),
        before: None,
        is_alike: true,
    });
    let groups = complete(source, pulled, split, sla, groups.collect(), &seen);
    Ok((groups, (!is_filtered).then_some(heat)))
}

/// The positions of groups: of each hour, and of each thing beside the hours.
struct Cells<'m> {
    is_hour_first: bool,
    beside: Option<Axis<'m>>,
    /// How many things there are beside the hours.
    others: usize,
    /// Which of them an hour is in, by its start, if they are parts of the period.
    by_time: Option<HashMap<i64, usize>>,
}

impl<'m> Cells<'m> {
    fn of(split: Split, beside: Option<Axis<'m>>, pulled: &Pulled) -> Self {
        let others = beside.map_or(1, |axis| axis.size(pulled));
        let by_time = match beside {
            Some(Axis::Members(members)) if !split.is_filtered() => {
                Some(members_by_hour(members, &pulled.period))
            }
            _ => None,
        };
        Self {
            is_hour_first: split.parts().next() == Some(By::Hour),
            beside,
            others,
            by_time,
        }
    }

    fn all(&self) -> usize {
        HOURS * self.others
    }

    /// Returns the filters that divide the rows, or one that does not.
    fn filters(&self) -> Vec<Option<&'m Restriction>> {
        match self.beside {
            Some(Axis::Members(members)) if self.by_time.is_none() => {
                let each = members.iter().map(|member| member.restrictions.first());
                each.collect()
            }
            _ => vec![None],
        }
    }

    /// Returns the group of an hour that was read for a user with a filter.
    fn at(&self, filter: usize, user: usize, hour: &Slice) -> usize {
        let other = match (self.beside, &self.by_time) {
            (None, _) => 0,
            (Some(Axis::Users), _) => user,
            (Some(Axis::Members(_)), None) => filter,
            (Some(Axis::Members(_)), Some(by_time)) => self.in_time(by_time, hour),
        };
        self.group(other, hour_of(hour))
    }

    /// Returns all groups that an hour of the period may be in.
    fn of_slice(&self, hour: &Slice) -> Vec<usize> {
        let others = match &self.by_time {
            Some(by_time) => {
                let other = self.in_time(by_time, hour);
                other..other + 1
            }
            None => 0..self.others,
        };
        let groups = others.map(|other| self.group(other, hour_of(hour)));
        groups.collect()
    }

    fn in_time(&self, by_time: &HashMap<i64, usize>, hour: &Slice) -> usize {
        let start = hour.interval.start.as_second();
        by_time.get(&start).copied().unwrap_or(0)
    }

    fn group(&self, other: usize, hour: usize) -> usize {
        if self.is_hour_first {
            hour * self.others + other
        } else {
            other * HOURS + hour
        }
    }

    fn places(&self, group: usize, pulled: &Pulled) -> Vec<Place> {
        let (hour, other) = if self.is_hour_first {
            (group / self.others, group % self.others)
        } else {
            (group % HOURS, group / HOURS)
        };
        let of_hour = Place {
            key: Some(format!("{hour:02}")),
            label: format!("{hour:02}:00"),
            order: hour,
            length: None,
        };
        let Some(beside) = self.beside else {
            return vec![of_hour];
        };
        let beside = beside.place(other, pulled);
        if self.is_hour_first {
            vec![of_hour, beside]
        } else {
            vec![beside, of_hour]
        }
    }
}

/// Returns which of the parts of a period each of its hours is in, by the start of the hour.
fn members_by_hour(members: &[Member], period: &Period) -> HashMap<i64, usize> {
    let mut intervals: Vec<(Interval, usize)> = Vec::new();
    for (at, member) in members.iter().enumerate() {
        let of_member = member.restrictions.iter();
        intervals.extend(of_member.filter_map(|restriction| match restriction {
            Restriction::Interval(interval) => Some((*interval, at)),
            Restriction::Value(..) => None,
        }));
    }
    intervals.sort_by_key(|(interval, _)| interval.start);
    let hours = period.parts(Part::Hour).into_iter();
    let hours = hours.filter_map(|hour| {
        let start = hour.interval.start;
        let after = intervals.partition_point(|(interval, _)| interval.start <= start);
        let (_, at) = intervals.get(after.checked_sub(1)?)?;
        Some((start.as_second(), *at))
    });
    hours.collect()
}

impl Heat {
    fn add(&mut self, hour: &Slice, replies: usize) {
        let weekday = hour.local.date().weekday().to_monday_zero_offset();
        if let Ok(weekday) = usize::try_from(weekday) {
            self.replies[weekday][hour_of(hour)] += replies as u64;
        }
    }
}

/// Returns the days of a period, each with its hours.
fn days(period: &Period) -> Vec<(Interval, Vec<Slice>)> {
    let mut hours = period.parts(Part::Hour).into_iter().peekable();
    let days = period.parts(Part::Day).into_iter().map(|day| {
        let mut of_day = Vec::new();
        while let Some(hour) = hours.next_if(|hour| hour.interval.start <= day.interval.end) {
            of_day.push(hour);
        }
        (day.interval, of_day)
    });
    days.collect()
}

/// Returns the hour of the clock, which a day has twice if the clocks are set back.
fn hour_of(slice: &Slice) -> usize {
    usize::try_from(slice.local.hour()).unwrap_or(0)
}

fn job(group: usize, user: usize, interval: Interval, filter: Option<&Restriction>) -> Job {
    let interval = Restriction::Interval(interval);
    Job {
        group,
        user,
        restrictions: filter.cloned().into_iter().chain([interval]).collect(),
    }
}

/// Returns the jobs that find replies.
async fn busy(
    source: &Source<'_>,
    pulled: &Pulled,
    jobs: &[Job],
    title: &str,
) -> Result<Vec<Job>, Failure> {
    let mut busy = Vec::new();
    read(source, pulled, jobs, title, |job, replies| {
        if !replies.is_empty() {
            busy.push(job.clone());
        }
    })
    .await?;
    Ok(busy)
}
