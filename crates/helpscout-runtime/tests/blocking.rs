//! The blocking client against small services over real HTTP.
#![cfg(feature = "blocking")]
#![allow(clippy::unwrap_used, dead_code, missing_docs, unreachable_pub)]

#[path = "http/history.rs"]
mod history;
#[path = "http/service.rs"]
mod service;

use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use helpscout_runtime::{AccessToken, CallOptions, Request, WalkEvent, blocking};
use tokio::sync::mpsc::unbounded_channel;

use crate::history::{History, OPERATION, Row, full_page, history, page, query, request};
use crate::service::{Reply, Seen, Service};

/// A service on its own runtime, because a blocking client does not run in one.
struct Served {
    service: Service,
    runtime: tokio::runtime::Runtime,
}

fn serve(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Served {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let service = runtime.block_on(Service::start(answer));
    Served { service, runtime }
}

impl Served {
    fn client(&self) -> blocking::Client {
        self.service.builder().build_blocking().unwrap()
    }
}

fn numbers(rows: Vec<Row>) -> Vec<i64> {
    rows.iter().map(|row| row.number).collect()
}

#[test]
fn every_way_to_read_a_report_gives_the_same_rows() {
    let served = serve(|seen| Reply::ok(full_page(seen.page(), 12)));
    let client = served.client();
    let expected: Vec<i64> = (0..120).collect();

    let rows: Result<Vec<Row>, _> = client.rows(history()).collect();
    assert_eq!(numbers(rows.unwrap()), expected);
    assert_eq!(numbers(client.all(history()).unwrap()), expected);
    let pages = client.pages(history());
    let of_pages: Vec<i64> = pages
        .flat_map(|page| numbers(page.unwrap().into_value().results))
        .collect();
    assert_eq!(of_pages, expected);

    assert_eq!(
        client.raw_rows(request()).filter_map(Result::ok).count(),
        120
    );
    assert_eq!(
        client.raw_pages(request()).filter_map(Result::ok).count(),
        12
    );
    assert_eq!(client.raw_all(request()).unwrap().len(), 120);
    assert_eq!(served.service.calls().len(), 6 * 12);
    assert_eq!(served.service.token_requests().len(), 1);
}

#[test]
fn a_walk_that_is_followed_starts_again_when_the_report_changed() {
    let served = serve(|seen| {
        let count = if seen.page() == 2 && seen.before < 3 {
            21
        } else {
            20
        };
        let number = seen.page();
        Reply::ok(page(number, 2, count, (number - 1) * 10..number * 10))
    });
    let client = served.client();
    let events: Vec<String> = client
        .raw_walk(request())
        .map(|event| match event.unwrap() {
            WalkEvent::Page(page) => page.position.page.to_string(),
            WalkEvent::Restart(restart) => format!("walk {}", restart.walk),
            other => panic!("unknown event {other:?}"),
        })
        .collect();
    assert_eq!(events, ["1", "walk 2", "1", "2"]);
}

#[test]
fn one_page_comes_with_its_headers_typed_or_raw() {
    let served = serve(|_| {
        Reply::ok(full_page(1, 1))
            .with("X-RateLimit-Limit-Minute", 400)
            .with("X-RateLimit-Remaining-Minute", 399)
    });
    let client = served.client();
    let page = client.send(&history()).unwrap();
    assert_eq!(page.count, 10);
    assert_eq!(page.rate_limit().unwrap().remaining, 399);
    let first = Request::new(OPERATION, query().with("page", 1));
    assert_eq!(client.raw_page(&first).unwrap().rows.len(), 10);
    assert_eq!(*client.send_raw(&first).unwrap().value(), full_page(1, 1));
}

#[test]
fn pages_are_asked_for_when_rows_are_taken_and_not_all_at_once() {
    let served = serve(|seen| Reply::ok(full_page(seen.page(), 100)));
    let client = served.client();
    let mut rows = client.rows(history());
    thread::sleep(Duration::from_millis(50));
    assert!(served.service.calls().is_empty());

    assert_eq!(rows.nth(9).unwrap().unwrap().number, 9);
    assert_eq!(rows.next().unwrap().unwrap().number, 10);
    thread::sleep(Duration::from_millis(50));
    let asked = served.service.calls().len();
    assert!(asked <= 6, "{asked} pages requested");
}

#[test]
fn pages_on_their_way_come_in_while_the_program_is_busy() {
    let served = serve(|seen| {
        let later = Duration::from_millis(if seen.page() == 1 { 0 } else { 100 });
        Reply::ok(full_page(seen.page(), 5)).after(later)
    });
    let options = CallOptions::new().deadline(Duration::from_millis(1500));
    let mut rows = served.client().with(options).rows(history());
    assert_eq!(rows.nth(9).unwrap().unwrap().number, 9);
    let eleventh = rows.next().unwrap().unwrap();
    // Longer than a call may take.
    thread::sleep(Duration::from_millis(1700));
    assert_eq!(eleventh.number, 10);
    assert_eq!(rows.map(Result::unwrap).count(), 39);
    assert_eq!(served.service.calls().len(), 5);
}

#[test]
fn an_iterator_ends_after_its_error() {
    let served = serve(|seen| match seen.page() {
        3 => Reply::new(400, r#"{"message":"No such luck"}"#),
        page => Reply::ok(full_page(page, 9)),
    });
    let mut rows = served.client().rows(history());
    assert_eq!(rows.by_ref().take_while(Result::is_ok).count(), 20);
    assert!(rows.next().is_none());
    let error = served.client().all(history()).unwrap_err();
    assert_eq!(error.page(), Some(3));
}

#[test]
fn requests_stop_when_an_iterator_is_dropped() {
    let served = serve(|seen| match seen.page() {
        1 | 2 => Reply::ok(full_page(seen.page(), 50)),
        page => Reply::ok(full_page(page, 50)).after(Duration::from_secs(600)),
    });
    let client = served.client();
    let mut rows = client.rows(history());
    assert_eq!(rows.nth(10).unwrap().unwrap().number, 10);
    while served.service.open() < 3 {
        thread::sleep(Duration::from_millis(5));
    }
    drop(rows);
    while served.service.open() > 0 {
        thread::sleep(Duration::from_millis(5));
    }
    // The client still works.
    let second = Request::new(OPERATION, query().with("page", 2));
    client.send_raw(&second).unwrap();
}

/// Returns the query for one user.
fn of_user(user: i64) -> History {
    History(query().with("user", user))
}

fn user_of(seen: &Seen) -> i64 {
    let mut pairs = seen.query.split('&');
    let user = pairs.find_map(|pair| pair.strip_prefix("user="));
    user.unwrap().parse().unwrap()
}

#[test]
fn several_queries_are_an_iterator_that_goes_on_after_an_error() {
    let served = serve(|seen| match user_of(seen) {
        2 => Reply::new(404, ""),
        user => Reply::ok(page(1, 1, 1, [user])),
    });
    let client = served.client();
    let users = [0, 1, 2, 3];
    let answers = client.all_of(users.iter().map(|user| of_user(*user)));
    assert_eq!(answers.size_hint(), (4, Some(4)));
    let answers: Vec<_> = answers.collect();
    for (answered, user) in answers.iter().zip(users) {
        assert_eq!(answered.index as i64, user);
        match &answered.result {
            Ok(rows) => assert_eq!(rows[0].number, user),
            Err(error) => assert_eq!((error.query_index(), user), (Some(2), 2)),
        }
    }

    let mut indexes: Vec<usize> = client
        .send_each((0..9).map(of_user))
        .unordered()
        .queries_in_flight(3)
        .map(|answered| answered.index)
        .collect();
    indexes.sort_unstable();
    assert_eq!(indexes, (0..9).collect::<Vec<_>>());

    let error = client
        .all_of((0..4).map(of_user))
        .try_collect()
        .unwrap_err();
    assert_eq!(error.query_index(), Some(2));
    let responses = client
        .send_each([of_user(0), of_user(1)])
        .try_collect()
        .unwrap();
    assert_eq!(responses[1].results[0].number, 1);
}

#[test]
fn queries_that_are_not_needed_stop_when_their_iterator_is_dropped() {
    let served = serve(|seen| match user_of(seen) {
        0 => Reply::ok(page(1, 1, 1, [0])),
        _ => Reply::ok("{}").after(Duration::from_secs(600)),
    });
    let mut answers = served.client().all_of((0..).map(of_user));
    assert!(answers.next().unwrap().result.is_ok());
    drop(answers);
    while served.service.open() > 0 {
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn within_a_task_each_of_several_queries_is_refused() {
    let served = serve(|seen| match user_of(seen) {
        0 => Reply::ok(page(1, 1, 1, [0])),
        _ => Reply::ok("{}").after(Duration::from_secs(600)),
    });
    let client = served.client();
    let mut answers = client.all_of((0..5).map(of_user)).queries_in_flight(3);
    assert!(answers.next().unwrap().result.is_ok());
    let refused: Vec<_> = current_thread().block_on(async {
        // Two of them were started before.
        answers.by_ref().collect()
    });
    let indexes: Vec<usize> = refused.iter().map(|answered| answered.index).collect();
    assert_eq!(indexes, [1, 2, 3, 4]);
    for answered in refused {
        let error = answered.result.unwrap_err();
        assert_eq!(error.query_index(), Some(answered.index));
        assert!(error.problem().ends_with(REFUSED), "{error}");
    }
    assert!(answers.next().is_none());

    let alone = client.all_of([of_user(0)]);
    let error = current_thread()
        .block_on(async { alone.try_collect() })
        .unwrap_err();
    assert_eq!(error.to_string(), REFUSED);
}

#[test]
fn clones_work_on_several_threads_and_share_a_token() {
    let served = serve(|_| Reply::ok(full_page(1, 1)).after(Duration::from_millis(20)));
    let client = served.client();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || client.send(&history()).unwrap().count)
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 10);
    }
    assert_eq!(served.service.token_requests().len(), 1);
}

const REFUSED: &str = "the blocking client was used within a task of a tokio runtime, where it would \
                       block other tasks; create the client with `build()` there and await it, or \
                       make the call within `tokio::task::spawn_blocking`";

/// Makes a call in each way, and returns what the calls refuse.
fn try_all(client: &blocking::Client) -> Vec<String> {
    let mut refused = Vec::new();
    let mut note = |result: Result<(), helpscout_runtime::Error>| {
        refused.extend(result.err().map(|error| error.to_string()));
    };
    note(client.send(&history()).map(drop));
    note(client.all(history()).map(drop));
    let mut rows = client.rows(history());
    note(rows.next().unwrap().map(drop));
    refused
}

fn multi_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap()
}

