//! Reads everything that a history needs, and calculates it.

use std::borrow::Cow;

use helpscout_description::Operation;
use helpscout_figures::Sla;
use helpscout_period::{Part, Period};
use helpscout_reports::{Client, describe};

use super::dimension::{By, Member, Split, entries_of, parts_of, words_of};
use super::figures::Figures;
use super::groups::{of_members, of_users};
use super::hours::{self, of_hours};
use super::people::People;
use super::question::{Question, Wanted};
use super::result::{Before, Group, Groups, Heat, History, UserRows};
use super::source::{Pulled, Source};
use super::{alignment, people, pull};
use crate::fetch::Extent;
use crate::message::Failure;
use crate::progress::Progress;
use crate::who::Directory;

/// A page shows a series by day on its own for a period of at most so many days.
const MOST_DAYS: usize = 62;

/// A page has a heat map on its own if it needs at most so many reports: the week of one user.
const MOST_FOR_HEAT: u64 = 250;

/// A number of reports above which it is said how many there are.
const MANY: u64 = 20;

/// A history, and how much of the report of a single user it is.
pub(super) struct Answer {
    pub(super) history: History,
    pub(super) extent: Option<(usize, Extent)>,
}

/// Reads a history. Sends nothing but look-ups if it needs too many reports.
pub(super) async fn history(
    question: &Question,
    operation: &Operation,
    wanted: Wanted,
    client: &Client,
    directory: &mut Directory,
    progress: &Progress,
) -> Result<Answer, Failure> {
    let People {
        users: people,
        title,
    } = people::of(question, &wanted, directory).await?;
    let by = dimensions(question, &people, &wanted.period);
    let mut divisions = Vec::new();
    for by in by {
        let mut parts = Vec::new();
        for by in by.parts().filter(|by| *by != By::User) {
            let members = members(by, &wanted, operation, directory).await?;
            parts.push((by, members));
        }
        divisions.push(Division { by, parts });
    }
    let periods = std::iter::once(&wanted.period).chain(&wanted.before);
    let mut needed = needed(&divisions, people.len(), periods);
    if needed > question.most_requests {
        return Err(too_many(needed, question));
    }
    let has = |by: By| divisions.iter().any(|division| division.by.is(by));
    let for_heat = (days(&wanted.period) * hours::MOST_PER_DAY).saturating_mul(people.len() as u64);
    let has_heat = question.has_html
        && question.table.is_none()
        && has(By::Day)
        && !has(By::Hour)
        && for_heat <= MOST_FOR_HEAT
        && needed + for_heat <= question.most_requests;
    if has_heat {
        needed += for_heat;
    }
    if needed == 1 {
        progress.reads_one();
    }
    if needed > MANY {
        let is_by_users = |division: &Division| division.by == By::User.into();
        let why = if divisions.iter().all(is_by_users) {
            "one for each user and period"
        } else {
            "as a row of the report has no time, mailbox, tag or channel"
        };
        progress.note(format!("up to {needed} requests are sent, {why}"));
    }
    let filters = people::filters(&wanted, operation);
    let source = Source {
        client,
        filtered: wanted.request,
        progress,
    };
    let sla = &question.sla;
    let one = async |period, has_heat| {
        let asked = Asked {
            divisions: &divisions,
            sla,
            has_heat,
        };
        one(&source, period, &people, asked).await
    };
    // The earlier period comes first, because only its figures are kept.
    let mut earlier = None;
    if let Some(period) = wanted.before {
        let mut read = one(period, false).await?;
        read.pulled.users = Vec::new();
        earlier = Some(read);
    }
    let now = one(wanted.period, has_heat).await?;
    let mut answer = combined(now, earlier, &divisions, sla, filters);
    answer.history.title = title;
    Ok(answer)
}

/// What a history is divided by, and into what if that does not depend on the period.
struct Division {
    by: Split,
    /// Each part but the users.
    parts: Vec<(By, Option<Vec<Member>>)>,
}

/// What is asked for about one period.
#[derive(Clone, Copy)]
struct Asked<'d> {
    divisions: &'d [Division],
    sla: &'d Sla,
    /// Whether a heat map of the week is read although nothing is divided by hours.
    has_heat: bool,
}

/// Everything about one period.
struct OfPeriod {
    pulled: Pulled,
    figures: Figures,
    groups: Vec<Vec<Group>>,
    heat: Option<Heat>,
    extent: Option<(usize, Extent)>,
}

/// Returns what the history is divided by. A page has a series by day and the users side by side.
fn dimensions(question: &Question, people: &[UserRows], period: &Period) -> Vec<Split> {
    let mut by: Vec<Split> = question.by.into_iter().collect();
    if question.is_page {
        let days = period.parts(Part::Day).len();
        if (2..=MOST_DAYS).contains(&days) && !by.contains(&By::Day.into()) {
            by.push(By::Day.into());
        }
        if people.len() > 1 && !by.contains(&By::User.into()) {
            by.push(By::User.into());
        }
    }
    by
}

