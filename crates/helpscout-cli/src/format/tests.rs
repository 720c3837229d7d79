//! Grids, figures and outlines of answers that no test service has.

use helpscout_reports::describe::{Column, Descriptions};
use serde_json::value::RawValue;

use super::figures::Figures;
use super::outline::{self, Drawn};
use super::row::Row;
use super::samples::{self, shapes};
use super::shapes::Shapes;
use super::sheet::Sheet;
use super::{Look, json, ndjson};

fn raw(json: &str) -> Box<RawValue> {
    RawValue::from_string(json.to_owned()).unwrap()
}

fn sheet<'a>(columns: &'a [Column], rows: &'a [Box<RawValue>]) -> Result<Sheet<'a>, usize> {
    Sheet::new(shapes(), columns, rows.iter().map(|row| &**row))
}

fn at_width(width: Option<u16>) -> Look {
    Look {
        width,
        color: false,
    }
}

/// The sample drawn as an answer of that object.
fn drawn(name: &str, json: &str, width: Option<u16>) -> Drawn {
    let body = raw(json);
    let (object, look) = (samples::object(name), at_width(width));
    match Row::list(&body) {
        Ok(rows) => outline::list(shapes(), object, rows, look),
        Err(_) => outline::object(shapes(), object, &Row::of(&body).unwrap(), look),
    }
}

/// Everything that is said of a drawing.
fn told(drawn: &Drawn) -> String {
    let Drawn {
        text,
        left_out,
        unknown,
    } = drawn;
    format!("{text}\nno room for {left_out:?}, unknown {unknown:?}")
}

/// The answer as CSV, and what has no place in it.
fn figures(name: &str, json: &str) -> String {
    let body = raw(json);
    let figures = Figures::of(shapes(), samples::object(name), &Row::of(&body).unwrap());
    let mut out = Vec::new();
    figures.write_csv(&mut out).unwrap();
    format!(
        "{}left out {:?}",
        String::from_utf8(out).unwrap(),
        figures.left_out()
    )
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
    sheet(columns, rows).unwrap().write_csv(&mut out).unwrap();
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
    let table = sheet(&columns(), &rows)
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
        let look = at_width(Some(width));
        let table = sheet(&columns(), &rows).unwrap().render_table(look);
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
    assert_eq!(sheet(&columns(), &rows).err(), Some(2));
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
    assert!(Row::of(&raw("[1]")).is_err());
}

#[test]
fn figures_stand_beside_those_of_the_previous_interval_and_distributions_are_charts() {
    insta::assert_snapshot!(told(&drawn("EmailSummary", samples::EMAIL, None)));
}

#[test]
fn a_narrow_terminal_gets_shorter_bars_then_fewer_columns() {
    insta::assert_snapshot!(told(&drawn("EmailSummary", samples::EMAIL, Some(60))));
}

#[test]
fn facts_come_first_and_lists_are_tables_under_their_path() {
    insta::assert_snapshot!(told(&drawn(
        "ConversationsSummary",
        samples::CONVERSATIONS,
        None
    )));
}

#[test]
fn changes_are_shown_without_previous_figures_too() {
    insta::assert_snapshot!(told(&drawn("DocsSummary", samples::DOCS, None)));
}

#[test]
fn a_look_up_of_one_is_a_sheet_of_facts() {
    insta::assert_snapshot!(told(&drawn("User", samples::USER, None)));
}

#[test]
fn a_series_is_a_line_for_each_bucket_beside_the_one_before() {
    insta::assert_snapshot!(told(&drawn("TimeSeries", samples::TIMES, None)));
}

#[test]
fn a_series_of_several_values_has_bars_of_parts() {
    insta::assert_snapshot!(told(&drawn("ChannelVolumeSeries", samples::CHANNELS, None)));
}

#[test]
fn hours_of_the_week_are_a_map() {
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
fn hours_that_no_day_has_are_a_table() {
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
fn objects_inside_rows_are_columns() {
    let body = r#"[{"name": "Mira", "id": 4, "current": {"customers": 3, "phoneConversations": 5},
        "previous": {"customers": null}}, {"name": "Ola", "id": 5, "current": null}]"#;
    insta::assert_snapshot!(drawn("PhoneUser", body, None).text);
}

#[test]
fn answers_without_anything_are_no_trouble() {
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
fn figures_are_one_line_of_csv_and_lists_are_named() {
    insta::assert_snapshot!(figures("ConversationsSummary", samples::CONVERSATIONS));
}

#[test]
fn a_series_is_a_line_of_csv_for_each_point() {
    insta::assert_snapshot!(figures("TimeSeries", samples::TIMES));
}

#[test]
fn a_series_keeps_keys_that_only_its_points_know() {
    let body = r#"{"current": [{"time": 12.50, "date": "x", "n": 1}], "zone": "UTC"}"#;
    let csv = "series,date,time,n\ncurrent,x,12.50,1\nleft out [\"zone\"]";
    assert_eq!(figures("TimeSeries", body), csv);
}

#[test]
fn a_sign_of_private_use_is_no_blank() {
    let rows = [raw("{\"name\": \"A\u{e000}B\", \"id\": 1}")];
    let sheet = sheet(&samples::object("FilterTag").fields, &rows).unwrap();
    let text = sheet.render_table(at_width(None)).text;
    assert!(text.contains("A\u{fffd}B"), "{text}");
}

#[test]
fn what_belongs_to_an_interval_nobody_asked_for_takes_no_room() {
    let columns: Vec<Column> = ["name", "previousReplies", "closed"]
        .map(|name| {
            let json = format!(r#"{{"name": "{name}", "kind": "text", "doc": ""}}"#);
            serde_json::from_str(json.leak()).unwrap()
        })
        .into();
    let table = |previous: &str| {
        let row = format!(r#"{{"name": "Mira", "previousReplies": {previous}, "closed": null}}"#);
        sheet(&columns, &[raw(&row)])
            .unwrap()
            .render_table(at_width(None))
            .text
    };
    assert!(!table("null").contains("Previous"));
    assert!(table("null").contains("Closed"));
    assert!(table("\"7\"").contains("Previous replies"));
}

#[test]
fn lists_of_plain_values_stand_among_the_figures() {
    const JSON: &str = r#"{"operations": [], "enums": [], "objects": [
        {"name": "A", "fields": [{"name": "current", "kind": "object", "of": "B", "doc": ""}]},
        {"name": "B", "fields": [
            {"name": "channels", "kind": "text", "list": true, "doc": ""},
            {"name": "count", "kind": "integer", "doc": ""}
        ]}
    ]}"#;
    let all: &'static Descriptions = Box::leak(Box::new(Descriptions::parse(JSON).unwrap()));
    let body = raw(r#"{"current": {"channels": ["email", "chat"], "count": 3}}"#);
    let row = Row::of(&body).unwrap();
    let drawn = outline::object(Shapes(all), all.object("A").unwrap(), &row, at_width(None));
    assert!(drawn.text.contains("email, chat"), "{}", drawn.text);
    assert!(drawn.unknown.is_empty(), "{:?}", drawn.unknown);
}
