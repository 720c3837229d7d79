//! Tests of values that services write in different ways: dates, numbers since 1970, numbers as
//! text, nulls inside lists and maps, and keys with dots or blanks.

use std::collections::BTreeMap;

use helpscout_runtime::jiff::Timestamp;
use helpscout_runtime::jiff::civil::{Date, date};
use helpscout_runtime::wire::{EpochMilliseconds, EpochSeconds};
use helpscout_runtime::{
    Client, Endpoint, Milliseconds, Minutes, Operation, Query, Request, Seconds, compare,
};

use crate::history::OPERATION;
use crate::service::{Reply, Service};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticket {
    pub created: Timestamp,
    pub due: Option<Date>,
    pub solved: Option<EpochSeconds>,
    pub changed: EpochMilliseconds,
    pub wait: Minutes,
    pub left: Milliseconds,
    pub price: f64,
    pub scores: Vec<Option<f64>>,
    pub clocks: BTreeMap<String, Option<Clock>>,
    pub first_reply: Option<Clock>,
}
helpscout_runtime::record!(Ticket {
    0 created: required instant = "created",
    1 due: loose value = "due",
    2 solved: nullable value = "solved",
    3 changed: required value = "changed",
    4 wait: required value = "wait",
    5 left: required value = "left",
    6 price: required decimal = "price",
    7 scores: required list = "scores",
    8 clocks: required value = "clocks",
    9 first_reply: optional value = "first reply",
});

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clock {
    pub times: Vec<i64>,
    pub goal: Option<Minutes>,
}
helpscout_runtime::record!(Clock {
    0 times: required list = "times",
    1 goal: optional value = "goal.minutes",
});

struct GetTicket(Query);

impl Endpoint for GetTicket {
    type Response = Ticket;
    const OPERATION: &'static Operation = &Operation {
        pages: None,
        required: &[],
        rules: &[],
        ..*OPERATION
    };

    fn query(&self) -> &Query {
        &self.0
    }
}

const TICKET: &str = r#"{"created":"2019-05-02T14:00:00.250+0200","due":"2019-05-03","solved":1556798400,"changed":1556798400250,"wait":90.5,"left":-1250,"price":"12.50","scores":[1,null,0.5],"clocks":{"v1.2":{"times":[1]},"none":null},"first reply":{"times":[],"goal.minutes":15}}"#;

async fn client_of(body: String) -> Client {
    let service = Service::start(move |_| Reply::ok(body.clone())).await;
    service.client()
}

#[tokio::test]
async fn every_value_is_read_as_what_it_means() {
    let client = client_of(TICKET.to_owned()).await;
    let ticket = client.send(&GetTicket(Query::new())).await.unwrap();
    let at: Timestamp = "2019-05-02T12:00:00.25Z".parse().unwrap();
    assert_eq!(ticket.created, at);
    assert_eq!(ticket.due, Some(date(2019, 5, 3)));
    assert_eq!(ticket.solved.unwrap().to_string(), "2019-05-02T12:00:00Z");
    assert_eq!(ticket.changed, EpochMilliseconds(at));
    assert_eq!(Seconds::from(ticket.wait), Seconds(5430.0));
    assert_eq!(ticket.left.to_string(), "-1s 250ms");
    assert_eq!(ticket.price, 12.5);
    assert_eq!(ticket.scores, [Some(1.0), None, Some(0.5)]);
    assert_eq!(ticket.clocks["v1.2"].as_ref().unwrap().times, [1]);
    assert_eq!(ticket.clocks["none"], None);
    assert_eq!(
        ticket.first_reply.as_ref().unwrap().goal,
        Some(Minutes(15.0))
    );
}

#[tokio::test]
async fn what_is_read_on_purpose_is_no_difference() {
    let client = client_of(TICKET.to_owned()).await;
    let request = Request::of(&GetTicket(Query::new()));
    let response = client.send_raw(&request).await.unwrap();
    assert_eq!(compare::<GetTicket>(response.value()).unwrap(), []);

    let news = TICKET
        .replace(r#""goal.minutes":15"#, r#""new key":15"#)
        .replace(r#""v1.2":{"#, r#""v1.2":{"at":1,"#);
    let found = compare::<GetTicket>(&news).unwrap();
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    let expected = [
        r#""first reply"."new key": unknown key, number (1 of 1)"#,
        r#"clocks."v1.2".at: unknown key, number (1 of 1)"#,
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_value_of_another_type_is_named_by_its_place() {
    for (right, wrong, place) in [
        (
            "[1]",
            "[true]",
            r#"at clocks."v1.2".times[0]: invalid type"#,
        ),
        (
            "s\":15}",
            "s\":\"15\"}",
            r#"at "first reply"."goal.minutes": invalid type"#,
        ),
        ("2019-05-03", "3 May", "at due: "),
        ("1556798400,", "\"2019\",", "at solved: invalid type"),
        (
            "1556798400250",
            "99999999999999999",
            "at changed: invalid value",
        ),
        (
            "12.50",
            "12,50",
            "at price: invalid value: string \"12,50\"",
        ),
    ] {
        let body = TICKET.replacen(right, wrong, 1);
        assert_ne!(body, TICKET);
        let client = client_of(body).await;
        let error = client.send(&GetTicket(Query::new())).await.unwrap_err();
        assert!(error.is_decode());
        assert!(error.to_string().contains(place), "{error}");
    }
}
