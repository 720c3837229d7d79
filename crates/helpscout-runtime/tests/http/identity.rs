//! Tests of rows that come twice because the report moved while it was being read.

use futures_util::{Stream, StreamExt};
use helpscout_runtime::{
    Endpoint, Error, Identity, Operation, Paged, Paging, Position, Query, Request, WalkEvent,
};

use crate::history::{HistoryPage, OPERATION, Row, full_page, history, page, query, request};
use crate::service::{Reply, Seen, Service};

/// A report whose rows are identified by their number.
const NUMBERED: &Operation = &Operation {
    id: "drilldown",
    pages: Some(Paging::new("page", "page", "pages", "count", "results").identity("number")),
    ..*OPERATION
};

#[derive(Clone)]
struct Numbered(Query);

impl Endpoint for Numbered {
    type Response = HistoryPage;
    const OPERATION: &'static Operation = NUMBERED;

    fn query(&self) -> &Query {
        &self.0
    }
}

impl Paged for Numbered {
    type Row = Row;

    fn position(page: &HistoryPage) -> Position {
        Position::new(page.page, page.pages, page.count)
    }

    fn rows_mut(page: &mut HistoryPage) -> Option<&mut Vec<Row>> {
        Some(&mut page.results)
    }

    fn identity(row: &Row) -> Option<Identity> {
        Some(Identity::from(&row.number))
    }
}

fn numbered() -> Numbered {
    Numbered(query())
}

fn raw() -> Request {
    Request::of(&numbered())
}

/// Returns a report that consists of these rows.
fn rows_of(pages: &[&[i64]], number: i64) -> Reply {
    let count: usize = pages.iter().map(|page| page.len()).sum();
    let rows = pages[usize::try_from(number).unwrap() - 1];
    Reply::ok(page(
        number,
        pages.len() as i64,
        count as i64,
        rows.iter().copied(),
    ))
}

/// The rows that shift because one is removed and another added after the first page.
const SHIFTED: &[&[i64]] = &[&[0, 1], &[1, 2], &[4, 5]];

async fn always(pages: &'static [&'static [i64]]) -> Service {
    Service::start(move |seen| rows_of(pages, seen.page())).await
}

fn walks(service: &Service) -> usize {
    let pages = service.calls();
    pages
        .iter()
        .map(Seen::page)
        .filter(|page| *page == 1)
        .count()
}

/// Returns the number of items before the error, and the error, which must be the last.
async fn until_error<T>(items: impl Stream<Item = Result<T, Error>>) -> (usize, Error) {
    let items: Vec<Result<T, Error>> = items.collect().await;
    let count = items.len() - 1;
    let mut errors = items.into_iter().enumerate().filter_map(|(place, item)| {
        let error = item.err()?;
        assert_eq!(place, count, "something follows {error}");
        Some(error)
    });
    (count, errors.next().unwrap())
}

const MESSAGE: &str = "drilldown, page 2: the report changed while its pages were being read: \
                       ID 1 is on page 1 and again on page 2";
const ADVICE: &str = ". Retry, or choose an interval that ends in the past";

#[tokio::test]
async fn a_stream_ends_with_an_error_at_a_page_whose_rows_came_before() {
    let service = always(SHIFTED).await;
    let client = service.client();
    let expected = format!("{MESSAGE}{ADVICE}");
    let (rows, error) = until_error(client.rows(numbered())).await;
    assert_eq!((rows, error.to_string()), (2, expected.clone()));
    assert!(error.is_inconsistent());
    assert_eq!(error.page(), Some(2));
    let (rows, error) = until_error(client.raw_rows(raw())).await;
    assert_eq!((rows, error.to_string()), (2, expected.clone()));
    let (pages, error) = until_error(client.pages(numbered())).await;
    assert_eq!((pages, error.to_string()), (1, expected.clone()));
    let (pages, error) = until_error(client.raw_pages(raw())).await;
    assert_eq!((pages, error.to_string()), (1, expected));
}

#[tokio::test]
async fn a_report_whose_rows_keep_coming_twice_is_read_three_times() {
    let expected = format!("{MESSAGE} (read 3 times){ADVICE}");
    for is_raw in [false, true] {
        let service = always(SHIFTED).await;
        let client = service.client();
        let error = if is_raw {
            client.raw_all(raw()).await.unwrap_err()
        } else {
            client.all(numbered()).await.unwrap_err()
        };
        assert_eq!(error.to_string(), expected);
        assert!(error.is_inconsistent());
        assert_eq!(walks(&service), 3);
    }
}

