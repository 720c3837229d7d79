//! Reads the value of an option as the service wants it, or says what it should look like.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use helpscout_reports::describe::{Kind, Parameter};
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::wire::ToWire;

/// Turns what was typed into the text that is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WireValue {
    parameter: &'static Parameter,
    /// The smallest whole number that makes sense.
    at_least: Option<i64>,
    /// The largest.
    at_most: Option<i64>,
}

impl WireValue {
    pub(crate) fn of(parameter: &'static Parameter) -> Self {
        let of_kind = (parameter.kind == Kind::Id).then_some(1);
        Self {
            parameter,
            at_least: parameter.minimum.or(of_kind),
            at_most: parameter.maximum,
        }
    }

    /// The same for a number that starts at one.
    pub(crate) fn counted_from_one(mut self) -> Self {
        self.at_least = self.at_least.or(Some(1));
        self
    }

    fn read(self, typed: &str) -> Result<String, String> {
        let typed = typed.trim();
        match self.parameter.kind {
            Kind::Id if self.parameter.hex => self.hexadecimal(typed),
            Kind::Id | Kind::Integer => self.whole_number(typed),
            Kind::Number => number(typed),
            Kind::Boolean => boolean(typed),
            Kind::Instant => instant(typed, self.parameter.name),
            _ => Ok(typed.to_owned()),
        }
    }

    fn whole_number(self, typed: &str) -> Result<String, String> {
        let what = match self.parameter.kind {
            Kind::Id => "an id is a whole number above 0, such as",
            _ => "a whole number is needed, such as",
        };
        let example = self.example("1");
        let is_long = typed.len() > 18 && typed.bytes().all(|byte| byte.is_ascii_digit());
        let number: i64 = typed.parse().map_err(|_| match is_long {
            true => "the number is too large".to_owned(),
            false => format!("{what} {example}"),
        })?;
        match self.at_least {
            Some(least) if number < least => {
                return Err(format!("{least} is the smallest possible"));
            }
            _ => {}
        }
        match self.at_most {
            Some(most) if number > most => Err(format!("{most} is the largest possible")),
            _ => Ok(number.to_wire()),
        }
    }

    fn hexadecimal(self, typed: &str) -> Result<String, String> {
        match typed.len() == 24 && typed.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            true => Ok(typed.to_owned()),
            false => Err(format!(
                "an id is a text of 24 hexadecimal digits, such as {}",
                self.example("5244c81f0e1a7b3d9c6f2a01")
            )),
        }
    }

    /// The first documented value; `other` if there is none.
    fn example(self, other: &'static str) -> &'static str {
        self.parameter.example.first().map_or(other, |one| one)
    }

    fn known(self, typed: &str) -> bool {
        self.values().any(|value| value == typed)
    }

    fn values(self) -> impl Iterator<Item = &'static str> {
        self.parameter.values().iter().map(|value| &*value.value)
    }

    /// The value that was probably meant.
    fn near(self, typed: &str) -> Option<&'static str> {
        let typed = typed.to_lowercase();
        self.values()
            .map(|value| (strsim::jaro_winkler(&typed, &value.to_lowercase()), value))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, value)| value)
    }

    fn unknown_value(self, command: &Command, arg: Option<&Arg>, typed: &str) -> Error {
        let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
        let option = arg.map(Arg::to_string).unwrap_or_default();
        let known = self.values().map(str::to_owned).collect();
        error.insert(ContextKind::InvalidArg, ContextValue::String(option));
        error.insert(
            ContextKind::InvalidValue,
            ContextValue::String(typed.to_owned()),
        );
        error.insert(ContextKind::ValidValue, ContextValue::Strings(known));
        if let Some(near) = self.near(typed) {
            error.insert(
                ContextKind::SuggestedValue,
                ContextValue::String(near.to_owned()),
            );
        }
        error
    }
}

impl TypedValueParser for WireValue {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        if self.parameter.kind == Kind::Enum {
            let typed = StringValueParser::new().parse_ref(command, arg, value)?;
            let typed = typed.trim();
            return match self.known(typed) {
                true => Ok(typed.to_owned()),
                false => Err(self.unknown_value(command, arg, typed)),
            };
        }
        let this = *self;
        StringValueParser::new()
            .try_map(move |typed| this.read(&typed))
            .parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.parameter.kind != Kind::Enum {
            return None;
        }
        let value = |value: &'static helpscout_reports::describe::Value| {
            PossibleValue::new(&*value.value).help(&*value.doc)
        };
        Some(Box::new(self.parameter.values().iter().map(value)))
    }
}

