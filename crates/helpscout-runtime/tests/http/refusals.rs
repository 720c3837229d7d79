use std::error::Error as _;
use std::time::Duration;

use helpscout_runtime::{Client, Error, ErrorKind};

use crate::history::{History, history, query};
use crate::service::{NOBODY, Reply, Service};

async fn refused(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Error {
    let service = Service::start(move |_| reply()).await;
    let client = service.builder().max_attempts(1).build().unwrap();
    client.send(&history()).await.unwrap_err()
}

#[tokio::test]
async fn a_400_says_which_parameter_and_where_to_look() {
    let error = refused(|| {
        Reply::new(
            400,
            r#"{"logRef":"c0ffee#1","message":"Bad request.","_embedded":{"errors":[
                {"path":"sortOrder","message":"unknown value","rejectedValue":"asc","source":"JSON"}]}}"#,
        )
    })
    .await;
    assert_eq!(
        error.to_string(),
        "user_history: the service responded with 400 Bad Request: Bad request; \
         sortOrder: unknown value (got \"asc\") (correlation ID c0ffee#1). \
         Compare the query with https://docs.example/user-history"
    );
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.field_errors()[0].path, "sortOrder");
    assert_eq!(error.correlation_id(), Some("c0ffee#1"));
    assert!(error.body().unwrap().starts_with(r#"{"logRef""#));
    assert_eq!(size_of_val(&error), size_of::<usize>());
}

#[tokio::test]
async fn a_403_on_a_report_is_a_refusal_by_plan() {
    let error = refused(|| Reply::new(403, r#"{"message":"Feature not available"}"#)).await;
    assert!(error.is_plan_refusal());
    assert_eq!(
        error.to_string(),
        "user_history: the service responded with 403 Forbidden: Feature not available \
         (correlation ID c0ffee#1). \
         This operation requires the Plus or Pro plan and a user with permission to view reports"
    );
}

#[tokio::test]
async fn an_unknown_url_points_to_the_base_url() {
    let error = refused(|| Reply::new(404, "Unknown URL")).await;
    let text = error.to_string();
    assert!(text.contains("404 Not Found: Unknown URL"), "{text}");
    assert!(
        text.contains("The requested path was /v2/reports/user/history; check the base URL"),
        "{text}"
    );
}

const PLACE: &str =
    "check the base URL (`base_url`) and the proxies between this machine and the service";

#[tokio::test]
async fn every_status_that_is_no_success_has_a_next_step() {
    for status in (300..=999).filter(|status| *status != 407) {
        let error = refused(move || Reply::new(status, "")).await;
        assert!(
            error.advice().is_some_and(|advice| advice.len() > 10),
            "{error}"
        );
    }
    let advice = |status| async move { refused(move || Reply::new(status, "")).await.advice() };
    let query = "Compare the query with https://docs.example/user-history";
    let elsewhere = format!("Another server may have responded in place of the service; {PLACE}");
    for (status, expected) in [
        (
            410,
            "The requested path was /v2/reports/user/history; check the base URL (`base_url`) and the IDs in the query",
        ),
        (
            413,
            "The service or a proxy accepts no request of this size; ask for fewer values at once",
        ),
        (
            414,
            "The service or a proxy accepts no request of this size; ask for fewer values at once",
        ),
        (422, query),
        (409, &format!("{query}, and {PLACE}")),
        (302, &elsewhere),
        (304, &elsewhere),
        (600, &elsewhere),
        (999, &elsewhere),
    ] {
        assert_eq!(advice(status).await.as_deref(), Some(expected), "{status}");
    }
}

#[tokio::test]
async fn a_refused_request_for_a_token_has_a_next_step_that_is_about_it() {
    let app = "Check the app's ID and secret, and that the app still exists";
    let path = "The requested path was /v2/oauth2/token; check the base URL (`base_url`)";
    let elsewhere = format!("Another server may have responded in place of the service; {PLACE}");
    for (status, expected) in [
        (403, app),
        (422, app),
        (404, path),
        (410, path),
        (405, &elsewhere),
        (302, &elsewhere),
    ] {
        let answer = move |_: &_| Reply::new(status, "");
        let service = Service::start_with_tokens(answer, |_| Reply::ok("{}")).await;
        let error = service.client().send(&history()).await.unwrap_err();
        assert_eq!(error.advice().as_deref(), Some(expected), "{status}");
    }
}

#[tokio::test]
async fn a_redirect_to_no_place_is_named_by_its_scheme() {
    for (location, shown) in [
        (
            "javascript:alert(1)",
            "a redirect to a `javascript:` URL, which was",
        ),
        (
            "data:text/html,hello",
            "a redirect to a `data:` URL, which was",
        ),
        (
            "//b.example:99/c",
            "a redirect to http://b.example:99/c, which was",
        ),
    ] {
        let error = refused(move || Reply::new(302, "").with("Location", location)).await;
        assert!(error.to_string().contains(shown), "{error}");
    }
}

#[tokio::test]
async fn an_html_page_is_called_one_whatever_its_status() {
    let html = "<!DOCTYPE html><html><head><title>Gateway asleep</title></head>";
    let error = refused(move || Reply::new(502, html)).await;
    assert!(
        error
            .to_string()
            .contains("502 Bad Gateway: an HTML page titled \"Gateway asleep\""),
        "{error}"
    );

    let error = refused(move || Reply::ok(html)).await;
    assert!(error.is_decode());
    assert!(
        error
            .to_string()
            .contains("the response (200 OK) is an HTML page titled \"Gateway asleep\", not JSON"),
        "{error}"
    );
    // A network that asks to sign in answers in place of the service.
    assert!(
        error
            .to_string()
            .ends_with("and whether this network asks to sign in first"),
        "{error}"
    );
}

#[tokio::test]
async fn a_page_is_recognized_whatever_precedes_it() {
    for page in [
        "\u{feff}<!DOCTYPE html><title>Login</title>",
        "<!-- <html> -->\n<html><head><title>Login</title>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><title>Login</title>",
        "<head><title>Login</title></head>",
        "\n<meta http-equiv=\"refresh\" content=\"0\"><title>Login</title>",
        "<title>Login</title>",
    ] {
        let error = refused(move || Reply::ok(page)).await;
        let shown = "is an HTML page titled \"Login\", not JSON";
        assert!(error.to_string().contains(shown), "{error}");
        assert!(!error.to_string().contains("may have changed"), "{error}");
    }
    let error = refused(|| Reply::ok("<?xml version=\"1.0\"?><error/>")).await;
    assert!(!error.to_string().contains("HTML"), "{error}");
}

#[tokio::test]
async fn a_page_says_nothing_of_the_query_the_token_or_the_plan() {
    for status in [400, 401, 403, 404, 422] {
        let error = refused(move || Reply::new(status, "<html><title>Blocked</title>")).await;
        assert_ne!(error.kind(), ErrorKind::PlanRefused);
        let advice = error.advice().unwrap_or_default();
        let expected = "Something else may have responded in place of the service";
        assert!(advice.starts_with(expected), "{status}: {advice}");
    }
    let error = refused(|| Reply::new(403, "{}")).await;
    assert_eq!(error.kind(), ErrorKind::PlanRefused);
}

#[tokio::test]
async fn a_value_of_another_type_is_named_by_its_path() {
    let service = Service::start(|_| {
        Reply::ok(r#"{"page":1,"pages":1,"count":2,"results":[{"number":1},{"number":"2"}]}"#)
    })
    .await;
    let query = History(query().with("page", 1));
    let error = service.client().send(&query).await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(
        error.to_string(),
        "user_history, page 1: the response (200 OK) could not be decoded at results[1].number: \
         invalid type: string \"2\", expected a whole number at line 1 column 67; it starts with: \
         {\"page\":1,\"pages\":1,\"count\":2,\"results\":[{\"number\":1},{\"number\":\"2\"}]} \
         (correlation ID c0ffee#1). \
         The service may have changed; compare the response with the documentation"
    );
    assert!(error.source().is_some());
    assert_eq!(
        service.calls().len(),
        1,
        "an answer that can't be read is not requested again"
    );
}

#[tokio::test]
async fn bodies_that_are_no_json_are_told_apart() {
    let text = |reply: fn() -> Reply| async move { refused(reply).await.to_string() };
    assert!(text(|| Reply::ok("")).await.contains("is empty, not JSON"));
    assert!(
        text(|| Reply::ok("Unknown URL"))
            .await
            .contains("it starts with: Unknown URL")
    );
    assert!(
        text(|| Reply::ok(r#"{"page":1"#))
            .await
            .contains("EOF while parsing")
    );
    assert!(
        text(|| Reply::ok(b"{\"page\":\"\xff\"}".to_vec()))
            .await
            .contains("invalid utf-8")
    );
    let two = r#"{"page":1,"pages":1,"count":0,"results":[]} {}"#;
    let service = Service::start(move |_| Reply::ok(two)).await;
    let error = service.client().send(&history()).await.unwrap_err();
    assert!(error.to_string().contains("trailing characters"), "{error}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_read_to_its_end() {
    let service = Service::start(|_| Reply::ok("x".repeat(10_000))).await;
    let client = service.builder().max_body(1_000).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("larger than the limit of 1000 bytes"),
        "{error}"
    );

    let service = Service::start(|_| {
        let chunks = (0..100).map(|_| Ok::<_, std::io::Error>("x".repeat(100)));
        let endless = futures_util::stream::iter(chunks);
        Reply::ok(axum::body::Body::from_stream(endless))
    })
    .await;
    let client = service.builder().max_body(1_000).build().unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("larger than the limit of 1000 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refused_connection_says_where_to_and_points_to_the_base_url() {
    let client = Client::builder()
        .access_token("fixed")
        .base_url(NOBODY)
        .max_attempts(1)
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();

    assert!(error.is_connect());
    assert_eq!(error.status(), None);
    let text = error.to_string();
    assert!(
        text.starts_with("user_history: can't connect to 127.0.0.1:1 ("),
        "{text}"
    );
    assert!(
        text.ends_with(
            "Nothing listens there; check the base URL (`base_url`), and whether the server that it \
             names, such as a sandbox, is running"
        ),
        "{text}"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_a_timeout() {
    let service = Service::start(|_| Reply::ok("{}").after(Duration::from_secs(30))).await;
    let client = service
        .builder()
        .timeout(Duration::from_millis(50))
        .max_attempts(1)
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect());
    assert_eq!(
        error.to_string(),
        "user_history: no complete response within 50 ms. Try again, or raise `timeout`"
    );
}

#[tokio::test]
async fn a_body_that_never_ends_but_never_pauses_is_a_timeout() {
    let slow = || {
        let pause = Duration::from_millis(10);
        let spaces = futures_util::stream::unfold((), move |()| async move {
            tokio::time::sleep(pause).await;
            Some((Ok::<_, std::io::Error>(" "), ()))
        });
        Reply::ok(axum::body::Body::from_stream(spaces))
    };
    let service = Service::start(move |_| slow()).await;
    let client = service
        .builder()
        .timeout(Duration::from_millis(200))
        .max_attempts(1)
        .build()
        .unwrap();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(service.calls().len(), 1);
}
