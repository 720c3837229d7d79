//! The tables of a history for people, which every form for people shows.

use helpscout_digest::{Change, Column, Kind, Table, Value, Verdict};
use helpscout_figures::{Compliance, Measure, Target};

use super::clock_changes;
use super::dimension::By;
use super::figures::{Figures, Statistic};
use super::question::TableName;
use super::result::{Groups, History};
use super::row_tables::{breaches, conversations};
use super::values::{change, count, duration, whole};
use super::view;

/// The statistics of a time with their titles.
const STATISTICS: [(&str, Statistic); 4] = [
    ("Median", |summary| summary.median),
    ("Mean", |summary| summary.mean),
    ("90 %", |summary| summary.p90),
    ("95 %", |summary| summary.p95),
];

/// Returns the figures: a row for each time.
pub(super) fn figures(history: &History) -> Table<'static> {
    let mut columns = vec![
        Column::new("Time", Kind::Text),
        Column::new("n", Kind::Integer).doc("The number of conversations that have this time."),
        Column::new("Missing", Kind::Integer)
            .dispensable(3)
            .doc("The number of conversations without this time. They are not in the figures."),
    ];
    let docs = [
        "Half of the conversations have at most this time.",
        "The arithmetic mean.",
        "Nine in ten conversations have at most this time.",
        "19 in 20 conversations have at most this time.",
    ];
    for (at, ((title, _), doc)) in STATISTICS.iter().zip(docs).enumerate() {
        let column = Column::new(*title, Kind::Duration).doc(doc);
        columns.push(column.dispensable([0, 2, 0, 1][at]));
        if history.before.is_some() {
            let title = format!("{title}, change");
            columns.push(Column::new(title, Kind::Change).dispensable([0, 5, 4, 6][at]));
        }
    }
    if history.before.is_some() {
        columns.push(Column::new("n before", Kind::Integer).dispensable(3));
    }
    let rows = Measure::ALL.map(|measure| {
        let now = history.figures.time(measure);
        let before = history.before.as_ref();
        let before = before.map(|before| before.figures.time(measure));
        let mut row = vec![
            Value::Text(measure.title().to_owned()),
            count(now.n),
            count(now.missing),
        ];
        for (_, value) in STATISTICS {
            row.push(duration(value(&now)));
            if let Some(before) = &before {
                row.push(change(
                    value(&now),
                    value(before),
                    Some(before.n),
                    Value::Duration,
                ));
            }
        }
        row.extend(before.map(|before| count(before.n)));
        row
    });
    let mut table = Table::new("figures", "Key figures", columns, rows.to_vec());
    table.caption = Some(format!(
        "Each conversation of each user counts once. Percentiles are {}.",
        view::ESTIMATED
    ));
    table.detail()
}

/// Returns the table with a name.
pub(super) fn one(history: &History, name: TableName) -> Option<Table<'_>> {
    Some(match name {
        TableName::Conversations => conversations(history),
        TableName::Figures => figures(history),
        TableName::Breaches => breaches(history),
        TableName::Groups => groups(history, history.groups.first()?),
    })
}