/// Returns the groups that don't depend on the period: those that are filtered for, or else all.
async fn members(
    by: By,
    wanted: &Wanted,
    operation: &Operation,
    directory: &mut Directory,
) -> Result<Option<Vec<Member>>, Failure> {
    let Some(parameter) = by.parameter() else {
        return Ok(None);
    };
    let filter = wanted.request.query().get(parameter);
    let chosen: Vec<String> = match filter {
        Some(values) => values.split(',').map(str::to_owned).collect(),
        None => Vec::new(),
    };
    if let Some(ty) = by.id_type() {
        let mut entries = directory.all(ty).await?;
        if filter.is_some() {
            entries.retain(|entry| chosen.contains(&entry.id));
        }
        return Ok(Some(entries_of(parameter, &entries)));
    }
    let mut parameters = operation.parameters.iter();
    let described = parameters.find(|described| described.wire == parameter);
    let values = described.map_or(&[][..], |described| {
        describe::api().values_of(&described.ty)
    });
    let words = values.iter().map(|value| value.wire.as_str());
    let words = words.filter(|word| chosen.is_empty() || chosen.iter().any(|other| other == word));
    Ok(Some(words_of(parameter, words)))
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

/// Returns the largest number of requests that are needed, if each report has one page.
fn needed<'p>(
    divisions: &[Division],
    users: usize,
    periods: impl Iterator<Item = &'p Period>,
) -> u64 {
    let users = users as u64;
    let of_period = |period: &Period| {
        let reports = divisions.iter().map(|division| {
            let days = days(period);
            let most = |(by, members): &(By, Option<Vec<Member>>)| match (members, by) {
                (Some(members), _) => members.len() as u64,
                (None, By::Hour) => days * hours::MOST_PER_DAY,
                (None, By::Week) => days / 7 + 2,
                (None, By::Month) => days / 28 + 2,
                (None, _) => days,
            };
            // Users have their rows already.
            let is_read = !division.parts.is_empty();
            let most = division.parts.iter().map(most);
            most.fold(u64::from(is_read), u64::saturating_mul)
                .saturating_mul(users)
        });
        users.saturating_add(reports.fold(0, u64::saturating_add))
    };
    periods.map(of_period).fold(0, u64::saturating_add)
}

fn too_many(needed: u64, question: &Question) -> Failure {
    let most = question.most_requests;
    Failure::usage(format!(
        "this history may need {needed} requests, and the limit is {most}: a row of the report has \
         no time, mailbox, tag or channel, so each group of each user is a report of its own"
    ))
    .help(format!(
        "choose a shorter period, fewer users or a coarser --by, or allow it with \
         --max-requests {needed}"
    ))
}

/// Reads one period.
async fn one(
    source: &Source<'_>,
    period: Period,
    people: &[UserRows],
    asked: Asked<'_>,
) -> Result<OfPeriod, Failure> {
    let Asked {
        divisions,
        sla,
        has_heat,
    } = asked;
    let mut users = Vec::with_capacity(people.len());
    let mut extent = None;
    for user in people {
        let request = source.request(&user.id, period.interval(), &[]);
        let read = pull::conversations(source.client, request, source.progress).await?;
        extent = Some((read.replies, read.extent)).filter(|_| people.len() == 1);
        users.push(UserRows {
            rows: read.rows,
            ..user.clone()
        });
    }
    let pulled = Pulled { period, users };
    let rows = pulled.users.iter().flat_map(|user| &user.rows);
    let figures = Figures::of(rows, sla);
    let (mut groups, mut heat) = (Vec::new(), None);
    for Division { by, parts } in divisions {
        if by.is(By::User) {
            groups.push(of_users(&pulled, sla));
        } else if by.is(By::Hour) {
            let (by_hour, map) = of_hours(source, &pulled, sla).await?;
            heat = Some(map);
            groups.push(by_hour);
        } else {
            let of_period = parts.iter().map(|(by, members)| match members {
                Some(members) => Cow::Borrowed(members.as_slice()),
                None => Cow::Owned(parts_of(*by, &pulled.period)),
            });
            let of_period: Vec<Cow<'_, [Member]>> = of_period.collect();
            let members: Vec<&[Member]> = of_period.iter().map(AsRef::as_ref).collect();
            groups.push(of_members(source, &pulled, *by, &members, sla).await?);
        }
    }
    if has_heat && figures.replies > 0 {
        heat = Some(of_hours(source, &pulled, sla).await?.1);
    }
    Ok(OfPeriod {
        pulled,
        figures,
        groups,
        heat,
        extent,
    })
}

fn combined(
    now: OfPeriod,
    before: Option<OfPeriod>,
    divisions: &[Division],
    sla: &Sla,
    filters: Vec<(String, String)>,
) -> Answer {
    let (before, mut earlier) = match before {
        Some(before) => {
            let period = before.pulled.period;
            let figures = before.figures;
            let groups = before.groups.into_iter();
            (Some(Before { period, figures }), Some(groups))
        }
        None => (None, None),
    };
    let groups = divisions.iter().zip(now.groups);
    let groups = groups.map(|(division, mut groups)| {
        let mut earlier = earlier.as_mut().and_then(Iterator::next);
        if let Some(earlier) = &mut earlier {
            alignment::align(division.by, &mut groups, earlier);
        }
        Groups::compared(division.by, groups, earlier)
    });
    let groups = groups.collect();
    Answer {
        history: History {
            title: None,
            users: now.pulled.users,
            period: now.pulled.period,
            figures: now.figures,
            before,
            groups,
            heat: now.heat,
            sla: sla.clone(),
            filters,
        },
        extent: now.extent,
    }
}
