//! Writes a report with made-up values to the standard output, as HTML or, with the argument
//! `markdown`, as Markdown.
//!
//! ```sh
//! cargo run -p helpscout-digest --example sample > sample.html
//! ```

use std::io;

use helpscout_digest::{
    Block, Change, Chart, Column, Digest, Headline, Kind, Plot, Reference, Rows, Series, Table,
    Trend, Unit, Value, Verdict, html, markdown,
};
use jiff::{Timestamp, ToSpan, tz};

const DAYS: [&str; 7] = [
    "Mon 13 May",
    "Tue 14 May",
    "Wed 15 May",
    "Thu 16 May",
    "Fri 17 May",
    "Sat 18 May",
    "Sun 19 May",
];

const AGENTS: [&str; 5] = [
    "Marta Lindqvist",
    "Benjamin Osei",
    "Hanna Kowalczyk",
    "Ravi Subramaniam",
    "Zoë Farrell-Ashworth",
];

const CUSTOMERS: [&str; 8] = [
    "Ines Duarte",
    "Peter Vogel",
    "Amara Nwosu",
    "Tom & Sons <orders>",
    "Lena Berg",
    "Kofi Mensah",
    "Yuki Tanaka",
    "",
];

const MAILBOXES: [&str; 3] = ["Support", "Billing", "Partners"];

fn main() -> io::Result<()> {
    let digest = digest();
    let mut out = io::BufWriter::new(io::stdout().lock());
    if std::env::args().any(|argument| argument == "markdown") {
        markdown::write(&digest, &mut out)?;
    } else {
        html::write(&digest, html::Options::default(), &mut out)?;
    }
    io::Write::flush(&mut out)
}

pub(crate) fn digest() -> Digest<'static> {
    let mut digest = Digest::new("Support team");
    digest.period = "Mon 13 May – Sun 19 May 2019 (2019-W20), America/New_York −04:00".to_owned();
    digest.compared_with = Some("Mon 6 May – Sun 12 May 2019 (2019-W19)".to_owned());
    digest.fact("Mailboxes", "Support, Billing, Partners");
    digest.fact("Tag", "no filter");
    digest.fact("Time zone", "America/New_York (tz data 2026f)");
    digest.fact(
        "Period in UTC",
        "2019-05-13T04:00:00Z to 2019-05-20T03:59:59Z",
    );
    digest.fact("Rows", "1,284 replies in 612 conversations");
    digest.fact(
        "Percentiles",
        "interpolated linearly between the two nearest values",
    );
    digest.fact("Read at", "2019-05-20 08:00 −04:00");
    digest.blocks = vec![
        Block::Headlines(headlines()),
        Block::Heading("Response times".to_owned()),
        Block::Chart(by_day()),
        Block::Chart(distribution()),
        Block::Chart(resolutions()),
        Block::Heading("When customers wait".to_owned()),
        Block::Chart(week()),
        Block::Chart(volume()),
        Block::Heading("Agents".to_owned()),
        Block::Chart(agents()),
        Block::Chart(happiness()),
        Block::Table(agents_table()),
        Block::Note("Totals are calculated from all replies, not from the rows above. A reply in two mailboxes counts once.".to_owned()),
        Block::Heading("Targets".to_owned()),
        Block::Table(breaches()),
        Block::Heading("Conversations".to_owned()),
        Block::Table(conversations()),
    ];
    digest
}

fn change(before: Value, difference: Value, percent: Option<f64>, n: u64) -> Option<Change> {
    Some(Change {
        before: Box::new(before),
        difference: Box::new(difference),
        percent,
        n: Some(n),
    })
}

