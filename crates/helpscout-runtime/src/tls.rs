//! Encryption: rustls with ring, trusting what the platform trusts.
//!
//! The configuration is made for each client; nothing is installed for the whole process, so that
//! a program can use another provider beside it.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::base_url::BaseUrl;
use crate::error::{Error, Kind};

pub(crate) fn config(base_url: &BaseUrl) -> Result<ClientConfig, Error> {
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
        // Redirects never change the scheme, so nothing is encrypted; reading the platform's
        // certificates takes time, and a machine without any can still use a local sandbox.
        versions.with_root_certificates(RootCertStore::empty())
    };
    let mut config = verified.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn refuse(error: rustls::Error) -> Error {
    Error::new(Kind::Setup(format!(
        "encryption can't be set up ({error}); check that the system has CA certificates"
    )))
    .caused_by(error)
}
