//! The described objects and enumerations, and what they say about an answer.

use helpscout_description::{Api, EnumValue, Field, Object, Operation, Tables, Type};
use helpscout_reports::describe;
use helpscout_reports::jiff::Timestamp;
use helpscout_reports::jiff::tz::TimeZone;

/// The key of what belongs to the interval of the report.
pub(crate) const CURRENT: &str = "current";

/// The key of what belongs to the previous interval.
pub(crate) const PREVIOUS: &str = "previous";

/// Looks up the described objects and enumerations, and knows the zone in which people read instants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Definitions(
    pub(crate) &'static Api,
    Option<&'static TimeZone>,
    Option<Ends>,
);

/// The last seconds of the interval of a report, and of the previous one if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) now: Timestamp,
    pub(crate) before: Option<Timestamp>,
}

impl Definitions {
    pub(crate) fn of(api: &'static Api) -> Self {
        Self(api, None, None)
    }

    /// Sets the zone in which instants are shown. Without one, it is UTC.
    pub(crate) fn in_zone(self, zone: Option<&'static TimeZone>) -> Self {
        Self(self.0, zone, self.2)
    }

    /// Sets where the intervals end.
    pub(crate) fn with_ends(self, ends: Option<Ends>) -> Self {
        Self(self.0, self.1, ends)
    }

    /// Returns where the intervals end, if it was set.
    pub(crate) fn ends(self) -> Option<Ends> {
        self.2
    }

    /// Returns the zone in which instants are shown, if it was set.
    pub(crate) fn zone(self) -> Option<&'static TimeZone> {
        self.1
    }

    /// Returns the object that a column holds, or holds a list of.
    pub(crate) fn object(self, column: &Field) -> Option<&'static Object> {
        self.0.object_of(&column.ty)
    }

    /// Returns the known values of an enumeration if all of them are numbers.
    pub(crate) fn numbers(self, column: &Field) -> Option<&'static [EnumValue]> {
        let values = self.0.values_of(&column.ty);
        let is_number = |value: &EnumValue| value.wire.parse::<i64>().is_ok();
        (!values.is_empty() && values.iter().all(is_number)).then_some(values)
    }

    /// Returns the meaning of a value in an enumeration of numbers; any other value unchanged.
    pub(crate) fn word(self, column: &Field, value: &str) -> String {
        let words = self
            .numbers(column)
            .and_then(|_| self.meaning(column, value));
        words.unwrap_or_else(|| value.to_owned())
    }

    /// Returns the documentation of a value of an enumeration, without the period.
    pub(crate) fn meaning(self, column: &Field, value: &str) -> Option<String> {
        let mut known = self.0.values_of(&column.ty).iter();
        let known = known.find(|known| known.wire == value)?;
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
    /// The object that describes the texts of a row.
    pub(crate) row: Option<&'static Object>,
    /// The fields of a row, or of the whole answer if it has no rows.
    pub(crate) columns: &'static [Field],
    /// The keys of the columns that matter most, the most important first.
    pub(crate) important: &'static [String],
    /// The field that describes the values of other keys of a row.
    pub(crate) rest: Option<&'static Field>,
    /// Whether the answer is a list of objects.
    pub(crate) is_list: bool,
    /// Whether the columns were asked for by name. All of them are shown then.
    pub(crate) is_chosen: bool,
}

impl AnswerType {
    /// Returns the type of what an operation of the client answers.
    pub(crate) fn of(operation: &Operation) -> Self {
        let api = describe::api();
        let object = api.object(&operation.response);
        let object = object.expect("a checked description has the object of every answer");
        let row = match api.row_type(operation) {
            Some(ty) => api.object_of(ty),
            None => Some(object),
        };
        Self {
            definitions: Definitions::of(api),
            object,
            row,
            columns: api.columns(operation),
            important: row.map_or(&[], |row| &row.important),
            rest: row.and_then(|row| row.rest.as_ref()),
            is_list: operation.list,
            is_chosen: false,
        }
    }

    /// Sets the zone in which instants are shown.
    pub(crate) fn in_zone(self, zone: Option<&'static TimeZone>) -> Self {
        Self {
            definitions: self.definitions.in_zone(zone),
            ..self
        }
    }

    /// Sets where the intervals end.
    pub(crate) fn with_ends(self, ends: Option<Ends>) -> Self {
        Self {
            definitions: self.definitions.with_ends(ends),
            ..self
        }
    }

    /// Returns the tables of an answer without pages.
    pub(crate) fn tables(self) -> Tables<'static> {
        Tables::of_answer(self.definitions.0, self.object, self.is_list)
    }

    /// Returns whether the answer has a field for the previous interval.
    pub(crate) fn has_previous(self) -> bool {
        let mut columns = self.object.fields.iter().chain(self.columns);
        columns.any(|column| column.wire.starts_with(PREVIOUS))
    }
}

/// Returns whether the column holds a single number that is not an ID.
pub(crate) fn is_number(column: &Field) -> bool {
    !column.list && matches!(column.ty, Type::Integer | Type::Number)
}

/// Returns whether a key is internal to the service, such as `_links`. Tables leave those out.
pub(crate) fn is_private(key: &str) -> bool {
    key.starts_with('_')
}
