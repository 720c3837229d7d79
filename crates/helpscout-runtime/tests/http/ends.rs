//! Tests of where a report of each style ends, and of what is no end.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::StreamExt;
use helpscout_runtime::{ErrorKind, Operation, Paging, WalkEvent};
use serde_json::json;

use crate::reports::{
    BARE, CHAIN, COUNTED, CURSOR, LAST, LINK, MORE, NUMBERS, TURNS, answer, cut, first_of,
    parameter, read, request, start_with,
};
use crate::service::{Reply, Service};

#[tokio::test]
async fn a_report_that_does_not_advance_is_an_error_and_no_loop() {
    for (operation, body, problem) in [
        (
            NUMBERS,
            json!({"rows": [1], "current": 0, "total": 3}),
            "requested page 2, but the service returned page 1",
        ),
        (
            MORE,
            json!({"rows": [1], "current": 0, "meta": {"more": true}}),
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
        let advice = error.advice().unwrap_or_default();
        assert!(advice.contains("does not help"), "{advice}");
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
        (
            MORE,
            json!({"rows": [1], "current": 0, "meta": {"more": false}}),
        ),
        (TURNS, json!({"rows": [1], "count": 1})),
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
    for operation in [NUMBERS, MORE, CURSOR, LINK] {
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
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        let expected = "page 6: the report has more pages than the limit of 5. Request fewer rows, \
                        or raise `max_pages`";
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn fewer_rows_than_counted_are_no_whole_report() {
    for (operation, body) in [
        (COUNTED, json!({"rows": [], "start": 0, "count": 3})),
        (TURNS, json!({"rows": [], "count": 3})),
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
            Paging::offset("start", "start", "rows")
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
