//! A column and its type.

use helpscout_description::prose::plain;
use helpscout_description::{EnumValue, Unit};

/// A column of a table, or a member of the objects in one.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The name in files, different from all others of its table even without regard to case.
    pub name: String,
    /// The key that rows have for the value.
    pub key: String,
    /// Other keys that the service is known to use for the value.
    pub aliases: Vec<String>,
    /// The type of the values.
    pub ty: ColumnType,
    /// Whether the service may send null.
    pub nullable: bool,
    /// Whether the service may leave the value out.
    pub optional: bool,
    /// Whether rows have the number as a JSON string. It is a number in typed files all the same.
    pub as_text: bool,
    /// The unit of a number, if it has one.
    pub unit: Option<Unit>,
    /// The known values, if the type is an enum. The service may add values.
    pub values: Vec<EnumValue>,
    /// The text that says what the value means.
    pub doc: String,
}

/// The type of a column, by the description alone.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnType {
    /// A whole number of 64 bits, which an ID is as well.
    Integer,
    /// A number with a fraction, of 64 bits.
    Number,
    /// A text.
    Text,
    /// A boolean.
    Boolean,
    /// An instant in UTC, in microseconds.
    Instant(InstantForm),
    /// A day of the calendar.
    Date,
    /// Any JSON value, as a text without whitespace between values.
    Json,
    /// A list of values, each of which may be null.
    List(Box<ColumnType>),
    /// An object with these members.
    Object(Vec<Column>),
}

/// The form in which rows have an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstantForm {
    /// A text such as `2019-05-02T12:00:00Z`.
    Text,
    /// The number of seconds since the start of 1970 in UTC.
    Seconds,
    /// The number of milliseconds since the start of 1970 in UTC.
    Milliseconds,
}

impl Column {
    /// Returns what the values mean and, if they have one, their unit, on one line.
    pub fn meaning(&self) -> String {
        let doc = plain(&self.doc);
        match self.unit {
            Some(unit) => format!("{doc} In {}.", unit.name()),
            None => doc,
        }
    }
}

impl ColumnType {
    /// Returns the name of the type in a few words, for people.
    pub fn words(&self) -> String {
        match self {
            Self::Integer => "integer".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Instant(_) => "instant".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Json => "JSON".to_owned(),
            Self::Object(_) => "object".to_owned(),
            Self::List(element) => format!("list of {}", plural(element)),
        }
    }
}

fn plural(element: &ColumnType) -> String {
    match element {
        ColumnType::Json => "JSON values".to_owned(),
        ColumnType::List(_) => "lists".to_owned(),
        other => other.words() + "s",
    }
}
