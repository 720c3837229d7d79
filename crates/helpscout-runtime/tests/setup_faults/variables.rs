//! Variables of the environment that name a proxy which the client can't use.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;

use crate::{FakeProxy, Report, Tls, TrustedFile, call_with, call_with_any, closed_address};

const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Calls `https://api.example`, which does not exist, so that only a proxy can be reached.
fn call_through<V: AsRef<OsStr>>(issuer: &TrustedFile, variables: &[(&str, V)]) -> Report {
    let mut all = vec![
        ("BASE_URL", OsString::from("https://api.example")),
        ("SSL_CERT_FILE", issuer.path().into()),
        ("TOKEN", "t".into()),
    ];
    all.extend(
        variables
            .iter()
            .map(|(name, value)| (*name, value.as_ref().to_owned())),
    );
    call_with_any(&all)
}

fn issuer() -> TrustedFile {
    Tls::start("api.example", 2020..2090).issuer
}

#[test]
fn a_proxy_that_can_not_be_used_is_refused_before_anything_is_sent() {
    let issuer = issuer();
    for (value, problem) in [
        ("ftp://me:hunter2@proxy.example:21", "its scheme is none of"),
        (
            "socks://me:hunter2@proxy.example:1080",
            "its scheme is none of",
        ),
        ("SOCKS5://proxy.example:1080", "its scheme is none of"),
        (
            "http:/proxy.example:3128",
            "its port is not a number from 1 to 65535",
        ),
        ("http://", "it has no host"),
        ("http://:3128", "it has no host"),
        ("http://me:hunter2@:3128", "it has no host"),
        (
            "http://proxy.example:99999",
            "its port is not a number from 1 to 65535",
        ),
        (
            "http://proxy.example:0",
            "its port is not a number from 1 to 65535",
        ),
        (
            "http://proxy.example:",
            "its port is not a number from 1 to 65535",
        ),
        (
            "http://proxy.example:hunter2",
            "its port is not a number from 1 to 65535",
        ),
        ("me:hunter2", "its port is not a number from 1 to 65535"),
        (
            "http://[::1]:port",
            "its port is not a number from 1 to 65535",
        ),
        (
            "http://[::1:3128",
            "its port is not a number from 1 to 65535",
        ),
        ("proxy.example:3128/", "it can't be parsed"),
        ("/hunter2", "it has no host"),
        ("*", "it can't be parsed"),
        (" ", "it has a space"),
        (" http://proxy.example:3128", "it has a space"),
        ("http://proxy.example:3128\n", "it has a space"),
        ("http://me:hun ter2@proxy.example:3128", "it has a space"),
        (
            "http://pr\u{f6}xy.example:3128",
            "it has characters other than ASCII",
        ),
        (
            "http://me:hunter2@x@proxy.example:3128",
            "its user name or password has one of",
        ),
        (
            "http://me:12/hunter2@proxy.example:3128",
            "its user name or password has one of",
        ),
        (
            "http://me:12#hunter2@proxy.example:3128",
            "its user name or password has one of",
        ),
    ] {
        for variable in VARIABLES {
            let report = call_through(&issuer, &[(variable, value)]);
            assert_eq!(
                (report.kind.as_str(), report.attempts),
                ("setup", 0),
                "{value}: {report:?}"
            );
            let start = format!(
                "the environment variable {variable} does not name a proxy that the client can use: {problem}"
            );
            assert!(report.text.starts_with(&start), "{value}: {report:?}");
            assert!(
                report.text.contains("http://proxy.example:3128"),
                "{report:?}"
            );
            assert!(!report.text.contains("hunter2"), "{report:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_text_is_refused() {
    use std::os::unix::ffi::OsStringExt;

    let issuer = issuer();
    let broken = OsString::from_vec(b"http://pro\xffxy.example:3128".to_vec());
    for variable in VARIABLES {
        let report = call_through(&issuer, &[(variable, &broken)]);
        assert_eq!(report.kind, "setup", "{report:?}");
        let expected = format!(
            "{variable} does not name a proxy that the client can use: it is not valid UTF-8"
        );
        assert!(report.text.contains(&expected), "{report:?}");
    }
    let proxy = OsString::from("http://proxy.example:3128");
    let report = call_through(&issuer, &[("ALL_PROXY", &proxy), ("no_proxy", &broken)]);
    assert_eq!(report.kind, "setup", "{report:?}");
    assert!(report.text.contains("no_proxy"), "{report:?}");
}

/// Only the variable that names the proxy for the service counts: the client ignores the others.
#[test]
fn a_variable_that_is_not_used_may_have_any_value() {
    let issuer = issuer();
    let refuses = FakeProxy::start("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", None);
    let proxy = refuses.address.to_string();
    for variables in [
        [("HTTPS_PROXY", proxy.as_str()), ("ALL_PROXY", "ftp://x")],
        [("HTTPS_PROXY", proxy.as_str()), ("https_proxy", "ftp://x")],
        [("HTTP_PROXY", "ftp://x"), ("HTTPS_PROXY", proxy.as_str())],
        [("HTTPS_PROXY", ""), ("ALL_PROXY", proxy.as_str())],
        // With an empty value of the first, the second is not read.
        [("ALL_PROXY", proxy.as_str()), ("https_proxy", "")],
    ] {
        let report = call_through(&issuer, &variables);
        assert_eq!(report.kind, "proxy", "{variables:?}: {report:?}");
        assert!(report.text.contains(&proxy), "{report:?}");
    }
    for variables in [
        [("HTTPS_PROXY", "ftp://x"), ("NO_PROXY", "api.example")],
        [("HTTPS_PROXY", "ftp://x"), ("no_proxy", "*")],
        [("HTTPS_PROXY", ""), ("ALL_PROXY", "")],
        [("HTTPS_PROXY", ""), ("https_proxy", "ftp://x")],
    ] {
        let report = call_through(&issuer, &variables);
        assert_eq!(report.kind, "connect", "{variables:?}: {report:?}");
    }
    // The variable that should count is broken, and the client would take the other.
    let variables = [("HTTPS_PROXY", "ftp://x"), ("ALL_PROXY", proxy.as_str())];
    let report = call_through(&issuer, &variables);
    assert_eq!(report.kind, "setup", "{report:?}");
    assert!(report.text.contains("HTTPS_PROXY"), "{report:?}");
}

/// In a CGI program the HTTP client ignores every proxy of the environment.
#[test]
fn a_proxy_that_a_cgi_program_would_bypass_is_refused() {
    let issuer = issuer();
    let proxy = closed_address().to_string();
    let cgi = ("REQUEST_METHOD", "GET");
    let report = call_through(&issuer, &[("HTTPS_PROXY", proxy.as_str()), cgi]);
    assert_eq!(report.kind, "setup", "{report:?}");
    assert!(report.text.contains("REQUEST_METHOD"), "{report:?}");
    let report = call_through(&issuer, &[("HTTP_PROXY", proxy.as_str()), cgi]);
    assert_eq!(report.kind, "connect", "{report:?}");
}

#[test]
fn a_service_on_this_machine_needs_no_proxy_so_the_variables_are_not_read() {
    let service = Tls::start("127.0.0.1", 2020..2090);
    let report = call_with(&[
        ("BASE_URL", service.base_url("127.0.0.1").as_str()),
        ("SSL_CERT_FILE", service.issuer.path()),
        ("HTTPS_PROXY", "ftp://x"),
    ]);
    assert_eq!(report.kind, "ok", "{report:?}");
}

#[test]
fn a_socks_proxy_is_used() {
    let issuer = issuer();
    for (scheme, version) in [("socks4a", 4), ("socks5h", 5)] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, versions) = mpsc::channel();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let mut first = [0];
                connection.read_exact(&mut first).unwrap();
                tell.send(first[0]).unwrap();
                // No version has this number, so the client ends the connection.
                let _ = connection.write_all(&[0xff; 8]);
            }
        });
        let report = call_through(&issuer, &[("ALL_PROXY", format!("{scheme}://{address}"))]);
        assert_eq!(report.kind, "proxy", "{scheme}: {report:?}");
        assert!(report.text.contains(&address.to_string()), "{report:?}");
        assert_eq!(versions.try_recv(), Ok(version));
    }
}

