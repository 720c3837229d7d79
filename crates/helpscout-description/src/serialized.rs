//! The description as JSON text: what is embedded into programs that work without a spec folder.

use serde::de::Error;

use crate::{Api, Operation};

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
    /// Returns an error if the text is not JSON, or not a description, or lacks the object that an
    /// operation answers.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let api: Self = serde_json::from_str(text)?;
        for Operation { id, response, .. } in &api.operations {
            if api.object(response).is_none() {
                let message = format!("{id} answers {response}, which is not described");
                return Err(serde_json::Error::custom(message));
            }
        }
        Ok(api)
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
