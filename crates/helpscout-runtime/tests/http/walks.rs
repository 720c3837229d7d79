//! Tests of reading a whole report again if it changed, and of the rule for when that is done.

use futures_util::{Stream, StreamExt};
use helpscout_runtime::{Error, WalkEvent};

use crate::history::{full_page, history, page, request};
use crate::service::{Reply, Seen, Service};

/// A report of three pages with ten rows each, of which the walks before `settles` see another
/// number of rows on the last page.
async fn settling_in(settles: usize) -> Service {
    Service::start_walks(move |walk, number| {
        let count = if number == 3 && walk < settles {
            31
        } else {
            30
        };
        Reply::ok(page(number, 3, count, (number - 1) * 10..number * 10))
    })
    .await
}

/// Writes each event as a word: the number of a page, the restart with its walk, or the error.
async fn words(events: impl Stream<Item = Result<WalkEvent, Error>>) -> Vec<String> {
    events
        .map(|event| match event {
            Ok(WalkEvent::Page(page)) => page.position.page.to_string(),
            Ok(WalkEvent::Restart(restart)) => {
                assert!(restart.reason.is_inconsistent(), "{}", restart.reason);
                format!("walk {}", restart.walk)
            }
            Ok(other) => panic!("unknown event {other:?}"),
            Err(error) => format!("error on page {}", error.page().unwrap()),
        })
        .collect()
        .await
}

#[tokio::test]
async fn a_walk_that_is_followed_returns_pages_and_restarts() {
    let service = settling_in(3).await;
    let events = words(service.client().raw_walk(request())).await;
    let expected = ["1", "2", "walk 2", "1", "2", "walk 3", "1", "2", "3"];
    assert_eq!(events, expected);
}

#[tokio::test]
async fn a_walk_that_is_followed_ends_with_the_error_of_the_last_walk() {
    let service = settling_in(99).await;
    let events = words(service.client().raw_walk(request())).await;
    let expected = [
        "1",
        "2",
        "walk 2",
        "1",
        "2",
        "walk 3",
        "1",
        "2",
        "error on page 3",
    ];
    assert_eq!(events, expected);
}

/// Returns how often the first page was requested.
fn walks(service: &Service) -> usize {
    service
        .calls()
        .iter()
        .map(Seen::page)
        .filter(|page| *page == 1)
        .count()
}

#[tokio::test]
async fn all_ways_to_read_a_whole_report_read_it_as_often() {
    for raw in [true, false] {
        let service = settling_in(99).await;
        let client = service.client();
        let error = if raw {
            client.raw_all(request()).await.unwrap_err()
        } else {
            client.all(history()).await.unwrap_err()
        };
        assert!(error.is_inconsistent());
        assert!(error.to_string().contains("(read 3 times)"), "{error}");
        assert_eq!(walks(&service), 3);
    }
}

#[tokio::test]
async fn a_report_that_ends_early_is_read_again_and_the_error_says_how_often() {
    let service = Service::start(|seen| match seen.page() {
        3 => Reply::ok(page(3, 3, 30, 20..25)),
        number => Reply::ok(full_page(number, 3)),
    })
    .await;
    let error = service.client().all(history()).await.unwrap_err();
    let expected = "page 3: the report ended after 25 rows, but the service announced 30 \
                    (read 3 times)";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(walks(&service), 3);
}

#[tokio::test]
async fn a_service_that_always_returns_the_first_page_is_asked_once_for_each_page() {
    let service = Service::start(|_| Reply::ok(full_page(1, 3))).await;
    let events = words(service.client().raw_walk(request())).await;
    assert_eq!(events, ["1", "error on page 2"]);
    assert!(service.calls().len() <= 3, "{}", service.calls().len());

    let before = service.calls().len();
    assert!(service.client().all(history()).await.is_err());
    assert!(service.calls().len() - before <= 3);
}

#[tokio::test]
async fn a_limit_is_not_read_again() {
    let service = Service::start(|seen| Reply::ok(full_page(seen.page(), 11))).await;
    let client = service.builder().max_pages(10).build().unwrap();
    assert!(client.raw_all(request()).await.is_err());
    assert!(client.all(history()).await.is_err());
    assert_eq!(service.calls().len(), 2);
}

#[tokio::test]
async fn a_negative_number_of_rows_or_pages_is_an_error_and_not_an_empty_report() {
    for (pages, count, path, total) in [
        (1, -5, "count", "-5"),
        (-5, 0, "pages", "-5"),
        (3, i64::MIN, "count", "-9223372036854775808"),
    ] {
        let service = Service::start(move |_| Reply::ok(page(1, pages, count, []))).await;
        let client = service.client();
        for error in [
            client.all(history()).await.unwrap_err(),
            client.raw_all(request()).await.unwrap_err(),
        ] {
            assert!(error.is_decode() && !error.is_inconsistent(), "{error:?}");
            let expected = format!(
                "user_history, page 1: the response (200 OK) could not be decoded at {path}: \
                 invalid value: integer `{total}`, expected at least 0"
            );
            assert!(error.to_string().starts_with(&expected), "{error}");
        }
        assert_eq!(service.calls().len(), 2, "nothing is read again");
    }
}
