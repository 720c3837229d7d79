//! The formats of errors.

use std::ffi::OsString;

use clap::ValueEnum;

/// How errors are written to stderr.
///
/// # Examples
/// ```
/// use helpscout_command::ErrorFormat;
///
/// let typed = ["list", "nonsense", "--errors=json"].map(std::ffi::OsString::from);
/// assert_eq!(ErrorFormat::of_arguments(typed), ErrorFormat::Json);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ErrorFormat {
    /// Paragraphs for people.
    #[default]
    Text,
    /// One JSON object on one line.
    Json,
}

impl ErrorFormat {
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
            let value = value.or_else(|| is_value.then_some(&argument));
            if value.is_some_and(|value| value.eq_ignore_ascii_case("json")) {
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
