//! Parses the values of options into the text that the service expects.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};
use helpscout_description::literal::is_date;
use helpscout_description::{
    Api, EnumValue, IdForm, IdType, ListStyle, Parameter, SentObject, Type,
};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::lookup::Lookup;
use crate::moment::Moment;
use crate::name_list::{NAME, NameList, list_item, name_in};

/// Parses the value of a parameter. The errors say what a value looks like.
#[derive(Clone, Debug)]
pub(crate) struct ValueParser {
    parameter: Parameter,
    /// The known values, if the parameter is of an enumeration.
    values: Vec<EnumValue>,
    /// The form of the IDs, if the parameter is an ID that is text.
    text_id: Option<IdType>,
    /// What objects have to be like, if the parameter takes some.
    object: SentObject,
    /// Whether the parameter is an ID whose names are in a list of the API.
    has_names: bool,
    minimum: Option<i64>,
    maximum: Option<i64>,
    /// Whether a date may stand for an instant, because it is resolved later.
    takes_dates: bool,
}

impl ValueParser {
    pub(crate) fn of(api: &Api, parameter: &Parameter) -> Self {
        let of_type = matches!(parameter.ty, Type::Id(_)).then_some(1);
        Self {
            parameter: parameter.clone(),
            values: api.values_of(&parameter.ty).to_vec(),
            text_id: text_id(api, &parameter.ty).cloned(),
            object: SentObject::of(api, parameter),
            has_names: Lookup::of_parameter(api, parameter).is_some(),
            minimum: parameter.minimum.or(of_type),
            maximum: parameter.maximum,
            takes_dates: false,
        }
    }

    /// Takes dates for instants, too. They are returned as they are.
    pub(crate) fn taking_dates(mut self) -> Self {
        self.takes_dates = true;
        self
    }

    /// Sets the minimum, unless the parameter has another.
    pub(crate) fn starting_at(mut self, first: i64) -> Self {
        self.minimum = self.minimum.or(Some(first));
        self
    }

    /// Returns whether names are accepted for IDs.
    pub(crate) fn has_names(&self) -> bool {
        self.has_names
    }

    fn parse(&self, typed: &str) -> Result<String, String> {
        let typed = typed.trim();
        if self.takes_dates && has_shape_of_date(typed) {
            return date(typed).map(|date| date.to_string());
        }
        if let Some(id) = &self.text_id {
            return self.id_of_text(id, typed);
        }
        match self.parameter.ty {
            Type::Id(_) if self.has_names => self.ids_or_names(typed),
            Type::Id(_) | Type::Integer => self.whole_number(typed),
            Type::Number => self.number(typed),
            Type::Boolean => boolean(typed),
            Type::Instant => instant(typed, &self.parameter.wire),
            Type::Date => date(typed).map(|date| date.to_string()),
            Type::EpochSeconds => epoch(typed, &self.parameter.wire, 1),
            Type::EpochMilliseconds => epoch(typed, &self.parameter.wire, 1000),
            Type::Object(_) => self.object(typed),
            _ => self.text(typed),
        }
    }

    /// Reads the JSON text of one object of a list.
    fn object(&self, typed: &str) -> Result<String, String> {
        match self.object.problem(typed) {
            Some(problem) => Err(format!(
                "the object {problem}; write JSON such as {}",
                self.example("{}")
            )),
            None => Ok(typed.to_owned()),
        }
    }

    fn number(&self, typed: &str) -> Result<String, String> {
        let number = number(typed)?;
        if let Some(minimum) = self.minimum.filter(|minimum| number < *minimum as f64) {
            return Err(format!("the minimum is {minimum}"));
        }
        if let Some(maximum) = self.maximum.filter(|maximum| number > *maximum as f64) {
            return Err(format!("the maximum is {maximum}"));
        }
        Ok(typed.to_owned())
    }

    fn text(&self, typed: &str) -> Result<String, String> {
        // The length of a list is its number of values.
        if self.parameter.list.is_none() {
            let length = typed.chars().count();
            let is = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
            let (least, most) = (self.parameter.min_length, self.parameter.max_length);
            if let Some(least) = least.filter(|least| length < is(*least)) {
                return Err(format!("the minimum is {least} characters"));
            }
            if let Some(most) = most.filter(|most| length > is(*most)) {
                return Err(format!("the maximum is {most} characters"));
            }
        }
        self.undivided(typed)
    }

    fn undivided(&self, typed: &str) -> Result<String, String> {
        if self.parameter.list == Some(ListStyle::Pipe) && typed.contains('|') {
            return Err("a value can't contain |, which separates values".to_owned());
        }
        Ok(typed.to_owned())
    }

    fn whole_number(&self, typed: &str) -> Result<String, String> {
        let what = match self.parameter.ty {
            Type::Id(_) => "expected an ID, a whole number above 0, such as",
            _ => "expected a whole number, such as",
        };
        let example = self.example("1");
        let is_long = typed.len() > 18 && typed.bytes().all(|byte| byte.is_ascii_digit());
        let number: i64 = typed.parse().map_err(|_| {
            if is_long {
                "the number is too large".to_owned()
            } else {
                format!("{what} {example}")
            }
        })?;
        if let Some(minimum) = self.minimum.filter(|minimum| number < *minimum) {
            return Err(format!("the minimum is {minimum}"));
        }
        if let Some(maximum) = self.maximum.filter(|maximum| number > *maximum) {
            return Err(format!("the maximum is {maximum}"));
        }
        Ok(number.to_string())
    }

