//! The company: everything that does not depend on the seed.

use jiff::{
    civil::Weekday,
    tz::{TimeZone, TimeZoneDatabase},
};

use super::{
    hours::Timetable,
    model::{Folder, Mailbox, Tag, Team, User},
};

/// The company's time zone.
pub(crate) const ZONE: &str = "America/New_York";

/// Returns the time zone from the database inside the program, which is the same on every machine.
pub(crate) fn zone() -> TimeZone {
    TimeZoneDatabase::bundled()
        .get(ZONE)
        .unwrap_or(TimeZone::UTC)
}

/// Office hours: Monday to Friday, nine to five.
pub(crate) const OFFICE: Timetable = hours(Weekday::Monday, 5, 9, 17);

/// When customers are awake and may write back.
pub(crate) const AWAKE: Timetable = hours(Weekday::Monday, 7, 6, 23);

const EARLY: Timetable = hours(Weekday::Monday, 5, 7, 15);
const LATE: Timetable = hours(Weekday::Monday, 5, 12, 20);
const DAILY: Timetable = hours(Weekday::Monday, 7, 8, 17);
const WEEKEND: Timetable = hours(Weekday::Thursday, 4, 10, 19);
const NIGHT: Timetable = hours(Weekday::Sunday, 5, 0, 7);

/// The users, busiest first: ID, name, share of the work, shift.
pub(crate) const USERS: &[User] = &[
    user(447_723, "Marta Lindqvist", 420, OFFICE),
    user(452_118, "Devon Okafor", 110, EARLY),
    user(460_341, "Hanna Weiss", 95, LATE),
    user(431_007, "Tomás Herrera", 80, DAILY),
    user(489_265, "Priya Raman", 70, OFFICE),
    user(495_770, "Luca Bianchi", 60, WEEKEND),
    user(503_912, "Aiko Morita", 45, NIGHT),
    user(511_486, "Sam Whitfield", 40, OFFICE),
    user(518_230, "Nadia El Amrani", 30, LATE),
    user(420_655, "Greta Solheim", 25, EARLY),
    user(415_002, "Owen Pritchard", 15, OFFICE),
    user(527_804, "Yusuf Demir", 10, DAILY),
];

/// The teams. A report that accepts the ID of a user also accepts the ID of a team.
pub(crate) const TEAMS: &[Team] = &[
    team(530_101, "First line", &[447_723, 452_118, 460_341, 431_007]),
    team(530_102, "Accounts", &[489_265, 511_486, 415_002]),
    team(530_103, "Out of hours", &[495_770, 503_912, 431_007]),
];

/// The mailboxes: ID, name, share of the conversations.
pub(crate) const MAILBOXES: &[Mailbox] = &[
    mailbox(85, "Support", 48),
    mailbox(123, "Orders", 26),
    mailbox(567, "Billing", 18),
    mailbox(1204, "Partners", 8),
];

/// The folders. Every mailbox has the same four.
pub(crate) const FOLDERS: &[Folder] = &[
    folder(990, 85, UNASSIGNED),
    folder(991, 85, ASSIGNED),
    folder(992, 85, CLOSED),
    folder(993, 85, SPAM),
    folder(1490, 123, UNASSIGNED),
    folder(1491, 123, ASSIGNED),
    folder(1492, 123, CLOSED),
    folder(1493, 123, SPAM),
    folder(5850, 567, UNASSIGNED),
    folder(5851, 567, ASSIGNED),
    folder(5852, 567, CLOSED),
    folder(5853, 567, SPAM),
    folder(9310, 1204, UNASSIGNED),
    folder(9311, 1204, ASSIGNED),
    folder(9312, 1204, CLOSED),
    folder(9313, 1204, SPAM),
];

/// For open conversations that nobody has answered yet.
pub(crate) const UNASSIGNED: &str = "Unassigned";
/// For open conversations with a reply.
pub(crate) const ASSIGNED: &str = "Assigned";
/// For closed conversations.
pub(crate) const CLOSED: &str = "Closed";
/// For spam.
pub(crate) const SPAM: &str = "Spam";

/// The tags, most frequent first: ID, name, share of the uses.
pub(crate) const TAGS: &[Tag] = &[
    tag(99_787, "delivery", 30),
    tag(5666, "refund", 22),
    tag(101_340, "how-to", 18),
    tag(101_341, "bug", 12),
    tag(102_006, "invoice", 8),
    tag(104_882, "feature-wish", 5),
    tag(110_017, "wholesale", 3),
    tag(118_450, "escalated", 2),
];

const fn hours(first: Weekday, days: i8, from: i8, to: i8) -> Timetable {
    Timetable {
        first,
        days,
        from,
        to,
    }
}

const fn user(id: i64, name: &'static str, share: u64, shift: Timetable) -> User {
    User {
        id,
        name,
        share,
        shift,
    }
}

const fn team(id: i64, name: &'static str, members: &'static [i64]) -> Team {
    Team { id, name, members }
}

const fn mailbox(id: i64, name: &'static str, share: u64) -> Mailbox {
    Mailbox { id, name, share }
}

const fn folder(id: i64, mailbox: i64, name: &'static str) -> Folder {
    Folder { id, mailbox, name }
}

const fn tag(id: i64, name: &'static str, share: u64) -> Tag {
    Tag { id, name, share }
}

impl User {
    /// Returns the user with this ID.
    pub(crate) fn of(id: i64) -> Option<&'static Self> {
        USERS.iter().find(|user| user.id == id)
    }

    /// Returns the name of the user with this ID.
    pub(crate) fn name_of(id: i64) -> Option<&'static str> {
        Self::of(id).map(|user| user.name)
    }
}

impl Mailbox {
    /// Returns the mailbox with this ID.
    pub(crate) fn of(id: i64) -> Option<&'static Self> {
        MAILBOXES.iter().find(|mailbox| mailbox.id == id)
    }
}

impl Tag {
    /// Returns the tag with this ID.
    pub(crate) fn of(id: i64) -> Option<&'static Self> {
        TAGS.iter().find(|tag| tag.id == id)
    }
}
