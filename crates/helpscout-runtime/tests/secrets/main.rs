//! What a service repeats of a client's secrets, in any spelling, is in no error and no trace.
//!
//! The test has its own process, because a subscriber is global.
#![cfg(feature = "rustls-ring")]
#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

mod echo;
#[path = "../http/history.rs"]
mod history;
#[path = "../http/log.rs"]
mod log;
#[path = "../http/service.rs"]
mod service;
mod spellings;
mod untrusted;

use std::error::Error as _;
use std::sync::OnceLock;

use helpscout_runtime::{Error, ErrorKind};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::echo::Echo;
use crate::log::Log;
use crate::spellings::{reveals, spellings};

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        tracing::subscriber::set_global_default(log.clone()).unwrap();
        log
    })
}

/// Returns every text that can be got out of an error.
fn texts(error: &Error) -> Vec<(&'static str, String)> {
    let mut texts = vec![
        ("Display", error.to_string()),
        ("Debug", format!("{error:?}")),
        ("pretty Debug", format!("{error:#?}")),
        ("problem", error.problem()),
        ("advice", error.advice().unwrap_or_default()),
        ("body", error.body().unwrap_or_default().to_owned()),
        (
            "correlation ID",
            error.correlation_id().unwrap_or_default().to_owned(),
        ),
        ("fields", format!("{:?}", error.field_errors())),
    ];
    for field in error.field_errors() {
        texts.push((
            "field",
            format!("{} {} {:?}", field.path, field.message, field.rejected),
        ));
    }
    for violation in error.violations() {
        texts.push(("violation", violation.message.clone()));
    }
    let mut source = error.source();
    while let Some(cause) = source {
        texts.push(("source", cause.to_string()));
        texts.push(("Debug of a source", format!("{cause:?}")));
        source = cause.source();
    }
    texts
}

/// Returns what reveals the secret.
async fn leaks(kind: ErrorKind, name: &str, echo: Echo<'_>) -> Vec<String> {
    // All tests share the log.
    static ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _one = ONE.lock().await;
    let mut leaks = Vec::new();
    for error in echo.errors(kind).await {
        let mut texts = texts(&error);
        texts.sort_by(|left, right| left.1.cmp(&right.1));
        texts.dedup_by(|left, right| left.1 == right.1);
        for (place, text) in texts {
            if reveals(&text, echo.secret) || text.contains(echo.text) {
                leaks.push(format!(
                    "{kind} ({}), {name}: {place}: {text}",
                    error.kind()
                ));
            }
        }
    }
    if reveals(&log().take(), echo.secret) {
        leaks.push(format!("{kind}, {name}: the log"));
    }
    leaks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_error_of_any_kind_reveals_a_secret_in_any_spelling() {
    log();
    let mut found = Vec::new();
    let texts = [
        ErrorKind::Refused,
        ErrorKind::Decode,
        ErrorKind::Inconsistent,
    ];
    for (secret, kinds) in [
        ("s3c/r+t=%41\\u0041 \"q&a\"<'>", ErrorKind::ALL),
        ("pässwörd/€😀 x", &texts),
        ("\"a string of JSON\"", &texts),
        // Put into JSON as it is, it is read as a line break, and shown as `\r` again.
        ("'s3c\\ret-t0ken", &texts),
    ] {
        for (name, text) in spellings(secret) {
            let echo = Echo {
                secret,
                text: &text,
            };
            for kind in kinds {
                found.extend(leaks(*kind, name, echo).await);
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} leaks:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[tokio::test]
async fn every_kind_has_its_errors() {
    let echo = Echo {
        secret: "plain-secret-01234",
        text: "plain-secret-01234",
    };
    for kind in ErrorKind::ALL {
        let errors = echo.errors(*kind).await;
        assert!(
            errors.iter().any(|error| error.kind() == *kind),
            "{kind}: {errors:?}"
        );
    }
}

#[test]
fn no_error_reveals_arbitrary_secrets() {
    log();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let config = ProptestConfig {
        cases: 8,
        max_shrink_iters: 0,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let secret = "[!-~]([ -~]|[äé€😀]){6,24}[!-~]";
    let kinds = [
        ErrorKind::Refused,
        ErrorKind::Decode,
        ErrorKind::Redirect,
        ErrorKind::Inconsistent,
        ErrorKind::TokenProvider,
    ];
    TestRunner::new(config)
        .run(
            &(secret, any::<prop::sample::Index>()),
            |(secret, index)| {
                let spellings = spellings(&secret);
                let (name, text) = &spellings[index.index(spellings.len())];
                for kind in kinds {
                    let leaks = runtime.block_on(leaks(
                        kind,
                        name,
                        Echo {
                            secret: &secret,
                            text,
                        },
                    ));
                    prop_assert!(leaks.is_empty(), "{}", leaks.join("\n"));
                }
                Ok(())
            },
        )
        .unwrap();
}
