//! Faults of the set-up: certificates that are rejected, and proxies that refuse.
//!
//! The client reads the environment when it is built. So each client runs in a process of its own
//! with the variables of the case, which is this test again with [`call`] as its only test.
#![cfg(feature = "rustls-ring")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    dead_code,
    missing_docs,
    unreachable_pub
)]

mod certificates;
#[path = "../http/history.rs"]
mod history;
mod roots;
mod variables;

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use helpscout_runtime::{Client, ErrorKind, reqwest};
use rcgen::{CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use crate::history::{full_page, history};

/// What the client in the other process reports.
#[derive(Debug)]
struct Report {
    /// The kind of the error, or `ok`.
    kind: String,
    attempts: u32,
    text: String,
}

/// Calls the service at `BASE_URL` and prints a report. Without that variable it does nothing.
#[tokio::test]
async fn call() {
    let Ok(base_url) = std::env::var("BASE_URL") else {
        return;
    };
    let mut builder = Client::builder().base_url(base_url).max_attempts(4);
    builder = match std::env::var("TOKEN") {
        Ok(token) => builder.access_token(token),
        Err(_) => builder.client_credentials("app", "s3cret"),
    };
    if let Ok(files) = std::env::var("ROOTS") {
        for file in files.split(' ') {
            builder = builder.root_certificates(std::fs::read(file).unwrap());
        }
    }
    if let Ok(proxy) = std::env::var("OWN_PROXY") {
        builder = builder.configure_http(|http| http.proxy(reqwest::Proxy::all(proxy).unwrap()));
    }
    let answer = match builder.build() {
        Ok(client) => client.send(&history()).await,
        Err(error) => Err(error),
    };
    let report = match answer {
        Ok(page) => format!("ok\t{}\t{} rows", page.attempts(), page.results.len()),
        Err(error) => {
            assert!(!format!("{error} {error:?}").contains("hunter2"));
            let is_of_network = match error.kind() {
                ErrorKind::Certificate | ErrorKind::Connect => true,
                ErrorKind::Proxy => error.status().is_none(),
                _ => false,
            };
            let cause = std::error::Error::source(&error);
            assert!(!is_of_network || cause.is_some_and(|cause| cause.is::<reqwest::Error>()));
            format!("{}\t{}\t{error}", error.kind(), error.attempts())
        }
    };
    // The test harness writes to the same line.
    eprintln!("\nREPORT\t{report}");
}

fn call_with(variables: &[(&str, &str)]) -> Report {
    let variables = variables.iter();
    let variables: Vec<_> = variables
        .map(|(name, value)| (*name, OsString::from(value)))
        .collect();
    call_with_any(&variables)
}

/// Does the same with values that may be other than text.
fn call_with_any(variables: &[(&str, OsString)]) -> Report {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["call", "--exact", "--nocapture"]);
    for name in [
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUEST_METHOD",
    ] {
        child.env_remove(name);
    }
    let variables = variables.iter().map(|(name, value)| (name, value));
    let output = child.envs(variables).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("REPORT\t"));
    let line = line.unwrap_or_else(|| panic!("no report: {text}"));
    let mut fields = line.splitn(3, '\t');
    let mut next = || fields.next().unwrap().to_owned();
    Report {
        kind: next(),
        attempts: next().parse().unwrap(),
        text: next(),
    }
}

/// A file that is removed at the end.
struct TrustedFile(PathBuf);

impl TrustedFile {
    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TrustedFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A service with a certificate of its own issuer.
struct Tls {
    address: std::net::SocketAddr,
    issuer: TrustedFile,
}

impl Tls {
    /// Starts a service whose certificate is for `name` and valid in these years.
    fn start(name: &str, years: std::ops::Range<i32>) -> Self {
        Self::start_for(ExtendedKeyUsagePurpose::ServerAuth, name, years)
    }

    /// Does the same with a certificate that has this purpose.
    fn start_for(
        purpose: ExtendedKeyUsagePurpose,
        name: &str,
        years: std::ops::Range<i32>,
    ) -> Self {
        static ISSUERS: AtomicUsize = AtomicUsize::new(0);
        let number = ISSUERS.fetch_add(1, Ordering::SeqCst);
        let mut ca = CertificateParams::default();
        ca.distinguished_name
            .push(rcgen::DnType::CommonName, format!("Issuer {number}"));
        ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();
        let mut leaf = CertificateParams::new([name.to_owned()]).unwrap();
        leaf.extended_key_usages = vec![purpose];
        leaf.not_before = date_time_ymd(years.start, 1, 1);
        leaf.not_after = date_time_ymd(years.end, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = leaf.signed_by(&key, &issuer).unwrap();

        let file = format!("helpscout-issuer-{}-{number}.pem", std::process::id());
        let file = std::env::temp_dir().join(file);
        std::fs::write(&file, issuer.pem()).unwrap();

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let config = config.clone();
                thread::spawn(move || respond(connection.unwrap(), config));
            }
        });
        Self {
            address,
            issuer: TrustedFile(file),
        }
    }

    fn base_url(&self, host: &str) -> String {
        format!("https://{host}:{}", self.address.port())
    }
}

