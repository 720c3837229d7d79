//! Tests the generated client of each small spec: its text is a snapshot, and the same text is
//! compiled and used.
#![allow(clippy::unwrap_used)]

mod docs;
mod language;

use std::path::Path;

use helpscout_codegen::{Home, Tree};
use helpscout_description::Api;
use helpscout_runtime::{Endpoint, Paged, Position, jiff::Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

mod features {
    include!(concat!(env!("OUT_DIR"), "/features.rs"));
}
use features::{enums, fields, minimal, names, objects, pages, pairs, parameters, prose, shapes};

/// The folders of `tests/specs`.
const FEATURES: [&str; 20] = [
    "bodies",
    "changes",
    "desk",
    "enums",
    "fields",
    "ledger",
    "lists",
    "minimal",
    "names",
    "objects",
    "pages",
    "paging",
    "pairs",
    "parameters",
    "prose",
    "requests",
    "shapes",
    "tickets",
    "values",
    "versions",
];

fn api(feature: &str) -> Api {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("specs")
        .join(feature);
    let reading = helpscout_spec::read(&folder);
    reading
        .api
        .unwrap_or_else(|| panic!("{feature}:\n{}", reading.findings.render(false)))
}

fn tree(feature: &str) -> Tree {
    helpscout_codegen::client(&api(feature), Home::Elsewhere)
}

/// Compares each generated file of the feature with its snapshot.
fn snapshot(feature: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../../snapshots");
    settings.set_omit_expression(true);
    settings.bind(|| {
        let api = api(feature);
        let (client, description) = (tree(feature), helpscout_codegen::description(&api));
        for (path, text) in client.files().chain(description.files()) {
            insta::assert_snapshot!(format!("{feature}@{}", path.replace('/', "@")), text);
        }
        let read = Api::from_json(description.get("api.json").unwrap());
        assert_eq!(read.unwrap(), api, "{feature}: read back from its JSON");
    });
}

macro_rules! snapshots {
    ($($feature:ident)*) => {$(
        mod $feature {
            #[test]
            fn generates_what_the_snapshot_shows() {
                super::snapshot(stringify!($feature));
            }
        }
    )*};
}

mod snapshot_of {
    use super::snapshot;
    snapshots!(
        minimal parameters enums pairs pages fields objects names prose shapes requests paging lists bodies changes values
        desk ledger tickets versions
    );
}

/// Deserializes `body`, serializes it again, and compares.
fn round_trip<T: DeserializeOwned + Serialize>(body: Value) -> T {
    let value: T = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), body);
    value
}

fn pairs_of(query: &impl Endpoint) -> Vec<(String, String)> {
    query
        .query()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn every_spec_folder_has_a_snapshot_test() {
    let mut folders: Vec<_> =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("specs"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
    folders.sort();
    assert_eq!(folders, FEATURES);
}

#[test]
fn the_docs_of_every_function_start_with_a_verb() {
    for feature in FEATURES {
        for (path, text) in tree(feature).files() {
            let mut summary = "";
            for (before, line) in text.lines().zip(text.lines().skip(1)) {
                let line = line.trim();
                let is_doc = |line: &str| line.trim().starts_with("///");
                if is_doc(line) && !is_doc(before) {
                    summary = line;
                }
                if line.starts_with("pub fn ") {
                    let verb = summary.split(' ').nth(1).unwrap();
                    assert!(verb.ends_with('s'), "{feature}/{path}: {line}: {summary}");
                }
            }
        }
    }
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    assert_eq!(tree("pages"), tree("pages"));
}

#[test]
fn parameters_are_sent_under_their_wire_names_in_the_documented_form() {
    let query = parameters::Parameters::new(
        parameters::UserId(4),
        2.5,
        "a@example.com",
        [parameters::View::Day, parameters::View::Week],
    )
    .rows(50)
    .share(0.25)
    .search("late")
    .office_hours(false)
    .since(instant("2019-05-02T14:00:00.75+02:00"))
    .view_by(parameters::View::Other("decade".into()))
    .users([parameters::UserId(4), parameters::UserId(5)])
    .sites(["a1", "b2"]);
    let expected = [
        ("mailAddress", "a@example.com"),
        ("officeHours", "false"),
        ("rows", "50"),
        ("search", "late"),
        ("share", "0.25"),
        ("since", "2019-05-02T12:00:00Z"),
        ("sites", "a1,b2"),
        ("user", "4"),
        ("users", "4,5"),
        ("viewBy", "decade"),
        ("views", "day,week"),
        ("weight", "2.5"),
    ];
    let sent = pairs_of(&query);
    let sent: Vec<_> = sent
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(sent, expected);
}

#[test]
fn an_empty_list_sets_nothing() {
    let none: [&str; 0] = [];
    let query =
        parameters::Parameters::new(parameters::UserId(4), 1.0, "a", [parameters::View::Day])
            .sites(none);
    assert!(pairs_of(&query).iter().all(|(name, _)| name != "sites"));
}

#[test]
fn two_parameters_that_are_an_interval_and_go_together_are_set_at_once() {
    let start = instant("2019-05-02T12:00:00Z");
    let end = instant("2019-06-02T12:00:00Z");
    let query = pairs::Pairs::new(start, end)
        .previous_interval(start, end)
        .range(1)
        .range_id(2);
    let names: Vec<_> = pairs_of(&query).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "end",
            "previousEnd",
            "previousStart",
            "range",
            "rangeId",
            "start"
        ]
    );
    assert_eq!(pairs::Pairs::OPERATION.rules.len(), 4);
}

