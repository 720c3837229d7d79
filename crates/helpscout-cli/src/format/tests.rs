//! Grids, flattened answers and overviews of samples.

use helpscout_description::{Api, Field, Tables, Type, Unit};
use helpscout_reports::jiff::tz::TimeZone;
use serde_json::value::RawValue;

use super::csv_rows::CsvRows;
use super::definitions::Definitions;
use super::document::Content;
use super::grid::Grid;
use super::json_object::JsonObject;
use super::overview::{self, Overview};
use super::samples::{self, definitions};
use super::shape::{Rewriter, Shapes};
use super::tables::fill;
use super::{Look, json};

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

fn grid<'a>(columns: &'a [Field], rows: &'a [Box<RawValue>]) -> Result<Grid<'a>, usize> {
    let rows = JsonObject::each(rows.iter().map(|row| &**row))?;
    Ok(Grid::of(definitions(), columns, &[], &rows))
}

fn at_width(width: Option<u16>) -> Look {
    Look {
        width,
        color: false,
        ..Look::default()
    }
}

/// Returns the overview of a sample that is an answer of that object.
fn drawn(name: &str, json: &str, width: Option<u16>) -> Overview {
    let body = raw(json);
    let (object, look) = (samples::object(name), at_width(width));
    match JsonObject::list(&body) {
        Ok(rows) => overview::list(definitions(), object, rows, look),
        Err(_) => overview::object(definitions(), object, &JsonObject::of(&body).unwrap(), look),
    }
}

/// Returns everything an overview says.
fn told(drawn: &Overview) -> String {
    let Overview {
        text,
        left_out,
        unknown,
        ..
    } = drawn;
    format!("{text}\nno room for {left_out:?}, unknown {unknown:?}")
}

/// Returns the tables of the answer as CSV, and what they omit.
fn as_tables(name: &str, json: &str) -> String {
    let body = raw(json);
    let object = samples::object(name);
    let content = Content::Object(&body, JsonObject::of(&body).unwrap());
    let tables = Tables::of_answer(definitions().0, object, false);
    let filled = fill(&tables, &content).unwrap();
    let mut out = Vec::new();
    for table in &filled.tables {
        out.extend(format!("--- {}\n", table.name()).bytes());
        table.write_csv(definitions(), &mut out).unwrap();
    }
    format!(
        "{}--- as JSON {:?}, omitted {:?}",
        String::from_utf8(out).unwrap(),
        filled.as_json,
        filled.omitted
    )
}

fn rows(json: &[&str]) -> Vec<Box<RawValue>> {
    json.iter().map(|row| raw(row)).collect()
}

fn columns() -> Vec<Field> {
    let with_unit = |key, unit| Field {
        unit: Some(unit),
        ..Field::new(key, Type::Number)
    };
    vec![
        Field::new("id", Type::Id("CustomerId".to_owned())),
        with_unit("waitTime", Unit::Seconds),
        with_unit("share", Unit::Percent),
        Field {
            list: true,
            ..Field::new("tags", Type::Object("Tag".to_owned()))
        },
    ]
}

fn csv(columns: &[Field], rows: &[Box<RawValue>]) -> String {
    let mut out = Vec::new();
    let mut records = CsvRows::new(columns, Shapes::of(definitions(), columns, None), &mut out);
    records.write(rows.iter().map(|row| row.get())).unwrap();
    records.finish().unwrap();
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
    let table = grid(&columns(), &rows)
        .unwrap()
        .render_table(Look::default());
    insta::assert_snapshot!(table.text);
}

