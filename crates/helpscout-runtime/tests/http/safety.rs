use std::time::Duration;

use helpscout_runtime::{CallCounter, CallOptions, Client, Error, ErrorKind, reqwest};

use crate::history::{History, full_page, history, query};
use crate::service::{Reply, Service};

#[tokio::test]
async fn a_redirect_to_another_place_is_not_followed() {
    let elsewhere = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let target = format!("{}/v2/elsewhere", elsewhere.base_url());
    let location = target.clone();
    let service = Service::start(move |_| Reply::new(302, "").with("Location", &location)).await;
    let error = service.client().send(&history()).await.unwrap_err();

    assert!(elsewhere.calls().is_empty());
    let place = elsewhere.base_url();
    assert!(
        error.to_string().contains(&format!(
            "302 Found, a redirect to {place}/v2/elsewhere, which was not followed"
        )),
        "{error}"
    );

    let asking = Service::start_with_tokens(
        move |_| Reply::new(307, "").with("Location", &target),
        |_| Reply::ok(full_page(1, 1)),
    )
    .await;
    assert!(asking.client().send(&history()).await.is_err());
    assert!(
        elsewhere.calls().is_empty(),
        "the secret went to another place"
    );
}

#[tokio::test]
async fn a_redirect_within_the_service_is_followed_with_the_token() {
    let service = Service::start(|seen| match seen.path.as_str() {
        "/v2/moved" => Reply::ok(full_page(1, 1)),
        _ => Reply::new(301, "").with("Location", "/v2/moved"),
    })
    .await;
    service.client().send(&history()).await.unwrap();
    let calls = service.calls();
    assert_eq!(calls[1].path, "/v2/moved");
    assert_eq!(calls[1].token, calls[0].token);
}

#[tokio::test]
async fn a_redirect_in_a_circle_ends() {
    let service = Service::start(|_| Reply::new(302, "").with("Location", "/v2/again")).await;
    let error = service.client().send(&history()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("/v2/again, which was not followed"),
        "{error}"
    );
    assert!(service.calls().len() <= 6);
}

#[test]
fn a_sandbox_is_on_this_machine() {
    let built = |url: &str| Client::builder().sandbox(url).build();
    for url in [
        "http://127.0.0.1:8080",
        "http://localhost:8080/",
        "http://[::1]:8080",
        "https://127.0.0.1:8443",
    ] {
        let client = built(url).unwrap();
        assert!(format!("{client:?}").contains("client credentials"));
    }
    for url in [
        "https://api.helpscout.net",
        "https://10.0.0.1",
        "https://localhost.example.com",
    ] {
        let error = built(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Setup);
        let host = url.trim_start_matches("https://");
        let expected = format!(
            "the URL of the sandbox has the host {host}, which is not this machine; set a URL such \
             as http://127.0.0.1:8080, or set `base_url` and credentials for another service"
        );
        assert_eq!(error.to_string(), expected);
    }
    let refused = |url: &str| built(url).unwrap_err().to_string();
    assert!(refused("http://api.helpscout.net").contains("use https"));
    assert!(refused("127.0.0.1:8080").starts_with("the base URL"));
    // The last URL and the last credentials count.
    let live = Client::builder()
        .sandbox("http://127.0.0.1:1")
        .access_token("t");
    assert!(live.base_url("https://api.helpscout.net").build().is_ok());
    let local = Client::builder().base_url("https://api.helpscout.net");
    assert!(local.sandbox("http://127.0.0.1:1").build().is_ok());
}

#[test]
fn a_client_that_could_not_work_is_refused_when_built() {
    let text = |result: Result<Client, Error>| result.unwrap_err().to_string();
    assert!(
        text(Client::builder().build()).starts_with("no credentials; set `client_credentials`")
    );
    let empty = Client::builder().client_credentials("app", " ").build();
    assert_eq!(text(empty), "the app secret is empty; set it");
    let idle = Client::builder()
        .access_token("t")
        .pages_in_flight(0)
        .build();
    assert!(text(idle).starts_with("`pages_in_flight` is 0"));
    let minute = Client::builder().access_token("t").minute(Duration::ZERO);
    assert!(text(minute.build()).starts_with("`minute` is 0"));
    let plain = Client::builder()
        .access_token("t")
        .base_url("http://api.helpscout.net")
        .build();
    assert!(text(plain).contains("use https"));
}

#[cfg(feature = "rustls-ring")]
#[tokio::test]
async fn an_https_client_is_built_without_a_provider_for_the_process() {
    Client::builder().access_token("t").build().unwrap();
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}

#[tokio::test]
async fn a_token_with_a_line_break_is_an_error_without_its_text() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let builder = service.builder().access_token("hush\nhush");
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert!(
        error.to_string().contains("such as a line break"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("hush"));
}

#[cfg(any(feature = "rustls-ring", feature = "native-tls"))]
#[tokio::test]
async fn a_service_that_does_not_speak_tls_is_a_connect_error() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let client = Client::builder()
        .access_token("fixed")
        .base_url(service.base_url().replace("http:", "https:"))
        .max_attempts(1)
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(service.calls().is_empty());
}

#[cfg(not(any(feature = "rustls-ring", feature = "native-tls")))]
#[tokio::test]
async fn without_encryption_only_this_machine_can_be_asked() {
    let error = Client::builder().access_token("t").build().unwrap_err();
    assert!(
        error.to_string().contains("this build has no TLS"),
        "{error}"
    );
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    service.client().send(&history()).await.unwrap();
}

