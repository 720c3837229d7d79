//! Rules for the parameters of a call, which are checked before sending.

/// A rule for the parameters of one call. All names are wire names.
///
/// ```
/// use helpscout_runtime::Rule;
///
/// const RULES: &[Rule] = &[
///     Rule::interval("start", "end"),
///     Rule::together(&["previousStart", "previousEnd"]),
///     Rule::requires("rangeId", "range"),
///     Rule::limits("rows", Some(1), Some(50)),
///     Rule::range("share", Some(0), Some(1)),
///     Rule::lengths("name", None, Some(80)),
///     Rule::counts("tags", Some(','), Some(1), Some(10)),
///     Rule::either(&["email", "phone"]),
///     Rule::excludes(&["since", "days"]),
/// ];
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// If both parameters are set, `from` must be before `to`.
    Interval {
        /// The parameter that has the start.
        from: &'static str,
        /// The parameter that has the end.
        to: &'static str,
    },
    /// Like `Interval` for parameters that are dates: `from` must not be after `to`. The interval
    /// from a date to the same date is that day.
    Dates {
        /// The parameter that has the first date.
        from: &'static str,
        /// The parameter that has the last date.
        to: &'static str,
    },
    /// Like `Interval` for parameters that are numbers of seconds or milliseconds since 1970.
    Epochs {
        /// The parameter that has the start.
        from: &'static str,
        /// The parameter that has the end.
        to: &'static str,
    },
    /// Either all of the parameters are set, or none.
    Together(&'static [&'static str]),
    /// If `parameter` is set, `other` must be set as well.
    Requires {
        /// The parameter that has no effect by itself.
        parameter: &'static str,
        /// The parameter that it requires.
        other: &'static str,
    },
    /// If the parameter is set, it must be a whole number within these limits, or a list of such
    /// numbers.
    Limits {
        /// The parameter.
        parameter: &'static str,
        /// The smallest allowed value, if there is one.
        minimum: Option<i64>,
        /// The largest allowed value, if there is one.
        maximum: Option<i64>,
    },
    /// If the parameter is set, it must be a number within these limits, which may have a fraction,
    /// or a list of such numbers.
    Range {
        /// The parameter.
        parameter: &'static str,
        /// The smallest allowed value, if there is one.
        minimum: Option<i64>,
        /// The largest allowed value, if there is one.
        maximum: Option<i64>,
    },
    /// If the parameter is set, its text must have a number of characters within these limits.
    Lengths {
        /// The parameter.
        parameter: &'static str,
        /// The smallest allowed number of characters, if there is one.
        minimum: Option<u32>,
        /// The largest allowed number of characters, if there is one.
        maximum: Option<u32>,
    },
    /// If the parameter is set, it must have a number of values within these limits.
    Counts {
        /// The parameter, which takes a list.
        parameter: &'static str,
        /// The character that joins the values, or `None` if they are sent apart.
        separator: Option<char>,
        /// The smallest allowed number of values, if there is one.
        minimum: Option<u32>,
        /// The largest allowed number of values, if there is one.
        maximum: Option<u32>,
    },
    /// Exactly one of the parameters must be set.
    Either(&'static [&'static str]),
    /// At most one of the parameters can be set.
    Excludes(&'static [&'static str]),
}

impl Rule {
    /// Creates a rule that `from` must be before `to` if both are set.
    pub const fn interval(from: &'static str, to: &'static str) -> Self {
        Self::Interval { from, to }
    }

    /// Creates a rule that the date `from` must not be after the date `to` if both are set.
    pub const fn dates(from: &'static str, to: &'static str) -> Self {
        Self::Dates { from, to }
    }

    /// Creates a rule that `from` must be before `to` if both are set, which are numbers of seconds
    /// or milliseconds since 1970.
    pub const fn epochs(from: &'static str, to: &'static str) -> Self {
        Self::Epochs { from, to }
    }

    /// Creates a rule that either all of the parameters are set, or none.
    pub const fn together(names: &'static [&'static str]) -> Self {
        Self::Together(names)
    }

    /// Creates a rule that `other` must be set if `parameter` is.
    pub const fn requires(parameter: &'static str, other: &'static str) -> Self {
        Self::Requires { parameter, other }
    }

    /// Creates a rule that the parameter must be a whole number from `minimum` to `maximum`, both
    /// included, if it is set.
    pub const fn limits(
        parameter: &'static str,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Self {
        Self::Limits {
            parameter,
            minimum,
            maximum,
        }
    }

    /// Creates a rule that the parameter must be a number from `minimum` to `maximum`, both included,
    /// if it is set. Unlike that of [`Rule::limits`], the number may have a fraction.
    pub const fn range(
        parameter: &'static str,
        minimum: Option<i64>,
        maximum: Option<i64>,
    ) -> Self {
        Self::Range {
            parameter,
            minimum,
            maximum,
        }
    }

    /// Creates a rule that the text of the parameter must have from `minimum` to `maximum`
    /// characters, both included, if it is set.
    pub const fn lengths(
        parameter: &'static str,
        minimum: Option<u32>,
        maximum: Option<u32>,
    ) -> Self {
        Self::Lengths {
            parameter,
            minimum,
            maximum,
        }
    }

    /// Creates a rule that a list must have from `minimum` to `maximum` values, both included, if it
    /// is set. `separator` is the character that joins the values, or `None` if they are sent apart.
    pub const fn counts(
        parameter: &'static str,
        separator: Option<char>,
        minimum: Option<u32>,
        maximum: Option<u32>,
    ) -> Self {
        Self::Counts {
            parameter,
            separator,
            minimum,
            maximum,
        }
    }

    /// Creates a rule that exactly one of the parameters must be set.
    pub const fn either(names: &'static [&'static str]) -> Self {
        Self::Either(names)
    }

    /// Creates a rule that at most one of the parameters can be set.
    pub const fn excludes(names: &'static [&'static str]) -> Self {
        Self::Excludes(names)
    }

    pub(crate) fn names(&self, name: &str) -> bool {
        match self {
            Self::Interval { from, to } | Self::Dates { from, to } | Self::Epochs { from, to } => {
                *from == name || *to == name
            }
            Self::Together(names) | Self::Either(names) | Self::Excludes(names) => {
                names.contains(&name)
            }
            Self::Requires { parameter, other } => *parameter == name || *other == name,
            Self::Limits { parameter, .. }
            | Self::Range { parameter, .. }
            | Self::Lengths { parameter, .. }
            | Self::Counts { parameter, .. } => *parameter == name,
        }
    }
}
