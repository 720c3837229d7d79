//! Answers that are the list of rows itself, and pages that start after the last row of the page
//! before.

use super::*;
use features::lists;

/// Reads a report in every way there is, and checks the number of calls of the first one by the number
/// of its rows. Returns them.
async fn read_in_calls<Q>(
    path: &str,
    calls: impl Fn(usize) -> usize,
    query: impl Fn() -> Q,
) -> Vec<Q::Row>
where
    Q: Paged + Send + 'static,
{
    let sandbox = serving("lists").await;
    let client = client(&sandbox, lists::SERVICE);
    let rows = client.all(query()).await.unwrap();
    assert_eq!(
        sandbox.calls().to(path),
        calls(rows.len()) as u64,
        "{} rows",
        rows.len()
    );
    assert_eq!(read_in_every_way(&client, query).await.len(), rows.len());
    sandbox.shutdown().await;
    rows
}

/// Returns how many calls a report needs whose end is the first short page, or an empty one.
fn until_short(rows: usize, size: usize) -> usize {
    rows / size + 1
}

fn are_different<T: Eq + std::hash::Hash>(values: impl Iterator<Item = T>, rows: usize) -> bool {
    values.collect::<HashSet<_>>().len() == rows
}

#[tokio::test]
async fn a_list_with_numbered_pages_ends_with_a_short_page_or_an_empty_one() {
    let sandbox = serving("lists").await;
    let client = client(&sandbox, lists::SERVICE);
    let whole = read_in_every_way(&client, lists::Numbers::new).await;
    assert!(whole.len() > 40, "{} rows", whole.len());
    assert!(are_different(whole.iter().map(|row| row.id), whole.len()));
    let rows = whole.len();
    let full = (2..=20)
        .find(|size| rows.is_multiple_of(*size))
        .unwrap_or(rows);
    for size in [1, 7, full, rows, rows + 1] {
        let before = sandbox.calls().to("/api/v4/numbers");
        let query = lists::Numbers::new().per_page(size as i64);
        let read = client.all(query).await.unwrap();
        assert_eq!(read, whole, "{size}");
        let calls = (sandbox.calls().to("/api/v4/numbers") - before) as usize;
        // A first page that is not full may be one of a service with smaller pages.
        let expected = if size > rows {
            2
        } else {
            until_short(rows, size)
        };
        assert_eq!(calls, expected, "{size}");
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_list_without_rows_is_an_empty_report() {
    let sandbox = builder("lists")
        .growing(helpscout_sandbox::Growth::of(100_000).after(100))
        .start()
        .await
        .unwrap();
    let client = client(&sandbox, lists::SERVICE);
    assert!(
        read_in_every_way(&client, lists::Numbers::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::Projects::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::Timeline::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::Posts::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::Skips::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::Linked::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::LinkedRows::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::Charges::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::Statuses::new)
            .await
            .is_empty()
    );
    assert!(
        read_in_every_way(&client, lists::History::new)
            .await
            .is_empty()
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_list_is_read_by_the_number_of_rows_before_its_pages() {
    let sandbox = serving("lists").await;
    let client = client(&sandbox, lists::SERVICE);
    let rows = read_in_every_way(&client, lists::Skips::new).await;
    assert!(rows.len() > 60, "{} rows", rows.len());
    assert!(are_different(
        rows.iter().map(|row| &row.event.id),
        rows.len()
    ));
    let page = client.send(&lists::Skips::new().skip(60)).await.unwrap();
    assert_eq!(page.into_value()[..], rows[60..90.min(rows.len())]);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_header_has_the_url_of_the_next_page() {
    let query = || lists::Linked::new().words("late, <b>; rel=\"next\"");
    let sandbox = serving("lists").await;
    let client = client(&sandbox, lists::SERVICE);
    let rows = client.all(query()).await.unwrap();
    assert_eq!(
        sandbox.calls().to("/api/linked"),
        rows.len().div_ceil(25) as u64
    );
    let calls = sandbox.calls();
    let read = calls.last_read("/api/linked").unwrap();
    assert_eq!(read["query"], ["late, <b>; rel=\"next\""]);
    assert!(are_different(rows.iter().map(|row| row.id), rows.len()));
    assert_eq!(read_in_every_way(&client, query).await, rows);
    let page = client.raw_page(&Request::of(&query())).await.unwrap();
    let next = page.position.next_page().unwrap();
    assert!(next.starts_with(sandbox.base_url()), "{next}");

    let rows = read_in_every_way(&client, lists::LinkedRows::new).await;
    let page = client.send(&lists::LinkedRows::new()).await.unwrap();
    assert_eq!(rows.len() as i64, page.total);
    assert!(page.headers().contains_key("x-links"));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn headers_say_how_many_rows_and_pages_there_are() {
    // The last page is known to be the last, so that none is asked for after it.
    let path = "/api/v4/projects";
    let rows = read_in_calls(path, |rows| rows.div_ceil(20), lists::Projects::new).await;
    assert!(rows.len() > 40, "{} rows", rows.len());
    assert!(are_different(rows.iter().map(|row| row.id), rows.len()));
    let size = (2..).find(|size| rows.len().is_multiple_of(*size)).unwrap();
    let query = || lists::Projects::new().per_page(size as i64);
    assert_eq!(read_in_calls(path, |rows| rows / size, query).await, rows);
    let path = "/wp-json/v2/posts";
    let posts = read_in_calls(path, |rows| rows.div_ceil(10), lists::Posts::new).await;
    assert!(are_different(posts.iter().map(|row| row.id), posts.len()));

    let sandbox = serving("lists").await;
    let client = client(&sandbox, lists::SERVICE);
    let query = || Request::of(&lists::Projects::new());
    let page = client.raw_page(&query()).await.unwrap();
    let count = Some(rows.len() as i64);
    assert_eq!(page.position.total_rows(), count);
    let pages = rows.len().div_ceil(20) as i64;
    assert_eq!(page.position.total_pages(), Some(pages));
    let mut read = client.raw_pages(query());
    let mut numbers = Vec::new();
    while let Some(page) = read.next().await.unwrap() {
        assert_eq!(page.position.total_pages(), Some(pages));
        assert_eq!(page.position.total_rows(), count);
        numbers.push(page.position.page);
    }
    assert_eq!(numbers, (1..=pages).collect::<Vec<_>>());
    let last = lists::Projects::new().page(pages);
    let last = client.send(&last).await.unwrap();
    assert_eq!(last.headers()["x-next-page"], "");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_openapi_document_has_the_headers_of_pages() {
    let sandbox = serving("lists").await;
    let (_, document) = exchange(&sandbox, "GET /openapi.json", "").await;
    let headers = |path: &str| &document["paths"][path]["get"]["responses"]["200"]["headers"];
    let projects = headers("/api/v4/projects");
    for (name, kind) in [
        ("X-Total", "integer"),
        ("X-Total-Pages", "integer"),
        ("X-Next-Page", "string"),
    ] {
        assert_eq!(projects[name]["schema"]["type"], kind, "{projects}");
    }
    let posts = headers("/wp-json/v2/posts");
    assert_eq!(posts["X-WP-Total"]["schema"]["type"], "integer");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_last_row_leads_to_the_next_page() {
    let path = "/v1/charges";
    let rows = read_in_calls(path, |rows| rows.div_ceil(10), lists::Charges::new).await;
    assert!(rows.len() > 30, "{} rows", rows.len());
    assert!(are_different(rows.iter().map(|row| &row.id), rows.len()));
    // With the flag, a full page is known to be the last.
    let size = (2..).find(|size| rows.len().is_multiple_of(*size)).unwrap();
    let query = || lists::Charges::new().limit(size as i64);
    assert_eq!(read_in_calls(path, |rows| rows / size, query).await, rows);

    // Without it, only a page without rows is.
    let path = "/api/v1/statuses";
    let rows = read_in_calls(path, |rows| rows.div_ceil(20) + 1, lists::Statuses::new).await;
    assert!(are_different(rows.iter().map(|row| row.id), rows.len()));
    let count = rows.len() as i64;
    let query = || lists::Statuses::new().limit(count);
    assert_eq!(read_in_calls(path, |_| 2, query).await, rows);

    let path = "/api/v1/history";
    let rows = read_in_calls(path, |rows| rows.div_ceil(50) + 1, lists::History::new).await;
    let positions = rows.iter().map(|row| row.place.position);
    assert!(are_different(positions, rows.len()));
}

#[tokio::test]
async fn no_row_comes_twice_where_a_page_begins_with_the_last_row_of_the_one_before() {
    let path = "/api/v1/timeline";
    // Every page but the first has one new row less. The last one has none.
    let calls = |size: usize| move |rows: usize| 2 + (rows - size).div_ceil(size - 1);
    let rows = read_in_calls(path, calls(20), lists::Timeline::new).await;
    assert!(rows.len() > 40, "{} rows", rows.len());
    assert!(are_different(rows.iter().map(|row| row.id), rows.len()));
    for size in [2, 7, rows.len(), rows.len() + 1] {
        let query = || lists::Timeline::new().limit(size as i64);
        let calls = |rows: usize| if size > rows { 2 } else { calls(size)(rows) };
        assert_eq!(read_in_calls(path, calls, query).await, rows, "{size}");
    }
    let sandbox = serving("lists").await;
    let client = client(&sandbox, lists::SERVICE);
    let rest = lists::Timeline::new().max_id(rows[4].id).limit(3);
    let page = client.send(&rest).await.unwrap().into_value();
    assert_eq!(page[..], rows[4..7]);
    let one = lists::Timeline::new().limit(1);
    assert_eq!(refused_by_client(&one), set(&["limit"]));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_sandbox_knows_its_rows() {
    let sandbox = serving("lists").await;
    let client = client(&sandbox, lists::SERVICE);
    let rows = client.all(lists::Charges::new()).await.unwrap();
    let rest = lists::Charges::new().starting_after(&rows[4].id).limit(3);
    let page = client.send(&rest).await.unwrap().into_value();
    assert_eq!(page.data[..], rows[5..8]);
    let unknown = lists::Charges::new().starting_after("ch_0");
    let refused = client.send(&unknown).await.unwrap_err();
    assert!(
        refused.to_string().contains("is not the id of a row"),
        "{refused}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn every_list_is_as_described() {
    assert_as_described("lists").await;
}
