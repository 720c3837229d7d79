//! Divides a period by the hours of the day.
//!
//! A day has 24 hours, and most of them have no replies. So days are read first, then quarters of the
//! days that have replies, and hours only of quarters that have some.

use std::collections::BTreeSet;

use helpscout_figures::Sla;
use helpscout_period::{Interval, Part, Period, Slice};

use super::dimension::{By, Restriction};
use super::groups::{Gathered, Job, check, read};
use super::result::{Group, Heat, Place};
use super::source::{Pulled, Source};
use crate::message::Failure;

/// The number of hours that are read at once before they are divided.
const AT_ONCE: usize = 6;

/// The largest number of reports for a user and a day.
pub(super) const MOST_PER_DAY: u64 = 1 + 24 / AT_ONCE as u64 + 24 + 2;

/// Reads the replies by hour. Returns a group for each hour of the day that the period has, and
/// the number of replies in each hour of the week.
pub(super) async fn of_hours(
    source: &Source<'_>,
    pulled: &Pulled,
    sla: &Sla,
) -> Result<(Vec<Group>, Heat), Failure> {
    let days = days(&pulled.period);
    let slices = days.iter().flat_map(|(_, hours)| hours);
    let there: BTreeSet<usize> = slices.map(hour_of).collect();
    let active = pulled.active();
    let mut jobs = Vec::new();
    for (group, (day, _)) in days.iter().enumerate() {
        jobs.extend(active.iter().map(|user| job(group, *user, *day)));
    }
    let busy = busy(source, pulled, &jobs, "Day").await?;

    let mut quarters: Vec<&[Slice]> = Vec::new();
    let mut jobs = Vec::new();
    for day in busy {
        for hours in days[day.group].1.chunks(AT_ONCE) {
            if let (Some(first), Some(last)) = (hours.first(), hours.last()) {
                let interval = Interval {
                    start: first.interval.start,
                    end: last.interval.end,
                };
                jobs.push(job(quarters.len(), day.user, interval));
                quarters.push(hours);
            }
        }
    }
    let busy = self::busy(source, pulled, &jobs, "Quarter of a day").await?;

    let mut hours: Vec<(Job, &Slice)> = Vec::new();
    for quarter in busy {
        hours.extend(
            quarters[quarter.group]
                .iter()
                .map(|hour| (job(hour_of(hour), quarter.user, hour.interval), hour)),
        );
    }
    // Rows are gathered group by group. The order is stable, so hours stay in their order.
    hours.sort_by_key(|(job, _)| job.group);
    let jobs: Vec<Job> = hours.iter().map(|(job, _)| job.clone()).collect();
    let mut gathered = Gathered::new(24, sla, false);
    let mut heat = Heat::default();
    let mut slices = hours.iter().map(|(_, slice)| slice);
    read(source, pulled, &jobs, "Hour", |job, replies| {
        if let Some(slice) = slices.next() {
            heat.add(slice, replies.len());
        }
        gathered.add(job, replies);
    })
    .await?;
    let (figures, _) = gathered.finish();
    // An hour that no day of the period has is no group, such as one that the clocks skipped.
    let figures = figures.into_iter().enumerate();
    let figures = figures.filter(|(hour, _)| there.contains(hour));
    let groups = figures.map(|(hour, figures)| Group {
        places: vec![Place {
            key: Some(format!("{hour:02}")),
            label: format!("{hour:02}:00"),
            order: hour,
            length: None,
        }],
        figures: Some(figures),
        before: None,
        is_alike: true,
    });
    let groups: Vec<Group> = groups.collect();
    check(source, pulled, By::Hour.into(), &groups);
    Ok((groups, heat))
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

fn job(group: usize, user: usize, interval: Interval) -> Job {
    Job {
        group,
        user,
        restrictions: vec![Restriction::Interval(interval)],
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
