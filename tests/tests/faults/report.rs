//! The report that the tests read, and the result of reading it.

use std::pin::pin;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use helpscout_reports::{
    Client, ClientBuilder, ConversationReply, Error, UserConversationHistory, UserId,
};
use helpscout_sandbox::{Builder, Sandbox};
use tokio::sync::OnceCell;

/// How many calls are in flight at once.
pub(crate) const IN_FLIGHT: [usize; 3] = [1, 4, 16];

/// Returns the query for a report of a few pages.
pub(crate) fn query() -> UserConversationHistory {
    UserConversationHistory::new(
        UserId(447723),
        "2019-05-02T12:00:00Z".parse().unwrap(),
        "2019-05-08T12:00:00Z".parse().unwrap(),
    )
}

/// The rows of each page, read without faults.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) pages: Vec<Vec<ConversationReply>>,
}

impl Report {
    /// Returns the report, which is read once for all tests.
    pub(crate) async fn read() -> &'static Self {
        static REPORT: OnceCell<Report> = OnceCell::const_new();
        REPORT.get_or_init(Self::page_by_page).await
    }

    /// Requests each page with its own call, so that the result does not depend on the code that the
    /// tests check.
    async fn page_by_page() -> Self {
        let sandbox = patient().start().await.unwrap();
        let client = client(&sandbox, 1).build().unwrap();
        let announced = client.send(&query()).await.unwrap();
        let mut pages = Vec::new();
        for page in 1..=announced.pages {
            let page = client.send(&query().page(page)).await.unwrap();
            pages.push(page.into_value().results);
        }
        let report = Self { pages };
        assert_eq!(report.rows().len() as i64, announced.count);
        assert!(report.pages.len() >= 4, "{} pages", report.pages.len());
        report
    }

    pub(crate) fn rows(&self) -> Vec<ConversationReply> {
        self.pages.concat()
    }

    /// Returns the rows of the pages before this one. The first page is 1.
    pub(crate) fn rows_before(&self, page: i64) -> Vec<ConversationReply> {
        let before = usize::try_from(page).unwrap() - 1;
        self.pages[..before].concat()
    }
}

/// Returns a sandbox whose rate limit is never reached.
pub(crate) fn patient() -> Builder {
    Sandbox::builder().calls_per_minute(1_000_000)
}

/// Returns a client whose waits are short enough for a test.
pub(crate) fn client(sandbox: &Sandbox, pages_in_flight: usize) -> ClientBuilder {
    Client::builder()
        .base_url(sandbox.base_url())
        .client_credentials(sandbox.app_id(), sandbox.app_secret())
        .pages_in_flight(pages_in_flight)
        .longest_wait(Duration::from_millis(50))
}

/// What a stream of rows returned before it ended.
#[derive(Debug)]
pub(crate) struct Walk {
    pub(crate) rows: Vec<ConversationReply>,
    pub(crate) error: Option<Error>,
}

impl Walk {
    pub(crate) async fn of(rows: impl Stream<Item = Result<ConversationReply, Error>>) -> Self {
        let mut stream = pin!(rows);
        let mut rows = Vec::new();
        let mut error = None;
        while let Some(item) = stream.next().await {
            assert!(error.is_none(), "something follows {error:?}");
            match item {
                Ok(row) => rows.push(row),
                Err(failure) => error = Some(failure),
            }
        }
        Self { rows, error }
    }

    pub(crate) async fn with(client: &Client) -> Self {
        Self::of(client.rows(query())).await
    }
}
