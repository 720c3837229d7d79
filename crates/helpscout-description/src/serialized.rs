//! The serialized form of a description: JSON text, for programs that work without a spec folder.

use serde::de::Error;

use crate::api::{Api, Operation};

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
    /// Returns an error if the text is not JSON, is not a description, or lacks the object with which
    /// an operation responds.
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
        let api: Self = serde_json::from_str(text)?;
        for Operation { id, response, .. } in &api.operations {
            if !response.is_empty() && api.object(response).is_none() {
                let message = format!("{id} answers {response}, which is not described");
                return Err(serde_json::Error::custom(message));
            }
        }
        Ok(api)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_description_without_its_answer_is_refused() {
        let json = r#"{
            "service": {"title": "", "base_url": "", "docs": "", "plans": []},
            "ids": [], "enums": [], "objects": [],
            "operations": [{"id": "user_moods", "rust": "UserMoods", "method": "GET",
                "file": "reports/user/moods.yaml", "path": "/v2/x", "docs": "", "summary": "",
                "parameters": [], "response": "Moods", "examples": []}]
        }"#;
        let error = Api::from_json(json).unwrap_err().to_string();
        assert_eq!(error, "user_moods answers Moods, which is not described");
    }
}
