//! A history as a report for people: headlines, charts and tables in the order of their importance.

use helpscout_digest::{
    Block, Chart, Digest, Headline, Plot, Reference, Series, Table, Trend, Unit, Value,
};
use helpscout_figures::{Histogram, Measure, Summary};

use super::dimension::{By, weekday_name};
use super::figures::{Count, Figures};
use super::question::Question;
use super::result::{Group, Groups, Heat, History};
use super::selected::Picked;
use super::{clock_changes, row_tables, tables, values, view};
use crate::about::{self, read_at};
use crate::message::counted;

/// The largest number of users whose names are the title.
const NAMED: usize = 3;

/// The largest number of groups in a chart of bars.
const MOST_BARS: usize = 20;

/// Returns the report of a history, or of the one table that was asked for. `picked` are the rows of
/// the main table to show alone.
pub(super) fn digest<'h>(
    history: &'h History,
    question: &Question,
    picked: Option<&Picked>,
) -> Digest<'h> {
    let mut digest = Digest::new(title(history));
    digest.read_at = read_at();
    digest.period = history.period.description();
    let before = history.before.as_ref();
    digest.compared_with = before.map(|before| before.period.description());
    facts(history, &mut digest);
    digest.extent.extend(about::scope(&history.filters));
    if let Some(picked) = picked {
        let table = tables::one(history, question.main_table());
        let table = table.map(|table| picked.of(table));
        let mut described = picked.described.clone();
        if let (Some(line), Some(Table { total: Some(_), .. })) = (&mut described, &table) {
            line.push_str("; the total is that of all rows");
        }
        digest.extent.extend(described);
        digest.blocks.extend(table.map(Block::Table));
        return digest;
    }
    if let Some(name) = question.table {
        digest
            .blocks
            .extend(tables::one(history, name).map(Block::Table));
        return digest;
    }
    let blocks = &mut digest.blocks;
    blocks.push(Block::Headlines(headlines(history)));
    if history.figures.replies == 0 {
        blocks.push(Block::Note("No replies in this period.".to_owned()));
    }
    if !history.sla.targets().is_empty() {
        blocks.push(Block::Heading("Service levels".to_owned()));
        blocks.push(Block::Table(tables::targets(history)));
    }
    // Beside the hours of the day, if the history is divided by these.
    let has_hours = history.groups.iter().any(|groups| groups.by.has(By::Hour));
    let mut heat = history.heat.as_ref().filter(|_| !has_hours);
    let chart_of_heat = |heat| heat_map(heat, history);
    let is_series = |groups: &Groups| groups.by.is_time() && groups.list.len() > 1;
    let over_time = history.groups.iter().position(is_series);
    if let Some(groups) = over_time.and_then(|at| history.groups.get(at)) {
        let title = groups.by.words();
        blocks.push(Block::Heading(format!("By {title}")));
        blocks.push(Block::Chart(series(groups, history)));
        blocks.push(Block::Chart(replies(groups, history)));
        blocks.extend(heat.take().map(chart_of_heat).map(Block::Chart));
        blocks.push(Block::Table(tables::groups(history, groups)));
    }
    if history.figures.time(Measure::Response).n > 0 {
        blocks.push(Block::Heading("Distribution".to_owned()));
        blocks.push(Block::Chart(histogram(history)));
    }
    blocks.push(Block::Table(tables::figures(history)));
    for (at, groups) in history.groups.iter().enumerate() {
        if Some(at) == over_time {
            continue;
        }
        if !groups.by.is_time() {
            let title = groups.by.words();
            blocks.push(Block::Heading(format!("By {title}")));
            blocks.push(Block::Chart(bars(groups, history)));
        }
        blocks.push(Block::Table(tables::groups(history, groups)));
    }
    let heat = heat.or(history.heat.as_ref().filter(|_| has_hours));
    blocks.extend(heat.map(chart_of_heat).map(Block::Chart));
    blocks.push(Block::Heading("Details".to_owned()));
    if !history.sla.targets().is_empty() {
        blocks.push(Block::Table(row_tables::breaches(history)));
    }
    blocks.push(Block::Table(row_tables::conversations(history)));
    digest
}

fn title(history: &History) -> String {
    if let Some(title) = about::title().or_else(|| history.title.clone()) {
        return title;
    }
    let users = &history.users;
    if users.len() > NAMED {
        return format!("{} users", users.len());
    }
    let names: Vec<String> = users.iter().map(super::result::UserRows::title).collect();
    names.join(", ")
}

