//! Tests rows that arrive while a report is read, which shift the other rows to later pages.

use helpscout_reports::Error;
use helpscout_sandbox::{Growth, Sandbox};

use crate::report::{IN_FLIGHT, Report, Walk, client, patient, query};

async fn growing(growth: Growth) -> Sandbox {
    patient().growing(growth).start().await.unwrap()
}

/// Returns the two figures of the message: the number that was announced, and the later one.
fn figures(error: &Error) -> (i64, i64) {
    let text = error.to_string();
    let after = |mark: &str| {
        let (_, rest) = text.split_once(mark).unwrap();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    (after(" was "), after(" and is now "))
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_arrive_during_the_walk_are_in_the_report_after_another_walk() {
    let report = Report::read().await;
    for in_flight in IN_FLIGHT {
        for calls in 1..report.pages.len() as u64 {
            let sandbox = growing(Growth::of(5).after(calls)).await;
            let client = client(&sandbox, in_flight).build().unwrap();
            let rows = client.all(query()).await.unwrap();
            assert!(
                rows == report.rows(),
                "after {calls} calls, {in_flight} in flight"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_with_an_error_that_has_both_figures_when_rows_arrive() {
    let report = Report::read().await;
    let whole = report.rows().len() as i64;
    for in_flight in IN_FLIGHT {
        for calls in 1..report.pages.len() as u64 {
            let sandbox = growing(Growth::of(5).after(calls)).await;
            let client = client(&sandbox, in_flight).build().unwrap();
            let walk = Walk::with(&client).await;
            let error = walk.error.unwrap();
            assert!(error.is_inconsistent(), "{error}");
            assert_eq!(figures(&error), (whole - 5, whole), "{error}");
            assert_eq!(error.operation(), Some("user_conversation_history"));
            assert!(error.page().is_some_and(|page| page > 1), "{error}");
            assert!(walk.rows.len() < report.rows().len());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_grows_with_every_call_is_given_up_with_both_figures() {
    for in_flight in IN_FLIGHT {
        let sandbox = growing(Growth::of(300).by(1)).await;
        let client = client(&sandbox, in_flight).build().unwrap();
        let error = client.all(query()).await.unwrap_err();
        assert!(error.is_inconsistent(), "{error}");
        let (before, after) = figures(&error);
        assert!(before < after, "{error}");
        assert!(error.to_string().contains("(read 3 times)"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_there_before_the_walk_are_simply_read() {
    let report = Report::read().await;
    let sandbox = growing(Growth::of(5).after(1)).await;
    let client = client(&sandbox, 4).build().unwrap();
    let before = client.send(&query()).await.unwrap().count;
    assert_eq!(before, report.rows().len() as i64 - 5);
    let walk = Walk::with(&client).await;
    assert!(walk.error.is_none() && walk.rows == report.rows());
}
