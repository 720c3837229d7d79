//! Tests generated code for what other APIs need: requests with a body, styles of paging, and kinds of
//! values.

use helpscout_runtime::jiff::{Timestamp, civil};
use helpscout_runtime::wire::{EpochMilliseconds, EpochSeconds, MapValue, OneOrMany};
use helpscout_runtime::{
    Endpoint, JsonKind, Method, Milliseconds, Minutes, Paged, Paging, Position, Rule, Sent,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::features::{lists, minimal, paging, requests, shapes, values};

fn read<T: DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap()
}

#[test]
fn a_post_says_what_is_sent_where_and_whether_it_may_be_sent_again() {
    let search = requests::Search::OPERATION;
    assert_eq!((search.method, search.is_safe), (Method::Post, true));
    assert_eq!(search.path, "/rest/desk/v1/search");
    assert_eq!(search.required, ["filter.status"]);
    assert_eq!(
        search.sent,
        [
            Sent::header("X-Experimental"),
            Sent::header("X-Teams"),
            Sent::body("filter.status", JsonKind::Text),
            Sent::body("filter.part", JsonKind::Text),
            Sent::body("filter.isOpen", JsonKind::Boolean),
            Sent::array("filter.teams", JsonKind::Integer),
            Sent::array("order", JsonKind::Text),
        ]
    );
    let create = requests::Create::OPERATION;
    assert_eq!((create.method, create.is_safe), (Method::Post, false));
}

#[test]
fn every_rule_of_the_description_is_checked_before_sending() {
    let rules = [
        Rule::either(&["days", "since"]),
        Rule::excludes(&["stopTime", "until"]),
        Rule::dates("since", "until"),
        Rule::limits("page[size]", Some(1), Some(100)),
        Rule::counts("fields", Some('|'), None, Some(3)),
        Rule::range("share", Some(0), Some(1)),
        Rule::lengths("filter.status", Some(2), Some(20)),
        Rule::counts("filter.teams", None, Some(1), None),
    ];
    assert_eq!(requests::Search::OPERATION.rules, rules);
}

#[test]
#[allow(deprecated)]
fn parameters_of_every_place_and_style_have_their_wire_form() {
    let query = requests::Search::new("open")
        .x_experimental("opt-in")
        .x_teams([1, 2])
        .page_size(50)
        .expand([requests::Part::Key, requests::Part::Status])
        .labels(["x", "y"])
        .fields(["a,b", "c"])
        .share(0.5)
        .since(civil::date(2019, 5, 2))
        .start_time("2019-05-02T12:00:00Z".parse().unwrap())
        .stop_time(EpochMilliseconds(Timestamp::from_second(1).unwrap()))
        .part(requests::Part::Key)
        .is_open(true)
        .teams([3, 4])
        .order(["created"]);
    let sent: Vec<(&str, &str)> = query.query().iter().collect();
    assert_eq!(
        sent,
        [
            ("X-Experimental", "opt-in"),
            ("X-Teams", "1,2"),
            ("expand", "key"),
            ("expand", "status"),
            ("fields", "a,b|c"),
            ("filter.isOpen", "true"),
            ("filter.part", "key"),
            ("filter.status", "open"),
            ("filter.teams", "3"),
            ("filter.teams", "4"),
            ("labels[]", "x"),
            ("labels[]", "y"),
            ("order", "created"),
            ("page[size]", "50"),
            ("share", "0.5"),
            ("since", "2019-05-02"),
            ("startTime", "1556798400"),
            ("stopTime", "1000"),
        ]
    );
    let saved = serde_json::to_value(&query).unwrap();
    assert_eq!(saved["expand"], json!(["key", "status"]));
    assert_eq!(saved["fields"], json!(["a,b", "c"]));
    assert_eq!(saved["filter.teams"], json!([3, 4]));
    assert_eq!(saved["labels[]"], json!(["x", "y"]));
    assert_eq!(read::<requests::Search>(saved), query);
}

#[test]
fn an_operation_belongs_to_the_service_of_its_description() {
    let service = requests::SERVICE;
    assert_eq!(
        (service.title, service.base_url, service.environment),
        ("Test service", "https://api.example.com", "TESTS")
    );
    assert_eq!((service.token, service.rate_limit), (None, None));
    assert_eq!(requests::Create::OPERATION.service, service);
    assert_eq!(minimal::SERVICE.environment, "TEST_SERVICE");
}