    /// Parses an ID or a name, or several of them with commas between them if the parameter is a list.
    fn ids_or_names(&self, typed: &str) -> Result<String, String> {
        if self.parameter.list.is_none() {
            return self.id_or_name(typed);
        }
        let list: NameList = typed.parse()?;
        if list.items().len() > 1 && list.items().iter().any(String::is_empty) {
            return Err("a value is missing before or after a comma".to_owned());
        }
        let list = list.try_map(|item| self.id_or_name(item))?;
        Ok(list.to_string())
    }

    fn id_or_name(&self, typed: &str) -> Result<String, String> {
        match name_in(typed) {
            Some("") => Err(format!(
                "expected an ID or a name, such as {}",
                self.example("1")
            )),
            // Not a name, but a number that is no ID.
            Some(name) if name == typed && typed.parse::<f64>().is_ok_and(f64::is_finite) => self
                .whole_number(typed)
                .map_err(|problem| match typed.parse::<i64>() {
                    Ok(_) => problem,
                    Err(_) => format!("{problem}; write {NAME}{typed} for a name of digits"),
                }),
            Some(_) => Ok(typed.to_owned()),
            None => self.whole_number(typed),
        }
    }

    fn id_of_text(&self, id: &IdType, typed: &str) -> Result<String, String> {
        let (what, otherwise) = match id.form {
            IdForm::Hex24 => ("an ID of 24 hexadecimal digits", "5244c81f0e1a7b3d9c6f2a01"),
            IdForm::Text | IdForm::Integer => ("an ID", id.example.as_deref().unwrap_or("a1")),
        };
        if !id.form.fits(typed) {
            let example = self.example(otherwise);
            return Err(format!("expected {what}, such as {example}"));
        }
        let typed = self.undivided(typed)?;
        if self.parameter.list.is_none() {
            return Ok(typed);
        }
        if typed.starts_with('"') {
            return Err("an ID in a list can't start with a quotation mark".to_owned());
        }
        // Lists of IDs are split again when they are read.
        Ok(list_item(&typed))
    }

    /// Returns the first documented value, or `otherwise` if there is none.
    fn example<'a>(&'a self, otherwise: &'a str) -> &'a str {
        let documented = self.parameter.example.first();
        documented.map_or(otherwise, |example| example)
    }

    fn is_known(&self, typed: &str) -> bool {
        self.values().any(|value| value == typed)
    }

    fn values(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|value| value.wire.as_str())
    }

    /// Returns the known value that is most like the typed one, if it is like any.
    fn suggestion(&self, typed: &str) -> Option<&str> {
        let typed = typed.to_lowercase();
        self.values()
            .map(|value| (strsim::jaro_winkler(&typed, &value.to_lowercase()), value))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, value)| value)
    }

    fn unknown_value(&self, command: &Command, arg: Option<&Arg>, typed: &str) -> Error {
        let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
        let option = arg.map(Arg::to_string).unwrap_or_default();
        let known = self.values().map(str::to_owned).collect();
        error.insert(ContextKind::InvalidArg, ContextValue::String(option));
        error.insert(
            ContextKind::InvalidValue,
            ContextValue::String(typed.to_owned()),
        );
        error.insert(ContextKind::ValidValue, ContextValue::Strings(known));
        if let Some(suggestion) = self.suggestion(typed) {
            error.insert(
                ContextKind::SuggestedValue,
                ContextValue::String(suggestion.to_owned()),
            );
        }
        error
    }
}

impl TypedValueParser for ValueParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, Error> {
        if matches!(self.parameter.ty, Type::Enum(_)) {
            let typed = StringValueParser::new().parse_ref(command, arg, value)?;
            let typed = typed.trim();
            return if self.is_known(typed) {
                Ok(typed.to_owned())
            } else {
                Err(self.unknown_value(command, arg, typed))
            };
        }
        let parser = self.clone();
        StringValueParser::new()
            .try_map(move |typed| parser.parse(&typed))
            .parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if !matches!(self.parameter.ty, Type::Enum(_)) {
            return None;
        }
        Some(Box::new(self.values.iter().map(|value| {
            PossibleValue::new(value.wire.clone()).help(value.doc.clone())
        })))
    }
}

/// Returns the type of an ID, if it is text.
fn text_id<'a>(api: &'a Api, ty: &Type) -> Option<&'a IdType> {
    match ty {
        Type::Id(name) => api.id(name).filter(|id| id.form != IdForm::Integer),
        _ => None,
    }
}

fn number(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err("expected a number, such as 12.5".to_owned()),
    }
}

fn boolean(typed: &str) -> Result<String, String> {
    match typed.to_ascii_lowercase().as_str() {
        "true" => Ok("true".to_owned()),
        "false" => Ok("false".to_owned()),
        _ => Err("expected true or false".to_owned()),
    }
}

