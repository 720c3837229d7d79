//! Pages with any tables and any example: nothing is found in their drafts but what is left to do.
#![allow(clippy::unwrap_used)]

mod drafted;
mod notation;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};

use drafted::assert_holds;
use notation::{Cells, NOTATIONS};

/// The same pages in each run.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(14),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn of(words: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    prop::sample::select(words).prop_map(str::to_owned)
}

fn name() -> impl Strategy<Value = String> + Clone {
    of(&[
        "user",
        "start",
        "end",
        "mailboxes",
        "status",
        "viewBy",
        "page",
        "rows",
        "limit",
        "offset",
        "cursor",
        "page[size]",
        "page[after]",
        "type",
        "sortField",
        "officeHours",
        "rangeId",
        "since",
        "X-Trace",
        "q",
        "ticket_id",
        "ids",
        "filter[state]",
        "user (required)",
        "limit *",
        "`team`, `agent`",
        "from and to",
        "rows / page",
        "queue (or `desk`)",
        "X-Key (header)",
        "low – high",
    ])
}

fn type_name() -> impl Strategy<Value = String> + Clone {
    of(&[
        "number",
        "integer",
        "string",
        "boolean",
        "date",
        "ISO8601",
        "enumeration",
        "array of integers",
        "string, required",
        "integer (optional)",
        "float",
        "UUID",
        "Ticket",
        "timestamp",
        "string | null",
        "integer (1-100)",
        "decimal string",
        "map of integers",
        "object",
        "header",
        "string (header)",
        "string (path)",
        "enum: a, b",
        "`x` `y`",
        "integer, max 50",
        "array of numbers",
        "",
    ])
}

fn prose() -> impl Strategy<Value = String> + Clone {
    let sentence = of(&[
        "The rows on a page, default 25",
        "One of open, pending, closed",
        "Must be one of \"a\", \"b\" (default) or \"c\"",
        "One of 1…7",
        "Between 1 and 7",
        "Seconds it stayed closed",
        "Time in milliseconds",
        "How long it took (in minutes)",
        "max 50",
        "Required.",
        "(defaults to `day`)",
        "Unix time in seconds",
        "Comma separated ids",
        "Pipe-separated list of states: open, closed. At most 20.",
        "May be repeated, e.g. status=a&status=b",
        "Between 2 and 80 characters",
        "At least 6 characters; max 3 characters",
        "Deprecated. Use `status` instead.",
        "Cannot be combined with user or page",
        "Example: 25",
        "for example \"12.50\"",
        "in seconds since 1970, e.g. 1556798400",
        "asc or desc (default asc)",
        "Percentage of all",
        "Accepted values are: x y z",
        "At least 5, at most 2",
        "default is none of these",
        "Default en",
        "default `x`, or `y`",
        "At most 20 queues",
        "Between 2 and 20 IDs, each between 1 and 7",
        "At least 3, at most 20.",
        "between 0.5 and 1",
        "Queues separated by semicolons",
        "One of: • email – by mail • chat – by chat",
        "ASC or DESC, default -1",
        "See https://desk.example/docs for more # details [here](x) <b>",
        "",
    ]);
    prop::collection::vec(sentence, 0..3).prop_map(|sentences| sentences.join("; "))
}

fn example() -> impl Strategy<Value = String> + Clone {
    of(&[
        "1",
        "447723",
        "2019-05-02T12:00:00Z",
        "2019-05-02",
        "true",
        "open",
        "a,b",
        "1,2",
        "0",
        "-1",
        "1.5",
        "1556798400000",
        "day",
        "text with blanks",
        "",
    ])
}