/// Renders the table for terminals from wide to much too narrow.
#[test]
fn a_narrow_table_wraps_texts_and_headings_then_leaves_columns_out_but_wraps_no_number() {
    let rows = rows(&[r#"{"id": 12345678901, "waitTime": 8307, "share": 12.50,
        "tags": [{"name": "a long name of a tag"}, {"name": "another"}]}"#]);
    let mut shown = String::new();
    for width in [70, 56, 40, 30, 5] {
        let look = at_width(Some(width));
        let table = grid(&columns(), &rows).unwrap().render_table(look);
        let widest = table.text.lines().map(|line| line.chars().count()).max();
        assert!(width == 5 || widest <= Some(width.into()), "{}", table.text);
        shown += &format!("{width}, without {:?}\n{}\n", table.left_out, table.text);
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn csv_quotes_what_must_be_quoted() {
    let rows =
        rows(&[r#"{"id": 1, "tags": [ {"name": "a\nb"} ], "say": "\"hi\", she said\nlow"}"#]);
    assert_eq!(
        csv(&columns(), &rows),
        "\"id\",\"waitTime\",\"share\",\"tags\",\"say\"\n\
         1,,,\"[{\"\"name\"\":\"\"a\\nb\"\"}]\",\"\"\"hi\"\", she said\nlow\"\n"
    );
}

#[test]
fn csv_has_keys_of_the_last_row_in_its_header() {
    let rows = rows(&[r#"{"id": 1}"#, r#"{"b": 1, "a": 2}"#]);
    assert_eq!(csv(&[], &rows), "\"id\",\"b\",\"a\"\n1,,\n,1,2\n");
}

#[test]
fn the_first_row_that_is_not_an_object_is_named() {
    let rows = rows(&["{}", "[]", "7"]);
    assert_eq!(grid(&columns(), &rows).err(), Some(2));
}

#[test]
fn an_answer_without_rows_is_json_byte_for_byte_and_one_line_of_ndjson() {
    let mut out = Vec::new();
    json::write_text(BODY, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), format!("{BODY}\n"));

    let mut line = String::new();
    let shapes = Shapes::of(definitions(), &columns(), None);
    Rewriter::new(shapes).append(BODY, Shapes::ROOT, &mut line);
    assert_eq!(line.lines().count(), 1);
    assert!(
        line.contains(r#""share":12.50"#) && line.contains(r#""note":"a, b""#),
        "{line}"
    );
}

#[test]
fn a_list_is_not_an_object() {
    assert!(JsonObject::of(&raw("[1]")).is_err());
}

#[test]
fn metrics_are_beside_their_previous_values_and_distributions_are_charts() {
    insta::assert_snapshot!(told(&drawn("EmailSummary", samples::EMAIL, None)));
}

#[test]
fn a_narrow_terminal_gets_shorter_bars_then_fewer_columns() {
    insta::assert_snapshot!(told(&drawn("EmailSummary", samples::EMAIL, Some(60))));
}

#[test]
fn facts_are_first_and_lists_are_tables_under_their_path() {
    insta::assert_snapshot!(told(&drawn(
        "ConversationsSummary",
        samples::CONVERSATIONS,
        None
    )));
}

#[test]
fn changes_are_shown_even_without_previous_values() {
    insta::assert_snapshot!(told(&drawn("DocsSummary", samples::DOCS, None)));
}

#[test]
fn a_lookup_of_one_object_is_a_table_of_facts() {
    insta::assert_snapshot!(told(&drawn("User", samples::USER, None)));
}

#[test]
fn a_series_is_a_line_for_each_bucket_with_the_previous_value() {
    insta::assert_snapshot!(told(&drawn("TimeSeries", samples::TIMES, None)));
}

#[test]
fn a_series_of_several_values_has_bars_with_parts() {
    insta::assert_snapshot!(told(&drawn("ChannelVolumeSeries", samples::CHANNELS, None)));
}

#[test]
fn hours_of_the_week_are_a_heat_map() {
    let mut hours: Vec<String> = Vec::new();
    for (day, hour, count) in (1..=7).flat_map(|day| {
        (0..24).map(move |hour: i32| (day, hour, (8 - day) * (12 - (hour - 13).abs()).max(0)))
    }) {
        if count > 0 {
            hours.push(format!(
                r#"{{"day": {day}, "hour": {hour}, "count": {count}}}"#
            ));
        }
    }
    let body = format!("[{}]", hours.join(","));
    let shown = [None, Some(45)].map(|width| drawn("BusyHour", &body, width).text);
    insta::assert_snapshot!(shown.join("\n"));
    let narrow = drawn("BusyHour", &body, Some(30)).text;
    assert!(narrow.starts_with("Day        Hour  Count\n"), "{narrow}");
}

#[test]
fn hours_that_do_not_exist_are_a_table() {
    for body in [
        r#"[{"day": 8, "hour": 3, "count": 2}]"#,
        r#"[{"day": 7, "hour": 24, "count": 2}]"#,
        r#"[{"day": 7, "hour": 3, "count": -2}]"#,
        r#"[{"day": 7, "hour": 3}]"#,
    ] {
        let drawn = drawn("BusyHour", body, None);
        assert!(drawn.text.starts_with("Day "), "{}", drawn.text);
    }
}

#[test]
fn nested_objects_of_rows_are_columns() {
    let body = r#"[{"name": "Mira", "id": 4, "current": {"customers": 3, "phoneConversations": 5},
        "previous": {"customers": null}}, {"name": "Ola", "id": 5, "current": null}]"#;
    insta::assert_snapshot!(drawn("PhoneUser", body, None).text);
}

#[test]
fn empty_answers_have_an_overview() {
    for (name, body) in [
        ("User", "{}"),
        (
            "EmailSummary",
            r#"{"current": {}, "responseTime": {"count": 0, "ranges": []}}"#,
        ),
        ("TimeSeries", r#"{"current": []}"#),
        ("BusyHour", "[]"),
    ] {
        let drawn = drawn(name, body, Some(80));
        assert!(
            drawn.text.ends_with('\n') && drawn.unknown.is_empty(),
            "{}",
            drawn.text
        );
    }
}

#[test]
fn what_is_not_as_described_is_named_and_not_shown() {
    let body =
        r#"{"current": 7, "tags": [1], "busiestDay": "Monday", "customFields": {"fields": {}}}"#;
    let drawn = drawn("ConversationsSummary", body, None);
    assert_eq!(
        drawn.unknown,
        ["busiestDay", "current", "tags", "customFields.fields"]
    );
}

#[test]
fn an_object_is_a_record_and_each_of_its_lists_is_a_table() {
    insta::assert_snapshot!(as_tables("ConversationsSummary", samples::CONVERSATIONS));
}

#[test]
fn a_series_is_a_csv_record_for_each_point() {
    insta::assert_snapshot!(as_tables("TimeSeries", samples::TIMES));
}

#[test]
fn a_series_keeps_keys_that_only_its_points_have() {
    let body = r#"{"current": [{"time": 12.50, "date": "x", "n": 1}], "zone": "UTC"}"#;
    let csv = "--- series\n\"series\",\"date\",\"time\",\"n\"\ncurrent,x,12.50,1\n--- as JSON [], omitted [\"zone\"]";
    assert_eq!(as_tables("TimeSeries", body), csv);
}

#[test]
fn a_private_use_character_is_not_a_space() {
    let rows = [raw("{\"name\": \"A\u{e000}B\", \"id\": 1}")];
    let grid = grid(&samples::object("FilterTag").fields, &rows).unwrap();
    let text = grid.render_table(at_width(None)).text;
    assert!(text.contains("A\u{fffd}B"), "{text}");
}

#[test]
fn columns_without_a_value_are_hidden_and_named_unless_they_were_not_requested() {
    let columns = ["name", "previousReplies", "closed"].map(|key| Field::new(key, Type::Text));
    let table = |previous: &str| {
        let row = format!(r#"{{"name": "Mira", "previousReplies": {previous}, "closed": null}}"#);
        let rows = [raw(&row)];
        let grid = grid(&columns, &rows).unwrap();
        (grid.render_table(at_width(None)).text, grid.empty())
    };
    let (text, empty) = table("null");
    assert!(
        !text.contains("Previous") && !text.contains("Closed"),
        "{text}"
    );
    assert_eq!(empty, ["Closed"]);
    assert!(table("\"7\"").0.contains("Previous replies"));
}

#[test]
fn lists_of_plain_values_are_among_the_metrics() {
    const JSON: &str = r#"{
        "service": {"title": "", "base_url": "", "docs": "", "plans": []},
        "ids": [], "enums": [], "operations": [],
        "objects": [
            {"name": "A", "doc": "", "file": "api.yaml", "fields": [
                {"wire": "current", "rust": "current", "ty": {"object": "B"}, "doc": ""}
            ]},
            {"name": "B", "doc": "", "file": "api.yaml", "fields": [
                {"wire": "channels", "rust": "channels", "ty": "text", "list": true, "doc": ""},
                {"wire": "count", "rust": "count", "ty": "integer", "doc": ""}
            ]}
        ]
    }"#;
    let api: &'static Api = Box::leak(Box::new(Api::from_json(JSON).unwrap()));
    let body = raw(r#"{"current": {"channels": ["email", "chat"], "count": 3}}"#);
    let row = JsonObject::of(&body).unwrap();
    let drawn = overview::object(
        Definitions::of(api),
        api.object("A").unwrap(),
        &row,
        at_width(None),
    );
    assert!(drawn.text.contains("email, chat"), "{}", drawn.text);
    assert!(drawn.unknown.is_empty(), "{:?}", drawn.unknown);
}

#[test]
fn instants_are_in_the_zone_that_was_asked_for_with_the_offset_once() {
    let zone = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
    let zone: &'static TimeZone = Box::leak(Box::new(zone));
    let columns = [Field::new("modifiedAt", Type::Instant)];
    let rows = rows(&[
        r#"{"modifiedAt": "2019-11-02T12:00:00Z"}"#,
        r#"{"modifiedAt": "2019-11-03T12:00:30Z"}"#,
        r#"{"modifiedAt": null}"#,
    ]);
    let objects = JsonObject::each(rows.iter().map(|row| &**row)).unwrap();
    let definitions = definitions().in_zone(Some(zone));
    let grid = Grid::of(definitions, &columns, &[], &objects);
    let table = grid.render_table(Look::default()).text;
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    assert_eq!(lines[0], "Modified at (-04:00)");
    assert_eq!(
        lines[2..],
        ["2019-11-02 08:00", "2019-11-03 07:00:30-05:00", "–"]
    );
}

#[test]
fn important_columns_come_first_and_empty_ones_are_hidden() {
    let columns = [
        Field::new("id", Type::Id("TagId".to_owned())),
        Field::new("name", Type::Text),
        Field::new("color", Type::Text),
        Field::new("count", Type::Integer),
    ];
    let rows = rows(&[
        r#"{"id": 7, "name": "refund", "color": null, "count": 3}"#,
        r#"{"id": 8, "name": null, "color": null, "count": 2}"#,
        r#"{"id": 0, "name": null, "color": null, "count": 1}"#,
    ]);
    let objects = JsonObject::each(rows.iter().map(|row| &**row)).unwrap();
    let important = ["count".to_owned(), "name".to_owned()];
    let grid = Grid::of(definitions(), &columns, &important, &objects);
    assert_eq!(grid.empty(), ["Color"]);
    let table = grid.render_table(Look::default()).text;
    let words: Vec<Vec<&str>> = table
        .lines()
        .map(|line| {
            line.split("  ")
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .collect()
        })
        .collect();
    assert_eq!(words[0], ["Count", "Name", "ID"]);
    assert_eq!(words[2], ["3", "refund", "7"]);
    assert_eq!(words[3], ["2", "#8", "8"]);
    assert_eq!(words[4], ["1", "no tag", "–"]);
}
