//! Certificates of the service that are accepted or rejected.

use std::path::PathBuf;

use rcgen::ExtendedKeyUsagePurpose;

use crate::{Tls, call_with};

#[test]
fn a_trusted_certificate_is_accepted_and_an_untrusted_one_is_named_after_two_attempts() {
    let service = Tls::start("127.0.0.1", 2020..2090);
    let other = Tls::start("127.0.0.1", 2020..2090);
    let base_url = service.base_url("127.0.0.1");
    let trusted = call_with(&[
        ("BASE_URL", &base_url),
        ("SSL_CERT_FILE", service.issuer.path()),
    ]);
    assert_eq!(
        (trusted.kind.as_str(), trusted.attempts),
        ("ok", 1),
        "{trusted:?}"
    );

    let untrusted = call_with(&[
        ("BASE_URL", &base_url),
        ("SSL_CERT_FILE", other.issuer.path()),
    ]);
    assert_eq!(untrusted.kind, "certificate");
    assert_eq!(untrusted.attempts, 2);
    let place = service.address;
    assert_eq!(
        untrusted.text,
        format!(
            "user_history: could not get an access token: the certificate of {place} was rejected: \
             its issuer is not trusted (UnknownIssuer) (2 attempts). SSL_CERT_FILE is set, so only \
             the issuers in that file are trusted; add the issuer to the file, or unset \
             SSL_CERT_FILE, or pass its certificate to `root_certificates`"
        )
    );
}

/// Only if the system has certificates, a client can be built without `SSL_CERT_FILE`.
#[test]
fn the_message_about_an_untrusted_certificate_names_the_variable_that_could_be_set() {
    if !PathBuf::from("/etc/ssl/certs/ca-certificates.crt").exists() {
        return;
    }
    let service = Tls::start("127.0.0.1", 2020..2090);
    let report = call_with(&[("BASE_URL", &service.base_url("127.0.0.1")), ("TOKEN", "t")]);
    assert_eq!((report.kind.as_str(), report.attempts), ("certificate", 2));
    assert!(
        report
            .text
            .contains("or set SSL_CERT_FILE to a PEM file that contains it"),
        "{report:?}"
    );
}

#[test]
fn a_certificate_of_another_time_host_or_purpose_is_named_as_such() {
    let expired = Tls::start("127.0.0.1", 2001..2002);
    let early = Tls::start("127.0.0.1", 2080..2090);
    let other_host = Tls::start("api.example", 2020..2090);
    let client = ExtendedKeyUsagePurpose::ClientAuth;
    let of_client = Tls::start_for(client, "127.0.0.1", 2020..2090);
    for (service, problem, advice) in [
        (
            &expired,
            "it has expired (certificate expired",
            "Check the clock",
        ),
        (&early, "it is not valid yet (", "Check the clock"),
        (
            &other_host,
            "it is the certificate of another host (certificate not valid for name \"127.0.0.1\"; \
             certificate is only valid for DnsName(\"api.example\"))",
            "Check the base URL",
        ),
        (
            &of_client,
            "it is not the certificate of a server (",
            ". The service or a proxy in front of it needs another certificate",
        ),
    ] {
        let report = call_with(&[
            ("BASE_URL", &service.base_url("127.0.0.1")),
            ("SSL_CERT_FILE", service.issuer.path()),
            ("TOKEN", "t"),
        ]);
        assert_eq!((report.kind.as_str(), report.attempts), ("certificate", 2));
        let expected = format!(
            "user_history: the certificate of {} was rejected: {problem}",
            service.address
        );
        assert!(report.text.starts_with(&expected), "{report:?}");
        assert!(report.text.contains(advice), "{report:?}");
    }
}

#[test]
fn a_port_that_expects_https_is_doubted_if_it_is_called_over_http() {
    let service = Tls::start("127.0.0.1", 2020..2090);
    let base_url = format!("http://{}", service.address);
    let report = call_with(&[("BASE_URL", &base_url), ("TOKEN", "t")]);
    let problem = "the response is not HTTP, or is malformed (invalid HTTP version parsed)";
    let advice = "Check the base URL (`base_url`), such as whether its port expects https";
    assert!(
        report.text.contains(problem) && report.text.contains(advice),
        "{report:?}"
    );
}
