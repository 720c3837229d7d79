//! Certificates that the program trusts besides those of the platform.

use helpscout_runtime::{Client, ErrorKind};

use crate::{Tls, call_with};

#[test]
fn certificates_of_the_program_are_trusted_besides_those_of_the_platform() {
    let [first, second, platform] = [(); 3].map(|()| Tls::start("127.0.0.1", 2020..2090));
    let both = format!("{} {}", first.issuer.path(), second.issuer.path());
    for service in [&first, &second, &platform] {
        let report = call_with(&[
            ("BASE_URL", &service.base_url("127.0.0.1")),
            ("SSL_CERT_FILE", platform.issuer.path()),
            ("ROOTS", &both),
        ]);
        assert_eq!(
            (report.kind.as_str(), report.attempts),
            ("ok", 1),
            "{report:?}"
        );
    }

    let other = call_with(&[
        ("BASE_URL", &second.base_url("127.0.0.1")),
        ("SSL_CERT_FILE", platform.issuer.path()),
        ("ROOTS", first.issuer.path()),
    ]);
    assert_eq!(other.kind, "certificate", "{other:?}");
}

#[test]
fn several_certificates_are_read_from_one_text_whatever_is_around_them() {
    let services = [(); 2].map(|()| Tls::start("127.0.0.1", 2020..2090));
    let [first, second] = services
        .each_ref()
        .map(|service| std::fs::read_to_string(service.issuer.path()).unwrap());
    // Some editors begin a text with a mark.
    let all = format!("\u{feff}{first}\n\n# and the company's\r\n{second}");
    let file = std::env::temp_dir().join(format!("helpscout-roots-{}.pem", std::process::id()));
    std::fs::write(&file, all).unwrap();
    for service in &services {
        let report = call_with(&[
            ("BASE_URL", &service.base_url("127.0.0.1")),
            ("ROOTS", file.to_str().unwrap()),
        ]);
        assert_eq!(report.kind, "ok", "{report:?}");
    }
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_text_without_a_certificate_that_can_be_used_is_refused_when_the_client_is_built() {
    let block =
        |text: &str| format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
    let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    for wrong in [
        String::new(),
        "company-ca.pem".to_owned(),
        key.to_owned(),
        block("AAAA"),
        block("*"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n".to_owned(),
    ] {
        for url in ["https://api.example", "http://127.0.0.1:9"] {
            let builder = Client::builder().access_token("token").base_url(url);
            let error = builder
                .root_certificates(wrong.clone())
                .build()
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Setup);
            let problem = error.problem();
            assert!(
                problem.starts_with("the certificates of `root_certificates` can't be read ("),
                "{wrong}: {problem}"
            );
        }
    }
}

#[test]
fn a_text_that_is_no_pem_says_what_is_wrong_with_it() {
    let service = Tls::start("127.0.0.1", 2020..2090);
    let pem = std::fs::read_to_string(service.issuer.path()).unwrap();
    let utf_16 = format!("\u{feff}{pem}");
    let utf_16 = utf_16.encode_utf16().flat_map(u16::to_le_bytes);
    let no_line = "-----BEGIN CERTIFICATE----- is not a line of its own";
    for (text, problem) in [
        (b"company-ca.pem".to_vec(), "there is none in the text"),
        (utf_16.collect(), "the text is UTF-16, and must be UTF-8"),
        (pem.replace('\n', "\\n").into_bytes(), no_line),
        (pem.replace('\n', " ").into_bytes(), no_line),
        (
            pem.replace('\n', "\n  ")
                .replacen('-', "  -", 1)
                .into_bytes(),
            no_line,
        ),
        (
            pem.replace("-----END", "").into_bytes(),
            "a block has no line that ends it",
        ),
    ] {
        let builder = Client::builder()
            .access_token("token")
            .root_certificates(text);
        let found = builder.build().unwrap_err().problem();
        assert!(
            found.contains(&format!(" can't be read ({problem}); ")),
            "{found}"
        );
    }
}
