//! Durations in words, such as `2h 18m 27s`.

use std::fmt::{Alignment, Formatter, Result};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Writes words with the width that is asked for. A precision would cut them, so that another
/// duration would be read.
pub(super) fn pad(f: &mut Formatter<'_>, words: &str) -> Result {
    if f.precision().is_none() {
        return f.pad(words);
    }
    let width = f.width().unwrap_or_default();
    match f.align() {
        Some(Alignment::Right) => write!(f, "{words:>width$}"),
        Some(Alignment::Center) => write!(f, "{words:^width$}"),
        _ => write!(f, "{words:width$}"),
    }
}

pub(super) fn of_seconds(seconds: f64) -> String {
    // A cast from float to integer saturates, so the largest numbers stay large.
    let mut whole = seconds.abs().round() as u64;
    if whole >= DAY {
        whole = (seconds.abs() / MINUTE as f64).round() as u64;
        whole = whole.saturating_mul(MINUTE);
    }
    let parts = [
        (whole / DAY, "d"),
        (whole % DAY / HOUR, "h"),
        (whole % HOUR / MINUTE, "m"),
        (whole % MINUTE, "s"),
    ];
    joined(&parts, seconds < 0.0).unwrap_or_else(|| "0s".to_owned())
}

pub(super) fn of_minutes(minutes: f64) -> String {
    of_seconds(minutes * MINUTE as f64)
}

pub(super) fn of_milliseconds(milliseconds: f64) -> String {
    let whole = milliseconds.abs().round() as u64;
    if whole >= MINUTE * 1000 {
        return of_seconds(milliseconds / 1000.0);
    }
    let parts = [(whole / 1000, "s"), (whole % 1000, "ms")];
    joined(&parts, milliseconds < 0.0).unwrap_or_else(|| "0ms".to_owned())
}

/// Joins the parts that are not zero. Returns `None` if all of them are.
fn joined(parts: &[(u64, &str)], is_negative: bool) -> Option<String> {
    let shown: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    let sign = if is_negative { "-" } else { "" };
    (!shown.is_empty()).then(|| format!("{sign}{}", shown.join(" ")))
}
