//! Any rows are read back from a file as they were.

use helpscout_arrow::{Column, ColumnType, InstantForm, Schema};
use helpscout_description::Type;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::{field, list_of, read_back, schema_of, schema_with, written};

/// A value as rows have it, and as a file does.
type Pair = (Value, Value);

fn value(column: &Column) -> BoxedStrategy<Option<Pair>> {
    let ty = column.ty.clone();
    prop_oneof![
        1 => Just(None),
        1 => Just(Some((Value::Null, Value::Null))),
        8 => some(ty, column.as_text).prop_map(Some),
    ]
    .boxed()
}

fn some(ty: ColumnType, as_text: bool) -> BoxedStrategy<Pair> {
    let same = |value: Value| (value.clone(), value);
    match ty {
        ColumnType::Integer => integer()
            .prop_map(move |number| {
                let sent = if as_text {
                    json!(number.to_string())
                } else {
                    json!(number)
                };
                (sent, json!(number))
            })
            .boxed(),
        ColumnType::Number => prop_oneof![
            number().prop_map(move |number| same(json!(number))),
            (-1_000_000_i64..1_000_000).prop_map(|whole| (json!(whole), json!(whole as f64))),
            number().prop_map(|number| (json!(number.to_string()), json!(number))),
        ]
        .boxed(),
        ColumnType::Text => ".{0,12}".prop_map(move |text| same(json!(text))).boxed(),
        ColumnType::Boolean => any::<bool>().prop_map(move |is| same(json!(is))).boxed(),
        ColumnType::Instant(form) => instant(form),
        ColumnType::Date => (-200_000_i32..2_000_000)
            .prop_map(|days| {
                let date = date(1970, 1, 1) + jiff::Span::new().days(days);
                (json!(date.to_string()), json!(days))
            })
            .boxed(),
        ColumnType::Json => any_json()
            .prop_filter("null is no value", |value| !value.is_null())
            .prop_map(|value| (value.clone(), json!(value.to_string())))
            .boxed(),
        ColumnType::List(element) => {
            let null = Just((Value::Null, Value::Null));
            let element = prop_oneof![1 => null, 6 => some(*element, as_text)];
            prop::collection::vec(element, 0..4)
                .prop_map(|elements| {
                    let (sent, read): (Vec<_>, Vec<_>) = elements.into_iter().unzip();
                    (Value::Array(sent), Value::Array(read))
                })
                .boxed()
        }
        ColumnType::Object(members) => object(&members).boxed(),
    }
}

/// Returns the members that are not left out, and those that are read.
fn object(columns: &[Column]) -> impl Strategy<Value = Pair> + use<> {
    let columns = columns.to_vec();
    let values: Vec<_> = columns.iter().map(value).collect();
    values.prop_map(move |values| {
        let (mut sent, mut read) = (Map::new(), Map::new());
        for (column, value) in columns.iter().zip(values) {
            let is_sent = value.is_some();
            let (as_sent, as_read) = value.unwrap_or_default();
            if is_sent {
                sent.insert(column.key.clone(), as_sent);
            }
            read.insert(column.name.clone(), as_read);
        }
        (Value::Object(sent), Value::Object(read))
    })
}

fn integer() -> impl Strategy<Value = i64> {
    // Readers that go through floating point lose these.
    let large = Just(9_007_199_254_740_993_i64);
    prop_oneof![
        any::<i64>(),
        0..1000_i64,
        large,
        Just(i64::MAX),
        Just(i64::MIN)
    ]
}

fn number() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![
        NORMAL | SUBNORMAL | ZERO | POSITIVE | NEGATIVE,
        (-1000_i32..1000).prop_map(|half| f64::from(half) / 2.0),
    ]
}

