//! Cursors of every type: the sandbox has the ones that clients can follow.

use super::*;

const AFTER: &str = "/api/v2/after";
const CURSOR: &str = "/api/v2/cursor";
const SINCE: &str = "/api/v2/since";
const UNTIL: &str = "/api/v2/until";

/// Returns the last cursor that a path was called with, after a report was read to its end.
async fn last_cursor<Q>(path: &str, name: &str, query: impl Fn() -> Q) -> String
where
    Q: Paged + Send + 'static,
{
    let sandbox = serving("paging").await;
    let client = client(&sandbox, paging::SERVICE);
    let rows = read_in_every_way(&client, query).await;
    assert!(rows.len() > 50, "{} rows", rows.len());
    let calls = sandbox.calls();
    // The report was read four times.
    assert!(calls.to(path) >= 12, "{} calls", calls.to(path));
    let cursor = calls.last_read(path).unwrap()[name].clone();
    sandbox.shutdown().await;
    cursor.concat()
}

#[tokio::test]
async fn a_cursor_is_a_text_a_number_or_an_id() {
    let text = last_cursor(CURSOR, "page[after]", paging::Cursor::new).await;
    assert!(text.contains('+') && text.ends_with("=="), "{text}");
    let number = last_cursor(AFTER, "after", paging::After::new).await;
    assert!(number.parse::<i64>().is_ok(), "{number}");
    let id = last_cursor(SINCE, "since.id", paging::Since::new).await;
    assert!(id.parse::<paging::TicketId>().is_ok(), "{id}");
    let id = last_cursor(UNTIL, "X-Until", paging::Until::new).await;
    assert!(id.parse::<paging::EventId>().is_ok(), "{id}");
}

#[tokio::test]
async fn pages_of_any_size_are_followed_by_numbers() {
    let sandbox = serving("paging").await;
    let client = client(&sandbox, paging::SERVICE);
    let whole = client.all(paging::After::new()).await.unwrap();
    let ids = |rows: &[paging::Ticket]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    for size in [1_u32, 25, 1000] {
        let before = sandbox.calls().to(AFTER);
        let rows = client
            .all(paging::After::new().size(size.into()))
            .await
            .unwrap();
        assert_eq!(ids(&rows), ids(&whole));
        let calls = sandbox.calls().to(AFTER) - before;
        assert_eq!(calls, (rows.len() as u64).div_ceil(size.into()));
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn every_page_with_a_cursor_is_as_described() {
    assert_as_described("paging").await;
}

#[tokio::test]
async fn pages_that_say_little_about_themselves_are_read_to_the_end() {
    let sandbox = serving("paging").await;
    let client = client(&sandbox, paging::SERVICE);
    let more = read_in_every_way(&client, paging::More::new).await;
    let turns = read_in_every_way(&client, paging::Turns::new).await;
    let skips = read_in_every_way(&client, paging::Skips::new).await;
    let page = client.send(&paging::Turns::new()).await.unwrap();
    assert_eq!(turns.len() as i64, page.into_value().total);
    // Each has three pages, the last with fewer rows.
    assert!(more.len() > 50 && turns.len() > 50 && skips.len() > 100);
    sandbox.shutdown().await;
}
