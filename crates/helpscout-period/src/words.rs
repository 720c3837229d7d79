//! The periods that have a name of their own, or a common number.

/// Words that [`Period::parse`](crate::Period::parse) takes, each with what it covers. There are more,
/// as it takes any number of days, weeks, months, quarters and years.
///
/// ```
/// use helpscout_period::{Clock, Period, WORDS, Zone};
///
/// let clock = Clock::at("2019-05-22T09:00:00Z".parse()?, Zone::utc());
/// for (word, _) in WORDS {
///     Period::parse(word, &clock)?;
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const WORDS: [(&str, &str); 15] = [
    ("last-week", "Monday to Sunday"),
    ("this-week", "up to now"),
    ("last-month", "the whole month"),
    ("this-month", "up to now"),
    ("last-quarter", "the whole quarter"),
    ("this-quarter", "up to now"),
    ("last-year", "the whole year"),
    ("this-year", "up to now"),
    ("yesterday", "the whole day"),
    ("today", "up to now"),
    ("last-7-days", "without today"),
    ("last-30-days", "without today"),
    ("last-90-days", "without today"),
    ("last-4-weeks", "without this week"),
    ("last-12-months", "without this month"),
];
