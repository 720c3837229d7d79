#![allow(clippy::unwrap_used)]

use axum::http::StatusCode;
use serde_json::Value;

use super::*;
use crate::{
    Fault, Faults, Sandbox,
    tests::{Caller, HISTORY, MAY, embedded},
};

/// Returns how many rows the first six answers lack.
fn missing(growth: Growth) -> [usize; 6] {
    [1, 2, 3, 4, 5, 6].map(|call| growth.held_back(call))
}

#[test]
fn rows_that_are_held_back_come_as_said() {
    assert_eq!(missing(Growth::of(3)), [3, 0, 0, 0, 0, 0]);
    assert_eq!(missing(Growth::of(3).after(2)), [3, 3, 0, 0, 0, 0]);
    assert_eq!(missing(Growth::of(3).by(1)), [3, 2, 1, 0, 0, 0]);
    assert_eq!(missing(Growth::of(5).after(2).by(2)), [5, 5, 3, 1, 0, 0]);
    assert_eq!(missing(Growth::of(3).after(0).by(1)), [2, 1, 0, 0, 0, 0]);
    assert_eq!(missing(Growth::of(3).by(0)), [3; 6]);
    assert_eq!(missing(Growth::of(0)), [0; 6]);
    assert_eq!(Growth::of(usize::MAX).by(2).held_back(u64::MAX), 0);
}

async fn count(caller: &Caller, path: &str) -> i64 {
    caller.get(path).await.json()["count"].as_i64().unwrap()
}

#[tokio::test]
async fn a_report_without_computed_figures_grows_too_and_each_path_has_calls_of_its_own() {
    let mut api = embedded();
    let history = api.operation("user_conversation_history").unwrap();
    let mut invented = history.clone();
    invented.id = "invented".to_owned();
    invented.path = "/v2/invented".to_owned();
    api.operations.push(invented);
    let [history, invented] = [HISTORY, "/v2/invented"].map(|path| format!("{path}?{MAY}"));

    let still = Caller::of(Sandbox::builder().spec(api.clone())).await;
    let whole = count(&still, &invented).await;
    let last_page = still.get(&format!("{invented}&page=3")).await.json();
    let growth = Growth::of(7).by(5);
    let caller = Caller::of(Sandbox::builder().spec(api).growing(growth)).await;
    count(&caller, &history).await;
    assert_eq!(count(&caller, &invented).await, whole - 7);
    assert_eq!(count(&caller, &invented).await, whole - 2);
    assert_eq!(count(&caller, &invented).await, whole);
    let grown = caller.get(&format!("{invented}&page=3")).await;
    assert_eq!(grown.json(), last_page);
}

#[tokio::test]
async fn refused_calls_let_nothing_arrive_and_failing_ones_do() {
    let path = format!("{HISTORY}?{MAY}");
    let whole = count(&Caller::new().await, &path).await;
    let growth = Growth::of(2).by(1);
    let faults = Faults::new().at(2, 1, Fault::ServerError);
    let caller = Caller::of(Sandbox::builder().growing(growth).faults(faults)).await;
    for _ in 0..3 {
        let refused = caller.get(&format!("{path}&no=1")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }
    assert_eq!(count(&caller, &path).await, whole - 2);
    let failing = caller.get(&format!("{path}&page=2")).await;
    assert_eq!(failing.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(count(&caller, &path).await, whole);
}

#[tokio::test]
async fn more_rows_are_made_up_where_none_are_computed() {
    let mut api = embedded();
    let mut operations = api.operations.iter_mut();
    let history = operations.find(|operation| operation.id == "user_conversation_history");
    history.unwrap().id = "invented".to_owned();
    let path = format!("{HISTORY}?{MAY}");
    let once = Caller::of(Sandbox::builder().spec(api.clone())).await;
    let many = Caller::of(Sandbox::builder().spec(api).rows_factor(1_000_000)).await;
    let once_counted = count(&once, &path).await;
    assert_eq!(count(&many, &path).await, once_counted * 1_000_000);
    let first_page = |answer: Value| answer["results"].clone();
    assert_eq!(
        first_page(many.get(&path).await.json()),
        first_page(once.get(&path).await.json())
    );
    let last = once_counted * 1_000_000 / 120 + 1;
    let last = many.get(&format!("{path}&page={last}")).await.json();
    let rows = last["results"].as_array().unwrap().len() as i64;
    assert_eq!(last["count"].as_i64().unwrap() % 120, rows);
}
