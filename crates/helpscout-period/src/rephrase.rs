//! What to write instead of a text that is not a period.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};

use crate::clock::Clock;
use crate::error::Error;
use crate::nearest::{did_you_mean, nearest};
use crate::words::WORDS;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Returns words in lowercase with dashes between them.
pub(crate) fn dashed(typed: &str) -> String {
    let lower = typed.trim().to_lowercase();
    lower.split([' ', '_', '-']).collect::<Vec<_>>().join("-")
}

/// Returns the error for a text that is not a period.
pub(crate) fn unknown(typed: &str, clock: &Clock) -> Error {
    if typed.is_empty() {
        return Error::advised("the period is missing", forms());
    }
    let problem = format!("{typed:?} is not a period");
    let words = dashed(typed);
    if [
        "tomorrow",
        "next-week",
        "next-month",
        "next-quarter",
        "next-year",
    ]
    .contains(&&*words)
    {
        return Error::advised(format!("{typed} has not begun"), forms());
    }
    let written = synonym(&words)
        .or_else(|| day_of_week(&words, clock))
        .or_else(|| hours(&words, clock))
        .or_else(|| dated(&words, clock))
        .or_else(|| since(&words, clock));
    if let Some(written) = written {
        return Error::advised(problem, format!("write {written}"));
    }
    if let Some(range) = other_range(typed) {
        return Error::advised(problem, format!("write {range}"));
    }
    let is_instant = typed.len() > 10 && typed.as_bytes().get(10) == Some(&b'T');
    if is_instant {
        return Error::advised(
            problem,
            "its date, its time of day or its offset does not exist; \
             an instant is written as 2019-05-02T12:00:00Z",
        );
    }
    let near = near_words(&words);
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    Error::advised(problem, did_you_mean(&near).unwrap_or_else(forms))
}

fn forms() -> String {
    "write a period such as last-week, this-month, last-30-days, 2019-05, 2019-W20, 2019-Q2, \
     2019-05-13 or 2019-05-02..2019-05-08"
        .to_owned()
}

