//! The time zone of a command, and where it comes from.

use std::time::Duration;

use helpscout_period::Zone;
use serde_json::Value;

use crate::message::shortened;
use crate::who::Directory;

/// The longest time for the look-up of the zone.
const LONGEST: Duration = Duration::from_secs(30);

/// A time zone, and where it comes from.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) zone: Zone,
    /// Where the zone comes from, as the end of a sentence.
    pub(super) origin: &'static str,
    /// What went wrong when the zone was looked up.
    pub(super) notes: Vec<String>,
}

impl Place {
    /// Returns the zone that an option names.
    pub(super) fn given(zone: Zone) -> Self {
        Self {
            zone,
            origin: "",
            notes: Vec::new(),
        }
    }

    /// Returns a zone that nothing depends on.
    pub(super) fn assumed(zone: Zone) -> Self {
        Self::given(zone)
    }

    /// Returns the zone of the user whose credentials are used. If it can't be told, returns that of
    /// the machine, or else UTC.
    pub(super) async fn look_up(directory: &mut Directory) -> Self {
        let note = match tokio::time::timeout(LONGEST, directory.me()).await {
            Ok(Ok(me)) => match zone_of(&me) {
                Ok(zone) => {
                    return Self {
                        zone,
                        origin: ", the time zone of your user",
                        notes: Vec::new(),
                    };
                }
                Err(note) => note,
            },
            Ok(Err(_)) | Err(_) => "the time zone of your user could not be looked up".to_owned(),
        };
        let (zone, origin) = match Zone::of_machine() {
            Some(zone) => (
                zone,
                ", the time zone of this machine; choose another with --zone",
            ),
            None => (Zone::utc(), "; choose another time zone with --zone"),
        };
        Self {
            zone,
            origin,
            notes: vec![note],
        }
    }
}

/// Returns the zone in the description of a user.
fn zone_of(user: &Value) -> Result<Zone, String> {
    let name = user
        .get("timezone")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if name.trim().is_empty() {
        return Err("your user has no time zone".to_owned());
    }
    Zone::of_service(name).map_err(|_| {
        format!(
            "the time zone of your user is not known: {}",
            shortened(name)
        )
    })
}
