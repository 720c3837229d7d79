use std::collections::BTreeMap;

use helpscout_runtime::jiff::Timestamp;
use helpscout_runtime::{
    DifferenceKind, Endpoint, Operation, Query, Request, Seconds, compare, wire,
};
use serde::{Deserialize, Serialize};

use crate::service::{Reply, Service};

const RATINGS: &Operation = &Operation {
    id: "ratings",
    path: "/v2/ratings",
    ..Operation::DEFAULT
};

struct Ratings(Query);

impl Endpoint for Ratings {
    type Response = Page;
    const OPERATION: &'static Operation = RATINGS;

    fn query(&self) -> &Query {
        &self.0
    }
}

/// A page with each kind of field once.
#[derive(Debug, Serialize, Deserialize)]
struct Page {
    #[serde(deserialize_with = "wire::integer")]
    count: i64,
    results: Vec<Rating>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rating {
    id: RatingId,
    #[serde(with = "wire::instant")]
    rated_at: Timestamp,
    #[serde(default, with = "wire::optional_instant")]
    closed_at: Option<Timestamp>,
    mood: Mood,
    response_time: Option<Seconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_list")]
    customers: Vec<Customer>,
    #[serde(default, deserialize_with = "wire::optional_list")]
    channels: Vec<Mood>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Customer {
    name: Option<String>,
}

#[derive(Clone, Copy, Debug)]
struct RatingId(i64);
helpscout_runtime::id_type!(RatingId);

#[derive(Clone, Debug)]
enum Mood {
    Great,
    Okay,
    Other(String),
}
helpscout_runtime::open_enum!(Mood { Great = "great", Okay = "okay" });

/// Returns a row without a difference, with these additional members.
fn row(members: &str) -> String {
    let row = r#""id":7,"ratedAt":"2019-05-02T12:00:00Z","closedAt":null,"mood":"great","responseTime":12.5"#;
    format!("{{{row}{members}}}")
}

fn body(rows: &[String]) -> String {
    format!(
        r#"{{"count":{},"results":[{}]}}"#,
        rows.len(),
        rows.join(",")
    )
}

fn lines(body: &str) -> Vec<String> {
    let differences = compare::<Ratings>(body).unwrap();
    differences.iter().map(ToString::to_string).collect()
}

#[test]
fn an_answer_that_is_as_described_has_no_differences() {
    let rows = [
        row(""),
        row(r#","comment":"fine","customers":[{"name":"A"},{"name":null}],"channels":["okay"]"#),
    ];
    assert_eq!(lines(&body(&rows)), [""; 0]);
    assert_eq!(lines(&body(&[])), [""; 0]);
}

#[test]
fn what_the_models_are_loose_about_is_no_difference() {
    let loose = r#"{"count":1.0,"results":[{"id":7.0,"ratedAt":"2019-05-02T12:00:00",
        "closedAt":"","mood":"okay","responseTime":279.0,"comment":null,"customers":null}]}"#;
    assert_eq!(lines(loose), [""; 0]);
    let elsewhere = row("").replace("12:00:00Z", "14:00:00.000+02:00");
    assert_eq!(lines(&body(&[elsewhere])), [""; 0]);
}

