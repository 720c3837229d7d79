use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use helpscout_runtime::WaitReason;
use tokio::time::{Instant, timeout};

use crate::history::{full_page, history};
use crate::service::{Reply, Service};

/// A service that counts calls per minute from its start and refuses those over the limit.
async fn limited(limit: u32) -> (Service, Arc<Mutex<Vec<u32>>>) {
    let started = Instant::now();
    let minutes = Arc::new(Mutex::new(Vec::new()));
    let counts = minutes.clone();
    let service = Service::start(move |seen| {
        let minute = usize::try_from(started.elapsed().as_secs() / 60).unwrap();
        let mut counts = counts.lock().unwrap();
        counts.resize(minute + 1, 0);
        counts[minute] += 1;
        let reply = if counts[minute] <= limit {
            Reply::ok(full_page(seen.page(), 150))
        } else {
            let wait = 60 - started.elapsed().as_secs() % 60;
            Reply::new(429, "").with("X-RateLimit-Retry-After", wait)
        };
        reply
            .with("X-RateLimit-Limit-Minute", limit)
            .with(
                "X-RateLimit-Remaining-Minute",
                limit.saturating_sub(counts[minute]),
            )
            .after(Duration::from_millis(100))
    })
    .await;
    (service, minutes)
}

#[tokio::test(start_paused = true)]
async fn a_long_walk_keeps_the_reserve_and_is_never_refused() {
    let (service, minutes) = limited(50).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = waits.clone();
    let client = service
        .builder()
        .rate_reserve(10)
        .pages_in_flight(8)
        .on_wait(move |wait| log.lock().unwrap().push(wait.reason))
        .build()
        .unwrap();
    let rows = client.all(history()).await.unwrap();

    assert_eq!(rows.len(), 1500);
    let minutes = minutes.lock().unwrap().clone();
    assert_eq!(minutes.iter().sum::<u32>(), 150, "no call was refused");
    assert!(minutes.iter().all(|calls| *calls <= 40), "{minutes:?}");
    assert!(minutes.len() <= 5, "{minutes:?}");
    let waits = waits.lock().unwrap();
    assert!(!waits.is_empty() && waits.iter().all(|reason| *reason == WaitReason::Reserve));
}

#[tokio::test(start_paused = true)]
async fn a_reserve_over_half_the_limit_counts_as_half() {
    let (service, minutes) = limited(60).await;
    let client = service.builder().rate_reserve(1000).build().unwrap();
    client.all(history()).await.unwrap();
    assert!(minutes.lock().unwrap().iter().all(|calls| *calls <= 30));
}

#[tokio::test(start_paused = true)]
async fn a_429_holds_the_calls_of_all_clones() {
    let service = Service::start(|seen| match seen.before {
        0 => Reply::new(429, "").with("X-RateLimit-Retry-After", 30),
        _ => Reply::ok(full_page(1, 1)),
    })
    .await;
    let client = service.client();
    let started = Instant::now();
    let first = async { client.send(&history()).await };
    let others = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        join_all((0..20).map(|_| async {
            client.clone().send(&history()).await.unwrap();
            started.elapsed().as_secs()
        }))
        .await
    };
    let (first, others) = tokio::join!(first, others);
    first.unwrap();
    assert!(
        others.iter().all(|seconds| (30..33).contains(seconds)),
        "{others:?}"
    );
    assert_eq!(service.calls().len(), 22);
}