/// Reads a day of the calendar in the form `2019-05-02`, and no other.
///
/// `helpscout-period` reads days as well, but as periods: they have begun, are in the years that a service
/// has data of, and become instants in a zone. This is any day that a parameter may have.
///
/// ```
/// let date = helpscout_command::date("2019-02-28")?;
/// assert_eq!(date.to_string(), "2019-02-28");
/// let problem = helpscout_command::date("2019-02-30").unwrap_err();
/// assert!(problem.contains("write 2019-02-28"), "{problem}");
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// Returns what is wrong, and what to write, if the text is no such day.
pub fn date(typed: &str) -> Result<Date, String> {
    if let Ok(date) = typed.parse::<Date>()
        && is_date(typed)
    {
        return Ok(date);
    }
    if has_shape_of_date(typed) {
        return Err(format!("the date does not exist{}", last_day(typed)));
    }
    Err("expected a date, such as 2019-05-02".to_owned())
}

/// Returns what the month of a date has instead, or which months there are.
fn last_day(typed: &str) -> String {
    let number = |digits: std::ops::Range<usize>| typed.get(digits)?.parse::<i16>().ok();
    let year = number(0..4);
    let month = number(5..7).and_then(|month| i8::try_from(month).ok());
    let first = year
        .zip(month)
        .and_then(|(year, month)| Date::new(year, month, 1).ok());
    match first {
        Some(first) => format!(
            ": the month has {} days; write {}",
            first.days_in_month(),
            first.last_of_month()
        ),
        None => ": the months are 01 to 12".to_owned(),
    }
}

/// Returns whether the digits are where a date has them.
fn has_shape_of_date(typed: &str) -> bool {
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let hyphens = [4, 7].map(|hyphen| typed.as_bytes().get(hyphen) == Some(&b'-'));
    digits == 8 && typed.len() == 10 && hyphens == [true; 2]
}

/// Parses an instant, or the number that stands for it.
fn epoch(typed: &str, name: &str, units_per_second: i64) -> Result<String, String> {
    if let Ok(number) = typed.parse::<i64>() {
        return Ok(number.to_string());
    }
    let sent = instant(typed, name)?;
    let moment = Moment::read(&sent).ok_or_else(|| "the instant is too far away".to_owned())?;
    Ok((moment.as_second() * units_per_second).to_string())
}

/// Parses an instant with an offset into UTC whole seconds.
fn instant(typed: &str, name: &str) -> Result<String, String> {
    if let Some(moment) = Moment::read(typed) {
        return Ok(moment.in_whole_seconds().to_string());
    }
    // A date at the end of an interval most likely means the whole day.
    let (time, words) = if name.to_ascii_lowercase().ends_with("end") {
        ("T23:59:59Z", "the end")
    } else {
        ("T00:00:00Z", "the start")
    };
    let whole = format!("{typed}{time}");
    if whole.parse::<Timestamp>().is_ok() {
        return Err(format!(
            "the time of day and the offset are missing; \
             write {whole} for {words} of that day in UTC"
        ));
    }
    let utc = format!("{typed}Z");
    if utc.parse::<Timestamp>().is_ok() {
        return Err(format!(
            "the offset is missing; write {utc} for UTC, or append an offset such as +02:00"
        ));
    }
    if looks_like_an_instant(typed) {
        let local = typed.get(..19).unwrap_or_default();
        let day = typed.get(..10).unwrap_or_default();
        return Err(if !is_date(day) {
            format!("the date does not exist{}", last_day(day))
        } else if local.parse::<DateTime>().is_err() {
            "the time of day does not exist: hours are 00 to 23, minutes and seconds 00 to 59"
                .to_owned()
        } else if day == "9999-12-31" {
            "the instant is after the year 9999".to_owned()
        } else {
            "the offset does not exist".to_owned()
        });
    }
    Err(
        "expected a date, a time and an offset, such as 2019-05-02T12:00:00Z \
         or 2019-05-02T14:00:00+02:00"
            .to_owned(),
    )
}

/// Returns whether the digits are where a date, a time and an offset have them.
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
            ("1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
            ("9999-12-31T23:59:59.9+02:00", "9999-12-31T21:59:59Z"),
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
        let last = "the date does not exist: the month has 28 days; write 2019-02-28";
        assert_eq!(said("2019-02-30T00:00:00Z"), last);
        let months = "the date does not exist: the months are 01 to 12";
        assert_eq!(said("2019-13-01T00:00:00Z"), months);
        let hours = said("2019-05-01T25:00:00+02:00");
        assert!(hours.contains("hours are 00 to 23"), "{hours}");
        let late = "the instant is after the year 9999";
        assert_eq!(said("9999-12-31T23:59:59-05:00"), late);
        assert_eq!(
            said("2019-05-01T12:00:00+99:00"),
            "the offset does not exist"
        );
        for wrong in ["yesterday", "", "2019-02-30", "1556798400"] {
            assert!(
                said(wrong).contains("such as 2019-05-02T12:00:00Z"),
                "{wrong}"
            );
        }
    }
}
