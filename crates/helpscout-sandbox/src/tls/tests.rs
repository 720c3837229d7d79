#![allow(clippy::unwrap_used)]

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;

use crate::{
    Fault, Faults, Sandbox,
    token::{APP_ID, APP_SECRET},
};

fn address(sandbox: &Sandbox) -> &str {
    sandbox.base_url().strip_prefix("https://").unwrap()
}

/// Creates a connector that trusts only this certificate.
fn connector(certificate_pem: &str) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_slice(certificate_pem.as_bytes());
    roots.add(certificate.unwrap()).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(std::sync::Arc::new(config))
}

/// Sends a token request. Returns everything received over the connection, and how it ended.
async fn ask(
    sandbox: &Sandbox,
    name: &str,
    certificate_pem: &str,
) -> (String, std::io::Result<()>) {
    let stream = tokio::net::TcpStream::connect(address(sandbox))
        .await
        .unwrap();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut stream = match connector(certificate_pem).connect(name, stream).await {
        Ok(stream) => stream,
        Err(error) => return (String::new(), Err(error)),
    };
    let query =
        format!("grant_type=client_credentials&client_id={APP_ID}&client_secret={APP_SECRET}");
    let head = format!("POST /v2/oauth2/token?{query} HTTP/1.1\r\nContent-Length: 0");
    let request = format!("{head}\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = Vec::new();
    let ended = stream.read_to_end(&mut text).await.map(|_| ());
    (String::from_utf8(text).unwrap(), ended)
}

#[tokio::test]
async fn a_client_that_trusts_the_certificate_is_answered_under_every_name() {
    let sandbox = Sandbox::builder().tls().start().await.unwrap();
    let certificate = sandbox.certificate_pem().unwrap();
    for name in ["127.0.0.1", "localhost", "::1"] {
        let (answer, ended) = ask(&sandbox, name, certificate).await;
        ended.unwrap();
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n"),
            "{name}: {answer}"
        );
    }
    assert_eq!(sandbox.calls().tokens(), 3);
}

#[tokio::test]
async fn other_names_and_other_certificates_are_not_trusted() {
    let [here, there] = [Sandbox::builder().tls(), Sandbox::builder().tls()];
    let (here, there) = (here.start().await.unwrap(), there.start().await.unwrap());
    let own = here.certificate_pem().unwrap();
    assert!(ask(&here, "example.com", own).await.1.is_err());
    let other = there.certificate_pem().unwrap();
    assert!(ask(&here, "localhost", other).await.1.is_err());
    assert_eq!(here.calls().tokens(), 0);
}

#[tokio::test]
async fn a_caller_that_never_says_hello_holds_up_nobody_and_no_shutdown() {
    let sandbox = Sandbox::builder().tls().start().await.unwrap();
    let silent = tokio::net::TcpStream::connect(address(&sandbox))
        .await
        .unwrap();
    let certificate = sandbox.certificate_pem().unwrap();
    assert!(ask(&sandbox, "localhost", certificate).await.1.is_ok());
    sandbox.shutdown().await;
    drop(silent);
}

#[tokio::test]
async fn a_cut_answer_ends_without_the_farewell_of_tls() {
    let faults = Faults::new().token_first(1, Fault::Cut);
    let sandbox = Sandbox::builder()
        .tls()
        .faults(faults)
        .start()
        .await
        .unwrap();
    let certificate = sandbox.certificate_pem().unwrap();
    let (answer, ended) = ask(&sandbox, "localhost", certificate).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("{\""), "some of the body came: {answer}");
    assert!(!answer.contains('}'), "not all of it: {answer}");
    assert_eq!(ended.unwrap_err().kind(), std::io::ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn without_tls_there_is_no_certificate() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    assert_eq!(sandbox.certificate_pem(), None);
    assert!(sandbox.base_url().starts_with("http://"));
}
