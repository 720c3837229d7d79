//! The described objects and enumerations, as a table needs them.

use helpscout_reports::describe::{self, Column, Descriptions, Kind, Object, Value};

/// The key of what belongs to the interval asked for.
pub(crate) const CURRENT: &str = "current";

/// The key of what belongs to the interval to compare with.
pub(crate) const PREVIOUS: &str = "previous";

/// What is described: where objects and enumerations are looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shapes(pub(crate) &'static Descriptions);

impl Shapes {
    /// Those of the client.
    pub(crate) fn described() -> Self {
        Self(describe::descriptions())
    }

    /// The object a column holds, or holds a list of.
    pub(crate) fn object(self, column: &Column) -> Option<&'static Object> {
        self.0.object_of(column)
    }

    /// The known values of an enumeration, if it is one of numbers.
    pub(crate) fn numbers(self, column: &Column) -> Option<&'static [Value]> {
        let values = self.0.values_of(column);
        let is_number = |value: &Value| value.value.parse::<i64>().is_ok();
        (!values.is_empty() && values.iter().all(is_number)).then_some(values)
    }

    /// A value of an enumeration of numbers in words; any other value as it is.
    pub(crate) fn word(self, column: &Column, value: &str) -> String {
        let words = self
            .numbers(column)
            .and_then(|_| self.meaning(column, value));
        words.unwrap_or_else(|| value.to_owned())
    }

    /// What a value of an enumeration stands for.
    pub(crate) fn meaning(self, column: &Column, value: &str) -> Option<String> {
        let known = self
            .0
            .values_of(column)
            .iter()
            .find(|one| one.value == value)?;
        let words = known.doc.trim().trim_end_matches('.').replace('`', "");
        (!words.is_empty()).then_some(words)
    }
}

/// Whether the column holds one number, and no id.
pub(crate) fn is_number(column: &Column) -> bool {
    !column.list && matches!(column.kind, Kind::Integer | Kind::Number)
}

/// Whether a key is of the service's own concern, such as `_links`. Tables leave those out.
pub(crate) fn is_private(key: &str) -> bool {
    key.starts_with('_')
}