#[tokio::test(start_paused = true)]
async fn after_a_429_the_service_says_when_the_minute_ends() {
    let service = Service::start(|seen| {
        let reply = match seen.before {
            1 => Reply::new(429, "").with("X-RateLimit-Retry-After", 5),
            _ => Reply::ok(full_page(1, 1)),
        };
        let remaining = if seen.before < 2 { 25 } else { 300 };
        reply
            .with("X-RateLimit-Limit-Minute", 400)
            .with("X-RateLimit-Remaining-Minute", remaining)
    })
    .await;
    let client = service.client();
    client.send(&history()).await.unwrap();
    let started = Instant::now();
    client.send(&history()).await.unwrap();
    let waited = started.elapsed().as_secs_f64();
    assert!((5.0..6.1).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_past_the_deadline_is_an_error_at_once() {
    let service = Service::start(|_| {
        Reply::ok(full_page(1, 1))
            .with("X-RateLimit-Limit-Minute", 400)
            .with("X-RateLimit-Remaining-Minute", 5)
    })
    .await;
    let client = service
        .builder()
        .deadline(Duration::from_secs(20))
        .build()
        .unwrap();
    client.send(&history()).await.unwrap();
    let started = Instant::now();
    let error = client.send(&history()).await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(
        error.to_string(),
        "user_history: no call can be made for the next 1m (keeping the rate reserve), \
         which exceeds the deadline. Try again in a minute, lower the reserve, or raise `deadline`"
    );
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(service.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn after_a_429_the_error_says_how_long_all_calls_must_wait() {
    let service = Service::start(|_| Reply::new(429, "{}").with("Retry-After", 120)).await;
    let builder = service.builder().deadline(Duration::from_secs(60));
    let client = builder.build().unwrap();
    client.send(&history()).await.unwrap_err();
    let error = client.send(&history()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_history: no call can be made for the next 2m (rate limited), which exceeds the \
         deadline. All apps of an account share one rate limit; try again in 2m, or raise `deadline`"
    );
    assert_eq!(service.calls().len(), 1);
}

/// Returns how many of these instants are in the fullest minute, whenever it starts.
fn most_in_a_minute(calls: &[Instant]) -> usize {
    let in_minute_of = |first: &Instant| {
        let minute = *first..*first + Duration::from_secs(60);
        calls.iter().filter(|call| minute.contains(call)).count()
    };
    calls.iter().map(in_minute_of).max().unwrap_or(0)
}

/// A service without a rate limit that notes when it is called.
async fn timed(pages: i64) -> (Service, Arc<Mutex<Vec<Instant>>>) {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let noted = calls.clone();
    let service = Service::start(move |seen| {
        noted.lock().unwrap().push(Instant::now());
        let page = if seen.query.contains("page=") {
            seen.page()
        } else {
            1
        };
        Reply::ok(full_page(page, pages)).after(Duration::from_millis(300))
    })
    .await;
    (service, calls)
}

#[tokio::test(start_paused = true)]
async fn calls_per_minute_are_spread_evenly_over_all_walks() {
    let (service, calls) = timed(30).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let log = waits.clone();
    let client = service
        .builder()
        .calls_per_minute(40)
        .on_wait(move |wait| log.lock().unwrap().push(wait.reason))
        .build()
        .unwrap();
    let walks = join_all((0..3).map(|_| client.all(history()))).await;
    assert!(walks.iter().all(Result::is_ok));

    let calls = calls.lock().unwrap();
    assert_eq!(calls.len(), 90);
    assert!(most_in_a_minute(&calls) <= 40, "{calls:?}");
    let took = calls[89] - calls[0];
    // 89 intervals of 1.5 seconds.
    assert!((133..136).contains(&took.as_secs()), "{took:?}");
    let waits = waits.lock().unwrap();
    assert!(waits.iter().all(|reason| *reason == WaitReason::Pace));
}

#[tokio::test(start_paused = true)]
async fn a_retry_counts_as_a_call_of_the_minute() {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let noted = calls.clone();
    let service = Service::start(move |seen| {
        noted.lock().unwrap().push(Instant::now());
        match seen.before {
            0..5 => Reply::new(503, ""),
            _ => Reply::ok(full_page(1, 1)),
        }
    })
    .await;
    let client = service.builder().calls_per_minute(2).build().unwrap();
    client.send(&history()).await.unwrap();
    let calls = calls.lock().unwrap();
    assert_eq!(calls.len(), 6);
    assert!(most_in_a_minute(&calls) <= 2, "{calls:?}");
}

#[tokio::test(start_paused = true)]
async fn a_turn_after_the_deadline_is_an_error_that_takes_no_turn() {
    let (service, calls) = timed(1).await;
    let client = service.builder().calls_per_minute(1);
    let client = client.deadline(Duration::from_secs(90)).build().unwrap();
    let query = history();
    let sent = join_all((0..4).map(|_| client.send(&query))).await;
    let refused: Vec<String> = sent
        .iter()
        .filter_map(|sent| sent.as_ref().err().map(ToString::to_string))
        .collect();
    assert_eq!(refused.len(), 2);
    assert!(
        refused[0].contains("keeping the calls per minute"),
        "{refused:?}"
    );
    assert_eq!(calls.lock().unwrap().len(), 2);
    tokio::time::sleep(Duration::from_secs(60)).await;
    client.send(&query).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn calls_and_streams_that_are_dropped_use_up_no_turn() {
    let (service, calls) = timed(1).await;
    let client = service.builder().calls_per_minute(60).build().unwrap();
    let query = history();
    client.send(&query).await.unwrap();
    let first = calls.lock().unwrap()[0];
    for _ in 0..200 {
        let moment = Duration::from_millis(1);
        timeout(moment, client.send(&query)).await.unwrap_err();
        timeout(moment, client.rows(history()).next())
            .await
            .unwrap_err();
    }
    client.send(&query).await.unwrap();
    let calls = calls.lock().unwrap();
    assert_eq!(calls.len(), 2);
    let apart = calls[1] - first;
    assert!((1000..1100).contains(&apart.as_millis()), "{apart:?}");
}

#[tokio::test(start_paused = true)]
async fn calls_behind_a_dropped_one_move_up_in_their_order() {
    let (service, calls) = timed(1).await;
    let client = service.builder().calls_per_minute(6).build().unwrap();
    client.send(&history()).await.unwrap();
    let sent = Mutex::new(Vec::new());
    let call = |number: u32| {
        let (client, sent) = (client.clone(), &sent);
        async move {
            tokio::time::sleep(Duration::from_millis(number.into())).await;
            client.send(&history()).await.unwrap();
            sent.lock().unwrap().push(number);
        }
    };
    let dropped = timeout(Duration::from_secs(5), call(2));
    let (_, dropped, ..) = tokio::join!(call(1), dropped, call(3), call(4), call(5));
    dropped.unwrap_err();
    assert_eq!(*sent.lock().unwrap(), [1, 3, 4, 5]);
    let calls = calls.lock().unwrap();
    let apart: Vec<u64> = calls
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).as_secs())
        .collect();
    assert_eq!(apart, [10, 10, 10, 10]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_again_after_a_429_uses_up_no_turn() {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let noted = calls.clone();
    let service = Service::start(move |seen| {
        noted.lock().unwrap().push(Instant::now());
        match seen.before {
            0 => Reply::new(429, "").with("Retry-After", 25),
            _ => Reply::ok(full_page(1, 1)),
        }
    })
    .await;
    let client = service.builder().calls_per_minute(6).build().unwrap();
    let query = history();
    let sent = join_all((0..3).map(|_| client.send(&query))).await;
    assert!(sent.iter().all(Result::is_ok));
    let calls = calls.lock().unwrap();
    let at: Vec<u64> = calls
        .iter()
        .map(|call| (*call - calls[0]).as_secs())
        .collect();
    assert_eq!(at, [0, 25, 35, 45]);
}

#[tokio::test(start_paused = true)]
async fn no_calls_per_minute_are_refused_at_once() {
    let (service, _) = timed(1).await;
    let error = service.builder().calls_per_minute(0).build().unwrap_err();
    assert!(
        error.to_string().contains("`calls_per_minute` is 0"),
        "{error}"
    );
}