/// Returns the groups: a row for each, and totals of all rows.
pub(super) fn groups(history: &History, groups: &Groups) -> Table<'static> {
    let is_compared = history.before.is_some();
    let label = |by: By| {
        let kind = if by.is_ordered() {
            Kind::Word
        } else {
            Kind::Text
        };
        Column::new(by.title(), kind)
    };
    let mut columns: Vec<Column> = groups.by.parts().map(label).collect();
    let labels = columns.len();
    columns.push(Column::new("Replies", Kind::Integer));
    if is_compared {
        columns.push(Column::new("Replies, change", Kind::Change).dispensable(5));
    }
    columns.push(Column::new("Conversations", Kind::Integer).dispensable(4));
    for (at, target) in history.sla.targets().iter().enumerate() {
        let doc = "The share of the conversations with this time that keep the limit.";
        let column = Column::new(target.title(), Kind::Percent).doc(doc);
        columns.push(column.dispensable([2, 6][at.min(1)]));
    }
    for (at, measure) in by_importance().into_iter().enumerate() {
        let (order, order_of_change) = [(0, 1), (3, 6), (7, 8), (10, 12)][at];
        let title = measure.title();
        let column = |title: String, kind, order| Column::new(title, kind).dispensable(order);
        columns.push(column(title.to_owned(), Kind::Duration, order).doc("The median."));
        if is_compared {
            let title = format!("{title}, change");
            columns.push(column(title, Kind::Change, order_of_change));
        }
        if is_detailed(measure) {
            columns.push(column(format!("{title}, 90 %"), Kind::Duration, order + 9));
            columns.push(column(format!("{title}, mean"), Kind::Duration, order + 11));
            columns.push(column(format!("{title}, n"), Kind::Integer, order + 13));
        }
    }
    let rows = groups.list.iter().map(|group| {
        let labels = groups.by.parts().zip(&group.places);
        row_of(
            labels
                .map(|(by, place)| place.label_in_tables(by))
                .collect(),
            group.figures.as_ref(),
            group.before.as_ref().map(|before| (before, group.is_alike)),
            is_compared,
            history,
        )
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let before = history.before.as_ref();
    let before = before.map(|before| (&before.figures, true));
    let mut total = vec![Value::Text(String::new()); labels];
    total[0] = Value::Text("Total".to_owned());
    let name = format!("by-{}", groups.by.name());
    let title = format!("By {}", groups.by.words());
    let mut table = Table::new(name, title, columns, rows);
    table.total = Some(row_of(
        total,
        Some(&history.figures),
        before,
        is_compared,
        history,
    ));
    table.caption = Some(caption(groups, history));
    let mut others = history.groups.iter();
    if groups.by.is_time() && others.any(|groups| !groups.by.is_time()) {
        return table.detail();
    }
    table
}

fn caption(groups: &Groups, history: &History) -> String {
    let mut caption = "Times are medians. The total is calculated from all rows".to_owned();
    caption.push_str(if groups.by.is(By::User) {
        "; its number of conversations has a conversation of two users once."
    } else {
        ", so a conversation that is in two groups is in it once."
    });
    if groups.has_surplus() {
        let words = groups.by.words();
        caption.push_str(&format!(
            " A {words} in parentheses is one that only the period before has."
        ));
    }
    if groups.has_unlike() {
        let mut parts = groups.by.parts();
        let part = parts.find(|by| by.is_time()).map_or("part", By::name);
        caption.push_str(&format!(
            " There is no change between a whole {part} and a part of one, nor between parts of \
             different lengths."
        ));
    }
    if groups.by.has(By::Hour)
        && let Some(changes) = clock_changes::described(&history.period)
    {
        caption.push_str(&format!(" {changes}"));
    }
    match groups.hidden {
        0 => {}
        1 => caption.push_str(" 1 group without replies is not shown."),
        hidden => caption.push_str(&format!(" {hidden} groups without replies are not shown.")),
    }
    caption
}

/// Returns the measures in the order in which they are shown beside each other.
fn by_importance() -> [Measure; 4] {
    [
        Measure::Response,
        Measure::FirstResponse,
        Measure::Resolve,
        Measure::Handle,
    ]
}

/// Returns whether a table of groups shows more of a time than its median. CSV and JSON have all.
fn is_detailed(measure: Measure) -> bool {
    matches!(measure, Measure::Response | Measure::FirstResponse)
}

/// Returns a row. The earlier figures say whether there is a change from them.
fn row_of(
    labels: Vec<Value>,
    now: Option<&Figures>,
    before: Option<(&Figures, bool)>,
    is_compared: bool,
    history: &History,
) -> Vec<Value> {
    let counted = |number: Option<usize>| number.map_or(Value::Missing, count);
    // Not if only the period before has this part, or has a longer or shorter one.
    let is_changed = now.is_some() && before.is_none_or(|(_, is_alike)| is_alike);
    let before = before.map(|(figures, _)| figures);
    let change = |values: [Option<f64>; 2], n: Option<usize>, value: fn(f64) -> Value| match (
        is_changed, values[0],
    ) {
        (false, Some(before)) => Value::Change(Change {
            before: Box::new(value(before)),
            difference: Box::new(Value::Missing),
            percent: None,
            n: n.map(|n| n as u64),
        }),
        _ => change(values[1], values[0], n, value),
    };
    let mut row = labels;
    row.push(counted(now.map(|now| now.replies)));
    if is_compared {
        let replies = [before, now].map(|figures| Some(figures?.replies as f64));
        row.push(change(replies, None, whole));
    }
    row.push(counted(now.map(|now| now.conversations)));
    for (at, target) in history.sla.targets().iter().enumerate() {
        let compliance = now.and_then(|now| now.compliance.get(at).copied());
        row.push(share(target, compliance.unwrap_or_default()));
    }
    for measure in by_importance() {
        let [before, now] = [before, now].map(|figures| Some(figures?.time(measure)));
        row.push(duration(now.and_then(|now| now.median)));
        if is_compared {
            let medians = [before, now].map(|summary| summary?.median);
            row.push(change(
                medians,
                before.map(|before| before.n),
                Value::Duration,
            ));
        }
        if is_detailed(measure) {
            row.push(duration(now.and_then(|now| now.p90)));
            row.push(duration(now.and_then(|now| now.mean)));
            row.push(counted(now.map(|now| now.n)));
        }
    }
    row
}

/// Returns the targets: how many conversations keep each.
pub(super) fn targets(history: &History) -> Table<'static> {
    let mut columns = vec![
        Column::new("Target", Kind::Text),
        Column::new("Kept", Kind::Percent),
        Column::new("Required", Kind::Percent),
        Column::new("Result", Kind::Text),
        Column::new("Breaches", Kind::Integer),
        Column::new("n", Kind::Integer),
        Column::new("Missing", Kind::Integer).dispensable(1),
    ];
    if history.before.is_some() {
        columns.push(Column::new("Kept, change", Kind::Change).dispensable(2));
    }
    let targets = history.sla.targets().iter().enumerate();
    let rows = targets.map(|(at, target)| {
        let of = |figures: &Figures| figures.compliance.get(at).copied().unwrap_or_default();
        let now = of(&history.figures);
        let title = target.title();
        let result = verdict(target, now).words();
        let mut row = vec![
            Value::Text(title),
            share(target, now),
            Value::Percent(target.percent()),
            Value::Text(result.to_owned()),
            count(now.breaches()),
            count(now.n),
            count(now.missing),
        ];
        row.extend(history.before.as_ref().map(|before| {
            let before = of(&before.figures);
            change(
                now.percent(),
                before.percent(),
                Some(before.n),
                Value::Percent,
            )
        }));
        row
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let mut table = Table::new("targets", "Targets", columns, rows);
    let missing = "A conversation without the time neither keeps nor misses a target.";
    table.caption = Some(missing.to_owned());
    // The headlines say the same in a few words.
    table.detail()
}

/// Returns the share of conversations that keep a target.
pub(super) fn share(target: &Target, compliance: Compliance) -> Value {
    let target = target.percent();
    let share = |percent| Value::Share { percent, target };
    compliance.percent().map_or(Value::Missing, share)
}

/// Returns whether a target is kept.
pub(super) fn verdict(target: &Target, compliance: Compliance) -> Verdict {
    if compliance.n == 0 {
        Verdict::NoValues
    } else if target.is_missed(compliance) {
        Verdict::Missed
    } else {
        Verdict::Kept
    }
}
