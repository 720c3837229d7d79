//! Derives the tables of answers from descriptions.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used)]

use helpscout_description::tables::Answer;
use helpscout_description::{Api, Tables, embedded};

/// Describes an operation that answers with the object `A`.
fn api(objects: &str) -> Api {
    let text = format!(
        r#"{{"service": {{"title": "", "base_url": "", "docs": "", "plans": []}},
             "ids": [], "enums": [], "operations": [], "objects": [{objects}]}}"#
    );
    Api::from_json(&text).unwrap()
}

fn object(name: &str, fields: &[&str]) -> String {
    let field = |field: &&str| {
        let (wire, ty) = field.split_once(": ").unwrap();
        let (ty, list) = match ty.strip_prefix("list ") {
            Some(ty) => (ty, true),
            None => (ty, false),
        };
        let ty = match ty.strip_prefix("id ") {
            Some(id) => format!(r#"{{"id": "{id}"}}"#),
            None if ty.starts_with(char::is_uppercase) => format!(r#"{{"object": "{ty}"}}"#),
            None => format!("\"{ty}\""),
        };
        format!(r#"{{"wire": "{wire}", "rust": "", "ty": {ty}, "list": {list}, "doc": ""}}"#)
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    let fields = fields.join(",");
    format!(r#"{{"name": "{name}", "doc": "", "file": "api.yaml", "fields": [{fields}]}}"#)
}

/// Returns a line for each table: its name and its columns.
fn lines(tables: &Tables<'_>) -> Vec<String> {
    let tables = tables.list.iter().map(|table| {
        let columns = table.columns.iter().map(|column| column.name.as_str());
        let columns: Vec<&str> = columns.collect();
        format!("{}: {}", table.name, columns.join(", "))
    });
    tables.collect()
}

fn derived(objects: &[String]) -> Vec<String> {
    let api = api(&objects.join(","));
    lines(&Tables::of_answer(&api, api.object("A").unwrap(), false))
}

#[test]
fn single_values_are_one_table_and_each_list_of_objects_is_another() {
    let tables = derived(&[
        object(
            "A",
            &[
                "name: text",
                "codes: list text",
                "current: B",
                "users: list C",
            ],
        ),
        object("B", &["closed: integer", "best: list C"]),
        object("C", &["id: id UserId", "figures: D"]),
        object("D", &["share: number"]),
    ]);
    let expected = [
        "summary: name, codes, current.closed",
        "current.best: id, figures.share",
        "users: id, figures.share",
    ];
    assert_eq!(tables, expected);
}

#[test]
fn a_list_within_an_item_names_the_items_that_contain_it() {
    let tables = derived(&[
        object("A", &["total: integer", "fields: list B"]),
        object("B", &["name: text", "values: list C", "id: id FieldId"]),
        object("C", &["text: text", "uses: list D"]),
        object("D", &["fields.id: text"]),
    ]);
    let expected = [
        "summary: total",
        "fields: name, id",
        "fields.values: fields.id, text",
        "fields.values.uses: fields.id, values.position, fields.id-2",
    ];
    assert_eq!(tables, expected);
}

#[test]
fn two_intervals_of_the_same_points_are_one_table() {
    let point = object("P", &["date: instant", "customers: integer"]);
    let tables = derived(&[
        object("A", &["current: list P", "previous: list P"]),
        point.clone(),
    ]);
    assert_eq!(tables, ["series: series, date, customers"]);
    let tables = derived(&[
        object("A", &["total: integer", "volume: B"]),
        object("B", &["current: list P", "previous: list P"]),
        point.clone(),
    ]);
    assert_eq!(
        tables,
        ["summary: total", "volume.series: series, date, customers"]
    );
    let other = object("Q", &["date: instant"]);
    let tables = derived(&[
        object("A", &["current: list P", "previous: list Q"]),
        point,
        other,
    ]);
    assert_eq!(tables, ["current: date, customers", "previous: date"]);
}

#[test]
fn names_are_safe_in_names_of_files_and_differ_without_regard_to_case() {
    let tables = derived(&[
        object(
            "A",
            &[
                "n: integer",
                "summary: list B",
                "../x/ä: list B",
                "Tags: list B",
                "tags: list B",
            ],
        ),
        object("B", &["id: integer"]),
    ]);
    let expected = [
        "summary: n",
        "summary-2: id",
        ".._x__: id",
        "Tags: id",
        "tags-2: id",
    ];
    assert_eq!(tables, expected);
}

#[test]
fn an_object_that_contains_itself_is_a_value() {
    let tables = derived(&[
        object("A", &["n: integer", "items: list B"]),
        object("B", &["id: integer", "items: list B", "_links: B"]),
    ]);
    assert_eq!(tables, ["summary: n", "items: id, items, _links"]);
}

#[test]
fn a_chain_of_objects_ends_at_a_bound() {
    let chain = |number: usize| object(&format!("N{number}"), &[&format!("next: N{}", number + 1)]);
    let mut objects: Vec<String> = (0..5_000).map(chain).collect();
    objects.push(object("N5000", &["end: text"]));
    objects.push(object("A", &["next: N0"]));
    let tables = derived(&objects);
    assert_eq!(tables.len(), 1);
    assert!(tables[0].len() < 200, "{}", tables[0]);
}

#[test]
fn rows_of_pages_and_items_of_a_list_are_the_table_rows() {
    let tables = |id: &str| Tables::of(embedded(), embedded().operation(id).unwrap());
    let rows = tables("company_drilldown");
    assert_eq!((rows.list.len(), &rows.answer), (1, &Answer::Rows));
    let columns = embedded().columns(embedded().operation("company_drilldown").unwrap());
    let columns: Vec<&str> = columns.iter().map(|field| field.wire.as_str()).collect();
    assert_eq!(lines(&rows), [format!("rows: {}", columns.join(", "))]);
    let hours = tables("conversations_busy_times");
    assert_eq!(lines(&hours), ["rows: day, hour, count"]);
    assert_eq!(hours.answer, Answer::List);
}

#[test]
fn every_operation_has_tables_with_different_names_and_columns() {
    let mut shown = String::new();
    for operation in &embedded().operations {
        let tables = Tables::of(embedded(), operation);
        for table in &tables.list {
            let mut columns: Vec<&str> = table
                .columns
                .iter()
                .map(|column| column.name.as_str())
                .collect();
            let all = columns.len();
            assert!(all > 0, "{}: {}", operation.id, table.name);
            columns.sort_unstable();
            columns.dedup();
            assert_eq!(columns.len(), all, "{}: {}", operation.id, table.name);
        }
        if tables.list.len() > 1 {
            let names: Vec<&str> = tables
                .list
                .iter()
                .map(|table| table.name.as_str())
                .collect();
            shown += &format!("{}: {}\n", operation.id, names.join(" "));
        }
    }
    assert_eq!(
        shown,
        "\
chat: summary waitTime.ranges responseTime.ranges messagesPerChat.ranges duration.ranges
company: summary filterTags users
conversations: summary filterTags tags.top customers.top replies.top workflows.top \
customFields.fields customFields.fields.values
docs: summary popularSearches failedSearches topArticles topCategories
email: summary filterTags responseTime.ranges handleTime.ranges firstResponseTime.ranges \
resolutionTime.ranges repliesToResolve.ranges
happiness: summary filterTags
phone: summary users
productivity: summary filterTags responseTime.ranges handleTime.ranges \
firstResponseTime.ranges repliesToResolve.ranges
user_happiness: summary filterTags
user: summary filterTags
"
    );
}
