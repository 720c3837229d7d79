//! Which arguments are accepted, and how the others are refused.

use axum::http::{HeaderMap, StatusCode};
use helpscout_description::{Api, Operation, Type};
use serde_json::Value;

use crate::{
    Sandbox,
    interpret::{Arguments, Given, instant},
    tests::{Caller, HISTORY, MAY, embedded},
};

const INTERVAL: &str = "start=2019-05-02T12:00:00Z&end=2019-06-02T12:00:00Z";

/// Lists the mistakes of a query, one per line: parameter, message, rejected value, anchor.
async fn mistakes(caller: &Caller, query: &str) -> String {
    let answer = caller.get(&format!("{HISTORY}?{query}")).await;
    if answer.status == StatusCode::OK {
        return "nothing\n".to_owned();
    }
    assert_eq!(
        answer.status,
        StatusCode::BAD_REQUEST,
        "{query}: {}",
        answer.text
    );
    let body = answer.json();
    let errors = body["_embedded"]["errors"].as_array().unwrap().clone();
    assert!(!errors.is_empty(), "{query}");
    let line = |error: &Value| {
        let href = error["_links"]["about"]["href"].as_str().unwrap();
        let (_, anchor) = href.split_once("overview/errors").unwrap();
        let rejected = error
            .get("rejectedValue")
            .map(|value| format!(" <{}>", value.as_str().unwrap()));
        let (path, message) = (
            error["path"].as_str().unwrap(),
            error["message"].as_str().unwrap(),
        );
        format!(
            "  {path}: {message}{} {anchor}\n",
            rejected.unwrap_or_default()
        )
    };
    errors.iter().map(line).collect()
}

async fn report(queries: &[impl AsRef<str>]) -> String {
    let caller = Caller::new().await;
    let mut report = String::new();
    for query in queries.iter().map(AsRef::as_ref) {
        report += &format!("{query}\n{}", mistakes(&caller, query).await);
    }
    report
}

/// Adds the required parameters to a query.
fn with(query: &str) -> String {
    format!("{MAY}&{query}")
}

