//! Over http, tokens stay on this machine, whatever a name resolves to and whatever the program
//! changes about the HTTP client.

use std::net::{IpAddr, SocketAddr, UdpSocket};

use helpscout_runtime::reqwest::Proxy;
use helpscout_runtime::{Client, ErrorKind, reqwest};

use crate::history::{full_page, history};
use crate::service::{Reply, Service};

/// Returns an address of this machine that other machines can reach, too, or `None` if it has none.
/// Sends nothing.
fn reachable_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

fn at(address: SocketAddr, name: &'static str) -> helpscout_runtime::ClientBuilder {
    Client::builder()
        .client_credentials("app", "s3cret")
        .base_url(format!("http://{name}:{}", address.port()))
        .configure_http(move |http| http.resolve(name, address))
}

/// Sets up an HTTP client as a program may have one.
fn own() -> reqwest::ClientBuilder {
    let http = reqwest::Client::builder();
    #[cfg(feature = "rustls-ring")]
    let http = {
        let provider = rustls::crypto::ring::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(std::sync::Arc::new(provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        http.tls_backend_preconfigured(tls)
    };
    http
}

#[tokio::test]
async fn a_name_that_resolves_to_this_machine_is_called() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let mut names = vec!["localhost", "sandbox.localhost", "SANDBOX.localhost."];
    // The system may know no names below `localhost`, which mean this machine all the same.
    names.push("no-such-name.localhost");
    for name in names {
        let base_url = format!("http://{name}:{}", service.address().port());
        let client = service.builder().base_url(base_url).build().unwrap();
        client.send(&history()).await.unwrap();
    }
    assert_eq!(service.calls().len(), 4);
}

#[tokio::test]
async fn another_loopback_address_is_this_machine() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let client = at(service.address(), "sandbox.localhost").build().unwrap();
    client.send(&history()).await.unwrap();
    let calls = service.calls();
    let host = format!("sandbox.localhost:{}", service.address().port());
    assert_eq!(calls[0].headers["host"], host);
}

#[tokio::test]
async fn a_name_that_leads_to_another_address_gets_no_token() {
    let Some(outside) = reachable_address() else {
        return;
    };
    let service = Service::start_at(outside, |_| Reply::ok(full_page(1, 1))).await;
    for name in ["localhost", "sandbox.localhost"] {
        let client = at(service.address(), name).build().unwrap();
        let error = client.send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Setup, "{error}");
        assert_eq!(error.attempts(), 1, "{error}");
        assert!(!error.is_transient());
        let expected = format!(
            "user_history: could not get an access token: the base URL uses http, but the \
             connection goes to {}, which is not a loopback address",
            service.address()
        );
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
    assert!(service.calls().is_empty() && service.token_requests().is_empty());
}

#[tokio::test]
async fn a_proxy_on_another_address_gets_no_token() {
    let Some(outside) = reachable_address() else {
        return;
    };
    let proxy = Service::start_at(outside, |_| Reply::ok(full_page(1, 1))).await;
    for base_url in ["http://127.0.0.1:9", "http://sandbox.localhost:9"] {
        let address = proxy.base_url();
        let client = Client::builder()
            .client_credentials("app", "s3cret")
            .base_url(base_url)
            .configure_http(move |http| http.proxy(Proxy::all(address).unwrap()))
            .build()
            .unwrap();
        let error = client.send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Setup, "{error}");
    }
    assert!(proxy.calls().is_empty() && proxy.token_requests().is_empty());
}

#[tokio::test]
async fn a_custom_http_client_needs_an_address_because_it_resolves_names_itself() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let own = || own().no_proxy().build().unwrap();
    for name in ["localhost", "sandbox.localhost"] {
        let builder = Client::builder().access_token("t").http_client(own());
        let base_url = format!("http://{name}:{}", service.address().port());
        let error = builder.base_url(base_url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Setup);
        assert!(error.to_string().contains("`http_client`"), "{error}");
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
    }
    let client = service.builder().http_client(own()).build().unwrap();
    client.send(&history()).await.unwrap();
}

#[tokio::test]
async fn the_answer_of_another_machine_to_a_custom_http_client_is_refused() {
    let Some(outside) = reachable_address() else {
        return;
    };
    let proxy = Service::start_at(outside, |_| Reply::ok(full_page(1, 1))).await;
    let own = own().proxy(Proxy::all(proxy.base_url()).unwrap());
    let client = Client::builder()
        .client_credentials("app", "s3cret")
        .base_url("http://127.0.0.1:9")
        .http_client(own.build().unwrap())
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup, "{error}");
    assert!(proxy.calls().is_empty(), "only the first request is sent");
}