/// Responds to requests with a token or a page.
fn respond(connection: TcpStream, config: Arc<ServerConfig>) {
    let session = rustls::ServerConnection::new(config).unwrap();
    let mut stream = BufReader::new(rustls::StreamOwned::new(session, connection));
    while let Some((path, length)) = read_head(&mut stream) {
        let mut form = vec![0; length];
        stream.read_exact(&mut form).unwrap();
        let body = if path == "/v2/oauth2/token" {
            r#"{"access_token":"good","expires_in":7200}"#.to_owned()
        } else {
            full_page(1, 1)
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        let response = head + &body;
        if stream.get_mut().write_all(response.as_bytes()).is_err() {
            return;
        }
    }
}

/// Reads the head of a request, and returns its path and the length of its body. Returns `None` at
/// the end of the connection.
fn read_head(stream: &mut impl BufRead) -> Option<(String, usize)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        match stream.read_line(&mut head) {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
    }
    let lower = head.to_ascii_lowercase();
    let length = lower
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let target = head.split(' ').nth(1)?;
    let path = target.split('?').next()?.to_owned();
    Some((path, length.unwrap_or(0)))
}

/// A proxy that responds to each request with the same text and counts them. If `to` is set, it
/// connects to that address instead.
struct FakeProxy {
    address: std::net::SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl FakeProxy {
    fn start(response: &'static str, to: Option<std::net::SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = BufReader::new(connection.unwrap());
                let Some((target, _)) = read_head(&mut connection) else {
                    continue;
                };
                log.lock().unwrap().push(target);
                let mut client = connection.into_inner();
                client.write_all(response.as_bytes()).unwrap();
                if let Some(to) = to {
                    let service = TcpStream::connect(to).unwrap();
                    let ways = [
                        (client.try_clone().unwrap(), service.try_clone().unwrap()),
                        (service, client),
                    ];
                    for (mut from, mut to) in ways {
                        thread::spawn(move || std::io::copy(&mut from, &mut to));
                    }
                }
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Returns an address where nobody listens. A port that was free a moment ago may belong to another
/// test.
fn closed_address() -> std::net::SocketAddr {
    ([127, 0, 0, 1], 1).into()
}

#[test]
fn a_proxy_that_refuses_is_named_with_its_variable_after_two_attempts() {
    let refuses = |response| FakeProxy::start(response, None);
    let password =
        refuses("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    let forbids = refuses("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    let gateway = refuses("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    let issuer = Tls::start("api.example", 2020..2090).issuer;
    for (address, problem) in [
        (closed_address(), "it can't be reached (Connection refused"),
        (
            password.address,
            "it requires a user name and password (407 Proxy Authentication Required)",
        ),
        (forbids.address, "it refused to connect to the service"),
        (gateway.address, "it refused to connect to the service"),
    ] {
        let with_scheme = format!("http://me:hunter2@{address}");
        let bare = address.to_string();
        for (variable, value) in [
            ("HTTPS_PROXY", &with_scheme),
            ("https_proxy", &bare),
            ("ALL_PROXY", &with_scheme),
            ("all_proxy", &bare),
        ] {
            let report = call_with(&[
                ("BASE_URL", "https://api.example"),
                ("SSL_CERT_FILE", issuer.path()),
                (variable, value),
            ]);
            assert_eq!(
                (report.kind.as_str(), report.attempts),
                ("proxy", 2),
                "{report:?}"
            );
            let expected = format!(
                "user_history: could not get an access token: can't connect to api.example:443 \
                 through the proxy {address} ({variable}): {problem}"
            );
            assert!(report.text.starts_with(&expected), "{report:?}");
            let advice = format!("Check the proxy that the environment variable {variable} names");
            assert!(report.text.contains(&advice), "{report:?}");
            let is_about_password = report.text.contains("as in http://NAME:PASSWORD@");
            assert_eq!(is_about_password, address == password.address, "{report:?}");
        }
    }
    assert_eq!(password.asked(), ["api.example:443"; 8]);
}

#[test]
fn a_proxy_that_closes_the_connection_is_named_and_asked_as_often_as_any_service() {
    let silent = FakeProxy::start("", None);
    let issuer = Tls::start("api.example", 2020..2090).issuer;
    let report = call_with(&[
        ("BASE_URL", "https://api.example"),
        ("SSL_CERT_FILE", issuer.path()),
        ("HTTPS_PROXY", &silent.address.to_string()),
        ("TOKEN", "t"),
    ]);
    assert_eq!(
        (report.kind.as_str(), report.attempts),
        ("proxy", 4),
        "{report:?}"
    );
    let expected = format!(
        "user_history: can't connect to api.example:443 through the proxy {} (HTTPS_PROXY): \
         it closed the connection (",
        silent.address
    );
    assert!(report.text.starts_with(&expected), "{report:?}");
}

#[test]
fn a_proxy_that_the_program_sets_is_named_as_far_as_it_is_known() {
    let issuer = Tls::start("api.example", 2020..2090).issuer;
    let closed = closed_address();
    for (scheme, base_url) in [
        ("http", "https://api.example"),
        ("http", "http://sandbox.localhost:9"),
        ("socks5h", "https://api.example"),
    ] {
        let own = format!("{scheme}://me:hunter2@{closed}");
        let report = call_with(&[
            ("BASE_URL", base_url),
            ("SSL_CERT_FILE", issuer.path()),
            ("OWN_PROXY", &own),
            ("TOKEN", "t"),
        ]);
        assert_eq!(
            (report.kind.as_str(), report.attempts),
            ("proxy", 2),
            "{report:?}"
        );
        assert!(
            report
                .text
                .contains(&format!(" through the proxy {closed}: it can't be reached")),
            "{report:?}"
        );
        assert!(
            report
                .text
                .ends_with("Check the proxy that `configure_http` or `http_client` sets"),
            "{report:?}"
        );
    }
}

#[test]
fn calls_and_requests_for_tokens_go_through_the_proxy_of_the_environment() {
    let service = Tls::start("api.example", 2020..2090);
    let proxy = FakeProxy::start("HTTP/1.1 200 OK\r\n\r\n", Some(service.address));
    let report = call_with(&[
        ("BASE_URL", "https://api.example"),
        ("SSL_CERT_FILE", service.issuer.path()),
        ("HTTPS_PROXY", &proxy.address.to_string()),
    ]);
    assert_eq!(
        (report.kind.as_str(), report.attempts),
        ("ok", 1),
        "{report:?}"
    );
    assert_eq!(proxy.asked()[0], "api.example:443");
}

#[test]
fn a_service_on_this_machine_is_called_without_a_proxy_over_http_and_https() {
    let proxy = FakeProxy::start(
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        None,
    );
    let address = proxy.address.to_string();
    let service = Tls::start("127.0.0.1", 2020..2090);
    let proxies = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"];
    let encrypted = service.base_url("127.0.0.1");
    let mut variables = vec![
        ("BASE_URL", encrypted.as_str()),
        ("SSL_CERT_FILE", service.issuer.path()),
    ];
    variables.extend(proxies.map(|variable| (variable, address.as_str())));
    let report = call_with(&variables);
    assert_eq!(report.kind, "ok", "{report:?}");

    let plain = format!("http://{}", closed_address());
    variables[0].1 = &plain;
    let report = call_with(&variables);
    assert_eq!(
        (report.kind.as_str(), report.attempts),
        ("connect", 3),
        "{report:?}"
    );
    assert!(!report.text.contains("proxy"), "{report:?}");
    assert!(proxy.asked().is_empty());
}

#[test]
fn a_host_that_does_not_exist_is_tried_twice() {
    let issuer = Tls::start("api.example", 2020..2090).issuer;
    let report = call_with(&[
        ("BASE_URL", "https://no-such-host.invalid"),
        ("SSL_CERT_FILE", issuer.path()),
        ("TOKEN", "t"),
    ]);
    assert_eq!(report.kind, "connect");
    // Without a network the resolver may not know whether the host exists.
    if !report.text.contains("Temporary failure") {
        assert_eq!(report.attempts, 2, "{report:?}");
    }
    assert!(
        report.text.contains("no-such-host.invalid:443")
            && report.text.contains("The host was not found by its name"),
        "{report:?}"
    );
}
