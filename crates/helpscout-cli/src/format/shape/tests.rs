use helpscout_description::Unit;
use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;
use crate::format::json_text::members;
use crate::format::samples::definitions;

fn fields() -> Vec<Field> {
    let figures = definitions().0.object("ConversationsDeltas").unwrap();
    vec![
        Field::new("average", Type::Number),
        Field::new("count", Type::Integer),
        Field::new("id", Type::Id("UserId".to_owned())),
        Field {
            as_text: true,
            ..Field::new("user", Type::Id("UserId".to_owned()))
        },
        Field {
            as_text: true,
            ..Field::new("price", Type::Number)
        },
        Field {
            unit: Some(Unit::Minutes),
            ..Field::new("minutes", Type::Number)
        },
        Field {
            unit: Some(Unit::Milliseconds),
            ..Field::new("milliseconds", Type::Integer)
        },
        Field::new("since", Type::EpochSeconds),
        Field::new("until", Type::EpochMilliseconds),
        Field::new("date", Type::Date),
        Field::new("name", Type::Text),
        Field::new("day", Type::Enum("Weekday".to_owned())),
        Field::new("any", Type::Any),
        Field {
            list: true,
            ..Field::new("averages", Type::Number)
        },
        Field::new("deltas", Type::Object(figures.name.clone())),
        Field {
            list: true,
            ..Field::new("tags", Type::Object("TopTag".to_owned()))
        },
    ]
}

fn shapes() -> Shapes {
    Shapes::of(definitions(), &fields(), None)
}

fn rewritten(json: &str) -> String {
    let mut out = String::new();
    Rewriter::new(shapes()).append(json, Shapes::ROOT, &mut out);
    out
}

#[test]
fn the_form_of_a_number_depends_on_its_type_alone() {
    let json = r#"{ "average": 28, "count": 28.0, "id": 1e2, "user": 7, "name": 5, "day": 1,
        "averages": [1, 2.5, null], "any": {"average": 1}, "mood": 1 }"#;
    assert_eq!(
        rewritten(json),
        r#"{"average":28.0,"count":28,"id":100,"user":"7","name":5,"day":1,"averages":[1.0,2.5,null],"any":{"average":1},"mood":1}"#
    );
}

#[test]
fn units_and_instants_that_are_numbers_have_the_form_of_their_type() {
    let json = r#"{"minutes": 90, "milliseconds": 5400000.0, "since": 1556798400.0, "until": 1556798400000,
        "date": "2019-05-02", "price": "4.50"}"#;
    let expected = r#"{"minutes":90.0,"milliseconds":5400000,"since":1556798400,"until":1556798400000,"date":"2019-05-02","price":"4.50"}"#;
    assert_eq!(rewritten(json), expected);
    assert_eq!(rewritten(r#"{"price": 4}"#), r#"{"price":"4.0"}"#);
    assert_eq!(rewritten(r#"{"price": "4"}"#), r#"{"price":"4"}"#);
}

#[test]
fn numbers_are_found_in_objects_lists_and_maps() {
    let json = r#"{"deltas": {"totalConversations": 1, "anything": -0},
        "tags": [{"count": 3.0, "percent": 20, "tags": [{"percent": 1}]}, 7, [{"percent": 1}]]}"#;
    assert_eq!(
        rewritten(json),
        r#"{"deltas":{"totalConversations":1.0,"anything":-0.0},"tags":[{"count":3,"percent":20.0,"tags":[{"percent":1}]},7,[{"percent":1.0}]]}"#
    );
}

#[test]
fn a_number_in_a_string_is_a_number_unless_it_is_sent_as_text() {
    let json = r#"{"average": "28", "count": "28.0", "id": "x7", "user": "7", "name": "28"}"#;
    let expected = r#"{"average":28.0,"count":28,"id":"x7","user":"7","name":"28"}"#;
    assert_eq!(rewritten(json), expected);
}

#[test]
fn a_key_with_an_escape_is_the_key_it_stands_for() {
    assert_eq!(
        rewritten(r#"{"\u0061verage": 1}"#),
        r#"{"\u0061verage":1.0}"#
    );
    assert_eq!(
        rewritten(r#"{"average\ud83d": 1}"#),
        r#"{"average\ud83d":1}"#
    );
}

#[test]
fn a_value_may_be_nested_to_any_depth() {
    let deep = "[".repeat(20_000) + "1" + &"]".repeat(20_000);
    for key in ["average", "any", "mood"] {
        let row = format!("{{\"{key}\":{deep}}}");
        let expected = if key == "average" {
            row.replace('1', "1.0")
        } else {
            row.clone()
        };
        assert_eq!(rewritten(&row), expected);
    }
}

/// Rewrites a value slowly and plainly.
fn reference(json: &str, shape: Shape) -> String {
    let json = json.trim();
    if let Some(members) = members(json) {
        let object = match shape {
            Shape::Object(object) => Some(object),
            _ => None,
        };
        let member = |(key, value): (&str, &str)| {
            let shape = object.map_or(Shape::Any, |object| shapes().of_key(object, key, &mut 0));
            format!("\"{key}\":{}", reference(value, shape))
        };
        let members: Vec<String> = members.map(member).collect();
        return format!("{{{}}}", members.join(","));
    }
    if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(json) {
        let items = items.iter().map(|item| reference(item.get(), shape));
        return format!("[{}]", items.collect::<Vec<_>>().join(","));
    }
    let inside = json.trim_matches('"');
    let is_text = json.starts_with('"');
    let mut number = String::new();
    match shape {
        _ if !is_number(inside) => return json.to_owned(),
        Shape::Number => append_with_fraction(inside, &mut number),
        Shape::Integer => append_integer(inside, &mut number),
        Shape::IntegerAsText if !is_text => {
            append_integer(inside, &mut number);
            return format!("\"{number}\"");
        }
        Shape::NumberAsText if !is_text => {
            append_with_fraction(inside, &mut number);
            return format!("\"{number}\"");
        }
        _ => return json.to_owned(),
    }
    number
}

fn json() -> impl Strategy<Value = String> {
    let key = || {
        let known: Vec<String> = fields().into_iter().map(|field| field.wire).collect();
        let nested = ["percent", "deltaPercent", "totalConversations", "x y"].map(str::to_owned);
        prop_oneof![
            prop::sample::select([known, nested.to_vec()].concat()),
            "[a-z\\{\\}\\[\\],:]{0,4}",
        ]
    };
    let leaf = prop_oneof![
        "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        "\"-?[1-9][0-9]{0,3}(\\.0)?\"",
        "\"[a-z \\{\\}\\[\\],:]{0,6}\"",
        Just(r#""\" \\ \ud83d""#.to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
    ];
    let space = || prop::sample::select(vec!["", " ", "\n\t"]);
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let item =
            (space(), inner.clone(), space()).prop_map(|(a, item, b)| format!("{a}{item}{b}"));
        let member = (key(), space(), inner)
            .prop_map(|(key, space, value)| format!("\"{key}\"{space}:{space}{value}{space}"));
        prop_oneof![
            prop::collection::vec(item, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..6)
                .prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

proptest! {
    #[test]
    fn one_pass_is_as_good_as_many(json in json()) {
        prop_assert_eq!(rewritten(&json), reference(&json, Shapes::ROOT));
    }

    #[test]
    fn no_text_is_too_odd(json in "[\\{\\}\\[\\]\",:a-z0-9\\\\ ]{0,40}") {
        let _ = rewritten(&json);
    }
}
