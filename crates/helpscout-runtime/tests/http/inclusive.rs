//! Pages that begin with the last row of the page before.

use helpscout_runtime::{Error, ErrorKind, Operation, Paging, Query, Request};

use crate::service::{Reply, Seen, Service};

const TIMELINE: &Operation = &Operation {
    id: "timeline",
    path: "/v1/timeline",
    pages: Some(
        Paging::after_row("max_id", "id", "")
            .size("limit")
            .inclusive(),
    ),
    ..Operation::DEFAULT
};

/// The same with rows at a key, and what says whether there are more.
const FLAGGED: &Operation = &Operation {
    pages: Some(
        Paging::after_row("max_id", "id", "rows")
            .more("more")
            .inclusive(),
    ),
    ..*TIMELINE
};

/// Returns the IDs on a page of three in a report of the rows 9 to 1, without those that are gone.
fn ids(seen: &Seen, gone: &[i64]) -> Vec<i64> {
    let mut pairs = seen.query.split('&');
    let first = pairs.find_map(|pair| pair.strip_prefix("max_id="));
    let first: i64 = first.map_or(9, |first| first.parse().unwrap());
    let ids = (1..=first).rev().filter(|id| !gone.contains(id));
    ids.take(3).collect()
}

fn rows(ids: &[i64]) -> String {
    let rows: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("[{}]", rows.join(","))
}

async fn read(service: &Service, request: Request) -> Result<Vec<String>, Error> {
    let rows = service.client().raw_all(request).await?;
    Ok(rows.iter().map(|row| row.get().to_owned()).collect())
}

fn expected(ids: impl Iterator<Item = i64>) -> Vec<String> {
    ids.map(|id| format!("{{\"id\":{id}}}")).collect()
}

#[tokio::test]
async fn no_row_comes_twice_and_none_is_lost() {
    let service = Service::start(|seen| Reply::ok(rows(&ids(seen, &[])))).await;
    let request = || Request::new(TIMELINE, Query::new());
    assert_eq!(
        read(&service, request()).await.unwrap(),
        expected((1..=9).rev())
    );
    // 9 8 7, 7 6 5, 5 4 3, 3 2 1, 1
    assert_eq!(service.calls().len(), 5);
    let mut pages = service.client().raw_pages(request());
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await.unwrap() {
        sizes.push(page.rows.len());
    }
    assert_eq!(sizes, [3, 2, 2, 2]);
}

#[tokio::test]
async fn a_row_that_is_gone_takes_none_with_it() {
    // The last row of the first page is gone once the second one is asked for.
    let service = Service::start(|seen| {
        let gone: &[i64] = if seen.before == 0 { &[] } else { &[7] };
        Reply::ok(rows(&ids(seen, gone)))
    })
    .await;
    let request = Request::new(TIMELINE, Query::new());
    assert_eq!(
        read(&service, request).await.unwrap(),
        expected((1..=9).rev())
    );
}

#[tokio::test]
async fn a_flag_says_that_the_page_is_the_last() {
    let flagged = |seen: &Seen, more: bool| {
        let ids = ids(seen, &[]);
        let more = more || ids.last() != Some(&1);
        Reply::ok(format!("{{\"rows\":{},\"more\":{more}}}", rows(&ids)))
    };
    let service = Service::start(move |seen| flagged(seen, false)).await;
    let request = || Request::new(FLAGGED, Query::new());
    assert_eq!(
        read(&service, request()).await.unwrap(),
        expected((1..=9).rev())
    );
    assert_eq!(service.calls().len(), 4);
    // More rows are promised, but none comes.
    let service = Service::start(move |seen| flagged(seen, true)).await;
    let error = read(&service, request()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent, "{error}");
}

#[tokio::test]
async fn pages_of_one_row_are_an_error_and_not_the_end() {
    let service = Service::start(|seen| Reply::ok(rows(&ids(seen, &[])[..1]))).await;
    let request = Request::new(TIMELINE, Query::new().with("limit", 1));
    let error = read(&service, request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent, "{error}");
}

#[tokio::test]
async fn another_row_that_comes_twice_is_noticed() {
    let service = Service::start(|seen| {
        let mut ids = ids(seen, &[]);
        if seen.before > 0 {
            ids.insert(1, 9);
        }
        Reply::ok(rows(&ids))
    })
    .await;
    let request = Request::new(TIMELINE, Query::new());
    let error = read(&service, request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Inconsistent, "{error}");
}

#[tokio::test]
async fn an_empty_report_has_no_rows() {
    let service = Service::start(|_| Reply::ok("[]")).await;
    let request = Request::new(TIMELINE, Query::new());
    assert!(read(&service, request).await.unwrap().is_empty());
}