fn current_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

#[test]
fn within_a_task_it_is_an_error_and_no_panic() {
    let served = serve(|_| Reply::ok(full_page(1, 1)));
    let client = served.client();
    let refused = [REFUSED; 3];

    let task = client.clone();
    let spawned = async { tokio::spawn(async move { try_all(&task) }).await.unwrap() };
    assert_eq!(multi_thread().block_on(spawned), refused);
    assert_eq!(multi_thread().block_on(async { try_all(&client) }), refused);
    assert_eq!(
        current_thread().block_on(async { try_all(&client) }),
        refused
    );
    let task = client.clone();
    let spawned = async { tokio::spawn(async move { try_all(&task) }).await.unwrap() };
    assert_eq!(current_thread().block_on(spawned), refused);
    let local = tokio::task::LocalSet::new();
    let task = client.clone();
    let spawned = async {
        let task = tokio::task::spawn_local(async move { try_all(&task) });
        task.await.unwrap()
    };
    assert_eq!(local.block_on(&current_thread(), spawned), refused);

    assert!(served.service.calls().is_empty());
    client.send(&history()).unwrap();
}

#[test]
fn the_check_leaves_a_task_its_budget() {
    let served = serve(|_| Reply::ok(full_page(1, 1)));
    let client = served.client();
    current_thread().block_on(async {
        for _ in 0..1_000 {
            assert!(client.send(&history()).is_err());
        }
        assert!(tokio::task::coop::has_budget_remaining());
    });
}

