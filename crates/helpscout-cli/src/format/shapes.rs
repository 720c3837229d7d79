//! The described objects and enumerations, as a table needs them.

use helpscout_reports::describe::{self, Column, Enumeration, Kind, Object, Value};

/// The key of what belongs to the interval asked for.
pub(crate) const CURRENT: &str = "current";

/// The key of what belongs to the interval to compare with.
pub(crate) const PREVIOUS: &str = "previous";

/// Where objects and enumerations are looked up by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shapes {
    pub(crate) object: fn(&str) -> Option<&'static Object>,
    pub(crate) enumeration: fn(&str) -> Option<&'static Enumeration>,
}

impl Shapes {
    /// Those of the client.
    pub(crate) fn described() -> Self {
        Self {
            object: describe::object,
            enumeration: describe::enumeration,
        }
    }

    /// The object a column holds, or holds a list of.
    pub(crate) fn object(self, column: &Column) -> Option<&'static Object> {
        match column.kind {
            Kind::Object => column.of.and_then(self.object),
            _ => None,
        }
    }

    /// The known values of an enumeration, if it is one of numbers.
    pub(crate) fn numbers(self, column: &Column) -> Option<&'static [Value]> {
        let values = self.values(column);
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
        let known = self.values(column).iter().find(|one| one.value == value)?;
        let words = known.doc.trim().trim_end_matches('.').replace('`', "");
        (!words.is_empty()).then_some(words)
    }

    fn values(self, column: &Column) -> &'static [Value] {
        match column.kind {
            Kind::Enum => column
                .of
                .and_then(self.enumeration)
                .map_or(&[], |found| &found.values),
            _ => &[],
        }
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
