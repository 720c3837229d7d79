//! Grids and figures of a report that no test service has: units, lists, nested values.

use helpscout_reports::describe::Column;
use serde_json::value::RawValue;

use super::sheet::{Figures, Sheet};
use super::{Look, json, ndjson};

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

fn rows(json: &[&str]) -> Vec<Box<RawValue>> {
    json.iter().map(|row| raw(row)).collect()
}

fn columns() -> Vec<Column> {
    serde_json::from_str(
        r#"[
            {"name": "id", "kind": "id", "list": false, "doc": ""},
            {"name": "waitTime", "kind": "number", "unit": "seconds", "list": false, "doc": ""},
            {"name": "share", "kind": "number", "unit": "percent", "list": false, "doc": ""},
            {"name": "tags", "kind": "object", "list": true, "doc": ""}
        ]"#,
    )
    .unwrap()
}

fn csv(columns: &[Column], rows: &[Box<RawValue>]) -> String {
    let mut out = Vec::new();
    Sheet::new(columns, rows)
        .unwrap()
        .write_csv(&mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

const BODY: &str = r#"{ "id": 7, "waitTime": 90,
  "current": {"share": 12.50, "waitTime": 61, "tags": [{"name": "vip"}, {"name": "b2b"}]},
  "note": "a, b" }"#;

#[test]
fn a_table_shows_units_and_names() {
    let rows = rows(&[
        r#"{"id": 12345678901, "waitTime": 61, "share": 12.50, "tags": [{"name": "vip"}]}"#,
        r#"{"id": 2, "waitTime": null, "tags": []}"#,
    ]);
    let table = Sheet::new(&columns(), &rows)
        .unwrap()
        .render_table(Look::default());
    insta::assert_snapshot!(table.text);
}

/// Widths of a terminal, from roomy to hopeless.
#[test]
fn a_narrow_table_breaks_texts_and_headings_then_leaves_columns_out_but_breaks_no_number() {
    let rows = rows(&[r#"{"id": 12345678901, "waitTime": 8307, "share": 12.50,
        "tags": [{"name": "a long name of a tag"}, {"name": "another"}]}"#]);
    let mut shown = String::new();
    for width in [70, 50, 40, 30, 5] {
        let look = Look {
            width: Some(width),
            color: false,
        };
        let table = Sheet::new(&columns(), &rows).unwrap().render_table(look);
        let widest = table.text.lines().map(|line| line.chars().count()).max();
        assert!(width == 5 || widest <= Some(width.into()), "{}", table.text);
        shown += &format!("{width}, without {:?}\n{}\n", table.left_out, table.text);
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn csv_quotes_what_has_to_be_quoted() {
    let rows =
        rows(&[r#"{"id": 1, "tags": [ {"name": "a\nb"} ], "say": "\"hi\", she said\nlow"}"#]);
    assert_eq!(
        csv(&columns(), &rows),
        "id,waitTime,share,tags,say\n\
         1,,,\"[{\"\"name\"\":\"\"a\\nb\"\"}]\",\"\"\"hi\"\", she said\nlow\"\n"
    );
}

#[test]
fn csv_has_keys_of_the_last_row_in_its_header() {
    let rows = rows(&[r#"{"id": 1}"#, r#"{"b": 1, "a": 2}"#]);
    assert_eq!(csv(&[], &rows), "id,b,a\n1,,\n,1,2\n");
}

#[test]
fn the_first_row_that_is_no_object_is_named() {
    let rows = rows(&["{}", "[]", "7"]);
    assert_eq!(Sheet::new(&columns(), &rows).err(), Some(2));
}

#[test]
fn an_answer_without_rows_is_a_line_for_each_value() {
    let (columns, body) = (columns(), raw(BODY));
    let figures = Figures::new(&columns, &body).unwrap();
    insta::assert_snapshot!(figures.render_table(Look::default()).text);
}

#[test]
fn an_answer_without_rows_is_one_line_of_csv() {
    let body = raw(BODY);
    let mut out = Vec::new();
    Figures::new(&columns(), &body)
        .unwrap()
        .write_csv(&mut out)
        .unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn an_answer_without_rows_is_json_byte_for_byte_and_one_line_of_ndjson() {
    let mut out = Vec::new();
    json::write_body(BODY, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), format!("{BODY}\n"));

    let mut out = Vec::new();
    ndjson::write([&*raw(BODY)], &mut out).unwrap();
    let line = String::from_utf8(out).unwrap();
    assert_eq!(line.lines().count(), 1);
    assert!(
        line.contains(r#""share":12.50"#) && line.contains(r#""note":"a, b""#),
        "{line}"
    );
}

#[test]
fn what_is_no_object_has_no_figures() {
    assert!(Figures::new(&columns(), &raw("[1]")).is_none());
}