#[test]
fn every_style_of_paging_is_described_and_read() {
    let zero: paging::ZeroPage = read(json!({ "page": 0, "pages": 2, "items": [] }));
    assert_eq!(paging::Zero::position(&zero), Position::of_number(0, 2));
    assert_eq!(
        paging::Zero::OPERATION.pages,
        Some(Paging::numbered("page", 0, "page", "pages", "items").size("perPage"))
    );

    let offset: paging::OffsetPage =
        read(json!({ "start": 50, "size": 51, "isLastPage": true, "values": [{ "id": 1 }] }));
    assert_eq!(
        paging::Offset::position(&offset),
        Position::of_offset(50).last(true).count(51)
    );
    let paging = Paging::offset("start", "start", "values");
    let paging = paging.last("isLastPage").count("size").size("limit");
    assert_eq!(
        paging::Offset::OPERATION.pages,
        Some(paging.page_size(50).identity("id"))
    );

    let more: paging::MorePage =
        read(json!({ "paging": { "page": 2, "has_more": true }, "items": [] }));
    assert_eq!(
        paging::More::position(&more),
        Position::of_page(2).more(true)
    );
    let paging = Paging::by_page("page", 0, "items").current("paging.page");
    assert_eq!(
        paging::More::OPERATION.pages,
        Some(paging.more("paging.has_more"))
    );
    let turns: paging::TurnsPage = read(json!({ "total": 9, "items": [{ "id": 1 }] }));
    let unknown = None::<i64>;
    assert_eq!(
        paging::Turns::position(&turns),
        Position::of_page(unknown).count(9)
    );
    let paging = Paging::by_page("page", 1, "items")
        .count("total")
        .size("perPage");
    assert_eq!(
        paging::Turns::OPERATION.pages,
        Some(paging.page_size(25).identity("id"))
    );
    let skips: paging::SkipsPage = read(json!({ "items": [] }));
    assert_eq!(
        paging::Skips::position(&skips),
        Position::of_offset(unknown)
    );
    let paging = Paging::by_row("skip", "items").size("limit").page_size(50);
    assert_eq!(paging::Skips::OPERATION.pages, Some(paging.identity("id")));

    let meta = json!({ "has_more": true, "after_cursor": "xyz", "total": 7 });
    let cursor: paging::CursorPage = read(json!({ "tickets": [{ "id": 1 }], "meta": meta }));
    assert_eq!(
        paging::Cursor::position(&cursor),
        Position::of_cursor(Some("xyz")).more(true).count(7)
    );
    assert_eq!(paging::Cursor::into_rows(cursor).len(), 1);

    let since = |next: Value| -> paging::SincePage { read(next) };
    let next = since(json!({ "tickets": [], "next": { "id": 9 } }));
    assert_eq!(
        paging::Since::position(&next),
        Position::of_cursor(Some("9"))
    );
    let last = since(json!({ "tickets": [] }));
    assert_eq!(paging::Since::position(&last), Position::of_cursor(None));

    let link =
        |links: Value| -> Position { paging::Link::position(&read(json!({ "_links": links }))) };
    let url = "https://api.example.com/v3/link?page=2";
    assert_eq!(
        link(json!({ "next": { "href": url } })),
        Position::of_link(Some(url))
    );
    for last in [json!({ "next": { "href": null } }), json!({})] {
        assert_eq!(link(last), Position::of_link(None));
    }
}

