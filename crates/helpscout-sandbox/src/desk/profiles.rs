//! The profiles of users and teams.

use super::{
    model::{Team, User},
    random::mix,
};

/// The owner of the account, whom the credentials of a sandbox belong to.
pub(crate) const OWNER: i64 = 415_002;

/// 2015-01-05T09:00:00Z.
const FIRST_DAY: i64 = 1_420_448_400;
const DAY: i64 = 86_400;
/// 2018-12-20T16:30:00Z.
const LAST_CHANGE: i64 = 1_545_323_400;

impl User {
    /// Returns the given name.
    pub(crate) fn given(&self) -> &'static str {
        self.name
            .split_once(' ')
            .map_or(self.name, |(given, _)| given)
    }

    /// Returns the family name.
    pub(crate) fn family(&self) -> &'static str {
        self.name.split_once(' ').map_or("", |(_, family)| family)
    }

    pub(crate) fn email(&self) -> String {
        format!("{}@example.com", plain(self.given()))
    }

    pub(crate) fn role(&self) -> &'static str {
        match self.id {
            OWNER => "owner",
            447_723 | 420_655 => "admin",
            _ => "user",
        }
    }

    pub(crate) fn job(&self) -> &'static str {
        const JOBS: [&str; 4] = [
            "Support agent",
            "Senior support agent",
            "Billing specialist",
            "Team lead",
        ];
        JOBS[(mix(JOB, self.id.unsigned_abs()) % JOBS.len() as u64) as usize]
    }

    /// Returns the URL of the photo. About half of the users have one.
    pub(crate) fn photo(&self) -> Option<String> {
        let has_one = mix(PHOTO, self.id.unsigned_abs()).is_multiple_of(2);
        has_one.then(|| format!("https://img.example.com/users/{}.png", self.id))
    }

    pub(crate) fn initials(&self) -> String {
        initials(self.name)
    }

    /// Returns the name for mentions.
    pub(crate) fn mention(&self) -> String {
        plain(self.given())
    }

    /// Returns when this user joined.
    pub(crate) fn joined(&self) -> i64 {
        created(self.id)
    }

    /// Returns when the profile last changed.
    pub(crate) fn changed(&self) -> i64 {
        LAST_CHANGE + self.id % 1000
    }
}

impl Team {
    pub(crate) fn initials(&self) -> String {
        initials(self.name)
    }

    pub(crate) fn mention(&self) -> String {
        plain(&self.name.replace(' ', "-"))
    }

    pub(crate) fn created(&self) -> i64 {
        created(self.id)
    }

    pub(crate) fn changed(&self) -> i64 {
        LAST_CHANGE + self.id % 1000
    }
}

/// Returns when the user, team, mailbox or tag with this ID was created, between 2015 and 2018.
pub(crate) fn created(id: i64) -> i64 {
    FIRST_DAY + (mix(JOINED, id.unsigned_abs()) % 1200) as i64 * DAY
}

fn initials(name: &str) -> String {
    let words = name.split(' ').filter_map(|word| word.chars().next());
    words.take(2).flat_map(char::to_uppercase).collect()
}

/// Converts to lower case without accents, as in an email address.
fn plain(name: &str) -> String {
    let letter = |char: char| match char {
        'á' | 'à' | 'ä' => 'a',
        'é' | 'è' => 'e',
        'ó' | 'ö' => 'o',
        char => char,
    };
    name.to_lowercase().chars().map(letter).collect()
}

const JOINED: u64 = 11;
const JOB: u64 = 12;
const PHOTO: u64 = 13;