#[tokio::test]
async fn calls_go_through_the_callers_proxy() {
    let proxy = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let address = proxy.base_url();
    let client = Client::builder()
        .client_credentials("app", "s3cret")
        .base_url("http://sandbox.localhost:9")
        .configure_http(move |http| http.proxy(reqwest::Proxy::all(address).unwrap()))
        .build()
        .unwrap();
    client.send(&history()).await.unwrap();
    assert_eq!(proxy.calls()[0].headers["host"], "sandbox.localhost:9");
    assert_eq!(proxy.token_requests().len(), 1);
}

#[tokio::test]
async fn any_builder_becomes_a_client_with_the_tls_of_the_client() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let builder = service.builder();
    let client = builder.configure_http(|_| reqwest::Client::builder());
    client.build().unwrap().send(&history()).await.unwrap();
    let builder = Client::builder().access_token("t0ken");
    let encrypted = builder.configure_http(|_| reqwest::Client::builder());
    encrypted.build().unwrap();
}

#[tokio::test]
async fn a_limit_of_the_http_client_is_not_called_another() {
    let service = Service::start(|_| Reply::ok("{}").after(Duration::from_secs(20))).await;
    let builder = service.builder().max_attempts(1);
    let builder = builder.configure_http(|http| http.read_timeout(Duration::from_millis(100)));
    let error = builder.build().unwrap().send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let (problem, advice) = (error.problem(), error.advice());
    assert!(
        problem.contains("no complete response within 1"),
        "{problem}"
    );
    assert!(
        problem.ends_with("because of a time limit of the HTTP client"),
        "{problem}"
    );
    assert!(advice.is_some_and(|advice| advice.contains("raise the `read_timeout`")));

    let builder = service.builder().max_attempts(1);
    let own = builder.timeout(Duration::from_millis(100)).build().unwrap();
    let error = own.send(&history()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_history: no complete response within 100 ms. Try again, or raise `timeout`"
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_limit_for_the_connection_is_named() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Nothing accepts connections, so that there is soon room for no other.
    let mut waiting = Vec::new();
    let connect = || tokio::net::TcpStream::connect(address);
    while let Ok(connection) = tokio::time::timeout(Duration::from_millis(300), connect()).await {
        waiting.push(connection.unwrap());
    }
    let client = Client::builder()
        .access_token("t")
        .base_url(format!("http://{address}"))
        .max_attempts(1)
        .configure_http(|http| http.connect_timeout(Duration::from_millis(100)));
    let error = client.build().unwrap().send(&history()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    let problem = error.problem();
    assert!(problem.contains("(no connection within 1"), "{problem}");
    assert!(
        problem.ends_with("ms; the limit is `connect_timeout` of the HTTP client)"),
        "{problem}"
    );
}

#[tokio::test]
async fn a_url_that_the_http_client_does_not_take_is_a_fault_of_the_set_up() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let encrypted = |http: reqwest::ClientBuilder| http.https_only(true);
    let counter = CallCounter::new();
    for (client, place) in [
        (service.builder(), "could not get an access token: "),
        (service.builder().access_token("t"), ""),
    ] {
        let client = client.configure_http(encrypted).build().unwrap();
        let client = client.with(CallOptions::new().counted_by(&counter));
        let error = client.send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Setup);
        assert_eq!(error.attempts(), 1);
        let expected = format!(
            "user_history: {place}the HTTP client makes no request to {} (URL scheme is not \
             allowed); check the URL and what `configure_http` or `http_client` sets",
            service.base_url()
        );
        assert_eq!(error.to_string(), expected);
    }
    // A URL that is too long is not taken either.
    let long = History(query().with_list("mailboxes", 100_000..120_000));
    let error = service.client().send(&long).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Setup, 1));
    let problem = error.problem();
    assert!(
        problem.contains("more than the 65534 that can be sent"),
        "{problem}"
    );
    assert!(
        problem.ends_with("ask for fewer values at once"),
        "{problem}"
    );
    assert_eq!(counter.sent(), 0);
    assert!(service.calls().is_empty());
}

#[tokio::test]
async fn an_error_after_the_head_of_a_response_has_its_status() {
    for (reply, kind) in [
        (
            (|| Reply::ok("x".repeat(2_000))) as fn() -> Reply,
            ErrorKind::TooLarge,
        ),
        (|| Reply::cut("{"), ErrorKind::Interrupted),
        (|| Reply::stalled("{"), ErrorKind::Timeout),
    ] {
        let service = Service::start(move |_| reply()).await;
        let client = service.builder().max_attempts(1).max_body(1_000);
        let client = client.timeout(Duration::from_secs(1)).build().unwrap();
        let error = client.send(&history()).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!(error.correlation_id(), Some("c0ffee#1"));
        assert_eq!(error.attempts(), 1);
        assert_eq!(error.body(), None);
    }
}

#[tokio::test]
async fn a_compressed_answer_is_not_blamed_on_its_text() {
    let service = Service::start(|_| {
        Reply::ok(vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]).with("Content-Encoding", "gzip")
    });
    let error = service.await.client().send(&history()).await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("it is compressed (gzip), which was not asked for"),
        "{text}"
    );
    assert!(
        text.ends_with("Check the base URL and the proxies between this machine and the service"),
        "{text}"
    );
}

#[tokio::test]
async fn a_request_for_a_token_is_one_plain_form() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let builder = service.builder().client_credentials("app", "a&b=c d/é");
    builder.build().unwrap().send(&history()).await.unwrap();
    let asked = &service.token_requests()[0];
    assert_eq!(
        asked.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(asked.form["client_secret"], "a%26b%3Dc+d%2F%C3%A9");
    assert!(asked.headers.contains_key("content-length"));
}