fn headlines() -> Vec<Headline> {
    let duration = Value::Duration;
    let mut within = Headline::new("First response within 1h", Value::Percent(88.4))
        .over(588)
        .better(Trend::Up)
        .change(change(
            Value::Percent(91.0),
            Value::Percent(-2.6),
            Some(-2.9),
            553,
        ));
    within.target = Some(("target 90 %".to_owned(), Verdict::Missed));
    let mut resolved = Headline::new("Resolved within 2d", Value::Percent(84.1))
        .over(431)
        .better(Trend::Up)
        .change(change(
            Value::Percent(79.8),
            Value::Percent(4.3),
            Some(5.4),
            402,
        ));
    resolved.target = Some(("target 80 %".to_owned(), Verdict::Kept));
    vec![
        Headline::new("Replies", Value::Integer(1284)).change(change(
            Value::Integer(1197),
            Value::Integer(87),
            Some(7.3),
            1197,
        )),
        Headline::new("Median response time", duration(1878.0))
            .over(1241)
            .missing(43)
            .better(Trend::Down)
            .change(change(
                duration(2128.0),
                duration(-250.0),
                Some(-11.7),
                1160,
            )),
        Headline::new("Median first response time", duration(1320.0))
            .over(588)
            .missing(24)
            .better(Trend::Down)
            .change(change(duration(1140.0), duration(180.0), Some(15.8), 553)),
        Headline::new("Median resolution time", duration(66_420.0))
            .over(431)
            .missing(181)
            .better(Trend::Down)
            .change(change(duration(66_420.0), duration(0.0), Some(0.0), 402)),
        within,
        resolved,
        Headline::new("p95 response time", duration(21_540.0))
            .over(1241)
            .better(Trend::Down)
            .change(change(
                duration(19_800.0),
                duration(1740.0),
                Some(8.8),
                1160,
            )),
        Headline::new("Happiness score", Value::Missing).over(0),
    ]
}

fn series(name: &str, values: &[f64]) -> Series {
    let values = values.iter().map(|value| Some(*value)).collect();
    Series {
        name: name.to_owned(),
        values,
    }
}