#[test]
fn a_page_may_be_a_list_and_its_last_row_may_lead_to_the_next() {
    let page = read::<Vec<lists::NumberedTicket>>(json!([{ "id": 7, "labels": [] }]));
    assert_eq!(
        lists::Numbers::position(&page),
        Position::of_page(None::<i64>)
    );
    assert_eq!(lists::Numbers::identity(&page[0]), Some(7.into()));
    assert_eq!(lists::Numbers::into_rows(page).len(), 1);
    let paging = Paging::by_page("page", 1, "").size("per_page");
    assert_eq!(
        lists::Numbers::OPERATION.pages,
        Some(paging.page_size(20).identity("id"))
    );
    let paging = Paging::link_header("X-Links", "tickets").count("total");
    assert_eq!(lists::LinkedRows::OPERATION.pages, Some(paging));

    let page: lists::ChargePage =
        read(json!({ "data": [{ "id": "a" }, { "id": "b" }], "has_more": true }));
    assert_eq!(
        lists::Charges::position(&page),
        Position::of_cursor(Some("b")).more(true)
    );
    let paging = Paging::after_row("starting_after", "id", "data").more("has_more");
    assert_eq!(
        lists::Charges::OPERATION.pages,
        Some(paging.size("limit").identity("id"))
    );
    let page = read::<Vec<lists::Status>>(json!([{ "id": "9" }, { "id": "7" }]));
    assert_eq!(
        lists::Statuses::position(&page),
        Position::of_cursor(Some("7"))
    );
    let entries = |positions: &[i64]| -> Value {
        positions
            .iter()
            .map(|at| json!({ "place": { "position": at } }))
            .collect()
    };
    for (found, next) in [
        (json!({ "entries": entries(&[1, 2]) }), Some("2")),
        (json!({ "entries": [] }), None),
        (Value::Null, None),
    ] {
        let mut page = json!({ "total": 2 });
        if !found.is_null() {
            page["found"] = found;
        }
        assert_eq!(
            lists::History::position(&read(page)),
            Position::of_cursor(next).count(2)
        );
    }
}

#[test]
fn values_of_every_kind_are_read_and_written_as_they_came() {
    let text = include_str!("../../specs/values/reports/values.json");
    let body: Value = serde_json::from_str(text).unwrap();
    let report: values::ValuesReport = read(body.clone());
    assert_eq!(report.day, civil::date(2019, 5, 2));
    let noon: Timestamp = "2019-05-02T12:00:00Z".parse().unwrap();
    assert_eq!(report.at, EpochSeconds(noon));
    assert_eq!(report.sent.to_string(), "2019-05-02T11:00:00.5Z");
    assert_eq!(report.wait, Minutes(12.5));
    assert_eq!(report.left, Some(Milliseconds(14_400_000.0)));
    assert_eq!((report.share, report.hours), (0.25, Some(Minutes(90.0))));
    assert_eq!(report.days, [Some(civil::date(2019, 5, 2)), None]);
    assert_eq!(report.names, [Some("Ada".to_owned()), None]);
    assert_eq!(report.tags.0["mail"], vec!["late".to_owned()].into());
    assert_eq!(report.gaps.0["mail"], Some(vec![Some(1.5), None]).into());
    assert_eq!(report.gaps.0["chat"], MapValue::Known(None));
    let sla = report.slas.0["a.b"].known().unwrap();
    assert_eq!(sla.first_reply.goal, Milliseconds(60_000.0));
    assert_eq!(sla.cycles[0].start, EpochMilliseconds(noon));
    assert_eq!(report.first_level.0["y"], MapValue::Known(None));

    let mut written = serde_json::to_value(&report).unwrap();
    // Instants are written in UTC.
    assert_eq!(written["sent"], json!("2019-05-02T11:00:00.5Z"));
    written["sent"] = body["sent"].clone();
    assert_eq!(written, body);
}

#[test]
fn an_odd_value_of_a_map_does_not_cost_the_response() {
    let body = json!({
        "day": 1, "count": 3, "user": "12",
        "deltas": { "count": 1.5, "note": "new", "odd": [1], "plain": -2.5 },
        "related": {
            "curies": [{ "href": "/a" }, { "href": "/b" }],
            "odd": { "href": 1 },
            "self": { "href": "/c" },
        },
        "marks": { "a": 1, "b": [2, null], "c": null, "d": "none" },
    });
    let day: shapes::Day = read(body.clone());
    assert_eq!(serde_json::to_value(&day).unwrap(), body);

    let others = &day.deltas.others;
    assert_eq!(others["plain"].known(), Some(&Some(-2.5)));
    assert_eq!(others["odd"], MapValue::Other(json!([1])));
    let related = day.related.unwrap().0;
    let hrefs = |key: &str| -> Vec<String> {
        let links = related[key].as_slice().iter();
        links.map(|link| link.href.clone()).collect()
    };
    assert_eq!(hrefs("curies"), ["/a", "/b"]);
    assert_eq!(hrefs("self"), ["/c"]);
    assert_eq!(related["odd"], OneOrMany::Other(json!({ "href": 1 })));
    let marks = day.marks.unwrap().0;
    assert_eq!(marks["b"].as_slice(), [Some(2), None]);
    assert_eq!(marks["c"], OneOrMany::One(None));
}
