//! What the settings of the client are called on the command line.

use helpscout_reports::Error;

/// How the client names a setting in its advice, and how the command does. What only a program can
/// set is left out.
const SETTINGS: [(&str, &str); 7] = [
    ("`base_url`", "`--base-url`"),
    ("`max_report`", "`--max-report`"),
    (", or pass its certificate to `root_certificates`", ""),
    (", or raise `max_body`", ""),
    (", or raise `max_pages`", ""),
    (", or raise `timeout`", ""),
    (", or raise `deadline`", ""),
];

/// Returns what to do after an error of the client.
pub(crate) fn advice(error: &Error) -> Option<String> {
    error.advice().map(|advice| translated(&advice))
}

/// Returns the whole message of an error of the client.
pub(super) fn whole(error: &Error) -> String {
    let message = error.to_string();
    let advice = error.advice().unwrap_or_default();
    // The problem before it may quote the service, and stays as it is.
    match message.strip_suffix(advice.as_str()) {
        Some(problem) => format!("{problem}{}", translated(&advice)),
        None => message,
    }
}

fn translated(advice: &str) -> String {
    SETTINGS
        .iter()
        .fold(advice.to_owned(), |text, (setting, option)| {
            text.replace(setting, option)
        })
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn options_are_named_and_what_only_a_program_can_set_is_not() {
        for (advice, expected) in [
            (
                "The host was not found by its name; check the base URL (`base_url`)",
                "The host was not found by its name; check the base URL (`--base-url`)",
            ),
            (
                "Request a shorter interval, or raise `max_report`",
                "Request a shorter interval, or raise `--max-report`",
            ),
            (
                "Request a shorter interval, or raise `max_pages`",
                "Request a shorter interval",
            ),
            ("Try again, or raise `timeout`", "Try again"),
            (
                "Add the issuer, or pass its certificate to `root_certificates`",
                "Add the issuer",
            ),
            (
                "Request a shorter interval, or raise `max_body`",
                "Request a shorter interval",
            ),
        ] {
            assert_eq!(translated(advice), expected);
        }
    }
}
