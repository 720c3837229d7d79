//! Reads everything that a history needs, and calculates it.

use helpscout_description::Operation;
use helpscout_figures::Sla;
use helpscout_period::{Part, Period};
use helpscout_reports::{Client, describe};

use super::dimension::{By, Member, entries_of, parts_of, words_of};
use super::figures::Figures;
use super::groups::{of_members, of_users};
use super::hours::{self, of_hours};
use super::people::People;
use super::question::{Question, Wanted};
use super::result::{Before, Group, Groups, Heat, History, UserRows};
use super::source::{Pulled, Source};
use super::{people, pull};
use crate::fetch::Extent;
use crate::message::Failure;
use crate::progress::Progress;
use crate::who::Directory;

/// A page shows a series by day on its own for a period of at most so many days.
const MOST_DAYS: usize = 62;

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
        let members = members(by, &wanted, operation, directory).await?;
        divisions.push(Division { by, members });
    }
    let periods = std::iter::once(&wanted.period).chain(&wanted.before);
    let needed = needed(&divisions, people.len(), periods);
    if needed > question.most_requests {
        return Err(too_many(needed, question));
    }
    if needed > MANY {
        progress.note(format!(
            "up to {needed} requests are sent, {}",
            if divisions.iter().all(|division| division.by == By::User) {
                "one for each user and period"
            } else {
                "as a row of the report has no time, mailbox, tag or channel"
            }
        ));
    }
    let filters = people::filters(&wanted, operation);
    let source = Source {
        client,
        filtered: wanted.request,
        progress,
    };
    let sla = &question.sla;
    let one = async |period| one(&source, period, &people, &divisions, sla).await;
    // The earlier period comes first, because only its figures are kept.
    let mut earlier = None;
    if let Some(period) = wanted.before {
        let mut read = one(period).await?;
        read.pulled.users = Vec::new();
        earlier = Some(read);
    }
    let now = one(wanted.period).await?;
    let mut answer = combined(now, earlier, &divisions, sla, filters);
    answer.history.title = title;
    Ok(answer)
}

/// What a history is divided by, and into what if that does not depend on the period.
struct Division {
    by: By,
    members: Option<Vec<Member>>,
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
fn dimensions(question: &Question, people: &[UserRows], period: &Period) -> Vec<By> {
    let mut by: Vec<By> = question.by.into_iter().collect();
    if question.is_page {
        let days = period.parts(Part::Day).len();
        if (2..=MOST_DAYS).contains(&days) && !by.contains(&By::Day) {
            by.push(By::Day);
        }
        if people.len() > 1 && !by.contains(&By::User) {
            by.push(By::User);
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

/// Returns the largest number of requests that are needed, if each report has one page.
fn needed<'p>(
    divisions: &[Division],
    users: usize,
    periods: impl Iterator<Item = &'p Period>,
) -> u64 {
    let users = users as u64;
    let of_period = |period: &Period| {
        let reports = divisions.iter().map(|division| {
            let interval = period.interval();
            let seconds = interval.end.as_second() - interval.start.as_second();
            // A part of a day is a day, and so may be one that the clock makes longer.
            let days = u64::try_from(seconds).unwrap_or(0) / 86_400 + 2;
            let most = match (&division.members, division.by) {
                (Some(members), _) => members.len() as u64,
                (None, By::User) => 0,
                (None, By::Hour) => days * hours::MOST_PER_DAY,
                (None, By::Week) => days / 7 + 2,
                (None, By::Month) => days / 28 + 2,
                // Exact where it matters, and without a list of all days of a thousand years.
                (None, _) if days < 10_000 => period.parts(Part::Day).len() as u64,
                (None, _) => days,
            };
            most.saturating_mul(users)
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
    divisions: &[Division],
    sla: &Sla,
) -> Result<OfPeriod, Failure> {
    let mut users = Vec::with_capacity(people.len());
    let mut extent = None;
    for user in people {
        let request = source.request(&user.id, period.interval(), None);
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
    for Division { by, members } in divisions {
        groups.push(match (by, members) {
            (By::User, _) => of_users(&pulled, sla),
            (By::Hour, _) => {
                let (groups, by_hour) = of_hours(source, &pulled, sla).await?;
                heat = Some(by_hour);
                groups
            }
            (_, Some(members)) => of_members(source, &pulled, *by, members, sla).await?,
            (_, None) => {
                let members = parts_of(*by, &pulled.period);
                of_members(source, &pulled, *by, &members, sla).await?
            }
        });
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
    let groups = divisions.iter().zip(now.groups).map(|(division, groups)| {
        let earlier = earlier.as_mut().and_then(Iterator::next);
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
