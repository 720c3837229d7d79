//! Instants as the parameters of an interval take them.

use helpscout_command::Moment;
use helpscout_description::{Parameter, Type};
use helpscout_period::Zone;
use jiff::Timestamp;

/// Returns an instant as a parameter takes it.
pub(crate) fn sent(parameter: &Parameter, instant: Timestamp, zone: &Zone) -> String {
    match parameter.ty {
        Type::EpochSeconds => instant.as_second().to_string(),
        Type::EpochMilliseconds => instant.as_millisecond().to_string(),
        Type::Date => zone.date(instant).to_string(),
        _ => instant.to_string(),
    }
}

/// Returns the instant that a parameter is sent with, if it is an instant.
pub(super) fn received(parameter: &Parameter, value: &str) -> Option<Timestamp> {
    match parameter.ty {
        Type::EpochSeconds => Timestamp::from_second(value.parse().ok()?).ok(),
        Type::EpochMilliseconds => {
            let milliseconds: i64 = value.parse().ok()?;
            Timestamp::from_second(milliseconds.div_euclid(1000)).ok()
        }
        Type::Date => None,
        _ => value.parse().ok().or_else(|| last_of_all(value)),
    }
}

/// Returns the last whole second that can be calculated with, for an instant after it.
fn last_of_all(value: &str) -> Option<Timestamp> {
    Moment::read(value)?;
    Timestamp::from_second(Timestamp::MAX.as_second()).ok()
}
