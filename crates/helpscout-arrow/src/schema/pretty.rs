//! JSON for people and programs.

use serde::Serialize;

/// Returns JSON text for people and programs, with a line feed at its end.
pub(super) fn pretty(value: &impl Serialize) -> String {
    // The values are texts and lists of them, which can always be written.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    text + "\n"
}
