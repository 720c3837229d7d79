//! Reads and checks the values of one parameter.

use helpscout_description::{
    Api, IdForm, ListStyle, Operation, PageStyle, Parameter, Place, Type, literal::is_date,
};
use serde_json::Value;

use super::{
    argument::Argument,
    given::{Given, kind},
    instant,
};
use crate::problem::{Cause, FieldError, did_you_mean};

/// Reads the values that a call gives to a parameter, or else its default. There are none if the
/// parameter is omitted.
///
/// # Errors
/// Reports all values that don't conform to the description.
pub(super) fn read(
    api: &Api,
    operation: &Operation,
    parameter: &Parameter,
    given: &Given<'_>,
) -> Result<Vec<Argument>, Vec<FieldError>> {
    let reader = Reader {
        api,
        operation,
        parameter,
    };
    if parameter.place == Place::Body {
        match given.json(&parameter.wire) {
            Some(value) => reader.json(value, given),
            None => reader.omitted(),
        }
    } else {
        reader.texts(given)
    }
}

/// Reads the values of a parameter.
struct Reader<'a> {
    api: &'a Api,
    operation: &'a Operation,
    parameter: &'a Parameter,
}

type Read = Result<Vec<Argument>, Vec<FieldError>>;

impl Reader<'_> {
    fn omitted(&self) -> Read {
        match &self.parameter.default {
            _ if self.parameter.required => {
                Err(self.refusal(Cause::NotEmpty, "is required".to_owned()))
            }
            Some(default) => {
                let values: Vec<&str> = default.values().iter().map(String::as_str).collect();
                self.values(&values)
            }
            None => Ok(Vec::new()),
        }
    }

    fn texts(&self, given: &Given<'_>) -> Read {
        let texts = given.texts(self.parameter);
        if texts.is_empty() {
            return self.omitted();
        }
        let is_repeated = self.parameter.list == Some(ListStyle::Repeat);
        if texts.len() > 1 && !is_repeated {
            let advice = match self.parameter.list {
                Some(ListStyle::Pipe) => "give it once, with its values separated by pipes",
                Some(_) => "give it once, with its values separated by commas",
                None => "give it once",
            };
            let message = format!("was given {} times; {advice}", texts.len());
            return Err(self.refusal(Cause::Repeated, message));
        }
        if texts.iter().any(|text| text.lossy) {
            let message = match self.parameter.place {
                Place::Header => "is not UTF-8",
                _ => "is not UTF-8 once its percent signs are decoded",
            };
            return Err(self.refusal(Cause::Encoding, message.to_owned()));
        }
        if texts.iter().any(|text| text.value.is_empty()) {
            return Err(self.empty());
        }
        if is_repeated {
            let values: Vec<&str> = texts.iter().map(|text| text.value.as_ref()).collect();
            return self.values(&values);
        }
        self.values(&self.split(&texts[0].value))
    }

    fn json<'c>(&self, value: &'c Value, given: &Given<'c>) -> Read {
        let wrong = |wanted: &str, value: &Value| {
            let message = format!("must be {wanted}, not {}", kind(value));
            FieldError::of(self.parameter, Cause::Type, message).rejecting(&value.to_string())
        };
        if value.is_null() {
            return Err(self.empty());
        }
        let items = match (self.parameter.list.is_some(), value) {
            (true, Value::Array(items)) if items.is_empty() => return Err(self.empty()),
            (true, Value::Array(items)) => items.as_slice(),
            (true, _) => return Err(vec![wrong("an array", value)]),
            (false, _) => std::slice::from_ref(value),
        };
        let mut texts = Vec::new();
        let mut errors = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match self.json_text(item) {
                Ok(text) => texts.push(text),
                Err(wanted) => errors.push(wrong(wanted, item)),
            }
            if item.is_object() && !self.parameter.fields.is_empty() {
                errors.extend(self.object(index, &given.inside(item)));
            }
        }
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        match self.values(&texts) {
            Ok(values) if errors.is_empty() => Ok(values),
            Ok(_) => Err(errors),
            Err(found) => {
                errors.extend(found);
                Err(errors)
            }
        }
    }

    /// Returns what is wrong inside of the object with this index.
    fn object(&self, index: usize, given: &Given<'_>) -> Vec<FieldError> {
        let inner = Operation {
            parameters: self.parameter.fields.clone(),
            rules: Vec::new(),
            pages: None,
            ..self.operation.clone()
        };
        let fields = inner.parameters.iter();
        let read = fields.filter_map(|field| read(self.api, &inner, field, given).err());
        let mut errors: Vec<FieldError> = read.flatten().collect();
        errors.extend(given.unknown_keys(&inner));
        let outer = format!("{}[{index}]", self.parameter.wire);
        errors
            .into_iter()
            .map(|error| error.inside(&outer))
            .collect()
    }

    /// Returns a JSON value as it would be sent in a query.
    ///
    /// # Errors
    /// Returns what kind of JSON the type needs, if the value is of another kind.
    fn json_text(&self, value: &Value) -> Result<String, &'static str> {
        let (text, wanted) = match &self.parameter.ty {
            Type::Boolean => (value.as_bool().map(|is| is.to_string()), "true or false"),
            Type::Object(_) => (value.is_object().then(|| value.to_string()), "an object"),
            Type::Number | Type::Integer | Type::EpochSeconds | Type::EpochMilliseconds => {
                (number_text(value), "a number")
            }
            Type::Id(name) if !self.api.is_text_id(name) => (number_text(value), "a number"),
            Type::Enum(name) if self.api.is_numeric(name) => (number_text(value), "a number"),
            _ => (value.as_str().map(str::to_owned), "a string"),
        };
        text.ok_or(wanted)
    }

    /// Splits a text into the values of a list.
    fn split<'t>(&self, text: &'t str) -> Vec<&'t str> {
        match self.parameter.list {
            Some(ListStyle::Comma) => text.split(',').collect(),
            Some(ListStyle::Pipe) => text.split('|').collect(),
            Some(ListStyle::Repeat | ListStyle::Array) | None => vec![text],
        }
    }

    fn values(&self, texts: &[&str]) -> Read {
        let mut arguments = Vec::with_capacity(texts.len());
        let mut errors = Vec::new();
        for text in texts {
            match self.value(text) {
                Ok(argument) => arguments.push(argument),
                Err((cause, message)) => {
                    errors.push(FieldError::of(self.parameter, cause, message).rejecting(text));
                }
            }
        }
        errors.extend(self.wrong_length(texts));
        if errors.is_empty() {
            Ok(arguments)
        } else {
            Err(errors)
        }
    }

    fn wrong_length(&self, texts: &[&str]) -> Option<FieldError> {
        let (length, what) = match (self.parameter.list, texts) {
            (Some(_), texts) => (texts.len(), "values"),
            (None, [text]) => (text.chars().count(), "characters"),
            (None, _) => return None,
        };
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        let least = self.parameter.min_length.filter(|least| length < *least);
        let most = self.parameter.max_length.filter(|most| length > *most);
        let limit = match (least, most) {
            (Some(least), _) => format!("{least} {what} or more"),
            (None, Some(most)) => format!("{most} {what} or fewer"),
            (None, None) => return None,
        };
        let message = format!("must have {limit}, not {length}");
        Some(FieldError::of(self.parameter, Cause::Length, message))
    }

    fn value(&self, text: &str) -> Result<Argument, (Cause, String)> {
        match &self.parameter.ty {
            Type::Id(name) if self.api.is_hex(name) => {
                let message = "must be an ID of 24 hexadecimal digits";
                IdForm::Hex24
                    .fits(text)
                    .then(|| Argument::Text(text.to_owned()))
                    .ok_or_else(|| (Cause::Id, message.to_owned()))
            }
            Type::Id(name) if self.api.is_text_id(name) => {
                let message = "must be an ID, which is not empty";
                IdForm::Text
                    .fits(text)
                    .then(|| Argument::Text(text.to_owned()))
                    .ok_or_else(|| (Cause::Id, message.to_owned()))
            }
            Type::Integer | Type::Id(_) => self.whole_number(text).map(Argument::Integer),
            Type::EpochSeconds => self.moment(text, 1000),
            Type::EpochMilliseconds => self.moment(text, 1),
            Type::Number => self.number(text),
            Type::Boolean => match text {
                "true" => Ok(Argument::Boolean(true)),
                "false" => Ok(Argument::Boolean(false)),
                _ => Err((Cause::Boolean, "must be true or false".to_owned())),
            },
            Type::Instant => instant::parse(text).map(Argument::Instant).map_err(|fault| {
                let message = match fault {
                    instant::Fault::Form => {
                        "must be an instant in UTC with whole seconds, yyyy-MM-ddTHH:mm:ssZ, like \
                         2019-05-02T12:00:00Z"
                    }
                    instant::Fault::Missing => "must be a date and a time that exist",
                };
                (Cause::Instant, message.to_owned())
            }),
            Type::Date => {
                let midnight = is_date(text).then(|| instant::parse(&format!("{text}T00:00:00Z")).ok());
                let seconds = midnight.flatten().ok_or_else(|| {
                    let message = "must be a date, yyyy-MM-dd, like 2019-05-02";
                    (Cause::Date, message.to_owned())
                })?;
                Ok(Argument::Moment {
                    milliseconds: seconds.saturating_mul(1000),
                    sent: text.to_owned(),
                })
            }
            Type::Enum(name) => self.enum_value(name, text),
            Type::Text | Type::Object(_) | Type::Any => Ok(Argument::Text(text.to_owned())),
        }
    }

    fn whole_number(&self, text: &str) -> Result<i64, (Cause, String)> {
        let integer = whole(text).map_err(|problem| (Cause::Integer, problem))?;
        let pages = self.operation.pages.as_ref();
        let pages = pages.filter(|pages| pages.parameter() == Some(&self.parameter.wire));
        match pages.map(|pages| &pages.style) {
            Some(PageStyle::Number { first, .. }) if integer < i64::from(*first) => {
                let message = format!("must be {first} or more; pages start at {first}");
                return Err((Cause::Min, message));
            }
            Some(PageStyle::Offset { .. }) if integer < 0 => {
                let message = "must be 0 or more; the first page starts at 0";
                return Err((Cause::Min, message.to_owned()));
            }
            _ => {}
        }
        let (least, most) = (self.parameter.minimum, self.parameter.maximum);
        if let Some(least) = least.filter(|least| integer < *least) {
            return Err((Cause::Min, format!("must be {least} or more")));
        }
        if let Some(most) = most.filter(|most| integer > *most) {
            return Err((Cause::Max, format!("must be {most} or less")));
        }
        Ok(integer)
    }

    fn number(&self, text: &str) -> Result<Argument, (Cause, String)> {
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        let number = number.ok_or((Cause::Number, "must be a number".to_owned()))?;
        let (least, most) = (self.parameter.minimum, self.parameter.maximum);
        if let Some(least) = least.filter(|least| number < *least as f64) {
            return Err((Cause::Min, format!("must be {least} or more")));
        }
        if let Some(most) = most.filter(|most| number > *most as f64) {
            return Err((Cause::Max, format!("must be {most} or less")));
        }
        Ok(Argument::Number(number))
    }

    /// Reads a number of units since 1970, each of which is so many milliseconds.
    fn moment(&self, text: &str, unit: i64) -> Result<Argument, (Cause, String)> {
        let number = self.whole_number(text)?;
        Ok(Argument::Moment {
            milliseconds: number.saturating_mul(unit),
            sent: number.to_string(),
        })
    }

    fn enum_value(&self, name: &str, text: &str) -> Result<Argument, (Cause, String)> {
        let known = self.api.enumeration(name);
        let known = known.map(|known| known.values.as_slice());
        let known = known.unwrap_or_default();
        if known.iter().any(|value| value.wire == text) {
            return Ok(Argument::Text(text.to_owned()));
        }
        let known: Vec<&str> = known.iter().map(|value| value.wire.as_str()).collect();
        let message = format!(
            "must be one of {}{}",
            known.join(", "),
            did_you_mean(text, known.iter().copied())
        );
        Err((Cause::EnumValue, message))
    }

    fn empty(&self) -> Vec<FieldError> {
        let advice = if self.parameter.required {
            "it is required"
        } else {
            "omit it or give it a value"
        };
        self.refusal(Cause::NotEmpty, format!("is empty; {advice}"))
    }

    fn refusal(&self, cause: Cause, message: String) -> Vec<FieldError> {
        vec![FieldError::of(self.parameter, cause, message)]
    }
}

fn number_text(value: &Value) -> Option<String> {
    value.is_number().then(|| value.to_string())
}

/// Parses digits with an optional minus sign.
fn whole(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("must be a whole number".to_owned());
    }
    text.parse().map_err(|_| {
        if text.starts_with('-') {
            format!("must be {} or more", i64::MIN)
        } else {
            format!("must be {} or less", i64::MAX)
        }
    })
}
