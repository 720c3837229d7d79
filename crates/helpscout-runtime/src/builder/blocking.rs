//! The end of the builder for a program without async code.

use super::ClientBuilder;
use crate::blocking;
use crate::error::Error;

impl blocking::Client {
    /// Returns a builder that sets up a client. Its last call is
    /// [`build_blocking`](crate::ClientBuilder::build_blocking).
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::blocking::Client;
    ///
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// let client = Client::builder().access_token("token").build_blocking()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl ClientBuilder {
    /// Creates a client for a program without async code. Nothing is sent yet.
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// # fn main() -> Result<(), helpscout_runtime::Error> {
    /// let client = Client::builder().access_token("token").build_blocking()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`ClientBuilder::build`], and an error if the system can't start a
    /// thread.
    // The crate that shows this item as its own has no other way to know that it needs the feature.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn build_blocking(self) -> Result<blocking::Client, Error> {
        blocking::Client::new(self.build()?)
    }
}
