//! Several queries at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::poll_immediate;
use futures_util::stream::FusedStream;
use futures_util::{FutureExt, Stream, StreamExt};
use helpscout_runtime::{AllOf, Answered, Client, ErrorKind, Query, Response};

use crate::history::{History, HistoryPage, Row, full_page, history, query};
use crate::service::{Reply, Seen, Service};

/// Longer than any test.
const NEVER: Duration = Duration::from_secs(3600);

/// Returns the query for one user.
fn of_user(user: i64) -> History {
    History(query().with("user", user))
}

fn user_of(seen: &Seen) -> i64 {
    let user = seen.query.split('&');
    let user = user.into_iter().find_map(|pair| pair.strip_prefix("user="));
    user.unwrap().parse().unwrap()
}

/// Returns a page with one row, whose number is the user.
fn page_of(seen: &Seen) -> String {
    crate::history::page(1, 1, 1, [user_of(seen)])
}

/// Counts the queries that were taken from an iterator.
#[derive(Clone, Default)]
struct Taken(Arc<AtomicUsize>);

impl Taken {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn users(
        &self,
        users: impl Iterator<Item = i64> + Send,
    ) -> impl Iterator<Item = History> + Send {
        let taken = self.0.clone();
        users.map(move |user| {
            taken.fetch_add(1, Ordering::SeqCst);
            of_user(user)
        })
    }
}

fn numbers(rows: &[Row]) -> Vec<i64> {
    rows.iter().map(|row| row.number).collect()
}

#[tokio::test]
async fn answers_come_in_the_order_of_the_queries_whatever_takes_longer() {
    // The earlier queries take longer.
    let service = Service::start(|seen| {
        let later = Duration::from_millis(5) * (20 - user_of(seen) as u32);
        Reply::ok(page_of(seen)).after(later)
    })
    .await;
    let users: Vec<i64> = (0..20).collect();
    // The queries borrow the users.
    let mut answers = service
        .client()
        .all_of(users.iter().map(|user| of_user(*user)));
    assert_eq!(answers.size_hint(), (20, Some(20)));
    for user in &users {
        let answered = answers.next().await.unwrap();
        assert_eq!(answered.index as i64, *user);
        assert_eq!(
            answered.query.0.get("user"),
            Some(user.to_string().as_str())
        );
        assert_eq!(numbers(&answered.result.unwrap()), [*user]);
        let left = 19 - answered.index;
        assert_eq!(answers.size_hint(), (left, Some(left)));
    }
    assert!(answers.next().await.is_none() && answers.is_terminated());
    assert!(answers.next().await.is_none());
}

#[tokio::test]
async fn each_report_has_all_of_its_pages() {
    let service = Service::start(|seen| Reply::ok(full_page(seen.page(), 3))).await;
    let client = service.client();
    let reports = client.all_of([of_user(1), of_user(2)]).try_collect().await;
    let expected: Vec<i64> = (0..30).collect();
    for rows in reports.unwrap() {
        assert_eq!(numbers(&rows), expected);
    }
    assert_eq!(service.calls().len(), 6);
    assert_eq!(service.token_requests().len(), 1);
}

#[tokio::test]
async fn unordered_answers_come_as_they_arrive() {
    let service = Service::start(|seen| match user_of(seen) {
        0 => Reply::ok(page_of(seen)).after(NEVER),
        _ => Reply::ok(page_of(seen)),
    })
    .await;
    let mut answers = service.client().all_of((0..12).map(of_user)).unordered();
    let mut users = Vec::new();
    while users.len() < 11 {
        let answered = answers.next().await.unwrap();
        assert_eq!(numbers(&answered.result.unwrap()), [answered.index as i64]);
        users.push(answered.index);
    }
    users.sort_unstable();
    assert_eq!(users, (1..12).collect::<Vec<_>>());
    assert!(!answers.is_terminated());
    assert_eq!(answers.size_hint(), (1, Some(1)));
}

#[tokio::test]
async fn an_order_can_be_given_up_while_answers_are_on_their_way() {
    let service = Service::start(|seen| match user_of(seen) {
        1 => Reply::ok(page_of(seen)).after(NEVER),
        _ => Reply::ok(page_of(seen)),
    })
    .await;
    let mut answers = service.client().all_of((0..4).map(of_user));
    assert_eq!(answers.next().await.unwrap().index, 0);
    let mut answers = answers.unordered();
    let mut others = [
        answers.next().await.unwrap().index,
        answers.next().await.unwrap().index,
    ];
    others.sort_unstable();
    assert_eq!(others, [2, 3]);
}