fn instant(form: InstantForm) -> BoxedStrategy<Pair> {
    let seconds = -60_000_000_000_i64..250_000_000_000;
    match form {
        InstantForm::Text => (seconds, 0..1_000_000_i64)
            .prop_map(|(seconds, micros)| {
                let micros = seconds * 1_000_000 + micros;
                let text = Timestamp::from_microsecond(micros).unwrap().to_string();
                (json!(text), json!(micros))
            })
            .boxed(),
        InstantForm::Seconds => seconds
            .prop_map(|seconds| (json!(seconds), json!(seconds * 1_000_000)))
            .boxed(),
        InstantForm::Milliseconds => seconds
            .prop_map(|millis| (json!(millis), json!(millis * 1000)))
            .boxed(),
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z ]{0,3}", inner, 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A schema with every type, alone, in lists and in objects.
fn everything() -> Schema {
    let object = || Type::Object("DrilldownTag".to_owned());
    let types = [
        ("flag", Type::Boolean),
        ("instant", Type::Instant),
        ("seconds", Type::EpochSeconds),
        ("milliseconds", Type::EpochMilliseconds),
        ("day", Type::Date),
        ("anything", Type::Any),
        ("article", Type::Id("ArticleId".to_owned())),
        ("rating", Type::Enum("Rating".to_owned())),
        ("kind", Type::Enum("ConversationType".to_owned())),
        ("amount", Type::Number),
        ("tag", object()),
    ];
    let single = types.iter().map(|(name, ty)| field(name, ty.clone()));
    let lists = types.iter();
    let lists = lists.map(|(name, ty)| list_of(&format!("{name}s"), ty.clone()));
    let as_text = helpscout_description::Field {
        as_text: true,
        ..field("textual", Type::Integer)
    };
    schema_with(single.chain(lists).chain([as_text]))
}

/// Rows of a schema, some with keys that are not described.
fn rows(schema: &Schema) -> impl Strategy<Value = Vec<Pair>> + use<> {
    let others = prop::collection::btree_map("x[a-z. ]{0,4}", any_json(), 0..3);
    let row = (object(schema.row_columns()), others).prop_map(|((mut sent, mut read), others)| {
        let others: Map<String, Value> = others.into_iter().collect();
        let is_none = others.is_empty();
        let text = (!is_none).then(|| Value::Object(others.clone()).to_string());
        sent.as_object_mut().unwrap().extend(others);
        read["otherFields"] = json!(text);
        (sent, read)
    });
    prop::collection::vec(row, 0..12)
}

/// Compares numbers bit by bit, and JSON text by what it says.
fn assert_same(schema: &Schema, rows: Vec<Pair>) -> Result<(), TestCaseError> {
    let sent: Vec<String> = rows.iter().map(|(sent, _)| sent.to_string()).collect();
    let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
    let bytes = written(schema, &sent).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let read = read_back::rows(&bytes);
    prop_assert_eq!(read.len(), rows.len());
    for (read, (sent, expected)) in read.iter().zip(&rows) {
        prop_assert_eq!(parsed(read), parsed(expected), "{}", sent);
    }
    Ok(())
}

/// Returns the row with the JSON text of its other fields taken apart, as the order of keys is not
/// kept by the maps of this test.
fn parsed(row: &Value) -> Value {
    let mut row = row.clone();
    if let Some(text) = row["otherFields"].as_str() {
        row["otherFields"] = serde_json::from_str(text).unwrap();
    }
    row
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_rows_of_every_type_are_read_back_as_they_were(rows in rows(&everything())) {
        assert_same(&everything(), rows)?;
    }

    #[test]
    fn any_rows_of_a_history_are_read_back_as_they_were(
        rows in rows(&schema_of("user_conversation_history", "rows")),
    ) {
        assert_same(&schema_of("user_conversation_history", "rows"), rows)?;
    }

    #[test]
    fn any_rows_of_a_drilldown_are_read_back_as_they_were(
        rows in rows(&schema_of("company_drilldown", "rows")),
    ) {
        assert_same(&schema_of("company_drilldown", "rows"), rows)?;
    }

    #[test]
    fn no_text_is_too_odd_for_a_row(row in ".{0,40}") {
        let _ = written(&schema_of("company_drilldown", "rows"), &[&row]);
    }
}
