//! A service with HTTP Basic: the key of the generated client, and what the sandbox takes.

use helpscout_description::Basic;

use super::*;
use features::ledger::{ListCustomers, SERVICE};

/// Returns the head and the body of the answer to a request.
async fn answer(sandbox: &Sandbox, path: &str, authorization: &str) -> (String, String) {
    let address = sandbox.base_url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\n{authorization}Connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_ascii_lowercase(), body.to_owned())
}

#[tokio::test]
async fn the_key_of_a_service_is_the_half_that_is_not_described() {
    let sandbox = serving("ledger").await;
    let client = || {
        Client::builder()
            .service(SERVICE)
            .base_url(sandbox.base_url())
    };
    for client in [
        client().api_key("sandbox-secret"),
        Client::builder()
            .service(SERVICE)
            .sandbox(sandbox.base_url()),
    ] {
        let rows = client.build().unwrap().all(ListCustomers::new()).await;
        assert!(!rows.unwrap().is_empty());
    }
    let wrong = client().api_key("another").build().unwrap();
    let error = wrong.send(&ListCustomers::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(
        error
            .to_string()
            .ends_with("Check the API key, and that it is still valid"),
        "{error}"
    );
    let credentials = sandbox.credentials();
    assert_eq!(
        credentials,
        [("LEDGER_API_KEY".to_owned(), "sandbox-secret".to_owned())]
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_call_without_the_right_credentials_is_challenged() {
    let sandbox = serving("ledger").await;
    for (authorization, said) in [
        ("", "has no user name and password"),
        (
            "Authorization: Bearer c2FuZGJveC1zZWNyZXQ6\r\n",
            "has no user name and password",
        ),
        (
            "Authorization: Basic !\r\n",
            "are not base64 of user:password",
        ),
        (
            "Authorization: Basic c2FuZGJveC1zZWNyZXQ=\r\n",
            "are not base64 of user:password",
        ),
        (
            "Authorization: Basic 77+9/zo=\r\n",
            "are not base64 of user:password",
        ),
        (
            "Authorization: Basic c2FuZGJveC1zZWNyZXQ6WA==\r\n",
            "the password is wrong",
        ),
    ] {
        let (head, body) = answer(&sandbox, "/v1/customers", authorization).await;
        assert!(head.starts_with("http/1.1 401 "), "{head}");
        assert!(
            head.contains("www-authenticate: basic realm=\"sandbox\", charset=\"utf-8\""),
            "{head}"
        );
        assert!(body.contains(said), "{authorization}: {body}");
    }
    let right = "Authorization: basic c2FuZGJveC1zZWNyZXQ6\r\n";
    let (head, _) = answer(&sandbox, "/v1/customers", right).await;
    assert!(
        head.starts_with("http/1.1 200 ") && !head.contains("\r\nwww-authenticate:"),
        "{head}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_front_page_and_the_document_say_what_to_send() {
    let with = |user: Option<&str>, password: Option<&str>| Basic {
        user: user.map(str::to_owned),
        password: password.map(str::to_owned),
    };
    for (basic, page, sentence) in [
        (
            with(None, None),
            "the user name \"sandbox-app\" and the password \"sandbox-secret\"",
            "It takes the user name `sandbox-app` and the password `sandbox-secret`.",
        ),
        (
            with(None, Some("X")),
            "the user name \"sandbox-secret\" and the password \"X\"",
            "The password is `X` for everyone. This server is a sandbox with made-up data. It takes the user \
             name `sandbox-secret`.",
        ),
        (
            with(Some("any"), None),
            "the user name \"any\" and the password \"sandbox-secret\"",
            "It takes the password `sandbox-secret`.",
        ),
    ] {
        let mut api = api("ledger");
        api.service.basic = Some(basic);
        let sandbox = Sandbox::builder().spec(api).start().await.unwrap();
        let (_, front) = answer(&sandbox, "/", "").await;
        assert!(front.contains(page), "{front}");
        for path in ["/openapi.json", "/openapi-3.0.json"] {
            let (_, document) = answer(&sandbox, path, "").await;
            let document: Value = serde_json::from_str(&document).unwrap();
            assert_eq!(document["security"], json!([{ "basic": [] }]));
            let scheme = &document["components"]["securitySchemes"]["basic"];
            assert_eq!(
                (&scheme["type"], &scheme["scheme"]),
                (&json!("http"), &json!("basic"))
            );
            let description = scheme["description"].as_str().unwrap();
            assert!(description.ends_with(sentence), "{description}");
            let refused = &document["components"]["responses"]["Unauthorized"]["description"];
            assert_eq!(
                refused,
                "The user name and the password are missing or wrong."
            );
        }
        sandbox.shutdown().await;
    }
}
