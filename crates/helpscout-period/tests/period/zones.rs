//! The names of zones.

use helpscout_period::Zone;
use jiff::tz::TimeZoneDatabase;

#[test]
fn every_zone_of_the_database_has_its_own_name() {
    for name in TimeZoneDatabase::bundled().available() {
        let name = name.as_str();
        if name == "Etc/Unknown" {
            continue;
        }
        assert_eq!(Zone::named(name).unwrap().name(), name);
        assert_eq!(Zone::named(&name.to_lowercase()).unwrap().name(), name);
    }
}

#[test]
fn a_name_that_no_zone_has_gets_the_region_and_city_to_write() {
    let cases = [
        (
            "UTC+3",
            "\"UTC+3\" is an offset, not a time zone; write the Region/City, such as \
             Africa/Nairobi, or Etc/GMT-3 for that offset all year",
        ),
        (
            "+03:00",
            "such as Africa/Nairobi, or Etc/GMT-3 for that offset all year",
        ),
        (
            "-05:00",
            "such as America/New_York, or Etc/GMT+5 for that offset all year",
        ),
        ("GMT+5:45", "write the Region/City, such as Asia/Kathmandu"),
        (
            "+00:00",
            "such as Europe/London, or UTC for that offset all year",
        ),
        (
            "-12",
            "write the Region/City, or Etc/GMT+12 for that offset all year",
        ),
        ("+17:11", "write a Region/City, such as America/New_York"),
        (
            "PST",
            "\"PST\" is an abbreviation that several time zones have; \
             write the Region/City, such as America/Los_Angeles",
        ),
        (
            "ist",
            "such as Asia/Kolkata or Europe/Dublin or Asia/Jerusalem",
        ),
        (
            "Eastern Time (US & Canada)",
            "no time zone has the name \"Eastern Time (US & Canada)\"; write America/New_York",
        ),
        ("W. Europe Standard Time", "write Europe/Berlin"),
        ("US/Pacific-New", "write America/Los_Angeles"),
        ("Stockholm", "write Europe/Stockholm"),
        ("Oslo", "did you mean Europe/Oslo?"),
        ("new york", "did you mean America/New_York?"),
        ("America/New York", "did you mean America/New_York?"),
        ("Europe/Stokholm", "did you mean Europe/Stockholm"),
        ("Stokholm", "did you mean Europe/Stockholm?"),
        ("Europe/New_York", "did you mean America/New_York?"),
        (
            "",
            "the name of the time zone is missing; write a Region/City",
        ),
        ("Etc/Unknown", "no time zone has the name"),
        (
            "xyzzy",
            "write a Region/City, such as America/New_York or Europe/Stockholm",
        ),
    ];
    for (name, expected) in cases {
        let said = match Zone::named(name) {
            Ok(zone) => panic!("{name} is {}", zone.name()),
            Err(error) => error.to_string(),
        };
        assert!(said.contains(expected), "{name}: {said}");
    }
}

#[test]
fn names_of_services_are_understood() {
    let cases = [
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("London", "Europe/London"),
        ("Europe/Vienna", "Europe/Vienna"),
        ("pacific standard time", "America/Los_Angeles"),
        (" UTC ", "UTC"),
    ];
    for (name, zone) in cases {
        assert_eq!(Zone::of_service(name).unwrap().name(), zone);
    }
    assert!(Zone::of_service("Nowhere").is_err());
}

#[test]
fn an_abbreviation_that_is_a_zone_says_that_its_clocks_never_change() {
    let caution = Zone::named("est").unwrap().caution().unwrap();
    assert_eq!(
        caution,
        "EST is -05:00 all year; America/New_York has daylight saving time"
    );
    assert_eq!(Zone::named("America/New_York").unwrap().caution(), None);
}
