//! TLS as the features select it: rustls with ring (the default), the platform's, or none.
//!
//! Nothing is installed for the whole process, so that a program can also use another backend.

use crate::base_url::BaseUrl;
use crate::error::Error;

/// The settings of TLS, which all HTTP clients of a client share, and so its sessions.
#[cfg(feature = "rustls-ring")]
pub(crate) struct Tls(rustls::ClientConfig);

#[cfg(feature = "rustls-ring")]
impl Tls {
    pub(crate) fn new(base_url: &BaseUrl) -> Result<Self, Error> {
        Ok(Self(ring::config(base_url)?))
    }

    pub(crate) fn set_up(&self, http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        http.tls_backend_preconfigured(self.0.clone())
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-ring")))]
pub(crate) struct Tls {
    is_used: bool,
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-ring")))]
impl Tls {
    // The other backends can fail.
    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn new(base_url: &BaseUrl) -> Result<Self, Error> {
        let is_used = base_url.is_encrypted();
        Ok(Self { is_used })
    }

    pub(crate) fn set_up(&self, http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        if self.is_used {
            http.tls_backend_native()
        } else {
            http
        }
    }
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-ring")))]
pub(crate) struct Tls;

#[cfg(not(any(feature = "native-tls", feature = "rustls-ring")))]
impl Tls {
    pub(crate) fn new(base_url: &BaseUrl) -> Result<Self, Error> {
        if base_url.is_encrypted() {
            let problem = "this build has no TLS, so it can't call an https URL; \
                           enable the feature `rustls-ring` or `native-tls`, or set an `http_client`";
            return Err(Error::new(crate::error::Kind::Setup(problem.to_owned())));
        }
        Ok(Self)
    }

    #[allow(clippy::unused_self)]
    pub(crate) fn set_up(&self, http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        http
    }
}

#[cfg(feature = "rustls-ring")]
mod ring {
    use std::sync::Arc;

    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::Verifier;

    use crate::base_url::BaseUrl;
    use crate::error::{Error, Kind};

    pub(super) fn config(base_url: &BaseUrl) -> Result<ClientConfig, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(refuse)?;
        let verified = if base_url.is_encrypted() {
            let verifier = Verifier::new(provider).map_err(refuse)?;
            versions
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier))
        } else {
            // Redirects never change the scheme, so TLS is not used. Reading the platform's
            // certificates takes time, and a machine without any can still use a local sandbox.
            versions.with_root_certificates(RootCertStore::empty())
        };
        let mut config = verified.with_no_client_auth();
        if cfg!(feature = "http2") {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(config)
    }

    fn refuse(error: rustls::Error) -> Error {
        Error::new(Kind::Setup(format!(
            "could not set up TLS ({error}); check that the system has CA certificates, and that SSL_CERT_FILE names a PEM file if it is set"
        )))
        .caused_by(error)
    }
}
