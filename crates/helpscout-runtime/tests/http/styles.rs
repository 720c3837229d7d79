//! Tests of reading whole reports of every style of paging.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use helpscout_runtime::{Client, Error, Operation, Query, Request, WalkEvent};
use proptest::prelude::*;
use serde_json::json;

use crate::reports::{
    ALL, BARE, CHAIN, COUNTED, CURSOR, Cut, LAST, LINK, NUMBERS, answer, cut, parameter, request,
    start, start_with, typed,
};
use crate::service::{Reply, Service};

/// Reads a whole report in every way. All of them must return the same.
async fn read(client: &Client, operation: &'static Operation) -> Result<Vec<i64>, String> {
    read_with(client, operation, &Query::new()).await
}

async fn read_with(
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

#[tokio::test]
async fn every_row_of_every_style_comes_once_and_in_order() {
    for rows in [0, 1, 9, 10, 11, 40, 43] {
        let service = start_with(cut(rows, 10)).await;
        for operation in ALL {
            let read = read(&service.client(), operation).await;
            assert_eq!(read, Ok((0..rows).collect()), "{} of {rows}", operation.id);
        }
    }
}

#[tokio::test]
async fn a_size_that_is_asked_for_changes_nothing_else() {
    let service = start_with(cut(43, 10)).await;
    for operation in [COUNTED, LAST, BARE] {
        // The service may have a lower limit, so a page with fewer rows need not be the last.
        for size in [10, 500] {
            let query = Query::new().with("limit", size);
            let read = read_with(&service.client(), operation, &query).await;
            assert_eq!(read, Ok((0..43).collect()), "{} {size}", operation.id);
        }
    }
    let calls = service.calls();
    assert!(calls.iter().all(|call| parameter(call, "limit").is_some()));
}

#[test]
fn any_rows_in_pages_of_any_size_come_out_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let state: Cut = Arc::default();
    let service = runtime.block_on(start(state.clone()));
    let client = service.client();
    let pages = prop::collection::vec(prop::collection::vec(any::<i64>(), 0..5), 0..7);
    proptest!(ProptestConfig::with_cases(24), |(pages in pages)| {
        let expected = pages.concat();
        for operation in ALL {
            // No page that starts at a row can be empty but the last.
            let needs_rows = matches!(operation.id, "counted" | "last" | "bare");
            let pages = pages.iter().filter(|page| !needs_rows || !page.is_empty());
            *state.lock().unwrap() = pages.cloned().collect();
            let read = runtime.block_on(read(&client, operation));
            prop_assert_eq!(read.as_ref(), Ok(&expected), "{}", operation.id);
        }
    });
}

#[tokio::test]
async fn progress_has_totals_only_where_the_service_says_them() {
    let service = start_with(cut(25, 10)).await;
    let client = service.client();
    let seen = |position: helpscout_runtime::Position| {
        (
            position.page,
            position.pages,
            position.count,
            position.total_pages(),
            position.total_rows(),
        )
    };
    for (operation, first, last) in [
        (
            NUMBERS,
            (1, 3, 10, Some(3), None),
            (3, 3, 25, Some(3), None),
        ),
        (
            COUNTED,
            (1, 1, 25, None, Some(25)),
            (3, 3, 25, None, Some(25)),
        ),
        (LAST, (1, 1, 10, None, None), (3, 3, 25, None, None)),
        (
            CHAIN,
            (1, 1, 25, None, Some(25)),
            (3, 3, 25, None, Some(25)),
        ),
        (LINK, (1, 1, 10, None, None), (3, 3, 25, None, None)),
    ] {
        let mut pages = client.raw_pages(request(operation));
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(seen(page.position.clone()), first, "{}", operation.id);
        assert_eq!(pages.position().map(seen), Some(first));
        while pages.next().await.unwrap().is_some() {}
        assert_eq!(pages.position().map(seen), Some(last), "{}", operation.id);
        let typed = typed!(operation, Query::new(), |query| {
            let mut rows = client.rows(query);
            while rows.next().await.unwrap().is_some() {}
            rows.position()
        });
        assert_eq!(typed.map(seen), Some(last), "{}", operation.id);
    }
    // With a known size the number of pages follows from the number of rows.
    let sized = Request::new(COUNTED, Query::new().with("limit", 10));
    let mut pages = client.raw_pages(sized);
    pages.next().await.unwrap();
    assert_eq!(
        pages.position().map(seen),
        Some((1, 3, 25, Some(3), Some(25)))
    );
}

