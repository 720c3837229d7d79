//! Time zones by name.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::Error;

/// A time zone of the database that is compiled in, such as `America/New_York`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    time_zone: TimeZone,
}

impl Zone {
    /// Returns the zone with this name, such as `Europe/Stockholm`, in any case.
    ///
    /// # Errors
    /// If there is none. The error names a zone to write instead where one is meant.
    pub fn named(name: &str) -> Result<Self, Error> {
        match TimeZoneDatabase::bundled().get(name) {
            Ok(time_zone) => Ok(Self { time_zone }),
            Err(_) => Err(Error::new(
                format!("no time zone has the name {name}"),
                None,
            )),
        }
    }

    /// Returns the zone UTC.
    pub fn utc() -> Self {
        Self {
            time_zone: TimeZone::UTC,
        }
    }

    /// Returns the zone of this machine, if it has a name that the database knows.
    pub fn of_machine() -> Option<Self> {
        let machine = TimeZone::system();
        Self::named(machine.iana_name()?).ok()
    }

    /// Returns the name of the zone.
    pub fn name(&self) -> &str {
        self.time_zone.iana_name().unwrap_or("UTC")
    }

    /// Returns the offset from UTC at an instant, such as `-04:00`.
    pub fn offset(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.time_zone.clone())
            .strftime("%:z")
            .to_string()
    }

    /// Returns the zone for calculations.
    pub fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }
}