/// A report that shifts during the first walk only.
async fn settling() -> Service {
    const WHOLE: &[&[i64]] = &[&[0, 1], &[2, 3], &[4, 5]];
    Service::start_walks(|walk, number| rows_of(if walk == 1 { SHIFTED } else { WHOLE }, number))
        .await
}

#[tokio::test]
async fn a_report_that_moved_once_is_whole_after_another_walk() {
    let service = settling().await;
    let rows = service.client().all(numbered()).await.unwrap();
    let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5]);
    assert_eq!(walks(&service), 2);

    let service = settling().await;
    let rows = service.client().raw_all(raw()).await.unwrap();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[3].get(), r#"{"number":3}"#);

    let service = settling().await;
    let events: Vec<String> = service
        .client()
        .raw_walk(raw())
        .map(|event| match event.unwrap() {
            WalkEvent::Page(page) => page.position.page.to_string(),
            WalkEvent::Restart(restart) => restart.reason.to_string(),
            other => panic!("unknown event {other:?}"),
        })
        .collect()
        .await;
    let restart = format!("{MESSAGE}{ADVICE}");
    assert_eq!(events, ["1", restart.as_str(), "1", "2", "3"]);
}

async fn message(pages: &'static [&'static [i64]]) -> String {
    let service = always(pages).await;
    let (_, error) = until_error(service.client().raw_rows(raw())).await;
    let text = error.to_string();
    let (_, problem) = text.split_once("being read: ").unwrap();
    problem.strip_suffix(ADVICE).unwrap().to_owned()
}

#[tokio::test]
async fn the_error_names_the_pages_and_the_first_ids() {
    assert_eq!(
        message(&[&[7, 8], &[9, 9]]).await,
        "ID 9 is on page 2 twice"
    );
    assert_eq!(
        message(&[&[1, 2, 1]]).await,
        "ID 1 is on page 1 twice",
        "the only page"
    );
    assert_eq!(
        message(&[&[0, 1], &[2, 3], &[3, 1]]).await,
        "IDs 3 and 1 are on pages 1 and 2 and again on page 3"
    );
    assert_eq!(
        message(&[&[1, 2, 3, 4, 5, 6, 7], &[1, 2, 3, 4, 5, 6, 7]]).await,
        "IDs 1, 2, 3, 4, 5 and 2 others are on page 1 and again on page 2"
    );
}

#[tokio::test]
async fn a_service_that_ignores_the_page_is_noticed() {
    let service = Service::start(|seen| Reply::ok(page(seen.page(), 3, 6, [0, 1]))).await;
    let error = service.client().all(numbered()).await.unwrap_err();
    let expected = "page 2: the report changed while its pages were being read: \
                    IDs 0 and 1 are on page 1 and again on page 2 (read 3 times)";
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test]
async fn rows_without_an_identity_may_be_equal() {
    let service = always(SHIFTED).await;
    let client = service.client();
    assert_eq!(client.all(history()).await.unwrap().len(), 6);
    assert_eq!(client.raw_all(request()).await.unwrap().len(), 6);
    assert_eq!(walks(&service), 2);
}

#[tokio::test]
async fn a_row_that_lacks_its_identity_is_not_compared() {
    let body = |number| {
        format!(
            r#"{{"page":{number},"pages":2,"count":6,"results":[{{"number":null}},{{}},{{"number":{number}}}]}}"#
        )
    };
    let service = Service::start(move |seen| Reply::ok(body(seen.page()))).await;
    assert_eq!(service.client().raw_all(raw()).await.unwrap().len(), 6);
}

#[tokio::test]
async fn an_identity_is_the_same_however_it_is_written() {
    let service = Service::start(|seen| {
        let id = ["7", r#""7""#, "7.0"][usize::try_from(seen.page()).unwrap() - 1];
        let page = seen.page();
        Reply::ok(format!(
            r#"{{"page":{page},"pages":3,"count":3,"results":[{{"number":{id}}}]}}"#
        ))
    })
    .await;
    let (rows, error) = until_error(service.client().raw_rows(raw())).await;
    assert_eq!(rows, 1);
    assert!(error.to_string().contains("ID 7 is on page 1"), "{error}");
}

#[tokio::test]
async fn a_large_report_without_repeated_rows_is_whole() {
    let service = Service::start(|seen| Reply::ok(full_page(seen.page(), 60))).await;
    let rows = service.client().all(numbered()).await.unwrap();
    assert_eq!(rows.len(), 600);
}