#[test]
fn enumerations_keep_values_they_do_not_know() {
    let report: enums::EnumsReport = round_trip(json!({
        "order": "sideways", "state": "not-good", "states": ["open", "new-in-2027"]
    }));
    assert_eq!(report.order, enums::Order::Other("sideways".into()));
    assert_eq!(report.state, Some(enums::State::NotGood));
    assert_eq!(report.states[1].to_string(), "new-in-2027");
}

#[test]
fn a_corrected_value_is_sent_corrected() {
    let query = enums::Enums::new()
        .sort_field(enums::SortField::ResponseTime)
        .order(enums::Order::OneToTen);
    let sent = pairs_of(&query);
    assert_eq!(sent[0], ("order".into(), "1-10".into()));
    assert_eq!(sent[1], ("sortField".into(), "responseTime".into()));
}

#[test]
fn fields_keep_missing_null_and_every_value() {
    let body = json!({
        "integer": 4845671933i64, "number": 0.5, "text": "a", "switch": true,
        "instant": "2019-05-02T12:00:00Z", "tag": 7, "waitTime": 31.5, "totalDays": 30,
        "nullInteger": null, "nullText": null, "nullInstant": null,
        "tags": [1, 2], "missingTime": 279, "seen": 1
    });
    let report: fields::FieldsReport = round_trip(body.clone());
    assert_eq!(report.missing_integer, None);
    assert_eq!(report.missing_time.unwrap().to_string(), "4m 39s");

    let mut with_nothing = body;
    with_nothing["looseShare"] = Value::Null;
    with_nothing["looseTags"] = json!([]);
    let same: fields::FieldsReport = serde_json::from_value(with_nothing).unwrap();
    assert_eq!(same, report);
}

#[test]
fn loose_lists_may_be_missing_or_null_and_whole_floats_are_integers() {
    let report: fields::FieldsReport = serde_json::from_value(json!({
        "integer": 3.0, "number": 1, "text": "", "switch": false,
        "instant": "2019-05-02T12:00:00", "tag": "7", "waitTime": 0, "totalDays": 1.0,
        "nullInteger": 2.0, "nullText": null, "nullInstant": "2019-05-02T12:00:00+02:00",
        "tags": [], "looseTags": null, "unknown": { "kept": "out" }
    }))
    .unwrap();
    assert_eq!((report.integer, report.null_integer), (3, Some(2)));
    assert_eq!(report.tag, fields::TagId(7));
    assert_eq!(report.null_instant, Some(instant("2019-05-02T10:00:00Z")));
    assert!(report.loose_tags.is_empty());
}

#[test]
fn where_a_key_may_be_missing_null_means_the_same_and_is_written_as_it_came() {
    let [missing, null] = [json!({}), json!({ "count": null })].map(|deltas| {
        let day = json!({ "day": 9, "count": 0, "user": "13", "deltas": deltas });
        round_trip::<shapes::Day>(day)
    });
    assert_eq!(missing.deltas.count, None);
    assert_eq!(missing, null);
}