fn number(typed: &str) -> Result<String, String> {
    match typed.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(typed.to_owned()),
        _ => Err("a number is needed, such as 12.5".to_owned()),
    }
}

fn boolean(typed: &str) -> Result<String, String> {
    match typed.to_ascii_lowercase().as_str() {
        "true" => Ok("true".to_owned()),
        "false" => Ok("false".to_owned()),
        _ => Err("true or false is needed".to_owned()),
    }
}

/// An instant with an offset, as UTC whole seconds.
fn instant(typed: &str, name: &str) -> Result<String, String> {
    if let Ok(instant) = typed.parse::<Timestamp>() {
        return Ok(instant.to_wire());
    }
    // Where an interval ends, a date alone means the whole day.
    let (time, words) = match name.to_ascii_lowercase().ends_with("end") {
        true => ("T23:59:59Z", "the end"),
        false => ("T00:00:00Z", "the start"),
    };
    let whole = format!("{typed}{time}");
    if whole.parse::<Timestamp>().is_ok() {
        return Err(format!(
            "a date leaves the time of day and the offset open; \
             write {whole} for {words} of that day in UTC"
        ));
    }
    let utc = format!("{typed}Z");
    if utc.parse::<Timestamp>().is_ok() {
        return Err(format!(
            "the offset is missing; write {utc} for UTC, or end with one such as +02:00"
        ));
    }
    if looks_like_an_instant(typed) {
        let local = typed.get(..19).unwrap_or_default();
        let what = match format!("{local}Z").parse::<Timestamp>() {
            Ok(_) => "there is no such offset",
            Err(_) => "there is no such day, or no such time of day",
        };
        return Err(what.to_owned());
    }
    Err(
        "a date, a time and an offset are needed, such as 2019-05-02T12:00:00Z \
         or 2019-05-02T14:00:00+02:00"
            .to_owned(),
    )
}

/// Digits where those of a date, a time and an offset stand.
fn looks_like_an_instant(typed: &str) -> bool {
    let shape: String = typed
        .chars()
        .map(|char| if char.is_ascii_digit() { '0' } else { char })
        .collect();
    let Some(rest) = shape.strip_prefix("0000-00-00T00:00:00") else {
        return false;
    };
    matches!(rest, "Z" | "+00:00" | "-00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_sent_in_utc_and_whole_seconds() {
        let cases = [
            ("2019-05-02T12:00:00Z", "2019-05-02T12:00:00Z"),
            ("2019-05-02T14:00:00+02:00", "2019-05-02T12:00:00Z"),
            ("2019-05-02T00:30:00-09:30", "2019-05-02T10:00:00Z"),
            ("2019-05-02T12:00:00.999Z", "2019-05-02T12:00:00Z"),
            ("2019-05-02 12:00Z", "2019-05-02T12:00:00Z"),
        ];
        for (typed, sent) in cases {
            assert_eq!(instant(typed, "start"), Ok(sent.to_owned()));
        }
    }

    #[test]
    fn a_date_alone_or_a_time_without_offset_is_refused_with_what_to_write() {
        let said = |typed| instant(typed, "start").err().unwrap_or_default();
        assert!(said("2019-05-31").contains("write 2019-05-31T00:00:00Z"));
        assert!(said("2019-05-31T12:00:00").contains("write 2019-05-31T12:00:00Z"));
        let end = instant("2019-05-31", "previousEnd")
            .err()
            .unwrap_or_default();
        assert!(
            end.contains("write 2019-05-31T23:59:59Z for the end of that day"),
            "{end}"
        );
        for none in [
            "2019-02-30T00:00:00Z",
            "2019-13-01T00:00:00Z",
            "2019-05-01T25:00:00+02:00",
        ] {
            assert_eq!(said(none), "there is no such day, or no such time of day");
        }
        assert_eq!(said("2019-05-01T12:00:00+99:00"), "there is no such offset");
        for wrong in ["yesterday", "", "2019-02-30", "1556798400"] {
            assert!(
                said(wrong).contains("such as 2019-05-02T12:00:00Z"),
                "{wrong}"
            );
        }
    }
}
