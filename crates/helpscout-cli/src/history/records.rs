//! The tables of a history for programs: flat records with names that don't change, and times in
//! seconds. A time always has a fraction, and a count never has one.

use helpscout_figures::{Change, Compliance, Measure, Scale, Summary, Target};

use super::dimension::{By, Split};
use super::figures::{Count, Figures, Statistic};
use super::result::{Breach, Group, Groups, History, Place};
use super::view::address;

/// A value in a record.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Missing,
    Text(String),
    Integer(i64),
    Number(f64),
    Flag(bool),
}

/// The name of a value, and the value.
pub(super) type Entry = (String, Cell);

/// One record. All records of a table have the same names in the same order.
pub(super) type Record = Vec<Entry>;

/// The statistics of a time with their names.
const STATISTICS: [(&str, Statistic); 6] = [
    ("Median", |summary| summary.median),
    ("Mean", |summary| summary.mean),
    ("P90", |summary| summary.p90),
    ("P95", |summary| summary.p95),
    ("Min", |summary| summary.min),
    ("Max", |summary| summary.max),
];

/// Returns what the names of a time start with: `firstResponseTime`.
pub(super) fn name_of(measure: Measure) -> &'static str {
    match measure {
        Measure::FirstResponse => "firstResponseTime",
        Measure::Response => "responseTime",
        Measure::Resolve => "resolveTime",
        Measure::Handle => "handleTime",
    }
}

/// Returns the figures of a history: a record for each time, and statistic.
pub(super) fn figures(history: &History) -> Vec<Record> {
    let now = &history.figures;
    let before = history.before.as_ref().map(|before| &before.figures);
    let mut records = Vec::new();
    let counts: [(&str, Count); 3] = [
        ("replies", |figures| figures.replies),
        ("conversations", |figures| figures.conversations),
        ("rows", |figures| figures.rows),
    ];
    for (name, count) in counts {
        let values = (
            Some(count(now) as f64),
            before.map(|before| Some(count(before) as f64)),
        );
        records.push(figure(name, "count", "", values, None));
    }
    for measure in Measure::ALL {
        let summary = now.time(measure);
        let earlier = before.map(|before| before.time(measure));
        for (statistic, value) in STATISTICS {
            let values = (value(&summary), earlier.as_ref().map(value));
            let statistic = statistic.to_lowercase();
            let counts = Counts {
                n: summary.n,
                missing: summary.missing,
                earlier: earlier.map(|earlier| earlier.n),
            };
            let name = name_of(measure);
            records.push(figure(name, &statistic, "seconds", values, Some(counts)));
        }
    }
    for (at, target) in history.sla.targets().iter().enumerate() {
        let of = |figures: &Figures| figures.compliance.get(at).copied().unwrap_or_default();
        let share = |figures: &Figures| of(figures).percent();
        let values = (share(now), before.map(share));
        let counts = Counts {
            n: of(now).n,
            missing: of(now).missing,
            earlier: before.map(|before| of(before).n),
        };
        let name = target.to_string();
        records.push(figure(&name, "kept", "percent", values, Some(counts)));
    }
    records
}

/// From how many values a figure is calculated.
#[derive(Clone, Copy)]
struct Counts {
    n: usize,
    missing: usize,
    /// The number of values in the earlier period.
    earlier: Option<usize>,
}

/// Returns the record of one figure: its value now and in the earlier period, if there is one.
fn figure(
    name: &str,
    statistic: &str,
    unit: &str,
    (now, before): (Option<f64>, Option<Option<f64>>),
    counts: Option<Counts>,
) -> Record {
    let count = |value: Option<usize>| value.map_or(Cell::Missing, integer);
    let mut record = vec![
        entry("figure", Cell::Text(name.to_owned())),
        entry("statistic", Cell::Text(statistic.to_owned())),
        entry("unit", Cell::Text(unit.to_owned())),
        entry("value", number(now)),
        entry("n", count(counts.map(|counts| counts.n))),
        entry("missing", count(counts.map(|counts| counts.missing))),
    ];
    if let Some(before) = before {
        let change = Change::of(before, now);
        let earlier = counts.and_then(|counts| counts.earlier);
        let scale = if unit == "percent" {
            Scale::Share
        } else {
            Scale::Amount
        };
        let percent = change.and_then(|change| change.percent(scale));
        record.extend([
            entry("previousValue", number(before)),
            entry("previousN", count(earlier)),
            entry("change", number(change.map(Change::difference))),
            entry("changePercent", number(percent)),
        ]);
    }
    record
}

/// Returns the names of a table of groups, also of one without groups.
pub(super) fn names_of_groups(by: Split, targets: usize, is_compared: bool) -> Vec<String> {
    let nowhere = Place {
        key: None,
        label: String::new(),
        order: 0,
        length: None,
    };
    let group = Group {
        places: by.parts().map(|_| nowhere.clone()).collect(),
        figures: None,
        before: None,
        is_alike: true,
    };
    let record = record(by, targets, is_compared, &group).into_iter();
    record.map(|(name, _)| name).collect()
}

/// Returns the name of the column with the keys of one of the things that a history is divided by.
pub(super) fn key_name(by: Split, part: By) -> String {
    if by.is(part) {
        "key".to_owned()
    } else {
        format!("{}Key", part.name())
    }
}

/// The names of a table of breaches.
pub(super) const BREACHES: [&str; 9] = [
    "target",
    "valueSeconds",
    "limitSeconds",
    "number",
    "id",
    "status",
    "userId",
    "user",
    "url",
];