#[tokio::test]
async fn all_mistakes_of_a_call_come_at_once_in_the_services_form() {
    let caller = Caller::new().await;
    let query = "user=ann&start=2019-05-02&mailboxes=123,x&sortOrder=asc&page=0&color=red&previousStart=2019-04-02T12:00:00Z";
    let answer = caller.get(&format!("{HISTORY}?{query}")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.header("content-type"),
        Some("application/vnd.error+json")
    );
    assert_eq!(
        answer.json()["logRef"].as_str(),
        answer.header("correlation-id")
    );
    insta::with_settings!({ filters => vec![(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")] }, {
        insta::assert_snapshot!(serde_json::to_string_pretty(&answer.json()).unwrap());
    });
}

#[tokio::test]
async fn required_parameters_are_asked_for() {
    let queries = [
        "",
        "user=447723",
        &format!("user=&{INTERVAL}"),
        "user=447723&start=2019-05-02T12:00:00Z&end=",
    ];
    insta::assert_snapshot!(report(&queries).await);
}

#[tokio::test]
async fn ids_and_numbers_are_whole_numbers() {
    let mut queries = Vec::new();
    for user in [
        "447723.0",
        "4e5",
        "%2B447723",
        "0x10",
        "99999999999999999999",
        "447723%20",
        "-1",
        "٣",
    ] {
        queries.push(format!("user={user}&{INTERVAL}"));
    }
    for page in ["0", "-3", "1.5", "one", "9223372036854775807"] {
        queries.push(with(&format!("page={page}")));
    }
    insta::assert_snapshot!(report(&queries).await);
}

#[tokio::test]
async fn instants_have_one_form() {
    let mut queries = Vec::new();
    for start in [
        "2019-05-02",
        "2019-05-02T12:00:00.000Z",
        "2019-05-02T12:00:00%2B00:00",
        "2019-05-02T12:00:00",
        "2019-05-02T12:00:00z",
        "2019-05-02%2012:00:00Z",
        "2019-02-29T12:00:00Z",
        "2019-05-02T24:00:00Z",
        "2019-05-02T12:00:60Z",
        "1556798400",
    ] {
        queries.push(format!(
            "user=447723&start={start}&end=2019-06-02T12:00:00Z"
        ));
    }
    insta::assert_snapshot!(report(&queries).await);
}

#[tokio::test]
async fn enumerations_and_booleans_are_taken_letter_by_letter() {
    let queries = [
        "status=Closed",
        "status=spam",
        "status=closed,active",
        "types=email,fax",
        "types=email,%20chat",
        "sortField=responseTviewByDescriptionime",
        "sortField=respondTime",
        "sortOrder=desc",
        "sortOrder=up",
        "officeHours=1",
        "officeHours=True",
        "officeHours=",
    ];
    let queries: Vec<String> = queries.iter().map(|query| with(query)).collect();
    insta::assert_snapshot!(report(&queries).await);
}

#[tokio::test]
async fn lists_are_given_once_and_joined_by_commas() {
    let queries = [
        "mailboxes=123,567",
        "mailboxes=123%2C567",
        "mailboxes=123&mailboxes=567",
        "mailboxes=123,,567",
        "mailboxes=123,567,",
        "mailboxes=123,+567",
        "mailboxes=a,b",
        "page=1&page=1&page=2",
        "tags=%FF",
    ];
    let queries: Vec<String> = queries.iter().map(|query| with(query)).collect();
    insta::assert_snapshot!(report(&queries).await);
}

#[tokio::test]
async fn parameters_that_are_not_described_are_refused_with_the_nearest_name() {
    let queries = [
        "mailbox=123",
        "sortfield=number",
        "mailboxes%5B%5D=123",
        "access_token=abc",
        "x=1&x=2",
        "=5",
    ];
    let queries: Vec<String> = queries.iter().map(|query| with(query)).collect();
    insta::assert_snapshot!(report(&queries).await);
}

#[tokio::test]
async fn what_does_not_fit_together_is_refused() {
    let (early, late) = ("2019-05-02T12:00:00Z", "2019-06-02T12:00:00Z");
    let queries = [
        format!("user=1&start={late}&end={early}"),
        format!("user=1&start={early}&end={early}"),
        with(&format!("previousStart={early}")),
        with(&format!("previousEnd={early}")),
        with(&format!("previousStart={late}&previousEnd={early}")),
        with(&format!("previousStart=soon&previousEnd={early}")),
    ];
    insta::assert_snapshot!(report(&queries).await);
}

fn arguments(api: &Api, operation: &Operation, query: &str) -> Arguments {
    let headers = HeaderMap::new();
    let given = Given::new(operation, &operation.path, query, &headers, &Value::Null);
    Arguments::read(api, operation, &given).ok().unwrap()
}

#[test]
fn what_is_left_out_has_its_default_or_nothing() {
    let api = embedded();
    let operation = api.operation("user_conversation_history").unwrap();
    let arguments = arguments(&api, operation, MAY);
    assert_eq!(arguments.boolean("officeHours"), Some(false));
    assert_eq!(arguments.integer("page"), None);
    assert_eq!(arguments.integers("mailboxes"), None);
    assert_eq!(arguments.text("status"), None);
    assert_eq!(arguments.instant("start"), Some(1_556_798_400));
}

#[test]
fn a_value_of_another_type_is_none_of_the_type_that_is_asked_for() {
    let api = embedded();
    let operation = api.operation("user_conversation_history").unwrap();
    let query = with("status=closed&mailboxes=1,2&types=email,chat");
    let arguments = arguments(&api, operation, &query);
    assert_eq!(arguments.text("mailboxes"), None);
    assert_eq!(arguments.integers("types"), None);
    assert_eq!(arguments.boolean("status"), None);
    assert_eq!(arguments.instant("user"), None);
    assert_eq!(arguments.integers("mailboxes"), Some(vec![1, 2]));
    assert_eq!(arguments.texts("types"), Some(vec!["email", "chat"]));
}

#[tokio::test]
async fn an_edited_description_is_what_calls_are_checked_against() {
    let mut api = embedded();
    let operation = api
        .operations
        .iter_mut()
        .find(|operation| operation.id == "user_conversation_history")
        .unwrap();
    operation
        .parameters
        .retain(|parameter| parameter.wire != "folders");
    let mut share = operation.parameter("page").unwrap().clone();
    share.wire = "share".to_owned();
    share.ty = Type::Number;
    share.minimum = None;
    share.required = true;
    operation.parameters.push(share);
    let caller = Caller::of(Sandbox::builder().spec(api)).await;
    assert_eq!(
        mistakes(&caller, &with("folders=991&share=much")).await,
        "  share: must be a number <much> #Number\n  \
         folders: is not a parameter of /v2/reports/user/conversation-history; the live service would ignore it \
         #UnknownParameter\n"
    );
    assert_eq!(
        mistakes(&caller, MAY).await,
        "  share: is required #NotEmpty\n"
    );
    assert_eq!(mistakes(&caller, &with("share=0.25")).await, "nothing\n");
    assert_eq!(
        mistakes(&caller, &with("share=inf")).await,
        "  share: must be a number <inf> #Number\n"
    );
}

#[test]
fn instants_are_printed_as_they_are_read() {
    for text in [
        "2019-05-02T12:00:00Z",
        "1969-12-31T23:59:59Z",
        "2020-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "9999-12-30T22:00:01Z",
        "9999-12-31T23:59:59Z",
    ] {
        assert_eq!(instant::print(instant::parse(text).unwrap()), text);
    }
    assert_eq!(instant::parse("1970-01-01T00:00:01Z"), Ok(1));
}

#[test]
fn an_instant_that_is_refused_is_refused_for_its_own_fault() {
    use instant::Fault::{Form, Missing};

    for (text, fault) in [
        ("2019-05-02", Form),
        ("2019-05-02T12:00:00+00:00", Form),
        ("2019-02-30T00:00:00Z", Missing),
        ("2019-05-02T24:00:00Z", Missing),
        ("2019-13-02T12:00:00Z", Missing),
        ("9999-12-32T00:00:00Z", Missing),
    ] {
        assert_eq!(instant::parse(text), Err(fault), "{text}");
    }
}

#[tokio::test]
async fn a_whole_number_that_is_too_large_is_called_so() {
    let caller = Caller::new().await;
    for (user, expected) in [
        ("9223372036854775808", "must be 9223372036854775807 or less"),
        (
            "-9223372036854775809",
            "must be -9223372036854775808 or more",
        ),
        ("1e3", "must be a whole number"),
    ] {
        let query = MAY.replace("user=447723", &format!("user={user}"));
        let found = mistakes(&caller, &query).await;
        assert!(found.contains(&format!("user: {expected} <")), "{found}");
    }
}

#[tokio::test]
async fn the_links_of_a_list_keep_its_filters() {
    let caller = Caller::new().await;
    let path = "/v2/users?page=1&mailbox=85&email=marta%2Bx%40example.com";
    let body = caller.get(path).await.json();
    for name in ["self", "first", "last"] {
        let expected = "/v2/users?email=marta%2Bx%40example.com&mailbox=85&page=1";
        let href = body["_links"][name]["href"].as_str().unwrap();
        let sorted = |url: &str| {
            let mut parts: Vec<String> = url.split(['?', '&']).map(str::to_owned).collect();
            parts.sort();
            parts
        };
        assert_eq!(sorted(href), sorted(expected), "{href}");
    }
}
