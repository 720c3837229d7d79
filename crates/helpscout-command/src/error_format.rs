//! The formats of errors.

use std::ffi::OsString;

/// How errors are written to stderr.
///
/// # Examples
/// ```
/// use helpscout_command::ErrorFormat;
///
/// let typed = ["list", "nonsense", "--errors=json"].map(std::ffi::OsString::from);
/// assert_eq!(ErrorFormat::of_arguments(typed), ErrorFormat::Json);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorFormat {
    /// Paragraphs for people.
    #[default]
    Text,
    /// One JSON object on one line.
    Json,
}

impl ErrorFormat {
    pub(crate) const ALL: [Self; 2] = [Self::Text, Self::Json];

    /// Returns the name of the format on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }

    /// Returns the format with a name, in any case, and text for any other name.
    pub(crate) fn of_name(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        let format = all.find(|format| format.name().eq_ignore_ascii_case(name));
        format.unwrap_or_default()
    }

    /// Returns the format that arguments ask for. For arguments that could not be parsed, because
    /// that is an error as well.
    pub fn of_arguments(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut is_value = false;
        for argument in arguments {
            if argument == "--" {
                break;
            }
            let argument = argument.to_string_lossy();
            let value = argument.strip_prefix("--errors=");
            let value = value.or_else(|| is_value.then_some(argument.as_ref()));
            if value.map(Self::of_name) == Some(Self::Json) {
                return Self::Json;
            }
            is_value = argument == "--errors";
        }
        Self::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_found_in_arguments_that_may_not_parse() {
        let format =
            |arguments: &[&str]| ErrorFormat::of_arguments(arguments.iter().map(OsString::from));
        assert_eq!(format(&["--errors", "json", "nonsense"]), ErrorFormat::Json);
        assert_eq!(format(&["report", "x", "--errors=JSON"]), ErrorFormat::Json);
        for text in [
            &["--errors", "text"][..],
            &["--errors"],
            &["json"],
            &["--errors", "--quiet", "json"],
            &["--errors=jso"],
            &["--", "--errors=json"],
        ] {
            assert_eq!(format(text), ErrorFormat::Text, "{text:?}");
        }
    }
}