/// Returns the nearest words. The number of `last-45-dyas` is kept.
fn near_words(words: &str) -> Vec<String> {
    if let Some((start, count, unit)) = three(words) {
        let units = ["days", "weeks", "months", "quarters", "years"];
        let unit = nearest(unit, units);
        if let (Some(_), Some(unit)) = (nearest(start, ["last"]).first(), unit.first()) {
            return vec![format!("last-{count}-{unit}")];
        }
    }
    nearest(words, WORDS.map(|(word, _)| word))
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// Returns the parts of a word, a number and a unit.
fn three(words: &str) -> Option<(&str, u16, &str)> {
    let (start, rest) = words.split_once('-')?;
    let (count, unit) = rest.split_once('-')?;
    Some((start, count.parse().ok()?, unit))
}

/// Returns the word for another word with the same meaning.
fn synonym(words: &str) -> Option<String> {
    let known = match words {
        "this-day" | "now" | "day" => Some("today"),
        "last-day" => Some("yesterday"),
        "week" | "wtd" | "week-to-date" => Some("this-week"),
        "month" | "mtd" | "month-to-date" => Some("this-month"),
        "quarter" | "qtd" | "quarter-to-date" => Some("this-quarter"),
        "year" | "ytd" | "year-to-date" => Some("this-year"),
        "fortnight" | "last-fortnight" => Some("last-2-weeks"),
        _ => None,
    };
    if let Some(known) = known {
        return Some(known.to_owned());
    }
    let units = ["day", "week", "month", "quarter", "year"];
    let (start, rest) = words.split_once('-').unwrap_or(("", words));
    if units.contains(&rest) {
        return match (start, rest) {
            ("previous" | "prev" | "past", "day") => Some("yesterday".to_owned()),
            ("current", "day") => Some("today".to_owned()),
            ("previous" | "prev" | "past", _) => Some(format!("last-{rest}")),
            ("current", _) => Some(format!("this-{rest}")),
            _ => None,
        };
    }
    // What is left may be a number of units: `30d`, `30-days`, `past-30-days`, `last-30`.
    let rest = match start {
        "last" | "previous" | "prev" | "past" => rest,
        _ => words,
    };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let (count, unit) = rest.split_at_checked(digits)?;
    let count: u16 = count
        .parse()
        .ok()
        .filter(|count| (1..1000).contains(count))?;
    let unit = match unit.trim_start_matches('-') {
        "" if start == "last" => "day",
        "d" => "day",
        "w" => "week",
        "m" | "mo" => "month",
        "y" => "year",
        unit => units
            .into_iter()
            .find(|known| unit.trim_end_matches('s') == *known)?,
    };
    Some(format!("last-{count}-{unit}s"))
}

/// Returns the latest date or dates of `monday`, `last-monday` or `weekend`.
fn day_of_week(words: &str, clock: &Clock) -> Option<String> {
    let (is_last, name) = match words.strip_prefix("last-") {
        Some(name) => (true, name),
        None => (false, words.strip_prefix("this-").unwrap_or(words)),
    };
    let today = clock.today();
    let latest = if is_last {
        today.yesterday().ok()?
    } else {
        today
    };
    let back = |weekday: Weekday, from: Date| {
        let days = from.weekday().since(weekday);
        from.checked_sub(i64::from(days).days()).ok()
    };
    if name == "weekend" {
        let sunday = back(Weekday::Sunday, latest)?;
        return Some(format!("{}..{sunday}", back(Weekday::Saturday, sunday)?));
    }
    let mut days = WEEKDAYS.iter();
    let (_, weekday) = days.find(|(day, _)| name.len() >= 3 && day.starts_with(name))?;
    Some(back(*weekday, latest)?.to_string())
}

/// Returns the instants of `last-24-hours`.
fn hours(words: &str, clock: &Clock) -> Option<String> {
    let (start, count, unit) = three(words)?;
    if !["last", "past", "previous"].contains(&start) || !["hour", "hours"].contains(&unit) {
        return None;
    }
    let now = Timestamp::from_second(clock.now().as_second()).ok()?;
    let written = |instant: Timestamp| {
        let local = clock.zone().local(instant);
        local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    };
    let start = now.checked_sub(i64::from(count).hours()).ok()?;
    Some(format!("{}..{}", written(start), written(now)))
}

/// Returns the range of `since-2019-05-01`.
fn since(words: &str, clock: &Clock) -> Option<String> {
    let (start, rest) = words.split_once('-')?;
    if !["since", "from", "after"].contains(&start) {
        return None;
    }
    let is_date = rest.len() == 10 && rest.parse::<Date>().is_ok();
    let date = if is_date {
        rest.to_owned()
    } else {
        dated(rest, clock)?
    };
    (!date.contains(' ') && !date.contains("..")).then(|| format!("{date}..today"))
}

/// Returns `w20` for `week-20` and what else a week is called.
fn with_short_week(words: &str) -> String {
    for long in ["calendar-week", "week", "kw", "cw", "wk"] {
        let Some(at) = words.find(long) else {
            continue;
        };
        let (before, rest) = (&words[..at], &words[at + long.len()..]);
        let number = rest.trim_start_matches('-');
        let is_word = before.is_empty() || !before.ends_with(char::is_alphabetic);
        if is_word && number.starts_with(|char: char| char.is_ascii_digit()) {
            return format!("{before}w{number}");
        }
    }
    words.to_owned()
}

/// Returns the year, month, week or date that is written in another way.
fn dated(words: &str, clock: &Clock) -> Option<String> {
    let today = clock.today();
    let year = today.year();
    let words = with_short_week(words);
    let parts: Vec<&str> = words
        .split(['-', '/', '.', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let small = |text: &str| {
        let number = text.parse::<u8>().ok();
        number.filter(|number| is_number(text) && (1..=53).contains(number))
    };
    let is_year = |text: &str| text.len() == 4 && is_number(text);
    match parts.as_slice() {
        [year, number] if is_year(year) && small(number).is_some() => {
            let month = small(number).filter(|month| *month <= 12)?;
            Some(format!("{year}-{month:02}"))
        }
        [year, month, day] if is_year(year) => {
            let month = small(month).filter(|month| *month <= 12)?;
            let day = small(day).filter(|day| *day <= 31)?;
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        [first, second, year] if is_year(year) => day_first(small(first)?, small(second)?, year),
        [month, year] | [year, month] if is_year(year) => {
            let number = small(month).filter(|month| *month <= 12);
            let number = number.and_then(|month| i8::try_from(month).ok());
            let named = || number.or_else(|| month_named(month));
            numbered(month, year).or_else(|| Some(format!("{year}-{:02}", named()?)))
        }
        [word] => {
            if let Some(month) = month_named(word) {
                let year = if month > today.month() {
                    year - 1
                } else {
                    year
                };
                return Some(format!("{year}-{month:02}"));
            }
            if word.len() == 8 && is_number(word) {
                return Some(format!("{}-{}-{}", &word[..4], &word[4..6], &word[6..]));
            }
            match word.split_at_checked(4) {
                Some((start, rest)) if is_year(start) => numbered(rest, start),
                _ => numbered(word, &year.to_string()),
            }
        }
        _ => None,
    }
}

/// Returns the date of two numbers before a year. Both readings are named where both exist.
fn day_first(first: u8, second: u8, year: &str) -> Option<String> {
    let date = |month: u8, day: u8| {
        (month <= 12 && day <= 31).then(|| format!("{year}-{month:02}-{day:02}"))
    };
    match (date(first, second), date(second, first)) {
        (Some(one), Some(other)) if one != other => Some(format!("{one} or {other}")),
        (one, other) => one.or(other),
    }
}

/// Returns the week of `w20`, the quarter of `q2` or the half of `h1`.
fn numbered(word: &str, year: &str) -> Option<String> {
    let (kind, number) = word.split_at_checked(1)?;
    let number: u8 = number.parse().ok()?;
    match kind {
        "w" if (1..=53).contains(&number) => Some(format!("{year}-W{number:02}")),
        "q" if (1..=4).contains(&number) => Some(format!("{year}-Q{number}")),
        "h" if number == 1 => Some(format!("{year}-01..{year}-06")),
        "h" if number == 2 => Some(format!("{year}-07..{year}-12")),
        _ => None,
    }
}

fn month_named(word: &str) -> Option<i8> {
    let mut months = MONTHS.iter();
    let at = months.position(|name| word.len() >= 3 && name.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

/// Returns a range that is written with another separator than `..`.
fn other_range(typed: &str) -> Option<String> {
    let separators = ["...", "..=", " - ", " – ", "–", " to ", "/", ",", " until "];
    separators.into_iter().find_map(|separator| {
        let (start, end) = typed.split_once(separator)?;
        let (start, end) = (start.trim(), end.trim());
        let is_date =
            |text: &str| text.len() >= 7 && text.starts_with(|c: char| c.is_ascii_digit());
        (is_date(start) && is_date(end)).then(|| format!("{start}..{end}"))
    })
}
