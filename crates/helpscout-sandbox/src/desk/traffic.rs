//! When conversations start: how traffic varies over the day, the week and the year.

use std::{
    ops::Range,
    panic,
    thread::{self, ScopedJoinHandle},
};

use jiff::{
    Span,
    civil::{Date, date},
    tz::TimeZone,
};

use super::{
    company,
    hours::Hours,
    model::Conversation,
    random::{Random, mix},
    simulation::{Opening, Simulation},
};

/// What a year of traffic leaves behind.
pub(super) struct Year {
    /// The office hours of the year.
    pub(super) office: Hours,
    /// In the order of creation.
    pub(super) conversations: Vec<Conversation>,
}

/// The year of the made-up data of Help Scout, in the company's time zone.
///
/// ```
/// assert_eq!(helpscout_sandbox::YEAR, 2019);
/// ```
pub const YEAR: i16 = 2019;

/// The same year in UTC, in seconds since 1970.
pub(crate) const YEAR_IN_UTC: Range<i64> = 1_546_300_800..1_577_836_800;

/// The first day, in the company's time zone.
const FIRST: Date = date(YEAR, 1, 1);
/// The last day.
const LAST: Date = date(YEAR, 12, 31);

/// Simulates the traffic of the year with this number of threads.
pub(super) fn simulate(seed: u64, threads: usize) -> Year {
    let zone = company::zone();
    let of_year = |timetable| Hours::new(timetable, &zone, FIRST, LAST);
    let simulation = Simulation {
        seed,
        users: company::USERS,
        shifts: company::USERS
            .iter()
            .map(|user| of_year(user.shift))
            .collect(),
        office: of_year(company::OFFICE),
        awake: of_year(company::AWAKE),
        ends: midnight(&zone, LAST) + DAY,
    };
    let mut id = FIRST_ID;
    let numbered = (FIRST_NUMBER..).zip(starts(seed, &zone));
    let openings = numbered.map(|(number, created)| {
        let mut random = Random::new(mix(mix(seed, CONVERSATIONS), number.unsigned_abs()));
        id += 1 + random.below(ID_GAP) as i64;
        Opening {
            id,
            number,
            created,
            random,
        }
    });
    Year {
        conversations: conversations(&simulation, &openings.collect::<Vec<_>>(), threads),
        office: simulation.office,
    }
}

/// Simulates conversations, none of which depends on another.
fn conversations(
    simulation: &Simulation,
    openings: &[Opening],
    threads: usize,
) -> Vec<Conversation> {
    let part = openings.len().div_ceil(threads.max(1)).max(1);
    let (first, others) = openings.split_at(part.min(openings.len()));
    let simulate = |part: &[Opening]| {
        let conversations = part.iter().map(|opening| simulation.conversation(opening));
        conversations.collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let others = others.chunks(part).map(|part| {
            let thread = thread::Builder::new().spawn_scoped(scope, move || simulate(part));
            (part, thread)
        });
        let others: Vec<_> = others.collect();
        let mut conversations = Vec::with_capacity(openings.len());
        conversations.extend(first.iter().map(|opening| simulation.conversation(opening)));
        for (part, thread) in others {
            conversations.extend(match thread.map(ScopedJoinHandle::join) {
                Ok(Ok(conversations)) => conversations,
                Ok(Err(panicked)) => panic::resume_unwind(panicked),
                // The system starts no more threads.
                Err(_) => simulate(part),
            });
        }
        conversations
    })
}

/// Returns the instants at which conversations start, in ascending order.
fn starts(seed: u64, zone: &TimeZone) -> Vec<i64> {
    let mut random = Random::new(mix(seed, ARRIVALS));
    let mut starts = Vec::with_capacity(EXPECTED);
    for day in FIRST
        .series(Span::new().days(1))
        .take_while(|day| *day <= LAST)
    {
        let midnight = midnight(zone, day);
        let first_of_day = starts.len();
        for _ in 0..arrivals(day, &mut random) {
            let (hour, _) = random.weighted(HOURS, |(_, weight)| *weight);
            starts.push(midnight + hour * HOUR + random.below(HOUR as u64) as i64);
        }
        starts[first_of_day..].sort_unstable();
    }
    starts
}

/// Returns how many conversations start on a day.
fn arrivals(day: Date, random: &mut Random) -> u64 {
    let weekday = WEEKDAYS[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())];
    let month = MONTHS[usize::from(day.month().unsigned_abs()) - 1];
    let variation = 88 + random.below(25);
    weekday * month * variation / 10_000
}

/// Returns midnight in the company's time zone, in seconds since 1970.
fn midnight(zone: &TimeZone, day: Date) -> i64 {
    // Every date has a midnight in this time zone.
    zone.to_timestamp(day.at(0, 0, 0, 0))
        .map_or(0, |midnight| midnight.as_second())
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Independent streams of random numbers.
const ARRIVALS: u64 = 2;
const CONVERSATIONS: u64 = 3;

/// The approximate number of conversations in a year.
const EXPECTED: usize = 32_000;

/// Needs more than 32 bits.
const FIRST_ID: i64 = 4_301_118_206;
const ID_GAP: u64 = 33_000;
const FIRST_NUMBER: i64 = 210_401;

/// The conversations per day, starting with Monday.
const WEEKDAYS: [u64; 7] = [128, 118, 112, 108, 98, 34, 28];

/// The percentage of an average month, starting with January.
const MONTHS: [u64; 12] = [104, 92, 94, 98, 126, 100, 86, 84, 96, 102, 124, 130];

/// The weight of each hour of the day.
const HOURS: &[(i64, u64)] = &[
    (0, 9),
    (1, 6),
    (2, 5),
    (3, 4),
    (4, 5),
    (5, 9),
    (6, 18),
    (7, 34),
    (8, 60),
    (9, 92),
    (10, 104),
    (11, 98),
    (12, 84),
    (13, 92),
    (14, 96),
    (15, 88),
    (16, 74),
    (17, 52),
    (18, 38),
    (19, 32),
    (20, 28),
    (21, 24),
    (22, 18),
    (23, 12),
];
