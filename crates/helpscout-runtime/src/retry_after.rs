//! Reads how long the service asks to wait before the next try.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::HeaderMap;

use crate::headers::text;
use crate::service::Service;

/// The longest wait, which can be added to any instant.
const LONGEST: Duration = Duration::from_secs(365 * 86_400);

/// Returns how long the service asks to wait, which is at most a year. Its own header takes precedence
/// over `Retry-After`.
///
/// Both may have whole or fractional seconds, or a date. If there are several values, in lines of
/// their own or separated by commas, the longest wait counts.
pub(crate) fn asked_wait(
    headers: &HeaderMap,
    service: &Service,
    now: Timestamp,
) -> Option<Duration> {
    // The service's own clock counts, if the response shows it.
    let now = text(headers, "date").and_then(date).unwrap_or(now);
    let own = service.rate_limit.map(|names| names.retry_after);
    let asked = own
        .and_then(|own| longest(headers, own, now))
        .or_else(|| longest(headers, "retry-after", now));
    asked.map(|wait| wait.min(LONGEST))
}

fn longest(headers: &HeaderMap, name: &str, now: Timestamp) -> Option<Duration> {
    let lines = headers.get_all(name).iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .filter_map(|line| longest_of_line(line, now))
        .max()
}

fn longest_of_line(line: &str, now: Timestamp) -> Option<Duration> {
    let parts: Vec<&str> = line.split(',').map(str::trim).collect();
    let mut longest = None;
    let mut next = 0;
    while let Some(part) = parts.get(next) {
        // Two of the forms of a date have a comma after the day of the week.
        let both = parts.get(next + 1).map(|after| format!("{part}, {after}"));
        let (wait, used) = match both.and_then(|text| until(&text, now)) {
            Some(wait) => (Some(wait), 2),
            None => (seconds(part).or_else(|| until(part, now)), 1),
        };
        longest = longest.max(wait);
        next += used;
    }
    longest
}

/// Reads whole or fractional seconds. A number that is too large counts as the longest duration.
fn seconds(text: &str) -> Option<Duration> {
    let is_number = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = text.parse().ok().filter(|_| is_number)?;
    Some(Duration::try_from_secs_f64(number).unwrap_or(Duration::MAX))
}

