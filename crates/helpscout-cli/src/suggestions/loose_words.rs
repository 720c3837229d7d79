//! Words that were typed without the option that they are a value of.

use std::net::SocketAddr;
use std::path::Path;

use clap::Command;
use helpscout_command::Format;
use helpscout_figures::seconds_of;
use helpscout_period::{Clock, Period, Zone};
use jiff::Timestamp;
use jiff::civil::Date;

use super::other_words;
use crate::message::quoted;

/// Returns whether a word may be a value of an option.
type Fits = fn(&str) -> bool;

/// Options with what their values look like. The first one that a command has and a word fits is meant.
const OPTIONS: [(&str, Fits); 10] = [
    ("period", is_period),
    ("since", is_date),
    ("output", is_file),
    ("to", is_path),
    ("listen", is_address),
    ("over", is_duration),
    // Only reports and lists have them, and who is reported on is typed most of the time.
    ("id", is_any),
    ("user", is_any),
    ("users", is_any),
    // Every command has it.
    ("profile", is_any),
];

/// Commands without anything else to name.
const OF_PROFILES: [&str; 3] = ["login", "logout", "doctor"];

/// Returns the option that a word is a value of, with the word: `period last-week`.
pub(super) fn option(word: &str, command: &Command) -> Option<String> {
    if let Some(option) = with_value(word, command) {
        return Some(option);
    }
    let is_of_profiles = OF_PROFILES.contains(&command.get_name());
    let has = |name: &str| {
        let mut options = command.get_arguments();
        (name != "profile" || is_of_profiles)
            && options.any(|option| option.get_long() == Some(name) && !option.is_hide_set())
    };
    let mut options = OPTIONS.into_iter();
    let (name, _) = options.find(|(name, fits)| has(name) && fits(word))?;
    let value = match name {
        "listen" if is_port(word) => format!("127.0.0.1:{word}"),
        _ => word_of_a_shell(word),
    };
    Some(format!("{name} {value}"))
}

/// Returns the option that a word is a value of, such as `format csv`.
pub(super) fn with_value(word: &str, command: &Command) -> Option<String> {
    let value = other_words::value(word);
    let mut options = command.get_arguments().filter(|it| !it.is_hide_set());
    let option = options.find(|option| {
        let values = option.get_possible_values();
        values.iter().any(|known| known.matches(value, false))
    })?;
    Some(format!("{} {value}", option.get_long()?))
}

/// Returns what to write for a start or an end that is a date in another spelling, or a period.
pub(super) fn instant(word: &str, command: &Command) -> Option<String> {
    let clock = Clock::at(Timestamp::now(), Zone::utc());
    let Err(refused) = Period::parse(word, &clock) else {
        let mut options = command.get_arguments();
        let has_period = options.any(|option| option.get_long() == Some("period"));
        return has_period.then(|| format!("write --period {} instead", word_of_a_shell(word)));
    };
    let written = refused.advice()?.strip_prefix("write ")?;
    let mut dates = written.split(" or ");
    dates.all(is_date).then(|| format!("write {written}"))
}

/// Returns whether a word is a period, or looks like one that was misspelled.
fn is_period(word: &str) -> bool {
    let clock = Clock::at(Timestamp::now(), Zone::utc());
    match Period::parse(word, &clock) {
        Ok(_) => true,
        Err(error) => {
            let (year, rest) = word.split_at_checked(4).unwrap_or_default();
            is_number(year) && rest.starts_with(['-', '.'])
                || error
                    .advice()
                    .is_some_and(|advice| advice.starts_with("did you mean"))
        }
    }
}

fn is_date(word: &str) -> bool {
    word.parse::<Date>().is_ok()
}

fn is_file(word: &str) -> bool {
    Format::of_file(Path::new(word)).is_some()
}

fn is_path(word: &str) -> bool {
    word.starts_with('.') || word.contains(['/', '\\'])
}

fn is_address(word: &str) -> bool {
    is_port(word) || word.parse::<SocketAddr>().is_ok()
}

fn is_port(word: &str) -> bool {
    word.parse::<u16>().is_ok()
}

fn is_duration(word: &str) -> bool {
    seconds_of(word).is_ok()
}

fn is_any(_: &str) -> bool {
    true
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn word_of_a_shell(word: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "._:/@,+-".contains(char);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        quoted(word)
    }
}
