//! Reads everything that a history needs, and calculates it.

use std::borrow::Cow;

use helpscout_description::Operation;
use helpscout_figures::Sla;
use helpscout_period::Period;
use helpscout_reports::{Client, describe};

use super::dimension::{By, Member, Split, entries_of, parts_of, words_of};
use super::figures::Figures;
use super::groups::{Axis, of_members, of_users};
use super::hours::of_hours;
use super::needed::{self, Parts};
use super::people::People;
use super::question::{Question, Wanted};
use super::result::{Before, Group, Groups, Heat, History, UserRows};
use super::source::{Pulled, Source};
use super::{alignment, people, pull};
use crate::fetch::Extent;
use crate::message::Failure;
use crate::progress::Progress;
use crate::who::Directory;

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
    let by = needed::dimensions(question, people.len(), &wanted.period);
    let mut divisions = Vec::new();
    for &by in &by {
        let mut parts = Vec::new();
        for by in by.parts().filter(|by| *by != By::User) {
            let members = members(by, &wanted, operation, directory).await?;
            parts.push((by, members));
        }
        divisions.push(Division { by, parts });
    }
    let counted = |(by, members): &(By, Option<Vec<Member>>)| {
        (*by, members.as_ref().map(|members| members.len() as u64))
    };
    let parts = divisions.iter().map(|division| &division.parts);
    let parts: Vec<Parts> = parts
        .map(|parts| parts.iter().map(counted).collect())
        .collect();
    let periods = std::iter::once(&wanted.period).chain(&wanted.before);
    let mut needed = needed::requests(&parts, people.len(), periods);
    needed::check(needed, question)?;
    let for_heat = needed::for_heat_map(question, &by, people.len(), &wanted.period, needed);
    needed += for_heat.unwrap_or(0);
    let has_heat = for_heat.is_some();
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
    let one = async |period, has_heat, is_before| {
        let asked = Asked {
            divisions: &divisions,
            sla,
            has_heat,
            is_before,
        };
        one(&source, period, &people, asked).await
    };
    // The earlier period comes first, because only its figures are kept.
    let mut earlier = None;
    if let Some(period) = wanted.before {
        let mut read = one(period, false, true).await?;
        read.pulled.users = Vec::new();
        earlier = Some(read);
    }
    let now = one(wanted.period, has_heat, false).await?;
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
    /// Whether it is the period that is compared with.
    is_before: bool,
}

/// Everything about one period.
struct OfPeriod {
    pulled: Pulled,
    figures: Figures,
    groups: Vec<Vec<Group>>,
    heat: Option<Heat>,
    extent: Option<(usize, Extent)>,
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
    let words = words(by, filter, operation);
    Ok(Some(words_of(parameter, words)))
}

/// Returns the known values of the parameter that selects a group, or those that are filtered for.
pub(super) fn words<'o>(by: By, filter: Option<&str>, operation: &'o Operation) -> Vec<&'o str> {
    let chosen: Vec<&str> = filter
        .into_iter()
        .flat_map(|values| values.split(','))
        .collect();
    let mut parameters = operation.parameters.iter();
    let described = parameters.find(|described| Some(described.wire.as_str()) == by.parameter());
    let values = described.map_or(&[][..], |described| {
        describe::api().values_of(&described.ty)
    });
    let words = values.iter().map(|value| value.wire.as_str());
    words
        .filter(|word| chosen.is_empty() || chosen.contains(word))
        .collect()
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
        is_before,
    } = asked;
    let mut users = Vec::with_capacity(people.len());
    let mut extent = None;
    for (at, user) in people.iter().enumerate() {
        source.progress.reads(report(at, people.len(), is_before));
        let request = source.request(&user.id, period.interval(), &[]);
        let read = pull::conversations(source.client, request, source.progress).await?;
        extent = Some((read.replies, read.extent)).filter(|_| people.len() == 1);
        users.push(UserRows {
            rows: read.rows,
            ..user.clone()
        });
    }
    source.progress.reads(None);
    let pulled = Pulled { period, users };
    let rows = pulled.users.iter().flat_map(|user| &user.rows);
    let figures = Figures::of(rows, sla);
    let (mut groups, mut heat) = (Vec::new(), None);
    for Division { by, parts } in divisions {
        if by.is(By::User) {
            groups.push(of_users(&pulled, sla));
        } else {
            let of_period = parts.iter().map(|(by, members)| match members {
                Some(members) => Cow::Borrowed(members.as_slice()),
                None => Cow::Owned(parts_of(*by, &pulled.period)),
            });
            let of_period: Vec<Cow<'_, [Member]>> = of_period.collect();
            let members: Vec<&[Member]> = of_period.iter().map(AsRef::as_ref).collect();
            if !by.has(By::Hour) {
                groups.push(of_members(source, &pulled, *by, &members, sla).await?);
                continue;
            }
            let beside = parts.iter().position(|(by, _)| *by != By::Hour);
            let beside = match beside {
                Some(at) => Some(Axis::Members(members[at])),
                None => by.has(By::User).then_some(Axis::Users),
            };
            let (by_hour, map) = of_hours(source, &pulled, *by, beside, sla).await?;
            heat = map.or(heat);
            groups.push(by_hour);
        }
    }
    if has_heat && figures.replies > 0 {
        heat = of_hours(source, &pulled, By::Hour.into(), None, sla)
            .await?
            .1;
    }
    Ok(OfPeriod {
        pulled,
        figures,
        groups,
        heat,
        extent,
    })
}

/// Says which report is read, if there are several.
fn report(user: usize, users: usize, is_before: bool) -> Option<String> {
    let user = (users > 1).then(|| format!("user {} of {users}", user + 1));
    let period = is_before.then(|| "the period before".to_owned());
    match (user, period) {
        (Some(user), Some(period)) => Some(format!("{user} in {period}")),
        (user, period) => user.or(period),
    }
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