#[test]
fn where_waiting_is_allowed_calls_are_made() {
    let served = serve(|_| Reply::ok(full_page(1, 1)));
    let client = served.client();
    let nothing: [String; 0] = [];

    for runtime in [multi_thread(), current_thread()] {
        let waiting = client.clone();
        let spawned = async {
            let waiting = tokio::task::spawn_blocking(move || try_all(&waiting));
            waiting.await.unwrap()
        };
        assert_eq!(runtime.block_on(spawned), nothing);

        let waiting = client.clone();
        let on_a_thread = runtime.block_on(async {
            let handle = tokio::runtime::Handle::current();
            thread::spawn(move || {
                let _current = handle.enter();
                try_all(&waiting)
            })
        });
        assert_eq!(on_a_thread.join().unwrap(), nothing);

        let _current = runtime.enter();
        assert_eq!(try_all(&client), nothing);
    }
    let task = client.clone();
    let spawned = async {
        let in_place = tokio::spawn(async move {
            let waited = tokio::task::block_in_place(|| try_all(&task));
            // After that, the task must not wait again.
            assert_eq!(try_all(&task), [REFUSED; 3]);
            waited
        });
        in_place.await.unwrap()
    };
    assert_eq!(multi_thread().block_on(spawned), nothing);
    let in_main = async { tokio::task::block_in_place(|| try_all(&client)) };
    assert_eq!(multi_thread().block_on(in_main), nothing);
    assert_eq!(try_all(&client), nothing);
    assert_eq!(served.service.token_requests().len(), 1);
}

