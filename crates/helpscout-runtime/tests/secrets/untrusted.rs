//! A service whose certificate is not trusted.

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use helpscout_runtime::{Client, Error, reqwest};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ClientConfig, RootCertStore, ServerConfig};

use crate::history::history;

/// Returns the error of a call to it.
pub async fn error(secret: &str) -> Error {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let served = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (connection, _) = listener.accept().unwrap();
        let session = rustls::ServerConnection::new(Arc::new(served)).unwrap();
        let _ = rustls::StreamOwned::new(session, connection).read(&mut [0]);
    });
    let trusting_none = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(trusting_none);
    let client = Client::builder()
        .client_credentials("app", secret)
        .base_url(format!("https://127.0.0.1:{port}"))
        .http_client(http.build().unwrap())
        .max_attempts(1)
        .build()
        .unwrap();
    client.send(&history()).await.unwrap_err()
}
