//! What identifies a row of a report.

use std::fmt;

/// The ID of a row, as far as it is needed to recognize the row when it comes again.
///
/// Generated code creates it from the field that identifies a row. A text that is a whole number
/// equals that number, because the service writes some IDs as text.
///
/// ```
/// use helpscout_runtime::Identity;
///
/// assert_eq!(Identity::from("4845671933"), Identity::from(4_845_671_933));
/// assert_ne!(Identity::from("007"), Identity::from(7));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity(pub(crate) Form);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Number(i64),
    Text(Box<str>),
}

impl From<i64> for Identity {
    fn from(number: i64) -> Self {
        Self(Form::Number(number))
    }
}

impl From<&i64> for Identity {
    fn from(number: &i64) -> Self {
        Self::from(*number)
    }
}

impl From<&str> for Identity {
    fn from(text: &str) -> Self {
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Self::from(number),
            _ => Self(Form::Text(text.into())),
        }
    }
}

impl From<&String> for Identity {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Number(number) => write!(f, "{number}"),
            Form::Text(text) => f.write_str(text),
        }
    }
}
