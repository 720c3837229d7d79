//! What becomes of single values, and what is refused.

use helpscout_arrow::{Misfit, Origin, OriginColumns, ParquetRows, RowsError, Schema};
use helpscout_description::{Field, Tables, Type};
use serde_json::{Value, json};

use crate::{field, list_of, read_back, schema_of, schema_with, written};

fn history() -> Schema {
    schema_of("user_conversation_history", "rows")
}

/// The same, with columns for the user and the window before those of the report.
fn history_with_origin() -> Schema {
    let api = helpscout_description::embedded();
    let history = api.operation("user_conversation_history").unwrap();
    let columns = OriginColumns {
        member: Some("user".to_owned()),
        window: true,
    };
    Schema::of(api, &Tables::of(api, history).list[0], Some(&columns))
}

/// Writes one row and returns it as read.
fn read(schema: &Schema, row: &str) -> Value {
    let bytes = written(schema, &[row]).unwrap();
    read_back::rows(&bytes).remove(0)
}

fn refused(schema: &Schema, rows: &[&str]) -> Misfit {
    match written(schema, rows) {
        Err(RowsError::Misfit(misfit)) => misfit,
        other => panic!("expected a value that does not fit: {other:?}"),
    }
}

#[test]
fn a_list_without_items_is_no_null_and_a_missing_key_is_one() {
    for (row, customers) in [
        (r#"{"customers":[]}"#, json!([])),
        (r#"{"customers":null}"#, Value::Null),
        ("{}", Value::Null),
        (r#"{"customers":[null]}"#, json!([null])),
        (r#"{"customers":[{}]}"#, json!([{"id": null, "name": null}])),
        (
            r#"{"customers":[{"name":"Zoë","id":9007199254740993}]}"#,
            json!([{"id": 9_007_199_254_740_993_i64, "name": "Zoë"}]),
        ),
    ] {
        assert_eq!(read(&history(), row)["customers"], customers, "{row}");
    }
}

#[test]
fn numbers_have_the_described_type_however_they_are_sent() {
    for (row, key, value) in [
        (r#"{"responseTime":28}"#, "responseTime", json!(28.0)),
        (r#"{"responseTime":12.5}"#, "responseTime", json!(12.5)),
        (r#"{"responseTime":"12.5"}"#, "responseTime", json!(12.5)),
        (r#"{"responseTime":1e3}"#, "responseTime", json!(1000.0)),
        (r#"{"repliesSent":3.0}"#, "repliesSent", json!(3)),
        (r#"{"repliesSent":"3"}"#, "repliesSent", json!(3)),
        (r#"{"repliesSent":-0}"#, "repliesSent", json!(0)),
        (r#"{"id":9223372036854775807}"#, "id", json!(i64::MAX)),
    ] {
        assert_eq!(read(&history(), row)[key], value, "{row}");
    }
}

#[test]
fn unknown_values_of_an_enum_and_cut_characters_are_kept() {
    let row = read(&history(), r#"{"status":"snoozed \ud83d until"}"#);
    assert_eq!(row["status"], "snoozed \u{fffd} until");
}

#[test]
fn instants_are_microseconds_in_utc() {
    let schema = schema_with([
        field("text", Type::Instant),
        field("seconds", Type::EpochSeconds),
        field("milliseconds", Type::EpochMilliseconds),
    ]);
    for (row, key, micros) in [
        (
            r#"{"text":"2019-05-02T12:00:00Z"}"#,
            "text",
            json!(1_556_798_400_000_000_i64),
        ),
        (
            r#"{"text":"2019-05-02T14:00:00+0200"}"#,
            "text",
            json!(1_556_798_400_000_000_i64),
        ),
        (
            r#"{"text":"2019-05-02T12:00:00"}"#,
            "text",
            json!(1_556_798_400_000_000_i64),
        ),
        (
            r#"{"text":"1969-12-31T23:59:59.9999995Z"}"#,
            "text",
            json!(-1),
        ),
        (r#"{"text":""}"#, "text", Value::Null),
        (
            r#"{"seconds":1556798400}"#,
            "seconds",
            json!(1_556_798_400_000_000_i64),
        ),
        (
            r#"{"milliseconds":1556798400250}"#,
            "milliseconds",
            json!(1_556_798_400_250_000_i64),
        ),
        // The last second of the year 9999 stands for "never".
        (
            r#"{"text":"9999-12-31T23:59:59Z"}"#,
            "text",
            json!(253_402_300_799_000_000_i64),
        ),
        (
            r#"{"text":"9999-12-31T23:59:59.5"}"#,
            "text",
            json!(253_402_300_799_500_000_i64),
        ),
        (
            r#"{"text":"0001-01-01T00:00:00Z"}"#,
            "text",
            json!(-62_135_596_800_000_000_i64),
        ),
        (
            r#"{"text":"9999-12-30T21:30:00-01:00"}"#,
            "text",
            json!(253_402_209_000_000_000_i64),
        ),
        (
            r#"{"seconds":253402300799}"#,
            "seconds",
            json!(253_402_300_799_000_000_i64),
        ),
        (
            r#"{"milliseconds":253402300799999}"#,
            "milliseconds",
            json!(253_402_300_799_999_000_i64),
        ),
    ] {
        assert_eq!(read(&schema, row)[key], micros, "{row}");
    }
}

#[test]
fn keys_that_are_not_described_are_kept_with_their_place() {
    for (row, others) in [
        (r#"{"number":1}"#, None),
        (r#"{"mood":[ 1, "a b" ]}"#, Some(r#"{"mood":[1,"a b"]}"#)),
        (r#"{"mood":null}"#, Some(r#"{"mood":null}"#)),
        (r#"{"mood":1,"mood":2}"#, Some(r#"{"mood":2}"#)),
        (
            r#"{"customers":[{"id":1},{"id":2,"email":"a@b.c"},{"vip":true}],"a\"b":1}"#,
            Some(r#"{"a\"b":1,"customers":{"1":{"email":"a@b.c"},"2":{"vip":true}}}"#),
        ),
        (
            r#"{"otherFields":{"x":1}}"#,
            Some(r#"{"otherFields":{"x":1}}"#),
        ),
    ] {
        assert_eq!(read(&history(), row)["otherFields"], json!(others), "{row}");
    }
}

#[test]
fn the_last_value_of_a_repeated_key_counts_and_an_alias_only_without_the_key() {
    let schema = schema_with([Field {
        aliases: vec!["old".to_owned()],
        ..field("new", Type::Integer)
    }]);
    assert_eq!(read(&schema, r#"{"new":1,"new":2}"#)["new"], 2);
    let aliased = read(&schema, r#"{"old":1}"#);
    assert_eq!(
        (&aliased["new"], &aliased["otherFields"]),
        (&json!(1), &Value::Null)
    );
    let both = read(&schema, r#"{"old":1,"new":2}"#);
    assert_eq!(
        (&both["new"], &both["otherFields"]),
        (&json!(2), &json!(r#"{"old":1}"#))
    );
}

#[test]
fn a_value_that_does_not_fit_names_its_row_its_column_and_what_was_expected() {
    let all = schema_with([
        field("flag", Type::Boolean),
        field("due", Type::Instant),
        field("day", Type::Date),
        field("seconds", Type::EpochSeconds),
        list_of("marks", Type::Integer),
    ]);
    for (row, message) in [
        (
            r#"{"id":"x"}"#,
            r#"row 2 has `"x"` in `id`, where the description expects a whole number of 64 bits"#,
        ),
        (
            r#"{"id":1.5}"#,
            "row 2 has `1.5` in `id`, where the description expects a whole number of 64 bits",
        ),
        (
            r#"{"id":9223372036854775808}"#,
            "row 2 has `9223372036854775808` in `id`, where the description expects a whole number of 64 bits",
        ),
        (
            r#"{"responseTime":1e999}"#,
            "row 2 has `1e999` in `responseTime`, where the description expects a number",
        ),
        (
            r#"{"status":5}"#,
            "row 2 has `5` in `status`, where the description expects a text",
        ),
        (
            r#"{"flag":"true"}"#,
            r#"row 2 has `"true"` in `flag`, where the description expects true or false"#,
        ),
        (
            r#"{"due":"soon"}"#,
            r#"row 2 has `"soon"` in `due`, where the description expects an instant such as 2019-05-02T12:00:00Z"#,
        ),
        // Python, pandas and most databases can't read the year 10000 in UTC, nor a year before 1.
        (
            r#"{"due":"9999-12-31T23:59:59-05:00"}"#,
            r#"row 2 has `"9999-12-31T23:59:59-05:00"` in `due`, where the description expects an instant from the year 1 until the end of the year 9999 in UTC, as more can't be read from a file"#,
        ),
        (
            r#"{"due":"0001-01-01T00:00:00+05:00"}"#,
            r#"row 2 has `"0001-01-01T00:00:00+05:00"` in `due`, where the description expects an instant from the year 1 until the end of the year 9999 in UTC, as more can't be read from a file"#,
        ),
        (
            r#"{"seconds":253402300800}"#,
            "row 2 has `253402300800` in `seconds`, where the description expects an instant from the year 1 until the end of the year 9999 in UTC, as more can't be read from a file",
        ),
        (
            r#"{"day":"0000-12-31"}"#,
            r#"row 2 has `"0000-12-31"` in `day`, where the description expects a date such as 2019-05-02"#,
        ),
        (
            r#"{"day":"2019-02-30"}"#,
            r#"row 2 has `"2019-02-30"` in `day`, where the description expects a date such as 2019-05-02"#,
        ),
        (
            r#"{"seconds":1.5}"#,
            "row 2 has `1.5` in `seconds`, where the description expects a whole number of seconds since 1970",
        ),
        (
            r#"{"marks":[1,{}]}"#,
            "row 2 has `{}` in `marks[1]`, where the description expects a whole number of 64 bits",
        ),
        (
            r#"{"customers":{"0":{}}}"#,
            r#"row 2 has `{"0":{}}` in `customers`, where the description expects a list"#,
        ),
        (
            r#"{"customers":[[]]}"#,
            "row 2 has `[]` in `customers[0]`, where the description expects an object",
        ),
        (
            r#"{"customers":[{"id":1},{"id":true}]}"#,
            "row 2 has `true` in `customers[1].id`, where the description expects a whole number of 64 bits",
        ),
    ] {
        assert_eq!(refused(&all, &["{}", row]).to_string(), message);
    }
    let long = format!(r#"{{"id":"{}"}}"#, "ä".repeat(500));
    assert!(refused(&all, &[&long]).to_string().chars().count() < 200);
}

#[test]
fn a_row_that_is_no_object_is_refused() {
    for row in ["[]", "1", "null", "", "{", r#"{"a":1}x"#] {
        let error = written(&history(), &["{}", row]).unwrap_err();
        assert_eq!(error.to_string(), "row 2 is not a JSON object", "{row}");
    }
}

#[test]
fn a_value_may_be_nested_to_any_depth() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let row = read(&history(), &format!(r#"{{"deep":{deep}}}"#));
    assert_eq!(row["otherFields"].as_str().unwrap().len(), deep.len() + 9);
    assert_eq!(
        refused(&history(), &[&format!(r#"{{"id":{deep}}}"#)]).column,
        "id"
    );
}

#[test]
fn rows_say_where_they_come_from() {
    let schema = history_with_origin();
    let origin = Origin {
        account: 41,
        member: Some(447_723),
        window: Some((
            "2019-05-01T00:00:00Z".parse().unwrap(),
            "2019-05-01T23:59:59Z".parse().unwrap(),
        )),
        fetched_at: "2026-11-28T02:00:07Z".parse().unwrap(),
    };
    let mut file = ParquetRows::new(Vec::new(), &schema).unwrap();
    for number in [5, 6] {
        file.push(&format!(r#"{{"number":{number}}}"#), Some(&origin))
            .unwrap();
    }
    let (_, bytes) = file.finish().unwrap();
    let rows = read_back::rows(&bytes);
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(row["accountId"], 41);
        assert_eq!(row["userId"], 447_723);
        assert_eq!(row["windowStart"], 1_556_668_800_000_000_i64);
        assert_eq!(row["windowEnd"], 1_556_755_199_000_000_i64);
        assert_eq!(row["fetchedAt"], 1_795_831_207_000_000_i64);
        assert_eq!(row["rowNumber"], at + 1);
        assert_eq!(row["number"], at + 5);
    }
}

#[test]
fn a_key_that_is_not_described_never_replaces_a_column_of_origin() {
    let schema = history_with_origin();
    let origin = Origin {
        account: 41,
        member: Some(447_723),
        window: None,
        fetched_at: "2026-11-28T02:00:07Z".parse().unwrap(),
    };
    let mut file = ParquetRows::new(Vec::new(), &schema).unwrap();
    file.push(
        r#"{"number":5,"accountId":1,"fetchedAt":"never","user":2}"#,
        Some(&origin),
    )
    .unwrap();
    let (_, bytes) = file.finish().unwrap();
    let row = &read_back::rows(&bytes)[0];
    assert_eq!(
        (&row["accountId"], &row["userId"]),
        (&json!(41), &json!(447_723))
    );
    assert_eq!(row["fetchedAt"], 1_795_831_207_000_000_i64);
    let others = r#"{"accountId":1,"fetchedAt":"never","user":2}"#;
    assert_eq!(row["otherFields"], others);
}

#[test]
fn a_field_with_a_name_of_a_pull_gets_a_number_and_keeps_its_value() {
    let mut api = helpscout_description::embedded().clone();
    let mut objects = api.objects.iter_mut();
    let row = objects
        .find(|object| object.name == "ConversationReply")
        .unwrap();
    let names = ["accountID", "user", "window", "otherFields", "ID"];
    row.fields
        .extend(names.map(|name| field(name, Type::Integer)));
    let history = api.operation("user_conversation_history").unwrap();
    let columns = OriginColumns {
        member: Some("user".to_owned()),
        window: true,
    };
    let schema = Schema::of(&api, &Tables::of(&api, history).list[0], Some(&columns));
    let row = read(
        &schema,
        r#"{"accountID":1,"user":2,"window":3,"otherFields":4,"ID":5,"id":6,"more":7}"#,
    );
    assert_eq!(row["accountID_2"], 1);
    assert_eq!(row["user_2"], 2);
    assert_eq!(row["window_2"], 3);
    assert_eq!(row["otherFields"], 4);
    assert_eq!(row["ID_2"], 5);
    assert_eq!(row["id"], 6);
    assert_eq!(row["otherFields_2"], r#"{"more":7}"#);
}

#[test]
fn figures_have_no_column_for_other_keys_and_none_of_them() {
    let fields = [field("name", Type::Text), field("replies", Type::Integer)];
    let schema = Schema::of_figures(helpscout_description::embedded(), &fields);
    let names: Vec<&str> = schema
        .columns()
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(names, ["name", "replies"]);
    assert_eq!(schema.row_columns().len(), 2);
    let row = read(&schema, r#"{"replies":3,"name":"Marta"}"#);
    assert_eq!(row, json!({"name": "Marta", "replies": 3}));
    // Nothing is lost in silence.
    let misfit = refused(&schema, &[r#"{"replies":3,"mood":"calm"}"#]);
    assert_eq!(misfit.found, r#"{"mood":"calm"}"#);
}

#[test]
fn records_of_the_tables_of_an_answer_have_the_keys_of_their_columns() {
    let users = schema_of("company", "users");
    let row = read(
        &users,
        r#"{"user":"447723","name":"Marta","handleTime":12}"#,
    );
    assert_eq!(
        (&row["user"], &row["name"]),
        (&json!(447_723), &json!("Marta"))
    );
    let summary = schema_of("company", "summary");
    let row = read(&summary, r#"{"current.closed":3,"deltas.mood":1.5}"#);
    assert_eq!(row["current.closed"], 3);
    assert_eq!(row["otherFields"], r#"{"deltas.mood":1.5}"#);
    let series = schema_of("conversations_new", "series");
    let row = read(
        &series,
        r#"{"series":"previous","start":"2019-05-02T00:00:00Z","count":4}"#,
    );
    assert_eq!(
        (&row["series"], &row["count"]),
        (&json!("previous"), &json!(4))
    );
}