fn parameters() -> impl Strategy<Value = Cells> {
    let row = (
        name(),
        type_name(),
        example(),
        prose(),
        of(&["yes", "no", ""]),
    );
    prop::collection::vec(row, 0..6).prop_map(|rows| Cells {
        head: ["Name", "Type", "Example", "Description", "Required"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows
            .into_iter()
            .map(|(name, kind, example, prose, required)| {
                vec![name, kind, example, prose, required]
            })
            .collect(),
    })
}

fn key() -> impl Strategy<Value = String> + Clone {
    of(&[
        "id",
        "type",
        "status",
        "results",
        "page",
        "pages",
        "count",
        "total",
        "size",
        "name",
        "createdAt",
        "responseTime",
        "wait_duration",
        "meta",
        "next_cursor",
        "has_more",
        "items",
        "start",
        "limit",
        "isLastPage",
        "current",
        "previous",
        "deltas",
        "user_id",
        "mailboxId",
        "_links",
        "tags",
        "first reply",
        "card.last 4",
        "a+b",
        "other",
    ])
}

fn answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-5_i64..2_000_000_000_000).prop_map(Value::from),
        (0.0..100.0_f64).prop_map(Value::from),
        of(&[
            "open",
            "pending",
            "2019-05-02T12:00:00Z",
            "2019-05-02",
            "12",
            "12.50",
            "",
            "a, b",
            "xyz"
        ])
        .prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            3 => prop::collection::vec((key(), inner), 0..5).prop_map(object),
        ]
    });
    prop::collection::vec((key(), value), 0..6).prop_map(object)
}

fn object(entries: Vec<(String, Value)>) -> Value {
    Value::Object(entries.into_iter().collect::<Map<_, _>>())
}

/// Returns the paths of all values in an answer.
fn paths(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() {
                    key.clone()
                } else {
                    format!("{path}.{key}")
                };
                found.push(path.clone());
                paths(value, &path, found);
            }
        }
        Value::Array(items) => {
            for item in items {
                paths(item, &format!("{path}[]"), found);
            }
        }
        _ => {}
    }
}

/// A page: its request, its tables, its example, and the number of its notation.
#[derive(Debug)]
struct Page {
    request: String,
    parameters: Cells,
    answer: Value,
    /// What the table says about each field, as long as there are fields.
    facts: Vec<(bool, String, String)>,
    notation: usize,
    /// Whether the page has the example as a whole, not at all, or only its start.
    example: usize,
}

impl Page {
    fn text(&self) -> String {
        let mut names = Vec::new();
        paths(&self.answer, "", &mut names);
        names.sort();
        names.dedup();
        let rows = names
            .into_iter()
            .zip(&self.facts)
            .filter(|(_, (is_listed, _, _))| *is_listed);
        let rows = rows.map(|(name, (_, kind, prose))| vec![name, kind.clone(), prose.clone()]);
        let fields = Cells {
            head: ["Path", "Type", "Description"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
        };
        let (name, write) = NOTATIONS[self.notation];
        let is_html = name.starts_with("HTML");
        let example = format!("{:#}", self.answer);
        let example = if is_html {
            example.replace('<', "&lt;")
        } else {
            example
        };
        let example = match self.example {
            0 => "",
            1 => &example[..example.len() - 1],
            _ => &example,
        };
        format!(
            "Desk Page\n{}\n\nParameters\n\n{}\n\nResponse\n\nHTTP/1.1 200 OK\n\n{example}\n\nResponse fields\n\n{}\n",
            self.request,
            write(&self.parameters),
            write(&fields),
        )
    }
}

fn page() -> impl Strategy<Value = Page> {
    let request = of(&[
        "GET /v2/reports/desk/page",
        "GET /api/v2/tickets.json",
        "GET /rest/desk/1.0/requests/{id}/items",
        "POST /v3/tickets/search",
    ]);
    let facts = prop::collection::vec((any::<bool>(), type_name(), prose()), 40);
    let numbers = (0..NOTATIONS.len(), 0..8_usize);
    (request, parameters(), answer(), facts, numbers).prop_map(
        |(request, parameters, answer, facts, (notation, example))| Page {
            request,
            parameters,
            answer,
            facts,
            notation,
            example,
        },
    )
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_page_becomes_a_draft_with_nothing_but_things_to_do(page in page()) {
        assert_holds(page.text().as_bytes());
    }
}

#[test]
fn a_page_without_anything_becomes_such_a_draft_too() {
    let page = Page {
        request: "GET /v2/reports/desk/page".to_owned(),
        parameters: Cells {
            head: Vec::new(),
            rows: Vec::new(),
        },
        answer: json!({}),
        facts: Vec::new(),
        notation: 0,
        example: 0,
    };
    assert_holds(page.text().as_bytes());
}
