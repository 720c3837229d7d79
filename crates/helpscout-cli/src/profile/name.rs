//! What a profile may be called.

use std::fmt;

use crate::message::{Failure, shortened};

/// The profile that is used if none is named.
const DEFAULT: &str = "default";

/// The most characters of a name.
const LONGEST: usize = 64;

/// The name of a profile. It is a part of the name of a file, so it has no other characters than
/// lowercase letters, digits, `-` and `_`, and does not start with `-`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ProfileName(String);

impl ProfileName {
    /// Reads a name.
    ///
    /// # Errors
    /// If a profile can't be called so.
    pub(crate) fn parse(typed: &str) -> Result<Self, Failure> {
        Self::of(typed).ok_or_else(|| {
            let problem = format!("\"{}\" can't be the name of a profile", shortened(typed));
            Failure::usage(problem).help(format!(
                "use up to {LONGEST} lowercase letters, digits, - and _, such as acme; it can't start with -"
            ))
        })
    }

    /// Reads a name, or returns `None` if a profile can't be called so.
    pub(super) fn of(text: &str) -> Option<Self> {
        let is_part = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        };
        // After `--profile`, a name with a hyphen at its start would be an option.
        let is_name = (1..=LONGEST).contains(&text.len())
            && !text.starts_with('-')
            && text.bytes().all(is_part);
        is_name.then(|| Self(text.to_owned()))
    }

    pub(crate) fn is_default(&self) -> bool {
        self.0 == DEFAULT
    }
}

impl Default for ProfileName {
    fn default() -> Self {
        Self(DEFAULT.to_owned())
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::ProfileName;

    #[test]
    fn a_name_is_never_a_path() {
        for name in ["default", "acme-2", "a_b", &"a".repeat(64)] {
            assert!(ProfileName::of(name).is_some(), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            "a/b",
            "a\\b",
            "A",
            "a b",
            "ä",
            "-x",
            &"a".repeat(65),
        ] {
            assert!(ProfileName::of(name).is_none(), "{name}");
        }
    }
}
