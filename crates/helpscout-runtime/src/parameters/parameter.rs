//! What a parameter is: its name, and what values it takes.

/// A parameter of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name that the service uses.
    pub name: &'static str,
    /// What the value is, or each value if the parameter takes a list.
    pub kind: Kind,
    /// Whether the parameter takes a list, and how its values are sent.
    pub list: List,
}

/// Whether a parameter takes a list, and how the values of the list are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// One value, no list.
    One,
    /// Joined by commas.
    Commas,
    /// Joined by pipes.
    Pipes,
    /// Each by itself: the parameter is repeated, or the value is an array in a body.
    Apart,
}

impl List {
    /// Returns the character between the values, if they are joined.
    pub(super) fn separator(self) -> Option<char> {
        match self {
            Self::Commas => Some(','),
            Self::Pipes => Some('|'),
            Self::One | Self::Apart => None,
        }
    }
}

/// What the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An instant, which is text in RFC 3339.
    Instant,
    /// A date, which is text such as `2019-05-02`.
    Date,
    /// An instant, which is a number of seconds since 1970.
    EpochSeconds,
    /// An instant, which is a number of milliseconds since 1970.
    EpochMilliseconds,
    /// An ID that is a whole number.
    Id,
    /// A text, which may be the value of an enumeration or an ID of hexadecimal digits.
    Text,
    /// An object.
    Object,
}

impl Parameter {
    pub(super) fn takes_list(&self) -> bool {
        self.list != List::One
    }

    /// Returns what the value must be, with an example.
    pub(super) fn expected(&self) -> &'static str {
        match (self.takes_list(), self.kind) {
            (false, Kind::Integer) => "a whole number such as 50",
            (false, Kind::Number) => "a finite number such as 0.5",
            (false, Kind::Boolean) => "`true` or `false`",
            (false, Kind::Instant) => {
                "an instant with a time zone, such as \"2019-05-02T12:00:00Z\""
            }
            (false, Kind::Date) => "a date such as \"2019-05-02\"",
            (false, Kind::EpochSeconds) => "a number of seconds since 1970 such as 1556798400",
            (false, Kind::EpochMilliseconds) => {
                "a number of milliseconds since 1970 such as 1556798400000"
            }
            (false, Kind::Id) => "an ID such as 447723",
            (false, Kind::Text) => "a text",
            (false, Kind::Object) => "an object",
            (true, Kind::Object) => "a list of objects",
            (true, Kind::Integer) => "a list of whole numbers such as [1, 2]",
            (true, Kind::Number) => "a list of finite numbers such as [0.5, 1.0]",
            (true, Kind::Boolean) => "a list of `true` and `false`",
            (true, Kind::Instant) => {
                "a list of instants with time zones, such as [\"2019-05-02T12:00:00Z\"]"
            }
            (true, Kind::Date) => "a list of dates such as [\"2019-05-02\"]",
            (true, Kind::EpochSeconds) => {
                "a list of numbers of seconds since 1970 such as [1556798400]"
            }
            (true, Kind::EpochMilliseconds) => {
                "a list of numbers of milliseconds since 1970 such as [1556798400000]"
            }
            (true, Kind::Id) => "a list of IDs such as [123, 567]",
            (true, Kind::Text) => "a list of texts such as [\"a\", \"b\"]",
        }
    }
}
