//! The types of values: IDs, enums and units.

use serde::{Deserialize, Serialize};

use super::default::is_default;
use super::documentation::Correction;

/// The type of a parameter, of a field or of an element of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A whole number of 64 bits.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// A string.
    Text,
    /// A boolean, `true` or `false`.
    Boolean,
    /// An instant, which requests write in UTC with whole seconds and `Z`: `2019-05-02T12:00:00Z`.
    Instant,
    /// A day of the calendar: `2019-05-02`.
    Date,
    /// An instant, written as the number of seconds since the start of 1970 in UTC.
    EpochSeconds,
    /// An instant, written as the number of milliseconds since the start of 1970 in UTC.
    EpochMilliseconds,
    /// An ID, with the name of its [`IdType`].
    Id(String),
    /// A value of an enum, with the name of its [`EnumType`].
    Enum(String),
    /// An object, with the name of its [`Object`](super::Object). For a parameter, which is a list of
    /// objects in a body, it is the name of the Rust type, and the parameter has the fields.
    Object(String),
    /// Any JSON value. Parameters never have this type.
    Any,
}

impl Type {
    /// Returns whether values are moments: instants or days.
    pub fn is_moment(&self) -> bool {
        matches!(
            self,
            Self::Instant | Self::Date | Self::EpochSeconds | Self::EpochMilliseconds
        )
    }
}

/// What a value that is sent is in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// A string.
    Text,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
}

impl JsonType {
    /// Returns what a value of a type is. The functions say whether IDs of the type with a name are
    /// strings, and whether values of the enum with a name are numbers.
    pub(crate) fn of(
        ty: &Type,
        is_text_id: impl Fn(&str) -> bool,
        is_numeric: impl Fn(&str) -> bool,
    ) -> Self {
        match ty {
            Type::Integer | Type::EpochSeconds | Type::EpochMilliseconds => Self::Integer,
            Type::Id(name) if !is_text_id(name) => Self::Integer,
            Type::Enum(name) if is_numeric(name) => Self::Integer,
            Type::Number => Self::Number,
            Type::Boolean => Self::Boolean,
            Type::Object(_) => Self::Object,
            Type::Id(_) | Type::Enum(_) | Type::Text => Self::Text,
            Type::Instant | Type::Date | Type::Any => Self::Text,
        }
    }
}

/// A type of ID. Each kind of ID has its own type, so that one can't be used in place of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IdType {
    /// The name of the type, in Rust as well.
    pub name: String,
    /// The text that says what the ID identifies.
    pub doc: String,
    /// The form in which IDs of this type are written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub form: IdForm,
    /// An ID of this type, as requests and answers contain it, if one is documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// The form in which an ID is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdForm {
    /// The ID is a whole number of 64 bits.
    #[default]
    Integer,
    /// The ID is a string of 24 hexadecimal digits.
    Hex24,
    /// The ID is a string that only the service knows the form of, such as a UUID or `cus_4QnBkw`.
    Text,
}

impl IdForm {
    /// Returns whether a text, as sent in a request, is an ID of this form.
    ///
    /// ```
    /// use helpscout_description::IdForm;
    ///
    /// assert!(IdForm::Integer.fits("447723"));
    /// assert!(IdForm::Hex24.fits("5c9cb9b62c7d3a4a7e2d1f60"));
    /// assert!(!IdForm::Hex24.fits("447723"));
    /// assert!(IdForm::Text.fits("cus_4QnBkw"));
    /// assert!(!IdForm::Text.fits(""));
    /// ```
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Integer => !text.starts_with('+') && text.parse::<i64>().is_ok(),
            Self::Hex24 => text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
            Self::Text => !text.is_empty(),
        }
    }
}

/// An enum: a type with a list of known values, for parameters, fields or both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnumType {
    /// The name of the enum, in Rust as well.
    pub name: String,
    /// The text that says what the values distinguish.
    pub doc: String,
    /// The known values, in the order of the documented page. The service may add values.
    pub values: Vec<EnumValue>,
    /// Whether the values are whole numbers in JSON instead of strings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub numeric: bool,
    /// The path of the spec file that declares the enum, relative to the spec folder.
    pub file: String,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnumValue {
    /// The value as requests and responses contain it.
    pub wire: String,
    /// The name of the Rust variant.
    pub rust: String,
    /// The text that says what the value stands for.
    pub doc: String,
    /// The correction of the page's spelling, if the page misspells the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
}

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Unit {
    /// The number is in seconds and may have a fraction.
    Seconds,
    /// The number is in milliseconds.
    Milliseconds,
    /// The number is in minutes and may have a fraction.
    Minutes,
    /// The number is in days.
    Days,
    /// The number is a percentage.
    Percent,
    /// The number is in percentage points: the difference between two percentages, or between two
    /// scores that are calculated from percentages.
    Points,
}

impl Unit {
    /// Returns the name of the unit, in the plural, as spec files, files for programs and texts for
    /// people have it.
    ///
    /// ```
    /// use helpscout_description::Unit;
    ///
    /// assert_eq!(Unit::Points.name(), "points");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Milliseconds => "milliseconds",
            Self::Minutes => "minutes",
            Self::Days => "days",
            Self::Percent => "percent",
            Self::Points => "points",
        }
    }
}
