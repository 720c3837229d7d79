//! Values of a report.

use jiff::ZonedDateTime;
use jiff::civil::Date;

/// A value of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// There is no value, which is not zero.
    #[default]
    Missing,
    /// Text, also from outside.
    Text(String),
    /// A whole number, such as a count.
    Integer(i64),
    /// An identifier, which is never grouped, summed or shortened.
    Id(i64),
    /// A number that may have a fraction.
    Number(f64),
    /// A share in percent: 87.5 is 87.5 %.
    Percent(f64),
    /// A share in percent beside the share that is its target. It has as many decimals as it takes to
    /// see whether it reaches the target.
    Share {
        /// The share in percent.
        percent: f64,
        /// The target in percent.
        target: f64,
    },
    /// A difference of two shares or scores in points.
    Points(f64),
    /// A duration in seconds.
    Duration(f64),
    /// An instant in the zone of the report.
    Instant(Box<ZonedDateTime>),
    /// A date in the zone of the report.
    Date(Date),
    /// What has a place in an order of its own, such as `Monday` or `Mon 13 May`. A page sorts it by
    /// that place.
    Place {
        /// What it is called.
        text: String,
        /// Its position among the others.
        order: i64,
        /// The date, if it is one. A spreadsheet has it as a date.
        date: Option<Date>,
    },
    /// Text that leads to an address of the service.
    Link {
        /// The text.
        text: String,
        /// The number that the text stands for, such as 222153 for `#222153`, where there is one. A
        /// spreadsheet has it as a number.
        number: Option<i64>,
        /// An https address.
        url: String,
    },
    /// A change from another period.
    Change(Change),
}

/// A change from the period that a report compares with.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The value in that period.
    pub before: Box<Value>,
    /// The difference, of the same kind as the value. For shares, it is in percentage points.
    pub difference: Box<Value>,
    /// The change in percent of the earlier value, unless that is zero. It may be all that is known.
    pub percent: Option<f64>,
    /// The number of values in that period.
    pub n: Option<u64>,
}

impl Change {
    /// Returns the change in percent if that is all that is known.
    pub(crate) fn percent_alone(&self) -> Option<f64> {
        let percent = self.percent.filter(|percent| percent.is_finite());
        percent.filter(|_| *self.difference == Value::Missing)
    }
}
