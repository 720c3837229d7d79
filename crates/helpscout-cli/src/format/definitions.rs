//! The described objects and enumerations, and what they say about an answer.

use helpscout_reports::describe::{self, Column, Description, Descriptions, Kind, Object, Value};

/// The key of what belongs to the interval of the report.
pub(crate) const CURRENT: &str = "current";

/// The key of what belongs to the previous interval.
pub(crate) const PREVIOUS: &str = "previous";

/// Looks up the described objects and enumerations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Definitions(pub(crate) &'static Descriptions);

impl Definitions {
    /// Returns the object that a column holds, or holds a list of.
    pub(crate) fn object(self, column: &Column) -> Option<&'static Object> {
        self.0.object_of(column)
    }

    /// Returns the known values of an enumeration if all of them are numbers.
    pub(crate) fn numbers(self, column: &Column) -> Option<&'static [Value]> {
        let values = self.0.values_of(column);
        let is_number = |value: &Value| value.value.parse::<i64>().is_ok();
        (!values.is_empty() && values.iter().all(is_number)).then_some(values)
    }

    /// Returns the meaning of a value in an enumeration of numbers; any other value unchanged.
    pub(crate) fn word(self, column: &Column, value: &str) -> String {
        let words = self
            .numbers(column)
            .and_then(|_| self.meaning(column, value));
        words.unwrap_or_else(|| value.to_owned())
    }

    /// Returns the documentation of a value of an enumeration, without the period.
    pub(crate) fn meaning(self, column: &Column, value: &str) -> Option<String> {
        let mut known = self.0.values_of(column).iter();
        let known = known.find(|known| known.value == value)?;
        let words = known.doc.trim().trim_end_matches('.').replace('`', "");
        (!words.is_empty()).then_some(words)
    }
}

/// What an operation answers, as described.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerType {
    pub(crate) definitions: Definitions,
    /// The answer, or each item if the answer is a list.
    pub(crate) object: &'static Object,
    /// The fields of a row, or of the whole answer if it has no rows.
    pub(crate) columns: &'static [Column],
    /// Whether the answer is a list of objects.
    pub(crate) is_list: bool,
}

impl AnswerType {
    /// Returns the type of what an operation of the client answers.
    pub(crate) fn of(description: &Description) -> Self {
        let descriptions = describe::descriptions();
        Self {
            definitions: Definitions(descriptions),
            object: descriptions.response_of(description),
            columns: descriptions.columns_of(description),
            is_list: description.list,
        }
    }

    /// Returns whether the answer has a field for the previous interval.
    pub(crate) fn has_previous(self) -> bool {
        let mut columns = self.object.fields.iter().chain(self.columns);
        columns.any(|column| column.name.starts_with(PREVIOUS))
    }
}

/// Returns whether the column holds a single number that is not an id.
pub(crate) fn is_number(column: &Column) -> bool {
    !column.list && matches!(column.kind, Kind::Integer | Kind::Number)
}

/// Returns whether a key is internal to the service, such as `_links`. Tables leave those out.
pub(crate) fn is_private(key: &str) -> bool {
    key.starts_with('_')
}