#[tokio::test]
async fn a_single_call_returns_the_first_page_and_what_leads_to_the_next() {
    let service = start_with(cut(25, 10)).await;
    let client = service.client();
    for (operation, next) in [
        (NUMBERS, None),
        (CURSOR, Some("after 1")),
        (LINK, Some("/v3/rows?nr=1")),
    ] {
        let page = client.raw_page(&request(operation)).await.unwrap();
        assert_eq!(page.rows.len(), 10);
        assert_eq!((page.position.page, page.position.next()), (1, next));
    }
    // A page that the query selects is a call like any other.
    for (operation, name, value) in [
        (NUMBERS, "page", "2"),
        (LAST, "start", "20"),
        (CURSOR, "page[after]", "after 2"),
    ] {
        let request = Request::new(operation, Query::new().with(name, value));
        let page = client.raw_page(&request).await.unwrap();
        assert_eq!(page.rows.len(), 5, "{}", operation.id);
    }
}

#[tokio::test]
async fn a_query_that_selects_a_page_is_no_whole_report() {
    let service = start_with(cut(25, 10)).await;
    for (operation, name, value) in [
        (NUMBERS, "page", "0"),
        (COUNTED, "start", "0"),
        (CURSOR, "page[after]", "after 1"),
    ] {
        let request = Request::new(operation, Query::new().with(name, value));
        let error = service.client().raw_all(request).await.unwrap_err();
        assert!(error.is_invalid_query());
        let expected = format!("`{name}` is `{value}`, but this call reads all pages");
        assert!(error.to_string().contains(&expected), "{error}");
    }
    assert!(service.calls().is_empty());
}

