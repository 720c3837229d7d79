//! The forms of lists, names with brackets, and saved queries that have both.

use helpscout_runtime::reqwest::Url;
use helpscout_runtime::serde_json::{self, json};
use helpscout_runtime::{Endpoint, JsonKind, Method, Operation, Query, Request, Sent};

use crate::service::{Reply, Service};

const TICKETS: &Operation = &Operation {
    id: "list_tickets",
    method: Method::Post,
    is_safe: true,
    path: "/v2/tickets",
    sent: &[
        Sent::header("X-Mode"),
        Sent::body("filter.ids", JsonKind::Integer),
        Sent::array("filter.names", JsonKind::Text),
        Sent::body("filter.since", JsonKind::Text),
        Sent::body("filter.changed", JsonKind::Integer),
    ],
    ..Operation::DEFAULT
};

#[derive(Clone, Debug)]
struct Tickets(Query);

impl Endpoint for Tickets {
    type Response = serde_json::Value;
    const OPERATION: &'static Operation = TICKETS;

    fn query(&self) -> &Query {
        &self.0
    }
}
helpscout_runtime::parameters!(Tickets {
    "page[size]": One Integer,
    "mailboxes": Commas Id,
    "fields": Pipes Text,
    "expand": Apart Text,
    "X-Mode": One Text,
    "filter.names": Apart Text,
    "filter.since": One Date,
    "filter.changed": One EpochSeconds,
    "moved": One EpochMilliseconds,
});

fn tickets() -> Tickets {
    Tickets(
        Query::new()
            .with("page[size]", 50)
            .with_list("mailboxes", [123, 567])
            .with_joined("fields", "|", ["key", "a&b"])
            .with_values("expand", ["sla", "status,all"])
            .with("X-Mode", "quick")
            .with_values("filter.names", ["a", "b,c|d"])
            .with("filter.since", "2019-05-02")
            .with("filter.changed", 1_556_798_400)
            .with("moved", 1_556_798_400_123),
    )
}

#[tokio::test]
async fn each_list_is_sent_in_its_form() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let client = service.client();
    client.send_raw(&Request::of(&tickets())).await.unwrap();
    let call = &service.calls()[0];
    assert_eq!(
        call.query,
        "expand=sla&expand=status%2Call&fields=key%7Ca%26b&mailboxes=123%2C567&\
         moved=1556798400123&page%5Bsize%5D=50"
    );
    assert_eq!(
        call.body,
        r#"{"filter":{"names":["a","b,c|d"],"since":"2019-05-02","changed":1556798400}}"#
    );
    assert_eq!(call.headers["x-mode"], "quick");
}

#[tokio::test]
async fn a_service_reads_names_with_brackets_and_repeated_names_as_they_are_written() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let client = service.client();
    client.send_raw(&Request::of(&tickets())).await.unwrap();
    let query = &service.calls()[0].query;
    let url: Url = format!("http://127.0.0.1/?{query}").parse().unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    for pair in [
        ("page[size]", "50"),
        ("expand", "sla"),
        ("expand", "status,all"),
        ("fields", "key|a&b"),
    ] {
        assert!(
            pairs.contains(&(pair.0.to_owned(), pair.1.to_owned())),
            "{query}"
        );
    }
}

#[test]
fn an_empty_list_is_not_set() {
    let none = Vec::<String>::new;
    let query = Query::new()
        .with_list("a", ["x"])
        .with_joined("b", "|", ["x"])
        .with_values("c", ["x"])
        .with_list("a", none())
        .with_joined("b", "|", none())
        .with_values("c", none());
    assert_eq!(query, Query::new());
    assert_eq!(query.get("c"), None);
    assert_eq!(query.values("c").count(), 0);
}

#[test]
fn a_saved_query_is_flat_and_has_every_list_as_a_list() {
    let saved = json!({
        "page[size]": 50,
        "mailboxes": [123, 567],
        "fields": ["key", "a&b"],
        "expand": ["sla", "status,all"],
        "X-Mode": "quick",
        "filter.names": ["a", "b,c|d"],
        "filter.since": "2019-05-02",
        "filter.changed": 1_556_798_400,
        "moved": 1_556_798_400_123_i64,
    });
    assert_eq!(serde_json::to_value(tickets()).unwrap(), saved);
    let read: Tickets = serde_json::from_value(saved).unwrap();
    assert_eq!(read, tickets());

    let empty: Tickets =
        serde_json::from_value(json!({"expand": [], "fields": null, "filter.names": []})).unwrap();
    assert_eq!(empty, Tickets(Query::new()));
}

#[test]
fn a_saved_query_with_another_value_is_refused() {
    for (saved, problem) in [
        (
            json!({"filter.since": "2019-05-02T12:00:00"}),
            r#"`filter.since` must be a date such as "2019-05-02", but is string "2019-05-02T12:00:00""#,
        ),
        (
            json!({"filter.since": "2019-02-30"}),
            r#"`filter.since` must be a date such as "2019-05-02", but is string "2019-02-30""#,
        ),
        (
            json!({"filter.changed": "2019-05-02T12:00:00Z"}),
            "`filter.changed` must be a number of seconds since 1970 such as 1556798400, but is string",
        ),
        (
            json!({"expand": "sla"}),
            r#"`expand` must be a list of texts such as ["a", "b"], but is string "sla""#,
        ),
        (
            json!({"filter": {"since": "2019-05-02"}}),
            "there is no parameter `filter`; its parameters are `page[size]`, `mailboxes`",
        ),
    ] {
        let error = serde_json::from_value::<Tickets>(saved).unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[test]
fn a_date_of_toml_is_read() {
    // This is how the crate `toml` gives a date to a reader.
    let of_toml = |text: &str| json!({"filter.since": {"$__toml_private_datetime": text}});
    let read: Tickets = serde_json::from_value(of_toml("2019-05-02")).unwrap();
    assert_eq!(read.0.get("filter.since"), Some("2019-05-02"));
    let error = serde_json::from_value::<Tickets>(of_toml("2019-05-02T12:00:00Z"));
    assert!(error.unwrap_err().to_string().contains("must be a date"));
}

#[test]
fn a_value_that_contains_the_separator_of_its_list_is_not_written_as_two() {
    for query in [
        tickets().0.with_joined("fields", "|", ["a|b", "c"]),
        tickets().0.with_list("mailboxes", ["1,2"]),
    ] {
        let tickets = Tickets(query);
        assert!(Request::of(&tickets).validate().is_err());
        let error = serde_json::to_string(&tickets).unwrap_err().to_string();
        assert!(
            error.contains("separates the values of the list"),
            "{error}"
        );
    }
    assert!(serde_json::to_string(&tickets()).is_ok());
}
