//! The serialized form of a description: JSON text, for programs that work without a spec folder.

use crate::api::Api;

impl Api {
    /// Returns the description as indented JSON that ends with a newline.
    ///
    /// The same description always has the same JSON text, byte for byte.
    pub fn to_json(&self) -> String {
        // Serialization fails only for maps with keys that are not strings, and there are none.
        let mut text = serde_json::to_string_pretty(self)
            .unwrap_or_else(|error| panic!("plain data must serialize: {error}"));
        text.push('\n');
        text
    }

    /// Reads a description from the JSON text that [`Api::to_json`] returns. Unknown keys are
    /// ignored.
    ///
    /// The names in the description are not checked again: the text must come from a checked
    /// description.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not JSON, or not a description.
    ///
    /// # Examples
    ///
    /// ```
    /// use helpscout_description::Api;
    ///
    /// let text = r#"{
    ///     "service": {
    ///         "title": "Desk",
    ///         "base_url": "https://api.example.com",
    ///         "docs": "https://example.com/docs",
    ///         "plans": [{ "name": "plus", "calls_per_minute": 400 }]
    ///     },
    ///     "ids": [],
    ///     "enums": [],
    ///     "objects": [],
    ///     "operations": []
    /// }"#;
    /// let api = Api::from_json(text)?;
    /// assert_eq!(api.service.media_types.reports, "application/json");
    /// assert_eq!(Api::from_json(&api.to_json())?, api);
    ///
    /// assert!(Api::from_json("[]").is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Returns the description of the Reports API that this version of the crate contains.
///
/// The first call parses the description; later calls return the same one. Requires the feature
/// `embedded`.
///
/// # Examples
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