#[tokio::test]
async fn a_page_that_fails_is_an_error_and_never_the_end() {
    for operation in ALL {
        let calls = AtomicUsize::new(0);
        let service = Service::start(move |seen| {
            let is_first = ["0", ""].contains(&first_of(seen).as_str());
            calls.fetch_add(1, Ordering::SeqCst);
            if is_first {
                Reply::ok(answer(&cut(43, 10), seen).to_string())
            } else {
                Reply::new(410, r#"{"message":"the cursor has expired"}"#)
            }
        })
        .await;
        let error = read(&service.client(), operation).await.unwrap_err();
        let expected = format!(
            "{}, page 2: the service responded with 410 Gone: the cursor has expired",
            operation.id
        );
        assert!(error.starts_with(&expected), "{error}");
    }
}

/// Returns what a call says about its page, in whichever style.
fn first_of(seen: &crate::service::Seen) -> String {
    ["page", "start", "page[after]", "nr"]
        .iter()
        .find_map(|name| parameter(seen, name))
        .unwrap_or_default()
}

#[tokio::test]
async fn a_report_that_does_not_advance_is_an_error_and_no_loop() {
    for (operation, body, problem) in [
        (
            NUMBERS,
            json!({"rows": [1], "current": 0, "total": 3}),
            "requested page 2, but the service returned page 1",
        ),
        (
            COUNTED,
            json!({"rows": [1], "start": 0, "count": 3}),
            "requested the page that starts at row 1, but the service returned the one that starts \
             at row 0",
        ),
        (
            LAST,
            json!({"rows": [], "start": 0, "isLast": false}),
            "the page has no rows, but the service says that it is not the last",
        ),
        (
            CURSOR,
            json!({"rows": [1], "meta": {"after": "x", "more": true}}),
            "the cursor of the next page is that of an earlier page",
        ),
        (
            CHAIN,
            json!({"rows": [], "meta": {"after": "x"}}),
            "the cursor of the next page is that of an earlier page",
        ),
        (
            CURSOR,
            json!({"rows": [1], "meta": {"after": null, "more": true}}),
            "the service says that there are more pages, but the response has no cursor",
        ),
        (
            LINK,
            json!({"rows": [1], "_links": {"next": {"href": "?nr=1"}}}),
            "the link to the next page is that of an earlier page",
        ),
    ] {
        let body = body.to_string();
        let service = Service::start(move |_| Reply::ok(body.clone())).await;
        let error = read(&service.client(), operation).await.unwrap_err();
        assert!(error.contains(problem), "{}: {error}", operation.id);
        let error = service
            .client()
            .raw_all(request(operation))
            .await
            .unwrap_err();
        assert!(error.is_inconsistent() && !error.is_transient(), "{error}");
        assert!(service.calls().len() < 20, "{}", service.calls().len());
    }
}

#[tokio::test]
async fn the_end_is_where_the_documentation_says_it_is() {
    for (operation, body) in [
        // A cursor that leads nowhere.
        (
            CURSOR,
            json!({"rows": [1], "meta": {"after": "x", "more": false}}),
        ),
        (CURSOR, json!({"rows": [1], "meta": {"more": false}})),
        (CHAIN, json!({"rows": [1], "meta": {"after": ""}})),
        (CHAIN, json!({"rows": [1]})),
        (LINK, json!({"rows": [1], "_links": {}})),
        (LINK, json!({"rows": [1], "_links": {"next": {}}})),
        (
            LINK,
            json!({"rows": [1], "_links": {"next": {"href": null}}}),
        ),
        (LAST, json!({"rows": [1], "start": 0, "isLast": true})),
        (COUNTED, json!({"rows": [1], "start": 0, "count": 1})),
    ] {
        let text = body.to_string();
        let service = Service::start(move |_| Reply::ok(text.clone())).await;
        assert_eq!(
            read(&service.client(), operation).await,
            Ok(vec![1]),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_empty_page_ends_no_report_that_says_how_it_goes_on() {
    for operation in [NUMBERS, CURSOR, LINK] {
        let service = start_with(vec![vec![1], vec![], vec![], vec![2, 3]]).await;
        let rows = read(&service.client(), operation).await;
        assert_eq!(rows, Ok(vec![1, 2, 3]), "{}", operation.id);
    }
    // A cursor on every page: the count says where the end is.
    let service = Service::start(|seen| {
        let number = seen.before;
        let rows: &[i64] = if number % 2 == 0 { &[1, 2] } else { &[] };
        let after = format!("c{number}");
        Reply::ok(json!({"rows": rows, "meta": {"after": after, "count": 2}}).to_string())
    })
    .await;
    let rows = service.client().raw_all(request(CHAIN)).await.unwrap();
    assert_eq!(rows.len(), 2);
}

#[tokio::test]
async fn an_endless_report_ends_at_the_limit() {
    for operation in [BARE, CURSOR, LINK] {
        let service = Service::start(|seen| {
            let number = seen.before + 1;
            let start: i64 = parameter(seen, "start")
                .unwrap_or_default()
                .parse()
                .unwrap_or(0);
            let body = json!({
                "rows": [1],
                "start": start,
                "meta": {"after": format!("c{number}"), "more": true},
                "_links": {"next": {"href": format!("?nr={number}")}},
            });
            Reply::ok(body.to_string())
        })
        .await;
        let client = service.builder().max_pages(5).build().unwrap();
        let mut rows = client.raw_rows(request(operation));
        let mut read = 0;
        let error = loop {
            match rows.next().await {
                Ok(Some(_)) => read += 1,
                Err(error) => break error,
                Ok(None) => panic!("{} ended after {read} rows", operation.id),
            }
        };
        assert_eq!((read, service.calls().len()), (5, 5), "{}", operation.id);
        assert_eq!(error.kind(), helpscout_runtime::ErrorKind::TooLarge);
        let expected = "page 6: the report has more pages than the limit of 5. Request a shorter \
                        interval, or raise `max_pages`";
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn fewer_rows_than_counted_are_no_whole_report() {
    for (operation, body) in [
        (COUNTED, json!({"rows": [], "start": 0, "count": 3})),
        (
            CHAIN,
            json!({"rows": [1, 2], "meta": {"after": null, "count": 3}}),
        ),
    ] {
        let body = body.to_string();
        let service = Service::start(move |_| Reply::ok(body.clone())).await;
        let error = service
            .client()
            .raw_all(request(operation))
            .await
            .unwrap_err();
        assert!(error.is_inconsistent() && error.is_transient(), "{error}");
        let expected = "but the service announced 3 (read 3 times)";
        assert!(error.to_string().contains(expected), "{error}");
    }
    const BOTH: &Operation = &Operation {
        id: "both",
        pages: Some(
            helpscout_runtime::Paging::offset("start", "start", "rows")
                .last("isLast")
                .count("count"),
        ),
        ..*LAST
    };
    for (is_last, count, expected) in [(true, 3, None), (true, 1, Some(1)), (true, 0, Some(1))] {
        let body = json!({"rows": [1], "start": 0, "isLast": is_last, "count": count}).to_string();
        let service = Service::start(move |_| Reply::ok(body.clone())).await;
        let rows = service.client().raw_all(request(BOTH)).await;
        assert_eq!(
            rows.ok().map(|rows| rows.len()),
            expected,
            "{is_last} {count}"
        );
    }
}

#[tokio::test]
async fn a_counted_report_that_changes_is_read_again() {
    let walks = AtomicUsize::new(0);
    let service = Service::start(move |seen| {
        let is_first = ["0", ""].contains(&first_of(seen).as_str());
        let walk = walks.fetch_add(usize::from(is_first), Ordering::SeqCst) + usize::from(is_first);
        let rows = if walk > 1 || is_first { 30 } else { 29 };
        Reply::ok(answer(&cut(rows, 10), seen).to_string())
    })
    .await;
    for operation in [COUNTED, CHAIN] {
        let events: Vec<String> = service
            .client()
            .raw_walk(request(operation))
            .map(|event| match event.unwrap() {
                WalkEvent::Page(page) => page.position.page.to_string(),
                WalkEvent::Restart(restart) => restart.reason.problem(),
                other => panic!("unknown event {other:?}"),
            })
            .collect()
            .await;
        if operation == COUNTED {
            let moved = "counted, page 2: the report changed while its pages were being read: the \
                         number of rows was 30 and is now 29";
            assert_eq!(events, ["1", moved, "1", "2", "3"]);
        } else {
            assert_eq!(events, ["1", "2", "3"]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn pages_whose_addresses_are_known_are_requested_at_once() {
    for (operation, query, expected) in [
        (NUMBERS, Query::new(), 3),
        (COUNTED, Query::new().with("limit", 10), 3),
        (COUNTED, Query::new(), 1),
        (LAST, Query::new().with("limit", 10), 1),
        (CURSOR, Query::new(), 1),
    ] {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (entered, highest) = (now.clone(), most.clone());
        let service = Service::start(move |seen| {
            let count = entered.fetch_add(1, Ordering::SeqCst) + 1;
            highest.fetch_max(count, Ordering::SeqCst);
            let left = entered.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(15)).await;
                left.fetch_sub(1, Ordering::SeqCst);
            });
            Reply::ok(answer(&cut(95, 10), seen).to_string()).after(Duration::from_millis(20))
        })
        .await;
        let client = service.builder().pages_in_flight(3).build().unwrap();
        let rows = client
            .raw_all(Request::new(operation, query))
            .await
            .unwrap();
        assert_eq!(rows.len(), 95);
        assert_eq!(
            service.calls().len(),
            10,
            "{}: each page once",
            operation.id
        );
        assert_eq!(most.load(Ordering::SeqCst), expected, "{}", operation.id);
    }
}

#[tokio::test]
async fn pages_that_turn_out_shorter_than_the_first_lose_no_row() {
    let pages = vec![vec![0, 1, 2], vec![3, 4], vec![5], vec![6, 7, 8], vec![9]];
    let service = start(Arc::new(Mutex::new(pages))).await;
    let query = Query::new().with("limit", 3);
    let rows = read_with(&service.client(), COUNTED, &query).await;
    assert_eq!(rows, Ok((0..10).collect()));
}

#[tokio::test]
async fn a_blocking_client_reads_every_style() {
    let service = start_with(cut(43, 10)).await;
    for operation in ALL {
        let client = service.builder().build_blocking().unwrap();
        let numbers = tokio::task::spawn_blocking(move || {
            let rows = client.raw_rows(request(operation));
            let raw: Vec<i64> = rows
                .map(|row| row.unwrap().get().parse().unwrap())
                .collect();
            let typed = typed!(operation, Query::new(), |query| client.all(query)).unwrap();
            assert_eq!(raw, typed);
            typed
        });
        assert_eq!(
            numbers.await.unwrap(),
            (0..43).collect::<Vec<_>>(),
            "{}",
            operation.id
        );
    }
}

#[tokio::test]
async fn several_reports_with_cursors_are_read_at_once() {
    let service = start_with(cut(43, 10)).await;
    let queries = (0..4).map(|_| crate::reports::Cursor(Query::new()));
    let reports = service
        .client()
        .all_of(queries)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(reports, vec![(0..43).collect::<Vec<_>>(); 4]);
}
