//! What is known of users and teams besides their work.

use super::{Team, User, random::mix};

/// Who the credentials of a sandbox belong to: the owner of the account.
pub(crate) const OWNER: i64 = 415_002;

/// The account as a whole.
pub(crate) const COMPANY: i64 = 30_417;

/// 2015-01-05T09:00:00Z.
const FIRST_DAY: i64 = 1_420_448_400;
const DAY: i64 = 86_400;
/// 2018-12-20T16:30:00Z.
const LAST_CHANGE: i64 = 1_545_323_400;

impl User {
    /// The given name.
    pub(crate) fn given(&self) -> &'static str {
        self.name
            .split_once(' ')
            .map_or(self.name, |(given, _)| given)
    }

    /// The family name.
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

    /// Half of them have a photo.
    pub(crate) fn photo(&self) -> Option<String> {
        let has_one = mix(PHOTO, self.id.unsigned_abs()).is_multiple_of(2);
        has_one.then(|| format!("https://img.example.com/users/{}.png", self.id))
    }

    pub(crate) fn initials(&self) -> String {
        initials(self.name)
    }

    /// The name others mention this user by.
    pub(crate) fn mention(&self) -> String {
        plain(self.given())
    }

    /// When this user joined.
    pub(crate) fn joined(&self) -> i64 {
        day(self.id)
    }

    /// When the profile last changed.
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

    pub(crate) fn made(&self) -> i64 {
        day(self.id)
    }

    pub(crate) fn changed(&self) -> i64 {
        LAST_CHANGE + self.id % 1000
    }
}

/// A working day between 2015 and 2018.
pub(crate) fn day(id: i64) -> i64 {
    FIRST_DAY + (mix(JOINED, id.unsigned_abs()) % 1200) as i64 * DAY
}

fn initials(name: &str) -> String {
    let words = name.split(' ').filter_map(|word| word.chars().next());
    words.take(2).flat_map(char::to_uppercase).collect()
}

/// Lower case, without accents: as in an address.
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
