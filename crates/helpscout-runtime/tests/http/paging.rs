use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::{Stream, StreamExt, TryStreamExt};
use helpscout_runtime::{Client, Error, Operation, Position, RawPage, Request};

use crate::history::{OPERATION, Row, full_page, history, page, query, request};
use crate::service::{Reply, Seen, Service};

fn numbers(rows: &[Row]) -> Vec<i64> {
    rows.iter().map(|row| row.number).collect()
}

/// Returns the rows before the end or the error, and the error. Nothing may follow an error.
async fn walked<T>(rows: impl Stream<Item = Result<T, Error>>) -> (Vec<T>, Option<Error>) {
    let mut rows = std::pin::pin!(rows);
    let mut read = Vec::new();
    while let Some(row) = rows.next().await {
        match row {
            Ok(row) => read.push(row),
            Err(error) => {
                assert!(rows.next().await.is_none(), "something follows the error");
                return (read, Some(error));
            }
        }
    }
    (read, None)
}

async fn pages_of(pages: i64) -> Service {
    Service::start(move |seen| Reply::ok(full_page(seen.page(), pages))).await
}

#[tokio::test]
async fn every_row_of_every_page_comes_in_order_each_page_asked_for_once() {
    let service = pages_of(23).await;
    let rows = service.client().all(history()).await.unwrap();
    assert_eq!(numbers(&rows), (0..230).collect::<Vec<_>>());

    let mut asked: Vec<i64> = service.calls().iter().map(Seen::page).collect();
    asked.sort_unstable();
    assert_eq!(asked, (1..=23).collect::<Vec<_>>());
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn rows_come_in_order_when_later_pages_answer_first() {
    let service = Service::start(|seen| {
        let page = seen.page();
        let slower_first = Duration::from_millis((30 * (9 - page)).unsigned_abs());
        Reply::ok(full_page(page, 8)).after(slower_first)
    })
    .await;
    let client = service.builder().pages_in_flight(7).build().unwrap();
    let rows = client.all(history()).await.unwrap();
    assert_eq!(numbers(&rows), (0..80).collect::<Vec<_>>());
}

#[tokio::test]
async fn pages_and_rows_and_raw_rows_agree() {
    let service = pages_of(3).await;
    let client = service.client();
    let pages: Vec<_> = client.pages(history()).try_collect().await.unwrap();
    let of_pages: Vec<i64> = pages
        .iter()
        .flat_map(|page| numbers(&page.results))
        .collect();
    let rows: Vec<Row> = client.rows(history()).try_collect().await.unwrap();
    let raw: Vec<_> = client.raw_rows(request()).try_collect().await.unwrap();
    let raw: Vec<Row> = raw
        .iter()
        .map(|row| serde_json::from_str(row.get()).unwrap())
        .collect();

    assert_eq!(of_pages, (0..30).collect::<Vec<_>>());
    assert_eq!(numbers(&rows), of_pages);
    assert_eq!(numbers(&raw), of_pages);
    assert_eq!(pages[0].correlation_id().as_deref(), Some("c0ffee#1"));
}

#[tokio::test]
async fn a_stream_asks_for_no_more_pages_than_are_in_flight() {
    let service = pages_of(100).await;
    let client = service.builder().pages_in_flight(3).build().unwrap();
    let mut rows = Box::pin(client.rows(history()));
    for _ in 0..25 {
        rows.try_next().await.unwrap().unwrap();
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    // Two pages are read, the third is being read, and at most three more are requested.
    assert!(
        service.calls().len() <= 6,
        "{} pages requested",
        service.calls().len()
    );

    drop(rows);
    let asked = service.calls().len();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(
        service.calls().len(),
        asked,
        "a dropped stream still sends requests"
    );
}

#[tokio::test(start_paused = true)]
async fn the_next_page_comes_while_the_program_works_on_a_page_even_the_first() {
    const LATENCY: Duration = Duration::from_millis(600);
    const WORK: Duration = Duration::from_millis(700);
    let service = Service::start(|seen| Reply::ok(full_page(seen.page(), 3)).after(LATENCY)).await;
    for (pages_in_flight, expected) in [
        // Latency, work, work, work.
        (4, LATENCY + 3 * WORK),
        (2, LATENCY + 3 * WORK),
        (1, 3 * (LATENCY + WORK)),
    ] {
        let client = service.builder().pages_in_flight(pages_in_flight);
        let client = client.build().unwrap();
        let start = tokio::time::Instant::now();
        let mut pages = client.raw_pages(request());
        while pages.next().await.unwrap().is_some() {
            tokio::time::sleep(WORK).await;
        }
        let took = start.elapsed();
        let late = took.saturating_sub(expected);
        assert!(took >= expected, "{pages_in_flight}: {took:?}");
        assert!(late < LATENCY / 2, "{pages_in_flight}: {took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_takes_only_the_first_row_causes_one_request_more_at_most() {
    for (pages_in_flight, expected) in [(8, vec![1, 2]), (2, vec![1, 2]), (1, vec![1])] {
        let service = pages_of(100).await;
        let client = service.builder().pages_in_flight(pages_in_flight);
        let mut rows = client.build().unwrap().rows(history());
        rows.next().await.unwrap().unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        let asked: Vec<i64> = service.calls().iter().map(Seen::page).collect();
        assert_eq!(asked, expected, "{pages_in_flight}");
    }
}

#[tokio::test]
async fn a_report_that_is_refused_says_how_often_the_page_was_requested() {
    let service = Service::start(|seen| match seen.before {
        0 => Reply::new(503, "").with("Retry-After", 0),
        _ => Reply::ok(full_page(seen.page(), 5)),
    })
    .await;
    let client = service.builder().max_pages(2).build().unwrap();
    let error = client.all(history()).await.unwrap_err();
    assert_eq!((error.page(), error.attempts()), (Some(1), 2));
    // That an attempt failed has nothing to do with it.
    assert_eq!(
        error.problem(),
        "user_history, page 1: the report has 5 pages, more than the limit of 2"
    );

    let growing = Service::start(|seen| {
        let number = seen.page();
        let rows = (number - 1) * 10..number * 10;
        Reply::ok(page(number, 3, 30 + number, rows))
    })
    .await;
    let error = growing.client().all(history()).await.unwrap_err();
    assert!(error.is_inconsistent(), "{error}");
    assert_eq!((error.page(), error.attempts()), (Some(2), 1));
}

#[tokio::test(start_paused = true)]
async fn several_pages_are_on_their_way_at_once_but_not_more_than_set() {
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
        Reply::ok(full_page(seen.page(), 12)).after(Duration::from_millis(20))
    })
    .await;
    let client = service.builder().pages_in_flight(3).build().unwrap();
    client.all(history()).await.unwrap();
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn an_empty_report_has_no_rows_whatever_its_only_page_is_called() {
    for body in [
        page(1, 1, 0, []),
        page(0, 0, 0, []),
        page(1, 0, 0, []),
        r#"{"page":1,"pages":1,"count":0,"results":null}"#.to_owned(),
        r#"{"page":1,"pages":1,"count":0}"#.to_owned(),
    ] {
        let answer = body.clone();
        let service = Service::start(move |_| Reply::ok(answer.clone())).await;
        let client = service.client();
        assert_eq!(client.all(history()).await.unwrap(), [], "{body}");
        assert_eq!(client.raw_all(request()).await.unwrap().len(), 0, "{body}");
        assert_eq!(service.calls().len(), 2, "{body}");
    }
}

#[tokio::test]
async fn a_page_that_fails_is_an_error_after_the_rows_before_it() {
    let service = Service::start(|seen| match seen.page() {
        7 => Reply::new(400, r#"{"message":"No such luck"}"#),
        page => Reply::ok(full_page(page, 9)),
    })
    .await;
    let (rows, error) = walked(service.client().rows(history())).await;
    let error = error.unwrap();

    assert_eq!(numbers(&rows), (0..60).collect::<Vec<_>>());
    assert_eq!(error.page(), Some(7));
    assert!(
        error
            .to_string()
            .starts_with("user_history, page 7: the service responded with 400"),
        "{error}"
    );
    assert_eq!(
        service.client().all(history()).await.unwrap_err().page(),
        Some(7)
    );
}

/// A report that has another number of rows each time it is read.
async fn moving(counts: &'static [i64]) -> Service {
    let walks = AtomicUsize::new(0);
    Service::start(move |seen| {
        let page_asked = seen.page();
        if page_asked == 1 {
            walks.fetch_add(1, Ordering::SeqCst);
        }
        let walk = walks.load(Ordering::SeqCst) - 1;
        let started_with = counts[walk.min(counts.len() - 1)];
        let now = counts[(walk + usize::from(page_asked > 2)).min(counts.len() - 1)];
        let count = if page_asked > 2 { now } else { started_with };
        Reply::ok(page(
            page_asked,
            4,
            count,
            (page_asked - 1) * 10..page_asked * 10,
        ))
    })
    .await
}

#[tokio::test]
async fn a_stream_says_that_the_report_changed() {
    let service = moving(&[40, 39, 38, 37, 36]).await;
    let (rows, error) = walked(service.client().rows(history())).await;
    let error = error.unwrap();
    assert_eq!(rows.len(), 20);
    assert!(error.is_inconsistent());
    assert_eq!(
        error.to_string(),
        "user_history, page 3: the report changed while its pages were being read: \
         the number of rows was 40 and is now 39. Retry, or choose an interval that ends in the past"
    );
}

#[tokio::test]
async fn all_rows_are_read_again_when_the_report_changed() {
    let service = moving(&[39, 40]).await;
    let rows = service.client().all(history()).await.unwrap();
    assert_eq!(numbers(&rows), (0..40).collect::<Vec<_>>());
    assert_eq!(
        service
            .calls()
            .iter()
            .filter(|call| call.page() == 1)
            .count(),
        2
    );
}

#[tokio::test]
async fn a_report_that_keeps_changing_is_given_up_with_both_figures() {
    let service = moving(&[40, 39, 38, 37, 36]).await;
    let error = service.client().all(history()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the number of rows was 38 and is now 37 (read 3 times)"),
        "{error}"
    );
    assert_eq!(
        service
            .calls()
            .iter()
            .filter(|call| call.page() == 1)
            .count(),
        3
    );
}

#[tokio::test]
async fn a_number_of_pages_that_changes_is_noticed() {
    let service = Service::start(|seen| match seen.page() {
        page @ 1..=2 => Reply::ok(full_page(page, 3)),
        number => Reply::ok(page(number, 4, 30, 20..30)),
    })
    .await;
    let error = service.client().all(history()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the number of pages was 3 and is now 4"),
        "{error}"
    );
}

#[tokio::test]
async fn a_service_stuck_on_one_page_is_an_error_not_a_loop() {
    let service = Service::start(|_| Reply::ok(full_page(1, 5))).await;
    let (rows, error) = walked(service.client().rows(history())).await;
    assert_eq!(rows.len(), 10);
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("page 2: requested page 2, but the service returned page 1"),
    );
    assert!(service.calls().len() <= 5);
}

#[tokio::test]
async fn an_empty_page_ends_the_report_only_when_all_rows_have_come() {
    let complete = Service::start(|seen| match seen.page() {
        number @ 1..=2 => Reply::ok(page(number, 4, 20, (number - 1) * 10..number * 10)),
        number => Reply::ok(page(number, 4, 20, [])),
    })
    .await;
    let rows = complete.client().all(history()).await.unwrap();
    assert_eq!(numbers(&rows), (0..20).collect::<Vec<_>>());

    let short = Service::start(|seen| match seen.page() {
        3 => Reply::ok(page(3, 4, 40, [])),
        number => Reply::ok(full_page(number, 4)),
    })
    .await;
    let (rows, error) = walked(short.client().rows(history())).await;
    assert_eq!(rows.len(), 20);
    let expected = "page 3: the report ended after 20 rows, but the service announced 40";
    assert!(error.unwrap().to_string().contains(expected));

    let (pages, error) = walked(short.client().pages(history())).await;
    assert_eq!(pages.len(), 2);
    assert!(error.unwrap().to_string().contains(expected));
}

#[tokio::test]
async fn a_page_that_is_short_by_one_row_is_no_whole_report() {
    let service = Service::start(|seen| match seen.page() {
        2 => Reply::ok(page(2, 3, 30, 10..19)),
        number => Reply::ok(full_page(number, 3)),
    })
    .await;
    let (rows, error) = walked(service.client().rows(history())).await;
    assert_eq!(rows.len(), 19);
    let expected = "page 3: the report ended after 29 rows, but the service announced 30";
    assert!(error.unwrap().to_string().contains(expected));
    assert!(
        service
            .client()
            .all(history())
            .await
            .unwrap_err()
            .is_inconsistent()
    );
}

#[tokio::test]
async fn more_rows_than_announced_lose_nothing() {
    let service = Service::start(|seen| match seen.page() {
        2 => Reply::ok(page(2, 2, 20, 10..25)),
        number => Reply::ok(full_page(number, 2)),
    })
    .await;
    let rows = service.client().all(history()).await.unwrap();
    assert_eq!(numbers(&rows), (0..25).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_report_with_too_many_pages_is_an_error_before_its_first_row() {
    let service = pages_of(11).await;
    let client = service.builder().max_pages(10).build().unwrap();
    let (rows, error) = walked(client.rows(history())).await;
    assert!(rows.is_empty());
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("has 11 pages, more than the limit of 10")
    );
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test]
async fn an_answer_without_pages_is_its_own_only_row() {
    let service = pages_of(1).await;
    const WHOLE: &Operation = &Operation {
        pages: None,
        ..*OPERATION
    };
    let request = Request::new(WHOLE, query().with("page", 1));
    let rows = service.client().raw_all(request.clone()).await.unwrap();
    let body = service.client().send_raw(&request).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].get(), body.value());
}

#[test]
fn the_rows_of_an_answer_that_is_a_list_are_its_items() {
    const WHOLE: &Operation = &Operation {
        pages: None,
        ..*OPERATION
    };
    let page = RawPage::parse(WHOLE, r#" [ {"day": 1}, {"day": 2} ]"#).unwrap();
    let rows: Vec<&str> = page.rows.iter().map(|row| row.get()).collect();
    assert_eq!(rows, [r#"{"day": 1}"#, r#"{"day": 2}"#]);
    assert_eq!(page.position, Position::new(1, 1, 2));
}

#[test]
fn streams_can_be_sent_to_another_task() {
    fn is_send<T: Send + 'static>(_: &T) {}
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client = Client::builder()
            .access_token("fixed")
            .base_url("http://127.0.0.1:9")
            .build()
            .unwrap();
        is_send(&client.rows(history()));
        is_send(&client.pages(history()));
        is_send(&client.raw_rows(request()));
        let (client, query) = (client.clone(), history());
        is_send(&async move { client.send(&query).await });
    });
}

#[tokio::test(start_paused = true)]
async fn a_reader_who_takes_longer_than_a_deadline_over_a_page_loses_nothing() {
    let service = pages_of(12).await;
    let client = service
        .builder()
        .deadline(Duration::from_secs(60))
        .build()
        .unwrap();
    let mut pages = Box::pin(client.pages(history()));
    let mut rows = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        rows.extend(numbers(&page.results));
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    assert_eq!(rows, (0..120).collect::<Vec<_>>());
    assert_eq!(service.calls().len(), 12, "no page was requested twice");
}
