//! The credentials that a sandbox takes, as the variables of a client.

use crate::{
    sandbox::Sandbox,
    token::{APP_ID, APP_SECRET},
};

impl Sandbox {
    /// Returns the environment variables with the credentials that calls need, each with its value,
    /// such as `HELPSCOUT_APP_ID` and `HELPSCOUT_APP_SECRET`. There are none if calls need none.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), helpscout_sandbox::StartError> {
    /// let sandbox = helpscout_sandbox::Sandbox::builder().start().await?;
    /// let names: Vec<String> = sandbox.credentials().into_iter().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["HELPSCOUT_APP_ID", "HELPSCOUT_APP_SECRET"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn credentials(&self) -> Vec<(String, String)> {
        let ends = match &self.service.api.service.basic {
            _ if self.needs_token() => vec![("APP_ID", APP_ID), ("APP_SECRET", APP_SECRET)],
            None => Vec::new(),
            Some(basic) if basic.takes_key() => vec![("API_KEY", APP_SECRET)],
            Some(_) => vec![("USER", APP_ID), ("PASSWORD", APP_SECRET)],
        };
        let variable = |(end, value): (&str, &str)| {
            (format!("{}_{end}", self.environment()), value.to_owned())
        };
        ends.into_iter().map(variable).collect()
    }
}
