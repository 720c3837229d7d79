//! Clients that environment variables set up.
//!
//! Variables belong to a process. So each client runs in a process of its own with the variables of
//! the case, which is this test again with [`call`] as its only test.
#![cfg(feature = "blocking")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    dead_code,
    missing_docs,
    unreachable_pub
)]

#[path = "http/history.rs"]
mod history;
#[path = "http/service.rs"]
mod service;

use std::ffi::OsString;
use std::process::Command;

use helpscout_runtime::{Client, ClientBuilder, Error, blocking};

use crate::history::{full_page, history};
use crate::service::{Reply, Service};

const VARIABLES: [&str; 4] = [
    "HELPSCOUT_APP_ID",
    "HELPSCOUT_APP_SECRET",
    "HELPSCOUT_ACCESS_TOKEN",
    "HELPSCOUT_BASE_URL",
];

/// Makes a call with each kind of client and prints the outcomes. It does nothing unless
/// `IN_OTHER_PROCESS` is set.
#[test]
fn call() {
    if std::env::var_os("IN_OTHER_PROCESS").is_none() {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let send = |client: Result<Client, Error>| {
        runtime.block_on(async { client?.send(&history()).await.map(|page| page.count) })
    };
    let client = || Client::builder().credentials_from_env();
    let outcomes = [
        send(Client::from_env()),
        send(ClientBuilder::from_env().and_then(ClientBuilder::build)),
        blocking::Client::from_env()
            .and_then(|client| client.send(&history()).map(|page| page.count)),
        match std::env::var("OWN_URL") {
            Ok(url) => send(client().and_then(|builder| builder.base_url(url).build())),
            Err(_) => client().map(|_| 0),
        },
    ];
    for outcome in outcomes {
        let text = match outcome {
            Ok(rows) => format!("{rows} rows"),
            Err(error) => {
                assert!(!format!("{error} {error:?}").contains("hush"));
                error.to_string()
            }
        };
        eprintln!("\nOUTCOME\t{text}");
    }
}

/// Returns the outcomes of [`call`] with these variables.
fn call_with(variables: &[(&str, OsString)]) -> Vec<String> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["call", "--exact", "--nocapture"]);
    for name in VARIABLES {
        command.env_remove(name);
    }
    command.env("IN_OTHER_PROCESS", "1");
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{text}");
    let outcomes: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("OUTCOME\t"))
        .map(str::to_owned)
        .collect();
    assert_eq!(outcomes.len(), 4, "{text}");
    outcomes
}

async fn serve() -> Service {
    Service::start(|_| Reply::ok(full_page(1, 1))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_client_uses_the_app_and_the_base_url_of_the_environment() {
    let service = serve().await;
    let outcomes = call_with(&[
        ("HELPSCOUT_APP_ID", "app".into()),
        ("HELPSCOUT_APP_SECRET", "  hush\n".into()),
        ("HELPSCOUT_ACCESS_TOKEN", OsString::new()),
        ("HELPSCOUT_BASE_URL", service.base_url().into()),
        ("OWN_URL", service.base_url().into()),
    ]);
    assert_eq!(outcomes, ["10 rows"; 4]);
    let requests = service.token_requests();
    assert_eq!(requests.len(), 4);
    for request in requests {
        assert_eq!(request.form["client_id"], "app");
        assert_eq!(request.form["client_secret"], "hush");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_preferred_and_its_own_url_replaces_that_of_the_environment() {
    let service = serve().await;
    let outcomes = call_with(&[
        ("HELPSCOUT_APP_ID", "app".into()),
        ("HELPSCOUT_ACCESS_TOKEN", "fixed".into()),
        ("HELPSCOUT_BASE_URL", "not a URL".into()),
        ("OWN_URL", service.base_url().into()),
    ]);
    let refused = "HELPSCOUT_BASE_URL is set, but the base URL could not be parsed (relative URL \
                   without a base); write it like https://api.helpscout.net";
    assert_eq!(outcomes, [refused, refused, refused, "10 rows"]);
    assert!(service.token_requests().is_empty());
    assert_eq!(service.calls()[0].token.as_deref(), Some("fixed"));
}

#[test]
fn without_credentials_nothing_is_called() {
    let none = "there are no credentials in the environment. Set HELPSCOUT_APP_ID and \
                HELPSCOUT_APP_SECRET of an OAuth2 application, or set HELPSCOUT_ACCESS_TOKEN";
    assert_eq!(call_with(&[]), [none; 4]);
}

#[cfg(unix)]
#[test]
fn a_value_that_is_no_text_is_refused_and_not_shown() {
    use std::os::unix::ffi::OsStringExt;

    for name in VARIABLES {
        let outcomes = call_with(&[
            ("HELPSCOUT_APP_ID", "app".into()),
            ("HELPSCOUT_APP_SECRET", "hush".into()),
            (name, OsString::from_vec(b"hush\xff".to_vec())),
        ]);
        let refused = format!(
            "{name} is not valid UTF-8; it may be truncated or in another encoding. Set it again"
        );
        assert_eq!(outcomes[..3], [&refused[..]; 3]);
    }
}