#[test]
fn a_value_that_is_built_is_written_without_what_was_not_set() {
    let built = shapes::Deltas::new().others([("odd", Some(-2.5)), ("none", None)]);
    assert_eq!(
        serde_json::to_value(&built).unwrap(),
        json!({ "odd": -2.5, "none": null })
    );
    let written = serde_json::to_value(built.count(1.5)).unwrap();
    assert_eq!(written["count"], json!(1.5));
}

#[test]
fn what_was_null_stays_null_until_it_gets_a_value_and_again_afterwards() {
    let null = json!({ "count": null });
    let mut deltas: shapes::Deltas = round_trip(null.clone());
    deltas.count = Some(1.5);
    assert_eq!(
        serde_json::to_value(&deltas).unwrap(),
        json!({ "count": 1.5 })
    );
    deltas.count = None;
    assert_eq!(serde_json::to_value(&deltas).unwrap(), null);
}

#[test]
fn every_kind_of_field_can_be_built() {
    let built = fields::FieldsReport::new(
        4_845_671_933,
        0.5,
        "a",
        true,
        instant("2019-05-02T12:00:00Z"),
        fields::TagId(7),
        helpscout_runtime::Seconds(31.5),
        30,
        [fields::TagId(1), fields::TagId(2)],
    )
    .null_text("b")
    .loose_share(0.25)
    .loose_tags([fields::TagId(3)])
    .missing_time(helpscout_runtime::Seconds(279.0));
    let body = json!({
        "integer": 4845671933i64, "number": 0.5, "text": "a", "switch": true,
        "instant": "2019-05-02T12:00:00Z", "tag": 7, "waitTime": 31.5, "totalDays": 30,
        "nullInteger": null, "nullText": "b", "nullInstant": null, "looseShare": 0.25,
        "tags": [1, 2], "looseTags": [3], "missingTime": 279
    });
    assert_eq!(built, round_trip(body));
}

#[test]
fn a_setter_never_hides_a_method_that_every_value_has() {
    let report = names::NamesReport::new("email", 1, "a", "b", 9)
        .with_new(true)
        .with_clone("c")
        .with_with_new(3)
        .received(4);
    assert_eq!(report.clone(), report);
    round_trip::<names::NamesReport>(serde_json::to_value(&report).unwrap());
    assert_eq!(
        (report.new, report.clone.as_deref(), report.received),
        (Some(3), Some("c"), Some(4))
    );
    assert_eq!(report.with_new, Some(true));
}

#[test]
fn a_field_that_is_always_there_fails_when_it_is_missing() {
    let error = serde_json::from_value::<minimal::CountReport>(json!({})).unwrap_err();
    assert!(error.to_string().contains("total"), "{error}");
    let error =
        serde_json::from_value::<minimal::CountReport>(json!({ "total": 3.5 })).unwrap_err();
    assert!(error.to_string().contains("3.5"), "{error}");
}

#[test]
fn one_key_with_two_shapes_has_two_types() {
    let report: objects::ObjectsReport = round_trip(json!({
        "filterTags": [{ "id": 1, "colour": { "name": "red" } }],
        "responseTime": { "ranges": [{ "count": 2 }] },
        "current": { "responseTime": 60 },
        "previous": { "responseTime": null },
        "steps": [{ "count": 1 }], "previousSteps": [{ "count": 3 }]
    }));
    assert_eq!(report.response_time.ranges[0].count, 2);
    assert_eq!(report.previous_steps, [objects::Step { count: 3 }]);
    assert_eq!(report.current.response_time.to_string(), "1m");
}

#[test]
fn paging_is_read_wherever_the_page_has_it() {
    let flat: pages::FlatPage =
        round_trip(json!({ "results": [{ "id": 1 }], "page": 2, "pages": 3, "count": 5 }));
    assert_eq!(pages::Flat::position(&flat), Position::new(2, 3, 5));
    assert_eq!(pages::Flat::into_rows(flat).len(), 1);

    let nested: pages::NestedReport =
        serde_json::from_value(json!({ "conversations": { "page": 2, "pages": 3, "count": 5 } }))
            .unwrap();
    assert_eq!(pages::Nested::position(&nested), Position::new(2, 3, 5));
    assert!(pages::Nested::into_rows(nested).is_empty());

    let hal: pages::HalPage = serde_json::from_value(
        json!({ "page": { "number": 0, "totalPages": 0, "totalElements": 0 } }),
    )
    .unwrap();
    assert_eq!(pages::Hal::position(&hal), Position::new(0, 0, 0));
    assert!(pages::Hal::into_rows(hal).is_empty());
}