#[test]
fn every_kind_of_difference_is_listed_once_with_how_often_by_path() {
    let new_key = row(r#","sentiment":3,"customers":[{"name":"A","vip":true},{}]"#);
    let rows = [
        row(r#","sentiment":null"#),
        new_key,
        row("").replace("great", "furious"),
        row(r#","channels":["okay","furious","sad","sad"]"#).replace("great", "furious"),
        row("").replace("7,", r#""7","#),
        row("").replace(r#","responseTime":12.5"#, ""),
    ];
    let body = body(&rows).replacen('{', r#"{"_links":{"self":{"href":"x"}},"#, 1);
    assert_eq!(
        lines(&body),
        [
            "_links: unknown key, object (1 of 1)",
            "results[].channels[]: unknown value \"furious\" (1 of 4)",
            "results[].channels[]: unknown value \"sad\" (2 of 4)",
            "results[].customers[].name: missing key (1 of 2)",
            "results[].customers[].vip: unknown key, boolean (1 of 2)",
            "results[].id: sent as \"7\", read as 7 (1 of 6)",
            "results[].mood: unknown value \"furious\" (2 of 6)",
            "results[].responseTime: missing key (1 of 6)",
            "results[].sentiment: unknown key, null or number (2 of 6)",
        ]
    );
}

#[test]
fn a_number_that_loses_digits_is_a_change() {
    let rows = [row("").replace("12.5", "9007199254740993")];
    assert_eq!(
        lines(&body(&rows)),
        ["results[].responseTime: sent as 9007199254740993, read as 9007199254740992 (1 of 1)"]
    );
}

#[test]
fn an_answer_that_can_not_be_read_is_an_error_with_the_place() {
    let error = compare::<Ratings>(&body(&[row("").replace("12.5", r#""long""#)])).unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.status(), None);
    assert!(
        error.to_string().starts_with(
            "ratings: the body could not be decoded at results[0].responseTime: invalid type: string"
        ),
        "{error}"
    );
    let error = compare::<Ratings>(r#"{"results":[]}"#).unwrap_err();
    assert!(
        error.to_string().contains("missing field `count`"),
        "{error}"
    );
    assert!(compare::<Ratings>("<html>").unwrap_err().is_decode());
}

/// An answer with maps, whose keys are data.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Maps {
    #[serde(default)]
    links: BTreeMap<String, wire::OneOrMany<Link>>,
    #[serde(default)]
    changes: BTreeMap<String, wire::MapValue<i64>>,
    #[serde(default)]
    moods: BTreeMap<String, wire::MapValue<Vec<Mood>>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Link {
    href: String,
}

struct Changes(Query);

impl Endpoint for Changes {
    type Response = Maps;
    const OPERATION: &'static Operation = RATINGS;

    fn query(&self) -> &Query {
        &self.0
    }
}

#[test]
fn values_of_maps_are_compared_and_those_of_another_type_are_named() {
    let lines = |body: &str| {
        let differences = compare::<Changes>(body).unwrap();
        let lines = differences.iter().map(ToString::to_string);
        lines.collect::<Vec<String>>()
    };
    let body = r#"{"links":{"self":{"href":"/a"},"more":[{"href":"/b"},{"href":"/c"}]},
        "changes":{"chat":1,"email":3.0},"moods":{"a":["great"]}}"#;
    assert_eq!(lines(body), [""; 0]);
    let body = r#"{"links":{"self":{"href":"/a","title":"A"},"more":[{"href":"/b","title":1}],
        "odd":[{"href":null,"title":1}]},
        "changes":{"chat":"1"},"moods":{"a":["sad",3],"b":["sad"]}}"#;
    assert_eq!(
        lines(body),
        [
            "changes.chat: another type than described, text (1 of 1)",
            "links.more[].title: unknown key, number (1 of 1)",
            "links.odd: another type than described, list (1 of 1)",
            "links.self.title: unknown key, text (1 of 1)",
            "moods.a: another type than described, list (1 of 1)",
            "moods.b[]: unknown value \"sad\" (1 of 1)",
        ]
    );
}

#[tokio::test]
async fn one_call_gives_the_raw_body_the_value_and_the_differences() {
    let rows = body(&[row(r#","sentiment":3"#)]);
    let answer = rows.clone();
    let service = Service::start(move |_| Reply::ok(answer.clone())).await;
    let request = Request::of(&Ratings(Query::new()));
    let raw = service.client().send_raw(&request).await.unwrap();

    assert_eq!(*raw.value(), rows);
    assert_eq!(raw.read::<Ratings>().unwrap().results[0].id.0, 7);
    let differences = compare::<Ratings>(raw.value()).unwrap();
    assert_eq!(differences[0].path, "results[].sentiment");
    let types = vec!["number"];
    assert_eq!(differences[0].kind, DifferenceKind::UnknownKey { types });
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test]
async fn a_raw_answer_of_another_shape_is_an_error_with_the_status() {
    let service = Service::start(|_| Reply::ok(r#"{"count":"many"}"#)).await;
    let request = Request::of(&Ratings(Query::new()));
    let raw = service.client().send_raw(&request).await.unwrap();
    let error = raw.read::<Ratings>().unwrap_err();
    assert!(
        error.to_string().starts_with(
            "ratings: the response (200 OK) could not be decoded at count: invalid type"
        ),
        "{error}"
    );
    assert_eq!(error.correlation_id(), Some("c0ffee#1"));
}
