//! The present.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::zone::Zone;

/// The present, read once, and the zone in which it is a date.
#[derive(Clone, Debug)]
pub struct Clock {
    now: Timestamp,
    zone: Zone,
}

impl Clock {
    /// Returns a clock that stands at this instant.
    pub fn at(now: Timestamp, zone: Zone) -> Self {
        Self { now, zone }
    }

    /// Returns the present.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns the zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns today's date in the zone.
    pub fn today(&self) -> Date {
        self.zone.date(self.now)
    }
}
