//! Faults that replace the answer.

use jiff::Timestamp;

use crate::{
    Fault, Faults, Sandbox,
    tests::{Caller, HISTORY, MAY},
};

/// Creates a caller whose calls all meet this fault.
async fn meeting(fault: Fault) -> Caller {
    let faults = Faults::new().share(fault, 100.0).retry_after(7);
    Caller::of(Sandbox::builder().faults(faults)).await
}

#[tokio::test]
async fn faults_in_place_of_an_answer_look_like_those_of_a_service_and_its_gateway() {
    let replacing = Fault::ALL.iter();
    let replacing = replacing.filter(|fault| fault.replaces_the_answer());
    let mut report = String::new();
    for fault in replacing {
        let caller = meeting(*fault).await;
        let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
        report += &format!("{fault}: {}\n", answer.status);
        // Those for web pages are the same in all answers.
        let is_for_pages = |name: &str| name.starts_with("access-control-");
        let headers = answer.headers.iter();
        for (name, value) in headers.filter(|(name, _)| !is_for_pages(name.as_str())) {
            let is_date = *fault == Fault::RateLimitedDate && name == "retry-after";
            let value = if is_date {
                "DATE"
            } else {
                value.to_str().unwrap()
            };
            report += &format!("  {name}: {value}\n");
        }
        for line in answer.text.lines() {
            report += &format!("  | {line}\n");
        }
    }
    insta::assert_snapshot!(report);
}

#[tokio::test]
async fn a_date_to_wait_for_lies_the_wait_ahead() {
    let caller = meeting(Fault::RateLimitedDate).await;
    let before = Timestamp::now().as_second();
    let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
    let after = Timestamp::now().as_second();
    let date = answer.header("retry-after").unwrap();
    let date = jiff::fmt::rfc2822::parse(date).unwrap();
    let date = date.timestamp().as_second();
    assert!(
        (before + 8..=after + 8).contains(&date),
        "{before} {date} {after}"
    );
}

#[tokio::test]
async fn waits_beyond_all_time_are_written_all_the_same() {
    for fault in [Fault::RateLimited, Fault::RateLimitedDate] {
        let faults = Faults::new().share(fault, 100.0).retry_after(u64::MAX);
        let caller = Caller::of(Sandbox::builder().faults(faults)).await;
        let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
        assert_eq!(answer.status, 429);
    }
}

#[tokio::test]
async fn a_wait_of_one_second_is_asked_for_unless_said() {
    let faults = Faults::new().share(Fault::RateLimited, 100.0);
    let caller = Caller::of(Sandbox::builder().faults(faults)).await;
    let answer = caller.get(&format!("{HISTORY}?{MAY}")).await;
    assert_eq!(answer.header("x-ratelimit-retry-after"), Some("1"));
}

#[tokio::test]
async fn calls_that_fail_on_purpose_cost_what_others_cost() {
    let caller = meeting(Fault::BadGateway).await;
    for _ in 0..3 {
        caller.get(&format!("{HISTORY}?{MAY}")).await;
    }
    let refused = caller.get(&format!("{HISTORY}?no=1")).await;
    assert_eq!(refused.header("x-ratelimit-remaining-minute"), Some("796"));
}