fn facts(history: &History, digest: &mut Digest<'_>) {
    let users = history.users.iter().map(|user| match &user.name {
        Some(name) => format!("{name} ({})", user.id),
        None => user.id.clone(),
    });
    let users: Vec<String> = users.collect();
    digest.fact(
        if users.len() == 1 { "User" } else { "Users" },
        users.join(", "),
    );
    for (name, value) in &history.filters {
        digest.fact(name.clone(), value.clone());
    }
    let interval = history.period.interval();
    digest.fact("Start", interval.start.to_string());
    digest.fact("End, included", interval.end.to_string());
    if let Some(before) = &history.before {
        let interval = before.period.interval();
        let compared = format!("{} to {}", interval.start, interval.end);
        digest.fact("Compared with", compared);
    }
    digest.fact("Time zone", history.period.zone().name());
    digest.fact("Percentiles", view::ESTIMATED);
}

fn headlines(history: &History) -> Vec<Headline> {
    let now = &history.figures;
    let before = history.before.as_ref().map(|before| &before.figures);
    let counts: [(&str, Count); 2] = [
        ("Replies", |figures| figures.replies),
        ("Conversations", |figures| figures.conversations),
    ];
    let mut headlines = Vec::new();
    for (title, count) in counts {
        let value = count(now);
        let headline = Headline::new(title, values::whole(value as f64));
        let change = before.and_then(|before| {
            let before = Some(count(before) as f64);
            values::changed(Some(value as f64), before, None, values::whole)
        });
        headlines.push(headline.change(change));
    }
    for measure in Measure::ALL {
        let summary = now.time(measure);
        let value = summary.median.map_or(Value::Missing, Value::Duration);
        let title = format!("Median {}", measure.title().to_lowercase());
        let change = before.and_then(|before| {
            let before = before.time(measure);
            let n = Some(before.n);
            values::changed(summary.median, before.median, n, Value::Duration)
        });
        let better = match measure {
            Measure::Handle => Trend::Neutral,
            _ => Trend::Down,
        };
        let headline = Headline::new(title, value).over(summary.n as u64);
        let headline = headline.missing(summary.missing as u64);
        headlines.push(headline.change(change).better(better));
    }
    headlines.extend(targets(history, before));
    headlines
}

fn targets(history: &History, before: Option<&Figures>) -> Vec<Headline> {
    let targets = history.sla.targets().iter().enumerate();
    let headlines = targets.map(|(at, target)| {
        let of = |figures: &Figures| figures.compliance.get(at).copied().unwrap_or_default();
        let now = of(&history.figures);
        let value = tables::share(target, now);
        let change = before.and_then(|before| {
            let before = of(before);
            let n = Some(before.n);
            values::changed(now.percent(), before.percent(), n, Value::Percent)
        });
        let mut headline = Headline::new(target.title(), value).over(now.n as u64);
        let verdict = tables::verdict(target, now);
        headline.target = Some((format!("target {} %", target.percent()), verdict));
        let headline = headline.missing(now.missing as u64);
        headline.change(change).better(Trend::Up)
    });
    headlines.collect()
}

/// Returns a value of each group as a series.
fn values<'g>(
    name: &str,
    groups: impl Iterator<Item = &'g Group>,
    value: impl Fn(&Group) -> Option<f64>,
) -> Series {
    Series {
        name: name.to_owned(),
        values: groups.map(value).collect(),
    }
}

/// Returns the response times over the parts of the period.
fn series(groups: &Groups, history: &History) -> Chart {
    let response = |figures: &Figures| figures.time(Measure::Response);
    let list = || groups.list.iter();
    let mut series = vec![
        values("Median", list(), |group| {
            response(group.figures.as_ref()?).median
        }),
        values("90 %", list(), |group| {
            response(group.figures.as_ref()?).p90
        }),
    ];
    if history.before.is_some() {
        series.push(values("Median before", list(), |group| {
            response(group.before.as_ref()?).median
        }));
    }
    let part = groups.by.words();
    let worst = list().filter_map(|group| Some((response(group.figures.as_ref()?).median?, group)));
    let worst = worst.max_by(|(a, _), (b, _)| a.total_cmp(b));
    let summary = match worst {
        Some((median, group)) => {
            let median = helpscout_reports::Seconds(median);
            let label = group.label();
            format!("The median response time of each {part}. The longest is {median}, on {label}.")
        }
        None => format!("There are no response times on any {part}."),
    };
    Chart {
        title: format!("Response time by {part}"),
        summary,
        note: Some(format!("A {part} without a response time is a gap.")),
        unit: Unit::Seconds,
        plot: Plot::Line {
            steps: list().map(|group| group.label()).collect(),
            series,
        },
    }
}

