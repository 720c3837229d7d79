//! When conversations start: the rhythm of day, week and year.

use jiff::{
    Span,
    civil::{Date, date},
    tz::TimeZone,
};

use super::{
    Desk, company,
    hours::Hours,
    random::{Random, mix},
    story::{Opening, World},
};

/// The first day of the desk, in the company's zone.
const FIRST: Date = date(2019, 1, 1);
/// The last day of the desk.
const LAST: Date = date(2019, 12, 31);

/// Builds the whole desk.
pub(super) fn build(seed: u64) -> Desk {
    let zone = company::zone();
    let lay_out = |timetable| Hours::new(timetable, &zone, FIRST, LAST);
    let world = World {
        seed,
        users: company::USERS,
        shifts: company::USERS
            .iter()
            .map(|user| lay_out(user.shift))
            .collect(),
        office: lay_out(company::OFFICE),
        awake: lay_out(company::AWAKE),
        ends: midnight(&zone, LAST) + DAY,
    };
    let mut conversations = Vec::with_capacity(EXPECTED);
    let mut id = FIRST_ID;
    for (number, created) in (FIRST_NUMBER..).zip(starts(seed, &zone)) {
        let mut random = Random::new(mix(mix(seed, STORIES), number.unsigned_abs()));
        id += 1 + random.below(ID_GAP) as i64;
        conversations.push(world.conversation(
            Opening {
                id,
                number,
                created,
            },
            random,
        ));
    }
    Desk::new(seed, company::TEAMS.to_vec(), world.office, conversations)
}

/// The instants at which conversations start, in rising order.
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

/// How many conversations start on a day.
fn arrivals(day: Date, random: &mut Random) -> u64 {
    let weekday = WEEKDAYS[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())];
    let month = MONTHS[usize::from(day.month().unsigned_abs()) - 1];
    let luck = 88 + random.below(25);
    weekday * month * luck / 10_000
}

/// Midnight by the company's clock, in seconds since 1970.
fn midnight(zone: &TimeZone, day: Date) -> i64 {
    // A date without a midnight does not occur in this zone.
    zone.to_timestamp(day.at(0, 0, 0, 0))
        .map_or(0, |midnight| midnight.as_second())
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Streams of random numbers that do not disturb each other.
const ARRIVALS: u64 = 2;
const STORIES: u64 = 3;

/// Roughly how many conversations a year has.
const EXPECTED: usize = 32_000;

/// Already above 32 bits.
const FIRST_ID: i64 = 4_301_118_206;
const ID_GAP: u64 = 33_000;
const FIRST_NUMBER: i64 = 210_401;

/// Conversations a day, Monday first.
const WEEKDAYS: [u64; 7] = [128, 118, 112, 108, 98, 34, 28];

/// Percent of an ordinary month, January first.
const MONTHS: [u64; 12] = [104, 92, 94, 98, 126, 100, 86, 84, 96, 102, 124, 130];

/// How the hours of a day share its conversations.
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
