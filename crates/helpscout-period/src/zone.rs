//! Time zones by name.

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ZonedDateTime};

use crate::error::Error;
use crate::{zone_advice, zone_names};

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
    ///
    /// # Examples
    /// ```
    /// use helpscout_period::Zone;
    ///
    /// assert_eq!(Zone::named("europe/stockholm")?.name(), "Europe/Stockholm");
    /// let refused = Zone::named("Stockholm").expect_err("a city alone is not a name");
    /// assert_eq!(refused.advice(), Some("write Europe/Stockholm"));
    /// # Ok::<(), helpscout_period::Error>(())
    /// ```
    pub fn named(name: &str) -> Result<Self, Error> {
        let typed = name.trim();
        match TimeZoneDatabase::bundled().get(typed) {
            Ok(time_zone) if !time_zone.is_unknown() => Ok(Self { time_zone }),
            _ => {
                let database = TimeZoneDatabase::bundled();
                let names: Vec<String> =
                    database.available().map(|name| name.to_string()).collect();
                Err(zone_advice::unknown(typed, &names))
            }
        }
    }

    /// Returns the zone that a service means by a name: one of the database, or one of the names
    /// that Ruby on Rails and Windows have for zones, such as `Eastern Time (US & Canada)`.
    ///
    /// # Errors
    /// If there is none.
    pub fn of_service(name: &str) -> Result<Self, Error> {
        match zone_names::region_and_city(name.trim()) {
            Some(known) => Self::named(known),
            None => Self::named(name),
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
        self.local(at).strftime("%:z").to_string()
    }

    /// Returns the date and the time at an instant.
    pub fn local(&self, at: Timestamp) -> ZonedDateTime {
        at.to_zoned_datetime(self.time_zone.clone())
    }

    /// Returns the date at an instant.
    pub fn date(&self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    /// Returns the zone for calculations.
    pub fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    /// Returns what surprises people about the zone, if anything: `EST` and `MST` have no daylight
    /// saving time.
    pub fn caution(&self) -> Option<String> {
        let (offset, city) = match self.name() {
            "EST" => ("-05:00", "America/New_York"),
            "MST" => ("-07:00", "America/Denver"),
            _ => return None,
        };
        Some(format!(
            "{} is {offset} all year; {city} has daylight saving time",
            self.name()
        ))
    }
}
