//! What a service repeats of a secret, and what is secret in the settings, is never printed.

use crate::program::{program, report, run};
use crate::service::Service;

const TOKEN: &str = "s3cr/t+token=of the-tests";

/// The token in several spellings, without quotes, so that it can be in JSON.
const SPELLINGS: [&str; 7] = [
    TOKEN,
    r"s3cr\/t+token=of the-tests",
    r"\u0073\u0033cr\u002ft\u002Btoken\u003dof the\u002dtests",
    "s3cr%2Ft%2Btoken%3Dof%20the-tests",
    "s3cr%2ft%2btoken%3dof+the-tests",
    "czNjci90K3Rva2VuPW9mIHRoZS10ZXN0cw==",
    "YXBwOnMzY3IvdCt0b2tlbj1vZiB0aGUtdGVzdHM",
];

#[test]
fn an_error_has_no_spelling_of_a_secret_that_the_service_repeats() {
    for spelling in SPELLINGS {
        for (status, body) in [
            (400, format!(r#"{{"message":"no {spelling}!"}}"#)),
            (400, format!("{}{spelling}", "x".repeat(190))),
            (200, format!(r#"{{"page":"{spelling}"}}"#)),
            (200, format!(r#"{{"{spelling}":1}}"#)),
            (200, format!(r#"{{"page":"{spelling}"#)),
        ] {
            let service = Service::start(move |_| (status, body.clone()));
            for format in ["text", "json"] {
                let mut command = service.asked_by(report());
                command.env("HELPSCOUT_ACCESS_TOKEN", TOKEN);
                let run = run(command.args(["--attempts", "1", "--errors", format]));
                assert_ne!(run.code, Some(0));
                assert!(run.stderr.contains("[hidden]"), "{}", run.stderr);
                for part in ["s3cr", "tests", "czNj", "zY3Iv", "u0073"] {
                    assert!(!run.stderr.contains(part), "{spelling}: {}", run.stderr);
                }
            }
        }
    }
}

#[test]
fn a_base_url_with_a_password_is_refused_without_its_text() {
    for url in [
        "https://me:hunter2@api.helpscout.net",
        "me:hunter2@api.helpscout.net",
        "me:hunter2@host/path?x",
        "//me:hunter2@host",
        "https:me:hunter2@host",
        "https:/me:hunter2@host/v2",
        r"https:\\me:hunter2@host",
        r"https://host\me:hunter2@host/v2",
        "https://me:hunter2@p@ss@host",
        "http://host/me:hunter2@host",
        "hunter2:@host",
        "me:hunter2%40host",
    ] {
        for in_environment in [false, true] {
            let mut command = report();
            command.env("HELPSCOUT_ACCESS_TOKEN", "t0ken-of-the-tests");
            if in_environment {
                command.env("HELPSCOUT_BASE_URL", url);
            } else {
                command.args(["--base-url", url]);
            }
            let run = run(&mut command);
            assert_eq!(run.code, Some(2), "{url}: {}", run.stderr);
            assert!(!run.stderr.contains("hunter2"), "{url}: {}", run.stderr);
        }
    }
}

#[test]
fn a_secret_that_is_given_as_an_argument_is_not_quoted() {
    for arguments in [
        &["report", "company", "--user", TOKEN][..],
        &["report", TOKEN],
        &["list", "users", "--format", TOKEN, "--errors=json"],
    ] {
        let mut command = program();
        let run = run(command.env("HELPSCOUT_ACCESS_TOKEN", TOKEN).args(arguments));
        assert_eq!(run.code, Some(2));
        assert!(!run.stderr.contains("s3cr"), "{}", run.stderr);
    }
}
