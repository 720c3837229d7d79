#![allow(clippy::unwrap_used)]
use super::*;
use crate::operation::Method;

const SEARCH: &Operation = &Operation {
    id: "search",
    method: Method::Post,
    path: "/search",
    sent: &[
        Sent::header("X-Mode"),
        Sent::body("filter.status", JsonKind::Text),
        Sent::body("filter.sla.\"first reply\".days", JsonKind::Integer),
        Sent::body("\"a.b\"", JsonKind::Boolean),
        Sent::body("share", JsonKind::Number),
        Sent::array("fields", JsonKind::Text),
        Sent::array("ids", JsonKind::Integer),
        Sent::body("fields.first", JsonKind::Text),
    ],
    ..Operation::DEFAULT
};

fn body(query: &Query) -> String {
    text(SEARCH, query).unwrap()
}

fn problem(query: &Query) -> String {
    let found = violations(SEARCH, query);
    let messages: Vec<String> = found.into_iter().map(|found| found.message).collect();
    messages.join("\n")
}

#[test]
fn dotted_paths_become_nested_objects_with_typed_values() {
    let query = Query::new()
        .with("X-Mode", "quick")
        .with("filter.status", "open \"now\"")
        .with("filter.sla.\"first reply\".days", 3)
        .with("\"a.b\"", true)
        .with("share", 0.5)
        .with_values("fields", ["summary"])
        .with_values("ids", [7, 8]);
    assert_eq!(
        body(&query),
        r#"{"filter":{"status":"open \"now\"","sla":{"first reply":{"days":3}}},"a.b":true,"share":0.5,"fields":["summary"],"ids":[7,8]}"#
    );
    assert_eq!(problem(&query), "");
    assert_eq!(body(&Query::new()), "{}");
    assert_eq!(body(&Query::new().with("share", 28.0)), r#"{"share":28}"#);
    let none = Query::new().with_values("ids", Vec::<i64>::new());
    assert_eq!(body(&none), "{}");
}

#[test]
fn an_operation_without_parameters_in_the_body_has_no_body() {
    const HEADERS: &Operation = &Operation {
        sent: &[Sent::header("X-Mode")],
        ..*SEARCH
    };
    assert_eq!(text(HEADERS, &Query::new()), None);
    assert_eq!(violations(HEADERS, &Query::new()), []);
}

#[test]
fn a_value_that_json_can_not_have_is_a_problem() {
    let query = Query::new()
        .with("filter.sla.\"first reply\".days", "1.5")
        .with("\"a.b\"", "yes")
        .with("share", f64::NAN)
        .with_values("filter.status", ["a", "b"])
        .with_values("ids", ["1", "x"]);
    assert_eq!(
        problem(&query),
        "`filter.status` has 2 values, but takes only one; set one\n\
         `filter.sla.\"first reply\".days` is `1.5`; it must be a whole number\n\
         `\"a.b\"` is `yes`; it must be `true` or `false`\n\
         `share` is `NaN`; it must be a finite number\n\
         `ids` is `x`; it must be a whole number"
    );
}

#[test]
fn two_parameters_in_one_place_are_a_problem() {
    let query = Query::new()
        .with_values("fields", ["a"])
        .with("fields.first", "b");
    assert_eq!(
        problem(&query),
        "`fields.first` and another parameter that is set have the same place in the body; \
         remove one of them"
    );
}

#[test]
fn a_get_has_no_body() {
    const WRONG: &Operation = &Operation {
        method: Method::Get,
        ..*SEARCH
    };
    let found = violations(WRONG, &Query::new());
    assert_eq!(
        found[0].message,
        "`filter.status` is sent in a body, but a GET has none; use a POST"
    );
}