fn chart(title: &str, summary: &str, unit: Unit, plot: Plot) -> Chart {
    Chart {
        title: title.to_owned(),
        summary: summary.to_owned(),
        note: None,
        unit,
        plot,
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn by_day() -> Chart {
    let mut now = series(
        "This week",
        &[2210.0, 1760.0, 1640.0, 1905.0, 1580.0, 0.0, 4020.0],
    );
    now.values[5] = None;
    let before = series(
        "Week before",
        &[2440.0, 2300.0, 1990.0, 1850.0, 2100.0, 3900.0, 4400.0],
    );
    let mut chart = chart(
        "Response time by day",
        "The median was lowest on Friday with 26m 20s and highest on Sunday with 1h 7m.",
        Unit::Seconds,
        Plot::Line {
            steps: names(&DAYS),
            series: vec![now, before],
        },
    );
    chart.note = Some("The median of the replies of each day. Saturday has no replies.".to_owned());
    chart
}

fn distribution() -> Chart {
    let limits = [
        0.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14_400.0, 28_800.0, 86_400.0,
    ];
    let limits = limits.into_iter().chain([f64::INFINITY]).collect();
    let reference = |name: &str, value| Reference {
        name: name.to_owned(),
        value,
    };
    chart(
        "Distribution of response times",
        "Half of the replies took less than 31m 18s, and one of ten more than 3h 2m.",
        Unit::Seconds,
        Plot::Histogram {
            limits,
            counts: vec![96, 142, 128, 241, 268, 184, 97, 52, 24, 9],
            references: vec![
                reference("Median", 1878.0),
                reference("p90", 10_920.0),
                reference("p95", 21_540.0),
            ],
        },
    )
}

fn resolutions() -> Chart {
    chart(
        "Resolution time by mailbox",
        "Partners is slowest with a median of 1d 6h.",
        Unit::Seconds,
        Plot::Bars {
            categories: names(&MAILBOXES),
            series: vec![
                series("This week", &[61_200.0, 72_300.0, 108_000.0]),
                series("Week before", &[59_900.0, 80_100.0, 97_200.0]),
            ],
            stacked: false,
        },
    )
}

/// Returns a made-up number below `limit`.
fn made_up(seed: usize, limit: usize) -> usize {
    (seed.wrapping_mul(2_654_435_761) >> 7) % limit
}

fn week() -> Chart {
    let rows = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let value = |day: usize, hour: usize| {
        let is_office = (8..19).contains(&hour) && day < 5;
        let made_up = made_up(day * 24 + hour + 3, 9);
        if is_office {
            12 + made_up * 2 + (5 - hour.abs_diff(13).min(5)) * 3
        } else if (6..23).contains(&hour) {
            made_up / 2
        } else {
            0
        }
    };
    let day = |day: usize| (0..24).map(|hour| Some(value(day, hour) as f64)).collect();
    chart(
        "Replies by hour of the week",
        "Most replies were written on weekdays between 11:00 and 15:00, and none between 23:00 and 06:00.",
        Unit::Count,
        Plot::HeatMap {
            rows: names(&rows),
            columns: (0..24).map(|hour| format!("{hour:02}")).collect(),
            values: (0..7).map(day).collect(),
        },
    )
}

fn volume() -> Chart {
    chart(
        "Replies by day and channel",
        "E-mail has most replies on every day; chat is used on weekdays only.",
        Unit::Count,
        Plot::Bars {
            categories: names(&DAYS),
            series: vec![
                series("E-mail", &[182.0, 190.0, 174.0, 168.0, 151.0, 22.0, 31.0]),
                series("Chat", &[61.0, 72.0, 66.0, 70.0, 59.0, 0.0, 0.0]),
                series("Phone", &[8.0, 9.0, 5.0, 7.0, 6.0, 0.0, 3.0]),
            ],
            stacked: true,
        },
    )
}

fn agents() -> Chart {
    chart(
        "Median response time by agent",
        "Hanna Kowalczyk answered fastest with 19m; Zoë Farrell-Ashworth slowest with 54m 10s.",
        Unit::Seconds,
        Plot::Bars {
            categories: names(&AGENTS),
            series: vec![
                series("This week", &[1710.0, 2040.0, 1140.0, 1905.0, 3250.0]),
                series("Week before", &[2310.0, 1980.0, 1320.0, 2260.0, 3010.0]),
            ],
            stacked: false,
        },
    )
}

fn happiness() -> Chart {
    chart(
        "Ratings by agent",
        "Most ratings were great for every agent.",
        Unit::Count,
        Plot::Bars {
            categories: names(&AGENTS),
            series: vec![
                series("Great", &[31.0, 24.0, 40.0, 18.0, 12.0]),
                series("Okay", &[6.0, 8.0, 3.0, 5.0, 4.0]),
                series("Not good", &[2.0, 1.0, 0.0, 3.0, 4.0]),
            ],
            stacked: true,
        },
    )
}

fn agents_table() -> Table<'static> {
    let columns = vec![
        Column::new("Agent", Kind::Text),
        Column::new("Replies", Kind::Integer),
        Column::new("Conversations", Kind::Integer).dispensable(3),
        Column::new("Median response", Kind::Duration).doc(
            "The time from a customer's message to the reply. Half of the replies were faster.",
        ),
        Column::new("Change", Kind::Change).dispensable(1),
        Column::new("p90 response", Kind::Duration).dispensable(2),
        Column::new("Within 1h", Kind::Percent).dispensable(2),
        Column::new("Missing", Kind::Integer)
            .dispensable(4)
            .doc("Replies without a response time, such as those that follow another reply."),
    ];
    let row = |name: &str, numbers: [i64; 4], seconds: [f64; 3], within: f64| {
        let percent = (seconds[0] - seconds[1]) / seconds[1] * 100.0;
        vec![
            Value::Text(name.to_owned()),
            Value::Integer(numbers[0]),
            Value::Integer(numbers[1]),
            Value::Duration(seconds[0]),
            change(
                Value::Duration(seconds[1]),
                Value::Duration(seconds[0] - seconds[1]),
                Some(percent),
                200,
            )
            .map_or(Value::Missing, Value::Change),
            Value::Duration(seconds[2]),
            Value::Percent(within),
            Value::Integer(numbers[2] + numbers[3]),
        ]
    };
    let rows = vec![
        row(AGENTS[0], [318, 151, 8, 3], [1710.0, 2310.0, 8040.0], 91.2),
        row(AGENTS[1], [274, 130, 7, 1], [2040.0, 1980.0, 9900.0], 86.7),
        row(AGENTS[2], [402, 188, 9, 2], [1140.0, 1320.0, 5460.0], 94.9),
        row(AGENTS[3], [177, 90, 4, 4], [1905.0, 2260.0, 12_120.0], 85.0),
        row(AGENTS[4], [113, 53, 3, 2], [3250.0, 3010.0, 21_000.0], 71.4),
    ];
    let mut table = Table::new("by-user", "Agents side by side", columns, rows);
    table.caption = Some("One row for each agent who replied in the period.".to_owned());
    table.total = Some(row(
        "All agents",
        [1284, 612, 31, 12],
        [1878.0, 2128.0, 10_920.0],
        88.4,
    ));
    table
}

/// Conversations with made-up values.
struct Conversations {
    first: usize,
    count: usize,
}

impl Conversations {
    fn columns() -> Vec<Column> {
        vec![
            Column::new("Conversation", Kind::Link),
            Column::new("Customer", Kind::Text),
            Column::new("Mailbox", Kind::Text).dispensable(2),
            Column::new("Agent", Kind::Text).dispensable(1),
            Column::new("First response", Kind::Duration),
            Column::new("Resolution", Kind::Duration).dispensable(1),
            Column::new("Replies", Kind::Integer).dispensable(3),
            Column::new("Last reply", Kind::Instant).dispensable(4),
        ]
    }
}

impl Rows for Conversations {
    fn len(&self) -> usize {
        self.count
    }

    fn row(&self, at: usize) -> Vec<Value> {
        let seed = self.first + at;
        let text = |text: &str| match text {
            "" => Value::Missing,
            text => Value::Text(text.to_owned()),
        };
        let number = 21_840 + seed;
        let start = Timestamp::from_second(1_557_730_800).unwrap_or_default();
        let minutes = i64::try_from(made_up(seed + 11, 9000)).unwrap_or(0);
        let last = start + minutes.minutes();
        let zone = tz::TimeZone::fixed(tz::Offset::constant(-4));
        vec![
            Value::Link {
                text: format!("#{number}"),
                number: i64::try_from(number).ok(),
                url: format!("https://secure.helpscout.net/conversation/{number}"),
            },
            text(CUSTOMERS[made_up(seed + 1, CUSTOMERS.len())]),
            text(MAILBOXES[made_up(seed + 2, MAILBOXES.len())]),
            text(AGENTS[made_up(seed + 5, AGENTS.len())]),
            Value::Duration((made_up(seed, 5400) + 40) as f64),
            if seed.is_multiple_of(5) {
                Value::Missing
            } else {
                Value::Duration((made_up(seed + 9, 250_000) + 900) as f64)
            },
            Value::Integer(i64::try_from(made_up(seed + 4, 6) + 1).unwrap_or(1)),
            Value::Instant(Box::new(last.to_zoned_datetime(zone))),
        ]
    }
}

fn breaches() -> Table<'static> {
    let rows = Conversations {
        first: 900,
        count: 6,
    };
    let title = "Conversations that missed a target";
    let mut table = Table::new("breaches", title, Conversations::columns(), rows);
    table.caption = Some("The first response took 1h or more. Longest wait first.".to_owned());
    table
}

fn conversations() -> Table<'static> {
    let rows = Conversations {
        first: 0,
        count: 1612,
    };
    Table::new(
        "conversations",
        "All conversations",
        Conversations::columns(),
        rows,
    )
}
