//! TLS as the features select it: rustls with ring (the default), the platform's, or none.
//!
//! Nothing is installed for the whole process, so that a program can also use another backend.

use crate::base_url::BaseUrl;
use crate::error::{Error, Kind};

/// The certificates that the program trusts besides those of the platform, each text one or more in the
/// format PEM.
#[derive(Clone, Default)]
pub(crate) struct Roots(pub(crate) Vec<Vec<u8>>);

/// Returns the text without the mark that some editors put before UTF-8.
#[cfg(any(feature = "native-tls", feature = "rustls-ring"))]
fn unmarked(pem: &[u8]) -> &[u8] {
    pem.strip_prefix(b"\xef\xbb\xbf").unwrap_or(pem)
}

#[cfg(any(feature = "native-tls", feature = "rustls-ring"))]
const NO_LINE: &str = "-----BEGIN CERTIFICATE----- is not a line of its own";

/// Returns why no certificate was found in a text.
#[cfg(any(feature = "native-tls", feature = "rustls-ring"))]
fn why_empty(pem: &[u8]) -> &'static str {
    let is_utf_16 = [[0xff, 0xfe], [0xfe, 0xff]]
        .iter()
        .any(|mark| pem.starts_with(mark));
    if is_utf_16 {
        "the text is UTF-16, and must be UTF-8"
    } else if memchr::memmem::find(pem, b"-----BEGIN CERTIFICATE-----").is_some() {
        NO_LINE
    } else {
        "there is none in the text"
    }
}

#[cfg(any(feature = "native-tls", feature = "rustls-ring"))]
fn unreadable(problem: impl std::fmt::Display) -> Error {
    Error::new(Kind::Setup(format!(
        "the certificates of `root_certificates` can't be read ({problem}); pass the content of a PEM file, which has blocks that begin with -----BEGIN CERTIFICATE-----"
    )))
}

/// The settings of TLS, which all HTTP clients of a client share, and so its sessions.
#[cfg(feature = "rustls-ring")]
pub(crate) struct Tls(rustls::ClientConfig);

#[cfg(feature = "rustls-ring")]
impl Tls {
    pub(crate) fn new(base_url: &BaseUrl, roots: &Roots) -> Result<Self, Error> {
        Ok(Self(ring::config(base_url, roots)?))
    }

    pub(crate) fn set_up(&self, http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        http.tls_backend_preconfigured(self.0.clone())
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-ring")))]
pub(crate) struct Tls {
    is_used: bool,
    roots: Vec<reqwest::Certificate>,
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-ring")))]
impl Tls {
    pub(crate) fn new(base_url: &BaseUrl, roots: &Roots) -> Result<Self, Error> {
        let mut certificates = Vec::new();
        for pem in &roots.0 {
            let found = reqwest::Certificate::from_pem_bundle(unmarked(pem)).map_err(unreadable)?;
            if found.is_empty() {
                return Err(unreadable(why_empty(pem)));
            }
            certificates.extend(found);
        }
        Ok(Self {
            is_used: base_url.is_encrypted(),
            roots: certificates,
        })
    }

    pub(crate) fn set_up(&self, http: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        if self.is_used {
            http.tls_backend_native()
                .tls_certs_merge(self.roots.iter().cloned())
        } else {
            http
        }
    }
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-ring")))]
pub(crate) struct Tls;

#[cfg(not(any(feature = "native-tls", feature = "rustls-ring")))]
impl Tls {
    pub(crate) fn new(base_url: &BaseUrl, _: &Roots) -> Result<Self, Error> {
        if base_url.is_encrypted() {
            let problem = "this build has no TLS, so it can't call an https URL; \
                           enable the feature `rustls-ring` or `native-tls`, or set an `http_client`";
            return Err(Error::new(Kind::Setup(problem.to_owned())));
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

    use rustls::crypto::CryptoProvider;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::{self, PemObject};
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::Verifier;

    use super::{NO_LINE, Roots, unmarked, unreadable, why_empty};
    use crate::base_url::BaseUrl;
    use crate::error::{Error, Kind};

    pub(super) fn config(base_url: &BaseUrl, roots: &Roots) -> Result<ClientConfig, Error> {
        let roots = certificates(roots)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(refuse)?;
        let verified = if base_url.is_encrypted() {
            versions
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(verifier(roots, provider)?))
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

    fn certificates(roots: &Roots) -> Result<Vec<CertificateDer<'static>>, Error> {
        let mut certificates = Vec::new();
        for pem in &roots.0 {
            let before = certificates.len();
            for certificate in CertificateDer::pem_slice_iter(unmarked(pem)) {
                let certificate = certificate.map_err(misread)?;
                // The platform's verifier may find out only when it is used.
                RootCertStore::empty()
                    .add(certificate.clone())
                    .map_err(unreadable)?;
                certificates.push(certificate);
            }
            if certificates.len() == before {
                return Err(unreadable(why_empty(pem)));
            }
        }
        Ok(certificates)
    }

    /// Returns the error for a text that is not PEM. The words of the reader have the text as numbers.
    fn misread(error: pem::Error) -> Error {
        match error {
            pem::Error::MissingSectionEnd { end_marker } if !end_marker.contains(&b'-') => {
                unreadable("a block has no line that ends it")
            }
            pem::Error::MissingSectionEnd { .. } | pem::Error::IllegalSectionStart { .. } => {
                unreadable(NO_LINE)
            }
            other => unreadable(other),
        }
    }

    fn verifier(
        roots: Vec<CertificateDer<'static>>,
        provider: Arc<CryptoProvider>,
    ) -> Result<Verifier, Error> {
        if roots.is_empty() {
            return Verifier::new(provider).map_err(refuse);
        }
        #[cfg(not(target_os = "android"))]
        let verifier = Verifier::new_with_extra_roots(roots, provider).map_err(refuse);
        // The verifier of Android asks the system, which knows its own certificates only.
        #[cfg(target_os = "android")]
        let verifier = Err(Error::new(Kind::Setup(
            "`root_certificates` can't be used on Android; add the certificate to those that the app trusts"
                .to_owned(),
        )));
        verifier
    }

    fn refuse(error: rustls::Error) -> Error {
        Error::new(Kind::Setup(format!(
            "could not set up TLS ({error}); check that the system has CA certificates, and that SSL_CERT_FILE names a PEM file if it is set"
        )))
        .caused_by(error)
    }
}