/// Returns the time until a date, which is zero for a date in the past.
fn until(text: &str, now: Timestamp) -> Option<Duration> {
    let seconds = date(text)?.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

/// Reads an HTTP date in any of its forms: `Sun, 06 Nov 1994 08:49:37 GMT` of today, `Sunday,
/// 06-Nov-94 08:49:37 GMT` of RFC 850, and `Sun Nov  6 08:49:37 1994` of asctime.
fn date(text: &str) -> Option<Timestamp> {
    const CURRENT: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    // The last instants of the year 9999 have no timestamp. Those of the year before are as good.
    let read = |text: &str| {
        let text = text.replace(" 9999 ", " 9998 ");
        CURRENT.parse_timestamp(&text).ok()
    };
    read(text)
        .or_else(|| read(&current_of_rfc_850(text)?))
        .or_else(|| read(&current_of_asctime(text)?))
}

/// Returns a date of RFC 850 in the form of today, without the day of the week.
fn current_of_rfc_850(text: &str) -> Option<String> {
    let (day, date) = text.split_once(", ")?;
    let is_whole = day.len() > 3 && day.ends_with("day") && date.ends_with(" GMT");
    is_whole.then(|| date.replace('-', " "))
}

/// Returns a date of asctime in the form of today.
fn current_of_asctime(text: &str) -> Option<String> {
    let mut words = text.split_ascii_whitespace();
    let mut word = || words.next();
    let (week, month, day, time, year) = (word()?, word()?, word()?, word()?, word()?);
    let is_whole = year.len() == 4 && word().is_none();
    is_whole.then(|| format!("{week}, {day} {month} {year} {time} GMT"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::generated::service::SERVICE;

    /// Returns the milliseconds of the wait at the start of 2026.
    fn asked(headers: &[(&'static str, &'static str)]) -> Option<u128> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        asked_wait(&map, &SERVICE, now).map(|wait| wait.as_millis())
    }

    #[test]
    fn the_services_own_header_counts_before_the_standard_one() {
        let standard = ("retry-after", "9");
        let own = |value| asked(&[standard, ("x-ratelimit-retry-after", value)]);
        assert_eq!(own("7"), Some(7_000));
        assert_eq!(own("0.25"), Some(250));
        assert_eq!(own("soon"), Some(9_000));
        assert_eq!(asked(&[]), None);
    }

    #[test]
    fn a_service_without_a_header_of_its_own_has_only_the_standard_one() {
        const PLAIN: Service = Service {
            rate_limit: None,
            ..SERVICE
        };
        let mut map = HeaderMap::new();
        map.insert("x-ratelimit-retry-after", "7".parse().unwrap());
        assert_eq!(asked_wait(&map, &PLAIN, Timestamp::UNIX_EPOCH), None);
        map.insert("retry-after", "9".parse().unwrap());
        let asked = asked_wait(&map, &PLAIN, Timestamp::UNIX_EPOCH);
        assert_eq!(asked, Some(Duration::from_secs(9)));
    }

    #[test]
    fn seconds_and_dates_are_read_in_every_form() {
        for (value, milliseconds) in [
            ("9", Some(9_000)),
            (" 9 ", Some(9_000)),
            ("0", Some(0)),
            ("1.5", Some(1_500)),
            ("0.001", Some(1)),
            ("007", Some(7_000)),
            ("1, 30, 2", Some(30_000)),
            ("1,5", Some(5_000)),
            ("soon, 4", Some(4_000)),
            ("Thu, 01 Jan 2026 00:00:30 GMT", Some(30_000)),
            ("Thursday, 01-Jan-26 00:00:30 GMT", Some(30_000)),
            ("Thu Jan  1 00:00:30 2026", Some(30_000)),
            ("Thu Jan 15 00:00:00 2026", Some(14 * 86_400_000)),
            ("Thu, 1 Jan 2026 00:00:30 +0000", Some(30_000)),
            // A wrong day of the week changes nothing.
            ("Wed, 01 Jan 2026 00:00:30 GMT", Some(30_000)),
            ("Wednesday, 01-Jan-26 00:00:30 GMT", Some(30_000)),
            ("Wed Jan  1 00:00:30 2026", Some(30_000)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(0)),
            ("Wed, 31 Dec 2025 23:59:30 GMT", Some(0)),
            ("Sun Nov  6 08:49:37 1994", Some(0)),
            // A wait is at most a year, whatever the service asks for.
            ("99999999999999999999999", Some(365 * 86_400_000)),
            (
                "Thu, 31 Dec 2026 23:59:59 GMT",
                Some(365 * 86_400_000 - 1_000),
            ),
            ("Sat, 02 Jan 2027 00:00:00 GMT", Some(365 * 86_400_000)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(365 * 86_400_000)),
            ("Fri Dec 31 23:59:59 9999", Some(365 * 86_400_000)),
            ("Fri, 32 Dec 9999 23:59:59 GMT", None),
            (
                "7, Thu, 01 Jan 2026 00:00:30 GMT, Thursday, 01-Jan-26 00:00:40 GMT, 9",
                Some(40_000),
            ),
            ("-9", None),
            ("-1.5", None),
            ("+9", None),
            ("", None),
            (".", None),
            ("1e3", None),
            ("inf", None),
            ("NaN", None),
            ("1 minute", None),
            ("Thu, 32 Jan 2026 00:00:30 GMT", None),
            ("Thursday, 01-Jan-26 00:00:30", None),
            ("Thu Jan  1 00:00:30 26", None),
            ("Thu Jan  1 00:00:30 2026 GMT", None),
            ("Thu Jan 32 00:00:30 2026", None),
            ("Thu, , 3", Some(3_000)),
        ] {
            assert_eq!(asked(&[("retry-after", value)]), milliseconds, "{value:?}");
        }
    }

    #[test]
    fn of_several_lines_the_longest_wait_counts() {
        let lines = |values: [&'static str; 3]| asked(&values.map(|value| ("retry-after", value)));
        assert_eq!(lines(["2", "11", "3"]), Some(11_000));
        assert_eq!(lines(["soon", "1.5", "-4"]), Some(1_500));
        assert_eq!(lines(["1", "Thu Jan  1 00:00:30 2026", "4"]), Some(30_000));
    }

    #[test]
    fn a_date_is_read_against_the_services_own_clock() {
        let until = ("retry-after", "Thu, 01 Jan 2026 00:00:30 GMT");
        for (clock, milliseconds) in [
            ("Thu, 01 Jan 2026 00:00:20 GMT", 10_000),
            ("Thursday, 01-Jan-26 00:00:20 GMT", 10_000),
            ("Thu Jan  1 00:00:20 2026", 10_000),
            ("Thu, 01 Jan 2026 00:01:00 GMT", 0),
            ("today", 30_000),
        ] {
            assert_eq!(
                asked(&[until, ("date", clock)]),
                Some(milliseconds),
                "{clock}"
            );
        }
    }
}