#[test]
fn a_list_at_the_top_keeps_numbers_written_as_text_and_keys_nobody_described() {
    let body = json!([
        { "day": 1, "count": 3, "user": "12", "site": "52244cc53e3e9bd67a3dc68c",
          "facets": { "a": [1, null] }, "deltas": { "count": 1.5, "odd": -2.5, "none": null } },
        { "day": 9, "count": 0, "user": "13", "deputy": "14", "deltas": {} }
    ]);
    let days: Vec<shapes::Day> = round_trip(body);
    assert_eq!(days[0].day, shapes::Weekday::Monday);
    assert_eq!(days[1].day, shapes::Weekday::Other(9));
    assert_eq!(days[1].deputy, Some(shapes::UserId(14)));
    assert_eq!(days[0].deltas.others["odd"], Some(-2.5).into());
    assert_eq!(days[0].deltas.others["none"].known(), Some(&None));
    assert_eq!(shapes::Days::position(&days), Position::new(1, 1, 2));
    assert_eq!(shapes::Days::into_rows(days).len(), 2);
}

#[test]
fn a_field_is_read_under_its_other_names_and_written_under_its_own() {
    let read = |key: &str| -> shapes::Day {
        serde_json::from_value(json!({ "day": 1, key: 5, "user": 12, "deltas": {} })).unwrap()
    };
    for key in ["count", "number", "total"] {
        assert_eq!(read(key).count, 5);
    }
    let written = serde_json::to_value(read("total")).unwrap();
    assert_eq!(
        (&written["count"], &written["user"]),
        (&json!(5), &json!("12"))
    );
}

#[test]
fn an_answer_that_is_one_thing_is_its_own_row() {
    let person: shapes::Person = round_trip(json!({
        "id": 4, "name": "Ada", "_links": { "self": { "href": "/v2/people/4" } }
    }));
    let links = person.links.as_ref().unwrap();
    assert_eq!(links.0["self"].known().unwrap().href, "/v2/people/4");
    assert_eq!(shapes::GetPerson::position(&person), Position::new(1, 1, 1));
    assert_eq!(shapes::GetPerson::into_rows(person.clone()), [person]);
}

#[test]
fn limits_and_needs_are_checked_before_sending() {
    let violations = |query: &shapes::Days| -> Vec<String> {
        let error = match helpscout_runtime::Request::of(query).validate() {
            Ok(()) => return Vec::new(),
            Err(error) => error,
        };
        let violations = error.violations().iter();
        violations
            .map(|violation| violation.message.clone())
            .collect()
    };
    let days = shapes::Days::new;
    assert_eq!(
        violations(&days().rows(51)),
        ["`rows` is `51`; it must be a whole number from 1 to 50"]
    );
    assert_eq!(violations(&days().rows(0)).len(), 1);
    assert_eq!(
        violations(&days().range_id(0)),
        [
            "`rangeId` has no effect without `range`; set `range` as well",
            "`rangeId` is `0`; it must be a whole number of at least 1",
        ]
    );
    assert!(violations(&days().rows(50).range("late").range_id(2)).is_empty());
}

#[test]
fn names_that_are_no_rust_names_are_sent_and_read_as_they_are() {
    let query = names::Names::new()
        .kind("email")
        .field_id(names::FieldId(1))
        .page_size(5)
        .sort_field("number");
    let sent: Vec<_> = pairs_of(&query).into_iter().map(|(name, _)| name).collect();
    assert_eq!(sent, ["fieldid", "page-size", "sortField", "type"]);
    let report: names::NamesReport = round_trip(json!({
        "type": "email", "mailboxid": 1, "userName": "a", "URL": "b", "busyTimeStart": 9
    }));
    assert_eq!((report.kind.as_str(), report.mailbox_id), ("email", 1));
}

#[test]
fn odd_keys_and_prose_compile() {
    let report: prose::ProseReport = round_trip(json!({ "total": 1, "odd-key": 2 }));
    assert_eq!(report.odd_key, 2);
}
