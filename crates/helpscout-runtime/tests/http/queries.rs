use helpscout_runtime::{Query, Request};

use crate::history::{History, OPERATION, full_page, history, query};
use crate::service::{Reply, Service};

fn violations(query: Query) -> Vec<String> {
    match Request::new(OPERATION, query).validate() {
        Ok(()) => Vec::new(),
        Err(error) => {
            assert!(error.is_invalid_query());
            assert_eq!(error.operation(), Some("user_history"));
            error
                .violations()
                .iter()
                .map(|violation| violation.message.clone())
                .collect()
        }
    }
}

#[tokio::test]
async fn a_call_is_sent_with_its_token_and_parameters() {
    let service = Service::start(|_| {
        Reply::ok(full_page(1, 1))
            .with("X-Ratelimit-Limit-Minute", 400)
            .with("X-Ratelimit-Remaining-Minute", 398)
    })
    .await;
    let page = service.client().send(&history()).await.unwrap();

    assert_eq!(page.results.len(), 10);
    assert_eq!(page.status(), 200);
    let rate_limit = page.rate_limit().unwrap();
    assert_eq!((rate_limit.limit, rate_limit.remaining), (400, 398));
    assert_eq!(page.correlation_id().as_deref(), Some("c0ffee#1"));

    let calls = service.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].path, "/v2/reports/user/history");
    assert_eq!(
        calls[0].query,
        "end=2019-06-02T12%3A00%3A00Z&start=2019-05-02T12%3A00%3A00Z&user=447723"
    );
    assert_eq!(calls[0].token.as_deref(), Some("token-1"));
}

#[tokio::test]
async fn an_invalid_query_is_not_sent() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let error = service
        .client()
        .send(&History(Query::new()))
        .await
        .unwrap_err();

    assert_eq!(
        error.to_string(),
        "user_history: request not sent; 3 problems:\n  \
         `user` is required; set it\n  \
         `start` is required; set it\n  \
         `end` is required; set it"
    );
    assert_eq!(error.attempts(), 0);
    assert!(service.calls().is_empty());
    assert!(service.token_requests().is_empty());
}

#[test]
fn a_required_parameter_must_be_there_and_not_empty() {
    assert_eq!(violations(query()), [""; 0]);
    assert_eq!(
        violations(query().with("user", "")),
        ["`user` is required but empty; set a value"]
    );
}

#[test]
fn an_interval_must_start_before_its_end() {
    let backwards = query().with("end", "2019-05-01T12:00:00Z");
    assert_eq!(
        violations(backwards),
        [
            "`start` (2019-05-02T12:00:00Z) must be before `end` (2019-05-01T12:00:00Z); change one of them"
        ]
    );
    let nothing = query().with("end", "2019-05-02T12:00:00Z");
    assert_eq!(violations(nothing).len(), 1);
}

#[test]
fn an_instant_must_be_written_as_the_service_takes_it() {
    assert_eq!(
        violations(query().with("start", "2019-13-02")),
        [
            "`start` is `2019-13-02`, which is not a date and time in UTC; write it like 2019-05-02T12:00:00Z"
        ]
    );
    assert_eq!(
        violations(query().with("start", "2019-05-02T14:00:00.5+02:00")),
        [
            "`start` is `2019-05-02T14:00:00.5+02:00`, but the service accepts only whole seconds in UTC; \
          write it as 2019-05-02T12:00:00Z"
        ]
    );
}

#[test]
fn half_of_a_pair_is_refused() {
    assert_eq!(
        violations(query().with("previousEnd", "2019-05-02T12:00:00Z")),
        [
            "`previousEnd` is set without `previousStart`; set all of previousStart, previousEnd or none of them"
        ]
    );
}

#[test]
fn all_violations_are_told_at_once() {
    let found = violations(
        Query::new()
            .with("start", "today")
            .with("end", "tomorrow")
            .with("previousStart", "2019-05-02T12:00:00Z")
            .with("page", 0),
    );
    assert_eq!(found.len(), 5, "{found:#?}");
}

#[tokio::test]
async fn a_walk_refuses_a_page_that_is_set() {
    let service = Service::start(|_| Reply::ok(full_page(1, 1))).await;
    let query = History(query().with("page", 3));
    let error = service.client().all(query.clone()).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        "user_history: request not sent: `page` is `3`, but this call reads all pages; \
         remove it, or request only that page"
    );
    assert!(service.calls().is_empty());

    service.client().send(&query).await.unwrap();
    assert_eq!(service.calls()[0].page(), 3);
}