#[test]
fn the_last_clone_can_be_dropped_inside_a_runtime() {
    let served = serve(|_| Reply::ok(full_page(1, 1)));
    let builder = served.service.builder();
    served.runtime.block_on(async move {
        let client = builder.build_blocking().unwrap();
        drop(client);
    });
}

#[test]
fn the_client_tells_what_the_async_client_tells() {
    let served = serve(|_| Reply::ok(full_page(1, 1)));
    let builder = || served.service.builder().access_token("4f9c1d7e20b8");
    let (client, same) = (
        builder().build_blocking().unwrap(),
        builder().build().unwrap(),
    );
    assert_eq!(format!("{client:?}"), format!("{same:?}"));
    assert_eq!(
        client.secrets().hide("bad token 4f9c1d7e20b8"),
        "bad token [hidden]"
    );
    assert_eq!(client.proxy(), same.proxy());
    let request = client.http_request(&request()).unwrap();
    assert_eq!(request.url().path(), OPERATION.path);
}

#[test]
fn calls_go_on_with_a_token_while_the_next_one_is_requested() {
    let served = serve(|_| Reply::ok(full_page(1, 1)));
    let (give, next) = unbounded_channel();
    let next = Arc::new(tokio::sync::Mutex::new(next));
    let (ask, asked) = mpsc::channel();
    let (pass, mut seconds) = unbounded_channel();
    let (passed, has_passed) = mpsc::channel();
    // A task on the client's own thread lets its time pass.
    let clock = Mutex::new(Some(async move {
        while let Some(seconds) = seconds.recv().await {
            tokio::time::pause();
            tokio::time::advance(Duration::from_secs(seconds)).await;
            tokio::time::resume();
            passed.send(()).unwrap();
        }
    }));
    let builder = served.service.builder().token_provider(move || {
        if let Some(clock) = clock.lock().unwrap().take() {
            tokio::spawn(clock);
        }
        ask.send(()).unwrap();
        let next = next.clone();
        async move {
            let token: &str = next.lock().await.recv().await.ok_or("no more tokens")?;
            let token = AccessToken::new(token).with_lifetime(Duration::from_secs(600));
            Ok::<_, &str>(token)
        }
    });
    let client = builder.build_blocking().unwrap();
    let token_of_a_call = || {
        client.send(&history()).unwrap();
        served.service.calls().pop().unwrap().token.unwrap()
    };
    give.send("first").unwrap();
    assert_eq!(token_of_a_call(), "first");
    asked.recv().unwrap();

    pass.send(550).unwrap();
    has_passed.recv().unwrap();
    for _ in 0..3 {
        assert_eq!(token_of_a_call(), "first");
    }
    asked.recv().unwrap();
    asked.try_recv().unwrap_err();
    give.send("second").unwrap();
    while token_of_a_call() == "first" {}
    asked.try_recv().unwrap_err();
}
