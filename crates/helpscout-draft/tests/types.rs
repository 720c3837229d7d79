//! Types that pages name in their own ways, with what they say about the values.
#![allow(clippy::unwrap_used)]

mod drafted;

use drafted::{DRAFTER, assert_holds};
use helpscout_draft::Drafter;
use helpscout_spec::Sources;

/// Returns the draft of a page, without line breaks in prose.
fn drafted(lines: &str) -> String {
    let page = format!("Desk Calls\nGET /v2/reports/desk/calls HTTP/1.1\n{lines}\n");
    assert_holds(page.as_bytes());
    let draft = DRAFTER.page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    yaml.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the draft of a page with one parameter.
fn parameter(type_name: &str, description: &str) -> String {
    drafted(&format!(
        "\nParameter\tType\tDescription\ncall\t{type_name}\t{description}\n"
    ))
}

/// Returns the draft of a page with one field, which has a value in the example.
fn field(type_name: &str, description: &str, value: &str) -> String {
    drafted(&format!(
        "\nHTTP/1.1 200 OK\n{{ \"call\": {value} }}\n\nField\tType\tDescription\n\
         call\t{type_name}\t{description}\n"
    ))
}

#[test]
fn an_id_that_is_declared_as_text_is_drafted_as_that() {
    let declared = "ids:\n  - { name: CallId, form: text, doc: A call. }\n";
    let api = include_str!("pages/api.yaml").replacen("ids:\n", declared, 1);
    let drafter = Drafter::new(&Sources::new().with("api.yaml", api));
    let page = "Desk Calls\nGET /v2/reports/desk/calls HTTP/1.1\n\nParameter\tType\tDescription\n\
                callId\tstring\tThe call\tcall_7\n\nHTTP/1.1 200 OK\n{ \"callId\": \"call_7\" }\n\n\
                Field\tType\tDescription\ncallId\tstring\tThe call\n";
    let draft = drafter.unwrap().page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    assert_eq!(yaml.matches("type: CallId").count(), 2, "{yaml}");
}

#[test]
fn an_id_without_an_example_on_the_page_has_that_of_its_type() {
    let declared = "ids:\n  - { name: CallId, form: text, example: call_7, doc: A call. }\n  \
                    - { name: DeskId, example: 42, doc: A desk. }\n";
    let api = include_str!("pages/api.yaml").replacen("ids:\n", declared, 1);
    let drafter = Drafter::new(&Sources::new().with("api.yaml", api));
    let page = "Desk Calls\nGET /v2/reports/desk/calls HTTP/1.1\n\nParameter\tType\tDescription\n\
                callId\tstring\tThe call\ndeskId\tnumber\tThe desk\n\nResponse fields\n\n\
                Field\tType\tDescription\ncallId\tstring\tThe call\ndeskId\tnumber\tThe desk\n";
    let draft = drafter.unwrap().page(page.as_bytes()).unwrap();
    let yaml = draft.yaml(draft.file());
    for example in ["example: call_7", "example: 42"] {
        assert!(yaml.contains(example), "{example}: {yaml}");
    }
    assert!(!yaml.contains("the page has no example value"), "{yaml}");
    let body = draft.body().unwrap();
    assert!(body.contains("\"call_7\""), "{body}");
    assert!(body.contains("42"), "{body}");
}

#[test]
fn a_map_with_single_values_and_lists_has_one_or_many() {
    for (value, expected) in [
        (
            r#"{ "a": 1, "b": [2, 3] }"#,
            "type: integer, nullable: true, one_or_many: true",
        ),
        (
            r#"{ "a": "x", "b": ["y", null] }"#,
            "type: text, nullable: true, one_or_many: true",
        ),
        (
            r#"{ "a": { "href": "/a" }, "b": [{ "href": "/b" }] }"#,
            "one_or_many: true",
        ),
    ] {
        let yaml = field("map", "By name", value);
        assert!(yaml.contains(expected), "{value}: {yaml}");
    }
    for value in [
        r#"{ "a": "x", "b": [1] }"#,
        r#"{ "a": [1], "b": [2] }"#,
        r#"{ "a": [[1]], "b": 2 }"#,
    ] {
        let yaml = field("map", "By name", value);
        assert!(!yaml.contains("one_or_many"), "{value}: {yaml}");
    }
}

#[test]
fn a_parameter_has_the_type_and_the_limits_that_its_cell_names() {
    for (cell, expected) in [
        ("0/1", "type: integer minimum: 0 maximum: 1 example: 0"),
        (
            "boolean (0 or 1)",
            "type: integer minimum: 0 maximum: 1 example: 0",
        ),
        (
            "epoch (ms)",
            "type: epoch_milliseconds example: 1556798400000",
        ),
        (
            "timestamp (ms)",
            "type: epoch_milliseconds example: 1556798400000",
        ),
        (
            "integer <date-time>",
            "type: epoch_seconds example: 1556798400",
        ),
        ("YYYY-MM-DD", "type: date example: 2019-05-02"),
        ("string(2)", "type: text max_length: 2 example: te"),
    ] {
        let yaml = parameter(cell, "Of the call");
        assert!(yaml.contains(expected), "{cell}: {yaml}");
        assert!(
            !yaml.contains("guess") && !yaml.contains("could not"),
            "{yaml}"
        );
    }
}

#[test]
fn a_parameter_has_the_limits_values_and_examples_of_its_description() {
    for (cell, description, expected) in [
        ("string", "Max length: 255", "max_length: 255"),
        ("string", "Words, max. 40 characters", "max_length: 40"),
        (
            "integer",
            "Max number of rows (default 25, max 100)",
            "maximum: 100 default: 25",
        ),
        ("integer", "The customer. Eg: 12345", "example: 12345"),
        ("string", "enum: `low`, `high`", "- { value: low,"),
    ] {
        let yaml = parameter(cell, description);
        assert!(yaml.contains(expected), "{description}: {yaml}");
        assert!(!yaml.contains("could not be read"), "{yaml}");
    }
    let yaml = parameter("enum", "One of `2.10`, `2.11`");
    assert!(
        yaml.contains("the page lists its values") && !yaml.contains("lists no"),
        "{yaml}"
    );
}

#[test]
fn a_field_that_is_an_instant_as_a_number_is_no_duration_and_no_text() {
    for (cell, description, value, expected) in [
        (
            "integer <date-time>",
            "When it ended",
            "null",
            "type: epoch_seconds",
        ),
        (
            "epoch (ms)",
            "When it ended",
            "null",
            "type: epoch_milliseconds",
        ),
        ("date", "The day, YYYY-MM-DD", "null", "type: date"),
        ("0/1", "Whether it ended", "null", "type: integer"),
        (
            "string (date-time)",
            "When it ended",
            "null",
            "type: instant",
        ),
        (
            "number",
            "Unix timestamp in seconds, with milliseconds",
            "1557234567.123",
            "type: number",
        ),
    ] {
        let yaml = field(cell, description, value);
        assert!(yaml.contains(expected), "{cell}: {yaml}");
        assert!(!yaml.contains("unit: "), "{yaml}");
    }
}
