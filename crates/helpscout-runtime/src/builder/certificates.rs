//! Certificates that a program trusts besides those of the platform.

use super::ClientBuilder;

impl ClientBuilder {
    /// Trusts these certificates, too: each is the issuer of the certificate of a service, or that
    /// certificate itself if it is self-signed, such as that of a company's proxy, of a gateway, or of a
    /// sandbox with TLS.
    ///
    /// `pem` is the content of a PEM file, which may have several certificates. Calls add up. The
    /// certificates that the platform trusts, or those of `SSL_CERT_FILE`, are trusted as before, and
    /// everything else stays as it is. Nothing is read before [`ClientBuilder::build`], which returns an
    /// error if a text has no certificate or one that can't be read.
    ///
    /// A custom [`http_client`](ClientBuilder::http_client) has certificates of its own, which stay as they
    /// are. On Android, `build` returns an error: only the system knows which certificates an app trusts.
    ///
    /// ```no_run
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = Client::builder()
    ///     .access_token("token")
    ///     .base_url("https://gateway.example/helpscout")
    ///     .root_certificates(std::fs::read("company-ca.pem")?)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// ```
    /// # use helpscout_runtime as helpscout_reports;
    /// use helpscout_reports::Client;
    ///
    /// let builder = Client::builder().access_token("token").root_certificates("no certificate");
    /// let error = builder.build().unwrap_err();
    /// assert!(error.problem().contains("`root_certificates` can't be read"));
    /// ```
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.0.push(pem.into());
        self
    }
}