/// Starts a SOCKS proxy that answers the first message of each connection with these bytes.
fn socks_proxy(answer: &'static [u8]) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let _ = connection.read(&mut [0; 64]);
            let _ = connection.write_all(answer);
        }
    });
    address
}

#[test]
fn a_socks_proxy_that_refuses_is_named_after_two_attempts() {
    let issuer = issuer();
    for (scheme, address, problem, attempts) in [
        (
            "socks4a",
            closed_address(),
            "it can't be reached (Connection refused",
            2,
        ),
        (
            "socks5h",
            closed_address(),
            "it can't be reached (Connection refused",
            2,
        ),
        // No method of authentication, and a rejected request.
        (
            "socks5h",
            socks_proxy(&[5, 0xff]),
            "it refused to connect to the service (",
            2,
        ),
        (
            "socks4a",
            socks_proxy(&[0, 0x5b, 0, 0, 0, 0, 0, 0]),
            "it refused to connect to the service (",
            2,
        ),
        (
            "socks5h",
            socks_proxy(&[9, 9]),
            "its response was not understood (",
            2,
        ),
        ("socks5h", socks_proxy(&[]), "it closed the connection (", 4),
    ] {
        let report = call_through(&issuer, &[("ALL_PROXY", format!("{scheme}://{address}"))]);
        assert_eq!(
            (report.kind.as_str(), report.attempts),
            ("proxy", attempts),
            "{report:?}"
        );
        let expected = format!("through the proxy {address} (ALL_PROXY): {problem}");
        assert!(report.text.contains(&expected), "{report:?}");
    }
}

#[test]
fn a_host_that_this_machine_looks_up_is_no_fault_of_the_proxy() {
    let issuer = issuer();
    for scheme in ["socks4", "socks5"] {
        let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = proxy.local_addr().unwrap();
        let report = call_through(&issuer, &[("ALL_PROXY", format!("{scheme}://{address}"))]);
        assert_eq!(report.kind, "connect", "{report:?}");
        let expected = "with socks4a:// or socks5h://, the proxy looks it up";
        assert!(report.text.contains(expected), "{report:?}");
        proxy.set_nonblocking(true).unwrap();
        assert!(proxy.accept().is_err(), "the proxy was not asked");
    }
}

#[test]
fn a_port_without_tls_is_called_one() {
    let address = socks_proxy(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    let base = format!("https://{address}");
    let report = call_with(&[("BASE_URL", base.as_str()), ("TOKEN", "t")]);
    assert_eq!(
        (report.kind.as_str(), report.attempts),
        ("connect", 2),
        "{report:?}"
    );
    assert!(report.text.contains("does not speak TLS"), "{report:?}");
}
