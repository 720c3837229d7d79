//! Services with HTTP Basic: what is sent, what is refused before, and that it stays secret.

use helpscout_runtime::{
    Basic, Client, ClientBuilder, ErrorKind, Operation, Query, Request, Service as Facts,
};

use crate::redirects::careless;
use crate::service::{Reply, Service};

const BOTH: &Facts = &Facts {
    title: "Calls",
    base_url: "https://calls.example",
    environment: "CALLS",
    token: None,
    basic: Some(Basic {
        user: None,
        password: None,
    }),
    rate_limit: None,
    correlation_id: None,
};

/// The key is the user name.
const USER: &Facts = &Facts {
    basic: Some(Basic {
        user: None,
        password: Some("X"),
    }),
    ..*BOTH
};

/// The key is the user name, and there is no password.
const BARE: &Facts = &Facts {
    basic: Some(Basic {
        user: None,
        password: Some(""),
    }),
    ..*BOTH
};

/// The key is the password.
const PASSWORD: &Facts = &Facts {
    basic: Some(Basic {
        user: Some("any"),
        password: None,
    }),
    ..*BOTH
};

/// A service whose calls need nothing.
const OPEN: &Facts = &Facts {
    basic: None,
    ..*BOTH
};

/// The key of the tests.
const KEY: &str = "5f3c-k3y-9d41";

fn call(facts: &'static Facts) -> Request {
    let operation = Box::leak(Box::new(Operation {
        id: "list_calls",
        service: facts,
        path: "/v1/calls",
        ..Operation::DEFAULT
    }));
    Request::new(operation, Query::new())
}

fn builder(facts: &'static Facts) -> ClientBuilder {
    Client::builder().service(facts)
}

#[tokio::test]
async fn the_user_name_and_the_password_are_sent_with_every_call() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let url = service.base_url();
    let builder = |facts| builder(facts).base_url(url.clone());
    for (facts, builder, sent) in [
        (
            BOTH,
            builder(BOTH).basic_auth("AC5ef8", "s3cret"),
            "QUM1ZWY4OnMzY3JldA==",
        ),
        (
            BOTH,
            builder(BOTH).basic_auth("marta@example.com/token", "k:3:y"),
            "bWFydGFAZXhhbXBsZS5jb20vdG9rZW46azozOnk=",
        ),
        (
            BOTH,
            builder(BOTH).basic_auth("Žofie", "pä55"),
            "xb1vZmllOnDDpDU1",
        ),
        (USER, builder(USER).api_key(" k3y\n"), "azN5Olg="),
        (USER, builder(USER).basic_auth("k3y", "Y"), "azN5Olk="),
        (BARE, builder(BARE).api_key("k3y"), "azN5Og=="),
        (BARE, builder(BARE).basic_auth("k3y", ""), "azN5Og=="),
        (PASSWORD, builder(PASSWORD).api_key("k:3y"), "YW55Oms6M3k="),
        (
            USER,
            builder(USER).sandbox(url.clone()),
            "c2FuZGJveC1zZWNyZXQ6WA==",
        ),
        (
            PASSWORD,
            builder(PASSWORD).sandbox(url.clone()),
            "YW55OnNhbmRib3gtc2VjcmV0",
        ),
        (
            BOTH,
            builder(BOTH).sandbox(url.clone()),
            "c2FuZGJveC1hcHA6c2FuZGJveC1zZWNyZXQ=",
        ),
    ] {
        let client = builder.build().unwrap();
        for _ in 0..2 {
            client.send_raw(&call(facts)).await.unwrap();
            let seen = service.calls().pop().unwrap();
            assert_eq!(seen.token, Some(format!("Basic {sent}")));
        }
    }
    assert!(service.token_requests().is_empty());
}