/// Returns the replies over the parts of the period.
fn replies(groups: &Groups, history: &History) -> Chart {
    let count = |figures: &Figures| Some(figures.replies as f64);
    let list = || groups.list.iter();
    let mut series = vec![values("Replies", list(), |group| {
        count(group.figures.as_ref()?)
    })];
    if history.before.is_some() {
        series.push(values("Before", list(), |group| {
            count(group.before.as_ref()?)
        }));
    }
    let part = groups.by.words();
    Chart {
        title: format!("Replies by {part}"),
        summary: busiest(groups),
        note: None,
        unit: Unit::Count,
        plot: Plot::Bars {
            categories: list().map(|group| group.label()).collect(),
            series,
            stacked: false,
        },
    }
}

/// Says which group has the most replies.
fn busiest(groups: &Groups) -> String {
    let list = groups.list.iter();
    let all = list.filter_map(|group| Some((group.figures.as_ref()?.replies, group)));
    let most = all.max_by_key(|(replies, _)| *replies);
    match most.filter(|(replies, _)| *replies > 0) {
        Some((replies, group)) => format!(
            "The number of replies of each {}. The most are {replies}: {}.",
            groups.by.words(),
            group.label()
        ),
        None => "There are no replies.".to_owned(),
    }
}

/// Returns the groups side by side.
fn bars(groups: &Groups, history: &History) -> Chart {
    if groups.by.is(By::Weekday) || groups.by.is(By::Hour) {
        return replies(groups, history);
    }
    let median = |figures: &Figures| figures.time(Measure::Response).median;
    let list = || groups.list.iter().take(MOST_BARS);
    let mut series = vec![values("Median", list(), |group| {
        median(group.figures.as_ref()?)
    })];
    if history.before.is_some() {
        series.push(values("Before", list(), |group| {
            median(group.before.as_ref()?)
        }));
    }
    let slowest =
        list().filter_map(|group| Some((median(group.figures.as_ref()?)?, group.label())));
    let slowest = slowest.max_by(|(a, _), (b, _)| a.total_cmp(b));
    let what = groups.by.words();
    let summary = match slowest {
        Some((seconds, label)) => {
            let seconds = helpscout_reports::Seconds(seconds);
            format!("The median response time of each {what}. The longest is {seconds}: {label}.")
        }
        None => "There are no response times.".to_owned(),
    };
    let more = groups
        .list
        .len()
        .checked_sub(MOST_BARS)
        .filter(|more| *more > 0);
    Chart {
        title: format!("Median response time by {what}"),
        summary,
        note: more.map(|more| format!("{more} more are only in the table.")),
        unit: Unit::Seconds,
        plot: Plot::Bars {
            categories: list().map(|group| group.label()).collect(),
            series,
            stacked: false,
        },
    }
}

/// Returns how the response times are distributed.
fn histogram(history: &History) -> Chart {
    let distribution = history.distribution(Measure::Response);
    let Histogram { limits, counts } = Histogram::of(&distribution);
    let Summary {
        n,
        median,
        p90,
        missing,
        ..
    } = distribution.summary();
    let reference = |name: &str, value: Option<f64>| {
        value.map(|value| Reference {
            name: name.to_owned(),
            value,
        })
    };
    let references = [reference("Median", median), reference("90 %", p90)];
    let shown = |value: Option<f64>| {
        let seconds = value.map(helpscout_reports::Seconds);
        seconds.map_or_else(|| "unknown".to_owned(), |seconds| seconds.to_string())
    };
    Chart {
        title: "Response times".to_owned(),
        summary: format!(
            "How many of {n} conversations have a response time in each range. Half of them are at \
             most {}, and nine in ten at most {}.",
            shown(median),
            shown(p90)
        ),
        note: (missing > 0).then(|| {
            let verb = if missing == 1 { "is" } else { "are" };
            let missing = counted(missing, "conversation");
            format!("{missing} without a response time {verb} left out.")
        }),
        unit: Unit::Seconds,
        plot: Plot::Histogram {
            limits,
            counts,
            references: references.into_iter().flatten().collect(),
        },
    }
}

/// Returns the replies in each hour of the week.
fn heat_map(heat: &Heat, history: &History) -> Chart {
    let days = 0..7_i8;
    let value = |replies: &u64| Some(*replies as f64);
    let total: u64 = heat.replies.iter().flatten().sum();
    let mut note = "Hours are those of the time zone of the report.".to_owned();
    if let Some(changes) = clock_changes::described(&history.period) {
        note.push_str(&format!(" {changes}"));
    }
    Chart {
        title: "Replies by hour of the week".to_owned(),
        summary: format!("In which hours of the week {total} replies were sent."),
        note: Some(note),
        unit: Unit::Count,
        plot: Plot::HeatMap {
            rows: days.map(|day| weekday_name(day).to_owned()).collect(),
            columns: (0..24).map(|hour| format!("{hour:02}")).collect(),
            values: heat
                .replies
                .iter()
                .map(|hours| hours.iter().map(value).collect())
                .collect(),
        },
    }
}
