//! The description as JSON text: what is embedded into programs that work without a spec folder.

use crate::api::Api;

impl Api {
    /// Writes the description as pretty JSON with a closing newline. The same description gives
    /// the same bytes every time.
    pub fn to_json(&self) -> String {
        // Plain data with text keys always serializes.
        let mut text = serde_json::to_string_pretty(self)
            .unwrap_or_else(|error| panic!("plain data must serialize: {error}"));
        text.push('\n');
        text
    }

    /// Reads a description that [`Api::to_json`] wrote. Keys that it does not know are skipped.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not JSON, or not a description.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Returns the description of the Reports API, as the spec folder of this version has it.
///
/// Needs the feature `embedded`. The text is read once, at the first call.
///
/// ```
/// let api = helpscout_description::embedded();
/// let history = api.operation("user_conversation_history").ok_or("not described")?;
/// assert_eq!(history.path, "/v2/reports/user/conversation-history");
/// # Ok::<(), &str>(())
/// ```
#[cfg(feature = "embedded")]
pub fn embedded() -> &'static Api {
    static API: std::sync::LazyLock<Api> = std::sync::LazyLock::new(|| {
        Api::from_json(include_str!("generated/api.json"))
            .expect("api.json is generated from a checked description")
    });
    &API
}
