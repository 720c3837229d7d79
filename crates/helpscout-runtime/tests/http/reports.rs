//! Reports of every style of paging, and a service that has one of them.

use std::sync::{Arc, Mutex};

use futures_util::TryStreamExt;
use helpscout_runtime::{
    Client, Endpoint, Error, Operation, Paged, Paging, Position, Query, Request,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::service::{Reply, Seen, Service};

const PATH: &str = "/v3/rows";

/// Pages with numbers from 0 on, without the number of rows.
pub const NUMBERS: &Operation = &Operation {
    id: "numbers",
    path: PATH,
    pages: Some(Paging::numbered("page", 0, "current", "total", "rows")),
    ..Operation::DEFAULT
};

/// Pages with numbers, which say whether there are more.
pub const MORE: &Operation = &Operation {
    id: "more",
    path: PATH,
    pages: Some(
        Paging::by_page("page", 0, "rows")
            .current("current")
            .more("meta.more"),
    ),
    ..Operation::DEFAULT
};

/// Pages with numbers, which say neither which they are nor how many there are, but the number of rows.
pub const TURNS: &Operation = &Operation {
    id: "turns",
    path: PATH,
    pages: Some(Paging::by_page("page", 0, "rows").count("count")),
    ..Operation::DEFAULT
};

/// Pages that start at a row, and say nothing.
pub const SKIP: &Operation = &Operation {
    id: "skip",
    path: PATH,
    pages: Some(Paging::by_row("start", "rows").size("limit")),
    ..Operation::DEFAULT
};

/// Pages that start at a row, with the number of rows.
pub const COUNTED: &Operation = &Operation {
    id: "counted",
    path: PATH,
    pages: Some(
        Paging::offset("start", "start", "rows")
            .size("limit")
            .count("count"),
    ),
    ..Operation::DEFAULT
};

/// Pages that start at a row, and say which is the last.
pub const LAST: &Operation = &Operation {
    id: "last",
    path: PATH,
    pages: Some(
        Paging::offset("start", "start", "rows")
            .size("limit")
            .last("isLast"),
    ),
    ..Operation::DEFAULT
};

/// Pages that start at a row, and say nothing else.
pub const BARE: &Operation = &Operation {
    id: "bare",
    path: PATH,
    pages: Some(Paging::offset("start", "start", "rows").size("limit")),
    ..Operation::DEFAULT
};

/// Pages with a cursor, which say whether there are more.
pub const CURSOR: &Operation = &Operation {
    id: "cursor",
    path: PATH,
    pages: Some(
        Paging::cursor("page[after]", "meta.after", "rows")
            .size("page[size]")
            .more("meta.more"),
    ),
    ..Operation::DEFAULT
};

/// Pages with a cursor, whose last has none.
pub const CHAIN: &Operation = &Operation {
    id: "chain",
    path: PATH,
    pages: Some(Paging::cursor("page[after]", "meta.after", "rows").count("meta.count")),
    ..Operation::DEFAULT
};

/// Pages with a link to the next one.
pub const LINK: &Operation = &Operation {
    id: "link",
    path: PATH,
    pages: Some(Paging::link("_links.next.href", "rows")),
    ..Operation::DEFAULT
};

pub const ALL: [&Operation; 10] = [
    NUMBERS, MORE, TURNS, COUNTED, LAST, BARE, SKIP, CURSOR, CHAIN, LINK,
];

/// A page of any style.
#[derive(Clone, Debug, Deserialize)]
pub struct Page {
    pub rows: Vec<i64>,
    #[serde(default)]
    current: i64,
    #[serde(default)]
    total: i64,
    #[serde(default)]
    start: i64,
    #[serde(default, rename = "isLast")]
    is_last: Option<bool>,
    #[serde(default)]
    count: Option<i64>,
    #[serde(default)]
    meta: Meta,
    #[serde(default, rename = "_links")]
    links: Links,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Meta {
    after: Option<String>,
    more: Option<bool>,
    count: Option<i64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Links {
    next: Option<Href>,
}

#[derive(Clone, Debug, Deserialize)]
struct Href {
    href: Option<String>,
}

/// Implements a query as the generator writes it.
macro_rules! report {
    ($name:ident, $operation:ident, |$page:ident| $position:expr) => {
        #[derive(Clone, Debug)]
        pub struct $name(pub Query);

        impl Endpoint for $name {
            type Response = Page;
            const OPERATION: &'static Operation = $operation;

            fn query(&self) -> &Query {
                &self.0
            }
        }

        impl Paged for $name {
            type Row = i64;

            fn position($page: &Page) -> Position {
                $position
            }

            fn rows_mut(page: &mut Page) -> Option<&mut Vec<i64>> {
                Some(&mut page.rows)
            }
        }
    };
}
report!(Numbers, NUMBERS, |page| Position::of_number(
    page.current,
    page.total
));
report!(More, MORE, |page| Position::of_page(page.current)
    .more(page.meta.more));
report!(Turns, TURNS, |page| Position::of_page(None::<i64>)
    .count(page.count));
report!(Skip, SKIP, |_page| Position::of_offset(None::<i64>));
report!(Counted, COUNTED, |page| Position::of_offset(page.start)
    .count(page.count));
report!(Last, LAST, |page| Position::of_offset(page.start)
    .last(page.is_last));
report!(Bare, BARE, |page| Position::of_offset(page.start));
report!(Cursor, CURSOR, |page| {
    Position::of_cursor(page.meta.after.as_deref()).more(page.meta.more)
});
report!(Chain, CHAIN, |page| {
    Position::of_cursor(page.meta.after.as_deref()).count(page.meta.count)
});
report!(Link, LINK, |page| {
    let next = page.links.next.as_ref();
    Position::of_link(next.and_then(|next| next.href.as_deref()))
});

/// Calls a generic function with the typed query of an operation.
macro_rules! typed {
    ($operation:expr, $query:expr, |$typed:ident| $call:expr) => {
        match $operation.id {
            "numbers" => {
                let $typed = crate::reports::Numbers($query);
                $call
            }
            "more" => {
                let $typed = crate::reports::More($query);
                $call
            }
            "turns" => {
                let $typed = crate::reports::Turns($query);
                $call
            }
            "skip" => {
                let $typed = crate::reports::Skip($query);
                $call
            }
            "counted" => {
                let $typed = crate::reports::Counted($query);
                $call
            }
            "last" => {
                let $typed = crate::reports::Last($query);
                $call
            }
            "bare" => {
                let $typed = crate::reports::Bare($query);
                $call
            }
            "cursor" => {
                let $typed = crate::reports::Cursor($query);
                $call
            }
            "chain" => {
                let $typed = crate::reports::Chain($query);
                $call
            }
            _ => {
                let $typed = crate::reports::Link($query);
                $call
            }
        }
    };
}
pub(crate) use typed;

pub fn request(operation: &'static Operation) -> Request {
    Request::new(operation, Query::new())
}

/// Returns the value of a parameter of a call.
pub fn parameter(seen: &Seen, name: &str) -> Option<String> {
    form_urlencoded::parse(seen.query.as_bytes())
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
}

/// The rows of a report, cut into pages.
pub type Cut = Arc<Mutex<Vec<Vec<i64>>>>;

/// Cuts the rows from 0 on into pages of `size` rows.
pub fn cut(rows: i64, size: i64) -> Vec<Vec<i64>> {
    let starts = (0..rows).step_by(usize::try_from(size).unwrap());
    starts
        .map(|start| (start..rows.min(start + size)).collect())
        .collect()
}

/// Starts a service that has a report of every style with these pages.
pub async fn start(pages: Cut) -> Service {
    Service::start(move |seen| {
        let pages = pages.lock().unwrap();
        Reply::ok(answer(&pages, seen).to_string())
    })
    .await
}

/// Starts a service with these pages.
pub async fn start_with(pages: Vec<Vec<i64>>) -> Service {
    start(Arc::new(Mutex::new(pages))).await
}

/// Returns the page that a call asks for, with what a page of any style has.
pub fn answer(pages: &[Vec<i64>], seen: &Seen) -> Value {
    let number = |name: &str| parameter(seen, name).map(|text| text.parse::<usize>().unwrap());
    let count = pages.iter().map(Vec::len).sum::<usize>();
    let (place, skipped) = match number("start") {
        Some(start) => place_of(pages, start),
        None => {
            let cursor = parameter(seen, "page[after]");
            let after =
                cursor.map(|cursor| cursor.strip_prefix("after ").unwrap().parse().unwrap());
            (number("page").or(after).or(number("nr")).unwrap_or(0), 0)
        }
    };
    let rows = pages
        .get(place)
        .map(|rows| &rows[skipped..])
        .unwrap_or_default();
    let is_last = place + 1 >= pages.len();
    json!({
        "rows": rows,
        "current": place,
        "total": pages.len(),
        "start": number("start").unwrap_or(0),
        "isLast": is_last,
        "count": count,
        "meta": {
            "after": (!is_last).then(|| format!("after {}", place + 1)),
            "more": !is_last,
            "count": count,
        },
        "_links": {
            "next": (!is_last).then(|| json!({"href": format!("{PATH}?nr={}", place + 1)})),
        },
    })
}

/// Returns the page that contains a row, and how many of its rows come before.
fn place_of(pages: &[Vec<i64>], start: usize) -> (usize, usize) {
    let mut before = 0;
    for (place, rows) in pages.iter().enumerate() {
        if start < before + rows.len() {
            return (place, start - before);
        }
        before += rows.len();
    }
    (pages.len(), 0)
}

/// Reads a whole report in every way. All of them must return the same.
pub async fn read(client: &Client, operation: &'static Operation) -> Result<Vec<i64>, String> {
    read_with(client, operation, &Query::new()).await
}

pub async fn read_with(
    client: &Client,
    operation: &'static Operation,
    query: &Query,
) -> Result<Vec<i64>, String> {
    let text = |error: Error| error.to_string();
    let request = || Request::new(operation, query.clone());
    let typed = typed!(operation, query.clone(), |query| client.all(query).await).map_err(text);
    let raw = client.raw_all(request()).await.map_err(text);
    let raw = raw.map(|rows| {
        rows.iter()
            .map(|row| row.get().parse().unwrap())
            .collect::<Vec<i64>>()
    });
    assert_eq!(typed, raw, "{}", operation.id);

    let streamed: Result<Vec<i64>, _> = typed!(operation, query.clone(), |query| {
        client.rows(query).try_collect().await
    });
    let pages: Result<Vec<Vec<i64>>, _> = typed!(operation, query.clone(), |query| {
        client
            .pages(query)
            .map_ok(|page| page.rows.clone())
            .try_collect()
            .await
    });
    let raw_pages: Result<Vec<_>, _> = client.raw_pages(request()).try_collect().await;
    if let Ok(rows) = &typed {
        assert_eq!(streamed.as_ref().ok(), Some(rows));
        assert_eq!(pages.unwrap().concat(), *rows);
        let in_pages: usize = raw_pages.unwrap().iter().map(|page| page.rows.len()).sum();
        assert_eq!(in_pages, rows.len());
    } else {
        assert!(streamed.is_err() && pages.is_err() && raw_pages.is_err());
    }
    typed
}

/// Returns what a call says about its page, in whichever style.
pub fn first_of(seen: &Seen) -> String {
    ["page", "start", "page[after]", "nr"]
        .iter()
        .find_map(|name| parameter(seen, name))
        .unwrap_or_default()
}