#[tokio::test]
async fn a_query_that_fails_is_named_and_stops_no_other() {
    let service = Service::start(|seen| match user_of(seen) {
        2 => Reply::new(403, r#"{"message":"Not for you"}"#),
        _ => Reply::ok(page_of(seen)),
    })
    .await;
    let answers: Vec<Answered<_, _>> = service.client().all_of((0..5).map(of_user)).collect().await;
    let failed: Vec<usize> = answers
        .iter()
        .filter(|answered| answered.result.is_err())
        .map(|answered| answered.index)
        .collect();
    assert_eq!(failed, [2]);
    let error = answers[2].result.as_ref().unwrap_err();
    assert_eq!(error.query_index(), Some(2));
    assert_eq!(error.kind(), ErrorKind::PlanRefused);
    assert!(
        error.to_string().starts_with(
            "user_history, page 1, query at index 2 (end=2019-06-02T12:00:00Z, \
             start=2019-05-02T12:00:00Z, user=2): the service responded with 403 Forbidden: Not for you"
        ),
        "{error}"
    );
    let alone = service.client().all(of_user(2)).await.unwrap_err();
    assert_eq!(alone.query_index(), None);
}

#[tokio::test]
async fn a_query_that_is_invalid_is_not_sent() {
    let service = Service::start(|seen| Reply::ok(page_of(seen))).await;
    let queries = [of_user(0), History(Query::new()), of_user(2)];
    let answers: Vec<_> = service.client().all_of(queries).collect().await;
    let error = answers[1].result.as_ref().unwrap_err();
    assert!(error.is_invalid_query());
    assert_eq!(error.violations().len(), 3);
    let text = error.to_string();
    assert!(
        text.starts_with("user_history, query at index 1 (): request not sent"),
        "{text}"
    );
    assert!(answers[0].result.is_ok() && answers[2].result.is_ok());
    assert_eq!(service.calls().len(), 2);
}

#[tokio::test]
async fn one_call_returns_everything_or_the_error_of_a_query() {
    let service = Service::start(|seen| match (seen.path.as_str(), user_of(seen)) {
        (_, 7) => Reply::new(404, ""),
        // The others take so long that the error does not wait for them.
        (_, user) if user > 7 => Reply::ok(page_of(seen)).after(NEVER),
        _ => Reply::ok(page_of(seen)),
    })
    .await;
    let client = service.client();
    let reports = client
        .all_of((0..7).map(of_user))
        .try_collect()
        .await
        .unwrap();
    let rows: Vec<i64> = reports.iter().flat_map(|rows| numbers(rows)).collect();
    assert_eq!(rows, (0..7).collect::<Vec<_>>());

    let error = client
        .all_of((0..20).map(of_user))
        .try_collect()
        .await
        .unwrap_err();
    assert_eq!(
        (error.query_index(), error.kind()),
        (Some(7), ErrorKind::NotFound)
    );
    // The calls of the other queries were dropped.
    while service.open() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn queries_are_taken_when_they_are_needed() {
    let service = Service::start(|seen| Reply::ok(page_of(seen))).await;
    let client = service.client();
    let taken = Taken::default();
    // There is no last query.
    let mut answers = client.all_of(taken.users(0..)).queries_in_flight(3);
    tokio::task::yield_now().await;
    assert_eq!(taken.count(), 0);
    assert!(service.calls().is_empty() && service.token_requests().is_empty());
    for answered in 1..=10 {
        assert!(answers.next().await.unwrap().result.is_ok());
        assert_eq!(taken.count(), answered + 2);
    }
    assert_eq!(
        format!("{answers:?}"),
        "AllOf { queries_in_flight: 2, queries_answered: 10, .. }"
    );
}

#[tokio::test]
async fn no_more_reports_are_held_than_allowed() {
    for (is_ordered, most) in [(true, 1), (true, 5), (false, 1), (false, 5)] {
        let service = Service::start(|seen| Reply::ok(page_of(seen))).await;
        let client = service.client();
        let taken = Taken::default();
        let answers = client.all_of(taken.users(0..30)).queries_in_flight(most);
        let mut answers = if is_ordered {
            answers
        } else {
            answers.unordered()
        };
        let mut returned = 0;
        while let Some(answered) = answers.next().await {
            answered.result.unwrap();
            returned += 1;
            // The answers that have arrived meanwhile are held, and no more are asked for.
            while service.open() > 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            assert!(taken.count() < returned + most, "{}", taken.count());
        }
        assert_eq!((returned, taken.count()), (30, 30));
    }
}

#[tokio::test]
async fn zero_in_flight_is_one() {
    let service = Service::start(|seen| Reply::ok(page_of(seen))).await;
    let answers = service
        .client()
        .all_of((0..3).map(of_user))
        .queries_in_flight(0);
    assert_eq!(answers.try_collect().await.unwrap().len(), 3);
}

#[tokio::test]
async fn all_queries_share_the_calls_in_flight_of_the_client() {
    let service = Service::start(|seen| Reply::ok(page_of(seen)).after(NEVER)).await;
    let client = service.builder().calls_in_flight(3).build().unwrap();
    let mut answers = client.all_of((0..50).map(of_user)).queries_in_flight(20);
    while service.calls().len() < 3 {
        assert!(poll_immediate(answers.next()).await.is_none());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for _ in 0..50 {
        assert!(answers.next().now_or_never().is_none());
        tokio::task::yield_now().await;
    }
    assert_eq!((service.open(), service.calls().len()), (3, 3));

    drop(answers);
    while service.open() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(service.calls().len(), 3);
}

#[tokio::test]
async fn by_default_as_many_queries_are_in_flight_as_calls() {
    let service = Service::start(|seen| Reply::ok(page_of(seen))).await;
    let taken = Taken::default();
    let client = service.builder().calls_in_flight(6).build().unwrap();
    let mut answers = client.all_of(taken.users(0..));
    answers.next().await.unwrap().result.unwrap();
    assert_eq!(taken.count(), 6);
}

#[tokio::test]
async fn answers_on_their_way_arrive_while_the_program_is_busy() {
    let service = Service::start(|seen| Reply::ok(page_of(seen))).await;
    let mut answers = service.client().all_of((0..4).map(of_user));
    answers.next().await.unwrap();
    // Nothing reads the stream meanwhile.
    while service.calls().len() < 4 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(answers.count().await, 3);
}

#[tokio::test]
async fn single_calls_keep_their_responses() {
    let service = Service::start(|seen| match user_of(seen) {
        1 => Reply::ok("[]"),
        _ => Reply::ok(page_of(seen)).with("X-Request", user_of(seen)),
    })
    .await;
    let client = service.client();
    let answers: Vec<_> = client.send_each((0..3).map(of_user)).collect().await;
    assert_eq!(answers.len(), 3);
    for answered in &answers {
        match &answered.result {
            Ok(response) => {
                assert_eq!(response.results[0].number, answered.index as i64);
                assert_eq!(response.headers()["x-request"], answered.index.to_string());
            }
            Err(error) => {
                assert_eq!((answered.index, error.query_index()), (1, Some(1)));
                assert!(error.is_decode(), "{error}");
            }
        }
    }
    assert_eq!(service.calls().len(), 3);
}

#[tokio::test]
async fn the_secrets_of_the_client_are_hidden_in_the_parameters() {
    let service = Service::start(|_| Reply::new(404, "")).await;
    let client = service.builder().client_credentials("app", "hush-secret");
    let client = client.build().unwrap();
    let queries = [History(query().with("tags", "hush-secret"))];
    let error = client.all_of(queries).try_collect().await.unwrap_err();
    assert!(error.to_string().contains("tags=[hidden]"), "{error}");
    assert!(!format!("{error:?}").contains("hush-secret"), "{error:?}");
}

#[tokio::test]
async fn long_parameters_are_shortened() {
    let service = Service::start(|_| Reply::new(404, "")).await;
    let queries = [History(query().with("tags", "7,".repeat(5_000)))];
    let error = service
        .client()
        .all_of(queries)
        .try_collect()
        .await
        .unwrap_err();
    assert!(error.to_string().len() < 800, "{error}");
}

#[tokio::test]
async fn no_queries_have_no_answers() {
    let client = Client::builder().access_token("t").build().unwrap();
    let none = Vec::<History>::new();
    assert!(client.all_of(none.clone()).next().await.is_none());
    assert!(
        client
            .send_each(none)
            .try_collect()
            .await
            .unwrap()
            .is_empty()
    );
}

#[test]
fn answers_can_be_moved_and_sent() {
    fn check<T: Send + std::fmt::Debug>(_: &T) {}
    fn check_stream<T: Stream + FusedStream + Unpin + Send + std::fmt::Debug>(_: &T) {}
    let client = Client::builder().access_token("t").build().unwrap();
    let reports: AllOf<'static, History, Vec<Row>> = client.all_of([history()]);
    let calls: AllOf<'_, History, Response<HistoryPage>> = client.send_each([history()]);
    check_stream(&reports);
    check_stream(&calls);
    check::<Option<Answered<History, Vec<Row>>>>(&None);

    fn check_future(_: impl Future + Send) {}
    let users = [1, 2];
    let queries = users.iter().map(|user| of_user(*user));
    check_future(client.all_of(queries).try_collect());
}