#[tokio::test]
async fn credentials_that_do_not_fit_the_service_are_refused_with_what_to_set() {
    for (builder, problem) in [
        (
            builder(BOTH),
            "no credentials; set `basic_auth` (a user name and a password)",
        ),
        (builder(USER), "no credentials; set an `api_key`"),
        (
            builder(BOTH).api_key(KEY),
            "Calls takes a user name and a password, not one key; set `basic_auth`",
        ),
        (
            builder(OPEN).api_key(KEY),
            "Calls has no HTTP Basic, so an API key can't be used; set an `access_token`, or no credentials \
             if calls need none",
        ),
        (
            Client::builder().basic_auth("marta", KEY),
            "Help Scout Inbox API 2.0 has no HTTP Basic, so a user name and a password can't be used; set \
             `client_credentials` (an app's ID and secret) or an `access_token`",
        ),
        (builder(USER).api_key(" "), "the API key is empty; set it"),
        (
            builder(BOTH).basic_auth("", KEY),
            "the user name is empty; set it",
        ),
        (
            builder(BOTH).basic_auth("marta", ""),
            "the password is empty; set it",
        ),
        (
            builder(USER).api_key(format!("{KEY}:X")),
            "the API key has a colon, which ends the user name of HTTP Basic; leave out the colon and what \
             follows it if that is the password",
        ),
        (
            builder(BOTH).basic_auth("a:b", KEY),
            "the user name has a colon, which ends the user name of HTTP Basic; leave out the colon and \
             what follows it if that is the password",
        ),
        (
            builder(BOTH).basic_auth("marta", format!("{KEY}\nX")),
            "the password contains characters that can't be sent, such as a line break; check where it \
             comes from",
        ),
        (
            builder(USER).client_credentials("app", KEY),
            "Calls has no token endpoint, so client credentials can't be used; set an `api_key`",
        ),
        (
            builder(OPEN).client_credentials("app", KEY),
            "Calls has no token endpoint, so client credentials can't be used; set an `access_token` or a \
             `token_provider`, or neither if calls need no token",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Setup);
        assert_eq!(error.to_string(), problem);
        assert!(!format!("{error:?}").contains(KEY));
    }
}

#[tokio::test]
async fn a_refusal_says_what_to_check_and_is_not_repeated() {
    for (builder, facts, advice) in [
        (
            builder(USER).api_key(KEY),
            USER,
            "Check the API key, and that it is still valid",
        ),
        (
            builder(BOTH).basic_auth("marta", KEY),
            BOTH,
            "Check the user name and the password",
        ),
    ] {
        let service = Service::start(|_| Reply::new(401, "")).await;
        let client = builder.base_url(service.base_url()).build().unwrap();
        let error = client.send_raw(&call(facts)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert_eq!(
            error.to_string(),
            format!("list_calls: the service responded with 401 Unauthorized. {advice}")
        );
        assert_eq!(service.calls().len(), 1);
    }
}

#[tokio::test]
async fn what_was_sent_is_hidden_if_a_service_repeats_it() {
    // The key, and the header as a proxy repeats it, whole and cut off.
    let encoded = "NWYzYy1rM3ktOWQ0MTpY";
    let service = Service::start(move |_| {
        Reply::new(
            400,
            format!("no {KEY} in Basic {encoded}, nor in Authorization: Basic NWYzYy1rM3ktOWQ0"),
        )
    })
    .await;
    let builders = [
        builder(USER).api_key(KEY),
        builder(USER).basic_auth(KEY, "X"),
    ];
    for builder in builders {
        let builder = builder.base_url(service.base_url());
        assert!(!format!("{builder:?}").contains(KEY));
        let client = builder.build().unwrap();
        assert!(!format!("{client:?}").contains(KEY));
        let error = client.send_raw(&call(USER)).await.unwrap_err();
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(
                !text.contains(KEY) && !text.contains("NWYzYy1rM3kt"),
                "{text}"
            );
            assert!(text.contains("[hidden]"), "{text}");
        }
    }
    // The user name of an account is no secret, its password is.
    let service = Service::start(|_| Reply::new(400, "marta:5f3c-k3y-9d41 is unknown")).await;
    let client = builder(BOTH)
        .basic_auth("marta", KEY)
        .base_url(service.base_url());
    let error = client
        .build()
        .unwrap()
        .send_raw(&call(BOTH))
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("marta:[hidden] is unknown"),
        "{error}"
    );
}

#[tokio::test]
async fn credentials_are_sent_to_no_other_host() {
    let elsewhere = Service::start(|_| Reply::ok("[]")).await;
    let target = format!("{}/v1/calls", elsewhere.base_url());
    let service = Service::start(move |_| Reply::new(302, "").with("Location", &target)).await;
    let builder = || builder(USER).api_key(KEY).base_url(service.base_url());
    let client = builder().build().unwrap();
    let error = client.send_raw(&call(USER)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(elsewhere.calls().is_empty());

    let client = builder().http_client(careless()).build().unwrap();
    client.send_raw(&call(USER)).await.unwrap_err();
    assert!(!elsewhere.calls().is_empty());
    for seen in elsewhere.calls() {
        assert_eq!(seen.token, None);
    }
    let unencrypted = self::builder(USER)
        .api_key(KEY)
        .base_url("http://calls.example");
    let error = unencrypted.build().unwrap_err();
    assert!(error.problem().contains("is not encrypted"), "{error}");
}
