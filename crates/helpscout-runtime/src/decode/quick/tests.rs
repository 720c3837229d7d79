#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_core::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::plain;

fn quick<T: DeserializeOwned>(text: &str) -> Option<T> {
    super::read(text, |quick| T::deserialize(quick))
}

/// Checks that what is taken is what `serde_json` reads, and returns whether it is taken.
fn is_taken<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> bool {
    let Some(value) = quick::<T>(text) else {
        return false;
    };
    assert_eq!(value, serde_json::from_str::<T>(text).unwrap(), "{text}");
    true
}

#[derive(Debug, Default, PartialEq)]
struct Row {
    id: i64,
    time: Option<f64>,
    name: String,
    inner: Vec<Row>,
}
crate::record!(Row {
    0 id: required integer = "id",
    1 time: nullable value = "time" | "seconds",
    2 name: required value = "name",
    3 inner: optional list = "inner",
});

#[test]
fn ordinary_values_are_taken() {
    for text in [
        "null",
        " true ",
        "[false]",
        "0",
        "-1",
        "999999999999999999",
        "-999999999999999999",
        "0.1",
        "-0",
        "-0.0",
        "1e3",
        "1E-3",
        "1.5e+300",
        "0.30000000000000004",
        "123456789012345678901.5",
        r#""""#,
        r#""a text that is longer than a word of the machine""#,
        r#""Zoë ☃ 😀""#,
        r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#,
        r#"{"a":1,"b":[1,2,{"c":null}],"a":2}"#,
        "{ }",
        "[\n]",
        "\t{\r\n \"a\" : [ 1 , 2 ] , \"b\" : { } } ",
    ] {
        assert!(is_taken::<Value>(text), "{text}");
        assert!(quick::<IgnoredAny>(text).is_some(), "{text}");
    }
}

#[test]
fn what_is_not_ordinary_is_left() {
    let deep = "[".repeat(101) + &"]".repeat(101);
    for text in [
        "",
        " ",
        "nul",
        "nulll",
        "tru",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "- 1",
        "1 2",
        "1e999",
        "1000000000000000000",
        "\"",
        "\"a",
        "\"a\\",
        "\"a\\\"",
        r#""\x""#,
        r#""\ud83d""#,
        "\"\u{1}\"",
        "\"1234567\n\"",
        "{",
        "{,}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{"a":1 "b":2}"#,
        r#"{"a":1"#,
        r#"{a:1}"#,
        "{1:2}",
        "[",
        "[,1]",
        "[1,]",
        "[1 2]",
        "[1",
        "]",
        "[}",
        "{]",
        "\u{a0}1",
        &deep,
    ] {
        assert_eq!(quick::<Value>(text), None, "{text}");
        assert!(quick::<IgnoredAny>(text).is_none(), "{text}");
    }
}

#[test]
fn keys_come_in_any_order() {
    let inner = r#"[{"id":2,"time":null,"name":"b"}]"#;
    for text in [
        format!(r#"{{"id":1,"time":1.5,"name":"a","inner":{inner}}}"#),
        format!(r#"{{"inner":{inner},"name":"a","time":1.5,"id":1}}"#),
        format!(r#"{{"new":[{{}}],"id":1.0,"ids":1,"name":"a","seconds":3,"inner":{inner}}}"#),
        r#"{"id":1,"time":null,"name":"\u0061","inner":null}"#.to_owned(),
        r#"{"\u0069d":1,"name":"a","time":null}"#.to_owned(),
    ] {
        assert!(is_taken::<Row>(&text), "{text}");
    }
    for text in [
        r#"{"id":1,"time":null}"#,
        r#"{"id":1,"id":1,"time":null,"name":"a"}"#,
        r#"{"id":"1","time":null,"name":"a"}"#,
        r#"{"id":1,"time":null,"name":1}"#,
        r#"[1,null,"a"]"#,
    ] {
        assert_eq!(quick::<Row>(text), None, "{text}");
    }
}

#[test]
fn a_type_may_hold_a_part_as_it_was_sent() {
    let text = r#"{"a": [1,  2]}"#;
    assert!(quick::<BTreeMap<String, Box<serde_json::value::RawValue>>>(text).is_none());
}

/// JSON, and what is almost JSON.
fn texts() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number}")),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "-?[0-9]{1,22}(\\.[0-9]{1,22})?([eE][+-]?[0-9]{1,3})?",
    ];
    let text = prop_oneof![
        "\\PC{0,20}".prop_map(|text| serde_json::to_string(&text).unwrap()),
        "[ -~]{0,20}".prop_map(|text| format!("\"{text}\"")),
        any::<String>().prop_map(|text| format!("\"{text}\"")),
    ];
    let word = "null|true|false|id|\"id\"|\"time\"|\"name\"|\"inner\"";
    let leaf = prop_oneof![number, text, word];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let space = "[ \n\t\r]{0,2}";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6)
                .prop_map(|items| format!("[{}]", items.join(","))),
            (
                prop::collection::vec((inner.clone(), inner.clone()), 0..6),
                space
            )
                .prop_map(|(members, space)| {
                    let member = |(key, value): &(String, String)| format!("{key}{space}:{value}");
                    let members: Vec<String> = members.iter().map(member).collect();
                    format!("{{{}}}", members.join(&format!("{space},")))
                }),
            (inner, any::<prop::sample::Index>()).prop_map(|(text, at)| {
                // One character less.
                let skipped = at.index(text.chars().count().max(1));
                let kept = text.chars().enumerate().filter(|(at, _)| *at != skipped);
                kept.map(|(_, char)| char).collect()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_taken_is_what_serde_json_reads(text in texts()) {
        is_taken::<Value>(&text);
        is_taken::<Row>(&text);
        is_taken::<Vec<Row>>(&text);
        is_taken::<Option<String>>(&text);
        is_taken::<f64>(&text);
        is_taken::<(bool, u8)>(&text);
    }

    #[test]
    fn what_serde_json_writes_is_taken(text in texts()) {
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let written = value.to_string();
            let is_ordinary = !written.split(|char: char| !char.is_ascii_digit()).any(|digits| digits.len() > 18);
            if is_ordinary {
                prop_assert!(is_taken::<Value>(&written), "{}", written);
            }
        }
    }

    #[test]
    fn a_text_ends_at_the_first_special_byte(bytes: Vec<u8>, at in 0_usize..40, special in "[\"\\\\\u{0}-\u{1f}]") {
        let is_special = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < 0x20;
        let expected = bytes.iter().position(is_special).unwrap_or(bytes.len());
        prop_assert_eq!(plain(&bytes), expected);
        let text = "é".repeat(at) + &special + "rest of it";
        prop_assert_eq!(plain(text.as_bytes()), 2 * at);
    }
}
