//! Which request meets which fault.

use std::collections::HashMap;

use axum::http::StatusCode;

use crate::{
    Fault, Faults, Sandbox,
    faults::FaultSchedule,
    tests::{Caller, HISTORY, MAY, embedded},
};

fn schedule(faults: Faults) -> FaultSchedule {
    FaultSchedule::new(faults, 2019).unwrap()
}

/// Returns this many different requests.
fn requests(count: usize) -> impl DoubleEndedIterator<Item = String> {
    (0..count).map(|number| format!("{HISTORY}?user={number}"))
}

#[test]
fn the_same_attempt_of_the_same_request_meets_the_same_fault_in_any_order() {
    let mixed = || schedule(Faults::new().mix(50.0, Fault::ALL));
    let one_after_the_other = {
        let schedule = mixed();
        let attempts = |request: String| [(); 4].map(|()| schedule.for_call(&request, 1));
        requests(300).map(attempts).collect::<Vec<_>>()
    };
    let all_at_once = {
        let schedule = mixed();
        let mut met: HashMap<String, Vec<Option<Fault>>> = HashMap::new();
        for _ in 0..4 {
            for request in requests(300).rev() {
                let fault = schedule.for_call(&request, 1);
                met.entry(request).or_default().push(fault);
            }
        }
        requests(300)
            .map(|request| met.remove(&request).unwrap().try_into().unwrap())
            .collect::<Vec<[Option<Fault>; 4]>>()
    };
    assert_eq!(all_at_once, one_after_the_other);
}

#[test]
fn another_seed_selects_other_requests() {
    let failed = |faults: Faults, seed| {
        let schedule = FaultSchedule::new(faults.share(Fault::Cut, 50.0), seed).unwrap();
        let calls = requests(300).map(move |request| schedule.for_call(&request, 1).is_some());
        calls.collect::<Vec<_>>()
    };
    assert_ne!(failed(Faults::new(), 1), failed(Faults::new(), 2));
    assert_ne!(failed(Faults::new().seed(3), 1), failed(Faults::new(), 1));
    assert_eq!(
        failed(Faults::new().seed(3), 1),
        failed(Faults::new().seed(3), 2),
        "its own seed counts, not the desk's"
    );
}

#[test]
fn shares_are_kept_and_attempts_fail_independently() {
    let schedule = schedule(
        Faults::new()
            .share(Fault::ServerError, 20.0)
            .share(Fault::Cut, 5.0),
    );
    let mut met: HashMap<(usize, Option<Fault>), u32> = HashMap::new();
    for request in requests(10_000) {
        for attempt in 0..2 {
            *met.entry((attempt, schedule.for_call(&request, 1)))
                .or_default() += 1;
        }
    }
    for attempt in 0..2 {
        let errors = met[&(attempt, Some(Fault::ServerError))];
        let cuts = met[&(attempt, Some(Fault::Cut))];
        assert!((1900..2100).contains(&errors), "{attempt}: {errors}");
        assert!((430..570).contains(&cuts), "{attempt}: {cuts}");
    }
    assert_eq!(met.len(), 6, "nothing else happens");
}

#[test]
fn all_fail_at_100_percent_and_none_at_0() {
    let (all, none) = (
        schedule(Faults::new().share(Fault::Cut, 100.0)),
        schedule(Faults::new().share(Fault::Cut, 0.0)),
    );
    for request in requests(1000) {
        assert_eq!(all.for_call(&request, 1), Some(Fault::Cut));
        assert_eq!(none.for_call(&request, 1), None);
    }
}

#[test]
fn a_call_that_failed_often_enough_is_exempt() {
    let schedule = schedule(Faults::new().share(Fault::Cut, 100.0).most_attempts(2));
    for request in requests(10) {
        let met = [(); 4].map(|()| schedule.for_call(&request, 1).is_some());
        assert_eq!(met, [true, true, false, false]);
    }
}

#[test]
fn faults_of_a_page_follow_one_another_and_leave_other_pages_alone() {
    let schedule = schedule(
        Faults::new()
            .at(7, 1, Fault::ServerError)
            .at(3, 9, Fault::Html)
            .at(7, 2, Fault::Cut),
    );
    let met = |request: &str, page| [(); 4].map(|()| schedule.for_call(request, page));
    let seven = [
        Some(Fault::ServerError),
        Some(Fault::Cut),
        Some(Fault::Cut),
        None,
    ];
    assert_eq!(met("/a?page=7", 7), seven);
    assert_eq!(met("/b?page=7", 7), seven, "each request is counted apart");
    assert_eq!(met("/a?page=8", 8), [None; 4]);
    assert_eq!(met("/a?page=3", 3), [Some(Fault::Html); 4]);
}

#[test]
fn a_share_comes_after_the_faults_of_a_page() {
    let schedule = schedule(Faults::new().share(Fault::Cut, 100.0).most_attempts(3).at(
        1,
        2,
        Fault::Html,
    ));
    let met = [(); 4].map(|()| schedule.for_call("/a", 1));
    let expected = [Some(Fault::Html), Some(Fault::Html), Some(Fault::Cut), None];
    assert_eq!(met, expected);
}

#[tokio::test]
async fn the_page_is_the_one_that_was_asked_for_and_the_first_otherwise() {
    let faults = Faults::new()
        .at(1, 1, Fault::ServerError)
        .at(2, 1, Fault::BadGateway);
    let caller = Caller::of(Sandbox::builder().faults(faults)).await;
    for (query, status) in [
        (MAY.to_owned(), 500),
        (MAY.to_owned(), 200),
        (format!("{MAY}&page=1"), 500),
        (format!("{MAY}&page=2"), 502),
        (format!("{MAY}&page=2"), 200),
        (format!("{MAY}&page=3"), 200),
    ] {
        let answer = caller.get(&format!("{HISTORY}?{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query}");
    }
    let failed = caller.calls();
    let failed: Vec<_> = failed.faults().iter().collect();
    assert_eq!(
        failed,
        [(&Fault::ServerError, &2), (&Fault::BadGateway, &1)]
    );
}

#[tokio::test]
async fn a_report_without_pages_is_page_1() {
    let mut api = embedded();
    api.operations[0].pages = None;
    let faults = Faults::new().at(1, 1, Fault::ServerError);
    let caller = Caller::of(Sandbox::builder().spec(api).faults(faults)).await;
    let mut statuses = Vec::new();
    for _ in 0..2 {
        let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
        statuses.push(answer.status.as_u16());
    }
    assert_eq!(statuses, [500, 200]);
}

#[tokio::test]
async fn refused_calls_stay_refused_and_count_as_no_attempt() {
    let faults = Faults::new().at(1, 1, Fault::BadGateway);
    let builder = Sandbox::builder().token_calls(2).faults(faults);
    let mut caller = Caller::of(builder).await;
    let path = format!("{HISTORY}?{MAY}");
    let refused = caller.get(&format!("{path}&no=1")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(caller.get(&path).await.status, StatusCode::BAD_GATEWAY);
    assert_eq!(caller.get(&path).await.status, StatusCode::UNAUTHORIZED);
    caller.renew_token().await;
    assert_eq!(caller.get(&path).await.status, StatusCode::OK);
    assert_eq!(caller.get("/").await.status, StatusCode::OK);
    assert_eq!(caller.get("/v2/no").await.status, StatusCode::NOT_FOUND);
    assert_eq!(caller.calls().faults().len(), 1);
}
