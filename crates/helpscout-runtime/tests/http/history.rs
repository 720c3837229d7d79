//! A paged report as the generator writes it.

use helpscout_runtime::{Endpoint, Operation, Paged, Paging, Position, Query, Request, Rule, wire};
use serde::{Deserialize, Serialize};

pub const OPERATION: &Operation = &Operation {
    id: "user_history",
    path: "/v2/reports/user/history",
    docs: "https://docs.example/user-history",
    plans: &["plus", "pro"],
    required: &["user", "start", "end"],
    rules: &[
        Rule::interval("start", "end"),
        Rule::interval("previousStart", "previousEnd"),
        Rule::together(&["previousStart", "previousEnd"]),
    ],
    pages: Some(Paging::new("page", "page", "pages", "count", "results")),
    ..Operation::DEFAULT
};

#[derive(Clone, Debug)]
pub struct History(pub Query);

impl Endpoint for History {
    type Response = HistoryPage;
    const OPERATION: &'static Operation = OPERATION;

    fn query(&self) -> &Query {
        &self.0
    }
}

impl Paged for History {
    type Row = Row;

    fn position(page: &HistoryPage) -> Position {
        Position::new(page.page, page.pages, page.count)
    }

    fn rows_mut(page: &mut HistoryPage) -> Option<&mut Vec<Row>> {
        Some(&mut page.results)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct HistoryPage {
    #[serde(deserialize_with = "wire::integer")]
    pub page: i64,
    #[serde(deserialize_with = "wire::integer")]
    pub pages: i64,
    #[serde(deserialize_with = "wire::integer")]
    pub count: i64,
    #[serde(default, deserialize_with = "wire::optional_list")]
    pub results: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    #[serde(deserialize_with = "wire::integer")]
    pub number: i64,
}

/// Returns a valid query without a page.
pub fn query() -> Query {
    Query::new()
        .with("user", 447723)
        .with("start", "2019-05-02T12:00:00Z")
        .with("end", "2019-06-02T12:00:00Z")
}

pub fn history() -> History {
    History(query())
}

pub fn request() -> Request {
    Request::new(OPERATION, query())
}

/// Returns the body of one page with the numbers of its rows.
pub fn page(page: i64, pages: i64, count: i64, rows: impl IntoIterator<Item = i64>) -> String {
    let rows: Vec<String> = rows
        .into_iter()
        .map(|number| format!(r#"{{"number":{number}}}"#))
        .collect();
    format!(
        r#"{{"page":{page},"pages":{pages},"count":{count},"results":[{}]}}"#,
        rows.join(",")
    )
}

/// Returns page `number` of a report of `pages` full pages with ten rows each, numbered from 0.
pub fn full_page(number: i64, pages: i64) -> String {
    page(number, pages, pages * 10, (number - 1) * 10..number * 10)
}
