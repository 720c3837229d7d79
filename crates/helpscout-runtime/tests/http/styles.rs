//! Tests of reading whole reports of every style of paging.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use helpscout_runtime::{JsonKind, Method, Operation, Paging, Position, Query, Request, Sent};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::reports::{
    ALL, BARE, CHAIN, COUNTED, CURSOR, Cursor, Cut, LAST, LINK, MORE, NUMBERS, SKIP, TURNS, answer,
    cut, first_of, parameter, read, read_with, request, start, start_with, typed,
};
use crate::service::{Reply, Service};

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
    for operation in [COUNTED, LAST, BARE, SKIP] {
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
            // No page that starts at a row can be empty but the last, nor one of counted rows.
            let with_rows = ["counted", "last", "bare", "skip", "turns"];
            let needs_rows = with_rows.contains(&operation.id);
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
    let seen = |position: Position| {
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
        (MORE, (1, 1, 10, None, None), (3, 3, 25, None, None)),
        (
            TURNS,
            (1, 1, 25, None, Some(25)),
            (3, 3, 25, None, Some(25)),
        ),
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
        assert_eq!((page.position.page, page.position.next_page()), (1, next));
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

#[tokio::test(start_paused = true)]
async fn the_next_page_is_requested_as_soon_as_its_address_is_known() {
    for operation in ALL {
        let service = start_with(cut(95, 10)).await;
        let client = service.builder().pages_in_flight(2).build().unwrap();
        let mut pages = client.raw_pages(request(operation));
        for read in 1..=3 {
            pages.next().await.unwrap().unwrap();
            tokio::time::sleep(Duration::from_secs(1)).await;
            assert_eq!(service.calls().len(), read + 1, "{}", operation.id);
        }
        drop(pages);
        let client = service.builder().pages_in_flight(1).build().unwrap();
        client.raw_pages(request(operation)).next().await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(service.calls().len(), 4 + 1, "{}", operation.id);
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
    let queries = (0..4).map(|_| Cursor(Query::new()));
    let reports = service
        .client()
        .all_of(queries)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(reports, vec![(0..43).collect::<Vec<_>>(); 4]);
}

#[tokio::test]
async fn a_search_has_the_row_that_a_page_starts_at_in_its_body() {
    const SEARCH: &Operation = &Operation {
        id: "search",
        method: Method::Post,
        is_safe: true,
        sent: &[Sent::body("paging.start", JsonKind::Integer)],
        pages: Some(Paging::offset("paging.start", "start", "rows").last("isLast")),
        ..*LAST
    };
    let service = Service::start(|seen| {
        let body: Value = serde_json::from_str(&seen.body).unwrap();
        let start = body["paging"]["start"].as_i64().unwrap();
        let rows: Vec<i64> = (start..(start + 10).min(23)).collect();
        Reply::ok(json!({"rows": rows, "start": start, "isLast": start == 20}).to_string())
    })
    .await;
    let rows = service.client().raw_all(request(SEARCH)).await.unwrap();
    assert_eq!(rows.len(), 23);
    let bodies: Vec<String> = service.calls().into_iter().map(|call| call.body).collect();
    let expected = [0, 10, 20].map(|start| format!(r#"{{"paging":{{"start":{start}}}}}"#));
    assert_eq!(bodies, expected);
}
