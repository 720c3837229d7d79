//! Sets up a client for a sandbox on this machine.

use super::ClientBuilder;

/// The credentials of the only app that a sandbox knows. They are documented, so they protect
/// nothing.
const APP_ID: &str = "sandbox-app";
const APP_SECRET: &str = "sandbox-secret";

impl ClientBuilder {
    /// Sets the base URL of a sandbox on this machine, and the credentials that every sandbox
    /// accepts.
    ///
    /// A sandbox is a local server that answers like the service. `helpscout sandbox` starts one and
    /// prints its URL, and a Rust test can start one with the crate `helpscout-sandbox`.
    ///
    /// If the URL is not that of this machine, [`ClientBuilder::build`] returns an error, so that a
    /// test can't call the live service by mistake. A call of [`ClientBuilder::base_url`] after this
    /// one replaces the URL and lifts that restriction.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// let client = Client::builder().sandbox("http://127.0.0.1:8080").build()?;
    ///
    /// let live = Client::builder().sandbox("https://api.helpscout.net").build();
    /// assert!(live.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn sandbox(self, url: impl Into<String>) -> Self {
        let mut builder = self.base_url(url).client_credentials(APP_ID, APP_SECRET);
        builder.is_sandbox = true;
        builder
    }
}