/// Returns a record for each group.
pub(super) fn groups<'h>(
    history: &'h History,
    groups: &'h Groups,
) -> impl Iterator<Item = Record> + 'h {
    let (targets, is_compared) = (history.sla.targets().len(), history.before.is_some());
    let list = groups.list.iter();
    list.map(move |group| record(groups.by, targets, is_compared, group))
}

fn record(by: Split, targets: usize, is_compared: bool, group: &Group) -> Record {
    let mut record = Vec::new();
    for (part, place) in by.parts().zip(&group.places) {
        record.push(entry(part.name(), Cell::Text(place.label.clone())));
        record.push((
            key_name(by, part),
            place.key.clone().map_or(Cell::Missing, Cell::Text),
        ));
    }
    let now = figures_of(targets, group.figures.as_ref());
    if !is_compared {
        record.extend(now);
        return record;
    }
    let before = figures_of(targets, group.before.as_ref());
    for ((name, now), (_, before)) in now.into_iter().zip(before) {
        let capital = capitalized(&name);
        let is_count = name.ends_with('N') || name.ends_with("Missing");
        let change = Change::of(number_in(&before), number_in(&now));
        let change = change.filter(|_| group.is_alike);
        record.push((name.clone(), now));
        record.push((format!("previous{capital}"), before));
        if !is_count {
            let difference = number(change.map(Change::difference));
            record.push((format!("{name}Change"), difference));
            // The change of a share is in percentage points.
            if !name.ends_with("Percent") {
                let percent = change.and_then(|change| change.percent(Scale::Amount));
                record.push((format!("{name}ChangePercent"), number(percent)));
            }
        }
    }
    record
}

/// Returns the figures of a group by their names. Without figures, all of them are missing.
fn figures_of(targets: usize, figures: Option<&Figures>) -> Record {
    let nothing = Figures::default();
    let mut record = named(targets, figures.unwrap_or(&nothing));
    if figures.is_none() {
        record
            .iter_mut()
            .for_each(|(_, cell)| *cell = Cell::Missing);
    }
    record
}

fn named(targets: usize, figures: &Figures) -> Record {
    let mut record = vec![
        entry("replies", integer(figures.replies)),
        entry("conversations", integer(figures.conversations)),
    ];
    for measure in Measure::ALL {
        let (name, summary) = (name_of(measure), figures.time(measure));
        record.push((format!("{name}N"), integer(summary.n)));
        record.push((format!("{name}Missing"), integer(summary.missing)));
        for (statistic, value) in STATISTICS {
            let name = format!("{name}{statistic}Seconds");
            record.push((name, number(value(&summary))));
        }
    }
    for at in 0..targets {
        let compliance = figures.compliance.get(at).copied().unwrap_or_default();
        let name = format!("sla{}", at + 1);
        record.push((format!("{name}N"), integer(compliance.n)));
        record.push((format!("{name}KeptPercent"), number(compliance.percent())));
    }
    record
}

/// Returns the record of all figures of a time.
pub(super) fn time(summary: &Summary) -> Record {
    let mut record = vec![
        entry("n", integer(summary.n)),
        entry("missing", integer(summary.missing)),
    ];
    for (statistic, value) in STATISTICS {
        record.push((statistic.to_lowercase(), number(value(summary))));
    }
    record
}

/// Returns the record of a target: its limit, and how many rows keep it.
pub(super) fn target(target: &Target, compliance: Compliance) -> Record {
    let is_missed = target.is_missed(compliance);
    vec![
        entry("target", Cell::Text(target.to_string())),
        entry("time", Cell::Text(name_of(target.measure()).to_owned())),
        entry("limitSeconds", Cell::Number(target.limit())),
        entry("targetPercent", Cell::Number(target.percent())),
        entry("keptPercent", number(compliance.percent())),
        entry("kept", integer(compliance.kept)),
        entry("n", integer(compliance.n)),
        entry("missing", integer(compliance.missing)),
        entry("isMissed", Cell::Flag(is_missed)),
    ]
}

/// Returns the record of a row that misses a target.
pub(super) fn breach(history: &History, breach: &Breach<'_>) -> Record {
    let Breach {
        target,
        user,
        row,
        value,
    } = breach;
    let target = history.sla.targets().get(*target);
    let text = |text: Option<String>| text.map_or(Cell::Missing, Cell::Text);
    let cells = [
        text(target.map(ToString::to_string)),
        Cell::Number(*value),
        number(target.map(|target| target.limit())),
        Cell::Integer(row.number),
        Cell::Integer(row.id.0),
        text(row.status.as_ref().map(ToString::to_string)),
        user_id(&user.id),
        text(user.name.clone()),
        Cell::Text(address(row)),
    ];
    let names = BREACHES.map(str::to_owned);
    names.into_iter().zip(cells).collect()
}

/// Returns the columns that tell whose conversation it is.
pub(super) fn of_user(id: &str, name: Option<&str>) -> Record {
    let name = name.map_or(Cell::Missing, |name| Cell::Text(name.to_owned()));
    vec![entry("userId", user_id(id)), entry("user", name)]
}

fn user_id(id: &str) -> Cell {
    id.parse()
        .map_or_else(|_| Cell::Text(id.to_owned()), Cell::Integer)
}

fn entry(name: &str, cell: Cell) -> Entry {
    (name.to_owned(), cell)
}

fn integer(number: usize) -> Cell {
    i64::try_from(number).map_or(Cell::Missing, Cell::Integer)
}

fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Missing, Cell::Number)
}

fn number_in(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Integer(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Missing | Cell::Text(_) | Cell::Flag(_) => None,
    }
}

fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
